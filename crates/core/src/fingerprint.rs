//! What tells a finding from others: GitHub's hash of its line, and an identity of our own that survives moved lines.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use crate::finding::{Finding, Fingerprint};

/// Gives each finding of a file its fingerprints. `bytes` is the file as read, `text` what Python makes of it.
pub fn set<'f>(findings: impl Iterator<Item = &'f mut Finding>, file: &str, bytes: &[u8], text: &str) {
    let mut findings = findings.peekable();
    if findings.peek().is_none() {
        return;
    }
    let hashes = line_hashes(&String::from_utf8_lossy(bytes));
    let lines: Vec<&str> = text.split('\n').collect();
    for finding in findings {
        let line = finding.span.start.line as usize;
        let line_hash = hashes.get(line.saturating_sub(1)).map(|(hash, count)| format!("{hash:x}:{count}"));
        let code = lines.get(line.saturating_sub(1)..finding.span.end.line as usize).unwrap_or_default();
        let identity = identity(finding.rule.id, file, code);
        finding.fingerprint =
            Some(Box::new(Fingerprint { line_hash: line_hash.unwrap_or_default(), identity }));
    }
}

/// The identity of a finding of a rule in a file, on lines of code whose indentation does not count.
fn identity(rule: &str, file: &str, code: &[&str]) -> [u8; 16] {
    let mut hasher = Sha256::new();
    for part in [rule, file].into_iter().chain(code.iter().map(|line| line.trim())) {
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
    use super::line_hashes;

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
}
