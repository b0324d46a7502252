//! B508 and B509: SNMP in clear text, by the defaults of pysnmp, too.

use stockade_core::finding::Level;

use super::argument::{Argument, integer, is_none};
use crate::context::Call;
use crate::rule::{Hit, Outcome};

fn of_pysnmp(call: &Call<'_, '_>, class: &str) -> bool {
    call.name == class
        && (call.qualname.starts_with("pysnmp.hlapi.") || call.qualname.starts_with("pysnmp.entity."))
}

/// B508: version 1 or 2c.
pub(crate) fn version(call: &Call<'_, '_>) -> Outcome {
    if !of_pysnmp(call, "CommunityData") {
        return Ok(None);
    }
    // With one argument or two it is the community, of version 2c.
    let confidence = match Argument::of(call.node, "mpModel", Some(2)) {
        Argument::Missing => Level::Medium,
        Argument::Given(model) => match integer(&call.scope, model) {
            Some(0 | 1) => Level::High,
            _ => return Ok(None),
        },
        Argument::Hidden => return Ok(None),
    };
    Hit::new(
        Level::Medium,
        confidence,
        "The use of SNMPv1 and SNMPv2 is insecure. You should use SNMPv3 if able.",
    )
    .found()
}

/// B509: version 3 without a key for authentication or for encryption.
pub(crate) fn keys(call: &Call<'_, '_>) -> Outcome {
    if !of_pysnmp(call, "UsmUserData") {
        return Ok(None);
    }
    let lacks = |name, position| match Argument::of(call.node, name, Some(position)) {
        Argument::Missing => true,
        Argument::Given(key) => is_none(&call.scope, key),
        Argument::Hidden => false,
    };
    if !lacks("authKey", 1) && !lacks("privKey", 2) {
        return Ok(None);
    }
    Hit::new(
        Level::Medium,
        Level::High,
        "You should not use SNMPv3 without encryption. noAuthNoPriv & authNoPriv is insecure",
    )
    .found()
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn counts(id: &str, call: &str) -> [usize; 2] {
        let text = format!("from pysnmp.hlapi import *\nimport pysnmp.hlapi as h\nV = 0\n{call}\n");
        [answers(id, &text).len(), native(id, &text).len()]
    }

    #[test]
    fn versions() {
        assert_eq!(counts("B508", "h.CommunityData('public', mpModel=0)"), [1, 1]);
        assert_eq!(counts("B508", "h.CommunityData('public', mpModel=V)"), [0, 1]);
        assert_eq!(counts("B508", "h.CommunityData('public')"), [0, 1]);
        assert_eq!(counts("B508", "h.CommunityData('area', 'public', 1)"), [0, 1]);
        assert_eq!(counts("B508", "h.CommunityData('public', **k)"), [0, 0]);
        assert_eq!(counts("B508", "h.CommunityData('public', mpModel=version())"), [0, 0]);
    }

    #[test]
    fn keys() {
        assert_eq!(counts("B509", "h.UsmUserData('u', a, p)"), [0, 0]);
        assert_eq!(counts("B509", "h.UsmUserData('u', authKey=a, privKey=p)"), [1, 0]);
        assert_eq!(counts("B509", "h.UsmUserData('u', authKey=a, privKey=None)"), [1, 1]);
        assert_eq!(counts("B509", "h.UsmUserData('u', *keys)"), [1, 0]);
    }
}
