//! Tells what differs between two answers: for json finding by finding, for every format the first lines.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use serde_json::Value;
use similar::{Algorithm, ChangeTag, TextDiff};

use super::data::Recorded;
use super::mask::Masked;

/// What came of a comparison.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Whether all that counts is the same.
    pub same: bool,
    /// What is worth saying in one line.
    pub summary: String,
    /// For json, a line a rule: findings in both reports, in the reference's only, in ours only.
    pub table: String,
    /// What differs, in lines.
    pub details: String,
}

/// Compares two whole answers. `show` is how many examples to give of each difference.
#[must_use]
pub fn answers(want: &Masked, have: &Masked, format: &str, show: usize) -> Comparison {
    let mut found = Comparison { same: want == have, ..Comparison::default() };
    if want.exit != have.exit {
        line(&mut found.details, &format!("exit code: want {}, have {}", want.exit, have.exit));
    }
    if format == "json"
        && let (Some(want), Some(have)) = (&want.report, &have.report)
    {
        json(want, have, show, &mut found);
    }
    let empty = Vec::new();
    for (name, want, have) in [
        ("report", want.report.as_ref(), have.report.as_ref()),
        ("standard output", Some(&want.stdout), Some(&have.stdout)),
        ("standard error", want.stderr.as_ref(), have.stderr.as_ref()),
    ] {
        if want != have {
            line(&mut found.details, &format!("{name}:"));
            difference(want.unwrap_or(&empty), have.unwrap_or(&empty), show, &mut found.details);
        }
    }
    found
}

/// Compares an answer with recorded digests, which tell that something differs but not what.
#[must_use]
pub fn digests(want: &Recorded, have: &Masked, format: &str) -> Comparison {
    let digests = have.digests(&want.inputs);
    let mut found = Comparison { same: *want == digests, ..Comparison::default() };
    if format == "json"
        && let Some(Ok(report)) = have.report.as_deref().map(serde_json::from_slice::<Value>)
    {
        found.summary = format!("{} findings", results(&report).len());
    }
    if want.exit != have.exit {
        line(&mut found.details, &format!("exit code: want {}, have {}", want.exit, have.exit));
    }
    for (name, want, have) in [
        ("report", &want.report, &digests.report),
        ("standard output", &want.stdout, &digests.stdout),
        ("standard error", &want.stderr, &digests.stderr),
    ] {
        if want != have {
            line(&mut found.details, &format!("{name}: its digest is not the recorded one"));
        }
    }
    found
}

/// How often a rule's findings are in both reports, in the reference's only, in ours only.
#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    same: usize,
    missing: usize,
    extra: usize,
}

fn json(want: &[u8], have: &[u8], show: usize, found: &mut Comparison) {
    let want: Value = match serde_json::from_slice(want) {
        Ok(value) => value,
        Err(error) => {
            return line(&mut found.details, &format!("the reference's report is not JSON: {error}"));
        }
    };
    let have: Value = match serde_json::from_slice(have) {
        Ok(value) => value,
        Err(error) => return line(&mut found.details, &format!("the scanner's report is not JSON: {error}")),
    };

    // How often each finding, all its fields included, is in either report.
    let mut findings: BTreeMap<String, (&Value, usize, usize)> = BTreeMap::new();
    for finding in results(&want) {
        findings.entry(finding.to_string()).or_insert((finding, 0, 0)).1 += 1;
    }
    for finding in results(&have) {
        findings.entry(finding.to_string()).or_insert((finding, 0, 0)).2 += 1;
    }
    let mut rules: BTreeMap<&str, Tally> = BTreeMap::new();
    let (mut missing, mut extra) = (Vec::new(), Vec::new());
    for (finding, wanted, had) in findings.values() {
        let tally = rules.entry(finding["test_id"].as_str().unwrap_or("?")).or_default();
        tally.same += wanted.min(had);
        tally.missing += wanted.saturating_sub(*had);
        tally.extra += had.saturating_sub(*wanted);
        missing.extend((had < wanted).then_some(*finding));
        extra.extend((wanted < had).then_some(*finding));
    }
    let total = rules.values().fold(Tally::default(), |sum, tally| Tally {
        same: sum.same + tally.same,
        missing: sum.missing + tally.missing,
        extra: sum.extra + tally.extra,
    });
    found.summary = format!("{} findings", total.same + total.missing);
    line(&mut found.table, &format!("{:6} {:>8} {:>8} {:>8}", "rule", "same", "missing", "extra"));
    for (rule, Tally { same, missing, extra }) in &rules {
        line(&mut found.table, &format!("{rule:6} {same:8} {missing:8} {extra:8}"));
    }
    if total.missing + total.extra > 0 {
        let _ = write!(found.summary, ", {} missing, {} extra", total.missing, total.extra);
    } else if results(&want) != results(&have) {
        line(&mut found.details, "the findings come in another order");
    }
    for (title, mut findings) in [("missing", missing), ("extra", extra)] {
        findings.sort_by_key(|finding| (finding["filename"].as_str(), finding["line_number"].as_u64()));
        for finding in findings.iter().take(show) {
            line(&mut found.details, &format!("{title}: {}", place(finding)));
        }
    }
    metrics(&want["metrics"], &have["metrics"], show, found);
    if want["errors"] != have["errors"] {
        let head = |errors: &Value| errors.to_string().chars().take(600).collect::<String>();
        line(&mut found.details, &format!("errors: want {}", head(&want["errors"])));
        line(&mut found.details, &format!("errors: have {}", head(&have["errors"])));
    }
}

fn results(report: &Value) -> &[Value] {
    report["results"].as_array().map_or(&[], Vec::as_slice)
}

fn place(finding: &Value) -> String {
    let text = |name: &str| finding[name].as_str().unwrap_or("?");
    format!(
        "{}:{}:{}-{} {} {}/{} {} {:?}",
        text("filename"),
        finding["line_number"],
        finding["col_offset"],
        finding["end_col_offset"],
        text("test_id"),
        text("issue_severity"),
        text("issue_confidence"),
        finding["line_range"],
        text("issue_text").chars().take(90).collect::<String>(),
    )
}

fn metrics(want: &Value, have: &Value, show: usize, found: &mut Comparison) {
    let empty = serde_json::Map::new();
    let (want, have) = (want.as_object().unwrap_or(&empty), have.as_object().unwrap_or(&empty));
    let mut files: Vec<&String> = want.keys().chain(have.keys()).collect();
    files.sort();
    files.dedup();
    files.retain(|file| want.get(*file) != have.get(*file));
    if !files.is_empty() {
        let _ = write!(found.summary, ", metrics of {} files differ", files.len());
    }
    let say = |metrics: Option<&Value>| metrics.map_or_else(|| "none".to_owned(), Value::to_string);
    for file in files.into_iter().take(show) {
        let text = format!("metrics of {file}: want {}, have {}", say(want.get(file)), say(have.get(file)));
        line(&mut found.details, &text);
    }
}

/// The first lines that differ, the reference's with a minus.
fn difference(want: &[u8], have: &[u8], show: usize, text: &mut String) {
    let (want, have) = (String::from_utf8_lossy(want), String::from_utf8_lossy(have));
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Patience)
        .deadline(Instant::now() + Duration::from_secs(10))
        .diff_lines(&*want, &*have);
    let mut left = show * 2;
    for group in diff.grouped_ops(0) {
        for op in group {
            for change in diff.iter_changes(&op) {
                if change.tag() == ChangeTag::Equal {
                    continue;
                }
                if left == 0 {
                    return;
                }
                left -= 1;
                let head: String = change.value().chars().take(300).collect();
                line(text, &format!("{}{}", change.tag(), head.trim_end_matches('\n')));
            }
        }
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(report: &str) -> Masked {
        Masked { exit: 1, report: Some(report.into()), stdout: Vec::new(), stderr: None }
    }

    fn report(findings: &[(&str, u32)], loc: u32) -> String {
        let results: Vec<Value> = findings
            .iter()
            .map(|(rule, line)| {
                serde_json::json!({"filename": "a.py", "test_id": rule, "line_number": line, "issue_text": "x"})
            })
            .collect();
        serde_json::json!({"results": results, "metrics": {"a.py": {"loc": loc}}, "errors": []}).to_string()
    }

    #[test]
    fn the_same_bytes_are_the_same() {
        let one = masked(&report(&[("B101", 1), ("B102", 2)], 3));
        let found = answers(&one, &one, "json", 5);
        assert!(found.same);
        assert_eq!((found.summary.as_str(), found.details.as_str()), ("2 findings", ""));
    }

    #[test]
    fn findings_are_counted_by_rule_however_often_they_come() {
        let want = masked(&report(&[("B101", 1), ("B101", 1), ("B102", 2)], 3));
        let have = masked(&report(&[("B101", 1), ("B103", 9)], 4));
        let found = answers(&want, &have, "json", 5);
        assert!(!found.same);
        assert_eq!(found.summary, "3 findings, 2 missing, 1 extra, metrics of 1 files differ");
        for expected in [
            "B101          1        1        0",
            "B102          0        1        0",
            "B103          0        0        1",
        ] {
            assert!(found.table.contains(expected), "{expected} is not in\n{}", found.table);
        }
        for expected in
            ["missing: a.py:1:", "extra: a.py:9:", "metrics of a.py: want {\"loc\":3}, have {\"loc\":4}"]
        {
            assert!(found.details.contains(expected), "{expected} is not in\n{}", found.details);
        }
    }

    #[test]
    fn another_order_is_a_difference() {
        let want = masked(&report(&[("B101", 1), ("B102", 2)], 3));
        let have = masked(&report(&[("B102", 2), ("B101", 1)], 3));
        let found = answers(&want, &have, "json", 5);
        assert!(!found.same);
        assert!(found.details.starts_with("the findings come in another order\n"), "{}", found.details);
    }

    #[test]
    fn another_exit_code_or_stream_is_a_difference() {
        let want = Masked { stderr: Some(b"one\ntwo\n".to_vec()), ..masked("text") };
        let have = Masked { exit: 0, stderr: Some(b"one\nthree\n".to_vec()), ..masked("text") };
        let found = answers(&want, &have, "txt", 5);
        assert!(!found.same);
        assert_eq!(found.details, "exit code: want 1, have 0\nstandard error:\n-two\n+three\n");
    }

    #[test]
    fn digests_say_which_part_differs() {
        let want = masked("text").digests("inputs");
        assert!(digests(&want, &masked("text"), "txt").same);
        let found = digests(&want, &masked("other"), "txt");
        assert!(!found.same);
        assert_eq!(found.details, "report: its digest is not the recorded one\n");
    }
}
