//! Checkov's JSON: an object for one framework, an array for several, or a bare count if no check ran at all
//! (<https://github.com/bridgecrewio/checkov/blob/main/checkov/common/output/report.py>).
//!
//! Failed checks are the findings, skipped ones are suppressed findings.
//!
//! Files that could not be parsed were not checked, and Checkov passes over that. Where it tells its files by their names
//! (Terraform, Bicep) such a file is a failure. Where it tries every YAML and JSON file that it meets (CloudFormation, ARM,
//! plans of Terraform) any Helm chart in the tree is such a file, so there it is a note. It is a failure again where no
//! check ran at all.

use serde::Deserialize;
use serde::de::MapAccess;

use super::Reader;
use super::fields::{Fields, Object, OneOrMany};
use super::finding::{cwe, finding, one_line};
use super::trivy::result::versions;
use super::values::{Many, Scalar, Text, number, text, texts, time};
use crate::evidence::{Evidence, Fix, Kind, Package, Place, Reading, Scan, SuppressedBy, Suppression};
use crate::input::json::Each;
use crate::input::shape::Shape;
use crate::input::{Input, Refusal};
use crate::severity::Severity;

/// Checkov's JSON.
pub(super) static CHECKOV: Reader = Reader {
    format: "checkov",
    tool: "checkov",
    recognises: |shape| {
        let is_report = |shape: &Shape| {
            shape.text("check_type").is_some() && shape.get("results").is_some_and(Shape::is_object)
        };
        let is_count = shape.text("checkov_version").is_some() && shape.has(&["passed", "failed"]);
        is_report(shape) || is_count || shape.first().is_some_and(is_report)
    },
    admits: |_| false,
    read,
};

fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut report =
        Report { scan: Scan { tool: "checkov".to_owned(), ..Scan::default() }, ..Report::default() };
    input.json_seed(OneOrMany(&mut report))?;
    let Report { mut scan, evidence, has_run, unparsed, .. } = report;
    if !has_run {
        scan.failures.push(match unparsed {
            0 => "no check ran: Checkov met no file that it knows, or its options left none in".to_owned(),
            count => format!("no check ran: none of {count} files could be parsed"),
        });
    }
    Ok(Reading { scans: vec![scan], evidence })
}

#[derive(Default)]
struct Report {
    scan: Scan,
    evidence: Vec<Evidence>,
    /// Whether anything was checked, in any of the frameworks.
    has_run: bool,
    /// How many files could not be parsed, in all of them.
    unparsed: usize,
    framework: Framework,
}

/// What is known of the framework at hand.
#[derive(Default)]
struct Framework {
    name: Option<String>,
    results: Option<Results>,
    summary: Summary,
    is_count: bool,
}

#[derive(Deserialize, Default)]
struct Summary {
    #[serde(default, deserialize_with = "number")]
    passed: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    failed: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    skipped: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    parsing_errors: Option<f64>,
    #[serde(default, deserialize_with = "number")]
    resource_count: Option<f64>,
    #[serde(default, deserialize_with = "text")]
    checkov_version: Option<String>,
}

/// The lists of one framework.
#[derive(Default)]
struct Results {
    evidence: Vec<Evidence>,
    has_failed: bool,
    unparsed: Vec<String>,
}

impl Fields for Report {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "check_type" => self.framework.name = map.next_value::<Text>()?.0,
            "results" => {
                let mut results = Results::default();
                map.next_value_seed(Object(&mut results))?;
                self.framework.results = Some(results);
            }
            "summary" => self.framework.summary = map.next_value()?,
            // The bare count.
            "checkov_version" => {
                self.scan.version = map.next_value::<Text>()?.0;
                self.framework.is_count = true;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn end(&mut self) -> Result<(), String> {
        let Framework { name, results, summary, is_count } = std::mem::take(&mut self.framework);
        let Some(name) = name else {
            // A bare count has no results, and is written only if all counts are 0.
            return if is_count { Ok(()) } else { Err("an object without `check_type`".to_owned()) };
        };
        let Some(mut results) = results.filter(|results| results.has_failed) else {
            return Err(format!("the results of {name} without `failed_checks`"));
        };
        for finding in &mut results.evidence {
            tell_kind(finding, &name);
        }
        self.scan.version = summary.checkov_version.or(self.scan.version.take());
        let counts = [summary.passed, summary.failed, summary.skipped, summary.resource_count];
        self.has_run |= counts.into_iter().flatten().any(|count| count > 0.0)
            || !results.evidence.is_empty()
            // These count nothing that is sound, so that all counts are 0 in a sound report.
            || ["sca_", "secrets", "sast"].iter().any(|start| name.starts_with(start));
        let unparsed = results.unparsed.len().max(summary.parsing_errors.unwrap_or_default() as usize);
        if unparsed > 0 {
            let which = results.unparsed.first().map(|path| format!(", such as {}", one_line(path)));
            let files = if unparsed == 1 { "1 file" } else { &format!("{unparsed} files") };
            let said = format!("{name}: {files} could not be parsed{}", which.unwrap_or_default());
            let is_by_name =
                matches!(name.as_str(), "terraform" | "terraform_json" | "bicep") || name.starts_with("sast");
            if is_by_name { &mut self.scan.failures } else { &mut self.scan.notes }.push(said);
        }
        self.unparsed += unparsed;
        self.evidence.append(&mut results.evidence);
        Ok(())
    }
}

impl Fields for Results {
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        let evidence = &mut self.evidence;
        match key {
            "failed_checks" => {
                self.has_failed = true;
                map.next_value_seed(Each::new(|check: Check| evidence.push(check.evidence())))?;
            }
            "skipped_checks" | "suppressed_checks" => {
                map.next_value_seed(Each::new(|check: Check| evidence.push(check.suppressed())))?;
            }
            "parsing_errors" => {
                let Many(files) = map.next_value::<Many<Scalar>>()?;
                let name = |file| if let Scalar::Text(name) = file { name } else { String::new() };
                self.unparsed = files.into_iter().map(name).collect();
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[derive(Deserialize)]
struct Check {
    check_id: String,
    #[serde(default, deserialize_with = "text")]
    bc_check_id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    check_name: Option<String>,
    check_result: Option<Outcome>,
    #[serde(default, deserialize_with = "text")]
    file_path: Option<String>,
    #[serde(default, deserialize_with = "text")]
    repo_file_path: Option<String>,
    file_line_range: Option<Many<Scalar>>,
    #[serde(default, deserialize_with = "text")]
    resource: Option<String>,
    #[serde(default, deserialize_with = "text")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "text")]
    short_description: Option<String>,
    #[serde(default, deserialize_with = "texts")]
    cwe: Vec<String>,
    vulnerability_details: Option<Details>,
}

#[derive(Deserialize)]
struct Outcome {
    #[serde(default, deserialize_with = "text")]
    suppress_comment: Option<String>,
}

/// A vulnerability or a licence of a package.
#[derive(Deserialize)]
struct Details {
    #[serde(default, deserialize_with = "text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    package_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    package_version: Option<String>,
    #[serde(default, deserialize_with = "text")]
    license: Option<String>,
    #[serde(default, deserialize_with = "number")]
    cvss: Option<f64>,
    #[serde(default, deserialize_with = "time")]
    published_date: Option<jiff::Timestamp>,
    #[serde(default, deserialize_with = "texts")]
    fixed_versions: Vec<String>,
    /// `fixed in 1.2, 2.0`, `open`.
    #[serde(default, deserialize_with = "text")]
    status: Option<String>,
}

impl Check {
    fn evidence(self) -> Evidence {
        let mut evidence = finding(0, Kind::Misconfiguration, self.check_id);
        evidence.aliases.extend(self.bc_check_id.filter(|id| *id != evidence.id));
        if let Some(word) = self.severity {
            evidence.severity = Severity::of_word(&word);
            evidence.ratings.push(format!("severity={word}"));
        }
        let name = self.check_name.unwrap_or_else(|| evidence.id.clone());
        evidence.message =
            one_line(&match (&self.vulnerability_details, self.short_description, self.resource) {
                (Some(_), Some(description), _) => description,
                // What a secret is found by is a hash of it.
                (_, _, Some(resource)) if !evidence.id.starts_with("CKV_SECRET") => {
                    format!("{name}: {resource}")
                }
                _ => name,
            });
        evidence.cwe = cwe(self.cwe.iter().map(String::as_str));
        if let Some(details) = self.vulnerability_details {
            details.tell(&mut evidence);
        }
        // Paths are below the scanned folder, with a slash in front.
        let path = self.repo_file_path.or(self.file_path).map(|path| path.trim_start_matches('/').to_owned());
        let lines = self.file_line_range.map(|Many(lines)| lines).unwrap_or_default();
        let nth = |at: usize| match lines.get(at) {
            Some(Scalar::Number(number)) if *number >= 1.0 => Some(*number as u32),
            _ => None,
        };
        evidence.place = path.map(|path| Place { path, line: nth(0), end_line: nth(1), column: None });
        evidence
    }

    fn suppressed(mut self) -> Evidence {
        let reason = self.check_result.take().and_then(|outcome| outcome.suppress_comment);
        let mut evidence = self.evidence();
        // A comment in the source and a suppression on Checkov's platform look alike. These words are Checkov's own, for what
        // its options or its baseline leave out.
        let is_option = reason.as_deref().is_some_and(|reason| {
            reason.starts_with("Filtered by ")
                || reason.ends_with(" is skipped")
                || reason == "baseline-skipped"
        });
        let by = if is_option { SuppressedBy::External } else { SuppressedBy::Source };
        let reason = reason.filter(|reason| reason != "No comment provided").map(|reason| one_line(&reason));
        evidence.suppression = Some(Suppression { by, reason });
        evidence
    }
}

impl Details {
    fn tell(self, evidence: &mut Evidence) {
        let Some(name) = self.package_name else { return };
        let mut fixed = self.fixed_versions;
        if let Some(license) = self.license {
            evidence.kind = Kind::Licence;
            evidence.aliases.push(one_line(&license));
        } else {
            evidence.kind = Kind::Vulnerability;
            if let Some(id) = self.id {
                let check = std::mem::replace(&mut evidence.id, id);
                evidence.aliases.push(check);
            }
            evidence.ratings.extend(self.cvss.map(|score| format!("cvss {score}")));
            evidence.published = self.published_date;
            let status = self.status.as_deref().unwrap_or_default();
            if fixed.is_empty() {
                fixed = versions(status.strip_prefix("fixed in"));
            }
            evidence.fix = match status {
                _ if !fixed.is_empty() => Fix::Available,
                "open" | "affected" | "needed" => Fix::None,
                _ => Fix::Unknown,
            };
        }
        evidence.package = Some(Package { name, version: self.package_version, fixed, purl: None }.into());
    }
}

/// Sets the kind that the framework's checks are of, unless the check itself is of another.
fn tell_kind(finding: &mut Evidence, framework: &str) {
    if finding.kind == Kind::Misconfiguration {
        finding.kind = match framework {
            "secrets" => Kind::Secret,
            name if name.starts_with("sast") => Kind::Code,
            _ => return,
        };
    }
}

#[cfg(test)]
mod tests;
