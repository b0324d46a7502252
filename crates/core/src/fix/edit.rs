//! Edits of a decoded text carried over to the bytes that it was decoded from.

use std::collections::BTreeMap;
use std::thread;

use rustc_hash::FxHashSet;

use crate::finding::{Edit, Fix};
use crate::parse::parse;
use crate::scan::STACK;
use crate::source::{Codec, Source};
use crate::walk::{self, MAX_DROP_DEPTH};

/// Bytes with fixes in them.
#[derive(Debug, PartialEq, Eq)]
pub struct Edited {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The numbers of the fixes that are in them. The others would change the same text, and wait for another run.
    pub applied: Vec<usize>,
}

/// Why fixes are not put into a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The file is no Python, so that nothing tells whether it would be the same but for the fixes.
    #[error("it cannot be parsed: {0}")]
    NoPython(String),
    /// With the fixes it would be no Python.
    #[error("it could not be parsed afterwards: {0}")]
    Breaks(String),
    /// Encodings that take several bytes for a character.
    #[error("it is written in {0}; fix it by hand, or convert it to UTF-8 first")]
    Encoding(&'static str),
    /// The edits do not fit the text.
    #[error("its fixes do not fit its text; please report this")]
    Misfit,
}

/// Puts fixes of a file into its bytes. Of fixes that would change the same text the first is taken.
///
/// # Errors
///
/// When the file is no Python, or would be none then.
pub fn apply(bytes: &[u8], fixes: &[&Fix]) -> Result<Edited, Refusal> {
    let source = Source::decode(bytes).map_err(|error| Refusal::NoPython(error.to_string()))?;
    if let Some(error) = syntax_error(&source.text) {
        return Err(Refusal::NoPython(error));
    }
    let (edits, applied) = select(fixes);
    let text = edited(&source.text, &edits).ok_or(Refusal::Misfit)?;
    let bytes = carry_over(&source, &edits)?;
    // What an edit makes of a cookie, or of what a line begins with, is seen here.
    match Source::decode(&bytes) {
        Ok(after) if after.text == text => {}
        Ok(_) => return Err(Refusal::Misfit),
        Err(error) => return Err(Refusal::Breaks(error.to_string())),
    }
    match syntax_error(&text) {
        Some(error) => Err(Refusal::Breaks(error)),
        None => Ok(Edited { bytes, applied }),
    }
}

/// The edits of the fixes that do not meet, in the order of the text, and the numbers of these fixes.
fn select<'f>(fixes: &[&'f Fix]) -> (Vec<&'f Edit>, Vec<usize>) {
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    order.sort_by_key(|&at| fixes[at].edits.first().map(|edit| (edit.start, edit.end)));
    let mut taken: BTreeMap<u32, &Edit> = BTreeMap::new();
    let mut known: FxHashSet<&[Edit]> = FxHashSet::default();
    let mut applied = Vec::new();
    for at in order {
        let edits = fixes[at].edits.as_slice();
        if known.contains(edits) {
            // Two findings that one change mends.
            applied.push(at);
            continue;
        }
        let meets = |edit: &Edit| {
            let before = taken.range(..=edit.start).next_back();
            let behind = taken.range(edit.start..).next();
            before.is_some_and(|(&start, other)| other.end > edit.start || start == edit.start)
                || behind.is_some_and(|(&start, _)| start < edit.end)
        };
        if edits.iter().any(meets) {
            continue;
        }
        taken.extend(edits.iter().map(|edit| (edit.start, edit)));
        known.insert(edits);
        applied.push(at);
    }
    (taken.into_values().collect(), applied)
}

/// The text with the edits, which are in order and apart.
fn edited(text: &str, edits: &[&Edit]) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for edit in edits {
        out.push_str(text.get(from..edit.start as usize)?);
        out.push_str(&edit.text);
        from = edit.end as usize;
    }
    out.push_str(text.get(from..)?);
    Some(out)
}

/// The bytes with the edits.
fn carry_over(source: &Source<'_>, edits: &[&Edit]) -> Result<Vec<u8>, Refusal> {
    let Source { bytes, codec, .. } = *source;
    let ending = line_ending(bytes);
    let mut places = Places::new(source)?;
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for edit in edits {
        let start = places.of(edit.start).ok_or(Refusal::Misfit)?;
        let end = places.of(edit.end).ok_or(Refusal::Misfit)?;
        out.extend_from_slice(bytes.get(from..start).ok_or(Refusal::Misfit)?);
        let text = codec.encode(&edit.text.replace('\n', ending));
        out.extend(text.ok_or(Refusal::Encoding(codec.name()))?);
        from = end;
    }
    out.extend_from_slice(bytes.get(from..).ok_or(Refusal::Misfit)?);
    Ok(out)
}

/// The first line ending of a file.
fn line_ending(bytes: &[u8]) -> &'static str {
    match memchr::memchr2(b'\r', b'\n', bytes) {
        Some(at) if bytes[at] == b'\n' => "\n",
        Some(at) if bytes.get(at + 1) == Some(&b'\n') => "\r\n",
        Some(_) => "\r",
        None => "\n",
    }
}

/// Where the characters of a text came from, asked for in the order of the text.
struct Places<'s> {
    source: &'s Source<'s>,
    is_single_byte: bool,
    /// The offset in the text that was reached, and the one in the bytes.
    offset: usize,
    byte: usize,
}

impl<'s> Places<'s> {
    fn new(source: &'s Source<'s>) -> Result<Places<'s>, Refusal> {
        let is_single_byte = match source.codec {
            Codec::Utf8 => false,
            Codec::Ascii | Codec::Latin1 | Codec::SingleByte(..) => true,
            Codec::Other(_) | Codec::NoText => return Err(Refusal::Encoding(source.codec.name())),
        };
        let byte = if source.bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        Ok(Places { source, is_single_byte, offset: 0, byte })
    }

    /// The place in the bytes of an offset in the text, which is not before the last one that was asked for.
    fn of(&mut self, offset: u32) -> Option<usize> {
        let passed = self.source.text.get(self.offset..offset as usize)?;
        for c in passed.chars() {
            self.byte += match c {
                '\n' if self.source.bytes[self.byte..].starts_with(b"\r\n") => 2,
                _ if self.is_single_byte => 1,
                _ => c.len_utf8(),
            };
        }
        self.offset = offset as usize;
        Some(self.byte)
    }
}

/// Why a text is no Python, if it is none. On a thread of its own, for the room that a deep tree needs.
fn syntax_error(text: &str) -> Option<String> {
    let find = || {
        let tree = parse(text);
        let error = tree.error(text).map(|error| error.message);
        if walk::depth(tree.module()) > MAX_DROP_DEPTH {
            tree.leak();
        }
        error
    };
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, find);
        match worker.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(error)) => error,
            Ok(Err(_)) => Some("internal error".to_owned()),
            Err(error) => Some(error.to_string()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fix that puts a text in the place of each of these, which stand once in the other text.
    fn fix(text: &str, replacements: &[(&str, &str)]) -> Fix {
        let edit = |(old, new): &(&str, &str)| {
            let start = text.find(old).expect("it stands there");
            let offset = |at: usize| u32::try_from(at).expect("small");
            Edit { start: offset(start), end: offset(start + old.len()), text: (*new).to_owned() }
        };
        Fix { title: "".into(), edits: replacements.iter().map(edit).collect() }
    }

    fn applied(bytes: &[u8], replacements: &[(&str, &str)]) -> Result<Vec<u8>, Refusal> {
        let text = Source::decode(bytes).map(|source| source.text.into_owned()).unwrap_or_default();
        apply(bytes, &[&fix(&text, replacements)]).map(|edited| edited.bytes)
    }

    #[test]
    fn nothing_else_changes() {
        for (before, after) in [
            (&b"x = 1\ny = old\n"[..], &b"x = 1\ny = new\n"[..]),
            (b"x = 1\r\ny = old\r\nz\n\r", b"x = 1\r\ny = new\r\nz\n\r"),
            (b"x = 1\ry = old", b"x = 1\ry = new"),
            (b"\xef\xbb\xbfx = '\xc3\xa9'\r\ny = old", b"\xef\xbb\xbfx = '\xc3\xa9'\r\ny = new"),
            (b"# coding: latin-1\nx = '\xe9'; y = old  \n", b"# coding: latin-1\nx = '\xe9'; y = new  \n"),
            (b"# coding: cp1252\r\nx = '\x80'; old", b"# coding: cp1252\r\nx = '\x80'; new"),
        ] {
            assert_eq!(applied(before, &[("old", "new")]).as_deref(), Ok(after));
        }
    }

    #[test]
    fn new_lines_end_as_the_files_do() {
        assert_eq!(
            applied(b"f(\r\n  x)\r\n", &[("x", "x,\n  y")]).as_deref(),
            Ok(&b"f(\r\n  x,\r\n  y)\r\n"[..])
        );
        assert_eq!(applied(b"f(\r  x)\r", &[("x", "x,\n  y")]).as_deref(), Ok(&b"f(\r  x,\r  y)\r"[..]));
        assert_eq!(applied(b"x\r\n# c\r\ny\r\n", &[("# c\n", "")]).as_deref(), Ok(&b"x\r\ny\r\n"[..]));
    }

    #[test]
    fn characters_are_written_in_the_encoding_of_the_file() {
        assert_eq!(
            applied(b"# coding: latin-1\nx", &[("x", "'\u{e9}'")]).as_deref(),
            Ok(&b"# coding: latin-1\n'\xe9'"[..])
        );
        assert_eq!(
            applied(b"# coding: cp1252\nx", &[("x", "'\u{20ac}'")]).as_deref(),
            Ok(&b"# coding: cp1252\n'\x80'"[..])
        );
        assert_eq!(
            applied(b"# coding: latin-1\nx", &[("x", "'\u{20ac}'")]),
            Err(Refusal::Encoding("iso-8859-1"))
        );
        assert_eq!(applied(b"# coding: gbk\nx", &[("x", "y")]), Err(Refusal::Encoding("GBK")));
    }

    #[test]
    fn what_would_be_no_python_is_refused() {
        assert!(matches!(applied(b"x = 1\n", &[("1", "(")]), Err(Refusal::Breaks(_))));
        assert!(matches!(applied(b"x = (\n", &[("x", "y")]), Err(Refusal::NoPython(_))));
        assert!(matches!(applied(b"x = '\0'", &[]), Err(Refusal::NoPython(_))));
        // A line that goes makes a cookie of a comment that was none.
        let text = b"#!/bin/sh\n#\n# coding: rot13\nx = '\xc3\xa9'\n";
        assert!(matches!(applied(text, &[("#\n", "")]), Err(Refusal::Breaks(_) | Refusal::Misfit)));
        let beyond = Fix { title: "".into(), edits: vec![Edit { start: 1, end: 9, text: String::new() }] };
        assert_eq!(apply(b"x\n", &[&beyond]), Err(Refusal::Misfit));
    }

    #[test]
    fn fixes_that_meet_wait() {
        let text = "a = b(c, d)\n";
        let fixes = [
            fix(text, &[("d", "1")]),
            fix(text, &[("b(c, d)", "e")]),
            fix(text, &[("d", "1")]),
            fix(text, &[("a", "x"), ("c", "y")]),
        ];
        let edited = apply(text.as_bytes(), &fixes.iter().collect::<Vec<_>>()).expect("edited");
        assert_eq!(String::from_utf8_lossy(&edited.bytes), "x = b(y, 1)\n");
        assert_eq!(edited.applied, [3, 0, 2]);
        let insertion = |text: &str| Fix {
            title: "".into(),
            edits: vec![Edit { start: 6, end: 6, text: text.to_owned() }],
        };
        let edited = apply(text.as_bytes(), &[&insertion("1, "), &insertion("2, ")]).expect("edited");
        assert_eq!(edited.applied, [0]);
    }

    #[test]
    fn depth_is_no_danger() {
        let text = format!("x = {}a\n", "-".repeat(100_000));
        assert!(applied(text.as_bytes(), &[("x", "y")]).is_ok());
    }
}
