//! B110: exceptions that are dropped with `pass`. The message is Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::ast::{Expr, Stmt};
use stockade_core::config::Value;
use stockade_core::finding::Level;

use crate::context::Handler;
use crate::native::exceptions;
use crate::options::{self, map};
use crate::rule::{Check, Crash, Hit, Outcome};

crate::rule! {
    /// # Dropping every exception
    ///
    /// `except: pass` also drops what it was not meant for: a wrong name, a failed check, an attack that shows only in an
    /// error. The program goes on in a state that nobody planned.
    ///
    /// ```python bad
    /// try:
    ///     authenticate(user)
    /// except Exception:
    ///     pass
    /// ```
    ///
    /// ## Instead
    ///
    /// Catch what is expected, and leave a trace.
    ///
    /// ```python good
    /// try:
    ///     authenticate(user)
    /// except Timeout as error:
    ///     log.warning("no answer for %s: %s", user, error)
    ///     raise
    /// ```
    ///
    /// ## Options
    ///
    /// `try_except_pass.check_typed_exception`: report clauses for other types than `Exception`, too.
    ///
    /// ## Limits
    ///
    /// `contextlib.suppress(Exception)` is not reported: it says what it does.
    ///
    /// ## Differs from Bandit
    ///
    /// `BaseException` catches more than `Exception` does, a tuple with either in it as much, and `...` does no more than
    /// `pass`: all of them count. Bandit knows the name `Exception` alone and `pass`.
    ///
    /// ```python native
    /// try:
    ///     authenticate(user)
    /// except BaseException:
    ///     pass
    /// ```
    pub static TRY_EXCEPT_PASS = "B110" "try_except_pass" {
        advice: "Catch the exception that is expected, and log it.",
        severity: Low, confidence: High, cwe: 703,
        section: "try_except_pass",
        check: Check::Handler(check),
        native: Check::Handler(exceptions::try_except_pass),
    }
}

/// The section as Bandit has it.
pub(crate) fn defaults() -> Value {
    map([("check_typed_exception", Value::Bool(false))])
}

/// The section `try_except_pass`, and that of B112.
#[derive(Debug)]
pub struct Settings {
    any_type: Result<bool, Crash>,
}

impl Settings {
    /// Reads the section.
    #[must_use]
    pub fn read(section: &Value) -> Settings {
        Settings { any_type: options::item(section, "check_typed_exception").map(Value::is_truthy) }
    }

    /// Whether clauses for any type count; not where the section does not say.
    pub(crate) fn is_any_type(&self) -> bool {
        matches!(self.any_type, Ok(true))
    }
}

fn check(handler: &Handler<'_, '_>) -> Outcome {
    match drops_with(handler, &handler.scope.options.try_except_pass)? {
        Some(Stmt::Pass(_)) => Hit::new(Level::Low, Level::High, "Try, Except, Pass detected.").found(),
        _ => Ok(None),
    }
}

/// The only statement of a clause that catches what the settings ask for.
pub(super) fn drops_with<'a>(
    handler: &Handler<'_, 'a>,
    settings: &Settings,
) -> Result<Option<&'a Stmt>, Crash> {
    let [only] = handler.node.body.as_slice() else { return Ok(None) };
    let any_type = settings.any_type.clone()?;
    let of_all = match handler.node.type_.as_deref() {
        None => true,
        Some(Expr::Name(name)) => name.id.as_str() == "Exception",
        Some(_) => false,
    };
    Ok((any_type || of_all).then_some(only))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::strings;
    use crate::testing::{answers, answers_with};

    fn text(clause: &str) -> String {
        format!("for a in b:\n  try:\n    f()\n  {clause}\n")
    }

    #[test]
    fn clauses() {
        let found = ["4:2 LOW/HIGH Try, Except, Pass detected."];
        for clause in [
            "except: pass",
            "except Exception: pass",
            "except Exception as e: pass",
            "except* Exception: pass",
        ] {
            assert_eq!(answers("B110", &text(clause)), found, "{clause}");
        }
        for clause in [
            "except BaseException: pass",
            "except (Exception,): pass",
            "except a.Exception: pass",
            "except ValueError: pass",
            "except: pass; pass",
            "except: ...",
            "except: continue",
        ] {
            assert_eq!(answers("B110", &text(clause)), [""; 0], "{clause}");
        }
    }

    #[test]
    fn configured() {
        let of = |section: Value, clause: &str| {
            answers_with("B110", &[("try_except_pass", section)], &text(clause))
        };
        let any = |value: Value| map([("check_typed_exception", value)]);
        assert_eq!(of(any(Value::Bool(true)), "except ValueError: pass").len(), 1);
        assert_eq!(of(any(Value::Str("no".into())), "except ValueError: pass").len(), 1);
        assert_eq!(of(any(Value::Null), "except ValueError: pass"), [""; 0]);
        assert_eq!(of(map([]), "except ValueError: x"), ["4 crash 'check_typed_exception'"]);
        assert_eq!(of(map([]), "except ValueError: x; y"), [""; 0]);
        assert_eq!(
            of(strings(&[]), "except: pass"),
            ["4 crash list indices must be integers or slices, not str"]
        );
        assert_eq!(of(Value::Int(1), "except: pass"), ["4 crash 'int' object is not subscriptable"]);
    }
}
