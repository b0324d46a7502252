//! From an expression to the qualified name of what it refers to, through the bindings of its names.

use super::scopes::{Binding, Key, Kind, MOST, ScopeKind};
use super::{Bindings, builtins, last_name};
use crate::ast::{BoolOp, Expr, ExprCall, Operator, Ranged, StmtFunctionDef};

/// What an expression refers to.
#[derive(Debug, Clone, Copy)]
enum Thing<'a> {
    /// What has the qualified name that was written.
    Named,
    /// A class of this file.
    Class(u32),
    /// An instance of one.
    Instance(u32),
    /// A function of this file.
    Function(&'a StmtFunctionDef),
    Unknown,
}

/// One question. Nothing is written for any [`Thing`] but one with a name.
pub(super) struct Resolver<'b, 'a> {
    bindings: &'b Bindings<'a>,
    /// The module that names come from which are bound nowhere.
    star: Option<&'b str>,
    /// How many bindings may still be followed.
    fuel: u32,
    /// Those that are being followed, none of which is followed again: `self.a = self.a or b()`.
    path: [Option<&'b Binding<'a>>; LONGEST_PATH],
}

/// What stands before a builtin that is reached through its module.
const BUILTINS: &str = "builtins.";

/// How many bindings one question may follow, how deep an expression may be, and how long a name.
const FUEL: u32 = 48;
const DEEPEST: u32 = 48;
const LONGEST: usize = 512;
/// How many bindings may stand between a name and what it is.
const LONGEST_PATH: usize = 12;

impl<'b, 'a> Resolver<'b, 'a> {
    pub(super) fn new(bindings: &'b Bindings<'a>, star: Option<&'b str>) -> Resolver<'b, 'a> {
        Resolver { bindings, star, fuel: FUEL, path: [None; LONGEST_PATH] }
    }

    /// Writes the name of what an expression refers to: see [`Bindings::resolve`].
    pub(super) fn write(&mut self, expr: &Expr, out: &mut String) {
        if !matches!(self.thing(expr, 0, out), Thing::Named) {
            out.clear();
            as_written(expr, DEEPEST, out);
        } else if out.starts_with(BUILTINS) {
            out.drain(..BUILTINS.len());
        }
    }

    /// The class of this file that an expression is, or is an instance of.
    pub(super) fn class_of(&mut self, expr: &Expr) -> Option<u32> {
        match self.thing(expr, 0, &mut String::new()) {
            Thing::Class(class) | Thing::Instance(class) => Some(class),
            _ => None,
        }
    }

    fn thing(&mut self, expr: &Expr, depth: u32, out: &mut String) -> Thing<'a> {
        if depth > DEEPEST {
            return Thing::Unknown;
        }
        match expr {
            Expr::Name(name) => self.name(name.id.as_str(), name.range.start().to_u32(), depth, out),
            Expr::Attribute(attribute) => {
                let object = self.thing(&attribute.value, depth + 1, out);
                self.attribute(object, attribute.attr.as_str(), expr.start().to_u32(), depth, out)
            }
            Expr::Call(call) => self.call(call, depth, out),
            Expr::Await(e) => self.thing(&e.value, depth + 1, out),
            Expr::Named(e) => self.thing(&e.value, depth + 1, out),
            Expr::BoolOp(e) if e.op == BoolOp::Or => self.first(e.values.iter(), depth, out),
            Expr::If(e) => self.first([&*e.body, &*e.orelse].into_iter(), depth, out),
            _ => Thing::Unknown,
        }
    }

    /// The first of several expressions that has a name.
    fn first<'e>(
        &mut self,
        exprs: impl Iterator<Item = &'e Expr>,
        depth: u32,
        out: &mut String,
    ) -> Thing<'a> {
        let mut best = Thing::Unknown;
        for expr in exprs {
            if self.fuel == 0 {
                break;
            }
            self.fuel -= 1;
            best = match (self.thing(expr, depth + 1, out), best) {
                (Thing::Named, _) => return Thing::Named,
                (thing, Thing::Unknown) => thing,
                (_, best) => best,
            };
            out.clear();
        }
        best
    }

    fn name(&mut self, name: &str, offset: u32, depth: u32, out: &mut String) -> Thing<'a> {
        let bindings = self.bindings;
        let key = Key::new(name);
        let Some(owner) = bindings.owner(key, offset) else {
            if let Some(star) = self.star
                && !builtins::is_builtin(name)
            {
                out.push_str(star);
                out.push('.');
            }
            out.push_str(name);
            return Thing::Named;
        };
        self.best(owner.candidates(key), depth, out)
    }

    /// The first of several bindings that has an absolute name, otherwise the first of which anything is known.
    fn best(
        &mut self,
        candidates: impl Iterator<Item = &'b Binding<'a>>,
        depth: u32,
        out: &mut String,
    ) -> Thing<'a> {
        let mut best: Option<(Thing<'a>, String)> = None;
        for binding in candidates {
            if self.fuel == 0 {
                break;
            }
            self.fuel -= 1;
            if self.path.iter().flatten().any(|other| std::ptr::eq(*other, binding)) {
                continue;
            }
            let Some(free) = self.path.iter().position(Option::is_none) else { break };
            self.path[free] = Some(binding);
            let thing = self.binding(binding, depth + 1, out);
            self.path[free] = None;
            match thing {
                Thing::Named if !out.starts_with('.') => return Thing::Named,
                Thing::Unknown => {}
                thing if best.is_none() => best = Some((thing, std::mem::take(out))),
                _ => {}
            }
            out.clear();
        }
        best.map_or(Thing::Unknown, |(thing, name)| {
            *out = name;
            thing
        })
    }

    fn binding(&mut self, binding: &Binding<'a>, depth: u32, out: &mut String) -> Thing<'a> {
        match binding.kind {
            Kind::Module(name) => {
                out.push_str(name);
                Thing::Named
            }
            Kind::Imported(import, alias) => {
                (0..import.level).for_each(|_| out.push('.'));
                if let Some(module) = &import.module {
                    out.push_str(module.as_str());
                    out.push('.');
                }
                out.push_str(alias.name.as_str());
                Thing::Named
            }
            Kind::Value(value) | Kind::Entered(value) => self.thing(value, depth, out),
            Kind::Annotated(assign) => {
                if let Some(value) = assign.value.as_deref() {
                    let thing = self.thing(value, depth, out);
                    if !matches!(thing, Thing::Unknown) {
                        return thing;
                    }
                    out.clear();
                }
                self.typed(&assign.annotation, depth, out)
            }
            Kind::Typed(annotation) => self.typed(annotation, depth, out),
            Kind::Function(function) => Thing::Function(function),
            Kind::Class(class) => Thing::Class(class),
            Kind::Receiver(class) => Thing::Instance(class),
            Kind::Item(_) | Kind::Global | Kind::Nonlocal | Kind::Unknown => Thing::Unknown,
        }
    }

    /// Something that an annotation describes.
    fn typed(&mut self, annotation: &Expr, depth: u32, out: &mut String) -> Thing<'a> {
        if depth > DEEPEST {
            return Thing::Unknown;
        }
        match annotation {
            Expr::Name(_) | Expr::Attribute(_) => {
                if matches!(last_name(annotation), Some("Any" | "object")) {
                    return Thing::Unknown;
                }
                let class = self.thing(annotation, depth + 1, out);
                instance(class, out)
            }
            Expr::StringLiteral(string) => {
                let text = string.value.to_str().trim();
                if text.is_empty()
                    || !text.chars().all(|c| c == '.' || c == '_' || c.is_alphanumeric())
                    || text.len() > LONGEST
                {
                    return Thing::Unknown;
                }
                let offset = annotation.start().to_u32();
                let mut names = text.split('.');
                let root = names.next().unwrap_or_default();
                let mut class = self.name(root, offset, depth + 1, out);
                for name in names {
                    class = self.attribute(class, name, offset, depth + 1, out);
                }
                instance(class, out)
            }
            Expr::BinOp(e) if e.op == Operator::BitOr => {
                let mut thing = self.typed(&e.left, depth + 1, out);
                if matches!(thing, Thing::Unknown) {
                    out.clear();
                    thing = self.typed(&e.right, depth + 1, out);
                }
                thing
            }
            Expr::Subscript(e) => {
                let inner = || match &*e.slice {
                    Expr::Tuple(tuple) => tuple.elts.as_slice(),
                    one => std::slice::from_ref(one),
                };
                match last_name(&e.value) {
                    Some("Optional" | "Annotated" | "Final" | "ClassVar" | "Required" | "NotRequired") => {
                        inner().first().map_or(Thing::Unknown, |inner| self.typed(inner, depth + 1, out))
                    }
                    Some("Union") => {
                        for inner in inner() {
                            let thing = self.typed(inner, depth + 1, out);
                            if !matches!(thing, Thing::Unknown) || self.fuel == 0 {
                                return thing;
                            }
                            self.fuel -= 1;
                            out.clear();
                        }
                        Thing::Unknown
                    }
                    Some("type" | "Type") => self.thing(&e.slice, depth + 1, out),
                    _ => self.typed(&e.value, depth + 1, out),
                }
            }
            _ => Thing::Unknown,
        }
    }

    fn call(&mut self, call: &ExprCall, depth: u32, out: &mut String) -> Thing<'a> {
        match self.thing(&call.func, depth + 1, out) {
            Thing::Named => {
                let args = &call.arguments.args;
                match (out.as_str(), &**args) {
                    ("getattr", [object, Expr::StringLiteral(name), ..]) => {
                        out.clear();
                        let object = self.thing(object, depth + 1, out);
                        return self.attribute(
                            object,
                            name.value.to_str(),
                            call.range().start().to_u32(),
                            depth,
                            out,
                        );
                    }
                    ("__import__", [Expr::StringLiteral(name), ..]) => {
                        out.clear();
                        let name = name.value.to_str();
                        out.push_str(name.split('.').next().unwrap_or(name));
                        return Thing::Named;
                    }
                    _ => {}
                }
                out.push_str("()");
                bounded(out)
            }
            Thing::Class(class) => Thing::Instance(class),
            Thing::Function(function) => self.returned(function, depth, out),
            Thing::Instance(_) | Thing::Unknown => Thing::Unknown,
        }
    }

    /// What a function of this file says that it returns.
    fn returned(&mut self, function: &StmtFunctionDef, depth: u32, out: &mut String) -> Thing<'a> {
        match function.returns.as_deref() {
            Some(annotation) if self.fuel > 0 => {
                self.fuel -= 1;
                self.typed(annotation, depth + 1, out)
            }
            _ => Thing::Unknown,
        }
    }

    fn attribute(
        &mut self,
        object: Thing<'a>,
        name: &str,
        offset: u32,
        depth: u32,
        out: &mut String,
    ) -> Thing<'a> {
        match object {
            Thing::Named => {
                out.push('.');
                out.push_str(name);
                bounded(out)
            }
            Thing::Class(class) => self.member(class, false, name, offset, depth + 1, out),
            Thing::Instance(class) => self.member(class, true, name, offset, depth + 1, out),
            Thing::Function(_) | Thing::Unknown => Thing::Unknown,
        }
    }

    /// An attribute of a class of this file, or of an instance of it.
    fn member(
        &mut self,
        class: u32,
        instance_of: bool,
        name: &str,
        offset: u32,
        depth: u32,
        out: &mut String,
    ) -> Thing<'a> {
        if depth > DEEPEST || self.fuel == 0 {
            return Thing::Unknown;
        }
        self.fuel -= 1;
        let bindings = self.bindings;
        let key = Key::new(name);
        let mut members = bindings.members_of(class, key).rev().peekable();
        if members.peek().is_none() {
            return self.inherited(class, instance_of, name, offset, depth, out);
        }
        // What the method itself has set before is what it has.
        let set = bindings.set_on(class, key);
        let before = set.partition_point(|binding| binding.at <= offset);
        let near = set[..before].iter().rev().take(MOST).find(|binding| offset < binding.until);
        let found = match near {
            Some(near) if !near.is_placeholder() => self.best(std::iter::once(near), depth, out),
            _ => self.best(members.take(8), depth, out),
        };
        match found {
            Thing::Function(function) if instance_of && is_property(function) => {
                self.returned(function, depth, out)
            }
            found => found,
        }
    }

    /// An attribute that a class has from its bases: from those in this file, or from the only one elsewhere.
    fn inherited(
        &mut self,
        class: u32,
        instance_of: bool,
        name: &str,
        offset: u32,
        depth: u32,
        out: &mut String,
    ) -> Thing<'a> {
        let ScopeKind::Class(definition) = self.bindings.scopes[class as usize].kind else {
            return Thing::Unknown;
        };
        let bases = definition.arguments.as_deref().map_or(&[][..], |arguments| &arguments.args);
        let mut elsewhere: Option<String> = None;
        let mut others = 0;
        for base in bases.iter().take(8) {
            out.clear();
            match self.thing(base, depth + 1, out) {
                Thing::Class(base) => {
                    out.clear();
                    let found = self.member(base, instance_of, name, offset, depth + 1, out);
                    if !matches!(found, Thing::Unknown) {
                        return found;
                    }
                }
                Thing::Named => {
                    others += 1;
                    elsewhere = Some(std::mem::take(out));
                }
                _ => others += 1,
            }
        }
        out.clear();
        match elsewhere {
            Some(base) if others == 1 && !base.ends_with(')') => {
                out.push_str(&base);
                out.push_str(if instance_of { "()." } else { "." });
                out.push_str(name);
                bounded(out)
            }
            _ => Thing::Unknown,
        }
    }
}

/// An instance of what a class is.
fn instance<'a>(class: Thing<'a>, out: &mut String) -> Thing<'a> {
    match class {
        Thing::Named if !out.ends_with(')') => {
            out.push_str("()");
            bounded(out)
        }
        Thing::Class(class) => Thing::Instance(class),
        _ => {
            out.clear();
            Thing::Unknown
        }
    }
}

fn bounded<'a>(out: &mut String) -> Thing<'a> {
    if out.len() <= LONGEST {
        return Thing::Named;
    }
    out.clear();
    Thing::Unknown
}

fn is_property(function: &StmtFunctionDef) -> bool {
    let names = function.decorator_list.iter().filter_map(|decorator| last_name(&decorator.expression));
    names.into_iter().any(|name| matches!(name, "property" | "cached_property"))
}

/// Writes the names of an expression as they stand in the code, a dot before each.
fn as_written(expr: &Expr, depth: u32, out: &mut String) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match expr {
        Expr::Name(name) => {
            out.push('.');
            out.push_str(name.id.as_str());
        }
        Expr::Attribute(attribute) => {
            as_written(&attribute.value, depth, out);
            out.push('.');
            out.push_str(attribute.attr.as_str());
        }
        Expr::Call(call) => {
            as_written(&call.func, depth, out);
            if !out.is_empty() {
                out.push_str("()");
            }
        }
        _ => {}
    }
}
