use std::path::PathBuf;

use jiff::SignedDuration;
use jiff::civil::date;

use super::super::{Conditions, Epss, Expiry, Honour, Kev, Limits, StaleWaivers, Treatment, Unscored};
use super::*;
use crate::evidence::Kind;

fn policy(text: &str) -> Policy {
    let read = read("stockade.toml", text, Path::new("/p"), Place::Project);
    read.unwrap_or_else(|invalid| panic!("{invalid}")).expect("a policy")
}

/// All that is wrong, as it is told.
fn wrong(text: &str) -> Vec<String> {
    let invalid = read("stockade.toml", text, Path::new("/p"), Place::Project).expect_err(text);
    invalid.to_string().lines().map(str::to_owned).collect()
}

#[test]
fn every_key_goes_to_its_place() {
    let text = r#"
select = ["ALL"]

[gate]
fail-on = "critical"
warn-on = "never"
unfixed = "warn"
unscored = "as:low"
max = { critical = 0, unknown = 3, total = 10 }
grace-days = 14
max-age = "36h"
undated = "ignore"
unversioned = "warn"
honour-suppressions = "all"
require = ["bandit", "trivy"]
commit = "3F2A91C0"
baseline = "old.json"
baseline-states = true
kev = { file = "/lists/kev.json" }
epss = { at-least = 1, raise = "medium" }
vex = ["vex/*.json"]
vex-max-age = "2w"
stale-waivers = "fail"
allow-never = true

[gate.kind.end-of-life]
fail-on = "never"
[gate.kind.license]
unscored = "warn"

[gate.tool.my-scanner]
max = { high = 1 }
max-age = "never"

[[gate.waiver]]
id = "CVE-2026-0861"
package = "pkg:deb/debian/libc6"
path = "images/"
tool = "trivy"
reason = " not reachable "
owner = "ann@example.org"
expires = 2027-02-28

[[gate.waiver]]
path = "a.py"
reason = "r"
owner = "o"
expires = "never"
"#;
    let read = policy(text);
    let general = Conditions {
        fail_on: Some(Severity::Critical),
        warn_on: None,
        unfixed: Treatment::Warn,
        unscored: Unscored::As(Severity::Low),
        max: Limits { each: [Some(0), None, None, None, None, Some(3)], total: Some(10) },
        grace_days: 14,
        max_age: Some(SignedDuration::from_hours(36)),
        undated: Treatment::Ignore,
        unversioned: Treatment::Warn,
        honour_suppressions: Honour::All,
    };
    assert_eq!(read.general, general);
    assert_eq!(read.require, ["bandit", "trivy"]);
    assert_eq!((read.commit.as_deref(), read.baseline_states), (Some("3f2a91c0"), true));
    assert_eq!(read.baseline, Some(PathBuf::from("/p/old.json")));
    let kev = Kev { file: Some(PathBuf::from("/lists/kev.json")), raise: Severity::Critical };
    assert_eq!(read.kev, Some(kev));
    assert_eq!(read.epss, Some(Epss { file: None, at_least: 1.0, raise: Severity::Medium }));
    assert_eq!(read.vex, [PathBuf::from("/p/vex/*.json")]);
    assert_eq!(read.vex_max_age, Some(SignedDuration::from_hours(14 * 24)));
    assert_eq!(read.stale_waivers, StaleWaivers::Fail);
    let kinds = [
        (Kind::EndOfLife, Overrides { fail_on: Some(None), ..Overrides::default() }),
        (Kind::Licence, Overrides { unscored: Some(Unscored::Warn), ..Overrides::default() }),
    ];
    assert_eq!(read.kinds, kinds);
    let max = Limits { each: [None, Some(1), None, None, None, None], total: None };
    let tool = Overrides { max, max_age: Some(None), ..Overrides::default() };
    assert_eq!(read.tools, [("my-scanner".to_owned(), tool)]);
    let [first, second] = read.waivers.as_slice() else { panic!("two") };
    assert_eq!(first.to_string(), "CVE-2026-0861 in pkg:deb/debian/libc6 at images/, by trivy");
    assert_eq!((first.reason.as_str(), first.owner.as_str()), ("not reachable", "ann@example.org"));
    assert_eq!(first.expires, Expiry::On(date(2027, 2, 28)));
    assert_eq!((first.origin.as_str(), second.origin.as_str()), ("stockade.toml:35", "stockade.toml:44"));
    assert_eq!(second.expires, Expiry::Never);
    assert!(first.path.as_ref().is_some_and(|(_, pattern)| pattern.matches("images/a/Dockerfile")));
}

#[test]
fn a_policy_is_found_where_its_file_has_it() {
    let fail_on = |text: &str, place| {
        let policy = read("f", text, Path::new(""), place).unwrap_or_else(|invalid| panic!("{invalid}"));
        policy.map(|policy| policy.general.fail_on)
    };
    let low = Some(Some(Severity::Low));
    assert_eq!(fail_on("[gate]\nfail-on = 'low'", Place::Project), low);
    assert_eq!(fail_on("[gate]\nfail-on = 'low'", Place::Other), low);
    assert_eq!(fail_on("fail-on = 'high:low'\n[gate]\nfail-on = 'low'", Place::Other), low);
    assert_eq!(fail_on("fail-on = 'low'", Place::Other), low);
    // In a project's file that is the scanner's.
    assert_eq!(fail_on("fail-on = 'low'", Place::Project), None);
    assert_eq!(fail_on("[tool.stockade.gate]\nfail-on = 'low'\n[tool.x]\ngate = 1", Place::Pyproject), low);
    assert_eq!(fail_on("[tool.stockade]\nfail-on = 'low'", Place::Pyproject), None);
    assert_eq!(fail_on("[gate]\nfail-on = 'low'", Place::Pyproject), None);
    for place in [Place::Project, Place::Pyproject, Place::Other] {
        assert_eq!(fail_on("# nothing yet\n", place), None);
    }
    assert_eq!(fail_on("[gate]", Place::Project), Some(Some(Severity::High)));
    assert_eq!(Place::of(Path::new("a/stockade.toml")), Place::Project);
    assert_eq!(Place::of(Path::new("pyproject.toml")), Place::Pyproject);
    assert_eq!(Place::of(Path::new("release.toml")), Place::Other);
}

#[test]
fn every_mistake_is_told_with_its_place_and_its_cure() {
    let text = r#"[gate]
fail-onn = "high"
warn-on = "critical"
max-age = "a day"
unfixed = "wran"
require = ["Trivy", 3]

[gate.kind.secrets]

[gate.kind.code]
max-age = "1d"
require = ["bandit"]

[gate.tool.Bandit]
fail-on = "HIGH"
"#;
    let expected = [
        "stockade.toml:2:1: unknown key `fail-onn` (did you mean `fail-on`?)",
        "stockade.toml:3:11: `warn-on` is above `fail-on`: what is critical fails from high on (lower `warn-on` below high, or \
         raise `fail-on` in the same table)",
        "stockade.toml:4:11: `a day` is no length of time (write a whole number above 0 and m, h, d or w for minutes, hours, \
         days or weeks, as in `max-age = \"24h\"`, or \"never\")",
        "stockade.toml:5:11: `unfixed` must be \"fail\", \"warn\" or \"ignore\" (did you mean `warn`?)",
        "stockade.toml:6:12: `Trivy` can be no tool: their names are in small letters (write `trivy`)",
        "stockade.toml:6:21: an item of `require` must be a string",
        "stockade.toml:8:12: `secrets` is no kind of finding (did you mean `secret`?)",
        "stockade.toml:11:1: `max-age` holds for reports, and a report has no kind (put it below `[gate]` or \
         `[gate.tool.NAME]`)",
        "stockade.toml:12:1: `require` holds for the whole policy, not for one table of it (put it below `[gate]`)",
        "stockade.toml:14:12: `Bandit` can be no tool: their names are in small letters (write `bandit`)",
        "stockade.toml:15:11: `HIGH` is no severity (the severities are \"critical\", \"high\", \"medium\", \"low\", \
         \"info\", or \"never\")",
    ];
    assert_eq!(wrong(text), expected);
}

#[test]
fn a_waiver_says_what_why_who_and_until_when() {
    let all = "[[gate.waiver]]\nid = 'a'\nreason = 'r'\nowner = 'o'\nexpires = 2026-12-31\n";
    assert_eq!(policy(all).waivers.len(), 1);
    assert_eq!(policy(&all.replace("2026-12-31", "'2026-12-31'")).waivers, policy(all).waivers);
    let text = "[gate]\n\n[[gate.waiver]]\ntool = 'trivy'\nreason = ' '\n\n[[gate.waiver]]\nid = 'a'\n";
    let expected = [
        "stockade.toml:3:1: this waiver does not say what it waives (give it an `id`, a `package` or a `path`)",
        "stockade.toml:3:1: this waiver has no `owner` (add `owner = \"ann@example.org\"`: who answers for that)",
        "stockade.toml:3:1: this waiver has no `expires` (add `expires = 2026-12-31`: the day on which the waiver no longer \
         holds, in UTC)",
        "stockade.toml:5:10: `reason` must be a text that says why (for example `reason = \"the function is never called\"`)",
        "stockade.toml:7:1: this waiver has no `reason` (add `reason = \"the function is never called\"`: why the findings are \
         accepted)",
        "stockade.toml:7:1: this waiver has no `owner` (add `owner = \"ann@example.org\"`: who answers for that)",
        "stockade.toml:7:1: this waiver has no `expires` (add `expires = 2026-12-31`: the day on which the waiver no longer \
         holds, in UTC)",
    ];
    assert_eq!(wrong(text), expected);
    let with = |expires: &str| wrong(&all.replace("2026-12-31", expires)).join("\n");
    for (expires, said) in [
        ("'2026-02-30'", "5:11: `2026-02-30` is no date (write year, month and day"),
        ("'31.12.2026'", "`31.12.2026` is no date"),
        ("'20261231'", "is no date"),
        ("'soon'", "`soon` is no date"),
        ("''", "`` is no date"),
        ("'2026-12-31T10:00'", "is more than a date"),
        ("2026-12-31T10:00:00", "`2026-12-31T10:00:00` is more than a date"),
        ("2026-12-31T10:00:00Z", "is more than a date"),
        ("10:00:00", "`10:00:00` is no date"),
        ("2026-02-30", "this is no TOML"),
        ("20261231", "`expires` must be a date"),
        (
            "'never'",
            "does not allow a waiver without an end (give a date, or allow it with `allow-never = true` below `[gate]`)",
        ),
        ("'Never'", "`Never` is no date"),
    ] {
        let told = with(expires);
        assert!(told.contains(said), "{expires}: {told}");
        assert!(told.starts_with("stockade.toml:5:"), "{expires}: {told}");
    }
    let term = |term: &str| wrong(&all.replace("id = 'a'", term)).join("\n");
    for (terms, said) in [
        ("id = 'CVE-*'", "`id` of a waiver is no pattern"),
        ("package = 'pkg:flask'", "`pkg:flask` is no package URL"),
        ("path = '!src'", "cannot be turned round"),
        ("path = '[a'", "is no pattern of files"),
        (
            "id = ['a', 'b']",
            "`id` must be the id of a rule or an advisory (for example `id = \"CVE-2026-0861\"`)",
        ),
        ("id = 'a'\ntool = 'Trivy'", "write `trivy`"),
        ("id = 'a'\nexpiry = 2026-12-31", "a waiver has no key `expiry` (did you mean `expires`?)"),
    ] {
        let told = term(terms);
        assert!(told.contains(said), "{terms}: {told}");
    }
    assert!(wrong("[gate.waiver]\nid = 'a'")[0].contains("write `[[gate.waiver]]`, with two brackets"));
}

#[test]
fn what_stands_where_nobody_reads_it_is_told() {
    let told = wrong("require = ['bandit']\nfail-on = 'low'\n[tool.bandit]\n[[waiver]]\n").join("\n");
    assert!(
        told.contains(
            "1:1: `require` is a key of the policy, and stands outside of it (put it below `[gate]`)"
        )
    );
    assert!(told.contains("write `[gate.tool.NAME]`") && told.contains("write `[[gate.waiver]]`"), "{told}");
    assert!(!told.contains("fail-on"), "{told}");
    let nothing_but = read("p.toml", "[kind.code]\ncommit = '1234567'", Path::new(""), Place::Other);
    let told = nothing_but.expect_err("misplaced").to_string();
    assert!(told.ends_with("(put it above the first table)"), "{told}");
}

#[test]
fn marks_and_line_ends_do_not_matter() {
    let text = "\u{feff}[gate]\r\nfail-on = \"low\"\r\n\r\n[[gate.waiver]]\r\nid = \"a\"\r\nreason = \"é\"\r\nowner = \"o\"\r\n\
                expires = 2026-12-31\r\n";
    let read = policy(text);
    assert_eq!(
        (read.general.fail_on, read.waivers[0].origin.as_str()),
        (Some(Severity::Low), "stockade.toml:4")
    );
}

#[test]
fn what_is_no_toml_is_told() {
    assert!(wrong("[gate\n")[0].starts_with("stockade.toml:1:6: this is no TOML"), "{:?}", wrong("[gate\n"));
    assert!(wrong("[gate]\nfail-on = 'low'\nfail-on = 'high'\n")[0].contains("duplicate key"));
    assert!(wrong("gate = 3")[0].contains("`gate` must be a table"));
    let two = wrong("[gate.kind.licence]\n[gate.kind.license]\n");
    assert!(two[0].contains("2:12: `license` is another word"), "{two:?}");
}

#[test]
fn a_threshold_for_warnings_is_held_against_what_fails_in_its_table() {
    policy("[gate]\nfail-on = 'low'\n");
    policy("[gate]\nfail-on = 'never'\nwarn-on = 'critical'\n[gate.tool.a]\nwarn-on = 'high'");
    policy("[gate.tool.a]\nfail-on = 'critical'\nwarn-on = 'high'");
    policy("[gate]\nwarn-on = 'high'\n");
    let told = wrong("[gate]\nfail-on = 'low'\n[gate.kind.code]\nwarn-on = 'high'");
    assert!(
        told[0]
            .starts_with("stockade.toml:4:11: `warn-on` is above `fail-on`: what is high fails from low on")
    );
}

#[test]
fn a_name_that_looks_misspelt_is_noted() {
    let notes = policy("[gate]\nrequire = ['trviy', 'bandit', 'zap']\n[gate.tool.depency-check]\n").notes;
    let expected = [
        "stockade.toml:2: no tool `trviy` is known; if `trivy` is meant, write that",
        "stockade.toml:3: no tool `depency-check` is known; if `dependency-check` is meant, write that",
    ];
    assert_eq!(notes, expected);
}

#[test]
fn a_folder_is_no_pattern() {
    let read = read("f", "vex = ['*.json', '/all/*.json']", Path::new("/a [b]"), Place::Other);
    let vex = read.expect("right").expect("a policy").vex;
    let glob = globset::Glob::new(vex[0].to_str().expect("text")).expect("a pattern").compile_matcher();
    assert!(glob.is_match("/a [b]/x.json") && !glob.is_match("/a b/x.json"));
    assert_eq!(vex[1], PathBuf::from("/all/*.json"));
}

#[test]
fn a_policy_is_known_by_its_digest() {
    assert_eq!(digest(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
