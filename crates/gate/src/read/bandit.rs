//! Bandit's JSON (<https://bandit.readthedocs.io/en/latest/formatters/json.html>). A scan that failed for every file is told
//! from a clean one by `errors` and by `metrics`, so both are demanded.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::Reader;
use super::lenient::{number, or_default, place, text};
use super::words::{cwe, few, line, relative, time};
use crate::evidence::{Evidence, Kind, Place, Reading, Scan};
use crate::input::json::Made;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::severity::Severity;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "bandit",
    tool: "bandit",
    recognises: |shape| {
        shape.has(&["results", "errors", "generated_at"])
            && shape.get("metrics").is_some_and(Shape::is_object)
    },
    admits: |_| false,
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let report: Report = input.json()?;
    let evidence = report.results.0;
    let mut failures = few(report.errors.into_iter().map(|error| {
        let file = error.filename.unwrap_or_default();
        let reason = error.reason.unwrap_or_else(|| "it is not said why".to_owned());
        match file.as_str() {
            "" => format!("a path could not be scanned: {}", line(&reason)),
            file => format!("{} could not be scanned: {}", line(&relative(file)), line(&reason)),
        }
    }));
    if report.metrics.files == 0 && failures.is_empty() {
        failures.push("no file was scanned".to_owned());
    }
    let scan = Scan {
        tool: "bandit".to_owned(),
        time: time(&report.generated_at),
        failures,
        notes: report.metrics.notes(evidence.len()),
        ..Scan::default()
    };
    Ok(Reading { scans: vec![scan], evidence })
}

#[derive(Deserialize)]
struct Report {
    results: Made<Issue, Evidence>,
    errors: Vec<Failed>,
    metrics: Metrics,
    generated_at: String,
}

#[derive(Deserialize)]
struct Failed {
    #[serde(default, deserialize_with = "text")]
    filename: Option<String>,
    #[serde(default, deserialize_with = "text")]
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Issue {
    test_id: String,
    filename: String,
    #[serde(default, deserialize_with = "text")]
    issue_severity: Option<String>,
    #[serde(default, deserialize_with = "text")]
    issue_confidence: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    issue_cwe: Weakness,
    #[serde(default, deserialize_with = "text")]
    issue_text: Option<String>,
    #[serde(default, deserialize_with = "place")]
    line_number: Option<u32>,
    #[serde(default, deserialize_with = "or_default")]
    line_range: Vec<u32>,
    /// From 0; in old reports it is absent.
    #[serde(default, deserialize_with = "number")]
    col_offset: Option<f64>,
}

#[derive(Deserialize, Default)]
struct Weakness {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
}

impl From<Issue> for Evidence {
    fn from(issue: Issue) -> Evidence {
        let text = line(issue.issue_text.as_deref().unwrap_or(&issue.test_id));
        let mut evidence = Evidence::new(Kind::Code, &issue.test_id, without_password(&issue.test_id, text));
        for (name, word) in [("severity", &issue.issue_severity), ("confidence", &issue.issue_confidence)] {
            evidence.ratings.extend(word.as_ref().map(|word| format!("{name}={word}")));
        }
        // `UNDEFINED` is no grade.
        evidence.severity = issue.issue_severity.as_deref().map_or(Severity::Unknown, Severity::of_word);
        evidence.cwe = issue.issue_cwe.id.as_deref().and_then(cwe).into_iter().collect();
        evidence.place = Some(Place {
            path: relative(&issue.filename),
            line: issue.line_number,
            end_line: issue.line_range.iter().copied().max().filter(|&last| Some(last) >= issue.line_number),
            column: issue
                .col_offset
                .filter(|column| (0.0..1e9).contains(column))
                .map(|column| column as u32 + 1),
        });
        evidence
    }
}

/// The text of the rules for passwords ends in the password that was found.
fn without_password(id: &str, text: String) -> String {
    match (id, text.find(": ")) {
        ("B105" | "B106" | "B107", Some(end)) => text[..end].to_owned(),
        _ => text,
    }
}

/// What was counted, by file and in all.
#[derive(Default)]
struct Metrics {
    files: usize,
    totals: Totals,
}

#[derive(Deserialize, Default)]
struct Totals(BTreeMap<String, Option<f64>>);

impl Metrics {
    fn notes(&self, listed: usize) -> Vec<String> {
        let of = |name: &str| self.totals.0.get(name).copied().flatten().unwrap_or(0.0);
        let mut notes = Vec::new();
        let marked = of("nosec") + of("skipped_tests");
        if marked > 0.0 {
            notes.push(format!("{marked} marks of nosec took effect; what they hide is not in the report"));
        }
        let severities = self.totals.0.iter().filter(|(name, _)| name.starts_with("SEVERITY."));
        let counted: f64 = severities.filter_map(|(_, count)| *count).sum();
        if counted != listed as f64 {
            notes.push(format!(
                "{counted} findings are counted in the metrics, {listed} are listed: a level was asked for, or a baseline"
            ));
        }
        notes
    }
}

impl<'de> Deserialize<'de> for Metrics {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Metrics, D::Error> {
        struct Files;

        impl<'de> Visitor<'de> for Files {
            type Value = Metrics;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("Bandit's metrics")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Metrics, A::Error> {
                let mut metrics = Metrics::default();
                while let Some(key) = map.next_key::<String>()? {
                    if key == "_totals" {
                        metrics.totals = map.next_value()?;
                    } else {
                        map.next_value::<IgnoredAny>()?;
                        metrics.files += 1;
                    }
                }
                Ok(metrics)
            }
        }

        deserializer.deserialize_map(Files)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn report(text: &str) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), None).map(|report| report.reading)
    }

    const METRICS: &str = r#""metrics": {"a.py": {"loc": 3}, "_totals": {"loc": 3, "nosec": 1, "skipped_tests": 1,
        "SEVERITY.HIGH": 1.0, "SEVERITY.UNDEFINED": 1, "CONFIDENCE.HIGH": 2}}"#;

    #[test]
    fn findings() {
        let text = format!(
            r#"{{"errors": [], "generated_at": "2021-03-30T18:23:12Z", {METRICS}, "results": [
            {{"code": "1 x", "col_offset": 4, "filename": "./a.py", "issue_severity": "HIGH", "issue_confidence": "LOW",
              "issue_cwe": {{"id": 78, "link": "x"}}, "issue_text": "A\nshell", "line_number": 3, "line_range": [3, 4],
              "test_id": "B602", "test_name": "x"}},
            {{"filename": "a.py", "issue_severity": "UNDEFINED", "issue_cwe": {{}}, "test_id": "B105",
              "issue_text": "Possible hardcoded password: 'hunter2'", "line_number": 1}}]}}"#
        );
        let reading = report(&text).expect("a report");
        let scan = &reading.scans[0];
        assert_eq!(scan.time.map(|time| time.to_string()).as_deref(), Some("2021-03-30T18:23:12Z"));
        assert!(scan.failures.is_empty());
        assert_eq!(scan.notes, ["2 marks of nosec took effect; what they hide is not in the report"]);
        let [first, second] = &reading.evidence[..] else { panic!("two") };
        assert_eq!((first.id.as_str(), first.message.as_str()), ("B602", "A shell"));
        assert_eq!((first.severity, first.cwe.as_slice()), (Severity::High, &[78][..]));
        assert_eq!(*first.ratings, ["severity=HIGH", "confidence=LOW"]);
        let place = Place { path: "a.py".to_owned(), line: Some(3), end_line: Some(4), column: Some(5) };
        assert_eq!(first.place, Some(place));
        assert_eq!(
            (second.severity, second.message.as_str()),
            (Severity::Unknown, "Possible hardcoded password")
        );
    }

    #[test]
    fn errors_are_failures() {
        let text = format!(
            r#"{{"results": [], {METRICS}, "generated_at": "x", "errors": [
            {{"filename": "./b.py", "reason": "syntax error while parsing"}},
            {{"filename": "", "reason": "No such file or directory"}}]}}"#
        );
        let scan = report(&text).expect("a report").scans.remove(0);
        let expected = [
            "b.py could not be scanned: syntax error while parsing",
            "a path could not be scanned: No such file or directory",
        ];
        assert_eq!(scan.failures, expected);
        assert!(scan.notes.iter().any(|note| note.starts_with("2 findings are counted in the metrics, 0")));
    }

    #[test]
    fn nothing_scanned_is_a_failure() {
        let text =
            r#"{"results": [], "errors": [], "generated_at": "x", "metrics": {"_totals": {"loc": 0}}}"#;
        assert_eq!(report(text).expect("a report").scans[0].failures, ["no file was scanned"]);
    }

    #[test]
    fn what_lacks_its_keys_is_refused() {
        for text in [
            r#"{"results": []}"#,
            r#"{"results": [], "errors": []}"#,
            r#"{"results": [], "errors": [], "generated_at": "x"}"#,
            r#"{"results": null, "errors": [], "generated_at": "x", "metrics": {}}"#,
        ] {
            let named = read::read(&Input::memory("report", text.as_bytes().to_vec()), Some("bandit"));
            assert!(named.is_err() && report(text).is_err(), "{text}");
        }
    }
}
