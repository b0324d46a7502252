//! B601: commands run over SSH.

use stockade_core::finding::Level;

use super::known::Known;
use crate::context::Call;
use crate::rule::{Hit, Outcome};

/// B601
pub(crate) fn paramiko_calls(call: &Call<'_, '_>) -> Outcome {
    if call.name != "exec_command" || !call.scope.names.imported_like("paramiko") {
        return Ok(None);
    }
    let keyword = || call.keywords().iter().find(|keyword| keyword.arg.as_deref() == Some("command"));
    let command = call.args().first().or_else(|| keyword().map(|keyword| &keyword.value));
    if command.is_some_and(|command| Known::by_shell(&call.scope).is_fixed(command)) {
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
    use crate::testing::{answers, native};

    #[test]
    fn commands_that_nobody_can_change() {
        let both = |command: &str| {
            let text = format!("import paramiko, shlex\nclient.exec_command({command})\n");
            (answers("B601", &text).len(), native("B601", &text).len())
        };
        for safe in ["'uptime'", "'tar -xf ' + shlex.quote(name)", "command='uptime'", "f'kill {int(pid)}'"] {
            assert_eq!(both(safe), (1, 0), "{safe}");
        }
        for bad in ["name", "'tar -xf ' + name", "command=name", "f'kill {pid}'", "*name", ""] {
            assert_eq!(both(bad), (1, 1), "{bad}");
        }
    }
}
