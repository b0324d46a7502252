//! Which waiver or VEX statement takes a finding away, and which of them serve.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rustc_hash::FxHashMap;

use crate::evidence::Evidence;
use crate::identity;
use crate::policy::{Expiry, Policy, Waiver};
use crate::verdict::WaiverState;
use crate::vex::{self, Statement, Status};

/// A waiver that takes away more different findings than this is reported as too broad.
const BROAD: usize = 10;

/// The waivers of a policy and what VEX documents say, with what they have been used for.
pub(super) struct Waivers<'c> {
    waivers: Vec<(&'c Waiver, Use)>,
    statements: Vec<(&'c Statement, Use)>,
    /// The statements by each id of their vulnerabilities, in capitals.
    by_id: FxHashMap<String, Vec<usize>>,
    today: Date,
    oldest: Option<Timestamp>,
}

/// What one has been used for.
#[derive(Default)]
struct Use {
    matches: u64,
    /// The ids of what it matched.
    ids: Vec<String>,
    /// The others that match the same finding.
    overlaps: Vec<usize>,
}

impl Use {
    fn note(&mut self, id: &str) {
        self.matches += 1;
        if !self.ids.iter().any(|own| own == id) {
            self.ids.push(id.to_owned());
        }
    }
}

/// Whether a finding is taken away.
pub(super) enum Waived {
    /// It is, for this reason.
    Yes(String),
    /// It was, until a day that has come.
    Expired(String),
    /// It is not.
    No,
}

impl<'c> Waivers<'c> {
    pub(super) fn new(policy: &'c Policy, vex: &'c [Statement], as_of: Timestamp) -> Waivers<'c> {
        let mut by_id: FxHashMap<String, Vec<usize>> = FxHashMap::default();
        for (at, statement) in vex.iter().enumerate() {
            for id in std::iter::once(&statement.id).chain(&statement.aliases) {
                by_id.entry(id.to_uppercase()).or_default().push(at);
            }
        }
        Waivers {
            waivers: policy.waivers.iter().map(|waiver| (waiver, Use::default())).collect(),
            statements: vex.iter().map(|statement| (statement, Use::default())).collect(),
            by_id,
            today: as_of.to_zoned(TimeZone::UTC).date(),
            oldest: policy.vex_max_age.and_then(|age| as_of.checked_sub(age).ok()),
        }
    }

    /// Asks them all: each is to know whether it is used.
    pub(super) fn of(&mut self, tool: &str, target: Option<&str>, evidence: &Evidence) -> Waived {
        let mut answer = Waived::No;
        let matching: Vec<usize> =
            (0..self.waivers.len()).filter(|&at| matches(self.waivers[at].0, tool, evidence)).collect();
        for &at in &matching {
            let (waiver, used) = &mut self.waivers[at];
            used.note(&evidence.id);
            let overlaps: Vec<usize> = matching
                .iter()
                .copied()
                .filter(|other| *other != at && !used.overlaps.contains(other))
                .collect();
            used.overlaps.extend(overlaps);
            let Waiver { reason, owner, expires, origin, .. } = waiver;
            if !expires.holds(self.today) {
                if !matches!(answer, Waived::Yes(_)) {
                    answer = Waived::Expired(format!("the waiver of {owner} ({origin}) ended on {expires}"));
                }
            } else if !matches!(answer, Waived::Yes(_)) {
                let until = match expires {
                    Expiry::On(day) => format!("until {day}"),
                    Expiry::Never => "for good".to_owned(),
                };
                answer = Waived::Yes(format!("waived {until} by {owner}: {reason}"));
            }
        }
        let by_vex = self.by_vex(target, evidence);
        if matches!(answer, Waived::Yes(_)) { answer } else { by_vex.unwrap_or(answer) }
    }

    /// What holds by the VEX documents: of the statements about a finding the latest, and of equally late ones the one that
    /// waives the least.
    fn by_vex(&mut self, target: Option<&str>, evidence: &Evidence) -> Option<Waived> {
        let ids: Vec<&str> = std::iter::once(evidence.id.as_str())
            .chain(evidence.aliases.iter().map(String::as_str))
            .collect();
        let mut about: Vec<usize> =
            ids.iter().filter_map(|id| self.by_id.get(&id.to_uppercase())).flatten().copied().collect();
        about.sort_unstable();
        about.dedup();
        about.retain(|&at| self.statements[at].0.about(&ids, evidence.package.as_deref(), target));
        for &at in &about {
            self.statements[at].1.note(&evidence.id);
        }
        let statement = vex::latest(about.into_iter().map(|at| self.statements[at].0))?;
        if !statement.waives() {
            return None;
        }
        Some(if self.is_old(statement) {
            Waived::Expired(format!("the VEX statement of {} is too old", statement.origin))
        } else {
            Waived::Yes(words(statement))
        })
    }

    fn is_old(&self, statement: &Statement) -> bool {
        self.oldest.is_some_and(|oldest| statement.time.is_none_or(|time| time < oldest))
    }

    /// What there is to say of each.
    pub(super) fn states(self) -> Vec<WaiverState> {
        let origins: Vec<&str> = self.waivers.iter().map(|(waiver, _)| waiver.origin.as_str()).collect();
        let of_waiver = |(waiver, used): &(&Waiver, Use)| {
            let is_expired = !waiver.expires.holds(self.today);
            let days_left = match waiver.expires {
                Expiry::On(day) => self.today.until(day).ok().map(|span| i64::from(span.get_days()).max(0)),
                Expiry::Never => None,
            };
            let mut remarks = Vec::new();
            if is_expired {
                remarks.push(format!("it ended on {}", waiver.expires));
            }
            if used.matches == 0 {
                remarks.push("it matches nothing".to_owned());
            }
            if !used.overlaps.is_empty() {
                let others: Vec<&str> = used.overlaps.iter().map(|&other| origins[other]).collect();
                remarks.push(format!("it overlaps with {}", others.join(", ")));
            }
            if waiver.id.is_none() {
                remarks.push(
                    "it is too broad: it names no id, and so waives what is not yet found, too".to_owned(),
                );
            } else if used.matches as usize > BROAD && waiver.package.is_none() && waiver.path.is_none() {
                remarks.push(format!(
                    "it is too broad: it waives {} findings, and names neither a package nor a path",
                    used.matches
                ));
            }
            WaiverState {
                terms: waiver.to_string(),
                reason: waiver.reason.clone(),
                owner: waiver.owner.clone(),
                expires: waiver.expires.to_string(),
                days_left,
                origin: waiver.origin.clone(),
                is_vex: false,
                matches: used.matches,
                is_expired,
                remarks,
            }
        };
        let of_statement = |(statement, used): &(&Statement, Use)| {
            let is_expired =
                self.oldest.is_some_and(|oldest| statement.time.is_none_or(|time| time < oldest));
            let products: Vec<&str> = statement.products.iter().map(|product| product.id.as_str()).collect();
            let mut remarks = Vec::new();
            if is_expired {
                remarks.push("it is older than the policy lets statements be (vex-max-age)".to_owned());
            }
            if products.is_empty() {
                remarks.push("it names no product, and so is about nothing".to_owned());
            }
            WaiverState {
                terms: format!("{} in {}", statement.id, products.join(", ")),
                reason: words(statement),
                owner: statement.author.clone().unwrap_or_default(),
                expires: "never".to_owned(),
                days_left: None,
                origin: statement.origin.clone(),
                is_vex: true,
                matches: used.matches,
                is_expired,
                remarks,
            }
        };
        let waivers = self.waivers.iter().map(of_waiver);
        waivers.chain(self.statements.iter().map(of_statement)).collect()
    }
}

/// What a statement says, in words.
fn words(statement: &Statement) -> String {
    let status = match statement.status {
        Status::NotAffected => "not affected",
        Status::Fixed => "fixed",
        Status::Affected => "affected",
        Status::UnderInvestigation => "under investigation",
    };
    let by = statement.author.as_deref().map_or(String::new(), |author| format!(" {author}"));
    let why = statement.reason.as_deref().map_or(String::new(), |reason| format!(": {reason}"));
    format!("{status}, says{by} {}{why}", statement.origin)
}

/// Whether all terms of a waiver match.
fn matches(waiver: &Waiver, tool: &str, evidence: &Evidence) -> bool {
    let id = |wanted: &String| {
        std::iter::once(&evidence.id).chain(&evidence.aliases).any(|own| own.eq_ignore_ascii_case(wanted))
    };
    let package = |wanted: &String| {
        evidence.package.as_ref().is_some_and(|package| identity::is_package(package, wanted))
    };
    waiver.tool.as_deref().is_none_or(|wanted| wanted == tool)
        && waiver.id.as_ref().is_none_or(id)
        && waiver.package.as_ref().is_none_or(package)
        && waiver.path.as_ref().is_none_or(|(_, pattern)| {
            evidence.place.as_ref().is_some_and(|place| {
                let path = place.path.strip_prefix("./").unwrap_or(&place.path);
                pattern.matches(path.trim_start_matches('/'))
            })
        })
}
