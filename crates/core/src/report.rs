//! Everything that one scan knows, as data: what a formatter reads and what the command decides by.

use std::path::PathBuf;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::config::settings::Threshold;
pub use crate::excerpts::Excerpts;
use crate::finding::{Finding, Fix, Level, RuleInfo, Span};
use crate::log;
use crate::metrics::{IssueCounts, Metrics};

/// The answer of a scan.
#[derive(Debug, Default)]
pub struct Report {
    /// The files looked at, in the order of their names.
    pub files: Vec<FileReport>,
    /// The names of the files that an exclusion left out, sorted: of a run whose report lists them.
    pub excluded: Vec<String>,
    /// What is known beside the files, of a scan in the native dialect.
    pub run: Run,
}

/// What is known of a scan beside its files.
#[derive(Debug, Default)]
pub struct Run {
    /// The folder that the names of files start from; absolute.
    pub root: PathBuf,
    /// Where the configuration came from.
    pub configuration: Configuration,
    /// What was not scanned though it lies below the targets, sorted by name.
    pub left_out: Vec<LeftOut>,
    /// The rules that ran, sorted by id.
    pub rules: Vec<&'static RuleInfo>,
    /// Warnings about the run as a whole, in order.
    pub notes: Vec<String>,
    /// The baseline that the scan was held against.
    pub baseline: Option<BaselineRun>,
    /// Entries of the baseline that no finding matched.
    pub stale: Vec<StaleEntry>,
    /// The revision that `--since` compared with.
    pub since: Option<String>,
    /// When the scan began and ended; the clock is the caller's.
    pub time: Option<(SystemTime, SystemTime)>,
    /// What a cache did for the scan, if it was to use one. No report tells of it: it changes nothing.
    pub cache: Option<CacheRun>,
}

/// What a cache did for a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CacheRun {
    /// How many files it was asked for: all that could be read.
    pub asked: u64,
    /// How many files it answered for.
    pub answered: u64,
    /// How many answers were kept for later scans.
    pub kept: u64,
    /// Why it cannot be trusted, so that it was not used: one line.
    pub refused: Option<String>,
    /// Why nothing could be kept, such as a full disk: one line.
    pub failed: Option<String>,
}

/// Where a configuration came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Configuration {
    /// There is none, or none was to be read.
    #[default]
    None,
    /// Stockade's own.
    Own {
        /// The file, relative to the root where it is below it.
        path: String,
        /// Whether it was found in the scanned tree, not named by who ran the scan.
        found: bool,
    },
    /// Bandit's, for want of our own.
    Bandit {
        /// The file, relative to the root where it is below it.
        path: String,
        /// Whether it was found in the scanned tree, not named by who ran the scan.
        found: bool,
    },
}

/// What a scan comes to, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Nothing was found that fails the scan.
    Clean,
    /// Something was, or a suppression gives no reason though it must.
    Findings,
    /// A file was not looked at, so that nobody knows.
    Incomplete,
}

/// Something that was not scanned.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// The file, or the folder with all that is in it: then it ends with `/`.
    pub name: String,
    /// What left it out: `.gitignore: build/`, `exclude: docs/*`, `virtual environment`, `cache`.
    pub by: String,
}

/// What a baseline was to a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaselineRun {
    /// The file, relative to the root where it is below it.
    pub path: String,
    /// How many findings it knew.
    pub known: u64,
    /// Entries that this scan could not judge; sorted by file, then by reason.
    pub unjudged: Vec<Unjudged>,
}

/// Entries of a baseline that are neither matched nor stale, for the scan did not see what they speak of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unjudged {
    /// The file.
    pub file: String,
    /// Why: `not scanned this time`.
    pub reason: String,
    /// How many findings the entries stand for.
    pub count: u64,
}

/// An entry of a baseline that no finding matched any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaleEntry {
    /// The file.
    pub file: String,
    /// The rule's id.
    pub rule: String,
    /// What tells it from the other entries of the file and the rule.
    pub identity: [u8; 16],
    /// Where it stood when it was recorded.
    pub line: u32,
    /// How many findings fewer there are than the baseline knows.
    pub count: u64,
}

/// What one file gave.
#[derive(Debug, Clone)]
pub struct FileReport {
    /// The file's name as it was walked to; bytes that are no UTF-8 stand as `\xNN`.
    pub name: String,
    /// Why it was not scanned, if it was not.
    pub skipped: Option<String>,
    /// What is reported, in the order in which the tree was walked.
    pub findings: Vec<Finding>,
    /// What a `# nosec` suppressed.
    pub suppressed: Vec<Finding>,
    /// What is below the threshold of reports, and may fail the scan all the same.
    pub below: Vec<Finding>,
    /// The counts; none for a file that could not be read.
    pub metrics: Option<Metrics>,
    /// The lines around the findings.
    pub excerpts: Excerpts,
    /// What there was to say on the way.
    pub log: Vec<log::Record>,
    /// Where the text is no Python: the findings are then those of what the parser could make of the rest.
    pub broken: Option<Broken>,
    /// The code cells of a notebook, in order; none for any other file.
    pub cells: Vec<Cell>,
    /// What there is to say of the file's suppressions, and of cells that were not scanned.
    pub remarks: Vec<Remark>,
    /// Whether it is a test, by its name.
    pub is_test: bool,
    /// The SHA-256 of its bytes, where something in it has a fix: who applies it must find the same bytes in a file. None for
    /// what came from standard input.
    pub digest: Option<[u8; 32]>,
    /// The language of a notebook that holds no Python: then nothing was looked for.
    pub foreign: Option<String>,
}

/// Why a text is no Python.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    /// What is wrong, in the parser's words.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// A code cell of a notebook, whose lines follow those of the cell before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its number among all cells of the notebook, from 1.
    pub number: u32,
    /// The line, in the text of all code cells together, of its first line; from 1.
    pub first_line: u32,
}

/// Something to say of a suppression, or of a part of a file that was not scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// What it is.
    pub kind: RemarkKind,
    /// What it is about.
    pub span: Span,
    /// The message, one line.
    pub message: String,
    /// How to mend it.
    pub fix: Option<Box<Fix>>,
}

/// What a remark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RemarkKind {
    /// A word that is no id of a rule.
    UnknownWord,
    /// It suppresses nothing, or an id in it does.
    Unused,
    /// It gives no reason, which the configuration asks for: that fails the scan.
    NoReason,
    /// A cell of a notebook begins with a magic that is not known, so that it was not scanned.
    UnknownMagic,
}

impl FileReport {
    /// A file in which nothing was found.
    #[must_use]
    pub fn new(name: String) -> FileReport {
        FileReport {
            name,
            skipped: None,
            findings: Vec::new(),
            suppressed: Vec::new(),
            below: Vec::new(),
            metrics: None,
            excerpts: Excerpts::default(),
            log: Vec::new(),
            broken: None,
            cells: Vec::new(),
            remarks: Vec::new(),
            is_test: false,
            digest: None,
            foreign: None,
        }
    }

    /// A file that could not be scanned.
    #[must_use]
    pub fn skipped(name: String, reason: impl Into<String>, metrics: Option<Metrics>) -> FileReport {
        FileReport { skipped: Some(reason.into()), metrics, ..FileReport::new(name) }
    }

    /// Whether its bytes were never looked at: it could not be read, or an internal error kept it from being scanned. What
    /// was read and is no text or no notebook is skipped, too, and has its metrics.
    #[must_use]
    pub fn is_unread(&self) -> bool {
        self.skipped.is_some() && self.metrics.is_none()
    }

    /// Whether all or a part of it could not be parsed.
    #[must_use]
    pub fn is_unparsed(&self) -> bool {
        self.broken.is_some() || (self.skipped.is_some() && !self.is_unread())
    }

    /// The suppressions that give no reason though they must.
    pub fn without_reason(&self) -> impl Iterator<Item = &Remark> {
        self.remarks.iter().filter(|remark| remark.kind == RemarkKind::NoReason)
    }

    /// The number of the cell in which a line of a notebook stands, and the line there; none for any other file.
    #[must_use]
    pub fn cell(&self, line: u32) -> Option<(u32, u32)> {
        let at = self.cells.partition_point(|cell| cell.first_line <= line).checked_sub(1)?;
        Some((self.cells[at].number, line - self.cells[at].first_line + 1))
    }
}

impl Report {
    /// The findings at or above both levels, each with its file, in report order.
    pub fn findings(
        &self,
        severity: Level,
        confidence: Level,
    ) -> impl Iterator<Item = (&FileReport, &Finding)> {
        self.files
            .iter()
            .flat_map(|file| file.findings.iter().map(move |finding| (file, finding)))
            .filter(move |(_, finding)| finding.severity >= severity && finding.confidence >= confidence)
    }

    /// What the scan comes to. What suppressions, the baseline or a revision took away does not fail it; what is merely below
    /// the threshold of reports does. Where suppressions must give reasons, one without does, whatever the threshold: that is
    /// no matter of severity.
    #[must_use]
    pub fn verdict(&self, fail_on: Option<Threshold>, strict: bool) -> Verdict {
        let fails = |finding: &Finding| {
            fail_on.is_some_and(|threshold| threshold.is_met(finding.severity, finding.confidence))
        };
        if self.files.iter().any(|file| file.is_unread() || (strict && file.is_unparsed())) {
            Verdict::Incomplete
        } else if self.files.iter().any(|file| {
            file.findings.iter().chain(&file.below).any(fails)
                || (fail_on.is_some() && file.without_reason().next().is_some())
        }) {
            Verdict::Findings
        } else {
            Verdict::Clean
        }
    }

    /// The files that were not scanned, each with its reason.
    pub fn skipped(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|file| Some((file.name.as_str(), file.skipped.as_deref()?)))
    }

    /// The sums over all files. `issues` is always there.
    #[must_use]
    pub fn totals(&self) -> Metrics {
        let mut totals = Metrics { issues: Some(IssueCounts::default()), ..Metrics::default() };
        for metrics in self.files.iter().filter_map(|file| file.metrics.as_ref()) {
            totals.add(metrics);
        }
        totals
    }
}

#[cfg(test)]
mod tests {
    use super::{FileReport, Report, Verdict};
    use crate::metrics::Metrics;

    #[test]
    fn a_file_that_nobody_looked_at_leaves_the_scan_incomplete() {
        let verdict = |file: FileReport, strict| {
            let report =
                Report { files: vec![FileReport::new("a.py".to_owned()), file], ..Report::default() };
            report.verdict(None, strict)
        };
        let skipped = |metrics| FileReport::skipped("b.py".to_owned(), "internal error", metrics);
        assert_eq!(verdict(skipped(None), false), Verdict::Incomplete);
        // This one was read, and is no Python.
        assert_eq!(verdict(skipped(Some(Metrics::default())), false), Verdict::Clean);
        assert_eq!(verdict(skipped(Some(Metrics::default())), true), Verdict::Incomplete);
    }
}
