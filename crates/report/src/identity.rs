//! What tells one finding from another across runs: the fingerprint's identity, with the number of the finding among
//! its twins in the file.

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};
use stockade_core::finding::Finding;
use stockade_core::report::FileReport;

use crate::order::Entry;

/// Findings with their numbers among twins: how many findings of the same identity stand before them in their file.
pub(crate) fn numbered<'a>(
    findings: impl Iterator<Item = Entry<'a>>,
) -> impl Iterator<Item = (Entry<'a>, u32)> {
    let mut seen: FxHashMap<(&str, &str, [u8; 16]), u32> = FxHashMap::default();
    findings.map(move |(file, finding)| {
        let identity = finding.fingerprint.as_ref().map(|print| print.identity).unwrap_or_default();
        let next = seen.entry((&file.name, finding.rule.id, identity)).or_default();
        let number = *next;
        *next += 1;
        ((file, finding), number)
    })
}

/// The identity in hexadecimal digits; none for a finding that was given none.
pub(crate) fn hex(finding: &Finding) -> Option<String> {
    let identity = finding.fingerprint.as_ref()?.identity;
    let mut digits = [0; 32];
    for (pair, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(identity) {
        *pair = [byte >> 4, byte & 15].map(|half| b"0123456789abcdef"[usize::from(half)]);
    }
    str::from_utf8(&digits).ok().map(str::to_owned)
}

/// A UUID that stays as it is as long as the finding does: version 8, of the identity and the number among twins.
pub(crate) fn uuid(file: &FileReport, finding: &Finding, number: u32) -> String {
    let mut hasher = Sha256::new();
    match &finding.fingerprint {
        Some(print) => hasher.update(print.identity),
        None => {
            hasher.update(file.name.as_bytes());
            hasher.update([0]);
            hasher.update(finding.rule.id.as_bytes());
        }
    }
    hasher.update(number.to_be_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hasher.finalize()[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let digits = format!("{:032x}", u128::from_be_bytes(bytes));
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn twins_have_numbers_and_uuids_of_their_own() {
        let file = testing::scanned("a.py", "eval(x)\neval(x)\n");
        let entries: Vec<_> = numbered(file.findings.iter().map(|finding| (&file, finding))).collect();
        assert_eq!(entries.iter().map(|(_, number)| *number).collect::<Vec<_>>(), [0, 1]);
        let ids: Vec<String> =
            entries.iter().map(|((file, finding), number)| uuid(file, finding, *number)).collect();
        assert_ne!(ids[0], ids[1]);
        assert_eq!(ids[0].len(), 36);
        assert_eq!((ids[0].as_bytes()[14], ids[0].matches('-').count()), (b'8', 4));
    }
}
