//! Calls worth a look: B301 to B323. The messages are Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::finding::{Cwe, Level, RuleInfo};

use super::DenyList;

/// In Bandit's order.
pub static ALL: &[&DenyList] = &[&EVAL];

/// ...
pub static EVAL: DenyList = DenyList {
    info: RuleInfo {
        id: "B307",
        name: "eval",
        test_name: "blacklist",
        severity: Level::Medium,
        confidence: Level::High,
        cwe: Cwe(78),
        bandit_page: "blacklists/blacklist_calls.html#b307-eval",
        documentation: "",
    },
    message: "Use of possibly insecure function - consider using safer ast.literal_eval.",
    names: &["eval"],
};
