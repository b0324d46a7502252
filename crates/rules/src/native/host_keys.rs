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
