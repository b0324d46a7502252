//! What Python's `str` does where Rust's does it differently: blanks, `repr`, and names that are no UTF-8.
//!
//! Bandit's messages carry such text, so its twin needs the same forms.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::fmt::Write;

/// Where the bytes of a name that are no UTF-8 are kept while it is matched: the end of the last private plane,
/// which no real name uses.
const STRAY: u32 = 0x10_FF00;

/// Whether Python's `str.isspace` holds: Unicode's white space and the four separators of ASCII.
#[must_use]
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// Python's `repr` of a string.
#[must_use]
pub fn repr(text: &str) -> String {
    quoted(text, |c, out| plain(c, is_printable(c), out))
}

/// Python's `ascii` of a string.
#[must_use]
pub fn ascii(text: &str) -> String {
    quoted(text, |c, out| plain(c, c.is_ascii() && is_printable(c), out))
}

/// Python's `repr` of a string in which some characters stand for what no Rust string holds: `spelled` tells which, and
/// how they are written.
pub fn repr_of(text: &str, spelled: impl Fn(char) -> Option<String>) -> String {
    quoted(text, |c, out| match spelled(c) {
        Some(text) => out.push_str(&text),
        None => plain(c, is_printable(c), out),
    })
}

/// A string in the quotes that Python chooses: single ones, unless it holds some and no double ones.
fn quoted(text: &str, write: impl Fn(char, &mut String)) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\\' => out.push_str("\\\\"),
            c if c == quote => out.extend(['\\', c]),
            c => write(c, &mut out),
        }
    }
    out.push(quote);
    out
}

fn plain(c: char, keep: bool, out: &mut String) {
    if keep { out.push(c) } else { push_escape(out, c) }
}

/// Python's `repr` of bytes.
#[must_use]
pub fn bytes_repr(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut out = String::with_capacity(bytes.len() + 3);
    out.extend(['b', char::from(quote)]);
    for &byte in bytes {
        match byte {
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            b'\\' => out.push_str("\\\\"),
            _ if byte == quote => out.extend(['\\', char::from(byte)]),
            0x20..=0x7e => out.push(char::from(byte)),
            _ => push_hex(&mut out, byte),
        }
    }
    out.push(char::from(quote));
    out
}

/// Whether `str.isprintable` holds of a character: no control, format, surrogate, private, unassigned or separator but
/// the blank. Unicode 16, as CPython 3.14 has.
#[must_use]
pub fn is_printable(c: char) -> bool {
    use unicode_general_category::{GeneralCategory as C, get_general_category};
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    !matches!(
        get_general_category(c),
        C::Control
            | C::Format
            | C::Surrogate
            | C::PrivateUse
            | C::Unassigned
            | C::LineSeparator
            | C::ParagraphSeparator
            | C::SpaceSeparator
    )
}

fn push_escape(out: &mut String, c: char) {
    let code = u32::from(c);
    // Writing to a string cannot fail.
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

fn push_hex(out: &mut String, byte: u8) {
    let _ = write!(out, "\\x{byte:02x}");
}

/// A name as text for matching: each byte that is no UTF-8 counts as one character, as in Python.
#[must_use]
pub fn matchable(name: &OsStr) -> Cow<'_, str> {
    decode(name, |out, byte| out.extend(char::from_u32(STRAY + u32::from(byte))))
}

/// A name as text to show: bytes that are no UTF-8 stand as `\xNN`.
#[must_use]
pub fn printable(name: &OsStr) -> Cow<'_, str> {
    decode(name, push_hex)
}

fn decode(name: &OsStr, stray: impl Fn(&mut String, u8)) -> Cow<'_, str> {
    let bytes = name.as_encoded_bytes();
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(bytes.len() + 8);
    for chunk in bytes.utf8_chunks() {
        out.push_str(chunk.valid());
        for &byte in chunk.invalid() {
            stray(&mut out, byte);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{ascii, bytes_repr, is_space, repr};

    #[test]
    fn repr_chooses_quotes_and_escapes_as_python_does() {
        assert_eq!(repr("B101"), "'B101'");
        assert_eq!(repr("it's"), "\"it's\"");
        assert_eq!(repr("a'b\"c"), "'a\\'b\"c'");
        assert_eq!(repr("\\ \n\r\t\0\x7f"), r"'\\ \n\r\t\x00\x7f'");
        assert_eq!(
            repr("é\u{a0}\u{ad}\u{301}\u{200b}😀\u{10ffff}"),
            "'é\\xa0\\xad\u{301}\\u200b😀\\U0010ffff'"
        );
    }

    #[test]
    fn ascii_escapes_all_that_is_not() {
        assert_eq!(ascii("é'\n"), r#""\xe9'\n""#);
    }

    #[test]
    fn bytes_repr_escapes_every_byte_outside_ascii() {
        assert_eq!(bytes_repr(b"a\n\xc3\xa9'"), r#"b"a\n\xc3\xa9'""#);
        assert_eq!(bytes_repr(b"'\""), r#"b'\'"'"#);
    }

    #[test]
    fn the_separators_of_ascii_are_blank() {
        assert!(is_space('\x1f') && is_space('\u{85}') && is_space('\u{3000}'));
        assert!(!is_space('\u{feff}') && !is_space('\u{200b}'));
    }

    #[cfg(unix)]
    #[test]
    fn stray_bytes_are_one_character_each_and_are_shown_in_hexadecimal() {
        use std::os::unix::ffi::OsStrExt;

        use super::{matchable, printable};

        let name = std::ffi::OsStr::from_bytes(b"a\xff\xfeb");
        assert_eq!(matchable(name).chars().count(), 4);
        assert_eq!(printable(name), r"a\xff\xfeb");
        assert_eq!(printable("é".as_ref()), "é");
    }
}
