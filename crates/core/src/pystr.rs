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
            c if is_printable(c) => out.push(c),
            c => push_escape(&mut out, c),
        }
    }
    out.push(quote);
    out
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

/// Whether `str.isprintable` holds.
///
/// Rust's debug escapes use the same categories but for combining marks, which it escapes at the start only.
fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    let mut buffer = [b'a'; 5];
    let end = 1 + c.encode_utf8(&mut buffer[1..]).len();
    std::str::from_utf8(&buffer[..end]).is_ok_and(|text| text.escape_debug().nth(1) == Some(c))
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
    use super::{bytes_repr, is_space, repr};

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
