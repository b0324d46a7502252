//! What becomes of a rule's answer: a finding, placed as the dialect places it. Who is asked is not decided here.

use std::borrow::Cow;

use stockade_core::ast::TextRange;
use stockade_core::finding::{Cwe, Finding, Level, LineRange, Position, RuleInfo, Span};
use stockade_core::nosec::{self, RawFinding};
use stockade_core::walk::{Node, Parents};

use super::Pass;
use crate::rule::{Hit, Outcome};

/// Where a node's findings are.
#[derive(Clone, Copy)]
pub(super) enum Site<'c> {
    /// On the lines of the place itself.
    Own(TextRange),
    /// The same, of a statement or clause.
    Statement(TextRange, Node<'c>),
    /// At the place, on the lines of the nearest of these nodes, as Bandit has it for strings.
    Below(TextRange, &'c Parents<'c>),
    /// The whole file.
    File,
}

impl<const NATIVE: bool> Pass<'_, '_, '_, NATIVE> {
    /// Takes in the answer of a check at the node at hand, which nearly always is that there is nothing to say.
    #[inline]
    pub(super) fn answer(
        &mut self,
        info: &'static RuleInfo,
        outcome: Outcome,
        site: Site<'_>,
        parents: &Parents<'_>,
    ) {
        if !matches!(outcome, Ok(None)) {
            self.take_in(info, outcome, site, parents);
        }
    }

    #[cold]
    pub(super) fn take_in(
        &mut self,
        info: &'static RuleInfo,
        outcome: Outcome,
        site: Site<'_>,
        parents: &Parents<'_>,
    ) {
        match outcome {
            Ok(None) => {}
            Ok(Some(hit)) => {
                let finding = self.finding(info, hit, site, parents);
                self.raw.findings.push(finding);
            }
            Err(crash) => {
                let line = self.start_line(site);
                self.raw.crashes.push(nosec::Crash {
                    node: self.node,
                    line,
                    rule: info,
                    message: crash.0.into_owned(),
                });
            }
        }
    }

    pub(super) fn lines(&self, site: Site<'_>) -> LineRange {
        match site {
            Site::Own(range) | Site::Statement(range, _) => self.module.lines().lines(range),
            Site::Below(_, parents) => self.module.lines_of(parents),
            // Bandit's context of a file: no node has these lines.
            Site::File => LineRange { first: 0, last: 1 },
        }
    }

    pub(super) fn start_line(&self, site: Site<'_>) -> u32 {
        match site {
            Site::Own(range) | Site::Statement(range, _) | Site::Below(range, _) => {
                self.module.lines().line(range.start())
            }
            Site::File => 0,
        }
    }

    fn finding(
        &self,
        info: &'static RuleInfo,
        hit: Hit,
        site: Site<'_>,
        parents: &Parents<'_>,
    ) -> RawFinding {
        if self.bindings.is_some() {
            return self.native_finding(info, hit, site, parents);
        }
        let node_lines = self.lines(site);
        let (mut line, mut column, mut end_column) = (0, 0, 0);
        if let Site::Own(range) | Site::Statement(range, _) | Site::Below(range, _) = site {
            let index = self.module.lines();
            (line, column, end_column) =
                (index.line(range.start()), index.column(range.start()), index.column(range.end()));
        }
        let named = hit.at.map(|at| self.module.lines().line(at));
        let finding = Finding {
            line: named.unwrap_or(line),
            column,
            end_column,
            lines: node_lines,
            ..self.bare(info, hit.severity, hit.confidence, hit.cwe, hit.message)
        };
        match hit.place {
            None => RawFinding { finding, own_line: named, node_lines, statement: None },
            Some(place) => RawFinding {
                finding: Finding { line: place.line, column: place.column, lines: place.lines, ..finding },
                own_line: Some(place.line),
                node_lines,
                statement: None,
            },
        }
    }

    /// A finding at the code that it speaks of: every place in it agrees with every other.
    fn native_finding(
        &self,
        info: &'static RuleInfo,
        hit: Hit,
        site: Site<'_>,
        parents: &Parents<'_>,
    ) -> RawFinding {
        let index = self.module.lines();
        let of_site = match site {
            Site::Own(range) | Site::Statement(range, _) | Site::Below(range, _) => Some(range),
            Site::File => None,
        };
        let hit_range = hit.range;
        let span = match (hit_range.or(of_site), hit.place) {
            (Some(range), _) => index.span(range),
            (None, Some(place)) => {
                // Such a place counts its columns from 1.
                let start = Position { line: place.line, column: place.column.saturating_sub(1) };
                Span { start, end: Position { line: place.line, column: start.column + 1 } }
            }
            (None, None) => {
                let start = Position { line: 1, column: 0 };
                Span { start, end: start }
            }
        };
        let lines = LineRange { first: span.start.line, last: span.end.line };
        let finding = Finding {
            line: span.start.line,
            column: span.start.column,
            end_column: span.end.column,
            lines,
            span,
            fix: hit.fix.map(Box::new),
            ..self.bare(info, hit.severity, hit.confidence, hit.cwe, hit.message)
        };
        let statement = match site {
            Site::Own(_) | Site::Below(..) => self.module.statement_around(parents),
            Site::Statement(_, node) => self.module.header(node),
            Site::File => None,
        };
        // A function is reported for its header: what suppresses it does not stand in its body.
        let node_lines = match (site, statement) {
            (Site::Statement(_, Node::Stmt(_)), Some(header)) if hit_range.is_none() => index.lines(header),
            _ => lines,
        };
        RawFinding { finding, own_line: None, node_lines, statement }
    }

    /// A finding without a place.
    fn bare(
        &self,
        info: &'static RuleInfo,
        severity: Level,
        confidence: Level,
        cwe: Option<Cwe>,
        message: Cow<'static, str>,
    ) -> Finding {
        Finding {
            rule: info,
            severity,
            confidence,
            cwe: cwe.unwrap_or(info.cwe),
            message,
            line: 0,
            column: 0,
            end_column: 0,
            lines: LineRange { first: 0, last: 0 },
            node: self.node,
            span: Span::default(),
            fix: None,
            fingerprint: None,
            suppression: None,
        }
    }
}
