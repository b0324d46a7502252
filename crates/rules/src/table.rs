//! The rules of one run, grouped once by the kind of node they look at, and calls by the name of what is called.

use rustc_hash::{FxHashMap, FxHashSet};
use stockade_core::finding::RuleInfo;
use stockade_core::module::Module;
use stockade_core::scan::{Checked, Checks, Dialect};
use stockade_core::semantic::bandit::last_part;
use stockade_core::semantic::ends::Ends;

use crate::catalog;
use crate::context::Reference;
use crate::denylist::{self, Denied, DenyLists};
use crate::options::Options;
use crate::pass;
use crate::plugins;
use crate::rule::{Check, Interest, Outcome, References, Rule, When, Whole, Within};

/// The rules of one run.
#[derive(Debug)]
pub struct Table {
    pub(crate) dialect: Dialect,
    pub(crate) options: Options,
    pub(crate) calls: Calls,
    pub(crate) asserts: Vec<Active>,
    pub(crate) texts: Texts,
    pub(crate) constants: Vec<Active>,
    pub(crate) functions: Vec<Active>,
    pub(crate) handlers: Vec<Active>,
    pub(crate) files: Vec<Active>,
    pub(crate) denied: DenyLists,
    pub(crate) denied_calls: denylist::CallNames,
    pub(crate) denied_firsts: denylist::Firsts,
    /// In the native dialect.
    pub(crate) references: Referred,
    /// The ids of the rules that run.
    ids: FxHashSet<&'static str>,
    runs_all: bool,
}

/// More rules for calls than a table holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{count} rules look at calls, and a table holds {} such rules", Calls::MAX)]
pub struct TooManyRules {
    /// How many there would be.
    pub count: usize,
}

/// A rule of a run, with its check in the run's dialect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Active {
    pub(crate) info: &'static RuleInfo,
    pub(crate) check: Check,
}

/// A kind of node that rules look at. The numbers stand in visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Assert,
    Call,
    Text,
    Function,
    Handler,
    Import,
    ImportFrom,
    File,
}

impl Kind {
    const ALL: [Kind; 8] = [
        Kind::Assert,
        Kind::Call,
        Kind::Text,
        Kind::Function,
        Kind::Handler,
        Kind::Import,
        Kind::ImportFrom,
        Kind::File,
    ];
}

impl Table {
    /// The table of the rules whose ids are enabled. `section` gives a section of the configuration; `denied` replaces
    /// the deny lists by those of a legacy configuration.
    #[must_use]
    pub fn new(
        dialect: Dialect,
        enabled: impl Fn(&str) -> bool,
        section: impl Fn(&str) -> Option<stockade_core::config::Value>,
        denied: Option<DenyLists>,
    ) -> Table {
        let options = Options::new(section);
        let rules: Vec<Active> = plugins::ALL
            .iter()
            .filter(|rule| enabled(rule.info.id))
            .map(|rule| Active { info: &rule.info, check: rule.check_of(dialect) })
            .collect();
        let ids: FxHashSet<&str> = catalog::infos().map(|info| info.id).filter(|id| enabled(id)).collect();
        let denied = denied.unwrap_or_else(|| denylist::enabled(&enabled));
        let of = |wanted: fn(&Check) -> bool| {
            rules.iter().copied().filter(|r| wanted(&r.check)).collect::<Vec<_>>()
        };
        let mut references = Referred::default();
        if dialect == Dialect::Native {
            for (at, list) in denied.calls.iter().enumerate().filter(|(_, list)| denylist::is_of_calls(list))
            {
                references.add(list.names.iter().map(|name| &**name), Watch::List(at));
            }
            for rule in plugins::ALL.iter().filter(|rule| enabled(rule.info.id)) {
                references.rule(rule, &options);
            }
        }
        Table {
            references,
            calls: Calls::new(of(|c| matches!(c, Check::Call(..))), &options, &denied),
            asserts: of(|c| matches!(c, Check::Assert(_))),
            texts: Texts::new(of(|c| matches!(c, Check::Text(..))), &options),
            constants: of(|c| matches!(c, Check::Constant(_))),
            functions: of(|c| matches!(c, Check::Function(_))),
            handlers: of(|c| matches!(c, Check::Handler(_))),
            files: of(|c| matches!(c, Check::File(_))),
            denied_calls: denylist::CallNames::of(&denied),
            denied_firsts: denylist::Firsts::of(&denied),
            denied,
            dialect,
            options,
            runs_all: ids.len() == catalog::infos().count(),
            ids,
        }
    }

    /// The same with those of some rules that are enabled, which are not ours.
    ///
    /// # Errors
    ///
    /// When there are more rules for calls than a table holds.
    pub fn with(
        mut self,
        rules: &[&'static Rule],
        enabled: impl Fn(&str) -> bool,
    ) -> Result<Table, TooManyRules> {
        let mut calls = std::mem::take(&mut self.calls.rules);
        let mut texts = std::mem::take(&mut self.texts.rules);
        for rule in rules {
            if !enabled(rule.info.id) {
                self.runs_all = false;
                continue;
            }
            let active = Active { info: &rule.info, check: rule.check_of(self.dialect) };
            self.ids.insert(rule.info.id);
            if self.dialect == Dialect::Native {
                self.references.rule(rule, &self.options);
            }
            match active.check {
                Check::Call(..) => calls.push(active),
                Check::Assert(_) => self.asserts.push(active),
                Check::Text(..) => texts.push(active),
                Check::Constant(_) => self.constants.push(active),
                Check::Function(_) => self.functions.push(active),
                Check::Handler(_) => self.handlers.push(active),
                Check::File(_) => self.files.push(active),
            }
        }
        if calls.len() > Calls::MAX {
            return Err(TooManyRules { count: calls.len() });
        }
        self.calls = Calls::new(calls, &self.options, &self.denied);
        self.texts = Texts::new(texts, &self.options);
        Ok(self)
    }

    /// Whether there is nothing to run.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        Kind::ALL.iter().all(|&kind| self.ran(kind as usize).is_empty())
    }
}

impl Checks for Table {
    fn runs(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    fn runs_all(&self) -> bool {
        self.runs_all
    }

    fn check(&self, module: &Module<'_>) -> Checked {
        pass::run(self, module)
    }

    fn ran(&self, kind: usize) -> Vec<&'static RuleInfo> {
        let denied = |lists: &[Denied]| (!lists.is_empty()).then_some(&denylist::ALL_LISTS);
        let (rules, last) = match Kind::ALL.get(kind) {
            Some(Kind::Assert) => (&self.asserts, None),
            Some(Kind::Call) => (&self.calls.rules, denied(&self.denied.calls)),
            Some(Kind::Text) => {
                return self.texts.rules.iter().chain(&self.constants).map(|rule| rule.info).collect();
            }
            Some(Kind::Function) => (&self.functions, None),
            Some(Kind::Handler) => (&self.handlers, None),
            Some(Kind::Import) => return denied(&self.denied.imports).into_iter().collect(),
            Some(Kind::ImportFrom) => return denied(&self.denied.imports_from).into_iter().collect(),
            Some(Kind::File) => (&self.files, None),
            None => return Vec::new(),
        };
        rules.iter().map(|rule| rule.info).chain(last).collect()
    }
}

/// Who has something to say about which function that is handed on.
#[derive(Debug, Default)]
pub(crate) struct Referred {
    /// The last names: most references are of none of them.
    last: FxHashSet<Box<str>>,
    by_name: FxHashMap<Box<str>, Vec<Watch>>,
}

/// One who has something to say.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Watch {
    /// A deny list of calls, by its number.
    List(usize),
    Rule(&'static RuleInfo, fn(&Reference<'_, '_>) -> Outcome),
}

impl Referred {
    fn add<'n>(&mut self, names: impl Iterator<Item = &'n str>, watch: Watch) {
        for name in names {
            self.last.insert(last_part(name).into());
            self.by_name.entry(name.into()).or_default().push(watch);
        }
    }

    fn rule(&mut self, rule: &'static Rule, options: &Options) {
        if let Some(References { names, check }) = rule.references {
            self.add(names(options).into_iter(), Watch::Rule(&rule.info, check));
        }
    }

    /// Whether something of that last name is watched.
    #[inline]
    pub(crate) fn has_last(&self, name: &str) -> bool {
        self.last.contains(name)
    }

    /// Who watches a qualified name.
    pub(crate) fn of(&self, qualname: &str) -> &[Watch] {
        self.by_name.get(qualname).map_or(&[], Vec::as_slice)
    }
}

/// The rules of texts, and which of them can have something to say about a text that stands in what.
#[derive(Debug)]
pub(crate) struct Texts {
    /// In Bandit's order.
    rules: Vec<Active>,
    /// The same by [`Whole`].
    within: [Vec<Asked>; Whole::ALL.len()],
}

/// A rule that is asked about texts in something.
#[derive(Debug)]
struct Asked {
    info: &'static RuleInfo,
    check: TextCheck,
    /// The first letters of the texts that it looks at.
    firsts: u64,
}

type TextCheck = fn(&crate::context::Text<'_, '_>) -> Outcome;

/// The first letter of a text as a set that has a bit for each, which some share. That of an empty one can be any.
pub(crate) fn first(text: &str) -> u64 {
    text.as_bytes().first().map_or(u64::MAX, |byte| 1 << (byte & 63))
}

impl Texts {
    fn new(rules: Vec<Active>, options: &Options) -> Texts {
        let of = |whole| {
            let asked = |rule: &Active| match rule.check {
                Check::Text(within, check) if within.contains(whole) => {
                    let firsts = match within {
                        Within::Beginning(texts) => {
                            texts(options).into_iter().fold(0, |firsts, text| firsts | first(text))
                        }
                        _ => u64::MAX,
                    };
                    Some(Asked { info: rule.info, check, firsts })
                }
                _ => None,
            };
            rules.iter().filter_map(asked).collect()
        };
        Texts { within: Whole::ALL.map(of), rules }
    }

    /// The rules that are asked about a text in that, with their checks, in Bandit's order.
    #[inline]
    pub(crate) fn asked(
        &self,
        text: &str,
        whole: Whole,
    ) -> impl Iterator<Item = (&'static RuleInfo, TextCheck)> {
        let first = first(text);
        let rules = self.within[whole as usize].iter().filter(move |rule| rule.firsts & first != 0);
        rules.map(|rule| (rule.info, rule.check))
    }

    /// The others, which promise to have nothing to say.
    #[cfg(debug_assertions)]
    pub(crate) fn unasked(
        &self,
        text: &str,
        whole: Whole,
    ) -> impl Iterator<Item = (&'static RuleInfo, TextCheck)> {
        let asked: Vec<&str> = self.asked(text, whole).map(|(info, _)| info.id).collect();
        self.rules.iter().filter_map(move |rule| match rule.check {
            Check::Text(_, check) if !asked.contains(&rule.info.id) => Some((rule.info, check)),
            _ => None,
        })
    }
}

/// The rules of calls, and which of them can have something to say about which call.
#[derive(Debug)]
pub(crate) struct Calls {
    /// In Bandit's order; at most [`Calls::MAX`], which the sets of them below rely on.
    pub(crate) rules: Vec<Active>,
    checks: Vec<fn(&crate::context::Call<'_, '_>) -> crate::rule::Outcome>,
    /// Sets of rules, a bit each.
    always: u64,
    any_keyword: u64,
    by_name: ByName,
    by_keyword: ByName,
    by_part: Vec<Part>,
    /// The length of the shortest of their texts.
    shortest_part: usize,
}

/// Sets of rules by a name. Most names that are looked for are none of these.
#[derive(Debug, Default)]
struct ByName {
    ends: Ends,
    sets: FxHashMap<Box<str>, u64>,
}

impl ByName {
    fn add(&mut self, name: &str, rules: u64) {
        self.ends.add(name);
        *self.sets.entry(name.into()).or_default() |= rules;
    }

    #[inline]
    fn get(&self, name: &str) -> u64 {
        if self.ends.may_have(name) { self.find(name) } else { 0 }
    }

    #[inline(never)]
    fn find(&self, name: &str) -> u64 {
        self.sets.get(name).copied().unwrap_or(0)
    }
}

/// Rules for all names that contain a text.
#[derive(Debug)]
struct Part {
    text: &'static str,
    letters: u64,
    rules: u64,
}

/// The letters of a name as a set, so that most names which cannot contain a text are known by one look: a bit for each
/// byte, which some share.
fn letters(name: &str) -> u64 {
    name.bytes().fold(0, |letters, byte| letters | 1 << (byte & 63))
}

impl Calls {
    /// A set of rules has a bit for each, and one for the deny lists.
    pub(crate) const MAX: usize = 63;

    /// The deny lists in a set of rules.
    pub(crate) const DENIED: u64 = 1 << Calls::MAX;

    fn new(rules: Vec<Active>, options: &Options, denied: &DenyLists) -> Calls {
        assert!(rules.len() <= Calls::MAX, "a set of rules has a bit for each");
        let mut calls = Calls {
            checks: Vec::new(),
            always: 0,
            any_keyword: 0,
            by_name: ByName::default(),
            by_keyword: ByName::default(),
            by_part: Vec::new(),
            shortest_part: usize::MAX,
            rules: Vec::new(),
        };
        for (at, rule) in rules.iter().enumerate() {
            let bit = 1 << at;
            let Check::Call(when, check) = rule.check else { continue };
            calls.checks.push(check);
            match when {
                When::Always => calls.always |= bit,
                When::AnyKeyword => calls.any_keyword |= bit,
                When::NameContains(text) => {
                    calls.by_part.push(Part { text, letters: letters(text), rules: bit });
                    calls.shortest_part = calls.shortest_part.min(text.len());
                }
                When::Named(names) => calls.names(names.iter().copied(), bit),
                When::Keyword(names) => calls.keywords(names, bit),
                When::Configured(interest) => match interest(options) {
                    Interest::Any => calls.always |= bit,
                    Interest::Named(names) => calls.names(names.into_iter(), bit),
                    Interest::Keyword(names) => calls.keywords(names, bit),
                },
            }
        }
        if !denied.calls.is_empty() {
            let names = denied.calls.iter().flat_map(|list| &list.names).map(|name| last_part(name));
            calls.names(names.chain(["__import__", "import_module"]), Calls::DENIED);
        }
        calls.rules = rules;
        calls
    }

    fn names<'n>(&mut self, names: impl Iterator<Item = &'n str>, bit: u64) {
        for name in names {
            self.by_name.add(name, bit);
        }
    }

    fn keywords(&mut self, names: &[&'static str], bit: u64) {
        for &name in names {
            self.by_keyword.add(name, bit);
        }
    }

    /// The set of rules that can have something to say about a call, and whether the deny lists can.
    #[inline]
    pub(crate) fn interested(&self, name: &str, call: &stockade_core::ast::ExprCall) -> u64 {
        let mut set = self.always | self.by_name.get(name);
        if name.len() >= self.shortest_part {
            let letters = letters(name);
            for part in &self.by_part {
                if part.letters & letters == part.letters && name.contains(part.text) {
                    set |= part.rules;
                }
            }
        }
        let keywords = &call.arguments.keywords;
        if !keywords.is_empty() {
            set |= self.any_keyword;
            for keyword in keywords {
                if let Some(name) = &keyword.arg {
                    set |= self.by_keyword.get(name.as_str());
                }
            }
        }
        set
    }

    /// The set of all rules.
    pub(crate) fn all(&self) -> u64 {
        (1 << self.rules.len()) - 1
    }

    /// The rules of a set with their checks, in Bandit's order.
    pub(crate) fn of(
        &self,
        mut set: u64,
    ) -> impl Iterator<Item = (&'static RuleInfo, fn(&crate::context::Call<'_, '_>) -> crate::rule::Outcome)>
    {
        std::iter::from_fn(move || {
            if set == 0 {
                return None;
            }
            let at = set.trailing_zeros() as usize;
            set &= set - 1;
            Some((self.rules[at].info, self.checks[at]))
        })
    }
}
