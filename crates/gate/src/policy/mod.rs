//! What a release has to meet, as data, with what holds where nothing is said. [`keys`] has the table of its keys, which
//! [`read`](mod@read), [`schema`](mod@schema) and the manual share; [`explain`](mod@explain) says it in words. Deciding is done
//! elsewhere.

pub mod explain;
pub mod keys;
pub mod read;
pub mod schema;
mod waiver;

use std::path::PathBuf;

use jiff::SignedDuration;

pub use self::read::{Place, digest, read};
pub use self::waiver::{Expiry, Waiver};
use crate::evidence::Kind;
use crate::severity::Severity;

/// What a release has to meet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Policy {
    /// What holds for every finding and report, where nothing else is said.
    pub general: Conditions,
    /// `kind.NAME`: what holds for one kind of finding; it goes before what is general.
    pub kinds: Vec<(Kind, Overrides)>,
    /// `tool.NAME`: what holds for one tool; it goes before both.
    pub tools: Vec<(String, Overrides)>,
    /// `require`: the tools that must have reported.
    pub require: Vec<String>,
    /// `commit`: the revision that the reports must be of.
    pub commit: Option<String>,
    /// `baseline`: a verdict of before; what it has failed or warned of is known, and only what is new counts.
    pub baseline: Option<PathBuf>,
    /// `baseline-states`: whether what a report itself calls unchanged is known, too.
    pub baseline_states: bool,
    /// `kev`: the list of vulnerabilities that are exploited, and what they are raised to.
    pub kev: Option<Kev>,
    /// `epss`: probabilities that vulnerabilities will be exploited, and from where on they raise a finding.
    pub epss: Option<Epss>,
    /// `vex`: patterns of the files of VEX documents, with the policy's folder before them, in which no character is
    /// special.
    pub vex: Vec<PathBuf>,
    /// `vex-max-age`: how old a statement of such a document may be.
    pub vex_max_age: Option<SignedDuration>,
    /// `waiver`: documented exceptions.
    pub waivers: Vec<Waiver>,
    /// `stale-waivers`: what becomes of waivers that are expired or match nothing.
    pub stale_waivers: StaleWaivers,
    /// What its reader found strange, such as a tool's name that looks misspelt.
    pub notes: Vec<String>,
}

/// What holds for findings and reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Conditions {
    /// `fail-on`: findings from here on fail; none for never.
    pub fail_on: Option<Severity>,
    /// `warn-on`: findings from here on are warned of; none for never.
    pub warn_on: Option<Severity>,
    /// `unfixed`: what becomes of a vulnerability that would fail, for which there is no fix yet.
    pub unfixed: Treatment,
    /// `unscored`: what becomes of a finding whose severity nobody knows.
    pub unscored: Unscored,
    /// `max`: how many findings there may be.
    pub max: Limits,
    /// `grace-days`: for how many days after its publication a vulnerability is only warned of.
    pub grace_days: u32,
    /// `max-age`: how old a report may be.
    pub max_age: Option<SignedDuration>,
    /// `undated`: what becomes, where `max-age` is set, of a report that does not say when it was made.
    pub undated: Treatment,
    /// `unversioned`: what becomes, where `commit` is set, of a report that does not say of which revision it is.
    pub unversioned: Treatment,
    /// `honour-suppressions`: whose word counts that a finding does not.
    pub honour_suppressions: Honour,
}

/// What is said for one tool or one kind of finding; none where nothing is.
#[derive(Debug, Clone, PartialEq, Default)]
#[allow(missing_docs, reason = "they are those of `Conditions`")]
pub struct Overrides {
    pub fail_on: Option<Option<Severity>>,
    pub warn_on: Option<Option<Severity>>,
    pub unfixed: Option<Treatment>,
    pub unscored: Option<Unscored>,
    pub max: Limits,
    pub grace_days: Option<u32>,
    pub max_age: Option<Option<SignedDuration>>,
    pub undated: Option<Treatment>,
    pub unversioned: Option<Treatment>,
    pub honour_suppressions: Option<Honour>,
}

/// How something counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// It fails the release.
    Fail,
    /// It is warned of.
    Warn,
    /// It does not count.
    Ignore,
}

/// How a finding without a severity counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unscored {
    /// It fails the release.
    Fail,
    /// It is warned of.
    Warn,
    /// It counts as a finding of this severity.
    As(Severity),
}

/// Whose word counts that a finding does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Honour {
    /// Nobody's.
    None,
    /// Comments in the source, which a reviewer of the change sees, and the configuration of a scan that the gate has made.
    Source,
    /// Also that of ignore files, VEX documents that the scanner has read, and people in a user interface.
    All,
}

/// What becomes of waivers that no longer serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StaleWaivers {
    /// They are warned of.
    #[default]
    Warn,
    /// They fail the release.
    Fail,
}

/// How many findings there may be that no waiver and no suppression takes away; none for any number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Of each severity, by [`Severity`] as in [`Severity::ALL`].
    pub each: [Option<u64>; 6],
    /// Of all together.
    pub total: Option<u64>,
}

/// A list of vulnerabilities that are exploited: CISA's
/// (<https://www.cisa.gov/known-exploited-vulnerabilities-catalog>), in JSON or CSV.
#[derive(Debug, Clone, PartialEq)]
pub struct Kev {
    /// The file; none for what the reports themselves say.
    pub file: Option<PathBuf>,
    /// The least severity that such a finding has, and the treatment that it gets: no grace, no waiting for a fix.
    pub raise: Severity,
}

/// Probabilities that vulnerabilities will be exploited within 30 days: FIRST's
/// (<https://www.first.org/epss/data_stats>), in CSV.
#[derive(Debug, Clone, PartialEq)]
pub struct Epss {
    /// The file; none for what the reports themselves say.
    pub file: Option<PathBuf>,
    /// The least probability that counts, from 0 to 1.
    pub at_least: f64,
    /// The least severity that such a finding has.
    pub raise: Severity,
}

/// Fails on high and critical, and on what nobody has scored.
impl Default for Conditions {
    fn default() -> Conditions {
        Conditions {
            fail_on: Some(Severity::High),
            warn_on: Some(Severity::Medium),
            unfixed: Treatment::Fail,
            unscored: Unscored::Fail,
            max: Limits::default(),
            grace_days: 0,
            max_age: None,
            undated: Treatment::Fail,
            unversioned: Treatment::Fail,
            honour_suppressions: Honour::Source,
        }
    }
}

impl Policy {
    /// What holds for a finding of that kind by that tool, or for the tool's report. Count limits are not among it: each
    /// holds for its own group.
    #[must_use]
    pub fn conditions(&self, tool: &str, kind: Option<Kind>) -> Conditions {
        let mut conditions = Conditions { max: Limits::default(), ..self.general.clone() };
        for (_, overrides) in self.kinds.iter().filter(|(own, _)| Some(*own) == kind) {
            overrides.apply(&mut conditions);
        }
        for (_, overrides) in self.tools.iter().filter(|(own, _)| own == tool) {
            overrides.apply(&mut conditions);
        }
        conditions
    }
}

impl Overrides {
    fn apply(&self, to: &mut Conditions) {
        to.fail_on = self.fail_on.unwrap_or(to.fail_on);
        to.warn_on = self.warn_on.unwrap_or(to.warn_on);
        to.unfixed = self.unfixed.unwrap_or(to.unfixed);
        to.unscored = self.unscored.unwrap_or(to.unscored);
        to.grace_days = self.grace_days.unwrap_or(to.grace_days);
        to.max_age = self.max_age.unwrap_or(to.max_age);
        to.undated = self.undated.unwrap_or(to.undated);
        to.unversioned = self.unversioned.unwrap_or(to.unversioned);
        to.honour_suppressions = self.honour_suppressions.unwrap_or(to.honour_suppressions);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tool_goes_before_a_kind_and_a_kind_before_all() {
        let policy = Policy {
            kinds: vec![(
                Kind::Code,
                Overrides { fail_on: Some(Some(Severity::Low)), grace_days: Some(3), ..Overrides::default() },
            )],
            tools: vec![("bandit".to_owned(), Overrides { fail_on: Some(None), ..Overrides::default() })],
            ..Policy::default()
        };
        let of = |tool, kind| {
            let conditions = policy.conditions(tool, kind);
            (conditions.fail_on, conditions.grace_days)
        };
        assert_eq!(of("trivy", Some(Kind::Secret)), (Some(Severity::High), 0));
        assert_eq!(of("semgrep", Some(Kind::Code)), (Some(Severity::Low), 3));
        assert_eq!(of("bandit", Some(Kind::Code)), (None, 3));
        assert_eq!(of("bandit", None), (None, 0));
    }
}
