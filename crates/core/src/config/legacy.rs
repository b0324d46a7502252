//! The dialect of configurations before Bandit 1.0: named profiles, rules by name, deny lists in the file.
//!
//! The messages are Bandit's, credited in NOTICE.

use super::{Catalog, Value};
use crate::finding::{Cwe, Level};
use crate::log::Record;

/// The names of the rules that deny lists were, before they were one.
const CALLS: &str = "blacklist_calls";
const IMPORTS: &str = "blacklist_imports";
const IMPORT_FUNCTIONS: &str = "blacklist_import_func";

/// A profile as the file has it, with ids for the names that have one.
#[derive(Debug)]
pub(super) struct LegacyProfile {
    pub(super) include: Vec<Value>,
    pub(super) exclude: Vec<Value>,
    /// What replaces the deny lists, if anything does.
    pub(super) deny_lists: Option<LegacyDenyLists>,
}

/// Deny lists of a configuration, which replace those of the rules.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LegacyDenyLists {
    /// For calls.
    pub calls: Vec<DeniedNames>,
    /// For `import` and `from … import`.
    pub imports: Vec<DeniedNames>,
}

/// An entry of a deny list.
#[derive(Debug, Clone, PartialEq)]
pub struct DeniedNames {
    /// The id of its findings, if the file gives one.
    pub id: Option<String>,
    /// How bad a finding is.
    pub severity: Level,
    /// The weakness.
    pub cwe: Cwe,
    /// The message, in which `{name}` stands for what was met.
    pub message: String,
    /// The qualified names.
    pub names: Vec<String>,
}

/// Checks what Bandit checks before it looks at anything else, and gives the warning that the file is of old.
pub(super) fn validate(values: &Value, file: &str) -> Result<Option<Record>, String> {
    let profiles = match values {
        Value::Map(_) => match values.get("profiles") {
            Some(profiles) => profiles,
            None => return Ok(None),
        },
        Value::Null => return Err("It is empty, and a configuration must be a mapping.".to_owned()),
        // These have no keys either, but Bandit finds out later.
        Value::Str(_) | Value::List(_) if values.contains("profiles") == Some(false) => {
            return Err("Error parsing file.".to_owned());
        }
        other => {
            return Err(format!(
                "It holds one {}, and a configuration must be a mapping.",
                other.type_name()
            ));
        }
    };
    for profile in entries(profiles, "profiles")?.iter().map(|(_, profile)| profile) {
        let listed = |name: &str| -> Result<bool, String> {
            for key in ["include", "exclude"] {
                if let Some(list) = list(profile, key)?
                    && list.contains(name).ok_or_else(|| format!("'{key}' of a profile must be a list."))?
                {
                    return Ok(true);
                }
            }
            Ok(false)
        };
        for (name, data) in [(IMPORTS, IMPORTS), (IMPORT_FUNCTIONS, IMPORTS), (CALLS, CALLS)] {
            if listed(name)? && values.get(data).is_none_or(|data| *data == Value::Null) {
                return Err(format!(
                    "Config file has an include or exclude reference to legacy test '{name}' but no configuration \
                     data for it. Configuration data is required for this test. Please consider switching to the new \
                     config file format, the tool 'bandit-config-generator' can help you with this."
                ));
            }
        }
    }
    Ok(Some(Record::warning(
        "config",
        format!(
            "Config file '{file}' contains deprecated legacy config data. Please consider upgrading to the new config \
             format. The tool 'bandit-config-generator' can help you with this. Support for legacy configs will be \
             removed in a future bandit version."
        ),
    )))
}

/// The profiles of a validated file.
pub(super) fn profiles(
    values: &Value,
    catalog: &Catalog,
    log: &mut Vec<Record>,
) -> Result<Vec<(Value, LegacyProfile)>, String> {
    let mut profiles = Vec::new();
    if let Some(listed) = values.get("profiles").filter(|profiles| profiles.is_truthy()) {
        for (name, profile) in entries(listed, "profiles")? {
            let include = ids(profile, "include", catalog)?;
            let exclude = ids(profile, "exclude", catalog)?;
            profiles.push((name.clone(), LegacyProfile { include, exclude, deny_lists: None }));
        }
    }
    let calls = denied(values, CALLS, "bad_name_sets", "qualnames", "{func}")?;
    let imports = denied(values, IMPORTS, "bad_import_sets", "imports", "{module}")?;
    if !calls.is_empty() || !imports.is_empty() {
        log.push(Record::warning("config", "Legacy blacklist data found in config, overriding data plugins"));
    }
    for (_, profile) in &mut profiles {
        profile.convert_deny_lists(&calls, &imports, catalog.all_deny_lists());
    }
    Ok(profiles)
}

impl LegacyProfile {
    /// Puts one id in the place of the old names, and takes over the entries that they stand for.
    ///
    /// Bandit mistakes the one list for the other: `blacklist_calls` brings in the entries for imports.
    fn convert_deny_lists(&mut self, calls: &[DeniedNames], imports: &[DeniedNames], all: &str) {
        let mut lists = None;
        let wanted = |profile: &Self, name| has(&profile.include, name) && !has(&profile.exclude, name);
        if wanted(self, CALLS) {
            lists.get_or_insert_with(LegacyDenyLists::default).calls.extend_from_slice(imports);
        }
        self.clean(CALLS, all);
        if wanted(self, IMPORTS) {
            let lists = lists.get_or_insert_with(LegacyDenyLists::default);
            lists.imports.extend_from_slice(calls);
            lists.calls.extend_from_slice(calls);
        }
        self.clean(IMPORTS, all);
        self.clean(IMPORT_FUNCTIONS, all);
        if has(&self.include, all) {
            self.exclude.retain(|id| id.as_str() != Some(all));
        }
        self.deny_lists = lists;
    }

    fn clean(&mut self, name: &str, all: &str) {
        for ids in [&mut self.include, &mut self.exclude] {
            if has(ids, name) {
                ids.retain(|id| id.as_str() != Some(name));
                push_new(ids, Value::Str(all.to_owned()));
            }
        }
    }
}

fn has(ids: &[Value], wanted: &str) -> bool {
    ids.iter().any(|id| id.as_str() == Some(wanted))
}

fn push_new(ids: &mut Vec<Value>, id: Value) {
    if !ids.contains(&id) {
        ids.push(id);
    }
}

/// The entries of a mapping.
fn entries<'v>(value: &'v Value, what: &str) -> Result<&'v [(Value, Value)], String> {
    if let Value::Map(entries) = value { Ok(entries) } else { Err(format!("'{what}' must be a mapping.")) }
}

/// A list of a profile, unless it is empty.
fn list<'v>(profile: &'v Value, key: &str) -> Result<Option<&'v Value>, String> {
    entries(profile, "profiles").map_err(|_| "A profile must be a mapping.".to_owned())?;
    Ok(profile.get(key).filter(|list| list.is_truthy()))
}

/// The ids in a list of a profile; what is no registered name stays as it is.
fn ids(profile: &Value, key: &str, catalog: &Catalog) -> Result<Vec<Value>, String> {
    let mut ids = Vec::new();
    let wrong = || format!("'{key}' of a profile must be a list of names.");
    for name in
        list(profile, key)?.map(|list| list.elements().ok_or_else(wrong)).transpose()?.unwrap_or_default()
    {
        if matches!(name, Value::List(_) | Value::Map(_)) {
            return Err(wrong());
        }
        let id = name.as_str().and_then(|name| catalog.id_of_name(name));
        push_new(&mut ids, id.map_or(name, |id| Value::Str(id.to_owned())));
    }
    Ok(ids)
}

/// The entries of a deny list: a list of mappings, each from names of entries to entries.
fn denied(
    values: &Value,
    section: &str,
    key: &str,
    names_key: &str,
    placeholder: &str,
) -> Result<Vec<DeniedNames>, String> {
    let Some(data) = values.get(section).filter(|data| data.is_truthy()) else { return Ok(Vec::new()) };
    entries(data, section)?;
    let sets = match data.get(key) {
        None => return Ok(Vec::new()),
        Some(sets) => sets.elements().ok_or_else(|| format!("'{key}' of '{section}' must be a list."))?,
    };
    let mut denied = Vec::new();
    for set in &sets {
        for (name, entry) in entries(set, key)? {
            let wrong = |key: &str, wanted: &str| {
                let name = name.as_str().unwrap_or("an entry");
                format!("'{key}' of {name} in '{section}' must be {wanted}.")
            };
            entries(entry, key).map_err(|_| wrong(key, "a list of mappings of mappings"))?;
            let text = |key| match entry.get(key) {
                None => Ok(None),
                Some(Value::Str(text)) => Ok(Some(text.as_str())),
                Some(_) => Err(wrong(key, "a string")),
            };
            let message = text("message")?.ok_or_else(|| wrong("message", "a string"))?;
            let level = text("level")?.unwrap_or("MEDIUM");
            let names = entry.get(names_key).and_then(Value::elements);
            let names = names.ok_or_else(|| wrong(names_key, "a list of names"))?;
            let cwe = match entry.get("cwe") {
                None => 0,
                Some(Value::Int(number)) => u32::try_from(*number).map_err(|_| wrong("cwe", "a number"))?,
                Some(_) => return Err(wrong("cwe", "a number")),
            };
            denied.push(DeniedNames {
                id: text("id")?.map(str::to_owned),
                severity: Level::from_name(level).ok_or_else(|| wrong("level", "LOW, MEDIUM or HIGH"))?,
                cwe: Cwe(cwe),
                message: message.replace(placeholder, "{name}"),
                names: names.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            });
        }
    }
    Ok(denied)
}
