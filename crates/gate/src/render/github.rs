//! Annotations of GitHub Actions: what fails as errors, what is warned of as warnings, each with its reason
//! (<https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>).

use std::io::{self, Write};

use stockade_report::escape::{Data, Property};

use super::{View, counted, cure, place, title};
use crate::verdict::{Action, Outcome};

/// Writes the verdict.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdict = view.verdict;
    let (level, answer) = match verdict.outcome {
        Outcome::Pass => ("notice", "The release passes"),
        Outcome::Violated => ("error", "The release fails: the policy forbids it"),
        Outcome::Untrusted => ("error", "The release fails: a report cannot be relied on"),
    };
    let summary = format!(
        "{answer}. {}, {} of them failing, {} warned of, {} waived, {} suppressed.",
        counted(verdict.decisions.len(), "finding"),
        verdict.count(Action::Fail),
        verdict.count(Action::Warn),
        verdict.count(Action::Waived),
        verdict.count(Action::Suppressed)
    );
    writeln!(out, "::{level} title=Stockade gate::{}", Data(&summary))?;
    for reason in &verdict.reasons {
        writeln!(out, "::error title=Stockade gate::{}", Data(reason))?;
    }
    for waiver in verdict.waivers.iter().filter(|waiver| !waiver.is_vex) {
        for remark in &waiver.remarks {
            let text = format!("waiver for {} ({}): {remark}", waiver.terms, waiver.origin);
            writeln!(out, "::warning title=Waiver::{}", Data(&text))?;
        }
    }
    for decision in &verdict.decisions {
        let level = match decision.action {
            Action::Fail => "error",
            Action::Warn => "warning",
            _ => continue,
        };
        let Some(item) = verdict.deciding(decision) else { continue };
        write!(out, "::{level} ")?;
        if let Some(place) = item.evidence.place.as_ref().filter(|place| !place.path.is_empty()) {
            write!(out, "file={},", Property(&place.path))?;
            if let Some(line) = place.line {
                write!(out, "line={line},endLine={},", place.end_line.unwrap_or(line))?;
            }
        }
        let heading = format!("{} {}", verdict.tools(decision).join(", "), item.evidence.id);
        let fixed = cure(item).map_or(String::new(), |cure| format!(", {cure}"));
        let text = format!("{}{fixed}: {}\n{}", place(item), title(item), item.ruling.reason);
        writeln!(out, "title={}::{}", Property(&heading), Data(&text))?;
    }
    Ok(())
}
