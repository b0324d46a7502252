//! What tells a finding from others: GitHub's hash of its line, and an identity of our own that survives moved lines.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::finding::{Finding, Fingerprint, LineRange};
use crate::text::LineIndex;

/// Gives each finding of a file its fingerprints. `bytes` is the file as read, `text` what Python makes of it, with its lines.
pub fn set<'f>(
    findings: impl Iterator<Item = &'f mut Finding>,
    file: &str,
    bytes: &[u8],
    text: &str,
    lines: &LineIndex,
) {
    let findings: Vec<&mut Finding> = findings.collect();
    let starts = findings.iter().map(|finding| finding.span.start.line).collect();
    let hashes = hashes_of(bytes, starts);
    // A line can be as long as its file, and have as many findings.
    let mut known: FxHashMap<(&str, u32, u32), [u8; 16]> = FxHashMap::default();
    for finding in findings {
        let (first, last) = (finding.span.start.line, finding.span.end.line);
        let line_hash = hashes.get(&first).map(|(hash, count)| format!("{hash:x}:{count}"));
        let code = || {
            let of = |line| lines.range_of(LineRange { first: line, last: line });
            (first.max(1)..=last)
                .map(move |line| text.get(std::ops::Range::from(of(line))).unwrap_or_default())
        };
        let rule = finding.rule.id;
        let identity = *known.entry((rule, first, last)).or_insert_with(|| identity(rule, file, code()));
        finding.fingerprint =
            Some(Box::new(Fingerprint { line_hash: line_hash.unwrap_or_default(), identity }));
    }
}

/// How many bytes of code an identity is made of, whole lines: expressions one in the other, each on lines of its own, have
/// the square of their lines in all.
const MAX_CODE: usize = 256 * 1024;

/// The identity of a finding of a rule in a file, on lines of code whose indentation does not count.
fn identity<'t>(rule: &'t str, file: &'t str, code: impl Iterator<Item = &'t str>) -> [u8; 16] {
    let mut hasher = Sha256::new();
    let mut length = 0;
    let code = code.map(str::trim).take_while(|line| {
        let is_in = length <= MAX_CODE;
        length += line.len() + 1;
        is_in
    });
    for part in [rule, file].into_iter().chain(code) {
        hasher.update(part.as_bytes());
        hasher.update([0]);
    }
    let digest: [u8; 32] = hasher.finalize().into();
    let mut identity = [0; 16];
    identity.copy_from_slice(&digest[..16]);
    identity
}

/// How many characters from a line's start on count for its hash.
const WINDOW: usize = 100;
const FACTOR: u64 = 37;
/// What GitHub's action appends to a file.
const END: u16 = u16::MAX;

/// GitHub's hashes of some lines of a file, each with its number among equal ones, as [`line_hashes`] has them; unless
/// different texts have one hash, which nobody has seen.
fn hashes_of(bytes: &[u8], mut lines: Vec<u32>) -> FxHashMap<u32, (u64, u32)> {
    /// From so many lines on it is cheaper to hash all that there are.
    const MANY: usize = 32;
    lines.sort_unstable();
    lines.dedup();
    let some = if lines.len() <= MANY { hashes_alone(bytes, &lines) } else { None };
    some.unwrap_or_else(|| {
        let all = line_hashes(&String::from_utf8_lossy(bytes));
        lines.into_iter().filter_map(|line| Some((line, *all.get(index(line))?))).collect()
    })
}

/// What is on no line is on the first.
fn index(line: u32) -> usize {
    (line as usize).saturating_sub(1)
}

/// A line that is to be hashed.
struct Wanted {
    line: u32,
    begin: Begin,
    hash: u64,
    /// How many lines up to it have that hash.
    count: u32,
}

/// The same, without hashing the other lines; none where too many of those begin as one that is asked for.
fn hashes_alone(bytes: &[u8], lines: &[u32]) -> Option<FxHashMap<u32, (u64, u32)>> {
    let Some(&last) = lines.last() else { return Some(FxHashMap::default()) };
    let starts: Vec<usize> = line_starts(bytes).take(index(last) + 1).collect();
    let mut budget = 2 * bytes.len();
    let mut wanted: Vec<Wanted> = Vec::with_capacity(lines.len());
    for &line in lines {
        let Some(&start) = starts.get(index(line)) else { continue };
        let hash = hash_from(&bytes[start..], &mut bytes.len())?;
        wanted.push(Wanted { line, begin: Begin::of(&bytes[start..]), hash, count: 1 });
    }
    let mut first = 0;
    for (at, &start) in starts.iter().enumerate() {
        first += wanted[first..].iter().take_while(|wanted| index(wanted.line) <= at).count();
        let rest = &bytes[start + blanks(&bytes[start..])..];
        for wanted in &mut wanted[first..] {
            if wanted.begin.is_of(rest) && hash_from(rest, &mut budget)? == wanted.hash {
                wanted.count += 1;
            }
        }
    }
    Some(wanted.into_iter().map(|wanted| (wanted.line, (wanted.hash, wanted.count))).collect())
}

/// Where each line begins; what follows the last line's end is a line.
fn line_starts(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|&at| !(bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n')));
    std::iter::once(0).chain(ends.map(|at| at + 1))
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// How many blanks come first.
fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|&&byte| is_blank(byte)).count()
}

/// What a line begins with, by which most other lines are told from it at once.
struct Begin {
    /// ASCII without blanks.
    bytes: Vec<u8>,
    next: Next,
}

/// What follows the beginning of a line.
#[derive(PartialEq, Eq)]
enum Next {
    LineEnd,
    /// Bytes that are not ASCII: those that are no text are all alike.
    Other,
    /// More than counts.
    More,
}

impl Begin {
    fn of(text: &[u8]) -> Begin {
        let mut bytes = Vec::new();
        for &byte in text.iter().filter(|&&byte| !is_blank(byte)) {
            let next = match byte {
                _ if bytes.len() == WINDOW => Next::More,
                b'\n' | b'\r' => Next::LineEnd,
                0x80.. => Next::Other,
                _ => {
                    bytes.push(byte);
                    continue;
                }
            };
            return Begin { bytes, next };
        }
        Begin { bytes, next: Next::LineEnd }
    }

    /// Whether a text may begin so.
    fn is_of(&self, text: &[u8]) -> bool {
        let mut text = text.iter().copied().filter(|&byte| !is_blank(byte));
        self.bytes.iter().all(|&byte| text.next() == Some(byte))
            && match self.next {
                Next::LineEnd => matches!(text.next(), None | Some(b'\n' | b'\r')),
                Next::Other => text.next().is_some_and(|byte| !byte.is_ascii()),
                Next::More => true,
            }
    }
}

/// The hash that [`line_hashes`] gives a line that such a text begins with. None if that takes more bytes than the budget
/// has.
fn hash_from(text: &[u8], budget: &mut usize) -> Option<u64> {
    // A unit has three bytes at most.
    let mut needed = 3 * WINDOW + 3;
    let end = text.iter().position(|&byte| {
        needed -= usize::from(!is_blank(byte));
        needed == 0
    });
    let text = &text[..end.unwrap_or(text.len())];
    *budget = budget.checked_sub(text.len())?;
    let text = String::from_utf8_lossy(text);
    let mut after_return = false;
    let units = text.encode_utf16().filter_map(|unit| {
        let is_rest_of_ending = after_return && unit == u16::from(b'\n');
        after_return = unit == u16::from(b'\r');
        if unit == u16::from(b' ') || unit == u16::from(b'\t') || is_rest_of_ending {
            return None;
        }
        Some(if after_return { u16::from(b'\n') } else { unit })
    });
    let units = units.chain([END]).chain(std::iter::repeat(0)).take(WINDOW);
    Some(units.fold(0_u64, |hash, unit| hash.wrapping_mul(FACTOR).wrapping_add(u64::from(unit))))
}

/// GitHub's hash of each line, with its number among equal ones, as the upload action computes them
/// (<https://github.com/github/codeql-action>, `src/fingerprints.ts`): of the 100 UTF-16 units that follow a line's
/// start, blanks left out, all line endings alike.
fn line_hashes(text: &str) -> Vec<(u64, u32)> {
    let oldest = (0..WINDOW).fold(1_u64, |power, _| power.wrapping_mul(FACTOR));
    let mut window = [0_u16; WINDOW];
    // Which line began at each place of the window, and is still to be hashed.
    let mut begun = [false; WINDOW];
    let (mut hash, mut at) = (0_u64, 0_usize);
    let mut seen: FxHashMap<u64, u32> = FxHashMap::default();
    let mut hashes = Vec::new();
    let (mut line_start, mut after_return) = (true, false);
    let flush = std::iter::repeat_n(None, WINDOW);
    for unit in text.encode_utf16().chain([END]).map(Some).chain(flush) {
        let mut starts = false;
        let unit = match unit {
            Some(unit) => {
                let is_rest_of_ending = after_return && unit == u16::from(b'\n');
                after_return = unit == u16::from(b'\r');
                if unit == u16::from(b' ') || unit == u16::from(b'\t') || is_rest_of_ending {
                    continue;
                }
                let unit = if after_return { u16::from(b'\n') } else { unit };
                starts = std::mem::replace(&mut line_start, unit == u16::from(b'\n'));
                unit
            }
            None => 0,
        };
        if std::mem::replace(&mut begun[at], false) {
            let count = seen.entry(hash).and_modify(|count| *count += 1).or_insert(1);
            hashes.push((hash, *count));
        }
        begun[at] = starts;
        let gone = u64::from(std::mem::replace(&mut window[at], unit));
        hash =
            hash.wrapping_mul(FACTOR).wrapping_add(u64::from(unit)).wrapping_sub(oldest.wrapping_mul(gone));
        at = (at + 1) % WINDOW;
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<String> {
        line_hashes(text).into_iter().map(|(hash, count)| format!("{hash:x}:{count}")).collect()
    }

    /// The upload action's own test vectors.
    #[test]
    fn hashes_are_those_of_the_upload_action() {
        assert_eq!(hashes(""), ["c129715d7a2bc9a3:1"]);
        let blanks = ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"];
        for text in [" a\nb\n  \t\tc\n d", " a\r\nb\r\n  \t\tc\r\n d", " a\rb\r  \t\tc\r d"] {
            assert_eq!(hashes(text), blanks, "{text:?}");
        }
        assert_eq!(
            hashes("x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n"),
            [
                "e54938cc54b302f1:1",
                "bb609acbe9138d60:1",
                "1131fd5871777f34:1",
                "5c482a0f8b35ea28:1",
                "54517377da7028d2:1",
                "2c644846cb18d53e:1",
                "f1b89f20de0d133:1",
                "c129715d7a2bc9a3:1"
            ]
        );
        let lorem: Vec<String> = (1..=6)
            .map(|count| format!("a7f2ff13bc495cf2:{count}"))
            .chain(
                [
                    "a7f2ff1481e87703:1",
                    "a9cf91f7bbf1862b:1",
                    "55ec222b86bcae53:1",
                    "cc97dc7b1d7d8f7b:1",
                    "c129715d7a2bc9a3:1",
                ]
                .map(str::to_owned),
            )
            .collect();
        assert_eq!(hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10)), lorem);
    }

    /// Each line alone, and all that are asked for at once.
    #[track_caller]
    fn assert_some_are_as_all(bytes: &[u8]) {
        let all = line_hashes(&String::from_utf8_lossy(bytes));
        assert_eq!(line_starts(bytes).count(), all.len(), "{bytes:?}");
        let numbers = 1..=u32::try_from(all.len()).expect("few lines");
        for (line, of_all) in numbers.clone().zip(&all) {
            let some = hashes_of(bytes, vec![line]);
            assert_eq!(some.get(&line), Some(of_all), "line {line} of {bytes:?}");
        }
        for lines in [numbers.clone().collect(), numbers.step_by(3).chain([0, 1, 9999]).collect::<Vec<_>>()] {
            for (line, hash) in hashes_of(bytes, lines) {
                assert_eq!(hash, all[line.max(1) as usize - 1], "line {line} of {bytes:?}");
            }
        }
    }

    #[test]
    fn the_hashes_of_some_lines_are_those_that_all_have() {
        let long = |text: &str, count| text.repeat(count).into_bytes();
        for bytes in [
            Vec::new(),
            b"\n".to_vec(),
            b"x = 2\nx = 1\nprint(x)\n  x = 3\nprint( x)\nx = 4\nprint(x)".to_vec(),
            b"a\r\nb\rc\n\r\n \r \n\ta\r\r\n".to_vec(),
            // No text, differently; and a letter cut off.
            b"x = '\xe9'\ny\nx = '\xe8'\ny\nx = '\xe2\x82'\ny\n".to_vec(),
            long("Lorem ipsum dolor sit amet.\n", 10),
            long("x = '\u{fc}\u{20ac}\u{1f600}' \t\n", 12),
            long("x = '\u{20ac}\u{20ac}\u{20ac}\u{20ac}\u{20ac}\u{20ac}\u{20ac}\u{20ac}'", 30),
            [long("\u{1f600}", 80), b"\n".to_vec(), long("\u{1f600}", 81)].concat(),
            [long(" ", 999), b"a\n\n".to_vec(), long("ab", 60), b"\n".to_vec(), long("ab", 61)].concat(),
            [long("assert x\n", 40), b"assert y\n".to_vec(), long("assert x\n", 3)].concat(),
        ] {
            assert_some_are_as_all(&bytes);
        }
        // Every short text of these.
        let units = [&b"a"[..], b" ", b"\n", b"\r", b"\xff"];
        for number in 0..5_usize.pow(6) {
            let parts = (0..6).map(|place| units[number / 5_usize.pow(place) % 5]);
            assert_some_are_as_all(&parts.collect::<Vec<_>>().concat());
        }
    }
}
