//! The case format: what `case.toml` may say, and finding the cases under `corpus/cases`.
//!
//! A case is a folder `corpus/cases/GROUP/NAME` with
//! - `case.toml`: a description, the setup, and one or more runs (lists of arguments) over the same files;
//! - `files/`: what is laid out in the folder the scanner is run in;
//! - `answers/RUN/`: what the reference answered, as [`crate::answer`] has it;
//! - `ours/RUN/`: what Stockade answers instead, for a run that names a reason.
//!
//! Laying out is in [`crate::layout`], running in [`crate::scanner`].

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::layout::Step;

/// Some files, and what a scanner says of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Case {
    /// `GROUP/NAME`.
    #[serde(skip)]
    pub name: String,
    /// Where `case.toml` lies.
    #[serde(skip)]
    pub folder: PathBuf,
    /// What the case holds, in a sentence.
    pub description: String,
    /// What is done after `files/` has been laid out.
    #[serde(default)]
    pub setup: Vec<Step>,
    /// The runs, each in a fresh copy of the files.
    pub run: Vec<Run>,
}

/// One command line over a case's files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Run {
    /// Names the folder of the answer. With `formats` it may be left out.
    #[serde(default)]
    pub name: String,
    /// The arguments. `{work}` stands for the folder of the run, and `\xNN` for a byte that is not UTF-8.
    pub args: Vec<String>,
    /// Makes one run of each format named, with `-f FORMAT` before the arguments.
    #[serde(default)]
    formats: Vec<String>,
    /// The program.
    #[serde(default)]
    pub twin: Twin,
    /// The file that standard input comes from; nothing otherwise.
    pub stdin: Option<PathBuf>,
    /// Variables set beside the few that every run has.
    #[serde(default)]
    pub env: BTreeMap<String, String>,
    /// Standard output is a terminal.
    #[serde(default)]
    pub terminal: bool,
    /// Standard output goes to this file, as it is and unrecorded: `/dev/full`.
    pub stdout: Option<PathBuf>,
    /// Runs without the superuser's right to read everything.
    #[serde(default)]
    pub unprivileged: bool,
    /// What is not compared: it differs from run to run, or differs by a named difference as a whole.
    #[serde(default)]
    pub unrecorded: Vec<Part>,
    /// Why Stockade answers otherwise on purpose; the parts that differ lie in `ours/RUN`.
    pub ours: Option<String>,
}

/// The programs that Bandit installs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Twin {
    /// The scanner.
    #[default]
    Bandit,
    /// Writes a configuration.
    BanditConfigGenerator,
    /// Compares two commits.
    BanditBaseline,
}

impl Twin {
    /// The program's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Twin::Bandit => "bandit",
            Twin::BanditConfigGenerator => "bandit-config-generator",
            Twin::BanditBaseline => "bandit-baseline",
        }
    }
}

/// A part of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The exit code.
    Exit,
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
    /// The files written.
    Files,
}

impl Case {
    /// Reads the case of a folder.
    ///
    /// # Errors
    /// When `case.toml` cannot be read or says what the format has no word for.
    pub fn read(folder: &Path, name: String) -> io::Result<Case> {
        let file = folder.join("case.toml");
        let wrong =
            |why: String| io::Error::new(io::ErrorKind::InvalidData, format!("{}: {why}", file.display()));
        let text = fs::read_to_string(&file).map_err(|error| wrong(error.to_string()))?;
        let mut case: Case = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
        case.run = case.run.iter().flat_map(Run::spread).collect();
        case.name = name;
        case.folder = folder.to_owned();
        let mut names: Vec<_> = case.run.iter().map(|run| run.name.as_str()).collect();
        names.sort_unstable();
        if names.iter().any(|name| name.is_empty()) || names.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(wrong("every run needs a name of its own".to_owned()));
        }
        Ok(case)
    }

    /// Every case below `corpus/cases`, sorted by name.
    ///
    /// # Errors
    /// As for [`Case::read`].
    pub fn all() -> io::Result<Vec<Case>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/cases").canonicalize()?;
        let mut cases = Vec::new();
        for group in folders(&root)? {
            for folder in folders(&group)? {
                let name = format!("{}/{}", file_name(&group), file_name(&folder));
                cases.push(Case::read(&folder, name)?);
            }
        }
        Ok(cases)
    }

    /// Where the reference's answer to a run lies.
    #[must_use]
    pub fn answer(&self, run: &Run) -> PathBuf {
        self.folder.join("answers").join(&run.name)
    }

    /// Where the parts lie in which Stockade's answer differs on purpose.
    #[must_use]
    pub fn ours(&self, run: &Run) -> PathBuf {
        self.folder.join("ours").join(&run.name)
    }
}

impl Run {
    /// The runs that `formats` makes of this one.
    fn spread(&self) -> Vec<Run> {
        if self.formats.is_empty() {
            return vec![self.clone()];
        }
        let one = |format: &String| {
            let name = if self.name.is_empty() { format.clone() } else { format!("{}-{format}", self.name) };
            let args =
                ["-f".to_owned(), format.clone()].into_iter().chain(self.args.iter().cloned()).collect();
            Run { name, args, formats: Vec::new(), ..self.clone() }
        };
        self.formats.iter().map(one).collect()
    }

    /// The arguments, with the run's folder in its place.
    #[must_use]
    pub fn arguments(&self, work: &Path) -> Vec<OsString> {
        let work = work.to_string_lossy();
        self.args.iter().map(|argument| bytes_as_name(&argument.replace("{work}", &work))).collect()
    }

    /// Whether a part of the answer counts.
    #[must_use]
    pub fn records(&self, part: Part) -> bool {
        !self.unrecorded.contains(&part)
    }
}

/// A name for the file system: the text, in which `\xNN` (NN at least 80) stands for a byte.
#[must_use]
pub fn bytes_as_name(text: &str) -> OsString {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let digits = rest.get(at + 2..at + 4).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        if let Some(byte) = digits.filter(|byte| *byte >= 0x80) {
            bytes.push(byte);
            rest = &rest[at + 4..];
        } else {
            bytes.extend_from_slice(b"\\x");
            rest = &rest[at + 2..];
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    os_string(bytes)
}

#[cfg(unix)]
fn os_string(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

#[cfg(not(unix))]
fn os_string(bytes: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

fn folders(root: &Path) -> io::Result<Vec<PathBuf>> {
    let mut folders = Vec::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            folders.push(entry.path());
        }
    }
    folders.sort();
    Ok(folders)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_formats_becomes_one_run_each() {
        let run: Run =
            toml::from_str("name = 'low'\nargs = ['-l', '.']\nformats = ['json', 'csv']").expect("a run");
        let runs = run.spread();
        assert_eq!(runs[1].name, "low-csv");
        assert_eq!(runs[1].args, ["-f", "csv", "-l", "."]);
    }

    #[cfg(unix)]
    #[test]
    fn names_may_hold_bytes() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(bytes_as_name("a\\xffb\\x41\\").as_bytes(), b"a\xffb\\x41\\");
    }
}
