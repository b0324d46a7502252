//! Findings by how grave they are, for formats whose readers see only the first of many.

use std::cmp::Reverse;

use stockade_core::finding::{Finding, Level};
use stockade_core::report::FileReport;

/// A finding and its file.
pub(crate) type Entry<'a> = (&'a FileReport, &'a Finding);

/// The gravest first: by severity, then by confidence; equals stay in their order.
pub(crate) fn gravest_first(findings: &mut [Entry<'_>]) {
    findings.sort_by_key(|(_, finding)| Reverse((finding.severity, finding.confidence)));
}

/// How many findings there are of each severity, the gravest first.
pub(crate) fn by_severity<'a>(findings: impl Iterator<Item = Entry<'a>>) -> [(Level, usize); 4] {
    let mut counts = [Level::High, Level::Medium, Level::Low, Level::Undefined].map(|level| (level, 0));
    for (_, finding) in findings {
        if let Some((_, count)) = counts.iter_mut().find(|(level, _)| *level == finding.severity) {
            *count += 1;
        }
    }
    counts
}
