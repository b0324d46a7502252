//! From what is selected to the table of rules that runs.

use std::borrow::Cow;

use stockade_core::config::{Catalog, Config, DeniedNames, LegacyDenyLists};
use stockade_core::finding::{Level, RuleInfo};
use stockade_core::profile::Selection;
use stockade_core::scan::Dialect;
use stockade_rules::denylist::{self, Denied, DenyLists};
use stockade_rules::{Table, catalog, plugins};

/// The id of a finding from a deny list of a configuration that gives no id.
const LEGACY: &str = "LEGACY";

/// The rules that a configuration can name.
pub(super) fn catalog() -> Catalog {
    let coded = plugins::ALL.iter().map(|rule| (rule.info.id, rule.info.name));
    let listed = denylist::all().map(|list| (list.info.id, list.info.name));
    Catalog::new(coded, listed, denylist::ALL_LISTS.id)
}

/// The table of the selected rules with the settings of a configuration.
pub(super) fn table(selection: &Selection, config: &Config) -> Table {
    Table::new(
        Dialect::Bandit,
        |id| selection.contains(id),
        |section| config.option(section).cloned(),
        selection.legacy().map(deny_lists),
    )
}

fn deny_lists(legacy: &LegacyDenyLists) -> DenyLists {
    let denied = |entries: &[DeniedNames]| -> Vec<Denied> { entries.iter().map(denied).collect() };
    let imports = denied(&legacy.imports);
    DenyLists { calls: denied(&legacy.calls), imports_from: imports.clone(), imports }
}

fn denied(entry: &DeniedNames) -> Denied {
    Denied {
        info: info(entry),
        severity: entry.severity,
        cwe: entry.cwe,
        message: Cow::Owned(entry.message.clone()),
        names: entry.names.iter().cloned().map(Cow::Owned).collect(),
    }
}

/// The description of an entry, which lives as long as the run, as those of the rules do.
fn info(entry: &DeniedNames) -> &'static RuleInfo {
    let id = entry.id.as_deref().unwrap_or(LEGACY);
    let page = match catalog::infos().find(|info| info.id == id) {
        None => "/",
        Some(known) if known.bandit_page.is_empty() => {
            leak(&format!("plugins/{}_{}.html", known.id.to_lowercase(), known.test_name))
        }
        Some(known) => known.bandit_page,
    };
    Box::leak(Box::new(RuleInfo {
        id: leak(id),
        name: denylist::ALL_LISTS.name,
        test_name: denylist::ALL_LISTS.test_name,
        severity: entry.severity,
        confidence: Level::High,
        cwe: entry.cwe,
        advice: "",
        bandit_page: page,
        documentation: "An entry of a deny list in the configuration.\n",
    }))
}

fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

#[cfg(test)]
mod tests {
    use super::{LEGACY, catalog, deny_lists};
    use stockade_core::config::{DeniedNames, LegacyDenyLists};
    use stockade_core::finding::{Cwe, Level};

    #[test]
    fn the_catalog_holds_every_rule() {
        let catalog = catalog();
        assert!(
            catalog.knows("B101") && catalog.knows("B301") && catalog.knows("B001") && !catalog.knows("B999")
        );
        assert_eq!(catalog.id_of_name("assert_used"), Some("B101"));
        assert_eq!(catalog.id_of_name("import_pickle"), Some("B403"));
        assert!(catalog.deny_lists().all(|id| id.starts_with("B3") || id.starts_with("B4")));
    }

    #[test]
    fn an_entry_without_an_id_is_legacy_and_one_with_a_known_id_has_its_page() {
        let entry = |id: Option<&str>| DeniedNames {
            id: id.map(str::to_owned),
            severity: Level::Low,
            cwe: Cwe(1),
            message: "{name}".to_owned(),
            names: vec!["a.b".to_owned()],
        };
        let calls = [None, Some("B777"), Some("B301"), Some("B101")].map(entry).into();
        let lists = deny_lists(&LegacyDenyLists { calls, imports: vec![entry(None)] });
        assert_eq!((lists.calls.len(), lists.imports.len(), lists.imports_from.len()), (4, 1, 1));
        assert_eq!(lists.calls[0].info.id, LEGACY);
        let pages: Vec<String> = lists.calls.iter().filter_map(|denied| denied.info.more_info()).collect();
        assert_eq!(
            pages,
            [
                "https://bandit.readthedocs.io/en/1.9.4/",
                "https://bandit.readthedocs.io/en/1.9.4/",
                "https://bandit.readthedocs.io/en/1.9.4/blacklists/blacklist_calls.html#b301-pickle",
                "https://bandit.readthedocs.io/en/1.9.4/plugins/b101_assert_used.html",
            ]
        );
        assert!(lists.calls.iter().all(|denied| denied.info.test_name == "blacklist"));
    }
}
