//! SARIF 2.1.0 of any tool's findings, for the upload: a run for each tool, every result with its severity, its place and
//! what was decided about it (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>).

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value, json};
use stockade_report::stream::{self, Seq};
use stockade_report::{REPOSITORY, uri};

use super::View;
use crate::evidence::{Baseline, Evidence, Scan, SuppressedBy};
use crate::identity;
use crate::read::Report;
use crate::severity::Severity;
use crate::verdict::{Action, Fingerprint, State};

/// GitHub refuses a run of more results
/// (<https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>).
const MAX_RESULTS: usize = 25_000;

/// The property of a result that says its severity in our own words.
pub(crate) const SEVERITY: &str = "stockade-severity";

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: R,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R> {
    tool: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    automation_details: Option<Value>,
    invocations: [Value; 1],
    column_kind: &'static str,
    results: R,
}

/// One result, whatever it comes from.
struct Entry<'e> {
    tool: &'e str,
    /// Where it is if it does not say.
    elsewhere: &'e str,
    evidence: &'e Evidence,
    fingerprint: Fingerprint,
    severity: Severity,
    decided: Option<(Action, &'e str)>,
}

/// What a run says of itself.
#[derive(Default)]
struct About<'e> {
    version: Option<&'e str>,
    failures: Vec<String>,
    times: Vec<String>,
}

/// Writes the findings of a verdict, with what was decided. `warn` is told what GitHub will not take.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write, warn: &mut dyn FnMut(String)) -> io::Result<()> {
    let verdict = view.verdict;
    let mut runs: BTreeMap<&str, About<'_>> = BTreeMap::new();
    for input in &verdict.inputs {
        for scan in &input.scans {
            let failed = if input.state == State::Ok { &[][..] } else { &input.reasons };
            tell(runs.entry(&scan.tool).or_default(), scan, failed, &input.path);
        }
    }
    let entries = verdict.items().map(|item| Entry {
        tool: item.tool,
        elsewhere: &verdict.inputs[item.ruling.input].path,
        evidence: item.evidence,
        fingerprint: item.ruling.fingerprint,
        severity: item.ruling.severity,
        decided: Some((item.ruling.action, &item.ruling.reason)),
    });
    log(runs, entries.collect(), view.category, out, warn)
}

/// Writes what a report says, whatever format it was in. `path` is where it was read.
///
/// # Errors
///
/// Those of `out`.
pub fn convert(
    report: &Report,
    path: &str,
    category: Option<&str>,
    out: &mut dyn Write,
    warn: &mut dyn FnMut(String),
) -> io::Result<()> {
    let reading = &report.reading;
    let mut runs: BTreeMap<&str, About<'_>> = BTreeMap::new();
    for scan in &reading.scans {
        tell(runs.entry(&scan.tool).or_default(), scan, &scan.failures, path);
    }
    let tool = |evidence: &Evidence| reading.scans.get(evidence.scan).map_or("", |scan| scan.tool.as_str());
    let fingerprints =
        identity::fingerprints(reading.evidence.iter().map(|evidence| (tool(evidence), evidence)));
    let entries = reading.evidence.iter().zip(&fingerprints).map(|(evidence, fingerprint)| Entry {
        tool: tool(evidence),
        elsewhere: path,
        evidence,
        fingerprint: *fingerprint,
        severity: evidence.severity,
        decided: None,
    });
    log(runs, entries.collect(), category, out, warn)
}

fn tell<'e>(about: &mut About<'e>, scan: &'e Scan, failures: &[String], path: &str) {
    about.version = about.version.or(scan.version.as_deref());
    about.times.extend(scan.time.map(|time| time.to_string()));
    for failure in failures {
        let failure = format!("{path}: {failure}");
        if !about.failures.contains(&failure) {
            about.failures.push(failure);
        }
    }
}

fn log(
    runs: BTreeMap<&str, About<'_>>,
    entries: Vec<Entry<'_>>,
    category: Option<&str>,
    out: &mut dyn Write,
    warn: &mut dyn FnMut(String),
) -> io::Result<()> {
    let mut of_tool: BTreeMap<&str, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in &entries {
        of_tool.entry(entry.tool).or_default().push(entry);
    }
    for (tool, entries) in &mut of_tool {
        if entries.len() > MAX_RESULTS {
            warn(format!(
                "{} results of {tool} are more than the {MAX_RESULTS} that GitHub takes of a run: the gravest were written",
                entries.len()
            ));
            entries.sort_by_key(|entry| {
                std::cmp::Reverse((entry.decided.map(|(action, _)| action), entry.severity))
            });
            entries.truncate(MAX_RESULTS);
        }
    }
    let none = Vec::new();
    let runs = Seq(|| {
        runs.iter().map(|(tool, about)| {
            let entries = of_tool.get(tool).unwrap_or(&none);
            run(tool, about, entries, category)
        })
    });
    let log = Log { schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs };
    stream::write(&log, out)
}

fn run<'e>(
    tool: &'e str,
    about: &'e About<'e>,
    entries: &'e [&'e Entry<'e>],
    category: Option<&str>,
) -> Run<impl Serialize + use<'e>> {
    let mut rules: BTreeMap<&str, (Severity, &Evidence)> = BTreeMap::new();
    for entry in entries {
        let rule = rules.entry(&entry.evidence.id).or_insert((entry.severity, entry.evidence));
        if entry.severity > rule.0 {
            *rule = (entry.severity, entry.evidence);
        }
    }
    let descriptors: Vec<Value> =
        rules.iter().map(|(id, (severity, evidence))| descriptor(id, *severity, evidence)).collect();
    let places: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut driver = json!({
        "name": tool,
        "informationUri": REPOSITORY,
        "rules": descriptors,
    });
    if let Some(version) = about.version {
        driver["version"] = json!(version);
    }
    let mut invocation = json!({ "executionSuccessful": about.failures.is_empty() });
    if let Some(time) = about.times.iter().max() {
        invocation["endTimeUtc"] = json!(time);
    }
    if !about.failures.is_empty() {
        let notifications =
            about.failures.iter().map(|failure| json!({ "level": "error", "message": { "text": failure } }));
        invocation["toolExecutionNotifications"] = notifications.collect();
    }
    // Two runs need two categories: GitHub takes a file with one only once.
    let prefix = category.map_or(String::new(), |category| format!("{}/", category.trim_end_matches('/')));
    Run {
        tool: json!({ "driver": driver }),
        automation_details: Some(json!({ "id": format!("{prefix}{tool}/") })),
        invocations: [invocation],
        column_kind: "unicodeCodePoints",
        results: Seq(move || {
            let places = places.clone();
            entries.iter().map(move |entry| {
                let index = places.get(entry.evidence.id.as_str()).copied().unwrap_or_default();
                result(entry, index)
            })
        }),
    }
}

fn descriptor(id: &str, severity: Severity, evidence: &Evidence) -> Value {
    let mut tags = vec![json!("security"), json!(evidence.kind.as_str())];
    tags.extend(evidence.cwe.iter().take(8).map(|cwe| json!(format!("external/cwe/cwe-{cwe:03}"))));
    let mut properties = Map::new();
    properties.insert("tags".to_owned(), Value::Array(tags));
    if let Some(score) = score(severity) {
        properties.insert("security-severity".to_owned(), json!(score));
    }
    let title: String = line(&evidence.message).chars().take(1000).collect();
    let title = if title.is_empty() { id.to_owned() } else { title };
    json!({
        "id": id,
        "shortDescription": { "text": title },
        "fullDescription": { "text": title },
        "help": { "text": format!("{id}: {title}") },
        "defaultConfiguration": { "level": level(severity) },
        "properties": properties,
    })
}

fn result(entry: &Entry<'_>, index: usize) -> Value {
    let evidence = entry.evidence;
    let mut text =
        if evidence.message.trim().is_empty() { evidence.id.clone() } else { evidence.message.clone() };
    if let Some(package) = &evidence.package {
        let version = package.version.as_deref().unwrap_or("of unknown version");
        text = format!("{} {version}: {text}", package.name);
        if !package.fixed.is_empty() {
            text.push_str(&format!(" Fixed in {}.", package.fixed.join(", ")));
        }
    }
    let place = evidence.place.as_ref().filter(|place| !place.path.is_empty());
    let path = place.map_or(entry.elsewhere, |place| place.path.as_str());
    let line = place.and_then(|place| place.line).unwrap_or(1).max(1);
    let mut region = json!({ "startLine": line });
    if let Some(end) = place.and_then(|place| place.end_line).filter(|end| *end >= line) {
        region["endLine"] = json!(end);
    }
    if let Some(column) = place.and_then(|place| place.column).filter(|column| *column >= 1) {
        region["startColumn"] = json!(column);
    }
    let artifact =
        if path.contains("://") { json!({ "uri": path }) } else { json!({ "uri": uri::of(path) }) };
    let mut location = json!({ "physicalLocation": { "artifactLocation": artifact, "region": region } });
    if let Some(name) =
        evidence.package.as_ref().map(|package| package.purl.as_ref().unwrap_or(&package.name))
    {
        location["logicalLocations"] = json!([{ "fullyQualifiedName": name, "kind": "package" }]);
    }
    let mut properties = Map::new();
    // A rule has one score, and results of it may differ: our own reader goes by this word, whatever tool is named.
    properties.insert(SEVERITY.to_owned(), json!(entry.severity.as_str()));
    if let Some((action, reason)) = entry.decided {
        properties.insert("gate".to_owned(), json!({ "action": action.as_str(), "reason": reason }));
    }
    if !evidence.aliases.is_empty() {
        properties.insert("aliases".to_owned(), json!(evidence.aliases));
    }
    if !evidence.ratings.is_empty() {
        properties.insert("ratings".to_owned(), json!(*evidence.ratings));
    }
    let mut value = json!({
        "ruleId": evidence.id,
        "ruleIndex": index,
        "kind": "fail",
        "level": level(entry.severity),
        "message": { "text": text },
        "locations": [location],
        "partialFingerprints": { "stockadeGate/v1": entry.fingerprint.to_string() },
        "properties": properties,
    });
    if let Some(suppression) = suppression(entry) {
        value["suppressions"] = json!([suppression]);
    }
    let known = match entry.decided {
        Some((Action::Known, _)) => Some("unchanged"),
        _ => evidence.baseline.map(|baseline| match baseline {
            Baseline::New => "new",
            Baseline::Known => "unchanged",
        }),
    };
    if let Some(known) = known {
        value["baselineState"] = json!(known);
    }
    value
}

/// What takes a result away: what the policy has accepted, or what its report says if nobody has decided.
fn suppression(entry: &Entry<'_>) -> Option<Value> {
    let own = entry.evidence.suppression.as_ref();
    let kind = |by| match by {
        SuppressedBy::Source => "inSource",
        SuppressedBy::External | SuppressedBy::Configuration => "external",
    };
    match entry.decided {
        Some((Action::Waived, reason)) => {
            Some(json!({ "kind": "external", "status": "accepted", "justification": reason }))
        }
        Some((Action::Suppressed, reason)) => {
            let by = own.map_or("external", |own| kind(own.by));
            Some(json!({ "kind": by, "status": "accepted", "justification": reason }))
        }
        Some((_, reason)) => {
            own.map(|own| json!({ "kind": kind(own.by), "status": "rejected", "justification": reason }))
        }
        None => own.map(|own| match &own.reason {
            Some(reason) => json!({ "kind": kind(own.by), "justification": reason }),
            None => json!({ "kind": kind(own.by) }),
        }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium | Severity::Unknown => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// A score in the middle of the grade, as GitHub grades scores; none where there is no grade.
fn score(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("2.0"),
        Severity::Info | Severity::Unknown => None,
    }
}

fn line(text: &str) -> &str {
    text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim()
}
