//! Reads a configuration by the table of its keys, and finds all that is wrong with it before it gives up.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::keys::{GATE, KEYS, Key, Kind};
use super::problems::{Invalid, Problem};
use super::{LEVELS, PerFileIgnores, RuleBook, Section, Settings, level};
use crate::config::Value;
use crate::config::pattern::Pattern;
use crate::config::toml::value;
use crate::finding::Level;

/// The text of the name under which `pyproject.toml` holds the configuration.
const IN_PYPROJECT: [&str; 2] = ["tool", "stockade"];

/// Reads the text of a configuration. `in_pyproject` is whether it is a `pyproject.toml`, where it stands in the table
/// `[tool.stockade]`.
///
/// # Errors
///
/// All that is wrong with it.
pub fn read(file: &str, text: &str, in_pyproject: bool, book: &dyn RuleBook) -> Result<Settings, Invalid> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if !errors.is_empty() {
        let problems = errors.iter().map(|error| Problem::syntax(text, error)).collect();
        return Err(Invalid::new(file, text, problems));
    }
    let mut reader = Reader { book, sections: book.sections(), problems: Vec::new() };
    let mut settings = Settings::default();
    let table = document.get_ref();
    if in_pyproject {
        let tool = table.get(IN_PYPROJECT[0]).and_then(|tool| tool.get_ref().as_table());
        match tool.and_then(|tool| tool.get(IN_PYPROJECT[1])).map(|own| (own.span(), own.get_ref())) {
            Some((_, DeValue::Table(own))) => reader.settings(own, &mut settings),
            Some((span, other)) => reader.wrong_type("tool.stockade", "a table", "", span, other),
            None => {}
        }
    } else {
        reader.settings(table, &mut settings);
    }
    if reader.problems.is_empty() { Ok(settings) } else { Err(Invalid::new(file, text, reader.problems)) }
}

type Entry<'d, 'i> = (&'d Spanned<DeString<'i>>, &'d Spanned<DeValue<'i>>);

/// The entries of a table in the order of the file.
fn entries<'d, 'i>(table: &'d DeTable<'i>) -> Vec<Entry<'d, 'i>> {
    let mut entries: Vec<Entry<'d, 'i>> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

struct Reader<'b> {
    book: &'b dyn RuleBook,
    sections: Vec<Section>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    fn problem(&mut self, message: String, span: Range<usize>, label: &str, help: Option<String>) {
        self.problems.push(Problem { message, span, label: label.to_owned(), help });
    }

    /// A value of a type that its key does not take.
    fn wrong_type(
        &mut self,
        name: &str,
        wanted: &str,
        example: &str,
        span: Range<usize>,
        found: &DeValue<'_>,
    ) {
        let article = if matches!(found, DeValue::Array(_) | DeValue::Integer(_)) { "an" } else { "a" };
        let label = format!("this is {article} {}", found.type_str());
        let help = (!example.is_empty()).then(|| format!("for example `{name} = {example}`"));
        self.problem(format!("`{name}` must be {wanted}"), span, &label, help);
    }

    fn settings(&mut self, table: &DeTable<'_>, settings: &mut Settings) {
        for (name, value) in entries(table) {
            let text: &str = name.get_ref();
            if text == GATE {
                continue;
            }
            match KEYS.iter().find(|key| key.name == text) {
                Some(key) => self.value(key, value, settings),
                None => {
                    let names = KEYS.iter().map(|key| key.name);
                    self.unknown(&format!("unknown key `{text}`"), text, name.span(), "the keys are", names);
                }
            }
        }
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

    fn value(&mut self, key: &Key, value: &Spanned<DeValue<'_>>, settings: &mut Settings) {
        let (span, found) = (value.span(), value.get_ref());
        match (key.kind, found) {
            (Kind::Selectors(set), DeValue::Array(_)) => {
                let words = self.list(key, value, Self::selector);
                set(settings, words);
            }
            (Kind::Exclusions(set), DeValue::Array(_)) => {
                let words = self.list(key, value, Self::pattern);
                set(settings, words);
            }
            (Kind::Patterns(set), DeValue::Array(_)) => {
                let words = self.list(key, value, Self::pattern);
                self.no_negation(key, value);
                set(settings, words);
            }
            (Kind::PerFile(set), DeValue::Table(table)) => {
                let mut ignores = Vec::new();
                for (pattern, rules) in entries(table) {
                    let text: &str = pattern.get_ref();
                    self.pattern(text, pattern.span());
                    if matches!(rules.get_ref(), DeValue::Array(_)) {
                        let rules = self.list(key, rules, Self::selector);
                        ignores.push(PerFileIgnores { pattern: text.to_owned(), rules });
                    } else {
                        let wanted = "a list of selectors of rules";
                        self.wrong_type(&quoted(text), wanted, r#"["B101"]"#, rules.span(), rules.get_ref());
                    }
                }
                set(settings, ignores);
            }
            (Kind::Levels(set), DeValue::Table(table)) => {
                let mut levels = Vec::new();
                for (selector, value) in entries(table) {
                    let text: &str = selector.get_ref();
                    self.selector(text, selector.span());
                    if let Some(level) = self.level(text, value) {
                        levels.push((text.to_owned(), level));
                    }
                }
                set(settings, levels);
            }
            (Kind::ThresholdOrNever(set), DeValue::String(text)) if text == "never" => set(settings, None),
            (Kind::ThresholdOrNever(set), DeValue::String(text)) => match text.parse() {
                Ok(threshold) => set(settings, Some(threshold)),
                Err(()) => self.no_threshold(key, text, span),
            },
            (Kind::Threshold(set), DeValue::String(text)) => match text.parse() {
                Ok(threshold) => set(settings, threshold),
                Err(()) => self.no_threshold(key, text, span),
            },
            (Kind::Switch(set), DeValue::Boolean(on)) => set(settings, *on),
            (Kind::File(set), DeValue::String(name)) if !name.is_empty() => set(settings, name.to_string()),
            (Kind::Sections(set), DeValue::Table(table)) => {
                let sections = self.sections(table);
                set(settings, sections);
            }
            (Kind::Levels(_), DeValue::String(_)) => {
                let help = format!(
                    "`{} = {}` changes what rules say; `report-on` and `fail-on` choose by severity and confidence",
                    key.name, key.example
                );
                let message = format!("`{}` must be {}", key.name, key.kind.words());
                self.problem(message, span, "this is a string", Some(help));
            }
            _ => self.wrong_type(key.name, key.kind.words(), key.example, span, found),
        }
    }

    /// The strings of a list, each looked at.
    fn list(
        &mut self,
        key: &Key,
        value: &Spanned<DeValue<'_>>,
        check: fn(&mut Self, &str, Range<usize>),
    ) -> Vec<String> {
        let mut words = Vec::new();
        for item in value.get_ref().as_array().into_iter().flatten() {
            match item.get_ref() {
                DeValue::String(word) => {
                    check(self, word, item.span());
                    words.push(word.to_string());
                }
                other => {
                    let name = format!("an item of `{}`", key.name);
                    let label = format!("this is of the type {}", other.type_str());
                    self.problem(format!("{name} must be a string"), item.span(), &label, None);
                }
            }
        }
        words
    }

    fn selector(&mut self, word: &str, span: Range<usize>) {
        if self.book.selector(word).is_none() {
            let help = unknown_selector(word, self.book);
            self.problem(format!("`{word}` means no rule"), span, "not known", Some(help));
        }
    }

    fn pattern(&mut self, text: &str, span: Range<usize>) {
        if let Err(error) = Pattern::new(text) {
            self.problem(format!("`{text}` is no pattern of files"), span, &error.to_string(), None);
        }
    }

    fn no_negation(&mut self, key: &Key, value: &Spanned<DeValue<'_>>) {
        for item in value.get_ref().as_array().into_iter().flatten() {
            if item.get_ref().as_str().is_some_and(|text| text.starts_with('!')) {
                let message = format!("a pattern of `{}` cannot be turned round", key.name);
                let help = "`!` has a meaning in `exclude` and `per-file-ignores` alone".to_owned();
                self.problem(message, item.span(), "the `!` has no meaning here", Some(help));
            }
        }
    }

    fn level(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<Level> {
        let DeValue::String(text) = value.get_ref() else {
            self.wrong_type(&quoted(name), "a level", r#""high""#, value.span(), value.get_ref());
            return None;
        };
        let level = level(text);
        if level.is_none() {
            self.problem(format!("`{text}` is no level"), value.span(), "not known", Some(levels_are()));
        }
        level
    }

    fn no_threshold(&mut self, key: &Key, text: &str, span: Range<usize>) {
        let never = if matches!(key.kind, Kind::ThresholdOrNever(_)) { ", or \"never\"" } else { "" };
        let help = format!("{}; for example `{} = {}`{never}", levels_are(), key.name, key.example);
        self.problem(format!("`{text}` is no {}", threshold_words()), span, "not known", Some(help));
    }

    fn sections(&mut self, table: &DeTable<'_>) -> Vec<(String, Value)> {
        let mut read = Vec::new();
        let known = self.sections.clone();
        for (name, options) in entries(table) {
            let text: &str = name.get_ref();
            let Some(section) = known.iter().find(|section| section.name == text) else {
                let of_rule = |section: &&Section| {
                    self.book.selector(text).is_some_and(|id| section.rules.contains(&id.as_str()))
                };
                let message = format!("no rule reads a section `{text}`");
                match known.iter().find(of_rule) {
                    Some(section) => {
                        let help = format!("the options of {text} are in `rules.{}`", section.name);
                        self.problem(message, name.span(), "not known", Some(help));
                    }
                    None => {
                        let names = known.iter().map(|section| section.name);
                        self.unknown(&message, text, name.span(), "the sections are", names);
                    }
                }
                continue;
            };
            let DeValue::Table(table) = options.get_ref() else {
                self.wrong_type(&format!("rules.{text}"), "a table", "", options.span(), options.get_ref());
                continue;
            };
            let mut values = Vec::new();
            for (option, given) in entries(table) {
                let word: &str = option.get_ref();
                let Some((_, default)) = section.options.iter().find(|(own, _)| own == word) else {
                    let names = section.options.iter().map(|(name, _)| name.as_str());
                    let message = format!("`{text}` has no option `{word}`");
                    self.unknown(&message, word, option.span(), "its options are", names);
                    continue;
                };
                let found = value(given.get_ref());
                if same_type(default, &found) {
                    values.push((Value::Str(word.to_owned()), found));
                } else {
                    self.wrong_type(word, type_words(default), "", given.span(), given.get_ref());
                }
                if section.quiet_files == Some(word) {
                    for item in given.get_ref().as_array().into_iter().flatten() {
                        if let DeValue::String(pattern) = item.get_ref() {
                            self.pattern(pattern, item.span());
                        }
                    }
                }
            }
            read.push((text.to_owned(), Value::Map(values)));
        }
        read
    }
}

/// What would help with a word that is no selector.
pub fn unknown_selector(word: &str, book: &dyn RuleBook) -> String {
    match book.alike(word) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "rules are named by id (B602), the beginning of one (B6), name, weakness (CWE-78) or ALL; `stockade rules` \
                 lists them"
            .to_owned(),
    }
}

/// The known word that is nearest to one that is not, if it is near.
pub fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let plain = |word: &str| word.to_lowercase().replace('_', "-");
    let wanted = plain(word);
    let scored = known.map(|name| (strsim::jaro_winkler(&wanted, &plain(name)), name));
    // The first of equally near ones.
    let best = scored.reduce(|best, other| if other.0 > best.0 { other } else { best });
    best.filter(|(score, _)| *score > 0.85).map(|(_, name)| name)
}

/// Whether an option takes a value: one of its default's type, of strings where that is a list.
pub(super) fn same_type(default: &Value, found: &Value) -> bool {
    match (default, found) {
        (Value::Bool(_), Value::Bool(_)) | (Value::Str(_), Value::Str(_)) => true,
        // No option has a meaning below 0.
        (Value::Int(_), Value::Int(number)) => *number >= 0,
        (Value::List(_), Value::List(items)) => items.iter().all(|item| item.as_str().is_some()),
        _ => false,
    }
}

/// What an option of a default's type takes.
pub(super) fn type_words(default: &Value) -> &'static str {
    match default {
        Value::Bool(_) => "true or false",
        Value::Int(_) => "a whole number, 0 or more",
        Value::List(_) => "a list of strings",
        _ => "a string",
    }
}

fn levels_are() -> String {
    let names: Vec<String> = LEVELS.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    format!("the levels are {}", names.join(", "))
}

fn threshold_words() -> &'static str {
    "level, nor two with a colon between them"
}

fn quoted(key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { key.to_owned() } else { format!("{key:?}") }
}
