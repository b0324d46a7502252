//! The json format: the whole report with its keys sorted, for machines and for later baselines.

use std::io::{self, Write};

use serde::Serialize;
use stockade_core::finding::{Cwe, LineRange};
use stockade_core::report::FileReport;

use crate::bandit::format::Failure;
use crate::bandit::python::json_write::{self, Map, Seq};
use crate::bandit::python::time;
use crate::bandit::selection::{Place, Selected};
use crate::bandit::{View, counts};

// The fields of these are sorted as Python sorts keys.

#[derive(Serialize)]
struct Document<E, M, R> {
    errors: E,
    generated_at: String,
    metrics: M,
    results: R,
}

#[derive(Serialize)]
struct Skipped<'a> {
    filename: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Issue<'a> {
    /// Findings that cannot be told from this one, where a baseline knows some of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    candidates: Option<Vec<Issue<'a>>>,
    code: String,
    col_offset: u32,
    end_col_offset: u32,
    filename: &'a str,
    issue_confidence: &'static str,
    issue_cwe: Weakness,
    issue_severity: &'static str,
    issue_text: &'a str,
    line_number: u32,
    #[serde(serialize_with = "each_line")]
    line_range: LineRange,
    /// A candidate has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    more_info: Option<String>,
    test_id: &'static str,
    test_name: &'static str,
}

/// Both or neither.
#[derive(Serialize)]
struct Weakness {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
}

impl<'a> Skipped<'a> {
    /// A scan in the native dialect reports what it can make of a broken file, which Bandit skips.
    fn of(file: &'a FileReport) -> Option<Skipped<'a>> {
        let broken = file.broken.as_ref().map(|_| "syntax error while parsing AST from file");
        let reason = file.skipped.as_deref().or(broken)?;
        Some(Skipped { filename: &file.name, reason })
    }
}

impl<'a> Issue<'a> {
    fn of(place: Place<'a>, context: u32) -> Issue<'a> {
        let Place { file, finding } = place;
        Issue {
            candidates: None,
            code: place.code(context, ' '),
            col_offset: finding.column,
            end_col_offset: finding.end_column,
            filename: &file.name,
            issue_confidence: finding.confidence.as_str(),
            issue_cwe: Weakness::of(finding.cwe),
            issue_severity: finding.severity.as_str(),
            issue_text: &finding.message,
            line_number: finding.line,
            line_range: finding.lines,
            more_info: None,
            test_id: finding.rule.id,
            test_name: finding.rule.test_name,
        }
    }

    fn of_selected(selected: Selected<'a>, context: u32) -> Issue<'a> {
        let candidates = selected.candidates.iter().map(|&place| Issue::of(place, context)).collect();
        Issue {
            candidates: (!selected.candidates.is_empty()).then_some(candidates),
            more_info: Some(selected.place.finding.rule.more_info().unwrap_or_default()),
            ..Issue::of(selected.place, context)
        }
    }
}

impl Weakness {
    fn of(cwe: Cwe) -> Weakness {
        let cwe = (cwe != Cwe::NONE).then_some(cwe);
        Weakness { id: cwe.map(|cwe| cwe.0), link: cwe.map(Cwe::link) }
    }
}

fn each_line<S: serde::Serializer>(lines: &LineRange, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(lines.iter())
}

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let context = view.context_lines();
    let selection = view.selection();
    let results = selection.sorted(view.aggregate);
    let metrics = counts::sorted(view.report);
    let document = Document {
        errors: Seq(|| view.report.files.iter().filter_map(Skipped::of)),
        generated_at: time::seconds(view.now),
        metrics: Map(|| metrics.iter().map(|(name, counts)| (name, Map(|| counts.iter().copied())))),
        results: Seq(|| results.iter().map(|&selected| Issue::of_selected(selected, context))),
    };
    let written: io::Result<()> = json_write::write(&document, out);
    Ok(written?)
}
