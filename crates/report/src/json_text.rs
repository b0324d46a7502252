//! Indented JSON put together piece by piece, for reports of many findings: each piece is written once, to one buffer. What
//! the pieces are is the caller's to know.

use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;

use crate::stream::Indented;

/// A text of JSON on its way out.
///
/// When `out` fails, the rest goes nowhere, and [`JsonText::finish`] tells.
pub(crate) struct JsonText<'o> {
    out: &'o mut dyn Write,
    buffer: Vec<u8>,
    strings: Strings,
    depth: usize,
    /// Whether nothing stands in the innermost object or array yet.
    empty: bool,
    failed: Option<io::Error>,
    /// How often something has been handed on.
    handed_on: u64,
}

/// Which characters stand for themselves in strings.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strings {
    /// Printable ASCII, as in Python's `json.dumps(..., indent=2)`.
    Ascii,
    /// All but control characters, as in `serde_json`.
    Unicode,
}

/// A place in what was written.
#[derive(Clone, Copy, Default)]
pub(crate) struct Mark {
    handed_on: u64,
    at: usize,
}

impl Mark {
    /// How many bytes there are from another place to this one, if nothing was handed on between them.
    pub(crate) fn since(self, before: Mark) -> usize {
        self.at - before.at
    }
}

/// What is held back at most, but for a single string.
const HELD: usize = 1 << 16;

/// Entries that many objects have in common, put together once: see [`JsonText::common`] and [`JsonText::head`].
pub(crate) struct Common {
    text: Vec<u8>,
    /// Whether they are the first of their objects.
    first: bool,
}

/// Entries that differ in a few places only: see [`JsonText::template`].
pub(crate) struct Template(Vec<Common>);

/// What stands in a hole of a template: it is in no JSON.
const HOLE: u8 = 0;

const LINE: &[u8] = b"\n                                                                ";

impl<'o> JsonText<'o> {
    pub(crate) fn new(out: &'o mut dyn Write, strings: Strings) -> JsonText<'o> {
        JsonText::with(out, strings, Vec::with_capacity(2 * HELD))
    }

    fn with(out: &'o mut dyn Write, strings: Strings, buffer: Vec<u8>) -> JsonText<'o> {
        JsonText { out, buffer, strings, depth: 0, empty: true, failed: None, handed_on: 0 }
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

    /// Entries that follow others in an object of this depth, as [`JsonText::again`] writes them.
    pub(crate) fn common(&self, entries: impl FnOnce(&mut JsonText<'_>)) -> Common {
        self.apart(false, entries)
    }

    /// The same of the first entries of an object.
    pub(crate) fn head(&self, entries: impl FnOnce(&mut JsonText<'_>)) -> Common {
        self.apart(true, entries)
    }

    fn apart(&self, first: bool, entries: impl FnOnce(&mut JsonText<'_>)) -> Common {
        let mut out = Vec::new();
        let mut json = JsonText::with(&mut out, self.strings, Vec::new());
        (json.depth, json.empty) = (self.depth, first);
        entries(&mut json);
        json.hand_on();
        Common { text: out, first }
    }

    /// Writes entries that were put together before, where they have their place.
    pub(crate) fn again(&mut self, Common { text, first }: &Common) {
        debug_assert_eq!(self.empty, *first, "a comma belongs to the first of them");
        self.empty = false;
        self.buffer.extend_from_slice(text);
    }

    /// Entries as of [`JsonText::common`], with a [`JsonText::hole`] for each value that is not the same.
    pub(crate) fn template(&self, entries: impl FnOnce(&mut JsonText<'_>)) -> Template {
        let whole = self.common(entries).text;
        let piece = |text: &[u8]| Common { text: text.to_vec(), first: false };
        Template(whole.split(|&byte| byte == HOLE).map(piece).collect())
    }

    /// A value, or a part of a string, that is not the same.
    pub(crate) fn hole(&mut self) {
        self.buffer.push(HOLE);
    }

    /// Writes the entries of a template. The holes are filled by a function, which is given their numbers, from 0.
    pub(crate) fn fill(&mut self, Template(pieces): &Template, hole: impl Fn(&mut JsonText<'o>, usize)) {
        for (at, piece) in pieces.iter().enumerate() {
            if at > 0 {
                hole(self, at - 1);
            }
            self.again(piece);
        }
    }

    /// An entry of an object.
    pub(crate) fn field(&mut self, key: &str, value: &impl Serialize) {
        self.key(key);
        self.value(value);
    }

    /// An entry that is an array, whose items are made one by one.
    pub(crate) fn list(&mut self, key: &str, items: impl IntoIterator<Item: Serialize>) {
        self.key(key);
        self.array(|json| {
            for item in items {
                json.item();
                json.value(&item);
            }
        });
    }

    /// Any value, put into words by `serde_json`.
    pub(crate) fn value(&mut self, value: &impl Serialize) {
        debug_assert!(self.strings == Strings::Unicode, "that is how it writes strings");
        let indented = Indented::at(self.depth);
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.buffer, indented);
        if let Err(error) = value.serialize(&mut serializer) {
            self.failed.get_or_insert(error.into());
        }
    }

    /// The end of a line, behind everything.
    pub(crate) fn end_line(&mut self) {
        self.buffer.push(b'\n');
    }

    /// Where the next piece is written.
    pub(crate) fn mark(&self) -> Mark {
        Mark { handed_on: self.handed_on, at: self.buffer.len() }
    }

    /// Writes once more what was written so many bytes behind a place. Answers whether it could: what has been handed on is
    /// gone.
    pub(crate) fn repeat(&mut self, from: Mark, bytes: Range<usize>) -> bool {
        let held = from.handed_on == self.handed_on;
        if held {
            self.buffer.extend_from_within(from.at + bytes.start..from.at + bytes.end);
        }
        held
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

    /// A part of a string.
    pub(crate) fn part(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = self.plain(&mut rest) {
            let short = match c {
                '"' | '\\' => c as u8,
                '\n' => b'n',
                '\r' => b'r',
                '\t' => b't',
                '\u{8}' => b'b',
                '\u{c}' => b'f',
                c => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        self.buffer.extend_from_slice(b"\\u");
                        let digit = |at: u16| b"0123456789abcdef"[usize::from(*unit >> (4 * at) & 15)];
                        self.buffer.extend([digit(3), digit(2), digit(1), digit(0)]);
                    }
                    continue;
                }
            };
            self.buffer.extend_from_slice(&[b'\\', short]);
        }
    }

    /// Writes what stands for itself at the front of a text, and takes it off, with the character behind it.
    fn plain(&mut self, text: &mut &str) -> Option<char> {
        let bytes = text.as_bytes();
        let (words, rest) = bytes.as_chunks::<8>();
        let ascii = self.strings == Strings::Ascii;
        let mut plain = 0;
        // Texts are short: to write each word at once is quicker than to look for the end of what can be copied.
        for word in words {
            self.buffer.extend_from_slice(word);
            let special = special_bytes(u64::from_le_bytes(*word), ascii);
            if special != 0 {
                let before = special.trailing_zeros() as usize / 8;
                self.buffer.truncate(self.buffer.len() - 8 + before);
                return take_off(text, plain + before);
            }
            plain += 8;
        }
        for &byte in rest {
            if byte < 0x20 || (ascii && byte >= 0x7f) || byte == b'"' || byte == b'\\' {
                return take_off(text, plain);
            }
            self.buffer.push(byte);
            plain += 1;
        }
        None
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
        if width > at_once {
            self.buffer.resize(self.buffer.len() + width - at_once, b' ');
        }
    }

    fn hand_on(&mut self) {
        if self.failed.is_none() {
            self.failed = self.out.write_all(&self.buffer).err();
        }
        self.buffer.clear();
        self.handed_on += 1;
    }
}

/// Takes so many bytes off the front of a text, and the character behind them.
fn take_off(text: &mut &str, bytes: usize) -> Option<char> {
    let mut rest = text[bytes..].chars();
    let next = rest.next();
    *text = rest.as_str();
    next
}

/// The highest bit of the first byte that does not stand for itself. Borrows and carries can set those of bytes behind it.
#[inline]
fn special_bytes(word: u64, ascii: bool) -> u64 {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = ONES << 7;
    let below = |word: u64, limit: u64| word.wrapping_sub(ONES * limit) & !word;
    let is = |byte: u8| below(word ^ (ONES * u64::from(byte)), 1);
    // 0x7f and above.
    let above = if ascii { word | word.wrapping_add(ONES) } else { 0 };
    (below(word, 0x20) | is(b'"') | is(b'\\') | above) & HIGH
}

#[cfg(test)]
mod tests {
    use std::io;

    use serde_json::json;

    use super::{JsonText, Strings};

    fn written(write: impl FnOnce(&mut JsonText<'_>)) -> String {
        written_with(Strings::Ascii, write)
    }

    fn written_with(strings: Strings, write: impl FnOnce(&mut JsonText<'_>)) -> String {
        let mut out = Vec::new();
        let mut json = JsonText::new(&mut out, strings);
        write(&mut json);
        json.finish().expect("memory takes all");
        String::from_utf8(out).expect("text")
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
            let unicode = written_with(Strings::Unicode, |json| json.string(&text));
            assert_eq!(unicode, serde_json::to_string(&text).expect("a string"));
        }
    }

    #[test]
    fn what_is_put_together_apart_is_as_if_written_in_its_place() {
        let inner = json!({"a": "é\u{1}", "b": [1, {"c": {}}], "d": null});
        let text = written_with(Strings::Unicode, |json| {
            json.object(|json| {
                let head = json.head(|json| json.field("first", &inner));
                let common = json.common(|json| json.list("list", [&inner, &inner]));
                let template = json.template(|json| {
                    json.key("m");
                    json.object(|json| {
                        ["x", "y"].into_iter().for_each(|key| {
                            json.key(key);
                            json.hole();
                        })
                    });
                    json.key("n");
                    json.string_of(|json| json.hole());
                });
                json.again(&head);
                json.again(&common);
                json.fill(&template, |json, at| match at {
                    2 => json.part("\u{2028}\n"),
                    at => json.number(at),
                });
                json.field("z", &inner);
            });
        });
        let whole = json!({
            "first": inner, "list": [inner, inner], "m": {"x": 0, "y": 1}, "n": "\u{2028}\n", "z": inner,
        });
        assert_eq!(text, serde_json::to_string_pretty(&whole).expect("a value"));
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
        let mut json = JsonText::new(&mut full, Strings::Ascii);
        json.string("x");
        assert!(!json.has_failed());
        assert_eq!(json.finish().expect_err("it is full").kind(), io::ErrorKind::StorageFull);
    }
}
