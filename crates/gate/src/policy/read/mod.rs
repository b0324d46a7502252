//! Reads a policy by the table of its keys, and finds all that is wrong with it before it gives up. What single values mean
//! is in `values`, what waivers say in `waivers`.

mod values;
mod waivers;

use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use stockade_core::config::settings::keys as scanner;
use stockade_core::config::settings::nearest;
use stockade_core::config::settings::problems::{Invalid, Problem};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::keys::{Draft, Field, KEYS, KINDS, Key, Scope, TOOLS, Takes};
use super::{Overrides, Policy};
use crate::read::READERS;
use crate::severity::Severity;

/// Where in a file the policy stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A `stockade.toml`: in the table `[gate]`. The rest is the scanner's.
    Project,
    /// A `pyproject.toml`: in the table `[tool.stockade.gate]`.
    Pyproject,
    /// Any other file: in the table `[gate]` if there is one, else the file is nothing but a policy.
    Other,
}

impl Place {
    /// By the name of the file.
    #[must_use]
    pub fn of(path: &Path) -> Place {
        match path.file_name().and_then(|name| name.to_str()) {
            Some("stockade.toml") => Place::Project,
            Some("pyproject.toml") => Place::Pyproject,
            _ => Place::Other,
        }
    }
}

/// Reads the text of a policy. None if there is no policy in that file: no table for it, or nothing at all.
///
/// `file` is the name that messages and the waivers' origins carry; `folder` is the one that names of files in the policy
/// are relative to.
///
/// # Errors
///
/// All that is wrong with it.
pub fn read(file: &str, text: &str, folder: &Path, place: Place) -> Result<Option<Policy>, Invalid> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let problems = errors.iter().map(|error| Problem::syntax(text, error)).collect();
        return Err(Invalid::new(file, text, problems));
    }
    let root = document.get_ref();
    let mut reader = Reader { file, text, folder, prefix: "gate.", problems: Vec::new(), notes: Vec::new() };
    let policy = match place {
        Place::Pyproject => {
            reader.prefix = "tool.stockade.gate.";
            let tool = root.get("tool").and_then(|tool| tool.get_ref().as_table());
            let own = tool.and_then(|tool| tool.get("stockade")).and_then(|own| own.get_ref().as_table());
            own.and_then(|own| own.get("gate")).and_then(|gate| reader.table("tool.stockade.gate", gate))
        }
        Place::Other if !root.contains_key(scanner::GATE) => {
            reader.prefix = "";
            (!root.is_empty()).then_some(root)
        }
        Place::Project | Place::Other => {
            reader.misplaced(root);
            root.get(scanner::GATE).and_then(|gate| reader.table(scanner::GATE, gate))
        }
    };
    let policy = policy.map(|table| reader.policy(table));
    if reader.problems.is_empty() { Ok(policy) } else { Err(Invalid::new(file, text, reader.problems)) }
}

/// The SHA-256 of a policy, as 64 hexadecimal digits: a verdict names it, so that nobody doubts which policy it was.
#[must_use]
pub fn digest(policy: &[u8]) -> String {
    Sha256::digest(policy).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

type Item<'i> = Spanned<DeValue<'i>>;

/// The entries of a table in the order of the file.
fn entries<'d, 'i>(table: &'d DeTable<'i>) -> Vec<(&'d Spanned<DeString<'i>>, &'d Item<'i>)> {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

struct Reader<'r> {
    file: &'r str,
    text: &'r str,
    folder: &'r Path,
    /// What comes before the names of the policy's tables in their headers.
    prefix: &'static str,
    problems: Vec<Problem>,
    notes: Vec<String>,
}

impl Reader<'_> {
    fn problem(&mut self, message: String, span: Range<usize>, label: &str, help: Option<String>) {
        self.problems.push(Problem { message, span, label: label.to_owned(), help });
    }

    /// A value of a type that its key does not take.
    fn wrong_type(&mut self, name: &str, wanted: &str, example: &str, value: &Item<'_>) {
        let found = value.get_ref();
        let article = if matches!(found, DeValue::Array(_) | DeValue::Integer(_)) { "an" } else { "a" };
        let label = format!("this is {article} {}", found.type_str());
        let help = (!example.is_empty()).then(|| format!("for example `{name} = {example}`"));
        self.problem(format!("`{name}` must be {wanted}"), value.span(), &label, help);
    }

    /// A word that is none of those there are.
    fn unknown<'w>(
        &mut self,
        message: &str,
        word: &str,
        span: Range<usize>,
        all_are: &str,
        known: impl Iterator<Item = &'w str> + Clone,
    ) {
        let help = match nearest(word, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let all: Vec<String> = known.map(|name| format!("`{name}`")).collect();
                format!("{all_are} {}", all.join(", "))
            }
        };
        self.problem(message.to_owned(), span, "not known", Some(help));
    }

    /// The header of one of the policy's tables.
    fn header(&self, name: &str) -> String {
        let path = format!("{}{name}", self.prefix);
        format!("[{}]", path.trim_end_matches('.'))
    }

    fn table<'d, 'i>(&mut self, name: &str, value: &'d Item<'i>) -> Option<&'d DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong_type(name, "a table", "", value);
        }
        table
    }

    /// What belongs into the policy's table, but stands beside it, where nobody would read it.
    fn misplaced(&mut self, root: &DeTable<'_>) {
        let scanners = |name: &str| scanner::KEYS.iter().any(|key| key.name == name);
        for (name, _) in entries(root) {
            let text: &str = name.get_ref();
            if KEYS.iter().any(|key| key.name == text) && !scanners(text) {
                let message = format!("`{text}` is a key of the policy, and stands outside of it");
                let help = match text {
                    "kind" | "tool" => format!("write `[gate.{text}.NAME]`"),
                    "waiver" => "write `[[gate.waiver]]`".to_owned(),
                    _ => "put it below `[gate]`".to_owned(),
                };
                self.problem(message, name.span(), "not read here", Some(help));
            }
        }
    }

    fn policy(&mut self, table: &DeTable<'_>) -> Policy {
        let mut draft = Draft::default();
        let fails = draft.policy.general.fail_on;
        self.section(table, Scope::Policy, fails, &mut draft);
        let Draft { own, mut policy, allow_never } = draft;
        own.apply(&mut policy.general);
        policy.general.max = own.max;
        let fails = policy.general.fail_on;
        // These need what is said for all.
        for (name, value) in entries(table) {
            match KEYS.iter().find(|key| key.name == *name.get_ref()).map(|key| key.takes) {
                Some(Takes::Kinds) => self.kinds(value, fails, &mut policy),
                Some(Takes::Tools) => self.tools(value, fails, &mut policy),
                Some(Takes::Waivers) => policy.waivers = self.waivers(value, allow_never),
                _ => {}
            }
        }
        policy.notes = std::mem::take(&mut self.notes);
        policy
    }

    /// The keys of the policy's own table, or of a table for a kind or a tool. `fails` is what fails where this table says
    /// nothing of it.
    fn section(&mut self, table: &DeTable<'_>, scope: Scope, fails: Option<Severity>, draft: &mut Draft) {
        let may_stand = |key: &&Key| scope.includes(key.scope);
        for (name, value) in entries(table) {
            let text: &str = name.get_ref();
            match KEYS.iter().find(|key| key.name == text) {
                Some(key) if may_stand(&key) => self.value(key, value, draft),
                Some(key) => self.out_of_place(key, name.span()),
                None => {
                    let names = KEYS.iter().filter(may_stand).map(|key| key.name);
                    self.unknown(&format!("unknown key `{text}`"), text, name.span(), "the keys are", names);
                }
            }
        }
        self.contradiction(table, fails, &draft.own);
    }

    fn out_of_place(&mut self, key: &Key, span: Range<usize>) {
        let general = match self.prefix {
            "" => "above the first table".to_owned(),
            _ => format!("below `{}`", self.header("")),
        };
        let (why, cure) = if key.scope == Scope::Reports {
            (
                "holds for reports, and a report has no kind",
                format!("{general} or `{}`", self.header("tool.NAME")),
            )
        } else {
            ("holds for the whole policy, not for one table of it", general)
        };
        let message = format!("`{}` {why}", key.name);
        self.problem(message, span, "not read here", Some(format!("put it {cure}")));
    }

    /// A threshold for warnings that nothing can reach, since all that would has failed.
    fn contradiction(&mut self, table: &DeTable<'_>, fails: Option<Severity>, own: &Overrides) {
        let fails = own.fail_on.unwrap_or(fails);
        if let (Some(fail), Some(Some(warn))) = (fails, own.warn_on)
            && warn > fail
            && let Some(value) = table.get("warn-on")
        {
            let message = format!("`warn-on` is above `fail-on`: what is {warn} fails from {fail} on");
            let help = format!("lower `warn-on` below {fail}, or raise `fail-on` in the same table");
            self.problem(message, value.span(), "never reached", Some(help));
        }
    }

    fn kinds(&mut self, value: &Item<'_>, fails: Option<Severity>, policy: &mut Policy) {
        let example = "{ secret = { fail-on = \"info\" } }";
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong_type("kind", Takes::Kinds.words(), example, value);
        };
        for (name, value) in entries(table) {
            let text: &str = name.get_ref();
            let Some(&(_, kind)) = KINDS.iter().find(|(own, _)| *own == text) else {
                let names = KINDS.iter().map(|(name, _)| *name);
                let message = format!("`{text}` is no kind of finding");
                self.unknown(&message, text, name.span(), "the kinds are", names);
                continue;
            };
            if policy.kinds.iter().any(|(own, _)| *own == kind) {
                let message = format!("`{text}` is another word for a kind that is there already");
                self.problem(message, name.span(), "the second", Some("put them into one table".to_owned()));
            }
            if let Some(table) = self.table(&format!("kind.{text}"), value) {
                let mut draft = Draft::default();
                self.section(table, Scope::Findings, fails, &mut draft);
                policy.kinds.push((kind, draft.own));
            }
        }
    }

    fn tools(&mut self, value: &Item<'_>, fails: Option<Severity>, policy: &mut Policy) {
        let example = "{ bandit = { fail-on = \"medium\" } }";
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong_type("tool", Takes::Tools.words(), example, value);
        };
        for (name, value) in entries(table) {
            let text: &str = name.get_ref();
            self.tool(text, name.span());
            if let Some(table) = self.table(&format!("tool.{text}"), value) {
                let mut draft = Draft::default();
                self.section(table, Scope::Reports, fails, &mut draft);
                policy.tools.push((text.to_owned(), draft.own));
            }
        }
    }

    /// A tool's name. Any may be right, since any tool may write SARIF; what looks like a mistake is told in a note.
    fn tool(&mut self, name: &str, span: Range<usize>) {
        if name.trim() != name || name.is_empty() {
            let help = "for example `bandit`".to_owned();
            self.problem(format!("`{name}` is no name of a tool"), span, "here", Some(help));
        } else if name.chars().any(|c| c.is_ascii_uppercase()) {
            let help = format!("write `{}`", name.to_ascii_lowercase());
            let message = format!("`{name}` can be no tool: their names are in small letters");
            self.problem(message, span, "not in small letters", Some(help));
        } else {
            let known = || TOOLS.iter().copied().chain(READERS.iter().map(|reader| reader.tool));
            if !known().any(|own| own == name)
                && let Some(near) = nearest(name, known())
            {
                let line = self.line(span.start);
                let file = self.file;
                self.notes.push(format!(
                    "{file}:{line}: no tool `{name}` is known; if `{near}` is meant, write that"
                ));
            }
        }
    }

    /// The entries of a small table whose names are known.
    fn fields<'d, 'i>(
        &mut self,
        table: &'d DeTable<'i>,
        known: &'static [Field],
        of: &str,
    ) -> Vec<(&'static Field, &'d Item<'i>)> {
        let mut found = Vec::new();
        for (name, value) in entries(table) {
            let text: &str = name.get_ref();
            match known.iter().find(|field| field.name == text) {
                Some(field) => found.push((field, value)),
                None => {
                    let names = known.iter().map(|field| field.name);
                    let message = format!("{of} has no key `{text}`");
                    self.unknown(&message, text, name.span(), "its keys are", names);
                }
            }
        }
        found
    }

    /// The line of a byte of the file, from 1.
    fn line(&self, at: usize) -> usize {
        self.text.get(..at).unwrap_or_default().matches('\n').count() + 1
    }
}

#[cfg(test)]
mod tests;
