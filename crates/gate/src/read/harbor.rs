//! Harbor's report on the vulnerabilities of an artifact, as its API gives it: under the key of its media type
//! (<https://github.com/goharbor/pluggable-scanner-spec>), or what stands there alone.
//!
//! The scanner is another tool that Harbor calls; its name becomes a note.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::MapAccess;

use super::Reader;
use super::fields::{Fields, Object};
use super::lenient::{Time, number, text, texts};
use super::trivy::result::{fix, scores, versions};
use super::words::{cwes, line};
use crate::evidence::{Evidence, Kind, Package, Reading, Scan};
use crate::input::json::Each;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::severity::Severity;

/// Harbor's report.
pub(super) static HARBOR: Reader = Reader {
    format: "harbor",
    tool: "harbor",
    recognises: |shape| match shape {
        Shape::Object(entries) => {
            entries.iter().any(|(key, _)| is_media_type(key))
                || shape.has(&["generated_at", "scanner", "vulnerabilities"])
        }
        _ => false,
    },
    admits: |_| false,
    read,
};

fn is_media_type(key: &str) -> bool {
    let names = [
        "application/vnd.security.vulnerability.report",
        "application/vnd.scanner.adapter.vuln.report.harbor+json",
    ];
    names
        .iter()
        .any(|name| key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(';')))
}

fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut document = Document::default();
    input.json_seed(Object(&mut document))?;
    if document.alone.has_something {
        document.finish();
    }
    if document.is_incomplete || document.reading.scans.is_empty() {
        return Err(Refusal::new(
            "is a report of Harbor without a scan: it lacks the scanner or the vulnerabilities",
            "wait until Harbor has scanned the artifact, then fetch the report again",
        ));
    }
    Ok(document.reading)
}

/// Reports by their media types, or the fields of one.
#[derive(Default)]
struct Document {
    reading: Reading,
    alone: Report,
    is_incomplete: bool,
}

impl Document {
    fn finish(&mut self) {
        let report = std::mem::take(&mut self.alone);
        match report.scanner {
            Some(scanner) if report.has_list => {
                let note = [Some("scanned by".to_owned()), scanner.name, scanner.version];
                let note: Vec<String> = note.into_iter().flatten().collect();
                self.reading.scans.push(Scan {
                    tool: "harbor".to_owned(),
                    time: report.time,
                    notes: vec![line(&note.join(" "))],
                    ..Scan::default()
                });
                self.reading.evidence.extend(report.evidence);
            }
            _ => self.is_incomplete = true,
        }
    }
}

impl Fields for Document {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        if !is_media_type(key) {
            return self.alone.field(key, map);
        }
        let mut report = Report { scan: self.reading.scans.len(), ..Report::default() };
        map.next_value_seed(Object(&mut report))?;
        let alone = std::mem::replace(&mut self.alone, report);
        self.finish();
        self.alone = alone;
        Ok(true)
    }
}

#[derive(Default)]
struct Report {
    scan: usize,
    has_something: bool,
    time: Option<Timestamp>,
    scanner: Option<Scanner>,
    has_list: bool,
    evidence: Vec<Evidence>,
}

#[derive(Deserialize)]
struct Scanner {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
}

impl Fields for Report {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "generated_at" => self.time = map.next_value::<Time>()?.0,
            "scanner" => self.scanner = map.next_value()?,
            "vulnerabilities" => {
                let (scan, evidence) = (self.scan, &mut self.evidence);
                // Harbor wrote `null` for none before version 2.0.
                map.next_value_seed(Each::new(|item: Vulnerability| evidence.push(item.evidence(scan))))?;
                self.has_list = true;
            }
            _ => return Ok(false),
        }
        self.has_something = true;
        Ok(true)
    }
}

#[derive(Deserialize)]
struct Vulnerability {
    id: String,
    #[serde(default, deserialize_with = "text")]
    package: Option<String>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    #[serde(default, deserialize_with = "text")]
    fix_version: Option<String>,
    #[serde(default, deserialize_with = "text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    preferred_cvss: Option<Preferred>,
    #[serde(default, deserialize_with = "texts")]
    cwe_ids: Vec<String>,
    vendor_attributes: Option<Vendor>,
}

#[derive(Deserialize)]
struct Preferred {
    #[serde(default, deserialize_with = "number")]
    score_v3: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    score_v2: Option<f64>,
}

#[derive(Deserialize)]
struct Vendor {
    #[serde(rename = "CVSS", default, deserialize_with = "scores")]
    scores: Vec<String>,
}

impl Vulnerability {
    fn evidence(self, scan: usize) -> Evidence {
        let fixed = versions(self.fix_version.as_deref());
        let mut evidence = Evidence::bare(scan, Kind::Vulnerability, self.id);
        evidence.message.clone_from(&evidence.id);
        evidence.fix = fix(self.status.as_deref(), &fixed);
        if let Some(word) = self.severity {
            evidence.severity = Severity::of_word(&word);
            evidence.ratings.push(format!("severity={word}"));
        }
        if let Some(Preferred { score_v3, score_v2 }) = self.preferred_cvss {
            for (version, score) in [("V3", score_v3), ("V2", score_v2)] {
                evidence.ratings.extend(
                    score.filter(|score| *score > 0.0).map(|score| format!("preferred {version} {score}")),
                );
            }
        }
        evidence.ratings.extend(self.vendor_attributes.into_iter().flat_map(|vendor| vendor.scores));
        evidence.cwe = cwes(self.cwe_ids.iter().map(String::as_str));
        let version = self.version;
        evidence.package =
            self.package.map(|name| Package { name, version, fixed, purl: None }).map(Box::new);
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Fix;
    use crate::read::read;

    fn report(text: &str) -> Input {
        Input::memory("harbor.json", text.into())
    }

    const ONE: &str = r#"{"generated_at": "2024-05-01T00:00:00.1Z", "scanner": {"name": "Trivy", "version": "v0.50.1"},
        "severity": "High", "vulnerabilities": [{"id": "CVE-2024-1", "package": "libx", "version": "1.0",
        "fix_version": "1.1, 2.0", "severity": "High", "cwe_ids": ["", "CWE-20"],
        "preferred_cvss": {"score_v3": 7.8, "score_v2": null}, "vendor_attributes": {"CVSS": {"nvd": {"V3Score": 9.8}}}}]}"#;

    #[test]
    fn a_report_under_its_media_type_and_alone() {
        for text in [
            format!(r#"{{"application/vnd.security.vulnerability.report; version=1.1": {ONE}}}"#),
            format!(r#"{{"application/vnd.scanner.adapter.vuln.report.harbor+json; version=1.0": {ONE}}}"#),
            ONE.to_owned(),
        ] {
            let report = read(&report(&text), None).expect("recognised");
            assert_eq!((report.format, report.reading.scans.len()), ("harbor", 1));
            let scan = &report.reading.scans[0];
            assert_eq!(
                (scan.tool.as_str(), scan.notes.as_slice()),
                ("harbor", &["scanned by Trivy v0.50.1".to_owned()][..])
            );
            assert!(scan.time.is_some());
            let one = &report.reading.evidence[0];
            assert_eq!(
                (one.id.as_str(), one.severity, one.fix),
                ("CVE-2024-1", Severity::High, Fix::Available)
            );
            assert_eq!(*one.ratings, ["severity=High", "preferred V3 7.8", "nvd V3 9.8"]);
            assert_eq!(one.cwe, [20]);
            let package = one.package.as_ref().expect("a package");
            assert_eq!(
                (package.name.as_str(), package.fixed.as_slice()),
                ("libx", &["1.1".to_owned(), "2.0".to_owned()][..])
            );
        }
    }

    #[test]
    fn none_found_is_not_none_scanned() {
        let key = "application/vnd.security.vulnerability.report; version=1.1";
        let none = format!(
            r#"{{"{key}": {{"generated_at": "", "scanner": {{"name": "Clair"}}, "vulnerabilities": null}}}}"#
        );
        assert_eq!(read(&report(&none), None).expect("sound").reading.evidence, []);
        for failed in [
            format!(r#"{{"{key}": null}}"#),
            format!(r#"{{"{key}": {{}}}}"#),
            format!(r#"{{"{key}": {{"generated_at": "", "scanner": null, "vulnerabilities": []}}}}"#),
            format!(r#"{{"{key}": {{"generated_at": "", "scanner": {{"name": "Clair"}}}}}}"#),
            "{}".to_owned(),
        ] {
            assert!(read(&report(&failed), None).is_err(), "{failed}");
        }
        assert!(read(&report(r#"{"vulnerabilities": []}"#), Some("harbor")).is_err());
    }
}
