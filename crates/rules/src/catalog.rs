//! Every rule by its id and by its registered name: what profiles, `# nosec` comments and the manual ask for.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use stockade_core::finding::RuleInfo;
use stockade_core::nosec::Vocabulary;

use crate::{denylist, plugins};

/// Every rule: the coded ones in Bandit's order, then the deny lists.
pub fn infos() -> impl Iterator<Item = &'static RuleInfo> {
    plugins::ALL.iter().map(|rule| &rule.info).chain(denylist::all().map(|list| &list.info))
}

/// The words that a `# nosec` may use: the id of a rule or of all deny lists as one stands for itself, a registered
/// name for its id. `blacklist`, the name that findings of the deny lists carry, is no such word.
#[derive(Debug, Clone)]
pub struct Words(FxHashMap<&'static str, &'static str>);

/// The words of all rules.
#[must_use]
pub fn words() -> &'static Words {
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let ids = infos().map(|info| info.id).chain([denylist::ALL_LISTS.id]).map(|id| (id, id));
        Words(infos().map(|info| (info.name, info.id)).chain(ids).collect())
    });
    &WORDS
}

impl Words {
    /// The same with the words of more rules.
    #[must_use]
    pub fn with(&self, more: impl Iterator<Item = &'static RuleInfo>) -> Words {
        let mut words = self.clone();
        words.0.extend(more.flat_map(|info| [(info.name, info.id), (info.id, info.id)]));
        words
    }

    /// Whether the word is an id, and not a name.
    #[must_use]
    pub fn is_id(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|&id| id == word)
    }
}

impl Vocabulary for Words {
    fn id_of(&self, word: &str) -> Option<&str> {
        self.0.get(word).copied()
    }

    fn rule_of(&self, word: &str) -> Option<&str> {
        let id = self.id_of(word).or_else(|| {
            let upper = word.to_ascii_uppercase();
            self.id_of(&upper).filter(|&id| id == upper)
        })?;
        // All deny lists together are no rule: each finding is of one of them.
        (id != denylist::ALL_LISTS.id).then_some(id)
    }

    /// Ruff and flake8-bandit number their rules as Bandit does: `S602` is `B602`
    /// (<https://docs.astral.sh/ruff/rules/#flake8-bandit-s>).
    fn rule_of_noqa(&self, code: &str) -> Option<&str> {
        let number = code.strip_prefix(['S', 's'])?;
        self.rule_of(&format!("B{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_markdown() {
        let page = plugins::exec::EXEC_USED.info.page();
        assert!(page.starts_with("# `exec`\n\n`exec` runs"), "{page}");
        assert!(page.contains("\n```python bad\nexec("), "{page}");
    }

    #[test]
    fn words_stand_for_ids() {
        let of = |word| words().id_of(word);
        assert_eq!(of("B101"), Some("B101"));
        assert_eq!(of("assert_used"), Some("B101"));
        assert_eq!(of("B301"), Some("B301"));
        assert_eq!(of("pickle"), Some("B301"));
        assert_eq!(of("eval"), Some("B307"));
        assert_eq!(of("cipher_modes"), Some("B305"));
        assert_eq!(of("B001"), Some("B001"));
        for word in ["blacklist", "b101", "B309", "cipher-modes", ""] {
            assert_eq!(of(word), None, "{word}");
        }
        for (word, id) in [
            ("b101", Some("B101")),
            ("B101", Some("B101")),
            ("assert_used", Some("B101")),
            ("ASSERT_USED", None),
        ] {
            assert_eq!(words().rule_of(word), id, "{word}");
        }
        assert_eq!(words().rule_of("B001"), None);
        assert_eq!(words().rule_of_noqa("S602"), Some("B602"));
        for code in ["E501", "S", "SIM102", "S999", "602"] {
            assert_eq!(words().rule_of_noqa(code), None, "{code}");
        }
        assert!(words().is_id("B101") && !words().is_id("assert_used") && !words().is_id("B999"));
    }
}
