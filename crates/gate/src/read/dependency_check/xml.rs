//! Dependency-Check's XML in every schema from 1.3 to 4.1, told apart by nothing but what is there.

use super::{Dependency, Flaw, Head, Score};
use crate::evidence::{Evidence, Reading};
use crate::input::xml::{Attributes, Event};
use crate::input::{Input, Refusal};

pub(super) fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut report = Report::default();
    input.xml(|event| report.take(event))?;
    if !(report.scanned && report.listed) {
        return Err(Refusal::new(
            "is no whole report of Dependency-Check: it lacks <scanInfo> or <dependencies>",
            "look into the log of the scanner, and have it write the report again",
        ));
    }
    Ok(report.head.reading(report.evidence))
}

/// What has been read so far.
#[derive(Default)]
struct Report {
    head: Head,
    scanned: bool,
    listed: bool,
    dependency: Dependency,
    /// Whether the identifier that is being read is one of a package.
    names_package: bool,
    flaws: Vec<Flaw>,
    evidence: Vec<Evidence>,
}

const DEPENDENCY: &str = "analysis/dependencies/dependency";

impl Report {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Open { path, attributes } => match path.strip_prefix(DEPENDENCY) {
                Some(path) => self.open(path, attributes),
                None => {
                    self.scanned |= path == "analysis/scanInfo";
                    self.listed |= path == "analysis/dependencies";
                }
            },
            Event::Close { path, text } => match path.strip_prefix(DEPENDENCY) {
                Some(path) => self.close(path, text),
                None => self.head(path, text),
            },
        }
    }

    fn head(&mut self, path: &str, text: &str) {
        let text = || text.trim().to_owned();
        match path {
            "analysis/scanInfo/engineVersion" => {
                self.head.version = Some(text()).filter(|version| !version.is_empty());
            }
            "analysis/scanInfo/analysisExceptions/exception/message" => self.head.exceptions.push(text()),
            "analysis/projectInfo/name" => self.head.project = Some(text()),
            "analysis/projectInfo/reportDate" => self.head.date = Some(text()),
            _ => {}
        }
    }

    /// An element in a dependency, or the dependency itself.
    fn open(&mut self, path: &str, attributes: &Attributes) {
        match path {
            "" => {
                self.dependency = Dependency::default();
                self.head.dependencies += 1;
            }
            "/identifiers/package" => self.names_package = true,
            "/identifiers/identifier" => {
                self.names_package = attributes.get("type").is_some_and(|kind| kind != "cpe");
            }
            "/vulnerabilities/vulnerability" | "/vulnerabilities/suppressedVulnerability" => {
                self.flaws.push(Flaw {
                    source: attributes.get("source").map(str::to_owned),
                    suppressed: path.ends_with("/suppressedVulnerability"),
                    ..Flaw::default()
                });
            }
            _ => {
                let Some((flaw, path)) = self.flaw(path) else { return };
                match path {
                    "/knownExploitedVulnerability" => flaw.exploited = true,
                    "/severity" => {
                        flaw.unscored = attributes.get("unscored").is_some_and(|value| value == "true");
                    }
                    _ => {}
                }
            }
        }
    }

    fn close(&mut self, path: &str, text: &str) {
        let text = text.trim();
        match path {
            "" => {
                let flaws = self.flaws.drain(..).map(|flaw| flaw.evidence(&self.dependency));
                self.evidence.extend(flaws);
            }
            "/fileName" => self.dependency.file = text.to_owned(),
            "/filePath" => self.dependency.path = text.to_owned(),
            "/identifiers/package/id" | "/identifiers/identifier/name" if self.names_package => {
                self.dependency.identify(text);
            }
            // Schemas before 2.0 have them here.
            "/analysisExceptions/exception/message" => {
                self.head.exceptions.push(format!("{}: {text}", self.dependency.file));
            }
            _ => {
                let Some((flaw, path)) = self.flaw(path) else { return };
                let [two, three, four] = &mut flaw.scores;
                match path {
                    "/name" => flaw.name = text.to_owned(),
                    "/severity" => flaw.severity = Some(text.to_owned()).filter(|word| !word.is_empty()),
                    "/cvssScore" | "/cvssV2/score" => number(two, text),
                    "/cvssV3/baseScore" => number(three, text),
                    "/cvssV4/baseScore" => number(four, text),
                    "/cvssV2/severity" => two.word = Some(text.to_owned()),
                    "/cvssV3/baseSeverity" => three.word = Some(text.to_owned()),
                    "/cvssV4/baseSeverity" => four.word = Some(text.to_owned()),
                    "/cwe" | "/cwes/cwe" => flaw.cwes.push(text.to_owned()),
                    "/description" => flaw.description = text.to_owned(),
                    "/notes" => flaw.notes = text.to_owned(),
                    _ => {}
                }
            }
        }
    }

    /// The flaw that is being read, and the rest of the path in it.
    fn flaw<'a>(&mut self, path: &'a str) -> Option<(&mut Flaw, &'a str)> {
        let path = path.strip_prefix("/vulnerabilities/")?;
        let path =
            path.strip_prefix("suppressedVulnerability").or_else(|| path.strip_prefix("vulnerability"))?;
        Some((self.flaws.last_mut()?, path))
    }
}

fn number(score: &mut Score, text: &str) {
    score.score = text.parse().ok().filter(|number: &f64| number.is_finite());
}
