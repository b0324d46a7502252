//! B612: configurations of `logging` taken from a socket.

use stockade_core::finding::Level;

use crate::context::Call;
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
    /// ## Limits
    ///
    /// Any `verify` counts, even `None`; one that is given by position is not seen.
    pub static LOGGING_CONFIG_INSECURE_LISTEN = "B612" "logging_config_insecure_listen" {
        severity: Medium, confidence: High, cwe: 94,
        check: Check::Call(When::Named(&["listen"]), check),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if call.qualname != "logging.config.listen" || call.has_keyword("verify")? {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::High, "Use of insecure logging.config.listen detected.").found()
}
