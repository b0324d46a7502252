//! B507: SSH clients that trust a host that they have never seen.

use stockade_core::finding::Level;

use super::argument::Argument;
use crate::context::Call;
use crate::rule::{Hit, Outcome};

/// B507: a policy that trusts, given as it is, made, by position, by keyword or in a variable.
pub(crate) fn policy(call: &Call<'_, '_>) -> Outcome {
    if call.name != "set_missing_host_key_policy" {
        return Ok(None);
    }
    let Argument::Given(policy) = Argument::of(call.node, "policy", Some(0)) else { return Ok(None) };
    let name = call.scope.resolve(policy);
    let name = name.strip_suffix("()").unwrap_or(&name);
    if !matches!(name.rsplit('.').next(), Some("AutoAddPolicy" | "WarningPolicy")) {
        return Ok(None);
    }
    Hit::new(
        Level::High,
        Level::Medium,
        "Paramiko call with policy set to automatically trust the unknown host key.",
    )
    .found()
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    #[test]
    fn policies() {
        let counts = |statements: &str| {
            let text = format!("import paramiko\nc = paramiko.SSHClient()\n{statements}\n");
            [answers("B507", &text).len(), native("B507", &text).len()]
        };
        assert_eq!(counts("c.set_missing_host_key_policy(paramiko.AutoAddPolicy())"), [1, 1]);
        assert_eq!(counts("c.set_missing_host_key_policy(paramiko.AutoAddPolicy)"), [1, 1]);
        assert_eq!(counts("p = paramiko.WarningPolicy\nc.set_missing_host_key_policy(p())"), [0, 1]);
        assert_eq!(counts("c.set_missing_host_key_policy(policy=paramiko.AutoAddPolicy())"), [0, 1]);
        assert_eq!(counts("c.set_missing_host_key_policy(paramiko.RejectPolicy())"), [0, 0]);
        assert_eq!(counts("c.set_missing_host_key_policy(*p)"), [0, 0]);
    }
}
