//! A YAML file's text: decoding, the characters that PyYAML refuses, and where tabs may stand.

use libyaml_safer::{Event, EventData, Mark, ScalarStyle};

use super::words::Problem;

/// The characters of a file, without a byte order mark.
#[derive(Debug)]
pub(super) struct Source {
    chars: Vec<char>,
}

/// Why bytes are no text, or no text for YAML.
#[derive(Debug)]
pub(super) struct NoText {
    /// A character, or a byte that begins none.
    character: u32,
    reason: &'static str,
    position: usize,
}

impl NoText {
    /// The message over two lines, as PyYAML prints it.
    pub(super) fn of_file(&self, name: &str) -> String {
        let NoText { character, reason, position } = self;
        format!("unacceptable character #x{character:04x}: {reason}\n  in \"{name}\", position {position}")
    }
}

impl Source {
    /// Decodes UTF-8, or UTF-16 after its byte order mark.
    pub(super) fn decode(bytes: &[u8]) -> Result<Source, NoText> {
        let text = match bytes {
            [0xff, 0xfe, ..] => decode_utf16(bytes, u16::from_le_bytes)?,
            [0xfe, 0xff, ..] => decode_utf16(bytes, u16::from_be_bytes)?,
            _ => match std::str::from_utf8(bytes) {
                Ok(text) => text.to_owned(),
                Err(error) => return Err(no_utf8(bytes, error)),
            },
        };
        let mut chars: Vec<char> = text.chars().collect();
        if let Some(position) = chars.iter().position(|&c| !is_allowed(c)) {
            let character = u32::from(chars[position]);
            return Err(NoText { character, reason: "special characters are not allowed", position });
        }
        if chars.first() == Some(&'\u{feff}') {
            chars.remove(0);
        }
        Ok(Source { chars })
    }

    /// The character at an index; NUL past the end, as in PyYAML.
    pub(super) fn char_at(&self, index: u64) -> char {
        self.from(index).next().unwrap_or('\0')
    }

    /// The characters from an index on.
    pub(super) fn from(&self, index: u64) -> impl Iterator<Item = char> {
        self.chars[self.offset(index)..].iter().copied()
    }

    fn offset(&self, index: u64) -> usize {
        usize::try_from(index).unwrap_or(usize::MAX).min(self.chars.len())
    }

    /// A mark that may lie past the end, at the end.
    pub(super) fn within(&self, mark: Mark) -> Mark {
        if self.offset(mark.index) < self.chars.len() || !self.ends_open() {
            return mark;
        }
        self.end()
    }

    /// Whether the last line has no end.
    pub(super) fn ends_open(&self) -> bool {
        self.chars.last().is_some_and(|&c| c != '\n')
    }

    /// The mark of the end.
    pub(super) fn end(&self) -> Mark {
        self.mark_of(self.chars.len())
    }

    fn mark_of(&self, offset: usize) -> Mark {
        let mut mark = Mark::default();
        for (at, &c) in self.chars[..offset].iter().enumerate() {
            mark.index += 1;
            if ends_line(&self.chars, at) {
                mark.line += 1;
                mark.column = 0;
            } else if c != '\u{feff}' {
                mark.column += 1;
            }
        }
        mark
    }

    /// Takes off a block scalar the line end that was added to a text without one.
    pub(super) fn unclose(&self, event: &mut Event) {
        let EventData::Scalar { value, style: ScalarStyle::Literal | ScalarStyle::Folded, .. } =
            &mut event.data
        else {
            return;
        };
        if !self.ends_open() || self.offset(event.end_mark.index) < self.chars.len() {
            return;
        }
        // A last line of blanks alone may be no line of the scalar, which then has no end of it to lose.
        let blank = self.chars.iter().rev().take_while(|&&c| !is_break(c)).all(|&c| c == ' ');
        if !blank && value.ends_with('\n') || value.ends_with("\n\n") || value.ends_with(" \n") {
            value.pop();
        }
    }

    /// The first place where PyYAML refuses what libyaml takes: a tab outside of quotes, block scalars and comments,
    /// and a question mark inside a plain scalar of a flow collection.
    pub(super) fn refused(&self, events: &[Event]) -> Option<Problem> {
        if !self.chars.contains(&'\t') && !self.chars.contains(&'?') {
            return None;
        }
        let mut at = 0;
        // The flow collections that are open, by their brackets.
        let mut flow: Vec<Option<Mark>> = Vec::new();
        for event in events {
            match &event.data {
                EventData::SequenceStart { .. } | EventData::MappingStart { .. } => {
                    flow.push(self.bracket(event.end_mark));
                }
                EventData::SequenceEnd | EventData::MappingEnd => {
                    flow.pop();
                }
                EventData::Scalar { style, .. } => {
                    let (start, end) =
                        (self.offset(event.start_mark.index), self.offset(event.end_mark.index));
                    if start < at {
                        continue;
                    }
                    let plain = matches!(style, ScalarStyle::Plain | ScalarStyle::Any);
                    let bracket = flow.iter().rev().find_map(|bracket| *bracket);
                    let refused = self.tab_between_tokens(at, start).or_else(|| {
                        (start..end).filter(|_| plain).find(|&at| match self.chars[at] {
                            '\t' => true,
                            '?' => at > start && bracket.is_some(),
                            _ => false,
                        })
                    });
                    if let Some(refused) = refused {
                        return Some(self.refusal(refused, bracket));
                    }
                    at = end;
                }
                _ => {}
            }
        }
        // After the last scalar there are only closing tokens, unless a problem cut the events short; then the text
        // past them cannot be told from quotes.
        let last = events.last().map_or(0, |event| self.offset(event.end_mark.index));
        self.tab_between_tokens(at, last.max(at)).map(|tab| self.refusal(tab, None))
    }

    fn refusal(&self, offset: usize, bracket: Option<Mark>) -> Problem {
        let mark = self.mark_of(offset);
        let Some(bracket) = bracket.filter(|_| self.chars[offset] == '?') else {
            return Problem::no_token('\t', mark);
        };
        let (context, end) = match self.char_at(bracket.index) {
            '[' => ("while parsing a flow sequence", ']'),
            _ => ("while parsing a flow mapping", '}'),
        };
        Problem::within(context, bracket, format!("expected ',' or '{end}', but got '?'"), mark)
    }

    /// The mark of the bracket that ends at a mark.
    fn bracket(&self, mut end: Mark) -> Option<Mark> {
        end.index = end.index.checked_sub(1)?;
        end.column = end.column.checked_sub(1)?;
        matches!(self.char_at(end.index), '[' | '{').then_some(end)
    }

    fn tab_between_tokens(&self, start: usize, end: usize) -> Option<usize> {
        let mut in_comment = false;
        for at in start..end {
            match self.chars[at] {
                '\t' if !in_comment => return Some(at),
                '#' => in_comment = true,
                c if is_break(c) => in_comment = false,
                _ => {}
            }
        }
        None
    }

    /// Whether the last line with content before a mark is a directive.
    pub(super) fn is_after_directive(&self, mark: Mark) -> bool {
        let before: String = self.chars[..self.offset(mark.index)].iter().collect();
        let mut lines =
            before.lines().rev().filter(|line| !line.trim().is_empty() && !line.trim().starts_with('#'));
        lines.next().is_some_and(|line| line.starts_with('%'))
    }

    /// Whether nothing but blanks stands before a mark on its line.
    pub(super) fn is_first_on_line(&self, mark: Mark) -> bool {
        let before = &self.chars[..self.offset(mark.index)];
        before.iter().rev().take_while(|&&c| !is_break(c)).all(|&c| c == ' ')
    }
}

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NoText> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(bytes.len());
    let fail = |position: usize, reason| NoText { character: u32::from(bytes[position]), reason, position };
    for c in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        text.push(c.map_err(|_| fail(text.encode_utf16().count() * 2, "illegal encoding"))?);
    }
    if !rest.is_empty() {
        return Err(fail(bytes.len() - 1, "truncated data"));
    }
    Ok(text)
}

fn no_utf8(bytes: &[u8], error: std::str::Utf8Error) -> NoText {
    let position = error.valid_up_to();
    let byte = bytes[position];
    let reason = match (error.error_len(), byte) {
        (None, _) => "unexpected end of data",
        (Some(_), 0x80..=0xc1 | 0xf5..=0xff) => "invalid start byte",
        _ => "invalid continuation byte",
    };
    NoText { character: u32::from(byte), reason, position }
}

/// Whether PyYAML takes the character.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a line ends at a character; the first of `\r\n` does not end one.
pub(super) fn ends_line(chars: &[char], at: usize) -> bool {
    is_break(chars[at]) && !(chars[at] == '\r' && chars.get(at + 1) == Some(&'\n'))
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}
