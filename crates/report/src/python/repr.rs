//! Python's `repr` and `ascii` of strings.

use std::fmt::Write;

use unicode_general_category::{GeneralCategory, get_general_category};

/// `repr(text)`.
pub(crate) fn repr(text: &str) -> String {
    quoted(text, is_printable)
}

/// `ascii(text)`.
pub(crate) fn ascii(text: &str) -> String {
    quoted(text, |c| c.is_ascii() && is_printable(c))
}

fn quoted(text: &str, keep: impl Fn(char) -> bool) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            _ if c == quote => {
                out.push('\\');
                out.push(c);
            }
            _ if keep(c) => out.push(c),
            _ => {
                let code = u32::from(c);
                let written = match code {
                    0..=0xff => write!(out, "\\x{code:02x}"),
                    0x100..=0xffff => write!(out, "\\u{code:04x}"),
                    _ => write!(out, "\\U{code:08x}"),
                };
                debug_assert!(written.is_ok(), "a string takes all that is written to it");
            }
        }
    }
    out.push(quote);
    out
}

/// `str.isprintable` of one character.
fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    !matches!(
        get_general_category(c),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::Surrogate
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::SpaceSeparator
    )
}

#[cfg(test)]
mod tests {
    use super::{ascii, repr};
    use crate::python::recorded;

    #[test]
    fn strings_are_quoted_as_python_quotes_them() {
        recorded::each("text", |case| {
            let text = case["text"].as_str().expect("a text");
            let want = [&case["repr"], &case["ascii"]].map(|v| v.as_str().expect("a text").to_owned());
            (want, [repr(text), ascii(text)])
        });
    }
}
