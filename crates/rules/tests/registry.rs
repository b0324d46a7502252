//! What holds for every rule, coded or deny list: ids, names, order, and documentation whose examples are true.

use std::collections::HashSet;

use stockade_core::finding::{Cwe, Level, RuleInfo};
use stockade_core::module::Module;
use stockade_core::parse::parse;
use stockade_core::scan::{Checks, Dialect};
use stockade_rules::{Table, catalog, denylist, plugins};

#[test]
fn ids_and_names_are_unique() {
    let (mut ids, mut names) = (HashSet::new(), HashSet::new());
    for info in catalog::infos() {
        assert!(ids.insert(info.id), "{} twice", info.id);
        assert!(names.insert(info.name), "{} twice", info.name);
        let digits = info.id.strip_prefix('B').unwrap_or_default();
        assert!(digits.len() == 3 && digits.bytes().all(|b| b.is_ascii_digit()), "{}", info.id);
    }
    assert!(!ids.contains(denylist::ALL_LISTS.id));
}

#[test]
fn coded_rules_run_in_the_order_of_their_names() {
    let names: Vec<&str> = plugins::ALL.iter().map(|rule| rule.info.name).collect();
    assert!(names.is_sorted(), "{names:?}");
}

#[test]
fn deny_lists_run_in_the_order_of_their_ids() {
    for lists in [denylist::calls::ALL, denylist::imports::ALL] {
        assert!(lists.iter().map(|list| list.info.id).is_sorted());
    }
}

#[test]
fn every_rule_has_a_weakness_and_levels() {
    for info in catalog::infos() {
        assert!(info.cwe != Cwe::NONE, "{}", info.id);
        assert!(info.severity > Level::Undefined && info.confidence > Level::Undefined, "{}", info.id);
    }
}

#[test]
fn every_section_of_the_configuration_has_a_default() {
    for rule in plugins::ALL {
        if let Some(section) = rule.section {
            assert!(plugins::default_section(section).is_some(), "{} reads {section}", rule.info.id);
        }
    }
}

/// Bandit's manual has a page for each coded rule, and an anchor for most deny lists on a page for each kind.
#[test]
fn pages_of_deny_lists_in_bandits_manual() {
    for list in denylist::all() {
        let info = &list.info;
        let (kind, anchor) = match info.id {
            "B304" | "B305" => ("calls", "b304-b305-ciphers-and-modes".to_owned()),
            "B313" | "B314" | "B315" | "B316" | "B317" | "B318" | "B319" => {
                ("calls", format!("b313-b320-{}", info.name))
            }
            id if id.starts_with("B3") => ("calls", format!("{id}-{}", info.name)),
            id => ("imports", format!("{id}-{}", info.name)),
        };
        let page = format!("blacklists/blacklist_{kind}.html#{}", anchor.to_lowercase().replace('_', "-"));
        assert_eq!(info.bandit_page, page, "{}", info.id);
    }
    for rule in plugins::ALL {
        assert_eq!(rule.info.bandit_page, "", "{}", rule.info.id);
    }
}

#[test]
fn advice_is_one_short_sentence() {
    for info in catalog::infos() {
        let advice = info.advice;
        assert!(advice.ends_with('.') && (15..=100).contains(&advice.len()), "{}: {advice}", info.id);
        assert_eq!(advice.matches('`').count() % 2, 0, "{}: {advice}", info.id);
    }
}

#[test]
fn documentation_begins_with_a_title_and_is_short() {
    for info in catalog::infos() {
        let page = info.page();
        let first = page.lines().next().unwrap_or_default();
        assert!(first.starts_with("# ") && first.len() > 4, "{}: {first:?}", info.id);
        let lines = page.lines().count();
        assert!((10..=60).contains(&lines), "{}: {lines} lines", info.id);
    }
}

/// `bad` is found and `good` is not, in both dialects; `bandit` is found by Bandit alone, `native` by `stockade scan`
/// alone.
#[test]
fn examples_are_true() {
    for info in catalog::infos() {
        let (mut bad, mut good) = (0, 0);
        for (kind, text) in examples(info) {
            let (bandit, native) = match kind.as_str() {
                "bad" => (true, true),
                "good" => (false, false),
                "bandit" => (true, false),
                "native" => (false, true),
                other => panic!("{}: an example of kind {other:?}", info.id),
            };
            bad += usize::from(bandit && native);
            good += usize::from(!bandit && !native);
            for (dialect, expected) in [(Dialect::Bandit, bandit), (Dialect::Native, native)] {
                let found = findings(dialect, info.id, &text) > 0;
                assert_eq!(found, expected, "{} as {dialect:?}:\n{text}", info.id);
            }
        }
        assert!(bad > 0 && good > 0, "{}: {bad} bad and {good} good examples", info.id);
    }
}

/// The fences of Python in a rule's page: what follows `python`, and the text.
fn examples(info: &RuleInfo) -> Vec<(String, String)> {
    let mut examples: Vec<(String, String)> = Vec::new();
    let mut open = false;
    for line in info.page().lines() {
        if let Some(kind) = line.strip_prefix("```python") {
            examples.push((kind.trim().to_owned(), String::new()));
            open = true;
        } else if line.starts_with("```") {
            open = false;
        } else if let (true, Some((_, text))) = (open, examples.last_mut()) {
            text.push_str(line);
            text.push('\n');
        }
    }
    examples
}

/// How many findings a rule alone has in a text.
fn findings(dialect: Dialect, id: &str, text: &str) -> usize {
    let table = Table::new(dialect, |other| other == id, |_| None, None);
    let tree = parse(text);
    assert_eq!(tree.error(text), None, "{id}:\n{text}");
    let checked = table.check(&Module::new("folder/module.py", text, &tree, Vec::new()));
    assert!(checked.raw.crashes.is_empty(), "{id}: {:?}", checked.raw.crashes);
    assert!(checked.raw.findings.iter().all(|raw| raw.finding.rule.id == id));
    checked.raw.findings.len()
}
