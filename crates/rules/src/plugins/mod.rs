//! The coded rules, one file for each module of Bandit's `plugins`, so that the twin is easy to hold beside it.

pub mod asserts;
pub mod exec;

use stockade_core::config::Value;

use crate::rule::Rule;

/// Every coded rule, in the order in which Bandit runs them: that of their registered names.
pub static ALL: &[&Rule] = &[&asserts::ASSERT_USED, &exec::EXEC_USED];

/// Every section of the configuration that a rule reads, with what makes its default.
static SECTIONS: &[(&str, fn() -> Value)] = &[("assert_used", asserts::defaults)];

/// The default of a section of the configuration.
#[must_use]
pub fn default_section(name: &str) -> Option<Value> {
    SECTIONS.iter().find(|(section, _)| *section == name).map(|(_, defaults)| defaults())
}

/// The registered name of every rule that reads a section of the configuration, with that section's default.
#[must_use]
pub fn settings() -> Vec<(&'static str, Value)> {
    let with_section = ALL.iter().filter_map(|rule| Some((rule.info.name, default_section(rule.section?)?)));
    with_section.collect()
}
