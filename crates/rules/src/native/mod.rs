//! Our own answers, where Bandit's are wrong: one file for each family of rules, which its rules in
//! [`plugins`](crate::plugins) point to with `native`.

pub(crate) mod archives;
pub(crate) mod argument;
pub(crate) mod bidi;
pub(crate) mod crypto;
pub(crate) mod debugging;
pub(crate) mod denied;
pub(crate) mod deserialization;
pub(crate) mod downloads;
pub(crate) mod exceptions;
pub(crate) mod exec;
pub(crate) mod host_keys;
pub(crate) mod http;
pub(crate) mod imports;
pub(crate) mod known;
pub(crate) mod markup;
pub(crate) mod network;
pub(crate) mod password;
pub(crate) mod permissions;
pub(crate) mod secret;
pub(crate) mod shell;
pub(crate) mod snmp;
pub(crate) mod sql;
pub(crate) mod ssh;
pub(crate) mod temporary;
pub(crate) mod tls;
pub(crate) mod urls;
