//! `safety check --json` of Safety 2 and 3, with or without text around it.

use std::io::Read;

use serde::Deserialize;

use super::{TOOL, is_screen};
use crate::evidence::{Evidence, Fix, Kind, Reading, Scan, SuppressedBy, Suppression};
use crate::input::json::Made;
use crate::input::{Input, Refusal};
use crate::read::lenient::{flag, number, or_default, text, texts};
use crate::read::words::{line, time};
use crate::severity::Severity;

/// How much of a file with other text in it is looked at. Only that needs to be in memory as a whole.
const WRAPPED: u64 = 256 << 20;

pub(super) fn read(input: &Input) -> Result<Reading, Refusal> {
    match input.json::<Report>() {
        Ok(report) => Ok(report.reading(Vec::new())),
        Err(refusal) => unwrapped(input, refusal),
    }
}

/// Reads the one object in a file with other text around it, if there is any such text.
fn unwrapped(input: &Input, refusal: Refusal) -> Result<Reading, Refusal> {
    let mut whole = String::new();
    if input.text()?.take(WRAPPED).read_to_string(&mut whole).is_err() {
        return Err(refusal);
    }
    let Some(start) = object(&whole) else {
        return Err(if is_screen(&whole) { screen() } else { refusal });
    };
    let mut items = serde_json::Deserializer::from_str(&whole[start..]).into_iter::<Report>();
    let Some(Ok(report)) = items.next() else { return Err(refusal) };
    let end = start + items.byte_offset();
    if whole[..start].trim().is_empty() && whole[end..].trim().is_empty() {
        return Err(refusal);
    }
    if object(&whole[end..]).is_some() {
        return Err(Refusal::new(
            "holds more than one JSON object",
            "have each scan write a file of its own: safety check --save-json FILE",
        ));
    }
    let note = "other text around the JSON was left out: write it with `safety check --save-json FILE`";
    Ok(report.reading(vec![note.to_owned()]))
}

/// Where the first line begins that opens an object.
fn object(text: &str) -> Option<usize> {
    if text.starts_with('{') { Some(0) } else { text.find("\n{").map(|at| at + 1) }
}

fn screen() -> Refusal {
    Refusal::new(
        "is what Safety shows on a screen, not its JSON",
        "have it write JSON: `safety scan --output json --save-as json FILE`, or `safety check --save-json FILE`",
    )
}

#[derive(Deserialize)]
struct Report {
    report_meta: Meta,
    vulnerabilities: Made<Vulnerability, Evidence>,
    #[serde(default, deserialize_with = "or_default")]
    ignored_vulnerabilities: Made<Vulnerability, Evidence>,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(default, deserialize_with = "text")]
    safety_version: Option<String>,
    #[serde(default, deserialize_with = "text")]
    timestamp: Option<String>,
    #[serde(default, deserialize_with = "number")]
    vulnerabilities_found: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    packages_found: Option<f64>,
    #[serde(default, deserialize_with = "texts")]
    scanned: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    git: Git,
}

#[derive(Deserialize, Default)]
struct Git {
    #[serde(default, deserialize_with = "text")]
    commit: Option<String>,
}

impl Report {
    fn reading(self, mut notes: Vec<String>) -> Reading {
        let Report { report_meta: meta, vulnerabilities, ignored_vulnerabilities } = self;
        let mut evidence = vulnerabilities.0;
        let mut failures = Vec::new();
        let listed = evidence.len();
        if let Some(found) = meta.vulnerabilities_found
            && found != listed as f64
        {
            failures.push(format!("it says that {found} vulnerabilities were found, and lists {listed}"));
        }
        if meta.packages_found == Some(0.0) {
            notes.push("no package was found to check".to_owned());
        }
        evidence.extend(ignored_vulnerabilities.0.into_iter().map(|mut own| {
            // Being in this list is enough, whatever `ignored` says.
            own.suppression.get_or_insert(Suppression { by: SuppressedBy::External, reason: None });
            own
        }));
        let scan = Scan {
            tool: TOOL.to_owned(),
            version: meta.safety_version,
            target: meta.scanned.into_iter().next(),
            time: meta.timestamp.as_deref().and_then(time),
            commit: meta.git.commit,
            failures,
            notes,
        };
        Reading { scans: vec![scan], evidence }
    }
}

#[derive(Deserialize)]
struct Vulnerability {
    #[serde(deserialize_with = "text")]
    vulnerability_id: Option<String>,
    package_name: String,
    #[serde(default, deserialize_with = "text")]
    analyzed_version: Option<String>,
    #[serde(default, deserialize_with = "text")]
    advisory: Option<String>,
    /// Its name, or an object that has the scores too.
    #[serde(rename = "CVE", default, deserialize_with = "or_default")]
    cve: Cve,
    /// The free database gives none.
    #[serde(default, deserialize_with = "or_default")]
    severity: Scores,
    #[serde(default, deserialize_with = "texts")]
    fixed_versions: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    closest_versions_without_known_vulnerabilities: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    published_date: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    ignored: bool,
    #[serde(default, deserialize_with = "text")]
    ignored_reason: Option<String>,
    #[serde(default, deserialize_with = "text")]
    ignored_expires: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Cve {
    Name(String),
    Names(Vec<String>),
    Scored {
        #[serde(default, deserialize_with = "text")]
        name: Option<String>,
        #[serde(flatten)]
        scores: Scores,
    },
    #[default]
    None,
}

#[derive(Deserialize, Default)]
pub(super) struct Scores {
    #[serde(default, deserialize_with = "or_default")]
    pub(super) cvssv2: Cvss,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) cvssv3: Cvss,
}

#[derive(Deserialize, Default)]
pub(super) struct Cvss {
    #[serde(default, deserialize_with = "number")]
    base_score: Option<f64>,
    #[serde(default, deserialize_with = "text")]
    base_severity: Option<String>,
}

impl Scores {
    /// The severity by the newest version of CVSS that says one.
    pub(super) fn grade(&self) -> Severity {
        let grades = [&self.cvssv3, &self.cvssv2].into_iter().flat_map(|cvss| {
            let word = cvss.base_severity.as_deref().map(Severity::of_word);
            [word, cvss.base_score.map(Severity::of_score)]
        });
        grades.flatten().find(|severity| *severity != Severity::Unknown).unwrap_or(Severity::Unknown)
    }

    pub(super) fn ratings(&self) -> Vec<String> {
        [("V3", &self.cvssv3), ("V2", &self.cvssv2)]
            .into_iter()
            .filter_map(|(version, cvss)| cvss.base_score.map(|score| format!("{version} {score:.1}")))
            .collect()
    }
}

impl From<Vulnerability> for Evidence {
    fn from(own: Vulnerability) -> Evidence {
        let (names, other) = match own.cve {
            Cve::Name(name) => (Some(name), Scores::default()),
            Cve::Names(names) => (Some(names.join(",")), Scores::default()),
            Cve::Scored { name, scores } => (name, scores),
            Cve::None => (None, Scores::default()),
        };
        let names = names.unwrap_or_default();
        let mut aliases: Vec<String> =
            names.split([',', ' ']).filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let id = own
            .vulnerability_id
            .unwrap_or_else(|| if aliases.is_empty() { "unknown".to_owned() } else { aliases.remove(0) });
        let message = own.advisory.as_deref().map_or_else(|| format!("{id} in {}", own.package_name), line);
        let mut evidence = Evidence::new(Kind::Vulnerability, id, message);
        evidence.aliases = aliases;
        let scores = if own.severity.grade() == Severity::Unknown { &other } else { &own.severity };
        evidence.severity = scores.grade();
        *evidence.ratings = scores.ratings();
        // The free database often leaves them empty: that is no proof that there is none.
        let fixed = if own.fixed_versions.is_empty() {
            own.closest_versions_without_known_vulnerabilities
        } else {
            own.fixed_versions
        };
        evidence.fix = if fixed.is_empty() { Fix::Unknown } else { Fix::Available };
        evidence.package = Some(super::package(own.package_name, own.analyzed_version, fixed).into());
        evidence.published = own.published_date.as_deref().and_then(time);
        if own.ignored {
            let until = own.ignored_expires.map(|date| format!("until {}", line(&date)));
            let reason = own.ignored_reason.map(|reason| line(&reason)).into_iter().chain(until);
            let reason = reason.collect::<Vec<_>>().join(", ");
            evidence.suppression = Some(Suppression {
                by: SuppressedBy::External,
                reason: Some(reason).filter(|reason| !reason.is_empty()),
            });
        }
        evidence
    }
}
