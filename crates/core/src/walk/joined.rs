//! The values of an f-string or t-string as CPython has them: adjacent constants made one, empty ones left out.
//!
//! <https://github.com/python/cpython/blob/3.14/Parser/action_helpers.c>, `_PyPegen_concatenate_strings`.

use std::borrow::Cow;

use crate::ast::{
    ExprFString, ExprTString, FStringPart, InterpolatedElement, InterpolatedStringElement,
    InterpolatedStringElements, Ranged, TextRange, TextSize,
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
    },
    /// A replacement field.
    Field(&'a InterpolatedElement),
}

/// The values of an f-string, implicit concatenation included.
pub(super) fn of_fstring(string: &ExprFString) -> Vec<Piece<'_>> {
    let mut pieces = Joined::default();
    for part in string.value.as_slice() {
        match part {
            FStringPart::Literal(literal) => pieces.text(&literal.value, literal.range()),
            FStringPart::FString(fstring) => pieces.elements(&fstring.elements),
        }
    }
    pieces.finish()
}

/// The values of a t-string.
pub(super) fn of_tstring(string: &ExprTString) -> Vec<Piece<'_>> {
    let mut pieces = Joined::default();
    for part in string.value.as_slice() {
        pieces.elements(&part.elements);
    }
    pieces.finish()
}

/// The values of a format specification.
pub(super) fn of_elements(elements: &InterpolatedStringElements) -> Vec<Piece<'_>> {
    let mut pieces = Joined::default();
    pieces.elements(elements);
    pieces.finish()
}

#[derive(Default)]
struct Joined<'a>(Vec<Piece<'a>>);

impl<'a> Joined<'a> {
    fn elements(&mut self, elements: &'a InterpolatedStringElements) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => self.text(&literal.value, literal.range()),
                InterpolatedStringElement::Interpolation(field) => {
                    if let Some(debug) = &field.debug_text {
                        // `{x=}` is the text of the field and then the field: the text begins behind the brace.
                        let start = field.range().start() + TextSize::from(1);
                        let length = TextSize::try_from(debug.as_str().len()).unwrap_or_default();
                        self.text(debug.as_str(), TextRange::at(start, length));
                    }
                    self.0.push(Piece::Field(field));
                }
            }
        }
    }

    fn text(&mut self, text: &'a str, place: TextRange) {
        if let Some(Piece::Text { value, range }) = self.0.last_mut() {
            value.to_mut().push_str(text);
            *range = TextRange::new(range.start(), place.end());
        } else {
            self.0.push(Piece::Text { value: Cow::Borrowed(text), range: place });
        }
    }

    fn finish(mut self) -> Vec<Piece<'a>> {
        self.0.retain(|piece| !matches!(piece, Piece::Text { value, .. } if value.is_empty()));
        self.0
    }
}
