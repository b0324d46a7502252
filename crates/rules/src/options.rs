//! The configuration of the rules, read once a run into what each rule needs: a field a section, of a type that the
//! rule's own file defines. No check looks a key up.
//!
//! Bandit looks a key up when a check needs it, and what is missing or of the wrong type breaks that check off with
//! Python's words. A `Settings` therefore keeps a `Result` wherever a check can break off, and the check passes it on.
//! The functions here are Python's operations on such values, with its words.

use stockade_core::config::Value;

use crate::plugins::{
    self, asserts, general_hardcoded_tmp, injection_shell, insecure_ssl_tls, markupsafe_markup_xss,
    try_except_pass, weak_cryptographic_key,
};
use crate::rule::Crash;

/// The configuration of all rules.
#[derive(Debug)]
pub struct Options {
    /// `assert_used`
    pub assert_used: asserts::Settings,
    /// `try_except_continue`
    pub try_except_continue: try_except_pass::Settings,
    /// `try_except_pass`
    pub try_except_pass: try_except_pass::Settings,
    /// `hardcoded_tmp_directory`
    pub hardcoded_tmp_directory: general_hardcoded_tmp::Settings,
    /// `markupsafe_xss`
    pub markupsafe_xss: markupsafe_markup_xss::Settings,
    /// `shell_injection`
    pub shell_injection: injection_shell::Settings,
    /// `ssl_with_bad_version`
    pub ssl_with_bad_version: insecure_ssl_tls::Settings,
    /// `weak_cryptographic_key`
    pub weak_cryptographic_key: weak_cryptographic_key::Settings,
}

impl Options {
    /// Reads the sections; `configured` gives one from a configuration, and what it has not is as Bandit has it.
    pub fn new(configured: impl Fn(&str) -> Option<Value>) -> Options {
        let section = |name: &str| {
            // An empty section counts as none.
            let value = configured(name).filter(|value| *value != Value::Null);
            value.or_else(|| plugins::default_section(name)).unwrap_or(Value::Null)
        };
        Options {
            assert_used: asserts::Settings::read(&section("assert_used")),
            try_except_continue: try_except_pass::Settings::read(&section("try_except_continue")),
            try_except_pass: try_except_pass::Settings::read(&section("try_except_pass")),
            hardcoded_tmp_directory: general_hardcoded_tmp::Settings::read(&section(
                "hardcoded_tmp_directory",
            )),
            markupsafe_xss: markupsafe_markup_xss::Settings::read(&section("markupsafe_xss")),
            shell_injection: injection_shell::Settings::read(&section("shell_injection")),
            ssl_with_bad_version: insecure_ssl_tls::Settings::read(&section("ssl_with_bad_version")),
            weak_cryptographic_key: weak_cryptographic_key::Settings::read(&section(
                "weak_cryptographic_key",
            )),
        }
    }
}

impl Default for Options {
    fn default() -> Options {
        Options::new(|_| None)
    }
}

/// A mapping, for defaults.
pub(crate) fn map<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Map(entries.into_iter().map(|(key, value)| (Value::Str(key.into()), value)).collect())
}

/// A list of strings, for defaults.
pub(crate) fn strings(items: &[&str]) -> Value {
    Value::List(items.iter().map(|&item| Value::Str(item.into())).collect())
}

/// `section[key]`
///
/// # Errors
///
/// Where the section lacks the key or is no mapping.
pub(crate) fn item<'v>(section: &'v Value, key: &str) -> Result<&'v Value, Crash> {
    match section {
        Value::Map(_) => section.get(key).ok_or_else(|| Crash::new(format!("'{key}'"))),
        Value::List(_) => Err(Crash::new("list indices must be integers or slices, not str")),
        Value::Str(_) => Err(Crash::new("string indices must be integers, not 'str'")),
        other => Err(Crash::new(format!("'{}' object is not subscriptable", other.type_name()))),
    }
}

/// `section.get(key, default)`, none where the key is not there.
///
/// # Errors
///
/// Where the section is no mapping.
pub(crate) fn get<'v>(section: &'v Value, key: &str) -> Result<Option<&'v Value>, Crash> {
    match section {
        Value::Map(_) => Ok(section.get(key)),
        other => Err(Crash::new(format!("'{}' object has no attribute 'get'", other.type_name()))),
    }
}

/// `key in section`
///
/// # Errors
///
/// Where the section has nothing in it by its type.
pub(crate) fn contains(section: &Value, key: &str) -> Result<bool, Crash> {
    match section {
        Value::Map(_) => Ok(section.get(key).is_some()),
        Value::List(items) => Ok(items.iter().any(|item| item.as_str() == Some(key))),
        Value::Str(text) => Ok(text.contains(key)),
        other => {
            let kind = other.type_name();
            Err(Crash::new(format!("argument of type '{kind}' is not a container or iterable")))
        }
    }
}

/// `for … in value`: the characters of a string, the keys of a mapping.
///
/// # Errors
///
/// Where the value cannot be iterated over.
pub(crate) fn iterate(value: &Value) -> Result<Vec<Value>, Crash> {
    match value {
        Value::List(items) => Ok(items.clone()),
        Value::Str(text) => Ok(text.chars().map(|c| Value::Str(c.into())).collect()),
        Value::Map(entries) => Ok(entries.iter().map(|(key, _)| key.clone()).collect()),
        other => Err(Crash::new(format!("'{}' object is not iterable", other.type_name()))),
    }
}
