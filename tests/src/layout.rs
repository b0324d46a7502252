//! Lays a case's files out in a fresh folder: copies `files/`, then takes the steps of the setup.
//!
//! The steps make what cannot stand in a repository well: links, modes, odd bytes, odd names, deep or huge files, and
//! repositories.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

use crate::case::{Case, bytes_as_name};

/// One step of a setup. Paths are relative to the run's folder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "step")]
pub enum Step {
    /// Writes a file from parts.
    Write {
        /// Its name, in which `\xNN` stands for a byte.
        path: String,
        /// Its content.
        parts: Vec<Content>,
    },
    /// Makes a folder, and those above it.
    Folder {
        /// Its name.
        path: String,
    },
    /// Makes a symbolic link.
    Symlink {
        /// Where the link stands.
        path: String,
        /// What it says.
        to: String,
    },
    /// Sets a file's mode.
    Chmod {
        /// The file.
        path: String,
        /// The mode, in octal digits.
        mode: String,
    },
    /// Removes a file.
    Remove {
        /// The file.
        path: String,
    },
    /// Writes the same bytes to files numbered from 0.
    Many {
        /// The names, with `{}` for the number.
        path: String,
        /// How many.
        count: usize,
        /// The content of each.
        text: String,
    },
    /// Copies another folder of the case over the files.
    Overlay {
        /// The folder, beside `files/`.
        from: String,
    },
    /// Commits everything, in a repository made by the first such step.
    Commit {
        /// The message.
        message: String,
    },
}

/// A part of a file's content, written so many times over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Content {
    #[serde(default)]
    text: String,
    /// Pairs of digits, spaces between them allowed.
    #[serde(default)]
    hex: String,
    #[serde(default = "once")]
    times: usize,
}

fn once() -> usize {
    1
}

impl Content {
    fn bytes(&self) -> io::Result<Vec<u8>> {
        let digits: Vec<char> = self.hex.chars().filter(|c| !c.is_whitespace()).collect();
        let mut bytes = self.text.clone().into_bytes();
        for pair in digits.chunks(2) {
            let pair: String = pair.iter().collect();
            bytes.push(u8::from_str_radix(&pair, 16).map_err(|error| wrong(format!("{pair}: {error}")))?);
        }
        Ok(bytes.repeat(self.times))
    }
}

/// Lays the case out in an empty folder.
///
/// # Errors
/// When a file cannot be written, or a step's program is missing.
pub fn lay_out(case: &Case, work: &Path) -> io::Result<()> {
    let files = case.folder.join("files");
    if files.exists() {
        copy(&files, work)?;
    }
    case.setup.iter().try_for_each(|step| take(step, case, work))
}

fn take(step: &Step, case: &Case, work: &Path) -> io::Result<()> {
    match step {
        Step::Write { path, parts } => {
            let mut bytes = Vec::new();
            for part in parts {
                bytes.extend(part.bytes()?);
            }
            write(&place(work, path), &bytes)
        }
        Step::Folder { path } => fs::create_dir_all(place(work, path)),
        Step::Symlink { path, to } => symlink(to, &place(work, path)),
        Step::Chmod { path, mode } => chmod(&place(work, path), mode),
        Step::Remove { path } => fs::remove_file(place(work, path)),
        Step::Many { path, count, text } => (0..*count).try_for_each(|number| {
            write(&place(work, &path.replace("{}", &number.to_string())), text.as_bytes())
        }),
        Step::Overlay { from } => copy(&case.folder.join(from), work),
        Step::Commit { message } => commit(message, work),
    }
}

fn place(work: &Path, path: &str) -> PathBuf {
    work.join(bytes_as_name(path))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// The author and the dates are fixed, so that the commits have the same names each time.
fn commit(message: &str, work: &Path) -> io::Result<()> {
    if !work.join(".git").exists() {
        git(work, &["init", "-q", "-b", "main"])?;
    }
    git(work, &["add", "-A", "-f"])?;
    git(work, &["commit", "-q", "--allow-empty", "-m", message])
}

fn git(work: &Path, arguments: &[&str]) -> io::Result<()> {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(work).stdin(Stdio::null());
    for who in ["AUTHOR", "COMMITTER"] {
        command
            .env(format!("GIT_{who}_NAME"), "Nobody")
            .env(format!("GIT_{who}_EMAIL"), "nobody@example.com");
        command.env(format!("GIT_{who}_DATE"), "2001-02-03T04:05:06Z");
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(wrong(format!("git {arguments:?}: {status}"))) }
}

fn wrong(why: String) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

#[cfg(unix)]
fn symlink(to: &str, path: &Path) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    std::os::unix::fs::symlink(to, path)
}

#[cfg(unix)]
fn chmod(path: &Path, mode: &str) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = u32::from_str_radix(mode, 8).map_err(|error| wrong(format!("{mode}: {error}")))?;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn symlink(_to: &str, _path: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
fn chmod(_path: &Path, _mode: &str) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
