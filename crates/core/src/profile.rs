//! Which rules run: what a configuration and the command line include and exclude, and what comes of it.
//!
//! The messages are Bandit's, credited in NOTICE.

use std::collections::HashSet;

use crate::config::{Catalog, LegacyDenyLists};
use crate::log::Record;
use crate::pystr;

/// What is included and excluded, each id once, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Profile {
    /// What to run; empty for everything.
    pub include: Vec<String>,
    /// What not to run.
    pub exclude: Vec<String>,
    /// Deny lists that replace those of the rules.
    pub legacy: Option<LegacyDenyLists>,
}

impl Profile {
    /// A profile of ids.
    #[must_use]
    pub fn new(include: Vec<String>, exclude: Vec<String>) -> Profile {
        let mut profile = Profile::default();
        add(&mut profile.include, include);
        add(&mut profile.exclude, exclude);
        profile
    }

    /// Adds the ids that stand, separated by commas, on the command line.
    pub fn add(&mut self, tests: Option<&str>, skips: Option<&str>) {
        let split = |ids: Option<&str>| -> Vec<String> {
            let given = ids.filter(|ids| !ids.is_empty());
            given.map(|ids| ids.split(',').map(str::to_owned).collect()).unwrap_or_default()
        };
        add(&mut self.include, split(tests));
        add(&mut self.exclude, split(skips));
    }

    /// Warns of ids that nothing has.
    ///
    /// # Errors
    ///
    /// When something is both included and excluded.
    pub fn validate(&self, catalog: &Catalog, log: &mut Vec<Record>) -> Result<(), String> {
        for id in self.include.iter().chain(&self.exclude).filter(|id| !catalog.knows(id)) {
            log.push(Record::warning("extension_loader", format!("Unknown test found in profile: {id}")));
        }
        let both: Vec<String> =
            self.include.iter().filter(|id| self.exclude.contains(id)).map(|id| pystr::repr(id)).collect();
        if both.is_empty() {
            return Ok(());
        }
        Err(format!("Non-exclusive include/exclude test sets: {{{}}}", both.join(", ")))
    }
}

fn add(ids: &mut Vec<String>, more: Vec<String>) {
    for id in more {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}

/// The rules of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    enabled: HashSet<&'static str>,
    legacy: Option<LegacyDenyLists>,
}

impl Selection {
    /// What a profile selects from all rules.
    ///
    /// The id for all deny lists gives way where it stands beside one of them.
    #[must_use]
    pub fn new(profile: &Profile, catalog: &Catalog) -> Selection {
        let expand = |ids: &[String]| -> HashSet<String> {
            let mut ids: HashSet<String> = ids.iter().cloned().collect();
            if ids.remove(catalog.all_deny_lists()) && !catalog.deny_lists().any(|id| ids.contains(id)) {
                ids.extend(catalog.deny_lists().map(str::to_owned));
            }
            ids
        };
        let include = expand(&profile.include);
        let exclude = expand(&profile.exclude);
        let all = include.is_empty();
        let enabled = catalog
            .ids_and_names()
            .map(|(id, _)| id)
            .filter(|id| (all || include.contains(*id)) && !exclude.contains(*id))
            .collect();
        Selection { enabled, legacy: profile.legacy.clone() }
    }

    /// Whether the rule or the deny list of that id runs.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.enabled.contains(id)
    }

    /// The deny lists that run in the place of those of the rules.
    #[must_use]
    pub fn legacy(&self) -> Option<&LegacyDenyLists> {
        self.legacy.as_ref()
    }

    /// Whether nothing runs. Deny lists of a configuration run even where all ids are excluded.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.enabled.is_empty() && self.legacy.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::{Profile, Selection};
    use crate::config::{Catalog, LegacyDenyLists};

    fn catalog() -> Catalog {
        Catalog::new(
            [("B101", "assert_used"), ("B102", "exec_used")],
            [("B301", "pickle"), ("B403", "import_pickle")],
            "B001",
        )
    }

    fn profile(tests: &str, skips: &str) -> Profile {
        let mut profile = Profile::default();
        profile.add(Some(tests), Some(skips));
        profile
    }

    fn selected(tests: &str, skips: &str) -> Vec<&'static str> {
        let selection = Selection::new(&profile(tests, skips), &catalog());
        ["B001", "B101", "B102", "B301", "B403"].into_iter().filter(|id| selection.contains(id)).collect()
    }

    #[test]
    fn nothing_included_is_everything() {
        assert_eq!(selected("", ""), ["B101", "B102", "B301", "B403"]);
        assert_eq!(selected("", "B101,B999"), ["B102", "B301", "B403"]);
        assert_eq!(selected("B102,B301", ""), ["B102", "B301"]);
    }

    #[test]
    fn the_id_of_all_deny_lists_gives_way_to_any_of_them() {
        assert_eq!(selected("B001", ""), ["B301", "B403"]);
        assert_eq!(selected("B001,B403", ""), ["B403"]);
        assert_eq!(selected("", "B001"), ["B101", "B102"]);
        assert_eq!(selected("", "B001,B301"), ["B101", "B102", "B403"]);
        assert_eq!(selected("B001", "B301"), ["B403"]);
        assert_eq!(selected("B301", "B001"), [""; 0]);
    }

    #[test]
    fn unknown_ids_select_nothing() {
        assert!(Selection::new(&profile("B999", ""), &catalog()).is_empty());
        // A name is no id, nor is an id behind a blank.
        assert_eq!(selected("assert_used, B101,B102", ""), ["B102"]);
        let legacy = Profile { legacy: Some(LegacyDenyLists::default()), ..profile("B999", "") };
        assert!(!Selection::new(&legacy, &catalog()).is_empty());
    }

    #[test]
    fn unknown_ids_are_warned_of_and_a_contradiction_is_an_error() {
        let mut log = Vec::new();
        assert_eq!(profile("B101,X,B001", "Y,").validate(&catalog(), &mut log), Ok(()));
        let said: Vec<_> = log.iter().map(|record| (record.module, record.message.as_str())).collect();
        assert_eq!(
            said,
            ["X", "Y", ""]
                .map(|id| ("extension_loader", format!("Unknown test found in profile: {id}")))
                .each_ref()
                .map(|(module, text)| (*module, text.as_str()))
        );
        assert_eq!(
            profile("B101,X,B301", "X,B101").validate(&catalog(), &mut Vec::new()),
            Err("Non-exclusive include/exclude test sets: {'B101', 'X'}".to_owned())
        );
    }

    #[test]
    fn ids_come_once_and_an_empty_argument_is_none() {
        let mut profile = Profile::new(vec!["B101".into(), "B101".into()], vec![]);
        profile.add(Some("B102,B101"), Some(""));
        assert_eq!(
            (profile.include.as_slice(), profile.exclude.len()),
            (&["B101".to_owned(), "B102".to_owned()][..], 0)
        );
    }
}
