//! From reports and a policy to a verdict. Nothing here reads a file or looks at the clock: what a policy names is handed in.

mod finding;
mod limits;
#[cfg(test)]
mod tests;
mod trust;
mod waivers;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use rustc_hash::FxHashSet;

use self::finding::Judge;
use crate::evidence::Evidence;
use crate::identity;
use crate::input::Refusal;
use crate::intelligence::{KnownExploited, Probabilities};
use crate::policy::{Policy, StaleWaivers};
use crate::read::Report;
use crate::severity::Severity;
use crate::verdict::{Action, Counts, Decision, Fingerprint, Origin, Outcome, Ruling, State, Verdict};
use crate::vex::Statement;

/// What a verdict is made of.
#[derive(Debug)]
pub struct Case<'c> {
    /// What the release has to meet.
    pub policy: &'c Policy,
    /// Where that comes from.
    pub origin: Origin,
    /// The moment that it is about.
    pub as_of: Timestamp,
    /// The reports.
    pub inputs: Vec<Received>,
    /// What VEX documents say.
    pub vex: Vec<Statement>,
    /// The fingerprints of what is known, if there is a baseline.
    pub baseline: Option<HashSet<Fingerprint>>,
    /// The vulnerabilities that are known to be exploited.
    pub exploited: KnownExploited,
    /// The probabilities that vulnerabilities will be.
    pub probabilities: Probabilities,
}

/// A report as it came in.
#[derive(Debug)]
pub struct Received {
    /// Its path.
    pub path: String,
    /// What it says, or why it cannot be believed.
    pub report: Result<Report, Refusal>,
}

/// Decides.
#[must_use]
pub fn decide(case: Case<'_>) -> Verdict {
    let Case { policy, origin, as_of, inputs, vex, baseline, exploited, probabilities } = case;
    let mut judged = Vec::with_capacity(inputs.len());
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut of_input: Vec<usize> = Vec::new();
    for (at, received) in inputs.into_iter().enumerate() {
        let (input, findings) = trust::judge(received, policy, as_of);
        of_input.resize(of_input.len() + findings.len(), at);
        // Most of the memory is here: a lone report's findings are not moved.
        if evidence.is_empty() {
            evidence = findings;
        } else {
            evidence.extend(findings);
        }
        judged.push(input);
    }
    let scan = |at: usize, evidence: &Evidence| judged[at].scans.get(evidence.scan);
    let tool = |at: usize, evidence: &Evidence| scan(at, evidence).map_or("", |scan| scan.tool.as_str());
    let tools = of_input.iter().zip(&evidence).map(|(at, evidence)| (tool(*at, evidence), evidence));
    let fingerprints = identity::fingerprints(tools);

    let mut judge = Judge {
        policy,
        as_of,
        waivers: waivers::Waivers::new(policy, &vex, as_of),
        baseline: baseline.as_ref(),
        exploited: &exploited,
        probabilities: &probabilities,
    };
    let mut reasons: FxHashSet<Arc<str>> = FxHashSet::default();
    let mut rulings = Vec::with_capacity(evidence.len());
    for ((input, evidence), fingerprint) in of_input.into_iter().zip(&evidence).zip(fingerprints) {
        let target = scan(input, evidence).and_then(|scan| scan.target.as_deref());
        let decided = judge.decide(tool(input, evidence), target, evidence, fingerprint);
        let reason = match reasons.get(decided.reason.as_str()) {
            Some(reason) => Arc::clone(reason),
            None => {
                let reason: Arc<str> = decided.reason.into();
                reasons.insert(Arc::clone(&reason));
                reason
            }
        };
        let (severity, action) = (decided.severity, decided.action);
        rulings.push(Ruling { input, fingerprint, severity, action, reason });
    }
    let decisions = together(&rulings, &evidence);
    let waivers = judge.waivers.states();
    let limits = limits::check(policy, &judged, &evidence, &rulings, &decisions);

    let mut untrusted: Vec<String> = Vec::new();
    if judged.is_empty() {
        untrusted.push("there is no report: nothing says that anything was scanned".to_owned());
    }
    for input in judged.iter().filter(|input| input.state != State::Ok) {
        untrusted.extend(input.reasons.iter().map(|reason| format!("{}: {reason}", input.path)));
    }
    untrusted.extend(trust::missing(policy, &judged));
    let mut violations = violations(&decisions);
    for limit in limits.iter().filter(|limit| limit.is_exceeded()) {
        violations
            .push(format!("there are {} {}, and {} are allowed", limit.found, limit.about, limit.limit));
    }
    if policy.stale_waivers == StaleWaivers::Fail {
        let stale = waivers.iter().filter(|waiver| waiver.is_expired || waiver.matches == 0);
        violations.extend(stale.map(|waiver| {
            let what = if waiver.is_expired { "is expired" } else { "matches nothing" };
            format!("the waiver for {} ({}) {what}", waiver.terms, waiver.origin)
        }));
    }
    let mut notes = policy.notes.clone();
    let unheard = policy.tools.iter().map(|(tool, _)| tool).filter(|tool| {
        // What is said of our own scans holds whenever there is one.
        *tool != "stockade" && !judged.iter().any(|input| input.scans.iter().any(|scan| scan.tool == **tool))
    });
    notes.extend(unheard.map(|tool| format!("the policy has conditions for {tool}, and no report is of it")));
    let outcome = match (untrusted.is_empty(), violations.is_empty()) {
        (false, _) => Outcome::Untrusted,
        (true, false) => Outcome::Violated,
        (true, true) => Outcome::Pass,
    };
    let reasons = untrusted.into_iter().chain(violations).collect();
    Verdict {
        outcome,
        reasons,
        policy: origin,
        as_of,
        inputs: judged,
        evidence,
        rulings,
        decisions,
        waivers,
        limits,
        notes,
    }
}

/// How many findings fail, by severity, in words.
fn violations(decisions: &[Decision]) -> Vec<String> {
    let failing = decisions.iter().filter(|decision| decision.action == Action::Fail);
    let mut counts = Counts::default();
    failing.for_each(|decision| counts.add(decision.severity));
    if counts.total() == 0 {
        return Vec::new();
    }
    let each = Severity::ALL.iter().filter(|severity| counts.of(**severity) > 0);
    let each: Vec<String> = each.map(|severity| format!("{} {severity}", counts.of(*severity))).collect();
    let verb = if counts.total() == 1 { "finding fails" } else { "findings fail" };
    vec![format!("{} {verb}: {}", counts.total(), each.join(", "))]
}

/// Takes together what is told of one finding, the gravest decision first.
fn together(rulings: &[Ruling], evidence: &[Evidence]) -> Vec<Decision> {
    let findings = rulings.iter().map(|ruling| ruling.input).zip(evidence);
    let mut decisions: Vec<Decision> = identity::groups(findings)
        .into_iter()
        .map(|mut group| {
            // What decides comes first; among equals the first that was read.
            group.sort_by(|a, b| {
                let rank = |at: &usize| (rulings[*at].action, rulings[*at].severity);
                rank(b).cmp(&rank(a)).then(a.cmp(b))
            });
            let action = rulings[group[0]].action;
            let deciding = group.iter().filter(|at| rulings[**at].action == action);
            let severity = deciding.map(|at| rulings[*at].severity).max().unwrap_or(Severity::Unknown);
            Decision { items: group, severity, action }
        })
        .collect();
    decisions.sort_by(|a, b| {
        (b.action, b.severity).cmp(&(a.action, a.severity)).then_with(|| a.items[0].cmp(&b.items[0]))
    });
    decisions
}
