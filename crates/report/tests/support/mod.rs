//! Builds a report from what `record.py` wrote of a scan.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;
use stockade_core::finding::{BANDIT_VERSION, Cwe, Finding, Level, LineRange, RuleInfo, Span};
use stockade_core::metrics::{IssueCounts, Metrics};
use stockade_core::report::{Excerpts, FileReport, Report};

/// The time that recorded reports carry.
pub(crate) fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::new(1_769_862_645, 123_456_000)
}

/// The working folder of recorded reports.
pub(crate) const FOLDER: &str = "/project/work";

/// Reads a recorded scan.
pub(crate) fn load(path: &Path) -> Report {
    let text = std::fs::read_to_string(path).expect("a recorded scan");
    let scan: Value = serde_json::from_str(&text).expect("JSON");
    let mut rules = HashMap::new();
    let files = list(&scan["files"]).iter().map(|file| file_report(file, &mut rules)).collect();
    let excluded = list(&scan["excluded"]).iter().map(text_of).collect();
    Report { files, excluded, ..Report::default() }
}

fn file_report(file: &Value, rules: &mut HashMap<String, &'static RuleInfo>) -> FileReport {
    let lines: Vec<String> = file["lines"].as_array().into_iter().flatten().map(text_of).collect();
    let excerpts =
        Excerpts::collect(vec![(1, u32::MAX)], |number| lines.get(number as usize - 1).map(String::as_str));
    FileReport {
        skipped: file["skipped"].as_str().map(str::to_owned),
        findings: list(&file["findings"]).iter().map(|finding| read_finding(finding, rules)).collect(),
        metrics: file["metrics"].is_object().then(|| metrics(&file["metrics"])),
        excerpts,
        ..FileReport::new(text_of(&file["name"]))
    }
}

fn read_finding(finding: &Value, rules: &mut HashMap<String, &'static RuleInfo>) -> Finding {
    let id = text_of(&finding["id"]);
    let rule = rules.entry(id.clone()).or_insert_with(|| {
        let url = text_of(&finding["url"]);
        let root = format!("https://bandit.readthedocs.io/en/{BANDIT_VERSION}/");
        let page = url.strip_prefix(&root).expect("a page of the manual").to_owned();
        let leak = |text: String| -> &'static str { Box::leak(text.into_boxed_str()) };
        Box::leak(Box::new(RuleInfo {
            id: leak(id),
            name: "",
            test_name: leak(text_of(&finding["test"])),
            severity: Level::Undefined,
            confidence: Level::Undefined,
            cwe: Cwe::NONE,
            advice: "",
            bandit_page: leak(page),
            documentation: "",
        }))
    });
    let number = |key: &str| u32::try_from(finding[key].as_u64().expect("a number")).expect("a small number");
    Finding {
        rule,
        severity: level(&finding["severity"]),
        confidence: level(&finding["confidence"]),
        cwe: Cwe(number("cwe")),
        message: text_of(&finding["text"]).into(),
        line: number("line"),
        column: number("column"),
        end_column: number("end_column"),
        lines: LineRange { first: number("first"), last: number("last") },
        node: number("node"),
        span: Span::default(),
        fix: None,
        fingerprint: None,
        suppression: None,
    }
}

fn metrics(counts: &Value) -> Metrics {
    let count = |key: String| counts[key].as_u64().expect("a count");
    let by = |criterion: &str| Level::ALL.map(|level| count(format!("{criterion}.{level}")));
    Metrics {
        lines_of_code: count("loc".to_owned()),
        nosec: count("nosec".to_owned()),
        skipped_tests: count("skipped_tests".to_owned()),
        issues: counts
            .get("SEVERITY.LOW")
            .map(|_| IssueCounts { severity: by("SEVERITY"), confidence: by("CONFIDENCE") }),
    }
}

/// The level of that name.
pub(crate) fn level(name: &Value) -> Level {
    Level::from_name(name.as_str().expect("a name")).expect("a level")
}

/// The items of an array.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().expect("an array")
}

/// The text of a string.
pub(crate) fn text_of(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}
