//! Why there is no report.

use std::io;

use stockade_core::config::settings::load::LoadError;
use stockade_core::config::settings::unknown_selector;
use stockade_core::inventory;
use stockade_core::project::TargetError;
use stockade_rules::select::{Book, Unknown};

/// Why there is no report. Each says what is wrong and what would help.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A target does not exist or cannot be read.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// Below the targets there is no Python file.
    #[error("nothing to scan: no Python file below {0}")]
    NothingToScan(String),
    /// A selector that means no rule.
    #[error("`{word}` means no rule: {cure}")]
    Selector {
        /// The word.
        word: String,
        /// What may have been meant, or what selectors there are.
        cure: String,
    },
    /// A pattern of files that is none.
    #[error("{0}")]
    Pattern(String),
    /// The selection leaves no rule.
    #[error("no rule is selected, so nothing would be found: look at `select` and `ignore`")]
    NoRule,
    /// A configuration that cannot be used.
    #[error(transparent)]
    Configuration(#[from] LoadError),
    /// The operating system refused something, such as threads.
    #[error(transparent)]
    System(#[from] io::Error),
}

impl From<Unknown> for Error {
    fn from(unknown: Unknown) -> Error {
        let cure = unknown_selector(&unknown.0, &Book);
        Error::Selector { word: unknown.0, cure }
    }
}

impl From<inventory::Error> for Error {
    fn from(error: inventory::Error) -> Error {
        match error {
            inventory::Error::Target(error) => Error::Target(error),
            inventory::Error::System(error) => Error::System(error),
            error @ inventory::Error::Pattern { .. } => Error::Pattern(error.to_string()),
        }
    }
}
