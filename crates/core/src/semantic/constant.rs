//! Values that can be known without running the program: literals, and what is folded from them. Names are resolved
//! in [`bindings`](super::bindings).

use std::borrow::Cow;

use crate::ast::Expr;
use crate::semantic::bindings::Bindings;

impl Bindings<'_> {
    /// The text that an expression always has, if it has one.
    #[must_use]
    pub fn text<'e>(&self, expr: &'e Expr) -> Option<Cow<'e, str>> {
        match expr {
            Expr::StringLiteral(literal) => Some(Cow::Borrowed(literal.value.to_str())),
            _ => None,
        }
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
