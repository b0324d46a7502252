//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), as GitHub's code scanning takes it
//! (<https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>).
//!
//! Here is the run and what is said of it as a whole; [`rules`] and [`results`] have the rest. Results are written one
//! by one: each takes two kilobytes as a value.

mod results;
mod rules;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_sarif::sarif::{
    ArtifactLocation, Invocation, Location, Message, MultiformatMessageString, Notification,
    PhysicalLocation, ReportingDescriptor, ReportingDescriptorReference, RunAutomationDetails, Tool,
    ToolComponent,
};
use stockade_core::finding::Span;
use stockade_core::report::{Configuration, FileReport, RemarkKind};

use self::results::Results;
use self::rules::Rules;
use crate::stream::{self, Seq};
use crate::{REPOSITORY, VERSION, View, json, order, place, time, uri};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What relative names start from.
const ROOT: &str = "%SRCROOT%";

/// GitHub refuses a run of more results.
const MAX_RESULTS: usize = 25_000;

/// GitHub shows no more results of a run.
const SHOWN_RESULTS: usize = 5_000;

/// GitHub refuses a file that is larger once compressed. SARIF of ours shrinks to a fifteenth or less: one of that size
/// may be too large.
const LARGE: u64 = 12 * 10 * 1024 * 1024;

/// Whether suppressed findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Suppressed {
    /// Each with its justification, as the standard has it.
    Written,
    /// Not at all: GitHub shows them as if they were not suppressed
    /// (<https://github.com/github/codeql-action/issues/1230>).
    LeftOut,
}

#[derive(Serialize)]
struct Log<R> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [R; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<R> {
    tool: Tool,
    #[serde(skip_serializing_if = "Option::is_none")]
    automation_details: Option<RunAutomationDetails>,
    invocations: [Invocation; 1],
    original_uri_base_ids: BaseIds,
    column_kind: &'static str,
    results: R,
}

#[derive(Serialize)]
struct BaseIds {
    #[serde(rename = "%SRCROOT%")]
    root: ArtifactLocation,
}

/// Writes the report. `warn` is told what GitHub will not take.
pub(crate) fn write(
    view: &View<'_>,
    suppressed: Suppressed,
    out: &mut dyn Write,
    warn: &mut dyn FnMut(String),
) -> io::Result<()> {
    let results = Results::of(view, suppressed);
    let rules = Rules::of(&view.report.run.rules, results.iter());
    warn_of_count(&results, warn);
    let driver = ToolComponent::builder()
        .name("Stockade")
        .semantic_version(VERSION)
        .information_uri(REPOSITORY)
        .notifications(NOTIFICATIONS.map(notification_descriptor).to_vec())
        .rules(rules.descriptors())
        .build();
    let run = Run {
        tool: Tool::builder().driver(driver).build(),
        automation_details: view.category.map(|category| {
            // All up to the last slash is the category, the rest tells runs apart: there is none.
            let id = format!("{}/", category.trim_end_matches('/'));
            RunAutomationDetails::builder().id(id).build()
        }),
        invocations: [invocation(view)],
        original_uri_base_ids: BaseIds {
            root: ArtifactLocation::builder().description(message("The root of the project.")).build(),
        },
        column_kind: "utf16CodeUnits",
        results: Seq(|| results.iter().map(|entry| results::result(entry, &rules))),
    };
    let mut out = Counted { out, bytes: 0 };
    stream::write(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, &mut out)?;
    if out.bytes > LARGE {
        warn(format!(
            "the file is {} MB large: GitHub takes no more than 10 MB once it is compressed",
            out.bytes / (1024 * 1024)
        ));
    }
    Ok(())
}

fn warn_of_count(results: &Results<'_>, warn: &mut dyn FnMut(String)) {
    let (all, kept) = (results.found, results.len());
    if kept < all {
        warn(format!(
            "{all} results are more than the {MAX_RESULTS} that GitHub takes of a run: the gravest {kept} were written"
        ));
    }
    if kept > SHOWN_RESULTS {
        warn(format!(
            "GitHub shows {SHOWN_RESULTS} results of a run: of {kept}, the gravest come first; a baseline or a narrower selection makes them fewer"
        ));
    }
}

/// What happened on the way, beside the findings.
fn invocation(view: &View<'_>) -> Invocation {
    let mut invocation = Invocation::builder()
        .execution_successful(view.is_complete())
        .tool_execution_notifications(view.report.files.iter().flat_map(on_file).collect::<Vec<_>>())
        .tool_configuration_notifications(on_configuration(view))
        .build();
    if let Some((start, end)) = view.report.run.time {
        invocation.start_time_utc = Some(time(start));
        invocation.end_time_utc = Some(time(end));
    }
    invocation
}

/// The kinds of notifications: id, name, description.
const NOTIFICATIONS: [[&str; 3]; 9] = [
    ["not-scanned", "NotScanned", "A file was not scanned."],
    [
        "syntax-error",
        "SyntaxError",
        "A file is no Python as a whole: its findings are those of what could be parsed.",
    ],
    ["check-failed", "CheckFailed", "A rule broke off in a file."],
    ["unknown-word", "UnknownWord", "A suppression has a word that is no id of a rule."],
    ["unused-suppression", "UnusedSuppression", "A suppression suppresses nothing."],
    ["suppression-without-reason", "SuppressionWithoutReason", "A suppression gives no reason."],
    ["unknown-magic", "UnknownMagic", "A cell of a notebook was not scanned, for its magic is not known."],
    ["note", "RunNote", "A warning about the run as a whole."],
    ["scope", "ScanScope", "What was configured and what was left out."],
];

fn notification_descriptor([id, name, description]: [&str; 3]) -> ReportingDescriptor {
    let description = MultiformatMessageString::builder().text(description).build();
    ReportingDescriptor::builder()
        .id(id)
        .name(name)
        .short_description(description.clone())
        .full_description(description.clone())
        .help(description)
        .build()
}

fn on_file(file: &FileReport) -> Vec<Notification> {
    let mut notifications = Vec::new();
    if let Some(reason) = &file.skipped {
        let text = format!("The file was not scanned: {}.", reason.trim_end_matches('.'));
        notifications.push(notification("not-scanned", "error", &text, Some((file, Span::default()))));
    }
    if let Some(broken) = &file.broken {
        let text = format!("{}.", broken.message.trim_end_matches('.'));
        notifications.push(notification("syntax-error", "warning", &text, Some((file, broken.span))));
    }
    for record in &file.log {
        notifications.push(notification(
            "check-failed",
            "warning",
            &record.message,
            Some((file, Span::default())),
        ));
    }
    for remark in &file.remarks {
        let level = if remark.kind == RemarkKind::Unused { "note" } else { "warning" };
        let place = Some((file, remark.span));
        notifications.push(notification(json::remark_kind(remark.kind), level, &remark.message, place));
    }
    notifications
}

fn on_configuration(view: &View<'_>) -> Vec<Notification> {
    let run = &view.report.run;
    let mut notifications: Vec<Notification> =
        run.notes.iter().map(|note| notification("note", "warning", note, None)).collect();
    let mut scope = |text: String| notifications.push(notification("scope", "note", &text, None));
    let configured = |path: &str, found: bool, whose: &str| {
        let how = if found { "found in the scanned tree" } else { "named by whoever ran the scan" };
        format!("Configured by {path}, {how}{whose}.")
    };
    match &run.configuration {
        Configuration::None => {}
        Configuration::Own { path, found } => scope(configured(path, *found, "")),
        Configuration::Bandit { path, found } => {
            scope(configured(path, *found, ", which is Bandit's configuration"));
        }
    }
    if !run.left_out.is_empty() {
        scope(format!("Files and folders that were not scanned: {}.", run.left_out.len()));
    }
    let stale: u64 = run.stale.iter().map(|entry| entry.count).sum();
    if stale > 0 {
        scope(format!("Entries of the baseline that no finding matched: {stale}."));
    }
    notifications
}

fn notification(id: &str, level: &str, text: &str, place: Option<(&FileReport, Span)>) -> Notification {
    let at = NOTIFICATIONS.iter().position(|[known, ..]| *known == id);
    let mut descriptor = ReportingDescriptorReference::builder().id(id).build();
    descriptor.index = at.and_then(|at| i64::try_from(at).ok());
    let mut notification = Notification::builder()
        .descriptor(descriptor)
        .level(Value::from(level))
        .message(message(text))
        .build();
    if let Some((file, span)) = place {
        let mut location = PhysicalLocation::builder().artifact_location(artifact(file)).build();
        // The lines of a notebook are those of its cells, not of the file.
        match place::cell(file, span.start.line) {
            Some(cell) => notification.message = message(&format!("In {cell}: {text}")),
            None => location.region = results::region(file, span),
        }
        notification.locations = Some(vec![Location::builder().physical_location(location).build()]);
    }
    notification
}

/// The file as SARIF names it: relative to the root, unless it lies outside.
fn artifact(file: &FileReport) -> ArtifactLocation {
    let mut artifact = ArtifactLocation::builder().uri(uri::of(&file.name)).build();
    if !file.name.starts_with('/') {
        artifact.uri_base_id = Some(ROOT.to_owned());
    }
    artifact
}

fn message(text: &str) -> Message {
    Message::builder().text(text).build()
}

/// Counts what is written.
struct Counted<'a> {
    out: &'a mut dyn Write,
    bytes: u64,
}

impl Write for Counted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests;
