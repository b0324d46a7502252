//! The JSON schema of the policy's table, made of the table of its keys: editors complete by it, and it cannot differ from
//! what is read.

use serde_json::{Map, Value as Json, json};

use super::keys::{
    EPSS, Field, HONOURS, KEV, KEYS, KINDS, NEVER, SEVERITIES, STALE, Scope, TREATMENTS, Takes, WAIVER,
};
use crate::severity::Severity;

/// The schema of `[gate]` in `stockade.toml`, of `[tool.stockade.gate]`, and of a file that is nothing but a policy. It
/// refers to nothing outside of itself, so that it can be put into that of the whole file.
#[must_use]
pub fn schema() -> Json {
    let mut schema = section(Scope::Policy);
    schema["description"] = "What a release has to meet. `stockade scan` does not read it.".into();
    schema
}

/// A table that takes the keys of a scope.
fn section(scope: Scope) -> Json {
    let mut properties = Map::new();
    for key in KEYS.iter().filter(|key| scope.includes(key.scope)) {
        let mut property = of_kind(key.takes);
        property["description"] = key.meaning.into();
        if let Some(default) = from_toml(key.default).filter(|_| scope == Scope::Policy) {
            property["default"] = default;
        }
        if let Some(example) = from_toml(key.example) {
            property["examples"] = json!([example]);
        }
        properties.insert(key.name.to_owned(), property);
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn of_kind(takes: Takes) -> Json {
    match takes {
        Takes::Threshold(_) => {
            json!({ "enum": words(SEVERITIES).chain([NEVER]).collect::<Vec<_>>() })
        }
        Takes::Treatment(_) => json!({ "enum": words(TREATMENTS).collect::<Vec<_>>() }),
        Takes::Unscored(_) => {
            let graded = words(SEVERITIES).map(|severity| format!("as:{severity}"));
            let all: Vec<String> = ["fail", "warn"].map(str::to_owned).into_iter().chain(graded).collect();
            json!({ "enum": all })
        }
        Takes::Limits(_) => {
            let names = Severity::ALL.iter().map(|severity| severity.as_str()).chain(["total"]);
            let number = json!({ "type": "integer", "minimum": 0 });
            let properties: Map<String, Json> = names.map(|name| (name.to_owned(), number.clone())).collect();
            json!({ "type": "object", "properties": properties, "additionalProperties": false })
        }
        Takes::Days(_) => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Takes::Age(_) => json!({ "type": "string", "pattern": "^(never|0*[1-9][0-9]{0,8}[mhdw])$" }),
        Takes::Honour(_) => json!({ "enum": words(HONOURS).collect::<Vec<_>>() }),
        Takes::Stale(_) => json!({ "enum": words(STALE).collect::<Vec<_>>() }),
        Takes::ToolNames(_) => json!({ "type": "array", "items": tool() }),
        Takes::Commit(_) => json!({ "type": "string", "pattern": "^[0-9A-Fa-f]{7,64}$" }),
        Takes::Switch(_) => json!({ "type": "boolean" }),
        Takes::File(_) => text(),
        Takes::Files(_) => json!({ "type": "array", "items": text() }),
        Takes::Kev(_) => fields(KEV),
        Takes::Epss(_) => fields(EPSS),
        Takes::Kinds => {
            let names = json!({ "enum": words(KINDS).collect::<Vec<_>>() });
            json!({
                "type": "object",
                "propertyNames": names,
                "additionalProperties": section(Scope::Findings),
            })
        }
        Takes::Tools => json!({
            "type": "object",
            "propertyNames": tool(),
            "additionalProperties": section(Scope::Reports),
        }),
        Takes::Waivers => {
            let mut waiver = fields(WAIVER);
            let any = ["id", "package", "path"].map(|name| json!({ "required": [name] }));
            waiver["anyOf"] = json!(any);
            json!({ "type": "array", "items": waiver })
        }
    }
}

/// A table with the keys of one of the smaller tables.
fn fields(fields: &[Field]) -> Json {
    let property = |field: &Field| {
        let mut schema = match field.name {
            "raise" => json!({ "enum": words(SEVERITIES).collect::<Vec<_>>() }),
            "at-least" => json!({ "type": "number", "exclusiveMinimum": 0, "maximum": 1 }),
            "tool" => tool(),
            "id" | "package" => json!({ "type": "string", "pattern": r"^[^*]*[^*\s][^*]*$" }),
            "path" => json!({ "type": "string", "pattern": r"^([^!].*)?[^!/.]" }),
            // An editor has TOML's dates as strings.
            "expires" => json!({ "type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|never)$" }),
            _ => text(),
        };
        schema["description"] = field.meaning.into();
        schema["examples"] = from_toml(field.example).into_iter().collect();
        (field.name.to_owned(), schema)
    };
    let properties: Map<String, Json> = fields.iter().map(property).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A text that is not blank.
fn text() -> Json {
    json!({ "type": "string", "pattern": r"\S" })
}

/// The name of a tool.
fn tool() -> Json {
    json!({ "type": "string", "pattern": r"^[^A-Z\s]([^A-Z]*[^A-Z\s])?$" })
}

fn words<T>(words: &'static [(&'static str, T)]) -> impl Iterator<Item = &'static str> {
    words.iter().map(|(word, _)| *word)
}

/// A value of the table of keys.
fn from_toml(text: &str) -> Option<Json> {
    let table: toml::Table = format!("value = {text}").parse().ok()?;
    table.get("value").map(to_json)
}

/// A value of TOML as the schema has it: a date is a string.
fn to_json(value: &toml::Value) -> Json {
    match value {
        toml::Value::String(text) => text.as_str().into(),
        toml::Value::Integer(number) => (*number).into(),
        toml::Value::Float(number) => (*number).into(),
        toml::Value::Boolean(truth) => (*truth).into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.iter().map(to_json).collect(),
        toml::Value::Table(table) => {
            Json::Object(table.iter().map(|(name, value)| (name.clone(), to_json(value))).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Place, Policy, read};
    use super::*;

    fn is_valid(text: &str) -> bool {
        let document: toml::Table = text.parse().expect(text);
        let document = to_json(&toml::Value::Table(document));
        jsonschema::draft202012::new(&schema()).expect("the schema is one").is_valid(&document)
    }

    fn is_read(text: &str) -> bool {
        read("policy.toml", text, Path::new(""), Place::Other).is_ok()
    }

    #[test]
    fn it_is_a_schema_of_every_key() {
        assert!(jsonschema::meta::is_valid(&schema()));
        let names = |schema: &Json| {
            let mut names: Vec<String> =
                schema["properties"].as_object().expect("properties").keys().cloned().collect();
            names.sort_unstable();
            names
        };
        let mut keys: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
        keys.sort_unstable();
        assert_eq!(names(&schema()), keys);
        assert!(!schema().to_string().contains("$ref"), "it has to stand wherever it is put");
    }

    #[test]
    fn defaults_and_examples_are_read_and_valid() {
        let with_default = KEYS.iter().filter(|key| !key.default.is_empty());
        let defaults: String = with_default.map(|key| format!("{} = {}\n", key.name, key.default)).collect();
        let policy = read("policy.toml", &defaults, Path::new(""), Place::Other).expect("right");
        assert_eq!(policy, Some(Policy::default()));
        assert!(is_valid(&defaults));
        for key in KEYS {
            let example = format!("{} = {}", key.name, key.example);
            let policy = read("policy.toml", &example, Path::new(""), Place::Other).expect(&example);
            // What allows something has no effect by itself.
            assert_eq!(policy == Some(Policy::default()), key.name == "allow-never", "{example}");
            assert!(is_valid(&example), "{example}");
        }
        for (name, fields) in [("kev", KEV), ("epss", EPSS)] {
            let all: Vec<String> =
                fields.iter().map(|field| format!("{} = {}", field.name, field.example)).collect();
            let text = format!("{name} = {{ {} }}", all.join(", "));
            assert!(is_read(&text) && is_valid(&text), "{text}");
        }
        let all: String =
            WAIVER.iter().map(|field| format!("{} = {}\n", field.name, field.example)).collect();
        let text = format!("[[waiver]]\n{all}");
        assert!(is_read(&text) && is_valid(&text), "{text}");
    }

    #[test]
    fn reader_and_schema_agree() {
        for text in [
            "fail-on = 'never'",
            "unscored = 'as:info'",
            "max = { unknown = 0, total = 5 }",
            "max-age = '90m'",
            "max-age = '02w'",
            "epss = { at-least = 1 }",
            "kev = {}",
            "[kind.end-of-life]\nunfixed = 'ignore'",
            "[kind.license]\nfail-on = 'low'",
            "[tool.'my scanner']\nmax-age = 'never'\nmax = { high = 1 }",
            "allow-never = true\n[[waiver]]\npath = 'a/'\nreason = 'r'\nowner = 'o'\nexpires = 'never'",
        ] {
            assert!(is_read(text), "{text}: {:?}", read("", text, Path::new(""), Place::Other));
            assert!(is_valid(text), "{text}");
        }
        let waiver = |terms: &str| format!("[[waiver]]\nreason = 'r'\nowner = 'o'\n{terms}");
        let mut wrong: Vec<String> = KEYS.iter().map(|key| format!("{} = 1.5", key.name)).collect();
        wrong.extend(KEYS.iter().map(|key| format!("{}x = 1", key.name)));
        wrong.extend(
            [
                "fail-on = 'HIGH'",
                "fail-on = 'unknown'",
                "unfixed = 'pass'",
                "unscored = 'ignore'",
                "unscored = 'as:unknown'",
                "max = { severe = 1 }",
                "max = { high = -1 }",
                "max = 3",
                "grace-days = -1",
                "grace-days = '3d'",
                "max-age = '24'",
                "max-age = '0h'",
                "max-age = '1.5h'",
                "max-age = '24H'",
                "max-age = ''",
                "honour-suppressions = true",
                "require = 'bandit'",
                "require = ['Bandit']",
                "require = [' ']",
                "commit = 'HEAD'",
                "commit = ''",
                "baseline = ''",
                "kev = 'kev.json'",
                "kev = { raise = 'never' }",
                "kev = { files = 'a' }",
                "epss = {}",
                "epss = { at-least = 50 }",
                "epss = { at-least = 0 }",
                "vex = 'a.json'",
                "vex = ['']",
                "stale-waivers = 'ignore'",
                "allow-never = 'yes'",
                "kind = { secrets = {} }",
                "kind = { secret = { max-age = '1d' } }",
                "kind = { secret = { require = [] } }",
                "tool = { Bandit = {} }",
                "tool = { bandit = { commit = '1234567' } }",
                "tool = { bandit = 'high' }",
                "waiver = {}",
                "waiver = ['CVE-2026-0861']",
            ]
            .map(str::to_owned),
        );
        wrong.extend(
            [
                "id = 'a'",
                "expires = 2026-12-31",
                "id = 'a'\nexpires = '31.12.2026'",
                "id = 'a'\nexpires = 2026-12-31T00:00:00Z",
                "id = 'CVE-*'\nexpires = 2026-12-31",
                "id = ' '\nexpires = 2026-12-31",
                "path = '!a'\nexpires = 2026-12-31",
                "id = 'a'\nuntil = 2026-12-31\nexpires = 2026-12-31",
            ]
            .map(waiver),
        );
        wrong.push("[[waiver]]\nid = 'a'\nowner = 'o'\nexpires = 2026-12-31".to_owned());
        wrong.push("[[waiver]]\nid = 'a'\nreason = ' '\nowner = 'o'\nexpires = 2026-12-31".to_owned());
        for text in wrong {
            assert!(!is_read(&text), "{text}");
            assert!(!is_valid(&text), "{text}");
        }
    }
}
