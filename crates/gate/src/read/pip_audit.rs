//! pip-audit's JSON (<https://github.com/pypa/pip-audit#usage>): an object since 2.0, an array of its dependencies before. It
//! has no severities, no version and no time.

use serde::Deserialize;

use super::Reader;
use super::lenient::{text, texts};
use super::words::{few, line};
use crate::evidence::{Evidence, Fix, Kind, Package, Reading, Scan};
use crate::input::json::{Each, Made};
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::purl;

/// The reader.
pub(super) static READER: Reader = Reader {
    format: "pip-audit",
    tool: "pip-audit",
    recognises: |shape| match shape {
        Shape::Array(Some(first)) => is_dependency(first),
        _ => match shape.get("dependencies") {
            Some(Shape::Array(Some(first))) => is_dependency(first),
            Some(Shape::Array(None)) => shape.get("fixes").is_some_and(Shape::is_array),
            _ => false,
        },
    },
    admits: |shape| {
        matches!(shape, Shape::Array(None)) || matches!(shape.get("dependencies"), Some(Shape::Array(None)))
    },
    read,
};

fn is_dependency(shape: &Shape) -> bool {
    shape.text("name").is_some() && (shape.get("vulns").is_some() || shape.text("skip_reason").is_some())
}

fn read(input: &Input) -> Result<Reading, Refusal> {
    // An object is known after its first key; more of it is not looked at here.
    let is_array = input.shape(&|_| true).is_ok_and(|shape| shape.is_array());
    let mut dependencies = Vec::new();
    if is_array {
        input.json_seed(Each::new(|item: Dependency| dependencies.push(item.into())))?;
    } else {
        dependencies = input.json::<Report>()?.dependencies.0;
    }

    let (mut notes, mut failures) = (Vec::new(), Vec::new());
    if dependencies.is_empty() {
        notes.push("no dependency was audited".to_owned());
    } else if dependencies.iter().all(|own| matches!(own, Audited::Skipped(_))) {
        // Such as with an index that knows nothing of vulnerabilities: pip-audit itself then says that all is well.
        failures.push("none of the dependencies was audited".to_owned());
    }
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut skipped = Vec::new();
    for audited in dependencies {
        match audited {
            Audited::Skipped(sentence) => skipped.push(sentence),
            Audited::Looked(found) => evidence.extend(found),
        }
    }
    notes.extend(few(skipped));
    if !evidence.is_empty() && evidence.iter().all(|own| own.aliases.is_empty()) {
        notes.push(
            "no vulnerability has other ids: run pip-audit with --aliases on, or a waiver for a CVE matches none".to_owned(),
        );
    }
    let scan = Scan { tool: "pip-audit".to_owned(), failures, notes, ..Scan::default() };
    Ok(Reading { scans: vec![scan], evidence })
}

#[derive(Deserialize)]
struct Report {
    dependencies: Made<Dependency, Audited>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    vulns: Option<Vec<Vulnerability>>,
    #[serde(default, deserialize_with = "text")]
    skip_reason: Option<String>,
}

#[derive(Deserialize)]
struct Vulnerability {
    id: String,
    fix_versions: Option<Vec<String>>,
    #[serde(default, deserialize_with = "texts")]
    aliases: Vec<String>,
    #[serde(default, deserialize_with = "text")]
    description: Option<String>,
}

/// What came of a dependency.
enum Audited {
    /// Why it was not looked at.
    Skipped(String),
    /// What was found in it.
    Looked(Vec<Evidence>),
}

impl From<Dependency> for Audited {
    fn from(dependency: Dependency) -> Audited {
        let Dependency { name, version, vulns, skip_reason } = dependency;
        match vulns {
            Some(vulns) => Audited::Looked(
                vulns.into_iter().map(|own| own.evidence(&name, version.as_deref())).collect(),
            ),
            None => {
                let reason = skip_reason.unwrap_or_else(|| "it is not said why".to_owned());
                Audited::Skipped(format!("{} was not audited: {}", line(&name), line(&reason)))
            }
        }
    }
}

impl Vulnerability {
    fn evidence(self, name: &str, version: Option<&str>) -> Evidence {
        let message = match self.description.as_deref().map(line) {
            Some(message) if !message.is_empty() => message,
            _ => format!("{} {} has a known vulnerability", line(name), version.unwrap_or_default()),
        };
        let mut evidence = Evidence::new(Kind::Vulnerability, self.id, message);
        evidence.aliases = self.aliases;
        evidence.fix = match &self.fix_versions {
            Some(versions) if versions.is_empty() => Fix::None,
            Some(_) => Fix::Available,
            None => Fix::Unknown,
        };
        evidence.package = Some(
            Package {
                name: name.to_owned(),
                version: version.map(str::to_owned),
                fixed: self.fix_versions.unwrap_or_default(),
                purl: Some(purl::of("pypi", name, version)),
            }
            .into(),
        );
        evidence
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;
    use crate::severity::Severity;

    fn report(text: &str, name: Option<&str>) -> Result<Reading, Refusal> {
        read::read(&Input::memory("report", text.as_bytes().to_vec()), name).map(|report| report.reading)
    }

    const DEPENDENCIES: &str = r#"[{"name": "flask", "version": "0.5", "vulns": [
        {"id": "PYSEC-2019-179", "fix_versions": ["1.0", "1.1"], "aliases": ["CVE-2019-1"], "description": "Bad\nthing"},
        {"id": "PYSEC-2019-180", "fix_versions": []}]},
        {"name": "own", "skip_reason": "Dependency not found on PyPI"}]"#;

    #[test]
    fn both_formats_say_the_same() {
        let new =
            report(&format!("{{\"dependencies\": {DEPENDENCIES}, \"fixes\": []}}"), None).expect("a report");
        let old = report(DEPENDENCIES, None).expect("a report");
        assert_eq!(new, old);
        assert_eq!(new.scans[0].notes, ["own was not audited: Dependency not found on PyPI"]);
        assert!(new.scans[0].failures.is_empty());
        let [first, second] = &new.evidence[..] else { panic!("two") };
        assert_eq!((first.id.as_str(), first.message.as_str()), ("PYSEC-2019-179", "Bad thing"));
        assert_eq!((first.severity, first.fix, first.aliases.len()), (Severity::Unknown, Fix::Available, 1));
        assert_eq!(first.package.as_ref().map(|own| own.fixed.len()), Some(2));
        assert_eq!((second.fix, second.message.as_str()), (Fix::None, "flask 0.5 has a known vulnerability"));
    }

    #[test]
    fn waivers_by_cve_need_aliases() {
        let text = r#"{"dependencies": [{"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": []}]}]}"#;
        let notes = report(text, None).expect("a report").scans.remove(0).notes;
        assert!(notes.iter().any(|note| note.contains("--aliases")));
    }

    #[test]
    fn empty_reports() {
        for text in ["[]", r#"{"dependencies": []}"#] {
            assert!(report(text, None).is_err(), "{text}");
            let reading = report(text, Some("pip-audit")).expect("admitted");
            assert!(reading.evidence.is_empty() && reading.scans[0].notes == ["no dependency was audited"]);
        }
        assert!(report(r#"{"dependencies": [], "fixes": []}"#, None).is_ok());
        for text in [
            "{}",
            "null",
            r#"{"vulnerabilities": []}"#,
            r#"{"dependencies": [{"ref": "a", "dependsOn": []}]}"#,
        ] {
            assert!(report(text, Some("pip-audit")).is_err(), "{text}");
        }
        let scan =
            report(r#"[{"name": "a", "skip_reason": "unknown"}]"#, None).expect("a report").scans.remove(0);
        assert_eq!(scan.failures, ["none of the dependencies was audited"]);
        // A dependency of which nothing is known is not taken for a clean one.
        let text = r#"[{"name": "a", "vulns": []}, {"name": "b"}]"#;
        assert_eq!(report(text, None).expect("a report").scans[0].notes.len(), 1);
    }
}
