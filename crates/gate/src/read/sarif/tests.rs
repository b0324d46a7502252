//! Whole documents: what is refused, what shows that a scan failed, and that the order of keys does not matter.

use crate::evidence::{Baseline, Evidence, Kind, Place, Reading, SuppressedBy};
use crate::input::{Input, Refusal};
use crate::severity::Severity;

fn read(text: &str) -> Result<Reading, Refusal> {
    crate::read::read(&Input::memory("report", text.as_bytes().to_vec()), None).map(|report| {
        assert_eq!(report.format, "sarif");
        report.reading
    })
}

/// A document of one run.
fn run(text: &str) -> Reading {
    read(&format!(r#"{{"version": "2.1.0", "runs": [{text}]}}"#)).expect(text)
}

/// A document of one run with these results and other keys.
fn of_tool(name: &str, rules: &str, results: &str, more: &str) -> Reading {
    run(&format!(
        r#"{{"tool": {{"driver": {{"name": "{name}", "rules": [{rules}]}}}}, "results": [{results}]{more}}}"#
    ))
}

fn only(reading: &Reading) -> &Evidence {
    let [evidence] = &reading.evidence[..] else { panic!("{} findings", reading.evidence.len()) };
    evidence
}

#[test]
fn what_is_no_sarif_of_that_version_is_refused() {
    for (text, cause) in [
        (
            r#"{"version": "1.0.0", "runs": [{"tool": {"name": "x"}, "results": []}], "$schema": "http://x/sarif-1.0.0.json"}"#,
            "version 1.0.0",
        ),
        (r#"{"$schema": "http://x/sarif-1.0.0", "version": "1.0.0", "runs": oops"#, "version 1.0.0"),
        (
            r#"{"version": "2.0.0-csd.2", "runs": [{"tool": {"driver": {"name": "x"}}}]}"#,
            "version 2.0.0-csd.2",
        ),
        (r#"{"runs": [{"tool": {"driver": {"name": "x"}}, "results": []}]}"#, "does not say its version"),
        (r#"{"version": "2.1.0", "runs": null}"#, "without a run"),
        (r#"{"version": "2.1.0", "runs": []}"#, "without a run"),
        (r#"{"version": "2.1.0", "$schema": "https://x/SARIF-2.1.0.json"}"#, "without runs"),
        (r#"{"version": "2.1.0", "runs": {}}"#, "expected an array of runs"),
        (r#"{"version": "2.1.0", "runs": [null]}"#, "expected a run"),
        (r#"{"version": "2.1.0", "runs": [{"results": []}]}"#, "does not name its tool"),
        (
            r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": " "}}, "results": []}]}"#,
            "does not name its tool",
        ),
        (
            r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": 42}]}"#,
            "expected an array",
        ),
        (
            r#"{"version": "2.1.0", "runs": [{"results": {}, "tool": {"driver": {"name": "x"}}}]}"#,
            "expected an array",
        ),
        (r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": ["#, "EOF"),
        (
            r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"level": "error"}], "results": []}]}"#,
            "twice",
        ),
        (
            r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": []}], "runs": []}"#,
            "twice",
        ),
        (
            r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"level": "error", "level": "note"}]}]}"#,
            "duplicate field",
        ),
        (
            r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}}], "inlineExternalProperties": [{"results": [{}]}]}"#,
            "outside of them",
        ),
    ] {
        let refused = read(text).expect_err(text);
        assert!(refused.cause.contains(cause), "{text}: {refused}");
    }
    assert!(read(r#"{"version": "2.1.0", "vulnerabilities": []}"#).is_err());
}

#[test]
fn a_run_is_a_scan() {
    let reading = run(
        r#"{"tool": {"driver": {"name": "CodeQL", "semanticVersion": "2.19.3", "version": "x"}}, "results": [],
            "properties": {"imageName": "img:1"},
            "versionControlProvenance": [{"repositoryUri": "https://example.org/r", "revisionId": "abc"}],
            "invocations": [{"executionSuccessful": true, "exitCode": 0, "startTimeUtc": "2026-01-02T03:04:05Z"},
                            {"executionSuccessful": true, "startTimeUtc": "2020-01-01T00:00:00Z", "endTimeUtc": "2026-01-02T03:04:00.5"}]}"#,
    );
    let [scan] = &reading.scans[..] else { panic!("one scan") };
    assert_eq!(
        (scan.tool.as_str(), scan.version.as_deref(), scan.target.as_deref()),
        ("codeql", Some("2.19.3"), Some("img:1"))
    );
    assert_eq!(scan.time.map(|time| time.to_string()).as_deref(), Some("2026-01-02T03:04:00.5Z"));
    assert_eq!((scan.commit.as_deref(), scan.failures.len(), scan.notes.len()), (Some("abc"), 0, 0));
    let two = read(
        r#"{"version": "2.1.0", "runs": [
            {"tool": {"driver": {"name": "A"}}, "results": [{"message": {"text": "a"}}]},
            {"tool": {"driver": {"name": "B"}}, "results": [{"message": {"text": "b"}}]}]}"#,
    )
    .expect("two runs");
    let all: Vec<_> =
        two.evidence.iter().map(|one| (two.scans[one.scan].tool.as_str(), one.message.as_str())).collect();
    assert_eq!(all, [("a", "a"), ("b", "b")]);
    assert_eq!(two.evidence[0].id, "no-rule");
}

#[test]
fn what_shows_that_a_scan_failed() {
    let error = r#"{"level": "error", "message": {"text": "broken rule"}}"#;
    for (keys, part) in [
        (r#""results": [], "invocations": [{"executionSuccessful": false, "exitCode": 3}]"#.to_owned(), "says that it failed (exit code 3)"),
        (r#""results": [], "invocations": [{"exitCode": 2}]"#.to_owned(), "does not say that it worked (exit code 2)"),
        (r#""results": [], "invocations": [{"executionSuccessful": true, "exitSignalNumber": 9}]"#.to_owned(), "signal 9"),
        (r#""results": [], "invocations": [{"executionSuccessful": true, "processStartFailureMessage": "no file"}]"#.to_owned(), "could not be started: no file"),
        (format!(r#""results": [], "invocations": [{{"executionSuccessful": true, "toolExecutionNotifications": [{error}]}}]"#), "error: broken rule"),
        (format!(r#""results": [], "invocations": [{{"executionSuccessful": true, "toolConfigurationNotifications": [{error}]}}]"#), "error: broken rule"),
        (r#""invocations": []"#.to_owned(), "nothing was scanned"),
        (r#""results": null"#.to_owned(), "results are null"),
        (r#""externalPropertyFileReferences": {"results": [{"location": {"uri": "x"}}]}"#.to_owned(), "results are in other files"),
        (r#""results": [], "externalPropertyFileReferences": {"driver": {"location": {"uri": "x"}}}"#.to_owned(), "rules are in other files"),
    ] {
        let reading = run(&format!(r#"{{"tool": {{"driver": {{"name": "x"}}}}, {keys}}}"#));
        let failures = &reading.scans[0].failures;
        assert!(failures.len() == 1 && failures[0].contains(part), "{keys}: {failures:?}");
    }
}

#[test]
fn what_does_not_show_it() {
    for keys in [
        r#""results": [], "invocations": [{"executionSuccessful": true, "exitCode": 1}]"#,
        r#""results": [], "invocations": [{"executionSuccessful": true, "exitSignalName": ""}]"#,
        r#""results": [], "invocations": null, "externalPropertyFileReferences": {"taxonomies": [{"guid": "x"}], "results": []}"#,
        r#""results": [], "invocations": [{"executionSuccessful": true, "toolExecutionNotifications": [
            {"level": "none", "message": {"text": ""}}, {"level": "note"}, {"level": "warning", "message": {"text": "w"}}, {}]}]"#,
    ] {
        let reading = run(&format!(r#"{{"tool": {{"driver": {{"name": "x"}}}}, {keys}}}"#));
        assert_eq!(reading.scans[0].failures, [] as [String; 0], "{keys}");
    }
}

#[test]
fn notifications_have_levels_and_texts_of_their_kinds() {
    let reading = run(r#"{"tool": {"driver": {"name": "x", "notifications": [
            {"id": "N1", "defaultConfiguration": {"level": "error"}, "messageStrings": {"m": {"text": "'{0}' threw."}}},
            {"id": "N2"}]}},
            "invocations": [{"executionSuccessful": true,
                "notificationConfigurationOverrides": [{"descriptor": {"id": "N2"}, "configuration": {"level": "error"}}],
                "toolExecutionNotifications": [
                    {"descriptor": {"id": "N1", "index": 0}, "message": {"id": "m", "arguments": ["A"]},
                     "locations": [{"physicalLocation": {"artifactLocation": {"uri": "src/a.py"}}}]},
                    {"descriptor": {"id": "N2"}, "message": {}, "exception": {"message": "null"}}]}],
            "results": []}"#);
    let failures = &reading.scans[0].failures;
    assert_eq!(
        failures,
        &["the tool reports an error: src/a.py: 'A' threw.", "the tool reports an error: null"]
    );
}

#[test]
fn only_what_is_there_and_fails_counts() {
    let kinds = ["fail", "pass", "notApplicable", "informational", "open", "review", "odd"]
        .map(|kind| format!(r#"{{"kind": "{kind}", "message": {{"text": "{kind}"}}}}"#));
    let reading = of_tool("x", "", &kinds.join(","), "");
    let all: Vec<&str> = reading.evidence.iter().map(|one| one.message.as_str()).collect();
    assert_eq!(all, ["fail", "odd"]);
    assert!(reading.scans[0].notes[0].ends_with(": 2"), "{:?}", reading.scans[0].notes);

    let states = ["new", "unchanged", "updated", "absent", "existing"]
        .map(|state| format!(r#"{{"baselineState": "{state}", "message": {{"text": "{state}"}}}}"#));
    let reading = of_tool("x", "", &format!("{}, {{}}", states.join(",")), "");
    let all: Vec<_> = reading.evidence.iter().map(|one| one.baseline).collect();
    let new = Some(Baseline::New);
    assert_eq!(all, [new, Some(Baseline::Known), new, new, new]);
    assert!(reading.scans[0].notes[0].ends_with(": 1"));
    assert_eq!(only(&of_tool("x", "", "{}", "")).baseline, None);
}

#[test]
fn levels_are_inherited() {
    let rules = r#"{"id": "A", "defaultConfiguration": {"level": "note"}}, {"id": "B"}"#;
    let results = r#"{"ruleId": "A", "level": "error"}, {"ruleId": "A"}, {"ruleId": "B"}, {"ruleId": "C"}, {"ruleId": "B", "ruleIndex": 0}"#;
    let severities = |reading: &Reading| reading.evidence.iter().map(|one| one.severity).collect::<Vec<_>>();
    let of = of_tool("x", rules, results, "");
    use Severity::{High, Info, Low, Medium};
    assert_eq!(severities(&of), [High, Low, Medium, Medium, Medium]);
    assert_eq!(*of.evidence[1].ratings, ["level=note"]);
    // The overrides stand behind the results.
    let more = r#", "invocations": [{"ruleConfigurationOverrides": [{"descriptor": {"id": "A", "index": 0}, "configuration": {"level": "none"}}]}]"#;
    assert_eq!(severities(&of_tool("x", rules, results, more)), [High, Info, Medium, Medium, Medium]);
    let two = more.replace("}]}]", "}]}, {}]");
    let results = r#"{"ruleId": "A"}, {"ruleId": "A", "provenance": {"invocationIndex": 0}}, {"ruleId": "A", "provenance": {"invocationIndex": 1}}"#;
    assert_eq!(severities(&of_tool("x", rules, results, &two)), [Low, Info, Low]);
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let parts = [
        r#""tool": {"driver": {"name": "Semgrep OSS", "rules": [{"id": "r", "defaultConfiguration": {"level": "error"},
            "relationships": [{"target": {"index": 0, "toolComponent": {"index": 0}}}], "properties": {"security-severity": "9.1"}}]}}"#,
        r#""results": [{"ruleId": "r", "message": {"text": "m"}, "locations": [{"physicalLocation":
            {"artifactLocation": {"index": 1}, "region": {"startLine": 3}}}]},
            {"ruleId": "r", "message": {"text": "n"}, "baselineState": "absent"}]"#,
        r#""artifacts": [{}, {"location": {"uri": "a.py", "uriBaseId": "SRC"}}]"#,
        r#""originalUriBaseIds": {"SRC": {"uri": "src/", "uriBaseId": "ROOT"}, "ROOT": {"uri": "file:///home/x/"}}"#,
        r#""taxonomies": [{"name": "CWE", "taxa": [{"id": "89"}]}]"#,
    ];
    let first = run(&format!("{{{}}}", parts.join(", ")));
    let one = only(&first);
    assert_eq!((one.severity, one.cwe.as_slice()), (Severity::Critical, [89].as_slice()));
    assert_eq!(one.place, Some(Place { path: "src/a.py".to_owned(), line: Some(3), ..Place::default() }));
    assert_eq!((first.scans[0].tool.as_str(), first.scans[0].notes.len()), ("semgrep", 1));
    for by in 1..parts.len() {
        let mut turned = parts;
        turned.rotate_left(by);
        assert_eq!(run(&format!("{{{}}}", turned.join(", "))), first, "{by}");
        turned.reverse();
        assert_eq!(run(&format!("{{{}}}", turned.join(", "))), first, "{by}, the other way round");
    }
    let text = format!(r#"{{"runs": [{{{}}}], "version": "2.1.0", "$schema": "sarif"}}"#, parts.join(", "));
    assert_eq!(read(&text), Ok(first), "as Bandit writes it");
}

#[test]
fn what_breaks_the_schema_does_not_break_the_reading() {
    let result = r#"{"ruleId": 5, "ruleIndex": "0", "message": "plain", "level": "error", "kind": null,
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "an image (alpine 3)"}, "region": {"startLine": 0, "endLine": -1}}}, null],
        "fingerprints": {"a": {"b": ["c"]}}, "partialFingerprints": [], "suppressions": {}, "taxa": "none",
        "properties": {"tags": "CWE-1", "security-severity": {"score": 1}}, "rank": "high", "codeFlows": [[[{}]]]}"#;
    let rules = r#"{"id": "5", "shortDescription": "text", "properties": {"cvssv2_score": "$rule.score"}}"#;
    let reading = of_tool(
        "x",
        rules,
        result,
        r#", "artifacts": {}, "invocations": [null, 5], "originalUriBaseIds": {"A": null}"#,
    );
    let one = only(&reading);
    assert_eq!((one.id.as_str(), one.message.as_str(), one.severity), ("5", "5", Severity::High));
    assert_eq!(one.place, Some(Place { path: "an image (alpine 3)".to_owned(), ..Place::default() }));
    assert_eq!((&one.fingerprint, &one.suppression), (&None, &None));
}

#[test]
fn suppressed_results_are_evidence_too() {
    let result =
        r#"{"ruleId": "A", "suppressions": [{"kind": "inSource", "justification": "checked by hand"}]}"#;
    let reading = of_tool("semgrep", "", result, "");
    let suppression = only(&reading).suppression.as_ref().expect("suppressed");
    assert_eq!(
        (suppression.by, suppression.reason.as_deref()),
        (SuppressedBy::Source, Some("checked by hand"))
    );
}

#[test]
fn secrets_do_not_get_out() {
    let text = r"Artifact: .env\nType: \nSecret AWS key\nSeverity: CRITICAL\nMatch: KEY=hunter2";
    let trivy = format!(
        r#"{{"ruleId": "aws", "ruleIndex": 0, "level": "error", "message": {{"text": "{text}"}}, "locations": [{{"physicalLocation":
            {{"artifactLocation": {{"uri": ".env"}}, "region": {{"startLine": 2, "snippet": {{"text": "hunter2"}}}}}},
            "message": {{"text": "hunter2"}}}}]}}"#
    );
    let rule = r#"{"id": "aws", "name": "Secret", "shortDescription": {"text": "AWS key"}, "fullDescription": {"text": "KEY=hunter2"},
        "help": {"text": "Secret AWS key\nSeverity: CRITICAL\nMatch: KEY=hunter2"}, "properties": {"tags": ["secret", "security", "CRITICAL"]}}"#;
    let leak = r#"{"ruleId": "aws", "message": {"text": "hunter2"}, "partialFingerprints": {"commitMessage": "hunter2"}}"#;
    for (tool, result, severity) in
        [("Trivy", trivy.as_str(), Severity::Critical), ("gitleaks", leak, Severity::Unknown)]
    {
        for rules in [rule, ""] {
            let reading = of_tool(tool, rules, result, "");
            assert!(!format!("{reading:?}").contains("hunter2"), "{reading:?}");
            let one = only(&reading);
            assert_eq!((one.kind, one.severity), (Kind::Secret, severity));
        }
    }
}

#[test]
fn what_bandit_and_stockade_write() {
    let bandit = r#"{"ruleId": "B602", "ruleIndex": 0, "message": {"text": "shell"}, "properties": {"issue_severity": "HIGH", "issue_confidence": "LOW"},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": "src/a.py"}, "region": {"startLine": 3, "endLine": 4, "startColumn": 5}}}]}"#;
    let rule =
        r#"{"id": "B602", "properties": {"tags": ["security", "external/cwe/cwe-78"], "precision": "low"}}"#;
    let skipped = r#", "invocations": [{"executionSuccessful": true, "toolConfigurationNotifications": [{"level": "error",
        "message": {"text": "syntax error"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "src/b.py"}}}]}]}]"#;
    let reading = of_tool("Bandit", rule, bandit, skipped);
    let one = only(&reading);
    assert_eq!(
        (one.severity, &one.ratings[..], one.cwe.as_slice()),
        (Severity::High, &["level=warning".to_owned(), "severity=HIGH".to_owned()][..], [78].as_slice())
    );
    assert_eq!(
        one.place,
        Some(Place { path: "src/a.py".to_owned(), line: Some(3), end_line: Some(4), column: Some(5) })
    );
    assert_eq!(reading.scans[0].failures, ["the tool reports an error: src/b.py: syntax error"]);

    let ours = r#"{"ruleId": "B602/low", "ruleIndex": 1, "level": "note", "message": {"text": "shell"},
        "properties": {"severity": "low", "confidence": "high", "cwe": "CWE-78"},
        "partialFingerprints": {"primaryLocationLineHash": "a:1", "stockadeIdentity/v1": "b"}}"#;
    let rules = r#"{"id": "B602", "properties": {"security-severity": "8.0"}}, {"id": "B602/low", "properties": {"security-severity": "3.0"}}"#;
    let reading = of_tool("Stockade", rules, ours, "");
    let one = only(&reading);
    assert_eq!(
        (one.id.as_str(), one.severity, one.fingerprint.as_deref()),
        ("B602", Severity::Low, Some("b"))
    );
    assert_eq!(
        (one.ratings.join(" "), one.cwe.as_slice()),
        ("level=note security-severity=3.0 severity=low".to_owned(), [78].as_slice())
    );
}
