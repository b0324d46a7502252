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
    let Some(width) = file.excerpts.width_before(position) else { return position.column + 1 };
    let count = match unit {
        Unit::Character => width.characters,
        Unit::Utf16 => width.utf16,
    };
    count.saturating_add(1)
}

/// How many bytes of code are shown for one finding: one line can be as long as its file, and have a million findings.
pub(crate) const MAX_CODE: usize = 8 * 1024;

/// The text of a span, line ends included: the beginning, with `…` behind it, of more than [`MAX_CODE`]. None where a line
/// of it was not kept.
pub(crate) fn text(file: &FileReport, span: Span) -> Option<String> {
    let mut text = String::new();
    for piece in pieces(file, span) {
        let piece = piece?;
        if text.len() + piece.len() > MAX_CODE {
            text.push_str(&piece[..piece.floor_char_boundary(MAX_CODE - text.len())]);
            text.push('…');
            break;
        }
        text.push_str(piece);
    }
    Some(text)
}

/// The same, and none where it is longer than [`MAX_CODE`].
pub(crate) fn whole_text(file: &FileReport, span: Span) -> Option<String> {
    let mut text = String::new();
    for piece in pieces(file, span) {
        let piece = piece?;
        if text.len() + piece.len() > MAX_CODE {
            return None;
        }
        text.push_str(piece);
    }
    Some(text)
}

/// The parts of a span, line by line; none for a line that was not kept.
fn pieces(file: &FileReport, span: Span) -> impl Iterator<Item = Option<&str>> {
    let (first, last) = (span.start.line, span.end.line);
    (first..=last).map(move |number| {
        let Some(line) = file.excerpts.line(number) else {
            // A span may end before the first character of a line past the last.
            return (number == last && span.end.column == 0 && number > first).then_some("");
        };
        let from = if number == first { span.start.column as usize } else { 0 };
        let to = if number == last { span.end.column as usize } else { line.len() };
        line.get(line.floor_char_boundary(from)..line.floor_char_boundary(to))
    })
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
    fn long_code_is_cut() {
        let code = format!("f('{}')", "é".repeat(MAX_CODE));
        let file = testing::file("a.py", &format!("{code}\n"));
        let end = code.len() as u32;
        let cut = text(&file, span((1, 0), (1, end))).expect("the line was kept");
        assert!(cut.len() <= MAX_CODE + '…'.len_utf8() && cut.ends_with("é…"));
        assert_eq!(whole_text(&file, span((1, 0), (1, end))), None);
        assert_eq!(whole_text(&file, span((1, 0), (1, 1))).as_deref(), Some("f"));
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
