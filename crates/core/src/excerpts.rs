//! The lines of a file that its findings need: kept in memory, so that no report reads a file again.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Position};

/// Lines of one file, kept where a finding needs them: the source itself is dropped with its tree.
///
/// They are one text and a few numbers, whatever the number of lines: what outlives a file's tree should lie in few
/// places, or the next trees are built in the gaps between.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Excerpts {
    /// All kept lines one behind the other, each with its line ending, where the file has one.
    text: Box<str>,
    /// Where each of them ends in the text.
    ends: Box<[u32]>,
    /// Runs of lines, ordered, apart from each other.
    runs: Box<[Run]>,
    /// Lines that are no text, with the reason.
    undecoded: Vec<(u32, String)>,
    /// The widths of long lines, by their numbers: a line can be as long as its file, and have as many findings.
    widths: Vec<(u32, Widths)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Run {
    /// The number of its first line.
    first: u32,
    /// Where its lines begin and end among the kept ones.
    kept: Range<u32>,
    /// How many bytes of the text stand before it, where that is known.
    offset: Option<u32>,
}

/// How many characters a stretch of text has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Width {
    /// Unicode code points.
    pub characters: u32,
    /// UTF-16 code units: a character beyond the basic plane counts two.
    pub utf16: u32,
}

/// The width of a line up to every so many bytes.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Widths(Vec<Width>);

impl Excerpts {
    /// Keeps the lines of `wanted` (each a half-open range of line numbers from 1) that `line` has an answer for.
    ///
    /// `line` gives a line's text with its ending, or none past the end of the file.
    pub fn collect<'t>(mut wanted: Vec<(u32, u32)>, line: impl Fn(u32) -> Option<&'t str>) -> Excerpts {
        wanted.sort_unstable();
        let (mut text, mut ends) = (String::new(), Vec::new());
        let mut runs: Vec<Run> = Vec::new();
        let mut widths = Vec::new();
        for (first, end) in wanted {
            if runs.last().is_none_or(|run| run.end() < first) {
                runs.push(Run { first, kept: number(ends.len())..number(ends.len()), offset: None });
            }
            let Some(run) = runs.last_mut() else { continue };
            while run.end() < end {
                let Some(line) = line(run.end()) else { break };
                if line.len() > Widths::STEP {
                    widths.push((run.end(), Widths::of(line)));
                }
                text.push_str(line);
                ends.push(number(text.len()));
                run.kept.end += 1;
            }
        }
        Excerpts { text: text.into(), ends: ends.into(), runs: runs.into(), undecoded: Vec::new(), widths }
    }

    /// The same, with lines that could not be decoded, each with the reason, in order.
    #[must_use]
    pub fn with_undecoded(self, undecoded: Vec<(u32, String)>) -> Excerpts {
        Excerpts { undecoded, ..self }
    }

    /// The same, with what `start` says of each line: how many bytes of the text stand before it.
    #[must_use]
    pub fn with_offsets(mut self, start: impl Fn(u32) -> u32) -> Excerpts {
        for run in &mut *self.runs {
            run.offset = Some(start(run.first));
        }
        self
    }

    /// Where an offset into the text is, in bytes, if its line was kept.
    #[must_use]
    pub fn position(&self, offset: u32) -> Option<Position> {
        let at = self.runs.partition_point(|run| run.offset.is_some_and(|start| start <= offset));
        let run = &self.runs[at.checked_sub(1)?];
        // The run's own lines, and where its text begins among the kept ones.
        let ends = self.ends.get(run.kept.start as usize..run.kept.end as usize)?;
        let into = self.start_of(run.kept.start) + (offset - run.offset?);
        let at = ends.partition_point(|&end| end <= into);
        // Behind the last character is a place, too, unless a line begins there that was not kept.
        let at = if at < ends.len() { at } else { at.checked_sub(1)? };
        let kept = run.kept.start + number(at);
        let is_in = into < ends[at] || (into == ends[at] && !self.kept(kept)?.ends_with('\n'));
        is_in.then(|| Position { line: run.first + number(at), column: into - self.start_of(kept) })
    }

    /// How wide the text is that stands on a line before a place, if the line was kept. A place inside a character is
    /// taken for the character's beginning, and one past the end for the end.
    #[must_use]
    pub fn width_before(&self, place: Position) -> Option<Width> {
        let line = self.line(place.line)?;
        let before = &line[..line.floor_char_boundary(place.column as usize)];
        match self.widths.binary_search_by_key(&place.line, |&(line, _)| line) {
            Ok(at) => Some(self.widths[at].1.before(before)),
            Err(_) => Some(Width::of(before)),
        }
    }

    /// Whether every line could be decoded.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.undecoded.is_empty()
    }

    /// Why the lines from `first` up to `end` (not included) cannot be shown, if they cannot.
    #[must_use]
    pub fn undecoded(&self, first: u32, end: u32) -> Option<&str> {
        let at = self.undecoded.partition_point(|&(line, _)| line < first);
        self.undecoded.get(at).filter(|&&(line, _)| line < end).map(|(_, reason)| reason.as_str())
    }

    /// The text of a line with its ending, if it was kept.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&str> {
        let run = self.run_of(number)?;
        self.kept(run.kept.start + (number - run.first))
    }

    /// The run that has a line.
    fn run_of(&self, number: u32) -> Option<&Run> {
        let at = self.runs.partition_point(|run| run.first <= number).checked_sub(1)?;
        Some(&self.runs[at]).filter(|run| number < run.end())
    }

    /// The text of a kept line, by its number among them.
    fn kept(&self, at: u32) -> Option<&str> {
        let end = *self.ends.get(at as usize)?;
        self.text.get(self.start_of(at) as usize..end as usize)
    }

    /// Where a kept line begins.
    fn start_of(&self, at: u32) -> u32 {
        (at as usize).checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0)
    }

    /// The kept lines from `first` up to `end` (not included), stopping where the file ends.
    pub fn lines(&self, first: u32, end: u32) -> impl Iterator<Item = (u32, &str)> {
        // Lines that follow each other are kept in one run.
        let run = self.run_of(first);
        let kept = run.map_or(0..0, |run| run.kept.start + (first - run.first)..run.kept.end);
        (first..end).zip(kept).map_while(|(number, at)| Some((number, self.kept(at)?)))
    }

    /// The lines that a report shows for a finding when `context` lines are asked for.
    ///
    /// Bandit counts from half the context before the finding's line and takes as many lines as the finding covers,
    /// and the context less one: a finding of several lines shows lines past its end.
    #[must_use]
    pub fn window(finding: &Finding, context: u32) -> (u32, u32) {
        let context = context.max(1);
        let first = finding.line.saturating_sub(context / 2).max(1);
        (first, first.saturating_add(finding.lines.count()).saturating_add(context - 1))
    }
}

/// Lines of several files, each file's behind those of the one before it.
#[derive(Default)]
pub(crate) struct Pile {
    text: String,
    ends: Vec<u32>,
    runs: Vec<Run>,
}

/// Where a file's lines are in a pile.
pub(crate) struct Piled {
    text: Range<usize>,
    ends: Range<usize>,
    runs: Range<usize>,
}

impl Pile {
    /// More text than that is no small block, and stays where it is.
    const LITTLE: usize = 16 * 1024;

    /// Takes the lines out of what is kept of a file.
    pub(crate) fn put(&mut self, of: &mut Excerpts) -> Piled {
        let (text, ends, runs) = (self.text.len(), self.ends.len(), self.runs.len());
        if of.text.len() <= Pile::LITTLE {
            self.text.push_str(&std::mem::take(&mut of.text));
            self.ends.append(&mut std::mem::take(&mut of.ends).into_vec());
            self.runs.append(&mut std::mem::take(&mut of.runs).into_vec());
        }
        Piled { text: text..self.text.len(), ends: ends..self.ends.len(), runs: runs..self.runs.len() }
    }

    /// Gives what was kept of a file a copy of its lines, if they are here.
    pub(crate) fn copy(&self, place: &Piled, to: &mut Excerpts) {
        if !place.runs.is_empty() {
            to.text = self.text[place.text.clone()].into();
            to.ends = self.ends[place.ends.clone()].into();
            to.runs = self.runs[place.runs.clone()].into();
        }
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
        self.runs.clear();
    }
}

impl Run {
    /// The number of the line behind its last.
    fn end(&self) -> u32 {
        self.first + (self.kept.end - self.kept.start)
    }
}

impl Width {
    fn of(text: &str) -> Width {
        if text.is_ascii() {
            let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
            return Width { characters: length, utf16: length };
        }
        let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Width { characters: count(text.chars().count()), utf16: count(text.encode_utf16().count()) }
    }

    fn plus(self, other: Width) -> Width {
        Width {
            characters: self.characters.saturating_add(other.characters),
            utf16: self.utf16.saturating_add(other.utf16),
        }
    }
}

impl Widths {
    const STEP: usize = 1024;

    fn of(line: &str) -> Widths {
        let mut widths = vec![Width::default()];
        let (mut width, mut from) = (Width::default(), 0);
        for step in (Widths::STEP..=line.len()).step_by(Widths::STEP) {
            let to = line.floor_char_boundary(step);
            width = width.plus(Width::of(&line[from..to]));
            widths.push(width);
            from = to;
        }
        Widths(widths)
    }

    /// The width of the line's beginning.
    fn before(&self, beginning: &str) -> Width {
        let step = beginning.len() / Widths::STEP;
        let known = beginning.floor_char_boundary(step * Widths::STEP);
        self.0.get(step).copied().unwrap_or_default().plus(Width::of(&beginning[known..]))
    }
}

/// A file's offsets are 32 bits wide: what is kept of it is no longer than the file.
fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_found_in_kept_lines_only() {
        let lines = ["ab\n", "c\n", "\n", "de"];
        let line = |number: u32| lines.get(number as usize - 1).copied();
        let excerpts = Excerpts::collect(vec![(1, 2), (3, 9)], line)
            .with_offsets(|first| lines[..first as usize - 1].concat().len() as u32);
        let at = |offset| excerpts.position(offset).map(|place| (place.line, place.column));
        assert_eq!([at(0), at(2), at(5), at(6), at(8)], [(1, 0), (1, 2), (3, 0), (4, 0), (4, 2)].map(Some));
        // The line between, and past the end.
        assert_eq!([at(3), at(4), at(9)], [None; 3]);
        assert_eq!(Excerpts::collect(vec![(1, 9)], line).position(0), None);
    }

    #[test]
    fn widths_of_a_long_line_are_those_of_its_text() {
        for piece in ["abc", "é", "a\u{1f600}", "abé\u{1f600}"] {
            let line = piece.repeat(1500);
            let excerpts = Excerpts::collect(vec![(1, 2)], |number| (number == 1).then_some(&*line));
            for column in (0..line.len() + 3).step_by(7).chain([1023, 1024, 1025, 2048]) {
                let before = &line[..line.floor_char_boundary(column)];
                let place = Position { line: 1, column: column as u32 };
                let width = excerpts.width_before(place).expect("the line was kept");
                let counted = (before.chars().count(), before.encode_utf16().count());
                assert_eq!((width.characters as usize, width.utf16 as usize), counted, "{piece} {column}");
            }
        }
        assert_eq!(Excerpts::default().width_before(Position { line: 1, column: 0 }), None);
    }
}
