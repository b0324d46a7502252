//! What becomes of one finding.

use std::collections::HashSet;

use jiff::Timestamp;

use super::waivers::{Waived, Waivers};
use crate::evidence::{Baseline, Evidence, Fix, Kind, SuppressedBy};
use crate::intelligence::{KnownExploited, Probabilities};
use crate::policy::{Conditions, Honour, Policy, Treatment, Unscored};
use crate::severity::Severity;
use crate::verdict::{Action, Fingerprint};

/// What decides about findings, one after the other.
pub(super) struct Judge<'c> {
    pub(super) policy: &'c Policy,
    pub(super) as_of: Timestamp,
    pub(super) waivers: Waivers<'c>,
    pub(super) baseline: Option<&'c HashSet<Fingerprint>>,
    pub(super) exploited: &'c KnownExploited,
    pub(super) probabilities: &'c Probabilities,
}

/// What was decided.
pub(super) struct Decided {
    pub(super) severity: Severity,
    pub(super) action: Action,
    pub(super) reason: String,
}

impl Judge<'_> {
    /// Decides about a finding of that tool, whose scan was of that target.
    pub(super) fn decide(
        &mut self,
        tool: &str,
        target: Option<&str>,
        evidence: &Evidence,
        fingerprint: Fingerprint,
    ) -> Decided {
        let conditions = self.policy.conditions(tool, Some(evidence.kind));
        let graded = self.grade(evidence, &conditions);
        let severity = graded.severity;
        let decided = |action, reason: String| Decided { severity, action, reason };

        let mut addition = String::new();
        // Asked for every finding: a waiver of a finding that is suppressed as well is not unused.
        let waived = self.waivers.of(tool, target, evidence);
        if let Some(suppression) = &evidence.suppression {
            let honoured = match conditions.honour_suppressions {
                Honour::None => false,
                Honour::Source => suppression.by != SuppressedBy::External,
                Honour::All => true,
            };
            let place = match suppression.by {
                SuppressedBy::Source => "in the source",
                SuppressedBy::External => "outside the source",
                SuppressedBy::Configuration => "by the scan's configuration",
            };
            if honoured {
                let why = suppression.reason.as_deref().map_or(String::new(), |reason| format!(": {reason}"));
                return decided(Action::Suppressed, format!("suppressed {place}{why}"));
            }
            addition = format!("; that it is suppressed {place} is not honoured");
        }
        match waived {
            Waived::Yes(reason) => return decided(Action::Waived, reason),
            Waived::Expired(reason) => addition.push_str(&format!("; {reason}")),
            Waived::No => {}
        }
        if self.baseline.is_some_and(|known| known.contains(&fingerprint)) {
            return decided(Action::Known, "it is in the baseline".to_owned());
        }
        if self.policy.baseline_states && evidence.baseline == Some(Baseline::Known) {
            return decided(Action::Known, format!("{tool} says that it was there before"));
        }
        let (action, reason) = self.threshold(evidence, &conditions, &graded);
        // What does not count anyway needs no word about who else says so.
        let addition = if action > Action::Pass { addition } else { String::new() };
        decided(action, format!("{reason}{addition}"))
    }

    /// The severity that counts, and why if it is not the report's.
    fn grade(&self, evidence: &Evidence, conditions: &Conditions) -> Graded {
        let mut graded = Graded { severity: evidence.severity, raised: None };
        let ids: Vec<&str> = std::iter::once(evidence.id.as_str())
            .chain(evidence.aliases.iter().map(String::as_str))
            .collect();
        if let Some(kev) = &self.policy.kev
            && (evidence.exploited || self.exploited.contains(&ids))
        {
            graded.raise(kev.raise, "it is known to be exploited".to_owned());
        }
        if let Some(epss) = &self.policy.epss {
            let known = self.probabilities.of(&ids).into_iter();
            let probability = known.chain(evidence.epss).fold(f64::MIN, f64::max);
            if probability >= epss.at_least {
                let percent = probability * 100.0;
                graded
                    .raise(epss.raise, format!("it will be exploited with a probability of {percent:.0} %"));
            }
        }
        if graded.severity == Severity::Unknown
            && let Unscored::As(severity) = conditions.unscored
        {
            graded.severity = severity;
        }
        graded
    }

    fn threshold(&self, evidence: &Evidence, conditions: &Conditions, graded: &Graded) -> (Action, String) {
        let severity = graded.severity;
        if severity == Severity::Unknown {
            return match conditions.unscored {
                Unscored::Warn => (Action::Warn, "nobody has scored it (unscored = \"warn\")".to_owned()),
                _ => (Action::Fail, "nobody has scored it (unscored = \"fail\")".to_owned()),
            };
        }
        let mut what = severity.to_string();
        if let Some(why) = &graded.raised {
            what.push_str(&format!(", since {why}"));
        } else if evidence.severity == Severity::Unknown {
            what.push_str(&format!(" (unscored = \"as:{severity}\")"));
        }
        if let Some(from) = conditions.fail_on.filter(|from| severity >= *from) {
            if graded.raised.is_none() {
                if evidence.kind == Kind::Vulnerability && matches!(evidence.fix, Fix::None | Fix::Never) {
                    match conditions.unfixed {
                        Treatment::Fail => {}
                        Treatment::Warn => {
                            return (
                                Action::Warn,
                                format!("{what}, but there is no fix (unfixed = \"warn\")"),
                            );
                        }
                        Treatment::Ignore => {
                            return (
                                Action::Pass,
                                format!("{what}, but there is no fix (unfixed = \"ignore\")"),
                            );
                        }
                    }
                }
                if let Some(left) = self.grace(evidence, conditions) {
                    let days = conditions.grace_days;
                    return (
                        Action::Warn,
                        format!("{what}, but new: {left} of {days} days of grace are left"),
                    );
                }
            }
            return (Action::Fail, format!("{what}, and what is {from} or worse fails (fail-on)"));
        }
        if let Some(from) = conditions.warn_on.filter(|from| severity >= *from) {
            return (Action::Warn, format!("{what}, and what is {from} or worse is warned of (warn-on)"));
        }
        (Action::Pass, format!("{what}, which the policy lets pass"))
    }

    /// The days of grace that a vulnerability has left.
    fn grace(&self, evidence: &Evidence, conditions: &Conditions) -> Option<i64> {
        let published = evidence.published?;
        let age = self.as_of.duration_since(published).as_secs() / (24 * 60 * 60);
        let left = i64::from(conditions.grace_days) - age;
        (published <= self.as_of && left > 0).then_some(left)
    }
}

/// A severity that counts.
struct Graded {
    severity: Severity,
    /// Why it is not to be waited with: neither for a fix nor for days of grace.
    raised: Option<String>,
}

impl Graded {
    fn raise(&mut self, to: Severity, why: String) {
        self.severity = self.severity.max(to);
        self.raised.get_or_insert(why);
    }
}
