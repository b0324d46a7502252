//! The cache's folder: whether it can be trusted, what lies in it, and what is cleared away.
//!
//! ```text
//! CACHEDIR.TAG                       so that backups pass it over
//! 0f3a…/                             one project in one context
//!     77b1….pack  used               packs, and a file whose time says when they were of use last
//! ```

use std::fs::{self, DirBuilder, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::pack;
use crate::report::CacheRun;
use crate::source::reason;

/// So many bytes a cache has at most. The projects that were not scanned for the longest time go first.
pub const LIMIT: u64 = 256 * 1024 * 1024;

/// How long the name of a project's folder is, in hexadecimal digits.
pub(super) const NAME: usize = 32;

const USED: &str = "used";
const TAG: &str = "CACHEDIR.TAG";
/// <https://bford.info/cachedir/>
const TAGGED: &str = "Signature: 8a477f597d28d172789f06886806bc55\n# What `stockade scan` found in files, kept for later scans.\n";

/// A pack that is not finished after that time is nobody's any more.
const ABANDONED: Duration = Duration::from_secs(24 * 60 * 60);

/// The real path of the cache's folder, which is made if it is not there.
///
/// # Errors
///
/// When it cannot be had, or others could have put something into it: what is scanned, above all.
pub(super) fn trusted(top: &Path, root: &Path, targets: &[PathBuf]) -> Result<PathBuf, CacheRun> {
    let top = &plain(top);
    let failed = |error: io::Error| CacheRun { failed: Some(failure(top, &error)), ..CacheRun::default() };
    let apart = |path: PathBuf| {
        let scanned = targets.iter().filter_map(|target| target.canonicalize().ok());
        match scanned.chain([root.to_owned()]).find(|scanned| path.starts_with(scanned)) {
            Some(scanned) => Err(refusal(top, &format!("lies in what is scanned, {}", scanned.display()))),
            None => Ok(path),
        }
    };
    match fs::symlink_metadata(top) {
        Ok(about) => check(top, &about)?,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let path = std::path::absolute(top).map_err(failed)?;
            let (above, real) = path
                .ancestors()
                .find_map(|above| Some((above, above.canonicalize().ok()?)))
                .ok_or_else(|| failed(error))?;
            apart(real.join(path.strip_prefix(above).unwrap_or(&path)))?;
            builder().recursive(true).create(&path).map_err(failed)?;
            // Nothing depends on it.
            let _ = fs::write(path.join(TAG), TAGGED);
            check(top, &fs::symlink_metadata(top).map_err(failed)?)?;
        }
        Err(error) => return Err(failed(error)),
    }
    apart(top.canonicalize().map_err(failed)?)
}

/// A path without a `/` at its end, with which a link would count as what it leads to.
fn plain(path: &Path) -> PathBuf {
    path.components().collect()
}

/// The packs of a project.
///
/// # Errors
///
/// When others could have put something into one.
pub(super) fn packs(folder: &Path) -> Result<Vec<PathBuf>, CacheRun> {
    let Ok(about) = fs::symlink_metadata(folder) else { return Ok(Vec::new()) };
    check(folder, &about)?;
    let mut packs = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if !is_pack(&path) {
            continue;
        }
        // Whoever combines packs at this moment has removed it.
        let Ok(about) = entry.metadata() else { continue };
        if !about.is_file() {
            return Err(refusal(&path, "is no regular file"));
        }
        check_rights(&path, &about)?;
        packs.push(path);
    }
    Ok(packs)
}

fn is_pack(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == pack::ENDING)
}

fn check(folder: &Path, about: &Metadata) -> Result<(), CacheRun> {
    if about.is_symlink() {
        return Err(refusal(folder, "is a symbolic link"));
    }
    if !about.is_dir() {
        return Err(refusal(folder, "is no folder"));
    }
    check_rights(folder, about)
}

#[cfg(unix)]
fn check_rights(path: &Path, about: &Metadata) -> Result<(), CacheRun> {
    use std::os::unix::fs::MetadataExt;
    if about.uid() != rustix::process::geteuid().as_raw() {
        return Err(refusal(path, "belongs to another user"));
    }
    if about.mode() & 0o022 != 0 {
        return Err(refusal(path, "can be written by other users"));
    }
    Ok(())
}

/// Elsewhere rights are no matter of a few bits: the user's own folder is what its system makes it.
#[cfg(not(unix))]
fn check_rights(_: &Path, _: &Metadata) -> Result<(), CacheRun> {
    Ok(())
}

fn refusal(path: &Path, why: &str) -> CacheRun {
    let text = format!(
        "the cache is not used, since {} {why}: name a folder of your own with --cache-dir, or scan with --no-cache",
        path.display()
    );
    CacheRun { refused: Some(text), ..CacheRun::default() }
}

/// What is told of a cache that cannot be written.
pub(super) fn failure(folder: &Path, error: &io::Error) -> String {
    format!("nothing was kept in the cache {}: {}", folder.display(), reason(error))
}

/// Makes the folder of a project.
pub(super) fn make(folder: &Path) -> io::Result<()> {
    match builder().create(folder) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Makes folders that are their owner's alone.
fn builder() -> DirBuilder {
    #[cfg_attr(not(unix), allow(unused_mut))]
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Takes down that a project was scanned. Where that cannot be, it only goes earlier.
pub(super) fn mark_used(folder: &Path) {
    let _ = fs::write(folder.join(USED), "");
}

/// Clears away after a pack was written: packs that it stands for, those that nobody finished, and then, of all projects,
/// what exceeds the limit. What cannot be removed stays.
pub(super) fn tidy(top: &Path, folder: &Path, new: &Path, gone: &[&Path], limit: u64) {
    for path in gone.iter().filter(|path| **path != new) {
        let _ = fs::remove_file(path);
    }
    let now = fs::metadata(new).and_then(|about| about.modified()).ok();
    for path in files(folder).filter(|path| is_unfinished(path)) {
        let modified = fs::metadata(&path).and_then(|about| about.modified()).ok();
        if let (Some(modified), Some(now)) = (modified, now)
            && now.duration_since(modified).is_ok_and(|age| age > ABANDONED)
        {
            let _ = fs::remove_file(path);
        }
    }
    let mut projects: Vec<(SystemTime, u64, PathBuf)> = projects(top).map(measure).collect();
    let mut size: u64 = projects.iter().map(|(_, size, _)| size).sum();
    projects.sort();
    for (_, bytes, project) in projects {
        if size > limit && project != folder {
            remove(&project);
            size -= bytes;
        }
    }
    // This project alone is too large: what was written last is of most use.
    for path in files(folder).filter(|path| size > limit && is_pack(path) && path != new) {
        let _ = fs::remove_file(path);
    }
}

/// When a project was used last, and how large it is.
fn measure(folder: PathBuf) -> (SystemTime, u64, PathBuf) {
    let (mut used, mut size) = (SystemTime::UNIX_EPOCH, 0);
    for about in files(&folder).filter_map(|path| fs::symlink_metadata(path).ok()) {
        size += about.len();
        used = used.max(about.modified().unwrap_or(SystemTime::UNIX_EPOCH));
    }
    (used, size, folder)
}

/// Removes all that a cache consists of, and the folder if nothing else is in it. Tells how many bytes that were.
///
/// # Errors
///
/// When the folder is none, is a link, or something in it cannot be removed.
pub fn clean(top: &Path) -> io::Result<u64> {
    let top = &plain(top);
    match fs::symlink_metadata(top) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
        Ok(about) if !about.is_dir() => {
            return Err(io::Error::new(ErrorKind::NotADirectory, "this is no folder, or a link to one"));
        }
        Ok(_) => {}
    }
    let mut freed = 0;
    for project in fs::read_dir(top)?.flatten().map(|entry| entry.path()).filter(|path| is_project(path)) {
        let (_, size, folder) = measure(project);
        remove(&folder);
        if folder.symlink_metadata().is_ok() && files(&folder).any(|path| is_own(&path)) {
            return Err(io::Error::other(format!("{} cannot be removed", folder.display())));
        }
        freed += size;
    }
    if fs::read_to_string(top.join(TAG)).is_ok_and(|text| text == TAGGED) {
        let _ = fs::remove_file(top.join(TAG));
    }
    // It stays where it holds something else.
    let _ = fs::remove_dir(top);
    Ok(freed)
}

/// Removes a project's folder, but nothing in it that is not the cache's.
fn remove(folder: &Path) {
    for path in files(folder).filter(|path| is_own(path)) {
        let _ = fs::remove_file(path);
    }
    let _ = fs::remove_dir(folder);
}

fn projects(top: &Path) -> impl Iterator<Item = PathBuf> {
    files(top).filter(|path| is_project(path))
}

fn is_project(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    name.len() == NAME
        && name.iter().all(is_digit)
        && fs::symlink_metadata(path).is_ok_and(|about| about.is_dir())
}

fn is_own(path: &Path) -> bool {
    is_pack(path) || is_unfinished(path) || path.file_name().is_some_and(|name| name == USED)
}

fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(pack::UNFINISHED.as_bytes()))
}

fn files(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}
