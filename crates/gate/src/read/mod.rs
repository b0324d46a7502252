//! From a report to its evidence: which tool wrote it is told by its content, never by the name of the file.
//!
//! [`READERS`] is the list of what can be read, one file for each tool. A reader is lenient with what its tool is known to
//! write and strict with what shows that a scan failed or did not happen.

mod bandit;
mod cargo_audit;
mod checkov;
mod cyclonedx;
mod dependency_check;
mod fields;
mod flake8;
mod gitlab;
mod gitleaks;
mod grype;
mod harbor;
mod junit;
mod lenient;
mod npm_audit;
mod osv_scanner;
mod pip_audit;
mod safety;
mod sarif;
mod semgrep;
mod snyk;
mod trivy;
mod words;

use crate::evidence::Reading;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};

/// What reads the reports of one tool in one format.
#[derive(Debug)]
pub struct Reader {
    /// The format's name, as the verdict says it and as `NAME=FILE` may force it: `trivy-kubernetes`.
    pub format: &'static str,
    /// The tool's name, which `NAME=FILE` may say as well; empty for a format that many tools write.
    pub tool: &'static str,
    /// Whether a document of this outline can only be such a report. It is asked again and again while a document is read, so
    /// it says yes only to what more keys cannot make doubtful.
    pub recognises: fn(&Shape) -> bool,
    /// Whether a document that many tools could have written, such as `[]`, can be such a report if the name says so.
    pub admits: fn(&Shape) -> bool,
    /// Reads one.
    pub read: fn(&Input) -> Result<Reading, Refusal>,
}

/// Every reader.
pub static READERS: &[&Reader] = &[
    &bandit::READER,
    &cargo_audit::READER,
    &checkov::CHECKOV,
    &cyclonedx::READER,
    &dependency_check::JSON,
    &dependency_check::XML,
    &flake8::FLAKE8,
    &flake8::RUFF,
    &flake8::TEXT,
    &gitlab::READER,
    &gitleaks::GITLEAKS,
    &grype::GRYPE,
    &grype::XEOL,
    &harbor::HARBOR,
    &junit::READER,
    &npm_audit::READER,
    &osv_scanner::READER,
    &pip_audit::READER,
    &safety::CHECK,
    &safety::ROWS,
    &safety::SCAN,
    &sarif::READER,
    &semgrep::READER,
    &snyk::READER,
    &trivy::TRIVY,
    &trivy::TRIVY_KUBERNETES,
    &trivy::TRIVY_LEGACY,
    &trivy::TRIVY_OPERATOR,
];

/// A report that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// The format's name.
    pub format: &'static str,
    /// What it says.
    pub reading: Reading,
}

/// Reads a report. `name`, if given, is the format or the tool that it must be of.
///
/// # Errors
///
/// When it cannot be believed: it cannot be read, is of no known format or not of the one that was named, breaks off, or
/// lacks what every report of its tool has.
pub fn read(input: &Input, name: Option<&str>) -> Result<Report, Refusal> {
    let shape = input.shape(&|shape| READERS.iter().any(|reader| (reader.recognises)(shape)))?;
    let reader = choose(&shape, name)?;
    let reading = (reader.read)(input)?;
    if let Some(name) = name
        && reader.tool.is_empty()
        && reader.format != name
    {
        // A format that many tools write: what it says of its tool has to be what was named.
        if let Some(scan) = reading.scans.iter().find(|scan| scan.tool != name) {
            return Err(Refusal::new(
                format!("is a report of {}, not of {name}", scan.tool),
                format!("name it {}=…, or leave the name away", scan.tool),
            ));
        }
    }
    Ok(Report { format: reader.format, reading })
}

/// Whether a reader goes by that name.
fn is_named(reader: &Reader, name: &str) -> bool {
    reader.format == name || reader.tool == name
}

fn choose(shape: &Shape, name: Option<&str>) -> Result<&'static Reader, Refusal> {
    let recognised = READERS.iter().copied().find(|reader| (reader.recognises)(shape));
    let Some(name) = name else {
        return recognised.ok_or_else(|| unknown(shape));
    };
    if let Some(reader) = recognised {
        if is_named(reader, name) || reader.tool.is_empty() {
            return Ok(reader);
        }
        return Err(Refusal::new(
            format!("is a report of {}, not of {name}", reader.tool),
            format!("name it {}=…, or leave the name away", reader.tool),
        ));
    }
    let named = READERS.iter().copied().filter(|reader| is_named(reader, name));
    named.clone().find(|reader| (reader.admits)(shape)).ok_or_else(|| {
        Refusal::new(
            format!("is no report of {name}: it lacks what each of them has"),
            "look into the log of the scanner, and have it write its report again",
        )
    })
}

/// Why a document of that outline is no report.
fn unknown(shape: &Shape) -> Refusal {
    let again = "look into the log of the scanner, and have it write its report again";
    match shape {
        Shape::Null | Shape::Array(None) => Refusal::new(
            "says nothing: several tools write this for a scan without findings, and so do scripts for a scan that failed",
            "name the tool, as in gitleaks=FILE, if it is a report of one that writes this",
        ),
        Shape::Object(entries) if entries.is_empty() => {
            Refusal::new("is an empty object, which no tool writes for a scan that worked", again)
        }
        Shape::Object(entries) => {
            let keys: Vec<&str> = entries.iter().take(6).map(|(key, _)| key.as_str()).collect();
            Refusal::new(
                format!("is of no format that is known: its keys are {}", keys.join(", ")),
                "name a report of a supported tool; what a script puts in the place of one is not believed",
            )
        }
        Shape::Xml { root, .. } => Refusal::new(
            format!("is XML of no format that is known: its root is <{root}>"),
            "name a report of a supported tool",
        ),
        Shape::Plain(_) => Refusal::new(
            "is text of no format that is known",
            "have the scanner write JSON or SARIF, if it can",
        ),
        _ => Refusal::new("is JSON of no format that is known", "name a report of a supported tool"),
    }
}
