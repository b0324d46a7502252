//! What comes after the findings: counts by rule and severity, what was suppressed or not scanned and why, and whether
//! the scan fails.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use stockade_core::finding::{Finding, Level, RuleInfo, Suppressor};
use stockade_core::report::{Configuration, RemarkKind};

use crate::{View, plain};

/// How many rules the table lists.
const ROWS: usize = 15;

/// The severities, as columns.
const COLUMNS: [Level; 3] = [Level::High, Level::Medium, Level::Low];

/// Writes the summary.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    problems(view, out)?;
    table(view, out)?;
    if let Some(line) = suppressed(view) {
        writeln!(out, "{line}")?;
    }
    below(view, out)?;
    remarks(view, out)?;
    left_out(view, out)?;
    stale(view, out)?;
    match &view.report.run.configuration {
        Configuration::None => {}
        Configuration::Own { path, .. } => writeln!(out, "Configuration: {}", plain(path))?,
        Configuration::Bandit { path, .. } => {
            writeln!(out, "Configuration: {}, which is Bandit's; there is none of Stockade's", plain(path))?;
        }
    }
    for note in &view.report.run.notes {
        writeln!(out, "Note: {}", plain(note))?;
    }
    verdict(view, out)
}

/// Files that could not be scanned, or not as a whole.
fn problems(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let error = view.style(AnsiColor::BrightRed);
    let warning = view.style(AnsiColor::Yellow);
    for file in &view.report.files {
        let name = plain(&file.name);
        if let Some(reason) = &file.skipped {
            writeln!(out, "{error}error{error:#}: {name} was not scanned: {}", plain(reason))?;
        } else if let Some(broken) = &file.broken {
            let place = super::place(file, broken.span);
            let what = "findings are those of what could be parsed";
            writeln!(out, "{warning}warning{warning:#}: {place}: {}; {what}", plain(&broken.message))?;
        }
        for record in &file.log {
            writeln!(out, "{error}error{error:#}: {}", plain(&record.message))?;
        }
    }
    Ok(())
}

fn table(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<&str, (&RuleInfo, [u64; 3])> = BTreeMap::new();
    for (_, finding) in view.findings() {
        let (_, row) = counts.entry(finding.rule.id).or_insert((finding.rule, [0; 3]));
        if let Some(at) = COLUMNS.iter().position(|&level| level == finding.severity) {
            row[at] += 1;
        }
    }
    if counts.is_empty() {
        return Ok(());
    }
    let mut rows: Vec<(&RuleInfo, [u64; 3])> = counts.into_values().collect();
    rows.sort_by(|(_, one), (_, other)| other.cmp(one));
    let bold = view.effect(Style::new().bold());
    let title_width = view.width.clamp(60, 110) - 34;
    writeln!(
        out,
        "{bold}{:6} {:title_width$} {:>7} {:>7} {:>7}{bold:#}",
        "Rule", "", "high", "medium", "low"
    )?;
    for (rule, row) in rows.iter().take(ROWS) {
        let title: String = rule.title().replace('`', "").chars().take(title_width).collect();
        write!(out, "{:6} {title:title_width$}", rule.id)?;
        cells(view, out, row)?;
    }
    if rows.len() > ROWS {
        let mut rest = [0; 3];
        for (_, row) in &rows[ROWS..] {
            (0..3).for_each(|at| rest[at] += row[at]);
        }
        write!(out, "{:6} {:title_width$}", "", format!("{} more rules", rows.len() - ROWS))?;
        cells(view, out, &rest)?;
    }
    let mut totals = [0; 3];
    for (_, row) in &rows {
        (0..3).for_each(|at| totals[at] += row[at]);
    }
    write!(out, "{:6} {:title_width$}", "total", "")?;
    cells(view, out, &totals)?;
    writeln!(out)
}

fn cells(view: &View<'_>, out: &mut dyn Write, row: &[u64; 3]) -> io::Result<()> {
    for (count, level) in row.iter().zip(COLUMNS) {
        match count {
            0 => write!(out, " {:>7}", "-")?,
            count => {
                let style = view.style(colour(level));
                write!(out, " {style}{count:>7}{style:#}")?;
            }
        }
    }
    writeln!(out)
}

/// How many findings are not reported, by what suppressed them.
fn suppressed(view: &View<'_>) -> Option<String> {
    let findings = view.report.files.iter().flat_map(|file| &file.suppressed);
    let mut counts: BTreeMap<(usize, &str), u64> = BTreeMap::new();
    for finding in findings {
        let by = finding.suppression.as_ref().map(|suppression| &suppression.by);
        *counts.entry(suppressor(by)).or_default() += 1;
    }
    (!counts.is_empty()).then(|| {
        let parts: Vec<String> = counts.iter().map(|((_, by), count)| format!("{count} {by}")).collect();
        format!("Suppressed: {}", parts.join(", "))
    })
}

fn suppressor(by: Option<&Suppressor>) -> (usize, &'static str) {
    match by {
        None => (0, "by a comment"),
        Some(Suppressor::Nosec { .. }) => (1, "by # nosec"),
        Some(Suppressor::Noqa { .. }) => (2, "by # noqa"),
        Some(Suppressor::PerFileIgnore { .. }) => (3, "by per-file-ignores"),
        Some(Suppressor::TestFile) => (4, "in tests, where the rule is quiet"),
        Some(Suppressor::Baseline) => (5, "known to the baseline"),
        Some(Suppressor::Unchanged) => (6, "on unchanged lines"),
    }
}

/// How many findings are below the threshold of reports, and whether the scan fails by them.
fn below(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let below: Vec<&Finding> = view.report.files.iter().flat_map(|file| &file.below).collect();
    if below.is_empty() {
        return Ok(());
    }
    let failing = below.iter().filter(|finding| view.fails(finding)).count();
    let fails = if failing == 0 { String::new() } else { format!(", {failing} of which fail the scan") };
    let (count, s) = (grouped(below.len() as u64), plural(below.len()));
    writeln!(out, "Not shown: {count} finding{s} below --report-on{fails}")
}

/// How many remarks there are that are to be acted on: the remarks themselves stand among the findings.
fn remarks(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let unused = view.report.files.iter().flat_map(|file| &file.remarks);
    let unused = unused.filter(|remark| remark.kind == RemarkKind::Unused).count();
    if unused > 0 {
        let s = plural(unused);
        writeln!(out, "Unused: {unused} suppression{s}; `stockade scan --fix` removes them")?;
    }
    let remarks = view.report.files.iter().flat_map(|file| &file.remarks);
    let cells = remarks.filter(|remark| remark.kind == RemarkKind::UnknownMagic).count();
    if cells > 0 {
        writeln!(out, "Not scanned: {cells} notebook cell{} with a magic that is not known", plural(cells))?;
    }
    let without_reason = view.without_reason().count();
    if without_reason > 0 {
        let (s, fails) = (plural(without_reason), if without_reason == 1 { "fails" } else { "fail" });
        writeln!(out, "No reason: {without_reason} suppression{s}, which {fails} the scan")?;
    }
    Ok(())
}

fn left_out(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let left_out = &view.report.run.left_out;
    if left_out.is_empty() {
        return Ok(());
    }
    if view.verbose {
        writeln!(out, "Not scanned:")?;
        for one in left_out {
            writeln!(out, "  {} ({})", plain(&one.name), plain(&one.by))?;
        }
        return Ok(());
    }
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for one in left_out {
        *counts.entry(&one.by).or_default() += 1;
    }
    let mut counts: Vec<(&str, u64)> = counts.into_iter().collect();
    counts.sort_by_key(|&(by, count)| (std::cmp::Reverse(count), by));
    let mut line = String::new();
    for (by, count) in counts.iter().take(4) {
        let _ = write!(line, "{count} by {}, ", plain(by));
    }
    if let Some(more) = counts.get(4..).filter(|more| !more.is_empty()) {
        let count: u64 = more.iter().map(|(_, count)| count).sum();
        let _ = write!(line, "{count} by {} more, ", more.len());
    }
    writeln!(out, "Not scanned: {}--verbose lists them", line)
}

fn stale(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let stale = &view.report.run.stale;
    let count: u64 = stale.iter().map(|entry| entry.count).sum();
    if count == 0 {
        return Ok(());
    }
    let what = if count == 1 { "entry is" } else { "entries are" };
    writeln!(out, "Baseline: {count} {what} stale; `stockade baseline prune` removes them")?;
    for entry in stale.iter().filter(|_| view.verbose) {
        writeln!(out, "  {} {} ({})", plain(&entry.file), entry.rule, entry.count)?;
    }
    Ok(())
}

fn verdict(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let totals = view.report.totals();
    let files = view.report.files.len();
    let scope = format!(
        "{} file{}, {} line{} of code",
        grouped(files as u64),
        plural(files),
        grouped(totals.lines_of_code),
        plural(usize::try_from(totals.lines_of_code).unwrap_or(usize::MAX))
    );
    let found = view.findings().count();
    let failing = view.failing().count();
    let bold = view.effect(Style::new().bold());
    let says: &dyn Display = match found {
        0 => &"No findings",
        1 => &"1 finding",
        found => &format!("{} findings", grouped(found as u64)),
    };
    let fixable = view.findings().filter(|(_, finding): &(_, &Finding)| finding.fix.is_some()).count();
    write!(out, "{bold}{says}{bold:#} in {scope}")?;
    if fixable > 0 {
        write!(out, "; {fixable} can be fixed by `--fix`")?;
    }
    if let Some(threshold) = view.fail_on.filter(|_| failing != found) {
        let level = threshold.severity.title().to_lowercase();
        write!(out, "; {failing} at or above {level}")?;
    }
    writeln!(out)
}

/// The colour of a severity.
fn colour(level: Level) -> AnsiColor {
    match level {
        Level::High => AnsiColor::BrightRed,
        Level::Medium => AnsiColor::Yellow,
        Level::Low | Level::Undefined => AnsiColor::BrightBlue,
    }
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// A number with a comma at each thousand.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl View<'_> {
    fn effect(&self, style: Style) -> Style {
        if self.colour { style } else { Style::new() }
    }

    fn style(&self, colour: AnsiColor) -> Style {
        self.effect(Style::new().fg_color(Some(colour.into())).bold())
    }
}
