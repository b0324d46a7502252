//! What git tracks, from its index: a file that it tracks is scanned though an ignore file names it.
//!
//! No git is run: a repository's configuration can name programs to run, and the scanned tree is not trusted.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use gix_index::hash::Kind as Hash;

/// A repository's working tree, or that of a submodule.
pub(super) struct Repository {
    /// The folder that the index's paths start from.
    top: PathBuf,
    /// What `.git` is or points at.
    folder: PathBuf,
    index: OnceLock<Index>,
    /// The repository around this one: what it tracks counts, too.
    above: Option<Arc<Repository>>,
}

/// The index of a repository.
enum Index {
    Read(Box<gix_index::File>),
    /// There is none: nothing was ever added.
    Missing,
    Broken(String),
}

impl Repository {
    /// The repository whose `.git` is in `top`.
    pub(super) fn at(top: &Path, above: Option<Arc<Repository>>) -> Repository {
        let git = top.join(".git");
        // In worktrees and submodules `.git` is a file that names the folder.
        let folder = pointer(&git, "gitdir:").map_or(git, |path| top.join(path));
        Repository { top: top.to_owned(), folder, index: OnceLock::new(), above }
    }

    /// The patterns that hold for this clone alone. Worktrees share them.
    pub(super) fn exclude_file(&self) -> PathBuf {
        let common = pointer(&self.folder.join("commondir"), "");
        common.map_or_else(|| self.folder.clone(), |path| self.folder.join(path)).join("info/exclude")
    }

    /// Whether a file is tracked.
    pub(super) fn tracks(&self, path: &Path) -> bool {
        let tracked = self
            .index()
            .zip(self.relative(path))
            .is_some_and(|(index, path)| index.entry_by_path((&*path).into()).is_some());
        tracked || self.above.as_ref().is_some_and(|above| above.tracks(path))
    }

    /// Whether a file is tracked below a folder whose name (the last part of its path) is wanted.
    pub(super) fn tracks_below(&self, folder: &Path, wanted: &dyn Fn(&[u8]) -> bool) -> bool {
        let tracked = self.index().zip(self.relative(folder)).is_some_and(|(index, path)| {
            let mut prefix = path.into_owned();
            if !prefix.is_empty() {
                prefix.push(b'/');
            }
            let entries = index.prefixed_entries((&*prefix).into()).unwrap_or_default();
            entries.iter().any(|entry| {
                let path: &[u8] = entry.path(index);
                wanted(&path[memchr::memrchr(b'/', path).map_or(0, |at| at + 1)..])
            })
        });
        tracked || self.above.as_ref().is_some_and(|above| above.tracks_below(folder, wanted))
    }

    /// Whether git can tell what is tracked here. What keeps it from that, if it was asked and is damaged.
    pub(super) fn state(&self) -> Result<bool, &str> {
        match self.index.get() {
            Some(Index::Broken(reason)) => Err(reason),
            Some(Index::Missing) => Ok(false),
            Some(Index::Read(_)) | None => Ok(true),
        }
    }

    /// The folder of the working tree.
    pub(super) fn top(&self) -> &Path {
        &self.top
    }

    fn relative<'p>(&self, path: &'p Path) -> Option<Cow<'p, [u8]>> {
        let bytes = path.strip_prefix(&self.top).ok()?.as_os_str().as_encoded_bytes();
        Some(if std::path::MAIN_SEPARATOR == '/' {
            Cow::Borrowed(bytes)
        } else {
            bytes.iter().map(|&b| if b == b'\\' { b'/' } else { b }).collect()
        })
    }

    /// The index, read when it is first asked for.
    fn index(&self) -> Option<&gix_index::File> {
        match self.index.get_or_init(|| read(&self.folder.join("index"))) {
            Index::Read(index) => Some(index),
            Index::Missing | Index::Broken(_) => None,
        }
    }
}

/// Reads an index. Its checksum tells whether it is whole, and also which hash the repository uses.
fn read(path: &Path) -> Index {
    match path.metadata() {
        Err(_) => return Index::Missing,
        Ok(about) if !about.is_file() => return Index::Broken("it is no file".to_owned()),
        Ok(_) => {}
    }
    let open = |hash| {
        // An index is a stranger's bytes: should its reader panic, nothing is tracked, and that is told.
        catch_unwind(AssertUnwindSafe(|| gix_index::File::at(path, hash, false, Default::default())))
            .map_err(|_| "it cannot be made sense of".to_owned())
            .and_then(|index| index.map_err(|error| error.to_string()))
    };
    match open(Hash::Sha1).or_else(|first| open(Hash::Sha256).map_err(|_| first)) {
        Ok(index) => Index::Read(Box::new(index)),
        Err(reason) => Index::Broken(reason),
    }
}

/// What a small file of git's that names a folder says, behind `key`.
fn pointer(path: &Path, key: &str) -> Option<PathBuf> {
    /// More than the longest path.
    const LIMIT: u64 = 16 * 1024;
    if !fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut text = String::new();
    File::open(path).ok()?.take(LIMIT).read_to_string(&mut text).ok()?;
    Some(PathBuf::from(text.strip_prefix(key)?.trim()))
}
