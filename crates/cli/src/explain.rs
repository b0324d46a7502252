//! `stockade rules` and `stockade explain`: what is looked for, told from the rules themselves.

use std::io::{self, Write};

use stockade_core::finding::RuleInfo;
use stockade_rules::catalog;

/// Lists every rule, a line each: id, name, severity, confidence, weakness, and what it finds.
///
/// # Errors
///
/// Those of the writer.
pub(crate) fn list(out: &mut dyn Write) -> io::Result<()> {
    let mut rules: Vec<&RuleInfo> = catalog::infos().collect();
    rules.sort_by_key(|rule| rule.id);
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    for rule in rules {
        let RuleInfo { id, name, severity, confidence, cwe, .. } = rule;
        let (severity, confidence) = (severity.title(), confidence.title());
        let cwe = format!("CWE-{}", cwe.0);
        writeln!(
            out,
            "{id}  {name:width$}  {severity:6}  {confidence:6}  {cwe:7}  {}",
            rule.title().replace('`', "")
        )?;
    }
    Ok(())
}

/// Tells all that is known of a rule, by its id or name in any case.
///
/// # Errors
///
/// Those of the writer.
pub(crate) fn explain(rule: &RuleInfo, out: &mut dyn Write) -> io::Result<()> {
    let RuleInfo { id, name, severity, confidence, cwe, .. } = rule;
    writeln!(out, "{id} {name}")?;
    writeln!(out, "Severity up to {}, confidence up to {}, {cwe}", severity.title(), confidence.title())?;
    if let Some(address) = rule.more_info() {
        writeln!(out, "Bandit's page: {address}\n")?;
    }
    writeln!(out, "{}", rule.page().trim_end())
}

/// The rule that a word means.
///
/// # Errors
///
/// For a word that means none: what is wrong, and what may have been meant.
pub(crate) fn find(word: &str) -> Result<&'static RuleInfo, String> {
    let means = |rule: &&RuleInfo| rule.id.eq_ignore_ascii_case(word) || rule.name.eq_ignore_ascii_case(word);
    catalog::infos().find(means).ok_or_else(|| {
        let lower = word.to_lowercase();
        let alike = |rule: &&RuleInfo| lower.len() > 2 && rule.name.contains(&lower);
        let similar: Vec<String> = catalog::infos()
            .filter(alike)
            .take(5)
            .map(|rule| format!("{} ({})", rule.id, rule.name))
            .collect();
        let cure = if similar.is_empty() {
            "`stockade rules` lists them all".to_owned()
        } else {
            format!("did you mean {}?", similar.join(", "))
        };
        format!("no rule is called '{word}': {cure}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(write: impl Fn(&mut dyn Write) -> io::Result<()>) -> String {
        let mut out = Vec::new();
        write(&mut out).expect("memory takes everything");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn every_rule_has_a_line_with_a_title() {
        let list = text(|out| list(out));
        assert_eq!(list.lines().count(), 75);
        for line in list.lines() {
            let title = line.rsplit("  ").next().unwrap_or_default();
            assert!(title.chars().count() > 2 && !title.starts_with("CWE"), "{line}");
        }
    }

    #[test]
    fn a_rule_is_found_by_id_and_name_in_any_case() {
        for word in ["B104", "b104", "hardcoded_bind_all_interfaces"] {
            assert_eq!(find(word).map(|rule| rule.id), Ok("B104"), "{word}");
        }
        assert!(text(|out| explain(find("B104").expect("known"), out)).contains("```python bad"));
    }

    #[test]
    fn an_unknown_word_says_what_may_have_been_meant() {
        assert_eq!(
            find("B999").err().as_deref(),
            Some("no rule is called 'B999': `stockade rules` lists them all")
        );
        assert_eq!(
            find("bind").err().as_deref(),
            Some("no rule is called 'bind': did you mean B104 (hardcoded_bind_all_interfaces)?")
        );
    }
}
