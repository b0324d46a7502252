//! Functions that are handed on without being called, in the native dialect: `map(eval, lines)`, `callback=os.system`,
//! `@mark_safe`. Which of them are watched is in the [`Table`]; here is which uses of a name count.

use rustc_hash::FxHashSet;
use stockade_core::ast::{Alias, ExceptHandler, Expr, ExprCall, ModModule, Ranged, Stmt, TextRange};
use stockade_core::walk::{Node, Parents, StringNode, Visitor, walk};

use crate::table::Table;

/// What is known of a file's names while it is walked.
#[derive(Debug, Default)]
pub(crate) struct References<'a> {
    /// What the file calls what is watched: `loads` is `l` after `from pickle import loads as l`.
    renamed: FxHashSet<&'a str>,
    /// The last names of all that is called in the file, found when first asked for.
    called: Option<FxHashSet<&'a str>>,
}

/// Functions that only ask what they are given, by their last names.
const ASKING: &[&str] = &[
    "assertIs",
    "assertIsInstance",
    "assertIsNot",
    "callable",
    "cast",
    "create_autospec",
    "getattr",
    "hasattr",
    "id",
    "isinstance",
    "issubclass",
    "print",
    "raises",
    "repr",
    "signature",
    "str",
    "super",
    "type",
    "update_wrapper",
    "wraps",
];

impl<'a> References<'a> {
    /// Takes in the names of an import.
    pub(crate) fn import(&mut self, names: &'a [Alias], table: &Table) {
        for alias in names {
            if let Some(name) = &alias.asname
                && table.references.has_last(&alias.name)
            {
                self.renamed.insert(name.as_str());
            }
        }
    }

    /// Whether what a name or attribute stands for can be watched: it mostly cannot.
    #[inline]
    pub(crate) fn may_concern(&self, expr: &Expr, table: &Table) -> bool {
        match expr {
            Expr::Name(name) => {
                table.references.has_last(&name.id)
                    || (!self.renamed.is_empty() && self.renamed.contains(name.id.as_str()))
            }
            Expr::Attribute(attribute) => table.references.has_last(&attribute.attr),
            _ => false,
        }
    }

    /// Whether the use of a function's value can lead to a call that nothing else shows. Not so where it is only asked
    /// for or compared, is a type, or gets another name under which this file calls it.
    pub(crate) fn is_handed_on(
        &mut self,
        expr: &'a Expr,
        parents: &Parents<'a>,
        module: &'a ModModule,
    ) -> bool {
        let mut child = expr.range();
        for node in parents.near() {
            match node {
                Node::Expr(Expr::Call(call)) => {
                    return !last_name(&call.func).is_some_and(|name| ASKING.contains(&name));
                }
                Node::Expr(Expr::Compare(_) | Expr::Subscript(_)) => return false,
                Node::Stmt(stmt) => return self.is_use(stmt, child, expr, module),
                Node::Elif(..)
                | Node::ExceptHandler(_)
                | Node::Parameter(_)
                | Node::Pattern(_)
                | Node::TypeParam(_) => return false,
                Node::Parameters(_) => return true,
                _ => child = node.placed().unwrap_or(child),
            }
        }
        true
    }

    /// Whether a statement does more with the value of its part at `child` than to look at it.
    fn is_use(&mut self, stmt: &'a Stmt, child: TextRange, expr: &Expr, module: &'a ModModule) -> bool {
        match stmt {
            Stmt::FunctionDef(s) => {
                s.returns.as_deref().is_none_or(|returns| !returns.range().contains_range(child))
            }
            // A base class is made to be changed.
            Stmt::ClassDef(s) => s.decorator_list.iter().any(|d| d.range().contains_range(child)),
            Stmt::Assign(s) => s.value.range() != expr.range() || !self.is_called(&s.targets, module),
            Stmt::AnnAssign(s) => {
                let value = s.value.as_deref().is_some_and(|value| value.range().contains_range(child));
                value && (child != expr.range() || !self.is_called(std::slice::from_ref(&s.target), module))
            }
            Stmt::TypeAlias(_)
            | Stmt::Delete(_)
            | Stmt::Expr(_)
            | Stmt::If(_)
            | Stmt::While(_)
            | Stmt::Assert(_) => false,
            _ => true,
        }
    }

    /// Whether all these targets are called by their new names, and so looked at there.
    fn is_called(&mut self, targets: &[Expr], module: &'a ModModule) -> bool {
        let called = self.called.get_or_insert_with(|| {
            let mut called = Called(FxHashSet::default());
            walk(module, &mut called);
            called.0
        });
        targets.iter().all(|target| last_name(target).is_some_and(|name| called.contains(name)))
    }
}

fn last_name(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        _ => None,
    }
}

/// The last names of what is called.
struct Called<'a>(FxHashSet<&'a str>);

impl<'a> Visitor<'a> for Called<'a> {
    fn call(&mut self, call: &'a ExprCall, _: &Parents<'a>) {
        self.0.extend(last_name(&call.func));
    }

    fn string(&mut self, _: &StringNode<'_>, _: &Parents<'a>) {}
    fn statement(&mut self, _: &'a Stmt, _: &Parents<'a>) {}
    fn except_handler(&mut self, _: &'a ExceptHandler, _: &Parents<'a>) {}
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn places(id: &str, text: &str) -> Vec<String> {
        let place = |answer: String| answer.split(' ').next().unwrap_or_default().to_owned();
        native(id, text).into_iter().map(place).collect()
    }

    #[test]
    fn what_is_handed_on() {
        for (id, text, expected) in [
            ("B307", "map(eval, xs)\n", "1:4"),
            ("B307", "x = f(key=eval)\n", "1:10"),
            ("B301", "import pickle\nload = pickle.load\n", "2:7"),
            ("B301", "import pickle\nmodule.load: F = pickle.load\n", "2:17"),
            ("B301", "from pickle import loads as l\nmap(l, xs)\n", "2:4"),
            ("B301", "import pickle as p\nDECODERS = {'p': p.loads}\n", "2:17"),
            ("B301", "import pickle\ndef f(load=pickle.load): pass\n", "2:11"),
            ("B301", "import pickle\ndef f():\n  return pickle.load\n", "3:9"),
            (
                "B301",
                "import functools, pickle\nload = functools.partial(pickle.load, encoding='x')\n",
                "2:25",
            ),
            ("B308", "from django.utils.safestring import mark_safe\n@mark_safe\ndef f(): pass\n", "2:1"),
            (
                "B323",
                "import ssl\nssl._create_default_https_context = ssl._create_unverified_context\n",
                "2:36",
            ),
        ] {
            assert_eq!(places(id, text), [expected], "{text}");
            assert!(answers(id, text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_only_looked_at() {
        for text in [
            "import ftplib\ntry: pass\nexcept ftplib.FTP: pass\n",
            "import ftplib\ntry: pass\nexcept (E, ftplib.FTP): pass\n",
            "import ftplib\nisinstance(x, ftplib.FTP)\n",
            "import ftplib\nisinstance(x, (E, ftplib.FTP))\n",
            "import ftplib\ndef f(x: ftplib.FTP) -> ftplib.FTP: pass\n",
            "import ftplib\ndef f(x: Optional[ftplib.FTP] = None) -> Optional[ftplib.FTP]: pass\n",
            "import ftplib\nx: ftplib.FTP = None\n",
            "import ftplib\nclass A(ftplib.FTP): pass\n",
            "import ftplib\ntype A = ftplib.FTP\n",
            "import ftplib\nif x is ftplib.FTP: pass\n",
            "import ftplib\nif a: pass\nelif ftplib.FTP: pass\n",
            "import ftplib\nftplib.FTP\n",
            "import ftplib\nprint(ftplib.FTP.port)\n",
            "import ftplib\ndel ftplib.FTP\n",
            "import ftplib\nftplib.FTP = f\n",
            "import ftplib\nmatch x:\n  case ftplib.FTP: pass\n",
            "def f(ftplib):\n  g(ftplib.FTP)\n",
            "from .ftplib import FTP\ng(FTP)\n",
        ] {
            assert_eq!(places("B321", text), [""; 0], "{text}");
        }
        assert_eq!(places("B307", "def f(eval):\n  map(eval, x)\n"), [""; 0]);
    }

    #[test]
    fn another_name_that_is_called_is_reported_there() {
        assert_eq!(places("B301", "import pickle\nload = pickle.load\nload(f)\n"), ["3:0"]);
        assert_eq!(places("B301", "import pickle\nload: F = pickle.load\nload(f)\n"), ["3:0"]);
        assert_eq!(places("B301", "import pickle\nload = pickle.load\nmap(load, x)\n"), ["2:7", "3:4"]);
    }

    #[test]
    fn imports_and_asserts_for_type_checkers() {
        let text = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n  import pickle\n  from subprocess import run\n  assert x\n";
        for id in ["B403", "B404", "B101"] {
            assert_eq!(places(id, text), [""; 0], "{id}");
            assert_eq!(answers(id, text).len(), 1, "{id}");
        }
        assert_eq!(places("B403", "if TYPE_CHECKING:\n  import a\nelse:\n  import pickle\n"), ["4:9"]);
    }

    #[test]
    fn names_from_one_of_many_modules() {
        assert_eq!(
            places("B301", "from a import *\nfrom pickle import *\nfrom b import *\nloads(x)\n"),
            ["4:0"]
        );
        assert_eq!(places("B301", "from a import *\npickle.loads(x)\n"), ["2:0"]);
        assert_eq!(places("B307", "from a import *\neval(x)\n"), ["2:0"]);
    }
}
