//! One file as `stockade scan` looks at it: a text that is no Python gives what the parser could make of the rest.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{MAX_SIZE, OneFile};
use crate::finding::LineRange;
use crate::fingerprint;
use crate::fix;
use crate::metrics::{IssueCounts, Metrics, lines_of_code};
use crate::module::Module;
use crate::parse;
use crate::report::{Broken, Excerpts, FileReport};
use crate::source::Source;
use crate::suppress::{self, Comments};
use crate::walk::MAX_DROP_DEPTH;

impl OneFile<'_> {
    /// A panic costs this file and no other.
    pub(super) fn scan_natively(&self) -> FileReport {
        catch_unwind(AssertUnwindSafe(|| self.native()))
            .unwrap_or_else(|_| FileReport::skipped(self.name.to_owned(), "internal error", None))
    }

    fn native(&self) -> FileReport {
        let metrics = Metrics { lines_of_code: lines_of_code(self.bytes), ..Metrics::default() };
        if self.bytes.len() > MAX_SIZE {
            return FileReport::skipped(self.name.to_owned(), "larger than 4 GiB", Some(metrics));
        }
        let source = match Source::decode(self.bytes) {
            Ok(source) => source,
            Err(error) => {
                return FileReport::skipped(self.name.to_owned(), error.to_string(), Some(metrics));
            }
        };
        let text: &str = &source.text;
        let tree = parse::parse(text);
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
        let findings = split.reported.iter_mut().chain(&mut split.suppressed);
        fingerprint::set(findings, self.name, self.bytes, text);
        let has_fix = split.reported.iter().any(|finding| finding.fix.is_some())
            || split.remarks.iter().any(|remark| remark.fix.is_some());
        let digest = has_fix.then(|| fix::digest(self.bytes));
        let context = self.options.context;
        let windows = split.reported.iter().chain(&split.suppressed).map(|finding| {
            let lines = finding.lines;
            (lines.first.saturating_sub(context).max(1), lines.last.saturating_add(context + 1))
        });
        let excerpts = Excerpts::collect(windows.collect(), |line| module.lines().text(text, line))
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
