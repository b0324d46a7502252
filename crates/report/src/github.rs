//! Annotations of GitHub Actions: a workflow command a finding, which puts it beside the code in a pull request
//! (<https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>).
//!
//! GitHub shows the first ten of each level that a step writes, so the gravest come first; the log has them all.

use std::fmt::Write as _;
use std::io::{self, Write};

use stockade_core::finding::{Finding, Level, Span};
use stockade_core::report::FileReport;

use crate::escape::{Data, Property};
use crate::order::{self, Entry};
use crate::place::{self, Region, Unit};
use crate::{View, plain};

/// How many annotations of a level GitHub shows for a step.
const SHOWN: usize = 10;

/// Writes the report.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut findings: Vec<Entry<'_>> = view.findings().collect();
    order::gravest_first(&mut findings);
    // First, for there is room for ten notices only.
    summary(view, &findings, out)?;
    for file in &view.report.files {
        if let Some(reason) = &file.skipped {
            let what = Command { level: "error", file: Some(file), span: None, title: "Not scanned" };
            what.write(&format!("{}: not scanned: {}", plain(&file.name), plain(reason)), out)?;
        } else if let Some(broken) = &file.broken {
            let what = Command {
                level: "warning",
                file: Some(file),
                span: Some(broken.span),
                title: "Syntax error",
            };
            let place = spoken_place(file, broken.span);
            let rest = "findings are those of what could be parsed";
            what.write(&format!("{place}: {}; {rest}", plain(&broken.message)), out)?;
        }
    }
    for note in &view.report.run.notes {
        let what = Command { level: "warning", file: None, span: None, title: "Stockade" };
        what.write(&plain(note), out)?;
    }
    for (file, remark) in view.without_reason() {
        let what = Command { level: "error", file: Some(file), span: Some(remark.span), title: "No reason" };
        what.write(&format!("{}: {}", spoken_place(file, remark.span), plain(&remark.message)), out)?;
    }
    for (file, finding) in findings {
        annotate(file, finding, out)?;
    }
    Ok(())
}

fn annotate(file: &FileReport, finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let rule = finding.rule;
    let level = level(finding.severity);
    let title = format!("{} {}", rule.id, rule.name);
    let mut message = format!(
        "{}: {} {} ({} severity, {} confidence)",
        spoken_place(file, finding.span),
        rule.id,
        plain(finding.message.trim_end()),
        crate::word(finding.severity),
        crate::word(finding.confidence)
    );
    let advice = finding.fix.as_ref().map_or(rule.advice, |fix| fix.title.as_ref());
    if !advice.is_empty() {
        let _ = write!(message, "\n{advice}");
    }
    Command { level, file: Some(file), span: Some(finding.span), title: &title }.write(&message, out)
}

/// How many findings there are, and how many of them GitHub does not show.
fn summary(view: &View<'_>, findings: &[Entry<'_>], out: &mut dyn Write) -> io::Result<()> {
    let files = view.report.files.len();
    let mut message = format!("{} in {}", counted(findings.len(), "finding"), counted(files, "file"));
    let counts = order::by_severity(findings.iter().copied());
    let mut shown = 0;
    for (at, (severity, count)) in counts.iter().filter(|(_, count)| *count > 0).enumerate() {
        let mark = if at == 0 { ": " } else { ", " };
        let _ = write!(message, "{mark}{count} {}", crate::word(*severity));
    }
    for of_level in ["error", "warning", "notice"] {
        let count: usize =
            counts.iter().filter(|(severity, _)| level(*severity) == of_level).map(|(_, count)| count).sum();
        shown += count.min(SHOWN);
    }
    if shown < findings.len() {
        let _ = write!(
            message,
            ". GitHub shows at most {SHOWN} annotations of each level: the gravest come first, and the log of this step has all"
        );
    }
    Command { level: "notice", file: None, span: None, title: "Stockade" }.write(&message, out)
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn level(severity: Level) -> &'static str {
    match severity {
        Level::High => "error",
        Level::Medium => "warning",
        Level::Low | Level::Undefined => "notice",
    }
}

/// The place as the log shows it, which has nothing but the message.
fn spoken_place(file: &FileReport, span: Span) -> String {
    let name = plain(&file.name);
    match (place::cell(file, span.start.line), Region::of(file, span, Unit::Character)) {
        (Some(cell), _) => format!("{name}, {cell}"),
        (None, Some(region)) => format!("{name}:{}:{}", region.start_line, region.start_column),
        (None, None) => name.into_owned(),
    }
}

/// A workflow command.
struct Command<'a> {
    level: &'static str,
    file: Option<&'a FileReport>,
    span: Option<Span>,
    title: &'a str,
}

impl Command<'_> {
    fn write(&self, message: &str, out: &mut dyn Write) -> io::Result<()> {
        write!(out, "::{} ", self.level)?;
        if let Some(file) = self.file {
            write!(out, "file={},", Property(&file.name))?;
            // The lines of a notebook are those of its cells, not of the file that GitHub shows.
            let span = self.span.filter(|_| file.cells.is_empty());
            if let Some(region) = span.and_then(|span| Region::of(file, span, Unit::Character)) {
                write!(out, "line={},endLine={},", region.start_line, region.end_line)?;
                // Columns mean something to GitHub on one line only.
                if region.start_line == region.end_line {
                    write!(out, "col={},endColumn={},", region.start_column, region.end_column)?;
                }
            }
        }
        writeln!(out, "title={}::{}", Property(self.title), Data(message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn lines(files: impl IntoIterator<Item = FileReport>) -> Vec<String> {
        let report = testing::report(files);
        let text = testing::written(|out| write(&testing::view(&report), out));
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_command_a_finding() {
        assert_eq!(
            lines([testing::scanned("app/a.py", "é = eval(x)\n")]),
            [
                "::notice title=Stockade::1 finding in 1 file: 1 medium",
                "::warning file=app/a.py,line=1,endLine=1,col=5,endColumn=12,title=T1 evaluation::\
                 app/a.py:1:5: T1 Use of eval, detected. (medium severity, high confidence)%0AParse it."
            ]
        );
    }

    #[test]
    fn what_ends_a_property_or_a_line_is_escaped() {
        let mut file = testing::scanned("a,b:c%\r\n::error::x.py", "eval(x)\n");
        file.findings[0].message = "100%\n::error::owned".into();
        let lines = lines([file]);
        assert_eq!(lines.len(), 2);
        let start = "::warning file=a%2Cb%3Ac%25%0D%0A%3A%3Aerror%3A%3Ax.py,line=1,";
        assert!(lines[1].starts_with(start), "{}", lines[1]);
        assert!(lines[1].contains("T1 100%25\\n::error::owned (medium"), "{}", lines[1]);
    }

    #[test]
    fn columns_stand_only_where_they_mean_something() {
        let line = &lines([testing::scanned("a.py", "eval(\n  x)\n")])[1];
        assert!(line.starts_with("::warning file=a.py,line=1,endLine=2,title="), "{line}");
    }

    #[test]
    fn the_gravest_come_first_and_what_is_not_shown_is_said() {
        let mut file = testing::scanned("a.py", &"eval(x)\n".repeat(12));
        file.findings[11].severity = Level::High;
        let lines = lines([file]);
        assert!(
            lines[0].contains("12 findings in 1 file: 1 high, 11 medium. GitHub shows at most 10"),
            "{}",
            lines[0]
        );
        assert!(lines[1].starts_with("::error file=a.py,line=12,"), "{}", lines[1]);
        assert_eq!(lines.len(), 13);
    }

    #[test]
    fn files_that_were_not_read_as_a_whole_are_told() {
        let broken = testing::scanned("b.py", "eval(x)\nprint 1\n");
        let lines = lines([FileReport::skipped("a.py".to_owned(), "Permission denied", None), broken]);
        assert_eq!(lines[1], "::error file=a.py,title=Not scanned::a.py: not scanned: Permission denied");
        assert!(lines[2].starts_with("::warning file=b.py,line=2,endLine=2,"), "{}", lines[2]);
        assert!(lines[3].starts_with("::warning file=b.py,line=1,"), "{}", lines[3]);
    }

    #[test]
    fn a_notebook_has_cells_for_lines() {
        let line = &lines([testing::notebook()])[1];
        assert!(
            line.starts_with("::warning file=n.ipynb,title=T1 evaluation::n.ipynb, cell 3, line 1: T1"),
            "{line}"
        );
    }
}
