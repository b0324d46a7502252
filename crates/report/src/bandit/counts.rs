//! The metrics under the names and in the orders that the structured formats give them.

use std::collections::BTreeMap;

use stockade_core::finding::Level;
use stockade_core::metrics::Metrics;
use stockade_core::report::Report;

/// A name and its count.
pub(crate) type Count = (&'static str, u64);

/// The key of the sums over all files.
pub(crate) const TOTALS: &str = "_totals";

const SEVERITY: [&str; 4] = ["SEVERITY.UNDEFINED", "SEVERITY.LOW", "SEVERITY.MEDIUM", "SEVERITY.HIGH"];
const CONFIDENCE: [&str; 4] =
    ["CONFIDENCE.UNDEFINED", "CONFIDENCE.LOW", "CONFIDENCE.MEDIUM", "CONFIDENCE.HIGH"];

/// Every file's counts and the sums, sorted by file and by name.
pub(crate) fn sorted(report: &Report) -> BTreeMap<&str, Vec<Count>> {
    let files =
        report.files.iter().filter_map(|file| Some((file.name.as_str(), of_file(file.metrics.as_ref()?))));
    let mut all: BTreeMap<&str, Vec<Count>> = files.collect();
    all.insert(TOTALS, of_file(&report.totals()));
    for counts in all.values_mut() {
        counts.sort_unstable();
    }
    all
}

/// A file's counts in the order in which Bandit counts: by severity, then by confidence.
pub(crate) fn of_file(metrics: &Metrics) -> Vec<Count> {
    let mut counts = lines(metrics);
    if let Some(issues) = &metrics.issues {
        counts.extend(SEVERITY.into_iter().zip(issues.severity));
        counts.extend(CONFIDENCE.into_iter().zip(issues.confidence));
    }
    counts
}

/// The sums in the order in which Bandit adds them up: level by level.
pub(crate) fn of_totals(metrics: &Metrics) -> Vec<Count> {
    let mut counts = lines(metrics);
    let issues = metrics.issues.unwrap_or_default();
    for level in Level::ALL.map(|level| level as usize) {
        counts.push((SEVERITY[level], issues.severity[level]));
        counts.push((CONFIDENCE[level], issues.confidence[level]));
    }
    counts
}

fn lines(metrics: &Metrics) -> Vec<Count> {
    vec![("loc", metrics.lines_of_code), ("nosec", metrics.nosec), ("skipped_tests", metrics.skipped_tests)]
}
