//! B507: SSH clients that trust a host that they have never seen.

use stockade_core::ast::Expr;
use stockade_core::finding::Level;

use crate::context::Call;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # Unknown SSH hosts trusted
    ///
    /// An SSH server proves who it is by its key. With paramiko's `AutoAddPolicy` or `WarningPolicy` any key will do the
    /// first time, so that an attacker who is asked first is trusted, and given the password.
    ///
    /// ```python bad
    /// import paramiko
    ///
    /// client = paramiko.SSHClient()
    /// client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    /// ```
    ///
    /// ## Instead
    ///
    /// Know the keys beforehand and refuse what is not known.
    ///
    /// ```python good
    /// import paramiko
    ///
    /// client = paramiko.SSHClient()
    /// client.load_host_keys("/etc/deploy/known_hosts")
    /// client.set_missing_host_key_policy(paramiko.RejectPolicy())
    /// ```
    ///
    /// ## Limits
    ///
    /// Policies are known by their last name, given as the first positional argument; one in a variable is not seen.
    pub static SSH_NO_HOST_KEY_VERIFICATION = "B507" "ssh_no_host_key_verification" {
        severity: High, confidence: Medium, cwe: 295,
        check: Check::Call(When::Named(&["set_missing_host_key_policy"]), check),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if call.name != "set_missing_host_key_policy" {
        return Ok(None);
    }
    let Some(argument) = call.args().first() else { return Ok(None) };
    let policy = if let Expr::Call(made) = argument { &made.func } else { argument };
    let name = match policy {
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Name(name) => name.id.as_str(),
        _ => return Ok(None),
    };
    if !matches!(name, "AutoAddPolicy" | "WarningPolicy") || !call.scope.names.imported_like("paramiko") {
        return Ok(None);
    }
    Hit::new(
        Level::High,
        Level::Medium,
        "Paramiko call with policy set to automatically trust the unknown host key.",
    )
    .at(call.keyword_place("set_missing_host_key_policy"))
    .found()
}
