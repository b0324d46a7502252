//! The metrics under the names and in the orders that the structured formats give them.

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

/// The levels by their names: high, low, medium, undefined.
const BY_NAME: [usize; 4] = [3, 1, 2, 0];

/// Every file's metrics and the sums, sorted by file. Of files of the same name the last one counts.
pub(crate) fn sorted<'r>(report: &'r Report, totals: &'r Metrics) -> Vec<(&'r str, &'r Metrics)> {
    let files = report.files.iter().filter_map(|file| Some((file.name.as_str(), file.metrics.as_ref()?)));
    let mut all: Vec<(&str, &Metrics)> = files.chain([(TOTALS, totals)]).collect();
    all.sort_by_key(|&(name, _)| name);
    let same = all.chunk_by(|(one, _), (other, _)| one == other);
    same.filter_map(|same| same.last().copied()).collect()
}

/// Counts sorted by their names.
pub(crate) fn by_name(metrics: &Metrics) -> impl Iterator<Item = Count> {
    let issues = metrics.issues.as_ref().map(|issues| {
        let confidence = BY_NAME.map(|level| (CONFIDENCE[level], issues.confidence[level]));
        let severity = BY_NAME.map(|level| (SEVERITY[level], issues.severity[level]));
        confidence.into_iter().chain(severity)
    });
    issues.into_iter().flatten().chain(lines(metrics))
}

/// A file's counts in the order in which Bandit counts: by severity, then by confidence.
pub(crate) fn of_file(metrics: &Metrics) -> Vec<Count> {
    let mut counts = lines(metrics).to_vec();
    if let Some(issues) = &metrics.issues {
        counts.extend(SEVERITY.into_iter().zip(issues.severity));
        counts.extend(CONFIDENCE.into_iter().zip(issues.confidence));
    }
    counts
}

/// The sums in the order in which Bandit adds them up: level by level.
pub(crate) fn of_totals(metrics: &Metrics) -> Vec<Count> {
    let mut counts = lines(metrics).to_vec();
    let issues = metrics.issues.unwrap_or_default();
    for level in Level::ALL.map(|level| level as usize) {
        counts.push((SEVERITY[level], issues.severity[level]));
        counts.push((CONFIDENCE[level], issues.confidence[level]));
    }
    counts
}

fn lines(metrics: &Metrics) -> [Count; 3] {
    [("loc", metrics.lines_of_code), ("nosec", metrics.nosec), ("skipped_tests", metrics.skipped_tests)]
}

#[cfg(test)]
mod tests {
    use stockade_core::metrics::IssueCounts;
    use stockade_core::report::FileReport;

    use super::*;

    #[test]
    fn names_are_sorted() {
        let metrics = Metrics { issues: Some(IssueCounts::default()), ..Metrics::default() };
        assert!(by_name(&metrics).is_sorted() && by_name(&metrics).count() == 11);
        assert_eq!(by_name(&Metrics::default()).count(), 3, "of a file that could not be scanned");
    }

    #[test]
    fn the_last_of_a_name_counts() {
        let file = |name: &str, lines_of_code| FileReport {
            metrics: Some(Metrics { lines_of_code, ..Metrics::default() }),
            ..FileReport::new(name.to_owned())
        };
        let report = Report {
            files: vec![file("b", 1), file("_totals", 2), file("a", 3), file("b", 4)],
            ..Report::default()
        };
        let totals = report.totals();
        let all = sorted(&report, &totals).into_iter().map(|(name, metrics)| (name, metrics.lines_of_code));
        assert_eq!(all.collect::<Vec<_>>(), [("_totals", 10), ("a", 3), ("b", 4)]);
    }
}
