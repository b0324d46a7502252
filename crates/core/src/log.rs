//! Messages for whoever runs a scan, kept as data until the command prints them.

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The part of Bandit that says it: `manager`, `tester`, `node_visitor`, `config`.
    pub module: &'static str,
    /// How grave it is.
    pub level: Level,
    /// The text, which may span lines.
    pub message: String,
}

/// The gravity of a message, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For a look inside.
    Debug,
    /// What goes on.
    Info,
    /// Something is not as it should be, and the run goes on.
    Warning,
    /// Something failed.
    Error,
}

impl Level {
    /// The name in capitals.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Debug => "DEBUG",
            Level::Info => "INFO",
            Level::Warning => "WARNING",
            Level::Error => "ERROR",
        }
    }
}

impl Record {
    /// A warning.
    pub fn warning(module: &'static str, message: impl Into<String>) -> Record {
        Record { module, level: Level::Warning, message: message.into() }
    }

    /// An error.
    pub fn error(module: &'static str, message: impl Into<String>) -> Record {
        Record { module, level: Level::Error, message: message.into() }
    }

    /// An information.
    pub fn info(module: &'static str, message: impl Into<String>) -> Record {
        Record { module, level: Level::Info, message: message.into() }
    }
}
