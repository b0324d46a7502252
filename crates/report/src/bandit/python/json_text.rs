//! The JSON of Python's `json.dumps(..., indent=2)` put together piece by piece, for reports of many findings: each piece
//! is written once, to one buffer. What the pieces are is the caller's to know.

use std::io::{self, Write};

/// A text of JSON on its way out.
///
/// When `out` fails, the rest goes nowhere, and [`JsonText::finish`] tells.
pub(crate) struct JsonText<'o> {
    out: &'o mut dyn Write,
    buffer: Vec<u8>,
    depth: usize,
    /// Whether nothing stands in the innermost object or array yet.
    empty: bool,
    failed: Option<io::Error>,
}

/// What is held back at most, but for a single string.
const HELD: usize = 1 << 16;

const LINE: &[u8] = b"\n                                                                ";

impl<'o> JsonText<'o> {
    pub(crate) fn new(out: &'o mut dyn Write) -> JsonText<'o> {
        JsonText { out, buffer: Vec::with_capacity(2 * HELD), depth: 0, empty: true, failed: None }
    }

    /// An object, whose entries are each a [`JsonText::key`] and a value.
    pub(crate) fn object(&mut self, entries: impl FnOnce(&mut JsonText<'o>)) {
        self.nest(*b"{}", entries);
    }

    /// An array, whose items are each a [`JsonText::item`] and a value.
    pub(crate) fn array(&mut self, items: impl FnOnce(&mut JsonText<'o>)) {
        self.nest(*b"[]", items);
    }

    fn nest(&mut self, [open, close]: [u8; 2], inner: impl FnOnce(&mut JsonText<'o>)) {
        self.buffer.push(open);
        self.depth += 1;
        self.empty = true;
        inner(self);
        self.depth -= 1;
        if !std::mem::take(&mut self.empty) {
            self.line();
        }
        self.buffer.push(close);
    }

    /// Begins an entry of an object.
    pub(crate) fn key(&mut self, key: &str) {
        self.item();
        self.string(key);
        self.buffer.extend_from_slice(b": ");
    }

    /// Begins an item of an array.
    pub(crate) fn item(&mut self) {
        if !std::mem::take(&mut self.empty) {
            self.buffer.push(b',');
        }
        if self.buffer.len() >= HELD {
            self.hand_on();
        }
        self.line();
    }

    /// A string.
    pub(crate) fn string(&mut self, text: &str) {
        self.buffer.push(b'"');
        self.part(text);
        self.buffer.push(b'"');
    }

    /// A string of parts, each a [`JsonText::part`] or a number.
    pub(crate) fn string_of(&mut self, parts: impl FnOnce(&mut JsonText<'o>)) {
        self.buffer.push(b'"');
        parts(self);
        self.buffer.push(b'"');
    }

    /// A number.
    pub(crate) fn number(&mut self, number: impl itoa::Integer) {
        self.buffer.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
    }

    /// A part of a string: only printable ASCII stands for itself.
    pub(crate) fn part(&mut self, text: &str) {
        let mut rest = text;
        loop {
            let plain = plain_bytes(rest.as_bytes());
            self.buffer.extend_from_slice(&rest.as_bytes()[..plain]);
            let mut following = rest[plain..].chars();
            match following.next() {
                None => return,
                Some('"') => self.buffer.extend_from_slice(b"\\\""),
                Some('\\') => self.buffer.extend_from_slice(b"\\\\"),
                Some('\n') => self.buffer.extend_from_slice(b"\\n"),
                Some('\r') => self.buffer.extend_from_slice(b"\\r"),
                Some('\t') => self.buffer.extend_from_slice(b"\\t"),
                Some('\u{8}') => self.buffer.extend_from_slice(b"\\b"),
                Some('\u{c}') => self.buffer.extend_from_slice(b"\\f"),
                Some(c) => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        self.buffer.extend_from_slice(b"\\u");
                        let digit = |at: u16| b"0123456789abcdef"[usize::from(*unit >> (4 * at) & 15)];
                        self.buffer.extend([digit(3), digit(2), digit(1), digit(0)]);
                    }
                }
            }
            rest = following.as_str();
        }
    }

    /// Whether `out` has failed, so that there is no use in going on.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Hands on what is left.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.hand_on();
        self.failed.map_or(Ok(()), Err)
    }

    fn line(&mut self) {
        let width = 2 * self.depth;
        let at_once = width.min(LINE.len() - 1);
        self.buffer.extend_from_slice(&LINE[..=at_once]);
        self.buffer.resize(self.buffer.len() + width - at_once, b' ');
    }

    fn hand_on(&mut self) {
        if self.failed.is_none() {
            self.failed = self.out.write_all(&self.buffer).err();
        }
        self.buffer.clear();
    }
}

/// How many bytes at the front stand for themselves in a string: up to `"`, `\`, or what is no printable ASCII.
fn plain_bytes(bytes: &[u8]) -> usize {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut plain = 0;
    for word in words {
        let special = special_bytes(u64::from_le_bytes(*word));
        if special != 0 {
            return plain + special.trailing_zeros() as usize / 8;
        }
        plain += 8;
    }
    let is_special = |&byte: &u8| !(0x20..0x7f).contains(&byte) || byte == b'"' || byte == b'\\';
    plain + rest.iter().position(is_special).unwrap_or(rest.len())
}

/// The highest bit of the first byte that does not stand for itself. Borrows and carries can set those of bytes behind it.
fn special_bytes(word: u64) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    // 0x7f and above.
    let above = word | word.wrapping_add(ONES);
    (below(word, 0x20) | is(b'"') | is(b'\\') | above) & HIGH
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::JsonText;
    use crate::bandit::python::recorded;

    fn written(write: impl FnOnce(&mut JsonText<'_>)) -> String {
        let mut out = Vec::new();
        let mut json = JsonText::new(&mut out);
        write(&mut json);
        json.finish().expect("memory takes all");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn strings_are_escaped_as_python_escapes_them() {
        recorded::each("text", |case| {
            let text = case["text"].as_str().expect("a text");
            (case["json"].as_str().expect("a text").to_owned(), written(|json| json.string(text)))
        });
    }

    #[test]
    fn every_character_is_escaped_wherever_it_stands() {
        let characters = ('\0'..='\u{100}').chain(['\u{2028}', '\u{ffff}', '\u{1f600}']);
        for (c, at) in characters.flat_map(|c| (0..20).map(move |at| (c, at))) {
            let text = format!("{}{c}{}", "a".repeat(at), "z~ ".repeat(5));
            let escaped = written(|json| json.string(&text));
            assert!(escaped.bytes().all(|byte| (0x20..0x7f).contains(&byte)), "{escaped}");
            assert_eq!(serde_json::from_str::<String>(&escaped).expect("JSON"), text);
            assert_eq!(escaped.len() > text.len() + 2, !(' '..='~').contains(&c) || "\"\\".contains(c));
        }
    }

    #[test]
    fn empty_containers_stay_on_their_line() {
        let text = written(|json| {
            json.object(|json| {
                json.key("a");
                json.array(|_| {});
                json.key("b");
                json.object(|_| {});
                json.key("c");
                json.array(|json| {
                    json.item();
                    json.number(1);
                    json.item();
                    json.array(|_| {});
                });
            });
        });
        assert_eq!(text, "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    []\n  ]\n}");
    }

    #[test]
    fn deep_lines_are_indented_all_the_way() {
        let text = written(|json| {
            fn nest(json: &mut JsonText<'_>, depth: usize) {
                json.array(|json| {
                    if depth > 0 {
                        json.item();
                        nest(json, depth - 1);
                    }
                });
            }
            nest(json, 40);
        });
        assert!(text.contains(&format!("\n{}[]", " ".repeat(80))), "{text}");
    }

    #[test]
    fn a_writer_that_fails_is_told_of() {
        struct Full;
        impl io::Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let mut full = Full;
        let mut json = JsonText::new(&mut full);
        json.string("x");
        assert!(!json.has_failed());
        assert_eq!(json.finish().expect_err("it is full").kind(), io::ErrorKind::StorageFull);
    }
}
