//! TOML as Python's `tomllib` reads it, and its words for the usual mistakes.
//!
//! The messages are CPython's, credited in NOTICE; for the rarer mistakes the parser's own stand in.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::value::Entries;
use super::{Failure, Value};

/// Reads a table of a file by its path; an empty one where the file has none.
///
/// # Errors
///
/// What is wrong with the text, in the words of `tomllib` where they are known.
pub fn table(bytes: &[u8], path: &[&str]) -> Result<Value, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        Failure::Unusable(format!("The byte at position {} is no UTF-8.", error.valid_up_to()))
    })?;
    if text.starts_with('\u{feff}') {
        return Err(Failure::Refused("Invalid statement (at line 1, column 1)".to_owned()));
    }
    let document =
        DeTable::parse(text).map_err(|error| Failure::Refused(words(text, error.message(), error.span())))?;
    let mut value = Value::Map(entries(document.get_ref()));
    for key in path {
        let Value::Map(entries) = value else {
            return Err(Failure::Unusable(format!("The table that should hold {key:?} is no table.")));
        };
        let found = entries.into_iter().find(|(own, _)| own.as_str() == Some(key));
        value = found.map_or_else(|| Value::Map(Vec::new()), |(_, value)| value);
    }
    Ok(value)
}

/// The entries of a table in the order of the file.
fn entries(table: &DeTable<'_>) -> Vec<(Value, Value)> {
    let mut pairs: Vec<(&Spanned<DeString<'_>>, &Spanned<DeValue<'_>>)> = table.iter().collect();
    pairs.sort_by_key(|(key, _)| key.span().start);
    let mut entries = Entries::default();
    for (key, entry) in pairs {
        entries.insert(Value::Str(key.get_ref().to_string()), value(entry.get_ref()));
    }
    entries.into_list()
}

pub(super) fn value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Str(text.to_string()),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or_else(|_| Value::Str(integer.as_str().to_owned()), Value::Int),
        DeValue::Float(float) => Value::Float(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(moment) => Value::Str(moment.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| self::value(item.get_ref())).collect()),
        DeValue::Table(table) => Value::Map(entries(table)),
    }
}

/// What `tomllib` says of a mistake that the parser found at a place.
fn words(text: &str, message: &str, span: Option<Range<usize>>) -> String {
    let span = span.unwrap_or(text.len()..text.len());
    let place = |offset: usize| match text.get(..offset).filter(|_| offset < text.len()) {
        None => "(at end of document)".to_owned(),
        Some(before) => {
            let start = before.rfind('\n').map_or(0, |end| end + 1);
            let line = before.matches('\n').count() + 1;
            format!("(at line {line}, column {})", before[start..].chars().count() + 1)
        }
    };
    let before = text.get(..span.start).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text[line_start..].lines().next().unwrap_or_default().trim_end();
    let (said, offset) = match message.split(',').next().unwrap_or_default() {
        "unclosed table" => {
            let blanks = text[span.start..].bytes().take_while(|b| matches!(b, b' ' | b'\t')).count();
            ("Expected ']' at the end of a table declaration", span.start + blanks)
        }
        "key with no value" => {
            // The parser takes what cannot be in a key for a part of it.
            let in_key = |c: char| c.is_ascii_alphanumeric() || "_-. \t\"'".contains(c);
            let end = line_start + line.find(|c| !in_key(c)).unwrap_or(line.len());
            ("Expected '=' after a key in a key/value pair", span.start.min(end))
        }
        "unclosed array" if before.trim_end().ends_with(['[', ',']) => ("Invalid value", span.start),
        "unclosed array" | "missing comma between array elements" => ("Unclosed array", span.start),
        "unclosed inline table" => ("Unclosed inline table", span.start),
        "extra comma in array" | "invalid mantissa" | "invalid boolean" => ("Invalid value", span.start),
        "string values must be quoted" if !text[span.start..].starts_with(|c: char| c.is_ascii_digit()) => {
            ("Invalid value", span.start)
        }
        "unexpected key or value" => ("Expected newline or end of document after a statement", span.start),
        "unquoted keys cannot be empty" if line.trim_start().starts_with('[') => {
            ("Invalid initial character for a key part", span.start)
        }
        "unquoted keys cannot be empty" | "invalid unquoted key"
            if text[line_start..span.start].trim().is_empty() =>
        {
            ("Invalid statement", span.start)
        }
        "invalid literal string" => ("Expected \"'\"", span.start),
        "invalid basic string" if span.start < text.len() => {
            let found = text[span.start..].chars().next().unwrap_or_default();
            return format!(
                "Illegal character {} {}",
                crate::pystr::repr(&found.to_string()),
                place(span.start)
            );
        }
        "invalid basic string" | "invalid multi-line basic string" => ("Unterminated string", span.start),
        "missing escaped value" => ("Unescaped '\\' in a string", span.start + 1),
        "duplicate key" if line.trim_start().starts_with('[') => {
            let header = line.trim().trim_matches(['[', ']']);
            let keys: Vec<String> = header
                .split('.')
                .map(|key| crate::pystr::repr(key.trim().trim_matches(['"', '\''])))
                .collect();
            let keys = if let [only] = keys.as_slice() { format!("{only},") } else { keys.join(", ") };
            return format!("Cannot declare ({keys}) twice {}", place(span.end));
        }
        "duplicate key" => ("Cannot overwrite a value", line_start + line.len()),
        _ => (message, span.start),
    };
    format!("{said} {}", place(offset))
}

#[cfg(test)]
mod tests {
    use super::{Failure, Value, table};

    fn text(text: &str) -> Value {
        Value::Str(text.to_owned())
    }

    #[test]
    fn a_table_is_found_by_its_path() {
        let read = |text: &str| table(text.as_bytes(), &["tool", "bandit"]);
        let expected = Value::Map(vec![
            (text("skips"), Value::List(vec![text("B101")])),
            (text("day"), text("2001-02-03")),
            (text("a"), Value::Map(vec![(text("n"), Value::Int(31)), (text("x"), Value::Float(1_000.5))])),
        ]);
        let written = "[tool.bandit]\nskips = ['B101']\nday = 2001-02-03\n[tool.bandit.a]\nn = 0x1f\nx = 1_000.5\n[tool.z]\n";
        assert_eq!(read(written), Ok(expected));
        assert_eq!(read("[tool.black]\n"), Ok(Value::Map(vec![])));
        assert_eq!(read(""), Ok(Value::Map(vec![])));
        assert_eq!(read("tool = {bandit = 'x'}"), Ok(text("x")));
        assert!(matches!(read("tool = 1"), Err(Failure::Unusable(_))));
        assert!(matches!(table(b"a = '\xff'", &[]), Err(Failure::Unusable(_))));
    }

    #[test]
    fn numbers_are_read_in_every_base() {
        let read = |text: &str| table(format!("a = {text}").as_bytes(), &["a"]);
        for (written, number) in [("+7", 7), ("-1_0", -10), ("0o17", 15), ("0b11", 3), ("0xfF", 255)] {
            assert_eq!(read(written), Ok(Value::Int(number)), "{written}");
        }
        assert_eq!(read("99999999999999999999"), Ok(text("99999999999999999999")));
        for (written, number) in
            [("1e3", 1000.0), ("-0.5", -0.5), ("inf", f64::INFINITY), ("-inf", f64::NEG_INFINITY)]
        {
            assert_eq!(read(written), Ok(Value::Float(number)), "{written}");
        }
        assert!(matches!(read("nan"), Ok(Value::Float(x)) if x.is_nan()));
    }

    #[test]
    fn the_usual_mistakes_are_told_as_tomllib_tells_them() {
        for (text, words) in [
            ("[tool.bandit", "Expected ']' at the end of a table declaration (at end of document)"),
            ("[tool bandit]", "Expected ']' at the end of a table declaration (at line 1, column 7)"),
            ("skips = [", "Invalid value (at end of document)"),
            ("skips = ['a'", "Unclosed array (at end of document)"),
            ("skips = ['a' 'b']", "Unclosed array (at line 1, column 14)"),
            ("a = 1\na = 2\nb = 3", "Cannot overwrite a value (at line 2, column 6)"),
            ("[a]\n[b]\n[a]", "Cannot declare ('a',) twice (at line 3, column 3)"),
            ("[a.b]\n[a.b]", "Cannot declare ('a', 'b') twice (at line 2, column 5)"),
            ("a = \nb = 1", "Invalid value (at line 1, column 5)"),
            ("é = 1", "Invalid statement (at line 1, column 1)"),
            ("a = foo", "Invalid value (at line 1, column 5)"),
            ("[tool.bandit]\nskips: 1", "Expected '=' after a key in a key/value pair (at line 2, column 6)"),
            ("a = 'x", "Expected \"'\" (at end of document)"),
            ("a = \"x\n", "Illegal character '\\n' (at line 1, column 7)"),
            ("a = \"\0\"", "Illegal character '\\x00' (at line 1, column 6)"),
            ("a = \"\\q\"", "Unescaped '\\' in a string (at line 1, column 8)"),
            ("'a' = 'b' 'c'", "Expected newline or end of document after a statement (at line 1, column 11)"),
            ("[]", "Invalid initial character for a key part (at line 1, column 2)"),
            ("\u{feff}a = 1", "Invalid statement (at line 1, column 1)"),
        ] {
            assert_eq!(table(text.as_bytes(), &[]), Err(Failure::Refused(words.to_owned())), "{text:?}");
        }
    }
}
