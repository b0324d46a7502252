//! What the values of single keys mean.

use jiff::SignedDuration;
use toml::de::{DeInteger, DeTable, DeValue};

use super::{Item, Reader, entries};
use crate::policy::keys::{
    Draft, EPSS, EPSS_RAISE, HONOURS, KEV, KEV_RAISE, Key, NEVER, SEVERITIES, STALE, TREATMENTS, Takes,
};
use crate::policy::{Epss, Kev, Limits, Unscored};
use crate::severity::Severity;

impl Reader<'_> {
    pub(super) fn value(&mut self, key: &Key, value: &Item<'_>, draft: &mut Draft) {
        let span = value.span();
        match (key.takes, value.get_ref()) {
            (Takes::Threshold(set), DeValue::String(word)) if word == NEVER => set(draft, None),
            (Takes::Threshold(set), DeValue::String(_)) => {
                if let Some(severity) = self.severity(value, &format!(", or \"{NEVER}\"")) {
                    set(draft, Some(severity));
                }
            }
            (Takes::Treatment(set), DeValue::String(_)) => {
                if let Some(treatment) = self.word(key, value, TREATMENTS) {
                    set(draft, treatment);
                }
            }
            (Takes::Honour(set), DeValue::String(_)) => {
                if let Some(honour) = self.word(key, value, HONOURS) {
                    set(draft, honour);
                }
            }
            (Takes::Stale(set), DeValue::String(_)) => {
                if let Some(stale) = self.word(key, value, STALE) {
                    set(draft, stale);
                }
            }
            (Takes::Unscored(set), DeValue::String(word)) => {
                if let Some(unscored) = self.unscored(word, value) {
                    set(draft, unscored);
                }
            }
            (Takes::Limits(set), DeValue::Table(table)) => {
                let limits = self.limits(table);
                set(draft, limits);
            }
            (Takes::Days(set), DeValue::Integer(number)) => match whole(number) {
                Some(days) => set(draft, days),
                None => self.wrong_number(key.name, key.takes.words(), value),
            },
            (Takes::Age(set), DeValue::String(word)) if word == NEVER => set(draft, None),
            (Takes::Age(set), DeValue::String(word)) => match age(word) {
                Some(age) => set(draft, Some(age)),
                None => {
                    let message = format!("`{word}` is no length of time");
                    let help = format!(
                        "write a whole number above 0 and m, h, d or w for minutes, hours, days or weeks, as in `{} = {}`, \
                         or \"{NEVER}\"",
                        key.name, key.example
                    );
                    self.problem(message, span, "not understood", Some(help));
                }
            },
            (Takes::ToolNames(set), DeValue::Array(_)) => {
                let mut names = Vec::new();
                for item in self.strings(key, value) {
                    if let Some(name) = item.get_ref().as_str() {
                        self.tool(name, item.span());
                        names.push(name.to_owned());
                    }
                }
                set(draft, names);
            }
            (Takes::Commit(set), DeValue::String(hash)) => {
                if (7..=64).contains(&hash.len()) && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                    set(draft, hash.to_ascii_lowercase());
                } else {
                    let message = format!("`{hash}` is no commit");
                    let help =
                        format!("it must be {}, as in `{} = {}`", key.takes.words(), key.name, key.example);
                    self.problem(message, span, "no hash", Some(help));
                }
            }
            (Takes::Switch(set), DeValue::Boolean(on)) => set(draft, *on),
            (Takes::File(set), DeValue::String(name)) if !name.trim().is_empty() => {
                set(draft, self.folder.join(&**name));
            }
            (Takes::Files(set), DeValue::Array(_)) => {
                // The folder is no pattern, whatever its name.
                let folder = globset::escape(&self.folder.to_string_lossy());
                let mut files = Vec::new();
                for item in self.strings(key, value) {
                    let text = item.get_ref().as_str().unwrap_or_default();
                    match globset::Glob::new(text) {
                        _ if text.trim().is_empty() => {
                            self.problem("this names no file".to_owned(), item.span(), "empty", None);
                        }
                        Ok(_) => files.push(std::path::Path::new(&folder).join(text)),
                        Err(error) => {
                            let label = error.kind().to_string();
                            self.problem(
                                format!("`{text}` is no pattern of files"),
                                item.span(),
                                &label,
                                None,
                            );
                        }
                    }
                }
                set(draft, files);
            }
            (Takes::Kev(set), DeValue::Table(table)) => {
                let kev = self.kev(table);
                set(draft, kev);
            }
            (Takes::Epss(set), DeValue::Table(table)) => {
                if let Some(epss) = self.epss(table, value) {
                    set(draft, epss);
                }
            }
            (Takes::Kinds | Takes::Tools | Takes::Waivers, _) => {}
            _ => self.wrong_type(key.name, key.takes.words(), key.example, value),
        }
    }

    /// A severity; `more` tells what else would have been right.
    fn severity(&mut self, value: &Item<'_>, more: &str) -> Option<Severity> {
        let word = value.get_ref().as_str().unwrap_or_default();
        let severity = SEVERITIES.iter().find(|(name, _)| *name == word).map(|(_, severity)| *severity);
        if severity.is_none() {
            let message = format!("`{word}` is no severity");
            let help = if word == Severity::Unknown.as_str() {
                "`unscored` says what becomes of findings whose severity nobody knows".to_owned()
            } else {
                format!("the severities are {}{more}", quoted(SEVERITIES))
            };
            self.problem(message, value.span(), "not known", Some(help));
        }
        severity
    }

    /// One of a few words.
    fn word<T: Copy>(&mut self, key: &Key, value: &Item<'_>, known: &[(&str, T)]) -> Option<T> {
        let word = value.get_ref().as_str().unwrap_or_default();
        let found = known.iter().find(|(name, _)| *name == word).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let message = format!("`{}` must be {}", key.name, key.takes.words());
            self.unknown(&message, word, value.span(), "the words are", known.iter().map(|(name, _)| *name));
        }
        found
    }

    fn unscored(&mut self, word: &str, value: &Item<'_>) -> Option<Unscored> {
        let severity = word.strip_prefix("as:");
        let graded = SEVERITIES.iter().find(|(name, _)| Some(*name) == severity);
        match (word, graded) {
            ("fail", _) => Some(Unscored::Fail),
            ("warn", _) => Some(Unscored::Warn),
            (_, Some((_, severity))) => Some(Unscored::As(*severity)),
            _ => {
                let message = format!("`unscored` cannot be `{word}`");
                let help = format!(
                    "write \"fail\", \"warn\", or as:SEVERITY, as in \"as:medium\"; the severities are {}",
                    quoted(SEVERITIES)
                );
                self.problem(message, value.span(), "not known", Some(help));
                None
            }
        }
    }

    fn limits(&mut self, table: &DeTable<'_>) -> Limits {
        let mut limits = Limits::default();
        for (name, value) in entries(table) {
            let text: &str = name.get_ref();
            let grade = Severity::ALL.iter().position(|severity| severity.as_str() == text);
            let place = match grade {
                Some(grade) => limits.each.get_mut(grade),
                None if text == "total" => Some(&mut limits.total),
                None => None,
            };
            let Some(place) = place else {
                let names = Severity::ALL.iter().map(|severity| severity.as_str()).chain(["total"]);
                let message = format!("`max` has no key `{text}`");
                self.unknown(&message, text, name.span(), "its keys are", names);
                continue;
            };
            match value.get_ref() {
                DeValue::Integer(number) => match whole(number) {
                    Some(limit) => *place = Some(limit),
                    None => self.wrong_number(text, "a whole number, 0 or more", value),
                },
                _ => self.wrong_type(text, "a whole number, 0 or more", "2", value),
            }
        }
        limits
    }

    fn kev(&mut self, table: &DeTable<'_>) -> Kev {
        let mut kev = Kev { file: None, raise: KEV_RAISE };
        for (field, value) in self.fields(table, KEV, "`kev`") {
            match (field.name, value.get_ref()) {
                ("file", DeValue::String(name)) if !name.trim().is_empty() => {
                    kev.file = Some(self.folder.join(&**name));
                }
                ("raise", DeValue::String(_)) => {
                    if let Some(severity) = self.severity(value, "") {
                        kev.raise = severity;
                    }
                }
                _ => self.wrong_type(field.name, field.takes, field.example, value),
            }
        }
        kev
    }

    fn epss(&mut self, table: &DeTable<'_>, whole_value: &Item<'_>) -> Option<Epss> {
        let mut epss = Epss { file: None, at_least: f64::NAN, raise: EPSS_RAISE };
        for (field, value) in self.fields(table, EPSS, "`epss`") {
            match (field.name, value.get_ref()) {
                ("file", DeValue::String(name)) if !name.trim().is_empty() => {
                    epss.file = Some(self.folder.join(&**name));
                }
                ("raise", DeValue::String(_)) => {
                    if let Some(severity) = self.severity(value, "") {
                        epss.raise = severity;
                    }
                }
                ("at-least", DeValue::Float(_) | DeValue::Integer(_)) => {
                    let number = match value.get_ref() {
                        DeValue::Integer(number) => whole::<u32>(number).map(f64::from),
                        DeValue::Float(number) => number.as_str().parse().ok(),
                        _ => None,
                    };
                    match number {
                        Some(number) if number > 0.0 && number <= 1.0 => epss.at_least = number,
                        _ => {
                            let help = "50 % is written 0.5".to_owned();
                            let message = format!("`{}` must be {}", field.name, field.takes);
                            self.problem(message, value.span(), "no probability", Some(help));
                        }
                    }
                }
                _ => self.wrong_type(field.name, field.takes, field.example, value),
            }
        }
        if !table.contains_key("at-least") {
            let help = "say from which probability on: `at-least = 0.5`".to_owned();
            self.problem("`epss` needs `at-least`".to_owned(), whole_value.span(), "here", Some(help));
        }
        (!epss.at_least.is_nan()).then_some(epss)
    }

    /// The strings of a list; what is none is a problem.
    fn strings<'d, 'i>(&mut self, key: &Key, value: &'d Item<'i>) -> Vec<&'d Item<'i>> {
        let mut strings = Vec::new();
        for item in value.get_ref().as_array().into_iter().flatten() {
            if item.get_ref().is_str() {
                strings.push(item);
            } else {
                let label = format!("this is of the type {}", item.get_ref().type_str());
                let message = format!("an item of `{}` must be a string", key.name);
                self.problem(message, item.span(), &label, None);
            }
        }
        strings
    }

    fn wrong_number(&mut self, name: &str, wanted: &str, value: &Item<'_>) {
        self.problem(format!("`{name}` must be {wanted}"), value.span(), "out of range", None);
    }
}

/// A whole number in the range of a type.
fn whole<T: TryFrom<i64>>(number: &DeInteger<'_>) -> Option<T> {
    i64::from_str_radix(number.as_str(), number.radix()).ok().and_then(|number| T::try_from(number).ok())
}

/// A length of time: `90m`, `24h`, `7d`, `2w`.
fn age(text: &str) -> Option<SignedDuration> {
    let (at, unit) = text.char_indices().next_back()?;
    let seconds = match unit {
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        'w' => 7 * 24 * 60 * 60,
        _ => return None,
    };
    let digits = text.get(..at)?;
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let count: u32 = digits.parse().ok()?;
    (count > 0).then(|| SignedDuration::from_secs(i64::from(count) * seconds))
}

fn quoted<T>(words: &[(&str, T)]) -> String {
    let words: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
    words.join(", ")
}
