//! The txt format: for people, in plain text. The screen format shares all of it but the colours.
//!
//! The words are Bandit's own, kept because the report must be the same byte for byte; NOTICE credits them.

use std::io::{self, Write};

use stockade_core::finding::Level;

use crate::bandit::View;
use crate::bandit::escape::for_terminal;
use crate::bandit::format::Failure;
use crate::bandit::python::time;
use crate::bandit::selection::Place;

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    Ok(Page { view, out, colour: None }.write()?)
}

/// The escape sequences that colour a page.
pub(crate) struct Colour {
    pub(crate) reset: &'static str,
    pub(crate) header: &'static str,
    /// By severity.
    pub(crate) severity: fn(Level) -> &'static str,
}

/// A report for people, on its way out.
pub(crate) struct Page<'a, 'o> {
    pub(crate) view: &'a View<'a>,
    pub(crate) out: &'o mut dyn Write,
    pub(crate) colour: Option<&'a Colour>,
}

/// What stands before each line of a candidate.
const INDENT: &str = "          ";

impl Page<'_, '_> {
    /// Writes the page; nothing at all where quiet is asked for and there is nothing to report.
    pub(crate) fn write(&mut self) -> io::Result<()> {
        let view = self.view;
        let selection = view.selection();
        if view.quiet && selection.is_empty() {
            return Ok(());
        }
        self.header(&format!("Run started:{}", time::datetime(view.now)))?;
        if view.verbose {
            self.files()?;
        }
        self.header("\nTest results:")?;
        if selection.is_empty() {
            self.line("\tNo issues identified.")?;
        }
        for selected in selection.iter() {
            if selected.candidates.is_empty() {
                self.finding(selected.place, "", true)?;
                self.code(selected.place, "")?;
            } else {
                self.finding(selected.place, "", false)?;
                self.line("\n-- Candidate Issues --")?;
                for &candidate in selected.candidates {
                    self.finding(candidate, INDENT, true)?;
                    self.code(candidate, INDENT)?;
                    self.line("\n")?;
                }
            }
            self.line("--------------------------------------------------")?;
        }
        self.totals()?;
        let skipped: Vec<(&str, &str)> = view.report.skipped().collect();
        self.header(&format!("Files skipped ({}):", skipped.len()))?;
        for (name, reason) in skipped {
            self.line(&format!("\t{} ({reason})", for_terminal(name)))?;
        }
        Ok(())
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())?;
        self.out.write_all(b"\n")
    }

    fn header(&mut self, text: &str) -> io::Result<()> {
        match self.colour {
            Some(colour) => self.line(&format!("{}{text}{}", colour.header, colour.reset)),
            None => self.line(text),
        }
    }

    /// The files in scope with their scores, and the excluded ones.
    fn files(&mut self) -> io::Result<()> {
        let report = self.view.report;
        let in_scope = report.files.iter().filter(|file| file.skipped.is_none());
        self.header(&format!("Files in scope ({}):", in_scope.clone().count()))?;
        for file in in_scope {
            let issues = file.metrics.as_ref().and_then(|metrics| metrics.issues).unwrap_or_default();
            let (severity, confidence) = issues.scores();
            let name = for_terminal(&file.name);
            self.line(&format!("\t{name} (score: {{SEVERITY: {severity}, CONFIDENCE: {confidence}}})"))?;
        }
        self.header(&format!("Files excluded ({}):", report.excluded.len()))?;
        for name in &report.excluded {
            self.line(&format!("\t{}", for_terminal(name)))?;
        }
        Ok(())
    }

    fn finding(&mut self, place: Place, indent: &str, with_position: bool) -> io::Result<()> {
        let Place { file, finding } = place;
        let rule = finding.rule;
        let (severity, reset) = match self.colour {
            Some(colour) => ((colour.severity)(finding.severity), colour.reset),
            None => ("", ""),
        };
        let message = for_terminal(&finding.message);
        self.line(&format!("{indent}{severity}>> Issue: [{}:{}] {message}", rule.id, rule.test_name))?;
        let (severity, confidence) = (finding.severity.title(), finding.confidence.title());
        self.line(&format!("{indent}   Severity: {severity}   Confidence: {confidence}"))?;
        self.line(&format!("{indent}   CWE: {}", finding.cwe))?;
        self.line(&format!("{indent}   More Info: {}", rule.more_info().unwrap_or_default()))?;
        let name = for_terminal(&file.name);
        if with_position {
            let (line, column) = (finding.line, finding.column);
            self.line(&format!("{indent}   Location: {name}:{line}:{column}{reset}"))
        } else {
            self.line(&format!("{indent}   Location: {name}::{reset}"))
        }
    }

    fn code(&mut self, place: Place, indent: &str) -> io::Result<()> {
        let code = place.code(self.view.context_lines(), '\t');
        for line in for_terminal(&code).split('\n') {
            self.out.write_all(indent.as_bytes())?;
            self.line(line)?;
        }
        Ok(())
    }

    fn totals(&mut self) -> io::Result<()> {
        let totals = self.view.report.totals();
        self.header("\nCode scanned:")?;
        self.line(&format!("\tTotal lines of code: {}", totals.lines_of_code))?;
        self.line(&format!("\tTotal lines skipped (#nosec): {}", totals.nosec))?;
        if self.colour.is_none() {
            let what =
                "Total potential issues skipped due to specifically being disabled (e.g., #nosec BXXX)";
            self.line(&format!("\t{what}: {}", totals.skipped_tests))?;
        }
        self.header("\nRun metrics:")?;
        let issues = totals.issues.unwrap_or_default();
        for (criterion, counts) in [("severity", issues.severity), ("confidence", issues.confidence)] {
            self.line(&format!("\tTotal issues (by {criterion}):"))?;
            for level in Level::ALL {
                self.line(&format!("\t\t{}: {}", level.title(), counts[level as usize]))?;
            }
        }
        Ok(())
    }
}
