//! Why there is no report.

use std::io;
use std::path::PathBuf;

use stockade_core::baseline;

use crate::since::SinceError;

/// Why there is no report. Each says what is wrong and what would help.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A target does not exist or cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Target {
        /// The target.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// Below the targets there is no Python file.
    #[error("nothing to scan: no Python file below {0}")]
    NothingToScan(String),
    /// A selector that means no rule.
    #[error(
        "`{0}` is no id, no beginning of an id, no name and no weakness of a rule; `stockade rules` lists them"
    )]
    Selector(String),
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
