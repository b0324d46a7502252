//! A configuration's value, as Python would hold it after reading YAML or TOML.

use std::collections::HashMap;

/// A value of a configuration file.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// An integer of up to 64 bits.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A string; dates and integers beyond 64 bits are kept as they were written.
    Str(String),
    /// A sequence.
    List(Vec<Value>),
    /// A mapping in the order of the file; a repeated key keeps its last value.
    Map(Vec<(Value, Value)>),
}

impl Value {
    /// The value under a key of a mapping.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        let Value::Map(entries) = self else { return None };
        entries.iter().find(|(k, _)| k.as_str() == Some(key)).map(|(_, value)| value)
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::Str(text) = self { Some(text) } else { None }
    }

    /// The items of a sequence.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Value]> {
        if let Value::List(items) = self { Some(items) } else { None }
    }

    /// What Python's `for` goes over: the items of a list, the keys of a mapping, the characters of a string.
    #[must_use]
    pub fn elements(&self) -> Option<Vec<Value>> {
        match self {
            Value::List(items) => Some(items.clone()),
            Value::Map(entries) => Some(entries.iter().map(|(key, _)| key.clone()).collect()),
            Value::Str(text) => Some(text.chars().map(|c| Value::Str(c.to_string())).collect()),
            _ => None,
        }
    }

    /// Python's `text in value`, where it has an answer.
    #[must_use]
    pub fn contains(&self, text: &str) -> Option<bool> {
        match self {
            Value::Str(own) => Some(own.contains(text)),
            _ => Some(self.elements()?.iter().any(|element| element.as_str() == Some(text))),
        }
    }

    /// Whether Python takes it for true.
    #[must_use]
    pub fn is_truthy(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Bool(b) => *b,
            Value::Int(i) => *i != 0,
            Value::Float(x) => *x != 0.0,
            Value::Str(s) => !s.is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Map(entries) => !entries.is_empty(),
        }
    }

    /// What Python calls its type: `str`, `NoneType`.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "NoneType",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::Str(_) => "str",
            Value::List(_) => "list",
            Value::Map(_) => "dict",
        }
    }
}

/// A mapping that is being read, as Python's `dict` takes its entries: a key that is there keeps its place.
#[derive(Default)]
pub(super) struct Entries {
    list: Vec<(Value, Value)>,
    /// Where the keys that are strings stand.
    strings: HashMap<String, usize>,
}

impl Entries {
    pub(super) fn insert(&mut self, key: Value, value: Value) {
        let known = match &key {
            Value::Str(text) => self.strings.get(text).copied(),
            other => self.list.iter().position(|(known, _)| same_key(known, other)),
        };
        if let Some(at) = known {
            self.list[at].1 = value;
            return;
        }
        if let Value::Str(text) = &key {
            self.strings.insert(text.clone(), self.list.len());
        }
        self.list.push((key, value));
    }

    pub(super) fn into_list(self) -> Vec<(Value, Value)> {
        self.list
    }
}

/// Whether two keys are one to Python, where `1`, `1.0` and `True` are.
fn same_key(one: &Value, other: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Bool(b) => Some(f64::from(u8::from(*b))),
        #[expect(clippy::cast_precision_loss, reason = "two integers are compared as integers first")]
        Value::Int(i) => Some(*i as f64),
        Value::Float(x) => Some(*x),
        _ => None,
    };
    match (one, other) {
        (Value::Int(a), Value::Int(b)) => a == b,
        _ => match (number(one), number(other)) {
            (Some(a), Some(b)) => a == b,
            _ => one == other,
        },
    }
}
