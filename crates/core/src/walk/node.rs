//! A node that has children, and the chain of them that leads down to the place of a walk.

use crate::ast::{
    Comprehension, ElifElseClause, ExceptHandler, Expr, ExprCall, InterpolatedElement,
    InterpolatedStringFormatSpec, Keyword, MatchCase, ModModule, Parameter, Parameters, Pattern, Ranged,
    Stmt, StmtIf, TextRange, TypeParam, WithItem,
};

/// A node of CPython's tree that has children.
#[derive(Debug, Clone, Copy)]
pub enum Node<'a> {
    /// The root.
    Module(&'a ModModule),
    /// A statement.
    Stmt(&'a Stmt),
    /// An `elif` clause of the statement, by its number, with all clauses that follow it: an `If` for CPython.
    Elif(&'a StmtIf, usize),
    /// An expression. An f-string is CPython's `JoinedStr`.
    Expr(&'a Expr),
    /// A keyword argument.
    Keyword(&'a Keyword),
    /// The parameters of a function or lambda: `arguments`.
    Parameters(&'a Parameters),
    /// A parameter with an annotation: `arg`.
    Parameter(&'a Parameter),
    /// The `for … in … if …` of a comprehension.
    Comprehension(&'a Comprehension),
    /// One item of a `with`.
    WithItem(&'a WithItem),
    /// One `case` of a `match`.
    MatchCase(&'a MatchCase),
    /// A pattern.
    Pattern(&'a Pattern),
    /// An `except` clause.
    ExceptHandler(&'a ExceptHandler),
    /// A replacement field: `FormattedValue`.
    Interpolation(&'a InterpolatedElement),
    /// The format of a replacement field, a `JoinedStr`, too.
    FormatSpec(&'a InterpolatedStringFormatSpec),
    /// A type parameter.
    TypeParam(&'a TypeParam),
}

impl<'a> Node<'a> {
    /// The call that this node is.
    #[must_use]
    pub fn as_call(self) -> Option<&'a ExprCall> {
        if let Node::Expr(Expr::Call(call)) = self { Some(call) } else { None }
    }

    /// Where CPython places the node, for nodes that have a place.
    ///
    /// `arguments`, `comprehension`, `withitem` and `match_case` have none.
    #[must_use]
    pub fn placed(self) -> Option<TextRange> {
        match self {
            Node::Module(_)
            | Node::Parameters(_)
            | Node::Comprehension(_)
            | Node::WithItem(_)
            | Node::MatchCase(_) => None,
            Node::Stmt(n) => Some(n.range()),
            Node::Elif(stmt, at) => {
                let clause: &ElifElseClause = &stmt.elif_else_clauses[at];
                Some(TextRange::new(clause.range.start(), stmt.range.end()))
            }
            Node::Expr(n) => Some(n.range()),
            Node::Keyword(n) => Some(n.range()),
            Node::Parameter(n) => Some(n.range()),
            Node::Pattern(n) => Some(n.range()),
            Node::ExceptHandler(n) => Some(n.range()),
            Node::Interpolation(n) => Some(n.range()),
            // The colon belongs to it: `Parser/action_helpers.c`, `_PyPegen_setup_full_format_spec`.
            Node::FormatSpec(n) => Some(n.range()),
            Node::TypeParam(n) => Some(n.range()),
        }
    }
}

/// The nodes above a place, the root first.
#[derive(Debug, Default)]
pub struct Parents<'a>(Vec<Node<'a>>);

impl<'a> Parents<'a> {
    pub(super) fn new() -> Parents<'a> {
        Parents(Vec::with_capacity(64))
    }

    pub(super) fn push(&mut self, node: Node<'a>) {
        self.0.push(node);
    }

    pub(super) fn pop(&mut self) {
        self.0.pop();
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether the place is the root itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The parent (0), its parent (1) and so on.
    #[must_use]
    pub fn nth(&self, up: usize) -> Option<Node<'a>> {
        self.0.len().checked_sub(up + 1).map(|at| self.0[at])
    }

    /// The parent, then its parent, up to the root.
    pub fn iter(&self) -> impl Iterator<Item = Node<'a>> + '_ {
        self.0.iter().rev().copied()
    }
}
