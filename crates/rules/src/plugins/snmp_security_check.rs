//! B508 and B509: SNMP without encryption.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::snmp;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # SNMP version 1 or 2c
    ///
    /// SNMP before version 3 sends the community string, its only password, and all values in clear text.
    ///
    /// ```python bad
    /// from pysnmp.hlapi import CommunityData
    ///
    /// credentials = CommunityData("public", mpModel=1)
    /// ```
    ///
    /// ## Instead
    ///
    /// Use version 3 with authentication and encryption.
    ///
    /// ```python good
    /// from pysnmp.hlapi import UsmUserData
    ///
    /// credentials = UsmUserData("monitor", auth_key, privacy_key)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// Without `mpModel` pysnmp takes 1, which is version 2c: it is reported with medium confidence. Constants and positions
    /// count, and all packages below `pysnmp.hlapi`.
    ///
    /// ```python native
    /// from pysnmp.hlapi.asyncio import CommunityData
    ///
    /// credentials = CommunityData("public")
    /// ```
    pub static SNMP_INSECURE_VERSION = "B508" "snmp_insecure_version" as "snmp_insecure_version_check" {
        advice: "Use SNMP version 3 with authentication and encryption.",
        severity: Medium, confidence: High, cwe: 319,
        check: Check::Call(When::Named(&["CommunityData"]), version),
        native: Check::Call(When::Named(&["CommunityData"]), snmp::version),
    }
}

crate::rule! {
    /// # SNMP version 3 without encryption
    ///
    /// A user of SNMP version 3 that has no privacy key reads and writes in clear text; without an authentication key,
    /// anyone can be that user.
    ///
    /// ```python bad
    /// from pysnmp.hlapi import UsmUserData
    ///
    /// credentials = UsmUserData("monitor", auth_key)
    /// ```
    ///
    /// ## Instead
    ///
    /// Give both keys.
    ///
    /// ```python good
    /// from pysnmp.hlapi import UsmUserData
    ///
    /// credentials = UsmUserData("monitor", auth_key, privacy_key)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// Keys may be given by keyword.
    ///
    /// ```python bandit
    /// from pysnmp.hlapi import UsmUserData
    ///
    /// credentials = UsmUserData("monitor", authKey=auth_key, privKey=privacy_key)
    /// ```
    pub static SNMP_WEAK_CRYPTOGRAPHY = "B509" "snmp_weak_cryptography" as "snmp_crypto_check" {
        advice: "Give both keys, so that messages are authenticated and encrypted.",
        severity: Medium, confidence: High, cwe: 319,
        check: Check::Call(When::Named(&["UsmUserData"]), cryptography),
        native: Check::Call(When::Named(&["UsmUserData"]), snmp::keys),
    }
}

fn version(call: &Call<'_, '_>) -> Outcome {
    if call.qualname != "pysnmp.hlapi.CommunityData" {
        return Ok(None);
    }
    let model = call.keyword("mpModel")?;
    if !model.is_some_and(|model| model.is_int(0) || model.is_int(1)) {
        return Ok(None);
    }
    Hit::new(
        Level::Medium,
        Level::High,
        "The use of SNMPv1 and SNMPv2 is insecure. You should use SNMPv3 if able.",
    )
    .at(call.keyword_place("CommunityData"))
    .found()
}

fn cryptography(call: &Call<'_, '_>) -> Outcome {
    if call.qualname != "pysnmp.hlapi.UsmUserData" || call.args().len() >= 3 {
        return Ok(None);
    }
    Hit::new(
        Level::Medium,
        Level::High,
        "You should not use SNMPv3 without encryption. noAuthNoPriv & authNoPriv is insecure",
    )
    .at(call.keyword_place("UsmUserData"))
    .found()
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    #[test]
    fn versions_are_compared_as_numbers() {
        let count = |call: &str| {
            answers("B508", &format!("from pysnmp.hlapi import CommunityData as C\n{call}\n")).len()
        };
        for bad in ["C(mpModel=0)", "C(mpModel=1)", "C(mpModel=1.0)", "C(mpModel=0j)"] {
            assert_eq!(count(bad), 1, "{bad}");
        }
        for good in
            ["C(mpModel=2)", "C(mpModel=False)", "C(mpModel=-0)", "C(0)", "C(mpModel='1')", "C.x(mpModel=0)"]
        {
            assert_eq!(count(good), 0, "{good}");
        }
    }

    #[test]
    fn keys_are_counted_by_position() {
        let count = |call: &str| {
            answers("B509", &format!("from pysnmp.hlapi import UsmUserData as U\n{call}\n")).len()
        };
        assert_eq!([count("U(1, 2, 3)"), count("U(*a, 2, 3)")], [0, 0]);
        assert_eq!([count("U()"), count("U(1, 2, privKey=3)"), count("U(*a)")], [1, 1, 1]);
    }
}
