//! Fixes that call something else of the same module.

use stockade_core::ast::Expr;
use stockade_core::finding::Fix;

use super::{attribute, fix, replace};
use crate::context::Call;

/// B323: `ssl._create_unverified_context`, called without what the other function has not.
pub(super) fn default_context(call: &Call<'_, '_>) -> Option<Fix> {
    const SHARED: [&str; 4] = ["purpose", "cafile", "capath", "cadata"];
    let called = attribute(call).filter(|_| call.qualname == "ssl._create_unverified_context")?;
    let is_shared =
        call.keywords().iter().all(|k| k.arg.as_deref().is_some_and(|name| SHARED.contains(&name)));
    (call.args().is_empty() && is_shared).then(|| {
        let edits = vec![replace(&called.attr, "create_default_context")];
        fix("Verify certificates: `ssl.create_default_context`", edits)
    })
}

/// B507: a policy of `paramiko` that takes any host key.
pub(super) fn reject_policy(call: &Call<'_, '_>) -> Option<Fix> {
    let policy = call
        .args()
        .first()
        .or_else(|| super::arguments::keyword(call, "policy").map(|keyword| &keyword.value))?;
    let policy = if let Expr::Call(made) = policy { &*made.func } else { policy };
    let Expr::Attribute(named) = policy else { return None };
    let name = call.scope.resolve(policy);
    let is_lax =
        name.starts_with("paramiko.") && matches!(named.attr.as_str(), "AutoAddPolicy" | "WarningPolicy");
    is_lax.then(|| {
        let edits = vec![replace(&named.attr, "RejectPolicy")];
        fix("Refuse hosts that are not known: `RejectPolicy`, after `load_system_host_keys()`", edits)
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::mended;

    #[test]
    fn contexts() {
        for (before, after) in [
            ("ssl._create_unverified_context()", "ssl.create_default_context()"),
            ("ssl._create_unverified_context(cafile=c)", "ssl.create_default_context(cafile=c)"),
            ("ssl._create_unverified_context(p)", "ssl._create_unverified_context(p)"),
            (
                "ssl._create_unverified_context(check_hostname=True)",
                "ssl._create_unverified_context(check_hostname=True)",
            ),
        ] {
            assert_eq!(mended("B323", &format!("import ssl\n{before}\n")), format!("import ssl\n{after}\n"));
        }
        let text = "from ssl import _create_unverified_context as c\nc()\n";
        assert_eq!(mended("B323", text), text);
        let text = "import ssl as s\ns._create_unverified_context()\n";
        assert_eq!(mended("B323", text), "import ssl as s\ns.create_default_context()\n");
    }

    #[test]
    fn policies() {
        for (before, after) in [
            ("paramiko.AutoAddPolicy()", "paramiko.RejectPolicy()"),
            ("paramiko.client.WarningPolicy", "paramiko.client.RejectPolicy"),
            ("paramiko.AutoAddPolicy", "paramiko.RejectPolicy"),
        ] {
            let text = |policy: &str| {
                format!(
                    "import paramiko\nc = paramiko.SSHClient()\nc.set_missing_host_key_policy({policy})\n"
                )
            };
            assert_eq!(mended("B507", &text(before)), text(after));
        }
    }
}
