//! What a run left behind: exit code, streams and files, as data, on disk, and compared.
//!
//! On disk an answer is a folder with `exit`, `stdout`, `stderr` and `files/`; in the reference's answers an empty stream has
//! no file, in ours a missing file means "as the reference".

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use similar::TextDiff;

use crate::case::{Case, Part, Run};
use crate::mask::mask;
use crate::named;

/// An answer, masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The exit code, or the signal.
    pub exit: String,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
    /// Files that were not there before, or differ, by their path.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Answer {
    /// Masks everything, and drops what the run does not record.
    #[must_use]
    pub fn masked(mut self, run: &Run, work: &Path) -> Answer {
        self.stdout = mask(&self.stdout, work);
        self.stderr = mask(&self.stderr, work);
        for content in self.files.values_mut() {
            *content = mask(content, work);
        }
        for part in &run.unrecorded {
            match part {
                Part::Exit => self.exit.clear(),
                Part::Stdout => self.stdout.clear(),
                Part::Stderr => self.stderr.clear(),
                Part::Files => self.files.clear(),
            }
        }
        self
    }

    /// Reads the reference's answer.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn read(folder: &Path) -> io::Result<Answer> {
        if !folder.join("exit").exists() {
            return Err(io::Error::new(
                io::ErrorKind::NotFound,
                format!("{}: nothing recorded", folder.display()),
            ));
        }
        let mut answer =
            Answer { exit: String::new(), stdout: Vec::new(), stderr: Vec::new(), files: BTreeMap::new() };
        answer.overlay(folder)?;
        Ok(answer)
    }

    /// The reference's answer with the named differences that hold for every run.
    ///
    /// # Errors
    /// As for [`Answer::read`].
    pub fn expected(case: &Case, run: &Run) -> io::Result<Answer> {
        let mut answer = Answer::read(&case.answer(run))?;
        answer.stderr = named::log_of_ours(&answer.stderr);
        Ok(answer)
    }

    /// What Stockade owes: the reference's answer with the named differences, those of this run included.
    ///
    /// # Errors
    /// As for [`Answer::read`].
    pub fn owed(case: &Case, run: &Run) -> io::Result<Answer> {
        let mut answer = Answer::expected(case, run)?;
        let ours = case.ours(run);
        match (&run.ours, ours.exists()) {
            (Some(_), _) => answer.overlay(&ours)?,
            (None, true) => {
                return Err(io::Error::other(format!("{} has no reason in case.toml", ours.display())));
            }
            (None, false) => {}
        }
        Ok(answer)
    }

    /// Replaces the parts that the folder has.
    fn overlay(&mut self, folder: &Path) -> io::Result<()> {
        let read = |name: &str| match fs::read(folder.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        if let Some(exit) = read("exit")? {
            String::from_utf8_lossy(&exit).trim_end().clone_into(&mut self.exit);
        }
        if let Some(stdout) = read("stdout")? {
            self.stdout = stdout;
        }
        if let Some(stderr) = read("stderr")? {
            self.stderr = stderr;
        }
        if folder.join("files").exists() {
            self.files = snapshot(&folder.join("files"))?;
        }
        Ok(())
    }

    /// Writes the answer in place of the one that stands there.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        fs::write(folder.join("exit"), format!("{}\n", self.exit))?;
        for (name, stream) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !stream.is_empty() {
                fs::write(folder.join(name), stream)?;
            }
        }
        for (name, content) in &self.files {
            let path = folder.join("files").join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(path, content)?;
        }
        Ok(())
    }

    /// Writes the parts of this answer that differ from another, as `ours/RUN` has them.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write_difference(&self, from: &Answer, folder: &Path) -> io::Result<()> {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
        if self.exit != from.exit {
            fs::write(folder.join("exit"), format!("{}\n", self.exit))?;
        }
        for (name, ours, theirs) in
            [("stdout", &self.stdout, &from.stdout), ("stderr", &self.stderr, &from.stderr)]
        {
            if ours != theirs {
                fs::write(folder.join(name), ours)?;
            }
        }
        if self.files != from.files {
            fs::create_dir_all(folder.join("files"))?;
            for (name, content) in &self.files {
                fs::write(folder.join("files").join(name), content)?;
            }
        }
        Ok(())
    }

    /// What differs, for a reader; nothing if the answers are the same.
    #[must_use]
    pub fn difference(&self, have: &Answer) -> Option<String> {
        if self == have {
            return None;
        }
        let mut text = String::new();
        if self.exit != have.exit {
            let _ = writeln!(text, "exit code: expected {}, got {}", self.exit, have.exit);
        }
        compare("stdout", Some(&self.stdout), Some(&have.stdout), &mut text);
        compare("stderr", Some(&self.stderr), Some(&have.stderr), &mut text);
        let names: std::collections::BTreeSet<&String> = self.files.keys().chain(have.files.keys()).collect();
        for name in names {
            compare(name, self.files.get(name), have.files.get(name), &mut text);
        }
        Some(text)
    }
}

fn compare(name: &str, want: Option<&Vec<u8>>, have: Option<&Vec<u8>>, text: &mut String) {
    if want == have {
        return;
    }
    let show = |bytes: Option<&Vec<u8>>| bytes.map_or(String::new(), |bytes| legible(bytes));
    let (want, have) = (want.or(None), have.or(None));
    let missing = match (want, have) {
        (Some(_), None) => " (not written)",
        (None, Some(_)) => " (not expected)",
        _ => "",
    };
    let (want, have) = (show(want), show(have));
    let diff = TextDiff::from_lines(&want, &have);
    let _ = writeln!(text, "{name}{missing}:");
    let _ = writeln!(text, "{}", diff.unified_diff().context_radius(2).header("expected", "got"));
}

/// The text with every control character but the newline, and every odd byte, in sight.
fn legible(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            match c {
                '\n' | '\t' => text.push(c),
                c if c.is_control() => text.extend(c.escape_default()),
                c => text.push(c),
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// Every file below a folder by its path, repositories left out.
///
/// # Errors
/// When the folder cannot be read.
pub fn snapshot(root: &Path) -> io::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() && entry.file_name() != ".git" {
                folders.push(entry.path());
            } else if kind.is_file() {
                let path = entry.path();
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
                // A file that may not be read was not written by the run.
                files.insert(name, fs::read(&path).unwrap_or_default());
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer() -> Answer {
        Answer {
            exit: "1".to_owned(),
            stdout: b"a\r\n\xff".to_vec(),
            stderr: Vec::new(),
            files: BTreeMap::new(),
        }
    }

    #[test]
    fn an_answer_survives_the_disk() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut written = answer();
        written.files.insert("out/report.json".to_owned(), b"{}".to_vec());
        written.write(&folder.path().join("run")).expect("written");
        assert_eq!(Answer::read(&folder.path().join("run")).expect("read"), written);
    }

    #[test]
    fn every_part_is_compared() {
        let want = answer();
        assert_eq!(want.difference(&want.clone()), None);
        let exit = Answer { exit: "0".to_owned(), ..answer() };
        assert!(want.difference(&exit).expect("differs").contains("expected 1, got 0"));
        let stdout = Answer { stdout: b"a\n\xff".to_vec(), ..answer() };
        assert!(want.difference(&stdout).expect("differs").contains("a\\r"));
        let files = Answer { files: BTreeMap::from([("x".to_owned(), Vec::new())]), ..answer() };
        assert!(want.difference(&files).expect("differs").contains("x (not expected)"));
    }
}
