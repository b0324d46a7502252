//! Lines of a text: from byte offsets to line numbers and columns, and back to a line's text.

use std::cell::Cell;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};
use ruff_text_size::{TextRange, TextSize};

use crate::finding::{LineRange, Position, Span};

/// Where the lines of a text begin. Lines end at `\n` only.
#[derive(Debug)]
pub struct LineIndex {
    /// Byte offsets of the first character of each line; the first is 0.
    starts: Vec<u32>,
    length: u32,
    /// The line that was asked for last: who asks again asks for a place near by.
    last: Cell<usize>,
}

/// So many lines behind the last one are looked at one by one.
const NEAR: usize = 8;

impl LineIndex {
    /// Finds the lines of a text of less than 4 GiB.
    #[must_use]
    pub fn new(text: &str) -> LineIndex {
        let starts = dispatch!(Level::new(), simd => starts(simd, text.as_bytes()));
        LineIndex { starts, length: u32::try_from(text.len()).unwrap_or(u32::MAX), last: Cell::new(1) }
    }

    /// The number, from 1, of the line that holds an offset.
    #[must_use]
    pub fn line(&self, offset: TextSize) -> u32 {
        let offset = offset.to_u32();
        let is_before = |&start: &u32| start <= offset;
        let (before, behind) = self.starts.split_at(self.last.get());
        let line = if !before.last().is_some_and(is_before) {
            before.partition_point(is_before)
        } else {
            match behind.iter().take(NEAR).position(|start| !is_before(start)) {
                Some(lines) => before.len() + lines,
                None => before.len() + behind.partition_point(is_before),
            }
        };
        debug_assert_eq!(line, self.starts.partition_point(is_before));
        self.last.set(line);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// Bytes between the start of the line and the offset.
    #[must_use]
    pub fn column(&self, offset: TextSize) -> u32 {
        offset.to_u32() - self.starts[self.line(offset) as usize - 1]
    }

    /// The lines that a range covers.
    #[must_use]
    pub fn lines(&self, range: TextRange) -> LineRange {
        LineRange { first: self.line(range.start()), last: self.line(range.end()) }
    }

    /// Where an offset is.
    #[must_use]
    pub fn position(&self, offset: TextSize) -> Position {
        let line = self.line(offset);
        Position { line, column: offset.to_u32() - self.starts[line as usize - 1] }
    }

    /// Where a range is.
    #[must_use]
    pub fn span(&self, range: TextRange) -> Span {
        Span { start: self.position(range.start()), end: self.position(range.end()) }
    }

    /// The bytes of some lines, from the first's start to the last's end.
    #[must_use]
    pub fn range_of(&self, lines: LineRange) -> TextRange {
        let start = |line: u32| self.starts.get(line as usize - 1).copied().unwrap_or(self.length);
        TextRange::new(start(lines.first.max(1)).into(), start(lines.last.max(1) + 1).into())
    }

    /// A line's text with its `\n`. A last line without one is given one, as Python's `linecache` does; past the end
    /// there is none.
    #[must_use]
    pub fn text<'t>(&self, text: &'t str, line: u32) -> Option<&'t str> {
        let start = *self.starts.get((line as usize).checked_sub(1)?)?;
        let end = self.starts.get(line as usize).copied().unwrap_or(self.length);
        (start < end).then(|| &text[start as usize..end as usize])
    }
}

/// Where lines begin. They are short: to look for the end of each takes longer than to look at every byte, many at a time.
#[inline(always)]
fn starts<S: Simd>(simd: S, text: &[u8]) -> Vec<u32> {
    let mut starts = Vec::with_capacity(text.len() / 32 + 1);
    starts.push(0);
    // The parser's own offsets are 32 bits wide: a longer text never comes here.
    let mut add = |at: usize| starts.push(u32::try_from(at + 1).unwrap_or(u32::MAX));
    let (blocks, rest) = text.as_chunks::<64>();
    for (at, block) in blocks.iter().enumerate() {
        let mut ends = u8x64::from_slice(simd, block).simd_eq(b'\n').to_bitmask();
        while ends != 0 {
            add(64 * at + ends.trailing_zeros() as usize);
            ends &= ends - 1;
        }
    }
    memchr::memchr_iter(b'\n', rest).for_each(|at| add(64 * blocks.len() + at));
    starts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lines_and_columns() {
        let index = LineIndex::new("ab\n\ncd");
        assert_eq!(
            (index.line(0.into()), index.line(2.into()), index.line(3.into()), index.line(6.into())),
            (1, 1, 2, 3)
        );
        assert_eq!((index.column(2.into()), index.column(5.into())), (2, 1));
        assert_eq!(index.text("ab\n\ncd", 3), Some("cd"));
        assert_eq!(index.text("ab\n\ncd", 4), None);
        assert_eq!(LineIndex::new("ab\n").text("ab\n", 2), None);
        assert_eq!(index.range_of(LineRange { first: 2, last: 3 }), TextRange::new(3.into(), 6.into()));
    }

    #[test]
    fn lines_of_every_length_begin_where_they_do() {
        for length in 0..200 {
            let text = format!("{}\n", "x".repeat(length)).repeat(9) + "y";
            let slow = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at as u32 + 1));
            assert!(LineIndex::new(&text).starts.iter().copied().eq(slow), "{length}");
        }
    }
}
