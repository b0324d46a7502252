//! The findings as the page's data: JSON, in which places in a line count UTF-16 units, as the script does.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde::Serialize;
use stockade_core::finding::{Finding, Level, RuleInfo, Span, Suppressor};
use stockade_core::report::FileReport;

use crate::place::{Region, Unit};
use crate::{View, reason};

/// How many lines are shown before and after the code of a finding.
const CONTEXT: u32 = 2;
/// How many lines are shown of the code itself.
const MAX_LINES: u32 = 12;
/// How many bytes are shown of a line that is longer.
const WIDTH: usize = 400;
/// How many of them stand before the mark.
const LEAD: usize = 60;

#[derive(Serialize)]
struct Data<'a> {
    rules: Vec<Rule<'a>>,
    files: Vec<&'a str>,
    findings: Vec<Found<'a>>,
}

#[derive(Serialize)]
struct Rule<'a> {
    id: &'a str,
    name: &'a str,
    title: &'a str,
    advice: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
}

/// A finding. Rule and file are given by their numbers, levels by their rank, the gravest being 0.
#[derive(Serialize)]
struct Found<'a> {
    rule: usize,
    file: usize,
    severity: usize,
    confidence: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    cwe: Option<u32>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<u32>,
    line: u32,
    column: u32,
    code: Vec<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<&'a str>,
    /// What kept it from being reported, in a word or two; none for what is reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    /// The same in full.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// A line of code; without a number it stands for those that are not shown.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<(usize, usize)>,
}

/// Writes the data, in which no `<` is left: it could end the element around it.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut data = Data { rules: Vec::new(), files: Vec::new(), findings: Vec::new() };
    let mut rules: FxHashMap<&str, usize> = FxHashMap::default();
    for file in &view.report.files {
        let below = file.below.iter().map(|finding| {
            (finding, Some("below the threshold"), Some("below the threshold of reports".to_owned()))
        });
        let suppressed = file.suppressed.iter().map(|finding| {
            let why = finding.suppression.as_deref();
            (finding, Some(why.map_or("suppressed", |why| state(&why.by))), why.map(reason))
        });
        let reported = file.findings.iter().map(|finding| (finding, None, None));
        let mut all: Vec<_> = reported.chain(below).chain(suppressed).collect();
        all.sort_by_key(|(finding, ..)| finding.span);
        if !all.is_empty() {
            data.files.push(&file.name);
        }
        for (finding, state, why) in all {
            let rule = *rules.entry(finding.rule.id).or_insert_with(|| {
                data.rules.push(of_rule(finding.rule));
                data.rules.len() - 1
            });
            data.findings.push(Found {
                rule,
                file: data.files.len() - 1,
                state,
                why,
                ..of_finding(file, finding)
            });
        }
    }
    serde_json::to_writer(WithoutTags(out), &data).map_err(io::Error::from)
}

fn of_rule(rule: &'static RuleInfo) -> Rule<'static> {
    let (title, address) = (rule.title(), rule.more_info());
    Rule { id: rule.id, name: rule.name, title, advice: rule.advice, address }
}

fn of_finding<'a>(file: &FileReport, finding: &'a Finding) -> Found<'a> {
    let rank = |level: Level| Level::High as usize - level as usize;
    let region = Region::of(file, finding.span, Unit::Character);
    let line = finding.span.start.line;
    let (cell, line) = file.cell(line).map_or((None, line), |(cell, line)| (Some(cell), line));
    Found {
        rule: 0,
        file: 0,
        severity: rank(finding.severity),
        confidence: rank(finding.confidence),
        cwe: (finding.cwe.0 > 0).then_some(finding.cwe.0),
        message: &finding.message,
        cell,
        line,
        column: region.map_or(1, |region| region.start_column),
        code: code(file, finding.span),
        fix: finding.fix.as_ref().map(|fix| fix.title.as_ref()),
        state: None,
        why: None,
    }
}

fn state(by: &Suppressor) -> &'static str {
    match by {
        Suppressor::Nosec { .. } => "nosec",
        Suppressor::Noqa { .. } => "noqa",
        Suppressor::PerFileIgnore { .. } => "per-file ignore",
        Suppressor::TestFile => "test file",
        Suppressor::Baseline => "baseline",
        Suppressor::Unchanged => "unchanged line",
    }
}

/// The lines of a span with some around it, none of them from another cell of a notebook.
fn code(file: &FileReport, span: Span) -> Vec<Line> {
    let (first, last) = (span.start.line, span.end.line);
    let end = last.min(first.saturating_add(MAX_LINES - 1));
    let cell = |line| file.cell(line).map(|(cell, _)| cell);
    let mut lines = Vec::new();
    let shown =
        (first.saturating_sub(CONTEXT).max(1)..=end).chain(last.max(end + 1)..=last.saturating_add(CONTEXT));
    for number in shown {
        let Some(text) = file.excerpts.line(number).filter(|_| cell(number) == cell(first)) else { continue };
        if number == last && last > end + 1 {
            lines.push(Line { number: None, text: String::new(), mark: None });
        }
        let text = text.trim_end_matches(['\n', '\r']);
        let mark = (first..=last).contains(&number).then(|| {
            let indent = text.len() - text.trim_start().len();
            let start = if number == first { span.start.column as usize } else { indent };
            let end = if number == last { span.end.column as usize } else { text.len() };
            (start, end)
        });
        let number = file.cell(number).map_or(number, |(_, line)| line);
        lines.push(clipped(number, text, mark.filter(|(start, end)| start < end)));
    }
    lines
}

/// A line, cut where it is too long, with the place of its mark in what is left.
fn clipped(number: u32, text: &str, mark: Option<(usize, usize)>) -> Line {
    let (mut from, mut to) = (0, text.len());
    if text.len() > WIDTH {
        let start = mark.map_or(0, |(start, _)| start);
        from = text.floor_char_boundary(if start > WIDTH - LEAD { start - LEAD } else { 0 });
        to = text.floor_char_boundary(from.saturating_add(WIDTH));
    }
    let before = if from > 0 { "…" } else { "" };
    let after = if to < text.len() { "…" } else { "" };
    let units = |at: usize| {
        let at = text.floor_char_boundary(at.clamp(from, to));
        before.encode_utf16().count() + text[from..at].encode_utf16().count()
    };
    let mark = mark.map(|(start, end)| (units(start), units(end)));
    Line { number: Some(number), text: format!("{before}{}{after}", &text[from..to]), mark }
}

/// Writes JSON so that it holds no `<`, which in JSON stands in strings alone.
struct WithoutTags<'o>(&'o mut dyn Write);

impl Write for WithoutTags<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for (at, part) in bytes.split(|&byte| byte == b'<').enumerate() {
            if at > 0 {
                self.0.write_all(b"\\u003c")?;
            }
            self.0.write_all(part)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use stockade_core::finding::Position;

    use super::*;
    use crate::testing;

    #[test]
    fn the_middle_of_long_code_is_left_out() {
        let text: String = (1..=40).map(|line| format!("    line {line}\n")).collect();
        let file = testing::file("a.py", &text);
        let at = |line, column| Position { line, column };
        let lines = code(&file, Span { start: at(5, 4), end: at(30, 8) });
        let numbers: Vec<Option<u32>> = lines.iter().map(|line| line.number).collect();
        let expected = (3..=16).map(Some).chain([None]).chain((30..=32).map(Some)).collect::<Vec<_>>();
        assert_eq!(numbers, expected);
        assert_eq!((lines[2].mark, lines[3].mark), (Some((4, 10)), Some((4, 10))));
        assert_eq!((lines[0].mark, lines[15].mark, lines[16].mark), (None, Some((4, 8)), None));
    }
}
