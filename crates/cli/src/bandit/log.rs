//! Bandit's log on standard error: `[module]` TAB level TAB message, or the format of the configuration.

mod template;

use stockade_core::config::Value;
use stockade_core::log::{Level, Record};

use self::template::Template;
use crate::twin::eprint_all;

/// The log of a run.
#[derive(Debug)]
pub(crate) struct Log {
    least: Level,
    template: Option<Template>,
}

impl Log {
    /// A log that tells what is at least so grave.
    pub(crate) fn new(least: Level) -> Log {
        let log = Log { least, template: None };
        log.began();
        log
    }

    fn began(&self) {
        self.debug("main", || "logging initialized".to_owned());
    }

    /// Whether records of that level are told.
    pub(crate) fn tells(&self, level: Level) -> bool {
        level >= self.least
    }

    /// Follows the configuration's `log_format`, which makes the log tell everything.
    ///
    /// A format whose fields cannot be filled costs a warning, as it costs Bandit a traceback each record.
    pub(crate) fn follow(&mut self, format: &Value) -> Result<(), String> {
        let Value::Str(format) = format else {
            return Err(format!(
                "The log_format of the configuration must be a string, not {}.",
                format.type_name()
            ));
        };
        if !template::holds_field(format) {
            return Err(format!(
                "The log_format of the configuration, {format:?}, holds no field such as %(message)s."
            ));
        }
        self.least = Level::Debug;
        match Template::parse(format) {
            Ok(template) => {
                self.template = Some(template);
                self.began();
            }
            Err(reason) => {
                let said = format!("The log_format of the configuration cannot be followed: {reason}");
                self.record(&Record::warning("main", said));
            }
        }
        Ok(())
    }

    /// Tells problems only, in the usual format.
    pub(crate) fn quieten(&mut self) {
        *self = Log::new(Level::Warning);
    }

    /// Tells one thing, if it is grave enough.
    pub(crate) fn record(&self, record: &Record) {
        if !self.tells(record.level) {
            return;
        }
        let line = match &self.template {
            Some(template) => template.fill(record),
            None => format!("[{}]\t{}\t{}", record.module, record.level.as_str(), record.message),
        };
        eprint_all(format!("{line}\n").as_bytes());
    }

    /// Tells several things.
    pub(crate) fn records(&self, records: &[Record]) {
        records.iter().for_each(|record| self.record(record));
    }

    /// Tells what the run itself has to say.
    pub(crate) fn info(&self, message: impl Into<String>) {
        self.record(&Record::info("main", message));
    }

    /// Tells a detail; the message is made only where it is told.
    pub(crate) fn debug(&self, module: &'static str, message: impl FnOnce() -> String) {
        if self.tells(Level::Debug) {
            self.record(&Record { module, level: Level::Debug, message: message() });
        }
    }
}
