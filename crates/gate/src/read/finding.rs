//! What the readers of all tools do to make a finding: an empty one to fill, ids, numbers of weaknesses, words in one line.

use crate::evidence::{Evidence, Fix, Kind};
use crate::severity::Severity;

/// Texts longer than this are cut, in characters: some tools put whole documents into a title.
const LONG: usize = 300;

/// Databases whose ids stand for one vulnerability each. The others' stand for an update that mends several at once
/// (`RHSA-2019:2304`, `DSA-4539-1`), and what is known by such an id in common is not the same vulnerability.
const SINGLE: [&str; 9] = ["CVE-", "GHSA-", "PYSEC-", "GO-", "RUSTSEC-", "OSV-", "MAL-", "GMS-", "GSD-"];

/// A finding that says no more than this.
pub(super) fn finding(scan: usize, kind: Kind, id: impl Into<String>) -> Evidence {
    Evidence {
        scan,
        kind,
        id: id.into(),
        aliases: Vec::new(),
        message: String::new(),
        package: None,
        place: None,
        fix: Fix::Unknown,
        severity: Severity::Unknown,
        ratings: Vec::new(),
        cwe: Vec::new(),
        suppression: None,
        baseline: None,
        published: None,
        exploited: false,
        epss: None,
        fingerprint: None,
    }
}

/// Which of some ids are others of the same vulnerability as the first one. Two of one database are two vulnerabilities, so
/// neither counts.
pub(super) fn aliases(id: &str, others: impl IntoIterator<Item = String>) -> Vec<String> {
    let database = |id: &str| SINGLE.iter().position(|prefix| id.starts_with(prefix));
    let mut distinct: Vec<String> = Vec::new();
    for other in others {
        if other != id && database(&other).is_some() && !distinct.contains(&other) {
            distinct.push(other);
        }
    }
    let databases: Vec<_> = distinct.iter().map(|id| database(id)).collect();
    let is_only = |of: Option<usize>| {
        database(id) != of && databases.iter().filter(|database| **database == of).count() == 1
    };
    distinct.retain(|other| is_only(database(other)));
    distinct
}

/// The numbers of weaknesses that are named as `CWE-79`.
pub(super) fn cwe<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<u32> {
    let mut numbers = Vec::new();
    for name in names {
        let name = name.trim();
        let Some(rest) = name.get(..4).filter(|start| start.eq_ignore_ascii_case("CWE-")).map(|_| &name[4..])
        else {
            continue;
        };
        let digits = rest.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        if let Ok(number) = digits.parse()
            && !numbers.contains(&number)
        {
            numbers.push(number);
        }
    }
    numbers
}

/// A text in one line, without control characters, and not too long.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len().min(LONG));
    let mut length = 0;
    for word in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()) {
        if length > 0 {
            line.push(' ');
        }
        length += 1 + word.chars().count();
        if length > LONG {
            let room = LONG.saturating_sub(length - word.chars().count());
            line.extend(word.chars().take(room));
            line.push('…');
            break;
        }
        line.push_str(word);
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_of_the_same_vulnerability_are_aliases() {
        let of = |id: &str, others: &[&str]| aliases(id, others.iter().map(|id| (*id).to_owned()));
        assert_eq!(of("CVE-2024-1", &["CVE-2024-1", "GHSA-aaaa", "GHSA-aaaa"]), ["GHSA-aaaa"]);
        assert_eq!(of("GHSA-aaaa", &["CVE-2024-1", "PYSEC-2024-2"]), ["CVE-2024-1", "PYSEC-2024-2"]);
        assert!(of("CVE-2024-1", &["RHSA-2024:1", "DSA-1-1"]).is_empty(), "an update mends several");
        assert!(of("ALAS-2024-1", &["CVE-2024-1", "CVE-2024-2"]).is_empty(), "these are two");
        assert!(of("CVE-2024-1", &["CVE-2024-2"]).is_empty());
    }

    #[test]
    fn weaknesses_by_their_numbers() {
        assert_eq!(
            cwe(["CWE-79", "cwe-89: SQL", "", "79", "CWE-", "NVD-CWE-noinfo", "CWE-79", "é-é"]),
            [79, 89]
        );
    }

    #[test]
    fn words_in_one_line() {
        assert_eq!(one_line(" a\r\n\tb\u{1b}[31m  c "), "a b [31m c");
        assert_eq!(one_line(&"é".repeat(400)).chars().count(), 300);
        assert!(one_line(&"word ".repeat(400)).chars().count() <= LONG + 1);
    }
}
