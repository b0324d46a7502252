//! The rules of a run, each with all that GitHub shows of it.
//!
//! GitHub reads how grave a result is from its rule alone. So a rule whose findings differ in severity is there once for
//! each: `B602` with the severity of its gravest finding, and `B602/low` for the findings of low severity. By the
//! standard (3.5.4) the second is a part of the first.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde_json::Value;
use serde_sarif::sarif::{
    MultiformatMessageString, PropertyBag, ReportingConfiguration, ReportingDescriptor,
};
use stockade_core::finding::{Finding, Level, RuleInfo};

use crate::order::Entry;
use crate::page::Page;
use crate::word;

/// The rules that ran, by id, and one more for each other severity that their findings have.
#[derive(Debug)]
pub(crate) struct Rules {
    all: Vec<(&'static RuleInfo, Level)>,
    index: FxHashMap<(&'static str, Level), usize>,
}

impl Rules {
    /// The rules that ran and those of the results.
    pub(crate) fn of<'a>(ran: &[&'static RuleInfo], results: impl Iterator<Item = Entry<'a>>) -> Rules {
        let ran = ran.iter().map(|&rule| (rule, rule.severity));
        let found = results.map(|(_, finding)| (finding.rule, finding.severity));
        let mut index = FxHashMap::default();
        let mut all: Vec<(&'static RuleInfo, Level)> = Vec::new();
        for (rule, severity) in ran.chain(found) {
            if index.insert((rule.id, severity), 0).is_none() {
                all.push((rule, severity));
            }
        }
        all.sort_by_key(|(rule, severity)| (rule.id, *severity != rule.severity, *severity));
        for (at, (rule, severity)) in all.iter().enumerate() {
            index.insert((rule.id, *severity), at);
        }
        Rules { all, index }
    }

    /// Where the rule of a finding stands.
    pub(crate) fn index(&self, finding: &Finding) -> Option<i64> {
        let at = self.index.get(&(finding.rule.id, finding.severity))?;
        i64::try_from(*at).ok()
    }

    /// The rules as SARIF has them.
    pub(crate) fn descriptors(&self) -> Vec<ReportingDescriptor> {
        self.all.iter().map(|&(rule, severity)| descriptor(rule, severity)).collect()
    }
}

/// The id under which a finding of that severity is reported.
pub(crate) fn id(rule: &RuleInfo, severity: Level) -> String {
    if severity == rule.severity { rule.id.to_owned() } else { format!("{}/{}", rule.id, word(severity)) }
}

/// How grave a result is, in SARIF's words.
pub(crate) fn level(severity: Level) -> &'static str {
    match severity {
        Level::High => "error",
        Level::Medium => "warning",
        Level::Low | Level::Undefined => "note",
    }
}

fn descriptor(rule: &'static RuleInfo, severity: Level) -> ReportingDescriptor {
    let page = Page::of(rule);
    let mut name = pascal_case(rule.name);
    if severity != rule.severity {
        name.push_str(severity.title());
    }
    let mut descriptor = ReportingDescriptor::builder()
        .id(id(rule, severity))
        .name(name)
        .short_description(MultiformatMessageString::builder().text(page.title).build())
        .full_description(MultiformatMessageString::builder().text(page.summary).build())
        .help(MultiformatMessageString::builder().text(page.text).markdown(page.markdown).build())
        .default_configuration(ReportingConfiguration::builder().level(level(severity)).build())
        .properties(properties(rule, severity))
        .build();
    descriptor.help_uri = rule.more_info();
    descriptor
}

/// What GitHub reads: <https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#reportingdescriptor-object>.
fn properties(rule: &RuleInfo, severity: Level) -> PropertyBag {
    // In GitHub's ranges: above 9.0 is critical, from 7.0 high, from 4.0 medium, below low.
    let security_severity = match severity {
        Level::High => "8.0",
        Level::Medium => "5.0",
        Level::Low => "3.0",
        Level::Undefined => "1.0",
    };
    let problem_severity = match severity {
        Level::High => "error",
        Level::Medium => "warning",
        Level::Low | Level::Undefined => "recommendation",
    };
    let precision = match rule.confidence {
        Level::High => "high",
        Level::Medium => "medium",
        Level::Low | Level::Undefined => "low",
    };
    let mut tags = vec!["security".to_owned()];
    if rule.cwe.0 != 0 {
        tags.push(format!("external/cwe/cwe-{:03}", rule.cwe.0));
    }
    let pairs = [
        ("precision", precision),
        ("problem.severity", problem_severity),
        ("security-severity", security_severity),
    ];
    let more: BTreeMap<String, Value> =
        pairs.into_iter().map(|(key, value)| (key.to_owned(), Value::from(value))).collect();
    PropertyBag::builder().tags(tags).additional_properties(more).build()
}

/// `AssertUsed` of `assert_used`.
fn pascal_case(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .flat_map(|word| {
            let mut rest = word.chars();
            rest.next().into_iter().flat_map(char::to_uppercase).chain(rest).collect::<Vec<_>>()
        })
        .collect()
}
