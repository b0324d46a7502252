//! Findings as SARIF's results.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, Fix, Location, LogicalLocation, PhysicalLocation, PropertyBag, Region,
    Replacement, Result, ResultLevel, Suppression,
};
use stockade_core::finding::{self, Cwe, Finding, Level, Span, Suppressor};
use stockade_core::report::FileReport;

use super::rules::{self, Rules};
use super::{MAX_RESULTS, SHOWN_RESULTS, Suppressed, artifact, message, order, place};
use crate::order::Entry;
use crate::place::Unit;
use crate::{View, identity, reason, word};

/// How many lines around a finding are shown.
const CONTEXT: u32 = 2;

/// The findings that become results, in their order.
pub(super) struct Results<'a> {
    view: &'a View<'a>,
    /// The gravest first, where there are more than GitHub shows; else the report's own order is kept.
    sorted: Option<Vec<Entry<'a>>>,
    suppressed: Suppressed,
    /// How many there are in the report.
    pub(super) found: usize,
}

impl<'a> Results<'a> {
    pub(super) fn of(view: &'a View<'a>, suppressed: Suppressed) -> Results<'a> {
        let mut results = Results { view, sorted: None, suppressed, found: 0 };
        results.found = results.all().count();
        if results.found > SHOWN_RESULTS {
            let mut sorted: Vec<Entry<'a>> = results.all().collect();
            order::gravest_first(&mut sorted);
            // What is suppressed matters least.
            sorted.sort_by_key(|(_, finding)| finding.suppression.is_some());
            sorted.truncate(MAX_RESULTS);
            results.sorted = Some(sorted);
        }
        results
    }

    pub(super) fn len(&self) -> usize {
        self.sorted.as_ref().map_or(self.found, Vec::len)
    }

    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = Entry<'a>> + '_> {
        match &self.sorted {
            Some(sorted) => Box::new(sorted.iter().copied()),
            None => Box::new(self.all()),
        }
    }

    fn all(&self) -> impl Iterator<Item = Entry<'a>> + use<'a> {
        let with_suppressed = self.suppressed == Suppressed::Written;
        self.view.report.files.iter().flat_map(move |file| {
            let suppressed = if with_suppressed { file.suppressed.as_slice() } else { &[] };
            file.findings.iter().chain(suppressed).map(move |finding| (file, finding))
        })
    }
}

/// A finding as a result.
pub(super) fn result((file, finding): Entry<'_>, rules: &Rules) -> Result {
    let cell = place::cell(file, finding.span.start.line);
    let text = finding.message.trim_end();
    let mut result = Result::builder()
        .rule_id(rules::id(finding.rule, finding.severity))
        .level(level(finding.severity))
        .message(match &cell {
            Some(cell) => message(&format!("In {cell}: {text}")),
            None => message(text),
        })
        .locations(vec![location(file, finding, cell)])
        .properties(properties(finding))
        .build();
    result.rule_index = rules.index(finding);
    if let Some(print) = &finding.fingerprint {
        let line_hash =
            ("primaryLocationLineHash", Some(print.line_hash.clone()).filter(|hash| !hash.is_empty()));
        let pairs = [line_hash, ("stockadeIdentity/v1", identity::hex(finding))];
        let prints = pairs.into_iter().filter_map(|(key, print)| Some((key.to_owned(), print?)));
        result.partial_fingerprints = Some(prints.collect());
    }
    match &finding.suppression {
        Some(suppression) => result.suppressions = Some(vec![suppressed(file, suppression)]),
        None => result.fixes = finding.fix.as_deref().and_then(|fix| Some(vec![mending(file, fix)?])),
    }
    result
}

fn level(severity: Level) -> ResultLevel {
    match severity {
        Level::High => ResultLevel::Error,
        Level::Medium => ResultLevel::Warning,
        Level::Low | Level::Undefined => ResultLevel::Note,
    }
}

/// Where a finding is. GitHub wants a region of every result: what is in a notebook, whose lines in the file are not
/// known, or belongs to no line, gets the file's first place. A notebook's cell and line are named beside it.
fn location(file: &FileReport, finding: &Finding, cell: Option<String>) -> Location {
    let mut physical = PhysicalLocation::builder().artifact_location(artifact(file)).build();
    let known = if cell.is_none() { region(file, finding.span) } else { None };
    match known {
        Some(mut region) => {
            region.snippet = place::whole_text(file, finding.span).and_then(code);
            physical.region = Some(region);
            physical.context_region = context(file, finding.span);
        }
        None => physical.region = Some(first_place()),
    }
    let mut location = Location::builder().physical_location(physical).build();
    location.logical_locations = cell.map(|cell| {
        let name = format!("{}, {cell}", file.name);
        vec![LogicalLocation::builder().name(cell).fully_qualified_name(name).kind("cell").build()]
    });
    location
}

fn first_place() -> Region {
    Region::builder().start_line(1).start_column(1).end_line(1).end_column(1).build()
}

/// The region of a span in UTF-16 units; none for what belongs to no line.
pub(super) fn region(file: &FileReport, span: Span) -> Option<Region> {
    let region = place::Region::of(file, span, Unit::Utf16)?;
    Some(
        Region::builder()
            .start_line(region.start_line)
            .start_column(region.start_column)
            .end_line(region.end_line)
            .end_column(region.end_column)
            .build(),
    )
}

/// The lines around a span.
fn context(file: &FileReport, span: Span) -> Option<Region> {
    let wanted = span.start.line.saturating_sub(CONTEXT).max(1);
    let first = (wanted..=span.start.line).find(|&line| file.excerpts.line(line).is_some())?;
    let (mut text, mut last) = (String::new(), first);
    for (line, code) in file.excerpts.lines(first, span.end.line + CONTEXT + 1) {
        // A table of many lines would be repeated for each of its findings.
        if text.len() + code.len() > place::MAX_CODE {
            return None;
        }
        text.push_str(code);
        last = line;
    }
    // All of the span must be in it.
    if last < span.end.line {
        return None;
    }
    let mut region = Region::builder().start_line(first).end_line(last).build();
    region.snippet = Some(code(text)?);
    Some(region)
}

fn code(text: String) -> Option<ArtifactContent> {
    (!text.is_empty()).then(|| ArtifactContent::builder().text(text).build())
}

fn properties(finding: &Finding) -> PropertyBag {
    let mut more = BTreeMap::from([
        ("confidence".to_owned(), Value::from(word(finding.confidence))),
        ("severity".to_owned(), Value::from(word(finding.severity))),
    ]);
    if finding.cwe != Cwe::NONE {
        more.insert("cwe".to_owned(), Value::from(format!("CWE-{}", finding.cwe.0)));
    }
    PropertyBag::builder().additional_properties(more).build()
}

fn suppressed(file: &FileReport, suppression: &finding::Suppression) -> Suppression {
    let (kind, line) = match suppression.by {
        Suppressor::Nosec { line } | Suppressor::Noqa { line } => ("inSource", Some(line)),
        _ => ("external", None),
    };
    let mut written = Suppression::builder()
        .kind(kind)
        .status(Value::from("accepted"))
        .justification(reason(suppression))
        .build();
    if let Some(line) = line.filter(|_| file.cells.is_empty()) {
        let region = Region::builder().start_line(line).build();
        let place = PhysicalLocation::builder().artifact_location(artifact(file)).region(region).build();
        written.location = Some(Location::builder().physical_location(place).build());
    }
    written
}

/// A fix, if every place that it changes is known by line and column.
fn mending(file: &FileReport, fix: &finding::Fix) -> Option<Fix> {
    if !file.cells.is_empty() {
        return None;
    }
    let replacement = |edit: &finding::Edit| {
        let span =
            Span { start: file.excerpts.position(edit.start)?, end: file.excerpts.position(edit.end)? };
        let mut replacement = Replacement::builder().deleted_region(region(file, span)?).build();
        if !edit.text.is_empty() {
            replacement.inserted_content = Some(ArtifactContent::builder().text(edit.text.clone()).build());
        }
        Some(replacement)
    };
    let replacements: Vec<Replacement> = fix.edits.iter().map(replacement).collect::<Option<_>>()?;
    if replacements.is_empty() {
        return None;
    }
    let change =
        ArtifactChange::builder().artifact_location(artifact(file)).replacements(replacements).build();
    Some(Fix::builder().description(message(&fix.title)).artifact_changes(vec![change]).build())
}
