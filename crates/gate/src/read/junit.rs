//! JUnit's XML, as pytest and many others write it (<https://github.com/testmoapp/junitxml>): the tests that failed, so that a
//! release can be held to them too.
//!
//! A test that failed has no grade. It counts as high: whoever asks for tests does not want a release with a failed one, and
//! critical is for what an attacker can use.

use super::Reader;
use super::words::{few, line, relative, time};
use crate::evidence::{Evidence, Kind, Place, Reading, Scan};
use crate::input::shape::Shape;
use crate::input::xml::{Attributes, Event};
use crate::input::{Input, Refusal};
use crate::severity::Severity;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "junit",
    tool: "",
    recognises: |shape| matches!(shape, Shape::Xml { root, .. } if root == "testsuites" || root == "testsuite"),
    admits: |_| false,
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut report = Report::default();
    input.xml(|event| match event {
        Event::Open { path, attributes } => report.open(path, attributes),
        Event::Close { path, text } => report.close(path, text),
    })?;
    let mut scan = report.scan;
    if scan.tool.is_empty() {
        "junit".clone_into(&mut scan.tool);
    }
    if report.cases == report.skipped {
        scan.failures.push("no test was run".to_owned());
    }
    scan.failures.extend(few(report.contradictions));
    if report.skipped > 0 {
        scan.notes.push(format!("{} of {} tests were skipped", report.skipped, report.cases));
    }
    if report.differs {
        scan.notes.push("the suites count other numbers of tests than they list".to_owned());
    }
    Ok(Reading { scans: vec![scan], evidence: report.evidence })
}

/// What has been read so far.
#[derive(Default)]
struct Report {
    scan: Scan,
    evidence: Vec<Evidence>,
    /// The suites around the place that is being read.
    suites: Vec<Suite>,
    case: Option<Case>,
    cases: usize,
    skipped: usize,
    /// Suites that count more failures than they list.
    contradictions: Vec<String>,
    differs: bool,
}

/// A suite, by what it says and by what it lists, the suites in it included.
#[derive(Default)]
struct Suite {
    name: String,
    says_tests: Option<usize>,
    says_bad: usize,
    tests: usize,
    bad: usize,
}

/// The test that is being read.
#[derive(Default)]
struct Case {
    id: String,
    place: Option<Place>,
    skipped: bool,
    /// What the first failure or error says.
    failed: Option<String>,
}

impl Report {
    fn open(&mut self, path: &str, attributes: &Attributes) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let count = |name| attributes.get(name).and_then(|count| count.trim().parse::<usize>().ok());
        match name {
            "testsuites" | "testsuite" if self.case.is_none() => {
                let name = attributes.get("name").unwrap_or_default();
                if self.scan.tool.is_empty() && ["pytest", "pytest tests"].contains(&name) {
                    "pytest".clone_into(&mut self.scan.tool);
                }
                self.scan.time = self.scan.time.or_else(|| time(attributes.get("timestamp")?));
                self.suites.push(Suite {
                    name: line(name),
                    says_tests: count("tests"),
                    says_bad: count("failures").unwrap_or(0) + count("errors").unwrap_or(0),
                    ..Suite::default()
                });
            }
            "testcase" => {
                let own = |name| attributes.get(name).filter(|text| !text.is_empty());
                let id = [own("classname"), own("name")].into_iter().flatten().collect::<Vec<_>>().join(".");
                // pytest counts lines from 0.
                let shift = u32::from(self.scan.tool == "pytest");
                self.case = Some(Case {
                    id: if id.is_empty() { "unnamed".to_owned() } else { line(&id) },
                    place: own("file").map(|path| Place {
                        path: relative(path),
                        line: own("line").and_then(|line| line.parse::<u32>().ok()?.checked_add(shift)),
                        ..Place::default()
                    }),
                    skipped: ["notrun", "disabled", "skipped"]
                        .contains(&attributes.get("status").unwrap_or_default()),
                    failed: None,
                });
                if let Some(suite) = self.suites.last_mut() {
                    suite.tests += 1;
                }
            }
            "failure" | "error" => {
                let Some(case) = &mut self.case else { return };
                let says = attributes.get("message").or(attributes.get("type")).unwrap_or_default();
                case.failed.get_or_insert_with(|| line(says));
                if let Some(suite) = self.suites.last_mut() {
                    suite.bad += 1;
                }
            }
            "skipped" => {
                if let Some(case) = &mut self.case {
                    case.skipped = true;
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, path: &str, text: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name {
            "failure" | "error" => {
                let said = self.case.as_mut().and_then(|case| case.failed.as_mut());
                if let Some(said) = said.filter(|said| said.is_empty()) {
                    *said = line(text);
                }
            }
            "testcase" => {
                let Some(case) = self.case.take() else { return };
                self.cases += 1;
                self.skipped += usize::from(case.skipped && case.failed.is_none());
                let Some(said) = case.failed else { return };
                let message = if said.is_empty() { "the test failed".to_owned() } else { said };
                let mut evidence = Evidence::new(Kind::Test, case.id, message);
                evidence.severity = Severity::High;
                evidence.place = case.place;
                self.evidence.push(evidence);
            }
            "testsuites" | "testsuite" if self.case.is_none() => self.end_suite(),
            _ => {}
        }
    }

    fn end_suite(&mut self) {
        let Some(suite) = self.suites.pop() else { return };
        if suite.says_bad > suite.bad {
            self.contradictions.push(format!(
                "the suite `{}` counts {} failures and errors, and lists {}",
                suite.name, suite.says_bad, suite.bad
            ));
        }
        self.differs |= suite.says_tests.is_some_and(|tests| tests > suite.tests);
        if let Some(outer) = self.suites.last_mut() {
            outer.tests += suite.tests;
            outer.bad += suite.bad;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn report(text: &str, name: Option<&str>) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), name).map(|report| report.reading)
    }

    const PYTEST: &str = r#"<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest"
        errors="1" failures="1" skipped="1" tests="4" time="0.1" timestamp="2024-01-02T03:04:05.678901+00:00" hostname="h">
        <testcase classname="tests.test_a" name="test_ok" time="0.001" />
        <testcase classname="tests.test_a" name="test_bad[1]" file="tests/test_a.py" line="6" time="0.001">
          <failure message="assert 1 == 2&#10;  more">def test_bad(): ...</failure></testcase>
        <testcase classname="tests.test_a" name="test_err"><error>no fixture
          at all</error><system-out><![CDATA[x]]></system-out></testcase>
        <testcase classname="tests.test_a" name="test_skip"><skipped type="pytest.skip" message="x">y</skipped></testcase>
        </testsuite></testsuites>"#;

    #[test]
    fn failed_tests_are_evidence() {
        let reading = report(PYTEST, None).expect("a report");
        let scan = &reading.scans[0];
        assert_eq!((scan.tool.as_str(), scan.failures.len()), ("pytest", 0));
        assert_eq!(scan.notes, ["1 of 4 tests were skipped"]);
        assert!(scan.time.is_some());
        let [first, second] = &reading.evidence[..] else { panic!("two") };
        assert_eq!((first.kind, first.severity), (Kind::Test, Severity::High));
        assert_eq!(
            (first.id.as_str(), first.message.as_str()),
            ("tests.test_a.test_bad[1]", "assert 1 == 2 more")
        );
        let place = first.place.as_ref().expect("a place");
        assert_eq!((place.path.as_str(), place.line), ("tests/test_a.py", Some(7)));
        assert_eq!(second.message, "no fixture at all");
        assert!(report(PYTEST, Some("pytest")).is_ok() && report(PYTEST, Some("junit")).is_ok());
        assert!(report(PYTEST, Some("bandit")).is_err());
    }

    #[test]
    fn counts_that_differ() {
        let more = PYTEST.replace("failures=\"1\"", "failures=\"2\"").replace("tests=\"4\"", "tests=\"5\"");
        let scan = report(&more, None).expect("a report").scans.remove(0);
        assert_eq!(scan.failures, ["the suite `pytest` counts 3 failures and errors, and lists 2"]);
        assert_eq!(scan.notes.len(), 2);
        // The outer of nested suites may count the inner ones or not.
        let nested = r#"<testsuite name="a" tests="1" failures="1"><testsuite tests="1" failures="1"><testcase name="x">
            <failure type="T"/></testcase></testsuite><testcase name="y"/></testsuite>"#;
        let reading = report(nested, None).expect("a report");
        assert!(reading.scans[0].failures.is_empty() && reading.scans[0].notes.is_empty());
        assert_eq!((reading.scans[0].tool.as_str(), reading.evidence[0].message.as_str()), ("junit", "T"));
    }

    #[test]
    fn no_test_is_a_failure() {
        for text in [
            "<testsuites/>",
            "<testsuite name='a' tests='0'/>",
            "<testsuite><testcase name='a'><skipped/></testcase></testsuite>",
            "<testsuite><testcase name='a' status='notrun'/></testsuite>",
        ] {
            assert_eq!(report(text, None).expect(text).scans[0].failures, ["no test was run"], "{text}");
        }
        assert!(report(&PYTEST[..PYTEST.len() - 20], None).is_err());
    }
}
