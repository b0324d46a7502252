//! What waivers say. One that does not say why, for whom or until when is none.

use jiff::civil::Date;
use stockade_core::config::pattern::Pattern;
use toml::de::DeValue;

use super::{Item, Reader};
use crate::policy::keys::{Field, NEVER, Takes, WAIVER};
use crate::policy::{Expiry, Waiver};

/// A waiver of which parts may be missing.
#[derive(Default)]
struct Parts {
    id: Option<String>,
    package: Option<String>,
    path: Option<(String, Pattern)>,
    tool: Option<String>,
    reason: Option<String>,
    owner: Option<String>,
    expires: Option<Expiry>,
}

impl Reader<'_> {
    pub(super) fn waivers(&mut self, value: &Item<'_>, allow_never: bool) -> Vec<Waiver> {
        let mut waivers = Vec::new();
        let DeValue::Array(items) = value.get_ref() else {
            let label = format!("this is of the type {}", value.get_ref().type_str());
            let help = format!("write `[{}]`, with two brackets on each side", self.header("waiver"));
            self.problem("`waiver` must be an array of tables".to_owned(), value.span(), &label, Some(help));
            return waivers;
        };
        for item in items {
            waivers.extend(self.waiver(item, allow_never));
        }
        waivers
    }

    fn waiver(&mut self, item: &Item<'_>, allow_never: bool) -> Option<Waiver> {
        let Some(table) = item.get_ref().as_table() else {
            self.wrong_type("waiver", Takes::Waivers.words(), "", item);
            return None;
        };
        let mut parts = Parts::default();
        for (field, value) in self.fields(table, WAIVER, "a waiver") {
            match value.get_ref() {
                _ if field.name == "expires" => parts.expires = self.expiry(value, allow_never),
                DeValue::String(text) => self.text(field, text, value, &mut parts),
                _ => self.wrong_type(field.name, field.takes, field.example, value),
            }
        }
        let has = |name: &str| table.contains_key(name);
        if !["id", "package", "path"].into_iter().any(has) {
            let message = "this waiver does not say what it waives".to_owned();
            let help = "give it an `id`, a `package` or a `path`".to_owned();
            self.problem(message, item.span(), "this waiver", Some(help));
        }
        for field in WAIVER.iter().filter(|field| field.required && !has(field.name)) {
            let message = format!("this waiver has no `{}`", field.name);
            let help = format!("add `{} = {}`: {}", field.name, field.example, lowered(field.meaning));
            self.problem(message, item.span(), "this waiver", Some(help));
        }
        Some(Waiver {
            id: parts.id,
            package: parts.package,
            path: parts.path,
            tool: parts.tool,
            reason: parts.reason?,
            owner: parts.owner?,
            expires: parts.expires?,
            origin: format!("{}:{}", self.file, self.line(item.span().start)),
        })
    }

    /// A value that is text.
    fn text(&mut self, field: &Field, text: &str, value: &Item<'_>, parts: &mut Parts) {
        let trimmed = text.trim().to_owned();
        if trimmed.is_empty() {
            let message = format!("`{}` must be {}", field.name, field.takes);
            let help = format!("for example `{} = {}`", field.name, field.example);
            return self.problem(message, value.span(), "empty", Some(help));
        }
        match field.name {
            "id" | "package" if text.contains('*') => {
                let message = format!("`{}` of a waiver is no pattern", field.name);
                let help = "name one; a waiver without `id` waives all in its `package` or `path`".to_owned();
                self.problem(message, value.span(), "`*` means nothing here", Some(help));
            }
            "id" => parts.id = Some(trimmed),
            "package" if trimmed.starts_with("pkg:") && crate::purl::Purl::new(&trimmed).is_none() => {
                let help = "for example `pkg:pypi/flask` or `pkg:pypi/flask@3.1.0`".to_owned();
                self.problem(
                    format!("`{trimmed}` is no package URL"),
                    value.span(),
                    "not understood",
                    Some(help),
                );
            }
            "package" => parts.package = Some(trimmed),
            "path" => match Pattern::new(text) {
                Ok(_) if text.starts_with('!') => {
                    let message = "the `path` of a waiver cannot be turned round".to_owned();
                    let help = "name the files that are waived".to_owned();
                    self.problem(message, value.span(), "the `!` has no meaning here", Some(help));
                }
                Ok(pattern) => parts.path = Some((text.to_owned(), pattern)),
                Err(error) => {
                    let message = format!("`{text}` is no pattern of files");
                    self.problem(message, value.span(), &error.to_string(), None);
                }
            },
            "tool" => {
                self.tool(text, value.span());
                parts.tool = Some(text.to_owned());
            }
            "reason" => parts.reason = Some(trimmed),
            _ => parts.owner = Some(trimmed),
        }
    }

    fn expiry(&mut self, value: &Item<'_>, allow_never: bool) -> Option<Expiry> {
        let (text, is_text) = match value.get_ref() {
            DeValue::String(text) => (text.to_string(), true),
            DeValue::Datetime(date) => (date.to_string(), false),
            _ => {
                self.wrong_type("expires", "a date", "2026-12-31", value);
                return None;
            }
        };
        if is_text && text == NEVER {
            if !allow_never {
                let help = format!(
                    "give a date, or allow it with `allow-never = true` {}",
                    match self.prefix {
                        "" => "above the first table".to_owned(),
                        _ => format!("below `{}`", self.header("")),
                    }
                );
                let message = "this policy does not allow a waiver without an end".to_owned();
                self.problem(message, value.span(), "not allowed", Some(help));
                return None;
            }
            return Some(Expiry::Never);
        }
        let date = day(&text);
        if date.is_none() {
            let (message, label) = if day(text.get(..10).unwrap_or_default()).is_some() {
                (format!("`{text}` is more than a date"), "a waiver ends with a day")
            } else {
                (format!("`{text}` is no date"), "there is no such day")
            };
            let help = "write year, month and day, as in `expires = 2026-12-31`".to_owned();
            self.problem(message, value.span(), label, Some(help));
        }
        date.map(Expiry::On)
    }
}

/// A day in the form of RFC 3339, and in no other.
fn day(text: &str) -> Option<Date> {
    let form =
        |(at, byte): (usize, u8)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    let is_form = text.len() == 10 && text.bytes().enumerate().all(form);
    if is_form { text.parse().ok() } else { None }
}

/// A sentence as the second half of another.
fn lowered(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
