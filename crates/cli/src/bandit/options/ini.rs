//! How the settings of a `.bandit` file join the command line.
//!
//! The command line wins. What a setting replaces is told by comparing the value with the default, so that an option
//! given its default value counts as not given; and only options without a default tell where they came from.

use std::path::PathBuf;

use stockade_core::log::Record;

use super::{OptionError, Options, Output, Setting, Threshold, spec};
use crate::python::int;

impl Options {
    /// Lets a `.bandit` file fill in what the command line left open, and says so in the log.
    ///
    /// `settings` is the file's section `[bandit]`, `file` its name. The log is filled up to where an error ends it.
    pub(crate) fn merge_ini(
        &mut self,
        settings: &[(String, String)],
        file: &str,
        log: &mut Vec<Record>,
    ) -> Result<(), OptionError> {
        if settings.is_empty() {
            return Ok(());
        }
        let mut ini = Ini { settings, file, log };
        ini.fill_path(&mut self.config_file, "configfile", "config file");
        if self.excluded_paths == spec::EXCLUDED {
            ini.replace(&mut self.excluded_paths, "exclude");
        }
        ini.fill(&mut self.skips, "skips", "skipped tests");
        ini.fill(&mut self.tests, "tests", "selected tests");
        let targets = ini.get("targets").map(|targets| targets.split(',').map(Into::into).collect());
        let given = std::mem::take(&mut self.targets);
        let given = Some(given).filter(|targets| !targets.is_empty());
        self.targets = ini.pick(given, targets, "selected targets").unwrap_or_default();
        // Any text says yes, `false` too.
        self.recursive |= ini.get("recursive").is_some();
        if self.agg_type == spec::AGGREGATE {
            ini.replace(&mut self.agg_type, "aggregate");
        }
        if let Some(lines) = ini.number("number")?.filter(|_| self.context_lines == spec::CONTEXT_LINES) {
            self.context_lines = lines;
        }
        ini.fill(&mut self.profile, "profile", "profile");
        ini.replace_threshold(&mut self.severity, "level");
        ini.replace_threshold(&mut self.confidence, "confidence");
        if self.output_format == self.default_format {
            ini.replace(&mut self.output_format, "format");
        }
        ini.fill(&mut self.msg_template, "msg-template", "output message template");
        if let (Output::Stdout, Some(name)) = (&self.output, ini.setting("output")) {
            self.output = Output::Ini(name);
        }
        self.verbose |= ini.get("verbose").is_some();
        self.debug |= ini.get("debug").is_some();
        self.quiet |= ini.get("quiet").is_some();
        self.ignore_nosec |= ini.get("ignore-nosec").is_some();
        ini.fill_path(&mut self.baseline, "baseline", "path of a baseline report");
        Ok(())
    }
}

/// The file under way.
struct Ini<'i> {
    settings: &'i [(String, String)],
    file: &'i str,
    log: &'i mut Vec<Record>,
}

impl<'i> Ini<'i> {
    /// The text of a key, unless it is empty.
    fn get(&self, key: &str) -> Option<&'i str> {
        let setting = self.settings.iter().rev().find(|(name, _)| name == key);
        setting.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    fn setting(&self, key: &str) -> Option<Setting> {
        self.get(key).map(|value| Setting { file: self.file.to_owned(), value: value.to_owned() })
    }

    /// A whole number other than 0.
    fn number(&self, key: &str) -> Result<Option<i64>, OptionError> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let number = int::parse(value)
            .ok_or_else(|| OptionError::Number { file: self.file.to_owned(), value: value.to_owned() })?;
        Ok(Some(number).filter(|number| *number != 0))
    }

    /// The one that is there, the command line's first, with a word about it in the log.
    fn pick<T>(&mut self, given: Option<T>, ini: Option<T>, what: &str) -> Option<T> {
        let source = match (&given, &ini) {
            (Some(_), _) => "command line arg",
            (None, Some(_)) => "ini file",
            (None, None) => return None,
        };
        self.log.push(Record::info("main", format!("Using {source} for {what}")));
        given.or(ini)
    }

    /// Fills in a text that has no default. An empty one counts as none, and is none afterwards.
    fn fill(&mut self, value: &mut Option<String>, key: &str, what: &str) {
        let given = value.take().filter(|text| !text.is_empty());
        *value = self.pick(given, self.get(key).map(str::to_owned), what);
    }

    fn fill_path(&mut self, value: &mut Option<PathBuf>, key: &str, what: &str) {
        let given = value.take().filter(|path| !path.as_os_str().is_empty());
        *value = self.pick(given, self.get(key).map(PathBuf::from), what);
    }

    /// Replaces a text that is its default.
    fn replace(&self, value: &mut String, key: &str) {
        if let Some(text) = self.get(key) {
            text.clone_into(value);
        }
    }

    /// Replaces a level that is everything.
    fn replace_threshold(&self, value: &mut Threshold, key: &str) {
        if let (Threshold::Count(1), Some(text)) = (&value, self.setting(key)) {
            *value = Threshold::Ini(text);
        }
    }
}
