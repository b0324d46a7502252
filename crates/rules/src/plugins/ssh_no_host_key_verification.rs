//! B507: SSH clients that trust a host that they have never seen.

use stockade_core::ast::Expr;
use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::host_keys;
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
    /// Policies are known by their last name.
    ///
    /// ## Differs from Bandit
    ///
    /// A policy in a variable or by keyword counts, and paramiko need not be imported in the same file.
    ///
    /// ```python native
    /// import paramiko
    ///
    /// policy = paramiko.AutoAddPolicy()
    /// client = paramiko.SSHClient()
    /// client.set_missing_host_key_policy(policy=policy)
    /// ```
    pub static SSH_NO_HOST_KEY_VERIFICATION = "B507" "ssh_no_host_key_verification" {
        advice: "Load the known host keys, and use `paramiko.RejectPolicy`.",
        severity: High, confidence: Medium, cwe: 295,
        check: Check::Call(When::Named(&["set_missing_host_key_policy"]), check),
        native: Check::Call(When::Named(&["set_missing_host_key_policy"]), host_keys::policy),
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

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    #[test]
    fn policies_by_their_last_name() {
        let count = |argument: &str| {
            let text = format!("import paramiko.client\nx.set_missing_host_key_policy({argument})\n");
            answers("B507", &text).len()
        };
        for bad in ["AutoAddPolicy", "a.b.WarningPolicy", "AutoAddPolicy(1)", "a().WarningPolicy()"] {
            assert_eq!(count(bad), 1, "{bad}");
        }
        for good in [
            "",
            "policy=AutoAddPolicy",
            "'AutoAddPolicy'",
            "*AutoAddPolicy",
            "AutoAddPolicy()()",
            "RejectPolicy",
        ] {
            assert_eq!(count(good), 0, "{good}");
        }
    }

    #[test]
    fn the_import_must_come_before() {
        let call = "x.set_missing_host_key_policy(AutoAddPolicy)\n";
        assert_eq!(answers("B507", call), [""; 0]);
        assert_eq!(answers("B507", &format!("{call}import paramiko\n")), [""; 0]);
        assert_eq!(answers("B507", &format!("from my import paramiko_x\n{call}")).len(), 1);
    }

    #[test]
    fn a_keyword_of_the_methods_name_has_the_line() {
        let text = "import paramiko\nx.set_missing_host_key_policy(AutoAddPolicy,\n  set_missing_host_key_policy=1)\n";
        let found =
            "3:0 HIGH/MEDIUM Paramiko call with policy set to automatically trust the unknown host key.";
        assert_eq!(answers("B507", text), [found]);
    }
}
