//! The text that people read in a terminal: each finding with its code underlined, how bad and how sure it is, and what
//! to do about it. What comes after the findings is in [`summary`].

mod summary;

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Group, Level as Tone, Origin, Renderer, Snippet};
use stockade_core::finding::{Finding, Level, Span};
use stockade_core::report::{FileReport, RemarkKind};

use crate::{View, plain};

/// A finding of more lines is underlined in its first alone: what is wrong is said there, and the rest is long.
const MAX_LINES: u32 = 6;

/// Writes the report.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let renderer = if view.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(view.width.max(40));
    for (file, finding) in view.findings() {
        writeln!(out, "{}\n", renderer.render(&[block(file, finding)]))?;
    }
    for file in &view.report.files {
        for remark in &file.remarks {
            let fails = remark.kind == RemarkKind::NoReason && view.fail_on.is_some();
            let tone = if fails { Tone::ERROR } else { Tone::WARNING };
            let title = tone.primary_title(remark.message.as_str());
            let group = title.elements(snippet(file, remark.span));
            writeln!(out, "{}\n", renderer.render(&[group]))?;
        }
    }
    if view.quiet { Ok(()) } else { summary::write(view, out) }
}

/// Writes the report with a line a finding: `FILE:LINE:COLUMN: SEVERITY ID MESSAGE`, where columns count characters. What
/// fails the scan and is no finding has `error` there.
pub(crate) fn write_concise(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (file, finding) in view.findings() {
        let place = place(file, finding.span);
        let (severity, id) = (finding.severity.title().to_lowercase(), finding.rule.id);
        writeln!(out, "{place}: {severity} {id} {}", plain(&finding.message))?;
    }
    for (file, remark) in view.without_reason() {
        writeln!(out, "{}: error {}", place(file, remark.span), plain(&remark.message))?;
    }
    if view.quiet { Ok(()) } else { summary::write(view, out) }
}

/// A finding with its code.
fn block<'a>(file: &'a FileReport, finding: &'a Finding) -> Group<'a> {
    let (tone, name) = match finding.severity {
        Level::High => (Tone::ERROR, "high"),
        Level::Medium => (Tone::WARNING, "medium"),
        Level::Low => (Tone::INFO, "low"),
        Level::Undefined => (Tone::NOTE, "undefined"),
    };
    let title = tone.with_name(name).primary_title(finding.message.trim_end()).id(finding.rule.id);
    let confidence = finding.confidence.title().to_lowercase();
    let cwe = if finding.cwe.0 == 0 { String::new() } else { format!(", CWE-{}", finding.cwe.0) };
    let advice = finding.fix.as_ref().map_or(finding.rule.advice, |fix| fix.title.as_ref());
    let fixable = if finding.fix.is_some() { "; `--fix` does it" } else { "" };
    let more =
        format!("{name} severity, {confidence} confidence{cwe} (stockade explain {})", finding.rule.id);
    title
        .elements(snippet(file, finding.span))
        .element(Tone::NOTE.no_name().message(more))
        .element(Tone::HELP.message(format!("{}{fixable}", advice.trim_end_matches('.'))))
}

/// The code of a span, if it was kept; else its place alone.
fn snippet(file: &FileReport, span: Span) -> Vec<Element<'_>> {
    let first = span.start.line;
    let last = if span.end.line - first < MAX_LINES { span.end.line } else { first };
    let (mut code, mut start, mut end, mut is_cut) = (String::new(), 0, 0, false);
    for (number, line) in file.excerpts.lines(first, last + 1) {
        let from = if number == first { span.start.column as usize } else { 0 };
        let to = if number == span.end.line { span.end.column as usize } else { line.trim_end().len() };
        let (shown, cut) = shown(line, from);
        let at = |column: usize| code.len() + floor(shown, column.saturating_sub(cut));
        if number == first {
            (start, is_cut) = (at(from), cut > 0);
        }
        end = at(to).max(start);
        code.push_str(shown);
    }
    if code.is_empty() {
        return Vec::new();
    }
    let (cell, line) = file.cell(first).map_or((None, first), |(cell, line)| (Some(cell), line));
    let path = plain(&file.name);
    let path = cell.map_or_else(|| path.to_string(), |cell| format!("{path}:cell {cell}"));
    let annotation = AnnotationKind::Primary.span(start..end);
    let snippet = Snippet::source(code).line_start(line as usize).annotation(annotation);
    if !is_cut {
        return vec![snippet.path(path).into()];
    }
    // The column is that in the line, not in what is shown of it.
    let column = file.excerpts.width_before(span.start).map_or(1, |width| width.characters as usize + 1);
    vec![Origin::path(path).line(line as usize).char_column(column).into(), snippet.into()]
}

/// A line longer than this, in bytes, is not shown as a whole: it can be as long as its file.
const MAX_WIDTH: usize = 4096;

/// What is shown of a line of which the column `from` is to be seen, and how many bytes are left out before it.
fn shown(line: &str, from: usize) -> (&str, usize) {
    if line.len() <= MAX_WIDTH {
        return (line, 0);
    }
    let cut = line.floor_char_boundary(from.saturating_sub(MAX_WIDTH / 4));
    (&line[cut..line.floor_char_boundary(cut + MAX_WIDTH)], cut)
}

/// The nearest place in a text, at or before an offset, where a character begins.
fn floor(text: &str, offset: usize) -> usize {
    text.floor_char_boundary(offset.min(text.len()))
}

/// `FILE:LINE:COLUMN`, and for notebooks `FILE:cell CELL:LINE:COLUMN`.
fn place(file: &FileReport, span: Span) -> String {
    let column = file.excerpts.width_before(span.start).map_or(1, |width| width.characters.saturating_add(1));
    let name = plain(&file.name);
    match file.cell(span.start.line) {
        None => format!("{name}:{}:{column}", span.start.line),
        Some((cell, line)) => format!("{name}:cell {cell}:{line}:{column}"),
    }
}
