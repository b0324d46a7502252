//! Finding the files to scan.

use std::path::PathBuf;

/// One thing to scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name for reports; bytes that are no UTF-8 stand as `\xNN`.
    pub name: String,
    /// Where its bytes are.
    pub origin: Origin,
}

/// Where a target's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In a file.
    File(PathBuf),
    /// On standard input.
    Stdin,
}
