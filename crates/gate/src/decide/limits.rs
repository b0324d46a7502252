//! How many findings there may be.

use crate::evidence::Evidence;
use crate::policy::{Limits, Policy};
use crate::severity::Severity;
use crate::verdict::{Counts, Decision, Judged, LimitState, Ruling, tool};

/// Holds every limit of a policy against what stands. What several tools tell of one finding is counted once, and once for
/// each of them where a limit is a tool's.
pub(super) fn check(
    policy: &Policy,
    inputs: &[Judged],
    evidence: &[Evidence],
    rulings: &[Ruling],
    decisions: &[Decision],
) -> Vec<LimitState> {
    let mut states = Vec::new();
    let mut add = |limits: &Limits, of: &str, counts: &Counts| {
        for (severity, limit) in Severity::ALL.iter().zip(limits.each) {
            if let Some(limit) = limit {
                let about = format!("{severity} findings{of}");
                states.push(LimitState { about, limit, found: counts.of(*severity) });
            }
        }
        if let Some(limit) = limits.total {
            states.push(LimitState { about: format!("findings{of}"), limit, found: counts.total() });
        }
    };
    let count = |wanted: &dyn Fn(&Evidence, &Ruling) -> bool| {
        let mut counts = Counts::default();
        for decision in decisions {
            let of_it = decision.items.iter().map(|&at| (&evidence[at], &rulings[at]));
            let standing =
                of_it.filter(|(evidence, ruling)| ruling.action.stands() && wanted(evidence, ruling));
            if let Some(severity) = standing.map(|(_, ruling)| ruling.severity).max() {
                counts.add(severity);
            }
        }
        counts
    };
    add(&policy.general.max, "", &count(&|_, _| true));
    for (kind, overrides) in &policy.kinds {
        add(
            &overrides.max,
            &format!(" of the kind {}", kind.as_str()),
            &count(&|evidence, _| evidence.kind == *kind),
        );
    }
    for (own, overrides) in &policy.tools {
        add(
            &overrides.max,
            &format!(" of {own}"),
            &count(&|evidence, ruling| tool(inputs, ruling, evidence) == own),
        );
    }
    states
}
