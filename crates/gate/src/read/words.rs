//! The words of reports, understood: one line of a message, a time, a weakness, a score, the other ids of a vulnerability.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// How many characters of a message are kept.
const MESSAGE: usize = 300;

/// How many sentences of one kind a scan keeps.
const SENTENCES: usize = 10;

/// Databases whose ids stand for one vulnerability each. The others' stand for an update that mends several at once
/// (`RHSA-2019:2304`, `DSA-4539-1`), and what is known by such an id in common is not the same vulnerability.
const SINGLE: [&str; 9] = ["CVE-", "GHSA-", "PYSEC-", "GO-", "RUSTSEC-", "OSV-", "MAL-", "GMS-", "GSD-"];

/// A text as one line, not too long for a message, without control characters.
pub(super) fn line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|character: char| character.is_whitespace() || character.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > 4 * MESSAGE {
            break;
        }
    }
    if let Some((cut, _)) = line.char_indices().nth(MESSAGE) {
        line.truncate(cut);
        line.push('…');
    }
    line
}

/// The first sentences, and how many more there are.
pub(super) fn few(sentences: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut all = sentences.into_iter();
    let mut few: Vec<String> = all.by_ref().take(SENTENCES).collect();
    let more = all.count();
    if more > 0 {
        few.push(format!("and {more} more of this kind"));
    }
    few
}

/// A path without the `./` that scanners of the current folder put before it.
pub(super) fn relative(path: &str) -> String {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// A time in the ways that scanners write it. Where no zone is said it is taken for universal time.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    let time = text.parse::<DateTime>().ok().or_else(|| {
        let date = Date::strptime("%Y-%b-%d", text).ok()?;
        Some(date.to_datetime(jiff::civil::Time::midnight()))
    })?;
    time.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
}

/// The number of a weakness: `CWE-79`, `CWE-79: Cross-site Scripting`, `79`.
pub(super) fn cwe(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("cwe-") => &text[4..],
        _ => text,
    };
    let end = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok().filter(|&number| number > 0)
}

/// The numbers of weaknesses, each once.
pub(super) fn cwes(texts: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<u32> {
    let mut numbers: Vec<u32> = Vec::new();
    for number in texts.into_iter().filter_map(|text| cwe(text.as_ref())) {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// The score of a CVSS vector of any version (<https://www.first.org/cvss/>).
pub(super) fn vector_score(vector: &str) -> Option<f64> {
    vector.trim().parse::<cvss::Cvss>().ok().map(|vector| vector.score())
}

/// A score as scores are said, with one decimal: single-precision ones come as `9.100000381469727`.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 10.0).round() / 10.0
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
    fn times_in_any_form() {
        for (text, time) in [
            ("2024-11-27T08:16:10.454941200Z", Some("2024-11-27T08:16:10.4549412Z")),
            ("2016-11-05T14:52:15.748-0400", Some("2016-11-05T18:52:15.748Z")),
            ("2020-01-28T03:26:02", Some("2020-01-28T03:26:02Z")),
            ("2022-04-30 08:16:30", Some("2022-04-30T08:16:30Z")),
            ("2020-12-10", Some("2020-12-10T00:00:00Z")),
            ("2022-Feb-03", Some("2022-02-03T00:00:00Z")),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(super::time(text), time.map(|time| time.parse().expect("a time")), "{text}");
        }
    }

    #[test]
    fn weaknesses_and_scores() {
        for (text, number) in
            [("CWE-79: XSS", Some(79)), ("cwe-20 Input", Some(20)), ("611", Some(611)), ("A1:2017", None)]
        {
            assert_eq!(cwe(text), number, "{text}");
        }
        assert_eq!(vector_score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), Some(9.8));
        assert_eq!(vector_score("AV:N/AC:L/Au:N/C:P/I:P/A:P").map(rounded), Some(7.5));
        assert!(vector_score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N").is_some());
        assert_eq!(vector_score("nonsense"), None);
    }

    #[test]
    fn messages_are_one_line() {
        assert_eq!(line(" a\n\tb\u{1b}[31m  c\r\n"), "a b [31m c");
        assert_eq!(line(&"é ".repeat(5000)).chars().count(), MESSAGE + 1);
        assert_eq!(
            few((0..12).map(|n| n.to_string())).last().map(String::as_str),
            Some("and 2 more of this kind")
        );
    }
}
