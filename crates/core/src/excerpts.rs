//! The lines of a file that its findings need: kept in memory, so that no report reads a file again.

use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Position};

/// Lines of one file, kept where a finding needs them: the source itself is dropped with its tree.
#[derive(Debug, Default, Clone, Serialize, Deserialize)]
pub struct Excerpts {
    /// Runs of lines, ordered, apart from each other.
    runs: Vec<Run>,
    /// Lines that are no text, with the reason.
    undecoded: Vec<(u32, String)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Run {
    first: u32,
    /// How many bytes of the text stand before it, where that is known.
    offset: Option<u32>,
    /// The lines, each with its ending, where the file has one.
    text: String,
    /// Where each line ends in the text.
    ends: Vec<u32>,
}

impl Excerpts {
    /// Keeps the lines of `wanted` (each a half-open range of line numbers from 1) that `line` has an answer for.
    ///
    /// `line` gives a line's text with its ending, or none past the end of the file.
    pub fn collect<'t>(mut wanted: Vec<(u32, u32)>, line: impl Fn(u32) -> Option<&'t str>) -> Excerpts {
        wanted.sort_unstable();
        let mut runs: Vec<Run> = Vec::new();
        for (first, end) in wanted {
            if runs.last().is_none_or(|run| run.end() < first) {
                runs.push(Run { first, offset: None, text: String::new(), ends: Vec::new() });
            }
            let Some(run) = runs.last_mut() else { continue };
            while run.end() < end {
                let Some(text) = line(run.end()) else { break };
                run.push(text);
            }
        }
        Excerpts { runs, undecoded: Vec::new() }
    }

    /// The same, with lines that could not be decoded, each with the reason, in order.
    #[must_use]
    pub fn with_undecoded(self, undecoded: Vec<(u32, String)>) -> Excerpts {
        Excerpts { undecoded, ..self }
    }

    /// The same, with what `start` says of each line: how many bytes of the text stand before it.
    #[must_use]
    pub fn with_offsets(mut self, start: impl Fn(u32) -> u32) -> Excerpts {
        for run in &mut self.runs {
            run.offset = Some(start(run.first));
        }
        self
    }

    /// Where an offset into the text is, in bytes, if its line was kept.
    #[must_use]
    pub fn position(&self, offset: u32) -> Option<Position> {
        let at = self.runs.partition_point(|run| run.offset.is_some_and(|start| start <= offset));
        let run = &self.runs[at.checked_sub(1)?];
        let into = offset - run.offset?;
        let at = run.ends.partition_point(|&end| end <= into);
        // Behind the last character is a place, too, unless a line begins there that was not kept.
        let at = if at < run.ends.len() { at } else { at.checked_sub(1)? };
        let line = run.first + u32::try_from(at).ok()?;
        let (start, end) = run.place(at)?;
        let is_in = into < end || (into == end && !self.line(line)?.ends_with('\n'));
        is_in.then_some(Position { line, column: into - start })
    }

    /// Whether every line could be decoded.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.undecoded.is_empty()
    }

    /// Why the lines from `first` up to `end` (not included) cannot be shown, if they cannot.
    #[must_use]
    pub fn undecoded(&self, first: u32, end: u32) -> Option<&str> {
        let found = self.undecoded.iter().find(|(line, _)| (first..end).contains(line));
        found.map(|(_, reason)| reason.as_str())
    }

    /// The text of a line with its ending, if it was kept.
    #[must_use]
    pub fn line(&self, number: u32) -> Option<&str> {
        let at = self.runs.partition_point(|run| run.first <= number).checked_sub(1)?;
        let run = &self.runs[at];
        let (start, end) = run.place((number - run.first) as usize)?;
        run.text.get(start as usize..end as usize)
    }

    /// The kept lines from `first` up to `end` (not included), stopping where the file ends.
    pub fn lines(&self, first: u32, end: u32) -> impl Iterator<Item = (u32, &str)> {
        (first..end).map_while(|number| Some((number, self.line(number)?)))
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

impl Run {
    fn end(&self) -> u32 {
        self.first + u32::try_from(self.ends.len()).unwrap_or(u32::MAX)
    }

    /// Adds a line. The texts of files have no more than 4 GiB.
    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Where a line, counted from 0, begins and ends in the text.
    fn place(&self, at: usize) -> Option<(u32, u32)> {
        let end = *self.ends.get(at)?;
        Some((at.checked_sub(1).map_or(0, |before| self.ends[before]), end))
    }
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
        // What follows the last line's end is a line, and a place.
        let lines = ["ab\n", ""];
        let line = |number: u32| lines.get(number as usize - 1).copied();
        let excerpts = Excerpts::collect(vec![(1, 9)], line).with_offsets(|_| 0);
        assert_eq!(excerpts.position(3), Some(Position { line: 2, column: 0 }));
        assert_eq!((excerpts.line(2), excerpts.line(3)), (Some(""), None));
    }
}
