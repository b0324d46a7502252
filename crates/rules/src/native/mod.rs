//! Our own answers, where Bandit's are wrong: one file for each family of rules, which its rules in
//! [`plugins`](crate::plugins) point to with `native`.

pub(crate) mod known;
pub(crate) mod shell;
