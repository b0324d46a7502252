//! One file as `stockade scan` looks at it: a text that is no Python gives what the parser could make of the rest, and a
//! notebook what its code cells give together.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::OneFile;
use crate::ast::{TextRange, TextSize};
use crate::finding::LineRange;
use crate::fingerprint;
use crate::fix;
use crate::metrics::{IssueCounts, Metrics, lines_of_code};
use crate::module::Module;
use crate::parse::{self, Tree};
use crate::report::{Broken, Excerpts, FileReport, Remark, RemarkKind};
use crate::source::Source;
use crate::source::notebook::{self, Notebook, NotebookError};
use crate::suppress::{self, Comments};
use crate::text::LineIndex;
use crate::walk::{self, MAX_DROP_DEPTH};

impl OneFile<'_> {
    /// A panic costs this file and no other.
    pub(super) fn scan_natively(&self) -> FileReport {
        catch_unwind(AssertUnwindSafe(|| self.native()))
            .unwrap_or_else(|_| FileReport::skipped(self.name.to_owned(), "internal error", None))
    }

    fn native(&self) -> FileReport {
        let metrics = Metrics { lines_of_code: lines_of_code(self.bytes), ..Metrics::default() };
        if notebook::is_name(self.name) {
            return self.notebook(metrics);
        }
        match Source::decode(self.bytes) {
            Ok(source) if let Some(reason) = parse::refuses(&source.text) => {
                FileReport::skipped(self.name.to_owned(), reason, None)
            }
            Ok(source) => self.python(
                self.bytes,
                &source.text,
                &source.text,
                parse::parse(&source.text),
                metrics,
                Vec::new(),
            ),
            Err(error) => FileReport::skipped(self.name.to_owned(), error.to_string(), Some(metrics)),
        }
    }

    /// Scans the code cells of a notebook together. Its lines of code and fingerprints are those of the cells.
    fn notebook(&self, metrics: Metrics) -> FileReport {
        let notebook = match Notebook::read(self.bytes) {
            Ok(notebook) => notebook,
            Err(NotebookError::Foreign(language)) => {
                return FileReport { foreign: Some(language), ..FileReport::new(self.name.to_owned()) };
            }
            Err(error) => return FileReport::skipped(self.name.to_owned(), error.to_string(), Some(metrics)),
        };
        let (text, code) = (&notebook.text, notebook.code());
        let bytes = text.as_bytes();
        let metrics = Metrics { lines_of_code: lines_of_code(code.as_bytes()), ..metrics };
        let lines = LineIndex::new(text);
        let told = notebook.unknown.iter().map(|range| unknown_magic(text, &lines, range)).collect();
        if let Some(reason) = parse::refuses_notebook(&code) {
            return FileReport::skipped(self.name.to_owned(), reason, None);
        }
        let tree = parse::parse_notebook(&code);
        let mut report = match notebook::with_measured_code(&code, tree.magics().map(std::ops::Range::from)) {
            None => self.python(bytes, text, &code, tree, metrics, told),
            Some(parsed) => {
                if text.len() > MAX_DROP_DEPTH && walk::depth(tree.module()) > MAX_DROP_DEPTH {
                    tree.leak();
                }
                self.python(bytes, text, &parsed, parse::parse_notebook(&parsed), metrics, told)
            }
        };
        // Offsets in the cells' text are none in the file.
        report.findings.iter_mut().for_each(|finding| finding.fix = None);
        report.remarks.iter_mut().for_each(|remark| remark.fix = None);
        FileReport { cells: notebook.cells, digest: None, ..report }
    }

    /// Scans a text. `shown` is what excerpts show of it, line by line, and `told` what there is to say of it already.
    fn python(
        &self,
        bytes: &[u8],
        shown: &str,
        text: &str,
        tree: Tree,
        metrics: Metrics,
        told: Vec<Remark>,
    ) -> FileReport {
        let module = Module::new(self.name, text, &tree, Vec::new());
        let broken = tree.error(text).map(|error| {
            let span = module.lines().span(error.range);
            Broken { message: error.message, span }
        });
        let checked = self.checks.check(&module);
        let crashes = checked.raw.crashes.iter();
        let log = crashes.map(|crash| crash.record(self.name)).collect();
        let comments = Comments::read(&module, &tree, self.vocabulary, self.options);
        let mut split = suppress::split(checked.raw, &comments, &module, self.checks);
        for findings in [&mut split.reported, &mut split.suppressed] {
            findings.sort_by_key(|finding| (finding.span.start, finding.rule.id));
        }
        split.remarks.extend(told);
        split.remarks.sort_by_key(|remark| remark.span);
        let findings = split.reported.iter_mut().chain(&mut split.suppressed);
        fingerprint::set(findings, self.name, bytes, shown, module.lines());
        let has_fix = split.reported.iter().any(|finding| finding.fix.is_some())
            || split.remarks.iter().any(|remark| remark.fix.is_some());
        let digest = has_fix.then(|| fix::digest(self.bytes));
        let context = self.options.context;
        let windows = split.reported.iter().chain(&split.suppressed).map(|finding| {
            let lines = finding.lines;
            (lines.first.saturating_sub(context).max(1), lines.last.saturating_add(context + 1))
        });
        let remarked = split.remarks.iter().map(|remark| remark.span);
        let remarked = remarked.map(|span| (span.start.line, span.end.line.saturating_add(1)));
        let excerpts =
            Excerpts::collect(windows.chain(remarked).collect(), |line| module.lines().text(shown, line))
                .with_offsets(|line| {
                    module.lines().range_of(LineRange { first: line, last: line }).start().into()
                });
        if checked.depth > MAX_DROP_DEPTH {
            tree.leak();
        }
        FileReport {
            metrics: Some(Metrics { issues: Some(IssueCounts::of(&split.reported)), ..metrics }),
            findings: split.reported,
            suppressed: split.suppressed,
            excerpts,
            log,
            broken,
            digest,
            remarks: split.remarks,
            ..FileReport::new(self.name.to_owned())
        }
    }
}

/// The remark on a cell that begins with a magic that is not known.
fn unknown_magic(text: &str, lines: &LineIndex, range: &std::ops::Range<usize>) -> Remark {
    let offset = |at: usize| TextSize::try_from(at).unwrap_or_default();
    let magic = notebook::magic(&text[range.clone()]);
    Remark {
        kind: RemarkKind::UnknownMagic,
        span: lines.span(TextRange::new(offset(range.start), offset(range.end))),
        message: format!("`{magic}` is a magic that is not known, so that its cell was not scanned"),
        fix: None,
    }
}
