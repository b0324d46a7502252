//! The json format: the whole report with its keys sorted, for machines and for later baselines.

use std::borrow::Cow;
use std::io::Write;

use rustc_hash::FxHashMap;
use stockade_core::finding::{Cwe, Finding, Level};
use stockade_core::report::{Excerpts, FileReport};

use crate::bandit::format::Failure;
use crate::bandit::python::json_text::{Common, JsonText};
use crate::bandit::python::time;
use crate::bandit::selection::{Place, Selected};
use crate::bandit::{View, counts};

// All keys are sorted as Python sorts them.

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let selection = view.selection();
    let mut issues = Issues::new(view.context_lines());
    let mut json = JsonText::new(out);
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
    files: Option<(&'r FileReport, Common)>,
    levels: FxHashMap<Levels, Common>,
    /// By id and name.
    rules: FxHashMap<(&'static str, &'static str), Common>,
}

/// What is said of how bad a finding is, with its message where that is the same for all.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Levels {
    severity: Level,
    confidence: Level,
    cwe: Cwe,
    message: Option<&'static str>,
}

impl Levels {
    fn of(finding: &Finding) -> Levels {
        let &Finding { severity, confidence, cwe, ref message, .. } = finding;
        let message = if let Cow::Borrowed(message) = *message { Some(message) } else { None };
        Levels { severity, confidence, cwe, message }
    }
}

impl<'r> Issues<'r> {
    fn new(context: u32) -> Issues<'r> {
        Issues { context, files: None, levels: FxHashMap::default(), rules: FxHashMap::default() }
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
            place(json, file, finding, self.context);
            match &self.files {
                Some((known, common)) if std::ptr::eq(*known, file) => json.again(common),
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
            lines(json, finding);
            let common = self.rules.entry((finding.rule.id, finding.rule.test_name)).or_insert_with(|| {
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
        place(json, file, finding, self.context);
        filename(json, file);
        levels(json, finding);
        message(json, finding);
        lines(json, finding);
        rule(json, finding);
    }
}

fn place(json: &mut JsonText<'_>, file: &FileReport, finding: &Finding, context: u32) {
    json.key("code");
    json.string_of(|json| code(json, file, finding, context));
    json.key("col_offset");
    json.number(finding.column);
    json.key("end_col_offset");
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

fn lines(json: &mut JsonText<'_>, finding: &Finding) {
    json.key("line_number");
    json.number(finding.line);
    json.key("line_range");
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

/// The code around a finding, each line behind its number.
fn code(json: &mut JsonText<'_>, file: &FileReport, finding: &Finding, context: u32) {
    let (first, end) = Excerpts::window(finding, context);
    for (number, line) in file.excerpts.lines(first, end) {
        json.number(number);
        json.part(" ");
        json.part(line);
    }
}
