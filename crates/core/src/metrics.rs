//! Counts of a file and of a run: lines of code, suppressions, findings by level.

use fearless_simd::prelude::*;
use fearless_simd::{dispatch, u8x64};
use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Level};

/// What was counted in one file, or summed over all.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metrics {
    /// Lines that hold code: neither blank nor only a comment.
    pub lines_of_code: u64,
    /// Findings suppressed by a `# nosec` that names no rule.
    pub nosec: u64,
    /// Findings suppressed by a `# nosec` that names the rule.
    pub skipped_tests: u64,
    /// Findings by level; none for a file that could not be scanned.
    pub issues: Option<IssueCounts>,
}

/// Findings by severity and by confidence, indexed by [`Level`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssueCounts {
    /// By severity.
    pub severity: [u64; 4],
    /// By confidence.
    pub confidence: [u64; 4],
}

impl IssueCounts {
    /// Counts findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> IssueCounts {
        let mut counts = IssueCounts::default();
        for finding in findings {
            counts.severity[finding.severity as usize] += 1;
            counts.confidence[finding.confidence as usize] += 1;
        }
        counts
    }

    /// The file's scores as verbose reports show them: severity, confidence.
    #[must_use]
    pub fn scores(&self) -> (u64, u64) {
        let score = |counts: &[u64; 4]| Level::ALL.iter().map(|&l| l.weight() * counts[l as usize]).sum();
        (score(&self.severity), score(&self.confidence))
    }
}

impl Metrics {
    /// Adds another file's counts.
    pub fn add(&mut self, other: &Metrics) {
        self.lines_of_code += other.lines_of_code;
        self.nosec += other.nosec;
        self.skipped_tests += other.skipped_tests;
        if let Some(theirs) = &other.issues {
            let ours = self.issues.get_or_insert_default();
            for level in 0..4 {
                ours.severity[level] += theirs.severity[level];
                ours.confidence[level] += theirs.confidence[level];
            }
        }
    }
}

/// Counts the lines of `data` that hold code.
///
/// Lines end at `\n`, `\r` or `\r\n`; blank is what Python's `bytes.strip` takes for blank.
#[must_use]
pub fn lines_of_code(data: &[u8]) -> u64 {
    let count = dispatch!(fearless_simd::Level::new(), simd => block_by_block(simd, data));
    debug_assert_eq!(count, line_by_line(data));
    count
}

/// The same, 64 bytes at a time: inlined into what is compiled for each kind of processor.
#[inline(always)]
fn block_by_block<S: Simd>(simd: S, data: &[u8]) -> u64 {
    let (blocks, rest) = data.as_chunks::<64>();
    // Empty lines behind the end count for nothing.
    let mut last = [b'\n'; 64];
    last[..rest.len()].copy_from_slice(rest);
    let mut count = 0;
    // Whether the line has been blank up to here.
    let mut blank_so_far = 1;
    for block in blocks.iter().chain([&last]) {
        let bytes = u8x64::from_slice(simd, block);
        let ends = (bytes.simd_eq(b'\n') | bytes.simd_eq(b'\r')).to_bitmask();
        // From `\t` to `\r` and the space, but for the ends.
        let spaces = ((bytes - b'\t').simd_le(4) | bytes.simd_eq(b' ')).to_bitmask() & !ends;
        let hashes = bytes.simd_eq(b'#').to_bitmask();
        let starts = ends << 1 | blank_so_far;
        // Adding a line's start to the run of spaces behind it carries it to the first byte that is none.
        let (sum, carried) = starts.overflowing_add(spaces);
        count += u64::from((sum & !(spaces | ends | hashes)).count_ones());
        blank_so_far = u64::from(carried) | ends >> 63;
    }
    count
}

/// The same in the plain way, which debug builds hold it against.
fn line_by_line(data: &[u8]) -> u64 {
    let mut count = 0;
    let mut start = 0;
    let mut tally = |line: &[u8]| {
        let first = line.iter().find(|b| !matches!(b, b' ' | b'\t' | 0x0b | 0x0c));
        count += u64::from(first.is_some_and(|&b| b != b'#'));
    };
    // An empty line between `\r` and `\n` counts as blank, so the pair needs no care.
    for end in memchr::memchr2_iter(b'\n', b'\r', data) {
        tally(&data[start..end]);
        start = end + 1;
    }
    tally(&data[start..]);
    count
}

#[cfg(test)]
mod tests {
    use super::lines_of_code;

    #[test]
    fn blank_lines_and_comments_do_not_count() {
        assert_eq!(lines_of_code(b"a\n\n  # b\n\tc\r\n\x0c\rd"), 3);
        assert_eq!(lines_of_code(b""), 0);
        assert_eq!(lines_of_code(b"'''\n# inside a string\n'''\n"), 2);
    }

    #[test]
    fn lines_across_blocks_count_once() {
        // Every sequence of six of these, behind so much that it lies across the end of a block.
        let parts: [&[u8]; 6] = [b" \t\x0b\x0c", b"#", b"x", b"\n", b"\r", b"\x0e\x08\x7f\x85\xa0"];
        for which in 0..6usize.pow(6) {
            let mut data = vec![b' '; 61];
            for place in 0..6 {
                data.extend(parts[which / 6usize.pow(place) % 6]);
            }
            assert_eq!(lines_of_code(&data), super::line_by_line(&data), "{data:?}");
        }
    }
}
