//! The parallel driver: files in, a report out, in the order of the files whatever thread was first.
//!
//! A file costs what it costs alone: one that cannot be read, decoded or parsed, or in which a check panics, is data
//! in the report.

mod answers;
mod bandit;
mod native;
mod order;

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::available_parallelism;

use answers::Answers;

use crate::cache::{Cache, Window};
use crate::discover::{Origin, Target};
use crate::finding::RuleInfo;
use crate::module::Module;
use crate::nosec::{Raw, Vocabulary};
use crate::report::{FileReport, Report};
use crate::source;

/// What looks at a module: the rules' table.
pub trait Checks: Sync {
    /// Runs every rule on a module.
    fn check(&self, module: &Module<'_>) -> Checked;
    /// The rules that run on a kind of node, in their order, by the number that visits carry.
    fn ran(&self, kind: usize) -> Vec<&'static RuleInfo>;
    /// Whether the rule of that id runs: a suppression in vain is told only then.
    fn runs(&self, _id: &str) -> bool {
        false
    }
    /// Whether every rule that there is runs.
    fn runs_all(&self) -> bool {
        false
    }
}

/// The answer of all rules on one module.
#[derive(Debug, Default)]
pub struct Checked {
    /// What was found.
    pub raw: Raw,
    /// How deep the tree is.
    pub depth: usize,
}

/// Whose answers a scan gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Bandit's, bug for bug: `stockade bandit`.
    Bandit,
    /// Our own, which knows Python's names: `stockade scan`.
    #[default]
    Native,
}

/// What a scan is told.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whose answers are asked for.
    pub dialect: Dialect,
    /// Report what a `# nosec` would suppress.
    pub ignore_nosec: bool,
    /// In the native dialect: honour `# noqa: S…`, too.
    pub noqa: bool,
    /// In the native dialect: remark on each `# nosec` that gives no reason.
    pub nosec_reasons: bool,
    /// Lines of context to keep for each finding.
    pub context: u32,
    /// Workers; none for as many as there are processors.
    pub threads: Option<usize>,
}

/// Freeing a tree recurses, so workers have room for deep ones; only pages that are touched cost anything.
pub(crate) const STACK: usize = 64 * 1024 * 1024;

/// Scans the targets. `stdin` is what standard input held, for the target that names it; `done` is told how many files
/// are behind.
///
/// # Errors
///
/// When the operating system refuses the threads.
pub fn scan(
    targets: &[Target],
    checks: &dyn Checks,
    vocabulary: &dyn Vocabulary,
    options: &Options,
    stdin: &[u8],
    done: &(dyn Fn(usize) + Sync),
) -> Result<Report, std::io::Error> {
    let mut files = Vec::with_capacity(targets.len());
    let scan = Scan { targets, checks, vocabulary, options, stdin, cache: None, done };
    scan.each(&mut |file| {
        files.push(file);
        ControlFlow::Continue(())
    })?;
    Ok(Report { files, ..Report::default() })
}

/// A scan of files as [`scan`] does it, with what it may use beside.
#[derive(Clone, Copy)]
pub struct Scan<'s> {
    /// The files.
    pub targets: &'s [Target],
    /// The rules.
    pub checks: &'s dyn Checks,
    /// The words that suppressions may use.
    pub vocabulary: &'s dyn Vocabulary,
    /// What the scan is told.
    pub options: &'s Options,
    /// What standard input held, for the target that names it.
    pub stdin: &'s [u8],
    /// What was found by earlier scans. It must be of a context that tells of the rules and the options.
    pub cache: Option<&'s Cache>,
    /// Is told how many files are behind.
    pub done: &'s (dyn Fn(usize) + Sync),
}

/// A file of so many bytes is scanned while no other of that size is: what several take at once adds up.
const LARGE: usize = 8 * 1024 * 1024;

/// What a worker keeps from file to file.
#[derive(Default)]
struct Room {
    buffer: Vec<u8>,
    window: Window,
}

impl Scan<'_> {
    /// Scans, and hands each file on in the order of the targets, on the thread that called, until that has had enough. Few
    /// files are kept until then: those that were done before an earlier one.
    ///
    /// # Errors
    ///
    /// As [`scan`].
    pub fn each(&self, each: &mut dyn FnMut(FileReport) -> ControlFlow<()>) -> Result<(), std::io::Error> {
        let large = Mutex::new(());
        // No thread is worth its start for one file: the one that called gets the room that a deep tree needs. Where there
        // is none to be had, that is a panic here, and an error of the threads below.
        if let [only] = self.targets
            && let Ok(report) = catch_unwind(AssertUnwindSafe(|| {
                stacker::grow(STACK, || self.target(only, &mut Room::default(), &large))
            }))
        {
            (self.done)(1);
            let _ = each(report);
            return Ok(());
        }
        let threads = threads(self.options.threads.unwrap_or(0), self.targets.len());
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .stack_size(STACK)
            .build()
            .map_err(std::io::Error::other)?;
        let behind = AtomicUsize::new(0);
        let work = |room: &mut Room, at: usize| {
            let target = &self.targets[at];
            let report = self.target(target, room, &large);
            debug_assert_eq!(report.name, target.name, "the name is not carried along");
            (self.done)(behind.fetch_add(1, Ordering::Relaxed) + 1);
            report
        };
        let mut names = self.targets.iter().map(|target| &target.name);
        order::in_order::<_, Answers>(&pool, self.targets.len(), &work, &mut |report| {
            let name = names.next().cloned().unwrap_or_default();
            each(FileReport { name, ..report })
        });
        Ok(())
    }

    fn target(&self, target: &Target, room: &mut Room, large: &Mutex<()>) -> FileReport {
        let &Scan { checks, vocabulary, options, .. } = self;
        let name = target.name.as_str();
        let path = match &target.origin {
            Origin::Stdin => {
                let file = OneFile { name, bytes: self.stdin, checks, vocabulary, options };
                return FileReport { digest: None, ..file.scan() };
            }
            Origin::File(path) => path,
        };
        let Room { buffer, window } = room;
        let bytes = match source::read_into(path, buffer) {
            Ok(bytes) => bytes,
            Err(error) => return FileReport::skipped(target.name.clone(), error.to_string(), None),
        };
        // A panic of another's is none of this one's concern.
        let _turn = (bytes.len() >= LARGE).then(|| large.lock().unwrap_or_else(PoisonError::into_inner));
        let file = OneFile { name, bytes, checks, vocabulary, options };
        match self.cache {
            Some(cache) => cache.answer(name, bytes, window, || file.scan()),
            None => file.scan(),
        }
    }
}

/// How many threads work on so many files, where `asked` are asked for, and 0 is the system's choice. What has no file to
/// work on is not worth its start.
fn threads(asked: usize, files: usize) -> usize {
    let most = if asked == 0 { available_parallelism().map_or(1, usize::from) } else { asked };
    if files < most { files.max(1) } else { asked }
}

/// Scans one source that is in memory, on a thread of its own, for the room that a deep tree needs.
///
/// # Errors
///
/// When the operating system refuses the thread.
pub fn scan_source(
    name: &str,
    bytes: &[u8],
    checks: &dyn Checks,
    vocabulary: &dyn Vocabulary,
    options: &Options,
) -> Result<FileReport, std::io::Error> {
    let file = OneFile { name, bytes, checks, vocabulary, options };
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || file.scan())?;
        worker.join().map_err(|_| std::io::Error::other("the scan of a source ended without an answer"))
    })
}

struct OneFile<'s> {
    name: &'s str,
    bytes: &'s [u8],
    checks: &'s dyn Checks,
    vocabulary: &'s dyn Vocabulary,
    options: &'s Options,
}

impl OneFile<'_> {
    fn scan(&self) -> FileReport {
        if let Err(error) = source::check_size(self.bytes) {
            return FileReport::skipped(self.name.to_owned(), error.to_string(), None);
        }
        match self.options.dialect {
            Dialect::Bandit => self.scan_as_bandit(),
            Dialect::Native => self.scan_natively(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_thread_is_without_a_file() {
        assert_eq!([threads(4, 9), threads(4, 3), threads(4, 0), threads(0, 1)], [4, 3, 1, 1]);
        assert_eq!(threads(0, usize::MAX), 0, "as many as there are processors");
    }
}
