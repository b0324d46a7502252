//! What Trivy found in one target: the items of `Results`, the same in all of its own formats
//! (<https://github.com/aquasecurity/trivy/tree/main/pkg/types>).

use std::fmt;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::evidence::{Evidence, Fix, Kind, Package, Place, SuppressedBy, Suppression};
use crate::input::json::Each;
use crate::read::fields::Fields;
use crate::read::finding::{aliases, cwe, finding, one_line};
use crate::read::values::{Many, line, number, text, texts, time};
use crate::severity::Severity;

/// What stands for the id of a finding without one, as it does in Trivy.
pub(super) const NO_ID: &str = "N/A";

/// Takes `Results`, whose items may each be hundreds of megabytes.
pub(super) struct Results<'a> {
    scan: usize,
    evidence: &'a mut Vec<Evidence>,
    notes: &'a mut Vec<String>,
    /// Where the evidence of the item at hand begins.
    start: usize,
    target: Option<String>,
    needs_target: bool,
}

impl<'a> Results<'a> {
    /// Hands the findings on to `evidence`.
    pub(super) fn new(
        scan: usize,
        evidence: &'a mut Vec<Evidence>,
        notes: &'a mut Vec<String>,
    ) -> Results<'a> {
        Results { scan, start: evidence.len(), evidence, notes, target: None, needs_target: false }
    }

    /// Takes an item without a target for none of Trivy's.
    pub(super) fn with_targets(self) -> Results<'a> {
        Results { needs_target: true, ..self }
    }
}

impl Fields for Results<'_> {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        let (scan, evidence) = (self.scan, &mut *self.evidence);
        match key {
            "Target" => self.target = Some(map.next_value()?),
            "Vulnerabilities" => {
                map.next_value_seed(Each::new(|item: Vulnerability| evidence.push(item.evidence(scan))))?;
            }
            "Misconfigurations" => {
                let take =
                    |item: Misconfiguration| evidence.extend(item.is_failed().then(|| item.evidence(scan)));
                map.next_value_seed(Each::new(take))?;
            }
            "Secrets" => {
                map.next_value_seed(Each::new(|item: Secret| evidence.push(item.evidence(scan))))?;
            }
            "Licenses" => {
                map.next_value_seed(Each::new(|item: License| evidence.push(item.evidence(scan))))?;
            }
            "ExperimentalModifiedFindings" => {
                let notes = &mut *self.notes;
                let take = |item: Modified| match item.evidence(scan) {
                    Ok(finding) => evidence.push(finding),
                    Err(note) => notes.push(note),
                };
                map.next_value_seed(Each::new(take))?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<(), String> {
        let target = self.target.take();
        if target.is_none() && self.needs_target {
            return Err("an item without `Target`".to_owned());
        }
        // The target may come after what was found in it.
        let target = target.unwrap_or_default();
        for finding in &mut self.evidence[self.start..] {
            if let Some(place) = finding.place.as_mut().filter(|place| place.path.is_empty()) {
                place.path.clone_from(&target);
            }
            finding.place = finding.place.take().filter(|place| !place.path.is_empty());
        }
        self.start = self.evidence.len();
        Ok(())
    }
}

/// A place whose path is still the target's if there is none of its own.
fn place(path: Option<String>, line: Option<u32>, end_line: Option<u32>) -> Option<Place> {
    Some(Place { path: path.unwrap_or_default(), line, end_line, column: None })
}

/// Sets the severity by Trivy's word for it.
pub(super) fn rate(finding: &mut Evidence, word: Option<&str>) {
    if let Some(word) = word {
        finding.severity = Severity::of_word(word);
        finding.ratings.insert(0, format!("severity={word}"));
    }
}

/// Whether there is a fix. Trivy's status counts before the version; it leaves the status away where it is unknown, and old
/// ones know none. What Trivy's own `--ignore-unfixed` keeps is not said to be without a fix here, either.
pub(in crate::read) fn fix(status: Option<&str>, fixed: &[String]) -> Fix {
    match status {
        Some("fixed") => Fix::Available,
        Some("will_not_fix" | "end_of_life") => Fix::Never,
        Some("affected" | "fix_deferred") => Fix::None,
        _ if !fixed.is_empty() => Fix::Available,
        None => Fix::None,
        Some(_) => Fix::Unknown,
    }
}

/// The versions in a text that may list several.
pub(in crate::read) fn versions(text: Option<&str>) -> Vec<String> {
    let list = text.unwrap_or_default().split(',').map(str::trim);
    list.filter(|version| !version.is_empty()).map(str::to_owned).collect()
}

#[derive(Deserialize)]
struct Vulnerability {
    /// Absent in a report of an early version; the finding counts all the same.
    #[serde(rename = "VulnerabilityID", default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(rename = "VendorIDs", default, deserialize_with = "texts")]
    vendor_ids: Vec<String>,
    #[serde(rename = "PkgName", default, deserialize_with = "text")]
    package: Option<String>,
    #[serde(rename = "PkgPath", default, deserialize_with = "text")]
    path: Option<String>,
    #[serde(rename = "PkgIdentifier")]
    identifier: Option<Identifier>,
    #[serde(rename = "InstalledVersion", default, deserialize_with = "text")]
    version: Option<String>,
    #[serde(rename = "FixedVersion", default, deserialize_with = "text")]
    fixed: Option<String>,
    #[serde(rename = "Status", default, deserialize_with = "text")]
    status: Option<String>,
    #[serde(rename = "SeveritySource", default, deserialize_with = "text")]
    source: Option<String>,
    #[serde(rename = "Severity", default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(rename = "Title", default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(rename = "CweIDs", default, deserialize_with = "texts")]
    cwe: Vec<String>,
    #[serde(rename = "CVSS", default, deserialize_with = "scores")]
    scores: Vec<String>,
    #[serde(rename = "PublishedDate", default, deserialize_with = "time")]
    published: Option<Timestamp>,
    #[serde(rename = "Fingerprint", default, deserialize_with = "text")]
    fingerprint: Option<String>,
}

#[derive(Deserialize)]
struct Identifier {
    #[serde(rename = "PURL", default, deserialize_with = "text")]
    purl: Option<String>,
}

impl Vulnerability {
    fn evidence(self, scan: usize) -> Evidence {
        let fixed = versions(self.fixed.as_deref());
        let mut evidence = finding(scan, Kind::Vulnerability, self.id.as_deref().unwrap_or(NO_ID));
        evidence.aliases = aliases(&evidence.id, self.vendor_ids);
        evidence.message = one_line(self.title.as_deref().unwrap_or(&evidence.id));
        evidence.fix = fix(self.status.as_deref(), &fixed);
        evidence.ratings.extend(self.source.map(|source| format!("source={source}")));
        evidence.ratings.extend(self.scores);
        rate(&mut evidence, self.severity.as_deref());
        evidence.cwe = cwe(self.cwe.iter().map(String::as_str));
        evidence.published = self.published;
        evidence.fingerprint = self.fingerprint;
        evidence.place = place(self.path, None, None);
        evidence.package = self
            .package
            .map(|name| Package {
                name,
                version: self.version,
                fixed,
                purl: self.identifier.and_then(|identifier| identifier.purl),
            })
            .map(Box::new);
        evidence
    }
}

#[derive(Deserialize)]
struct Misconfiguration {
    #[serde(rename = "ID", default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(rename = "AVDID", default, deserialize_with = "text")]
    avd_id: Option<String>,
    #[serde(rename = "Title", default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(rename = "Message", default, deserialize_with = "text")]
    message: Option<String>,
    #[serde(rename = "Severity", default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(rename = "Status", default, deserialize_with = "text")]
    status: Option<String>,
    #[serde(rename = "CauseMetadata")]
    cause: Option<Cause>,
}

#[derive(Deserialize, Default)]
struct Cause {
    #[serde(rename = "StartLine", default, deserialize_with = "line")]
    line: Option<u32>,
    #[serde(rename = "EndLine", default, deserialize_with = "line")]
    end_line: Option<u32>,
}

impl Misconfiguration {
    /// Only what says that it passed, or that it is an exception by rule, does not count.
    fn is_failed(&self) -> bool {
        !matches!(self.status.as_deref(), Some("PASS" | "EXCEPTION"))
    }

    fn evidence(self, scan: usize) -> Evidence {
        let id = self.id.or_else(|| self.avd_id.clone()).or_else(|| self.title.clone());
        let mut evidence = finding(scan, Kind::Misconfiguration, id.as_deref().unwrap_or(NO_ID));
        evidence.aliases.extend(self.avd_id.filter(|id| *id != evidence.id));
        evidence.message = one_line(&match (self.title, self.message) {
            (Some(title), Some(message)) if title != message => format!("{title}: {message}"),
            (title, message) => title.or(message).unwrap_or_else(|| evidence.id.clone()),
        });
        rate(&mut evidence, self.severity.as_deref());
        let cause = self.cause.unwrap_or_default();
        evidence.place = place(None, cause.line, cause.end_line);
        evidence
    }
}

/// A secret, without `Match` and `Code`, which show it or its surroundings.
#[derive(Deserialize)]
struct Secret {
    #[serde(rename = "RuleID")]
    rule: String,
    #[serde(rename = "Title", default, deserialize_with = "text")]
    title: Option<String>,
    #[serde(rename = "Severity", default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(rename = "StartLine", default, deserialize_with = "line")]
    line: Option<u32>,
    #[serde(rename = "EndLine", default, deserialize_with = "line")]
    end_line: Option<u32>,
}

impl Secret {
    fn evidence(self, scan: usize) -> Evidence {
        let mut evidence = finding(scan, Kind::Secret, self.rule);
        evidence.message = one_line(self.title.as_deref().unwrap_or(&evidence.id));
        rate(&mut evidence, self.severity.as_deref());
        evidence.place = place(None, self.line, self.end_line);
        evidence
    }
}

#[derive(Deserialize)]
struct License {
    #[serde(rename = "Name")]
    name: String,
    #[serde(rename = "Category", default, deserialize_with = "text")]
    category: Option<String>,
    #[serde(rename = "Severity", default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(rename = "PkgName", default, deserialize_with = "text")]
    package: Option<String>,
    #[serde(rename = "FilePath", default, deserialize_with = "text")]
    path: Option<String>,
}

impl License {
    fn evidence(self, scan: usize) -> Evidence {
        let mut evidence = finding(scan, Kind::Licence, one_line(&self.name));
        evidence.message = format!("licence {}", evidence.id);
        if let Some(category) = self.category {
            evidence.message.push_str(&format!(", {category}"));
            evidence.ratings.push(format!("category={category}"));
        }
        rate(&mut evidence, self.severity.as_deref());
        evidence.place = place(self.path, None, None);
        evidence.package = self.package.map(|name| Package { name, ..Package::default() }).map(Box::new);
        evidence
    }
}

/// A finding that an ignore file or a VEX document took out; Trivy tells of it with `--show-suppressed`.
#[derive(Deserialize)]
struct Modified {
    #[serde(rename = "Type", default, deserialize_with = "text")]
    kind: Option<String>,
    #[serde(rename = "Status", default, deserialize_with = "text")]
    status: Option<String>,
    #[serde(rename = "Statement", default, deserialize_with = "text")]
    statement: Option<String>,
    #[serde(rename = "Source", default, deserialize_with = "text")]
    source: Option<String>,
    /// Of the kind that `Type` says, which may come after it. There are few of these.
    #[serde(rename = "Finding", default)]
    finding: serde_json::Value,
}

impl Modified {
    fn evidence(self, scan: usize) -> Result<Evidence, String> {
        let unread = |error: serde_json::Error| format!("a suppressed finding cannot be read: {error}");
        let mut evidence = match self.kind.as_deref() {
            Some("vulnerability") => Vulnerability::deserialize(self.finding).map_err(unread)?.evidence(scan),
            Some("misconfiguration") => {
                Misconfiguration::deserialize(self.finding).map_err(unread)?.evidence(scan)
            }
            Some("secret") => Secret::deserialize(self.finding).map_err(unread)?.evidence(scan),
            Some("license") => License::deserialize(self.finding).map_err(unread)?.evidence(scan),
            kind => {
                return Err(format!("a suppressed finding is of no known type: {}", kind.unwrap_or("none")));
            }
        };
        // VEX has words for what counts as well (`affected`, `under_investigation`); only these three do away with it.
        let status =
            self.status.filter(|status| matches!(status.as_str(), "ignored" | "not_affected" | "fixed"));
        evidence.suppression = status.map(|status| Suppression {
            by: SuppressedBy::External,
            reason: Some(match (self.statement, self.source) {
                (Some(statement), _) => one_line(&statement),
                (None, Some(source)) => format!("{status} by {}", one_line(&source)),
                (None, None) => status,
            }),
        });
        Ok(evidence)
    }
}

/// What is known of the scanned thing.
#[derive(Deserialize, Default)]
pub(super) struct Metadata {
    #[serde(rename = "OS")]
    os: Option<System>,
    #[serde(rename = "Commit", default, deserialize_with = "text")]
    pub(super) commit: Option<String>,
}

/// An operating system.
#[derive(Deserialize)]
pub(super) struct System {
    #[serde(rename = "Family", alias = "family", default, deserialize_with = "text")]
    family: Option<String>,
    #[serde(rename = "Name", alias = "name", default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(rename = "EOSL", alias = "eosl", default)]
    is_over: Option<bool>,
}

impl System {
    /// A finding if it gets no more updates.
    pub(super) fn end_of_life(self, scan: usize) -> Option<Evidence> {
        self.is_over.filter(|is_over| *is_over)?;
        let family = self.family.unwrap_or_else(|| "operating system".to_owned());
        let mut evidence = finding(scan, Kind::EndOfLife, "end-of-life");
        let name = self.name.as_deref().unwrap_or_default();
        evidence.message = one_line(&format!("{family} {name} gets no more security updates"));
        evidence.package = Some(Package { name: family, version: self.name, ..Package::default() }.into());
        Some(evidence)
    }
}

impl Metadata {
    /// A finding if the operating system gets no more updates.
    pub(super) fn end_of_life(&mut self, scan: usize) -> Option<Evidence> {
        self.os.take()?.end_of_life(scan)
    }
}

/// The scores of each source, as `nvd V3 9.8`.
pub(in crate::read) fn scores<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    deserializer.deserialize_any(Scores)
}

struct Scores;

#[derive(Deserialize)]
struct Score {
    #[serde(rename = "V2Score", default, deserialize_with = "number")]
    v2: Option<f64>,
    #[serde(rename = "V3Score", default, deserialize_with = "number")]
    v3: Option<f64>,
    #[serde(rename = "V40Score", default, deserialize_with = "number")]
    v4: Option<f64>,
}

impl<'de> Visitor<'de> for Scores {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of scores")
    }

    fn visit_unit<E>(self) -> Result<Vec<String>, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<String>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Vec<String>, A::Error> {
        let mut ratings = Vec::new();
        while let Some((source, Many(scores))) = map.next_entry::<String, Many<Score>>()? {
            for score in scores {
                for (version, value) in [("V2", score.v2), ("V3", score.v3), ("V4", score.v4)] {
                    ratings.extend(
                        value.filter(|value| *value > 0.0).map(|value| format!("{source} {version} {value}")),
                    );
                }
            }
        }
        Ok(ratings)
    }
}
