//! Safety: what `safety check` wrote before 2.0 (an array of rows), what it writes since (an object with `report_meta`) and what
//! `safety scan` writes. The formats are those of
//! <https://github.com/pyupio/safety/tree/main/safety/formatters/schemas> and of the package `safety-schemas`.
//!
//! `safety check` tells of its deprecation on the standard output, around the JSON: the one object in such a file is read. What
//! Safety shows on a screen is refused, with the way to its JSON.

mod check;
mod scan;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Reader;
use super::words::line;
use crate::evidence::{Evidence, Kind, Package, Reading, Scan};
use crate::input::json::Each;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::purl;

const TOOL: &str = "safety";

/// The reader of `safety check`.
pub(super) static CHECK: Reader = Reader {
    format: "safety",
    tool: TOOL,
    recognises: |shape| match shape {
        Shape::Plain(text) => is_wrapped(text) || is_screen(text),
        _ => {
            let has = |key| shape.get("report_meta").is_some_and(|meta| meta.text(key).is_some());
            has("safety_version") || has("timestamp")
        }
    },
    admits: |_| false,
    read: check::read,
};

/// The reader of `safety scan`.
pub(super) static SCAN: Reader = Reader {
    format: "safety-scan",
    tool: TOOL,
    recognises: |shape| {
        shape.get("meta").is_some_and(|meta| meta.text("schema_version").is_some())
            && shape.get("scan_results").is_some_and(Shape::is_object)
    },
    admits: |_| false,
    read: scan::read,
};

/// The reader of what Safety wrote before 2.0.
pub(super) static ROWS: Reader = Reader {
    format: "safety-rows",
    tool: TOOL,
    recognises: |shape| {
        let row = shape.first();
        row.is_some_and(Shape::is_array) && matches!(row.and_then(Shape::first), Some(Shape::Text(_)))
    },
    admits: |shape| matches!(shape, Shape::Array(None)),
    read: rows,
};

/// Whether text around it hides a report.
fn is_wrapped(text: &str) -> bool {
    text.contains("\"report_meta\"") && text.lines().any(|line| line.starts_with('{'))
}

/// Whether it is what Safety shows on a screen: its frames, and the name of its maker.
fn is_screen(text: &str) -> bool {
    text.contains("+====") && ["safetycli.com", "pyup.io", "PyUp"].iter().any(|name| text.contains(name))
}

/// A package, the versions that are vulnerable, the one that is installed, the advisory and its id; late versions add the
/// scores of CVSS 2 and 3.
#[derive(Deserialize)]
struct Row(
    String,
    IgnoredAny,
    Option<String>,
    Option<String>,
    String,
    #[serde(default)] Option<Scored>,
    #[serde(default)] Option<Scored>,
);

/// What a row has as a score.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scored {
    Cvss(check::Cvss),
    Other(IgnoredAny),
}

impl Scored {
    fn cvss(own: Option<Scored>) -> check::Cvss {
        match own {
            Some(Scored::Cvss(cvss)) => cvss,
            Some(Scored::Other(IgnoredAny)) | None => check::Cvss::default(),
        }
    }
}

/// A package of PyPI, of which alone Safety knows.
fn package(name: String, version: Option<String>, fixed: Vec<String>) -> Package {
    let purl = purl::of("pypi", &name, version.as_deref());
    Package { name, version, fixed, purl: Some(purl) }
}

fn rows(input: &Input) -> Result<Reading, Refusal> {
    let mut evidence = Vec::new();
    let take = |Row(name, IgnoredAny, version, advisory, id, two, three): Row| {
        let mut own = Evidence::new(Kind::Vulnerability, &id, line(advisory.as_deref().unwrap_or(&id)));
        own.package = Some(package(name, version, Vec::new()).into());
        let scores = check::Scores { cvssv2: Scored::cvss(two), cvssv3: Scored::cvss(three) };
        own.severity = scores.grade();
        *own.ratings = scores.ratings();
        evidence.push(own);
    };
    if input.json_seed(Each::new(take))?.is_none() {
        return Err(Refusal::new(
            "says nothing: null is no report of Safety",
            "look into the log of the scanner",
        ));
    }
    let scan = Scan { tool: TOOL.to_owned(), ..Scan::default() };
    Ok(Reading { scans: vec![scan], evidence })
}

#[cfg(test)]
mod tests;
