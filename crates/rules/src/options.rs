//! The configuration of the rules: each section read once a run, with Bandit's defaults for what is not there.
//!
//! Bandit looks a key up when a check needs it, and a section that lacks the key breaks the check off with a `KeyError`:
//! what is missing stays missing here, and the check says so.

use stockade_core::config::Value;

use crate::plugins::injection_shell::ShellInjection;
use crate::plugins::insecure_ssl_tls::BadVersions;
use crate::plugins::markupsafe_markup_xss::MarkupNames;
use crate::python;
use crate::rule::Crash;

/// The sections of the configuration, by name.
#[derive(Debug)]
pub struct Options {
    sections: Vec<(&'static str, Value)>,
    /// The functions that start processes.
    pub shell_injection: ShellInjection,
    /// The versions of SSL and TLS that are broken.
    pub bad_versions: BadVersions,
    /// What declares markup safe.
    pub markup_names: MarkupNames,
}

impl Options {
    /// Takes the sections from a configuration; `defaults` has every section that a rule reads, with its default.
    pub fn new(defaults: Vec<(&'static str, Value)>, configured: impl Fn(&str) -> Option<Value>) -> Options {
        let sections: Vec<_> =
            defaults.into_iter().map(|(name, default)| (name, configured(name).unwrap_or(default))).collect();
        Options {
            shell_injection: ShellInjection::new(section(&sections, "shell_injection")),
            bad_versions: BadVersions::new(section(&sections, "ssl_with_bad_version")),
            markup_names: MarkupNames::new(section(&sections, "markupsafe_xss")),
            sections,
        }
    }

    /// A section. Every one that a rule names is there.
    #[must_use]
    pub fn section(&self, name: &str) -> &Value {
        section(&self.sections, name)
    }

    /// `config["key"]`
    ///
    /// # Errors
    ///
    /// Where the section lacks the key, or has no keys.
    pub fn required(&self, section: &str, key: &str) -> Result<&Value, Crash> {
        python::item(self.section(section), key)
    }
}

fn section<'o>(sections: &'o [(&'static str, Value)], name: &str) -> &'o Value {
    const NOTHING: &Value = &Value::Null;
    sections.iter().find(|(section, _)| *section == name).map_or(NOTHING, |(_, value)| value)
}
