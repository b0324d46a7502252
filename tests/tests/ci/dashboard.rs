//! `docs/ci/grafana-dashboard.json` against what `stockade gate --format prometheus` writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use regex::Regex;
use serde_json::Value;

use crate::docs;
use crate::project::{Machine, Project, output};

/// What Prometheus puts on every metric.
const ADDED: [&str; 2] = ["instance", "job"];

/// The metrics that the command writes, each with its labels.
fn written() -> BTreeMap<String, BTreeSet<String>> {
    let policy = "[[waiver]]\nid = \"CVE-2026-0861\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2099-01-01\n";
    let project = Project::new(Machine::default(), &[]);
    let folder = project.at("origin");
    fs::write(folder.join("policy.toml"), policy).expect("a file");
    let report = format!("{}/../corpus/reports/trivy/image.json", env!("CARGO_MANIFEST_DIR"));
    let script = format!(
        "cargo install --root \"$HOME\"\n\"$HOME/bin/stockade\" gate --policy policy.toml --format prometheus {report} --scan ."
    );
    let output = output(&mut project.shell(&script, &folder, &[]));
    let text = String::from_utf8(output.stdout).expect("text");
    let line = Regex::new(r"^(\w+)(?:\{(.*)\})? \S+$").expect("a pattern");
    let label = Regex::new(r#"(\w+)="(?:[^"\\]|\\.)*""#).expect("a pattern");
    let mut metrics: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for own in text.lines().filter(|line| !line.starts_with('#')) {
        let found = line.captures(own).unwrap_or_else(|| panic!("{own} is no sample"));
        let labels = found.get(2).map_or("", |labels| labels.as_str());
        let labels = label.captures_iter(labels).map(|label| label[1].to_owned());
        metrics.entry(found[1].to_owned()).or_default().extend(labels);
    }
    metrics
}

/// Every text under a key, wherever it stands.
fn texts<'v>(value: &'v Value, key: &str, found: &mut Vec<&'v str>) {
    match value {
        Value::Object(entries) => {
            for (own, value) in entries {
                if own == key {
                    found.extend(value.as_str());
                }
                texts(value, key, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, key, found)),
        _ => {}
    }
}

#[test]
fn its_queries_name_what_the_command_writes() {
    let text = fs::read_to_string(docs("grafana-dashboard.json")).expect("a file");
    let dashboard: Value = serde_json::from_str(&text).expect("json");
    assert!(dashboard["schemaVersion"].as_u64().is_some_and(|version| version >= 41));
    let mut queries = Vec::new();
    texts(&dashboard, "expr", &mut queries);
    texts(&dashboard, "definition", &mut queries);
    assert!(queries.len() > 10, "{queries:?}");
    let written = written();
    let metric = Regex::new(r"(stockade_\w+)(?:\{([^}]*)\})?").expect("a pattern");
    let label = Regex::new(r#"(\w+)(?:=~|!~|!=|=)""#).expect("a pattern");
    let grouped = Regex::new(r"(?:by|ignoring|on) \((\w+)\)").expect("a pattern");
    let mut drawn = BTreeSet::new();
    for query in queries {
        for found in metric.captures_iter(query) {
            let labels =
                written.get(&found[1]).unwrap_or_else(|| panic!("{query}: {} is not written", &found[1]));
            drawn.insert(found[1].to_owned());
            let given = found.get(2).map_or("", |labels| labels.as_str());
            for own in label.captures_iter(given).chain(grouped.captures_iter(query)) {
                let is_known = labels.contains(&own[1]) || ADDED.contains(&&own[1]);
                assert!(is_known, "{query}: {} has no label {}", &found[1], &own[1]);
            }
        }
    }
    assert_eq!(written.into_keys().collect::<BTreeSet<_>>(), drawn, "every metric is drawn");
}

#[test]
fn its_data_source_is_a_variable() {
    let text = fs::read_to_string(docs("grafana-dashboard.json")).expect("a file");
    let dashboard: Value = serde_json::from_str(&text).expect("json");
    for panel in dashboard["panels"].as_array().expect("panels") {
        assert_eq!(panel["datasource"]["uid"], "${datasource}", "{}", panel["title"]);
        for target in panel["targets"].as_array().expect("targets") {
            assert_eq!(target["datasource"]["uid"], "${datasource}", "{}", panel["title"]);
        }
    }
    let variables = dashboard["templating"]["list"].as_array().expect("variables");
    let source = variables.iter().find(|own| own["name"] == "datasource").expect("it is there");
    assert_eq!((&source["type"], &source["query"]), (&"datasource".into(), &"prometheus".into()));
}
