//! The formats of `stockade bandit`: what is asked of a report ([`View`]), and one writer a format ([`Format`]).
//!
//! They are Bandit's nine, byte for byte, save the escapes that `escape` lists. Writers read a finished [`Report`] and
//! nothing else.

pub mod baseline;
mod counts;
mod csv;
mod custom;
mod error;
mod escape;
mod format;
mod html;
mod json;
mod python;
mod sarif;
mod screen;
mod selection;
mod text;
mod xml;
mod yaml;

use std::path::Path;
use std::time::SystemTime;

use stockade_core::finding::Level;
use stockade_core::report::Report;

pub use baseline::Baseline;
pub use error::Error;
pub use format::Format;
pub use selection::{Place, Selected, Selection};

/// A report and how it is to be told.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// What was found.
    pub report: &'a Report,
    /// Findings below this severity are left out.
    pub severity: Level,
    /// Findings below this confidence are left out.
    pub confidence: Level,
    /// How many lines of code to show with a finding (`-n`); less than one counts as one.
    pub context: i64,
    /// What the results of json and yaml are ordered by.
    pub aggregate: Aggregate,
    /// Whether txt and screen list the files in scope and the excluded ones.
    pub verbose: bool,
    /// Whether txt and screen stay silent when there is nothing to report.
    pub quiet: bool,
    /// The findings known before, which are not reported again.
    pub baseline: Option<&'a Baseline>,
    /// The template of the custom format; none is Bandit's own.
    pub template: Option<&'a str>,
    /// The time that the report carries.
    pub now: SystemTime,
    /// The folder that relative file names start from.
    pub working_directory: &'a Path,
}

impl<'a> View<'a> {
    /// The view that Bandit's defaults ask for.
    #[must_use]
    pub fn new(report: &'a Report, now: SystemTime, working_directory: &'a Path) -> View<'a> {
        View {
            report,
            severity: Level::Undefined,
            confidence: Level::Undefined,
            context: 3,
            aggregate: Aggregate::File,
            verbose: false,
            quiet: false,
            baseline: None,
            template: None,
            now,
            working_directory,
        }
    }

    /// How many lines of code to show with a finding, at least one.
    fn context_lines(&self) -> u32 {
        format::clamp_context(self.context)
    }

    /// The findings that this view reports, in report order.
    #[must_use]
    pub fn selection(&self) -> Selection<'a> {
        Selection::of(self)
    }
}

/// What results are ordered by, where a format orders them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aggregate {
    /// The file's name.
    File,
    /// The name of the rule as reports carry it.
    Vulnerability,
}
