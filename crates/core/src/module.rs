//! A parsed source with what the rules may ask of it: its text, its lines, its tree.

mod header;

use std::cell::{Cell, OnceCell};

use crate::ast::{Decorator, Expr, ModModule, Ranged, Stmt, StmtFunctionDef, TextRange, TextSize};
use crate::finding::LineRange;
use crate::parse::Tree;
use crate::text::LineIndex;
use crate::walk::{Node, Parents, starts_below};

/// A source that could be parsed.
pub struct Module<'s> {
    /// The name that reports carry.
    pub name: &'s str,
    /// The decoded text.
    pub text: &'s str,
    tree: &'s Tree,
    lines: OnceCell<LineIndex>,
    watched: Vec<u32>,
    /// The header that was asked for last, by the statement or clause.
    headers: Last,
    /// The lines that were asked for last of a node without a place.
    unplaced: Last,
}

/// The last answer to a question about a node: many places in a row ask about the same, which can be as large as the file.
#[derive(Debug, Default)]
struct Last(Cell<Option<(TextRange, Option<TextRange>)>>);

impl Last {
    fn get_or_find(&self, node: TextRange, find: impl FnOnce() -> Option<TextRange>) -> Option<TextRange> {
        if let Some((known, answer)) = self.0.get()
            && known == node
        {
            return answer;
        }
        let answer = find();
        self.0.set(Some((node, answer)));
        answer
    }
}

impl<'s> Module<'s> {
    /// A module whose visits are watched on some lines, which must be sorted.
    #[must_use]
    pub fn new(name: &'s str, text: &'s str, tree: &'s Tree, watched: Vec<u32>) -> Module<'s> {
        Module {
            name,
            text,
            tree,
            lines: OnceCell::new(),
            watched,
            headers: Last::default(),
            unplaced: Last::default(),
        }
    }

    /// The root of the tree.
    #[must_use]
    pub fn tree(&self) -> &'s ModModule {
        self.tree.module()
    }

    /// The lines, found when first asked for: most files have nothing to report.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(self.text))
    }

    /// Whether any line is watched.
    #[must_use]
    pub fn watches(&self) -> bool {
        !self.watched.is_empty()
    }

    /// Whether one of these lines is watched.
    #[must_use]
    pub fn is_watched(&self, lines: LineRange) -> bool {
        let at = self.watched.partition_point(|&line| line < lines.first);
        self.watched.get(at).is_some_and(|&line| line <= lines.last)
    }

    /// The lines that Bandit takes for the nearest of these nodes: those of its place, or, where it has none, from the
    /// first start of a node below it to the last.
    #[must_use]
    pub fn lines_of(&self, parents: &Parents<'_>) -> LineRange {
        let range = match (parents.nth(0), parents.nth(1)) {
            (Some(Node::Stmt(stmt)), _) => Some(self.place_of(stmt)),
            // The only argument of a call is a generator with the call's own parentheses.
            (Some(Node::Expr(Expr::Generator(g))), Some(Node::Expr(Expr::Call(call))))
                if !g.parenthesized =>
            {
                Some(call.arguments.range)
            }
            (Some(node), _) => match node.placed() {
                None => self.unplaced.get_or_find(node.range(), || starts_below(node)),
                placed => placed,
            },
            (None, _) => None,
        };
        // What has no place and nothing below it, such as an empty parameter list.
        range.map_or(LineRange { first: 0, last: 1 }, |range| self.lines().lines(range))
    }

    /// Where CPython places a statement: a definition begins at its `def` or `class`, not at its decorators, and what
    /// has a body ends with its last token, be it a semicolon.
    #[must_use]
    pub fn place_of(&self, stmt: &Stmt) -> TextRange {
        match stmt {
            Stmt::FunctionDef(s) => self.place_of_function(s),
            Stmt::ClassDef(s) => self.below(&s.decorator_list, s.range),
            _ => stmt.range(),
        }
    }

    /// Where CPython places a function: see [`Module::place_of`].
    #[must_use]
    pub fn place_of_function(&self, function: &StmtFunctionDef) -> TextRange {
        self.to_last_token(self.below(&function.decorator_list, function.range))
    }

    /// A range without the decorators at its front.
    fn below(&self, decorators: &[Decorator], range: TextRange) -> TextRange {
        decorators
            .last()
            .map_or(range, |last| TextRange::new(self.after_trivia(last.range().end()), range.end()))
    }

    /// A range with the semicolon that follows it.
    #[must_use]
    pub fn to_last_token(&self, range: TextRange) -> TextRange {
        let rest = &self.text[range.end().to_usize()..];
        let rest = rest.trim_start_matches([' ', '\t', '\u{c}']);
        if !rest.starts_with(';') {
            return range;
        }
        let end = self.text.len() - rest.len() + 1;
        TextRange::new(range.start(), TextSize::try_from(end).unwrap_or(range.end()))
    }

    /// The next offset that is neither blank nor in a comment.
    fn after_trivia(&self, from: TextSize) -> TextSize {
        let bytes = self.text.as_bytes();
        let mut at = from.to_usize();
        while let Some(&b) = bytes.get(at) {
            match b {
                b'#' => at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at),
                b' ' | b'\t' | b'\n' | 0x0c | b'\\' => at += 1,
                _ => break,
            }
        }
        TextSize::try_from(at).unwrap_or(from)
    }
}
