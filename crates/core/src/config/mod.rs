//! Configuration as data, whatever file it stood in, and Bandit's configuration: its defaults, its old dialect, and
//! what it says of itself when it is wrong.
//!
//! Settings of rules are handed on as values; what they mean, the rules know.

mod catalog;
pub mod ini;
mod legacy;
pub mod pattern;
pub mod settings;
pub mod toml;
mod value;
pub mod yaml;

use std::fs;
use std::path::Path;

pub use self::catalog::Catalog;
pub use self::legacy::{DeniedNames, LegacyDenyLists};
pub use self::value::Value;

use self::legacy::LegacyProfile;
use crate::discover::{self, Filter};
use crate::log::Record;
use crate::profile::Profile;
use crate::pystr;

/// Why a text is no value.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// Python's reader refuses it with these words.
    Refused(String),
    /// Python stops with an exception of another kind, or the text is beyond what is safe to hold.
    Unusable(String),
}

/// Why a configuration cannot be used: `file : reason`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Error(String);

/// Bandit's configuration.
#[derive(Debug)]
pub struct Config {
    /// The name of the file; none without one.
    file: Option<String>,
    values: Value,
    profiles: Vec<(Value, LegacyProfile)>,
}

impl Config {
    /// What holds without a file.
    #[must_use]
    pub fn without_file() -> Config {
        let patterns = ["*.py", "*.pyw"].map(|pattern| Value::Str(pattern.to_owned()));
        let include = (Value::Str("include".to_owned()), Value::List(patterns.into()));
        Config { file: None, values: Value::Map(vec![include]), profiles: Vec::new() }
    }

    /// Reads a file: TOML where its name ends so, YAML otherwise. `log` receives what Bandit logs on the way.
    ///
    /// # Errors
    ///
    /// When the file cannot be read or is no configuration.
    pub fn read(path: &Path, catalog: &Catalog, log: &mut Vec<Record>) -> Result<Config, Error> {
        let file = pystr::printable(path.as_os_str()).into_owned();
        let error = |reason: &str| Error(format!("{file} : {reason}"));
        let bytes = fs::read(path).map_err(|_| error("Could not read config file."))?;
        let read = if file.ends_with(".toml") {
            toml::table(&bytes, &["tool", "bandit"])
        } else {
            yaml::load(&bytes, &file)
        };
        let values = read.map_err(|failure| match failure {
            Failure::Refused(words) => {
                log.push(Record::error("config", words));
                error("Error parsing file.")
            }
            Failure::Unusable(reason) => error(&reason),
        })?;
        if let Some(record) = legacy::validate(&values, &file).map_err(|reason| error(&reason))? {
            log.push(record);
        }
        let profiles = legacy::profiles(&values, catalog, log).map_err(|reason| error(&reason))?;
        Ok(Config { file: Some(file), values, profiles })
    }

    /// The value at a path of keys, each behind a dot.
    #[must_use]
    pub fn option(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(&self.values, |value, key| value.get(key))
    }

    /// The value at a path, unless Python takes it for false.
    fn set(&self, path: &str) -> Option<&Value> {
        self.option(path).filter(|value| value.is_truthy())
    }

    /// The rules that a run without a named profile includes and excludes, or those of a profile.
    ///
    /// # Errors
    ///
    /// When there is no such profile, or something in it is no id.
    pub fn profile(&self, name: Option<&str>) -> Result<Profile, Error> {
        let file = self.file.as_deref().unwrap_or("None");
        let ids = |what: &str, values: &[Value]| {
            let ids = values.iter().map(|id| id.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>();
            ids.ok_or_else(|| Error(format!("{file} : The ids under '{what}' must be strings.")))
        };
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            let option = |key| match self.set(key).map(Value::elements) {
                None => Ok(Vec::new()),
                Some(Some(elements)) => ids(key, &elements),
                Some(None) => Err(Error(format!("{file} : '{key}' must be a list of ids."))),
            };
            return Ok(Profile::new(option("tests")?, option("skips")?));
        };
        let Some((_, profile)) = self.profiles.iter().find(|(own, _)| own.as_str() == Some(name)) else {
            return Err(Error(format!("Unable to find profile ({name}) in config file: {file}")));
        };
        let chosen = Profile::new(ids("include", &profile.include)?, ids("exclude", &profile.exclude)?);
        Ok(Profile { legacy: profile.deny_lists.clone(), ..chosen })
    }

    /// What decides which files are looked at: the patterns of the configuration, and the exclusions that stand,
    /// separated by commas, on the command line.
    ///
    /// # Errors
    ///
    /// When something in the configuration is no pattern.
    pub fn filter(&self, excluded_paths: &str) -> Result<Filter, Error> {
        let error = |reason: &str| Error(format!("{} : {reason}", self.file.as_deref().unwrap_or("None")));
        let patterns = |key: &str| match self.set(key).map(Value::elements) {
            None => Ok(Vec::new()),
            Some(elements) => elements
                .and_then(|elements| elements.iter().map(|one| one.as_str().map(str::to_owned)).collect())
                .ok_or_else(|| error(&format!("'{key}' must be a list of patterns."))),
        };
        let mut include = patterns("include")?;
        if include.is_empty() {
            include.push("*.py".to_owned());
        }
        let mut exclude = patterns("exclude_dirs")?;
        if !excluded_paths.is_empty() {
            // The exclusions of both are one list to Bandit, which only a list can be added to.
            if self.set("exclude_dirs").is_some_and(|value| value.as_list().is_none()) {
                return Err(error("'exclude_dirs' must be a list of patterns."));
            }
            exclude
                .extend(excluded_paths.split(',').map(|path| discover::exclusion_of_argument(path.as_ref())));
        }
        Ok(Filter::new(&include, &exclude))
    }
}

#[cfg(test)]
mod tests;
