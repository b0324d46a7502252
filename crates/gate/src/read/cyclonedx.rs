//! CycloneDX in JSON (<https://cyclonedx.org/docs/1.6/json/>), as scanners write it with the vulnerabilities that they found. A
//! bill of materials without the key `vulnerabilities` is no scan; with an empty list it is one.
//!
//! One finding for each vulnerability, whatever the number of components that it affects.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Reader;
use super::lenient::{number, or_default, text, texts};
use super::words::{line, rounded, time, vector_score};
use crate::evidence::{Evidence, Kind, Package, Reading, Scan, SuppressedBy, Suppression};
use crate::input::json::Made;
use crate::input::{Input, Refusal};
use crate::purl;
use crate::severity::Severity;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "cyclonedx",
    tool: "",
    recognises: |shape| shape.text("bomFormat") == Some("CycloneDX"),
    admits: |_| false,
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let bom: Bom = input.json()?;
    let Some(vulnerabilities) = bom.vulnerabilities else {
        return Err(Refusal::new(
            "is a bill of materials, not a scan: it has no list of vulnerabilities",
            "scan it, as with trivy sbom FILE or grype sbom:FILE, and name the report of that",
        ));
    };
    let mut packages = BTreeMap::new();
    for (name, package) in bom.components.0.into_iter().flatten() {
        packages.insert(name, package);
    }
    let tool = bom.metadata.tools.first();
    let scan = Scan {
        tool: tool.and_then(|tool| tool.name.as_deref()).unwrap_or("cyclonedx").to_lowercase(),
        version: tool.and_then(|tool| tool.version.clone()),
        target: bom.metadata.component.name,
        time: bom.metadata.timestamp.as_deref().and_then(time),
        ..Scan::default()
    };
    let evidence = vulnerabilities.0.into_iter().map(|own: Vulnerability| own.evidence(&packages)).collect();
    Ok(Reading { scans: vec![scan], evidence })
}

#[derive(Deserialize)]
struct Bom {
    #[serde(default, deserialize_with = "or_default")]
    metadata: Metadata,
    #[serde(default, deserialize_with = "or_default")]
    components: Made<Component, Vec<(String, Package)>>,
    vulnerabilities: Option<Made<Vulnerability, Vulnerability>>,
}

#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default, deserialize_with = "text")]
    timestamp: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    tools: Tools,
    #[serde(default, deserialize_with = "or_default")]
    component: Named,
}

/// A list until 1.4, an object since.
#[derive(Deserialize)]
#[serde(untagged)]
enum Tools {
    List(Vec<Named>),
    Object {
        #[serde(default, deserialize_with = "or_default")]
        components: Vec<Named>,
        #[serde(default, deserialize_with = "or_default")]
        services: Vec<Named>,
    },
}

impl Default for Tools {
    fn default() -> Tools {
        Tools::List(Vec::new())
    }
}

impl Tools {
    fn first(&self) -> Option<&Named> {
        match self {
            Tools::List(tools) => tools.first(),
            Tools::Object { components, services } => components.first().or(services.first()),
        }
    }
}

#[derive(Deserialize, Default)]
struct Named {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
}

/// A component, with those in it.
#[derive(Deserialize)]
struct Component {
    #[serde(rename = "bom-ref", default, deserialize_with = "text")]
    reference: Option<String>,
    #[serde(default, deserialize_with = "text")]
    group: Option<String>,
    name: String,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    #[serde(default, deserialize_with = "text")]
    purl: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    components: Made<Component, Vec<(String, Package)>>,
}

impl From<Component> for Vec<(String, Package)> {
    fn from(own: Component) -> Vec<(String, Package)> {
        let package = own.purl.as_deref().and_then(purl::package).unwrap_or_else(|| {
            let name = match own.group {
                Some(group) => format!("{group}/{}", own.name),
                None => own.name,
            };
            Package { name, version: own.version, ..Package::default() }
        });
        let inner = own.components.0.into_iter().flatten();
        own.reference.map(|reference| (reference, package)).into_iter().chain(inner).collect()
    }
}

#[derive(Deserialize)]
struct Vulnerability {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    source: Named,
    #[serde(default, deserialize_with = "or_default")]
    references: Vec<Reference>,
    #[serde(default, deserialize_with = "or_default")]
    ratings: Vec<Rating>,
    #[serde(default, deserialize_with = "or_default")]
    cwes: Vec<u32>,
    #[serde(default, deserialize_with = "text")]
    description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    detail: Option<String>,
    #[serde(default, deserialize_with = "text")]
    published: Option<String>,
    #[serde(default, deserialize_with = "or_default")]
    affects: Vec<Affected>,
    #[serde(default, deserialize_with = "or_default")]
    analysis: Analysis,
}

/// The same vulnerability under another id.
#[derive(Deserialize)]
struct Reference {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
}

#[derive(Deserialize)]
struct Rating {
    #[serde(default, deserialize_with = "or_default")]
    source: Named,
    #[serde(default, deserialize_with = "number")]
    score: Option<f64>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "text")]
    method: Option<String>,
    #[serde(default, deserialize_with = "text")]
    vector: Option<String>,
}

#[derive(Deserialize)]
struct Affected {
    #[serde(rename = "ref", default, deserialize_with = "text")]
    reference: Option<String>,
}

#[derive(Deserialize, Default)]
struct Analysis {
    #[serde(default, deserialize_with = "text")]
    state: Option<String>,
    #[serde(default, deserialize_with = "text")]
    justification: Option<String>,
    #[serde(default, deserialize_with = "text")]
    detail: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    response: Vec<String>,
}

impl Vulnerability {
    fn evidence(self, packages: &BTreeMap<String, Package>) -> Evidence {
        let id = self.id.unwrap_or_else(|| "unknown".to_owned());
        let about = self.description.or(self.detail);
        let mut message = about.as_deref().map_or_else(|| id.clone(), line);
        let mut affected: Vec<Package> = Vec::new();
        for reference in self.affects.iter().filter_map(|own| own.reference.as_deref()) {
            let package = packages.get(reference).cloned().or_else(|| purl::package(reference));
            affected.extend(package.filter(|package| !affected.contains(package)));
        }
        if affected.len() > 1 {
            let names: Vec<&str> = affected.iter().map(|own| own.name.as_str()).collect();
            message = line(&format!("in {}: {message}", names.join(", ")));
        }
        let mut evidence = Evidence::new(Kind::Vulnerability, id, message);
        // With several, no one of them may stand for the others: a waiver for one package would waive all.
        evidence.package = if affected.len() == 1 { affected.pop().map(Box::new) } else { None };
        let references = self.references.into_iter().filter_map(|own| own.id);
        evidence.aliases = references.filter(|own| *own != evidence.id).collect();
        evidence.severity = grade(&self.ratings, self.source.name.as_deref());
        evidence.ratings.extend(self.ratings.iter().map(Rating::text));
        evidence.cwe = self.cwes;
        evidence.published = self.published.as_deref().and_then(time);
        evidence.suppression = self.analysis.suppression();
        evidence
    }
}

/// The worst of the ratings of the source that the vulnerability is from, as Trivy takes it; if that has none, the worst of
/// all.
fn grade(ratings: &[Rating], source: Option<&str>) -> Severity {
    let own = ratings.iter().filter(|rating| source.is_some() && rating.source.name.as_deref() == source);
    match own.map(Rating::grade).max() {
        Some(severity) if severity != Severity::Unknown => severity,
        _ => ratings.iter().map(Rating::grade).max().unwrap_or(Severity::Unknown),
    }
}

impl Rating {
    /// Its word, or its score if that is one of CVSS.
    fn grade(&self) -> Severity {
        let word = self.severity.as_deref().map_or(Severity::Unknown, Severity::of_word);
        if word != Severity::Unknown {
            return word;
        }
        let is_cvss = self.method.as_deref().is_none_or(|method| method.starts_with("CVSS"));
        let score = self.score.or_else(|| self.vector.as_deref().and_then(vector_score)).filter(|_| is_cvss);
        score.map_or(Severity::Unknown, |score| Severity::of_score(rounded(score)))
    }

    fn text(&self) -> String {
        let score = self.score.map(|score| format!("{score:.1}"));
        let severity = self.severity.as_ref().map(|word| format!("severity={word}"));
        let parts = [self.source.name.clone(), self.method.clone(), score, severity];
        line(&parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}

impl Analysis {
    /// The states that say that the vulnerability does no harm here.
    fn suppression(self) -> Option<Suppression> {
        let state = self.state?;
        if !["not_affected", "false_positive", "resolved", "resolved_with_pedigree"].contains(&state.as_str())
        {
            return None;
        }
        let parts = [Some(state), self.justification, self.detail].into_iter().flatten().chain(self.response);
        let reason = line(&parts.collect::<Vec<_>>().join(", "));
        Some(Suppression { by: SuppressedBy::External, reason: Some(reason) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    fn report(text: &str, name: Option<&str>) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), name).map(|report| report.reading)
    }

    const BOM: &str = r#"{"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
      "metadata": {"timestamp": "2024-01-02T03:04:05Z", "component": {"name": "shop"},
        "tools": {"components": [{"type": "application", "name": "trivy", "version": "0.50"}]}},
      "components": [{"bom-ref": "a", "type": "library", "group": "g", "name": "x", "version": "1", "components": [
        {"bom-ref": "b", "name": "y", "purl": "pkg:pypi/y@2"}]}],
      "vulnerabilities": [
        {"id": "CVE-1", "source": {"name": "ghsa"}, "description": "Bad\nthing", "cwes": [79],
         "references": [{"id": "GHSA-1", "source": {}}], "published": "2019-04-20T00:29:00+00:00",
         "ratings": [{"source": {"name": "nvd"}, "score": 9.8, "severity": "critical", "method": "CVSSv31"},
                     {"source": {"name": "ghsa"}, "severity": "medium"}], "affects": [{"ref": "b"}]},
        {"id": "CVE-2", "ratings": [{"score": 10.0, "method": "CVSSv3"}, {"score": 3, "method": "OWASP"}],
         "affects": [{"ref": "a"}, {"ref": "pkg:npm/z@1"}], "analysis": {"state": "in_triage"}},
        {"id": "CVE-3", "ratings": [{"vector": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N"}],
         "analysis": {"state": "not_affected", "justification": "code_not_reachable", "detail": "no\ncall"}},
        {"id": "CVE-4", "ratings": [{"score": 9, "method": "SSVC"}]}]}"#;

    #[test]
    fn vulnerabilities() {
        let reading = report(BOM, None).expect("a report");
        let scan = &reading.scans[0];
        assert_eq!((scan.tool.as_str(), scan.version.as_deref()), ("trivy", Some("0.50")));
        assert_eq!(scan.target.as_deref(), Some("shop"));
        let severities: Vec<Severity> = reading.evidence.iter().map(|own| own.severity).collect();
        assert_eq!(severities, [Severity::Medium, Severity::Critical, Severity::High, Severity::Unknown]);
        let [first, second, third, _] = &reading.evidence[..] else { panic!("four") };
        assert_eq!(
            (first.message.as_str(), first.aliases.as_slice()),
            ("Bad thing", &["GHSA-1".to_owned()][..])
        );
        assert_eq!(first.package.as_ref().and_then(|own| own.version.as_deref()), Some("2"));
        assert_eq!(*first.ratings, ["nvd CVSSv31 9.8 severity=critical", "ghsa severity=medium"]);
        assert_eq!((second.message.as_str(), &second.package), ("in g/x, z: CVE-2", &None));
        assert!(second.suppression.is_none());
        let reason = third.suppression.as_ref().and_then(|own| own.reason.as_deref());
        assert_eq!(reason, Some("not_affected, code_not_reachable, no call"));
        assert!(report(BOM, Some("trivy")).is_ok() && report(BOM, Some("grype")).is_err());
    }

    #[test]
    fn a_plain_bill_is_no_scan() {
        let head =
            r#"{"bomFormat": "CycloneDX", "specVersion": "1.4", "metadata": {"tools": [{"name": "Grype"}]}"#;
        assert!(report(&format!("{head}}}"), None).expect_err("refused").cause.contains("not a scan"));
        assert!(report(&format!("{head}, \"vulnerabilities\": null}}"), None).is_err());
        let reading = report(&format!("{head}, \"vulnerabilities\": []}}"), None).expect("a report");
        assert_eq!((reading.scans[0].tool.as_str(), reading.evidence.len()), ("grype", 0));
    }
}
