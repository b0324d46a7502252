//! Brings the trees: downloads a release with pip by the name of its package, checks its digest, and unpacks it into
//! the cache. Nothing of a package is ever built or run.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest as _, Sha256};

use super::data::Tree;
use super::{Error, Result, at, hexadecimal};

/// A tree on disk.
#[derive(Debug, Clone)]
pub struct Place {
    /// The folder to run the scanners in. It is canonical, since reports may name it.
    pub folder: PathBuf,
    /// What to scan, seen from there.
    pub target: String,
    /// A digest of what there is to scan.
    pub digest: String,
}

/// Finds the tree in the cache, or brings it there.
pub fn tree(tree: &Tree, cache: &Path) -> Result<Place> {
    tree_in(tree, cache, &cache.join("trees"))
}

/// Finds the tree in a folder of trees, or brings it there by way of the cache's archive.
pub fn tree_in(tree: &Tree, cache: &Path, trees: &Path) -> Result<Place> {
    let unpacked = trees.join(tree.folder_name());
    // The stamp is written last: a tree without it is a half one.
    let stamp = unpacked.join(".unpacked");
    if fs::read_to_string(&stamp).ok().as_deref() != Some(&tree.sha256) {
        let archive = archive(tree, cache)?;
        if unpacked.exists() {
            fs::remove_dir_all(&unpacked).map_err(at(&unpacked))?;
        }
        unpack(tree, &archive, &unpacked)?;
        fs::write(&stamp, &tree.sha256).map_err(at(&stamp))?;
    }
    place(&unpacked.join(&tree.folder), tree.sha256.clone())
}

/// A folder that is there already, as a tree.
pub fn place(path: &Path, digest: String) -> Result<Place> {
    let path = path.canonicalize().map_err(at(path))?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(Error::Data { path, what: "is no folder inside another".to_owned() });
    };
    Ok(Place { folder: folder.to_path_buf(), target: name.to_string_lossy().into_owned(), digest })
}

/// Finds the release in the cache, or downloads it, and checks its digest.
fn archive(tree: &Tree, cache: &Path) -> Result<PathBuf> {
    let folder = cache.join("archives");
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    let folder = folder.canonicalize().map_err(at(&folder))?;
    let path = folder.join(&tree.archive);
    if !path.exists() {
        download(tree, &folder)?;
    }
    let found = sha256_of(&path)?;
    if found != tree.sha256 {
        return Err(Error::Data { path, what: format!("its SHA-256 is {found}, not {}", tree.sha256) });
    }
    Ok(path)
}

/// Reads piece by piece: a benchmark that held a whole archive could not measure less memory than that afterwards.
fn sha256_of(path: &Path) -> Result<String> {
    let mut file = BufReader::with_capacity(1 << 16, File::open(path).map_err(at(path))?);
    let mut hash = Sha256::new();
    loop {
        let piece = file.fill_buf().map_err(at(path))?;
        if piece.is_empty() {
            return Ok(hexadecimal(hash.finalize().as_slice()));
        }
        hash.update(piece);
        let length = piece.len();
        file.consume(length);
    }
}

/// Takes the place of the Python that pip would run a package's build steps with: keeps the downloaded archive, and
/// fails. pip has no option to download a source archive without asking its build system for metadata.
const STAND_IN: &str = r#"#!/bin/sh
find "$TMPDIR" -type f -name "$PARITY_ARCHIVE" -exec cp {} "$PARITY_KEEP/" \;
exit 1
"#;

/// pip, which believes that its first argument is the Python that runs it.
const PIP: &str = "import runpy, sys; sys.executable = sys.argv.pop(1); sys.argv[0] = 'pip'; \
                   runpy.run_module('pip', run_name='__main__', alter_sys=True)";

fn download(tree: &Tree, folder: &Path) -> Result<()> {
    let work = tempfile::tempdir_in(folder).map_err(at(folder))?;
    let keep = work.path().join("keep");
    fs::create_dir(&keep).map_err(at(&keep))?;
    let requirement = format!("{}=={}", tree.package, tree.version);
    let mut command = Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
    if let Some(tags) = wheel_tags(&tree.archive) {
        command.args(["-m", "pip", "download", "--only-binary=:all:"]).args(tags);
    } else {
        let stand_in = work.path().join("python");
        fs::write(&stand_in, STAND_IN).map_err(at(&stand_in))?;
        make_executable(&stand_in)?;
        command.args(["-c", PIP]).arg(&stand_in).args(["download", "--no-binary", &tree.package]);
    }
    command
        .args(["--quiet", "--no-deps", "--ignore-requires-python", "--disable-pip-version-check", "--dest"])
        .arg(&keep)
        .arg(&requirement)
        .env("TMPDIR", work.path())
        .env("PARITY_ARCHIVE", &tree.archive)
        .env("PARITY_KEEP", &keep)
        .current_dir(work.path())
        .stdin(Stdio::null());
    let output = command.output().map_err(|error| Error::Command {
        command: format!("{:?}", command.get_program()),
        what: error.to_string(),
    })?;
    let kept = keep.join(&tree.archive);
    // pip has failed where the stand-in has: what counts is whether the archive is there.
    if !kept.exists() {
        return Err(Error::Command {
            command: format!("pip download {requirement}"),
            what: format!("no {}\n{}", tree.archive, String::from_utf8_lossy(&output.stderr)),
        });
    }
    let path = folder.join(&tree.archive);
    fs::rename(&kept, &path).map_err(at(&path))
}

/// The options that choose this very wheel on any machine, or `None` for a source archive.
fn wheel_tags(archive: &str) -> Option<Vec<String>> {
    let stem = archive.strip_suffix(".whl")?;
    let mut parts = stem.rsplit('-');
    let (platforms, abi, python) = (parts.next()?, parts.next()?, parts.next()?);
    let (implementation, version) = python.split_at_checked(2)?;
    let (major, minor) = version.split_at_checked(1)?;
    let mut tags = vec![
        format!("--python-version={major}.{minor}"),
        format!("--implementation={implementation}"),
        format!("--abi={abi}"),
    ];
    tags.extend(platforms.split('.').map(|platform| format!("--platform={platform}")));
    Some(tags)
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).map_err(at(path))
}

#[cfg(not(unix))]
fn make_executable(path: &Path) -> Result<()> {
    Err(Error::Data { path: path.to_path_buf(), what: "trees are downloaded on Unix only".to_owned() })
}

fn unpack(tree: &Tree, archive: &Path, into: &Path) -> Result<()> {
    let wheel = wheel_tags(&tree.archive).is_some();
    // A wheel has no folder around it.
    let into = if wheel { into.join(&tree.folder) } else { into.to_path_buf() };
    fs::create_dir_all(&into).map_err(at(&into))?;
    let mut command;
    if wheel {
        command = Command::new(std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into()));
        command.args(["-m", "zipfile", "-e"]).arg(archive).arg(&into);
    } else {
        command = Command::new("tar");
        command.args(["--no-same-owner", "-xf"]).arg(archive).arg("-C").arg(&into);
    }
    let failed = |what: String| Error::Command { command: format!("unpacking {}", archive.display()), what };
    let output = command.output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

/// A digest of the Python files of a folder that is no release: their paths and their bytes.
pub fn digest(folder: &Path) -> Result<String> {
    let mut files = Vec::new();
    python_files(folder, &mut files)?;
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let bytes = fs::read(&file).map_err(at(&file))?;
        let name = file.strip_prefix(folder).unwrap_or(&file);
        hash.update(format!("{}\0{}\0", name.display(), bytes.len()));
        hash.update(&bytes);
    }
    Ok(hexadecimal(hash.finalize().as_slice()))
}

fn python_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(at(&path))?;
        if kind.is_dir() {
            python_files(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "py" || extension == "pyw")
            && path.is_file()
        {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::sha256;
    use super::*;

    #[test]
    fn a_wheel_is_chosen_by_its_own_tags() {
        let tags = wheel_tags("numpy-2.5.5-cp314-cp314-manylinux_2_27_x86_64.manylinux_2_28_x86_64.whl");
        let tags = tags.expect("a wheel has tags");
        assert_eq!(
            tags,
            [
                "--python-version=3.14",
                "--implementation=cp",
                "--abi=cp314",
                "--platform=manylinux_2_27_x86_64",
                "--platform=manylinux_2_28_x86_64"
            ]
        );
        assert_eq!(wheel_tags("django-6.1.3.tar.gz"), None);
    }

    #[test]
    fn an_archive_that_changed_is_refused() {
        let cache = tempfile::tempdir().expect("a temporary folder");
        let archives = cache.path().join("archives");
        fs::create_dir(&archives).expect("a folder in it");
        fs::write(archives.join("some-1.0.tar.gz"), b"not what was recorded").expect("a file in that");
        let some = Tree {
            name: "some".to_owned(),
            package: "some".to_owned(),
            version: "1.0".to_owned(),
            archive: "some-1.0.tar.gz".to_owned(),
            sha256: sha256(b"what was recorded"),
            folder: "some-1.0".into(),
            short: false,
            benchmark: false,
        };
        let error = tree(&some, cache.path()).expect_err("the digest is another");
        assert!(error.to_string().contains("its SHA-256 is"), "{error}");
        assert!(!cache.path().join("trees").exists(), "nothing was unpacked");
    }

    #[test]
    fn a_digest_changes_with_every_name_and_byte() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("a.py");
        fs::write(&file, "x = 1\n").expect("a file in it");
        let first = digest(folder.path()).expect("a digest");
        fs::write(folder.path().join("notes.txt"), "not scanned").expect("another file");
        assert_eq!(digest(folder.path()).expect("a digest"), first);
        fs::write(&file, "x = 2\n").expect("the file again");
        let second = digest(folder.path()).expect("a digest");
        assert_ne!(first, second);
        fs::rename(&file, folder.path().join("b.py")).expect("another name");
        assert_ne!(digest(folder.path()).expect("a digest"), second);
    }
}
