//! What is known of vulnerabilities beside the reports: which are exploited (CISA's catalogue), and how probable it is that
//! they will be (FIRST's EPSS). Both are read from local files; nothing is fetched.
//!
//! They only ever raise a finding, so a list that is empty, cut off or something else would lower the bar without a word: it
//! is refused.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use serde::Deserialize;

use crate::input::{Input, Refusal};

const KEV_CURE: &str = "download CISA's catalogue of known exploited vulnerabilities again, as JSON or CSV";
const EPSS_CURE: &str = "download FIRST's scores again, as CSV (https://www.first.org/epss/data_stats)";

/// The vulnerabilities that are known to be exploited
/// (<https://www.cisa.gov/known-exploited-vulnerabilities-catalog>).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownExploited(
    /// Their ids, in capital letters.
    pub HashSet<String>,
);

/// The probabilities that vulnerabilities will be exploited within 30 days (<https://www.first.org/epss/>).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Probabilities(
    /// From 0 to 1, by ids in capital letters.
    pub HashMap<String, f64>,
);

impl KnownExploited {
    /// Reads the catalogue, in JSON or CSV.
    ///
    /// # Errors
    ///
    /// When it is no such catalogue, is empty, or does not have as many entries as it says.
    pub fn read(input: &Input) -> Result<KnownExploited, Refusal> {
        let mut known = HashSet::new();
        let mut count = 0;
        if is_json(input, KEV_CURE)? {
            let catalogue: Catalogue = input.json()?;
            let Some(entries) = catalogue.vulnerabilities else {
                return Err(Refusal::new(
                    "is no catalogue of exploited vulnerabilities: it lacks `vulnerabilities`",
                    KEV_CURE,
                ));
            };
            for entry in entries {
                count += 1;
                let id = entry.id.ok_or_else(|| {
                    Refusal::new(format!("has an entry without `cveID`: number {count}"), KEV_CURE)
                })?;
                known.insert(checked(&id, count, KEV_CURE)?);
            }
            if let Some(says) = catalogue.count.filter(|says| *says != count) {
                return Err(Refusal::new(
                    format!("says that it has {says} entries, and has {count}"),
                    KEV_CURE,
                ));
            }
        } else {
            let mut table = Table::new(input, "cveID", KEV_CURE)?;
            while let Some(row) = table.next()? {
                count += 1;
                known.insert(checked(row.get(table.id).unwrap_or_default(), count, KEV_CURE)?);
            }
        }
        if known.is_empty() {
            return Err(Refusal::new("is a catalogue of exploited vulnerabilities without any", KEV_CURE));
        }
        Ok(KnownExploited(known))
    }

    /// Whether a vulnerability of these ids is in it.
    #[must_use]
    pub fn contains(&self, ids: &[&str]) -> bool {
        ids.iter().any(|id| self.0.contains(&id.to_ascii_uppercase()))
    }
}

impl Probabilities {
    /// Reads the scores, in CSV or as the API answers in JSON.
    ///
    /// # Errors
    ///
    /// When they are no such scores, are none or only some of those there are, or one is no probability.
    pub fn read(input: &Input) -> Result<Probabilities, Refusal> {
        let mut scores = HashMap::new();
        let mut count = 0;
        let mut add = |id: &str, score: &str, count: u64| {
            let probability = score.trim().parse().ok().filter(|number| (0.0..=1.0).contains(number));
            let Some(probability) = probability else {
                let cause = format!("has a score that is no probability: `{score}`, entry {count}");
                return Err(Refusal::new(cause, EPSS_CURE));
            };
            let best: &mut f64 = scores.entry(checked(id, count, EPSS_CURE)?).or_insert(probability);
            *best = best.max(probability);
            Ok(())
        };
        if is_json(input, EPSS_CURE)? {
            let answer: Answer = input.json()?;
            let Some(entries) = answer.data else {
                return Err(Refusal::new("is no answer of the EPSS API: it lacks `data`", EPSS_CURE));
            };
            for entry in entries {
                count += 1;
                let (Some(id), Some(score)) = (entry.cve, entry.epss) else {
                    let cause = format!("has an entry without `cve` or `epss`: number {count}");
                    return Err(Refusal::new(cause, EPSS_CURE));
                };
                add(&id, &score, count)?;
            }
            if let Some(total) = answer.total.filter(|total| *total > count) {
                return Err(Refusal::new(
                    format!("has {count} of {total} scores: it is one page of many"),
                    EPSS_CURE,
                ));
            }
        } else {
            let mut table = Table::new(input, "cve", EPSS_CURE)?;
            let score = table.column("epss")?;
            while let Some(row) = table.next()? {
                count += 1;
                add(row.get(table.id).unwrap_or_default(), row.get(score).unwrap_or_default(), count)?;
            }
        }
        if scores.is_empty() {
            return Err(Refusal::new("is a list of scores without any", EPSS_CURE));
        }
        Ok(Probabilities(scores))
    }

    /// The probability of a vulnerability of these ids, the highest if they differ.
    #[must_use]
    pub fn of(&self, ids: &[&str]) -> Option<f64> {
        ids.iter().filter_map(|id| self.0.get(&id.to_ascii_uppercase()).copied()).reduce(f64::max)
    }
}

#[derive(Deserialize)]
struct Catalogue {
    count: Option<u64>,
    vulnerabilities: Option<Vec<Entry>>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "cveID")]
    id: Option<String>,
}

/// What <https://api.first.org/data/v1/epss> answers.
#[derive(Deserialize)]
struct Answer {
    total: Option<u64>,
    data: Option<Vec<Score>>,
}

#[derive(Deserialize)]
struct Score {
    cve: Option<String>,
    epss: Option<String>,
}

/// Whether a file is JSON; it is CSV else. What is neither is told by what it looks like.
fn is_json(input: &Input, cure: &str) -> Result<bool, Refusal> {
    let mut magic = [0; 2];
    let packed = input.open()?.read_exact(&mut magic).is_ok() && magic == [0x1f, 0x8b];
    if packed {
        return Err(Refusal::new("is packed with gzip", "unpack it, as with gunzip"));
    }
    let mut head = Vec::new();
    let cut = input.text()?.take(1024).read_to_end(&mut head);
    cut.map_err(|error| Refusal::new(format!("cannot be read: {error}"), cure))?;
    match head.trim_ascii_start().first() {
        Some(b'{') => Ok(true),
        Some(b'<') => Err(Refusal::new("is a page for a browser, perhaps one that tells of an error", cure)),
        Some(b'[') => Err(Refusal::new("is neither the JSON nor the CSV that it should be", cure)),
        _ => Ok(false),
    }
}

/// An id in capital letters.
fn checked(id: &str, count: u64, cure: &str) -> Result<String, Refusal> {
    let id = id.trim().to_ascii_uppercase();
    let mut parts = id.strip_prefix("CVE-").unwrap_or_default().split('-');
    let mut digits = |least| {
        parts.next().is_some_and(|part| part.len() >= least && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if digits(4) && digits(4) && parts.next().is_none() {
        Ok(id)
    } else {
        Err(Refusal::new(format!("has an entry whose id is none of CVE: `{id}`, entry {count}"), cure))
    }
}

/// A CSV file with a header, behind lines of comment.
struct Table<'i> {
    reader: csv::Reader<Box<dyn Read + 'i>>,
    header: csv::StringRecord,
    row: csv::StringRecord,
    /// The column of the ids.
    id: usize,
    cure: &'static str,
}

impl<'i> Table<'i> {
    fn new(input: &'i Input, id: &str, cure: &'static str) -> Result<Table<'i>, Refusal> {
        let text: Box<dyn Read + 'i> = Box::new(input.text()?);
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).trim(csv::Trim::All).from_reader(text);
        let header = reader.headers().map_err(|error| broken(&error, cure))?.clone();
        let mut table = Table { reader, header, row: csv::StringRecord::new(), id: 0, cure };
        table.id = table.column(id)?;
        Ok(table)
    }

    fn column(&self, name: &str) -> Result<usize, Refusal> {
        self.header
            .iter()
            .position(|own| own == name)
            .ok_or_else(|| Refusal::new(format!("has no column `{name}`"), self.cure))
    }

    fn next(&mut self) -> Result<Option<csv::StringRecord>, Refusal> {
        let more = self.reader.read_record(&mut self.row).map_err(|error| broken(&error, self.cure))?;
        Ok(more.then(|| self.row.clone()))
    }
}

fn broken(error: &csv::Error, cure: &str) -> Refusal {
    Refusal::new(format!("is no valid CSV: {error}"), cure)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(text: &str) -> Input {
        Input::memory("list", text.as_bytes().to_vec())
    }

    fn kev(text: &str) -> Result<KnownExploited, Refusal> {
        KnownExploited::read(&input(text))
    }

    fn epss(text: &str) -> Result<Probabilities, Refusal> {
        Probabilities::read(&input(text))
    }

    #[test]
    fn what_is_exploited() {
        let json = r#"{"title": "Catalog", "count": 2, "vulnerabilities": [
            {"cveID": "CVE-2021-44228", "vendorProject": "Apache"}, {"cveID": "CVE-2026-0861"}]}"#;
        let csv =
            "\"cveID\",\"vendorProject\"\n\"CVE-2021-44228\",\"Apache\"\nCVE-2026-0861,\"A, \"\"B\"\"\"\n";
        assert_eq!(kev(json), kev(csv));
        let known = kev(json).expect("a catalogue");
        assert!(known.contains(&["GHSA-jfh8-c2jp-5v3q", "cve-2021-44228"]));
        assert!(!known.contains(&["CVE-2021-4422"]) && !known.contains(&[]));
    }

    #[test]
    fn how_probable_it_is() {
        let csv = "#model_version:v2025.03.14,score_date:2026-11-20T00:00:00+0000\ncve,epss,percentile\n\
                   CVE-2021-44228,0.94358,0.99958\nCVE-1999-0001,1.1e-2,0.5\n";
        let scores = epss(csv).expect("scores");
        assert_eq!(scores.of(&["CVE-2021-44228"]), Some(0.94358));
        assert_eq!(scores.of(&["CVE-1999-0001", "cve-2021-44228"]), Some(0.94358));
        assert_eq!(scores.of(&["CVE-1999-0002"]), None);
        let json =
            r#"{"status": "OK", "total": 1, "data": [{"cve": "CVE-1999-0001", "epss": "0.011000000"}]}"#;
        assert_eq!(epss(json).expect("scores").of(&["CVE-1999-0001"]), Some(0.011));
    }

    #[test]
    fn what_would_lower_the_bar_is_refused() {
        for (text, cause) in [
            ("", "is empty"),
            ("{}", "lacks `vulnerabilities`"),
            ("[]", "neither"),
            ("null", "no column `cveID`"),
            (r#"{"vulnerabilities": []}"#, "without any"),
            (r#"{"count": 2, "vulnerabilities": [{"cveID": "CVE-2021-44228"}]}"#, "has 2 entries, and has 1"),
            (r#"{"vulnerabilities": [{"cve": "CVE-2021-44228"}]}"#, "without `cveID`"),
            (r#"{"vulnerabilities": [{"cveID": "CVE-2021-442"#, "EOF"),
            (r#"{"vulnerabilities": [{"cveID": "log4j"}]}"#, "LOG4J"),
            ("cveID,vendor\n", "without any"),
            ("cveID,vendor\nCVE-2021-44228\n", "no valid CSV"),
            ("cve,epss\nCVE-2021-44228,0.5\n", "no column `cveID`"),
            ("<!DOCTYPE html>\n<html><body>503</body></html>", "a page for a browser"),
        ] {
            let refusal = kev(text).expect_err(text);
            assert!(refusal.cause.contains(cause), "{text}: {refusal}");
            assert!(!refusal.cure.is_empty());
        }
        for (text, cause) in [
            ("cve,epss,percentile\n", "without any"),
            ("#model_version:v1\n", "no column `cve`"),
            ("cve,percentile\nCVE-2021-44228,0.5\n", "no column `epss`"),
            ("cve,epss\nCVE-2021-44228,high\n", "no probability"),
            ("cve,epss\nCVE-2021-44228,94.3\n", "no probability"),
            ("cve,epss\nCVE-2021-44228,NaN\n", "no probability"),
            ("cve,epss\nCVE-2021-44228,\n", "no probability"),
            (r#"{"vulnerabilities": []}"#, "lacks `data`"),
            (r#"{"total": 9, "data": [{"cve": "CVE-1999-0001", "epss": "0.1"}]}"#, "1 of 9 scores"),
        ] {
            let refusal = epss(text).expect_err(text);
            assert!(refusal.cause.contains(cause), "{text}: {refusal}");
        }
        let packed = Input::memory("epss.csv.gz", vec![0x1f, 0x8b, 8, 0, 0]);
        assert_eq!(Probabilities::read(&packed).expect_err("packed").cure, "unpack it, as with gunzip");
    }
}
