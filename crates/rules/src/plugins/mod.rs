//! The coded rules, one file for each module of Bandit's `plugins`, so that the twin is easy to hold beside it.

pub mod asserts;
pub mod exec;

use stockade_core::config::Value;

use crate::rule::Rule;

/// Every coded rule, in the order in which Bandit runs them: that of their registered names.
pub static ALL: &[&Rule] = &[&asserts::ASSERT_USED, &exec::EXEC_USED];

/// Every section of the configuration that a rule reads, with its default.
pub fn defaults() -> Vec<(&'static str, Value)> {
    vec![("assert_used", Value::Map(vec![(Value::Str("skips".into()), Value::List(Vec::new()))]))]
}
