//! Trivy's own reports: what it writes of one artifact, today (`SchemaVersion` 2) and before version 0.20 (an array).
//!
//! A scan of a cluster is in `kubernetes`, the reports of trivy-operator are in `operator`. Trivy writes its report when
//! everything is scanned, so a scan that failed leaves no report or half of one, and nothing in a whole one tells of it.

mod kubernetes;
mod operator;
pub(super) mod result;
#[cfg(test)]
mod tests;

use serde::Deserialize;
use serde::de::MapAccess;

use self::result::{Metadata, Results};
use super::Reader;
use super::fields::{Fields, Object, Objects};
use super::lenient::{Number, Text, Time, text};
use crate::evidence::{Evidence, Reading, Scan};
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};

pub(super) use self::kubernetes::TRIVY_KUBERNETES;
pub(super) use self::operator::TRIVY_OPERATOR;

/// Trivy's JSON.
pub(super) static TRIVY: Reader = Reader {
    format: "trivy",
    tool: "trivy",
    recognises: |shape| {
        let is_version = matches!(shape.get("SchemaVersion"), Some(Shape::Number));
        is_version && ["ArtifactName", "ArtifactType", "Results"].iter().any(|key| shape.get(key).is_some())
    },
    admits: |_| false,
    read,
};

/// Trivy's JSON before version 0.20. It wrote `null` for a scan that found nothing.
pub(super) static TRIVY_LEGACY: Reader = Reader {
    format: "trivy-legacy",
    tool: "trivy",
    recognises: |shape| shape.first().is_some_and(|first| first.text("Target").is_some()),
    admits: |shape| matches!(shape, Shape::Null | Shape::Array(None)),
    read: read_legacy,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut report = Report { scan: scan(), ..Report::default() };
    input.json_seed(Object(&mut report))?;
    if report.schema != Some(2.0) {
        let schema = report.schema.map_or("none".to_owned(), |schema| schema.to_string());
        return Err(Refusal::new(
            format!("has a SchemaVersion of Trivy that is not known: {schema}"),
            "have Trivy write SchemaVersion 2, or use a newer stockade",
        ));
    }
    if !report.is_named {
        return Err(Refusal::new(
            "lacks ArtifactName, which every report of Trivy has",
            "have Trivy write its report again; what a script puts in the place of one is not believed",
        ));
    }
    if !report.has_results {
        let note = "there are no results: Trivy found nothing that it can look at, or nothing that its options left in";
        report.scan.notes.push(note.to_owned());
    }
    Ok(Reading { scans: vec![report.scan], evidence: report.evidence })
}

fn read_legacy(input: &Input) -> Result<Reading, Refusal> {
    let (mut scan, mut evidence) = (scan(), Vec::new());
    let mut results = Results::new(0, &mut evidence, &mut scan.notes).with_targets();
    input.json_seed(Objects(&mut results))?;
    Ok(Reading { scans: vec![scan], evidence })
}

/// A scan by Trivy of which nothing is known yet.
fn scan() -> Scan {
    Scan { tool: "trivy".to_owned(), ..Scan::default() }
}

#[derive(Default)]
struct Report {
    schema: Option<f64>,
    scan: Scan,
    evidence: Vec<Evidence>,
    is_named: bool,
    has_results: bool,
}

#[derive(Deserialize)]
struct About {
    #[serde(rename = "Version", default, deserialize_with = "text")]
    version: Option<String>,
}

impl Fields for Report {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "SchemaVersion" => self.schema = map.next_value::<Number>()?.0,
            "Trivy" => self.scan.version = map.next_value::<Option<About>>()?.and_then(|about| about.version),
            "CreatedAt" => self.scan.time = map.next_value::<Time>()?.0,
            "ArtifactName" => {
                // People blank it out before they hand a report on.
                self.scan.target = map.next_value::<Text>()?.0;
                self.is_named = true;
            }
            "Metadata" => {
                let mut metadata = map.next_value::<Option<Metadata>>()?.unwrap_or_default();
                self.evidence.extend(metadata.end_of_life(0));
                self.scan.commit = metadata.commit;
            }
            "Results" => {
                let mut results = Results::new(0, &mut self.evidence, &mut self.scan.notes);
                self.has_results = map.next_value_seed(Objects(&mut results))?.is_some_and(|count| count > 0);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}
