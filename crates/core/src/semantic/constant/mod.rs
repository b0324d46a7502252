//! Values that can be known without running the program: literals, and what is folded from them. Names are resolved
//! in [`bindings`](super::bindings); how strings are put together is in `fold`.

mod fold;
mod format;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::ast::{Expr, FStringPart, InterpolatedStringElement, InterpolatedStringElements};
use crate::semantic::bindings::{Bindings, Kind, last_name};
use fold::Fold;

/// A string as the program puts it together: texts that are known, and holes that are not.
#[derive(Debug, Clone, PartialEq)]
pub struct Template<'e> {
    /// In order; no two texts in a row.
    pub parts: Vec<Part<'e>>,
}

/// A part of a [`Template`].
#[derive(Debug, Clone, PartialEq)]
pub enum Part<'e> {
    /// What is always there.
    Text(Cow<'e, str>),
    /// What only the running program knows: the value of this expression.
    Hole(&'e Expr),
}

impl<'e> Template<'e> {
    /// The whole text, where there is no hole.
    #[must_use]
    pub fn text(&self) -> Option<Cow<'e, str>> {
        match self.parts.as_slice() {
            [] => Some(Cow::Borrowed("")),
            [Part::Text(text)] => Some(text.clone()),
            _ => None,
        }
    }

    /// The text before the first hole.
    #[must_use]
    pub fn prefix(&self) -> &str {
        if let Some(Part::Text(text)) = self.parts.first() { text } else { "" }
    }

    /// The expressions that fill the holes, in order.
    pub fn holes(&self) -> impl Iterator<Item = &'e Expr> + '_ {
        self.parts.iter().filter_map(|part| if let Part::Hole(expr) = part { Some(*expr) } else { None })
    }
}

/// How many expressions one question looks at, and how deep it goes: beyond that nothing is known.
const FUEL: u32 = 10_000;
const DEEPEST: u32 = 64;

impl<'a> Bindings<'a> {
    /// The text that an expression always has, if it has one: of string and bytes literals, put together with `+`, `%`,
    /// `*`, `format`, `join`, f-strings and the simplest methods, of names that are bound once to such, and of
    /// conditional expressions that come to the same. Nothing beyond 64 KiB.
    #[must_use]
    pub fn text<'e>(&self, expr: &'e Expr) -> Option<Cow<'e, str>>
    where
        'a: 'e,
    {
        match expr {
            Expr::StringLiteral(literal) => Some(Cow::Borrowed(literal.value.to_str())),
            _ if may_be_string(expr) => Fold::whole(self, expr),
            _ => None,
        }
    }

    /// The parts of the string that an expression makes, by the same means as [`Bindings::text`]; none where no text of
    /// it is known.
    #[must_use]
    pub fn template<'e>(&self, expr: &'e Expr) -> Option<Template<'e>>
    where
        'a: 'e,
    {
        if may_be_string(expr) { Fold::template(self, expr) } else { None }
    }

    /// The expression that gives an expression its value: for a name that is bound exactly once, by an assignment, what
    /// it is bound to, and likewise for an attribute of a class of this file; nothing for any other name or attribute;
    /// for everything else, that itself.
    ///
    /// A list, set or dictionary that may have been changed after it was made is not given for its name.
    #[must_use]
    pub fn value<'e>(&self, expr: &'e Expr) -> Option<&'e Expr>
    where
        'a: 'e,
    {
        let mut expr = expr;
        for _ in 0..DEEPEST {
            match expr {
                Expr::Name(_) | Expr::Attribute(_) => expr = self.assigned(expr)?,
                Expr::Named(named) => expr = &named.value,
                _ => return Some(expr),
            }
        }
        None
    }

    /// Whether an expression's value is made of nothing but what the source says: literals, lists, tuples, sets and
    /// dictionaries of such, operators and string methods on such, either arm of a condition, a name that is bound once
    /// to such or that runs through the items of such.
    #[must_use]
    pub fn is_constant(&self, expr: &Expr) -> bool {
        Constants { bindings: self, fuel: FUEL }.is(expr, 0)
    }

    /// What the only binding of a name or attribute assigns.
    fn assigned(&self, expr: &Expr) -> Option<&'a Expr> {
        let value = match self.only(expr)? {
            Kind::Value(value) => value,
            Kind::Annotated(assign) => assign.value.as_deref()?,
            _ => return None,
        };
        let mutable = matches!(
            value,
            Expr::List(_)
                | Expr::Set(_)
                | Expr::Dict(_)
                | Expr::ListComp(_)
                | Expr::SetComp(_)
                | Expr::DictComp(_)
        );
        if mutable && last_name(expr).is_some_and(|name| self.is_changed(name)) { None } else { Some(value) }
    }

    /// Whether a name is that of the builtin.
    fn is_builtin(&self, expr: &Expr, names: &[&str]) -> bool {
        matches!(expr, Expr::Name(name) if names.contains(&name.id.as_str()) && !self.is_bound(name))
    }
}

/// Whether an expression can be a string of which something is known: the cheapest test first.
fn may_be_string(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::FString(_)
            | Expr::BinOp(_)
            | Expr::Call(_)
            | Expr::Name(_)
            | Expr::Attribute(_)
            | Expr::Named(_)
            | Expr::If(_)
    )
}

/// One question whether something is constant.
struct Constants<'b, 'a> {
    bindings: &'b Bindings<'a>,
    fuel: u32,
}

/// Methods that make strings of strings.
const METHODS: &[&str] = &[
    "decode",
    "encode",
    "format",
    "join",
    "lower",
    "lstrip",
    "replace",
    "rstrip",
    "split",
    "splitlines",
    "strip",
    "title",
    "upper",
];

/// Functions whose answer is made of their arguments alone.
const FUNCTIONS: &[&str] = &["bytes", "dict", "frozenset", "int", "list", "set", "sorted", "str", "tuple"];

impl Constants<'_, '_> {
    fn is(&mut self, expr: &Expr, depth: u32) -> bool {
        if depth > DEEPEST || self.fuel == 0 {
            return false;
        }
        self.fuel -= 1;
        let depth = depth + 1;
        match expr {
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => true,
            Expr::List(e) => self.all(&e.elts, depth),
            Expr::Tuple(e) => self.all(&e.elts, depth),
            Expr::Set(e) => self.all(&e.elts, depth),
            Expr::Dict(e) => e.items.iter().all(|item| {
                item.key.as_ref().is_none_or(|key| self.is(key, depth)) && self.is(&item.value, depth)
            }),
            Expr::Starred(e) => self.is(&e.value, depth),
            Expr::UnaryOp(e) => self.is(&e.operand, depth),
            Expr::BinOp(_) => {
                // A chain leans to the left, and can be as long as its author likes.
                let mut left = expr;
                while let Expr::BinOp(e) = left {
                    if !self.is(&e.right, depth) {
                        return false;
                    }
                    left = &e.left;
                }
                self.is(left, depth)
            }
            Expr::BoolOp(e) => self.all(&e.values, depth),
            Expr::Compare(e) => self.is(&e.left, depth) && self.all(&e.comparators, depth),
            Expr::If(e) => self.is(&e.body, depth) && self.is(&e.orelse, depth),
            Expr::Named(e) => self.is(&e.value, depth),
            Expr::FString(e) => e.value.as_slice().iter().all(|part| match part {
                FStringPart::Literal(_) => true,
                FStringPart::FString(part) => self.fields(&part.elements, depth),
            }),
            Expr::Subscript(e) => {
                let container = matches!(
                    self.bindings.value(&e.value),
                    Some(Expr::Dict(_) | Expr::List(_) | Expr::Tuple(_))
                );
                self.is(&e.value, depth) && (container || self.is(&e.slice, depth))
            }
            Expr::Slice(e) => {
                [&e.lower, &e.upper, &e.step].into_iter().flatten().all(|part| self.is(part, depth))
            }
            Expr::Call(e) => {
                let function = match &*e.func {
                    Expr::Attribute(method) => {
                        METHODS.contains(&method.attr.as_str()) && self.is(&method.value, depth)
                    }
                    name => self.bindings.is_builtin(name, FUNCTIONS),
                };
                function
                    && self.all(&e.arguments.args, depth)
                    && e.arguments.keywords.iter().all(|keyword| self.is(&keyword.value, depth))
            }
            Expr::Name(_) | Expr::Attribute(_) => match self.bindings.only(expr) {
                Some(Kind::Item(items)) => self.is(items, depth),
                Some(_) => self.bindings.assigned(expr).is_some_and(|value| self.is(value, depth)),
                None => false,
            },
            _ => false,
        }
    }

    fn all(&mut self, exprs: &[Expr], depth: u32) -> bool {
        exprs.iter().all(|expr| self.is(expr, depth))
    }

    fn fields(&mut self, elements: &InterpolatedStringElements, depth: u32) -> bool {
        depth <= DEEPEST
            && elements.iter().all(|element| match element {
                InterpolatedStringElement::Literal(_) => true,
                InterpolatedStringElement::Interpolation(field) => {
                    self.is(&field.expression, depth)
                        && field.format_spec.as_deref().is_none_or(|f| self.fields(&f.elements, depth + 1))
                }
            })
    }
}
