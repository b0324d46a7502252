//! OWASP Dependency-Check: its JSON and its XML, which say the same in two ways, made into one [`Flaw`] and from that into
//! evidence. Its SARIF is read by the reader of SARIF.
//!
//! What the reports say is told by the templates of the tool
//! (<https://github.com/dependency-check/DependencyCheck/tree/main/core/src/main/resources/templates>) and by its schemas, 1.3 to
//! 4.1. They name no version that is mended, so [`Fix`] stays unknown.

mod json;
mod xml;

use super::Reader;
use super::words::{cwes, few, line, rounded};
use crate::evidence::{Evidence, Fix, Kind, Package, Place, Reading, Scan, SuppressedBy, Suppression};
use crate::input::shape::Shape;
use crate::purl;
use crate::severity::Severity;

/// The reader of the JSON.
pub(super) static JSON: Reader = Reader {
    format: "dependency-check",
    tool: TOOL,
    // The dependencies come last and are long; without them it is refused by the reader.
    recognises: |shape| {
        shape.text("reportSchema").is_some() && shape.get("scanInfo").is_some_and(Shape::is_object)
    },
    admits: |_| false,
    read: json::read,
};

/// The reader of the XML.
pub(super) static XML: Reader = Reader {
    format: "dependency-check-xml",
    tool: TOOL,
    recognises: |shape| matches!(shape, Shape::Xml { root, namespace } if root == "analysis" && namespace.contains("dependency-check.")),
    admits: |shape| matches!(shape, Shape::Xml { root, .. } if root == "analysis"),
    read: xml::read,
};

const TOOL: &str = "dependency-check";

/// What the head of a report says.
#[derive(Debug, Default)]
struct Head {
    version: Option<String>,
    project: Option<String>,
    date: Option<String>,
    /// What the exceptions of failed analyses say.
    exceptions: Vec<String>,
    dependencies: usize,
}

impl Head {
    fn reading(self, evidence: Vec<Evidence>) -> Reading {
        let failures = self.exceptions.iter().map(|message| {
            let message = line(message);
            format!(
                "an analysis failed: {}",
                if message.is_empty() { "it is not said why" } else { &message }
            )
        });
        let mut notes = Vec::new();
        if self.dependencies == 0 {
            notes.push("no dependency was found to check".to_owned());
        }
        let scan = Scan {
            tool: TOOL.to_owned(),
            version: self.version,
            target: self.project.filter(|name| !name.trim().is_empty()),
            time: self.date.as_deref().and_then(super::words::time),
            failures: few(failures),
            notes,
            ..Scan::default()
        };
        Reading { scans: vec![scan], evidence }
    }
}

/// A file or package that was checked.
#[derive(Debug, Default)]
struct Dependency {
    file: String,
    path: String,
    package: Option<Package>,
}

impl Dependency {
    /// Takes one of the names that it goes by, if it is a package URL or a coordinate of Maven and the like, which schemas
    /// before 2.0 had.
    fn identify(&mut self, id: &str) {
        if self.package.as_ref().is_some_and(|package| package.purl.is_some()) {
            return;
        }
        let id = id.trim();
        if let Some(package) = purl::package(id) {
            self.package = Some(package);
        } else if self.package.is_none()
            && let Some((name, version)) = id.trim_matches(['(', ')']).rsplit_once(':')
            && !name.is_empty()
            && !name.starts_with("cpe")
        {
            let version = Some(version.to_owned()).filter(|version| !version.is_empty());
            self.package = Some(Package { name: name.to_owned(), version, ..Package::default() });
        }
    }
}

/// The score that a version of CVSS gives, and the word that goes with it.
#[derive(Debug, Default, Clone)]
struct Score {
    score: Option<f64>,
    word: Option<String>,
}

/// A vulnerability of a dependency.
#[derive(Debug, Default)]
struct Flaw {
    source: Option<String>,
    name: String,
    severity: Option<String>,
    /// Whether nobody gave it a score, so that the severity is the text of its source.
    unscored: bool,
    /// CVSS 2, 3 and 4.
    scores: [Score; 3],
    cwes: Vec<String>,
    description: String,
    notes: String,
    exploited: bool,
    suppressed: bool,
}

impl Flaw {
    fn evidence(self, dependency: &Dependency) -> Evidence {
        let about = line(&self.description);
        let message = if about.is_empty() { line(&self.name) } else { about };
        let mut evidence = Evidence::new(Kind::Vulnerability, line(&self.name), message);
        evidence.severity = self.grade();
        evidence.ratings = self.ratings().into();
        evidence.cwe = cwes(&self.cwes);
        evidence.exploited = self.exploited;
        evidence.fix = Fix::Unknown;
        evidence.package = Some(
            dependency
                .package
                .clone()
                .unwrap_or_else(|| Package { name: dependency.file.clone(), ..Package::default() })
                .into(),
        );
        let path = if dependency.path.is_empty() { &dependency.file } else { &dependency.path };
        if !path.is_empty() {
            evidence.place = Some(Place { path: path.clone(), ..Place::default() });
        }
        evidence.suppression = self.suppressed.then(|| Suppression {
            by: SuppressedBy::External,
            reason: Some(line(&self.notes)).filter(|notes| !notes.is_empty()),
        });
        evidence
    }

    /// The severity as the tool itself would say it: the text of the source if there is no score, else the word of CVSS 4,
    /// 3 or 2, the newest first. Suppressed flaws come without the tool's word, and `Unknown` is none.
    fn grade(&self) -> Severity {
        let known = |severity: &Severity| *severity != Severity::Unknown;
        let own = self.severity.as_deref().map(Severity::of_word).filter(known);
        let scored = || {
            self.scores.iter().rev().find_map(|score| {
                let word = score.word.as_deref().map(Severity::of_word).filter(known);
                word.or_else(|| score.score.map(|score| Severity::of_score(rounded(score))).filter(known))
            })
        };
        own.or_else(scored).unwrap_or(Severity::Unknown)
    }

    fn ratings(&self) -> Vec<String> {
        let source = self.source.as_deref().unwrap_or_default().to_ascii_lowercase();
        let source = if source.is_empty() { source } else { source + " " };
        let mut ratings = Vec::new();
        if let Some(word) = &self.severity {
            let unscored = if self.unscored { " (unscored)" } else { "" };
            ratings.push(format!("severity={word}{unscored}"));
        }
        for (version, score) in [4, 3, 2].into_iter().zip(self.scores.iter().rev()) {
            if let Some(score) = score.score {
                ratings.push(format!("{source}V{version} {:.1}", rounded(score)));
            }
        }
        ratings
    }
}

#[cfg(test)]
mod tests;
