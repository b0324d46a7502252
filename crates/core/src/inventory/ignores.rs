//! Ignore files: which of them hold in a folder, and which line of them names a path.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder, Glob};

/// The ignore files of a folder and those above it that hold there.
pub(super) struct Ignores {
    /// `.ignore`, which outranks all of git's.
    plain: Option<Gitignore>,
    /// `.gitignore`.
    git: Option<Gitignore>,
    /// `.git/info/exclude`, where the folder is the top of a repository.
    repository: Option<Gitignore>,
    /// Whether a repository begins here: git's files above it mean another.
    is_top: bool,
    above: Option<Arc<Ignores>>,
}

/// Files that hold in a folder itself.
#[derive(Default)]
pub(super) struct Own {
    /// Whether there is a `.ignore`.
    pub(super) plain: bool,
    /// Whether there is a `.gitignore`.
    pub(super) git: bool,
    /// Whether a repository begins here, and where its own file of patterns would be.
    pub(super) repository: Option<PathBuf>,
}

impl Ignores {
    /// What holds in `folder`, whose name in reports is `name` (empty, or with a `/` at its end).
    pub(super) fn enter(
        above: Option<Arc<Ignores>>,
        folder: &Path,
        name: &str,
        own: &Own,
        notes: &mut Vec<String>,
    ) -> Option<Arc<Ignores>> {
        if !own.plain && !own.git && own.repository.is_none() {
            return above;
        }
        let mut read = |file: &Path, shown: &str| read(folder, file, &format!("{name}{shown}"), notes);
        let plain = own.plain.then(|| read(&folder.join(".ignore"), ".ignore")).flatten();
        let git = own.git.then(|| read(&folder.join(".gitignore"), ".gitignore")).flatten();
        let repository = own.repository.as_deref().and_then(|file| read(file, ".git/info/exclude"));
        Some(Arc::new(Ignores { plain, git, repository, is_top: own.repository.is_some(), above }))
    }

    /// The line that has a path left out, as `FILE:LINE: PATTERN`. A path below a folder that is left out is not asked
    /// for here.
    pub(super) fn rule(&self, path: &Path, is_folder: bool) -> Option<String> {
        let last = |file: &'_ Option<Gitignore>| match file.as_ref()?.matched(path, is_folder) {
            Match::None => None,
            Match::Ignore(glob) => Some(Some(told(glob))),
            Match::Whitelist(_) => Some(None),
        };
        let mut top = false;
        let of_git = || self.levels().take_while(move |level| !std::mem::replace(&mut top, level.is_top));
        self.levels()
            .find_map(|level| last(&level.plain))
            .or_else(|| of_git().find_map(|level| last(&level.git)))
            .or_else(|| of_git().find_map(|level| last(&level.repository)))
            .flatten()
    }

    /// From the folder itself upwards.
    fn levels(&self) -> impl Iterator<Item = &Ignores> {
        std::iter::successors(Some(self), |level| level.above.as_deref())
    }
}

fn told(glob: &Glob) -> String {
    let from = glob.from().map(|from| format!("{}: ", from.display()));
    format!("{}{}", from.unwrap_or_default(), glob.original())
}

/// Reads an ignore file whose patterns start from `folder`. Each pattern carries the file and line that it is from.
fn read(folder: &Path, file: &Path, shown: &str, notes: &mut Vec<String>) -> Option<Gitignore> {
    // As git has it, a link is no ignore file; and what is no file could keep the scan waiting for ever.
    if !file.symlink_metadata().is_ok_and(|about| about.is_file()) {
        return None;
    }
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            notes.push(format!("{shown}: cannot be read, so it leaves nothing out: {error}"));
            return None;
        }
    };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let mut builder = GitignoreBuilder::new(folder);
    for (line, number) in text.lines().zip(1..) {
        let from = PathBuf::from(format!("{shown}:{number}"));
        if let Err(error) = builder.add_line(Some(from), line) {
            notes.push(format!("{shown}:{number}: not understood, so it leaves nothing out: {error}"));
        }
    }
    match builder.build() {
        Ok(patterns) => (!patterns.is_empty()).then_some(patterns),
        Err(error) => {
            notes.push(format!("{shown}: not understood, so it leaves nothing out: {error}"));
            None
        }
    }
}
