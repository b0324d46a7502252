//! A summary for a pull request or a step of a workflow, in GitHub's Markdown. It stays below the size that GitHub takes,
//! and says what it leaves away.

use std::io::{self, Write};

use stockade_report::escape::{code, markdown as escape};

use super::{View, counted, cure, place, title};
use crate::severity::Severity;
use crate::verdict::{Action, Decision, Origin, Outcome, State, Verdict};

/// A comment on a pull request has at most 65,536 characters.
const MAX_BYTES: usize = 60_000;

/// Writes the verdict. `warn` is told what is left away.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write, warn: &mut dyn FnMut(String)) -> io::Result<()> {
    let verdict = view.verdict;
    let mut page = String::new();
    let answer = match verdict.outcome {
        Outcome::Pass => "✅ Ready for release",
        Outcome::Violated => "❌ Not ready for release: the policy forbids it",
        Outcome::Untrusted => "❌ Not ready for release: a report cannot be relied on",
    };
    page.push_str(&format!("## {answer}\n\n"));
    for reason in verdict.reasons.iter().take(50) {
        page.push_str(&format!("- {}\n", escape(reason)));
    }
    if verdict.reasons.len() > 50 {
        page.push_str(&format!("- and {} more reasons\n", verdict.reasons.len() - 50));
    }
    if !verdict.reasons.is_empty() {
        page.push('\n');
    }
    reports(verdict, &mut page);
    let mut left = 0;
    for (action, heading, is_open) in [
        (Action::Fail, "What fails", true),
        (Action::Warn, "What is warned of", false),
        (Action::Waived, "What is waived", false),
        (Action::Known, "What was known before", false),
        (Action::Suppressed, "What is suppressed", false),
    ] {
        let of_it: Vec<&Decision> =
            verdict.decisions.iter().filter(|decision| decision.action == action).collect();
        left += findings(verdict, &of_it, heading, is_open, &mut page);
    }
    waivers(verdict, &mut page);
    for note in verdict.notes.iter().take(20) {
        page.push_str(&format!("- {}\n", escape(note)));
    }
    if !verdict.notes.is_empty() {
        page.push('\n');
    }
    page.push_str(&policy(verdict));
    if left > 0 {
        warn(format!("{left} findings are left away: GitHub takes no longer comments"));
    }
    out.write_all(page.as_bytes())
}

fn reports(verdict: &Verdict, page: &mut String) {
    if verdict.inputs.is_empty() {
        return;
    }
    page.push_str("| Report | Tool | Critical | High | Medium | Low | Info | Unknown | Suppressed | |\n");
    page.push_str("|:--|:--|--:|--:|--:|--:|--:|--:|--:|:--|\n");
    for input in verdict.inputs.iter().take(100) {
        let state = match input.state {
            State::Ok => "✅",
            State::Failed => "❌ failed",
            State::Unreadable => "❌ unreadable",
        };
        let mut row = format!("| {} | {} |", code(&input.path), escape(&input.tool()));
        for severity in Severity::ALL {
            row.push_str(&format!(" {} |", input.counts.of(severity)));
        }
        page.push_str(&format!("{row} {} | {state} |\n", input.counts.suppressed));
    }
    page.push('\n');
}

/// A table of findings; how many did not fit.
fn findings(
    verdict: &Verdict,
    of_it: &[&Decision],
    heading: &str,
    is_open: bool,
    page: &mut String,
) -> usize {
    if of_it.is_empty() {
        return 0;
    }
    let open = if is_open { " open" } else { "" };
    page.push_str(&format!("<details{open}><summary>{heading} ({})</summary>\n\n", of_it.len()));
    page.push_str("| Severity | What | Where | Told by | Why |\n|:--|:--|:--|:--|:--|\n");
    let mut written = 0;
    for decision in of_it {
        let Some(item) = verdict.deciding(decision) else { continue };
        let fixed = cure(item).map_or(String::new(), |cure| format!(" ({})", escape(&cure)));
        let row = format!(
            "| {} | {} {} | {}{fixed} | {} | {} |\n",
            decision.severity,
            code(&item.evidence.id),
            escape(&title(item)),
            code(&place(item)),
            escape(&verdict.tools(decision).join(", ")),
            escape(&item.ruling.reason)
        );
        if page.len() + row.len() > MAX_BYTES {
            break;
        }
        page.push_str(&row);
        written += 1;
    }
    let left = of_it.len() - written;
    if left > 0 {
        page.push_str(&format!("\nAnd {left} more.\n"));
    }
    page.push_str("\n</details>\n\n");
    left
}

fn waivers(verdict: &Verdict, page: &mut String) {
    let remarkable: Vec<_> = verdict.waivers.iter().filter(|waiver| !waiver.remarks.is_empty()).collect();
    if remarkable.is_empty() {
        return;
    }
    page.push_str(&format!("⚠️ {} to look at:\n\n", counted(remarkable.len(), "waiver")));
    for waiver in remarkable.iter().take(30) {
        page.push_str(&format!(
            "- {} ({}): {}\n",
            escape(&waiver.terms),
            escape(&waiver.origin),
            escape(&waiver.remarks.join("; "))
        ));
    }
    if remarkable.len() > 30 {
        page.push_str(&format!("- and {} more\n", remarkable.len() - 30));
    }
    page.push('\n');
}

fn policy(verdict: &Verdict) -> String {
    let day = verdict.as_of.strftime("%Y-%m-%d %H:%M UTC");
    match &verdict.policy {
        Origin::Default => format!("Decided as of {day} by the default policy.\n"),
        Origin::File { path, sha256, .. } => {
            format!("Decided as of {day} by the policy {} (SHA-256 {}).\n", code(path), code(sha256))
        }
    }
}
