//! Opening a report: as a stream of UTF-8 that has been checked on the way, so that no reader needs the whole of it in
//! memory and none meets a document made to break it.

mod guard;
pub mod json;
pub mod shape;
pub mod xml;

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Reports larger than this are refused: 4 GiB.
pub const MAX_SIZE: u64 = 4 << 30;

/// Documents nested deeper than this are refused.
pub const MAX_DEPTH: u32 = 400;

/// Why a report cannot be believed, with what would help.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{cause}")]
pub struct Refusal {
    /// What is wrong.
    pub cause: String,
    /// What would help.
    pub cure: String,
}

impl Refusal {
    /// A refusal with its cause and its cure.
    pub fn new(cause: impl Into<String>, cure: impl Into<String>) -> Refusal {
        Refusal { cause: cause.into(), cure: cure.into() }
    }
}

/// A report that can be read more than once: first to tell its format, then by the reader of that format.
#[derive(Debug)]
pub struct Input {
    /// The name that messages carry.
    pub name: String,
    origin: Origin,
}

#[derive(Debug)]
enum Origin {
    File(PathBuf),
    Memory(Vec<u8>),
}

impl Input {
    /// A report in a file.
    #[must_use]
    pub fn file(path: &Path) -> Input {
        Input { name: path.display().to_string(), origin: Origin::File(path.to_owned()) }
    }

    /// A report that is in memory, such as what came on standard input.
    #[must_use]
    pub fn memory(name: impl Into<String>, bytes: Vec<u8>) -> Input {
        Input { name: name.into(), origin: Origin::Memory(bytes) }
    }

    /// The report's bytes from the start, buffered, not yet checked.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, is no file, is empty or too large.
    pub fn open(&self) -> Result<Box<dyn Read + '_>, Refusal> {
        match &self.origin {
            Origin::Memory(bytes) => {
                if bytes.iter().all(u8::is_ascii_whitespace) {
                    return Err(empty());
                }
                Ok(Box::new(bytes.as_slice()))
            }
            Origin::File(path) => {
                let unreadable = |error: io::Error| {
                    Refusal::new(
                        format!("cannot be read: {error}"),
                        "check the path, and that the scanner wrote its report there",
                    )
                };
                let mut file = File::open(path).map_err(unreadable)?;
                let about = file.metadata().map_err(unreadable)?;
                if about.is_dir() {
                    return Err(Refusal::new("is a folder, not a report", "name the report file"));
                }
                if about.len() > MAX_SIZE {
                    let size = about.len() >> 20;
                    return Err(Refusal::new(
                        format!("is larger than {} MiB: {size} MiB", MAX_SIZE >> 20),
                        "have the scanner report less, or split the report",
                    ));
                }
                let mut first = [0; 4096];
                let count = file.read(&mut first).map_err(unreadable)?;
                if first[..count].iter().all(u8::is_ascii_whitespace) && count < first.len() {
                    return Err(empty());
                }
                file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
                Ok(Box::new(BufReader::with_capacity(1 << 16, file)))
            }
        }
    }
}

fn empty() -> Refusal {
    Refusal::new("is empty", "look into the log of the scanner: it ended before it wrote its report")
}
