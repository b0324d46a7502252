//! The project that targets belong to: its root, which the names of files start from and where its configuration is.
//!
//! What the configuration says is read elsewhere.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::config::settings::find;

/// Targets and the project they belong to. Paths are absolute and have no links in them, so that nothing depends on how
/// a target was spelled, nor on the working directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// The folder that the names of files start from.
    pub root: PathBuf,
    /// The targets, in the order given.
    pub targets: Vec<PathBuf>,
    /// Where the text on standard input belongs, if its name was given. There need not be such a file.
    pub stdin: Option<PathBuf>,
}

/// A target that does not exist or cannot be reached.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {source}", path.display())]
pub struct TargetError {
    /// The target as it was given.
    pub path: PathBuf,
    /// The system's reason.
    pub source: io::Error,
}

/// Which files make a folder a project's root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Markers {
    /// A configuration, ours or Bandit's, or `.git`.
    #[default]
    Any,
    /// `.git` alone: for scans that read no configuration from the tree, whose names it must not shift.
    Git,
}

impl Project {
    /// Finds the project of some targets: the nearest folder, from what they have in common upwards, that has a marker;
    /// a configuration of Bandit's is one only where there is none of ours further up in the same repository.
    /// Where none has, it is the folder that they have in common: the target itself, if it is one folder.
    ///
    /// Without targets and without a name for standard input, the project is that of the working directory.
    ///
    /// # Errors
    ///
    /// Names the first target that does not exist or cannot be reached.
    pub fn find(targets: &[PathBuf], stdin: Option<&Path>, markers: Markers) -> Result<Project, TargetError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| TargetError { path, source }
        };
        let resolve = |path: &PathBuf| fs::canonicalize(path).map_err(failed(path));
        let targets: Vec<PathBuf> = targets.iter().map(resolve).collect::<Result<_, _>>()?;
        let stdin = stdin.map(|name| resolve_missing(name).map_err(failed(name))).transpose()?;
        let folders =
            targets.iter().map(|target| folder_of(target)).chain(stdin.as_deref().and_then(Path::parent));
        let common = match folders.map(Path::to_owned).reduce(|a, b| common(&a, &b)) {
            Some(common) => common,
            None => fs::canonicalize(".").map_err(failed(Path::new(".")))?,
        };
        let root = match markers {
            Markers::Any => find::folder(&common),
            Markers::Git => git_folder(&common),
        };
        let root = root.unwrap_or(common);
        Ok(Project { root, targets, stdin })
    }
}

fn folder_of(target: &Path) -> &Path {
    if target.is_dir() { target } else { target.parent().unwrap_or(target) }
}

fn common(a: &Path, b: &Path) -> PathBuf {
    a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect()
}

/// A path without links whose last parts need not exist: an editor's text may not be saved yet.
fn resolve_missing(path: &Path) -> io::Result<PathBuf> {
    if let Ok(path) = fs::canonicalize(path) {
        return Ok(path);
    }
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            part => plain.push(part),
        }
    }
    let known = plain.ancestors().find_map(|above| {
        let rest = plain.strip_prefix(above).ok()?;
        Some(fs::canonicalize(above).ok()?.join(rest))
    });
    Ok(known.unwrap_or(plain))
}

fn git_folder(folder: &Path) -> Option<PathBuf> {
    folder.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use tempfile::TempDir;

    use super::{Markers, Project};

    fn tree(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
        let folder = TempDir::new().expect("a folder for the test");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        let path = folder.path().canonicalize().expect("a path");
        (folder, path)
    }

    fn root(top: &Path, targets: &[&str], markers: Markers) -> String {
        let targets: Vec<PathBuf> = targets.iter().map(|target| top.join(target)).collect();
        let project = Project::find(&targets, None, markers).expect("the targets exist");
        project.root.strip_prefix(top).expect("below the top").display().to_string()
    }

    #[test]
    fn the_nearest_marker_above_what_targets_have_in_common_is_the_root() {
        let (_keep, top) = tree(&[
            (".git/HEAD", ""),
            ("a/pyproject.toml", "[project]\nname = 'stockade'\n"),
            ("a/src/x.py", ""),
            ("b/pyproject.toml", "[tool]\nstockade = { strict = true }\n"),
            ("b/src/y.py", ""),
            ("c/stockade.toml", ""),
            ("c/z.py", ""),
            ("d/pyproject.toml", "[tool.stockade\n"),
            ("d/z.py", ""),
            ("e/pyproject.toml", "[tool.bandit]\n"),
            ("e/z.py", ""),
            ("b/old/.bandit", "[bandit]\n"),
            ("b/old/z.py", ""),
        ]);
        let any = |targets: &[&str]| root(&top, targets, Markers::Any);
        assert_eq!(any(&["a/src"]), "");
        assert_eq!(any(&["a/src/x.py"]), "");
        assert_eq!(any(&["b/src/y.py"]), "b");
        assert_eq!(any(&["b/src/y.py", "b"]), "b");
        assert_eq!(any(&["b/src/y.py", "c/z.py"]), "");
        assert_eq!(any(&["c"]), "c");
        assert_eq!(any(&["d/z.py"]), "d", "a broken file that means to configure");
        assert_eq!(any(&["e/z.py"]), "e");
        assert_eq!(any(&["b/old/z.py"]), "b", "our own configuration above outranks Bandit's");
        assert_eq!(root(&top, &["c"], Markers::Git), "");
    }

    #[test]
    fn without_a_marker_the_root_is_the_target() {
        let (_keep, top) = tree(&[("p/a/x.py", ""), ("p/b/y.py", "")]);
        // The folder for tests may itself lie below a marker, and then there is nothing to test.
        if Project::find(std::slice::from_ref(&top), None, Markers::Any).expect("it exists").root != top {
            return;
        }
        assert_eq!(root(&top, &["p/a"], Markers::Any), "p/a");
        assert_eq!(root(&top, &["p/a/x.py"], Markers::Any), "p/a");
        assert_eq!(root(&top, &["p/a/x.py", "p/b"], Markers::Any), "p");
        assert_eq!(root(&top, &["p/a/../b/./y.py"], Markers::Any), "p/b");
    }

    #[test]
    fn a_missing_target_is_named_and_a_missing_file_of_standard_input_is_none() {
        let (_keep, top) = tree(&[("stockade.toml", "")]);
        let missing = top.join("no.py");
        let error =
            Project::find(std::slice::from_ref(&missing), None, Markers::Any).expect_err("it is missing");
        assert!(error.to_string().starts_with(&format!("cannot read {}: ", missing.display())), "{error}");
        let project = Project::find(&[], Some(&top.join("x/../new/no.py")), Markers::Any).expect("no target");
        assert_eq!(project.stdin, Some(top.join("new/no.py")));
        assert_eq!(project.root, top);
    }
}
