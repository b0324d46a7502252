//! The answers for files on their way from a worker to the caller. How they are put in order is not known here.

use std::ops::Range;

use super::order::Batch;
use crate::excerpts::{Pile, Piled};
use crate::finding::Finding;
use crate::report::FileReport;

/// Reports of some files without their names, whose findings and lines lie one behind the other.
///
/// A few places that are used again and again hold what would else be thousands of small blocks, among those of the trees
/// that are built meanwhile.
#[derive(Default)]
pub(super) struct Answers {
    files: Vec<Answer>,
    findings: Vec<Finding>,
    lines: Pile,
}

struct Answer {
    at: usize,
    /// What is left of the report.
    report: FileReport,
    /// Which findings are its own: reported, suppressed, and below the threshold.
    findings: [Range<usize>; 3],
    lines: Piled,
}

/// A longer list is no small block, and stays in its report.
const FEW: usize = 64;

impl Batch for Answers {
    type Answer = FileReport;

    fn put(&mut self, at: usize, mut report: FileReport) {
        report.name = String::new();
        let findings = lists(&mut report).map(|list| {
            let start = self.findings.len();
            if list.len() <= FEW {
                self.findings.append(&mut std::mem::take(list));
            }
            start..self.findings.len()
        });
        let lines = self.lines.put(&mut report.excerpts);
        self.files.push(Answer { at, report, findings, lines });
    }

    fn len(&self) -> usize {
        self.files.len()
    }

    fn copies(&self) -> impl Iterator<Item = (usize, FileReport)> {
        self.files.iter().map(|answer| {
            let mut report = answer.report.clone();
            for (list, its) in lists(&mut report).into_iter().zip(&answer.findings) {
                if !its.is_empty() {
                    *list = self.findings[its.clone()].to_vec();
                }
            }
            self.lines.copy(&answer.lines, &mut report.excerpts);
            (answer.at, report)
        })
    }

    fn clear(&mut self) {
        self.files.clear();
        self.findings.clear();
        self.lines.clear();
    }
}

fn lists(report: &mut FileReport) -> [&mut Vec<Finding>; 3] {
    [&mut report.findings, &mut report.suppressed, &mut report.below]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::excerpts::Excerpts;
    use crate::finding::{Cwe, Level, LineRange, RuleInfo, Span};

    static RULE: RuleInfo = RuleInfo {
        id: "T1",
        name: "test",
        test_name: "test",
        severity: Level::Low,
        confidence: Level::Low,
        cwe: Cwe::NONE,
        advice: "",
        bandit_page: "",
        documentation: "",
    };

    /// A report with so many findings, each on a line of its own.
    fn report(findings: usize) -> FileReport {
        let line = |line: u32| Finding {
            rule: &RULE,
            severity: Level::Low,
            confidence: Level::Low,
            cwe: Cwe::NONE,
            message: format!("message {line}").into(),
            line,
            column: 0,
            end_column: 1,
            lines: LineRange { first: line, last: line },
            node: line,
            span: Span::default(),
            fix: None,
            fingerprint: None,
            suppression: None,
        };
        let lines: Vec<String> = (0..findings).map(|line| format!("{}\n", "x".repeat(line))).collect();
        let windows = (1..=findings as u32).map(|line| (line, line + 1)).collect();
        let mut all: Vec<Finding> = (1..=findings as u32).map(line).collect();
        FileReport {
            suppressed: all.split_off(findings - findings / 3),
            below: all.split_off(findings / 3),
            findings: all,
            excerpts: Excerpts::collect(windows, |line| lines.get(line as usize - 1).map(String::as_str)),
            is_test: findings % 2 == 1,
            ..FileReport::new(String::new())
        }
    }

    #[test]
    fn copies_are_what_was_put() {
        // None, few, so many that some lists stay, so much text that it stays.
        let counts = [0, 1, 2, 0, 5, 3 * FEW, 7, 400, 0, 4];
        let mut answers = Answers::default();
        for round in 0..2 {
            for (at, &count) in counts.iter().enumerate() {
                answers.put(round + 3 * at, FileReport { name: "a.py".to_owned(), ..report(count) });
            }
            assert_eq!(answers.len(), counts.len());
            for ((number, copy), (at, &count)) in answers.copies().zip(counts.iter().enumerate()) {
                assert_eq!(number, round + 3 * at);
                assert_eq!(format!("{copy:?}"), format!("{:?}", report(count)));
            }
            answers.clear();
        }
        assert_eq!((answers.copies().count(), answers.findings.len()), (0, 0));
    }
}
