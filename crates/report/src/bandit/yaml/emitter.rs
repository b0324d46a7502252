//! Writes YAML in block style, byte for byte as PyYAML's `safe_dump` does: indentation, keys, sequences, anchors.
//!
//! How a scalar is quoted and folded is decided in `scalar`.

use std::io::{self, Write};

use super::scalar::{self, Style};

/// A document on its way out. Calls follow the document's order: `key` before every value of a mapping, `item` before
/// every item of a sequence, `end` behind the last of either.
pub(crate) struct Emitter<'o> {
    out: &'o mut dyn Write,
    /// In characters.
    column: usize,
    /// Whether the last character was a space, or none was written on the line.
    whitespace: bool,
    /// Whether only indentation, and `-`, `?` or `:` of it, was written on the line.
    indention: bool,
    /// Of the containers that are open, outermost first.
    indents: Vec<usize>,
    /// Whether the next node is the value of a mapping.
    in_mapping: bool,
}

const STEP: usize = 2;
const WIDTH: usize = 80;

/// From this many characters on, the tag `!!str` included, a key is written behind a question mark.
const SIMPLE_KEY: usize = 128;

impl<'o> Emitter<'o> {
    pub(crate) fn new(out: &'o mut dyn Write) -> Emitter<'o> {
        Emitter { out, column: 0, whitespace: true, indention: true, indents: Vec::new(), in_mapping: false }
    }

    /// Ends the document.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.indent_to(0)
    }

    /// Begins a mapping, which must get at least one key.
    pub(crate) fn mapping(&mut self) -> io::Result<()> {
        let indent = self.indents.last().map_or(0, |indent| indent + STEP);
        self.indents.push(indent);
        Ok(())
    }

    /// Begins a sequence, which must get at least one item.
    pub(crate) fn sequence(&mut self) -> io::Result<()> {
        // Inside a mapping the dashes stand below the key.
        let flat = self.in_mapping && !self.indention;
        let indent = self.indents.last().map_or(0, |indent| if flat { *indent } else { indent + STEP });
        self.indents.push(indent);
        Ok(())
    }

    /// Ends a mapping or a sequence.
    pub(crate) fn end(&mut self) -> io::Result<()> {
        self.indents.pop();
        Ok(())
    }

    /// Writes a key.
    pub(crate) fn key(&mut self, text: &str) -> io::Result<()> {
        self.indent()?;
        let length = text.chars().count() + "!!str".len();
        let analysis = scalar::Analysis::of(text);
        if length < SIMPLE_KEY && !text.is_empty() && !analysis.multiline {
            self.scalar(text, true)?;
            self.indicator(":", false, false)?;
        } else {
            self.indicator("?", true, true)?;
            self.scalar(text, false)?;
            self.indent()?;
            self.indicator(":", true, true)?;
        }
        self.in_mapping = true;
        Ok(())
    }

    /// Begins an item of a sequence.
    pub(crate) fn item(&mut self) -> io::Result<()> {
        self.indent()?;
        self.in_mapping = false;
        self.indicator("-", true, true)
    }

    /// Writes a string as a value or an item.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        self.scalar(text, false)
    }

    /// Writes an integer as a value or an item.
    pub(crate) fn integer(&mut self, number: u64) -> io::Result<()> {
        self.plain_start()?;
        self.put(&number.to_string())
    }

    pub(crate) fn empty_sequence(&mut self) -> io::Result<()> {
        self.indicator("[", true, false)?;
        self.indicator("]", false, false)
    }

    pub(crate) fn empty_mapping(&mut self) -> io::Result<()> {
        self.indicator("{", true, false)?;
        self.indicator("}", false, false)
    }

    /// Names the node that comes next.
    pub(crate) fn anchor(&mut self, number: usize) -> io::Result<()> {
        self.indicator(&format!("&id{number:03}"), true, false)
    }

    /// Writes a node that was named before.
    pub(crate) fn alias(&mut self, number: usize) -> io::Result<()> {
        self.indicator(&format!("*id{number:03}"), true, false)
    }

    fn scalar(&mut self, text: &str, as_key: bool) -> io::Result<()> {
        let fold = !as_key;
        match scalar::style(text, as_key) {
            Style::Plain => self.plain(text, fold),
            Style::SingleQuoted => self.single_quoted(text, fold),
            Style::DoubleQuoted => self.double_quoted(text, fold),
        }
    }

    fn plain_start(&mut self) -> io::Result<()> {
        if !self.whitespace {
            self.put(" ")?;
        }
        self.whitespace = false;
        self.indention = false;
        Ok(())
    }

    /// A plain scalar has no line breaks: only its words can go to the next line.
    fn plain(&mut self, text: &str, fold: bool) -> io::Result<()> {
        self.plain_start()?;
        for run in Runs(text) {
            if run == " " && self.column > WIDTH && fold {
                self.fold()?;
                self.whitespace = false;
                self.indention = false;
            } else {
                self.put(run)?;
            }
        }
        Ok(())
    }

    fn single_quoted(&mut self, text: &str, fold: bool) -> io::Result<()> {
        self.indicator("'", true, false)?;
        let mut at = 0;
        for run in Runs(text) {
            let (start, end) = (at, at + run.len());
            at = end;
            if run == " " && self.column > WIDTH && fold && start != 0 && end != text.len() {
                self.fold()?;
            } else if run.starts_with('\n') {
                // A line break is written as an empty line, since a single one would be a space.
                for _ in 0..=run.len() {
                    self.line_break()?;
                }
                self.fold()?;
            } else {
                self.put(&run.replace('\'', "''"))?;
            }
        }
        self.indicator("'", false, false)
    }

    fn double_quoted(&mut self, text: &str, fold: bool) -> io::Result<()> {
        self.indicator("\"", true, false)?;
        let chars: Vec<(usize, char)> = text.char_indices().collect();
        // `pending` is what has been looked at but not written, from its byte and its character.
        let mut pending = 0;
        let mut pending_at = 0;
        for at in 0..=chars.len() {
            let c = chars.get(at).map(|&(_, c)| c);
            let byte = chars.get(at).map_or(text.len(), |&(byte, _)| byte);
            if c.is_none_or(|c| !(' '..='~').contains(&c) || matches!(c, '"' | '\\')) {
                if pending < byte {
                    self.put(&text[pending..byte])?;
                    (pending, pending_at) = (byte, at);
                }
                if let Some(c) = c {
                    self.put(&scalar::escape(c))?;
                    (pending, pending_at) = (byte + c.len_utf8(), at + 1);
                }
            }
            let inside = 0 < at && at + 1 < chars.len();
            let column = (self.column + at).saturating_sub(pending_at);
            if inside && (c == Some(' ') || pending_at >= at) && column > WIDTH && fold {
                if pending < byte {
                    self.put(&text[pending..byte])?;
                    (pending, pending_at) = (byte, at);
                }
                self.put("\\")?;
                self.fold()?;
                self.whitespace = false;
                self.indention = false;
                if text[pending..].starts_with(' ') {
                    self.put("\\")?;
                }
            }
        }
        self.indicator("\"", false, false)
    }

    fn indicator(&mut self, indicator: &str, needs_space: bool, keeps_indention: bool) -> io::Result<()> {
        if needs_space && !self.whitespace {
            self.put(" ")?;
        }
        // The opening bracket of an empty container is followed by its closing one, which needs no space.
        self.whitespace = false;
        self.indention = self.indention && keeps_indention;
        self.put(indicator)
    }

    fn indent(&mut self) -> io::Result<()> {
        self.indent_to(self.indents.last().copied().unwrap_or(0))
    }

    /// Goes on in the next line of the scalar, which stands deeper than its container.
    fn fold(&mut self) -> io::Result<()> {
        self.indent_to(self.indents.last().map_or(STEP, |indent| indent + STEP))
    }

    fn indent_to(&mut self, indent: usize) -> io::Result<()> {
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.line_break()?;
        }
        if self.column < indent {
            self.whitespace = true;
            self.put(&" ".repeat(indent - self.column))?;
        }
        Ok(())
    }

    fn line_break(&mut self) -> io::Result<()> {
        self.whitespace = true;
        self.indention = true;
        self.column = 0;
        self.out.write_all(b"\n")
    }

    fn put(&mut self, text: &str) -> io::Result<()> {
        self.column += text.chars().count();
        self.out.write_all(text.as_bytes())
    }
}

/// A text cut into runs of spaces, of newlines, and of anything else.
struct Runs<'t>(&'t str);

impl<'t> Iterator for Runs<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        let kind = |b: u8| match b {
            b' ' => 0,
            b'\n' => 1,
            _ => 2,
        };
        let first = kind(*self.0.as_bytes().first()?);
        let end = self.0.bytes().position(|b| kind(b) != first).unwrap_or(self.0.len());
        let (run, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(run)
    }
}
