//! The configuration of the rules: each section read once a run, with Bandit's defaults for what is not there.
//!
//! Bandit looks a key up when a check needs it, and a section that lacks the key breaks the check off with a `KeyError`:
//! what is missing stays missing here, and the check says so.

use stockade_core::config::Value;

use crate::rule::Crash;

/// The sections of the configuration, by name.
#[derive(Debug, Default)]
pub struct Options {
    sections: Vec<(&'static str, Value)>,
}

impl Options {
    /// Takes the sections from a configuration; `defaults` has every section that a rule reads, with its default.
    pub fn new(defaults: Vec<(&'static str, Value)>, configured: impl Fn(&str) -> Option<Value>) -> Options {
        let sections =
            defaults.into_iter().map(|(name, default)| (name, configured(name).unwrap_or(default))).collect();
        Options { sections }
    }

    /// A section. Every one that a rule names is there.
    #[must_use]
    pub fn section(&self, name: &str) -> &Value {
        const NOTHING: &Value = &Value::Null;
        self.sections.iter().find(|(section, _)| *section == name).map_or(NOTHING, |(_, value)| value)
    }

    /// `config["key"]`
    ///
    /// # Errors
    ///
    /// Where the section lacks the key.
    pub fn required(&self, section: &str, key: &str) -> Result<&Value, Crash> {
        self.section(section).get(key).ok_or_else(|| Crash::new(format!("'{key}'")))
    }
}
