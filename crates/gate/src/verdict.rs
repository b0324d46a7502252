//! The answer: whether the release passes, with the reason for every line of it. How it is found is in [`decide`](crate::decide),
//! how it is told in [`render`](crate::render).

use std::sync::Arc;

use jiff::Timestamp;

use crate::evidence::{Evidence, Scan};
pub use crate::identity::Fingerprint;
use crate::severity::Severity;

/// Whether a release passes, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// The answer.
    pub outcome: Outcome,
    /// Why it is no pass, the gravest first: a line each. Empty for a pass.
    pub reasons: Vec<String>,
    /// The policy that was applied.
    pub policy: Origin,
    /// The moment that it is about.
    pub as_of: Timestamp,
    /// What was read, in the order in which it was named.
    pub inputs: Vec<Judged>,
    /// Every finding of every report, in the order of the reports.
    pub evidence: Vec<Evidence>,
    /// What became of each.
    pub rulings: Vec<Ruling>,
    /// The same with what several tools tell of one vulnerability taken together; the gravest first.
    pub decisions: Vec<Decision>,
    /// The waivers and VEX statements of the policy.
    pub waivers: Vec<WaiverState>,
    /// The count limits.
    pub limits: Vec<LimitState>,
    /// What there is to know of the policy: what it says that touches nothing.
    pub notes: Vec<String>,
}

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing stands against the release.
    Pass,
    /// The policy forbids it.
    Violated,
    /// It cannot be known: a report is missing, unreadable, stale, foreign, or of a scan that failed.
    Untrusted,
}

impl Outcome {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Pass => "pass",
            Outcome::Violated => "violated",
            Outcome::Untrusted => "untrusted",
        }
    }

    /// The exit code of the command: 0, 1 or 2.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Outcome::Pass => 0,
            Outcome::Violated => 1,
            Outcome::Untrusted => 2,
        }
    }
}

/// Where a policy comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// There is none: what holds by default was applied.
    Default,
    /// A file.
    File {
        /// Its path, as it was named or found.
        path: String,
        /// The SHA-256 of its bytes, in hexadecimal.
        sha256: String,
        /// Whether it was found in the tree, and not named.
        found: bool,
    },
}

/// One report, as it was judged.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its path.
    pub path: String,
    /// The format's name; none if it could not be told.
    pub format: Option<String>,
    /// The scans that it tells of; none if it could not be read.
    pub scans: Vec<Scan>,
    /// Whether it can be relied on.
    pub state: State,
    /// Why it cannot be relied on, with what would help.
    pub reasons: Vec<String>,
    /// What there is to know of it besides.
    pub notes: Vec<String>,
    /// How many findings it has, before any policy.
    pub counts: Counts,
}

impl Judged {
    /// The names of the tools, with a comma between them if there are several; empty if it could not be read.
    #[must_use]
    pub fn tool(&self) -> String {
        let mut tools: Vec<&str> = Vec::new();
        for scan in &self.scans {
            if !tools.contains(&scan.tool.as_str()) {
                tools.push(&scan.tool);
            }
        }
        tools.join(", ")
    }
}

/// Whether a report can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can.
    Ok,
    /// It could be read, but the scan failed, or it is not of this release.
    Failed,
    /// It could not be read.
    Unreadable,
}

impl State {
    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Failed => "failed",
            State::Unreadable => "unreadable",
        }
    }
}

/// How many findings there are, each counted in one place only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// By severity, in the order of [`Severity::ALL`].
    pub each: [u64; 6],
    /// Those that the report itself says do not count.
    pub suppressed: u64,
}

impl Counts {
    /// Counts one of that severity.
    pub fn add(&mut self, severity: Severity) {
        self.each[place(severity)] += 1;
    }

    /// How many there are of that severity.
    #[must_use]
    pub fn of(&self, severity: Severity) -> u64 {
        self.each[place(severity)]
    }

    /// How many there are that are not suppressed.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.each.iter().sum()
    }
}

/// The place of a severity in [`Severity::ALL`].
pub(crate) fn place(severity: Severity) -> usize {
    Severity::ALL.iter().position(|own| *own == severity).unwrap_or_default()
}

/// What became of one finding of one tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Ruling {
    /// Its report: the place in [`Verdict::inputs`].
    pub input: usize,
    /// What tells it from other findings in later verdicts.
    pub fingerprint: Fingerprint,
    /// How it counts: its severity, or what the policy raised it to or says of findings without one.
    pub severity: Severity,
    /// What became of it.
    pub action: Action,
    /// Why. Many findings share theirs.
    pub reason: Arc<str>,
}

/// One finding of one tool, with what became of it.
#[derive(Debug, Clone, Copy)]
pub struct Item<'v> {
    /// The tool that found it.
    pub tool: &'v str,
    /// What it said.
    pub evidence: &'v Evidence,
    /// What became of it.
    pub ruling: &'v Ruling,
}

/// What becomes of a finding; the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Its own report says that it does not count, and the policy honours that.
    Suppressed,
    /// A waiver or a VEX statement takes it away.
    Waived,
    /// It was there before.
    Known,
    /// It is below what the policy asks about.
    Pass,
    /// It is warned of.
    Warn,
    /// It fails the release.
    Fail,
}

impl Action {
    /// Every one, the gravest first.
    pub const ALL: [Action; 6] =
        [Action::Fail, Action::Warn, Action::Pass, Action::Known, Action::Waived, Action::Suppressed];

    /// The word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Action::Suppressed => "suppressed",
            Action::Waived => "waived",
            Action::Known => "known",
            Action::Pass => "pass",
            Action::Warn => "warn",
            Action::Fail => "fail",
        }
    }

    /// Whether the finding stands: nobody has said that it does not count.
    #[must_use]
    pub fn stands(self) -> bool {
        self >= Action::Pass
    }
}

/// What is decided about one finding, whoever told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What tells of it: places in [`Verdict::evidence`], the one that decides first.
    pub items: Vec<usize>,
    /// The highest severity among those that decide.
    pub severity: Severity,
    /// What becomes of it: the gravest of what becomes of its items.
    pub action: Action,
}

/// A waiver or a VEX statement, and whether it serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaiverState {
    /// What it waives, in words.
    pub terms: String,
    /// The reason that it gives.
    pub reason: String,
    /// Who answers for it.
    pub owner: String,
    /// The day on which it ends: a date, or `never`.
    pub expires: String,
    /// Days that are left until then; none for never.
    pub days_left: Option<i64>,
    /// Where it stands.
    pub origin: String,
    /// Whether it is a VEX statement.
    pub is_vex: bool,
    /// How many findings it matches.
    pub matches: u64,
    /// Whether it no longer holds.
    pub is_expired: bool,
    /// What is wrong with it, a line each: unused, expired, overlapping, too broad.
    pub remarks: Vec<String>,
}

/// A count limit, and how it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitState {
    /// What it is about, in words: `high findings of trivy`.
    pub about: String,
    /// How many there may be.
    pub limit: u64,
    /// How many there are.
    pub found: u64,
}

impl LimitState {
    /// Whether there are more than there may be.
    #[must_use]
    pub fn is_exceeded(&self) -> bool {
        self.found > self.limit
    }
}

impl Verdict {
    /// How many decisions have that action.
    #[must_use]
    pub fn count(&self, action: Action) -> usize {
        self.decisions.iter().filter(|decision| decision.action == action).count()
    }

    /// A finding, with what became of it.
    #[must_use]
    pub fn item(&self, at: usize) -> Option<Item<'_>> {
        let (evidence, ruling) = (self.evidence.get(at)?, self.rulings.get(at)?);
        Some(Item { tool: tool(&self.inputs, ruling, evidence), evidence, ruling })
    }

    /// Every finding, with what became of it.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        (0..self.evidence.len()).filter_map(|at| self.item(at))
    }

    /// The finding that decides.
    #[must_use]
    pub fn deciding(&self, decision: &Decision) -> Option<Item<'_>> {
        decision.items.first().and_then(|&at| self.item(at))
    }

    /// The tools that tell of it, by name.
    #[must_use]
    pub fn tools(&self, decision: &Decision) -> Vec<&str> {
        let items = decision.items.iter().filter_map(|&at| self.item(at));
        let mut tools: Vec<&str> = items.map(|item| item.tool).collect();
        tools.sort_unstable();
        tools.dedup();
        tools
    }
}

/// The tool that a finding is of.
pub(crate) fn tool<'v>(inputs: &'v [Judged], ruling: &Ruling, evidence: &Evidence) -> &'v str {
    let input = inputs.get(ruling.input);
    input.and_then(|input| input.scans.get(evidence.scan)).map_or("", |scan| scan.tool.as_str())
}
