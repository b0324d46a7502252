//! Fixes put into files, so that nothing else in them changes: not the encoding, not a line ending, not a mark.
//!
//! What a fix is stands in [`finding`](crate::finding); which rule has which, with the rules. Here fixes of a report
//! become [`Change`]s, one a file, which can be looked at first and written then.

mod edit;
mod write;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::finding::Fix;
use crate::report::{FileReport, Remark, RemarkKind, Report};

pub use edit::{Edited, Refusal, apply};

/// What the fixes of a report make of one file.
#[derive(Debug)]
pub struct Change {
    /// The file's name, as the report has it.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Its bytes.
    pub before: Vec<u8>,
    /// What they become.
    pub after: Vec<u8>,
    /// The fixes that are in it, in the order of the text.
    pub fixed: Vec<Fixed>,
    /// How many fixes wait for another run, since they change what these have changed.
    pub waiting: usize,
}

/// A fix that is part of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// The line of what is fixed, from 1.
    pub line: u32,
    /// The id of the rule, or `nosec` for a suppression in vain.
    pub what: &'static str,
    /// What the fix does.
    pub title: String,
}

/// Why a file stays as it is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It could not be read again.
    #[error("{name}: cannot be read again: {source}")]
    Read {
        /// The file.
        name: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// It came from standard input.
    #[error("{0}: not fixed, since it was read from standard input; name the file instead")]
    Stdin(String),
    /// It is not what was scanned.
    #[error("{0}: not fixed, since it has changed since it was scanned; run the scan again")]
    Changed(String),
    /// Its fixes cannot be put into it.
    #[error("{name}: not fixed, since {refusal}")]
    Refused {
        /// The file.
        name: String,
        /// Why not.
        refusal: Refusal,
    },
    /// It could not be written.
    #[error("{name}: cannot be written: {source}")]
    Write {
        /// The file.
        name: String,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl Error {
    /// Whether something went wrong, and the file was not only left alone for its own sake.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        !matches!(self, Error::Refused { .. })
    }
}

/// The bytes of a file that was scanned, in short.
pub(crate) fn digest(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The changes that the reported findings and the suppressions in vain ask for, in the order of the report. Nothing is
/// written.
pub fn changes(report: &Report) -> impl Iterator<Item = Result<Change, Error>> {
    report.files.iter().filter_map(|file| change(&report.run.root, file).transpose())
}

/// What the fixes of one file make of it; none if it has none.
fn change(root: &Path, file: &FileReport) -> Result<Option<Change>, Error> {
    let fixes = fixes(file);
    if fixes.is_empty() {
        return Ok(None);
    }
    let name = || file.name.clone();
    let Some(scanned) = file.digest else { return Err(Error::Stdin(name())) };
    let path = root.join(&file.name);
    let before = std::fs::read(&path).map_err(|source| Error::Read { name: name(), source })?;
    if scanned != digest(&before) {
        return Err(Error::Changed(name()));
    }
    let in_order: Vec<&Fix> = fixes.iter().map(|(fix, _)| *fix).collect();
    let edited = apply(&before, &in_order).map_err(|refusal| Error::Refused { name: name(), refusal })?;
    let mut fixed: Vec<Fixed> = edited.applied.iter().map(|&at| fixes[at].1.clone()).collect();
    fixed.sort_by_key(|fixed| fixed.line);
    let waiting = fixes.len() - fixed.len();
    Ok(Some(Change { name: name(), path, before, after: edited.bytes, fixed, waiting }))
}

/// The fixes of a file, those of its findings first.
fn fixes(file: &FileReport) -> Vec<(&Fix, Fixed)> {
    let of = |fix, line, what| {
        let fix: &Fix = fix;
        (fix, Fixed { line, what, title: fix.title.clone().into_owned() })
    };
    let is_unused = |remark: &&Remark| remark.kind == RemarkKind::Unused;
    let findings = file
        .findings
        .iter()
        .filter_map(|finding| Some(of(finding.fix.as_deref()?, finding.span.start.line, finding.rule.id)));
    let remarks = file.remarks.iter().filter(is_unused);
    let remarks =
        remarks.filter_map(|remark| Some(of(remark.fix.as_deref()?, remark.span.start.line, "nosec")));
    findings.chain(remarks).collect()
}
