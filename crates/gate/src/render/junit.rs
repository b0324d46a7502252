//! JUnit's XML: a suite for each report, a test for each finding that stands. What fails the release fails, what is only
//! warned of is skipped, and a report that cannot be relied on is an error.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use stockade_report::plain;

use super::{View, cure, place, title};
use crate::verdict::{Action, Item, State};

/// Writes the verdict.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdict = view.verdict;
    let mut report = Report::new("Stockade gate");
    let mut own = TestSuite::new("gate");
    let status = if verdict.reasons.is_empty() {
        TestCaseStatus::success()
    } else {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type(verdict.outcome.as_str()).set_message(plain(&verdict.reasons[0]));
        status.set_description(plain(&verdict.reasons.join("; ")));
        status
    };
    own.add_test_case(TestCase::new("verdict", status));
    report.add_test_suite(own);
    for (at, input) in verdict.inputs.iter().enumerate() {
        let mut suite = TestSuite::new(plain(&input.path));
        let mut relied = TestCase::new("report", TestCaseStatus::success());
        if input.state != State::Ok {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
            status.set_type(input.state.as_str()).set_message(plain(&input.reasons.join("; ")));
            relied.status = status;
        }
        suite.add_test_case(relied);
        for item in verdict.items().filter(|item| item.ruling.input == at) {
            suite.add_test_case(case(item));
        }
        report.add_test_suite(suite);
    }
    report.serialize(out).map_err(io::Error::other)
}

fn case(item: Item<'_>) -> TestCase {
    let mut status = match item.ruling.action {
        Action::Fail => TestCaseStatus::non_success(NonSuccessKind::Failure),
        _ => TestCaseStatus::skipped(),
    };
    status.set_type(item.ruling.severity.as_str()).set_message(plain(&item.ruling.reason));
    let fixed = cure(item).map_or(String::new(), |cure| format!("\n{cure}"));
    let text = format!("{}\n{}{fixed}", title(item), place(item));
    status.set_description(text.lines().map(|line| plain(line).into_owned()).collect::<Vec<_>>().join("\n"));
    let mut case = TestCase::new(format!("{} {}", plain(&item.evidence.id), plain(&place(item))), status);
    case.set_classname(plain(item.tool));
    if let Some(place) = &item.evidence.place {
        case.extra.insert("file".into(), plain(&place.path).as_ref().into());
        if let Some(line) = place.line {
            case.extra.insert("line".into(), line.to_string().into());
        }
    }
    case
}
