//! Holds the scanner's answers against Bandit's on released Python packages, byte for byte.
//!
//! A job is a tree (an unpacked release), a case (a way to call the scanner) and a format. [`data`] reads which there
//! are, [`fetch`] brings the trees, [`run`] runs a scanner on one, [`mod@reference`] has Bandit's answers, [`mask`] takes
//! out what differs between two runs of Bandit itself, [`compare`] tells what is left, [`time`] compares processor
//! time. The command line is in `src/bin/parity.rs`.

pub mod compare;
pub mod data;
pub mod fetch;
pub mod mask;
pub mod reference;
pub mod run;
pub mod time;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Why a comparison could not be made. None of these says that the scanners differ.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or a folder could not be read or written.
    #[error("{path}: {source}")]
    Io {
        /// The path in question.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A data file does not say what it should.
    #[error("{path}: {what}")]
    Data {
        /// The data file.
        path: PathBuf,
        /// What is wrong in it.
        what: String,
    },
    /// A program that is needed could not be run, or failed.
    #[error("{command}: {what}")]
    Command {
        /// The command, as it was called.
        command: String,
        /// What went wrong.
        what: String,
    },
    /// There is nothing to compare with.
    #[error("{0}")]
    NoAnswer(String),
}

/// The result of everything here.
pub type Result<T> = std::result::Result<T, Error>;

/// Names the path in an error of the system.
pub(crate) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::Io { path, source }
}

/// The SHA-256 of the bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(Sha256::digest(bytes).as_slice())
}

pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
