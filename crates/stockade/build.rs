//! Tells builds apart: a digest of all that decides what a scan finds in a file. What one build keeps in the cache, no
//! other may take for its own answer, though both call themselves the same version.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

/// The sources of what is called from a file's bytes to its findings, and the versions of all dependencies.
const SOURCES: [&str; 4] = ["../core/src", "../rules/src", "src", "../../Cargo.lock"];

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    // Where the sources are not at hand, the build cannot be known, and keeps nothing.
    if let Ok(digest) = digest() {
        println!("cargo::rustc-env=STOCKADE_BUILD={digest:016x}");
    }
}

fn digest() -> io::Result<u64> {
    let mut hasher = DefaultHasher::new();
    for variable in ["CARGO_PKG_VERSION", "TARGET", "PROFILE"] {
        std::env::var(variable).ok().hash(&mut hasher);
    }
    for source in SOURCES {
        add(Path::new(source), &mut hasher)?;
    }
    Ok(hasher.finish())
}

fn add(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    if !path.is_dir() {
        path.hash(hasher);
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut below: Vec<PathBuf> =
        fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    below.sort();
    below.iter().try_for_each(|path| add(path, hasher))
}
