//! Prometheus' text format, for the textfile collector of its node exporter
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>). `docs/ci/grafana-dashboard.json` draws it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::View;
use crate::severity::Severity;
use crate::verdict::{Action, Outcome, State};

/// Writes the verdict.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let verdict = view.verdict;
    head(out, "stockade_gate_verdict", "Whether the release passes: 1 for the answer that was given.")?;
    for outcome in [Outcome::Pass, Outcome::Violated, Outcome::Untrusted] {
        let value = u8::from(outcome == verdict.outcome);
        sample(out, "stockade_gate_verdict", &[("verdict", outcome.as_str())], value)?;
    }
    head(out, "stockade_gate_verdict_timestamp_seconds", "The moment that the verdict is about.")?;
    sample(out, "stockade_gate_verdict_timestamp_seconds", &[], verdict.as_of.as_second())?;

    head(
        out,
        "stockade_gate_decisions",
        "Findings by what was decided, each counted once whoever told of it.",
    )?;
    let mut decided: BTreeMap<(Action, Severity), u64> = BTreeMap::new();
    for decision in &verdict.decisions {
        *decided.entry((decision.action, decision.severity)).or_default() += 1;
    }
    for action in Action::ALL {
        for severity in Severity::ALL {
            let count = decided.get(&(action, severity)).copied().unwrap_or_default();
            let labels = [("action", action.as_str()), ("severity", severity.as_str())];
            sample(out, "stockade_gate_decisions", &labels, count)?;
        }
    }

    head(
        out,
        "stockade_gate_findings",
        "Findings by tool and severity as the reports tell them, before any policy.",
    )?;
    let mut found: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for tool in verdict.inputs.iter().flat_map(|input| &input.scans).map(|scan| scan.tool.as_str()) {
        for severity in Severity::ALL {
            found.entry((tool, severity.as_str())).or_default();
        }
    }
    for item in verdict.items() {
        let severity =
            if item.evidence.suppression.is_some() { "suppressed" } else { item.evidence.severity.as_str() };
        *found.entry((item.tool, severity)).or_default() += 1;
    }
    for ((tool, severity), count) in found {
        sample(out, "stockade_gate_findings", &[("tool", tool), ("severity", severity)], count)?;
    }

    head(out, "stockade_gate_report", "Whether a report can be relied on: 1 for the state that it has.")?;
    for input in &verdict.inputs {
        for state in [State::Ok, State::Failed, State::Unreadable] {
            let tool = input.tool();
            let labels = [("path", input.path.as_str()), ("tool", tool.as_str()), ("state", state.as_str())];
            sample(out, "stockade_gate_report", &labels, u8::from(state == input.state))?;
        }
    }
    head(out, "stockade_gate_report_timestamp_seconds", "When a scan was made, where its report says it.")?;
    let mut newest: BTreeMap<(&str, &str), i64> = BTreeMap::new();
    for input in &verdict.inputs {
        for scan in &input.scans {
            if let Some(time) = scan.time {
                let own = newest.entry((input.path.as_str(), scan.tool.as_str())).or_insert(i64::MIN);
                *own = time.as_second().max(*own);
            }
        }
    }
    for ((path, tool), time) in newest {
        sample(out, "stockade_gate_report_timestamp_seconds", &[("path", path), ("tool", tool)], time)?;
    }

    head(out, "stockade_gate_waiver_days_left", "Days until a waiver ends; 0 for one that has ended.")?;
    for waiver in &verdict.waivers {
        if let Some(days) = waiver.days_left {
            let labels = [
                ("waiver", waiver.terms.as_str()),
                ("owner", waiver.owner.as_str()),
                ("origin", waiver.origin.as_str()),
            ];
            sample(out, "stockade_gate_waiver_days_left", &labels, days)?;
        }
    }
    head(out, "stockade_gate_waiver_matches", "How many findings a waiver or a VEX statement matches.")?;
    let mut matches: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    for waiver in &verdict.waivers {
        *matches.entry((waiver.terms.as_str(), waiver.origin.as_str())).or_default() += waiver.matches;
    }
    for ((terms, origin), count) in matches {
        sample(out, "stockade_gate_waiver_matches", &[("waiver", terms), ("origin", origin)], count)?;
    }
    Ok(())
}

fn head(out: &mut dyn Write, name: &str, help: &str) -> io::Result<()> {
    writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge")
}

fn sample(
    out: &mut dyn Write,
    name: &str,
    labels: &[(&str, &str)],
    value: impl std::fmt::Display,
) -> io::Result<()> {
    write!(out, "{name}")?;
    for (at, (label, text)) in labels.iter().enumerate() {
        let text = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        write!(out, "{}{label}=\"{text}\"", if at == 0 { '{' } else { ',' })?;
    }
    writeln!(out, "{} {value}", if labels.is_empty() { "" } else { "}" })
}
