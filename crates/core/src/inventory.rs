//! Which files a scan in the native dialect looks at, and what it leaves out and why. Bandit's way is in
//! [`discover`](crate::discover).
//!
//! Below a folder, Python files are those that end as such, notebooks, and what begins with a line that has Python run it.
//! Ignore files (`.ignore`, `.gitignore`, `.git/info/exclude`), virtual environments and caches are left out, unless git
//! tracks a file: then nothing but `exclude` of the configuration leaves it out, for a tree must not hide its code from
//! the scan of it. The ignore files of a user or a machine count for nothing: the answer is the same everywhere. A file
//! that is named as a target is scanned whatever it is called, unless `exclude` names it.
//!
//! Links to folders are not followed. A link to a file is, where it stays in the project and the file is not scanned by its
//! own name.

mod ignores;
mod kind;
mod tracked;
mod walk;

use std::io;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rustc_hash::FxHashSet;

use crate::discover::{Origin, STDIN_NAME, Target};
use crate::project::{Project, TargetError};
use crate::pystr;
use crate::report::LeftOut;
use walk::{Found, Left, Taken, Walk};

/// Files to scan and what was left out.
#[derive(Debug, Default)]
pub struct Inventory {
    /// What to scan, sorted by name. Names are relative to the root, with `/`.
    pub targets: Vec<Target>,
    /// What lies below the targets and is not scanned, sorted by name.
    pub left_out: Vec<LeftOut>,
    /// Folders that could not be listed, and why, sorted by name.
    pub unreadable: Vec<(String, String)>,
    /// Warnings, such as of an ignore file that could not be read, sorted.
    pub notes: Vec<String>,
}

/// What decides which files are taken.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    /// Patterns of what is not scanned, in the manner of `.gitignore`, from the root.
    pub exclude: Vec<String>,
    /// Patterns of files that are scanned whatever their name ends with.
    pub include: Vec<String>,
    /// Whether ignore files, virtual environments and caches are scanned as well.
    pub no_ignore: bool,
    /// Whether the tree has no say: its ignore files are not read.
    pub isolated: bool,
    /// How many threads look through folders; none for as many as there are processors.
    pub threads: Option<usize>,
}

/// Why there is no inventory.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A target does not exist or cannot be reached.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A pattern of `exclude` or `include` is none.
    #[error("the pattern `{pattern}` of `{key}` is not understood: {reason}")]
    Pattern {
        /// `exclude` or `include`.
        key: &'static str,
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The operating system refused threads.
    #[error(transparent)]
    System(#[from] io::Error),
}

/// Lists what is below the targets of a project; with the text on standard input, if `stdin` says that there is one.
///
/// # Errors
///
/// When a pattern is none, or a target has gone since the project was found.
pub fn list(project: &Project, stdin: bool, rules: &Rules) -> Result<Inventory, Error> {
    let exclude = Patterns::new("exclude", &rules.exclude)?;
    let include = Patterns::new("include", &rules.include)?;
    let walk = Walk::new(&project.root, &exclude, &include, rules);
    let mut found = Found::default();
    let mut folders = Vec::new();
    for path in &project.targets {
        let about = path.metadata().map_err(|source| TargetError { path: path.clone(), source })?;
        let name = name_of(&project.root, path);
        match exclude.rule_above(&name, about.is_dir()) {
            Some(by) => found.left_out.push(Left::new(path.clone(), name, about.is_dir(), by)),
            None if about.is_dir() => folders.push((path.clone(), name)),
            None => found.taken.push(Taken { name, path: path.clone() }),
        }
    }
    let walked: FxHashSet<PathBuf> = folders.iter().map(|(path, _)| path.clone()).collect();
    let named: FxHashSet<PathBuf> = found.taken.iter().map(|taken| taken.path.clone()).collect();
    found.append(walk.run(folders)?);
    let mut inventory = found.settle(&walked, &named);
    if stdin {
        let name = project.stdin.as_deref().map(|path| name_of(&project.root, path));
        match name.as_deref().and_then(|name| exclude.rule_above(name, false)) {
            Some(by) => inventory.left_out.push(LeftOut { name: name.unwrap_or_default(), by }),
            None => {
                let name = name.unwrap_or_else(|| STDIN_NAME.to_owned());
                // The text is what the file is about to be.
                inventory.targets.retain(|target| target.name != name);
                inventory.targets.push(Target { name, origin: Origin::Stdin });
            }
        }
    }
    inventory.targets.sort_by(|a, b| a.name.cmp(&b.name));
    inventory.left_out.sort();
    inventory.left_out.dedup();
    Ok(inventory)
}

/// The name of a path in reports: relative to the root, with `/`; empty for the root itself.
fn name_of(root: &Path, path: &Path) -> String {
    let mut name = String::new();
    let mut up = 0;
    let below = root.ancestors().find_map(|above| {
        let below = path.strip_prefix(above).ok();
        up += usize::from(below.is_none());
        below
    });
    let parts = std::iter::repeat_n(std::ffi::OsStr::new(".."), up).chain(below.unwrap_or(path));
    for part in parts {
        if !name.is_empty() {
            name.push('/');
        }
        name.push_str(&pystr::printable(part));
    }
    name
}

/// Patterns of a configuration, over names as they stand in reports.
struct Patterns {
    key: &'static str,
    patterns: Gitignore,
}

impl Patterns {
    fn new(key: &'static str, patterns: &[String]) -> Result<Patterns, Error> {
        let mut builder = GitignoreBuilder::new(".");
        let wrong = |pattern: &str, error: ignore::Error| Error::Pattern {
            key,
            pattern: pattern.to_owned(),
            reason: match error {
                ignore::Error::Glob { err, .. } => err,
                error => error.to_string(),
            },
        };
        for pattern in patterns {
            // Names have no `./` at their start.
            let plain = pattern.strip_prefix("./").map(|rest| format!("/{rest}"));
            builder
                .add_line(None, plain.as_ref().unwrap_or(pattern))
                .map_err(|error| wrong(pattern, error))?;
        }
        let patterns = builder.build().map_err(|error| wrong(&patterns.join(", "), error))?;
        Ok(Patterns { key, patterns })
    }

    /// The pattern that a name itself matches, as `KEY: PATTERN`.
    fn rule(&self, name: &str, is_folder: bool) -> Option<String> {
        if self.patterns.is_empty() || name.is_empty() {
            return None;
        }
        self.told(self.patterns.matched(name, is_folder))
    }

    /// The same, for a name that was not walked to: a folder above it counts.
    fn rule_above(&self, name: &str, is_folder: bool) -> Option<String> {
        // What is above the root has no patterns.
        if self.patterns.is_empty() || name.is_empty() || name.starts_with("../") || name.starts_with('/') {
            return None;
        }
        self.told(self.patterns.matched_path_or_any_parents(name, is_folder))
    }

    fn told(&self, met: Match<&ignore::gitignore::Glob>) -> Option<String> {
        match met {
            Match::Ignore(glob) => Some(format!("{}: {}", self.key, glob.original())),
            Match::None | Match::Whitelist(_) => None,
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
