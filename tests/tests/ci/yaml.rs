//! The YAML of a pipeline as JSON.

use std::fs;

use serde_json::{Map, Value};
use stockade_core::config::{self, yaml};

use crate::docs;

/// A file of `docs/ci`.
pub(crate) fn read(name: &str) -> Value {
    let bytes = fs::read(docs(name)).expect("the file can be read");
    let Ok(value) = yaml::load(&bytes, name) else { panic!("{name} is no YAML") };
    json(&value)
}

fn json(value: &config::Value) -> Value {
    match value {
        config::Value::Null => Value::Null,
        config::Value::Bool(value) => (*value).into(),
        config::Value::Int(value) => (*value).into(),
        config::Value::Float(value) => (*value).into(),
        config::Value::Str(text) => text.as_str().into(),
        config::Value::List(items) => items.iter().map(json).collect(),
        config::Value::Map(entries) => {
            // YAML 1.1 takes the key `on` for a truth.
            let key = |key: &config::Value| key.as_str().unwrap_or("on").to_owned();
            Value::Object(entries.iter().map(|(own, value)| (key(own), json(value))).collect::<Map<_, _>>())
        }
    }
}

/// The text of a scalar, as an environment variable has it.
pub(crate) fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The entries of a mapping that may not be there.
pub(crate) fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// A word, or a list of words.
pub(crate) fn words(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(text).collect(),
        one => vec![text(one)],
    }
}
