//! Deny lists: calls and imports that are worth a look whatever their arguments. Data in [`calls`] and [`imports`]; how
//! a name is held against them is here.

pub mod calls;
pub mod imports;

use std::borrow::Cow;

use stockade_core::ast::{Expr, Stmt};
use stockade_core::finding::{Cwe, Level, RuleInfo};

use crate::context::Call;
use crate::pass::string_of;
use crate::rule::{Crash, Hit};

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

/// All deny lists as one rule, which a `# nosec` and a profile may name.
pub static ALL_LISTS: RuleInfo = RuleInfo {
    id: "B001",
    name: "blacklist",
    test_name: "blacklist",
    severity: Level::High,
    confidence: Level::High,
    cwe: Cwe::NONE,
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
    fn hit(&self, name: &str) -> (&'static RuleInfo, Hit) {
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
    call: &Call<'_, '_>,
) -> Result<Option<(&'static RuleInfo, Hit)>, Crash> {
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
    Ok(lists
        .calls
        .iter()
        .find(|denied| denied.names.iter().any(|n| n == name))
        .map(|denied| denied.hit(name)))
}

/// Holds an import against the lists: any name that begins like an entry counts, `pickletools` for `pickle`, too.
pub(crate) fn import(lists: &DenyLists, stmt: &Stmt) -> Option<(&'static RuleInfo, Hit)> {
    let (lists, module, names) = match stmt {
        Stmt::Import(node) => (&lists.imports, None, &node.names),
        Stmt::ImportFrom(node) => (&lists.imports_from, node.module.as_deref(), &node.names),
        _ => return None,
    };
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
