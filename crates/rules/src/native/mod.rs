//! Our own answers, where Bandit's are wrong: one file for each family of rules, which its rules in
//! [`plugins`](crate::plugins) point to with `native`.

pub(crate) mod exceptions;
pub(crate) mod exec;
pub(crate) mod imports;
pub(crate) mod known;
pub(crate) mod network;
pub(crate) mod permissions;
pub(crate) mod shell;
pub(crate) mod sql;
pub(crate) mod ssh;
pub(crate) mod temporary;
