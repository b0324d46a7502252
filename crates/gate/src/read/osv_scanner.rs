//! OSV-Scanner's JSON (<https://google.github.io/osv-scanner/output/>). Groups are counted, not vulnerabilities: a group is one
//! flaw under the ids of several databases.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Reader;
use super::lenient::{number, or_default, text, texts};
use super::words::{cwes, line, rounded, time, vector_score};
use crate::evidence::{Evidence, Fix, Kind, Package, Place, Reading, Scan, SuppressedBy, Suppression};
use crate::input::json::Made;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::purl;
use crate::severity::Severity;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "osv-scanner",
    tool: "osv-scanner",
    recognises: |shape| match shape.get("results") {
        Some(Shape::Array(Some(first))) => {
            first.get("source").is_some_and(Shape::is_object)
                && first.get("packages").is_some_and(Shape::is_array)
        }
        Some(Shape::Array(None)) => shape.get("experimental_config").is_some_and(Shape::is_object),
        _ => false,
    },
    admits: |shape| {
        matches!(shape, Shape::Object(entries) if entries.len() == 1)
            && shape.get("results").is_some_and(Shape::is_array)
    },
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let report: Report = input.json()?;
    let mut notes = Vec::new();
    if report.results.0.is_empty() {
        notes.push("no package was found that has vulnerabilities".to_owned());
    }
    let scan = Scan { tool: "osv-scanner".to_owned(), notes, ..Scan::default() };
    Ok(Reading { scans: vec![scan], evidence: report.results.0.into_iter().flatten().collect() })
}

#[derive(Deserialize)]
struct Report {
    results: Made<Found, Vec<Evidence>>,
}

/// What was found in one file or image.
#[derive(Deserialize)]
struct Found {
    #[serde(default, deserialize_with = "or_default")]
    source: Source,
    packages: Vec<Scanned>,
}

#[derive(Deserialize, Default)]
struct Source {
    #[serde(default, deserialize_with = "text")]
    path: Option<String>,
}

/// A package with what was found in it.
#[derive(Deserialize)]
struct Scanned {
    package: Named,
    #[serde(default, deserialize_with = "or_default")]
    groups: Vec<Group>,
    #[serde(default, deserialize_with = "or_default")]
    vulnerabilities: Vec<Vulnerability>,
    #[serde(default, deserialize_with = "texts")]
    license_violations: Vec<String>,
}

#[derive(Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    #[serde(default, deserialize_with = "text")]
    ecosystem: Option<String>,
}

#[derive(Deserialize, Default)]
struct Group {
    ids: Vec<String>,
    #[serde(default, deserialize_with = "texts")]
    aliases: Vec<String>,
    /// Empty if nothing has a score.
    #[serde(default, deserialize_with = "number")]
    max_severity: Option<f64>,
    #[serde(default, deserialize_with = "or_default")]
    experimental_analysis: BTreeMap<String, Analysis>,
}

#[derive(Deserialize)]
struct Analysis {
    called: Option<bool>,
    unimportant: Option<bool>,
}

/// A vulnerability (<https://ossf.github.io/osv-schema/>).
#[derive(Deserialize)]
struct Vulnerability {
    id: String,
    #[serde(default, deserialize_with = "texts")]
    aliases: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    published: Option<String>,
    #[serde(default, deserialize_with = "text")]
    summary: Option<String>,
    #[serde(default, deserialize_with = "text")]
    details: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    severity: Vec<Vector>,
    #[serde(default, deserialize_with = "or_default")]
    affected: Vec<Affected>,
    #[serde(default, deserialize_with = "or_default")]
    database_specific: Database,
}

#[derive(Deserialize)]
struct Vector {
    /// A vector, in spite of its name.
    #[serde(default, deserialize_with = "text")]
    score: Option<String>,
}

#[derive(Deserialize)]
struct Affected {
    package: Option<Named>,
    #[serde(default, deserialize_with = "or_default")]
    ranges: Vec<Range>,
    #[serde(default, deserialize_with = "or_default")]
    database_specific: Database,
}

#[derive(Deserialize)]
struct Range {
    #[serde(rename = "type", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    events: Vec<Happened>,
}

#[derive(Deserialize)]
struct Happened {
    #[serde(default, deserialize_with = "text")]
    fixed: Option<String>,
    #[serde(default, deserialize_with = "text")]
    last_affected: Option<String>,
}

/// What databases add of their own; the names are GitHub's and those of the malicious packages.
#[derive(Deserialize, Default)]
struct Database {
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    cwe_ids: Vec<String>,
    #[serde(default, deserialize_with = "or_default")]
    cwes: Vec<Weakness>,
}

#[derive(Deserialize)]
struct Weakness {
    #[serde(rename = "cweId", default, deserialize_with = "text")]
    id: Option<String>,
}

impl From<Found> for Vec<Evidence> {
    fn from(found: Found) -> Vec<Evidence> {
        let path = found.source.path;
        let mut evidence: Vec<Evidence> = found.packages.into_iter().flat_map(Scanned::evidence).collect();
        for own in &mut evidence {
            own.place = path.as_ref().map(|path| Place { path: path.clone(), ..Place::default() });
        }
        evidence
    }
}

impl Scanned {
    fn evidence(self) -> Vec<Evidence> {
        let mut groups = self.groups;
        // What is in no group counts by itself.
        for own in &self.vulnerabilities {
            if !groups.iter().any(|group| group.ids.contains(&own.id)) {
                groups.push(Group { ids: vec![own.id.clone()], ..Group::default() });
            }
        }
        let name = self.package.name.unwrap_or_default();
        let version = self.package.version;
        let kind = self.package.ecosystem.as_deref().and_then(purl::kind_of);
        let purl = kind.map(|kind| purl::of(kind, &name, version.as_deref()));
        let package = Package { name, version, fixed: Vec::new(), purl };
        let flaws = groups.into_iter().map(|group| group.evidence(&package, &self.vulnerabilities));
        let licences = self.license_violations.iter().map(|licence| {
            let message = format!("the licence {} is not allowed", line(licence));
            let mut evidence = Evidence::new(Kind::Licence, line(licence), message);
            evidence.package = Some(package.clone().into());
            evidence
        });
        flaws.chain(licences).collect()
    }
}

impl Group {
    fn evidence(self, package: &Package, all: &[Vulnerability]) -> Evidence {
        let members: Vec<&Vulnerability> = all.iter().filter(|own| self.ids.contains(&own.id)).collect();
        let mut ids = Vec::new();
        let own = members.iter().flat_map(|member| &member.aliases);
        for id in self.ids.iter().chain(&self.aliases).chain(own) {
            if !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        let id = if ids.is_empty() { "unknown".to_owned() } else { ids.remove(0) };
        let summary = members.iter().find_map(|member| member.summary.as_deref());
        let details = || members.iter().find_map(|member| member.details.as_deref());
        let mut evidence =
            Evidence::new(Kind::Vulnerability, &id, line(summary.or_else(details).unwrap_or(&id)));
        evidence.aliases = ids;
        let (severity, ratings) = self.grade(&members);
        (evidence.severity, evidence.ratings) = (severity, ratings.into());
        let weaknesses = |own: &Database| {
            own.cwe_ids
                .iter()
                .cloned()
                .chain(own.cwes.iter().filter_map(|cwe| cwe.id.clone()))
                .collect::<Vec<_>>()
        };
        let own = members.iter().flat_map(|member| {
            let affected =
                member.affected.iter().flat_map(|affected| weaknesses(&affected.database_specific));
            weaknesses(&member.database_specific).into_iter().chain(affected)
        });
        evidence.cwe = cwes(own.collect::<Vec<_>>());
        evidence.published =
            members.iter().filter_map(|member| member.published.as_deref().and_then(time)).min();
        evidence.suppression = self.suppression();
        let mut package = package.clone();
        (evidence.fix, package.fixed) = fix(&package.name, &members);
        evidence.package = Some(package.into());
        evidence
    }

    /// The tool's own number; where it gives none, the worst of its vulnerabilities.
    fn grade(&self, members: &[&Vulnerability]) -> (Severity, Vec<String>) {
        let mut ratings = Vec::new();
        if let Some(score) = self.max_severity {
            ratings.push(format!("max_severity={score}"));
        }
        let mut worst = Severity::Unknown;
        for member in members {
            for vector in member.severity.iter().filter_map(|own| own.score.as_deref()) {
                let score = vector_score(vector).map(rounded);
                worst = worst.max(score.map_or(Severity::Unknown, Severity::of_score));
                ratings
                    .push(score.map_or_else(|| line(vector), |score| format!("{} {score:.1}", line(vector))));
            }
            if let Some(word) = &member.database_specific.severity {
                worst = worst.max(Severity::of_word(word));
                ratings.push(format!("severity={}", line(word)));
            }
        }
        match self.max_severity.map(Severity::of_score) {
            Some(severity) if severity != Severity::Unknown => (severity, ratings),
            _ => (worst, ratings),
        }
    }

    /// The tool leaves out of its own decision what is never called and what the distribution finds unimportant.
    fn suppression(&self) -> Option<Suppression> {
        let all = |holds: &dyn Fn(&Analysis) -> bool| {
            !self.experimental_analysis.is_empty() && self.experimental_analysis.values().all(holds)
        };
        let reason = if all(&|analysis| analysis.called == Some(false)) {
            "the vulnerable code is not called"
        } else if all(&|analysis| analysis.unimportant == Some(true)) {
            "the distribution says that it is unimportant"
        } else {
            return None;
        };
        Some(Suppression { by: SuppressedBy::External, reason: Some(reason.to_owned()) })
    }
}

/// Whether there is a version without the flaw, and which. A commit is no version.
fn fix(name: &str, members: &[&Vulnerability]) -> (Fix, Vec<String>) {
    let affected = members.iter().flat_map(|member| &member.affected);
    let affected = affected.filter(|own| {
        own.package.as_ref().and_then(|package| package.name.as_deref()).is_none_or(|own| own == name)
    });
    let ranges = affected.flat_map(|own| &own.ranges);
    let events: Vec<&Happened> =
        ranges.filter(|range| range.kind.as_deref() != Some("GIT")).flat_map(|range| &range.events).collect();
    let mut fixed = Vec::new();
    for version in events.iter().filter_map(|event| event.fixed.as_ref()) {
        if !fixed.contains(version) {
            fixed.push(version.clone());
        }
    }
    let fix = if !fixed.is_empty() {
        Fix::Available
    } else if events.is_empty() || events.iter().any(|event| event.last_affected.is_some()) {
        Fix::Unknown
    } else {
        Fix::None
    };
    (fix, fixed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn report(text: &str, name: Option<&str>) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), name).map(|report| report.reading)
    }

    #[test]
    fn groups_are_counted() {
        let text = r#"{"results": [{"source": {"path": "/w/poetry.lock", "type": "lockfile"}, "packages": [
          {"package": {"name": "flask", "version": "0.5", "ecosystem": "PyPI"},
           "groups": [
             {"ids": ["GHSA-1", "PYSEC-1"], "aliases": ["CVE-1", "GHSA-1"], "max_severity": "7.5"},
             {"ids": ["GHSA-2"], "aliases": [], "max_severity": ""},
             {"ids": ["GO-3"], "max_severity": "9.8", "experimental_analysis": {"GO-3": {"called": false, "unimportant": false}}}],
           "vulnerabilities": [
             {"id": "GHSA-1", "summary": "Bad\nthing", "published": "2023-08-01T05:29:33Z", "aliases": ["CVE-1"],
              "affected": [{"package": {"name": "flask"}, "ranges": [
                {"type": "GIT", "events": [{"fixed": "abc"}]},
                {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.0"}]}]},
                {"package": {"name": "other"}, "ranges": [{"type": "SEMVER", "events": [{"fixed": "9"}]}]}],
              "database_specific": {"cwe_ids": ["CWE-79"], "severity": "LOW"}},
             {"id": "PYSEC-1", "published": "2023-07-01T05:29:33Z"},
             {"id": "GHSA-2", "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
              "affected": [{"ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}],
                            "database_specific": {"cwes": [{"cweId": "CWE-506"}]}}]},
             {"id": "GHSA-4", "database_specific": {"severity": "MODERATE"}}],
           "license_violations": ["GPL-3.0"]}]}]}"#;
        let evidence = report(text, None).expect("a report").evidence;
        let ids: Vec<&str> = evidence.iter().map(|own| own.id.as_str()).collect();
        assert_eq!(ids, ["GHSA-1", "GHSA-2", "GO-3", "GHSA-4", "GPL-3.0"]);
        let severities: Vec<Severity> = evidence.iter().map(|own| own.severity).collect();
        let grades =
            [Severity::High, Severity::Critical, Severity::Critical, Severity::Medium, Severity::Unknown];
        assert_eq!(severities, grades);
        let first = &evidence[0];
        assert_eq!((first.message.as_str(), first.fix), ("Bad thing", Fix::Available));
        assert_eq!(first.aliases, ["PYSEC-1", "CVE-1"]);
        assert_eq!(*first.ratings, ["max_severity=7.5", "severity=LOW"]);
        assert_eq!((first.cwe.as_slice(), evidence[1].cwe.as_slice()), (&[79][..], &[506][..]));
        assert_eq!(first.published.map(|time| time.to_string()).as_deref(), Some("2023-07-01T05:29:33Z"));
        assert_eq!(first.package.as_ref().map(|own| own.fixed.as_slice()), Some(&["1.0".to_owned()][..]));
        assert_eq!(first.place.as_ref().map(|own| own.path.as_str()), Some("/w/poetry.lock"));
        assert_eq!((evidence[1].fix, evidence[2].fix), (Fix::None, Fix::Unknown));
        assert!(evidence[2].suppression.is_some() && evidence[1].suppression.is_none());
        assert_eq!(evidence[4].kind, Kind::Licence);
    }

    #[test]
    fn empty_reports() {
        let empty =
            r#"{"results": [], "experimental_config": {"licenses": {"summary": false, "allowlist": null}}}"#;
        assert!(report(empty, None).expect("a report").evidence.is_empty());
        let bare = r#"{"results": []}"#;
        assert!(report(bare, None).is_err());
        assert!(report(bare, Some("osv-scanner")).is_ok());
        assert!(report(r#"{"results": [], "errors": []}"#, Some("osv-scanner")).is_err());
    }

    #[test]
    fn the_outcome_of_one_call_is_enough() {
        let group = |analysis: &str| -> Group {
            serde_json::from_str(&format!(r#"{{"ids": ["a"], "experimental_analysis": {analysis}}}"#))
                .expect("a group")
        };
        assert!(group(r#"{"a": {"called": true}, "b": {"called": false}}"#).suppression().is_none());
        assert!(group(r#"{"a": {"called": true, "unimportant": true}}"#).suppression().is_some());
        assert!(group("{}").suppression().is_none() && group("null").suppression().is_none());
    }
}
