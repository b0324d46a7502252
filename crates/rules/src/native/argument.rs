//! Arguments as Python hands them to a function: by keyword or by position, or hidden in `*` and `**`; and what little
//! of their values is known before the program runs.

use stockade_core::ast::{Expr, ExprCall, Number};

use crate::context::Scope;

/// An argument of a call.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Argument<'a> {
    /// It is given.
    Given(&'a Expr),
    /// It is not.
    Missing,
    /// It may be among what `*` or `**` brings.
    Hidden,
}

impl<'a> Argument<'a> {
    /// The argument of that name; of that position, too, where it has one.
    pub(crate) fn of(call: &'a ExprCall, name: &str, position: Option<usize>) -> Argument<'a> {
        let mut hidden = false;
        for keyword in &call.arguments.keywords {
            match &keyword.arg {
                Some(given) if given.as_str() == name => return Argument::Given(&keyword.value),
                Some(_) => {}
                None => hidden = true,
            }
        }
        if let Some(position) = position {
            for (at, arg) in call.arguments.args.iter().enumerate().take(position + 1) {
                if arg.is_starred_expr() {
                    hidden = true;
                    break;
                }
                if at == position {
                    return Argument::Given(arg);
                }
            }
        }
        if hidden { Argument::Hidden } else { Argument::Missing }
    }

    /// The expression, where it is given.
    pub(crate) fn given(self) -> Option<&'a Expr> {
        if let Argument::Given(expr) = self { Some(expr) } else { None }
    }
}

/// How many names that stand for names are followed.
const MAX_STEPS: usize = 8;

/// What an expression comes down to: for a name that is bound once, what it is bound to, and so on.
pub(crate) fn settled<'e, 'a: 'e>(scope: &Scope<'_, 'a>, expr: &'e Expr) -> Option<&'e Expr> {
    let mut expr = expr;
    for _ in 0..MAX_STEPS {
        expr = match expr {
            Expr::Named(named) => &named.value,
            Expr::Name(_) | Expr::Attribute(_) => {
                let value = scope.value(expr)?;
                if std::ptr::eq(value, expr) {
                    return Some(expr);
                }
                value
            }
            _ => return Some(expr),
        };
    }
    None
}

/// Whether the value is always `None`.
pub(crate) fn is_none<'e, 'a: 'e>(scope: &Scope<'_, 'a>, expr: &'e Expr) -> bool {
    matches!(settled(scope, expr), Some(Expr::NoneLiteral(_)))
}

/// Whether the value is always true or always false, if that is known: of booleans, `None` and numbers.
pub(crate) fn truth<'e, 'a: 'e>(scope: &Scope<'_, 'a>, expr: &'e Expr) -> Option<bool> {
    match settled(scope, expr)? {
        Expr::BooleanLiteral(literal) => Some(literal.value),
        Expr::NoneLiteral(_) => Some(false),
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(int) => int.as_i64().map(|int| int != 0),
            _ => None,
        },
        _ => None,
    }
}

/// The whole number that the value always is.
pub(crate) fn integer<'e, 'a: 'e>(scope: &Scope<'_, 'a>, expr: &'e Expr) -> Option<i64> {
    match settled(scope, expr)? {
        Expr::NumberLiteral(literal) => match &literal.value {
            Number::Int(int) => int.as_i64(),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stockade_core::ast::Stmt;
    use stockade_core::parse::parse;

    fn of(arguments: &str) -> &'static str {
        let text = format!("f({arguments})\n");
        let tree = parse(&text);
        let Some(Stmt::Expr(stmt)) = tree.module().body.first() else { return "" };
        let Expr::Call(call) = &*stmt.value else { return "" };
        match Argument::of(call, "x", Some(1)) {
            Argument::Given(_) => "given",
            Argument::Missing => "missing",
            Argument::Hidden => "hidden",
        }
    }

    #[test]
    fn by_name_and_by_position() {
        assert_eq!([of("x=1"), of("1, 2"), of("**k, x=1"), of("*a, x=1")], ["given"; 4]);
        assert_eq!([of(""), of("1"), of("1, y=2")], ["missing"; 3]);
        assert_eq!([of("**k"), of("*a"), of("1, *a"), of("*a, 1")], ["hidden"; 4]);
        assert_eq!(of("1, 2, *a"), "given");
    }
}
