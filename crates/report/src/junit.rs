//! JUnit's XML, which nearly every CI shows: a suite a file, in which a finding that fails the scan is a failure.
//!
//! A finding below `--fail-on` and a suppressed one are tests that were skipped, so that the number of failures is that
//! of the findings that fail the scan. A file that could not be scanned, or not as a whole, is an error. A clean file
//! is a test that passed.

use std::fmt::Write as _;
use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use stockade_core::finding::{Finding, Span, Suppression};
use stockade_core::report::FileReport;

use crate::place::{self, Region, Unit};
use crate::{View, plain, reason, word};

/// Writes the report.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut report = Report::new("Stockade");
    if let Some(taken) = view.report.run.time.and_then(|(start, end)| end.duration_since(start).ok()) {
        report.set_time(taken);
    }
    for file in &view.report.files {
        report.add_test_suite(suite(view, file));
    }
    report.serialize(out).map_err(io::Error::other)
}

fn suite(view: &View<'_>, file: &FileReport) -> TestSuite {
    let name = plain(&file.name);
    let mut suite = TestSuite::new(&name);
    let mut add = |title: &str, status: TestCaseStatus, line: Option<u32>| {
        let mut case = TestCase::new(title, status);
        case.set_classname(&name);
        case.extra.insert("file".into(), name.as_ref().into());
        if let Some(line) = line.filter(|&line| line > 0 && file.cells.is_empty()) {
            case.extra.insert("line".into(), line.to_string().into());
        }
        suite.add_test_case(case);
    };
    if let Some(reason) = &file.skipped {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        status.set_type("not-scanned").set_message(plain(reason));
        add("scan", status, None);
    }
    if let Some(broken) = &file.broken {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
        let what = format!("{}: {}", position(file, broken.span), plain(&broken.message));
        status.set_type("syntax-error").set_message(what);
        status.set_description("The findings are those of what could be parsed.");
        add("parse", status, Some(broken.span.start.line));
    }
    for finding in &file.findings {
        let mut status = if view.fails(finding) {
            TestCaseStatus::non_success(NonSuccessKind::Failure)
        } else {
            TestCaseStatus::skipped()
        };
        status.set_type(word(finding.severity)).set_message(plain(finding.message.trim_end()));
        status.set_description(description(file, finding));
        add(&title(file, finding), status, Some(finding.span.start.line));
    }
    for finding in &file.suppressed {
        let mut status = TestCaseStatus::skipped();
        let why = finding.suppression.as_deref().map_or_else(String::new, suppressed);
        status.set_type("suppressed").set_message(format!("{}{why}", plain(finding.message.trim_end())));
        add(&title(file, finding), status, Some(finding.span.start.line));
    }
    if suite.test_cases.is_empty() {
        let mut case = TestCase::new("scan", TestCaseStatus::success());
        case.set_classname(&name);
        suite.add_test_case(case);
    }
    suite
}

fn suppressed(suppression: &Suppression) -> String {
    format!(" ({})", plain(&reason(suppression)))
}

/// `B602 subprocess_popen_with_shell_equals_true at 3:1`.
fn title(file: &FileReport, finding: &Finding) -> String {
    format!("{} {} at {}", finding.rule.id, finding.rule.name, position(file, finding.span))
}

/// `3:1`, or `cell 2, line 1`.
fn position(file: &FileReport, span: Span) -> String {
    let region = Region::of(file, span, Unit::Character);
    place::cell(file, span.start.line).unwrap_or_else(|| match region {
        Some(region) => format!("{}:{}", region.start_line, region.start_column),
        None => "the file as a whole".to_owned(),
    })
}

fn description(file: &FileReport, finding: &Finding) -> String {
    let rule = finding.rule;
    let mut text = format!(
        "{}, {}\nseverity: {}, confidence: {}\n",
        plain(&file.name),
        position(file, finding.span),
        word(finding.severity),
        word(finding.confidence)
    );
    if finding.cwe.0 != 0 {
        let _ = writeln!(text, "{}", finding.cwe);
    }
    if let Some(code) = place::text(file, finding.span).filter(|code| !code.is_empty()) {
        for line in code.lines() {
            let _ = writeln!(text, "    {}", plain(line));
        }
    }
    let advice = finding.fix.as_ref().map_or(rule.advice, |fix| fix.title.as_ref());
    text.push_str(advice);
    if let Some(address) = rule.more_info() {
        let _ = write!(text, "\n{address}");
    }
    text
}

#[cfg(test)]
mod tests {
    use quick_junit::Report as Parsed;
    use stockade_core::config::settings::Threshold;
    use stockade_core::finding::Level;

    use super::*;
    use crate::testing;

    fn text(view: &View<'_>) -> String {
        testing::written(|out| write(view, out))
    }

    #[test]
    fn failures_are_what_fails_the_scan() {
        let clean = testing::scanned("clean.py", "x = 1\n");
        let broken = testing::scanned("broken.py", "print 1\n");
        let skipped = FileReport::skipped("locked.py".to_owned(), "Permission denied", None);
        let report = testing::report([testing::varied(), clean, broken, skipped]);
        let view = testing::view(&report);
        let parsed = Parsed::deserialize_from_str(&text(&view)).expect("JUnit");
        assert_eq!((parsed.tests, parsed.failures, parsed.errors, parsed.skipped), (7, 1, 2, 3));
        assert_eq!(parsed.test_suites.len(), 4);
        let high = Threshold { severity: Level::High, confidence: Level::Undefined };
        let lenient = View { fail_on: Some(high), ..view };
        let parsed = Parsed::deserialize_from_str(&text(&lenient)).expect("JUnit");
        assert_eq!((parsed.failures, parsed.skipped), (0, 4));
    }

    #[test]
    fn a_failure_says_what_is_wrong_and_what_to_do() {
        let report = testing::report([testing::scanned("a.py", "eval(\"<&\")\n")]);
        let text = text(&testing::view(&report));
        for part in [
            r#"<testcase name="T1 evaluation at 1:1" classname="a.py" file="a.py" line="1">"#,
            r#"<failure message="Use of eval, detected." type="medium">"#,
            "severity: medium, confidence: high\n",
            "    eval(&quot;&lt;&amp;&quot;)\nParse it.</failure>",
        ] {
            assert!(text.contains(part), "{part}\n{text}");
        }
    }

    #[test]
    fn nothing_breaks_out_of_the_markup() {
        let report = testing::report([testing::hostile(), testing::notebook()]);
        let text = text(&testing::view(&report));
        let bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2028}');
        assert!(!text.contains(bad), "{text:?}");
        let parsed = Parsed::deserialize_from_str(&text).expect("JUnit");
        assert_eq!(parsed.tests, 2);
        let name = plain(&report.files[0].name).into_owned();
        assert_eq!(parsed.test_suites[0].name.as_str(), name);
        assert!(text.contains("T1 evaluation at cell 3, line 1"), "{text}");
    }
}
