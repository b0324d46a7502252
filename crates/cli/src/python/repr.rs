//! Values as Python's `repr` spells them.

use super::argv;

/// A string: `'it'`, `"it's"`, `'caf\xe9\n'` (where the letter cannot be printed).
pub(crate) fn string(text: &str) -> String {
    let quote = quote(text.contains('\''), text.contains('"'));
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        if let Some(byte) = argv::undecoded_byte(c) {
            out.push_str(&format!("\\udc{byte:02x}"));
            continue;
        }
        match c {
            '\\' => out.push_str("\\\\"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if c == quote => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            c if is_printable(c) => out.push(c),
            c => match u32::from(c) {
                code @ 0..=0xff => out.push_str(&format!("\\x{code:02x}")),
                code @ 0..=0xffff => out.push_str(&format!("\\u{code:04x}")),
                code => out.push_str(&format!("\\U{code:08x}")),
            },
        }
    }
    out.push(quote);
    out
}

/// A list of strings: `['a', 'b']`.
pub(crate) fn list<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<String> = items.iter().map(|item| string(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// Bytes: `b'a\n'`.
pub(crate) fn bytes(bytes: &[u8]) -> String {
    let quote = quote(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut out = format!("b{quote}");
    for &byte in bytes {
        match byte {
            b'\\' => out.push_str("\\\\"),
            b'\t' => out.push_str("\\t"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            byte if char::from(byte) == quote => out.extend(['\\', quote]),
            b' '..=b'~' => out.push(char::from(byte)),
            byte => out.push_str(&format!("\\x{byte:02x}")),
        }
    }
    out.push(quote);
    out
}

fn quote(single: bool, double: bool) -> char {
    if single && !double { '"' } else { '\'' }
}

/// Python's `str.isprintable` beyond ASCII: the standard library's `escape_debug` goes by the same categories of characters, and
/// escapes combining marks besides, unless they follow another character.
fn is_printable(c: char) -> bool {
    let mut buffer = [b'a', 0, 0, 0, 0];
    let len = c.encode_utf8(&mut buffer[1..]).len();
    let Ok(text) = std::str::from_utf8(&buffer[..=len]) else { return false };
    text.escape_debug().nth(1) == Some(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_choose_their_quotes_and_escapes() {
        for (text, spelled) in [
            ("", "''"),
            ("it's", "\"it's\""),
            ("\"it's\"", "'\"it\\'s\"'"),
            ("\"", "'\"'"),
            ("a\\b\t\r\n\0\u{1b}\u{7f}", "'a\\\\b\\t\\r\\n\\x00\\x1b\\x7f'"),
            ("\u{e9}\u{301}\u{a0}\u{ad}", "'\u{e9}\u{301}\\xa0\\xad'"),
            ("\u{200b}\u{2028}\u{e000}\u{1f600}\u{e0001}", "'\\u200b\\u2028\\ue000\u{1f600}\\U000e0001'"),
        ] {
            assert_eq!(string(text), spelled);
        }
        assert_eq!(list(&["B101", "it's"]), "['B101', \"it's\"]");
    }

    #[test]
    fn bytes_are_ascii() {
        assert_eq!(bytes(b"a'\\\n\t\r\x00\xff~\x7f"), "b\"a'\\\\\\n\\t\\r\\x00\\xff~\\x7f\"");
        assert_eq!(bytes(b"'\""), "b'\\'\"'");
    }
}
