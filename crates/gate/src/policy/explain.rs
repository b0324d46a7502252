//! What a policy means, in plain words for somebody who never saw its file.

use std::io;

use jiff::SignedDuration;
use jiff::civil::Date;

use super::{Expiry, Honour, Limits, Overrides, Policy, StaleWaivers, Treatment, Unscored, Waiver};
use crate::evidence::Kind;
use crate::severity::Severity;

/// Says what a policy means. `as_of` is the day by which waivers hold or have expired.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn explain(policy: &Policy, as_of: Date, out: &mut dyn io::Write) -> io::Result<()> {
    let mut sections = vec![
        ("Findings".to_owned(), findings(&general(policy))),
        ("Reports".to_owned(), reports_of_all(policy)),
    ];
    for (kind, overrides) in &policy.kinds {
        sections.push((format!("{}, different from the above", kind_words(*kind)), findings(overrides)));
    }
    for (tool, overrides) in &policy.tools {
        let mut lines = findings(overrides);
        lines.extend(reports(overrides));
        sections.push((format!("What {tool} reports, different from all of the above"), lines));
    }
    sections.push(("What is known of vulnerabilities".to_owned(), intelligence(policy)));
    sections.push(("Exceptions".to_owned(), exceptions(policy, as_of)));
    sections.push(("Strange in the policy".to_owned(), policy.notes.clone()));
    for (at, (heading, lines)) in sections.iter().filter(|(_, lines)| !lines.is_empty()).enumerate() {
        writeln!(out, "{}{heading}", if at == 0 { "" } else { "\n" })?;
        for line in lines {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

/// What holds for all, as far as it is worth a sentence.
fn general(policy: &Policy) -> Overrides {
    let general = &policy.general;
    Overrides {
        fail_on: Some(general.fail_on),
        warn_on: Some(general.warn_on),
        unfixed: Some(general.unfixed),
        unscored: Some(general.unscored),
        max: general.max,
        grace_days: Some(general.grace_days).filter(|days| *days > 0),
        max_age: Some(general.max_age),
        undated: general.max_age.map(|_| general.undated),
        unversioned: policy.commit.as_ref().map(|_| general.unversioned),
        honour_suppressions: Some(general.honour_suppressions),
    }
}

/// What is said of findings.
fn findings(said: &Overrides) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(from) = said.fail_on {
        lines.push(match from {
            Some(from) => format!("{} findings fail the release.", capital(&grades_from(from))),
            None => "No finding fails the release by its severity.".to_owned(),
        });
    }
    if let Some(from) = said.warn_on {
        lines.push(match from {
            Some(Severity::Critical) => "Critical findings that do not fail are warned of.".to_owned(),
            Some(from) => format!("Findings from {from} on that do not fail are warned of."),
            None => "No finding is warned of by its severity.".to_owned(),
        });
    }
    if let Some(unscored) = said.unscored {
        lines.push(match unscored {
            Unscored::Fail => "A finding whose severity nobody knows fails.".to_owned(),
            Unscored::Warn => "A finding whose severity nobody knows is warned of.".to_owned(),
            Unscored::As(severity) => format!("A finding whose severity nobody knows counts as {severity}."),
        });
    }
    if let Some(unfixed) = said.unfixed {
        lines.push(
            match unfixed {
                Treatment::Fail => "A vulnerability for which there is no fix counts like any other.",
                Treatment::Warn => {
                    "A vulnerability that would fail is only warned of while there is no fix for it."
                }
                Treatment::Ignore => {
                    "A vulnerability that would fail does not count while there is no fix for it."
                }
            }
            .to_owned(),
        );
    }
    match said.grace_days {
        Some(0) => lines.push("A new vulnerability gets no days of grace.".to_owned()),
        Some(days) => lines.push(format!(
            "A vulnerability that would fail is only warned of in the first {} after its publication.",
            count(i64::from(days), "day")
        )),
        None => {}
    }
    lines.extend(limits(&said.max));
    if let Some(honour) = said.honour_suppressions {
        lines.push(
            match honour {
                Honour::None => "A finding counts even if it is suppressed, in the source or elsewhere.",
                Honour::Source => {
                    "A finding that is suppressed in the source does not count; one that is suppressed elsewhere does."
                }
                Honour::All => "A finding that is suppressed does not count, wherever that was done.",
            }
            .to_owned(),
        );
    }
    lines
}

fn limits(max: &Limits) -> Option<String> {
    let graded = Severity::ALL.iter().zip(max.each).filter_map(|(severity, limit)| {
        let of = if *severity == Severity::Unknown { "of unknown severity" } else { severity.as_str() };
        Some(format!("{} {of}", limit?))
    });
    let parts: Vec<String> = graded.chain(max.total.map(|total| format!("{total} in all"))).collect();
    (!parts.is_empty()).then(|| format!("There may be at most this many findings: {}.", parts.join(", ")))
}

/// What is said of reports.
fn reports(said: &Overrides) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(age) = said.max_age {
        lines.push(match age {
            Some(age) => format!("A report that is older than {} fails.", length(age)),
            None => "A report may be of any age.".to_owned(),
        });
    }
    let how = |treatment| match treatment {
        Treatment::Fail => "fails",
        Treatment::Warn => "is warned of",
        Treatment::Ignore => "is taken as it is",
    };
    lines.extend(
        said.undated
            .map(|treatment| format!("A report that does not say when it was made {}.", how(treatment))),
    );
    lines.extend(
        said.unversioned.map(|treatment| format!("A report that names no commit {}.", how(treatment))),
    );
    lines
}

fn reports_of_all(policy: &Policy) -> Vec<String> {
    let mut lines = Vec::new();
    lines.push(match policy.require.as_slice() {
        [] => "No tool has to have reported.".to_owned(),
        [tool] => format!("{tool} must have reported."),
        tools => format!("These tools must have reported: {}.", tools.join(", ")),
    });
    lines
        .push("A report that is missing, unreadable, or of a scan that failed fails the release.".to_owned());
    lines.extend(
        policy.commit.as_ref().map(|commit| format!("A report of another commit than {commit} fails.")),
    );
    lines.extend(reports(&general(policy)));
    lines
}

fn intelligence(policy: &Policy) -> Vec<String> {
    let mut lines = Vec::new();
    let from = |file: &Option<std::path::PathBuf>| match file {
        Some(file) => format!("as {} and the reports say", file.display()),
        None => "as the reports say".to_owned(),
    };
    if let Some(kev) = &policy.kev {
        lines.push(format!(
            "A vulnerability that is exploited in the wild, {}, counts as {} at least; it gets no days of grace, and does not \
             wait for a fix.",
            from(&kev.file),
            kev.raise
        ));
    }
    if let Some(epss) = &policy.epss {
        lines.push(format!(
            "A vulnerability that will be exploited within 30 days with a probability of {} % or more, {}, counts as {} at \
             least.",
            percent(epss.at_least),
            from(&epss.file),
            epss.raise
        ));
    }
    lines
}

fn exceptions(policy: &Policy, as_of: Date) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(baseline) = &policy.baseline {
        lines.push(format!(
            "What the verdict {} has failed or warned of is known: only what is new counts.",
            baseline.display()
        ));
    }
    if policy.baseline_states {
        lines.push("What a report itself calls unchanged is known, too.".to_owned());
    }
    if !policy.vex.is_empty() {
        let files: Vec<String> = policy.vex.iter().map(|file| file.display().to_string()).collect();
        let age = policy.vex_max_age.map(|age| format!(", if that was said in the last {}", length(age)));
        lines.push(format!(
            "A vulnerability does not count that these VEX documents call fixed or not affecting the product{}: {}.",
            age.unwrap_or_default(),
            files.join(", ")
        ));
    }
    lines.extend(policy.waivers.iter().map(|waiver| waived(waiver, as_of)));
    if !policy.waivers.is_empty() {
        lines.push(match policy.stale_waivers {
            StaleWaivers::Warn => "A waiver that is expired or matches nothing is warned of.".to_owned(),
            StaleWaivers::Fail => "A waiver that is expired or matches nothing fails the release.".to_owned(),
        });
    }
    if lines.is_empty() {
        lines.push("There are none.".to_owned());
    }
    lines
}

fn waived(waiver: &Waiver, as_of: Date) -> String {
    let days = |day: Date| i64::from(as_of.until(day).map_or(0, |span| span.get_days()));
    let (verb, end) = match waiver.expires {
        Expiry::On(day) if waiver.expires.holds(as_of) => {
            ("waives", format!("ends on {day}, {} from now", count(days(day), "day")))
        }
        Expiry::On(day) => ("waived", format!("expired on {day} and no longer counts")),
        Expiry::Never => ("waives", "never ends".to_owned()),
    };
    format!(
        "{} {verb} {waiver}, because: {}. This {end} ({}).",
        waiver.owner,
        waiver.reason.trim_end_matches('.'),
        waiver.origin
    )
}

fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Code => "Flaws in the code",
        Kind::Vulnerability => "Vulnerabilities of packages",
        Kind::Misconfiguration => "Settings of infrastructure",
        Kind::Secret => "Secrets",
        Kind::Licence => "Licences",
        Kind::EndOfLife => "What is no longer kept",
        Kind::Test => "Tests that failed",
    }
}

/// `critical, high and medium`.
fn grades_from(from: Severity) -> String {
    let grades: Vec<&str> = Severity::ALL
        .iter()
        .filter(|severity| **severity >= from)
        .map(|severity| severity.as_str())
        .collect();
    match grades.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// `1 day`, `2 days`.
fn count(number: i64, unit: &str) -> String {
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// A length of time in its largest whole unit.
fn length(time: SignedDuration) -> String {
    let minutes = time.as_mins();
    let units = [(7 * 24 * 60, "week"), (24 * 60, "day"), (60, "hour")];
    let unit = units.into_iter().find(|(unit, _)| minutes > 0 && minutes % unit == 0);
    let (unit, name) = unit.unwrap_or((1, "minute"));
    count(minutes / unit, name)
}

/// A probability in percent, without what the multiplication adds.
fn percent(probability: f64) -> f64 {
    (probability * 1e6).round() / 1e4
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Place, read};
    use super::*;

    fn explained(text: &str) -> String {
        let policy = read("p.toml", text, Path::new("ci"), Place::Other);
        let policy = policy.unwrap_or_else(|invalid| panic!("{invalid}")).unwrap_or_default();
        let mut out = Vec::new();
        let today = jiff::civil::date(2026, 11, 21);
        explain(&policy, today, &mut out).expect("memory can be written to");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn without_a_policy() {
        let expected = "\
Findings
  Critical and high findings fail the release.
  Findings from medium on that do not fail are warned of.
  A finding whose severity nobody knows fails.
  A vulnerability for which there is no fix counts like any other.
  A finding that is suppressed in the source does not count; one that is suppressed elsewhere does.

Reports
  No tool has to have reported.
  A report that is missing, unreadable, or of a scan that failed fails the release.
  A report may be of any age.

Exceptions
  There are none.
";
        assert_eq!(explained(""), expected);
    }

    #[test]
    fn with_everything() {
        let text = r#"
fail-on = "critical"
warn-on = "info"
unfixed = "warn"
unscored = "as:medium"
max = { high = 2, unknown = 0, total = 10 }
grace-days = 14
max-age = "36h"
undated = "warn"
unversioned = "ignore"
honour-suppressions = "none"
require = ["bandit", "trviy"]
commit = "3f2a91c"
baseline = "old.json"
baseline-states = true
kev = { file = "kev.json" }
epss = { at-least = 0.07 }
vex = ["vex/*.json"]
vex-max-age = "26w"
stale-waivers = "fail"
allow-never = true

[kind.secret]
fail-on = "info"
warn-on = "never"
[kind.end-of-life]
grace-days = 0

[tool.bandit]
fail-on = "never"
unscored = "warn"
max-age = "7d"

[[waiver]]
id = "CVE-2026-0861"
package = "glibc"
reason = "The function is never called."
owner = "ann@example.org"
expires = 2026-11-22

[[waiver]]
path = "scripts/"
tool = "bandit"
reason = "they only run in CI"
owner = "the build team"
expires = 2026-11-21

[[waiver]]
id = "B101"
reason = "tests"
owner = "ann@example.org"
expires = "never"
"#;
        let expected = "\
Findings
  Critical findings fail the release.
  Findings from info on that do not fail are warned of.
  A finding whose severity nobody knows counts as medium.
  A vulnerability that would fail is only warned of while there is no fix for it.
  A vulnerability that would fail is only warned of in the first 14 days after its publication.
  There may be at most this many findings: 2 high, 0 of unknown severity, 10 in all.
  A finding counts even if it is suppressed, in the source or elsewhere.

Reports
  These tools must have reported: bandit, trviy.
  A report that is missing, unreadable, or of a scan that failed fails the release.
  A report of another commit than 3f2a91c fails.
  A report that is older than 36 hours fails.
  A report that does not say when it was made is warned of.
  A report that names no commit is taken as it is.

Secrets, different from the above
  Critical, high, medium, low and info findings fail the release.
  No finding is warned of by its severity.

What is no longer kept, different from the above
  A new vulnerability gets no days of grace.

What bandit reports, different from all of the above
  No finding fails the release by its severity.
  A finding whose severity nobody knows is warned of.
  A report that is older than 1 week fails.

What is known of vulnerabilities
  A vulnerability that is exploited in the wild, as ci/kev.json and the reports say, counts as critical at least; it gets no days of grace, and does not wait for a fix.
  A vulnerability that will be exploited within 30 days with a probability of 7 % or more, as ci/epss.csv and the reports say, counts as high at least.

Exceptions
  What the verdict ci/old.json has failed or warned of is known: only what is new counts.
  What a report itself calls unchanged is known, too.
  A vulnerability does not count that these VEX documents call fixed or not affecting the product, if that was said in the last 26 weeks: ci/vex/*.json.
  ann@example.org waives CVE-2026-0861 in glibc, because: The function is never called. This ends on 2026-11-22, 1 day from now (p.toml:34).
  the build team waived anything at scripts/, by bandit, because: they only run in CI. This expired on 2026-11-21 and no longer counts (p.toml:41).
  ann@example.org waives B101, because: tests. This never ends (p.toml:48).
  A waiver that is expired or matches nothing fails the release.

Strange in the policy
  p.toml:12: no tool `trviy` is known; if `trivy` is meant, write that
";
        let explained = explained(&text.replace("at-least = 0.07", "file = \"epss.csv\", at-least = 0.07"));
        assert!(explained == expected, "{explained}");
    }

    #[test]
    fn lengths_of_time() {
        let of = |minutes| length(SignedDuration::from_mins(minutes));
        assert_eq!(
            [of(1), of(90), of(60), of(1440), of(20160)],
            ["1 minute", "90 minutes", "1 hour", "1 day", "2 weeks"]
        );
    }

    #[test]
    fn what_is_ignored_and_what_is_accepted() {
        let text = explained(
            "unfixed = 'ignore'\nhonour-suppressions = 'all'\nwarn-on = 'high'\nfail-on = 'critical'\n",
        );
        assert!(text.contains("does not count while there is no fix for it"), "{text}");
        assert!(text.contains("wherever that was done"), "{text}");
    }
}
