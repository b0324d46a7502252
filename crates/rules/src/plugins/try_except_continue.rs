//! B112: exceptions that are dropped with `continue`. The message is Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::ast::Stmt;
use stockade_core::finding::Level;

use super::try_except_pass::drops_with;
use crate::context::Handler;
use crate::native::exceptions;
use crate::rule::{Check, Hit, Outcome};

crate::rule! {
    /// # Skipping on every exception
    ///
    /// In a loop, `except: continue` drops whatever went wrong with one round. When all rounds fail, nobody hears of it.
    ///
    /// ```python bad
    /// for record in records:
    ///     try:
    ///         verify(record)
    ///     except Exception:
    ///         continue
    /// ```
    ///
    /// ## Instead
    ///
    /// Catch what is expected, and leave a trace.
    ///
    /// ```python good
    /// for record in records:
    ///     try:
    ///         verify(record)
    ///     except InvalidSignature:
    ///         rejected.append(record)
    /// ```
    ///
    /// ## Options
    ///
    /// `try_except_continue.check_typed_exception`: report clauses for other types than `Exception`, too.
    ///
    /// ## Differs from Bandit
    ///
    /// As for B110, `BaseException` and tuples with it or `Exception` count.
    ///
    /// ```python native
    /// for record in records:
    ///     try:
    ///         verify(record)
    ///     except (ValueError, Exception):
    ///         continue
    /// ```
    pub static TRY_EXCEPT_CONTINUE = "B112" "try_except_continue" {
        advice: "Catch the exception that is expected, and log it.",
        severity: Low, confidence: High, cwe: 703,
        section: "try_except_continue",
        check: Check::Handler(check),
        native: Check::Handler(exceptions::try_except_continue),
    }
}

fn check(handler: &Handler<'_, '_>) -> Outcome {
    match drops_with(handler, &handler.scope.options.try_except_continue)? {
        Some(Stmt::Continue(_)) => {
            Hit::new(Level::Low, Level::High, "Try, Except, Continue detected.").found()
        }
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use stockade_core::config::Value;

    use crate::options::{map, strings};
    use crate::testing::{answers, answers_with};

    fn text(clause: &str) -> String {
        format!("for a in b:\n  try:\n    f()\n  {clause}\n")
    }

    #[test]
    fn clauses() {
        let found = ["4:2 LOW/HIGH Try, Except, Continue detected."];
        for clause in ["except: continue", "except Exception: continue", "except Exception as e: continue"] {
            assert_eq!(answers("B112", &text(clause)), found, "{clause}");
        }
        for clause in [
            "except BaseException: continue",
            "except (Exception,): continue",
            "except a.Exception: continue",
            "except ValueError: continue",
            "except: continue; continue",
            "except: ...",
            "except: pass",
        ] {
            assert_eq!(answers("B112", &text(clause)), [""; 0], "{clause}");
        }
    }

    #[test]
    fn configured() {
        let of = |section: Value, clause: &str| {
            answers_with("B112", &[("try_except_continue", section)], &text(clause))
        };
        let any = |value: Value| map([("check_typed_exception", value)]);
        assert_eq!(of(any(Value::Bool(true)), "except ValueError: continue").len(), 1);
        assert_eq!(of(any(Value::Str("no".into())), "except ValueError: continue").len(), 1);
        assert_eq!(of(any(Value::Null), "except ValueError: continue"), [""; 0]);
        assert_eq!(of(map([]), "except ValueError: x"), ["4 crash 'check_typed_exception'"]);
        assert_eq!(of(map([]), "except ValueError: x; y"), [""; 0]);
        assert_eq!(
            of(strings(&[]), "except: continue"),
            ["4 crash list indices must be integers or slices, not str"]
        );
        assert_eq!(of(Value::Int(1), "except: continue"), ["4 crash 'int' object is not subscriptable"]);
    }
}
