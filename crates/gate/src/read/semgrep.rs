//! Semgrep's JSON (<https://semgrep.dev/docs/semgrep-appsec-platform/json-and-sarif>). The pages of the platform's own API
//! have other keys and are no reports.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Reader;
use super::lenient::{flag, or_default, place, text, texts};
use super::words::{cwes, few, line, relative};
use crate::evidence::{Evidence, Kind, Package, Place, Reading, Scan, SuppressedBy, Suppression};
use crate::input::json::Made;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::severity::Severity;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "semgrep",
    tool: "semgrep",
    recognises: |shape| {
        let result = shape.get("results").and_then(Shape::first);
        is_report(shape)
            && (shape.text("version").is_some()
                || shape.get("paths").is_some_and(Shape::is_object)
                || result.is_some_and(|result| result.has(&["check_id", "extra"])))
    },
    // Early versions wrote nothing but these two.
    admits: is_report,
    read,
};

fn is_report(shape: &Shape) -> bool {
    ["results", "errors"].iter().all(|key| shape.get(key).is_some_and(Shape::is_array))
}

fn read(input: &Input) -> Result<Reading, Refusal> {
    let report: Report = input.json()?;
    let evidence = report.results.0;
    let mut notes = Vec::new();
    // Files that were parsed in part are routine; what is of any other level than these stopped a rule or the scan.
    let (minor, grave): (Vec<_>, Vec<_>) = report.errors.into_iter().partition(|error| {
        let level = error.level.as_deref().unwrap_or_default();
        ["warn", "warning", "info"].iter().any(|minor| level.eq_ignore_ascii_case(minor))
    });
    if !minor.is_empty() {
        notes.push(format!("{} warnings, such as of files that were understood only in part", minor.len()));
    }
    let mut failures = few(grave.into_iter().map(|error| {
        let message = error.message.or(error.kind).map(|message| line(&message));
        let file = error.path.map(|path| format!("{}: ", line(&relative(&path)))).unwrap_or_default();
        format!("{file}{}", message.unwrap_or_else(|| "an error without a message".to_owned()))
    }));
    match report.paths.map(|paths| (paths.scanned, paths.skipped)) {
        Some((Some(scanned), _)) if scanned.0.is_empty() && evidence.is_empty() => {
            failures.push("no file was scanned".to_owned());
        }
        Some((Some(_), Some(skipped))) if !skipped.0.is_empty() => {
            notes.push(format!("{} files were not scanned", skipped.0.len()));
        }
        Some((Some(_), _)) => {}
        Some((None, _)) | None => notes.push("it is not said what was scanned".to_owned()),
    }
    if !report.skipped_rules.0.is_empty() {
        notes.push(format!("{} rules were left out", report.skipped_rules.0.len()));
    }
    let scan =
        Scan { tool: "semgrep".to_owned(), version: report.version, failures, notes, ..Scan::default() };
    Ok(Reading { scans: vec![scan], evidence })
}

#[derive(Deserialize)]
struct Report {
    results: Made<Finding, Evidence>,
    errors: Vec<Problem>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    paths: Option<Paths>,
    #[serde(default, deserialize_with = "or_default")]
    skipped_rules: Made<IgnoredAny, IgnoredAny>,
}

#[derive(Deserialize)]
struct Paths {
    scanned: Option<Made<IgnoredAny, IgnoredAny>>,
    skipped: Option<Made<IgnoredAny, IgnoredAny>>,
}

#[derive(Deserialize)]
struct Problem {
    #[serde(default, deserialize_with = "text")]
    level: Option<String>,
    /// A word, or an array that begins with one.
    #[serde(rename = "type", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    message: Option<String>,
    #[serde(default, deserialize_with = "text")]
    path: Option<String>,
}

#[derive(Deserialize)]
struct Finding {
    check_id: String,
    path: String,
    #[serde(default, deserialize_with = "or_default")]
    start: Position,
    #[serde(default, deserialize_with = "or_default")]
    end: Position,
    extra: Extra,
}

#[derive(Deserialize, Default)]
struct Position {
    #[serde(default, deserialize_with = "place")]
    line: Option<u32>,
    #[serde(default, deserialize_with = "place")]
    col: Option<u32>,
}

#[derive(Deserialize)]
struct Extra {
    #[serde(default, deserialize_with = "text")]
    message: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: Metadata,
    #[serde(default, deserialize_with = "text")]
    fingerprint: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    is_ignored: bool,
    sca_info: Option<Supply>,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default, deserialize_with = "texts")]
    cwe: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    confidence: Option<String>,
    #[serde(rename = "sca-vuln-database-identifier", default, deserialize_with = "texts")]
    vulnerability: Vec<String>,
}

/// What Supply Chain says of a dependency.
#[derive(Deserialize, Default)]
struct Supply {
    #[serde(default, deserialize_with = "or_default")]
    dependency_match: Matched,
}

#[derive(Deserialize, Default)]
struct Matched {
    #[serde(default, deserialize_with = "or_default")]
    found_dependency: Dependency,
}

#[derive(Deserialize, Default)]
struct Dependency {
    #[serde(default, deserialize_with = "text")]
    package: Option<String>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
}

impl From<Finding> for Evidence {
    fn from(finding: Finding) -> Evidence {
        let extra = finding.extra;
        let message = line(extra.message.as_deref().unwrap_or(&finding.check_id));
        let kind = if extra.sca_info.is_some() { Kind::Vulnerability } else { Kind::Code };
        let mut evidence = Evidence::new(kind, &finding.check_id, message);
        evidence.aliases = extra.metadata.vulnerability;
        evidence.severity = extra.severity.as_deref().map_or(Severity::Unknown, grade);
        for (name, word) in [("severity", extra.severity), ("confidence", extra.metadata.confidence)] {
            evidence.ratings.extend(word.map(|word| format!("{name}={word}")));
        }
        evidence.cwe = cwes(&extra.metadata.cwe);
        evidence.place = Some(Place {
            path: relative(&finding.path),
            line: finding.start.line,
            end_line: finding.end.line,
            column: finding.start.col,
        });
        evidence.package = extra.sca_info.and_then(|supply| {
            let found = supply.dependency_match.found_dependency;
            Some(Box::new(Package { name: found.package?, version: found.version, ..Package::default() }))
        });
        if extra.is_ignored {
            evidence.suppression =
                Some(Suppression { by: SuppressedBy::Source, reason: Some("nosemgrep".to_owned()) });
        }
        // To who is not logged in it says `requires login` in its place.
        evidence.fingerprint = extra.fingerprint.filter(|print| !print.contains(' '));
        evidence
    }
}

/// The three old words as Semgrep itself hands them on to GitLab; the new ones are everybody's.
fn grade(word: &str) -> Severity {
    match word {
        "ERROR" => Severity::High,
        "WARNING" => Severity::Medium,
        "INFO" => Severity::Info,
        _ => Severity::of_word(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn report(text: &str, name: Option<&str>) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), name).map(|report| report.reading)
    }

    #[test]
    fn findings() {
        let text = r#"{"version": "1.95.0", "paths": {"scanned": ["a.py"], "skipped": [{"path": "b", "reason": "c"}]},
            "skipped_rules": [], "errors": [
              {"code": 3, "level": "warn", "type": ["PartialParsing", [{"path": "a.py"}]], "message": "x", "path": "a.py"}],
            "results": [
              {"check_id": "r.one", "path": "./a.py", "start": {"line": 3, "col": 2, "offset": 9}, "end": {"line": 4, "col": 1},
               "extra": {"message": "Bad\nthing", "severity": "ERROR", "fingerprint": "abc_0", "is_ignored": true,
                         "metadata": {"cwe": ["CWE-79: XSS"], "confidence": "LOW"}}},
              {"check_id": "r.two", "path": "b.py", "start": {"line": 1, "col": 1}, "end": {"line": 1, "col": 2},
               "extra": {"message": "x", "severity": "INFO", "fingerprint": "requires login", "metadata": {"cwe": "CWE-20: I"}}},
              {"check_id": "ssc-1", "path": "requirements.txt", "start": {"line": 1, "col": 1}, "end": {"line": 1, "col": 2},
               "extra": {"message": "x", "severity": "CRITICAL", "metadata": {"sca-vuln-database-identifier": "CVE-2020-1"},
                         "sca_info": {"reachable": true, "dependency_match": {"found_dependency":
                           {"package": "flask", "version": "1.0"}}}}},
              {"check_id": "r.four", "path": "b.py", "extra": {"severity": "EXPERIMENT"}}]}"#;
        let reading = report(text, None).expect("a report");
        let scan = &reading.scans[0];
        assert_eq!((scan.version.as_deref(), scan.failures.len()), (Some("1.95.0"), 0));
        assert_eq!(scan.notes.len(), 2);
        let severities: Vec<Severity> = reading.evidence.iter().map(|own| own.severity).collect();
        assert_eq!(severities, [Severity::High, Severity::Info, Severity::Critical, Severity::Unknown]);
        let first = &reading.evidence[0];
        assert_eq!((first.message.as_str(), first.fingerprint.as_deref()), ("Bad thing", Some("abc_0")));
        assert_eq!(first.suppression.as_ref().map(|own| own.by), Some(SuppressedBy::Source));
        assert_eq!(*first.ratings, ["severity=ERROR", "confidence=LOW"]);
        let place = Place { path: "a.py".to_owned(), line: Some(3), end_line: Some(4), column: Some(2) };
        assert_eq!(first.place, Some(place));
        assert_eq!(
            (reading.evidence[1].cwe.as_slice(), &reading.evidence[1].fingerprint),
            (&[20][..], &None)
        );
        let third = &reading.evidence[2];
        assert_eq!(
            (third.kind, third.aliases.as_slice()),
            (Kind::Vulnerability, &["CVE-2020-1".to_owned()][..])
        );
        assert_eq!(third.package.as_ref().map(|own| own.name.as_str()), Some("flask"));
    }

    #[test]
    fn errors_are_failures() {
        let text = r#"{"version": "1.0.0", "results": [], "paths": {"scanned": ["a"]}, "errors": [
            {"level": "error", "type": "Rule parse error", "message": "Invalid rule", "path": "r.yml"}, {"type": "Timeout"}]}"#;
        let scan = report(text, None).expect("a report").scans.remove(0);
        assert_eq!(scan.failures, ["r.yml: Invalid rule", "Timeout"]);
    }

    #[test]
    fn nothing_scanned_is_a_failure() {
        let text = r#"{"version": "1.0.0", "results": [], "errors": [], "paths": {"scanned": []}}"#;
        assert_eq!(report(text, None).expect("a report").scans[0].failures, ["no file was scanned"]);
    }

    #[test]
    fn early_reports_need_their_name() {
        let text = r#"{"results": [], "errors": []}"#;
        assert!(report(text, None).is_err());
        let reading = report(text, Some("semgrep")).expect("a report");
        assert_eq!(reading.scans[0].notes, ["it is not said what was scanned"]);
        assert!(report(r#"{"results": []}"#, Some("semgrep")).is_err());
        assert!(report(r#"{"vulns": [], "hasMore": false}"#, Some("semgrep")).is_err());
    }
}
