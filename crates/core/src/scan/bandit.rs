//! One file as Bandit scans it: what it says on the way, what it makes of files that it cannot parse.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::OneFile;
use crate::discover::STDIN_NAME;
use crate::finding::Finding;
use crate::log::Record;
use crate::metrics::{IssueCounts, Metrics, lines_of_code};
use crate::module::Module;
use crate::nosec::{self, Suppressions};
use crate::parse::{self, Tree};
use crate::report::{Excerpts, FileReport};
use crate::source::{CommentLines, DecodeError, Source};
use crate::text::LineIndex;
use crate::walk::{self, MAX_DROP_DEPTH};

const SYNTAX_ERROR: &str = "syntax error while parsing AST from file";

impl OneFile<'_> {
    /// A panic costs this file and no other.
    pub(super) fn scan_as_bandit(&self) -> FileReport {
        catch_unwind(AssertUnwindSafe(|| self.bandit())).unwrap_or_else(|_| self.gave_up())
    }

    fn bandit(&self) -> FileReport {
        let metrics = Metrics { lines_of_code: lines_of_code(self.bytes), ..Metrics::default() };
        let source = match Source::decode(self.bytes) {
            Ok(source) => source,
            Err(DecodeError::NoText) => return self.gave_up(),
            Err(_) => {
                let text = Source::decode_prefix(self.bytes);
                if let Some(reason) = parse::refuses(&text) {
                    return FileReport::skipped(self.name.to_owned(), reason, None);
                }
                let mut report = self.syntax_error(metrics);
                report.log = self.log_before_error(parse::parse(&text), &text);
                return report;
            }
        };
        let text: &str = &source.text;
        if let Some(reason) = parse::refuses(text) {
            return FileReport::skipped(self.name.to_owned(), reason, None);
        }
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
            ..FileReport::new(self.name.to_owned())
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
