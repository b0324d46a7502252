//! B401 to B415: imports worth a look. A module counts with what is below it, not with others whose names begin alike;
//! what cannot do harm may be imported from it; and calling it is no import.

use stockade_core::ast::{Alias, Ranged, Stmt};
use stockade_core::finding::RuleInfo;

use crate::context::Call;
use crate::denylist::{self, Denied, DenyLists};
use crate::rule::Hit;

/// What can be imported from the modules of the lists without a second thought: constants, exceptions, and what only
/// writes.
const HARMLESS: &[&str] = &[
    "ftplib.all_errors",
    "ftplib.error_perm",
    "ftplib.error_proto",
    "ftplib.error_reply",
    "ftplib.error_temp",
    "pickle.DEFAULT_PROTOCOL",
    "pickle.HIGHEST_PROTOCOL",
    "pickle.PickleError",
    "pickle.Pickler",
    "pickle.PicklingError",
    "pickle.UnpicklingError",
    "pickle.dump",
    "pickle.dumps",
    "subprocess.CalledProcessError",
    "subprocess.CompletedProcess",
    "subprocess.DEVNULL",
    "subprocess.PIPE",
    "subprocess.STDOUT",
    "subprocess.SubprocessError",
    "subprocess.TimeoutExpired",
    "subprocess.list2cmdline",
    "xml.etree.ElementTree.Comment",
    "xml.etree.ElementTree.Element",
    "xml.etree.ElementTree.ElementTree",
    "xml.etree.ElementTree.ParseError",
    "xml.etree.ElementTree.QName",
    "xml.etree.ElementTree.SubElement",
    "xml.etree.ElementTree.dump",
    "xml.etree.ElementTree.indent",
    "xml.etree.ElementTree.register_namespace",
    "xml.etree.ElementTree.tostring",
    "xml.sax.SAXException",
    "xml.sax.SAXParseException",
    "xml.sax.saxutils",
    "xmlrpc.client.Binary",
    "xmlrpc.client.DateTime",
    "xmlrpc.client.Error",
    "xmlrpc.client.Fault",
    "xmlrpc.client.ProtocolError",
    "xmlrpc.client.dumps",
];

/// Holds an import against the lists: one finding for each list, at the first name that it has.
pub(crate) fn of_statement(lists: &DenyLists, stmt: &Stmt) -> Vec<(&'static RuleInfo, Hit)> {
    let (lists, module, names): (_, _, &[Alias]) = match stmt {
        Stmt::Import(node) => (&lists.imports, None, &node.names),
        // A module of the program's own may have any name.
        Stmt::ImportFrom(node) if node.level > 0 => return Vec::new(),
        Stmt::ImportFrom(node) => (&lists.imports_from, node.module.as_deref(), &node.names),
        _ => return Vec::new(),
    };
    let mut hits = Vec::new();
    for denied in lists {
        let hit = names.iter().find_map(|alias| {
            let parts = (module, alias.name.as_str());
            denied.names.iter().find(|name| has(name, parts))?;
            let name = joined(parts);
            if is_harmless(&name) {
                return None;
            }
            let (info, hit) = denied.hit(name.strip_suffix(".*").unwrap_or(&name));
            Some((info, hit.on(alias.range())))
        });
        hits.extend(hit);
    }
    hits
}

/// Holds a call against the lists for imports: `__import__("pickle")`, `importlib.import_module("pickle")`, and a class
/// that is reached through its module.
pub(crate) fn of_call(lists: &[Denied], call: &Call<'_, '_>) -> Option<(&'static RuleInfo, Hit)> {
    let imports = matches!(
        call.qualname,
        "__import__" | "builtins.__import__" | "importlib.import_module" | "importlib.__import__"
    );
    if imports {
        let keyword = || call.keywords().iter().find(|keyword| keyword.arg.as_deref() == Some("name"));
        let name = call.args().first().or_else(|| keyword().map(|keyword| &keyword.value))?;
        let name = call.scope.text(name)?;
        let denied = lists.iter().filter(|denied| !denylist::is_of_calls(denied));
        return denied
            .filter(|denied| denied.names.iter().any(|entry| has(entry, (None, &*name))))
            .map(|denied| denied.hit(&name))
            .next();
    }
    None
}

/// Whether a call is of something that an entry for imports names, and that its own import does not show:
/// `wsgiref.handlers.CGIHandler()`.
pub(crate) fn is_reached_through_module(call: &Call<'_, '_>) -> bool {
    call.node.func.is_attribute_expr()
        && matches!(call.name.as_bytes().first(), Some(first) if first.is_ascii_uppercase())
}

/// Whether an entry has a module or what is below it.
fn has(entry: &str, (module, name): (Option<&str>, &str)) -> bool {
    let rest = match module {
        None => name.strip_prefix(entry),
        Some(module) => match module.strip_prefix(entry) {
            Some(rest) => Some(rest),
            None => entry
                .strip_prefix(module)
                .and_then(|below| below.strip_prefix('.'))
                .and_then(|below| name.strip_prefix(below)),
        },
    };
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

fn joined((module, name): (Option<&str>, &str)) -> String {
    module.map_or_else(|| name.to_owned(), |module| format!("{module}.{name}"))
}

fn is_harmless(name: &str) -> bool {
    HARMLESS.iter().any(|harmless| {
        name.strip_prefix(harmless).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn both(id: &str, text: &str) -> (usize, usize) {
        let text = format!("{text}\n");
        (answers(id, &text).len(), native(id, &text).len())
    }

    #[test]
    fn modules_and_what_is_below_them() {
        assert_eq!(both("B403", "import pickle"), (1, 1));
        assert_eq!(both("B403", "import pickletools"), (1, 0));
        assert_eq!(both("B406", "import xml.sax.handler"), (1, 1));
        assert_eq!(both("B406", "import xml.saxophone"), (1, 0));
        assert_eq!(both("B406", "from xml import sax"), (1, 1));
        assert_eq!(both("B406", "from xml.sax import handler"), (1, 1));
        assert_eq!(both("B406", "from .xml import sax"), (1, 0));
        assert_eq!(both("B403", "from . import pickle"), (1, 0));
        assert_eq!(both("B412", "from wsgiref.handlers import CGIHandler"), (1, 1));
        assert_eq!(both("B412", "from wsgiref.handlers import CGIHandlers"), (1, 0));
    }

    #[test]
    fn what_cannot_do_harm() {
        assert_eq!(both("B404", "from subprocess import PIPE, TimeoutExpired"), (1, 0));
        assert_eq!(both("B404", "from subprocess import PIPE, Popen"), (1, 1));
        assert_eq!(both("B403", "from pickle import PicklingError, dumps"), (1, 0));
        assert_eq!(both("B405", "from xml.etree.ElementTree import Element, tostring"), (1, 0));
        assert_eq!(both("B405", "from xml.etree.ElementTree import parse"), (1, 1));
        assert_eq!(both("B406", "from xml.sax import saxutils"), (1, 0));
        assert_eq!(both("B406", "from xml.sax.saxutils import escape"), (1, 0));
    }

    #[test]
    fn calls() {
        assert_eq!(both("B403", "pickle()"), (1, 0));
        assert_eq!(both("B403", "__import__('pickle')"), (1, 1));
        assert_eq!(both("B403", "__import__('pickletools')"), (0, 0));
        assert_eq!(both("B403", "import importlib\nimportlib.import_module(name='pickle')"), (1, 1));
        assert_eq!(both("B403", "import importlib\nimportlib.import_module(pickle)"), (1, 0));
        assert_eq!(both("B406", "import importlib\nimportlib.import_module('xml.sax.handler')"), (0, 1));
        let handler = "from wsgiref.handlers import CGIHandler\nCGIHandler().run(a)";
        assert_eq!(both("B412", handler), (2, 1));
        assert_eq!(both("B412", "import wsgiref.handlers\nwsgiref.handlers.CGIHandler().run(a)"), (1, 1));
    }

    #[test]
    fn each_list_and_its_name() {
        let text = "import os, pickle, dill, subprocess\n";
        assert_eq!(
            native("B403", text),
            ["1:11 LOW/HIGH Consider possible security implications associated with pickle module."]
        );
        assert_eq!(native("B404", text).len(), 1);
        let parse = native("B405", "from xml.etree.ElementTree import parse\n");
        assert!(parse[0].contains("Using xml.etree.ElementTree.parse to parse"), "{parse:?}");
        let all = native("B406", "from xml.sax import *\n");
        assert!(all[0].contains("Using xml.sax to parse"), "{all:?}");
    }
}
