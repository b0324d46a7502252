//! A finding in the json format. Most of what is said of one is said of many, and put together once.

use std::borrow::Cow;
use std::ptr;

use rustc_hash::FxHashMap;
use serde::Serialize;
use stockade_core::finding::{Cwe, Finding, Level, RuleInfo, Suppression, Suppressor};
use stockade_core::report::FileReport;

use super::{Cell, Mending, Weakness};
use crate::json_text::{Common, JsonText, Template};
use crate::place::{self, Region, Unit};
use crate::{identity, word};

/// Writes findings.
#[derive(Default)]
pub(super) struct Issues<'r> {
    known: FxHashMap<Known, Said>,
    file: Option<(&'r FileReport, OfFile)>,
    parts: Option<Parts>,
}

/// What findings have in common, and where their descriptions and messages stand, where these are the same for all.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Known {
    rule: *const RuleInfo,
    severity: Level,
    confidence: Level,
    cwe: Cwe,
    message: Option<*const str>,
    fails: Option<bool>,
}

/// What is said of such findings before the message, which it may hold, and behind it.
struct Said {
    before: Common,
    behind: Common,
}

/// What is said of all findings in a file.
struct OfFile {
    name: Common,
    state: Common,
}

/// What differs from finding to finding.
struct Parts {
    region: Template,
    code: Template,
    fingerprint: Template,
}

#[derive(Serialize, Default)]
struct Suppressed<'a> {
    by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl<'r> Issues<'r> {
    /// Writes one. Whether it fails the scan is not said of what is suppressed.
    pub(super) fn write(
        &mut self,
        json: &mut JsonText<'_>,
        file: &'r FileReport,
        finding: &Finding,
        fails: Option<bool>,
    ) {
        json.object(|json| {
            let known = Known::of(finding, fails);
            let said = self.known.entry(known).or_insert_with(|| known.said(json, finding));
            json.again(&said.before);
            if known.message.is_none() {
                json.key("message");
                json.string(&finding.message);
            }
            json.again(&said.behind);
            if !self.file.as_ref().is_some_and(|(known, _)| ptr::eq(*known, file)) {
                self.file = Some((file, OfFile::of(json, file)));
            }
            let Some((_, of_file)) = &self.file else { return };
            let parts = self.parts.get_or_insert_with(|| Parts::of(json));
            json.again(&of_file.name);
            if let Some(cell) = Cell::of(file, finding.span) {
                json.field("cell", &cell);
            }
            match Region::of(file, finding.span, Unit::Character) {
                None => json.field("region", &()),
                Some(region) => {
                    let numbers =
                        [region.start_line, region.start_column, region.end_line, region.end_column];
                    json.fill(&parts.region, |json, at| json.number(numbers[at]));
                }
            }
            if let Some(code) = place::text(file, finding.span).filter(|code| !code.is_empty()) {
                json.fill(&parts.code, |json, _| json.part(&code));
            }
            json.again(&of_file.state);
            if let Some(fix) = finding.fix.as_deref() {
                json.field("fix", &Mending::of(fix));
            }
            if let (Some(print), Some(identity)) = (finding.fingerprint.as_deref(), identity::hex(finding)) {
                let texts = [&identity, &print.line_hash];
                json.fill(&parts.fingerprint, |json, at| json.part(texts[at]));
            }
            if let Some(suppression) = finding.suppression.as_deref() {
                json.field("suppression", &Suppressed::of(suppression));
            }
        });
    }
}

impl Known {
    fn of(finding: &Finding, fails: Option<bool>) -> Known {
        let &Finding { rule, severity, confidence, cwe, ref message, .. } = finding;
        let message = if let Cow::Borrowed(message) = *message { Some(ptr::from_ref(message)) } else { None };
        Known { rule, severity, confidence, cwe, message, fails }
    }

    fn said(self, json: &JsonText<'_>, finding: &Finding) -> Said {
        let before = json.head(|json| {
            json.field("rule", &finding.rule.id);
            json.field("name", &finding.rule.name);
            if self.message.is_some() {
                json.field("message", &finding.message);
            }
        });
        let behind = json.common(|json| {
            json.field("severity", &word(self.severity));
            json.field("confidence", &word(self.confidence));
            if let Some(weakness) = Weakness::of(self.cwe) {
                json.field("cwe", &weakness);
            }
            if let Some(fails) = self.fails {
                json.field("fails", &fails);
            }
        });
        Said { before, behind }
    }
}

impl OfFile {
    fn of(json: &JsonText<'_>, file: &FileReport) -> OfFile {
        OfFile {
            name: json.common(|json| json.field("file", &file.name)),
            state: json.common(|json| {
                // Whether the file could not be parsed as a whole.
                json.field("partial", &file.broken.is_some());
                json.field("test", &file.is_test);
            }),
        }
    }
}

impl Parts {
    fn of(json: &JsonText<'_>) -> Parts {
        let point = |json: &mut JsonText<'_>, key: &str| {
            json.key(key);
            json.object(|json| {
                for key in ["line", "column"] {
                    json.key(key);
                    json.hole();
                }
            });
        };
        Parts {
            region: json.template(|json| {
                json.key("region");
                json.object(|json| ["start", "end"].into_iter().for_each(|key| point(json, key)));
            }),
            code: json.template(|json| {
                json.key("code");
                json.string_of(|json| json.hole());
            }),
            fingerprint: json.template(|json| {
                json.key("fingerprint");
                json.object(|json| {
                    for key in ["identity", "line_hash"] {
                        json.key(key);
                        json.string_of(|json| json.hole());
                    }
                });
            }),
        }
    }
}

impl<'a> Suppressed<'a> {
    fn of(suppression: &'a Suppression) -> Suppressed<'a> {
        let reason = suppression.reason.as_deref();
        let by = |by| Suppressed { by, reason, ..Suppressed::default() };
        match &suppression.by {
            Suppressor::Nosec { line } => Suppressed { line: Some(*line), ..by("nosec") },
            Suppressor::Noqa { line } => Suppressed { line: Some(*line), ..by("noqa") },
            Suppressor::PerFileIgnore { pattern } => {
                Suppressed { pattern: Some(pattern), ..by("per-file-ignore") }
            }
            Suppressor::TestFile => by("test-file"),
            Suppressor::Baseline => by("baseline"),
            Suppressor::Unchanged => by("unchanged"),
        }
    }
}
