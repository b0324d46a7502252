//! What `bandit-baseline` asks of git: whether a folder is a clean working tree, its last commit, and to set the tree
//! to a commit and back.
//!
//! The `git` command is run with the repository's hooks and its file-system monitor off, so that looking at a commit
//! runs nothing that the repository brought along.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use thiserror::Error;

/// A git command that went wrong.
#[derive(Debug, Error)]
#[error("git {command} failed: {cause}; {cure}")]
pub(crate) struct Error {
    command: String,
    cause: String,
    cure: &'static str,
}

/// A working tree.
#[derive(Debug)]
pub(crate) struct Repository {
    folder: PathBuf,
    /// Where git keeps what it knows.
    git_folder: PathBuf,
    /// Whether there are no files to speak of.
    bare: bool,
}

/// A commit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Commit {
    /// Its hash.
    pub(crate) id: String,
    /// The hash of its first parent.
    pub(crate) parent: Option<String>,
}

/// A promise to set the tree back.
#[derive(Debug)]
pub(crate) struct Tree<'r> {
    repository: &'r Repository,
    commit: String,
    kept: bool,
}

/// Whether there is a `git` to run.
pub(crate) fn is_available() -> bool {
    let version = Command::new("git")
        .arg("version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    version.is_ok_and(|status| status.success())
}

impl Repository {
    /// The repository that a folder is the top of, if it is one.
    pub(crate) fn open(folder: &Path) -> Option<Repository> {
        let inside = folder.join(".git");
        let git_folder = match fs::read_to_string(&inside) {
            // A file in the place of the folder says where that is: in a linked tree, or in a submodule.
            Ok(link) => folder.join(link.strip_prefix("gitdir: ")?.trim_end_matches(['\r', '\n'])),
            Err(_) => inside,
        };
        let git_folder = match git_folder.exists() {
            true => git_folder,
            false => folder.to_owned(),
        };
        if !is_git_folder(&git_folder) {
            return None;
        }
        let linked = git_folder.join("commondir").is_file();
        let mut repository = Repository { folder: folder.to_owned(), git_folder, bare: false };
        repository.bare = !linked && repository.is_said_to_be_bare();
        Some(repository)
    }

    /// Whether a tracked file, or what is staged, differs from the last commit.
    pub(crate) fn is_dirty(&self) -> Result<bool, Error> {
        const HOW: [&str; 3] = ["--abbrev=40", "--full-index", "--raw"];
        if self.bare {
            return Ok(false);
        }
        // Without an index nothing is staged, however far the last commit is from nothing.
        if self.git_folder.join("index").is_file()
            && !self.git(&[&["diff", "--cached"][..], &HOW].concat())?.is_empty()
        {
            return Ok(true);
        }
        Ok(!self.git(&[&["diff"][..], &HOW].concat())?.is_empty())
    }

    /// The last commit.
    pub(crate) fn head(&self) -> Result<Commit, Error> {
        let id = self.git(&["rev-parse", "--verify", "HEAD^0"])?;
        let commit = self.git(&["cat-file", "commit", &id])?;
        let header = commit.lines().take_while(|line| !line.is_empty());
        let parent = header.filter_map(|line| line.strip_prefix("parent ")).next().map(str::to_owned);
        Ok(Commit { id, parent })
    }

    /// A commit's hash and its name, by the branch or the tag that leads to it.
    pub(crate) fn name_of(&self, commit: &str) -> Result<String, Error> {
        self.git(&["name-rev", commit])
    }

    /// Sets branch, index and tree to a commit.
    pub(crate) fn reset(&self, commit: &str) -> Result<(), Error> {
        self.git(&["reset", "--hard", commit, "--"]).map(drop)
    }

    /// The same, out of the reach of interruptions from the terminal.
    fn restore(&self, commit: &str) -> Result<(), Error> {
        let words = ["reset", "--hard", commit, "--"];
        let mut command = self.command(&words);
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        self.answer(&mut command, &words).map(drop)
    }

    /// Has the tree set back to a commit when the answer is dropped.
    pub(crate) fn restore_to(&self, commit: &str) -> Tree<'_> {
        Tree { repository: self, commit: commit.to_owned(), kept: false }
    }

    fn is_said_to_be_bare(&self) -> bool {
        self.git(&["config", "--bool", "core.bare"]).is_ok_and(|answer| answer == "true")
    }

    /// Runs git and gives what it prints, without the last line's end.
    fn git(&self, words: &[&str]) -> Result<String, Error> {
        self.answer(&mut self.command(words), words)
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"])
            .args(words)
            .current_dir(&self.folder)
            .env("LANGUAGE", "C")
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        command
    }

    fn answer(&self, command: &mut Command, words: &[&str]) -> Result<String, Error> {
        let failed = |cause: String| Error {
            command: words.join(" "),
            cause,
            cure: match words {
                ["rev-parse", ..] => "commit twice at least: there is nothing to compare before",
                ["reset", ..] => {
                    "call this in a working tree that has both commits (git fetch --unshallow brings those that a \
                     shallow clone left out)"
                }
                _ => "see what git status says here",
            },
        };
        let output = command.output().map_err(|error| failed(error.to_string()))?;
        if !output.status.success() {
            return Err(failed(String::from_utf8_lossy(&output.stderr).trim_end().to_owned()));
        }
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned())
    }
}

/// Whether a folder is what git takes for a repository: it has a head, objects and references, the latter two perhaps
/// in the folder of the tree that it is linked to.
fn is_git_folder(folder: &Path) -> bool {
    let head = folder.join("HEAD");
    let head = match fs::read_link(&head) {
        Ok(target) => target.starts_with("refs"),
        Err(_) => fs::read(&head).is_ok_and(|head| is_head(&head)),
    };
    let common = match fs::read_to_string(folder.join("commondir")) {
        Ok(common) => folder.join(common.trim_end_matches(['\r', '\n'])),
        Err(_) => folder.to_owned(),
    };
    head && common.join("objects").is_dir() && common.join("refs").is_dir()
}

fn is_head(text: &[u8]) -> bool {
    match text.strip_prefix(b"ref:") {
        Some(name) => name.trim_ascii_start().starts_with(b"refs/"),
        None => text.len() >= 40 && text[..40].iter().all(u8::is_ascii_hexdigit),
    }
}

impl Tree<'_> {
    /// Sets the tree back now.
    pub(crate) fn restore(mut self) -> Result<(), Error> {
        self.kept = true;
        self.repository.restore(&self.commit)
    }
}

impl Drop for Tree<'_> {
    fn drop(&mut self) {
        if !self.kept {
            // The program is on its way out with an error of its own: there is nobody to tell of another.
            drop(self.repository.restore(&self.commit));
        }
    }
}
