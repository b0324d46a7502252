//! Everything that a verdict knows, as JSON in a schema of our own (`docs/gate.schema.json`). A verdict that was written
//! like this is what a later one takes as its baseline.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use stockade_report::VERSION;
use stockade_report::stream::{self, Seq};

use super::View;
use crate::evidence::{Baseline, Fix, SuppressedBy};
use crate::severity::Severity;
use crate::verdict::{Counts, Decision, Item, Judged, LimitState, Origin, Verdict, WaiverState};

/// The version of the schema: a higher first number may take away or change what was there, a higher second one adds.
pub(crate) const SCHEMA_VERSION: &str = "1.0";

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Document<'v, I, E, D, W, L> {
    schema: &'static str,
    stockade: &'static str,
    verdict: &'static str,
    exit_code: u8,
    reasons: &'v [String],
    policy: Policy<'v>,
    notes: &'v [String],
    as_of: String,
    counts: BTreeMap<&'static str, usize>,
    inputs: I,
    limits: L,
    waivers: W,
    decisions: D,
    evidence: E,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", tag = "source")]
enum Policy<'v> {
    Default,
    File { path: &'v str, sha256: &'v str, found_in_tree: bool },
}

/// Writes the verdict.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdict = view.verdict;
    let counts = crate::verdict::Action::ALL.iter().map(|action| (action.as_str(), verdict.count(*action)));
    let document = Document {
        schema: SCHEMA_VERSION,
        stockade: VERSION,
        verdict: verdict.outcome.as_str(),
        exit_code: verdict.outcome.exit_code(),
        reasons: &verdict.reasons,
        policy: match &verdict.policy {
            Origin::Default => Policy::Default,
            Origin::File { path, sha256, found } => Policy::File { path, sha256, found_in_tree: *found },
        },
        notes: &verdict.notes,
        as_of: verdict.as_of.to_string(),
        counts: counts.collect(),
        inputs: Seq(|| verdict.inputs.iter().map(input)),
        limits: Seq(|| verdict.limits.iter().map(limit)),
        waivers: Seq(|| verdict.waivers.iter().map(waiver)),
        decisions: Seq(|| verdict.decisions.iter().map(|own| decision(verdict, own))),
        evidence: Seq(|| verdict.items().enumerate().map(evidence)),
    };
    stream::write(&document, out)
}

#[derive(Serialize)]
struct Input<'v> {
    path: &'v str,
    tool: String,
    format: Option<&'v str>,
    state: &'static str,
    reason: Option<String>,
    notes: &'v [String],
    counts: BTreeMap<&'static str, u64>,
    scans: Vec<Scan<'v>>,
}

#[derive(Serialize)]
struct Scan<'v> {
    tool: &'v str,
    version: Option<&'v str>,
    target: Option<&'v str>,
    time: Option<String>,
    commit: Option<&'v str>,
}

fn input(judged: &Judged) -> Input<'_> {
    Input {
        path: &judged.path,
        tool: judged.tool(),
        format: judged.format.as_deref(),
        state: judged.state.as_str(),
        reason: (!judged.reasons.is_empty()).then(|| judged.reasons.join("; ")),
        notes: &judged.notes,
        counts: numbers(&judged.counts),
        scans: judged
            .scans
            .iter()
            .map(|scan| Scan {
                tool: &scan.tool,
                version: scan.version.as_deref(),
                target: scan.target.as_deref(),
                time: scan.time.map(|time| time.to_string()),
                commit: scan.commit.as_deref(),
            })
            .collect(),
    }
}

fn numbers(counts: &Counts) -> BTreeMap<&'static str, u64> {
    let each = Severity::ALL.iter().map(|severity| (severity.as_str(), counts.of(*severity)));
    each.chain([("suppressed", counts.suppressed)]).collect()
}

#[derive(Serialize)]
struct Limit<'v> {
    about: &'v str,
    limit: u64,
    found: u64,
    exceeded: bool,
}

fn limit(state: &LimitState) -> Limit<'_> {
    Limit { about: &state.about, limit: state.limit, found: state.found, exceeded: state.is_exceeded() }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Waiver<'v> {
    terms: &'v str,
    kind: &'static str,
    reason: &'v str,
    owner: &'v str,
    expires: &'v str,
    days_left: Option<i64>,
    expired: bool,
    matches: u64,
    origin: &'v str,
    remarks: &'v [String],
}

fn waiver(state: &WaiverState) -> Waiver<'_> {
    Waiver {
        terms: &state.terms,
        kind: if state.is_vex { "vex" } else { "waiver" },
        reason: &state.reason,
        owner: &state.owner,
        expires: &state.expires,
        days_left: state.days_left,
        expired: state.is_expired,
        matches: state.matches,
        origin: &state.origin,
        remarks: &state.remarks,
    }
}

#[derive(Serialize)]
struct Ruling<'v> {
    id: &'v str,
    action: &'static str,
    severity: &'static str,
    reason: &'v str,
    tools: Vec<&'v str>,
    /// Places in `evidence`, the one that decides first.
    evidence: &'v [usize],
}

fn decision<'v>(verdict: &'v Verdict, decision: &'v Decision) -> Ruling<'v> {
    let deciding = verdict.deciding(decision);
    Ruling {
        id: deciding.map_or("", |item| item.evidence.id.as_str()),
        action: decision.action.as_str(),
        severity: decision.severity.as_str(),
        reason: deciding.map_or("", |item| &item.ruling.reason),
        tools: verdict.tools(decision),
        evidence: &decision.items,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Finding<'v> {
    index: usize,
    input: usize,
    tool: &'v str,
    kind: &'static str,
    id: &'v str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'v [String],
    message: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    package: Option<Package<'v>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Place<'v>>,
    fix: &'static str,
    severity: &'static str,
    ratings: &'v [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    cwe: &'v [u32],
    #[serde(skip_serializing_if = "Option::is_none")]
    suppression: Option<Suppression<'v>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "is_false")]
    exploited: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    epss: Option<f64>,
    fingerprint: String,
    counts_as: &'static str,
    action: &'static str,
    reason: &'v str,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(value: &bool) -> bool {
    !value
}

#[derive(Serialize)]
struct Package<'v> {
    name: &'v str,
    version: Option<&'v str>,
    fixed: &'v [String],
    purl: Option<&'v str>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Place<'v> {
    path: &'v str,
    line: Option<u32>,
    end_line: Option<u32>,
    column: Option<u32>,
}

#[derive(Serialize)]
struct Suppression<'v> {
    by: &'static str,
    reason: Option<&'v str>,
}

fn evidence<'v>((index, item): (usize, Item<'v>)) -> Finding<'v> {
    let (own, ruling) = (item.evidence, item.ruling);
    Finding {
        index,
        input: ruling.input,
        tool: item.tool,
        kind: own.kind.as_str(),
        id: &own.id,
        aliases: &own.aliases,
        message: &own.message,
        package: own.package.as_ref().map(|package| Package {
            name: &package.name,
            version: package.version.as_deref(),
            fixed: &package.fixed,
            purl: package.purl.as_deref(),
        }),
        place: own.place.as_ref().map(|place| Place {
            path: &place.path,
            line: place.line,
            end_line: place.end_line,
            column: place.column,
        }),
        fix: match own.fix {
            Fix::Unknown => "unknown",
            Fix::Available => "available",
            Fix::None => "none",
            Fix::Never => "never",
        },
        severity: own.severity.as_str(),
        ratings: &own.ratings,
        cwe: &own.cwe,
        suppression: own.suppression.as_ref().map(|suppression| Suppression {
            by: match suppression.by {
                SuppressedBy::Source => "source",
                SuppressedBy::External => "external",
                SuppressedBy::Configuration => "configuration",
            },
            reason: suppression.reason.as_deref(),
        }),
        baseline: own.baseline.map(|baseline| match baseline {
            Baseline::New => "new",
            Baseline::Known => "known",
        }),
        published: own.published.map(|time| time.to_string()),
        exploited: own.exploited,
        epss: own.epss,
        fingerprint: ruling.fingerprint.to_string(),
        counts_as: ruling.severity.as_str(),
        action: ruling.action.as_str(),
        reason: &ruling.reason,
    }
}
