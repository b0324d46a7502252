//! From a result to a piece of evidence: what counts, who says that it does not, and what it is told by later.

use std::cell::Cell;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use super::loose::{Entries, List, Object, Text};
use super::messages;
use super::package_lines::Described;
use super::places::Places;
use super::producer::{Marks, Producer};
use super::properties;
use super::rules::{self, Overrides, Rules, What};
use super::subject::{NO_RULE, Told};
use super::wire::{Finding, Reference, Suppression, Taxonomy};
use crate::evidence::{self, Baseline, Evidence, Kind, Place, Ratings, SuppressedBy};

/// What a run says that its results are understood by.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) producer: Producer,
    pub(super) rules: Rc<Rules>,
    pub(super) overrides: Overrides,
    pub(super) places: Places,
    pub(super) taxonomies: Taxonomies,
}

/// What became of the results of a run.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Tally {
    /// How many a person has to look at, by their kind: `open`, `review`.
    pub(super) undecided: usize,
    /// How many of the baseline are no longer there.
    pub(super) gone: usize,
}

/// Makes evidence of the results of one run, one by one.
pub(super) struct Finder<'a> {
    scan: usize,
    known: &'a Known,
    evidence: &'a mut Vec<Evidence>,
    start: usize,
    tally: Tally,
    /// The ratings that there have been.
    ratings: FxHashSet<Ratings>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(scan: usize, known: &'a Known, evidence: &'a mut Vec<Evidence>) -> Finder<'a> {
        let start = evidence.len();
        Finder { scan, known, evidence, start, tally: Tally::default(), ratings: FxHashSet::default() }
    }

    /// Takes one result.
    pub(super) fn take(&mut self, finding: Finding) {
        if finding.baseline_state.get() == Some("absent") {
            self.tally.gone += 1;
            return;
        }
        // What is no kind of the standard counts as the default (3.27.9).
        match finding.kind.get() {
            Some("open" | "review") => self.tally.undecided += 1,
            Some("pass" | "notApplicable" | "informational") => {}
            _ => {
                let mut evidence = self.known.evidence(self.scan, &finding);
                // There may be hundreds of thousands, of a few rules.
                match self.ratings.get(&evidence.ratings) {
                    Some(same) => evidence.ratings = same.clone(),
                    None => drop(self.ratings.insert(evidence.ratings.clone())),
                }
                self.evidence.push(evidence);
            }
        }
    }

    /// What there is to say when all have been taken. States of the baseline are given to all results or to none (3.27.24):
    /// where some have one, those without count as new.
    pub(super) fn end(self) -> Tally {
        let own = &mut self.evidence[self.start..];
        if own.iter().any(|evidence| evidence.baseline.is_some()) {
            for evidence in own {
                evidence.baseline.get_or_insert(Baseline::New);
            }
        }
        self.tally
    }
}

impl Known {
    /// Whether by this, results mean more than they did by the other: it stands behind them in the report.
    pub(super) fn tells_more_than(&self, other: &Known) -> bool {
        self.overrides != other.overrides
            || self.places.tell_more_than(&other.places)
            || self.taxonomies.tell_more_than(&other.taxonomies)
    }

    fn evidence(&self, scan: usize, finding: &Finding) -> Evidence {
        let reference = &finding.rule.0;
        let written = finding.rule_id.get();
        let position = self.rules.find(What::Rule, written, finding.rule_index.index(), reference);
        let rule = position.and_then(|position| self.rules.get(What::Rule, position));
        let id = written.or_else(|| reference.id.get()).or(rule.map(|rule| rule.id.as_str()));
        let id = id.filter(|id| !id.is_empty()).unwrap_or(NO_RULE);
        let invocation = finding.provenance.0.invocation_index.index();
        let level = rules::level(&finding.level, invocation, position.zip(rule), &self.overrides);

        let text = messages::text(&finding.message.0, &self.rules, What::Rule, position).unwrap_or_default();
        let described =
            if self.producer == Producer::Trivy { Described::of(&text) } else { Described::default() };
        let location = finding.locations.0.as_ref().map(|location| &location.0);
        let place = location.and_then(|location| self.places.place(location));
        let logical = location.and_then(|location| location.logical_locations.0.as_ref());
        let told = Told {
            id,
            rule,
            text: &text,
            described: &described,
            logical: logical.and_then(|logical| logical.0.fully_qualified_name.get()),
            path: place.as_ref().map(|place| place.path.as_str()),
        };
        let subject = told.subject(self.producer);
        let marks = Marks { level, rule, own: &finding.properties, described: &described, id };
        let (severity, ratings) = marks.severity(self.producer);

        let title = || {
            let title = rule.and_then(|rule| rule.title.as_deref().or(rule.name.as_deref()));
            messages::line(title.unwrap_or(id))
        };
        let message = messages::line(subject.message.as_deref().unwrap_or(&text));
        let mut message = if message.is_empty() { title() } else { message };
        message.shrink_to_fit();
        Evidence {
            scan,
            aliases: subject.aliases,
            package: subject.package.map(Box::new),
            place: place.map(|place| without_placeholder(place, subject.kind)),
            fix: subject.fix,
            severity,
            ratings: ratings.into(),
            cwe: self.weaknesses(finding, rule),
            suppression: suppression(&finding.suppressions),
            baseline: finding.baseline_state.get().map(baseline),
            exploited: subject.exploited,
            fingerprint: fingerprint(self.producer, &finding.fingerprints, &finding.partial_fingerprints),
            ..Evidence::new(subject.kind, subject.id, message)
        }
    }

    fn weaknesses(&self, finding: &Finding, rule: Option<&rules::Rule>) -> Vec<u32> {
        let own = finding.taxa.0.iter().filter_map(|taxon| self.taxonomies.cwe(&taxon.0));
        let related =
            rule.into_iter().flat_map(|rule| &rule.related).filter_map(|to| self.taxonomies.cwe(to));
        let tagged = rule.into_iter().flat_map(|rule| &rule.properties.cwe).chain(&finding.properties.cwe);
        let mut all: Vec<u32> = own.chain(related).chain(tagged.copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Scanners of packages name the first line of a file that has none of its own for a package.
fn without_placeholder(place: Place, kind: Kind) -> Place {
    let is_placeholder = place.line == Some(1) && matches!(place.end_line, None | Some(1));
    if is_placeholder && matches!(kind, Kind::Vulnerability | Kind::Licence) {
        return Place { path: place.path, ..Place::default() };
    }
    place
}

/// A result is suppressed if it has suppressions and none of them is still looked at or was turned down; one without a
/// status is taken for accepted (3.27.23, 3.35.3).
fn suppression(suppressions: &List<Object<Suppression>>) -> Option<evidence::Suppression> {
    let all = || suppressions.0.iter().map(|suppression| &suppression.0);
    let counts =
        |one: &Suppression| one.kind.get().is_some() && matches!(one.status.get(), None | Some("accepted"));
    if suppressions.0.is_empty() || !all().all(counts) {
        return None;
    }
    let in_source = all().all(|one| one.kind.get() == Some("inSource"));
    let mut reasons: Vec<&str> = Vec::new();
    for reason in all().filter_map(|one| one.justification.get()) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    Some(evidence::Suppression {
        by: if in_source { SuppressedBy::Source } else { SuppressedBy::External },
        reason: (!reasons.is_empty()).then(|| messages::line(&reasons.join("; "))),
    })
}

/// What is no state of the standard counts as new.
fn baseline(state: &str) -> Baseline {
    if state == "unchanged" { Baseline::Known } else { Baseline::New }
}

/// What the tool calls a fingerprint, else the hash of the line, which code scanning uses. Other partial ones tell
/// findings apart in part only, such as Dependency-Check's hash of the name of the vulnerability.
fn fingerprint(producer: Producer, whole: &Entries<Text>, partial: &Entries<Text>) -> Option<String> {
    // Semgrep writes this for those who are not logged in.
    let is_print = |print: &&str| *print != "requires login";
    let named = |name: &str| partial.0.iter().find(|(key, _)| key == name).and_then(|(_, print)| print.get());
    let identity = || named("stockadeIdentity/v1").filter(|_| producer == Producer::Stockade);
    let first = whole.0.iter().filter_map(|(_, print)| print.get()).find(is_print);
    first.or_else(identity).or_else(|| named("primaryLocationLineHash")).map(str::to_owned)
}

/// The taxonomies of a run, to tell which of the things that rules and results refer to are weaknesses.
#[derive(Debug, Default)]
pub(super) struct Taxonomies {
    all: Rc<Vec<Object<Taxonomy>>>,
    wanting: Cell<bool>,
}

impl Taxonomies {
    pub(super) fn of(all: Rc<Vec<Object<Taxonomy>>>) -> Taxonomies {
        Taxonomies { all, wanting: Cell::new(false) }
    }

    /// Whether these know of a reference that the others did not.
    fn tell_more_than(&self, others: &Taxonomies) -> bool {
        others.wanting.get() && self.all.len() > others.all.len()
    }

    /// The weakness that is referred to, if it is one.
    fn cwe(&self, to: &Reference) -> Option<u32> {
        if let Some(number) = to.id.get().and_then(properties::cwe) {
            return Some(number);
        }
        let component = &to.tool_component.0;
        let (index, guid) = (component.index.index(), component.guid.get());
        let by_guid = || self.all.iter().find(|taxonomy| guid.is_some() && taxonomy.0.guid.get() == guid);
        let taxonomy =
            index.and_then(|index| self.all.get(index)).or_else(by_guid).map(|taxonomy| &taxonomy.0);
        if taxonomy.is_none() && (index.is_some() || guid.is_some()) {
            self.wanting.set(true);
        }
        let name = component.name.get().or_else(|| taxonomy?.name.get())?;
        if !name.eq_ignore_ascii_case("cwe") {
            return None;
        }
        let listed = || taxonomy?.taxa.0.get(to.index.index()?)?.0.id.get();
        let id = to.id.get().or_else(listed)?;
        properties::cwe(id).or_else(|| id.parse().ok().filter(|&number| number > 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suppressed(list: &str) -> Option<(SuppressedBy, Option<String>)> {
        let list = serde_json::from_str(list).expect("suppressions");
        suppression(&list).map(|suppression| (suppression.by, suppression.reason))
    }

    #[test]
    fn suppressions_by_the_strict_rule() {
        let source = r#"{"kind": "inSource", "justification": "checked"}"#;
        let external = r#"{"kind": "external"}"#;
        let of = |status: &str| format!(r#"{{"kind": "external", "status": "{status}"}}"#);
        assert_eq!(suppressed("[]"), None);
        assert_eq!(suppressed("null"), None);
        assert_eq!(
            suppressed(&format!("[{source}]")),
            Some((SuppressedBy::Source, Some("checked".to_owned())))
        );
        assert_eq!(suppressed(&format!("[{external}]")), Some((SuppressedBy::External, None)));
        assert_eq!(
            suppressed(&format!("[{source}, {external}]")).map(|(by, _)| by),
            Some(SuppressedBy::External)
        );
        assert_eq!(
            suppressed(&format!("[{}]", of("accepted"))).map(|(by, _)| by),
            Some(SuppressedBy::External)
        );
        for status in ["underReview", "rejected", "maybe"] {
            assert_eq!(suppressed(&format!("[{}]", of(status))), None, "{status}");
            assert_eq!(suppressed(&format!("[{source}, {}]", of(status))), None, "{status}");
        }
        assert_eq!(suppressed("[null]"), None, "says nothing");
    }

    #[test]
    fn weaknesses_by_name_guid_and_number() {
        let taxonomies = r#"[{"name": "Other"}, {"name": "CWE", "guid": "G", "taxa": [{"id": "401"}]}]"#;
        let taxonomies = Taxonomies::of(Rc::new(serde_json::from_str(taxonomies).expect("taxonomies")));
        let of = |to: &str| taxonomies.cwe(&serde_json::from_str(to).expect("a reference"));
        assert_eq!(of(r#"{"id": "CWE-327", "toolComponent": {"name": "CWE"}}"#), Some(327));
        assert_eq!(of(r#"{"id": "22", "toolComponent": {"name": "cwe"}}"#), Some(22));
        assert_eq!(of(r#"{"id": "22", "toolComponent": {"guid": "G"}}"#), Some(22));
        assert_eq!(of(r#"{"index": 0, "toolComponent": {"index": 1}}"#), Some(401));
        assert_eq!(of(r#"{"id": "22", "toolComponent": {"index": 0}}"#), None);
        assert_eq!(of(r#"{"id": "22"}"#), None);
        let more = Taxonomies::of(Rc::new(vec![Object::default(); 3]));
        assert!(!more.tell_more_than(&taxonomies));
        assert_eq!(of(r#"{"id": "22", "toolComponent": {"index": 5}}"#), None);
        assert!(more.tell_more_than(&taxonomies));
    }

    #[test]
    fn fingerprints_by_their_worth() {
        let of = |producer, whole: &str, partial: &str| {
            let parse = |text| serde_json::from_str(text).expect("entries");
            fingerprint(producer, &parse(whole), &parse(partial))
        };
        let partial =
            r#"{"vulnerabilityHash": "v", "stockadeIdentity/v1": "s", "primaryLocationLineHash": "l"}"#;
        assert_eq!(of(Producer::Other, r#"{"a": {"b": "c"}, "b": "w"}"#, partial).as_deref(), Some("w"));
        assert_eq!(of(Producer::Other, r#"{"a": "requires login"}"#, partial).as_deref(), Some("l"));
        assert_eq!(of(Producer::Stockade, "null", partial).as_deref(), Some("s"));
        assert_eq!(of(Producer::DependencyCheck, "{}", r#"{"vulnerabilityHash": "v"}"#), None);
    }
}
