//! How Python writes and reads values: what a report in Python's very bytes needs, and nothing of reports.

pub(crate) mod format_spec;
pub(crate) mod format_string;
pub(crate) mod json_read;
pub(crate) mod json_write;
pub(crate) mod path;
pub(crate) mod repr;
pub(crate) mod time;

#[cfg(test)]
pub(crate) mod recorded;
