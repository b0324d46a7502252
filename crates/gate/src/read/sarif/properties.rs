//! Property bags of rules and results: the severities, weaknesses and packages that tools put there.

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess};

use super::loose::{self, First, List, Make, Number, OneOrMany, Text};
use crate::severity::Severity;

/// What is known of a property bag. Dependency-Check writes `security-severity` twice in one object, so no key is refused
/// for that; what is not an object counts as an empty one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Properties {
    /// `security-severity`, as often as it is there
    /// (<https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>).
    pub(super) scores: Vec<Score>,
    /// A tool's own word: `severity`, Bandit's `issue_severity`.
    pub(super) severity: Option<String>,
    /// The severity that a document of ours gives, whatever tool it names.
    pub(super) converted: Option<Severity>,
    /// The first tag that is one of Trivy's words for a severity.
    pub(super) tagged_severity: Option<Severity>,
    /// The first tag that is one of Trivy's words for a kind of finding.
    pub(super) tagged_kind: Option<Tagged>,
    /// Base scores by the version of CVSS.
    pub(super) cvss4: Option<f64>,
    /// The same for version 3.
    pub(super) cvss3: Option<f64>,
    /// The same for version 2.
    pub(super) cvss2: Option<f64>,
    /// Weaknesses.
    pub(super) cwe: Vec<u32>,
    /// Grype's package URL.
    pub(super) purl: Option<String>,
}

/// A `security-severity`: as it is written, and the grade that it stands for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Score {
    /// What is written.
    pub(super) text: String,
    /// Unknown for 0, which means "none" to GitHub, for what lies outside of 0 to 10, and for words that are no grades.
    pub(super) grade: Severity,
}

/// Trivy's words for its kinds of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tagged {
    Vulnerability,
    Misconfiguration,
    Secret,
    Licence,
}

impl Score {
    fn of(text: &str) -> Option<Score> {
        let text: String = text.trim().chars().take(40).collect();
        let grade = match text.parse::<f64>() {
            Ok(score) => of_score(score).unwrap_or(Severity::Unknown),
            Err(_) => Severity::of_word(&text),
        };
        (!text.is_empty()).then_some(Score { text, grade })
    }
}

/// The grade of a score that says something: 0 is what tools write that know none.
pub(super) fn of_score(score: f64) -> Option<Severity> {
    (score > 0.0).then(|| Severity::of_score(score)).filter(|grade| *grade != Severity::Unknown)
}

/// The weakness that a text names: `CWE-79: …`, `external/cwe/cwe-079`, `CWE_79`.
pub(super) fn cwe(text: &str) -> Option<u32> {
    let text = text.trim();
    let text = text.strip_prefix("external/cwe/").unwrap_or(text);
    let name = text.get(..3).filter(|name| name.eq_ignore_ascii_case("cwe"))?;
    let number = text[name.len()..].trim_start_matches(['-', '_', ':', ' ']);
    let digits = number.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
    if number[digits.len()..].starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    digits.parse().ok().filter(|&number| number > 0)
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Properties, D::Error> {
        loose::make(deserializer)
    }
}

#[derive(Deserialize)]
#[serde(field_identifier)]
enum Key {
    #[serde(rename = "security-severity")]
    SecuritySeverity,
    #[serde(rename = "severity", alias = "issue_severity")]
    Severity,
    // `render::sarif::SEVERITY`.
    #[serde(rename = "stockade-severity")]
    Converted,
    #[serde(rename = "tags")]
    Tags,
    #[serde(rename = "cwe", alias = "CWE", alias = "cwes", alias = "cweIds")]
    Cwe,
    #[serde(rename = "cvssv4_baseScore", alias = "cvssv40_baseScore")]
    Cvss4,
    #[serde(rename = "cvssv3_baseScore")]
    Cvss3,
    #[serde(rename = "cvssv2_score")]
    Cvss2,
    #[serde(rename = "purls")]
    Purls,
    #[serde(other)]
    Other,
}

impl<'de> Make<'de> for Properties {
    fn map<A: MapAccess<'de>>(mut map: A) -> Result<Properties, A::Error> {
        let mut bag = Properties::default();
        while let Some(key) = map.next_key()? {
            match key {
                Key::SecuritySeverity => bag.scores.extend(text(&mut map)?.as_deref().and_then(Score::of)),
                Key::Severity => bag.severity = text(&mut map)?.or(bag.severity),
                Key::Converted => {
                    bag.converted = text(&mut map)?.as_deref().map(Severity::of_word).or(bag.converted);
                }
                Key::Tags => bag.add_tags(&map.next_value::<List<Text>>()?.0),
                Key::Cwe => bag.add_weaknesses(&map.next_value::<OneOrMany>()?.0),
                Key::Cvss4 => bag.cvss4 = map.next_value::<Number>()?.0,
                Key::Cvss3 => bag.cvss3 = map.next_value::<Number>()?.0,
                Key::Cvss2 => bag.cvss2 = map.next_value::<Number>()?.0,
                Key::Purls => bag.purl = map.next_value::<First<Text>>()?.0.and_then(|purl| purl.0),
                Key::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(bag)
    }
}

fn text<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
    Ok(map.next_value::<Text>()?.get().map(str::to_owned))
}

impl Properties {
    fn add_tags(&mut self, tags: &[Text]) {
        for tag in tags.iter().filter_map(Text::get) {
            match tag {
                "CRITICAL" | "HIGH" | "MEDIUM" | "LOW" | "UNKNOWN" => {
                    self.tagged_severity.get_or_insert(Severity::of_word(tag));
                }
                "vulnerability" => drop(self.tagged_kind.get_or_insert(Tagged::Vulnerability)),
                "misconfiguration" => drop(self.tagged_kind.get_or_insert(Tagged::Misconfiguration)),
                "secret" => drop(self.tagged_kind.get_or_insert(Tagged::Secret)),
                "license" => drop(self.tagged_kind.get_or_insert(Tagged::Licence)),
                _ => self.cwe.extend(cwe(tag)),
            }
        }
    }

    /// In a field for weaknesses, a bare number is one as well.
    fn add_weaknesses(&mut self, texts: &[Text]) {
        for text in texts.iter().filter_map(Text::get).flat_map(|text| text.split([',', ';'])) {
            self.cwe.extend(cwe(text).or_else(|| text.trim().parse().ok()).filter(|&number| number > 0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bag(text: &str) -> Properties {
        serde_json::from_str(text).expect("readable")
    }

    #[test]
    fn severities_in_any_form() {
        for (text, grades) in [
            (r#"{"security-severity": "7.8"}"#, vec![Severity::High]),
            (r#"{"security-severity": 9.1}"#, vec![Severity::Critical]),
            (r#"{"security-severity": "MEDIUM"}"#, vec![Severity::Medium]),
            (
                r#"{"security-severity": "3.7", "a": 1, "security-severity": "5.7"}"#,
                vec![Severity::Low, Severity::Medium],
            ),
            (r#"{"security-severity": "0.0"}"#, vec![Severity::Unknown]),
            (r#"{"security-severity": 11}"#, vec![Severity::Unknown]),
            (r#"{"security-severity": "undefined"}"#, vec![Severity::Unknown]),
            (r#"{"security-severity": null}"#, vec![]),
            (r#"{"security-severity": {"a": 1}}"#, vec![]),
            ("[]", vec![]),
            ("null", vec![]),
            ("\"$properties\"", vec![]),
        ] {
            let of: Vec<Severity> = bag(text).scores.iter().map(|score| score.grade).collect();
            assert_eq!(of, grades, "{text}");
        }
        let of = bag(r#"{"cvssv2_score": 9.3, "cvssv3_baseScore": "$rule.score", "issue_severity": "HIGH"}"#);
        assert_eq!((of.cvss2, of.cvss3, of.severity.as_deref()), (Some(9.3), None, Some("HIGH")));
    }

    #[test]
    fn weaknesses_in_any_form() {
        let of = bag(
            r#"{"tags": ["security", "external/cwe/cwe-079", "CWE-89: SQL", "cwe", "CWE-x", "cwe1234a", null, 5]}"#,
        );
        assert_eq!(of.cwe, [79, 89]);
        assert_eq!(bag(r#"{"cwe": "CWE-327: Broken"}"#).cwe, [327]);
        assert_eq!(bag(r#"{"cwe": ["CWE-1", 22]}"#).cwe, [1, 22]);
        assert_eq!(bag(r#"{"cwe": 78}"#).cwe, [78]);
        assert_eq!(bag(r#"{"cwe": {"id": 1}}"#).cwe, [] as [u32; 0]);
        let of = bag(r#"{"tags": ["vulnerability", "security", "UNKNOWN", "HIGH"]}"#);
        assert_eq!(
            (of.tagged_kind, of.tagged_severity),
            (Some(Tagged::Vulnerability), Some(Severity::Unknown))
        );
    }
}
