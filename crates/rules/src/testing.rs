//! What the tests of the rules share: a text in, the answers of one rule out, through the table and the pass that a
//! scan uses.

use stockade_core::config::Value;
use stockade_core::finding::Finding;
use stockade_core::fix::apply;
use stockade_core::module::Module;
use stockade_core::parse::parse;
use stockade_core::scan::{Checked, Checks, Dialect};

use crate::Table;

/// The answers of one rule, by its id, a line each: `LINE:COLUMN SEVERITY/CONFIDENCE MESSAGE`, and `LINE crash WORDS`
/// where the check broke off.
pub(crate) fn answers(id: &str, text: &str) -> Vec<String> {
    answers_with(id, &[], text)
}

/// The same with sections of a configuration.
pub(crate) fn answers_with(id: &str, sections: &[(&str, Value)], text: &str) -> Vec<String> {
    let checked = check(id, sections, "folder/module.py", text);
    let findings = checked.raw.findings.iter().map(|f| (f.finding.node, line_of(&f.finding)));
    let crashes = checked.raw.crashes.iter().map(|c| (c.node, format!("{} crash {}", c.line, c.message)));
    let mut answers: Vec<(u32, String)> = findings.chain(crashes).collect();
    answers.sort_by_key(|(node, _)| *node);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// The answers of one rule in the native dialect.
pub(crate) fn native(id: &str, text: &str) -> Vec<String> {
    let checked = check_as(Dialect::Native, id, &[], "folder/module.py", text);
    assert!(checked.raw.crashes.is_empty(), "no native check breaks off: {text}");
    checked.raw.findings.iter().map(|raw| line_of(&raw.finding)).collect()
}

/// The text once the fixes of one rule, in the native dialect, are put into it. They take their findings away, and leave
/// nothing to fix.
pub(crate) fn mended(id: &str, text: &str) -> String {
    let fixes = |text: &str| {
        let checked = check_as(Dialect::Native, id, &[], "folder/module.py", text);
        checked.raw.findings.into_iter().filter_map(|raw| raw.finding.fix).collect::<Vec<_>>()
    };
    let found = fixes(text);
    let edited = apply(text.as_bytes(), &found.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    let edited = edited.unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(edited.applied.len(), found.len(), "{text}");
    let after = String::from_utf8(edited.bytes).expect("UTF-8");
    assert!(fixes(&after).is_empty(), "{after}");
    if !found.is_empty() {
        assert_eq!(native(id, &after).len(), native(id, text).len() - found.len(), "{after}");
    }
    after
}

/// The findings of one rule.
pub(crate) fn findings(id: &str, text: &str) -> Vec<Finding> {
    check(id, &[], "folder/module.py", text).raw.findings.into_iter().map(|raw| raw.finding).collect()
}

/// The raw answer of one rule on a file of that name.
pub(crate) fn check(id: &str, sections: &[(&str, Value)], name: &str, text: &str) -> Checked {
    check_as(Dialect::Bandit, id, sections, name, text)
}

fn check_as(dialect: Dialect, id: &str, sections: &[(&str, Value)], name: &str, text: &str) -> Checked {
    let section = |name: &str| sections.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone());
    let table = Table::new(dialect, |other| other == id, section, None);
    assert!(!table.is_empty(), "no rule {id}");
    let tree = parse(text);
    assert_eq!(tree.error(text), None, "{text}");
    let module = Module::new(name, text, &tree, Vec::new());
    let checked = table.check(&module);
    if checked.depth > 500 {
        // Freeing it recurses, and the stack of a test is small.
        tree.leak();
    }
    for raw in &checked.raw.findings {
        assert_eq!(raw.finding.rule.id, id, "{text}");
    }
    checked
}

fn line_of(finding: &Finding) -> String {
    let Finding { line, column, severity, confidence, message, .. } = finding;
    format!("{line}:{column} {severity}/{confidence} {message}")
}
