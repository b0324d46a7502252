//! The values of an f-string or t-string as CPython has them: adjacent constants made one, empty ones left out.
//!
//! <https://github.com/python/cpython/blob/3.14/Parser/action_helpers.c>, `_PyPegen_concatenate_strings`.

use std::borrow::Cow;

use crate::ast::{
    ExprFString, ExprTString, FStringPart, InterpolatedElement, InterpolatedStringElement,
    InterpolatedStringElements, InterpolatedStringFormatSpec, Ranged, TextRange, TextSize,
};

/// A value of a joined string.
#[derive(Debug, Clone)]
pub enum Piece<'a> {
    /// A constant.
    Text {
        /// Its value.
        value: Cow<'a, str>,
        /// From its first part to its last, quotes included for parts that are no f-strings.
        range: TextRange,
        /// Whether its first part is a string with the prefix `u`.
        prefixed: bool,
    },
    /// A replacement field.
    Field(&'a InterpolatedElement),
}

/// The values of an f-string, implicit concatenation included.
pub(crate) fn fstring_pieces(string: &ExprFString) -> Vec<Piece<'_>> {
    let mut pieces = Joined::default();
    for part in string.value.as_slice() {
        match part {
            FStringPart::Literal(literal) => {
                let prefixed = literal.flags.prefix().is_unicode();
                pieces.text(Cow::Borrowed(&*literal.value), literal.range(), prefixed);
            }
            FStringPart::FString(fstring) => pieces.elements(&fstring.elements),
        }
    }
    pieces.finish()
}

/// The values of a t-string.
pub(crate) fn tstring_pieces(string: &ExprTString) -> Vec<Piece<'_>> {
    let mut pieces = Joined::default();
    for part in string.value.as_slice() {
        pieces.elements(&part.elements);
    }
    pieces.finish()
}

/// The values of a format specification.
pub(crate) fn format_pieces(format: &InterpolatedStringFormatSpec) -> Vec<Piece<'_>> {
    let mut pieces = Joined::default();
    pieces.elements(&format.elements);
    pieces.finish()
}

/// The text of a replacement field's expression as a t-string keeps it: with the blanks around it and without comments.
pub(crate) fn source_of(field: &InterpolatedElement, text: &str) -> String {
    if let Some(debug) = &field.debug_text {
        let source = without_comments(debug.as_str());
        let source = source.trim_end();
        return source.strip_suffix('=').unwrap_or(source).to_owned();
    }
    let start = field.range().start().to_usize() + 1;
    let after = field.expression.range().end().to_usize();
    // Behind the expression stand brackets around it, blanks and comments, and then a conversion, a format, or the end.
    let mut end = after;
    let bytes = text.as_bytes();
    while let Some(&b) = bytes.get(end) {
        match b {
            b'!' | b':' | b'}' => break,
            b'#' => end += memchr::memchr(b'\n', &bytes[end..]).unwrap_or(bytes.len() - end),
            _ => end += 1,
        }
    }
    without_comments(&text[start..end]).into_owned()
}

/// What CPython keeps of a replacement field's text: all but its comments.
///
/// <https://github.com/python/cpython/blob/3.14/Parser/lexer/lexer.c>, `set_ftstring_expr`.
fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains('#') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('#', None) => {
                if chars.any(|c| c == '\n') {
                    out.push('\n');
                }
                continue;
            }
            _ => {}
        }
        out.push(c);
    }
    Cow::Owned(out)
}

#[derive(Default)]
struct Joined<'a>(Vec<Piece<'a>>);

impl<'a> Joined<'a> {
    fn elements(&mut self, elements: &'a InterpolatedStringElements) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    self.text(Cow::Borrowed(&*literal.value), literal.range(), false);
                }
                InterpolatedStringElement::Interpolation(field) => {
                    if let Some(debug) = &field.debug_text {
                        // `{x=}` is the text of the field and then the field: the text begins behind the brace.
                        let start = field.range().start() + TextSize::from(1);
                        let length = TextSize::try_from(debug.as_str().len()).unwrap_or_default();
                        self.text(without_comments(debug.as_str()), TextRange::at(start, length), false);
                    }
                    self.0.push(Piece::Field(field));
                }
            }
        }
    }

    fn text(&mut self, text: Cow<'a, str>, place: TextRange, prefixed: bool) {
        if let Some(Piece::Text { value, range, .. }) = self.0.last_mut() {
            value.to_mut().push_str(&text);
            *range = TextRange::new(range.start(), place.end());
        } else {
            self.0.push(Piece::Text { value: text, range: place, prefixed });
        }
    }

    fn finish(mut self) -> Vec<Piece<'a>> {
        self.0.retain(|piece| !matches!(piece, Piece::Text { value, .. } if value.is_empty()));
        self.0
    }
}
