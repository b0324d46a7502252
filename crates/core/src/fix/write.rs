//! A changed file on the disk: whole or not at all, and only if it is still what it was.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::{Change, Error};

impl Change {
    /// Writes the file: to a temporary one beside it, which then takes its name. A symbolic link stays one, and what it
    /// names is changed. Permissions are kept.
    ///
    /// # Errors
    ///
    /// When the file has changed meanwhile, or the system refuses.
    pub fn write(&self) -> Result<(), Error> {
        match replace(&self.path, &self.before, &self.after) {
            Ok(true) => Ok(()),
            Ok(false) => Err(Error::Changed(self.name.clone())),
            Err(source) => Err(Error::Write { name: self.name.clone(), source }),
        }
    }
}

/// Answers whether the file held what it was expected to hold.
fn replace(path: &Path, before: &[u8], after: &[u8]) -> io::Result<bool> {
    let path = fs::canonicalize(path)?;
    let metadata = fs::metadata(&path)?;
    // A folder that can be written would let a file be replaced that cannot.
    if metadata.permissions().readonly() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only"));
    }
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let mut file = tempfile::Builder::new().prefix(".stockade-").tempfile_in(folder)?;
    file.write_all(after)?;
    keep_owner(file.as_file(), &metadata);
    file.as_file().set_permissions(metadata.permissions())?;
    if fs::read(&path)? != before {
        return Ok(false);
    }
    file.persist(&path)?;
    Ok(true)
}

/// Gives a file the owner of another, where the system lets us: it does where it matters, for the superuser.
#[cfg(unix)]
fn keep_owner(file: &fs::File, of: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(of.uid()), Some(of.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) {}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &Path, before: &[u8], after: &[u8]) -> Change {
        Change {
            name: "a.py".to_owned(),
            path: path.to_owned(),
            before: before.to_owned(),
            after: after.to_owned(),
            fixed: Vec::new(),
            waiting: 0,
        }
    }

    #[test]
    fn a_file_that_changed_meanwhile_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.py");
        fs::write(&path, "other").expect("written");
        let error = change(&path, b"old", b"new").write().expect_err("it changed");
        assert!(matches!(&error, Error::Changed(name) if name == "a.py"), "{error}");
        assert_eq!(fs::read(&path).expect("read"), b"other");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1, "no temporary file is left");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let (path, link) = (folder.path().join("a.py"), folder.path().join("b.py"));
        fs::write(&path, "old").expect("written");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o754)).expect("set");
        symlink("a.py", &link).expect("linked");
        change(&link, b"old", b"new").write().expect("written");
        assert_eq!(fs::read(&path).expect("read"), b"new");
        assert!(fs::symlink_metadata(&link).expect("there").is_symlink());
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o7777, 0o754);
    }

    #[test]
    fn a_read_only_file_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.py");
        fs::write(&path, "old").expect("written");
        let mut permissions = fs::metadata(&path).expect("there").permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).expect("set");
        let error = change(&path, b"old", b"new").write().expect_err("it is read-only");
        assert_eq!(error.to_string(), "a.py: cannot be written: the file is read-only");
        assert_eq!(fs::read(&path).expect("read"), b"old");
    }
}
