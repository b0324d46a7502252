//! Whether a report can be relied on: it could be read, its scan worked, and it is of this release.

use jiff::{SignedDuration, Timestamp};

use super::Received;
use crate::evidence::{Evidence, Kind, Scan};
use crate::policy::{Conditions, Policy, Treatment};
use crate::read::Report;
use crate::verdict::{Counts, Judged, State};

/// How far the clocks of two machines may be apart.
const SKEW: SignedDuration = SignedDuration::from_hours(24);

/// Judges a report, and hands on its findings.
pub(super) fn judge(received: Received, policy: &Policy, as_of: Timestamp) -> (Judged, Vec<Evidence>) {
    let Received { path, report } = received;
    let report = match report {
        Ok(report) => report,
        Err(refusal) => {
            let judged = Judged {
                path,
                format: None,
                scans: Vec::new(),
                state: State::Unreadable,
                reasons: vec![format!("{} ({})", refusal.cause, refusal.cure)],
                notes: Vec::new(),
                counts: Counts::default(),
            };
            return (judged, Vec::new());
        }
    };
    let (mut reasons, mut notes) = (Vec::new(), Vec::new());
    for scan in &report.reading.scans {
        let of = if report.reading.scans.len() > 1 { format!("{}: ", scan.tool) } else { String::new() };
        reasons.extend(scan.failures.iter().map(|failure| format!("{of}{failure}")));
        notes.extend(scan.notes.iter().map(|note| format!("{of}{note}")));
        let conditions = policy.conditions(&scan.tool, None);
        for (treatment, what) in
            [age(scan, &conditions, as_of), revision(scan, &conditions, policy.commit.as_deref())]
                .into_iter()
                .flatten()
        {
            match treatment {
                Treatment::Fail => reasons.push(format!("{of}{what}")),
                Treatment::Warn => notes.push(format!("{of}{what}")),
                Treatment::Ignore => {}
            }
        }
    }
    let mut counts = Counts::default();
    for evidence in &report.reading.evidence {
        match evidence.suppression {
            Some(_) => counts.suppressed += 1,
            // That a distribution is at its end is no finding of its own number but where nothing else is looked for.
            None if evidence.kind == Kind::EndOfLife && !looks_for_ends(&report, evidence) => {}
            None => counts.add(evidence.severity),
        }
    }
    let state = if reasons.is_empty() { State::Ok } else { State::Failed };
    let judged = Judged {
        path,
        format: Some(report.format.to_owned()),
        scans: report.reading.scans,
        state,
        reasons,
        notes,
        counts,
    };
    (judged, report.reading.evidence)
}

/// Whether the tool looks for what is no longer kept, and for nothing else.
fn looks_for_ends(report: &Report, evidence: &Evidence) -> bool {
    report.reading.scans.get(evidence.scan).is_some_and(|scan| scan.tool == "xeol")
}

/// What is wrong with the age of a scan.
fn age(scan: &Scan, conditions: &Conditions, as_of: Timestamp) -> Option<(Treatment, String)> {
    let max = conditions.max_age?;
    let Some(time) = scan.time else {
        let what = "does not say when it was made, and the policy has a max-age (see `undated`)";
        return Some((conditions.undated, what.to_owned()));
    };
    let age = as_of.duration_since(time);
    if age > max {
        let what =
            format!("is stale: it was made {} ago, and may be {} old at most", duration(age), duration(max));
        return Some((Treatment::Fail, what));
    }
    if age < -SKEW {
        let what = format!("says that it was made at {time}, which is yet to come");
        return Some((Treatment::Fail, what));
    }
    None
}

/// What is wrong with the revision of a scan.
fn revision(scan: &Scan, conditions: &Conditions, wanted: Option<&str>) -> Option<(Treatment, String)> {
    let wanted = wanted?;
    let Some(own) = scan.commit.as_deref() else {
        let what = "does not say of which revision it is, and the policy asks for one (see `unversioned`)";
        return Some((conditions.unversioned, what.to_owned()));
    };
    // Either may be shortened, but not beyond what git itself thinks is enough.
    let (a, b) = (own.to_ascii_lowercase(), wanted.to_ascii_lowercase());
    let same = a == b || (a.len().min(b.len()) >= 7 && (a.starts_with(&b) || b.starts_with(&a)));
    (!same).then(|| (Treatment::Fail, format!("is of the revision {own}, and must be of {wanted}")))
}

/// The tools that must have reported, and have not.
pub(super) fn missing(policy: &Policy, inputs: &[Judged]) -> Vec<String> {
    let reported = |tool: &str| {
        inputs
            .iter()
            .any(|input| input.state == State::Ok && input.scans.iter().any(|scan| scan.tool == tool))
    };
    let failed = |tool: &str| inputs.iter().any(|input| input.scans.iter().any(|scan| scan.tool == tool));
    let required = policy.require.iter().filter(|tool| !reported(tool));
    required
        .map(|tool| {
            if failed(tool) {
                format!("{tool} is required, and none of its reports can be relied on")
            } else {
                format!("{tool} is required, and there is no report of it")
            }
        })
        .collect()
}

/// A duration in the words of the policy: `3d 4h`.
pub(crate) fn duration(duration: SignedDuration) -> String {
    let minutes = duration.as_secs() / 60;
    let (days, hours, minutes) = (minutes / (24 * 60), minutes / 60 % 24, minutes % 60);
    let parts = [(days, "d"), (hours, "h"), (minutes, "min")];
    let told: Vec<String> = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .take(2)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    if told.is_empty() { "less than a minute".to_owned() } else { told.join(" ") }
}
