//! One pass over a tree that finds its scopes and what is bound in each. It looks into expressions only for the scopes and
//! names that they make: lambdas, comprehensions, `:=`.

mod expressions;

use rustc_hash::FxHashMap;

use super::scopes::{Binding, Kind, Scope, ScopeKind, WHOLE, number, order};
use crate::ast::{
    ExceptHandler, Expr, ModModule, Parameters, Pattern, Ranged, Stmt, StmtClassDef, StmtFunctionDef, StmtIf,
    StmtImport, StmtImportFrom, Suite, TextRange, TypeParams, UnaryOp,
};

/// Scopes nested deeper belong to the one around them: no program needs more, and looking a name up takes as many steps.
const MAX_NESTED: u32 = 100;
/// Up to so many bindings a scope is searched as it is.
const FEW: usize = 24;
/// Stack that must be left every [`STEPS`] levels, and what is added when it is not.
const RED_ZONE: usize = 256 * 1024;
const STACK_STEP: usize = 8 * 1024 * 1024;
const STEPS: u32 = 64;

#[derive(Default)]
pub(super) struct Collector<'a> {
    pub(super) scopes: Vec<Scope<'a>>,
    /// Of the scopes that are closed.
    pub(super) bindings: Vec<Binding<'a>>,
    pub(super) imports: Vec<(Option<&'a str>, &'a str)>,
    pub(super) stars: Vec<&'a str>,
    pub(super) type_checking: Vec<TextRange>,
    /// Of the scopes that are open, the innermost last.
    pending: Vec<Binding<'a>>,
    /// What functions bind in the module.
    global: Vec<Binding<'a>>,
    /// What methods bind in their classes.
    attributes: Vec<(u32, Binding<'a>)>,
    /// The first parameters of the methods around, with their classes.
    receivers: Vec<(&'a str, u32)>,
    current: u32,
    nested: u32,
    /// Where the block ends.
    until: u32,
    /// How deep the tree is here.
    depth: u32,
}

/// What is needed to close a scope.
struct Opened {
    parent: u32,
    until: u32,
    pending: usize,
}

impl<'a> Collector<'a> {
    pub(super) fn module(&mut self, module: &'a ModModule) {
        let opened = self.open(0, u32::MAX, ScopeKind::Module);
        self.suite(&module.body);
        self.pending.append(&mut self.global);
        self.close(opened);
        // Stable, so that those of one name stay in the order of the code.
        self.attributes.sort_by(|(a, one), (b, other)| a.cmp(b).then_with(|| order(one, other)));
        let mut rest = self.attributes.as_slice();
        while let Some(&(class, _)) = rest.first() {
            let count = rest.iter().take_while(|(other, _)| *other == class).count();
            let start = offset(self.bindings.len());
            self.bindings.extend(rest[..count].iter().map(|(_, binding)| *binding));
            self.scopes[class as usize].attributes = (start, offset(self.bindings.len()));
            rest = &rest[count..];
        }
    }

    fn open(&mut self, start: u32, end: u32, kind: ScopeKind<'a>) -> Option<Opened> {
        if self.nested == MAX_NESTED {
            return None;
        }
        let opened = Opened { parent: self.current, until: self.until, pending: self.pending.len() };
        self.nested += 1;
        self.current = offset(self.scopes.len());
        self.until = WHOLE;
        let parent = opened.parent;
        let (names, attributes) = ((0, 0), (0, 0));
        self.scopes.push(Scope {
            start,
            end,
            parent,
            kind,
            names,
            sorted: false,
            declares: false,
            attributes,
        });
        Some(opened)
    }

    fn close(&mut self, opened: Option<Opened>) {
        let Some(Opened { parent, until, pending }) = opened else { return };
        let scope = &mut self.scopes[self.current as usize];
        if scope.declares {
            self.hand_up(pending);
        }
        let scope = &mut self.scopes[self.current as usize];
        let start = self.bindings.len();
        // What was handed up stays behind, for the scope around.
        let own = self.pending[pending..].iter().position(|b| b.at == HANDED_UP).map(|at| pending + at);
        let end = own.unwrap_or(self.pending.len());
        self.bindings.extend(self.pending.drain(pending..end));
        if own.is_some() {
            self.pending.remove(pending);
        }
        let names = &mut self.bindings[start..];
        if names.len() > FEW {
            names.sort_by(|a, b| order(a, b).then(a.at.cmp(&b.at)));
            scope.sorted = true;
        }
        scope.names = (offset(start), offset(self.bindings.len()));
        self.current = parent;
        self.until = until;
        self.nested -= 1;
    }

    /// Sorts out what the scope that is about to be closed binds elsewhere: in the module, or, left behind a mark, in the
    /// scope around it.
    fn hand_up(&mut self, pending: usize) {
        let own = self.pending.split_off(pending);
        let comprehension = matches!(self.scopes[self.current as usize].kind, ScopeKind::Comprehension(_));
        let is_declaration = |binding: &&Binding<'a>| matches!(binding.kind, Kind::Global | Kind::Nonlocal);
        let declarations: FxHashMap<&str, Kind<'a>> =
            own.iter().filter(is_declaration).map(|binding| (binding.name, binding.kind)).collect();
        let mut up = Vec::new();
        for binding in &own {
            let declared = declarations.get(binding.name);
            match (binding.kind, declared) {
                (Kind::Global | Kind::Nonlocal, _) => self.pending.push(*binding),
                // Elsewhere it does not hold for what follows in the code.
                (_, Some(Kind::Global)) => self.global.push(Binding { until: 0, ..*binding }),
                (_, Some(_)) => up.push(Binding { until: 0, ..*binding }),
                // `:=` binds in the scope around a comprehension.
                (_, None) if comprehension && binding.until != WHOLE => up.push(*binding),
                (_, None) => self.pending.push(*binding),
            }
        }
        if !up.is_empty() {
            self.pending.push(Binding { name: "", key: 0, at: HANDED_UP, until: 0, kind: Kind::Unknown });
            self.pending.append(&mut up);
        }
    }

    fn bind(&mut self, name: &'a str, at: u32, kind: Kind<'a>) {
        self.pending.push(Binding { name, key: number(name), at, until: self.until, kind });
    }

    /// Binds what a target names. `kind` is given each name; a tuple that is assigned a tuple takes it apart.
    fn target(&mut self, target: &'a Expr, at: u32, kind: Kind<'a>) {
        match target {
            Expr::Name(name) => self.bind(name.id.as_str(), at, kind),
            Expr::Attribute(attribute) => {
                self.expr(&attribute.value);
                if let Expr::Name(object) = &*attribute.value
                    && let Some(&(receiver, class)) = self.receivers.last()
                    && receiver == object.id.as_str()
                {
                    let end = self.scopes[self.current as usize].end;
                    let until = self.until.min(end);
                    let name = attribute.attr.as_str();
                    self.attributes.push((class, Binding { name, key: number(name), at, until, kind }));
                }
            }
            Expr::Tuple(_) | Expr::List(_) => self.deeper(|c| c.targets(items(target), at, kind)),
            Expr::Starred(starred) => self.deeper(|c| c.target(&starred.value, at, Kind::Unknown)),
            _ => self.expr(target),
        }
    }

    fn targets(&mut self, targets: &'a [Expr], at: u32, kind: Kind<'a>) {
        let values = match kind {
            Kind::Value(value) => items(value),
            _ => &[],
        };
        let matched = values.len() == targets.len()
            && !values.iter().chain(targets).any(|item| matches!(item, Expr::Starred(_)));
        for (index, target) in targets.iter().enumerate() {
            self.target(target, at, if matched { Kind::Value(&values[index]) } else { Kind::Unknown });
        }
    }

    /// Goes a level deeper, on more stack where it would run out.
    fn deeper(&mut self, children: impl FnOnce(&mut Self)) {
        self.depth += 1;
        if self.depth.is_multiple_of(STEPS) {
            stacker::maybe_grow(RED_ZONE, STACK_STEP, || children(self));
        } else {
            children(self);
        }
        self.depth -= 1;
    }

    fn suite(&mut self, suite: &'a [Stmt]) {
        for stmt in suite {
            self.statement(stmt);
        }
    }

    /// A block that may not run.
    fn block(&mut self, suite: &'a Suite) {
        let Some(last) = suite.last() else { return };
        let around = self.until;
        self.until = last.end().to_u32();
        self.deeper(|c| c.suite(suite));
        self.until = around;
    }

    fn statement(&mut self, stmt: &'a Stmt) {
        let end = stmt.end().to_u32();
        match stmt {
            Stmt::FunctionDef(s) => self.deeper(|c| c.function(s)),
            Stmt::ClassDef(s) => self.deeper(|c| c.class(s)),
            Stmt::Return(s) => self.optional(s.value.as_deref()),
            Stmt::Delete(s) => self.exprs(&s.targets),
            Stmt::TypeAlias(s) => self.target(&s.name, end, Kind::Unknown),
            Stmt::Assign(s) => {
                for target in &s.targets {
                    self.target(target, end, Kind::Value(&s.value));
                }
                self.expr(&s.value);
            }
            Stmt::AugAssign(s) => {
                self.target(&s.target, end, Kind::Unknown);
                self.expr(&s.value);
            }
            Stmt::AnnAssign(s) => {
                self.target(&s.target, end, Kind::Annotated(s));
                self.optional(s.value.as_deref());
            }
            Stmt::For(s) => {
                let kind = if s.is_async { Kind::Unknown } else { Kind::Item(&s.iter) };
                self.target(&s.target, s.iter.end().to_u32(), kind);
                self.expr(&s.iter);
                self.block(&s.body);
                self.block(&s.orelse);
            }
            Stmt::While(s) => {
                self.expr(&s.test);
                self.block(&s.body);
                self.block(&s.orelse);
            }
            Stmt::If(s) => self.branches(s),
            Stmt::With(s) => {
                for item in &s.items {
                    if let Some(target) = item.optional_vars.as_deref() {
                        self.target(target, item.end().to_u32(), Kind::Entered(&item.context_expr));
                    }
                    self.expr(&item.context_expr);
                }
                // It always runs.
                self.deeper(|c| c.suite(&s.body));
            }
            Stmt::Match(s) => {
                self.expr(&s.subject);
                for case in &s.cases {
                    self.pattern(&case.pattern);
                    self.optional(case.guard.as_deref());
                    self.block(&case.body);
                }
            }
            Stmt::Raise(s) => {
                self.optional(s.exc.as_deref());
                self.optional(s.cause.as_deref());
            }
            Stmt::Try(s) => {
                self.block(&s.body);
                for ExceptHandler::ExceptHandler(handler) in &s.handlers {
                    if let Some(name) = &handler.name {
                        let around = std::mem::replace(&mut self.until, handler.end().to_u32());
                        self.bind(name.as_str(), name.end().to_u32(), Kind::Unknown);
                        self.until = around;
                    }
                    self.block(&handler.body);
                }
                self.block(&s.orelse);
                self.deeper(|c| c.suite(&s.finalbody));
            }
            Stmt::Assert(s) => self.expr(&s.test),
            Stmt::Import(s) => self.import(s),
            Stmt::ImportFrom(s) => self.import_from(s),
            Stmt::Global(s) => self.declare(s.names.iter().map(|name| name.as_str()), end, Kind::Global),
            Stmt::Nonlocal(s) => self.declare(s.names.iter().map(|name| name.as_str()), end, Kind::Nonlocal),
            Stmt::Expr(s) => self.expr(&s.value),
            Stmt::Pass(_) | Stmt::Break(_) | Stmt::Continue(_) | Stmt::IpyEscapeCommand(_) => {}
        }
    }

    fn branches(&mut self, stmt: &'a StmtIf) {
        let mut never = |test: Option<&'a Expr>, body: &'a Suite| {
            if let (Some(test), Some(first), Some(last)) = (test, body.first(), body.last())
                && is_type_checking(test)
            {
                let range = TextRange::new(first.start(), last.end());
                if self.type_checking.last().is_none_or(|before| !before.contains_range(range)) {
                    self.type_checking.push(range);
                }
            }
        };
        never(Some(&stmt.test), &stmt.body);
        for clause in &stmt.elif_else_clauses {
            never(clause.test.as_ref(), &clause.body);
        }
        if let (Expr::UnaryOp(not), [clause]) = (&*stmt.test, stmt.elif_else_clauses.as_slice())
            && not.op == UnaryOp::Not
            && clause.test.is_none()
        {
            never(Some(&not.operand), &clause.body);
        }
        self.expr(&stmt.test);
        self.block(&stmt.body);
        for clause in &stmt.elif_else_clauses {
            self.optional(clause.test.as_ref());
            self.block(&clause.body);
        }
    }

    fn import(&mut self, import: &'a StmtImport) {
        let at = import.range.end().to_u32();
        for alias in &import.names {
            let module = alias.name.as_str();
            self.imports.push((None, module));
            match &alias.asname {
                Some(name) => self.bind(name.as_str(), at, Kind::Module(module)),
                None => {
                    let root = module.split('.').next().unwrap_or(module);
                    self.bind(root, at, Kind::Module(root));
                }
            }
        }
    }

    fn import_from(&mut self, import: &'a StmtImportFrom) {
        let at = import.range.end().to_u32();
        for alias in &import.names {
            let name = alias.name.as_str();
            if import.level == 0
                && let Some(module) = &import.module
            {
                self.imports.push((Some(module.as_str()), name));
                if name == "*" {
                    self.stars.push(module.as_str());
                }
            }
            if name != "*" {
                let bound = alias.asname.as_ref().map_or(name, |alias| alias.as_str());
                self.bind(bound, at, Kind::Imported(import, alias));
            }
        }
    }

    fn declare(&mut self, names: impl Iterator<Item = &'a str>, at: u32, kind: Kind<'a>) {
        let scope = &mut self.scopes[self.current as usize];
        if scope.kind == ScopeKind::Function {
            scope.declares = true;
            for name in names {
                self.bind(name, at, kind);
            }
        }
    }

    fn function(&mut self, function: &'a StmtFunctionDef) {
        for decorator in &function.decorator_list {
            self.expr(&decorator.expression);
        }
        self.defaults(&function.parameters);
        let end = function.range.end().to_u32();
        self.bind(function.name.as_str(), end, Kind::Function(function));
        let start = function.body.first().map_or(end, |first| first.start().to_u32());
        let class =
            matches!(self.scopes[self.current as usize].kind, ScopeKind::Class(_)).then_some(self.current);
        let opened = self.open(start, end, ScopeKind::Function);
        self.type_params(function.type_params.as_deref(), start);
        let is_static =
            |decorator: &Expr| matches!(decorator, Expr::Name(n) if n.id.as_str() == "staticmethod");
        let class = class.filter(|_| !function.decorator_list.iter().any(|d| is_static(&d.expression)));
        let receivers = self.receivers.len();
        self.parameters(&function.parameters, start, class);
        self.suite(&function.body);
        self.receivers.truncate(receivers);
        self.close(opened);
    }

    fn class(&mut self, class: &'a StmtClassDef) {
        for decorator in &class.decorator_list {
            self.expr(&decorator.expression);
        }
        if let Some(arguments) = class.arguments.as_deref() {
            self.arguments(arguments);
        }
        let end = class.range.end().to_u32();
        let start = class.body.first().map_or(end, |first| first.start().to_u32());
        let at = self.pending.len();
        self.bind(class.name.as_str(), end, Kind::Unknown);
        let opened = self.open(start, end, ScopeKind::Class(class));
        if opened.is_some() {
            self.pending[at].kind = Kind::Class(self.current);
        }
        self.type_params(class.type_params.as_deref(), start);
        self.suite(&class.body);
        self.close(opened);
    }

    fn type_params(&mut self, params: Option<&'a TypeParams>, at: u32) {
        for param in params.into_iter().flat_map(|params| &params.type_params) {
            self.bind(param.name().as_str(), at, Kind::Unknown);
        }
    }

    fn defaults(&mut self, parameters: &'a Parameters) {
        for parameter in parameters.posonlyargs.iter().chain(&parameters.args).chain(&parameters.kwonlyargs) {
            self.optional(parameter.default.as_deref());
        }
    }

    /// Binds parameters, the first of them to the class of a method.
    fn parameters(&mut self, parameters: &'a Parameters, at: u32, class: Option<u32>) {
        let named = parameters.posonlyargs.iter().chain(&parameters.args);
        for (index, parameter) in named.enumerate() {
            let name = parameter.parameter.name.as_str();
            match (class, parameter.parameter.annotation.as_deref()) {
                (Some(class), _) if index == 0 => {
                    self.receivers.push((name, class));
                    self.bind(name, at, Kind::Receiver(class));
                }
                (_, annotation) => self.bind(name, at, annotation.map_or(Kind::Unknown, Kind::Typed)),
            }
        }
        for parameter in &parameters.kwonlyargs {
            let annotation = parameter.parameter.annotation.as_deref();
            self.bind(parameter.parameter.name.as_str(), at, annotation.map_or(Kind::Unknown, Kind::Typed));
        }
        for parameter in [&parameters.vararg, &parameters.kwarg].into_iter().flatten() {
            self.bind(parameter.name.as_str(), at, Kind::Unknown);
        }
    }

    fn pattern(&mut self, pattern: &'a Pattern) {
        let at = pattern.start().to_u32();
        let mut name = |name: &'a Option<crate::ast::Identifier>| {
            if let Some(name) = name {
                self.bind(name.as_str(), at, Kind::Unknown);
            }
        };
        match pattern {
            Pattern::MatchStar(p) => name(&p.name),
            Pattern::MatchAs(p) => {
                name(&p.name);
                if let Some(inner) = p.pattern.as_deref() {
                    self.deeper(|c| c.pattern(inner));
                }
            }
            Pattern::MatchMapping(p) => {
                name(&p.rest);
                self.deeper(|c| p.patterns.iter().for_each(|inner| c.pattern(inner)));
            }
            Pattern::MatchSequence(p) => {
                self.deeper(|c| p.patterns.iter().for_each(|inner| c.pattern(inner)))
            }
            Pattern::MatchOr(p) => self.deeper(|c| p.patterns.iter().for_each(|inner| c.pattern(inner))),
            Pattern::MatchClass(p) => self.deeper(|c| {
                p.arguments.patterns.iter().for_each(|inner| c.pattern(inner));
                p.arguments.keywords.iter().for_each(|keyword| c.pattern(&keyword.pattern));
            }),
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
        }
    }
}

/// Marks where, among what is pending, the names of the scope around begin again.
const HANDED_UP: u32 = u32::MAX;

fn offset(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The items of a tuple or list.
fn items(expr: &Expr) -> &[Expr] {
    match expr {
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::List(list) => &list.elts,
        _ => &[],
    }
}

/// Whether a condition holds for type checkers only, by the name that all of them know.
fn is_type_checking(test: &Expr) -> bool {
    match test {
        Expr::BoolOp(e) if e.op == crate::ast::BoolOp::And => e.values.iter().any(is_type_checking_name),
        _ => is_type_checking_name(test),
    }
}

fn is_type_checking_name(test: &Expr) -> bool {
    super::last_name(test) == Some("TYPE_CHECKING")
}
