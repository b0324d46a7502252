//! What a working tree changed since a revision, as a pull request sees it: the merge base of the revision and `HEAD` on
//! one side, the files as they are on the other, whether committed, staged, or neither.
//!
//! git is asked about commits and about the index, never about the files of the working tree: those are compared here.
//! So no filter, no converter and no monitor that the repository configures is run.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use rustc_hash::FxHashMap;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use stockade_core::finding::{Span, Suppressor};
use stockade_core::report::FileReport;
use stockade_core::source::{self, notebook::Notebook};

use crate::known::suppress;

/// Why it is not known what changed. Each says what would help.
#[derive(Debug, thiserror::Error)]
pub enum SinceError {
    /// There is no git, or it could not be started.
    #[error("cannot run git, which `--since` needs: {0}; install git, or scan without `--since`")]
    NoGit(io::Error),
    /// The root lies in no repository.
    #[error("{} lies in no git repository, which `--since` needs; scan without it, or in a clone", .0.display())]
    NoRepository(PathBuf),
    /// The repository belongs to somebody else, so git does not open it.
    #[error(
        "git does not trust the repository of {}, for another user owns it; run `git config --global --add \
         safe.directory FOLDER` with the folder that git names: {reason}",
        folder.display()
    )]
    Untrusted {
        /// The root.
        folder: PathBuf,
        /// What git says.
        reason: String,
    },
    /// No commit has that name.
    #[error(
        "{0:?} names no commit here; fetch it (`git fetch origin BRANCH`; in GitHub's checkout: `fetch-depth: 0`) or mend the name"
    )]
    Revision(String),
    /// Nothing is committed yet.
    #[error(
        "`HEAD` has no commit, so that nothing changed since another; commit first, or scan without `--since`"
    )]
    NoHead,
    /// The clone does not reach back to where the histories parted.
    #[error(
        "this clone is too shallow to hold the merge base of {0:?} and HEAD; run `git fetch --unshallow` (in GitHub's checkout: `fetch-depth: 0`)"
    )]
    Shallow(String),
    /// There is no common ancestor.
    #[error("{0:?} and HEAD have no common ancestor; name a revision of the same history")]
    NoMergeBase(String),
    /// A git command went wrong.
    #[error(
        "git {command} failed: {reason}; see what `git status` says here; a partial clone (`--filter`) must have been \
         fetched in full"
    )]
    Git {
        /// The command.
        command: &'static str,
        /// What git says.
        reason: String,
    },
}

/// A state of the repository to compare with.
#[derive(Debug)]
pub(crate) struct Base {
    folder: PathBuf,
    /// What was asked for.
    revision: String,
    /// The merge base.
    commit: String,
    /// The contents that files had, by name relative to the folder: ids of blobs.
    blobs: FxHashMap<String, String>,
    /// The former names of files that the index has under another.
    renamed: FxHashMap<String, String>,
}

/// What changed in one file.
#[derive(Debug, PartialEq, Eq)]
enum Changed {
    Nothing,
    Everything,
    /// Half-open ranges of lines from 1, in order.
    Lines(Vec<(u32, u32)>),
}

impl Base {
    /// Finds where the history of a revision and that of `HEAD` part.
    pub(crate) fn find(folder: &Path, revision: &str) -> Result<Base, SinceError> {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let git = Git { folder };
        git.check_repository()?;
        let theirs = git.commit(revision)?.ok_or_else(|| SinceError::Revision(revision.to_owned()))?;
        let ours = git.commit("HEAD")?.ok_or(SinceError::NoHead)?;
        let Some(commit) = git.line(&["merge-base", &theirs, &ours])? else {
            let shallow = git.line(&["rev-parse", "--is-shallow-repository"])?.as_deref() == Some("true");
            let revision = revision.to_owned();
            return Err(if shallow {
                SinceError::Shallow(revision)
            } else {
                SinceError::NoMergeBase(revision)
            });
        };
        let blobs = git.blobs(&commit)?;
        let renamed = git.renamed(&commit)?;
        Ok(Base { folder: folder.to_owned(), revision: revision.to_owned(), commit, blobs, renamed })
    }

    /// The contents of the revision, to be asked for one by one.
    pub(crate) fn former(&self) -> Former<'_> {
        Former { base: self, git: None }
    }

    /// How the run says what it was compared with.
    pub(crate) fn title(&self) -> String {
        let short = self.commit.get(..12).unwrap_or(&self.commit);
        format!("{} (merge base {short})", self.revision)
    }

    /// The bytes of a file as they are now.
    pub(crate) fn read(&self, name: &str) -> Option<Vec<u8>> {
        source::read_into(&self.folder.join(name), &mut Vec::new()).ok().map(<[u8]>::to_owned)
    }

    /// The content that a file had, under this name or a former one.
    fn blob(&self, name: &str) -> Option<&str> {
        let blob = |name: &str| self.blobs.get(name).map(String::as_str);
        blob(name).or_else(|| blob(self.renamed.get(name)?))
    }
}

/// The contents of a revision, which one git tells from the first question to the last.
pub(crate) struct Former<'b> {
    base: &'b Base,
    git: Option<Contents>,
}

impl Former<'_> {
    /// Moves what stands on no changed line of a file to what is suppressed, and drops remarks that stand on none. `read`
    /// gives the bytes of the file as they are, where it knows them.
    pub(crate) fn withhold(
        &mut self,
        file: &mut FileReport,
        read: impl Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<(), SinceError> {
        if file.findings.is_empty() && file.remarks.is_empty() {
            return Ok(());
        }
        let Some(id) = self.base.blob(&file.name) else { return Ok(()) };
        if self.git.is_none() {
            self.git = Some(Contents::open(&Git { folder: &self.base.folder })?);
        }
        let Some(git) = &mut self.git else { return Ok(()) };
        let before = git.of(id)?;
        let Some(now) = read(&file.name) else { return Ok(()) };
        let changed = match file.cells.is_empty() {
            true => Changed::between(&before, &now),
            false => Changed::in_notebook(&before, &now),
        };
        suppress(file, &Suppressor::Unchanged, |_, finding| !changed.touches(finding.span));
        file.remarks.retain(|remark| changed.touches(remark.span));
        Ok(())
    }
}

impl Changed {
    /// Which lines of `now` are not in `before`. How lines end does not count: a checkout may change that.
    fn between(before: &[u8], now: &[u8]) -> Changed {
        if before == now {
            return Changed::Nothing;
        }
        let (before, now) = (lines(before), lines(now));
        let mut ranges = Vec::new();
        for change in capture_diff_slices(Algorithm::Myers, &before, &now) {
            let (tag, _, new) = change.as_tag_tuple();
            if matches!(tag, DiffTag::Insert | DiffTag::Replace) {
                let line = |at: usize| u32::try_from(at + 1).unwrap_or(u32::MAX);
                ranges.push((line(new.start), line(new.end)));
            }
        }
        Changed::Lines(ranges)
    }

    /// The same for notebooks, whose findings count the lines of their code cells alone.
    fn in_notebook(before: &[u8], now: &[u8]) -> Changed {
        match (Notebook::read(before), Notebook::read(now)) {
            (Ok(before), Ok(now)) => Changed::between(before.text.as_bytes(), now.text.as_bytes()),
            _ => Changed::Everything,
        }
    }

    /// Whether any line of a stretch of text changed.
    fn touches(&self, span: Span) -> bool {
        let (first, last) = (span.start.line, span.end.line);
        match self {
            Changed::Nothing => false,
            Changed::Everything => true,
            Changed::Lines(ranges) => ranges.iter().any(|&(start, end)| start <= last && first < end),
        }
    }
}

/// The lines as Python counts them, without their ends.
fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\n' | b'\r' => {
                lines.push(&bytes[start..at]);
                at += 1 + usize::from(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n'));
                start = at;
            }
            _ => at += 1,
        }
    }
    if start < bytes.len() {
        lines.push(&bytes[start..]);
    }
    lines
}

/// git in a folder, which runs nothing that the repository brings along.
struct Git<'f> {
    folder: &'f Path,
}

impl Git<'_> {
    /// git with all off that a repository can have it run.
    ///
    /// The system's and the user's own configuration stay: they are not the tree's, and say which folders are safe.
    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("--no-pager")
            .args(["-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false"])
            .args(["-c", "core.untrackedCache=false", "-c", "core.attributesFile=/dev/null"])
            .args([
                "-c",
                "diff.external=",
                "-c",
                "diff.ignoreSubmodules=all",
                "-c",
                "submodule.recurse=false",
            ])
            .args(words)
            .current_dir(self.folder)
            // A hook that calls us has these point to where it was called from.
            .env_remove("GIT_DIR")
            .env_remove("GIT_WORK_TREE")
            .env_remove("GIT_INDEX_FILE")
            .env_remove("GIT_PREFIX")
            .env_remove("GIT_EXTERNAL_DIFF")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            // What a partial clone lacks is not fetched: how it would be is the repository's to say.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LANGUAGE", "C")
            .env("LC_ALL", "C")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn check_repository(&self) -> Result<(), SinceError> {
        let output = self.command(&["rev-parse", "--git-dir"]).output().map_err(SinceError::NoGit)?;
        if output.status.success() {
            return Ok(());
        }
        let reason = reason(&output.stderr);
        let folder = self.folder.canonicalize().unwrap_or_else(|_| self.folder.to_owned());
        Err(match reason.contains("dubious ownership") {
            true => SinceError::Untrusted { folder, reason },
            false if reason.contains("not a git repository") => SinceError::NoRepository(folder),
            false => failed("rev-parse", reason),
        })
    }

    /// The commit that a name stands for, if it does.
    fn commit(&self, name: &str) -> Result<Option<String>, SinceError> {
        // What looks like an option is no name of git's, and must not become one of its options.
        if name.starts_with('-') {
            return Ok(None);
        }
        self.line(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")])
    }

    /// The first line that a command prints; none where it says no by its exit code.
    fn line(&self, words: &[&str]) -> Result<Option<String>, SinceError> {
        let output = self.command(words).output().map_err(SinceError::NoGit)?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(output.status.success().then(|| text.lines().next().unwrap_or_default().to_owned()))
    }

    /// What a command prints.
    fn output(&self, command: &'static str, words: &[&str]) -> Result<Vec<u8>, SinceError> {
        let output = self.command(words).output().map_err(SinceError::NoGit)?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(failed(command, reason(&output.stderr))),
        }
    }

    /// The ids of the files of a commit, by their names relative to the folder. Names that are no text are not there.
    fn blobs(&self, commit: &str) -> Result<FxHashMap<String, String>, SinceError> {
        let list = self.output("ls-tree", &["ls-tree", "-r", "-z", commit])?;
        let entries = list.split(|&byte| byte == 0).filter_map(|entry| {
            let (what, name) = std::str::from_utf8(entry).ok()?.split_once('\t')?;
            // Mode, kind, id. A link's content is where it leads, not what is read through it.
            let mut what = what.split(' ');
            let mode = what.next()?;
            let id = what.nth(1)?;
            mode.starts_with("100").then(|| (name.to_owned(), id.to_owned()))
        });
        Ok(entries.collect())
    }

    /// The files that the index has under another name than the commit: the former names, by the present ones.
    fn renamed(&self, commit: &str) -> Result<FxHashMap<String, String>, SinceError> {
        const HOW: [&str; 9] = [
            "diff-index",
            "--cached",
            "-r",
            "-z",
            "-M",
            "--relative",
            "--diff-filter=R",
            "--no-ext-diff",
            "--no-textconv",
        ];
        let list = self.output("diff-index", &[&HOW[..], &[commit]].concat())?;
        let mut parts = list.split(|&byte| byte == 0).map(|part| String::from_utf8_lossy(part).into_owned());
        let mut renamed = FxHashMap::default();
        while let (Some(_), Some(before), Some(now)) = (parts.next(), parts.next(), parts.next()) {
            renamed.insert(now, before);
        }
        Ok(renamed)
    }
}

/// A git that tells the contents of blobs as it keeps them: no filter is run on the way.
struct Contents {
    child: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Contents {
    fn open(git: &Git<'_>) -> Result<Contents, SinceError> {
        let mut child =
            git.command(&["cat-file", "--batch"]).stdin(Stdio::piped()).spawn().map_err(SinceError::NoGit)?;
        let questions = child.stdin.take();
        let Some(answers) = child.stdout.take() else {
            return Err(failed("cat-file", "it has no output".to_owned()));
        };
        Ok(Contents { child, questions, answers: BufReader::new(answers) })
    }

    fn of(&mut self, id: &str) -> Result<Vec<u8>, SinceError> {
        let asked = self.questions.as_mut().map(|questions| writeln!(questions, "{id}"));
        let answer = matches!(asked, Some(Ok(()))).then(|| answer(&mut self.answers)).flatten();
        answer.ok_or_else(|| {
            // What it complains of is there when it has ended.
            self.questions = None;
            let mut complaint = Vec::new();
            let _ = io::copy(&mut self.answers, &mut io::sink());
            if let Some(stderr) = &mut self.child.stderr {
                let _ = stderr.read_to_end(&mut complaint);
            }
            match reason(&complaint) {
                silent if silent.is_empty() => {
                    failed("cat-file", "a file's former content is not here".to_owned())
                }
                reason => failed("cat-file", reason),
            }
        })
    }
}

impl Drop for Contents {
    fn drop(&mut self) {
        self.questions = None;
        let _ = self.child.wait();
    }
}

/// Reads one answer of `cat-file --batch`: a line with id, kind and size, then the content and a line's end.
fn answer(answers: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut about = String::new();
    answers.read_line(&mut about).ok()?;
    let size: u64 = about.trim_end().split(' ').nth(2)?.parse().ok()?;
    let mut content = Vec::new();
    answers.take(size).read_to_end(&mut content).ok()?;
    let mut end = [0];
    answers.read_exact(&mut end).ok()?;
    Some(content)
}

fn failed(command: &'static str, reason: String) -> SinceError {
    SinceError::Git { command, reason }
}

/// The first line of what git complains of.
fn reason(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    text.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(before: &str, now: &str) -> Changed {
        Changed::between(before.as_bytes(), now.as_bytes())
    }

    #[test]
    fn lines_that_are_added_or_replaced_are_changed() {
        assert_eq!(changed("a\nb\n", "a\nb\n"), Changed::Nothing);
        assert_eq!(changed("a\nb\nc\n", "a\nB\nc\nd\n"), Changed::Lines(vec![(2, 3), (4, 5)]));
        assert_eq!(changed("", "a\nb\n"), Changed::Lines(vec![(1, 3)]));
        assert_eq!(changed("a\nb\n", "a\n"), Changed::Lines(vec![]), "what is gone is on no line");
    }

    #[test]
    fn how_lines_end_is_no_change() {
        assert_eq!(changed("a\r\nb\r\nc", "a\nb\nc\n"), Changed::Lines(vec![]));
        assert_eq!(lines(b"a\r\rb\r\n\nc"), [&b"a"[..], b"", b"b", b"", b"c"]);
    }

    #[test]
    fn the_lines_of_a_notebook_are_those_of_its_code() {
        let notebook = |code: &str, output: &str| {
            format!(
                r#"{{"cells": [{{"cell_type": "code", "source": "{code}", "outputs": ["{output}"], "metadata": {{}}}}],
                "metadata": {{}}, "nbformat": 4, "nbformat_minor": 5}}"#
            )
        };
        let changed = |before: &str, now: &str| Changed::in_notebook(before.as_bytes(), now.as_bytes());
        assert_eq!(changed(&notebook("a\\nb", "1"), &notebook("a\\nb", "2")), Changed::Nothing);
        assert_eq!(changed(&notebook("a\\nb", ""), &notebook("a\\nc", "")), Changed::Lines(vec![(2, 3)]));
        assert_eq!(changed("{}", &notebook("a", "")), Changed::Everything);
    }

    #[test]
    fn two_large_files_without_a_common_line_take_no_time_to_compare() {
        let text = |letter: char| (0..50_000).map(|at| format!("{letter}{at}\n")).collect::<String>();
        assert_eq!(changed(&text('a'), &text('b')), Changed::Lines(vec![(1, 50_001)]));
    }

    #[test]
    fn answers_are_taken_apart_by_their_size() {
        let mut text = &b"0a blob 3\nx\ny\n0b blob 0\n\n0a missing\n"[..];
        assert_eq!(answer(&mut text), Some(b"x\ny".to_vec()));
        assert_eq!(answer(&mut text), Some(Vec::new()));
        assert_eq!(answer(&mut text), None);
        assert_eq!(answer(&mut &b"0a blob 9\nx\n"[..]), None);
        assert_eq!(answer(&mut &b""[..]), None);
    }
}
