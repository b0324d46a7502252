//! B110 and B112: exceptions that are dropped. Whoever catches `BaseException` catches all that `Exception` is, whether
//! alone or in a tuple, and `...` does no more than `pass`.

use stockade_core::ast::{Expr, Stmt};
use stockade_core::finding::Level;

use crate::context::{Handler, Scope};
use crate::plugins::try_except_pass::Settings;
use crate::rule::{Hit, Outcome};

/// B110
pub(crate) fn try_except_pass(handler: &Handler<'_, '_>) -> Outcome {
    let drops = match drops_with(handler, &handler.scope.options.try_except_pass) {
        Some(Stmt::Pass(_)) => true,
        Some(Stmt::Expr(stmt)) => stmt.value.is_ellipsis_literal_expr(),
        _ => false,
    };
    if !drops {
        return Ok(None);
    }
    Hit::new(Level::Low, Level::High, "Try, Except, Pass detected.").found()
}

/// B112
pub(crate) fn try_except_continue(handler: &Handler<'_, '_>) -> Outcome {
    match drops_with(handler, &handler.scope.options.try_except_continue) {
        Some(Stmt::Continue(_)) => {
            Hit::new(Level::Low, Level::High, "Try, Except, Continue detected.").found()
        }
        _ => Ok(None),
    }
}

/// The only statement of a clause that catches what the settings ask for.
fn drops_with<'a>(handler: &Handler<'_, 'a>, settings: &Settings) -> Option<&'a Stmt> {
    let [only] = handler.node.body.as_slice() else { return None };
    if !matches!(only, Stmt::Pass(_) | Stmt::Continue(_) | Stmt::Expr(_)) {
        return None;
    }
    let caught = handler.node.type_.as_deref();
    let wanted = settings.is_any_type() || caught.is_none_or(|caught| catches_all(&handler.scope, caught));
    wanted.then_some(only)
}

fn catches_all(scope: &Scope<'_, '_>, caught: &Expr) -> bool {
    match caught {
        Expr::Name(_) | Expr::Attribute(_) => {
            let name = scope.resolve(caught);
            matches!(name.strip_prefix("builtins.").unwrap_or(&name), "Exception" | "BaseException")
        }
        Expr::Tuple(types) => {
            types.elts.iter().any(|caught| !caught.is_tuple_expr() && catches_all(scope, caught))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn both(id: &str, clause: &str) -> (usize, usize) {
        let text = format!("import builtins\nfor a in b:\n  try:\n    f()\n  {clause}\n");
        (answers(id, &text).len(), native(id, &text).len())
    }

    #[test]
    fn all_that_catch_all() {
        for (id, does) in [("B110", "pass"), ("B112", "continue")] {
            for caught in ["", " Exception", " Exception as e"] {
                assert_eq!(both(id, &format!("except{caught}: {does}")), (1, 1), "{caught}");
            }
            for caught in ["BaseException", "builtins.Exception", "(ValueError, Exception)"] {
                assert_eq!(both(id, &format!("except {caught}: {does}")), (0, 1), "{caught}");
            }
            for caught in ["ValueError", "(ValueError, KeyError)", "errors.Exception", "e()"] {
                assert_eq!(both(id, &format!("except {caught}: {does}")), (0, 0), "{caught}");
            }
        }
        assert_eq!(both("B110", "except: ..."), (0, 1));
        assert_eq!(both("B110", "except: 'why'"), (0, 0));
        assert_eq!(both("B110", "except: log()"), (0, 0));
        assert_eq!(both("B112", "except: pass"), (0, 0));
    }

    #[test]
    fn a_class_of_the_programs_own() {
        let text = "class Exception(ValueError): pass\ntry:\n  f()\nexcept Exception:\n  pass\n";
        assert_eq!((answers("B110", text).len(), native("B110", text).len()), (1, 0));
    }
}
