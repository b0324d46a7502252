//! Why there is no report.

use std::io;
use std::path::PathBuf;

use stockade_core::baseline;
use stockade_core::config::settings::load::LoadError;
use stockade_core::config::settings::unknown_selector;
use stockade_core::inventory::{self, Inventory};
use stockade_core::project::TargetError;
use stockade_rules::select::{Book, Unfit, Unknown};
use stockade_rules::table::TooManyRules;

use crate::since::SinceError;

/// Why there is no report. Each says what is wrong and what would help.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A target does not exist or cannot be read.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// Below the targets there is no Python file. It is said what was looked for and what was left out.
    #[error("nothing to scan: {0}")]
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
    #[error("`{pattern}` is no pattern of files: {reason}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The selection leaves no rule.
    #[error("no rule is selected, so nothing would be found: look at `select` and `ignore`")]
    NoRule,
    /// A rule that cannot be added.
    #[error(transparent)]
    Rule(#[from] Unfit),
    /// More rules for calls than one scan can have.
    #[error(transparent)]
    TooManyRules(#[from] TooManyRules),
    /// A configuration that cannot be used.
    #[error(transparent)]
    Configuration(#[from] LoadError),
    /// The baseline cannot be used.
    #[error(transparent)]
    Baseline(#[from] baseline::Error),
    /// It is not known what changed since the revision.
    #[error(transparent)]
    Since(#[from] SinceError),
    /// The operating system refused something, such as threads.
    #[error(transparent)]
    System(#[from] io::Error),
}

impl From<inventory::Error> for Error {
    fn from(error: inventory::Error) -> Error {
        match error {
            inventory::Error::Target(error) => Error::Target(error),
            inventory::Error::System(error) => Error::System(error),
            inventory::Error::Pattern { pattern, reason, .. } => Error::Pattern { pattern, reason },
        }
    }
}

impl Error {
    pub(crate) fn selector(unknown: Unknown, book: &Book) -> Error {
        let cure = unknown_selector(&unknown.0, book);
        Error::Selector { word: unknown.0, cure }
    }

    pub(crate) fn nothing_to_scan(targets: &[PathBuf], inventory: &Inventory) -> Error {
        /// So many are named; the others are counted.
        const SHOWN: usize = 5;
        let targets: Vec<String> = targets.iter().map(|path| path.display().to_string()).collect();
        let mut text = format!(
            "no Python in {} (looked for *.py, *.pyw, *.pyi, *.ipynb, and files that begin with a line that has Python \
             run them)",
            targets.join(", ")
        );
        for (name, reason) in &inventory.unreadable {
            text.push_str(&format!("\n  {name} could not be listed: {reason}"));
        }
        for left in inventory.left_out.iter().take(SHOWN) {
            text.push_str(&format!("\n  {} was left out: {}", left.name, left.by));
        }
        if let Some(more @ 1..) = inventory.left_out.len().checked_sub(SHOWN) {
            text.push_str(&format!("\n  and {more} more"));
        }
        if !inventory.left_out.is_empty() {
            text.push_str("\nIgnore files, virtual environments and caches are scanned with --no-ignore.");
        }
        Error::NothingToScan(text)
    }
}
