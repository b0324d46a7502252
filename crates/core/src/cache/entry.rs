//! The answer of one file as bytes. The file's name is the caller's, who has it; rules stand by their ids.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::finding::{Cwe, Finding, Fingerprint, Fix, Level, LineRange, RuleInfo, Span, Suppression};
use crate::metrics::Metrics;
use crate::report::{Broken, Cell, Excerpts, FileReport, Remark};

type Rules = FxHashMap<&'static str, &'static RuleInfo>;

/// A [`FileReport`] as a scan leaves it, before any settings are applied.
#[derive(Serialize, Deserialize)]
struct Entry<'e> {
    skipped: Option<&'e str>,
    #[serde(borrow)]
    findings: Vec<Found<'e>>,
    #[serde(borrow)]
    suppressed: Vec<Found<'e>>,
    metrics: Option<Cow<'e, Metrics>>,
    excerpts: Cow<'e, Excerpts>,
    broken: Option<Cow<'e, Broken>>,
    cells: Cow<'e, [Cell]>,
    remarks: Cow<'e, [Remark]>,
    digest: Option<[u8; 32]>,
    foreign: Option<&'e str>,
}

/// A [`Finding`].
#[derive(Serialize, Deserialize)]
struct Found<'e> {
    rule: &'e str,
    severity: Level,
    confidence: Level,
    cwe: Cwe,
    message: &'e str,
    line: u32,
    column: u32,
    end_column: u32,
    lines: LineRange,
    node: u32,
    span: Span,
    fix: Option<Cow<'e, Fix>>,
    fingerprint: Option<Cow<'e, Fingerprint>>,
    suppression: Option<Cow<'e, Suppression>>,
}

/// The bytes of an answer; none for one that may be another next time, and for one that would not be read back: of a file
/// that could not be read, or in which a check failed, or with findings of rules that are not among these.
pub(super) fn encode(report: &FileReport, rules: &Rules) -> Option<Vec<u8>> {
    let FileReport {
        name: _,
        skipped,
        findings,
        suppressed,
        below,
        metrics,
        excerpts,
        log,
        broken,
        cells,
        remarks,
        is_test,
        digest,
        foreign,
    } = report;
    if report.is_unread() || !log.is_empty() || !below.is_empty() || *is_test {
        return None;
    }
    let entry = Entry {
        skipped: skipped.as_deref(),
        findings: all_of(findings, rules)?,
        suppressed: all_of(suppressed, rules)?,
        metrics: metrics.as_ref().map(Cow::Borrowed),
        excerpts: Cow::Borrowed(excerpts),
        broken: broken.as_ref().map(Cow::Borrowed),
        cells: Cow::Borrowed(cells),
        remarks: Cow::Borrowed(remarks),
        digest: *digest,
        foreign: foreign.as_deref(),
    };
    postcard::to_allocvec(&entry).ok()
}

/// The answer of the file of that name that some bytes are of; none if they are of none.
pub(super) fn decode(bytes: &[u8], name: &str, rules: &Rules) -> Option<FileReport> {
    let (entry, rest): (Entry<'_>, _) = postcard::take_from_bytes(bytes).ok()?;
    if !rest.is_empty() {
        return None;
    }
    Some(FileReport {
        skipped: entry.skipped.map(str::to_owned),
        findings: findings(entry.findings, rules)?,
        suppressed: findings(entry.suppressed, rules)?,
        metrics: entry.metrics.map(Cow::into_owned),
        excerpts: entry.excerpts.into_owned(),
        broken: entry.broken.map(Cow::into_owned),
        cells: entry.cells.into_owned(),
        remarks: entry.remarks.into_owned(),
        digest: entry.digest,
        foreign: entry.foreign.map(str::to_owned),
        ..FileReport::new(name.to_owned())
    })
}

fn all_of<'e>(findings: &'e [Finding], rules: &Rules) -> Option<Vec<Found<'e>>> {
    findings.iter().map(|finding| Found::of(finding, rules)).collect()
}

fn findings(found: Vec<Found<'_>>, rules: &Rules) -> Option<Vec<Finding>> {
    found.into_iter().map(|found| found.finding(rules)).collect()
}

impl<'e> Found<'e> {
    fn of(finding: &'e Finding, rules: &Rules) -> Option<Found<'e>> {
        let &Finding {
            rule,
            severity,
            confidence,
            cwe,
            ref message,
            line,
            column,
            end_column,
            lines,
            node,
            span,
            ref fix,
            ref fingerprint,
            ref suppression,
        } = finding;
        rules.get(rule.id).filter(|known| std::ptr::eq(**known, rule))?;
        Some(Found {
            rule: rule.id,
            severity,
            confidence,
            cwe,
            message,
            line,
            column,
            end_column,
            lines,
            node,
            span,
            fix: fix.as_deref().map(Cow::Borrowed),
            fingerprint: fingerprint.as_deref().map(Cow::Borrowed),
            suppression: suppression.as_deref().map(Cow::Borrowed),
        })
    }

    fn finding(self, rules: &Rules) -> Option<Finding> {
        Some(Finding {
            rule: rules.get(self.rule)?,
            severity: self.severity,
            confidence: self.confidence,
            cwe: self.cwe,
            message: self.message.to_owned().into(),
            line: self.line,
            column: self.column,
            end_column: self.end_column,
            lines: self.lines,
            node: self.node,
            span: self.span,
            fix: self.fix.map(|fix| Box::new(fix.into_owned())),
            fingerprint: self.fingerprint.map(|print| Box::new(print.into_owned())),
            suppression: self.suppression.map(|suppression| Box::new(suppression.into_owned())),
        })
    }
}
