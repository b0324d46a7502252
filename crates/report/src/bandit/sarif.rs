//! The sarif format as Bandit writes it. Its keys stand in the order in which Bandit's libraries put them.
//!
//! The columns of a region count from 1 but in bytes, `endLine` is the second line of a finding, and the snippet can
//! be that of another line: such is the reference.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;
use stockade_core::finding::{BANDIT_VERSION, Cwe, Level, RuleInfo};
use stockade_core::report::Excerpts;

use crate::bandit::format::Failure;
use crate::bandit::python::json_write::{self, Map, Seq};
use crate::bandit::python::path::uri;
use crate::bandit::python::time;
use crate::bandit::selection::Place;
use crate::bandit::{View, counts};

/// How many lines of code the format shows, whatever is asked for.
pub(crate) const CONTEXT: u32 = 3;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

#[derive(Serialize)]
struct Log<R> {
    runs: [R; 1],
    version: &'static str,
    #[serde(rename = "$schema")]
    schema: &'static str,
}

#[derive(Serialize)]
struct Run<'a, P, R> {
    tool: Tool<'a>,
    invocations: [Invocation<'a>; 1],
    properties: P,
    results: R,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'static str,
    organization: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    rules: &'a [Rule],
    version: &'static str,
    #[serde(rename = "semanticVersion")]
    semantic_version: &'static str,
}

#[derive(Serialize)]
struct Rule {
    id: &'static str,
    name: &'static str,
    properties: RuleProperties,
    #[serde(rename = "helpUri")]
    help_uri: String,
}

#[derive(Serialize)]
struct RuleProperties {
    tags: [String; 2],
    precision: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    execution_successful: bool,
    end_time_utc: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tool_configuration_notifications: Vec<Notification<'a>>,
}

#[derive(Serialize)]
struct Notification<'a> {
    message: Text<'a>,
    level: &'static str,
    locations: [Location<'a>; 1],
}

#[derive(Serialize)]
struct Text<'a> {
    text: Cow<'a, str>,
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Text<'a> {
        Text { text: Cow::Borrowed(text) }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region<'a>>,
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    context_region: Option<Region<'a>>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_column: Option<u32>,
    end_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
    start_line: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    message: Text<'a>,
    /// `warning` is the default and left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<&'static str>,
    locations: [Location<'a>; 1],
    properties: OutcomeProperties,
    rule_id: &'static str,
    rule_index: usize,
}

#[derive(Serialize)]
struct OutcomeProperties {
    issue_confidence: &'static str,
    issue_severity: &'static str,
}

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let selection = view.selection();
    let places: Vec<Place> = selection.iter().map(|selected| selected.place).collect();
    // Bandit builds the whole report before it writes any of it: what fails must fail here.
    if places.iter().any(|&place| snippet(place).is_err()) {
        return Err(Failure::Python("list index out of range".to_owned()));
    }
    let (rules, rule_index) = rules(&places);
    let totals = view.report.totals();
    let metrics = Map(|| {
        let sums = (counts::TOTALS, counts::of_totals(&totals));
        let files = view.report.files.iter();
        let files =
            files.filter_map(|file| Some((file.name.as_str(), counts::of_file(file.metrics.as_ref()?))));
        std::iter::once(sums).chain(files).map(|(name, counts)| (name, Map(move || counts.clone())))
    });
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: "Bandit",
                organization: "PyCQA",
                rules: &rules,
                version: BANDIT_VERSION,
                semantic_version: BANDIT_VERSION,
            },
        },
        invocations: [Invocation {
            execution_successful: true,
            end_time_utc: time::seconds(view.now),
            tool_configuration_notifications: view.report.skipped().map(notification).collect(),
        }],
        properties: Map(|| [("metrics", &metrics)]),
        results: Seq(|| places.iter().map(|&place| Outcome::of(place, &rule_index))),
    };
    let written: io::Result<()> =
        json_write::write(&Log { runs: [run], version: "2.1.0", schema: SCHEMA }, out);
    Ok(written?)
}

fn notification<'a>((name, reason): (&'a str, &'a str)) -> Notification<'a> {
    Notification {
        message: Text::from(reason),
        level: "error",
        locations: [Location {
            physical_location: PhysicalLocation {
                region: None,
                artifact_location: ArtifactLocation { uri: uri(name) },
                context_region: None,
            },
        }],
    }
}

/// The rules that found something, in the order of their first findings, and where each stands. The first finding
/// also lends its weakness and its confidence.
fn rules(places: &[Place]) -> (Vec<Rule>, HashMap<&'static str, usize>) {
    let mut rules = Vec::new();
    let mut index = HashMap::new();
    for place in places {
        let finding = place.finding;
        let rule: &'static RuleInfo = finding.rule;
        index.entry(rule.id).or_insert_with(|| {
            let cwe = match finding.cwe {
                Cwe::NONE => "None".to_owned(),
                Cwe(number) => number.to_string(),
            };
            rules.push(Rule {
                id: rule.id,
                name: rule.test_name,
                properties: RuleProperties {
                    tags: ["security".to_owned(), format!("external/cwe/cwe-{cwe}")],
                    precision: finding.confidence.as_str().to_lowercase(),
                },
                help_uri: rule.more_info().unwrap_or_default(),
            });
            rules.len() - 1
        });
    }
    (rules, index)
}

impl<'a> Outcome<'a> {
    fn of(place: Place<'a>, rule_index: &HashMap<&'static str, usize>) -> Outcome<'a> {
        let finding = place.finding;
        let (first, lines) = lines(place);
        let location = PhysicalLocation {
            region: Some(Region {
                snippet: snippet(place).ok().flatten().map(Text::from),
                end_column: Some(finding.end_column + 1),
                end_line: finding.lines.iter().nth(1).unwrap_or(finding.lines.first),
                start_column: Some(finding.column + 1),
                start_line: finding.lines.first,
            }),
            artifact_location: ArtifactLocation { uri: uri(&place.file.name) },
            context_region: (!lines.is_empty()).then(|| Region {
                snippet: Some(Text { text: lines.concat().into() }),
                end_column: None,
                end_line: first + u32::try_from(lines.len()).unwrap_or(u32::MAX) - 1,
                start_column: None,
                start_line: first,
            }),
        };
        Outcome {
            message: Text::from(&*finding.message),
            level: match finding.severity {
                Level::High => Some("error"),
                Level::Low => Some("note"),
                Level::Medium | Level::Undefined => None,
            },
            locations: [Location { physical_location: location }],
            properties: OutcomeProperties {
                issue_confidence: finding.confidence.as_str(),
                issue_severity: finding.severity.as_str(),
            },
            rule_id: finding.rule.id,
            rule_index: rule_index.get(finding.rule.id).copied().unwrap_or_default(),
        }
    }
}

/// The number of the first line around a finding, and the lines.
fn lines(place: Place<'_>) -> (u32, Vec<&str>) {
    let (first, end) = Excerpts::window(place.finding, CONTEXT);
    (first, place.file.excerpts.lines(first, end).map(|(_, line)| line).collect())
}

/// There is no line where Bandit looks for the snippet.
struct OutOfRange;

/// The line that Bandit takes for the finding's first: where that lies before the lines shown, Python counts from
/// their end. None where no lines are shown.
fn snippet(place: Place<'_>) -> Result<Option<&str>, OutOfRange> {
    let (first, lines) = lines(place);
    if lines.is_empty() {
        return Ok(None);
    }
    let wanted = place.finding.lines.first;
    let at = match wanted.checked_sub(first) {
        Some(at) => Some(at as usize),
        None => lines.len().checked_sub((first - wanted) as usize),
    };
    at.and_then(|at| lines.get(at).copied()).map(Some).ok_or(OutOfRange)
}
