//! A verdict of before as the baseline of a later one: what it let stand is known.

use std::collections::HashSet;

use serde::Deserialize;

use crate::input::{Input, Refusal};
use crate::verdict::Fingerprint;

#[derive(Deserialize)]
struct Verdict {
    schema: String,
    verdict: String,
    evidence: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    fingerprint: String,
    action: String,
}

/// The fingerprints of what a verdict let stand, read from its JSON. What was waived or suppressed then has to be so now.
///
/// # Errors
///
/// When it is no verdict, or one that could not trust its reports: what these did not tell would be new for ever, and
/// what they told wrongly known for ever.
pub fn read(input: &Input) -> Result<HashSet<Fingerprint>, Refusal> {
    let cure = "write one with `stockade gate … --output json=FILE` from sound reports";
    let verdict: Verdict = input.json().map_err(|refusal| {
        Refusal::new(format!("is no verdict of `stockade gate`: {}", refusal.cause), cure)
    })?;
    if !verdict.schema.starts_with("1.") {
        let cause = format!("is a verdict in version {} of its schema, and 1 is known", verdict.schema);
        return Err(Refusal::new(cause, cure));
    }
    if verdict.verdict == "untrusted" {
        return Err(Refusal::new("is a verdict that could not trust its reports", cure));
    }
    let standing = verdict
        .evidence
        .into_iter()
        .filter(|finding| matches!(finding.action.as_str(), "fail" | "warn" | "pass" | "known"));
    let fingerprint = |finding: Finding| {
        let broken =
            || Refusal::new(format!("has a fingerprint that is none: {}", finding.fingerprint), cure);
        Fingerprint::parse(&finding.fingerprint).ok_or_else(broken)
    };
    standing.map(fingerprint).collect()
}
