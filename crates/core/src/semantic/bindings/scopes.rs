//! Scopes and what is bound in them: which scope a place is in, and which bindings a name has there. How the bindings
//! are found is in [`collect`](super::collect).

use std::cmp::Ordering;

use super::Bindings;
use super::builtins::is_builtin;
use crate::ast::{
    Alias, Expr, StmtAnnAssign, StmtClassDef, StmtFunctionDef, StmtImportFrom, TextRange, TextSize,
};

/// A scope: the code whose names are looked up in it first.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The scope around it; the module is its own.
    pub(super) parent: u32,
    pub(super) kind: ScopeKind<'a>,
    /// Where its names begin and end in the list of all bindings.
    pub(super) names: (u32, u32),
    /// Whether they are sorted by name: otherwise they are few, and in the order of the code.
    pub(super) sorted: bool,
    /// Whether it binds names elsewhere: by `global` or `nonlocal`, or, as a comprehension, by `:=`.
    pub(super) declares: bool,
    /// Of a class: where the attributes that its methods set begin and end; sorted by name.
    pub(super) attributes: (u32, u32),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum ScopeKind<'a> {
    Module,
    Function,
    Class(&'a StmtClassDef),
    /// With the first iterable, which belongs to the scope around it.
    Comprehension(TextRange),
}

/// A place, the scope that began last before it, and the innermost that it is in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    offset: u32,
    began: u32,
    scope: u32,
}

/// One binding of a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Binding<'a> {
    pub(super) name: &'a str,
    /// The name's [`Key`].
    pub(super) key: u32,
    /// The offset from which it holds.
    pub(super) at: u32,
    /// Where the block that it stands in ends; [`WHOLE`] where that is the scope itself.
    pub(super) until: u32,
    pub(super) kind: Kind<'a>,
}

/// See [`Binding::until`].
pub(super) const WHOLE: u32 = u32::MAX;

/// What a name is bound to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind<'a> {
    /// A module, by its qualified name.
    Module(&'a str),
    /// A name of a module.
    Imported(&'a StmtImportFrom, &'a Alias),
    /// The value of an expression.
    Value(&'a Expr),
    /// What entering the value of an expression gives: `with … as`.
    Entered(&'a Expr),
    /// One of the items of an expression's value: `for … in`.
    Item(&'a Expr),
    /// A value with an annotation, or the annotation alone.
    Annotated(&'a StmtAnnAssign),
    /// Something of this type.
    Typed(&'a Expr),
    /// A function of this file.
    Function(&'a StmtFunctionDef),
    /// A class of this file, by its scope.
    Class(u32),
    /// `self` or `cls`, by the scope of the class.
    Receiver(u32),
    /// `global`: no binding, but where to look.
    Global,
    /// `nonlocal`, likewise.
    Nonlocal,
    /// What nothing is known of.
    Unknown,
}

/// A name to look for, with a number that tells most names apart at a glance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key<'n> {
    pub(super) name: &'n str,
    number: u32,
}

impl<'n> Key<'n> {
    #[inline]
    pub(super) fn new(name: &'n str) -> Key<'n> {
        Key { name, number: number(name) }
    }

    #[inline]
    fn is(self, binding: &Binding<'_>) -> bool {
        binding.key == self.number && binding.name == self.name
    }
}

/// The number of a name: from its ends, which tell more than its middle, and its length.
#[inline]
pub(super) fn number(name: &str) -> u32 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let bytes = name.as_bytes();
    let (first, last) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
    } else {
        let at = |index: usize| bytes.get(index).copied().map_or(0, u64::from);
        (at(0) | at(1) << 8 | at(2) << 16, 0)
    };
    let mixed = (first ^ last.rotate_left(29) ^ bytes.len() as u64).wrapping_mul(FACTOR);
    (mixed >> 32) as u32
}

/// The order of sorted bindings: any that brings those of a name together, in the order of the code.
pub(super) fn order(a: &Binding<'_>, b: &Binding<'_>) -> Ordering {
    a.key.cmp(&b.key).then_with(|| a.name.cmp(b.name))
}

/// What binds a name that is used somewhere, in the scope that does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Owner<'b, 'a> {
    /// Bindings of the scope: all that the name has, and those of other names unless they are sorted.
    near: &'b [Binding<'a>],
    /// Whether the scope's bindings are sorted.
    sorted: bool,
    /// The offset of the use, if the scope's code runs in the order in which it stands as far as the use is concerned.
    pub(super) at: Option<u32>,
}

/// How many bindings of a name are looked at, at most.
pub(super) const MOST: usize = 16;

impl<'a> Bindings<'a> {
    /// The innermost scope around an offset.
    fn scope_at(&self, offset: u32) -> u32 {
        let last = self.last.get();
        let begins = |at: u32| self.scopes.get(at as usize).is_some_and(|scope| scope.start <= offset);
        let began = if begins(last.began) && !begins(last.began + 1) {
            last.began
        } else {
            let found = self.scopes.partition_point(|scope| scope.start <= offset).saturating_sub(1);
            u32::try_from(found).unwrap_or_default()
        };
        // What began last but has ended is inside what contains the offset. What had ended before has not to be left again.
        let mut at = if began == last.began && last.offset <= offset { last.scope } else { began };
        while at != 0 && self.scopes[at as usize].end <= offset {
            at = self.scopes[at as usize].parent;
        }
        self.last.set(Place { offset, began, scope: at });
        at
    }

    /// The scope that binds a name used at an offset; none for builtins and names bound nowhere.
    pub(super) fn owner(&self, key: Key<'_>, offset: u32) -> Option<Owner<'_, 'a>> {
        /// How many scopes are looked at before the module: nobody nests more.
        const DEEPEST: usize = 1000;
        let mut id = self.scope_at(offset);
        let mut looked_at = 0;
        let (mut inline, mut direct) = (true, true);
        loop {
            let scope = &self.scopes[id as usize];
            let at = inline.then_some(offset);
            let bound = |id: u32, at: Option<u32>| {
                let owner = Owner { near: self.near(id, key), sorted: self.scopes[id as usize].sorted, at };
                owner.bindings(key).next().is_some().then_some(owner)
            };
            match scope.kind {
                ScopeKind::Comprehension(first) => {
                    if !first.contains(TextSize::new(offset)) {
                        if let Some(owner) = bound(id, None) {
                            return Some(owner);
                        }
                        direct = false;
                    }
                }
                // Its names are for the code that stands in it directly, once they are bound.
                ScopeKind::Class(_) => {
                    if direct
                        && let Some(owner) = bound(id, at)
                        && owner.bindings(key).any(|binding| binding.at <= offset)
                    {
                        return Some(owner);
                    }
                    (inline, direct) = (false, false);
                }
                ScopeKind::Function => {
                    match self.declared(id, key) {
                        Some(Kind::Global) => return bound(0, None),
                        Some(_) => {}
                        None => {
                            if let Some(owner) = bound(id, at) {
                                return Some(owner);
                            }
                        }
                    }
                    (inline, direct) = (false, false);
                }
                ScopeKind::Module => {
                    let owner = bound(id, at)?;
                    // A builtin is that until the module binds its name.
                    let is_before = |at: u32| owner.bindings(key).any(|binding| binding.at <= at);
                    let is_builtin = at.is_some_and(|at| !is_before(at) && is_builtin(key.name));
                    return (!is_builtin).then_some(owner);
                }
            }
            looked_at += 1;
            id = if looked_at < DEEPEST { scope.parent } else { 0 };
        }
    }

    /// How a function declares a name, if it does.
    fn declared(&self, scope: u32, key: Key<'_>) -> Option<Kind<'a>> {
        if !self.scopes[scope as usize].declares {
            return None;
        }
        // Python wants the declaration before anything else that is done with the name.
        let bindings = self.near(scope, key).iter().filter(|binding| key.is(binding)).take(MOST);
        bindings.map(|binding| binding.kind).find(|kind| matches!(kind, Kind::Global | Kind::Nonlocal))
    }

    /// The bindings of a scope that can be of that name. Where they are sorted, they all are.
    fn near(&self, scope: u32, key: Key<'_>) -> &[Binding<'a>] {
        let scope = &self.scopes[scope as usize];
        let names = &self.bindings[scope.names.0 as usize..scope.names.1 as usize];
        if !scope.sorted {
            return names;
        }
        run(names, key)
    }

    /// The bindings of an attribute of a class: those in its body, then those that its methods make.
    pub(super) fn members_of<'n>(
        &self,
        class: u32,
        key: Key<'n>,
    ) -> impl DoubleEndedIterator<Item = &Binding<'a>> + use<'_, 'a, 'n> {
        let body = self.near(class, key).iter().filter(move |binding| key.is(binding));
        body.chain(self.set_on(class, key))
    }

    /// The bindings of an attribute that the methods of a class make, in the order of the code.
    pub(super) fn set_on(&self, class: u32, key: Key<'_>) -> &[Binding<'a>] {
        let (start, end) = self.scopes[class as usize].attributes;
        run(&self.bindings[start as usize..end as usize], key)
    }
}

impl<'b, 'a> Owner<'b, 'a> {
    /// The bindings of the name, in the order of the code.
    pub(super) fn bindings<'n>(
        self,
        key: Key<'n>,
    ) -> impl Iterator<Item = &'b Binding<'a>> + use<'b, 'a, 'n> {
        self.near.iter().filter(move |binding| key.is(binding))
    }

    /// The bindings that a use of the name may have, the likeliest first.
    pub(super) fn candidates<'n>(
        self,
        key: Key<'n>,
    ) -> impl Iterator<Item = &'b Binding<'a>> + use<'b, 'a, 'n> {
        let Owner { mut near, sorted, at } = self;
        if let Some(at) = at
            && sorted
        {
            match near.partition_point(|binding| binding.at <= at) {
                0 => {}
                before => near = &near[..before],
            }
        }
        let before = move |binding: &Binding<'_>| at.is_none_or(|at| binding.at <= at);
        // A loop can come back to a use from a binding behind it.
        let none_before = !near.iter().any(|binding| key.is(binding) && before(binding));
        let mut sure = false;
        near.iter()
            .rev()
            .filter(move |binding| key.is(binding) && (none_before || before(binding)))
            .take_while(move |binding| {
                let go_on = !sure;
                let around = binding.until == WHOLE || at.is_some_and(|at| at < binding.until);
                sure |= around && !binding.is_placeholder();
                go_on
            })
            .take(MOST)
    }
}

/// Those of a name, among bindings in [`order`].
fn run<'b, 'a>(bindings: &'b [Binding<'a>], key: Key<'_>) -> &'b [Binding<'a>] {
    let before = |binding: &Binding<'_>| {
        binding.key < key.number || (binding.key == key.number && binding.name < key.name)
    };
    /// Hardly any name has more bindings.
    const FEW: usize = 4;
    let bindings = &bindings[bindings.partition_point(before)..];
    let few = bindings.iter().take(FEW).take_while(|binding| key.is(binding)).count();
    let end = if few < FEW { few } else { bindings.partition_point(|binding| key.is(binding)) };
    &bindings[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_tell_names_apart() {
        let names = [
            "", "a", "b", "ab", "ba", "abc", "abcd", "abce", "self", "result", "results", "test_one",
            "test_two",
        ];
        for (at, one) in names.iter().enumerate() {
            for other in &names[at + 1..] {
                assert_ne!(number(one), number(other), "{one} {other}");
            }
        }
    }

    #[test]
    fn a_binding_is_small() {
        assert!(size_of::<Binding<'_>>() <= 56);
    }
}
