//! The parallel driver: files in, a report out, in the order of the files whatever thread was first.
//!
//! A file costs what it costs alone: one that cannot be read, decoded or parsed, or in which a check panics, is data
//! in the report.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::discover::{Origin, STDIN_NAME, Target};
use crate::finding::{Finding, RuleInfo};
use crate::log::Record;
use crate::metrics::{IssueCounts, Metrics, lines_of_code};
use crate::module::Module;
use crate::nosec::{self, Raw, Suppressions, Vocabulary};
use crate::parse::{self, Tree};
use crate::report::{Excerpts, FileReport, Report};
use crate::source::{self, CommentLines, DecodeError, Source};
use crate::text::LineIndex;
use crate::walk::{self, MAX_DROP_DEPTH};

/// What looks at a module: the rules' table.
pub trait Checks: Sync {
    /// Runs every rule on a module.
    fn check(&self, module: &Module<'_>) -> Checked;
    /// The rules that run on a kind of node, in their order, by the number that visits carry.
    fn ran(&self, kind: usize) -> Vec<&'static RuleInfo>;
}

/// The answer of all rules on one module.
#[derive(Debug, Default)]
pub struct Checked {
    /// What was found.
    pub raw: Raw,
    /// How deep the tree is.
    pub depth: usize,
}

/// What a scan is told.
#[derive(Debug, Clone)]
pub struct Options {
    /// Report what a `# nosec` would suppress.
    pub ignore_nosec: bool,
    /// Lines of context to keep for each finding.
    pub context: u32,
    /// Workers; none for as many as there are processors.
    pub threads: Option<usize>,
}

/// Freeing a tree recurses, so workers have room for deep ones; only pages that are touched cost anything.
const STACK: usize = 64 * 1024 * 1024;

/// The parser's offsets are 32 bits wide.
const MAX_SIZE: usize = u32::MAX as usize - 1;

const SYNTAX_ERROR: &str = "syntax error while parsing AST from file";

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
    let threads = options.threads.unwrap_or(0).min(targets.len().max(1));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK)
        .build()
        .map_err(std::io::Error::other)?;
    let behind = AtomicUsize::new(0);
    let files = pool.install(|| {
        targets
            .par_iter()
            .with_max_len(8)
            .map_init(Vec::new, |buffer, target| {
                let report = scan_target(target, checks, vocabulary, options, stdin, buffer);
                done(behind.fetch_add(1, Ordering::Relaxed) + 1);
                report
            })
            .collect()
    });
    Ok(Report { files, excluded: Vec::new() })
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
        let worker =
            std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || file.scan_or_give_up())?;
        worker.join().map_err(|_| std::io::Error::other("the scan of a source ended without an answer"))
    })
}

fn scan_target(
    target: &Target,
    checks: &dyn Checks,
    vocabulary: &dyn Vocabulary,
    options: &Options,
    stdin: &[u8],
    buffer: &mut Vec<u8>,
) -> FileReport {
    let (name, bytes) = match &target.origin {
        Origin::Stdin => (STDIN_NAME, stdin),
        Origin::File(path) => match read(path, buffer) {
            Ok(()) => (target.name.as_str(), buffer.as_slice()),
            Err(reason) => return FileReport::skipped(target.name.clone(), reason, None),
        },
    };
    OneFile { name, bytes, checks, vocabulary, options }.scan_or_give_up()
}

fn read(path: &Path, buffer: &mut Vec<u8>) -> Result<(), String> {
    source::read_into(path, buffer).map_err(|error| {
        let text = error.to_string();
        // The operating system's words alone, as Python's `strerror` has them.
        text.split(" (os error").next().unwrap_or(&text).to_owned()
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
    /// A panic costs this file and no other.
    fn scan_or_give_up(&self) -> FileReport {
        catch_unwind(AssertUnwindSafe(|| self.scan())).unwrap_or_else(|_| self.gave_up())
    }

    fn scan(&self) -> FileReport {
        let metrics = Metrics { lines_of_code: lines_of_code(self.bytes), ..Metrics::default() };
        if self.bytes.len() > MAX_SIZE {
            return FileReport::skipped(self.name.to_owned(), "larger than 4 GiB", Some(metrics));
        }
        let source = match Source::decode(self.bytes) {
            Ok(source) => source,
            Err(DecodeError::NoText) => return self.gave_up(),
            Err(_) => {
                let mut report = self.syntax_error(metrics);
                let text = Source::decode_prefix(self.bytes);
                report.log = self.log_before_error(parse::parse(&text), &text);
                return report;
            }
        };
        let text: &str = &source.text;
        let tree = parse::parse(text);
        if tree.error(text).is_some() {
            let mut report = self.syntax_error(metrics);
            report.log = self.log_before_error(tree, text);
            return report;
        }
        let suppressions = self.suppressions(&tree, text, None, source.comment_lines());
        let mut log = suppressions.log.clone();
        self.log_unnamed(&mut log);
        let module = Module::new(self.name, text, &tree, suppressions.specific_lines());
        let checked = self.checks.check(&module);
        let split = nosec::split(checked.raw, &suppressions, |kind| self.checks.ran(kind), self.name);
        log.extend(split.log);
        let excerpts = self.excerpts(&split.reported, text, &module);
        if checked.depth > MAX_DROP_DEPTH {
            tree.leak();
        }
        FileReport {
            name: self.name.to_owned(),
            skipped: None,
            metrics: Some(Metrics {
                nosec: split.blanket,
                skipped_tests: split.specific,
                issues: Some(IssueCounts::of(&split.reported)),
                ..metrics
            }),
            findings: split.reported,
            suppressed: split.suppressed,
            excerpts,
            log,
        }
    }

    /// The comments up to an offset, read only where there can be one to read.
    fn suppressions(
        &self,
        tree: &Tree,
        text: &str,
        until: Option<crate::ast::TextSize>,
        comment_lines: Option<CommentLines>,
    ) -> Suppressions {
        if self.options.ignore_nosec || memchr::memmem::find(text.as_bytes(), b"nosec").is_none() {
            return Suppressions::default();
        }
        let lines = LineIndex::new(text);
        let line_of = |offset| match &comment_lines {
            None => Some(lines.line(offset)),
            Some(seen) => seen.line(lines.line(offset), lines.column(offset)),
        };
        let comments = tree
            .comments()
            .take_while(|range| until.is_none_or(|until| range.end() <= until))
            .filter(|range| memchr::memmem::find(text[*range].as_bytes(), b"nosec").is_some())
            .filter_map(|range| Some((line_of(range.start())?, &text[range])));
        Suppressions::read(comments, self.vocabulary)
    }

    fn syntax_error(&self, metrics: Metrics) -> FileReport {
        FileReport::skipped(self.name.to_owned(), SYNTAX_ERROR, Some(metrics))
    }

    /// What Bandit has said of a file by the time it meets the error: it reads the comments before it parses.
    fn log_before_error(&self, tree: Tree, text: &str) -> Vec<Record> {
        let mut log = self.suppressions(&tree, text, tree.tokenizer_stops(text), None).log;
        if text.len() > MAX_DROP_DEPTH && walk::depth(tree.module()) > MAX_DROP_DEPTH {
            tree.leak();
        }
        self.log_unnamed(&mut log);
        log
    }

    /// A path without a folder gives Bandit no name for the module, and it says so.
    fn log_unnamed(&self, log: &mut Vec<Record>) {
        if !self.name.contains('/') {
            log.push(Record::warning(
                "node_visitor",
                format!("Unable to find qualified name for module: {}", self.name),
            ));
        }
    }

    fn excerpts(&self, findings: &[Finding], text: &str, module: &Module<'_>) -> Excerpts {
        if findings.is_empty() {
            return Excerpts::default();
        }
        let context = self.options.context.max(3);
        let windows = findings.iter().map(|finding| Excerpts::window(finding, context)).collect();
        if self.name == STDIN_NAME {
            return excerpts_of_stdin(windows, self.bytes);
        }
        if text.ends_with('\n') {
            return Excerpts::collect(windows, |line| module.lines().text(text, line));
        }
        let ended = format!("{text}\n");
        let lines = LineIndex::new(&ended);
        Excerpts::collect(windows, |line| lines.text(&ended, line))
    }

    /// The report of a file in which something panicked.
    fn gave_up(&self) -> FileReport {
        let metrics = Metrics { lines_of_code: lines_of_code(self.bytes), ..Metrics::default() };
        let mut report =
            FileReport::skipped(self.name.to_owned(), "exception while scanning file", Some(metrics));
        let name = self.name;
        report.log.push(Record::error(
            "manager",
            format!("Exception occurred when executing tests against {name}."),
        ));
        report.log.push(Record::error(
            "manager",
            format!("Run \"bandit --debug {name}\" to see the full traceback."),
        ));
        report
    }
}

/// Standard input is shown as it came: lines end at `\n` alone, and the last may have no end. Bandit reads it as UTF-8
/// here, whatever its cookie says, and cannot show what is none.
fn excerpts_of_stdin(windows: Vec<(u32, u32)>, bytes: &[u8]) -> Excerpts {
    let text = String::from_utf8_lossy(bytes);
    let lines = LineIndex::new(&text);
    let numbered = bytes.split_inclusive(|&b| b == b'\n').zip(1..);
    let undecoded = numbered.filter_map(|(line, number)| Some((number, undecodable(line)?))).collect();
    Excerpts::collect(windows, |line| lines.text(&text, line)).with_undecoded(undecoded)
}

/// Why bytes are no UTF-8, in Python's words.
fn undecodable(bytes: &[u8]) -> Option<String> {
    let error = std::str::from_utf8(bytes).err()?;
    let at = error.valid_up_to();
    let length = error.error_len().unwrap_or(bytes.len() - at);
    let reason = match (error.error_len(), bytes[at]) {
        (None, _) => "unexpected end of data",
        (_, 0x80..=0xc1 | 0xf5..) => "invalid start byte",
        _ => "invalid continuation byte",
    };
    Some(match length {
        1 => format!("'utf-8' codec can't decode byte 0x{:02x} in position {at}: {reason}", bytes[at]),
        _ => format!("'utf-8' codec can't decode bytes in position {at}-{}: {reason}", at + length - 1),
    })
}

#[cfg(test)]
mod tests {
    use super::undecodable;

    #[test]
    fn bytes_that_are_no_utf_8() {
        assert_eq!(undecodable("é".as_bytes()), None);
        for (bytes, words) in [
            (b"ab\xe9\"".as_slice(), "byte 0xe9 in position 2: invalid continuation byte"),
            (b"\x80", "byte 0x80 in position 0: invalid start byte"),
            (b"\xe2\x82\"", "bytes in position 0-1: invalid continuation byte"),
            (b"a\xe2\x82", "bytes in position 1-2: unexpected end of data"),
        ] {
            assert_eq!(undecodable(bytes).as_deref(), Some(&*format!("'utf-8' codec can't decode {words}")));
        }
    }
}
