//! Gitleaks' JSON: an array of leaks, as version 8 writes it (`RuleID`) and as those before did (`rule`)
//! (<https://github.com/gitleaks/gitleaks/blob/master/report/finding.go>).
//!
//! The report holds the secrets themselves, in `Secret` and `Match`, or in `line` and `offender`, and commit messages may quote
//! them. None of these is read. It says nothing of the scan, and `[]` or `null` is all that it says if nothing was found.

use serde::Deserialize;

use super::Reader;
use super::lenient::{place, text};
use super::words::line;
use crate::evidence::{Evidence, Kind, Place, Reading, Scan};
use crate::input::json::Each;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};

/// Gitleaks' JSON.
pub(super) static GITLEAKS: Reader = Reader {
    format: "gitleaks",
    tool: "gitleaks",
    recognises: |shape| {
        shape.first().is_some_and(|leak| leak.has(&["RuleID", "Secret"]) || leak.has(&["rule", "offender"]))
    },
    admits: |shape| matches!(shape, Shape::Null | Shape::Array(None)),
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut reading = Reading::default();
    reading.scans.push(Scan { tool: "gitleaks".to_owned(), ..Scan::default() });
    input.json_seed(Each::new(|leak: Leak| reading.evidence.push(leak.evidence())))?;
    Ok(reading)
}

#[derive(Deserialize)]
struct Leak {
    #[serde(rename = "RuleID", alias = "rule")]
    rule: String,
    #[serde(rename = "Description", default, deserialize_with = "text")]
    description: Option<String>,
    #[serde(rename = "File", alias = "file", default, deserialize_with = "text")]
    file: Option<String>,
    #[serde(rename = "StartLine", alias = "lineNumber", default, deserialize_with = "place")]
    line: Option<u32>,
    #[serde(rename = "EndLine", default, deserialize_with = "place")]
    end_line: Option<u32>,
    #[serde(rename = "StartColumn", default, deserialize_with = "place")]
    column: Option<u32>,
    #[serde(rename = "Commit", alias = "commit", default, deserialize_with = "text")]
    commit: Option<String>,
    #[serde(rename = "Fingerprint", default, deserialize_with = "text")]
    fingerprint: Option<String>,
}

impl Leak {
    fn evidence(self) -> Evidence {
        let mut evidence = Evidence::bare(0, Kind::Secret, line(&self.rule));
        evidence.message = line(self.description.as_deref().unwrap_or(&evidence.id));
        if let Some(commit) = self.commit {
            // The file may be gone by now; the secret is in the history all the same.
            let short: String = commit.chars().take(12).collect();
            evidence.message.push_str(&format!(", in commit {}", line(&short)));
        }
        let (line, end_line, column) = (self.line, self.end_line, self.column);
        evidence.place = self.file.map(|path| Place { path, line, end_line, column });
        evidence.fingerprint = self.fingerprint;
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Fix;
    use crate::read::read;
    use crate::severity::Severity;

    fn report(text: &str) -> Input {
        Input::memory("leaks.json", text.into())
    }

    #[test]
    fn a_leak_of_version_8_is_told_without_the_secret() {
        let text = r#"[{"Description": "Some key", "StartLine": 2, "EndLine": 3, "StartColumn": 5, "EndColumn": 9,
            "Match": "key=hunter2", "Secret": "hunter2", "File": "conf/a.tf", "SymlinkFile": "", "Entropy": 3.1,
            "Commit": "0123456789abcdef0123", "Message": "add hunter2", "Tags": [], "RuleID": "some-key",
            "Fingerprint": "0123456789abcdef0123:conf/a.tf:some-key:2"}]"#;
        let report = read(&report(text), None).expect("recognised");
        assert_eq!(report.format, "gitleaks");
        let leak = &report.reading.evidence[0];
        assert_eq!(
            (leak.kind, leak.id.as_str(), leak.severity, leak.fix),
            (Kind::Secret, "some-key", Severity::Unknown, Fix::Unknown)
        );
        assert_eq!(leak.message, "Some key, in commit 0123456789ab");
        let place = leak.place.as_ref().expect("a place");
        assert_eq!(
            (place.path.as_str(), place.line, place.end_line, place.column),
            ("conf/a.tf", Some(2), Some(3), Some(5))
        );
        assert!(leak.fingerprint.is_some());
        assert!(!format!("{:?}", report.reading).contains("hunter2"));
    }

    #[test]
    fn a_leak_of_version_7_too() {
        let text = r#"[{"line": "x = hunter2", "lineNumber": -1, "offender": "hunter2", "commit": "", "repo": ".",
            "rule": "Password", "commitMessage": "hunter2", "file": ".bashrc", "tags": "key"}]"#;
        let reading = read(&report(text), Some("gitleaks")).expect("read").reading;
        let leak = &reading.evidence[0];
        assert_eq!((leak.id.as_str(), leak.message.as_str()), ("Password", "Password"));
        assert_eq!(leak.place.as_ref().and_then(|place| place.line), None);
        assert!(!format!("{reading:?}").contains("hunter2"));
    }

    #[test]
    fn nothing_found_has_to_be_named() {
        for nothing in ["[]", "null\n"] {
            let named = read(&report(nothing), Some("gitleaks")).expect("named").reading;
            assert_eq!((named.scans.len(), named.evidence.len()), (1, 0));
            assert!(read(&report(nothing), None).is_err());
        }
        for broken in
            ["{}", r#"[{"RuleID": "a", "Secret": "s"}, {"File": "b"}]"#, r#"[{"RuleID": "a", "Secret": "s"}"#]
        {
            let refused = read(&report(broken), Some("gitleaks")).expect_err(broken);
            assert!(!refused.cure.is_empty());
        }
    }
}
