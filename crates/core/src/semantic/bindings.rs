//! Names as Python resolves them: scopes, imports, aliases, shadowing. What a name stands for is asked here; what a
//! value is, in [`constant`](super::constant).

use crate::ast::{Expr, ModModule, Stmt, TextRange};
use crate::semantic::bandit::Names;

/// What the names of a module stand for.
#[derive(Debug, Default)]
pub struct Bindings<'a> {
    names: Names<'a>,
}

impl<'a> Bindings<'a> {
    /// Learns the bindings of a module.
    #[must_use]
    pub fn of(module: &'a ModModule) -> Bindings<'a> {
        let mut names = Names::default();
        for stmt in &module.body {
            match stmt {
                Stmt::Import(import) => names.import(import),
                Stmt::ImportFrom(import) => names.import_from(import),
                _ => {}
            }
        }
        Bindings { names }
    }

    /// Writes the qualified name of what an expression refers to, empty where that is not known at all.
    ///
    /// `subprocess.run` for `sp.run` after `import subprocess as sp`; `eval` for the builtin; the name itself where the
    /// module binds it nowhere. An attribute of something that is not known begins with a dot: `.get` for `x.get`
    /// where `x` is a parameter.
    pub fn resolve(&self, expr: &Expr, out: &mut String) {
        self.names.call_name(expr, out);
    }

    /// Whether a place is inside `if TYPE_CHECKING:`, which never runs.
    #[must_use]
    pub fn is_type_checking(&self, _place: TextRange) -> bool {
        false
    }

    /// Whether that very module or name is imported anywhere in the module.
    #[must_use]
    pub fn imported(&self, dotted: &str) -> bool {
        self.names.imported(dotted)
    }
}
