//! The file of known findings: what it holds, reading it strictly, writing it so that its differences can be read.
//! Holding a scan against it is not done here.
//!
//! ```json
//! {
//!   "tool": "stockade",
//!   "version": 1,
//!   "root": ".",
//!   "entries": [
//!     {"file": "app.py", "rule": "B602", "identity": "0f…", "count": 1, "line": 7, "message": "…"}
//!   ]
//! }
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::ops::Bound;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::report::{FileReport, Report, StaleEntry};

/// The version of the format that is written, and the only one that is read.
pub const VERSION: u64 = 1;

/// Findings that are known, so that a scan does not report them again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    /// Where the names of files start from, as seen from the file's own folder; none where the two are apart.
    root: Option<String>,
    entries: BTreeMap<Key, Entry>,
}

/// What tells an entry from others. The order of keys is the order in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The file, relative to the root, with `/`.
    pub file: String,
    /// The rule's id.
    pub rule: String,
    /// [`Fingerprint::identity`](crate::finding::Fingerprint::identity), which twins in a file share.
    pub identity: [u8; 16],
}

/// What is known of the findings of one identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// How many of them there are; at least one.
    pub count: u64,
    /// Where the first of them stood when it was recorded: a hint for people, by which nothing is matched.
    pub line: u32,
    /// What it said: for people, too.
    pub message: String,
}

/// Why a baseline cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read.
    #[error("cannot read the baseline {}: {source}; `stockade baseline create -o {}` makes one", path.display(), path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("cannot write the baseline {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// The names in the file start from another folder than those of the scan.
    #[error(
        "the names in {} start from {recorded:?}, seen from its folder, and those of this scan from {found:?}: nothing \
         would match; scan the same project (a `stockade.toml` at its root, empty or not, makes every scan of a part of \
         it know the root), or, if the file was moved, set its \"root\" to {found:?}",
        path.display()
    )]
    Root {
        /// The file.
        path: PathBuf,
        /// The root by the file.
        recorded: String,
        /// The root of the scan.
        found: String,
    },
    /// The file holds something else.
    #[error("{}:{}:{}: {}; {}", path.display(), problem.line, problem.column, problem.cause, problem.cure)]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: Problem,
    },
}

/// What is wrong with a baseline's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in bytes.
    pub column: usize,
    /// What is wrong.
    pub cause: String,
    /// What to do about it.
    pub cure: &'static str,
}

/// The file as JSON; its entries are read one by one, so that a complaint can name the line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document<'t> {
    #[serde(borrow)]
    tool: &'t RawValue,
    #[serde(borrow)]
    version: &'t RawValue,
    root: Option<String>,
    #[serde(borrow)]
    entries: Vec<&'t RawValue>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'t> {
    #[serde(borrow)]
    file: std::borrow::Cow<'t, str>,
    #[serde(borrow)]
    rule: std::borrow::Cow<'t, str>,
    identity: String,
    count: u64,
    line: u32,
    #[serde(borrow)]
    message: std::borrow::Cow<'t, str>,
}

const RECREATE: &str = "mend it, or make it anew with `stockade baseline create --force`";
const MERGED: &str = "keep the entries of both sides, each once, then run `stockade baseline update`";
const FOREIGN: &str = "make a baseline of the findings of today with `stockade baseline create`";

impl Baseline {
    /// Reads a baseline from a file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or holds anything but a baseline of this version. Nothing is passed over: a baseline
    /// that is half understood would let findings through, or report what is known.
    pub fn read(path: &Path) -> Result<Baseline, Error> {
        let bytes = fs::read(path).map_err(|source| Error::Read { path: path.to_owned(), source })?;
        let text = String::from_utf8(bytes).map_err(|error| Error::Read {
            path: path.to_owned(),
            source: io::Error::new(io::ErrorKind::InvalidData, error.utf8_error()),
        })?;
        Baseline::parse(&text).map_err(|problem| Error::Content { path: path.to_owned(), problem })
    }

    /// Reads the baseline of a project with this root.
    ///
    /// # Errors
    ///
    /// As [`Baseline::read`], and when the names in it start from another root.
    pub fn read_for(path: &Path, root: &Path) -> Result<Baseline, Error> {
        let baseline = Baseline::read(path)?;
        match (&baseline.root, root_from(path, root)) {
            (Some(recorded), Some(found)) if *recorded != found => {
                Err(Error::Root { path: path.to_owned(), recorded: recorded.clone(), found })
            }
            _ => Ok(baseline),
        }
    }

    /// Reads a baseline's text.
    ///
    /// # Errors
    ///
    /// As [`Baseline::read`].
    pub fn parse(text: &str) -> Result<Baseline, Problem> {
        let document = document(text)?;
        let mut entries: BTreeMap<Key, Entry> = BTreeMap::new();
        let mut places: BTreeMap<Key, usize> = BTreeMap::new();
        for raw in document.entries {
            let at = offset(text, raw.get());
            let (key, entry) = read_entry(raw.get()).map_err(|fault| fault.problem(text, at))?;
            if let Some(&before) = places.get(&key) {
                let cause = format!("the same entry as in line {}", line_of(text, before).0);
                let fault = Fault {
                    at: 0,
                    cause,
                    cure: "delete one of the two, then run `stockade baseline update`",
                };
                return Err(fault.problem(text, at));
            }
            places.insert(key.clone(), at);
            entries.insert(key, entry);
        }
        Ok(Baseline { root: document.root, entries })
    }

    /// What a report's findings make known; what is suppressed is not among them. `path` is where the file will be.
    #[must_use]
    pub fn of(report: &Report, path: &Path) -> Baseline {
        Baseline { root: root_from(path, &report.run.root), ..Baseline::default() }.with(report)
    }

    /// The same, and what the report's findings add to it. An entry that stands keeps its hints, so that its line in the
    /// file changes only when its count does.
    #[must_use]
    pub fn with(mut self, report: &Report) -> Baseline {
        for (key, line, message) in report.files.iter().flat_map(keys) {
            let entry = self.entries.entry(key).or_insert_with(|| Entry {
                count: 0,
                line,
                message: message.to_owned(),
            });
            entry.count += 1;
        }
        self
    }

    /// The same without what is stale.
    #[must_use]
    pub fn without(mut self, stale: &[StaleEntry]) -> Baseline {
        for gone in stale {
            let key = Key { file: gone.file.clone(), rule: gone.rule.clone(), identity: gone.identity };
            if let Some(entry) = self.entries.get_mut(&key) {
                entry.count = entry.count.saturating_sub(gone.count);
                if entry.count == 0 {
                    self.entries.remove(&key);
                }
            }
        }
        self
    }

    /// The entries, by file, rule and identity.
    pub fn entries(&self) -> impl Iterator<Item = (&Key, &Entry)> {
        self.entries.iter()
    }

    /// The entries of one file.
    pub fn of_file(&self, file: &str) -> impl Iterator<Item = (&Key, &Entry)> {
        let first = Key { file: file.to_owned(), rule: String::new(), identity: [0; 16] };
        let rest = self.entries.range((Bound::Included(first), Bound::Unbounded));
        rest.take_while(move |(key, _)| key.file == file)
    }

    /// How many findings it knows.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.entries.values().map(|entry| entry.count).sum()
    }

    /// The text of the file: an entry a line, so that a change of one finding is a change of one line.
    #[must_use]
    pub fn text(&self) -> String {
        let root = serde_json::Value::from(self.root.as_deref());
        let mut text = format!(
            "{{\n  \"tool\": \"stockade\",\n  \"version\": {VERSION},\n  \"root\": {root},\n  \"entries\": ["
        );
        for (at, (key, entry)) in self.entries.iter().enumerate() {
            text.push_str(if at == 0 { "\n" } else { ",\n" });
            let string = |value: &str| serde_json::Value::from(value).to_string();
            // Writing to a string cannot fail.
            let _ = write!(
                text,
                "    {{\"file\": {}, \"rule\": {}, \"identity\": \"{}\", \"count\": {}, \"line\": {}, \"message\": {}}}",
                string(&key.file),
                string(&key.rule),
                hex(&key.identity),
                entry.count,
                entry.line,
                string(&entry.message)
            );
        }
        text.push_str(if self.entries.is_empty() { "]\n}\n" } else { "\n  ]\n}\n" });
        text
    }

    /// Writes the file: to another one beside it, which then takes its name, so that nobody ever sees half of it.
    ///
    /// # Errors
    ///
    /// Those of the operating system.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        self.replace(path).map_err(|source| Error::Write { path: path.to_owned(), source })
    }

    fn replace(&self, path: &Path) -> io::Result<()> {
        // What a link points to is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".stockade-baseline-");
        // A temporary file is its owner's alone, which the file that it becomes must not be.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder)?;
        if let Ok(before) = fs::metadata(&path) {
            file.as_file().set_permissions(before.permissions())?;
        }
        file.write_all(self.text().as_bytes())?;
        file.persist(&path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// The way from the folder of a file to a root that it is in, or that is in it; none where there is another.
fn root_from(path: &Path, root: &Path) -> Option<String> {
    let parent = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (folder, root) = (parent.canonicalize().ok()?, root.canonicalize().ok()?);
    let words = match (root.strip_prefix(&folder), folder.strip_prefix(&root)) {
        (Ok(down), _) => down.iter().map(|part| part.to_string_lossy().into_owned()).collect(),
        (_, Ok(up)) => up.iter().map(|_| "..".to_owned()).collect(),
        _ => return None,
    };
    let words: Vec<String> = words;
    Some(if words.is_empty() { ".".to_owned() } else { words.join("/") })
}

/// What the findings of a file are to a baseline: key, line, message; in the order of their places.
fn keys(file: &FileReport) -> impl Iterator<Item = (Key, u32, &str)> {
    let mut findings: Vec<_> = file.findings.iter().collect();
    findings.sort_by_key(|finding| finding.span);
    findings.into_iter().filter_map(|finding| {
        let identity = finding.fingerprint.as_ref()?.identity;
        let key = Key { file: file.name.clone(), rule: finding.rule.id.to_owned(), identity };
        Some((key, finding.span.start.line, finding.message.as_ref()))
    })
}

/// What is wrong, at an offset into the part of the text that was looked at.
struct Fault {
    at: usize,
    cause: String,
    cure: &'static str,
}

impl Fault {
    fn problem(self, text: &str, part: usize) -> Problem {
        let (line, column) = line_of(text, part + self.at);
        Problem { line, column, cause: self.cause, cure: self.cure }
    }
}

/// Reads all but the entries.
fn document(text: &str) -> Result<Document<'_>, Problem> {
    let at_start = |cause: &str, cure| Problem { line: 1, column: 1, cause: cause.to_owned(), cure };
    if let Some(line) = text.lines().position(|line| line.starts_with("<<<<<<<")) {
        let cause = "a conflict of a merge".to_owned();
        return Err(Problem { line: line + 1, column: 1, cause, cure: MERGED });
    }
    let malformed = |error: serde_json::Error| {
        let (line, column) = (error.line().max(1), error.column().max(1));
        Problem { line, column, cause: format!("no baseline: {}", words(&error)), cure: RECREATE }
    };
    // What it is, before it is held to the letter: a foreign report is told from a baseline with a slip.
    let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).map_err(malformed)?;
    if !fields.contains_key("entries") {
        if fields.contains_key("results")
            && (fields.contains_key("metrics") || fields.contains_key("generated_at"))
        {
            return Err(at_start("a report of Bandit, which tells no twins apart, is no baseline", FOREIGN));
        }
        if fields.contains_key("runs") {
            return Err(at_start("a SARIF report is no baseline", FOREIGN));
        }
    }
    if let Some(version) = fields.get("version").filter(|version| version.get() != VERSION.to_string()) {
        let cause = format!("version {} of the format is not known, only {VERSION}", version.get());
        let cure = "use the Stockade that wrote it, or make it anew with `stockade baseline create --force`";
        return Err(Fault { at: 0, cause, cure }.problem(text, offset(text, version.get())));
    }
    let document: Document<'_> = serde_json::from_str(text).map_err(malformed)?;
    if document.tool.get() != "\"stockade\"" {
        let cause = format!("the tool is {}, not \"stockade\"", document.tool.get());
        return Err(Fault { at: 0, cause, cure: FOREIGN }.problem(text, offset(text, document.tool.get())));
    }
    debug_assert_eq!(document.version.get(), VERSION.to_string());
    Ok(document)
}

fn read_entry(raw: &str) -> Result<(Key, Entry), Fault> {
    let line: Line<'_> = serde_json::from_str(raw).map_err(|error| {
        let before: usize =
            raw.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        Fault { at: before + error.column().saturating_sub(1), cause: words(&error), cure: RECREATE }
    })?;
    let wrong = |cause: String| Fault { at: 0, cause, cure: RECREATE };
    if line.file.is_empty() || line.rule.is_empty() {
        return Err(wrong("an entry names its `file` and its `rule`".to_owned()));
    }
    if line.count == 0 {
        return Err(wrong("the `count` of an entry is 1 at least".to_owned()));
    }
    let Some(identity) = unhex(&line.identity) else {
        return Err(wrong(format!("the `identity` {:?} is not 32 digits of base 16", line.identity)));
    };
    let key = Key { file: line.file.into_owned(), rule: line.rule.into_owned(), identity };
    Ok((key, Entry { count: line.count, line: line.line, message: line.message.into_owned() }))
}

/// The parser's words without the place, which stands before them.
fn words(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// Where a part of a text begins.
fn offset(text: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len())
}

fn line_of(text: &str, offset: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..offset.min(text.len())];
    let start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    (memchr::memchr_iter(b'\n', before).count() + 1, before.len() - start + 1)
}

fn hex(identity: &[u8; 16]) -> String {
    let mut text = String::with_capacity(32);
    for byte in identity {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

fn unhex(text: &str) -> Option<[u8; 16]> {
    let digits = text.as_bytes();
    // As it is written, so that one identity has one spelling.
    if digits.len() != 32 || !digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    Some(u128::from_str_radix(text, 16).ok()?.to_be_bytes())
}

#[cfg(test)]
mod tests;
