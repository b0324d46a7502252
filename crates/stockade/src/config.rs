//! Configurations from files: `stockade.toml`, `[tool.stockade]` in `pyproject.toml`, and a team's Bandit configuration
//! where there is neither.
//!
//! ```
//! # let folder = tempfile::tempdir()?;
//! # let root = folder.path().canonicalize()?;
//! # std::fs::create_dir(root.join(".git"))?;
//! std::fs::write(root.join("stockade.toml"), "ignore = ['B101']\n")?;
//! let loaded = stockade::config::load(&root)?;
//! assert_eq!(loaded.settings.ignore, ["B101"]);
//! let scanner = stockade::Scanner::new().configured(loaded);
//! # drop(scanner);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::io;
use std::path::{Path, PathBuf};

use stockade_core::config::pattern::Pattern;
pub use stockade_core::config::settings::load::{LoadError, Loaded};
pub use stockade_core::config::settings::problems::{Invalid, Problem};
use stockade_core::config::settings::{self, Overrides, Settings};
use stockade_core::project::{Markers, Project};
use stockade_rules::select::Book;

use crate::Error;

/// Finds and reads the configuration of the project that a path belongs to: the nearest beside it or above it, up to the
/// folder of the git repository. One of Bandit's only where there is none of ours.
///
/// # Errors
///
/// When there is one that cannot be used, or nothing is at the path.
pub fn load(path: &Path) -> Result<Loaded, Error> {
    find(path, &Book::default())
}

/// The same, with the rules of a book.
pub(crate) fn find(path: &Path, book: &Book) -> Result<Loaded, Error> {
    let project = Project::find(&[path.to_owned()], None, Markers::Any)?;
    Ok(settings::load::load(&project.root, book)?)
}

/// Finds the file that configures the project which a path belongs to, if there is one of ours.
///
/// # Errors
///
/// When a file is there that cannot be read; it comes with the error.
pub fn file_of(path: &Path) -> Result<Option<PathBuf>, (PathBuf, io::Error)> {
    let start = path.canonicalize().map_err(|error| (path.to_owned(), error))?;
    let found = settings::find::find(&start)?;
    Ok(found.filter(|found| found.owner == settings::find::Owner::Stockade).map(|found| found.path))
}

/// Reads one file, ours or Bandit's by its content, and nothing else.
///
/// # Errors
///
/// When it cannot be used.
pub fn load_named(file: &Path) -> Result<Loaded, Error> {
    Ok(settings::load::load_named(file, &Book::default())?)
}

/// Lets a command line have its say over settings.
pub fn override_with(settings: &mut Settings, overrides: Overrides) {
    settings.override_with(overrides, &Book::default());
}

/// What is wrong with a word that should be a selector of rules, if anything is: the cure, in a sentence.
#[must_use]
pub fn mistake_in_selector(word: &str) -> Option<String> {
    let known = settings::RuleBook::selector(&Book::default(), word).is_some();
    (!known).then(|| settings::unknown_selector(word, &Book::default()))
}

/// What is wrong with a text that should be a pattern of files, if anything is.
#[must_use]
pub fn mistake_in_pattern(text: &str) -> Option<String> {
    Pattern::new(text).err().map(|error| format!("`{text}` is no pattern of files: {error}"))
}

/// The JSON schema of `stockade.toml` and of `[tool.stockade]`, as text.
#[must_use]
pub fn schema() -> String {
    format!("{:#}\n", settings::schema::schema(&Book::default()))
}
