//! Where a finding is, in the units that formats count by: lines and columns from 1, columns in characters or in UTF-16
//! units. Findings themselves count bytes.

use stockade_core::finding::{Position, Span};
use stockade_core::report::FileReport;

/// What a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// Unicode code points.
    Character,
    /// UTF-16 code units: a character beyond the basic plane counts two.
    Utf16,
}

/// A stretch of a file: lines and columns from 1, the end column after the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Region {
    pub(crate) start_line: u32,
    pub(crate) start_column: u32,
    pub(crate) end_line: u32,
    pub(crate) end_column: u32,
}

impl Region {
    /// The region of a span; none for what belongs to no line.
    ///
    /// Lines come from the kept excerpts. Where one was not kept, each byte counts as a character.
    pub(crate) fn of(file: &FileReport, span: Span, unit: Unit) -> Option<Region> {
        (span.start.line > 0).then(|| Region {
            start_line: span.start.line,
            start_column: column(file, span.start, unit),
            end_line: span.end.line,
            end_column: column(file, span.end, unit),
        })
    }
}

fn column(file: &FileReport, position: Position, unit: Unit) -> u32 {
    let Some(line) = file.excerpts.line(position.line) else { return position.column + 1 };
    let before = &line[..line.floor_char_boundary(position.column as usize)];
    let count = match unit {
        Unit::Character => before.chars().count(),
        Unit::Utf16 => before.encode_utf16().count(),
    };
    u32::try_from(count).map_or(u32::MAX, |count| count.saturating_add(1))
}

/// The text of a span, line ends included; none where a line of it was not kept.
pub(crate) fn text(file: &FileReport, span: Span) -> Option<String> {
    let (first, last) = (span.start.line, span.end.line);
    let mut text = String::new();
    for number in first..=last {
        let Some(line) = file.excerpts.line(number) else {
            // A span may end before the first character of a line past the last.
            return (number == last && span.end.column == 0 && number > first).then_some(text);
        };
        let from = if number == first { span.start.column as usize } else { 0 };
        let to = if number == last { span.end.column as usize } else { line.len() };
        let (from, to) = (line.floor_char_boundary(from), line.floor_char_boundary(to));
        text.push_str(line.get(from..to)?);
    }
    Some(text)
}

/// `cell 3, line 2` for a place in a notebook; none in any other file.
pub(crate) fn cell(file: &FileReport, line: u32) -> Option<String> {
    file.cell(line).map(|(cell, line)| format!("cell {cell}, line {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn span(start: (u32, u32), end: (u32, u32)) -> Span {
        let position = |(line, column)| Position { line, column };
        Span { start: position(start), end: position(end) }
    }

    #[test]
    fn columns_count_what_is_asked_for() {
        let file = testing::file("a.py", "x = '\u{1f600}é' + eval(y)\n");
        let at = span((1, 15), (1, 22));
        assert_eq!(text(&file, at).as_deref(), Some("eval(y)"));
        let region = |unit| Region::of(&file, at, unit).expect("a line");
        assert_eq!((region(Unit::Character).start_column, region(Unit::Character).end_column), (12, 19));
        assert_eq!((region(Unit::Utf16).start_column, region(Unit::Utf16).end_column), (13, 20));
    }

    #[test]
    fn a_span_may_cover_lines_and_end_before_one_that_is_not_there() {
        let file = testing::file("a.py", "f(\n  1)\n");
        assert_eq!(text(&file, span((1, 1), (2, 4))).as_deref(), Some("(\n  1)"));
        assert_eq!(text(&file, span((2, 2), (3, 0))).as_deref(), Some("1)\n"));
        assert_eq!(text(&file, span((2, 2), (4, 0))), None);
    }

    #[test]
    fn what_belongs_to_no_line_has_no_region() {
        let file = testing::file("a.py", "x\n");
        assert_eq!(Region::of(&file, Span::default(), Unit::Utf16), None);
        // A line that was not kept.
        let far = Region::of(&file, span((9, 4), (9, 5)), Unit::Character).expect("a line");
        assert_eq!((far.start_column, far.end_column), (5, 6));
    }
}
