//! Holds the manual's page on the policy to what the reader takes.

use std::fs;
use std::path::Path;

use stockade_gate::policy::keys::{EPSS, Field, KEV, KEYS, KINDS, Scope, TOOLS, WAIVER};
use stockade_gate::policy::{Place, Policy, read};

fn page() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/gate-policy.md");
    fs::read_to_string(path).expect("the page can be read")
}

/// The table of keys, as the page has it.
fn keys() -> String {
    let mut table = "| key | takes | without it | in | meaning |\n|---|---|---|---|---|\n".to_owned();
    for key in KEYS {
        let default = match key.default {
            "" => "none".to_owned(),
            default => format!("`{default}`"),
        };
        let scope = match key.scope {
            Scope::Findings => "all",
            Scope::Reports => "policy, tool",
            Scope::Policy => "policy",
        };
        table +=
            &format!("| `{}` | {} | {default} | {scope} | {} |\n", key.name, key.takes.words(), key.meaning);
    }
    table
}

/// The table of the keys of a smaller table.
fn fields(fields: &[Field]) -> String {
    let mut table = "| key | takes | must be there | meaning | example |\n|---|---|---|---|---|\n".to_owned();
    for field in fields {
        let required = if field.required { "yes" } else { "no" };
        table += &format!(
            "| `{}` | {} | {required} | {} | `{}` |\n",
            field.name, field.takes, field.meaning, field.example
        );
    }
    table
}

#[test]
fn the_manual_has_every_key_as_it_is_read() {
    let page = page();
    for table in [keys(), fields(KEV), fields(EPSS), fields(WAIVER)] {
        assert!(page.contains(&format!("\n\n{table}\n")), "docs/gate-policy.md lacks this table:\n{table}");
    }
    let flat = page.split_whitespace().collect::<Vec<_>>().join(" ");
    let named =
        |names: Vec<&str>| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let kinds = KINDS.iter().map(|(name, _)| *name).filter(|name| *name != "license").collect();
    for said in
        [format!("The kinds are {}.", named(kinds)), format!("in small letters: {}.", named(TOOLS.to_vec()))]
    {
        assert!(flat.contains(&said), "docs/gate-policy.md does not say: {said}");
    }
}

#[test]
fn the_examples_of_the_manual_are_right() {
    let page = page();
    let fences: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| Some(rest.split_once("```")?.0)).collect();
    assert!(fences.len() >= 5);
    for fence in fences {
        let place = match fence {
            _ if fence.contains("[tool.stockade.gate") => Place::Pyproject,
            _ if fence.contains("[gate]") => Place::Project,
            _ => Place::Other,
        };
        let policy = read("policy.toml", fence, Path::new(""), place).unwrap_or_else(|all| panic!("{all}"));
        let policy = policy.unwrap_or_else(|| panic!("no policy: {fence}"));
        assert_ne!(policy, Policy::default(), "{fence}");
        assert_eq!(policy.notes, [""; 0], "{fence}");
    }
}
