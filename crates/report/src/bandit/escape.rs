//! Where Bandit's bytes would be unsafe to look at: the characters that are written visibly instead.
//!
//! These are the only places where a report differs from Bandit's (and file names that are no UTF-8, which never
//! come this far).

use std::borrow::Cow;

/// Escapes the control characters that can make a terminal lie, or a text no XML: `\x1b`.
///
/// Tab, newline and form feed stay, and the carriage return of a line that ends with both: they move on, and
/// nothing shown before is overwritten.
pub(crate) fn for_terminal(text: &str) -> Cow<'_, str> {
    let stays = |byte: u8, next: Option<u8>| match byte {
        b'\t' | b'\n' | 0x0c => true,
        b'\r' => next == Some(b'\n'),
        _ => false,
    };
    controls(text, stays)
}

/// Escapes the control characters that XML forbids, in the same way.
pub(crate) fn for_xml(text: &str) -> Cow<'_, str> {
    controls(text, |byte, _| matches!(byte, b'\t' | b'\n' | b'\r'))
}

fn controls(text: &str, stays: impl Fn(u8, Option<u8>) -> bool) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_shown = |at: usize| bytes[at] < 0x20 && !stays(bytes[at], bytes.get(at + 1).copied());
    if !(0..bytes.len()).any(is_shown) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, c) in text.char_indices() {
        if is_shown(at) {
            out.push_str(&format!("\\x{:02x}", bytes[at]));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Escapes what opens markup, for the parts of the html format that Bandit writes raw.
pub(crate) fn markup(text: &str) -> Cow<'_, str> {
    replace(text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        _ => None,
    })
}

/// Replaces the characters that `with` has an answer for.
pub(crate) fn replace(text: &str, with: impl Fn(char) -> Option<&'static str>) -> Cow<'_, str> {
    if !text.chars().any(|c| with(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match with(c) {
            Some(entity) => out.push_str(entity),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::{for_terminal, for_xml, markup};

    #[test]
    fn a_terminal_gets_no_control_character_that_overwrites() {
        assert_eq!(for_terminal("a\tb\x0cc\r\nd\n"), "a\tb\x0cc\r\nd\n");
        assert_eq!(for_terminal("é\x1b[2J\r\u{8}\0"), "é\\x1b[2J\\x0d\\x08\\x00");
    }

    #[test]
    fn xml_gets_no_character_that_it_forbids() {
        assert_eq!(for_xml("a\tb\rc\n\u{7f}"), "a\tb\rc\n\u{7f}");
        assert_eq!(for_xml("\x0c\x1b"), "\\x0c\\x1b");
    }

    #[test]
    fn markup_is_shown_as_text() {
        assert_eq!(markup("<b> & \"c\" 'd'"), "&lt;b&gt; &amp; \"c\" 'd'");
    }
}
