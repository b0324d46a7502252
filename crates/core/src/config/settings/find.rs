//! Which file configures a scan: Stockade's own nearest above what is scanned, and where there is none Bandit's.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

/// The names of our own configuration.
pub const OWN: &str = "stockade.toml";
/// The file that many tools share, with a table for each.
pub const PYPROJECT: &str = "pyproject.toml";

/// The files in which a team may have told Bandit something, in the order in which they are looked for in a folder.
const BANDITS: [&str; 6] = [PYPROJECT, ".bandit", "bandit.yaml", "bandit.yml", ".bandit.yaml", ".bandit.yml"];

/// A configuration that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// Whose it is.
    pub owner: Owner,
    /// Further files of Bandit's in the same folder, which are not read.
    pub unread: Vec<PathBuf>,
}

/// Whose configuration a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    /// Our own.
    Stockade,
    /// Bandit's.
    Bandit,
}

/// Looks in a folder and those above it, up to the one that git calls a repository's, or to the top. `start` is absolute.
///
/// # Errors
///
/// When a file is there that cannot be read; it comes with the error.
pub fn find(start: &Path) -> Result<Option<Found>, (PathBuf, io::Error)> {
    let mut folders = Vec::new();
    for folder in start.ancestors() {
        folders.push(folder);
        // In a worktree or a submodule it is a file.
        if folder.join(".git").exists() {
            break;
        }
    }
    for folder in &folders {
        let own = folder.join(OWN);
        if own.is_file() {
            return Ok(Some(Found { path: own, owner: Owner::Stockade, unread: Vec::new() }));
        }
        let shared = folder.join(PYPROJECT);
        if has_table(&shared, "stockade")? {
            return Ok(Some(Found { path: shared, owner: Owner::Stockade, unread: Vec::new() }));
        }
    }
    for folder in &folders {
        let mut there = Vec::new();
        for name in BANDITS {
            let path = folder.join(name);
            if if name == PYPROJECT { has_table(&path, "bandit")? } else { path.is_file() } {
                there.push(path);
            }
        }
        if !there.is_empty() {
            let path = there.remove(0);
            return Ok(Some(Found { path, owner: Owner::Bandit, unread: there }));
        }
    }
    Ok(None)
}

/// The folder that a project begins at: the one of the configuration that is found, else that of the git repository. One
/// that cannot be read counts: it is told where it is read.
#[must_use]
pub fn folder(start: &Path) -> Option<PathBuf> {
    let path = match find(start) {
        Ok(Some(found)) => found.path,
        Ok(None) => return start.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned),
        Err((path, _)) => path,
    };
    path.parent().map(Path::to_owned)
}

/// Whether a `pyproject.toml`, if there is one, has the table `[tool.NAME]`.
fn has_table(path: &Path, name: &str) -> Result<bool, (PathBuf, io::Error)> {
    if !path.is_file() {
        return Ok(false);
    }
    let bytes = fs::read(path).map_err(|error| (path.to_owned(), error))?;
    // Most have no word of it, and need not be parsed. Nor is it our concern whether they could be.
    if memchr::memmem::find(&bytes, name.as_bytes()).is_none() {
        return Ok(false);
    }
    Ok(table_in(&String::from_utf8_lossy(&bytes), name))
}

/// Whether a text has the table `[tool.NAME]`, or would have it, were it TOML.
pub(super) fn table_in(text: &str, name: &str) -> bool {
    let (document, errors) = DeTable::parse_recoverable(text);
    let tool = document.get_ref().get("tool").map(|tool| tool.get_ref());
    let has = matches!(tool, Some(DeValue::Table(tool)) if tool.contains_key(name));
    has || (!errors.is_empty() && text.contains(&format!("tool.{name}")))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{Owner, find};

    /// Makes files in a fresh folder and tells what is found from `start`: the path from the folder and the owner.
    #[track_caller]
    fn found(files: &[(&str, &str)], start: &str) -> Option<(String, Owner, usize)> {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it exists");
        fs::create_dir_all(root.join(start)).expect("a folder");
        // Whatever lies above the folder of temporary files.
        fs::create_dir_all(root.join(".git")).expect("a folder");
        for (name, text) in files {
            let path = root.join(name);
            fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let found = find(&root.join(start)).expect("all can be read")?;
        let name =
            found.path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        Some((name, found.owner, found.unread.len()))
    }

    #[test]
    fn the_nearest_of_our_own_wins_over_any_of_bandits() {
        let own = |name: &str| Some((name.to_owned(), Owner::Stockade, 0));
        let files =
            [("stockade.toml", ""), ("a/pyproject.toml", "[tool.stockade]"), ("a/b/.bandit", "[bandit]")];
        assert_eq!(found(&files, "a/b/c"), own("a/pyproject.toml"));
        assert_eq!(found(&files[2..], "a/b/c"), Some(("a/b/.bandit".into(), Owner::Bandit, 0)));
        assert_eq!(found(&files, ""), own("stockade.toml"));
        assert_eq!(
            found(&[("stockade.toml", ""), ("pyproject.toml", "tool.stockade = {}")], ""),
            own("stockade.toml")
        );
        assert_eq!(found(&[("b/stockade.toml", "")], "a"), None);
    }

    #[test]
    fn a_repository_ends_the_search() {
        assert_eq!(found(&[("stockade.toml", ""), ("a/.git/HEAD", "")], "a/b"), None);
        assert_eq!(found(&[("stockade.toml", ""), ("a/.git", "gitdir: …")], "a/b"), None);
        assert_eq!(
            found(&[("stockade.toml", "")], "a/b").map(|found| found.0).as_deref(),
            Some("stockade.toml")
        );
    }

    #[test]
    fn a_pyproject_counts_if_it_has_the_table() {
        let of = |text: &str| found(&[("pyproject.toml", text)], "").map(|found| found.1);
        assert_eq!(of("[project]\nname = 'stockade'\n"), None);
        assert_eq!(of("[tool.stockade.rules.assert_used]\n"), Some(Owner::Stockade));
        assert_eq!(of("[tool.bandit]\n"), Some(Owner::Bandit));
        assert_eq!(of("[tool.bandit]\n[tool.stockade]\n"), Some(Owner::Stockade));
        // One that is broken does not pass for one that says nothing, unless it could not have spoken of us.
        assert_eq!(of("x = \n[tool.stockade]\n"), Some(Owner::Stockade));
        assert_eq!(of("[tool.stockade\nselect = []\n"), Some(Owner::Stockade));
        assert_eq!(of("[tool.black\n"), None);
    }

    #[test]
    fn of_bandits_files_in_a_folder_one_is_read() {
        let files = [(".bandit", "[bandit]\n"), ("bandit.yaml", ""), ("pyproject.toml", "[tool.bandit]\n")];
        assert_eq!(found(&files, ""), Some(("pyproject.toml".into(), Owner::Bandit, 2)));
        assert_eq!(found(&files[..2], ""), Some((".bandit".into(), Owner::Bandit, 1)));
    }
}
