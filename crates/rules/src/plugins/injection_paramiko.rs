//! B601: commands run over SSH.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::ssh;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # Commands over SSH
    ///
    /// What paramiko's `exec_command` is given runs in a shell on the other host. If a part of it comes from outside,
    /// whoever wrote that part can add commands.
    ///
    /// ```python bad
    /// import paramiko
    ///
    /// client = paramiko.SSHClient()
    /// client.exec_command("tar -xf " + name)
    /// ```
    ///
    /// ## Instead
    ///
    /// There is no form without a shell. Quote what comes from outside with `shlex.quote`; to move a file, SFTP needs no command at all.
    ///
    /// ```python good
    /// import paramiko
    ///
    /// client = paramiko.SSHClient()
    /// client.open_sftp().put(name, "/srv/upload")
    /// ```
    ///
    /// ## Limits
    ///
    /// Every call of something named `exec_command` counts in a file that has imported paramiko so far.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit reports every call. Here a command that nobody outside can change is no finding, and neither is one of which
    /// `shlex.quote` has quoted all that comes from outside.
    ///
    /// ```python bandit
    /// import paramiko
    /// import shlex
    ///
    /// client = paramiko.SSHClient()
    /// client.exec_command("tar -xf " + shlex.quote(name))
    /// ```
    pub static PARAMIKO_CALLS = "B601" "paramiko_calls" {
        advice: "Quote each value with `shlex.quote`, or send it on standard input.",
        severity: Medium, confidence: Medium, cwe: 78,
        check: Check::Call(When::Named(&["exec_command"]), check),
        native: Check::Call(When::Named(&["exec_command"]), ssh::paramiko_calls),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if call.name != "exec_command" || !call.scope.names.imported_like("paramiko") {
        return Ok(None);
    }
    Hit::new(
        Level::Medium,
        Level::Medium,
        "Possible shell injection via Paramiko call, check inputs are properly sanitized.",
    )
    .found()
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    #[test]
    fn any_exec_command_counts_once_paramiko_is_imported() {
        let text = "c.exec_command(x)\nimport paramiko\nc().exec_command()\nc.exec_commands(x)\n";
        let words = "Possible shell injection via Paramiko call, check inputs are properly sanitized.";
        assert_eq!(answers("B601", text), [format!("3:0 MEDIUM/MEDIUM {words}")]);
    }
}
