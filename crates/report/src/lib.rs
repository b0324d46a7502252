//! How a finished scan is told: one writer a format.
//!
//! [`bandit`] holds the formats of `stockade bandit`, byte for byte. The others are those of `stockade scan`. Writers read
//! a finished [`Report`] and nothing else: no source file, no clock, no environment. They print nothing themselves.

pub mod bandit;
mod bandit_json;
mod csv;
pub mod escape;
mod format;
mod github;
mod gitlab;
mod html;
mod human;
mod identity;
mod json;
mod json_text;
mod junit;
mod markdown;
mod order;
mod page;
mod place;
mod sarif;
pub mod stream;
#[cfg(test)]
mod testing;
pub mod uri;

use std::time::SystemTime;

use stockade_core::config::settings::Threshold;
use stockade_core::finding::{Finding, Level, Suppression, Suppressor};
use stockade_core::report::{FileReport, Remark, Report, Verdict};

pub use escape::plain;
pub use format::Format;

/// A report of a scan in the native dialect, and how it is to be told.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// What was found. Names of files are relative to the root; all that is not to be reported is already suppressed.
    pub report: &'a Report,
    /// From where on findings fail the scan; none for never.
    pub fail_on: Option<Threshold>,
    /// Whether a file that could not be parsed fails the scan.
    pub strict: bool,
    /// What tells this analysis from others of the same tool and commit, for GitHub: `automationDetails.id`.
    pub category: Option<&'a str>,
    /// Whether text for people has colours.
    pub colour: bool,
    /// How many columns the terminal has, for text for people.
    pub width: usize,
    /// Whether text for people lists what was left out, too.
    pub verbose: bool,
    /// Whether text for people ends with the last finding.
    pub quiet: bool,
}

impl<'a> View<'a> {
    /// The plain view: nothing fails the scan, and text has no colours and 100 columns.
    #[must_use]
    pub fn new(report: &'a Report) -> View<'a> {
        View {
            report,
            fail_on: None,
            strict: false,
            category: None,
            colour: false,
            width: 100,
            verbose: false,
            quiet: false,
        }
    }

    /// The findings, each with its file: by file, then by place.
    pub fn findings(&self) -> impl Iterator<Item = (&'a FileReport, &'a Finding)> + use<'a> {
        self.report.files.iter().flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
    }

    /// The findings that fail the scan.
    pub fn failing(&self) -> impl Iterator<Item = (&'a FileReport, &'a Finding)> + use<'a, '_> {
        self.findings().filter(|(_, finding)| self.fails(finding))
    }

    /// Whether the scan did what it was to do: each file was read and, under `strict`, parsed as a whole.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.report.verdict(self.fail_on, self.strict) != Verdict::Incomplete
    }

    /// The suppressions that fail the scan, for they give no reason though they must.
    pub(crate) fn without_reason(&self) -> impl Iterator<Item = (&'a FileReport, &'a Remark)> + use<'a> {
        let files = if self.fail_on.is_some() { self.report.files.as_slice() } else { &[] };
        files.iter().flat_map(|file| file.without_reason().map(move |remark| (file, remark)))
    }

    /// Whether a finding fails the scan.
    #[must_use]
    pub fn fails(&self, finding: &Finding) -> bool {
        self.fail_on.is_some_and(|threshold| threshold.is_met(finding.severity, finding.confidence))
    }
}

/// What the tool is called in formats.
pub const NAME: &str = "stockade";
/// Its version.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
/// Where it is told of.
pub const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// A level in lower case, as the formats for machines carry it.
pub(crate) fn word(level: Level) -> &'static str {
    match level {
        Level::High => "high",
        Level::Medium => "medium",
        Level::Low => "low",
        Level::Undefined => "undefined",
    }
}

/// `2026-01-31T12:00:00Z`.
pub(crate) fn time(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(time.max(SystemTime::UNIX_EPOCH)).to_string()
}

/// Why a finding is not reported, in a sentence: what suppressed it, and the reason that was given.
pub(crate) fn reason(suppression: &Suppression) -> String {
    let by = match &suppression.by {
        Suppressor::Nosec { line } => format!("# nosec on line {line}"),
        Suppressor::Noqa { line } => format!("# noqa on line {line}"),
        Suppressor::PerFileIgnore { pattern } => format!("per-file-ignores for {pattern}"),
        Suppressor::TestFile => "the file is a test, where this rule is quiet".to_owned(),
        Suppressor::Baseline => "known to the baseline".to_owned(),
        Suppressor::Unchanged => "on lines that did not change".to_owned(),
    };
    match &suppression.reason {
        Some(reason) => format!("{by}: {reason}"),
        None => by,
    }
}
