//! The json format: the whole report with its keys sorted, for machines and for later baselines.

use std::borrow::Cow;
use std::io::Write;
use std::ptr;

use rustc_hash::FxHashMap;
use stockade_core::finding::{Cwe, Finding, Level, RuleInfo};
use stockade_core::report::{Excerpts, FileReport};

use crate::bandit::format::Failure;
use crate::bandit::python::time;
use crate::bandit::selection::{Place, Selected};
use crate::bandit::{View, counts};
use crate::json_text::{Common, JsonText, Mark, Strings};

// All keys are sorted as Python sorts them.

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let selection = view.selection();
    let mut issues = Issues::new(view.context_lines());
    let mut json = JsonText::new(out, Strings::Ascii);
    json.object(|json| {
        json.key("errors");
        json.array(|json| view.report.files.iter().for_each(|file| skipped(json, file)));
        json.key("generated_at");
        json.string(&time::seconds(view.now));
        json.key("metrics");
        json.object(|json| {
            let totals = view.report.totals();
            for (name, metrics) in counts::sorted(view.report, &totals) {
                json.key(name);
                json.object(|json| {
                    for (name, count) in counts::by_name(metrics) {
                        json.key(name);
                        json.number(count);
                    }
                });
            }
        });
        json.key("results");
        json.array(|json| {
            for selected in selection.sorted(view.aggregate) {
                if json.has_failed() {
                    break;
                }
                json.item();
                issues.selected(json, selected);
            }
        });
    });
    Ok(json.finish()?)
}

/// A scan in the native dialect reports what it can make of a broken file, which Bandit skips.
fn skipped(json: &mut JsonText<'_>, file: &FileReport) {
    let broken = file.broken.as_ref().map(|_| "syntax error while parsing AST from file");
    let Some(reason) = file.skipped.as_deref().or(broken) else { return };
    json.item();
    json.object(|json| {
        json.key("filename");
        json.string(&file.name);
        json.key("reason");
        json.string(reason);
    });
}

/// Writes findings. Most of what is said of one is said of many, and put together once.
struct Issues<'r> {
    context: u32,
    shown: Shown<'r>,
    keys: Option<Keys>,
    files: Option<(&'r FileReport, Common)>,
    levels: FxHashMap<Levels, Common>,
    /// By where their descriptions are.
    rules: FxHashMap<*const RuleInfo, Common>,
}

/// What is said of how bad a finding is, with its message where that is the same for all: told by where it is, for it is
/// long, and the same text elsewhere is only put together once more.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Levels {
    severity: Level,
    confidence: Level,
    cwe: Cwe,
    message: Option<*const str>,
}

impl Levels {
    fn of(finding: &Finding) -> Levels {
        let &Finding { severity, confidence, cwe, ref message, .. } = finding;
        let message = if let Cow::Borrowed(message) = *message { Some(ptr::from_ref(message)) } else { None };
        Levels { severity, confidence, cwe, message }
    }
}

impl<'r> Issues<'r> {
    fn new(context: u32) -> Issues<'r> {
        Issues {
            context,
            shown: Shown::default(),
            keys: None,
            files: None,
            levels: FxHashMap::default(),
            rules: FxHashMap::default(),
        }
    }

    fn selected(&mut self, json: &mut JsonText<'_>, selected: Selected<'r>) {
        json.object(|json| {
            if !selected.candidates.is_empty() {
                json.key("candidates");
                json.array(|json| {
                    for &candidate in selected.candidates {
                        json.item();
                        json.object(|json| self.candidate(json, candidate));
                    }
                });
            }
            let Place { file, finding } = selected.place;
            json.key("code");
            json.string_of(|json| self.shown.code(json, file, finding, self.context));
            let keys = self.keys.get_or_insert_with(|| Keys::of(json));
            columns(json, finding, keys);
            match &self.files {
                Some((known, common)) if ptr::eq(*known, file) => json.again(common),
                _ => {
                    let common = json.common(|json| filename(json, file));
                    json.again(&common);
                    self.files = Some((file, common));
                }
            }
            let of_levels = Levels::of(finding);
            let common = self.levels.entry(of_levels).or_insert_with(|| {
                json.common(|json| {
                    levels(json, finding);
                    if of_levels.message.is_some() {
                        message(json, finding);
                    }
                })
            });
            json.again(common);
            if of_levels.message.is_none() {
                message(json, finding);
            }
            lines(json, finding, keys);
            let common = self.rules.entry(finding.rule).or_insert_with(|| {
                json.common(|json| {
                    json.key("more_info");
                    json.string(&finding.rule.more_info().unwrap_or_default());
                    rule(json, finding);
                })
            });
            json.again(common);
        });
    }

    /// One of those that cannot be told from a finding, where a baseline knows some of them. It has no page.
    fn candidate(&self, json: &mut JsonText<'_>, Place { file, finding }: Place<'_>) {
        json.key("code");
        json.string_of(|json| Shown::default().code(json, file, finding, self.context));
        let keys = Keys::of(json);
        columns(json, finding, &keys);
        filename(json, file);
        levels(json, finding);
        message(json, finding);
        lines(json, finding, &keys);
        rule(json, finding);
    }
}

/// The keys of what differs from finding to finding.
struct Keys([Common; 4]);

impl Keys {
    /// As they stand in objects of this depth.
    fn of(json: &JsonText<'_>) -> Keys {
        Keys(
            ["col_offset", "end_col_offset", "line_number", "line_range"]
                .map(|key| json.common(|json| json.key(key))),
        )
    }
}

fn columns(json: &mut JsonText<'_>, finding: &Finding, Keys([column, end_column, ..]): &Keys) {
    json.again(column);
    json.number(finding.column);
    json.again(end_column);
    json.number(finding.end_column);
}

fn filename(json: &mut JsonText<'_>, file: &FileReport) {
    json.key("filename");
    json.string(&file.name);
}

fn levels(json: &mut JsonText<'_>, finding: &Finding) {
    json.key("issue_confidence");
    json.string(finding.confidence.as_str());
    json.key("issue_cwe");
    json.object(|json| {
        // Both or neither.
        if finding.cwe != Cwe::NONE {
            json.key("id");
            json.number(finding.cwe.0);
            json.key("link");
            json.string(&finding.cwe.link());
        }
    });
    json.key("issue_severity");
    json.string(finding.severity.as_str());
}

fn message(json: &mut JsonText<'_>, finding: &Finding) {
    json.key("issue_text");
    json.string(&finding.message);
}

fn lines(json: &mut JsonText<'_>, finding: &Finding, Keys([_, _, line, range]): &Keys) {
    json.again(line);
    json.number(finding.line);
    json.again(range);
    json.array(|json| {
        for line in finding.lines.iter() {
            json.item();
            json.number(line);
        }
    });
}

fn rule(json: &mut JsonText<'_>, finding: &Finding) {
    json.key("test_id");
    json.string(finding.rule.id);
    json.key("test_name");
    json.string(finding.rule.test_name);
}

/// The lines of code that were written last. The next finding is often a line or two below, and shows some of them again.
#[derive(Default)]
struct Shown<'r> {
    file: Option<&'r FileReport>,
    /// The number of the first.
    first: u32,
    begins: Mark,
    /// How many bytes behind that each line ends.
    ends: Vec<usize>,
}

impl<'r> Shown<'r> {
    /// The code around a finding, each line behind its number.
    fn code(&mut self, json: &mut JsonText<'_>, file: &'r FileReport, finding: &Finding, context: u32) {
        let (first, end) = Excerpts::window(finding, context);
        let begins = json.mark();
        if !self.file.is_some_and(|shown| ptr::eq(shown, file)) || !self.repeat(json, first, end) {
            self.ends.clear();
        }
        (self.file, self.first, self.begins) = (Some(file), first, begins);
        let written = self.ends.len();
        for (number, line) in file.excerpts.lines(first, end).skip(written) {
            json.number(number);
            json.part(" ");
            json.part(line);
            self.ends.push(json.mark().since(begins));
        }
    }

    /// Writes what it can of some lines, from the first on. Answers whether it did.
    fn repeat(&mut self, json: &mut JsonText<'_>, first: u32, end: u32) -> bool {
        let Some(above) = first.checked_sub(self.first).map(|lines| lines as usize) else { return false };
        let count = self.ends.len().saturating_sub(above).min((end - first) as usize);
        if count == 0 {
            return false;
        }
        let start = above.checked_sub(1).map_or(0, |last| self.ends[last]);
        let repeated = json.repeat(self.begins, start..self.ends[above + count - 1]);
        self.ends.drain(..above);
        self.ends.truncate(count);
        self.ends.iter_mut().for_each(|end| *end -= start);
        repeated
    }
}

#[cfg(test)]
mod tests {
    use stockade_core::finding::LineRange;

    use super::*;
    use crate::bandit::python::recorded;
    use crate::testing;

    /// What is written for findings on these lines of two files, each in an item of its own.
    fn written(findings: &[(usize, u32, u32)], mut shown_for_each: impl FnMut() -> bool) -> String {
        let lines: String = (1..=200).map(|line| format!("{} \"é\" eval(x)\n", "x".repeat(line))).collect();
        let files = [testing::scanned("a.py", &lines), testing::file("b.py", &lines[..lines.len() - 1])];
        let mut out = Vec::new();
        let mut json = JsonText::new(&mut out, Strings::Ascii);
        let mut shown = Shown::default();
        json.array(|json| {
            for &(file, line, count) in findings {
                let lines = LineRange { first: line, last: line + count };
                let finding = Finding { line, lines, ..files[0].findings[0].clone() };
                if shown_for_each() {
                    shown = Shown::default();
                }
                json.item();
                json.string_of(|json| shown.code(json, &files[file], &finding, 3));
            }
        });
        json.finish().expect("memory takes all");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn lines_that_are_shown_again_are_the_same() {
        // Every pair and its repetition: above, the same, below, apart, over the end, longer and shorter, in another file.
        let places: Vec<(usize, u32, u32)> = [1, 2, 3, 4, 9, 150, 151, 153, 198, 199, 200]
            .into_iter()
            .flat_map(|line| [(0, line, 0), (0, line, 2), (1, line, 0), (0, line, 60)])
            .collect();
        let findings: Vec<_> =
            places.iter().flat_map(|&a| places.iter().flat_map(move |&b| [a, b, b])).collect();
        let slow = written(&findings, || true);
        assert!(slow.len() > 1 << 20, "more than is held back");
        assert_eq!(written(&findings, || false), slow);
    }

    #[test]
    fn strings_are_escaped_as_python_escapes_them() {
        recorded::each("text", |case| {
            let text = case["text"].as_str().expect("a text");
            let mut out = Vec::new();
            let mut json = JsonText::new(&mut out, Strings::Ascii);
            json.string(text);
            json.finish().expect("memory takes all");
            (case["json"].as_str().expect("a text").to_owned(), String::from_utf8(out).expect("text"))
        });
    }
}
