//! The pipelines of `docs/ci`, run as they are: every shell line of theirs, in a project of its own, with shims for what a
//! runner has and a test has not. What the gate decides there is what a team that copies them gets.

#![cfg(unix)]

mod dashboard;
mod github;
mod gitlab;
mod project;
mod yaml;

use std::path::{Path, PathBuf};

/// A file of `docs/ci`.
fn docs(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/ci").join(name)
}
