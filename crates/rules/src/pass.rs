//! One walk over a module with all rules of a table: builds each view of a node once and hands it to every rule of the
//! node's kind.

mod found;

use std::cell::RefCell;

use stockade_core::ast::{ExceptHandler, Expr, ExprBytesLiteral, ExprCall, Ranged, Stmt, TextRange};
use stockade_core::module::Module;
use stockade_core::nosec::{Raw, Visit};
use stockade_core::scan::{Checked, Dialect};
use stockade_core::semantic::bandit::{Names, last_part};
use stockade_core::semantic::bindings::Bindings;
use stockade_core::semantic::literal;
use stockade_core::walk::{Node, Parents, StringNode, Visitor, walk};

use crate::context::{Assert, Call, Constant, File, Function, Handler, Reference, Scope, Text};
use crate::denylist;
use crate::fixes;
use crate::native::{denied, imports, sql};
use crate::plugins::injection_sql::chain::Chains;
use crate::references::References;
use crate::rule::{Check, Whole};
use crate::table::{Calls, Kind, Table, Watch};
use found::Site;

/// Runs the table's rules on a module.
pub(crate) fn run(table: &Table, module: &Module<'_>) -> Checked {
    match table.dialect {
        Dialect::Bandit => Pass::<false>::run(table, module),
        Dialect::Native => Pass::<true>::run(table, module),
    }
}

/// The dialect is a constant, so that Bandit's pays nothing for what the native one looks at.
struct Pass<'t, 'm, 'a, const NATIVE: bool> {
    table: &'t Table,
    module: &'m Module<'m>,
    names: Names<'a>,
    /// In the native dialect.
    bindings: Option<Bindings<'a>>,
    references: References<'a>,
    /// The name of the call at hand, kept for its memory.
    qualname: String,
    chains: RefCell<Chains>,
    sql: sql::Seen,
    raw: Raw,
    /// The number of the node at hand.
    node: u32,
}

impl<'t, 'm: 'a, 'a, const NATIVE: bool> Pass<'t, 'm, 'a, NATIVE> {
    fn run(table: &'t Table, module: &'m Module<'m>) -> Checked {
        let mut pass = Pass::<'t, 'm, 'a, NATIVE> {
            table,
            module,
            names: Names::default(),
            bindings: NATIVE.then(|| Bindings::of(module.tree())),
            references: References::default(),
            qualname: String::new(),
            chains: RefCell::default(),
            sql: sql::Seen::default(),
            raw: Raw::default(),
            node: 0,
        };
        let depth = walk(module.tree(), &mut pass);
        pass.file();
        Checked { raw: pass.raw, depth }
    }

    fn scope<'c>(&'c self, parents: &'c Parents<'a>) -> Scope<'c, 'a> {
        Scope {
            module: self.module,
            names: &self.names,
            bindings: self.bindings.as_ref(),
            parents,
            options: &self.table.options,
            chains: &self.chains,
            sql: &self.sql,
        }
    }

    /// Begins the next node.
    #[inline]
    fn enter(&mut self, kind: Kind, site: Site<'_>) {
        self.node += 1;
        if self.module.watches() {
            self.note_visit(kind, site);
        }
    }

    #[cold]
    fn note_visit(&mut self, kind: Kind, site: Site<'_>) {
        let lines = self.lines(site);
        if self.module.is_watched(lines) {
            let line = self.start_line(site);
            self.raw.visits.push(Visit { node: self.node, line, lines, kind: kind as usize });
        }
    }

    /// The rules that look at whole texts.
    fn constant(&mut self, text: &str, range: TextRange, inside: usize, parents: &Parents<'a>) {
        let site = Site::Below(range, parents);
        let table = self.table;
        for rule in &table.constants {
            let Check::Constant(check) = rule.check else { continue };
            let scope = self.scope(parents);
            let outcome = check(&Constant { text, range, inside, scope });
            self.answer(rule.info, outcome, site, parents);
        }
    }

    /// The rules that look at whole files, once the tree has been walked.
    fn file(&mut self) {
        if self.table.files.is_empty() {
            return;
        }
        self.enter(Kind::File, Site::File);
        let parents = Parents::default();
        for rule in &self.table.files {
            let Check::File(check) = rule.check else { continue };
            let outcome = check(&File { scope: self.scope(&parents) });
            self.answer(rule.info, outcome, Site::File, &parents);
        }
    }

    /// Whether a statement is for type checkers only.
    fn never_runs(&self, stmt: &Stmt) -> bool {
        NATIVE && self.bindings.as_ref().is_some_and(|bindings| bindings.is_type_checking(stmt.range()))
    }

    /// A call that may concern somebody.
    fn named(&mut self, node: &'a ExprCall, parents: &Parents<'a>) {
        let mut qualname = std::mem::take(&mut self.qualname);
        match &self.bindings {
            None => self.names.call_name(&node.func, &mut qualname),
            Some(bindings) => bindings.resolve(&node.func, &mut qualname),
        }
        let before = self.raw.findings.len();
        self.judge(node, &qualname, parents);
        if NATIVE && self.raw.findings.len() == before {
            self.judge_otherwise(node, &qualname, parents);
        }
        self.qualname = qualname;
    }

    /// All that there is to say about a call of that name.
    fn judge(&mut self, node: &'a ExprCall, qualname: &str, parents: &Parents<'a>) {
        let site = Site::Own(node.range());
        let name = last_part(qualname);
        let table = self.table;
        let asked = self.asked(node, name);
        let set = asked & !Calls::DENIED;
        for (info, check) in table.calls.of(set) {
            let call = Call { node, qualname, name, scope: self.scope(parents) };
            let outcome = fixes::mended(info, check(&call), &call);
            self.answer(info, outcome, site, parents);
        }
        #[cfg(debug_assertions)]
        for (info, check) in table.calls.of(table.calls.all() & !set) {
            let outcome = check(&Call { node, qualname, name, scope: self.scope(parents) });
            assert!(
                matches!(outcome, Ok(None)),
                "{} has something to say where it promised none: {qualname}",
                info.id
            );
        }
        let asked = asked & Calls::DENIED != 0;
        let lists = !table.denied.calls.is_empty();
        if lists && asked {
            self.deny(node, qualname, parents);
        }
        #[cfg(debug_assertions)]
        if lists && !asked {
            let call = Call { node, qualname, name, scope: self.scope(parents) };
            assert!(
                matches!(denylist::call(&table.denied, &table.denied_calls, &call), Ok(None)),
                "a deny list has a name that it promised not to have: {qualname}"
            );
        }
    }

    /// Who is asked about a call of something of that last name: a set of rules, and of the deny lists.
    fn asked(&self, node: &ExprCall, name: &str) -> u64 {
        let calls = &self.table.calls;
        let mut asked = calls.interested(name, node);
        // A value that Python cannot make breaks off many checks that would have had nothing to say.
        if node.arguments.args.iter().any(literal::may_be_unhashable)
            || node.arguments.keywords.iter().any(|k| literal::may_be_unhashable(&k.value))
        {
            asked |= calls.all();
        }
        // Bandit's lists ask for the name that is called, whatever it stands for.
        if !NATIVE && matches!(&*node.func, Expr::Name(name) if name.id == "__import__") {
            asked |= Calls::DENIED;
        }
        asked
    }

    /// What the deny lists say of a call.
    fn deny(&mut self, node: &'a ExprCall, qualname: &str, parents: &Parents<'a>) {
        let (table, site) = (self.table, Site::Own(node.range()));
        let call = Call { node, qualname, name: last_part(qualname), scope: self.scope(parents) };
        match denylist::call(&table.denied, &table.denied_calls, &call) {
            Ok(None) => {}
            Ok(Some((info, hit))) if NATIVE => {
                let outcome = fixes::mended(info, Ok(denied::judged(info, hit, &call)), &call);
                self.answer(info, outcome, site, parents);
            }
            Ok(Some((info, hit))) => self.answer(info, Ok(Some(hit)), site, parents),
            Err(crash) => self.answer(&denylist::ALL_LISTS, Err(crash), site, parents),
        }
    }

    /// The same by what else its name may be: it may come from one of several `from … import *`, or from none. The first
    /// reading with a finding counts.
    fn judge_otherwise(&mut self, node: &'a ExprCall, qualname: &str, parents: &Parents<'a>) {
        let before = self.raw.findings.len();
        for reading in 1..self.bindings.as_ref().map_or(1, Bindings::readings) {
            let mut other = String::new();
            if let Some(bindings) = &self.bindings {
                bindings.resolve_as(reading, &node.func, &mut other);
            }
            // No reading changes what the file binds.
            if other == qualname {
                return;
            }
            self.judge(node, &other, parents);
            if self.raw.findings.len() > before {
                return;
            }
        }
    }

    /// A statement of a kind that rules or names are about.
    #[inline(never)]
    fn looked_at(&mut self, stmt: &'a Stmt, parents: &Parents<'a>) {
        match stmt {
            Stmt::FunctionDef(node)
                if !self.table.functions.is_empty() && (!node.is_async || self.bindings.is_some()) =>
            {
                // Finding the `def` below its decorators reads the text: done only when something asks for it.
                let place = || Site::Statement(self.module.place_of_function(node), Node::Stmt(stmt));
                let watched = if self.module.watches() { place() } else { Site::Own(node.range) };
                self.enter(Kind::Function, watched);
                let table = self.table;
                for rule in &table.functions {
                    let Check::Function(check) = rule.check else { continue };
                    let outcome = check(&Function { node, scope: self.scope(parents) });
                    if !matches!(outcome, Ok(None)) {
                        self.answer(rule.info, outcome, place(), parents);
                    }
                }
            }
            Stmt::Assert(node) if !self.never_runs(stmt) => {
                let site = Site::Statement(stmt.range(), Node::Stmt(stmt));
                let table = self.table;
                if !table.asserts.is_empty() {
                    self.enter(Kind::Assert, site);
                }
                for rule in &table.asserts {
                    let Check::Assert(check) = rule.check else { continue };
                    let outcome = check(&Assert { node, scope: self.scope(parents) });
                    self.answer(rule.info, outcome, site, parents);
                }
            }
            Stmt::Import(node) => {
                self.names.import(node);
                if NATIVE {
                    self.references.import(&node.names, self.table);
                }
                self.import(Kind::Import, stmt, parents);
            }
            Stmt::ImportFrom(node) => {
                self.names.import_from(node);
                if NATIVE {
                    self.references.import(&node.names, self.table);
                }
                self.import(
                    if node.module.is_some() { Kind::ImportFrom } else { Kind::Import },
                    stmt,
                    parents,
                );
            }
            _ => {}
        }
    }

    fn import(&mut self, kind: Kind, stmt: &Stmt, parents: &Parents<'_>) {
        let table = self.table;
        let lists = match kind {
            Kind::Import => &table.denied.imports,
            _ => &table.denied.imports_from,
        };
        if lists.is_empty() {
            return;
        }
        if self.never_runs(stmt) {
            return;
        }
        let site = Site::Statement(stmt.range(), Node::Stmt(stmt));
        self.enter(kind, site);
        if NATIVE {
            for (info, hit) in imports::of_statement(&table.denied, stmt) {
                self.answer(info, Ok(Some(hit)), site, parents);
            }
            return;
        }
        // A relative import without a module is checked with the lists of `from … import`, whatever ran it.
        if let Some((info, hit)) = denylist::import(&table.denied, &table.denied_firsts, stmt) {
            self.answer(info, Ok(Some(hit)), site, parents);
        }
    }
}

impl<'t, 'm: 'a, 'a, const NATIVE: bool> Visitor<'a> for Pass<'t, 'm, 'a, NATIVE> {
    const REFERENCES: bool = NATIVE;

    #[inline]
    fn call(&mut self, node: &'a ExprCall, parents: &Parents<'a>) {
        let site = Site::Own(node.range());
        self.enter(Kind::Call, site);
        // Most calls are nobody's business, and their whole names neither. Debug builds ask everybody all the same.
        if NATIVE || cfg!(debug_assertions) || self.asked(node, self.names.last_name(&node.func)) != 0 {
            self.named(node, parents);
        }
    }

    fn string(&mut self, node: &StringNode<'_>, parents: &Parents<'a>) {
        let Some(parent) = parents.nth(0) else { return };
        if matches!(parent, Node::Stmt(Stmt::Expr(_))) {
            return;
        }
        let site = Site::Below(node.range, parents);
        self.enter(Kind::Text, site);
        let table = self.table;
        let whole = Whole::of(parent);
        // What they look at is put together once, and hardly ever has one an answer.
        let text = Text { node, scope: self.scope(parents) };
        let mut answers = Vec::new();
        for (info, check) in table.texts.asked(node.value, whole) {
            let outcome = check(&text);
            if !matches!(outcome, Ok(None)) {
                answers.push((info, outcome));
            }
        }
        #[cfg(debug_assertions)]
        for (info, check) in table.texts.unasked(node.value, whole) {
            assert!(
                matches!(check(&text), Ok(None)),
                "{} has something to say where it promised none",
                info.id
            );
        }
        for (info, outcome) in answers {
            self.take_in(info, outcome, site, parents);
        }
        if self.table.constants.is_empty() {
            return;
        }
        match (node.joined, parent) {
            (None, _) => self.constant(node.value, node.range, 0, parents),
            // The only constant, and no field beside it.
            (Some(([_], _)), Node::Expr(Expr::FString(whole))) => {
                self.constant(node.value, whole.range(), 1, parents);
            }
            _ => {}
        }
    }

    fn bytes(&mut self, node: &'a ExprBytesLiteral, parents: &Parents<'a>) {
        if self.table.constants.is_empty() {
            return;
        }
        let site = Site::Below(node.range(), parents);
        self.enter(Kind::Text, site);
        // A single literal, as nearly all are, is there as it is.
        let joined: Vec<u8>;
        let bytes = match node.value.as_slice() {
            [single] => single.as_slice(),
            _ => {
                joined = node.value.bytes().collect();
                &joined
            }
        };
        if let Ok(text) = std::str::from_utf8(bytes) {
            self.constant(text, node.range(), 0, parents);
        }
    }

    #[inline]
    fn statement(&mut self, stmt: &'a Stmt, parents: &Parents<'a>) {
        if matches!(stmt, Stmt::FunctionDef(_) | Stmt::Assert(_) | Stmt::Import(_) | Stmt::ImportFrom(_)) {
            self.looked_at(stmt, parents);
        }
    }

    fn except_handler(&mut self, handler: &'a ExceptHandler, parents: &Parents<'a>) {
        if self.table.handlers.is_empty() {
            return;
        }
        let place = self.module.to_last_token(handler.range());
        let site = Site::Statement(place, Node::ExceptHandler(handler));
        self.enter(Kind::Handler, site);
        let ExceptHandler::ExceptHandler(node) = handler;
        let table = self.table;
        for rule in &table.handlers {
            let Check::Handler(check) = rule.check else { continue };
            let outcome = check(&Handler { node, scope: self.scope(parents) });
            self.answer(rule.info, outcome, site, parents);
        }
    }

    fn reference(&mut self, expr: &'a Expr, parents: &Parents<'a>) {
        let table = self.table;
        let Some(bindings) = self.bindings.as_ref().filter(|_| self.references.may_concern(expr, table))
        else {
            return;
        };
        let mut qualname = std::mem::take(&mut self.qualname);
        bindings.resolve(expr, &mut qualname);
        let watching = table.references.of(&qualname);
        if !watching.is_empty() && self.references.is_handed_on(expr, parents, self.module.tree()) {
            let site = Site::Own(expr.range());
            self.enter(Kind::Call, site);
            for watch in watching {
                let (info, outcome) = match *watch {
                    Watch::List(at) => {
                        let (info, hit) = denylist::reference(&table.denied.calls[at], &qualname);
                        (info, hit.found())
                    }
                    Watch::Rule(info, check) => {
                        let scope = self.scope(parents);
                        (info, check(&Reference { node: expr, qualname: &qualname, scope }))
                    }
                };
                self.answer(info, outcome, site, parents);
            }
        }
        self.qualname = qualname;
    }
}

/// Whether an expression is a string constant.
pub(crate) fn string_of(expr: &Expr) -> Option<&str> {
    if let Expr::StringLiteral(literal) = expr { Some(literal.value.to_str()) } else { None }
}
