//! Values as Python's `repr` spells them.

use stockade_core::pystr;

use super::argv;

/// A string: `'it'`, `"it's"`, `'caf\xe9\n'` (where the letter cannot be printed).
pub(crate) fn string(text: &str) -> String {
    pystr::repr_of(text, |c| Some(format!("\\udc{:02x}", argv::undecoded_byte(c)?)))
}

/// A list of strings: `['a', 'b']`.
pub(crate) fn list<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<String> = items.iter().map(|item| string(item.as_ref())).collect();
    format!("[{}]", items.join(", "))
}

/// Bytes: `b'a\n'`.
pub(crate) use stockade_core::pystr::bytes_repr as bytes;

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
