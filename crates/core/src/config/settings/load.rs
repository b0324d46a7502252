//! A configuration from its file: our own, or Bandit's told by its content where someone named the file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::find::{self, Found, Owner, PYPROJECT};
use super::problems::Invalid;
use super::{RuleBook, Settings, bandit, read};
use crate::pystr;
use crate::report::Configuration;

/// A configuration that has been read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loaded {
    /// What it says.
    pub settings: Settings,
    /// Where it came from.
    pub configuration: Configuration,
    /// What there is to say of it, such as what of Bandit's has no counterpart.
    pub notes: Vec<String>,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The file cannot be read.
    #[error("cannot read the configuration {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
    /// It is no text.
    #[error("the configuration {} is no UTF-8: save it in that encoding", .0.display())]
    NotText(PathBuf),
    /// Something in our own is wrong.
    #[error(transparent)]
    Invalid(Box<Invalid>),
    /// A configuration of Bandit's makes no sense.
    #[error(
        "the configuration of Bandit in {} cannot be used: {reason}; mend it, write a stockade.toml, or give --isolated",
        path.display()
    )]
    Bandit {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// A `pyproject.toml` that was named says nothing.
    #[error("{} has neither [tool.stockade] nor [tool.bandit]", .0.display())]
    Silent(PathBuf),
}

/// Finds and reads the configuration of a project by its root, an absolute path. What holds without one, where there is
/// none.
///
/// # Errors
///
/// When there is one that cannot be used.
pub fn load(root: &Path, book: &dyn RuleBook) -> Result<Loaded, LoadError> {
    let found = find::find(root).map_err(|(path, source)| LoadError::Read { path, source })?;
    found.map_or_else(|| Ok(Loaded::default()), |found| load_found(&found, root, book))
}

/// Reads a configuration that was found. Its name is told relative to the root where it is below it.
fn load_found(found: &Found, root: &Path, book: &dyn RuleBook) -> Result<Loaded, LoadError> {
    let name = name_of(&found.path, root);
    let text = text_of(&found.path)?;
    match found.owner {
        Owner::Stockade => own(&found.path, &name, &text, true, book),
        Owner::Bandit => {
            let mut loaded = bandits(&found.path, &name, &text, true, book)?;
            let unread = found
                .unread
                .iter()
                .map(|path| format!("{} is not read: {name} comes before it", name_of(path, root)));
            loaded.notes.extend(unread);
            Ok(loaded)
        }
    }
}

/// Reads a file that someone named, and nothing else. Its content tells whose configuration it is.
///
/// # Errors
///
/// When it cannot be used.
pub fn load_named(path: &Path, book: &dyn RuleBook) -> Result<Loaded, LoadError> {
    let name = pystr::printable(path.as_os_str()).into_owned();
    let text = text_of(path)?;
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let is_toml = file.ends_with(".toml");
    let has = |table| is_toml && find::table_in(&text, table);
    if has("stockade") {
        own(path, &name, &text, false, book)
    } else if has("bandit") || (!is_toml && bandit::is_bandits(&text, &file)) {
        bandits(path, &name, &text, false, book)
    } else if file == PYPROJECT {
        Err(LoadError::Silent(path.to_owned()))
    } else {
        own(path, &name, &text, false, book)
    }
}

fn own(path: &Path, name: &str, text: &str, found: bool, book: &dyn RuleBook) -> Result<Loaded, LoadError> {
    let in_pyproject =
        path.extension().is_some_and(|ending| ending == "toml") && find::table_in(text, "stockade");
    let mut settings =
        read(name, text, in_pyproject, book).map_err(|invalid| LoadError::Invalid(Box::new(invalid)))?;
    settings.baseline = settings.baseline.map(|baseline| beside(path, &baseline));
    let configuration = Configuration::Own { path: name.to_owned(), found };
    Ok(Loaded { settings, configuration, notes: Vec::new() })
}

fn bandits(
    path: &Path,
    name: &str,
    text: &str,
    found: bool,
    book: &dyn RuleBook,
) -> Result<Loaded, LoadError> {
    let error = |reason| LoadError::Bandit { path: path.to_owned(), reason };
    let translated = bandit::translate(path, name, text, book).map_err(error)?;
    let configuration = Configuration::Bandit { path: name.to_owned(), found };
    Ok(Loaded { settings: translated.settings, configuration, notes: translated.notes })
}

fn text_of(path: &Path) -> Result<String, LoadError> {
    let bytes = fs::read(path).map_err(|source| LoadError::Read { path: path.to_owned(), source })?;
    let text = String::from_utf8(bytes).map_err(|_| LoadError::NotText(path.to_owned()))?;
    // Editors on Windows begin files so.
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned))
}

/// A file that a configuration names, from the configuration's own folder.
fn beside(path: &Path, name: &str) -> String {
    let folder = path.parent().unwrap_or(Path::new(""));
    folder.join(name).to_string_lossy().into_owned()
}

/// The name of a path for reports: relative to the root where it is below it.
fn name_of(path: &Path, root: &Path) -> String {
    let name = path.strip_prefix(root).unwrap_or(path);
    let name = pystr::printable(name.as_os_str()).into_owned();
    if std::path::MAIN_SEPARATOR == '/' { name } else { name.replace(std::path::MAIN_SEPARATOR, "/") }
}
