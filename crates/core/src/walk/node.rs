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
    Elif(&'a StmtIf, u32),
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

    /// Whether the node is a statement, or a clause of one that has a body of its own.
    #[inline]
    fn is_statement(self) -> bool {
        matches!(self, Node::Stmt(_) | Node::Elif(..) | Node::ExceptHandler(_) | Node::MatchCase(_))
    }

    /// Where CPython places the node, for nodes that have a place.
    ///
    /// `arguments`, `comprehension`, `withitem` and `match_case` have none.
    #[must_use]
    pub fn placed(self) -> Option<TextRange> {
        let has_none = matches!(
            self,
            Node::Module(_)
                | Node::Parameters(_)
                | Node::Comprehension(_)
                | Node::WithItem(_)
                | Node::MatchCase(_)
        );
        (!has_none).then(|| self.range())
    }

    /// Where the parser places the node, which CPython may place elsewhere or nowhere.
    pub(crate) fn range(self) -> TextRange {
        match self {
            Node::Module(n) => n.range(),
            Node::Stmt(n) => n.range(),
            Node::Elif(stmt, at) => {
                let clause: &ElifElseClause = &stmt.elif_else_clauses[at as usize];
                TextRange::new(clause.range.start(), stmt.range.end())
            }
            Node::Expr(n) => n.range(),
            Node::Keyword(n) => n.range(),
            Node::Parameters(n) => n.range(),
            Node::Parameter(n) => n.range(),
            Node::Comprehension(n) => n.range(),
            Node::WithItem(n) => n.range(),
            Node::MatchCase(n) => n.range(),
            Node::Pattern(n) => n.range(),
            Node::ExceptHandler(n) => n.range(),
            Node::Interpolation(n) => n.range(),
            // The colon belongs to it: `Parser/action_helpers.c`, `_PyPegen_setup_full_format_spec`.
            Node::FormatSpec(n) => n.range(),
            Node::TypeParam(n) => n.range(),
        }
    }
}

/// The nodes above a place, the root first.
#[derive(Debug, Default)]
pub struct Parents<'a> {
    nodes: Vec<Node<'a>>,
    /// Which of them are statements or clauses.
    statements: Vec<usize>,
}

/// So many of the nodes above a place are near it. A chain can be as deep as its file is long, and whoever climbs to the
/// root from each of its links takes the square of that.
pub const NEAR: usize = 1000;

impl<'a> Parents<'a> {
    pub(super) fn new() -> Parents<'a> {
        Parents { nodes: Vec::with_capacity(64), statements: Vec::new() }
    }

    #[inline]
    pub(super) fn push(&mut self, node: Node<'a>) {
        if node.is_statement() {
            self.statements.push(self.nodes.len());
        }
        self.nodes.push(node);
    }

    /// Takes the node off that was pushed last, which is this one.
    #[inline]
    pub(super) fn pop(&mut self, node: Node<'a>) {
        if node.is_statement() {
            self.statements.pop();
        }
        self.nodes.pop();
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether the place is the root itself.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The parent (0), its parent (1) and so on.
    #[must_use]
    pub fn nth(&self, up: usize) -> Option<Node<'a>> {
        self.nodes.len().checked_sub(up + 1).map(|at| self.nodes[at])
    }

    /// The parent, then its parent, up to the root. See [`Parents::near`].
    pub fn iter(&self) -> impl Iterator<Item = Node<'a>> + '_ {
        self.nodes.iter().rev().copied()
    }

    /// The same of the nodes that are [`NEAR`]: for whoever climbs from many places.
    pub fn near(&self) -> impl Iterator<Item = Node<'a>> + '_ {
        self.iter().take(NEAR)
    }

    /// The nearest statement or clause.
    #[must_use]
    pub fn statement(&self) -> Option<Node<'a>> {
        self.statements.last().map(|&at| self.nodes[at])
    }
}
