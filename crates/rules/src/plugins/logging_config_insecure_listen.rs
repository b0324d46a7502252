//! B612: configurations of `logging` taken from a socket.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::debugging;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # `logging.config.listen`
    ///
    /// The server that `listen` starts takes configurations from any process of the machine, and parts of a
    /// configuration are evaluated as code. Any local user can so run code as the user of the program.
    ///
    /// ```python bad
    /// import logging.config
    ///
    /// server = logging.config.listen(9999)
    /// ```
    ///
    /// ## Instead
    ///
    /// Have each configuration checked, by a signature for instance, before it is read.
    ///
    /// ```python good
    /// import logging.config
    ///
    /// server = logging.config.listen(9999, verify=checked_by_signature)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// `verify=None` checks nothing, and a function that is given by position is one.
    ///
    /// ```python bandit
    /// import logging.config
    ///
    /// server = logging.config.listen(9999, checked_by_signature)
    /// ```
    ///
    /// ```python native
    /// import logging.config
    ///
    /// server = logging.config.listen(9999, verify=None)
    /// ```
    pub static LOGGING_CONFIG_INSECURE_LISTEN = "B612" "logging_config_insecure_listen" {
        advice: "Pass `verify=` with a function that checks a signature.",
        severity: Medium, confidence: High, cwe: 94,
        check: Check::Call(When::Named(&["listen"]), check),
        native: Check::Call(When::Named(&["listen"]), debugging::logging),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if call.qualname != "logging.config.listen" || call.has_keyword("verify")? {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::High, "Use of insecure logging.config.listen detected.").found()
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    #[test]
    fn any_verify_counts() {
        let count = |arguments: &str| answers("B612", &format!("logging.config.listen({arguments})\n")).len();
        assert_eq!([count("verify=None"), count("1, verify=f, **k")], [0, 0]);
        assert_eq!([count("1, f"), count("**verify"), count("{[]}")], [1, 1, 1]);
    }

    #[test]
    fn keywords_break_it_off() {
        let words = "1 crash cannot use 'dict' as a set element (unhashable type: 'dict')";
        assert_eq!(answers("B612", "logging.config.listen(verify=f, port={{}})\n"), [words]);
    }
}
