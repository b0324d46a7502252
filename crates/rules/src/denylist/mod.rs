//! Deny lists: calls and imports that are worth a look whatever their arguments. Data in [`calls`], [`xml`] and
//! [`imports`]; how a name is held against them is here.

pub mod calls;
pub mod imports;
pub mod xml;

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use stockade_core::ast::{Alias, Expr, Stmt};
use stockade_core::finding::{Cwe, Level, RuleInfo};

use crate::context::Call;
use crate::native::imports as native_imports;
use crate::pass::string_of;
use crate::rule::{Crash, Hit};
use crate::table::first;

/// An entry as it is written down.
#[derive(Debug)]
pub struct DenyList {
    /// Its description.
    pub info: RuleInfo,
    /// The message, in which `{name}` stands for what was met.
    pub message: &'static str,
    /// The qualified names.
    pub names: &'static [&'static str],
}

/// An entry as a run has it: one of ours, or one of a legacy configuration.
#[derive(Debug, Clone)]
pub struct Denied {
    /// Its description.
    pub info: &'static RuleInfo,
    /// How bad it would be.
    pub severity: Level,
    /// The weakness.
    pub cwe: Cwe,
    /// The message, in which `{name}` stands for what was met.
    pub message: Cow<'static, str>,
    /// The qualified names.
    pub names: Vec<Cow<'static, str>>,
}

/// The entries of a run, by the kind of node.
#[derive(Debug, Clone, Default)]
pub struct DenyLists {
    /// For calls.
    pub calls: Vec<Denied>,
    /// For `import`.
    pub imports: Vec<Denied>,
    /// For `from … import`.
    pub imports_from: Vec<Denied>,
}

/// Which entry for calls a qualified name belongs to: the first that has it.
#[derive(Debug, Default)]
pub(crate) struct CallNames(FxHashMap<Cow<'static, str>, usize>);

impl CallNames {
    /// The entry for a qualified name, as a hit.
    pub(crate) fn hit(&self, lists: &DenyLists, name: &str) -> Option<(&'static RuleInfo, Hit)> {
        self.0.get(name).map(|&at| lists.calls[at].hit(name))
    }

    pub(crate) fn of(lists: &DenyLists) -> CallNames {
        let mut names = FxHashMap::default();
        for (at, denied) in lists.calls.iter().enumerate() {
            for name in &denied.names {
                names.entry(name.clone()).or_insert(at);
            }
        }
        CallNames(names)
    }
}

/// The first letters of what is not to be imported, a bit for each, which some share: most imports begin otherwise.
#[derive(Debug, Default)]
pub(crate) struct Firsts {
    imports: u64,
    imports_from: u64,
}

impl Firsts {
    pub(crate) fn of(lists: &DenyLists) -> Firsts {
        let of = |lists: &[Denied]| {
            lists.iter().flat_map(|list| &list.names).fold(0, |firsts, name| firsts | first(name))
        };
        Firsts { imports: of(&lists.imports), imports_from: of(&lists.imports_from) }
    }
}

/// Declares an entry: the doc comment is its manual page, whose fences marked `bad` and `good` are its tests.
macro_rules! deny_list {
    (
        $(#[doc = $doc:literal])*
        pub static $static:ident = $id:literal $name:literal {
            advice: $advice:literal,
            severity: $severity:ident, cwe: $cwe:literal, page: $page:literal,
            message: $message:expr,
            names: [$($qualified:literal),* $(,)?] $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        pub static $static: $crate::denylist::DenyList = $crate::denylist::DenyList {
            info: stockade_core::finding::RuleInfo {
                id: $id,
                name: $name,
                test_name: "blacklist",
                severity: stockade_core::finding::Level::$severity,
                confidence: stockade_core::finding::Level::High,
                cwe: stockade_core::finding::Cwe($cwe),
                advice: $advice,
                bandit_page: $page,
                documentation: concat!($($doc, "\n"),*),
            },
            message: $message,
            names: &[$($qualified),*],
        };
    };
}
use deny_list;

/// All deny lists as one rule, which a `# nosec` and a profile may name.
pub static ALL_LISTS: RuleInfo = RuleInfo {
    id: "B001",
    name: "blacklist",
    test_name: "blacklist",
    severity: Level::High,
    confidence: Level::High,
    cwe: Cwe::NONE,
    advice: "",
    bandit_page: "",
    documentation: "All deny lists of calls and imports as one.\n",
};

/// Every entry, in Bandit's order.
pub fn all() -> impl Iterator<Item = &'static DenyList> {
    calls::ALL.iter().chain(imports::ALL).copied()
}

/// The enabled entries.
pub(crate) fn enabled(enabled: &impl Fn(&str) -> bool) -> DenyLists {
    let of = |lists: &mut dyn Iterator<Item = &'static DenyList>| -> Vec<Denied> {
        lists.filter(|list| enabled(list.info.id)).map(Denied::from).collect()
    };
    let imports = of(&mut imports::ALL.iter().copied());
    // A call can import, too: `__import__`, `importlib.import_module`.
    DenyLists { calls: of(&mut all()), imports_from: imports.clone(), imports }
}

impl From<&'static DenyList> for Denied {
    fn from(list: &'static DenyList) -> Denied {
        Denied {
            info: &list.info,
            severity: list.info.severity,
            cwe: list.info.cwe,
            message: list.message.into(),
            names: list.names.iter().map(|&name| name.into()).collect(),
        }
    }
}

impl Denied {
    pub(crate) fn hit(&self, name: &str) -> (&'static RuleInfo, Hit) {
        let message = match &self.message {
            Cow::Borrowed(text) if !text.contains("{name}") => Cow::Borrowed(*text),
            text => text.replace("{name}", name).into(),
        };
        (self.info, Hit { cwe: Some(self.cwe), ..Hit::new(self.severity, Level::High, message) })
    }
}

/// Holds a call against the lists: by its qualified name, or by the name of what it imports.
///
/// # Errors
///
/// Where Bandit's check breaks off.
pub(crate) fn call(
    lists: &DenyLists,
    names: &CallNames,
    call: &Call<'_, '_>,
) -> Result<Option<(&'static RuleInfo, Hit)>, Crash> {
    if call.scope.bindings.is_some() {
        return Ok(native_call(lists, names, call));
    }
    let imported;
    let name = match &*call.node.func {
        Expr::Name(function) if function.id.as_str() == "__import__" => match call.args().first() {
            None => "",
            Some(arg) => string_of(arg).unwrap_or("UNKNOWN"),
        },
        _ if matches!(call.qualname, "importlib.import_module" | "importlib.__import__") => {
            imported = if call.args().is_empty() {
                if !call.has_keyword("name")? {
                    return Err(Crash::new("'name'"));
                }
                call.keyword("name")?
            } else {
                call.call_args()?;
                call.arg(0)?
            };
            match imported.as_ref().and_then(|literal| literal.as_str()) {
                Some(name) => name,
                None => return Ok(None),
            }
        }
        _ => call.qualname,
    };
    Ok(names.hit(lists, name))
}

/// Holds a call against the lists: by its qualified name those for calls, by what it imports those for imports.
fn native_call(
    lists: &DenyLists,
    names: &CallNames,
    call: &Call<'_, '_>,
) -> Option<(&'static RuleInfo, Hit)> {
    let by_name = names.0.get(call.qualname).map(|&at| &lists.calls[at]);
    let by_name =
        by_name.filter(|denied| is_of_calls(denied) || native_imports::is_reached_through_module(call));
    by_name.map(|denied| denied.hit(call.qualname)).or_else(|| native_imports::of_call(&lists.calls, call))
}

/// Whether an entry is about calls, and not about imports, which are held against calls as well.
pub(crate) fn is_of_calls(list: &Denied) -> bool {
    calls::ALL.iter().any(|of_calls| std::ptr::eq(&of_calls.info, list.info))
}

/// What a list says of something that it names and that is handed on: less surely, since nobody sees it called.
pub(crate) fn reference(list: &Denied, qualname: &str) -> (&'static RuleInfo, Hit) {
    let (info, hit) = list.hit(qualname);
    (info, Hit { confidence: hit.confidence.min(Level::Medium), ..hit })
}

/// Holds an import against the lists: any name that begins like an entry counts, `pickletools` for `pickle`, too.
pub(crate) fn import(lists: &DenyLists, firsts: &Firsts, stmt: &Stmt) -> Option<(&'static RuleInfo, Hit)> {
    let (lists, firsts, module, names) = match stmt {
        Stmt::Import(node) => (&lists.imports, firsts.imports, None, &node.names),
        Stmt::ImportFrom(node) => {
            (&lists.imports_from, firsts.imports_from, node.module.as_deref(), &node.names)
        }
        _ => return None,
    };
    let begins = |name: &Alias| first(module.unwrap_or(&name.name)) & firsts != 0;
    if !names.iter().any(begins) {
        debug_assert!(denied_import(lists, module, names).is_none(), "it begins as no entry does");
        return None;
    }
    denied_import(lists, module, names)
}

fn denied_import(
    lists: &[Denied],
    module: Option<&str>,
    names: &[Alias],
) -> Option<(&'static RuleInfo, Hit)> {
    for denied in lists {
        for alias in names {
            if denied.names.iter().any(|denied| begins_with(module, &alias.name, denied)) {
                return Some(denied.hit(&alias.name));
            }
        }
    }
    None
}

/// `(module + "." + name).startswith(denied)`
fn begins_with(module: Option<&str>, name: &str, denied: &str) -> bool {
    let Some(module) = module else { return name.starts_with(denied) };
    match denied.strip_prefix(module) {
        None => module.starts_with(denied),
        Some(rest) => rest.is_empty() || rest.strip_prefix('.').is_some_and(|rest| name.starts_with(rest)),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, findings};

    #[test]
    fn calls_by_qualified_name() {
        let text = "from pickle import loads as l\nl(x)\npickle.load(f)\nx.pickle.load(f)\npickle.loads\n";
        let message = "MEDIUM/HIGH Pickle and modules that wrap it can be unsafe when used to deserialize untrusted data, possible security issue.";
        assert_eq!(answers("B301", text), [format!("2:0 {message}"), format!("3:0 {message}")]);
    }

    #[test]
    fn a_call_of_a_denied_module_counts_as_its_import() {
        assert_eq!(
            answers("B403", "pickle()\n__import__('dill')\n__import__(pickle)\n__import__()\n"),
            [
                "1:0 LOW/HIGH Consider possible security implications associated with pickle module.",
                "2:0 LOW/HIGH Consider possible security implications associated with dill module.",
            ]
        );
    }

    #[test]
    fn imports_by_call() {
        let of = |call: &str| answers("B401", &format!("import importlib\n{call}\n"));
        assert_eq!(of("importlib.import_module('telnetlib')").len(), 1);
        assert_eq!(of("importlib.import_module(telnetlib)").len(), 1);
        assert_eq!(of("importlib.import_module(x.telnetlib, y)").len(), 1);
        assert_eq!(of("importlib.__import__(name='telnetlib')").len(), 1);
        assert_eq!(of("importlib.import_module('telnetlib.Telnet')"), [""; 0]);
        assert_eq!(of("importlib.import_module(['telnetlib'])"), [""; 0]);
        assert_eq!(of("importlib.import_module()"), ["2 crash 'name'"]);
        assert_eq!(of("importlib.import_module(**a)"), ["2 crash 'name'"]);
        assert_eq!(
            of("importlib.import_module('telnetlib', {[]})"),
            ["2 crash cannot use 'list' as a set element (unhashable type: 'list')"]
        );
        // The name that is called decides, whatever it stands for.
        assert_eq!(answers("B401", "from importlib import __import__\n__import__('telnetlib')\n").len(), 1);
    }

    #[test]
    fn imports_that_begin_alike() {
        let names = |text: &str| -> Vec<String> {
            let found = findings("B406", text);
            found.iter().map(|f| f.message.split(' ').nth(1).unwrap_or_default().to_owned()).collect()
        };
        assert_eq!(names("import xml.sax\nimport xml.saxophone, os\n"), ["xml.sax", "xml.saxophone"]);
        assert_eq!(names("import os, xml.sax.handler as h, xml.sax\n"), ["xml.sax.handler"]);
        assert_eq!(names("from xml import dom, sax\nfrom xml.sax import *\n"), ["sax", "*"]);
        assert_eq!(names("from .xml import sax\nfrom . import xml\n"), ["sax"]);
        assert_eq!(
            names("from xm import l\nimport xml\nfrom xml import sa\nfrom xmlx import sax\n"),
            [""; 0]
        );
    }

    #[test]
    fn the_first_entry_that_matches_answers() {
        let table = crate::Table::new(stockade_core::scan::Dialect::Bandit, |_| true, |_| None, None);
        assert_eq!(table.denied.calls[0].info.id, "B301");
        // All of B4xx apply to calls, too.
        assert_eq!(table.denied.calls.len(), 33);
        assert_eq!(table.denied.imports.len(), 13);
    }
}
