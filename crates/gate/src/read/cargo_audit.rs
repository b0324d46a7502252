//! The JSON of `cargo audit` (<https://docs.rs/rustsec/latest/rustsec/report/struct.Report.html>). Its warnings are of packages
//! that are no longer kept, were withdrawn or are unsound; the tool itself does not fail for them, so they are notes.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Reader;
use super::lenient::{number, or_default, text, texts};
use super::words::{few, line, rounded, time, vector_score};
use crate::evidence::{Evidence, Fix, Kind, Package, Reading, Scan};
use crate::input::json::Made;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::purl;
use crate::severity::Severity;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "cargo-audit",
    tool: "cargo-audit",
    recognises: |shape| {
        shape.has(&["database", "lockfile"]) && shape.get("vulnerabilities").is_some_and(Shape::is_object)
    },
    admits: |_| false,
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let report: Report = input.json()?;
    let evidence = report.vulnerabilities.list.0;
    let mut scan = Scan { tool: "cargo-audit".to_owned(), ..Scan::default() };
    if let Some(count) = report.vulnerabilities.count.filter(|&count| count != evidence.len() as f64) {
        scan.failures.push(format!("it counts {count} vulnerabilities, and lists {}", evidence.len()));
    }
    if report.lockfile.dependencies == Some(0.0) {
        scan.notes.push("no dependency was found to check".to_owned());
    }
    if !report.settings.ignore.is_empty() {
        scan.notes.push(format!("ignored by its settings: {}", line(&report.settings.ignore.join(", "))));
    }
    for (kind, warnings) in report.warnings {
        scan.notes.extend(few(warnings.into_iter().map(|warning| {
            let id = warning.advisory.and_then(|advisory| advisory.id);
            let id = id.map(|id| format!(" ({})", line(&id))).unwrap_or_default();
            let Crate { name, version } = warning.package;
            line(&format!("{name} {} is {kind}{id}", version.unwrap_or_default()))
        })));
    }
    Ok(Reading { scans: vec![scan], evidence })
}

#[derive(Deserialize)]
struct Report {
    lockfile: Lockfile,
    #[serde(default, deserialize_with = "or_default")]
    settings: Settings,
    vulnerabilities: Vulnerabilities,
    #[serde(default, deserialize_with = "or_default")]
    warnings: BTreeMap<String, Vec<Warning>>,
}

#[derive(Deserialize)]
struct Lockfile {
    #[serde(rename = "dependency-count", default, deserialize_with = "number")]
    dependencies: Option<f64>,
}

#[derive(Deserialize, Default)]
struct Settings {
    #[serde(default, deserialize_with = "texts")]
    ignore: Vec<String>,
}

#[derive(Deserialize)]
struct Vulnerabilities {
    #[serde(default, deserialize_with = "number")]
    count: Option<f64>,
    list: Made<Vulnerable, Evidence>,
}

#[derive(Deserialize)]
struct Warning {
    package: Crate,
    advisory: Option<Advisory>,
}

#[derive(Deserialize)]
struct Vulnerable {
    advisory: Advisory,
    #[serde(default, deserialize_with = "or_default")]
    versions: Versions,
    package: Crate,
}

#[derive(Deserialize)]
struct Crate {
    name: String,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
}

#[derive(Deserialize)]
struct Advisory {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    aliases: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    date: Option<String>,
    /// A vector.
    #[serde(default, deserialize_with = "text")]
    cvss: Option<String>,
}

#[derive(Deserialize, Default)]
struct Versions {
    patched: Option<Vec<String>>,
}

impl From<Vulnerable> for Evidence {
    fn from(own: Vulnerable) -> Evidence {
        let advisory = own.advisory;
        let id = advisory.id.unwrap_or_else(|| "unknown".to_owned());
        let message = line(advisory.title.as_deref().unwrap_or(&id));
        let mut evidence = Evidence::new(Kind::Vulnerability, id, message);
        evidence.aliases = advisory.aliases;
        if let Some(vector) = advisory.cvss {
            let score = vector_score(&vector).map(rounded);
            evidence.severity = score.map_or(Severity::Unknown, Severity::of_score);
            let score = score.map(|score| format!(" {score:.1}")).unwrap_or_default();
            evidence.ratings.push(line(&vector) + &score);
        }
        evidence.fix = match &own.versions.patched {
            Some(versions) if versions.is_empty() => Fix::None,
            Some(_) => Fix::Available,
            None => Fix::Unknown,
        };
        let purl = purl::of("cargo", &own.package.name, own.package.version.as_deref());
        evidence.package = Some(
            Package {
                name: own.package.name,
                version: own.package.version,
                fixed: own.versions.patched.unwrap_or_default(),
                purl: Some(purl),
            }
            .into(),
        );
        evidence.published = advisory.date.as_deref().and_then(time);
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn report(text: &str) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), None).map(|report| report.reading)
    }

    const HEAD: &str = r#"{"database": {"advisory-count": 1}, "lockfile": {"dependency-count": 2},
        "settings": {"ignore": ["RUSTSEC-9"]}, "#;

    #[test]
    fn vulnerabilities_and_warnings() {
        let text = format!(
            r#"{HEAD} "vulnerabilities": {{"found": true, "count": 2, "list": [
            {{"advisory": {{"id": "RUSTSEC-1", "title": "Bad", "date": "2020-12-10", "aliases": ["CVE-1"],
               "cvss": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N"}},
              "versions": {{"patched": [">=1.1.0"]}}, "package": {{"name": "a", "version": "1.0.0"}}}},
            {{"advisory": {{"id": "RUSTSEC-2", "cvss": null}}, "versions": {{"patched": []}},
              "package": {{"name": "b", "version": "1.0.0"}}}}]}},
            "warnings": {{"unmaintained": [{{"kind": "unmaintained", "package": {{"name": "c", "version": "1"}},
                "advisory": {{"id": "RUSTSEC-3"}}}}],
              "yanked": [{{"kind": "yanked", "package": {{"name": "d", "version": "2"}}, "advisory": null}}]}}}}"#
        );
        let reading = report(&text).expect("a report");
        let scan = &reading.scans[0];
        assert!(scan.failures.is_empty());
        let notes =
            ["ignored by its settings: RUSTSEC-9", "c 1 is unmaintained (RUSTSEC-3)", "d 2 is yanked"];
        assert_eq!(scan.notes, notes);
        let [first, second] = &reading.evidence[..] else { panic!("two") };
        assert_eq!(
            (first.id.as_str(), first.severity, first.fix),
            ("RUSTSEC-1", Severity::High, Fix::Available)
        );
        assert_eq!(*first.ratings, ["CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N 7.5"]);
        assert!(first.published.is_some());
        assert_eq!(
            (second.severity, second.fix, second.message.as_str()),
            (Severity::Unknown, Fix::None, "RUSTSEC-2")
        );
    }

    #[test]
    fn counts_that_differ_are_a_failure() {
        let text = format!(
            r#"{HEAD} "vulnerabilities": {{"found": true, "count": 2, "list": []}}, "warnings": {{}}}}"#
        );
        assert_eq!(report(&text).expect("a report").scans[0].failures.len(), 1);
        assert!(report(r#"{"vulnerabilities": {"found": false, "count": 0, "list": []}}"#).is_err());
    }
}
