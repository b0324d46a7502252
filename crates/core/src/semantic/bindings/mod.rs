//! Names as Python resolves them: scopes, imports, aliases, instances, shadowing. What a name stands for is asked here;
//! what a value is, in [`constant`](super::constant).
//!
//! Where a name is bound more than once, there is one answer all the same. Used in the scope that binds it, a name has the
//! binding before the use in whose block the use stands, or one after that in a block that has ended, whichever comes last
//! and is known. Used in a nested function, it has the last binding that is known. `x = None` is overruled by any other.

mod builtins;
mod collect;
mod resolve;
mod scopes;
#[cfg(test)]
mod tests;

use std::cell::{Cell, OnceCell, RefCell};

use rustc_hash::FxHashSet;

use crate::ast::{ExceptHandler, Expr, ExprCall, ExprName, ModModule, Ranged, Stmt, TextRange};
use crate::walk::{Parents, StringNode, Visitor, walk};
use collect::Collector;
use resolve::Resolver;
pub(super) use scopes::Kind;
use scopes::{Binding, Key, Place, Scope};

/// How many `from … import *` are reckoned with, the last ones.
const MOST_STARS: usize = 8;

/// What the names of a module stand for.
#[derive(Debug)]
pub struct Bindings<'a> {
    module: &'a ModModule,
    /// By where they begin; the first is the module.
    scopes: Vec<Scope<'a>>,
    /// Those of one scope stand together.
    bindings: Vec<Binding<'a>>,
    /// The module, if any, and the name in it.
    imports: Vec<(Option<&'a str>, &'a str)>,
    /// The modules of `from … import *`, relative ones left out.
    stars: Vec<&'a str>,
    /// In order, none inside another.
    type_checking: Vec<TextRange>,
    /// The last question about imports, with its answer.
    asked: RefCell<Option<(String, bool)>>,
    /// The scope of the last question: the next is mostly the same.
    last: Cell<Place>,
    /// The names of what is called a method of, or assigned an item of: found when first asked for.
    changed: OnceCell<FxHashSet<&'a str>>,
}

impl<'a> Bindings<'a> {
    /// Learns the bindings of a module.
    #[must_use]
    pub fn of(module: &'a ModModule) -> Bindings<'a> {
        let mut collector = Collector::default();
        collector.module(module);
        Bindings {
            module,
            scopes: collector.scopes,
            bindings: collector.bindings,
            imports: collector.imports,
            stars: collector.stars,
            type_checking: collector.type_checking,
            asked: RefCell::new(None),
            last: Cell::default(),
            changed: OnceCell::new(),
        }
    }

    /// Writes the qualified name of what an expression refers to, empty where it has none.
    ///
    /// * `subprocess.run` for `sp.run` after `import subprocess as sp`, for `run` after `from subprocess import run`, and for
    ///   `r` after `r = sp.run`.
    /// * The result of a call is the qualified name of what is called, with `()`: `requests.Session().get` for `s.get` after
    ///   `s = requests.Session()`, `with requests.Session() as s`, `self.s = …` (as `self.s.get`) or below a parameter
    ///   `s: requests.Session`; and `tarfile.open().extractall` for what `tarfile.open` answers.
    /// * A name that the module binds nowhere is itself: builtins (`builtins.eval` is `eval`, too), and code that is but
    ///   a snippet. After `from os import *` it is `os.system`, say, unless it is a builtin: see [`Bindings::readings`].
    /// * What is not known begins with a dot, and has the names that the code has: `.requests.get` where `requests` is a
    ///   parameter, `.get` for `x[0].get`, `.run` for a function of this file. A relative import does, too:
    ///   `..tools.run` after `from ..tools import run`.
    pub fn resolve(&self, expr: &Expr, out: &mut String) {
        self.resolve_as(0, expr, out);
    }

    /// How many readings names have. More than one where there is a `from … import *`: a name that the module binds
    /// nowhere could come from any such module, or be what it is.
    #[must_use]
    pub fn readings(&self) -> usize {
        self.stars.len().min(MOST_STARS) + 1
    }

    /// The same as [`Bindings::resolve`] in one of the readings, of which number 0 is the likeliest.
    pub fn resolve_as(&self, reading: usize, expr: &Expr, out: &mut String) {
        out.clear();
        // What is imported later hides what was imported before.
        let star = self.stars.iter().rev().take(MOST_STARS).nth(reading).copied();
        Resolver::new(self, star).write(expr, out);
    }

    /// Whether a place is inside `if TYPE_CHECKING:`, which never runs.
    #[must_use]
    pub fn is_type_checking(&self, place: TextRange) -> bool {
        let after = self.type_checking.partition_point(|range| range.start() <= place.start());
        self.type_checking[..after].last().is_some_and(|range| range.contains_range(place))
    }

    /// Whether that module or name, or something in it, is imported anywhere in the module, absolutely.
    #[must_use]
    pub fn imported(&self, dotted: &str) -> bool {
        if let Some((asked, answer)) = &*self.asked.borrow()
            && asked == dotted
        {
            return *answer;
        }
        let within = |name: &str, rest: &str| {
            name.strip_prefix(rest).is_some_and(|after| after.is_empty() || after.starts_with('.'))
        };
        let answer = self.imports.iter().any(|&(module, name)| match module {
            None => within(name, dotted),
            Some(module) => {
                within(module, dotted)
                    || dotted
                        .strip_prefix(module)
                        .and_then(|rest| rest.strip_prefix('.'))
                        .is_some_and(|rest| rest == name)
            }
        });
        *self.asked.borrow_mut() = Some((dotted.to_owned(), answer));
        answer
    }

    /// What a name or an attribute of a class of this file is bound to, if it is bound but once.
    pub(super) fn only(&self, expr: &Expr) -> Option<Kind<'a>> {
        let binding = match expr {
            Expr::Name(name) => {
                let key = Key::new(name.id.as_str());
                single(self.owner(key, name.range.start().to_u32())?.bindings(key))
            }
            Expr::Attribute(attribute) => {
                if !matches!(*attribute.value, Expr::Name(_)) {
                    return None;
                }
                let class = Resolver::new(self, None).class_of(&attribute.value)?;
                single(self.members_of(class, Key::new(attribute.attr.as_str())))
            }
            _ => None,
        };
        binding.map(|binding| binding.kind)
    }

    /// Whether the module binds a name where it is used.
    pub(super) fn is_bound(&self, name: &ExprName) -> bool {
        self.owner(Key::new(name.id.as_str()), name.range.start().to_u32()).is_some()
    }

    /// Whether a list, set or dictionary of that name, whatever scope it is in, may have been changed after it was made.
    pub(super) fn is_changed(&self, name: &str) -> bool {
        let changed = self.changed.get_or_init(|| {
            let mut changes = Changes(FxHashSet::default());
            walk(self.module, &mut changes);
            changes.0
        });
        changed.contains(name)
    }
}

fn single<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next()?;
    items.next().is_none().then_some(first)
}

/// The last name of a name or attribute.
pub(super) fn last_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// The names of what may be changed in place: by a method, by an item, or under another name.
struct Changes<'a>(FxHashSet<&'a str>);

impl<'a> Changes<'a> {
    fn add(&mut self, expr: &'a Expr) {
        self.0.extend(last_name(expr));
    }

    fn target(&mut self, target: &'a Expr) {
        if let Expr::Subscript(subscript) = target {
            self.add(&subscript.value);
        }
    }
}

impl<'a> Visitor<'a> for Changes<'a> {
    fn call(&mut self, call: &'a ExprCall, _: &Parents<'a>) {
        if let Expr::Attribute(method) = &*call.func
            && !matches!(
                method.attr.as_str(),
                "copy" | "count" | "get" | "index" | "items" | "keys" | "values"
            )
        {
            self.add(&method.value);
        }
    }

    fn string(&mut self, _: &StringNode<'_>, _: &Parents<'a>) {}

    fn statement(&mut self, stmt: &'a Stmt, _: &Parents<'a>) {
        match stmt {
            Stmt::Assign(assign) => {
                assign.targets.iter().for_each(|target| self.target(target));
                self.add(&assign.value);
            }
            Stmt::AugAssign(assign) => self.target(&assign.target),
            Stmt::AnnAssign(assign) => assign.value.iter().for_each(|value| self.add(value)),
            Stmt::Delete(delete) => delete.targets.iter().for_each(|target| self.target(target)),
            _ => {}
        }
    }

    fn except_handler(&mut self, _: &'a ExceptHandler, _: &Parents<'a>) {}
}

impl Binding<'_> {
    /// `x = None`, which stands for what comes later.
    fn is_placeholder(&self) -> bool {
        match self.kind {
            Kind::Value(value) => value.is_none_literal_expr(),
            Kind::Annotated(assign) => assign.value.as_deref().is_some_and(Expr::is_none_literal_expr),
            _ => false,
        }
    }
}
