//! Text for people: what fails and why, what is warned of, the reports and whether they can be relied on, the waivers, and
//! the answer last, where a terminal shows it.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use stockade_report::plain;

use super::{View, counted, cure, place, title};
use crate::severity::Severity;
use crate::verdict::{Action, Counts, Decision, Origin, Outcome, State, Verdict};

/// How many of what is only warned of are listed without being asked for.
const WARNED: usize = 20;

/// Writes the verdict.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdict = view.verdict;
    for action in Action::ALL {
        let of_it: Vec<&Decision> =
            verdict.decisions.iter().filter(|decision| decision.action == action).collect();
        let shown = match action {
            Action::Fail => of_it.len(),
            Action::Warn if !view.verbose => WARNED,
            _ if view.verbose => of_it.len(),
            _ => 0,
        };
        for decision in of_it.iter().take(shown) {
            finding(view, decision, out)?;
        }
        if shown > 0 && of_it.len() > shown {
            let more = of_it.len() - shown;
            writeln!(out, "{:8}and {more} more; --verbose lists them\n", "")?;
        }
    }
    reports(view, out)?;
    waivers(view, out)?;
    limits(verdict, out)?;
    answer(view, out)
}

fn finding(view: &View<'_>, decision: &Decision, out: &mut dyn Write) -> io::Result<()> {
    let Some(item) = view.verdict.deciding(decision) else { return Ok(()) };
    let style = match decision.action {
        Action::Fail => view.bold(AnsiColor::Red),
        Action::Warn => view.bold(AnsiColor::Yellow),
        _ => view.style(AnsiColor::BrightBlack),
    };
    let word = decision.action.as_str().to_uppercase();
    let fixed = cure(item).map_or(String::new(), |cure| format!(" ({cure})"));
    writeln!(
        out,
        "{style}{word:10}{style:#} {} {} {}{fixed}",
        view.severity(decision.severity),
        plain(&item.evidence.id),
        plain(&place(item))
    )?;
    let indent = " ".repeat(11);
    let title = title(item);
    if !title.is_empty() {
        for line in wrapped(&plain(&title), view.width.saturating_sub(11)) {
            writeln!(out, "{indent}{line}")?;
        }
    }
    let told = format!("{} ({})", item.ruling.reason, view.verdict.tools(decision).join(", "));
    for line in wrapped(&plain(&told), view.width.saturating_sub(14)) {
        let dim = view.style(AnsiColor::Cyan);
        writeln!(out, "{indent}{dim}=> {line}{dim:#}")?;
    }
    writeln!(out)
}

fn reports(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let inputs = &view.verdict.inputs;
    let tool_width = inputs.iter().map(|input| input.tool().chars().count()).max().unwrap_or(0).min(30);
    if !inputs.is_empty() {
        writeln!(out, "Reports")?;
    }
    for input in inputs {
        let style = match input.state {
            State::Ok => view.style(AnsiColor::Green),
            _ => view.bold(AnsiColor::Red),
        };
        writeln!(
            out,
            "  {style}{:10}{style:#} {:tool_width$}  {}  {}",
            input.state.as_str(),
            plain(&input.tool()),
            plain(&input.path),
            counts(&input.counts)
        )?;
        for reason in &input.reasons {
            for line in wrapped(&plain(reason), view.width.saturating_sub(13)) {
                writeln!(out, "  {:10} {line}", "")?;
            }
        }
        if view.verbose || input.state != State::Ok {
            for note in &input.notes {
                writeln!(out, "  {:10} note: {}", "", plain(note))?;
            }
        }
    }
    if inputs.is_empty() { Ok(()) } else { writeln!(out) }
}

fn counts(counts: &Counts) -> String {
    let each = Severity::ALL.iter().filter(|severity| counts.of(**severity) > 0);
    let mut told: Vec<String> = each.map(|severity| format!("{} {severity}", counts.of(*severity))).collect();
    if counts.suppressed > 0 {
        told.push(format!("{} suppressed", counts.suppressed));
    }
    if told.is_empty() { "nothing found".to_owned() } else { told.join(", ") }
}

fn waivers(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let waivers = &view.verdict.waivers;
    let shown: Vec<_> = waivers
        .iter()
        .filter(|waiver| view.verbose || !waiver.remarks.is_empty() || (waiver.matches > 0 && !waiver.is_vex))
        .collect();
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(out, "Waivers")?;
    for waiver in shown {
        let until = match waiver.days_left {
            Some(_) if waiver.is_expired => format!("ended on {}", waiver.expires),
            Some(1) => format!("until {}, 1 day", waiver.expires),
            Some(days) => format!("until {}, {days} days", waiver.expires),
            None if waiver.is_vex => "VEX".to_owned(),
            None => "for good".to_owned(),
        };
        let count = usize::try_from(waiver.matches).unwrap_or(usize::MAX);
        writeln!(
            out,
            "  {} ({until}), {}; {}",
            plain(&waiver.terms),
            plain(&waiver.owner),
            counted(count, "finding")
        )?;
        for remark in &waiver.remarks {
            let style = view.style(AnsiColor::Yellow);
            writeln!(out, "    {style}{}: {remark}{style:#}", plain(&waiver.origin))?;
        }
    }
    writeln!(out)
}

fn limits(verdict: &Verdict, out: &mut dyn Write) -> io::Result<()> {
    if verdict.limits.is_empty() {
        return Ok(());
    }
    writeln!(out, "Limits")?;
    for limit in &verdict.limits {
        let mark = if limit.is_exceeded() { "exceeded" } else { "met" };
        writeln!(out, "  {mark:10} {}: {} of {}", plain(&limit.about), limit.found, limit.limit)?;
    }
    writeln!(out)
}

fn answer(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdict = view.verdict;
    let day = verdict.as_of.strftime("%Y-%m-%d %H:%M UTC");
    match &verdict.policy {
        Origin::Default => {
            writeln!(
                out,
                "Policy: the default: what is high or critical fails, and what nobody has scored; as of {day}"
            )?;
        }
        Origin::File { path, sha256, found } => {
            let found = if *found { ", found in the tree" } else { "" };
            writeln!(out, "Policy: {} (SHA-256 {sha256}{found}); as of {day}", plain(path))?;
        }
    }
    for note in &verdict.notes {
        writeln!(out, "note: {}", plain(note))?;
    }
    let mut parts = Vec::new();
    for action in Action::ALL {
        let count = verdict.count(action);
        if count > 0 {
            let words = match action {
                Action::Fail => "failing",
                Action::Warn => "warned of",
                Action::Pass => "below the bar",
                Action::Known => "known before",
                Action::Waived => "waived",
                Action::Suppressed => "suppressed",
            };
            parts.push(format!("{count} {words}"));
        }
    }
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    writeln!(out, "{}{parts}", counted(verdict.decisions.len(), "finding"))?;
    let (style, words) = match verdict.outcome {
        Outcome::Pass => (view.bold(AnsiColor::Green), "PASS: ready for release"),
        Outcome::Violated => (view.bold(AnsiColor::Red), "FAIL: the policy forbids this release"),
        Outcome::Untrusted => (view.bold(AnsiColor::Red), "FAIL: what was reported cannot be relied on"),
    };
    writeln!(out, "{style}{words}{style:#}")?;
    for reason in &verdict.reasons {
        writeln!(out, "  {}", plain(reason))?;
    }
    Ok(())
}

impl View<'_> {
    fn style(&self, colour: AnsiColor) -> Style {
        if self.colour { colour.on_default() } else { Style::new() }
    }

    fn bold(&self, colour: AnsiColor) -> Style {
        if self.colour { colour.on_default().bold() } else { Style::new() }
    }

    fn severity(&self, severity: Severity) -> String {
        let style = match severity {
            Severity::Critical | Severity::High => self.style(AnsiColor::Red),
            Severity::Medium | Severity::Unknown => self.style(AnsiColor::Yellow),
            Severity::Low | Severity::Info => self.style(AnsiColor::Blue),
        };
        format!("{style}{severity:8}{style:#}")
    }
}

/// A text in lines of at most that many characters, broken at blanks.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(30);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let Some(last) = lines.last_mut() else { break };
        if !last.is_empty() && last.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines
}
