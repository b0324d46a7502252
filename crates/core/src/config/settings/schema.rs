//! The JSON schema of the configuration, made of the table of its keys and of what the rules say of themselves: editors
//! complete by it, and it cannot differ from what is read.

use serde_json::{Map, Value as Json, json};

use super::keys::{GATE, KEYS, Kind};
use super::{LEVELS, RuleBook, Section};
use crate::config::Value;

/// The schema of `stockade.toml` and of `[tool.stockade]`.
#[must_use]
pub fn schema(book: &dyn RuleBook) -> Json {
    let sections = book.sections();
    let mut properties = Map::new();
    for key in KEYS {
        let mut property = of_kind(key.kind, &sections);
        property.insert("description".to_owned(), key.meaning.into());
        let default = if key.name == "quiet-in-tests" {
            Some(json!(book.quiet_in_tests()))
        } else {
            from_toml(key.default)
        };
        if let Some(default) = default {
            property.insert("default".to_owned(), default);
        }
        property.extend(from_toml(key.example).map(|example| ("examples".to_owned(), json!([example]))));
        properties.insert(key.name.to_owned(), Json::Object(property));
    }
    let gate = "What a release has to meet. `stockade scan` does not read it.";
    properties.insert(GATE.to_owned(), json!({ "type": "object", "description": gate }));
    let levels = LEVELS.map(|(name, _)| name);
    let threshold = format!("^({0})(:({0}))?$", levels.join("|"));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Stockade",
        "description": "The configuration of `stockade scan`: stockade.toml, or [tool.stockade] in pyproject.toml.",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "$defs": {
            "selector": {
                "description": "Rules by id, the beginning of one, name, weakness, or ALL.",
                "type": "string",
                "enum": book.selectors(),
            },
            "pattern": {
                "description": "Files and folders, as in .gitignore, from the root of the project.",
                "type": "string",
                "pattern": "[^!/.]",
            },
            "plainPattern": {
                "description": "Files and folders, as in .gitignore, from the root of the project. It cannot be turned round.",
                "type": "string",
                "pattern": "^([^!].*)?[^!/.]",
            },
            "level": { "type": "string", "enum": levels },
            "threshold": {
                "description": "A severity, or a severity and a confidence with a colon between them.",
                "type": "string",
                "pattern": threshold,
            },
        },
    })
}

fn of_kind(kind: Kind, sections: &[Section]) -> Map<String, Json> {
    let reference = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    let selectors = json!({ "type": "array", "items": reference("selector") });
    let schema = match kind {
        Kind::Selectors(_) => selectors,
        Kind::Exclusions(_) => json!({ "type": "array", "items": reference("pattern") }),
        Kind::Patterns(_) => json!({ "type": "array", "items": reference("plainPattern") }),
        Kind::PerFile(_) => {
            json!({ "type": "object", "propertyNames": reference("pattern"), "additionalProperties": selectors })
        }
        Kind::Levels(_) => {
            let (names, levels) = (reference("selector"), reference("level"));
            json!({ "type": "object", "propertyNames": names, "additionalProperties": levels })
        }
        Kind::Threshold(_) => reference("threshold"),
        Kind::ThresholdOrNever(_) => json!({ "anyOf": [reference("threshold"), { "const": "never" }] }),
        Kind::Switch(_) => json!({ "type": "boolean" }),
        Kind::File(_) => json!({ "type": "string", "minLength": 1 }),
        Kind::Sections(_) => {
            let tables: Map<String, Json> =
                sections.iter().map(|section| (section.name.to_owned(), table(section))).collect();
            json!({ "type": "object", "properties": tables, "additionalProperties": false })
        }
    };
    if let Json::Object(schema) = schema { schema } else { Map::new() }
}

/// The options of a section.
fn table(section: &Section) -> Json {
    let option = |(name, default): &(String, Value)| {
        let mut schema = match default {
            Value::Bool(_) => json!({ "type": "boolean" }),
            Value::Int(_) => json!({ "type": "integer", "minimum": 0 }),
            Value::List(_) => json!({ "type": "array", "items": { "type": "string" } }),
            _ => json!({ "type": "string" }),
        };
        if section.quiet_files == Some(name.as_str()) {
            schema["items"] = json!({ "$ref": "#/$defs/pattern" });
        }
        schema["default"] = to_json(default);
        (name.clone(), schema)
    };
    let options: Map<String, Json> = section.options.iter().map(option).collect();
    let description = format!("Read by {}.", section.rules.join(", "));
    json!({
        "type": "object",
        "description": description,
        "properties": options,
        "additionalProperties": false,
    })
}

/// A value of the table of keys.
fn from_toml(text: &str) -> Option<Json> {
    let table = crate::config::toml::table(format!("value = {text}").as_bytes(), &["value"]).ok()?;
    Some(to_json(&table)).filter(|_| !text.is_empty())
}

fn to_json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(truth) => (*truth).into(),
        Value::Int(number) => (*number).into(),
        Value::Float(number) => (*number).into(),
        Value::Str(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(to_json).collect(),
        Value::Map(entries) => {
            let entry = |(key, value): &(Value, Value)| Some((key.as_str()?.to_owned(), to_json(value)));
            Json::Object(entries.iter().filter_map(entry).collect())
        }
    }
}
