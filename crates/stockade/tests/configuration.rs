//! Holds the schema and the manual's page on the configuration to what the reader takes.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};
use stockade::Settings;
use stockade_core::config::settings::keys::{KEYS, Kind};
use stockade_core::config::settings::problems::Invalid;
use stockade_core::config::settings::read;
use stockade_rules::select::Book;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

fn page() -> String {
    fs::read_to_string(docs().join("configuration.md")).expect("the page can be read")
}

fn schema() -> Json {
    serde_json::from_str(&stockade::config::schema()).expect("the schema is JSON")
}

fn reads(text: &str) -> Result<Settings, Invalid> {
    let in_pyproject = text.contains("[tool.stockade]");
    read("stockade.toml", text, in_pyproject, &Book::default())
}

/// Whether the schema takes a text of TOML.
fn is_valid(text: &str) -> bool {
    let document: toml::Table = text.parse().expect(text);
    let mut document = serde_json::to_value(document).expect("TOML can be JSON");
    if let Some(own) = document.pointer("/tool/stockade") {
        document = own.clone();
    }
    jsonschema::draft202012::new(&schema()).expect("the schema is one").is_valid(&document)
}

#[test]
fn the_schema_in_the_manual_is_current() {
    let committed = fs::read_to_string(docs().join("stockade.schema.json")).expect("the schema can be read");
    let mut committed: Json = serde_json::from_str(&committed).expect("the schema is JSON");
    // The command puts the gate's own schema there, of which the library knows nothing.
    committed["properties"]["gate"] = schema()["properties"]["gate"].clone();
    assert!(
        committed == schema(),
        "run `cargo run --bin stockade -- config schema > docs/stockade.schema.json`"
    );
    assert!(jsonschema::meta::is_valid(&schema()));
}

#[test]
fn every_key_is_in_the_schema_and_nothing_else() {
    let schema = schema();
    let mut properties: Vec<&String> = schema["properties"].as_object().expect("an object").keys().collect();
    properties.retain(|name| *name != "gate");
    let mut keys: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
    keys.sort_unstable();
    properties.sort_unstable();
    assert_eq!(properties, keys);
}

#[test]
fn defaults_and_examples_are_read_and_valid() {
    let defaults = |key: &&stockade_core::config::settings::keys::Key| !key.default.is_empty();
    let defaults: String =
        KEYS.iter().filter(defaults).map(|key| format!("{} = {}\n", key.name, key.default)).collect();
    let read = reads(&defaults).expect("the defaults are right");
    let low = "low".parse().expect("a threshold");
    // The lowest severity that is written is above the one that is not, and no finding of ours has that.
    assert_eq!(read, Settings { report_on: low, ..Settings::default() });
    assert!(is_valid(&defaults));
    for key in KEYS {
        let example = format!("{} = {}", key.name, key.example);
        assert_ne!(reads(&example).expect(&example), Settings::default(), "{example}");
        assert!(is_valid(&example), "{example}");
    }
}

#[test]
fn reader_and_schema_refuse_the_same() {
    let mut wrong: Vec<String> = KEYS.iter().map(|key| format!("{} = 1", key.name)).collect();
    for key in KEYS {
        wrong.push(format!("{}x = 1", key.name));
        wrong.extend(
            match key.kind {
                Kind::Selectors(_) => [r#"["B999"]"#, r#""B101""#, "[1]", r#"["b101"]"#].as_slice(),
                Kind::Patterns(_) => &[r#"[""]"#, r#""tests""#, "[[]]", r#"["!a"]"#],
                Kind::Exclusions(_) => &[r#"[""]"#, r#""docs""#, "[[]]", r#"["!"]"#],
                Kind::PerFile(_) => &[r#"{ a = "B101" }"#, r#"{ a = ["B999"] }"#, r#"{ "!" = [] }"#, "[]"],
                Kind::Levels(_) => {
                    &[r#"{ B999 = "low" }"#, r#"{ B101 = "HIGH" }"#, "{ B101 = 1 }", r#""high""#]
                }
                Kind::Threshold(_) => &[r#""never""#, r#""low:""#, r#"":low""#, r#""low:low:low""#, "true"],
                Kind::ThresholdOrNever(_) => &[r#""Never""#, r#""never:low""#, r#""all""#, "false"],
                Kind::Switch(_) => &[r#""true""#, "0"],
                Kind::File(_) => &[r#""""#, "[]"],
                Kind::Sections(_) => &[
                    "{ nothing = {} }",
                    "{ assert_used = [] }",
                    "{ assert_used = { skip = [] } }",
                    r#"{ assert_used = { skips = "a" } }"#,
                    "{ try_except_pass = { check_typed_exception = 1 } }",
                    "{ weak_cryptographic_key = { weak_key_size_dsa_high = -1 } }",
                    r#"{ shell_injection = { shell = [1] } }"#,
                ],
            }
            .iter()
            .map(|value| format!("{} = {value}", key.name)),
        );
    }
    for text in wrong {
        assert!(reads(&text).is_err(), "{text}");
        assert!(!is_valid(&text), "{text}");
    }
}

#[test]
fn the_manual_has_every_key_with_its_meaning_default_and_example() {
    let page = page();
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let listed: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`')).collect();
    assert_eq!(listed, KEYS.iter().map(|key| key.name).collect::<Vec<_>>());
    for key in KEYS {
        let name = key.name;
        let default = match key.default {
            "" => "Default: ".to_owned(),
            default => format!("Default: `{default}`."),
        };
        let said = format!("### `{name}` {} Takes {}. {default}", key.meaning, key.kind.words());
        assert!(flat.contains(&said), "{said}");
        let example = format!("Example: `{name} = {}`.", key.example);
        assert!(flat.contains(&example), "{example}");
    }
    for id in stockade_core::config::settings::RuleBook::quiet_in_tests(&Book::default()) {
        let (_, tests) = page.split_once("## Tests").expect("the section is there");
        assert!(tests.contains(id), "{id}");
    }
}

#[test]
fn the_examples_of_the_manual_are_right() {
    let page = page();
    let fences: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
    assert!(fences.len() >= 2);
    for fence in fences {
        let settings = reads(fence).unwrap_or_else(|invalid| panic!("{invalid}"));
        assert_ne!(settings, Settings::default(), "{fence}");
        assert!(is_valid(fence), "{fence}");
    }
}

#[test]
fn the_schema_tells_editors_what_there_is() {
    let schema = schema();
    let selectors = schema.pointer("/$defs/selector/enum").and_then(Json::as_array).expect("a list");
    for word in ["ALL", "B", "B6", "B602", "assert_used", "CWE-78"] {
        assert!(selectors.contains(&json!(word)), "{word}");
    }
    assert_eq!(schema.pointer("/properties/quiet-in-tests/default/0"), Some(&json!("B101")));
    let shell = "/properties/rules/properties/shell_injection/properties/shell/default/0";
    assert_eq!(schema.pointer(shell), Some(&json!("os.system")));
}
