//! The security reports that analysers hand to GitLab: schemas 2, 14 and 15 of every kind of scan
//! (<https://gitlab.com/gitlab-org/security-products/security-report-schemas>). Many tools write them; the one that a report is of
//! is its `scan.scanner`.
//!
//! What was found of a secret is in `raw_source_code_extract`, and may be in descriptions: of a finding only its name is taken.

use serde::Deserialize;

use super::Reader;
use super::lenient::{or_default, place, text};
use super::words::{cwe, line, time};
use crate::evidence::{Evidence, Kind, Package, Place, Reading, Scan};
use crate::input::json::Made;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::severity::Severity;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "gitlab",
    tool: "",
    recognises: |shape| {
        let listed = is_report(shape);
        let first = shape.get("vulnerabilities").and_then(Shape::first);
        let found = first.is_some_and(|first| first.has(&["identifiers", "location"]));
        let scanned = shape.get("scan").is_some_and(|scan| scan.text("type").is_some());
        listed && (scanned || found || shape.get("remediations").is_some_and(Shape::is_array))
    },
    admits: is_report,
    read,
};

fn is_report(shape: &Shape) -> bool {
    shape.text("version").is_some() && shape.get("vulnerabilities").is_some_and(Shape::is_array)
}

fn read(input: &Input) -> Result<Reading, Refusal> {
    let report: Report = input.json()?;
    let about = report.scan;
    let status = about.status.as_deref().unwrap_or("success");
    let mut scan = Scan {
        tool: about.scanner.id.map_or_else(|| "gitlab".to_owned(), |id| line(&id).to_lowercase()),
        version: about.scanner.version,
        time: about.end_time.or(about.start_time).as_deref().and_then(time),
        ..Scan::default()
    };
    if !status.eq_ignore_ascii_case("success") {
        scan.failures.push(format!("the scan says of itself: {}", line(status)));
        scan.failures.extend(about.messages.iter().filter_map(|own| own.value.as_deref().map(line)));
    } else {
        let grave = |own: &&Message| own.level.as_deref().is_some_and(|level| level == "fatal");
        scan.failures
            .extend(about.messages.iter().filter(grave).filter_map(|own| own.value.as_deref().map(line)));
    }
    let kind = about.kind;
    scan.target = report.vulnerabilities.0.iter().find_map(|own| own.location.image.clone());
    let evidence: Vec<Evidence> =
        report.vulnerabilities.0.into_iter().map(|own| own.evidence(kind.as_deref())).collect();
    Ok(Reading { scans: vec![scan], evidence })
}

#[derive(Deserialize)]
struct Report {
    #[serde(default, deserialize_with = "or_default")]
    scan: About,
    vulnerabilities: Made<Vulnerability, Vulnerability>,
}

/// What a report says of its scan; schema 2 says nothing.
#[derive(Deserialize, Default)]
struct About {
    #[serde(rename = "type", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    status: Option<String>,
    #[serde(default, deserialize_with = "text")]
    start_time: Option<String>,
    #[serde(default, deserialize_with = "text")]
    end_time: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    scanner: Scanner,
    #[serde(default, deserialize_with = "or_default")]
    messages: Vec<Message>,
}

#[derive(Deserialize, Default)]
struct Scanner {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default, deserialize_with = "text")]
    level: Option<String>,
    #[serde(default, deserialize_with = "text")]
    value: Option<String>,
}

#[derive(Deserialize)]
struct Vulnerability {
    #[serde(default, deserialize_with = "text")]
    category: Option<String>,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "text")]
    confidence: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    location: Location,
    #[serde(default, deserialize_with = "or_default")]
    identifiers: Vec<Identifier>,
    #[serde(default, deserialize_with = "or_default")]
    flags: Vec<Flag>,
    #[serde(default, deserialize_with = "or_default")]
    tracking: Tracking,
}

#[derive(Deserialize, Default)]
struct Location {
    #[serde(default, deserialize_with = "text")]
    file: Option<String>,
    #[serde(default, deserialize_with = "text")]
    image: Option<String>,
    #[serde(default, deserialize_with = "place")]
    start_line: Option<u32>,
    #[serde(default, deserialize_with = "place")]
    end_line: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    dependency: Dependency,
}

#[derive(Deserialize, Default)]
struct Dependency {
    #[serde(default, deserialize_with = "or_default")]
    package: Named,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
}

#[derive(Deserialize, Default)]
struct Named {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
}

#[derive(Deserialize)]
struct Identifier {
    #[serde(rename = "type", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    value: Option<String>,
}

#[derive(Deserialize)]
struct Flag {
    #[serde(rename = "type", default, deserialize_with = "text")]
    kind: Option<String>,
}

#[derive(Deserialize, Default)]
struct Tracking {
    #[serde(default, deserialize_with = "or_default")]
    items: Vec<Tracked>,
}

#[derive(Deserialize)]
struct Tracked {
    #[serde(default, deserialize_with = "or_default")]
    signatures: Vec<Signature>,
}

#[derive(Deserialize)]
struct Signature {
    #[serde(default, deserialize_with = "text")]
    value: Option<String>,
}

/// Kinds of identifiers that name a class of flaws, not the flaw.
const CLASSES: [&str; 5] = ["cwe", "owasp", "wasc", "capec", "sans"];

impl Identifier {
    fn is_class(&self) -> bool {
        let kind = self.kind.as_deref().unwrap_or_default().to_ascii_lowercase();
        CLASSES.contains(&kind.as_str())
    }

    /// The value, which is the id, but for analysers that put a sentence there.
    fn id(&self) -> Option<String> {
        let is_sentence = |text: &&str| text.len() > 80;
        let value = self.value.as_deref().filter(|text| !is_sentence(text));
        value.or(self.name.as_deref()).or(self.value.as_deref()).map(line)
    }
}

impl Vulnerability {
    fn evidence(self, scan: Option<&str>) -> Evidence {
        let location = self.location;
        let kind = match self.category.as_deref().or(scan).unwrap_or_default() {
            "secret_detection" => Kind::Secret,
            "dependency_scanning" | "container_scanning" | "cluster_image_scanning" => Kind::Vulnerability,
            "" if location.dependency.package.name.is_some() => Kind::Vulnerability,
            _ => Kind::Code,
        };
        let (classes, own): (Vec<Identifier>, Vec<Identifier>) =
            self.identifiers.into_iter().partition(Identifier::is_class);
        let mut ids = Vec::new();
        for id in own.iter().filter_map(Identifier::id) {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        if ids.is_empty() {
            ids.extend(classes.iter().find_map(Identifier::id).or_else(|| self.name.as_deref().map(line)));
        }
        let id = if ids.is_empty() { "unknown".to_owned() } else { ids.remove(0) };
        let message = self.name.as_deref().map_or_else(|| id.clone(), line);
        let mut evidence = Evidence::new(kind, id, message);
        evidence.aliases = ids;
        let is_cwe =
            |own: &&Identifier| own.kind.as_deref().is_some_and(|kind| kind.eq_ignore_ascii_case("cwe"));
        evidence.cwe = classes.iter().filter(is_cwe).filter_map(|own| cwe(own.value.as_deref()?)).collect();
        evidence.severity = self.severity.as_deref().map_or(Severity::Unknown, Severity::of_word);
        for (name, word) in [("severity", self.severity), ("confidence", self.confidence)] {
            evidence.ratings.extend(word.map(|word| format!("{name}={word}")));
        }
        evidence.ratings.extend(self.flags.into_iter().filter_map(|own| own.kind).map(|kind| line(&kind)));
        let version = location.dependency.version;
        evidence.package = location
            .dependency
            .package
            .name
            .map(|name| Package { name, version, ..Package::default() })
            .map(Box::new);
        evidence.place = location.file.or(location.image).map(|path| Place {
            path,
            line: location.start_line,
            end_line: location.end_line,
            column: None,
        });
        // The `id` of a finding is made anew by some analysers each time.
        let signatures = self.tracking.items.into_iter().flat_map(|item| item.signatures);
        evidence.fingerprint = signatures.filter_map(|signature| signature.value).next_back();
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn report(text: &str, name: Option<&str>) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), name).map(|report| report.reading)
    }

    const SECRETS: &str = r#"{"version": "15.0.7", "vulnerabilities": [
        {"id": "1", "category": "secret_detection", "name": "AWS key", "message": "AWS key AKIA0123", "severity": "Critical",
         "description": "AKIA0123 was found", "raw_source_code_extract": "AKIA0123", "confidence": "Unknown",
         "location": {"file": "a.py", "start_line": 3, "end_line": 3, "commit": {"sha": "0"}},
         "identifiers": [{"type": "gitleaks_rule_id", "name": "Gitleaks rule ID AWS", "value": "AWS"}]}],
        "scan": {"type": "secret_detection", "status": "success", "start_time": "2020-01-28T03:26:01",
          "end_time": "2020-01-28T03:26:02", "scanner": {"id": "Gitleaks", "name": "Gitleaks", "version": "8.1.0"}}}"#;

    #[test]
    fn secrets_are_not_said() {
        let reading = report(SECRETS, None).expect("a report");
        let scan = &reading.scans[0];
        assert_eq!((scan.tool.as_str(), scan.version.as_deref()), ("gitleaks", Some("8.1.0")));
        assert!(scan.failures.is_empty() && scan.time.is_some());
        let [own] = &reading.evidence[..] else { panic!("one") };
        assert_eq!((own.kind, own.id.as_str(), own.severity), (Kind::Secret, "AWS", Severity::Critical));
        assert!(!format!("{reading:?}").contains("AKIA"));
        assert!(report(SECRETS, Some("gitleaks")).is_ok() && report(SECRETS, Some("gitlab")).is_ok());
        assert!(report(SECRETS, Some("semgrep")).expect_err("refused").cause.contains("gitleaks"));
    }

    #[test]
    fn dependencies_and_code() {
        let text = r#"{"version": "3.0.0", "vulnerabilities": [
          {"name": "XML bomb", "severity": "Unknown", "cve": "x", "identifiers": [
             {"type": "gemnasium", "name": "Gemnasium-7368", "value": "7368"}, {"type": "cve", "name": "CVE-1", "value": "CVE-1"},
             {"type": "cwe", "name": "CWE-776", "value": "776"}, {"type": "owasp", "name": "A4:2017", "value": "A4:2017"}],
           "location": {"file": "go.sum", "dependency": {"package": {"name": "yaml"}, "version": "v2"}}}],
          "remediations": [], "scan": {"type": "dependency_scanning", "status": "success", "scanner": {"id": "gemnasium"}}}"#;
        let reading = report(text, None).expect("a report");
        let [own] = &reading.evidence[..] else { panic!("one") };
        assert_eq!(
            (own.kind, own.id.as_str(), own.severity),
            (Kind::Vulnerability, "7368", Severity::Unknown)
        );
        assert_eq!((own.aliases.as_slice(), own.cwe.as_slice()), (&["CVE-1".to_owned()][..], &[776][..]));
        assert_eq!(own.package.as_ref().and_then(|own| own.version.as_deref()), Some("v2"));

        let text = r#"{"version": "2.3", "vulnerabilities": [{"category": "sast", "name": "eval", "severity": "Medium",
          "location": {"file": "a.py", "start_line": 1, "dependency": {"package": {}}}, "identifiers": [],
          "tracking": {"items": [{"signatures": [{"algorithm": "hash", "value": "a"}, {"algorithm": "scope_offset", "value": "b"}]}]}}]}"#;
        let reading = report(text, None).expect("a report");
        let [own] = &reading.evidence[..] else { panic!("one") };
        assert_eq!((own.kind, own.id.as_str(), own.severity), (Kind::Code, "eval", Severity::Medium));
        assert_eq!((own.fingerprint.as_deref(), reading.scans[0].tool.as_str()), (Some("b"), "gitlab"));
    }

    #[test]
    fn failed_scans_and_placeholders() {
        let text = SECRETS.replace("\"success\"", "\"failure\"");
        assert_eq!(
            report(&text, None).expect("a report").scans[0].failures,
            ["the scan says of itself: failure"]
        );
        assert!(report(r#"{"vulnerabilities": []}"#, Some("gitlab")).is_err());
        assert!(report(r#"{"version": "2.3", "vulnerabilities": [], "remediations": []}"#, None).is_ok());
        let bare = r#"{"version": "2.3", "vulnerabilities": []}"#;
        assert!(report(bare, None).is_err() && report(bare, Some("gitlab")).is_ok());
    }
}
