//! Grype's JSON, and xeol's, whose outline is the same: the last key tells whose it is
//! (<https://github.com/anchore/grype/tree/main/grype/presenter/models>).
//!
//! One finding for each match of a vulnerability and a package. Old reports (0.7) lack `fix`, and write `cvssV2` for `cvss`.

use jiff::Timestamp;
use rustc_hash::FxHashSet;
use serde::Deserialize;
use serde::de::MapAccess;

use super::Reader;
use super::fields::{Fields, Object};
use super::finding::{aliases, cwe, finding, one_line};
use super::values::{Scalar, list, number, text, texts, time};
use crate::evidence::{Evidence, Fix, Kind, Package, Place, Reading, Scan, SuppressedBy, Suppression};
use crate::input::json::Each;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::severity::Severity;

/// Grype's JSON.
pub(super) static GRYPE: Reader = Reader {
    format: "grype",
    tool: "grype",
    recognises: |shape| is_of(shape, "grype"),
    admits: |_| false,
    read: |input| read(input, "grype"),
};

/// The JSON of xeol, which finds what is at the end of its life.
pub(super) static XEOL: Reader = Reader {
    format: "xeol",
    tool: "xeol",
    recognises: |shape| is_of(shape, "xeol"),
    admits: |_| false,
    read: |input| read(input, "xeol"),
};

fn is_of(shape: &Shape, tool: &str) -> bool {
    let name = shape.get("descriptor").and_then(|descriptor| descriptor.text("name"));
    name == Some(tool) && shape.get("matches").is_some()
}

fn read(input: &Input, tool: &str) -> Result<Reading, Refusal> {
    let mut document =
        Document { scan: Scan { tool: tool.to_owned(), ..Scan::default() }, ..Document::default() };
    input.json_seed(Object(&mut document))?;
    if !document.has_matches {
        return Err(Refusal::new(
            format!("lacks the matches that every report of {tool} has, be it none, or has some of nothing"),
            "look into the log of the scanner, and have it write its report again",
        ));
    }
    Ok(Reading { scans: vec![document.scan], evidence: document.evidence })
}

#[derive(Default)]
struct Document {
    scan: Scan,
    evidence: Vec<Evidence>,
    has_matches: bool,
}

impl Fields for Document {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        let evidence = &mut self.evidence;
        match key {
            "matches" => {
                let mut known = 0;
                let each = Each::new(|item: Match| {
                    known += usize::from(item.vulnerability.is_some() || item.cycle.is_some());
                    evidence.extend(item.evidence());
                });
                let count = map.next_value_seed(each)?;
                self.has_matches = count == Some(known);
            }
            "ignoredMatches" => {
                map.next_value_seed(Each::new(|item: Match| evidence.extend(item.suppressed())))?;
            }
            "alertsByPackage" => {
                // One for each package of a distribution whose life is over, and they are hundreds.
                let mut told = FxHashSet::default();
                map.next_value_seed(Each::new(|item: Alerts| {
                    let over = item.alerts.into_iter().filter_map(Alert::end_of_life);
                    evidence.extend(over.filter(|over| told.insert(over.message.clone())));
                }))?;
            }
            "source" => self.scan.target = map.next_value::<Option<Source>>()?.and_then(Source::name),
            "descriptor" => map.next_value::<Descriptor>()?.tell(&mut self.scan),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[derive(Deserialize)]
struct Source {
    #[serde(default)]
    target: Target,
}

/// A path, or an object that says what was asked for.
#[derive(Default)]
struct Target(Option<String>);

impl<'de> Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Target, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Image {
                #[serde(rename = "userInput")]
                input: String,
            },
            Path(String),
            Other(serde::de::IgnoredAny),
        }
        Ok(Target(match Either::deserialize(deserializer)? {
            Either::Image { input } => Some(input),
            Either::Path(path) => Some(path),
            Either::Other(_) => None,
        }))
    }
}

impl Source {
    fn name(self) -> Option<String> {
        self.target.0.filter(|name| !name.is_empty())
    }
}

#[derive(Deserialize)]
struct Descriptor {
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    #[serde(default, deserialize_with = "time")]
    timestamp: Option<Timestamp>,
    db: Option<Database>,
}

#[derive(Deserialize)]
struct Database {
    error: Option<Scalar>,
    status: Option<Validity>,
}

#[derive(Deserialize)]
struct Validity {
    valid: Option<bool>,
    error: Option<Scalar>,
}

impl Descriptor {
    fn tell(self, scan: &mut Scan) {
        scan.version = self.version.filter(|version| version != "[not provided]");
        scan.time = self.timestamp;
        let Some(Database { error, status }) = self.db else { return };
        let is_invalid = status.as_ref().is_some_and(|status| status.valid == Some(false));
        let why = match error.or(status.and_then(|status| status.error)) {
            Some(Scalar::Text(error)) if !error.trim().is_empty() => one_line(&error),
            // An error of Go that has no words of its own is an empty object.
            Some(Scalar::Other) => "it does not say why".to_owned(),
            _ if is_invalid => "it is not valid".to_owned(),
            _ => return,
        };
        scan.failures.push(format!("{}'s database could not be used: {why}", scan.tool));
    }
}

/// A vulnerability of a package for Grype, a release of a product for xeol.
#[derive(Deserialize)]
struct Match {
    vulnerability: Option<Vulnerability>,
    #[serde(rename = "Cycle")]
    cycle: Option<Cycle>,
    #[serde(rename = "relatedVulnerabilities", default, deserialize_with = "list")]
    related: Vec<Vulnerability>,
    artifact: Artifact,
    #[serde(rename = "appliedIgnoreRules", default, deserialize_with = "list")]
    rules: Vec<Rule>,
}

#[derive(Deserialize)]
struct Vulnerability {
    id: String,
    #[serde(default, deserialize_with = "text")]
    description: Option<String>,
    #[serde(default, deserialize_with = "text")]
    namespace: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "list")]
    cvss: Vec<Score>,
    #[serde(rename = "cvssV2")]
    cvss2: Option<Metrics>,
    #[serde(rename = "cvssV3")]
    cvss3: Option<Metrics>,
    #[serde(default, deserialize_with = "list")]
    epss: Vec<Epss>,
    #[serde(rename = "knownExploited", default, deserialize_with = "list")]
    known_exploited: Vec<serde::de::IgnoredAny>,
    #[serde(default, deserialize_with = "list")]
    cwes: Vec<Weakness>,
    fix: Option<FixState>,
    #[serde(rename = "fixedInVersion", default, deserialize_with = "text")]
    fixed_in: Option<String>,
}

#[derive(Deserialize)]
struct Score {
    #[serde(default, deserialize_with = "text")]
    source: Option<String>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    metrics: Option<Metrics>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Metrics {
    #[serde(default, deserialize_with = "number")]
    base_score: Option<f64>,
}

#[derive(Deserialize)]
struct Epss {
    #[serde(default, deserialize_with = "number")]
    epss: Option<f64>,
}

#[derive(Deserialize)]
struct Weakness {
    #[serde(default, deserialize_with = "text")]
    cwe: Option<String>,
}

#[derive(Deserialize)]
struct FixState {
    #[serde(default, deserialize_with = "text")]
    state: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    versions: Vec<String>,
}

#[derive(Deserialize)]
struct Artifact {
    name: String,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
    #[serde(default, deserialize_with = "text")]
    purl: Option<String>,
    #[serde(default, deserialize_with = "list")]
    locations: Vec<Location>,
}

#[derive(Deserialize)]
struct Location {
    #[serde(default, deserialize_with = "text")]
    path: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Cycle {
    #[serde(default, deserialize_with = "text")]
    product_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    release_cycle: Option<String>,
    #[serde(default, deserialize_with = "text")]
    eol: Option<String>,
}

/// Why a match was left out.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Rule {
    #[serde(default, deserialize_with = "text")]
    reason: Option<String>,
    #[serde(default, deserialize_with = "text")]
    vex_status: Option<String>,
    #[serde(default, deserialize_with = "text")]
    vex_justification: Option<String>,
    #[serde(default, deserialize_with = "text")]
    fix_state: Option<String>,
}

impl Match {
    /// None for a match of nothing.
    fn evidence(self) -> Option<Evidence> {
        let mut evidence = match (self.vulnerability, self.cycle) {
            (Some(vulnerability), _) => vulnerability.evidence(self.related),
            (None, Some(cycle)) => cycle.evidence(),
            (None, None) => return None,
        };
        let fixed = evidence.package.take().map(|package| package.fixed).unwrap_or_default();
        let path = self.artifact.locations.into_iter().find_map(|location| location.path);
        evidence.place = path.map(|path| Place { path, ..Place::default() });
        let Artifact { name, version, purl, .. } = self.artifact;
        evidence.package = Some(Package { name, version, fixed, purl }.into());
        Some(evidence)
    }

    fn suppressed(mut self) -> Option<Evidence> {
        let reasons: Vec<String> =
            std::mem::take(&mut self.rules).into_iter().filter_map(Rule::reason).collect();
        let mut evidence = self.evidence()?;
        let reason = (!reasons.is_empty()).then(|| one_line(&reasons.join("; ")));
        evidence.suppression = Some(Suppression { by: SuppressedBy::External, reason });
        Some(evidence)
    }
}

impl Rule {
    fn reason(self) -> Option<String> {
        let vex = match (self.vex_status, self.vex_justification) {
            (Some(status), Some(why)) => Some(format!("VEX {status}: {why}")),
            (status, why) => status.or(why).map(|word| format!("VEX {word}")),
        };
        self.reason.or(vex).or(self.fix_state.map(|state| format!("its fix is {state}")))
    }
}

impl Vulnerability {
    /// The finding, with a package of which only the versions with a fix are known yet.
    fn evidence(self, related: Vec<Vulnerability>) -> Evidence {
        let mut evidence = finding(0, Kind::Vulnerability, self.id.as_str());
        if let Some(word) = &self.severity {
            evidence.severity = Severity::of_word(word);
            evidence.ratings.push(format!("severity={word}"));
        }
        let state = self.fix.as_ref().and_then(|fix| fix.state.as_deref());
        let fixed = match &self.fix {
            Some(fix) => fix.versions.clone(),
            None => self.fixed_in.iter().cloned().collect(),
        };
        evidence.fix = fix(state, &fixed);
        evidence.package = Some(Package { fixed, ..Package::default() }.into());
        for one in std::iter::once(&self).chain(&related) {
            evidence.ratings.extend(one.scores());
            evidence.exploited |= !one.known_exploited.is_empty();
            evidence.epss =
                one.epss.iter().filter_map(|epss| epss.epss).chain(evidence.epss).reduce(f64::max);
            let more = cwe(one.cwes.iter().filter_map(|weakness| weakness.cwe.as_deref()));
            evidence.cwe.extend(more);
        }
        evidence.cwe.sort_unstable();
        evidence.cwe.dedup();
        let mut seen = FxHashSet::default();
        evidence.ratings.retain(|rating| seen.insert(rating.clone()));
        let description = std::iter::once(&self).chain(&related).find_map(|one| one.description.as_deref());
        evidence.message = description.map_or_else(|| self.id.clone(), one_line);
        evidence.aliases = aliases(&evidence.id, related.into_iter().map(|related| related.id));
        evidence
    }

    /// The scores, as `nvd@nist.gov V3 9.8`.
    fn scores(&self) -> impl Iterator<Item = String> {
        let namespace = self.namespace.as_deref().unwrap_or("cvss");
        let new = self.cvss.iter().map(|score| {
            let major = score.version.as_deref().and_then(|version| version.get(..1)).unwrap_or("");
            (score.source.as_deref(), major, score.metrics.as_ref())
        });
        let old = [(None, "2", self.cvss2.as_ref()), (None, "3", self.cvss3.as_ref())];
        new.chain(old).filter_map(move |(source, major, metrics)| {
            let score = metrics?.base_score.filter(|score| *score > 0.0)?;
            Some(format!("{} V{major} {score}", source.unwrap_or(namespace)))
        })
    }
}

/// Whether there is a fix, by the state or, where that is empty, by the versions.
fn fix(state: Option<&str>, versions: &[String]) -> Fix {
    match state {
        Some("fixed") => Fix::Available,
        Some("not-fixed") => Fix::None,
        Some("wont-fix") => Fix::Never,
        _ if !versions.is_empty() => Fix::Available,
        _ => Fix::Unknown,
    }
}

impl Cycle {
    fn evidence(self) -> Evidence {
        let mut evidence = finding(0, Kind::EndOfLife, "end-of-life");
        let product = self.product_name.unwrap_or_default();
        let cycle = self.release_cycle.unwrap_or_default();
        let when = self.eol.map(|day| format!(" on {day}")).unwrap_or_default();
        evidence.message = one_line(&format!("{product} {cycle} is at the end of its life{when}"));
        evidence
    }
}

/// What is to be said of a package besides its vulnerabilities.
#[derive(Deserialize)]
struct Alerts {
    #[serde(default, deserialize_with = "list")]
    alerts: Vec<Alert>,
}

#[derive(Deserialize)]
struct Alert {
    #[serde(rename = "type", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "text")]
    message: Option<String>,
    metadata: Option<Distribution>,
}

#[derive(Deserialize)]
struct Distribution {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    version: Option<String>,
}

impl Alert {
    /// A finding if it is about a distribution that gets no more updates.
    fn end_of_life(self) -> Option<Evidence> {
        self.kind.filter(|kind| kind == "distro-eol")?;
        let mut evidence = finding(0, Kind::EndOfLife, "end-of-life");
        let Distribution { name, version } =
            self.metadata.unwrap_or(Distribution { name: None, version: None });
        let name = name.unwrap_or_else(|| "distribution".to_owned());
        evidence.message = one_line(&match &version {
            Some(version) => format!("{name} {version} gets no more security updates"),
            None => self.message.unwrap_or_else(|| format!("{name} gets no more security updates")),
        });
        evidence.package = Some(Package { name, version, ..Package::default() }.into());
        Some(evidence)
    }
}

#[cfg(test)]
mod tests;
