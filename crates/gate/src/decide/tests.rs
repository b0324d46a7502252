//! One verdict a test: what fails, what does not, and why.

use std::collections::HashSet;

use jiff::Timestamp;
use jiff::civil::date;
use stockade_core::config::pattern::Pattern;

use super::{Case, Received, decide};
use crate::evidence::{Evidence, Fix, Kind, Reading, Scan, SuppressedBy, Suppression};
use crate::input::Refusal;
use crate::intelligence::{KnownExploited, Probabilities};
use crate::policy::{
    Conditions, Epss, Expiry, Honour, Kev, Limits, Overrides, Policy, StaleWaivers, Treatment, Unscored,
    Waiver,
};
use crate::read::Report;
use crate::severity::Severity;
use crate::testing::{code, vulnerability};
use crate::verdict::{Action, Fingerprint, Origin, Outcome, State, Verdict};
use crate::vex::{Product, Statement, Status};

fn moment(text: &str) -> Timestamp {
    text.parse().expect(text)
}

fn report(tool: &str, evidence: Vec<Evidence>) -> Received {
    let scan = Scan {
        tool: tool.to_owned(),
        time: Some(moment("2026-11-20T12:00:00Z")),
        commit: Some("0123456789abcdef".to_owned()),
        ..Scan::default()
    };
    let reading = Reading { scans: vec![scan], evidence };
    Received { path: format!("{tool}.json"), report: Ok(Report { format: "test", reading }) }
}

fn case(policy: &Policy, inputs: Vec<Received>) -> Case<'_> {
    Case {
        policy,
        origin: Origin::Default,
        as_of: moment("2026-11-22T12:00:00Z"),
        inputs,
        vex: Vec::new(),
        baseline: None,
        exploited: KnownExploited::default(),
        probabilities: Probabilities::default(),
    }
}

fn judged(policy: &Policy, evidence: Evidence) -> Verdict {
    decide(case(policy, vec![report("trivy", vec![evidence])]))
}

#[track_caller]
fn assert_one(verdict: &Verdict, action: Action, reason: &str) {
    let item = verdict.rulings.first().expect("there is a finding");
    assert_eq!(item.action, action, "{}", item.reason);
    assert!(item.reason.contains(reason), "{}", item.reason);
}

fn general(change: impl FnOnce(&mut Conditions)) -> Policy {
    let mut policy = Policy::default();
    change(&mut policy.general);
    policy
}

fn waiver(id: &str, expires: Expiry) -> Waiver {
    Waiver {
        id: Some(id.to_owned()),
        package: None,
        path: None,
        tool: None,
        reason: "not reachable".to_owned(),
        owner: "alice".to_owned(),
        expires,
        origin: "policy.toml:3".to_owned(),
    }
}

#[test]
fn high_fails_and_medium_is_warned_of_by_default() {
    for (severity, action, outcome) in [
        (Severity::Critical, Action::Fail, Outcome::Violated),
        (Severity::High, Action::Fail, Outcome::Violated),
        (Severity::Medium, Action::Warn, Outcome::Pass),
        (Severity::Low, Action::Pass, Outcome::Pass),
        (Severity::Info, Action::Pass, Outcome::Pass),
        (Severity::Unknown, Action::Fail, Outcome::Violated),
    ] {
        let verdict = judged(&Policy::default(), Evidence { severity, ..code("B602", "a.py", 1) });
        assert_eq!((verdict.rulings[0].action, verdict.outcome), (action, outcome), "{severity}");
    }
    let clean = decide(case(&Policy::default(), vec![report("trivy", Vec::new())]));
    assert_eq!((clean.outcome, clean.reasons), (Outcome::Pass, Vec::new()));
}

#[test]
fn without_a_report_nothing_is_known() {
    let verdict = decide(case(&Policy::default(), Vec::new()));
    assert_eq!(verdict.outcome, Outcome::Untrusted);
    assert!(verdict.reasons[0].contains("no report"));
}

#[test]
fn one_report_that_cannot_be_relied_on_is_enough() {
    let refused = Received { path: "x.json".to_owned(), report: Err(Refusal::new("is empty", "write it")) };
    let high = report("trivy", vec![code("B602", "a.py", 1)]);
    let verdict = decide(case(&Policy::default(), vec![high, refused]));
    assert_eq!(verdict.outcome, Outcome::Untrusted, "the gravest wins");
    assert_eq!(verdict.reasons[0], "x.json: is empty (write it)");
    assert_eq!(verdict.reasons[1], "1 finding fails: 1 high");
    assert_eq!(verdict.inputs[1].state, State::Unreadable);

    let mut failed = report("trivy", Vec::new());
    if let Ok(report) = &mut failed.report {
        report.reading.scans[0].failures.push("the database could not be read".to_owned());
    }
    let sound = report("trivy", Vec::new());
    let verdict = decide(case(&Policy::default(), vec![sound, failed]));
    assert_eq!(verdict.outcome, Outcome::Untrusted, "two runs, of which one failed");
    assert_eq!(verdict.inputs[1].state, State::Failed);
}

#[test]
fn what_is_required_must_have_reported() {
    let policy = Policy { require: vec!["bandit".to_owned(), "trivy".to_owned()], ..Policy::default() };
    let verdict = decide(case(&policy, vec![report("trivy", Vec::new())]));
    assert_eq!(verdict.outcome, Outcome::Untrusted);
    assert_eq!(verdict.reasons, ["bandit is required, and there is no report of it"]);
    let both = vec![report("trivy", Vec::new()), report("bandit", Vec::new())];
    assert_eq!(decide(case(&policy, both)).outcome, Outcome::Pass);
}

#[test]
fn a_report_has_an_age_and_a_revision() {
    let hours = |hours| Some(jiff::SignedDuration::from_hours(hours));
    let outcome = |policy: &Policy| decide(case(policy, vec![report("trivy", Vec::new())])).outcome;
    assert_eq!(outcome(&general(|general| general.max_age = hours(48))), Outcome::Pass);
    assert_eq!(outcome(&general(|general| general.max_age = hours(47))), Outcome::Untrusted);
    for (commit, expected) in [
        ("0123456789ABCDEF", Outcome::Pass),
        ("0123456", Outcome::Pass),
        ("012345", Outcome::Untrusted),
        ("fedcba9876543210", Outcome::Untrusted),
    ] {
        let policy = Policy { commit: Some(commit.to_owned()), ..Policy::default() };
        assert_eq!(outcome(&policy), expected, "{commit}");
    }

    let silent = || {
        let mut received = report("pip-audit", Vec::new());
        if let Ok(report) = &mut received.report {
            (report.reading.scans[0].time, report.reading.scans[0].commit) = (None, None);
        }
        received
    };
    let mut policy = general(|general| general.max_age = hours(48));
    policy.commit = Some("0123456".to_owned());
    let verdict = decide(case(&policy, vec![silent()]));
    assert_eq!((verdict.outcome, verdict.reasons.len()), (Outcome::Untrusted, 2));
    policy.general.undated = Treatment::Warn;
    policy.general.unversioned = Treatment::Ignore;
    let verdict = decide(case(&policy, vec![silent()]));
    assert_eq!((verdict.outcome, verdict.inputs[0].notes.len()), (Outcome::Pass, 1));
}

#[test]
fn a_report_from_the_future_is_not_fresh() {
    let policy = general(|general| general.max_age = Some(jiff::SignedDuration::from_hours(24)));
    let early =
        Case { as_of: moment("2026-11-01T00:00:00Z"), ..case(&policy, vec![report("trivy", Vec::new())]) };
    assert_eq!(decide(early).outcome, Outcome::Untrusted);
}

#[test]
fn a_vulnerability_without_a_fix() {
    let unfixed = Evidence { fix: Fix::None, ..vulnerability("CVE-2026-0861", "glibc", None) };
    assert_one(&judged(&Policy::default(), unfixed.clone()), Action::Fail, "fail-on");
    let warn = general(|general| general.unfixed = Treatment::Warn);
    assert_one(&judged(&warn, unfixed.clone()), Action::Warn, "there is no fix");
    let ignore = general(|general| general.unfixed = Treatment::Ignore);
    assert_one(&judged(&ignore, unfixed), Action::Pass, "there is no fix");
    let fixed = vulnerability("CVE-2026-0861", "glibc", None);
    assert_one(&judged(&ignore, fixed), Action::Fail, "fail-on");
}

#[test]
fn what_nobody_has_scored() {
    let unscored = Evidence { severity: Severity::Unknown, ..vulnerability("PYSEC-1", "a", None) };
    assert_one(&judged(&Policy::default(), unscored.clone()), Action::Fail, "nobody has scored it");
    let warn = general(|general| general.unscored = Unscored::Warn);
    assert_one(&judged(&warn, unscored.clone()), Action::Warn, "nobody has scored it");
    let low = general(|general| general.unscored = Unscored::As(Severity::Low));
    assert_one(&judged(&low, unscored.clone()), Action::Pass, "as:low");
    let high = general(|general| general.unscored = Unscored::As(Severity::High));
    assert_one(&judged(&high, unscored), Action::Fail, "as:high");
}

#[test]
fn a_waiver_holds_until_its_day() {
    let finding = || vulnerability("CVE-2026-0861", "glibc", Some("2.36"));
    let of = |expires| Policy { waivers: vec![waiver("cve-2026-0861", expires)], ..Policy::default() };
    let verdict = judged(&of(Expiry::On(date(2026, 11, 23))), finding());
    assert_one(&verdict, Action::Waived, "waived until 2026-11-23 by alice: not reachable");
    assert_eq!(verdict.waivers[0].days_left, Some(1));
    let verdict = judged(&of(Expiry::On(date(2026, 11, 22))), finding());
    assert_one(&verdict, Action::Fail, "the waiver of alice (policy.toml:3) ended on 2026-11-22");
    assert!(verdict.waivers[0].is_expired);
    assert_one(&judged(&of(Expiry::Never), finding()), Action::Waived, "for good");
    let by_alias =
        Evidence { aliases: vec!["CVE-2026-0861".to_owned()], ..vulnerability("GHSA-1", "glibc", None) };
    assert_one(&judged(&of(Expiry::Never), by_alias), Action::Waived, "alice");
}

#[test]
fn every_term_of_a_waiver_counts() {
    let finding = || {
        let mut finding = vulnerability("CVE-1", "glibc", Some("2.36"));
        finding.place = code("", "./usr/lib/libc.so", 1).place;
        finding
    };
    let action = |change: fn(&mut Waiver)| {
        let mut own = waiver("CVE-1", Expiry::Never);
        change(&mut own);
        judged(&Policy { waivers: vec![own], ..Policy::default() }, finding()).rulings[0].action
    };
    let path = |text: &str| Some((text.to_owned(), Pattern::new(text).expect(text)));
    assert_eq!(action(|_| {}), Action::Waived);
    assert_eq!(action(|own| own.id = Some("CVE-2".to_owned())), Action::Fail);
    assert_eq!(action(|own| own.package = Some("glibc@2.36".to_owned())), Action::Waived);
    assert_eq!(action(|own| own.package = Some("glibc@2.37".to_owned())), Action::Fail);
    assert_eq!(action(|own| own.tool = Some("trivy".to_owned())), Action::Waived);
    assert_eq!(action(|own| own.tool = Some("grype".to_owned())), Action::Fail);
    let of_path = |text: &str| {
        let own = Waiver { path: path(text), ..waiver("CVE-1", Expiry::Never) };
        judged(&Policy { waivers: vec![own], ..Policy::default() }, finding()).rulings[0].action
    };
    assert_eq!((of_path("usr/lib/"), of_path("usr/bin/")), (Action::Waived, Action::Fail));
}

#[test]
fn waivers_that_do_not_serve_are_told_of() {
    let mut broad = waiver("", Expiry::Never);
    (broad.id, broad.package) = (None, Some("glibc".to_owned()));
    let mut policy = Policy {
        waivers: vec![
            waiver("CVE-1", Expiry::Never),
            broad,
            waiver("CVE-9", Expiry::Never),
            waiver("CVE-1", Expiry::On(date(2026, 1, 1))),
        ],
        ..Policy::default()
    };
    let verdict = judged(&policy, vulnerability("CVE-1", "glibc", None));
    assert_eq!(verdict.outcome, Outcome::Pass);
    let remarks: Vec<String> = verdict.waivers.iter().map(|waiver| waiver.remarks.join("; ")).collect();
    assert!(remarks[0].contains("overlaps"), "{remarks:?}");
    assert!(remarks[1].contains("too broad"), "{remarks:?}");
    assert!(remarks[2].contains("matches nothing"), "{remarks:?}");
    assert!(remarks[3].contains("ended on 2026-01-01"), "{remarks:?}");
    policy.stale_waivers = StaleWaivers::Fail;
    let verdict = judged(&policy, vulnerability("CVE-1", "glibc", None));
    assert_eq!((verdict.outcome, verdict.reasons.len()), (Outcome::Violated, 2), "{:?}", verdict.reasons);
}

#[test]
fn suppressions_count_as_far_as_they_are_honoured() {
    let of = |by| Evidence {
        suppression: Some(Suppression { by, reason: Some("a test".to_owned()) }),
        ..code("B602", "a.py", 1)
    };
    let honour = |honour| general(|general| general.honour_suppressions = honour);
    for (policy, source, external) in [
        (honour(Honour::None), Action::Fail, Action::Fail),
        (honour(Honour::Source), Action::Suppressed, Action::Fail),
        (honour(Honour::All), Action::Suppressed, Action::Suppressed),
    ] {
        assert_eq!(judged(&policy, of(SuppressedBy::Source)).rulings[0].action, source);
        assert_eq!(judged(&policy, of(SuppressedBy::External)).rulings[0].action, external);
    }
    let verdict = judged(&Policy::default(), of(SuppressedBy::External));
    assert_one(&verdict, Action::Fail, "is not honoured");
    assert_eq!((verdict.inputs[0].counts.suppressed, verdict.inputs[0].counts.total()), (1, 0));
}

#[test]
fn what_is_exploited_is_not_waited_with() {
    let finding = || Evidence {
        severity: Severity::Medium,
        fix: Fix::None,
        published: Some(moment("2026-11-21T00:00:00Z")),
        ..vulnerability("CVE-1", "a", None)
    };
    let mut policy = general(|general| {
        general.unfixed = Treatment::Warn;
        general.grace_days = 30;
    });
    policy.kev = Some(Kev { file: None, raise: Severity::Critical });
    assert_eq!(judged(&policy, finding()).rulings[0].action, Action::Warn);
    let listed = Case {
        exploited: KnownExploited(HashSet::from(["CVE-1".to_owned()])),
        ..case(&policy, vec![report("trivy", vec![finding()])])
    };
    let verdict = decide(listed);
    assert_one(&verdict, Action::Fail, "critical, since it is known to be exploited");
    let told = Evidence { exploited: true, ..finding() };
    assert_eq!(judged(&policy, told).rulings[0].action, Action::Fail);

    policy.epss = Some(Epss { file: None, at_least: 0.5, raise: Severity::High });
    let likely = Evidence { epss: Some(0.5), ..finding() };
    assert_one(&judged(&policy, likely), Action::Fail, "with a probability of 50 %");
    let unlikely = Evidence { epss: Some(0.49), ..finding() };
    assert_eq!(judged(&policy, unlikely).rulings[0].action, Action::Warn);
}

#[test]
fn days_of_grace_end() {
    let policy = general(|general| general.grace_days = 7);
    let of = |day: &str| {
        let published = Some(moment(&format!("{day}T12:00:00Z")));
        judged(&policy, Evidence { published, ..vulnerability("CVE-1", "a", None) })
    };
    assert_one(&of("2026-11-20"), Action::Warn, "5 of 7 days of grace are left");
    assert_one(&of("2026-11-15"), Action::Fail, "fail-on");
    assert_one(&of("2027-01-01"), Action::Fail, "fail-on");
}

#[test]
fn limits_count_what_stands() {
    let findings = || vec![code("B1", "a.py", 1), code("B2", "a.py", 2), code("B3", "a.py", 3)];
    let mut policy = general(|general| {
        general.fail_on = None;
        general.max = Limits { total: Some(2), ..Limits::default() };
    });
    let bandit = Overrides {
        max: Limits { each: [None, Some(3), None, None, None, None], total: None },
        ..Overrides::default()
    };
    policy.tools = vec![("bandit".to_owned(), bandit)];
    let verdict = decide(case(&policy, vec![report("bandit", findings())]));
    assert_eq!(verdict.outcome, Outcome::Violated);
    assert_eq!(verdict.reasons, ["there are 3 findings, and 2 are allowed"]);
    let exceeded: Vec<bool> = verdict.limits.iter().map(crate::verdict::LimitState::is_exceeded).collect();
    assert_eq!(exceeded, [true, false]);
    policy.waivers = vec![waiver("B1", Expiry::Never)];
    assert_eq!(decide(case(&policy, vec![report("bandit", findings())])).outcome, Outcome::Pass);
}

#[test]
fn two_tools_tell_of_one_vulnerability() {
    let trivy = report("trivy", vec![vulnerability("CVE-1", "Django", Some("4.2"))]);
    let mut low = vulnerability("GHSA-1", "django", Some("4.2"));
    (low.aliases, low.severity) = (vec!["CVE-1".to_owned()], Severity::Low);
    let verdict = decide(case(&Policy::default(), vec![trivy, report("grype", vec![low])]));
    assert_eq!(verdict.decisions.len(), 1);
    assert_eq!(verdict.tools(&verdict.decisions[0]), ["grype", "trivy"]);
    assert_eq!((verdict.decisions[0].action, verdict.decisions[0].severity), (Action::Fail, Severity::High));
}

#[test]
fn a_vex_statement_takes_away_what_it_is_about() {
    let statement = |status| Statement {
        id: "CVE-1".to_owned(),
        aliases: Vec::new(),
        products: vec![Product { id: "pkg:pypi/a".to_owned(), parts: Vec::new() }],
        status,
        reason: Some("never called".to_owned()),
        author: Some("Vendor".to_owned()),
        time: Some(moment("2026-01-01T00:00:00Z")),
        origin: "vex.json".to_owned(),
    };
    let finding = |purl: &str| {
        let mut finding = vulnerability("CVE-1", "a", Some("1"));
        if let Some(package) = &mut finding.package {
            package.purl = Some(purl.to_owned());
        }
        finding
    };
    let judged = |policy: &Policy, status, purl: &str| {
        let inputs = vec![report("trivy", vec![finding(purl)])];
        decide(Case { vex: vec![statement(status)], ..case(policy, inputs) })
    };
    let policy = Policy::default();
    let verdict = judged(&policy, Status::NotAffected, "pkg:pypi/a@1");
    assert_one(&verdict, Action::Waived, "not affected, says Vendor vex.json: never called");
    assert_eq!(judged(&policy, Status::Fixed, "pkg:pypi/a@1").rulings[0].action, Action::Waived);
    assert_eq!(judged(&policy, Status::Affected, "pkg:pypi/a@1").rulings[0].action, Action::Fail);
    assert_eq!(judged(&policy, Status::NotAffected, "pkg:pypi/b@1").rulings[0].action, Action::Fail);
    let strict = Policy { vex_max_age: Some(jiff::SignedDuration::from_hours(24)), ..Policy::default() };
    assert_one(&judged(&strict, Status::NotAffected, "pkg:pypi/a@1"), Action::Fail, "too old");
}

#[test]
fn what_is_known_does_not_fail_and_a_twin_of_it_does() {
    let policy = Policy::default();
    let first = decide(case(&policy, vec![report("bandit", vec![code("B602", "a.py", 1)])]));
    let known: HashSet<Fingerprint> = first.rulings.iter().map(|ruling| ruling.fingerprint).collect();
    let two = vec![code("B602", "a.py", 7), code("B602", "a.py", 9)];
    let second = Case { baseline: Some(known), ..case(&policy, vec![report("bandit", two)]) };
    let actions: Vec<Action> = decide(second).rulings.iter().map(|item| item.action).collect();
    assert_eq!(actions, [Action::Known, Action::Fail]);
}

#[test]
fn a_kind_has_its_own_bar() {
    let overrides = Overrides { fail_on: Some(Some(Severity::Medium)), ..Overrides::default() };
    let policy = Policy { kinds: vec![(Kind::Secret, overrides)], ..Policy::default() };
    let medium = |kind| Evidence { kind, severity: Severity::Medium, ..code("x", "a.py", 1) };
    assert_eq!(judged(&policy, medium(Kind::Secret)).rulings[0].action, Action::Fail);
    assert_eq!(judged(&policy, medium(Kind::Code)).rulings[0].action, Action::Warn);
}
