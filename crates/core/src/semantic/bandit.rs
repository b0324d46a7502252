//! Names as Bandit resolves them: by the text of the imports met so far, with no notion of scope.
//!
//! `import a.b as c` makes `c` stand for `a.b` from there on, everywhere; `from a import b` makes `b` stand for
//! `a.b`; a name that is assigned to keeps its meaning. A module counts as imported once its `import` has been walked.

use std::cell::RefCell;

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

use super::ends::Ends;
use crate::ast::{Expr, StmtImport, StmtImportFrom};

/// The imports that a walk has met so far.
#[derive(Debug, Default)]
pub struct Names<'a> {
    aliases: FxHashMap<&'a str, Qualified<'a>>,
    /// Of the aliases.
    ends: Ends,
    /// In the order of the walk.
    imports: Vec<Qualified<'a>>,
    known: RefCell<Known<'a>>,
    /// What has been asked about parts of names.
    parts: RefCell<Vec<Part>>,
}

/// The imports as a set, up to the last time that one was looked for: in most files none is.
#[derive(Debug, Default)]
struct Known<'a> {
    seen: usize,
    names: FxHashSet<Qualified<'a>>,
}

/// A text that was looked for in the imports: a file has as many calls that ask as it likes.
#[derive(Debug)]
struct Part {
    text: Box<str>,
    /// How many imports have been looked at, and whether one of them has it.
    seen: usize,
    found: bool,
}

/// A name, or a module's name and a name in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Qualified<'a> {
    module: Option<&'a str>,
    name: &'a str,
}

impl Qualified<'_> {
    fn push_to(self, out: &mut String) {
        if let Some(module) = self.module {
            out.push_str(module);
            out.push('.');
        }
        out.push_str(self.name);
    }

    fn contains(self, part: &str) -> bool {
        let Some(module) = self.module else {
            return memmem::find(self.name.as_bytes(), part.as_bytes()).is_some();
        };
        if memmem::find(module.as_bytes(), part.as_bytes()).is_some() {
            return true;
        }
        let mut whole = String::with_capacity(module.len() + 1 + self.name.len());
        self.push_to(&mut whole);
        whole.contains(part)
    }
}

impl<'a> Names<'a> {
    /// Takes in an `import`.
    pub fn import(&mut self, import: &'a StmtImport) {
        for alias in &import.names {
            self.add(
                Qualified { module: None, name: &alias.name },
                alias.asname.as_ref().map(|n| n.as_str()),
            );
        }
    }

    /// Takes in a `from … import`. A relative one without a module counts as an `import` of its names.
    pub fn import_from(&mut self, import: &'a StmtImportFrom) {
        let module = import.module.as_ref().map(|m| m.as_str());
        for alias in &import.names {
            let bound = alias.asname.as_ref().map(|n| n.as_str());
            let bound = if module.is_some() { bound.or(Some(&alias.name)) } else { bound };
            self.add(Qualified { module, name: &alias.name }, bound);
        }
    }

    fn add(&mut self, imported: Qualified<'a>, bound: Option<&'a str>) {
        if self.imports.is_empty() {
            // As many as most files have: a table that grows is made anew each time.
            self.aliases.reserve(28);
        }
        if let Some(bound) = bound {
            self.ends.add(bound);
            self.aliases.insert(bound, imported);
        }
        self.imports.push(imported);
    }

    /// Whether that very module or name has been imported.
    #[must_use]
    pub fn imported(&self, dotted: &str) -> bool {
        let mut known = self.known.borrow_mut();
        let Known { seen, names } = &mut *known;
        names.extend(&self.imports[*seen..]);
        *seen = self.imports.len();
        let whole = Qualified { module: None, name: dotted };
        let parted =
            |(at, _): (usize, &str)| Qualified { module: Some(&dotted[..at]), name: &dotted[at + 1..] };
        names.contains(&whole) || dotted.match_indices('.').map(parted).any(|name| names.contains(&name))
    }

    /// Whether some imported name contains the text.
    #[must_use]
    pub fn imported_like(&self, part: &str) -> bool {
        let mut parts = self.parts.borrow_mut();
        let at = parts.iter().position(|known| *known.text == *part).unwrap_or_else(|| {
            parts.push(Part { text: part.into(), seen: 0, found: false });
            parts.len() - 1
        });
        let known = &mut parts[at];
        known.found |= self.imports[known.seen..].iter().any(|import| import.contains(part));
        known.seen = self.imports.len();
        known.found
    }

    /// Writes the qualified name of what is called: empty where it is neither a name nor an attribute, and beginning
    /// with a dot where the attribute's root is neither.
    pub fn call_name(&self, function: &Expr, out: &mut String) {
        out.clear();
        if matches!(function, Expr::Name(_) | Expr::Attribute(_)) {
            self.push_name(function, out);
        }
    }

    /// The last part of [`Names::call_name`], which needs no name put together.
    #[must_use]
    pub fn last_name<'n>(&self, function: &'n Expr) -> &'n str
    where
        'a: 'n,
    {
        match function {
            Expr::Attribute(attribute) => &attribute.attr,
            Expr::Name(name) => match self.alias(&name.id) {
                Some(qualified) => last_part(qualified.name),
                None => &name.id,
            },
            _ => "",
        }
    }

    #[inline]
    fn alias(&self, name: &str) -> Option<Qualified<'a>> {
        if self.ends.may_have(name) { self.aliases.get(name).copied() } else { None }
    }

    fn push_name(&self, expr: &Expr, out: &mut String) {
        // A chain of attributes can be as long as its author likes: no recursion.
        let mut attributes = SmallVec::<[&str; 8]>::new();
        let mut root = expr;
        while let Expr::Attribute(attribute) = root {
            attributes.push(attribute.attr.as_str());
            root = &attribute.value;
        }
        if let Expr::Name(name) = root {
            match self.alias(&name.id) {
                Some(qualified) => qualified.push_to(out),
                None => out.push_str(&name.id),
            }
        }
        for attribute in attributes.iter().rev() {
            out.push('.');
            out.push_str(attribute);
        }
    }

    /// The name of an attribute of a plain name, as Bandit qualifies a parameter's default: `.attr` where the root is no
    /// name, and empty for anything that is no attribute.
    #[must_use]
    pub fn attribute_name(&self, expr: &Expr) -> String {
        let mut out = String::new();
        if let Expr::Attribute(attribute) = expr {
            if let Expr::Name(name) = &*attribute.value {
                match self.alias(&name.id) {
                    Some(qualified) => qualified.push_to(&mut out),
                    None => out.push_str(&name.id),
                }
            }
            out.push('.');
            out.push_str(&attribute.attr);
        }
        out
    }
}

/// What follows the last dot of a name.
#[must_use]
pub fn last_part(name: &str) -> &str {
    memchr::memrchr(b'.', name.as_bytes()).map_or(name, |dot| &name[dot + 1..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Stmt;
    use crate::parse::parse;

    fn call_names(text: &str) -> Vec<String> {
        let tree = parse(text);
        let mut names = Names::default();
        let mut out = Vec::new();
        for stmt in &tree.module().body {
            match stmt {
                Stmt::Import(import) => names.import(import),
                Stmt::ImportFrom(import) => names.import_from(import),
                Stmt::Expr(expr) => {
                    if let Expr::Call(call) = &*expr.value {
                        let mut name = String::new();
                        names.call_name(&call.func, &mut name);
                        assert_eq!(names.last_name(&call.func), last_part(&name));
                        out.push(name);
                    }
                }
                _ => {}
            }
        }
        out
    }

    #[test]
    fn aliases_are_replaced_at_the_root() {
        let text = "f()\nfrom os import system as f\nf()\nimport a.b as c\nc.d.e()\nimport x.y\nx.y.z()\nfrom . import q\nq()\n";
        assert_eq!(call_names(text), ["f", "os.system", "a.b.d.e", "x.y.z", "q"]);
    }

    #[test]
    fn what_has_no_name_leaves_its_attributes() {
        assert_eq!(
            call_names("a()()\na().b.c()\nx[0].y()\n(lambda: 1)()\n'{}'.format()\n"),
            ["", ".b.c", ".y", "", ".format"]
        );
    }

    #[test]
    fn imports_are_known_exactly_and_by_part() {
        let tree = parse("import os.path\nfrom django.db import models\nfrom . import flask_x\n");
        let mut names = Names::default();
        for stmt in &tree.module().body {
            match stmt {
                Stmt::Import(import) => names.import(import),
                Stmt::ImportFrom(import) => names.import_from(import),
                _ => {}
            }
        }
        assert!(names.imported("os.path") && !names.imported("os") && names.imported("django.db.models"));
        assert!(
            names.imported_like("django.db.models")
                && names.imported_like("flask")
                && !names.imported_like("yaml")
        );
    }
}
