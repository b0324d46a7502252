//! Selectors: how a configuration and the command line name rules, and which of several that name one rule counts.
//!
//! The most specific selector counts: an id or a name before a weakness, a weakness before the beginning of an id, a
//! longer beginning before a shorter one, and `ALL` last. `B001`, which is all deny lists, counts as a beginning of two
//! letters.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;
use stockade_core::config::Value;
use stockade_core::config::settings::{RuleBook, Section, Settings, nearest};
use stockade_core::finding::{Cwe, RuleInfo, has_page_at_bandits};

use crate::catalog::Words;
use crate::rule::Rule;
use crate::{catalog, denylist, plugins};

/// The selector of every rule.
const ALL: &str = "ALL";

/// The rules that have nothing to say to the reader of a test: what they guard against needs an attacker, or a secret that
/// counts, and a test has neither. What could let an attacker in while tests run, such as a shell or a download that is
/// not checked, is not among them.
static QUIET_IN_TESTS: &[&str] = &[
    // Tests are made of `assert`.
    "B101", //
    // Passwords of fixtures.
    "B105", "B106", "B107", //
    // Folders that no other user of the machine knows of before.
    "B108", //
    // Random data of tests protects nothing.
    "B311", //
    // Programs that are started without a shell, with arguments of the test's own.
    "B404", "B603", "B607",
];

/// The options that name files in which a section's rules are not reported: section, option.
static QUIET_FILES: &[(&str, &str)] = &[("assert_used", "skips")];

/// One way to name rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// `ALL`.
    All,
    /// `B001`: all deny lists.
    DenyLists,
    /// The beginning of an id: `B6`.
    Beginning(String),
    /// `CWE-78`: the rules whose usual finding is this weakness.
    Weakness(u32),
    /// An id, or a name, which stands for it.
    Rule(&'static str),
}

impl Selector {
    /// Whether it means the rule.
    #[must_use]
    pub fn means(&self, rule: &RuleInfo) -> bool {
        match self {
            Selector::All => true,
            Selector::DenyLists => rule.test_name == denylist::ALL_LISTS.test_name,
            Selector::Beginning(beginning) => rule.id.starts_with(beginning),
            Selector::Weakness(number) => rule.cwe.0 == *number,
            Selector::Rule(id) => rule.id == *id,
        }
    }

    /// How exactly it names rules; of two that name one rule, the higher rank counts.
    fn rank(&self) -> usize {
        match self {
            Selector::All => 0,
            Selector::Beginning(beginning) => beginning.len(),
            Selector::DenyLists => 2,
            Selector::Weakness(_) => usize::MAX - 1,
            Selector::Rule(_) => usize::MAX,
        }
    }
}

impl std::fmt::Display for Selector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Selector::All => f.write_str(ALL),
            Selector::DenyLists => f.write_str(denylist::ALL_LISTS.id),
            Selector::Beginning(beginning) => f.write_str(beginning),
            Selector::Weakness(number) => write!(f, "CWE-{number}"),
            Selector::Rule(id) => f.write_str(id),
        }
    }
}

/// A word that means no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown(pub String);

/// The rank of the most specific of the selectors that mean a rule.
fn rank(selectors: &[Selector], rule: &RuleInfo) -> Option<usize> {
    selectors.iter().filter(|selector| selector.means(rule)).map(Selector::rank).max()
}

/// What a table from selectors says of a rule: the most specific selector counts, of equal ones the last.
#[must_use]
pub fn most_specific<'t, T>(table: &'t [(Selector, T)], rule: &RuleInfo) -> Option<&'t T> {
    let meant = table.iter().filter(|(selector, _)| selector.means(rule));
    meant.max_by_key(|(selector, _)| selector.rank()).map(|(_, value)| value)
}

/// The rules that there are for a scan, ours and those that somebody added: what a configuration asks of them.
#[derive(Debug, Clone, Default)]
pub struct Book {
    own: Vec<&'static Rule>,
}

/// Why a rule cannot be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// An id or a name that could not be written in a comment, or in a report.
    #[error(
        "`{0}` cannot be the id or the name of a rule: begin with a letter, and use letters, digits, `_` and `-`"
    )]
    Spelling(&'static str),
    /// An id or a name that means rules already.
    #[error("`{0}` means rules already: give the rule an id and a name of its own")]
    Taken(&'static str),
    /// An id as Bandit has them.
    #[error(
        "`{0}` is an id in Bandit's numbering, which is for the rules that Bandit has: begin with other letters"
    )]
    Bandits(&'static str),
    /// A section of the configuration, which only our own rules have.
    #[error("{0} names a section of the configuration, and only built-in rules have one")]
    Section(&'static str),
}

impl Book {
    /// Adds a rule.
    ///
    /// # Errors
    ///
    /// When its id or its name cannot be one, or means rules already.
    pub fn add(&mut self, rule: &'static Rule) -> Result<(), Unfit> {
        let RuleInfo { id, name, test_name, .. } = rule.info;
        for word in [id, name, test_name] {
            if !is_word(word) {
                return Err(Unfit::Spelling(word));
            }
            // A comment may write an id in any case.
            let is = |other: &str| other.eq_ignore_ascii_case(word);
            let is_taken = [ALL, denylist::ALL_LISTS.id, denylist::ALL_LISTS.test_name].into_iter().any(is)
                || self.infos().any(|info| is(info.id) || is(info.name))
                || word.starts_with("CWE-")
                || self.selector_of(word).is_some();
            if is_taken {
                return Err(Unfit::Taken(word));
            }
        }
        if has_page_at_bandits(&id.to_ascii_uppercase()) {
            return Err(Unfit::Bandits(id));
        }
        if rule.section.is_some() {
            return Err(Unfit::Section(id));
        }
        self.own.push(rule);
        Ok(())
    }

    /// The rules that were added.
    #[must_use]
    pub fn own(&self) -> &[&'static Rule] {
        &self.own
    }

    /// Every rule: ours, then those that were added.
    pub fn infos(&self) -> impl Iterator<Item = &'static RuleInfo> {
        catalog::infos().chain(self.own.iter().map(|rule| &rule.info))
    }

    /// The words that a `# nosec` may use.
    #[must_use]
    pub fn words(&self) -> Cow<'static, Words> {
        match self.own.is_empty() {
            true => Cow::Borrowed(catalog::words()),
            false => Cow::Owned(catalog::words().with(self.own.iter().map(|rule| &rule.info))),
        }
    }

    /// Reads a selector; none for a word that means no rule.
    #[must_use]
    pub fn selector_of(&self, word: &str) -> Option<Selector> {
        if word == ALL {
            return Some(Selector::All);
        }
        if word == denylist::ALL_LISTS.id {
            return Some(Selector::DenyLists);
        }
        if let Some(info) = self.infos().find(|info| info.id == word || info.name == word) {
            return Some(Selector::Rule(info.id));
        }
        if let Some(number) = word.strip_prefix("CWE-") {
            let known = |number: &u32| *number != 0 && self.infos().any(|info| info.cwe.0 == *number);
            let number = number.parse().ok().filter(known)?;
            // One spelling each: no leading zeros, no sign.
            return (word == format!("CWE-{number}")).then_some(Selector::Weakness(number));
        }
        let begins = !word.is_empty() && self.infos().any(|info| info.id.starts_with(word));
        begins.then(|| Selector::Beginning(word.to_owned()))
    }

    /// The selectors of a list.
    ///
    /// # Errors
    ///
    /// The first word that means no rule.
    pub fn selectors_of<W: AsRef<str>>(&self, words: &[W]) -> Result<Vec<Selector>, Unknown> {
        let read =
            |word: &W| self.selector_of(word.as_ref()).ok_or_else(|| Unknown(word.as_ref().to_owned()));
        words.iter().map(read).collect()
    }

    /// The ids of the rules that run: those that `select` or `extend-select` names more exactly than `ignore`.
    ///
    /// # Errors
    ///
    /// The first word that means no rule.
    pub fn selected(&self, settings: &Settings) -> Result<FxHashSet<&'static str>, Unknown> {
        let mut wanted = self.selectors_of(&settings.select)?;
        wanted.extend(self.selectors_of(&settings.extend_select)?);
        let ignored = self.selectors_of(&settings.ignore)?;
        let runs = |rule: &&'static RuleInfo| {
            rank(&wanted, rule)
                .is_some_and(|wanted| rank(&ignored, rule).is_none_or(|ignored| wanted > ignored))
        };
        Ok(self.infos().filter(runs).map(|rule| rule.id).collect())
    }
}

/// Whether a comment could name a rule so.
fn is_word(word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    word.starts_with(|c: char| c.is_ascii_alphabetic()) && !word.ends_with('-') && word.chars().all(is_part)
}

impl RuleBook for Book {
    fn selector(&self, word: &str) -> Option<String> {
        self.selector_of(word).map(|selector| selector.to_string())
    }

    fn is_id(&self, word: &str) -> bool {
        word == denylist::ALL_LISTS.id || self.infos().any(|info| info.id == word)
    }

    fn alike(&self, word: &str) -> Option<String> {
        let upper = word.trim().to_uppercase();
        let as_cwe = upper.strip_prefix("CWE").map(|rest| {
            let number = rest.trim_start_matches(['-', '_', ':', ' ']).trim_start_matches('0');
            format!("CWE-{number}")
        });
        // Ruff counts as Bandit does.
        let as_bandits = upper.strip_prefix('S').map(|number| format!("B{number}"));
        let lower = word.trim().to_lowercase().replace('-', "_");
        let spellings = [Some(upper.clone()), as_cwe, as_bandits, Some(lower.clone())];
        if let Some(meant) = spellings.into_iter().flatten().find(|word| self.selector_of(word).is_some()) {
            return Some(meant);
        }
        let mut names: Vec<&str> = self.infos().map(|info| info.name).collect();
        names.sort_unstable();
        let holds = |name: &&&str| lower.len() > 3 && name.contains(&lower);
        let found = names.iter().find(holds).copied();
        found.or_else(|| nearest(&lower, names.iter().copied())).map(str::to_owned)
    }

    fn selectors(&self) -> Vec<String> {
        let mut all = BTreeSet::from([ALL.to_owned(), denylist::ALL_LISTS.id.to_owned()]);
        for info in self.infos() {
            all.extend((1..=info.id.len()).filter_map(|end| info.id.get(..end)).map(str::to_owned));
            all.insert(info.name.to_owned());
            all.extend((info.cwe != Cwe::NONE).then(|| format!("CWE-{}", info.cwe.0)));
        }
        all.into_iter().collect()
    }

    fn sections(&self) -> Vec<Section> {
        let mut sections: Vec<Section> = Vec::new();
        for rule in plugins::ALL {
            let Some(name) = rule.section else { continue };
            if let Some(known) = sections.iter_mut().find(|section| section.name == name) {
                known.rules.push(rule.info.id);
                continue;
            }
            let Some(Value::Map(entries)) = plugins::default_section(name) else { continue };
            let option = |(key, value): (Value, Value)| Some((key.as_str()?.to_owned(), value));
            sections.push(Section {
                name,
                rules: vec![rule.info.id],
                options: entries.into_iter().filter_map(option).collect(),
                quiet_files: QUIET_FILES.iter().find(|(own, _)| *own == name).map(|(_, option)| *option),
            });
        }
        for section in &mut sections {
            section.rules.sort_unstable();
        }
        sections.sort_by_key(|section| section.name);
        sections
    }

    fn quiet_in_tests(&self) -> Vec<&'static str> {
        QUIET_IN_TESTS.to_vec()
    }
}

/// A section as the configuration has it, with the defaults of all options that it does not name.
#[must_use]
pub fn section(settings: &Settings, name: &str) -> Option<Value> {
    let (_, given) = settings.sections.iter().rev().find(|(own, _)| own == name)?;
    let Some(Value::Map(mut entries)) = plugins::default_section(name) else { return Some(given.clone()) };
    for (key, value) in &mut entries {
        if let Some(given) = key.as_str().and_then(|key| given.get(key)) {
            value.clone_from(given);
        }
    }
    Some(Value::Map(entries))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(select: &[&str], ignore: &[&str]) -> Vec<&'static str> {
        let strings = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        let settings = Settings { select: strings(select), ignore: strings(ignore), ..Settings::default() };
        let mut ids: Vec<_> = Book::default().selected(&settings).expect("selectors").into_iter().collect();
        ids.sort_unstable();
        ids
    }

    #[test]
    fn every_form_names_rules() {
        assert_eq!(ids(&["ALL"], &[]).len(), catalog::infos().count());
        assert_eq!(ids(&["B11"], &[]), ["B110", "B112", "B113"]);
        assert_eq!(ids(&["yaml_load"], &[]), ["B506"]);
        assert_eq!(ids(&["CWE-330"], &[]), ["B311"]);
        assert_eq!(ids(&["B001"], &["B4"]).first(), Some(&"B301"));
        assert!(ids(&["B001"], &[]).iter().all(|id| id.starts_with("B3") || id.starts_with("B4")));
        assert_eq!(ids(&[], &[]), [""; 0]);
    }

    #[test]
    fn the_most_specific_selector_counts() {
        assert_eq!(ids(&["B11", "B113"], &["B11"]), ["B113"]);
        assert!(!ids(&["B1"], &["B11"]).contains(&"B110"));
        assert_eq!(ids(&["B11"], &["B1"]), ["B110", "B112", "B113"]);
        // On a tie what is ignored is ignored, by whichever of its names.
        assert_eq!(ids(&["B113"], &["request_without_timeout"]), [""; 0]);
        assert_eq!(ids(&["ALL"], &["ALL"]), [""; 0]);
        // A weakness is more than the beginning of an id, and less than an id.
        assert_eq!(ids(&["CWE-330"], &["B31"]), ["B311"]);
        assert_eq!(ids(&["CWE-330"], &["B311"]), [""; 0]);
        assert_eq!(ids(&["B311"], &["CWE-330"]), ["B311"]);
        assert_eq!(ids(&["B301"], &["B001"]), ["B301"]);
    }

    #[test]
    fn a_word_that_means_nothing_is_told() {
        for word in
            ["", "B9", "B999", "b101", "blacklist", "CWE-", "CWE-0", "CWE-078", "CWE-+78", "CWE-1", "all"]
        {
            assert_eq!(Book::default().selector_of(word), None, "{word}");
        }
        let settings = Settings { ignore: vec!["B999".to_owned()], ..Settings::default() };
        assert_eq!(Book::default().selected(&settings), Err(Unknown("B999".to_owned())));
    }

    #[test]
    fn what_may_have_been_meant() {
        for (word, meant) in [
            ("b101", Some("B101")),
            ("S602", Some("B602")),
            ("s6", Some("B6")),
            ("cwe-78", Some("CWE-78")),
            ("CWE78", Some("CWE-78")),
            ("CWE-078", Some("CWE-78")),
            ("all", Some("ALL")),
            ("assert-used", Some("assert_used")),
            ("asert_used", Some("assert_used")),
            ("timeout", Some("request_without_timeout")),
            ("B999", None),
            ("zzz", None),
            ("", None),
        ] {
            assert_eq!(Book::default().alike(word).as_deref(), meant, "{word}");
        }
    }

    #[test]
    fn every_selector_is_one_and_every_rule_has_its_own() {
        let all = Book::default().selectors();
        for word in &all {
            assert!(Book::default().selector(word).is_some(), "{word}");
        }
        for info in catalog::infos() {
            assert_eq!(Book::default().selector(info.name).as_deref(), Some(info.id));
            assert!(all.iter().any(|word| word == info.id) && all.iter().any(|word| word == info.name));
        }
        assert!(QUIET_IN_TESTS.iter().all(|id| Book::default().is_id(id)));
    }

    #[test]
    fn the_last_of_equal_selectors_counts_in_a_table() {
        let rule = catalog::infos().find(|info| info.id == "B311").expect("it is there");
        let table = |words: &[&str]| -> Vec<(Selector, usize)> {
            words
                .iter()
                .enumerate()
                .filter_map(|(at, word)| Some((Book::default().selector_of(word)?, at)))
                .collect()
        };
        assert_eq!(most_specific(&table(&["B311", "B3", "ALL", "CWE-330"]), rule), Some(&0));
        assert_eq!(most_specific(&table(&["B3", "ALL", "CWE-330", "B31"]), rule), Some(&2));
        assert_eq!(most_specific(&table(&["B311", "random"]), rule), Some(&1));
        assert_eq!(most_specific(&table(&["B1"]), rule), None);
    }

    #[test]
    fn sections_are_those_of_the_rules_with_their_defaults() {
        let sections = Book::default().sections();
        let names: Vec<_> = sections.iter().map(|section| section.name).collect();
        assert!(names.is_sorted() && names.contains(&"shell_injection") && names.contains(&"assert_used"));
        let shell = sections.iter().find(|section| section.name == "shell_injection").expect("it is there");
        assert!(shell.rules.contains(&"B602") && shell.rules.len() > 3);
        let given = Value::Map(vec![(Value::Str("shell".into()), Value::List(vec![]))]);
        let settings =
            Settings { sections: vec![("shell_injection".to_owned(), given)], ..Settings::default() };
        let section = section(&settings, "shell_injection").expect("it is given");
        assert_eq!(section.get("shell"), Some(&Value::List(vec![])));
        assert_eq!(section.get("subprocess").and_then(Value::as_list).map(<[Value]>::len), Some(5));
        assert_eq!(super::section(&settings, "assert_used"), None);
    }
}
