//! What trivy-operator leaves in a cluster, as `kubectl get … -o json` prints it: one report, a list of them, or an array.
//!
//! The kinds: <https://github.com/aquasecurity/trivy-operator/tree/main/pkg/apis/aquasecurity/v1alpha1>. Each report is a
//! scan of its own, with its own time.

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::MapAccess;

use super::kubernetes::{path, put_below};
use super::result::{NO_ID, System, fix, rate, scores, versions};
use crate::evidence::{Evidence, Kind, Package, Place, Reading, Scan};
use crate::input::json::Each;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::read::Reader;
use crate::read::fields::{Fields, OneOrMany};
use crate::read::finding::{finding, one_line};
use crate::read::values::{Text, list, number, some_list, text, texts, time};

/// The group of the operator's reports in Kubernetes.
const GROUP: &str = "aquasecurity.github.io/";

/// Reports of trivy-operator.
pub(in crate::read) static TRIVY_OPERATOR: Reader = Reader {
    format: "trivy-operator",
    tool: "trivy",
    recognises: |shape| {
        let is_report =
            |shape: &Shape| shape.text("apiVersion").is_some_and(|version| version.starts_with(GROUP));
        let first = shape.first().or_else(|| shape.get("items")?.first());
        is_report(shape) || first.is_some_and(is_report)
    },
    admits: |_| false,
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut root = Root::default();
    input.json_seed(OneOrMany(&mut root))?;
    let found = root.found;
    if let Some(cause) = found.refusal {
        return Err(Refusal::new(
            cause,
            "list the kinds of reports that tell of findings, such as vulnerabilityreports",
        ));
    }
    if found.reading.scans.is_empty() {
        return Err(Refusal::new(
            "lists no report: trivy-operator writes one for whatever it scanned, even if it found nothing",
            "look into the log of trivy-operator, and that the namespace is the right one",
        ));
    }
    Ok(found.reading)
}

/// Takes a report alone, or a list of them.
#[derive(Default)]
struct Root {
    found: Found,
    single: Report,
    is_list: bool,
}

impl Fields for Root {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "kind" => self.single.kind = map.next_value::<Text>()?.0,
            "metadata" => self.single.metadata = map.next_value()?,
            "report" => self.single.report = map.next_value()?,
            "status" => self.single.status = map.next_value()?,
            "items" => {
                self.is_list = true;
                map.next_value_seed(Each::new(|report| self.found.take(report)))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<(), String> {
        let report = std::mem::take(&mut self.single);
        if !std::mem::take(&mut self.is_list) {
            self.found.take(report);
        }
        Ok(())
    }
}

#[derive(Deserialize, Default)]
struct Report {
    #[serde(default, deserialize_with = "text")]
    kind: Option<String>,
    metadata: Option<Metadata>,
    report: Option<Data>,
    status: Option<Status>,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    namespace: Option<String>,
    labels: Option<Labels>,
}

/// What was scanned.
#[derive(Deserialize, Default)]
struct Labels {
    #[serde(rename = "trivy-operator.resource.namespace", default, deserialize_with = "text")]
    namespace: Option<String>,
    #[serde(rename = "trivy-operator.resource.kind", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(rename = "trivy-operator.resource.name", default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(rename = "trivy-operator.container.name", default, deserialize_with = "text")]
    container: Option<String>,
}

#[derive(Deserialize)]
struct Data {
    scanner: Option<Scanner>,
    #[serde(rename = "updateTimestamp", default, deserialize_with = "time")]
    time: Option<Timestamp>,
    os: Option<System>,
    #[serde(default, deserialize_with = "some_list")]
    vulnerabilities: Option<Vec<Vulnerability>>,
    #[serde(default, deserialize_with = "some_list")]
    secrets: Option<Vec<Secret>>,
    #[serde(default, deserialize_with = "some_list")]
    checks: Option<Vec<Check>>,
}

#[derive(Deserialize)]
struct Scanner {
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerability {
    #[serde(rename = "vulnerabilityID")]
    id: String,
    #[serde(default, deserialize_with = "text")]
    resource: Option<String>,
    #[serde(default, deserialize_with = "text")]
    installed_version: Option<String>,
    #[serde(default, deserialize_with = "text")]
    fixed_version: Option<String>,
    #[serde(default, deserialize_with = "time")]
    published_date: Option<Timestamp>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "number")]
    score: Option<f64>,
    #[serde(default, deserialize_with = "scores")]
    cvss: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    target: Option<String>,
    #[serde(default, deserialize_with = "text")]
    package_path: Option<String>,
    #[serde(rename = "packagePURL", default, deserialize_with = "text")]
    purl: Option<String>,
}

/// A secret, without `match`, which shows its surroundings.
#[derive(Deserialize)]
struct Secret {
    #[serde(rename = "ruleID")]
    rule: String,
    #[serde(default, deserialize_with = "text")]
    target: Option<String>,
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
}

#[derive(Deserialize)]
struct Check {
    #[serde(rename = "checkID", default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    messages: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "text")]
    target: Option<String>,
    #[serde(default)]
    success: bool,
}

/// What a report on compliance says.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Status {
    #[serde(rename = "updateTimestamp", default, deserialize_with = "time")]
    time: Option<Timestamp>,
    detail_report: Option<Detail>,
    summary_report: Option<Summary>,
}

#[derive(Deserialize)]
struct Detail {
    #[serde(default, deserialize_with = "list")]
    results: Vec<Control>,
}

#[derive(Deserialize)]
struct Summary {
    #[serde(rename = "controlCheck", default, deserialize_with = "list")]
    controls: Vec<Control>,
}

#[derive(Deserialize)]
struct Control {
    id: String,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "list")]
    checks: Vec<Check>,
    #[serde(rename = "totalFail", default, deserialize_with = "number")]
    failed: Option<f64>,
}

/// What was found so far.
#[derive(Default)]
struct Found {
    reading: Reading,
    refusal: Option<String>,
}

impl Found {
    fn take(&mut self, report: Report) {
        let kind = report.kind.unwrap_or_default();
        let metadata = report.metadata.unwrap_or_default();
        let labels = metadata.labels.unwrap_or_default();
        let name = labels.name.as_deref().or(metadata.name.as_deref());
        let namespace = labels.namespace.as_deref().or(metadata.namespace.as_deref());
        let resource = path(&[namespace, labels.kind.as_deref(), name, labels.container.as_deref()]);
        let at = self.reading.scans.len();
        let mut scan = Scan { target: Some(resource.clone()), ..super::scan() };
        let evidence = match (kind.trim_start_matches("Cluster"), report.report, report.status) {
            ("ComplianceReport", _, status) => {
                let evidence = status.as_ref().and_then(|status| status.evidence(at));
                scan.time = status.and_then(|status| status.time);
                if evidence.is_none() {
                    scan.failures.push(format!("{resource}: compliance was not evaluated yet"));
                }
                Some(evidence.unwrap_or_default())
            }
            ("SbomReport", _, _) => return,
            (kind, Some(data), _) => {
                scan.time = data.time;
                scan.version = data.scanner.as_ref().and_then(|scanner| scanner.version.clone());
                data.evidence(at, kind).map(|mut evidence| {
                    evidence.iter_mut().for_each(|finding| put_below(finding, &resource));
                    evidence
                })
            }
            _ => None,
        };
        match evidence {
            Some(evidence) => {
                self.reading.scans.push(scan);
                self.reading.evidence.extend(evidence);
            }
            None if self.refusal.is_none() => {
                self.refusal =
                    Some(format!("holds a {kind} that is not known, or that lacks its findings: {resource}"));
            }
            None => {}
        }
    }
}

impl Data {
    /// The findings, if the list that this kind of report has is there.
    fn evidence(self, scan: usize, kind: &str) -> Option<Vec<Evidence>> {
        Some(match kind {
            "VulnerabilityReport" => {
                let over = self.os.and_then(|os| os.end_of_life(scan));
                over.into_iter()
                    .chain(self.vulnerabilities?.into_iter().map(|item| item.evidence(scan)))
                    .collect()
            }
            "ExposedSecretReport" => self.secrets?.into_iter().map(|item| item.evidence(scan)).collect(),
            "ConfigAuditReport" | "RbacAssessmentReport" | "InfraAssessmentReport" => {
                let failed = self.checks?.into_iter().filter(|check| !check.success);
                failed.map(|check| check.evidence(scan, None)).collect()
            }
            _ => return None,
        })
    }
}

impl Status {
    /// The checks that failed, or the controls if the report is only a summary.
    fn evidence(&self, scan: usize) -> Option<Vec<Evidence>> {
        if let Some(detail) = &self.detail_report {
            let checks = detail.results.iter().flat_map(|control| {
                let failed = control.checks.iter().filter(|check| !check.success);
                failed.map(move |check| check.evidence(scan, Some(control)))
            });
            return Some(checks.collect());
        }
        let summary = self.summary_report.as_ref()?;
        let failed =
            summary.controls.iter().filter(|control| control.failed.is_some_and(|count| count > 0.0));
        Some(failed.map(|control| control.evidence(scan)).collect())
    }
}

impl Vulnerability {
    fn evidence(self, scan: usize) -> Evidence {
        let fixed = versions(self.fixed_version.as_deref());
        let mut evidence = finding(scan, Kind::Vulnerability, self.id);
        evidence.message = one_line(self.title.as_deref().unwrap_or(&evidence.id));
        evidence.fix = fix(None, &fixed);
        evidence.ratings.extend(self.score.map(|score| format!("score={score}")));
        evidence.ratings.extend(self.cvss);
        rate(&mut evidence, self.severity.as_deref());
        evidence.published = self.published_date;
        evidence.place = place(self.package_path.or(self.target));
        let (version, purl) = (self.installed_version, self.purl);
        evidence.package = self.resource.map(|name| Package { name, version, fixed, purl }).map(Box::new);
        evidence
    }
}

impl Secret {
    fn evidence(self, scan: usize) -> Evidence {
        let mut evidence = finding(scan, Kind::Secret, self.rule);
        evidence.message = one_line(self.title.as_deref().unwrap_or(&evidence.id));
        rate(&mut evidence, self.severity.as_deref());
        evidence.place = place(self.target);
        evidence
    }
}

impl Check {
    fn evidence(&self, scan: usize, control: Option<&Control>) -> Evidence {
        let id = self.id.as_ref().or(self.title.as_ref()).or(control.map(|control| &control.id));
        let mut evidence = finding(scan, Kind::Misconfiguration, id.map_or(NO_ID, String::as_str));
        let title = self.title.as_deref().unwrap_or(&evidence.id);
        let control_id = control.map(|control| format!("{} ", control.id)).unwrap_or_default();
        evidence.message = one_line(&match self.messages.first() {
            Some(message) => format!("{control_id}{title}: {message}"),
            None => format!("{control_id}{title}"),
        });
        let severity = self.severity.as_deref().or(control.and_then(|control| control.severity.as_deref()));
        rate(&mut evidence, severity);
        evidence.place = place(self.target.clone());
        evidence
    }
}

impl Control {
    fn evidence(&self, scan: usize) -> Evidence {
        let mut evidence = finding(scan, Kind::Misconfiguration, self.id.as_str());
        let name = self.name.as_deref().unwrap_or(&self.id);
        evidence.message = one_line(&format!("{name}: {} failed", self.failed.unwrap_or_default()));
        rate(&mut evidence, self.severity.as_deref());
        evidence
    }
}

fn place(path: Option<String>) -> Option<Place> {
    path.map(|path| Place { path, ..Place::default() })
}
