//! Text and JSON, by reports written for the test.

use super::*;
use crate::input::{Input, Refusal};
use crate::read;
use crate::severity::Severity;

fn named(text: &str, name: Option<&str>) -> Result<Reading, Refusal> {
    read::read(&Input::memory("report", text.as_bytes().to_vec()), name).map(|report| report.reading)
}

fn report(text: &str) -> Reading {
    named(text, None).expect("a report")
}

fn said(reading: &Reading) -> Vec<(String, Option<u32>, String)> {
    let of = |own: &Evidence| {
        (
            own.place.clone().unwrap_or_default().path,
            own.place.as_ref().and_then(|at| at.line),
            own.id.clone(),
        )
    };
    reading.evidence.iter().map(of).collect()
}

#[test]
fn flake8_lines() {
    let text = "./a.py:1:1: S101 Use of assert detected: x: y\r\n    assert x\r\n    ^\r\nC:\\w\\b.py:12:80: E501 line too long\r\n";
    let reading = report(text);
    assert_eq!(reading.scans[0].tool, "flake8");
    let expected = [
        ("a.py".to_owned(), Some(1), "S101".to_owned()),
        ("C:\\w\\b.py".to_owned(), Some(12), "E501".to_owned()),
    ];
    assert_eq!(said(&reading), expected);
    assert_eq!(reading.evidence[0].message, "Use of assert detected: x: y");
    assert!(reading.evidence.iter().all(|own| own.severity == Severity::Unknown && own.kind == Kind::Code));
    assert!(named(text, Some("flake8")).is_ok() && named(text, Some("ruff")).is_err());
}

#[test]
fn ruff_concise() {
    let text = "warning: a setting is old\na.py:1:8: F401 [*] `os` imported but unused\na.py:3:1: S101 Use of `assert` detected\n\
                Found 2 errors.\n[*] 1 fixable with the `--fix` option.\n";
    let reading = report(text);
    let scan = &reading.scans[0];
    assert_eq!((scan.tool.as_str(), scan.failures.len(), scan.notes.len()), ("ruff", 0, 1));
    assert_eq!(reading.evidence[0].message, "`os` imported but unused");
    assert!(named(text, Some("ruff")).is_ok() && named(text, Some("flake8")).is_err());
    let cut = text.replace("Found 2", "Found 3");
    assert_eq!(report(&cut).scans[0].failures, ["it says that 3 errors were found, and lists 2"]);
    let mended = text.replace("Found 2 errors.", "Found 5 errors (3 fixed, 2 remaining).");
    assert!(report(&mended).scans[0].failures.is_empty());
}

#[test]
fn ruff_full() {
    let new = "S101 Use of `assert` detected\n --> a b.py:3:1\n  |\n3 | assert x, \"b.py:1:1: S102 no\"\n  | ^^^^^^\n  |\n\n\
               invalid-syntax: Expected an expression\n --> c.py:1:5\n  |\n1 | x = \n  |     ^\n  |\n\nFound 2 errors.\n";
    let old = "a b.py:3:1: S101 Use of `assert` detected\n  |\n3 | assert x, \"b.py:1:1: S102 no\"\n  | ^^^^^^ S101\n  |\n\n\
               c.py:1:5: SyntaxError: Expected an expression\n  |\n1 | x = \n  |     ^\n  |\n\nFound 2 errors.\n";
    for text in [new, old] {
        let reading = report(text);
        assert_eq!(reading.scans[0].tool, "ruff");
        assert_eq!(reading.scans[0].failures, ["c.py, line 1 could not be checked: Expected an expression"]);
        assert_eq!(said(&reading), [("a b.py".to_owned(), Some(3), "S101".to_owned())]);
    }
}

#[test]
fn clean_and_broken() {
    let reading = report("All checks passed!\n");
    assert_eq!((reading.scans[0].tool.as_str(), reading.evidence.len()), ("ruff", 0));
    assert!(reading.scans[0].failures.is_empty());
    let reading = report(
        "a.py:1:1: E999 SyntaxError: invalid syntax\nb.py:0:1: E902 FileNotFoundError: b.py\nTraceback (most recent call last):\n",
    );
    assert_eq!((reading.scans[0].failures.len(), reading.evidence.len()), (3, 0));
    for text in
        ["", "Usage: flake8\n", "a.py:1:1: error: no\n", "a.py:1:0: C0114: x (y)\n", "Found 2 errors.\n"]
    {
        assert!(named(text, Some("flake8")).is_err() && named(text, None).is_err(), "{text}");
    }
}

#[test]
fn json_of_both() {
    let ruff = r#"[{"cell": null, "code": "S101", "end_location": {"column": 7, "row": 3}, "filename": "/w/a.py", "fix": null,
        "location": {"column": 1, "row": 3}, "message": "Use of `assert` detected", "noqa_row": 3, "url": "x"},
        {"code": null, "filename": "/w/b.py", "location": {"column": 1, "row": 1}, "message": "SyntaxError: x"}]"#;
    let reading = report(ruff);
    assert_eq!((reading.scans[0].tool.as_str(), reading.scans[0].failures.len()), ("ruff", 1));
    assert_eq!(said(&reading), [("/w/a.py".to_owned(), Some(3), "S101".to_owned())]);
    let flake8 = r#"{"./a.py": [], "./b.py": [{"code": "S101", "filename": "./b.py", "line_number": 2, "column_number": 1,
        "text": "Use of assert detected.", "physical_line": "assert x\n"}]}"#;
    let reading = report(flake8);
    assert_eq!(reading.scans[0].tool, "flake8");
    assert_eq!(said(&reading), [("b.py".to_owned(), Some(2), "S101".to_owned())]);
    assert!(
        named("[]", None).is_err()
            && named("[]", Some("ruff")).is_ok()
            && named("[]", Some("flake8")).is_err()
    );
    let clean = r#"{"./a.py": []}"#;
    assert!(named(clean, None).is_err() && named(clean, Some("flake8")).is_ok());
    assert!(named(r#"{"results": []}"#, Some("flake8")).is_err() && named("{}", Some("flake8")).is_err());
}
