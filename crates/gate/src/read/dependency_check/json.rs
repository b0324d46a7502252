//! Dependency-Check's JSON, which says `reportSchema` 1.1 in every version of the tool.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Dependency, Flaw, Head, Score};
use crate::evidence::{Evidence, Reading};
use crate::input::json::Made;
use crate::input::{Input, Refusal};
use crate::read::lenient::{flag, number, or_default, text, texts};

pub(super) fn read(input: &Input) -> Result<Reading, Refusal> {
    let report: Report = input.json()?;
    let head = Head {
        version: report.scan.version,
        project: report.project.name,
        date: report.project.date,
        exceptions: report
            .scan
            .exceptions
            .into_iter()
            .map(|own| own.exception.message.unwrap_or_default())
            .collect(),
        dependencies: report.dependencies.0.len(),
    };
    Ok(head.reading(report.dependencies.0.into_iter().flatten().collect()))
}

#[derive(Deserialize)]
struct Report {
    #[serde(rename = "scanInfo")]
    scan: ScanInfo,
    #[serde(rename = "projectInfo")]
    project: ProjectInfo,
    dependencies: Made<Checked, Vec<Evidence>>,
}

#[derive(Deserialize)]
struct ScanInfo {
    #[serde(rename = "engineVersion", default, deserialize_with = "text")]
    version: Option<String>,
    #[serde(rename = "analysisExceptions", default, deserialize_with = "or_default")]
    exceptions: Vec<Failed>,
}

#[derive(Deserialize)]
struct Failed {
    #[serde(default, deserialize_with = "or_default")]
    exception: Exception,
}

#[derive(Deserialize, Default)]
struct Exception {
    #[serde(default, deserialize_with = "text")]
    message: Option<String>,
}

#[derive(Deserialize)]
struct ProjectInfo {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(rename = "reportDate", default, deserialize_with = "text")]
    date: Option<String>,
}

/// A dependency.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Checked {
    #[serde(default, deserialize_with = "text")]
    file_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    file_path: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    packages: Vec<Identifier>,
    #[serde(default, deserialize_with = "or_default")]
    vulnerabilities: Vec<Vulnerability>,
    #[serde(default, deserialize_with = "or_default")]
    suppressed_vulnerabilities: Vec<Vulnerability>,
}

#[derive(Deserialize)]
struct Identifier {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    name: String,
    #[serde(default, deserialize_with = "text")]
    source: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "flag")]
    unscored: bool,
    known_exploited_vulnerability: Option<IgnoredAny>,
    #[serde(default, deserialize_with = "number")]
    cvss_score: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    cvssv2: Cvss,
    #[serde(default, deserialize_with = "or_default")]
    cvssv3: Cvss,
    #[serde(default, deserialize_with = "or_default")]
    cvssv4: Cvss,
    #[serde(default, deserialize_with = "texts")]
    cwes: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    cwe: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    notes: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Cvss {
    #[serde(default, alias = "score", deserialize_with = "number")]
    base_score: Option<f64>,
    #[serde(default, alias = "severity", deserialize_with = "text")]
    base_severity: Option<String>,
}

impl From<Cvss> for Score {
    fn from(cvss: Cvss) -> Score {
        Score { score: cvss.base_score, word: cvss.base_severity }
    }
}

impl From<Checked> for Vec<Evidence> {
    fn from(checked: Checked) -> Vec<Evidence> {
        let mut dependency = Dependency {
            file: checked.file_name.unwrap_or_default(),
            path: checked.file_path.unwrap_or_default(),
            package: None,
        };
        for id in checked.packages.into_iter().filter_map(|package| package.id) {
            dependency.identify(&id);
        }
        let live = checked.vulnerabilities.into_iter().map(|own| own.flaw(false));
        let suppressed = checked.suppressed_vulnerabilities.into_iter().map(|own| own.flaw(true));
        live.chain(suppressed).map(|flaw| flaw.evidence(&dependency)).collect()
    }
}

impl Vulnerability {
    fn flaw(self, suppressed: bool) -> Flaw {
        let mut scores: [Score; 3] = [self.cvssv2.into(), self.cvssv3.into(), self.cvssv4.into()];
        // Before version 5 the score of CVSS 2 stood alone.
        scores[0].score = scores[0].score.or(self.cvss_score);
        Flaw {
            source: self.source,
            name: self.name,
            severity: self.severity,
            unscored: self.unscored,
            scores,
            cwes: if self.cwes.is_empty() { self.cwe } else { self.cwes },
            description: self.description.unwrap_or_default(),
            notes: self.notes.unwrap_or_default(),
            exploited: self.known_exploited_vulnerability.is_some(),
            suppressed,
        }
    }
}
