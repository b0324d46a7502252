//! One scale for the severities of all tools, and the words and scores that stand for its grades.

use std::fmt;

/// How bad a finding is, on the scale of the gate; the least first, but for [`Severity::Unknown`], which is no grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The tool did not say, or in words that nobody knows.
    Unknown,
    /// No weakness by itself: informational, negligible, none, a score of 0.
    Info,
    /// CVSS 0.1 to 3.9.
    Low,
    /// CVSS 4.0 to 6.9.
    Medium,
    /// CVSS 7.0 to 8.9.
    High,
    /// CVSS 9.0 to 10.
    Critical,
}

impl Severity {
    /// Every grade, the gravest first, then [`Severity::Unknown`].
    pub const ALL: [Severity; 6] = [
        Severity::Critical,
        Severity::High,
        Severity::Medium,
        Severity::Low,
        Severity::Info,
        Severity::Unknown,
    ];

    /// The word for it, in small letters.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Unknown => "unknown",
            Severity::Info => "info",
            Severity::Low => "low",
            Severity::Medium => "medium",
            Severity::High => "high",
            Severity::Critical => "critical",
        }
    }

    /// The grade that a tool's word stands for, in any case; what is not known is [`Severity::Unknown`].
    #[must_use]
    pub fn of_word(word: &str) -> Severity {
        match word.trim().to_ascii_lowercase().as_str() {
            "critical" => Severity::Critical,
            "high" | "important" => Severity::High,
            "medium" | "moderate" => Severity::Medium,
            "low" => Severity::Low,
            "info" | "informational" | "negligible" | "none" | "0.0" => Severity::Info,
            _ => Severity::Unknown,
        }
    }

    /// The grade of a CVSS base score (<https://www.first.org/cvss/v3.1/specification-document>, section 5); outside
    /// 0 to 10 there is none.
    #[must_use]
    pub fn of_score(score: f64) -> Severity {
        match score {
            9.0..=10.0 => Severity::Critical,
            7.0..9.0 => Severity::High,
            4.0..7.0 => Severity::Medium,
            0.0..=0.0 => Severity::Info,
            0.0..4.0 => Severity::Low,
            _ => Severity::Unknown,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Severity::{self, Critical, High, Info, Low, Medium, Unknown};

    #[test]
    fn words_and_scores() {
        for (word, grade) in [
            ("CRITICAL", Critical),
            ("Important", High),
            ("moderate", Medium),
            (" low ", Low),
            ("Negligible", Info),
            ("none", Info),
            ("0.0", Info),
            ("", Unknown),
            ("severe", Unknown),
        ] {
            assert_eq!(Severity::of_word(word), grade, "{word}");
        }
        for (score, grade) in [
            (10.0, Critical),
            (9.0, Critical),
            (8.95, High),
            (6.9, Medium),
            (3.9, Low),
            (0.1, Low),
            (0.0, Info),
            (-1.0, Unknown),
            (10.1, Unknown),
            (f64::NAN, Unknown),
        ] {
            assert_eq!(Severity::of_score(score), grade, "{score}");
        }
    }
}
