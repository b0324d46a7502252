//! What a scan knows of Python sources: files, decoding, the tree and the walk, names, suppression, findings.
//!
//! This crate understands Python. It knows no rule, no library's API, no output format and no policy.

pub mod ast;
pub mod baseline;
pub mod cache;
pub mod config;
pub mod discover;
pub mod excerpts;
pub mod finding;
pub mod fingerprint;
pub mod fix;
pub mod fnmatch;
pub mod inventory;
pub mod log;
pub mod metrics;
pub mod module;
pub mod nosec;
pub mod parse;
pub mod profile;
pub mod project;
pub mod pystr;
pub mod report;
pub mod scan;
pub mod semantic;
pub mod source;
pub mod suppress;
pub mod text;
pub mod walk;
