//! Values that can be known without running the program: literals, and what is folded from them. Names are resolved
//! in [`bindings`](super::bindings).

use std::borrow::Cow;

use crate::ast::Expr;
use crate::semantic::bindings::Bindings;

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

impl<'a> Bindings<'a> {
    /// The text that an expression always has, if it has one.
    #[must_use]
    pub fn text<'e>(&self, expr: &'e Expr) -> Option<Cow<'e, str>>
    where
        'a: 'e,
    {
        match expr {
            Expr::StringLiteral(literal) => Some(Cow::Borrowed(literal.value.to_str())),
            _ => None,
        }
    }

    /// The parts of the string that an expression makes; none where no text of it is known.
    #[must_use]
    pub fn template<'e>(&self, expr: &'e Expr) -> Option<Template<'e>>
    where
        'a: 'e,
    {
        self.text(expr).map(|text| Template { parts: vec![Part::Text(text)] })
    }

    /// The expression that gives an expression its value: for a name that is bound exactly once, by an assignment, what
    /// it is bound to; nothing for any other name; for what is no name, that itself.
    #[must_use]
    pub fn value<'e>(&self, expr: &'e Expr) -> Option<&'e Expr>
    where
        'a: 'e,
    {
        if matches!(expr, Expr::Name(_)) { None } else { Some(expr) }
    }

    /// Whether an expression always has the same value: literals, and lists, tuples, sets and dictionaries of such.
    #[must_use]
    pub fn is_constant(&self, expr: &Expr) -> bool {
        match expr {
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => true,
            Expr::List(list) => list.elts.iter().all(|item| self.is_constant(item)),
            Expr::Tuple(tuple) => tuple.elts.iter().all(|item| self.is_constant(item)),
            _ => false,
        }
    }
}
