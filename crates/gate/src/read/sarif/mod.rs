//! SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), which many tools write: one scan for each
//! run, one finding for each result of kind `fail`.
//!
//! [`stream`] reads the document, [`run`] tells whether a scan worked, [`findings`] makes evidence of results. What tools do
//! each in their own way is in [`producer`] (how grave) and [`subject`] (what, and in which package).

mod findings;
mod messages;
mod package_lines;
mod places;
mod producer;
mod properties;
mod rules;
mod run;
mod stream;
mod subject;
#[cfg(test)]
mod tests;
mod values;
mod wire;

use self::stream::{Log, Pass, VERSION};
use super::Reader;
use crate::evidence::Reading;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};

/// Reads SARIF.
pub(super) static READER: Reader = Reader { format: "sarif", tool: "", recognises, admits: |_| false, read };

/// `$schema` tells it early, so that a long document is not read to its end for this; it is not always there, and Bandit
/// writes it last.
fn recognises(shape: &Shape) -> bool {
    let by_schema = shape.text("$schema").is_some_and(|schema| schema.to_ascii_lowercase().contains("sarif"))
        && shape.has(&["version"]);
    let by_version =
        shape.has(&["runs"]) && shape.text("version").is_some_and(|version| version.starts_with("2."));
    let has_driver = |runs: &Shape| {
        runs.first()
            .and_then(|run| run.get("tool"))
            .and_then(|tool| tool.get("driver"))
            .is_some_and(Shape::is_object)
    };
    by_schema || by_version || shape.get("runs").is_some_and(has_driver)
}

fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut log = Log::default();
    let first = input.json_seed(Pass { log: &mut log, is_first: true });
    if log.version.as_deref() != Some(VERSION) && (first.is_ok() || log.version.is_some()) {
        return Err(Refusal::new(
            match &log.version {
                Some(version) => {
                    format!("is SARIF of the version {}, not of {VERSION}", messages::line(version))
                }
                None => "is SARIF that does not say its version".to_owned(),
            },
            format!("have the scanner write SARIF {VERSION}, or convert the report to it"),
        ));
    }
    first?;
    let again = "look into the log of the scanner, and have it write its report again";
    let external = "have the scanner write one file with all that belongs to it";
    match &log.runs {
        None => return Err(Refusal::new("is SARIF without runs", again)),
        Some(runs) if runs.is_empty() => {
            return Err(Refusal::new("is SARIF without a run, so nothing was scanned", again));
        }
        Some(_) if log.external => {
            return Err(Refusal::new(
                "keeps parts of its runs outside of them (inlineExternalProperties)",
                external,
            ));
        }
        Some(_) => {}
    }
    if log.again {
        log.evidence.clear();
        input.json_seed(Pass { log: &mut log, is_first: false })?;
    }
    let mut scans = Vec::new();
    for (run, known, tally) in log.runs.into_iter().flatten() {
        let nameless = || Refusal::new("has a run that does not name its tool (tool.driver.name)", again);
        scans.push(run.scan(&known, &tally).ok_or_else(nameless)?);
    }
    Ok(Reading { scans, evidence: log.evidence })
}
