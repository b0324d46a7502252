//! The json format: the whole report with its keys sorted, for machines and for later baselines.

use std::io::Write;

use rustc_hash::FxHashMap;
use stockade_core::finding::{Cwe, Finding};
use stockade_core::report::{Excerpts, FileReport};

use crate::bandit::format::Failure;
use crate::bandit::python::json_text::JsonText;
use crate::bandit::python::time;
use crate::bandit::selection::{Place, Selected};
use crate::bandit::{View, counts};

// All keys are sorted as Python sorts them.

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let selection = view.selection();
    let mut issues = Issues { context: view.context_lines(), pages: FxHashMap::default() };
    let mut json = JsonText::new(out);
    json.object(|json| {
        json.key("errors");
        json.array(|json| view.report.files.iter().for_each(|file| skipped(json, file)));
        json.key("generated_at");
        json.string(&time::seconds(view.now));
        json.key("metrics");
        json.object(|json| {
            for (name, counts) in counts::sorted(view.report) {
                json.key(name);
                json.object(|json| {
                    for (name, count) in counts {
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

/// Writes findings.
struct Issues {
    context: u32,
    /// The rules' pages.
    pages: FxHashMap<&'static str, String>,
}

impl Issues {
    fn selected(&mut self, json: &mut JsonText<'_>, selected: Selected<'_>) {
        let info = selected.place.finding.rule;
        let page = self.pages.entry(info.id).or_insert_with(|| info.more_info().unwrap_or_default());
        issue(json, selected.place, self.context, selected.candidates, Some(page));
    }
}

/// A finding, with those that cannot be told from it where a baseline knows some of them. These have no page.
fn issue(
    json: &mut JsonText<'_>,
    place: Place<'_>,
    context: u32,
    candidates: &[Place<'_>],
    page: Option<&str>,
) {
    let Place { file, finding } = place;
    json.object(|json| {
        if !candidates.is_empty() {
            json.key("candidates");
            json.array(|json| {
                for &candidate in candidates {
                    json.item();
                    issue(json, candidate, context, &[], None);
                }
            });
        }
        json.key("code");
        json.string_of(|json| code(json, file, finding, context));
        json.key("col_offset");
        json.number(finding.column);
        json.key("end_col_offset");
        json.number(finding.end_column);
        json.key("filename");
        json.string(&file.name);
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
        json.key("issue_text");
        json.string(&finding.message);
        json.key("line_number");
        json.number(finding.line);
        json.key("line_range");
        json.array(|json| {
            for line in finding.lines.iter() {
                json.item();
                json.number(line);
            }
        });
        if let Some(page) = page {
            json.key("more_info");
            json.string(page);
        }
        json.key("test_id");
        json.string(finding.rule.id);
        json.key("test_name");
        json.string(finding.rule.test_name);
    });
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
