//! The block style of PyYAML's `safe_dump`, as far as the settings of rules need it: keys sorted, lists not indented
//! below their key, and quotes where a text might not come back as itself. Settings are names, paths, numbers and
//! switches; other texts get quotes that PyYAML would often leave out.

use stockade_core::config::Value;

/// The document.
pub(super) fn block(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Map(entries) if !entries.is_empty() => map(entries, 0, &mut out),
        Value::List(items) if !items.is_empty() => list(items, 0, &mut out),
        value => {
            out.push_str(&inline(value));
            out.push('\n');
        }
    }
    out
}

/// The lines of a mapping; the first begins where the text ends.
fn map(entries: &[(Value, Value)], indent: usize, out: &mut String) {
    let mut entries: Vec<(String, &Value)> =
        entries.iter().map(|(key, value)| (inline(key), value)).collect();
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    for (i, (key, value)) in entries.into_iter().enumerate() {
        if i > 0 {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str(&key);
        out.push(':');
        match value {
            Value::Map(entries) if !entries.is_empty() => {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent + 2));
                map(entries, indent + 2, out);
            }
            Value::List(items) if !items.is_empty() => {
                out.push('\n');
                out.extend(std::iter::repeat_n(' ', indent));
                list(items, indent, out);
            }
            value => {
                out.push(' ');
                out.push_str(&inline(value));
                out.push('\n');
            }
        }
    }
}

/// The lines of a list; the first begins where the text ends.
fn list(items: &[Value], indent: usize, out: &mut String) {
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.extend(std::iter::repeat_n(' ', indent));
        }
        out.push_str("- ");
        match item {
            Value::Map(entries) if !entries.is_empty() => map(entries, indent + 2, out),
            Value::List(items) if !items.is_empty() => list(items, indent + 2, out),
            item => {
                out.push_str(&inline(item));
                out.push('\n');
            }
        }
    }
}

/// A value that fits on its line.
fn inline(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Str(text) if is_plain(text) => text.clone(),
        Value::Str(text) => format!("'{}'", text.replace('\'', "''")),
        Value::List(_) => "[]".to_owned(),
        Value::Map(_) => "{}".to_owned(),
    }
}

/// Whether a text needs no quotes: a name or a path that YAML takes for nothing else.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 7] = ["null", "true", "false", "yes", "no", "on", "off"];
    text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '_'))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-'))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}
