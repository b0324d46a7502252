//! One pass over a tree, in the field order of CPython's `ast`: that order decides which names are known where, and in
//! which order findings come. (`ast.iter_fields`, <https://docs.python.org/3/library/ast.html#abstract-grammar>.)
//!
//! What the parser joins and CPython keeps apart is taken apart here, and the other way round: an `elif` is an `if`
//! inside an `else`; the pieces of an f-string between two braces are one constant. No rule stands here.

mod joined;
mod node;

use crate::ast::{
    Arguments, Comprehension, ExceptHandler, Expr, ExprBytesLiteral, ExprCall, ExprContext, Keyword,
    ModModule, Parameter, Parameters, Pattern, Ranged, Stmt, StmtClassDef, StmtFunctionDef, StmtIf,
    TextRange, TypeParam, TypeParams,
};
pub use joined::Piece;
pub(crate) use joined::{format_pieces, fstring_pieces, source_of, tstring_pieces};
pub use node::{NEAR, Node, Parents};

/// Who watches a walk. Each method is called on the way down, before the node's children.
pub trait Visitor<'a> {
    /// Whether [`Visitor::place`] is wanted.
    const PLACES: bool = false;
    /// The place of a node, of every node that has one.
    fn place(&mut self, _range: TextRange) {}
    /// A call.
    fn call(&mut self, call: &'a ExprCall, parents: &Parents<'a>);
    /// A string constant, also between the braces of an f-string. Docstrings and other strings that are statements
    /// come too.
    fn string(&mut self, string: &StringNode<'_>, parents: &Parents<'a>);
    /// A bytes constant.
    fn bytes(&mut self, _bytes: &'a ExprBytesLiteral, _parents: &Parents<'a>) {}
    /// Any statement, which for an `elif` is the `if` it belongs to.
    fn statement(&mut self, stmt: &'a Stmt, parents: &Parents<'a>);
    /// An `except` clause.
    fn except_handler(&mut self, handler: &'a ExceptHandler, parents: &Parents<'a>);
    /// Whether [`Visitor::reference`] is wanted.
    const REFERENCES: bool = false;
    /// A name or attribute whose value is used, other than to be called or to have an attribute looked up.
    fn reference(&mut self, _expr: &'a Expr, _parents: &Parents<'a>) {}
}

/// How deep a module's tree is.
#[must_use]
pub fn depth(module: &ModModule) -> usize {
    walk(module, &mut Starts(None))
}

/// The lines on which the nodes below an unplaced node begin: what Bandit takes for its lines.
///
/// CPython gives `arguments`, `comprehension`, `withitem` and `match_case` no place of their own. The body of a
/// `case` does not count.
#[must_use]
pub fn starts_below(node: Node<'_>) -> Option<TextRange> {
    let mut starts = Starts(None);
    let mut walker = Walker { visitor: &mut starts, parents: Parents::new(), deepest: 0 };
    match node {
        Node::Parameters(p) => walker.parameters(Some(p)),
        Node::Comprehension(c) => {
            walker.expr(&c.target);
            walker.expr(&c.iter);
            walker.exprs(&c.ifs);
        }
        Node::WithItem(item) => {
            walker.expr(&item.context_expr);
            walker.optional(item.optional_vars.as_deref());
        }
        Node::MatchCase(case) => {
            walker.pattern(&case.pattern);
            walker.optional(case.guard.as_deref());
        }
        _ => return node.placed(),
    }
    starts.0
}

/// From the first start of a node to the last.
struct Starts(Option<TextRange>);

impl<'a> Visitor<'a> for Starts {
    const PLACES: bool = true;

    fn place(&mut self, range: TextRange) {
        let start = TextRange::empty(range.start());
        self.0 = Some(self.0.map_or(start, |seen| seen.cover(start)));
    }

    fn call(&mut self, _: &'a ExprCall, _: &Parents<'a>) {}
    fn string(&mut self, _: &StringNode<'_>, _: &Parents<'a>) {}
    fn statement(&mut self, _: &'a Stmt, _: &Parents<'a>) {}
    fn except_handler(&mut self, _: &'a ExceptHandler, _: &Parents<'a>) {}
}

/// A string constant as CPython's tree has it.
#[derive(Debug, Clone, Copy)]
pub struct StringNode<'s> {
    /// The value, all parts of an implicit concatenation together.
    pub value: &'s str,
    /// Where it stands.
    pub range: TextRange,
    /// For the constants of an f-string: the values of all its constants, and which of them this is.
    pub joined: Option<(&'s [Piece<'s>], usize)>,
}

/// How deep a tree is allowed to be if it is to be freed: beyond it, freeing it could overflow a worker's stack.
pub const MAX_DROP_DEPTH: usize = 50_000;

/// Walks a module. Answers how deep its tree is.
pub fn walk<'a>(module: &'a ModModule, visitor: &mut impl Visitor<'a>) -> usize {
    let mut walker = Walker { visitor, parents: Parents::new(), deepest: 0 };
    walker.within(Node::Module(module), |w| w.body(&module.body));
    walker.deepest
}

/// Walks what is below a call, without the call itself.
pub fn walk_below<'a>(call: &'a ExprCall, visitor: &mut impl Visitor<'a>) {
    let mut walker = Walker { visitor, parents: Parents::new(), deepest: 0 };
    walker.expr(&call.func);
    walker.arguments(&call.arguments);
}

/// Whether an expression has no children, and no visitor is called for it.
#[inline]
fn is_leaf(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Name(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_)
    )
}

struct Walker<'v, 'a, V> {
    visitor: &'v mut V,
    parents: Parents<'a>,
    deepest: usize,
}

/// Stack that must be left before so many levels more are entered, and what is added when it is not.
const LEVELS: usize = 8;
const RED_ZONE: usize = 256 * 1024;
const STACK_STEP: usize = 8 * 1024 * 1024;

impl<'a, V: Visitor<'a>> Walker<'_, 'a, V> {
    /// Does what `children` says with `node` as the parent.
    #[inline]
    fn within(&mut self, node: Node<'a>, children: impl FnOnce(&mut Self)) {
        if V::PLACES
            && let Some(range) = node.placed()
        {
            self.visitor.place(range);
        }
        self.parents.push(node);
        self.deepest = self.deepest.max(self.parents.len());
        // The depth is the input's to choose, the stack is not: it grows where it would run out.
        if self.parents.len().is_multiple_of(LEVELS) {
            stacker::maybe_grow(RED_ZONE, STACK_STEP, || children(self));
        } else {
            children(self);
        }
        self.parents.pop(node);
    }

    /// A node whose children nobody asks for: it counts as a level, and a frame is saved.
    fn pass_by(&mut self) {
        self.deepest = self.deepest.max(self.parents.len() + 1);
    }

    fn body(&mut self, body: &'a [Stmt]) {
        for stmt in body {
            self.statement(stmt);
        }
    }

    fn statement(&mut self, stmt: &'a Stmt) {
        self.visitor.statement(stmt, &self.parents);
        if matches!(
            stmt,
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::Import(_) | Stmt::ImportFrom(_)
        ) {
            return;
        }
        self.within(Node::Stmt(stmt), |w| w.statement_children(stmt));
    }

    fn statement_children(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(s) => self.function(s),
            Stmt::ClassDef(s) => self.class(s),
            Stmt::Return(s) => self.optional(s.value.as_deref()),
            Stmt::Delete(s) => self.exprs(&s.targets),
            Stmt::TypeAlias(s) => {
                self.expr(&s.name);
                self.type_params(s.type_params.as_deref());
                self.expr(&s.value);
            }
            Stmt::Assign(s) => {
                self.exprs(&s.targets);
                self.expr(&s.value);
            }
            Stmt::AugAssign(s) => {
                self.expr(&s.target);
                self.expr(&s.value);
            }
            Stmt::AnnAssign(s) => {
                self.expr(&s.target);
                self.expr(&s.annotation);
                self.optional(s.value.as_deref());
            }
            Stmt::For(s) => {
                self.expr(&s.target);
                self.expr(&s.iter);
                self.body(&s.body);
                self.body(&s.orelse);
            }
            Stmt::While(s) => {
                self.expr(&s.test);
                self.body(&s.body);
                self.body(&s.orelse);
            }
            Stmt::If(s) => {
                self.expr(&s.test);
                self.body(&s.body);
                self.else_clauses(s, 0);
            }
            Stmt::With(s) => {
                for item in &s.items {
                    self.within(Node::WithItem(item), |w| {
                        w.expr(&item.context_expr);
                        w.optional(item.optional_vars.as_deref());
                    });
                }
                self.body(&s.body);
            }
            Stmt::Match(s) => {
                self.expr(&s.subject);
                for case in &s.cases {
                    self.within(Node::MatchCase(case), |w| {
                        w.pattern(&case.pattern);
                        w.optional(case.guard.as_deref());
                        w.body(&case.body);
                    });
                }
            }
            Stmt::Raise(s) => {
                self.optional(s.exc.as_deref());
                self.optional(s.cause.as_deref());
            }
            Stmt::Try(s) => {
                self.body(&s.body);
                for handler in &s.handlers {
                    self.visitor.except_handler(handler, &self.parents);
                    let ExceptHandler::ExceptHandler(h) = handler;
                    self.within(Node::ExceptHandler(handler), |w| {
                        w.optional(h.type_.as_deref());
                        w.body(&h.body);
                    });
                }
                self.body(&s.orelse);
                self.body(&s.finalbody);
            }
            Stmt::Assert(s) => {
                self.expr(&s.test);
                self.optional(s.msg.as_deref());
            }
            Stmt::Expr(s) => self.expr(&s.value),
            Stmt::Import(_) | Stmt::ImportFrom(_) | Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::IpyEscapeCommand(_) => {}
        }
    }

    /// The clauses after an `if`, from number `at`: CPython puts each `elif` and all that follow it into the `else` of
    /// what stands before.
    fn else_clauses(&mut self, stmt: &'a StmtIf, at: u32) {
        let Some(clause) = stmt.elif_else_clauses.get(at as usize) else { return };
        match &clause.test {
            None => self.body(&clause.body),
            Some(test) => self.within(Node::Elif(stmt, at), |w| {
                w.expr(test);
                w.body(&clause.body);
                w.else_clauses(stmt, at + 1);
            }),
        }
    }

    fn function(&mut self, function: &'a StmtFunctionDef) {
        self.parameters(Some(&function.parameters));
        self.body(&function.body);
        for decorator in &function.decorator_list {
            self.expr(&decorator.expression);
        }
        self.optional(function.returns.as_deref());
        self.type_params(function.type_params.as_deref());
    }

    fn class(&mut self, class: &'a StmtClassDef) {
        if let Some(arguments) = class.arguments.as_deref() {
            self.arguments(arguments);
        }
        self.body(&class.body);
        for decorator in &class.decorator_list {
            self.expr(&decorator.expression);
        }
        self.type_params(class.type_params.as_deref());
    }

    fn arguments(&mut self, arguments: &'a Arguments) {
        self.exprs(&arguments.args);
        for keyword in &arguments.keywords {
            self.keyword(keyword);
        }
    }

    fn keyword(&mut self, keyword: &'a Keyword) {
        if !V::PLACES && !V::REFERENCES && is_leaf(&keyword.value) {
            return self.pass_by();
        }
        self.within(Node::Keyword(keyword), |w| w.expr(&keyword.value));
    }

    fn parameters(&mut self, parameters: Option<&'a Parameters>) {
        let Some(p) = parameters else { return };
        self.within(Node::Parameters(p), |w| {
            for parameter in p.posonlyargs.iter().chain(&p.args) {
                w.parameter(&parameter.parameter);
            }
            if let Some(vararg) = p.vararg.as_deref() {
                w.parameter(vararg);
            }
            for parameter in &p.kwonlyargs {
                w.parameter(&parameter.parameter);
            }
            for parameter in &p.kwonlyargs {
                w.optional(parameter.default.as_deref());
            }
            if let Some(kwarg) = p.kwarg.as_deref() {
                w.parameter(kwarg);
            }
            for parameter in p.posonlyargs.iter().chain(&p.args) {
                w.optional(parameter.default.as_deref());
            }
        });
    }

    fn parameter(&mut self, parameter: &'a Parameter) {
        if V::PLACES {
            self.visitor.place(parameter.range());
        }
        if let Some(annotation) = parameter.annotation.as_deref() {
            self.within(Node::Parameter(parameter), |w| w.expr(annotation));
        }
    }

    fn type_params(&mut self, params: Option<&'a TypeParams>) {
        for param in params.into_iter().flat_map(|p| &p.type_params) {
            self.within(Node::TypeParam(param), |w| match param {
                TypeParam::TypeVar(p) => {
                    w.optional(p.bound.as_deref());
                    w.optional(p.default.as_deref());
                }
                TypeParam::TypeVarTuple(p) => w.optional(p.default.as_deref()),
                TypeParam::ParamSpec(p) => w.optional(p.default.as_deref()),
            });
        }
    }

    fn optional(&mut self, expr: Option<&'a Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn exprs(&mut self, exprs: &'a [Expr]) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        if V::REFERENCES {
            let context = match expr {
                Expr::Name(name) => name.ctx,
                Expr::Attribute(attribute) => attribute.ctx,
                _ => ExprContext::Invalid,
            };
            if context == ExprContext::Load {
                self.visitor.reference(expr, &self.parents);
            }
        }
        self.used(expr);
    }

    /// An expression, whose own value is no matter if it is a name or an attribute.
    #[inline]
    fn used(&mut self, expr: &'a Expr) {
        if V::PLACES {
            self.visitor.place(expr.range());
        }
        if !is_leaf(expr) {
            self.inner(expr);
        }
    }

    /// An expression that is no leaf.
    #[inline(never)]
    fn inner(&mut self, expr: &'a Expr) {
        match expr {
            Expr::BytesLiteral(bytes) => return self.visitor.bytes(bytes, &self.parents),
            Expr::StringLiteral(s) => {
                let string = StringNode { value: s.value.to_str(), range: s.range(), joined: None };
                return self.visitor.string(&string, &self.parents);
            }
            Expr::Call(call) => {
                self.visitor.call(call, &self.parents);
                return self.within(Node::Expr(expr), |w| {
                    w.used(&call.func);
                    w.arguments(&call.arguments);
                });
            }
            // As most are.
            Expr::Attribute(attribute) if !V::PLACES && is_leaf(&attribute.value) => return self.pass_by(),
            _ => {}
        }
        self.within(Node::Expr(expr), |w| w.expr_children(expr));
    }

    /// The children of an expression that is no call.
    fn expr_children(&mut self, expr: &'a Expr) {
        match expr {
            Expr::BoolOp(e) => self.exprs(&e.values),
            Expr::Named(e) => {
                self.expr(&e.target);
                self.expr(&e.value);
            }
            Expr::BinOp(e) => {
                self.expr(&e.left);
                self.expr(&e.right);
            }
            Expr::UnaryOp(e) => self.expr(&e.operand),
            Expr::Lambda(e) => {
                self.parameters(e.parameters.as_deref());
                self.expr(&e.body);
            }
            Expr::If(e) => {
                self.expr(&e.test);
                self.expr(&e.body);
                self.expr(&e.orelse);
            }
            Expr::Dict(e) => {
                for item in &e.items {
                    self.optional(item.key.as_ref());
                }
                for item in &e.items {
                    self.expr(&item.value);
                }
            }
            Expr::Set(e) => self.exprs(&e.elts),
            Expr::ListComp(e) => self.comprehension(&e.elt, &e.generators),
            Expr::SetComp(e) => self.comprehension(&e.elt, &e.generators),
            Expr::Generator(e) => self.comprehension(&e.elt, &e.generators),
            Expr::DictComp(e) => {
                self.optional(e.key.as_deref());
                self.comprehension(&e.value, &e.generators);
            }
            Expr::Await(e) => self.expr(&e.value),
            Expr::Yield(e) => self.optional(e.value.as_deref()),
            Expr::YieldFrom(e) => self.expr(&e.value),
            Expr::Compare(e) => {
                self.expr(&e.left);
                self.exprs(&e.comparators);
            }
            Expr::FString(e) => self.pieces(&fstring_pieces(e)),
            Expr::TString(e) => self.pieces(&tstring_pieces(e)),
            Expr::Attribute(e) => self.used(&e.value),
            Expr::Subscript(e) => {
                self.expr(&e.value);
                self.expr(&e.slice);
            }
            Expr::Starred(e) => self.expr(&e.value),
            Expr::List(e) => self.exprs(&e.elts),
            Expr::Tuple(e) => self.exprs(&e.elts),
            Expr::Slice(e) => {
                self.optional(e.lower.as_deref());
                self.optional(e.upper.as_deref());
                self.optional(e.step.as_deref());
            }
            // Calls are done with before, and the others have none.
            Expr::Call(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => {}
            Expr::Name(_) | Expr::NumberLiteral(_) | Expr::BooleanLiteral(_) => {}
            Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) | Expr::IpyEscapeCommand(_) => {}
        }
    }

    fn comprehension(&mut self, element: &'a Expr, generators: &'a [Comprehension]) {
        self.expr(element);
        for generator in generators {
            self.within(Node::Comprehension(generator), |w| {
                w.expr(&generator.target);
                w.expr(&generator.iter);
                w.exprs(&generator.ifs);
            });
        }
    }

    /// The constants and replacement fields of an f-string, in order.
    fn pieces(&mut self, pieces: &[Piece<'a>]) {
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Text { value, range, .. } => {
                    if V::PLACES {
                        self.visitor.place(*range);
                    }
                    let string = StringNode { value, range: *range, joined: Some((pieces, at)) };
                    self.visitor.string(&string, &self.parents);
                }
                Piece::Field(field) => self.within(Node::Interpolation(field), |w| {
                    w.expr(&field.expression);
                    if let Some(spec) = field.format_spec.as_deref() {
                        w.within(Node::FormatSpec(spec), |w| w.pieces(&format_pieces(spec)));
                    }
                }),
            }
        }
    }

    fn pattern(&mut self, pattern: &'a Pattern) {
        self.within(Node::Pattern(pattern), |w| match pattern {
            Pattern::MatchValue(p) => w.expr(&p.value),
            Pattern::MatchSequence(p) => p.patterns.iter().for_each(|inner| w.pattern(inner)),
            Pattern::MatchMapping(p) => {
                w.exprs(&p.keys);
                p.patterns.iter().for_each(|inner| w.pattern(inner));
            }
            Pattern::MatchClass(p) => {
                w.expr(&p.cls);
                p.arguments.patterns.iter().for_each(|inner| w.pattern(inner));
                p.arguments.keywords.iter().for_each(|keyword| w.pattern(&keyword.pattern));
            }
            Pattern::MatchAs(p) => {
                if let Some(inner) = p.pattern.as_deref() {
                    w.pattern(inner);
                }
            }
            Pattern::MatchOr(p) => p.patterns.iter().for_each(|inner| w.pattern(inner)),
            Pattern::MatchSingleton(_) | Pattern::MatchStar(_) => {}
        });
    }
}
