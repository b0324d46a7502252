//! Everything that one scan knows, as data: what a formatter reads and what the command decides by.

use crate::finding::{Finding, Level};
use crate::log;
use crate::metrics::{IssueCounts, Metrics};

/// The answer of a scan.
#[derive(Debug, Default)]
pub struct Report {
    /// The files looked at, in the order of their names.
    pub files: Vec<FileReport>,
    /// The names of the files that an exclusion left out, sorted.
    pub excluded: Vec<String>,
}

/// What one file gave.
#[derive(Debug)]
pub struct FileReport {
    /// The file's name as it was walked to; bytes that are no UTF-8 stand as `\xNN`.
    pub name: String,
    /// Why it was not scanned, if it was not.
    pub skipped: Option<String>,
    /// What is reported, in the order in which the tree was walked.
    pub findings: Vec<Finding>,
    /// What a `# nosec` suppressed.
    pub suppressed: Vec<Finding>,
    /// The counts; none for a file that could not be read.
    pub metrics: Option<Metrics>,
    /// The lines around the findings.
    pub excerpts: Excerpts,
    /// What there was to say on the way.
    pub log: Vec<log::Record>,
}

impl FileReport {
    /// A file that could not be scanned.
    #[must_use]
    pub fn skipped(name: String, reason: impl Into<String>, metrics: Option<Metrics>) -> FileReport {
        FileReport {
            name,
            skipped: Some(reason.into()),
            findings: Vec::new(),
            suppressed: Vec::new(),
            metrics,
            excerpts: Excerpts::default(),
            log: Vec::new(),
        }
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

/// Lines of one file, kept where a finding needs them: the source itself is dropped with its tree.
#[derive(Debug, Default, Clone)]
pub struct Excerpts {
    /// Runs of lines, ordered, apart from each other.
    runs: Vec<Run>,
    /// Lines that are no text, with the reason.
    undecoded: Vec<(u32, String)>,
}

#[derive(Debug, Clone)]
struct Run {
    first: u32,
    /// Each with its line ending, where the file has one.
    lines: Vec<Box<str>>,
}

impl Excerpts {
    /// Keeps the lines of `wanted` (each a half-open range of line numbers from 1) that `line` has an answer for.
    ///
    /// `line` gives a line's text with its ending, or none past the end of the file.
    pub fn collect<'t>(mut wanted: Vec<(u32, u32)>, line: impl Fn(u32) -> Option<&'t str>) -> Excerpts {
        wanted.sort_unstable();
        let mut runs: Vec<Run> = Vec::new();
        for (first, end) in wanted {
            if runs.last().is_none_or(|run| run.end() < first) {
                runs.push(Run { first, lines: Vec::new() });
            }
            let Some(run) = runs.last_mut() else { continue };
            while run.end() < end {
                let Some(text) = line(run.end()) else { break };
                run.lines.push(text.into());
            }
        }
        Excerpts { runs, undecoded: Vec::new() }
    }

    /// The same, with lines that could not be decoded, each with the reason, in order.
    #[must_use]
    pub fn with_undecoded(self, undecoded: Vec<(u32, String)>) -> Excerpts {
        Excerpts { undecoded, ..self }
    }

    /// Whether every line could be decoded.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.undecoded.is_empty()
    }

    /// Why the lines from `first` up to `end` (not included) cannot be shown, if they cannot.
    #[must_use]
    pub fn undecoded(&self, first: u32, end: u32) -> Option<&str> {
        let found = self.undecoded.iter().find(|(line, _)| (first..end).contains(line));
        found.map(|(_, reason)| reason.as_str())
    }

    /// The text of a line with its ending, if it was kept.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&str> {
        let at = self.runs.partition_point(|run| run.first <= number).checked_sub(1)?;
        let run = &self.runs[at];
        run.lines.get((number - run.first) as usize).map(AsRef::as_ref)
    }

    /// The kept lines from `first` up to `end` (not included), stopping where the file ends.
    pub fn lines(&self, first: u32, end: u32) -> impl Iterator<Item = (u32, &str)> {
        (first..end).map_while(|number| Some((number, self.line(number)?)))
    }

    /// The lines that a report shows for a finding when `context` lines are asked for.
    ///
    /// Bandit counts from half the context before the finding's line and takes as many lines as the finding covers,
    /// and the context less one: a finding of several lines shows lines past its end.
    #[must_use]
    pub fn window(finding: &Finding, context: u32) -> (u32, u32) {
        let context = context.max(1);
        let first = finding.line.saturating_sub(context / 2).max(1);
        (first, first.saturating_add(finding.lines.count()).saturating_add(context - 1))
    }
}

impl Run {
    fn end(&self) -> u32 {
        self.first + u32::try_from(self.lines.len()).unwrap_or(u32::MAX)
    }
}
