//! What a team has told Bandit, in our own terms. What has no counterpart is named, never dropped in silence.
//!
//! Bandit's patterns of files match parts of a path as it was walked to; here they become the files and folders that they
//! were written for, which leaves out no more than Bandit does.

use std::fs;
use std::path::Path;

use super::read::{same_type, type_words};
use super::{PerFileIgnores, RuleBook, Section, Settings, Threshold, level};
use crate::config::Failure;
use crate::config::pattern::Pattern;
use crate::config::{Value, ini, toml, yaml};
use crate::finding::Level;

/// What Bandit looks at in folders by itself, and we do.
const INCLUDED: [&str; 2] = ["*.py", "*.pyw"];

/// Settings of a `.bandit` file about how a report looks, which have no bearing on what is found.
const LOOKS: [&str; 9] =
    ["aggregate", "debug", "format", "msg-template", "number", "output", "quiet", "recursive", "verbose"];

/// What became of a configuration of Bandit's.
#[derive(Debug)]
pub(super) struct Translated {
    pub(super) settings: Settings,
    pub(super) notes: Vec<String>,
}

/// Whether a text, which is no TOML by its file's name, is a configuration of Bandit's.
pub(super) fn is_bandits(text: &str, file: &str) -> bool {
    if file.ends_with(".yaml") || file.ends_with(".yml") || file == ".bandit" {
        return true;
    }
    ini::section(text.as_bytes(), "bandit").is_ok()
        || matches!(yaml::load(text.as_bytes(), file), Ok(Value::Map(_)))
}

/// Translates the text of a file: TOML where its name ends so, otherwise INI if it has the section `[bandit]`, and YAML.
pub(super) fn translate(
    path: &Path,
    name: &str,
    text: &str,
    book: &dyn RuleBook,
) -> Result<Translated, String> {
    let mut translator = Translator {
        book,
        name: name.to_owned(),
        settings: Settings::default(),
        notes: Vec::new(),
        unused: Vec::new(),
    };
    let failed = |failure| match failure {
        Failure::Refused(reason) | Failure::Unusable(reason) => reason,
    };
    if name.ends_with(".toml") {
        let values = toml::table(text.as_bytes(), &["tool", "bandit"]).map_err(failed)?;
        translator.values(&values)?;
    } else if let Ok(section) = ini::section(text.as_bytes(), "bandit") {
        translator.ini(&section, path)?;
    } else {
        let values = yaml::load(text.as_bytes(), name).map_err(failed)?;
        translator.values(&values)?;
    }
    Ok(translator.finish())
}

struct Translator<'b> {
    book: &'b dyn RuleBook,
    name: String,
    settings: Settings,
    notes: Vec<String>,
    /// Keys that have no counterpart.
    unused: Vec<String>,
}

impl Translator<'_> {
    fn note(&mut self, said: &str) {
        self.notes.push(format!("{}: {said}", self.name));
    }

    fn finish(mut self) -> Translated {
        if !self.unused.is_empty() {
            let keys: Vec<String> = self.unused.iter().map(|key| format!("`{key}`")).collect();
            self.note(&format!("not taken over, for want of a counterpart: {}", keys.join(", ")));
        }
        Translated { settings: self.settings, notes: self.notes }
    }

    /// What a file of YAML or TOML says.
    fn values(&mut self, values: &Value) -> Result<(), String> {
        let entries = match values {
            Value::Map(entries) => entries,
            // An empty file says nothing.
            Value::Null => return Ok(()),
            other => return Err(format!("it holds one {}, and must be a mapping", other.type_name())),
        };
        let sections = self.book.sections();
        for (key, value) in entries {
            let Some(key) = key.as_str() else { continue };
            match key {
                _ if !value.is_truthy() => {}
                "tests" => {
                    if let Some(words) = self.strings(key, value) {
                        self.settings.select = self.ids(key, words);
                    }
                }
                "skips" => {
                    let words = self.strings(key, value).unwrap_or_default();
                    self.settings.ignore = self.ids(key, words);
                }
                "exclude_dirs" => {
                    let words = self.strings(key, value).unwrap_or_default();
                    self.exclude(key, &words);
                }
                "include" => {
                    let words = self.strings(key, value).unwrap_or_default();
                    let more = words.into_iter().filter(|word| !INCLUDED.contains(&word.as_str()));
                    self.settings.include = more.collect();
                }
                _ => match sections.iter().find(|section| section.name == key) {
                    Some(section) => self.section(section, value),
                    None => self.unused.push(key.to_owned()),
                },
            }
        }
        Ok(())
    }

    /// What a `.bandit` file says, whose settings are arguments of a command line.
    fn ini(&mut self, section: &ini::Section, path: &Path) -> Result<(), String> {
        let listed = |value: &str| -> Vec<String> {
            value.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let given = |key: &str| section.get(key).map(String::as_str).filter(|value| !value.is_empty());
        if let Some(file) = given("configfile") {
            let file = path.parent().unwrap_or(Path::new("")).join(file);
            let shown = file.display().to_string();
            let text = fs::read_to_string(&file).map_err(|error| format!("it names {shown}: {error}"))?;
            let ours = translate(&file, &shown, &text, self.book)?;
            self.settings = ours.settings;
            self.notes.extend(ours.notes);
        }
        if let Some(tests) = given("tests") {
            let ids = self.ids("tests", listed(tests));
            // Bandit runs what either of the two names.
            let first = self.settings.select == Settings::default().select;
            if first { self.settings.select = ids } else { self.settings.select.extend(ids) }
        }
        let skipped = self.ids("skips", listed(given("skips").unwrap_or_default()));
        self.settings.ignore.extend(skipped);
        self.exclude("exclude", &listed(given("exclude").unwrap_or_default()));
        let severity = self.level("level", given("level"));
        let confidence = self.level("confidence", given("confidence"));
        if severity != Level::Undefined || confidence != Level::Undefined {
            // What Bandit does not report does not fail it.
            let threshold = Threshold { severity, confidence };
            self.settings.report_on = threshold;
            self.settings.fail_on = Some(threshold);
        }
        let known = ["configfile", "tests", "skips", "exclude", "level", "confidence"];
        for key in section.keys().filter(|key| given(key).is_some()) {
            if !known.contains(&key.as_str()) && !LOOKS.contains(&key.as_str()) {
                self.unused.push(key.clone());
            }
        }
        Ok(())
    }

    /// A level by name or as often as the option would be given on the command line.
    fn level(&mut self, key: &str, value: Option<&str>) -> Level {
        let Some(value) = value else { return Level::Undefined };
        let read = match value.to_lowercase().as_str() {
            "1" | "l" | "i" => Some(Level::Low),
            "2" | "ll" | "ii" => Some(Level::Medium),
            "3" | "lll" | "iii" => Some(Level::High),
            "all" => Some(Level::Undefined),
            name => level(name),
        };
        if read.is_none() {
            self.note(&format!("`{key} = {value}` is not taken over: it is no level"));
        }
        read.unwrap_or(Level::Undefined)
    }

    /// The strings of a list.
    fn strings(&mut self, key: &str, value: &Value) -> Option<Vec<String>> {
        let items = value.as_list().map(|items| items.iter().map(|item| item.as_str().map(str::to_owned)));
        let strings = items.and_then(|items| items.collect());
        if strings.is_none() {
            self.note(&format!("`{key}` is not taken over: it must be a list of strings"));
        }
        strings
    }

    /// The words that are ids, as Bandit knows nothing else here.
    fn ids(&mut self, key: &str, words: Vec<String>) -> Vec<String> {
        let (ids, others): (Vec<_>, Vec<_>) = words.into_iter().partition(|word| self.book.is_id(word));
        for word in others {
            self.note(&format!(
                "`{word}` in `{key}` is no id of a rule, to Bandit neither, and means nothing"
            ));
        }
        ids
    }

    fn exclude(&mut self, key: &str, words: &[String]) {
        let patterns = self.patterns(key, words);
        self.settings.exclude.extend(patterns);
    }

    fn patterns(&mut self, key: &str, words: &[String]) -> Vec<String> {
        let mut patterns = Vec::new();
        for word in words {
            let translated = pattern(word);
            match Pattern::new(&translated) {
                Ok(_) => patterns.push(translated),
                Err(error) => self.note(&format!("`{word}` in `{key}` is not taken over: {error}")),
            }
        }
        patterns
    }

    /// The options of a rule.
    fn section(&mut self, section: &Section, value: &Value) {
        let Value::Map(entries) = value else {
            self.note(&format!("`{}` is not taken over: it must be a mapping", section.name));
            return;
        };
        let mut options = Vec::new();
        for (key, value) in entries {
            let Some(key) = key.as_str() else { continue };
            let Some((_, default)) = section.options.iter().find(|(name, _)| name == key) else {
                self.unused.push(format!("{}.{key}", section.name));
                continue;
            };
            let path = format!("{}.{key}", section.name);
            if !same_type(default, value) {
                self.note(&format!("`{path}` is not taken over: it must be {}", type_words(default)));
            } else if section.quiet_files == Some(key) {
                let words = self.strings(&path, value).unwrap_or_default();
                let rules: Vec<String> = section.rules.iter().map(|&rule| rule.to_owned()).collect();
                let ignores = self.patterns(&path, &words).into_iter();
                let ignores = ignores.map(|pattern| PerFileIgnores { pattern, rules: rules.clone() });
                self.settings.per_file_ignores.extend(ignores);
            } else {
                options.push((Value::Str(key.to_owned()), value.clone()));
            }
        }
        if !options.is_empty() {
            self.settings.sections.push((section.name.to_owned(), Value::Map(options)));
        }
    }
}

/// A pattern of ours for one of Bandit's, which match anywhere in a path that begins with `./` or a target's name.
fn pattern(word: &str) -> String {
    // Only there do the patterns begin where the project does.
    let rooted = word.starts_with("./");
    let inner = word.strip_prefix("./").unwrap_or(word);
    let folders = inner.strip_suffix("/*").map(|path| format!("{path}/"));
    let inner = folders.as_deref().unwrap_or(inner);
    let anywhere = inner.trim_start_matches("*/").trim_start_matches('/');
    if rooted {
        format!("/{anywhere}")
    } else if anywhere.trim_end_matches('/').contains('/') {
        format!("**/{anywhere}")
    } else {
        anywhere.to_owned()
    }
}
