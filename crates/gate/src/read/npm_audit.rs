//! The JSON of `npm audit`: version 2, one entry for each vulnerable package (npm 7 and later), and version 1, one for each
//! advisory (npm 6, pnpm). Packages are counted in the one and advisories in the other, as npm does itself
//! (<https://docs.npmjs.com/cli/commands/npm-audit>).

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::Reader;
use super::lenient::{number, or_default, text, texts};
use super::words::{cwes, line, relative, time};
use crate::evidence::{Evidence, Fix, Kind, Package, Place, Reading, Scan};
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::purl;
use crate::severity::Severity;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "npm-audit",
    tool: "npm-audit",
    recognises: |shape| {
        let is_object = |key| shape.get(key).is_some_and(Shape::is_object);
        let failed = shape.get("error").is_some_and(|error| error.has(&["code", "summary"]));
        shape.get("auditReportVersion").is_some() && is_object("vulnerabilities")
            || is_object("advisories") && is_object("metadata")
            || failed
    },
    admits: |_| false,
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let report: Report = input.json()?;
    let mut scan = Scan { tool: "npm-audit".to_owned(), ..Scan::default() };
    let mut evidence = Vec::new();
    if let Some(error) = report.error {
        let texts = [error.code, error.summary, error.detail];
        let message = line(&texts.into_iter().flatten().collect::<Vec<_>>().join(": "));
        scan.failures.push(format!("npm audit failed: {message}"));
    } else if report.vulnerabilities.is_none() && report.advisories.is_none() {
        return Err(Refusal::new(
            "is no report of npm audit: it lists nothing",
            "look into the log of npm audit",
        ));
    }
    if let Some(packages) = &report.vulnerabilities {
        evidence.extend(packages.iter().map(|(name, own)| own.evidence(name, packages)));
        let total = report.metadata.vulnerabilities.total;
        if let Some(total) = total.filter(|&total| total != packages.len() as f64) {
            scan.failures
                .push(format!("it counts {total} vulnerable packages, and lists {}", packages.len()));
        }
    }
    evidence.extend(report.advisories.into_iter().flatten().map(|(key, own)| own.evidence(&key)));
    Ok(Reading { scans: vec![scan], evidence })
}

#[derive(Deserialize)]
struct Report {
    error: Option<Failure>,
    vulnerabilities: Option<BTreeMap<String, Vulnerable>>,
    advisories: Option<BTreeMap<String, Advisory>>,
    #[serde(default, deserialize_with = "or_default")]
    metadata: Metadata,
}

#[derive(Deserialize)]
struct Failure {
    #[serde(default, deserialize_with = "text")]
    code: Option<String>,
    #[serde(default, deserialize_with = "text")]
    summary: Option<String>,
    #[serde(default, deserialize_with = "text")]
    detail: Option<String>,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default, deserialize_with = "or_default")]
    vulnerabilities: Counts,
}

#[derive(Deserialize, Default)]
struct Counts {
    /// Version 1 has none.
    #[serde(default, deserialize_with = "number")]
    total: Option<f64>,
}

/// A package of version 2.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vulnerable {
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    via: Vec<Via>,
    #[serde(default, deserialize_with = "text")]
    range: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    nodes: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    fix_available: Mend,
}

/// Why a package is vulnerable: by itself, or because it depends on another.
#[derive(Deserialize)]
#[serde(untagged)]
enum Via {
    Package(String),
    Itself(Cause),
}

/// An advisory of version 2.
#[derive(Deserialize)]
struct Cause {
    #[serde(default, deserialize_with = "text")]
    source: Option<String>,
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    url: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    cwe: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    cvss: Score,
}

#[derive(Deserialize, Default)]
struct Score {
    #[serde(default, deserialize_with = "number")]
    score: Option<f64>,
}

#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Mend {
    Known(bool),
    By {
        #[serde(default, deserialize_with = "text")]
        name: Option<String>,
        #[serde(default, deserialize_with = "text")]
        version: Option<String>,
    },
    #[default]
    Unknown,
}

impl Cause {
    /// GitHub's id, which its address ends in, or the number that npm gave it.
    fn id(&self) -> Option<String> {
        advisory_id(self.url.as_deref())
            .or_else(|| self.source.as_ref().map(|number| format!("npm:{number}")))
    }
}

fn advisory_id(url: Option<&str>) -> Option<String> {
    let last = url?.trim_end_matches('/').rsplit('/').next()?;
    last.starts_with("GHSA-").then(|| last.to_owned())
}

impl Vulnerable {
    fn evidence(&self, name: &str, all: &BTreeMap<String, Vulnerable>) -> Evidence {
        let causes = causes(name, all);
        let ids: BTreeSet<String> = causes.iter().filter_map(|cause| cause.id()).collect();
        // An entry can stand for several vulnerabilities. It goes by the id of one of them only if that is the only one:
        // who waives that id must not waive the others with it.
        let id = match (ids.first(), ids.len()) {
            (Some(id), 1) if causes.iter().all(|cause| cause.id().is_some()) => id.clone(),
            _ => format!("npm:{name}"),
        };
        let titles: BTreeSet<&str> = causes.iter().filter_map(|cause| cause.title.as_deref()).collect();
        let mut message = titles.into_iter().collect::<Vec<_>>().join("; ");
        let through: Vec<&str> = self
            .via
            .iter()
            .filter_map(|via| if let Via::Package(name) = via { Some(name.as_str()) } else { None })
            .collect();
        if through.len() == self.via.len() && !through.is_empty() {
            message = format!("depends on vulnerable versions of {}: {message}", through.join(", "));
        }
        if ids.len() > 1 {
            message = format!("{message} ({})", ids.into_iter().collect::<Vec<_>>().join(", "));
        }
        let mut evidence = Evidence::new(Kind::Vulnerability, id, line(&message));
        evidence.severity = self.severity.as_deref().map_or(Severity::Unknown, Severity::of_word);
        evidence.ratings.extend(self.severity.as_ref().map(|word| format!("severity={word}")));
        let scores = causes.iter().filter_map(|cause| cause.cvss.score.filter(|&score| score > 0.0));
        evidence.ratings.extend(scores.map(|score| format!("cvss {score:.1}")));
        evidence.cwe = cwes(causes.iter().flat_map(|cause| &cause.cwe));
        let mut fixed = Vec::new();
        evidence.fix = match &self.fix_available {
            Mend::Known(true) => Fix::Available,
            Mend::Known(false) => Fix::None,
            Mend::By { name: other, version } => {
                // The version may be one of another package, through which this one comes.
                fixed.extend(version.clone().filter(|_| other.as_deref() == Some(name)));
                Fix::Available
            }
            Mend::Unknown => Fix::Unknown,
        };
        if let Some(range) = &self.range {
            evidence.ratings.push(format!("range={}", line(range)));
        }
        evidence.package = Some(
            Package { name: name.to_owned(), version: None, fixed, purl: Some(purl::of("npm", name, None)) }
                .into(),
        );
        evidence.place = self.nodes.first().map(|path| Place { path: relative(path), ..Place::default() });
        evidence
    }
}

/// The advisories that make a package vulnerable, its own and those of the packages that it depends on.
fn causes<'a>(name: &'a str, all: &'a BTreeMap<String, Vulnerable>) -> Vec<&'a Cause> {
    let mut causes = Vec::new();
    let mut seen = BTreeSet::from([name]);
    let mut next = vec![name];
    while let Some(name) = next.pop() {
        for via in all.get(name).into_iter().flat_map(|package| &package.via) {
            match via {
                Via::Itself(cause) => causes.push(cause),
                Via::Package(name) if seen.insert(name) => next.push(name),
                Via::Package(_) => {}
            }
        }
    }
    causes
}

/// An advisory of version 1.
#[derive(Deserialize)]
struct Advisory {
    #[serde(default, deserialize_with = "text")]
    module_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "text")]
    url: Option<String>,
    #[serde(default, deserialize_with = "text")]
    github_advisory_id: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    cves: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    cwe: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    findings: Vec<Installed>,
    #[serde(default, deserialize_with = "text")]
    patched_versions: Option<String>,
    #[serde(default, deserialize_with = "text")]
    created: Option<String>,
}

#[derive(Deserialize)]
struct Installed {
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    paths: Vec<String>,
}

impl Advisory {
    fn evidence(self, key: &str) -> Evidence {
        let github = self.github_advisory_id.or_else(|| advisory_id(self.url.as_deref()));
        let number = format!("npm:{key}");
        let name = self.module_name.unwrap_or_default();
        let message = self.title.unwrap_or_else(|| format!("{name} is vulnerable"));
        let mut ids = github.into_iter().chain([number]).chain(self.cves);
        let id = ids.next().unwrap_or_default();
        let mut evidence = Evidence::new(Kind::Vulnerability, id, line(&message));
        evidence.aliases = ids.collect();
        evidence.severity = self.severity.as_deref().map_or(Severity::Unknown, Severity::of_word);
        evidence.ratings.extend(self.severity.map(|word| format!("severity={word}")));
        evidence.cwe = cwes(&self.cwe);
        let fixed: Option<String> = self.patched_versions;
        evidence.fix = match fixed.as_deref() {
            Some("<0.0.0") => Fix::None,
            Some(_) => Fix::Available,
            None => Fix::Unknown,
        };
        let version = self.findings.iter().find_map(|own| own.version.clone());
        let purl = purl::of("npm", &name, version.as_deref());
        evidence.package = Some(
            Package {
                name,
                version,
                fixed: fixed.into_iter().filter(|range| range != "<0.0.0").collect(),
                purl: Some(purl),
            }
            .into(),
        );
        let path = self.findings.into_iter().flat_map(|own| own.paths).next();
        evidence.place = path.map(|path| Place { path, ..Place::default() });
        evidence.published = self.created.as_deref().and_then(time);
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn report(text: &str) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), None).map(|report| report.reading)
    }

    #[test]
    fn packages_of_version_2() {
        let text = r#"{"auditReportVersion": 2, "vulnerabilities": {
          "a": {"name": "a", "severity": "high", "isDirect": true, "via": ["b"], "effects": [], "range": "*",
                "nodes": ["node_modules/a"], "fixAvailable": false},
          "b": {"name": "b", "severity": "high", "via": [
                {"source": 1, "title": "Bad", "url": "https://github.com/advisories/GHSA-1", "cwe": ["CWE-79"],
                 "cvss": {"score": 7.5, "vectorString": null}}, "a"],
                "fixAvailable": {"name": "b", "version": "2.0.0", "isSemVerMajor": true}},
          "c": {"name": "c", "severity": "moderate", "via": [
                {"source": 2, "title": "Bad", "url": "https://x/advisories/2", "severity": "low"},
                {"source": 3, "title": "Worse", "url": "https://github.com/advisories/GHSA-3", "cvss": {"score": 0}}],
                "fixAvailable": true}},
          "metadata": {"vulnerabilities": {"high": 2, "total": 3}}}"#;
        let reading = report(text).expect("a report");
        assert!(reading.scans[0].failures.is_empty());
        let [a, b, c] = &reading.evidence[..] else { panic!("three") };
        assert_eq!(
            (a.id.as_str(), a.message.as_str()),
            ("GHSA-1", "depends on vulnerable versions of b: Bad")
        );
        assert_eq!((a.fix, b.fix, c.fix), (Fix::None, Fix::Available, Fix::Available));
        assert_eq!((b.id.as_str(), b.message.as_str(), b.cwe.as_slice()), ("GHSA-1", "Bad", &[79][..]));
        assert_eq!(b.package.as_ref().map(|own| own.fixed.len()), Some(1));
        // Two vulnerabilities in one entry: neither stands for the other.
        assert_eq!((c.id.as_str(), c.message.as_str()), ("npm:c", "Bad; Worse (GHSA-3, npm:2)"));
        assert!(c.aliases.is_empty());
        assert_eq!((a.severity, c.severity), (Severity::High, Severity::Medium));
    }

    #[test]
    fn advisories_of_version_1() {
        let text = r#"{"actions": [], "advisories": {"118": {"findings": [{"version": "1.0.0", "paths": ["x>y"]}], "id": 118,
            "module_name": "y", "title": "Bad", "severity": "critical", "cves": ["CVE-1"], "cwe": "CWE-400",
            "patched_versions": "<0.0.0", "created": "2019-02-15T21:41:23.459Z",
            "url": "https://npmjs.com/advisories/118"}}, "muted": [], "metadata": {"vulnerabilities": {"critical": 1}}}"#;
        let reading = report(text).expect("a report");
        let [own] = &reading.evidence[..] else { panic!("one") };
        assert_eq!((own.id.as_str(), own.aliases.as_slice()), ("npm:118", &["CVE-1".to_owned()][..]));
        assert_eq!((own.severity, own.fix, own.cwe.as_slice()), (Severity::Critical, Fix::None, &[400][..]));
        let package = own.package.as_ref().expect("a package");
        assert_eq!((package.name.as_str(), package.version.as_deref()), ("y", Some("1.0.0")));
    }

    #[test]
    fn failed_and_cut_reports() {
        let text = r#"{"error": {"code": "ENOAUDIT", "summary": "no\naudit", "detail": ""}}"#;
        let scan = report(text).expect("a report").scans.remove(0);
        assert_eq!(scan.failures, ["npm audit failed: ENOAUDIT: no audit"]);
        let text = r#"{"auditReportVersion": 2, "vulnerabilities": {}, "metadata": {"vulnerabilities": {"total": 1}}}"#;
        let scan = report(text).expect("a report").scans.remove(0);
        assert_eq!(scan.failures, ["it counts 1 vulnerable packages, and lists 0"]);
        assert!(report(r#"{"vulnerabilities": {}}"#).is_err());
    }
}
