//! `safety scan --output json` of Safety 3: ids and versions alone, no texts and no severities. What the policy of the
//! project leaves out is listed as ignored; requirements that are not pinned are so by default.

use serde::Deserialize;

use super::TOOL;
use crate::evidence::{Evidence, Fix, Kind, Place, Reading, Scan, SuppressedBy, Suppression};
use crate::input::{Input, Refusal};
use crate::read::lenient::{or_default, text, texts};
use crate::read::words::{line, time};

pub(super) fn read(input: &Input) -> Result<Reading, Refusal> {
    let report: Report = input.json()?;
    let commit = report.scan_results.projects.iter().find_map(|project| project.git.commit.clone());
    let projects = report.scan_results.projects.into_iter().flat_map(|project| project.files);
    let files: Vec<File> = report.scan_results.files.into_iter().chain(projects).collect();
    let mut notes = Vec::new();
    if files.is_empty() {
        notes.push("no file was found to scan".to_owned());
    }
    let scan = Scan {
        tool: TOOL.to_owned(),
        version: report.meta.telemetry.safety_version,
        target: report.meta.scan_locations.into_iter().next(),
        time: report.meta.timestamp.as_deref().and_then(time),
        commit,
        notes,
        ..Scan::default()
    };
    Ok(Reading { scans: vec![scan], evidence: files.into_iter().flat_map(File::evidence).collect() })
}

#[derive(Deserialize)]
struct Report {
    meta: Meta,
    scan_results: Results,
}

#[derive(Deserialize)]
struct Meta {
    #[serde(default, deserialize_with = "text")]
    timestamp: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    scan_locations: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    telemetry: Telemetry,
}

#[derive(Deserialize, Default)]
struct Telemetry {
    #[serde(default, deserialize_with = "text")]
    safety_version: Option<String>,
}

#[derive(Deserialize)]
struct Results {
    #[serde(default, deserialize_with = "or_default")]
    files: Vec<File>,
    projects: Vec<Project>,
}

#[derive(Deserialize)]
struct Project {
    #[serde(default, deserialize_with = "or_default")]
    git: Git,
    #[serde(default, deserialize_with = "or_default")]
    files: Vec<File>,
}

#[derive(Deserialize, Default)]
struct Git {
    #[serde(default, deserialize_with = "text")]
    commit: Option<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default, deserialize_with = "text")]
    location: Option<String>,
    results: Dependencies,
}

#[derive(Deserialize)]
struct Dependencies {
    #[serde(default, deserialize_with = "or_default")]
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    specifications: Vec<Specification>,
}

#[derive(Deserialize)]
struct Specification {
    /// As it stands in the file: `django==4.0.1`.
    #[serde(default, deserialize_with = "text")]
    raw: Option<String>,
    vulnerabilities: Known,
}

#[derive(Deserialize)]
struct Known {
    known_vulnerabilities: Vec<Vulnerability>,
    #[serde(default, deserialize_with = "or_default")]
    remediation: Remediation,
}

#[derive(Deserialize)]
struct Vulnerability {
    id: String,
    ignored: Option<Ignored>,
    #[serde(default, deserialize_with = "text")]
    vulnerable_spec: Option<String>,
}

#[derive(Deserialize)]
struct Ignored {
    #[serde(default, deserialize_with = "text")]
    code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "text")]
    expires: Option<String>,
}

#[derive(Deserialize, Default)]
struct Remediation {
    #[serde(default, deserialize_with = "text")]
    recommended: Option<String>,
}

impl File {
    fn evidence(self) -> Vec<Evidence> {
        let place = self.location.map(|path| Place { path, ..Place::default() });
        let dependencies = self.results.dependencies.into_iter();
        let all = dependencies.flat_map(|own| {
            let name = own.name;
            own.specifications.into_iter().flat_map(move |specification| specification.evidence(&name))
        });
        all.map(|own| Evidence { place: place.clone(), ..own }).collect()
    }
}

impl Specification {
    fn evidence(self, name: &str) -> Vec<Evidence> {
        let raw = self.raw.unwrap_or_default();
        let version = raw.split_once("==").map(|(_, version)| version);
        let version =
            version.and_then(|version| version.split([';', ' ', ',', '\\']).next()).map(str::to_owned);
        let fixed: Vec<String> = self.vulnerabilities.remediation.recommended.into_iter().collect();
        let known = self.vulnerabilities.known_vulnerabilities.into_iter();
        let all = known.map(|own| {
            let range = own.vulnerable_spec.unwrap_or_default();
            let message = format!("{name} is vulnerable in the versions {range}; asked for is {raw}");
            let mut evidence = Evidence::new(Kind::Vulnerability, own.id, line(&message));
            evidence.fix = if fixed.is_empty() { Fix::Unknown } else { Fix::Available };
            evidence.package = Some(super::package(name.to_owned(), version.clone(), fixed.clone()).into());
            evidence.suppression = own.ignored.map(Ignored::suppression);
            evidence
        });
        all.collect()
    }
}

impl Ignored {
    fn suppression(self) -> Suppression {
        let expires = self.expires.map(|date| format!("until {date}"));
        let parts: Vec<String> = self.code.into_iter().chain(self.reason).chain(expires).collect();
        let reason = Some(line(&parts.join(", "))).filter(|reason| !reason.is_empty());
        Suppression { by: SuppressedBy::External, reason }
    }
}
