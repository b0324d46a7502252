//! Whose results they are, and how grave each is: tools put it into different places, and some of these say nothing.

use super::package_lines::Described;
use super::properties::{Properties, of_score};
use super::rules::Rule;
use crate::severity::Severity;

/// Tools whose SARIF needs more than the general rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Producer {
    Stockade,
    Bandit,
    Trivy,
    DependencyCheck,
    Grype,
    OsvScanner,
    Checkov,
    Gitleaks,
    SnykPackages,
    #[default]
    Other,
}

/// The name of a tool as policies write it.
pub(super) fn name(driver: &str) -> String {
    let words: Vec<String> = driver.split_whitespace().map(str::to_lowercase).collect();
    let first = words.first().map_or("", String::as_str);
    match first {
        // "CodeQL command-line toolchain"; "Semgrep OSS", "Semgrep PRO"; "Snyk Open Source", "SnykCode", "Snyk IaC".
        "codeql" | "semgrep" | "trivy" | "grype" => first.to_owned(),
        _ if first.starts_with("snyk") => "snyk".to_owned(),
        // How Checkov names itself if it is told no name.
        "bridgecrew" if words.len() == 1 => "checkov".to_owned(),
        _ => words.join("-"),
    }
}

impl Producer {
    /// The tool with that name of its driver.
    pub(super) fn of(driver: &str) -> Producer {
        match name(driver).as_str() {
            "stockade" => Producer::Stockade,
            "bandit" => Producer::Bandit,
            "trivy" => Producer::Trivy,
            "dependency-check" => Producer::DependencyCheck,
            "grype" => Producer::Grype,
            "osv-scanner" => Producer::OsvScanner,
            "checkov" => Producer::Checkov,
            "gitleaks" => Producer::Gitleaks,
            "snyk" if !driver.to_lowercase().contains("code") && !driver.to_lowercase().contains("iac") => {
                Producer::SnykPackages
            }
            _ => Producer::Other,
        }
    }
}

/// What is known of how grave a result is.
#[derive(Debug)]
pub(super) struct Marks<'a> {
    pub(super) level: &'a str,
    pub(super) rule: Option<&'a Rule>,
    pub(super) own: &'a Properties,
    /// What the result's message says, where its tool writes it there.
    pub(super) described: &'a Described,
    /// The id as it is written.
    pub(super) id: &'a str,
}

impl Marks<'_> {
    /// How grave it is, and the words and scores which that comes from.
    pub(super) fn severity(&self, producer: Producer) -> (Severity, Vec<String>) {
        let mut ratings = vec![format!("level={}", self.level)];
        for score in self.bags().flat_map(|bag| &bag.scores) {
            let rating = format!("security-severity={}", score.text);
            if !ratings.contains(&rating) {
                ratings.push(rating);
            }
        }
        if let Some(severity) = self.own.converted {
            return (severity, ratings);
        }
        let severity = match producer {
            Producer::Stockade | Producer::Bandit => self.by_own_word(&mut ratings),
            Producer::Trivy => self.of_trivy(&mut ratings),
            Producer::DependencyCheck => self.of_dependency_check(&mut ratings),
            Producer::Grype => self.of_grype(&mut ratings),
            // They write the same level for all, or none.
            Producer::OsvScanner | Producer::Checkov | Producer::Gitleaks => self.by_score(),
            Producer::SnykPackages | Producer::Other => self.by_score().or_else(|| Some(self.by_level())),
        };
        (severity.unwrap_or(Severity::Unknown), ratings)
    }

    /// The properties of the result, then those of its rule.
    fn bags(&self) -> impl Iterator<Item = &Properties> {
        std::iter::once(self.own).chain(self.rule.map(|rule| &rule.properties))
    }

    /// The gravest `security-severity` that says something: a tool that writes it twice means both.
    fn by_score(&self) -> Option<Severity> {
        let grades = self.bags().flat_map(|bag| &bag.scores).map(|score| score.grade);
        grades.max().filter(|grade| *grade != Severity::Unknown)
    }

    fn by_level(&self) -> Severity {
        match self.level {
            "error" => Severity::High,
            "warning" => Severity::Medium,
            "note" => Severity::Low,
            "none" => Severity::Info,
            other => Severity::of_word(other),
        }
    }

    /// Bandit and Stockade tell the severity of each result in a word; Bandit's level is left out for "medium".
    fn by_own_word(&self, ratings: &mut Vec<String>) -> Option<Severity> {
        match &self.own.severity {
            Some(word) => {
                ratings.push(format!("severity={word}"));
                Some(Severity::of_word(word))
            }
            None => self.by_score().or_else(|| Some(self.by_level())),
        }
    }

    /// Trivy's severity is a vendor's word: the score beside it is another's, and the rule is that of the last package with
    /// the vulnerability. An unknown one has the level "note" and the score 0.0.
    fn of_trivy(&self, ratings: &mut Vec<String>) -> Option<Severity> {
        let in_help = || self.rule?.described.as_ref()?.severity.as_deref();
        let in_id = || self.id.strip_prefix('[')?.split_once(']').map(|(word, _)| word);
        let tagged = || self.rule?.properties.tagged_severity;
        let word = self.described.severity.as_deref();
        let severity = match word {
            Some(word) => Some(Severity::of_word(word)),
            None => tagged().or_else(|| in_help().or_else(in_id).map(Severity::of_word)),
        };
        if let Some(severity) = severity {
            ratings.push(format!("severity={}", word.map_or_else(|| severity.to_string(), str::to_owned)));
            return Some(severity);
        }
        self.by_score().or_else(|| matches!(self.level, "error" | "warning").then(|| self.by_level()))
    }

    /// Dependency-Check: its level is the same for all results of a version. What it knows of CVSS it writes with the rule,
    /// up to version 6 with the result; for vulnerabilities without a score it has a word.
    fn of_dependency_check(&self, ratings: &mut Vec<String>) -> Option<Severity> {
        for (name, score) in [
            ("cvssv4", self.bags().find_map(|bag| bag.cvss4)),
            ("cvssv3", self.bags().find_map(|bag| bag.cvss3)),
            ("cvssv2", self.bags().find_map(|bag| bag.cvss2)),
        ] {
            ratings.extend(score.map(|score| format!("{name}={score}")));
        }
        let word = self.bags().find_map(|bag| bag.severity.as_deref()).or_else(|| {
            let (word, rest) = self.rule?.title.as_deref()?.split_once(' ')?;
            rest.to_ascii_lowercase().starts_with("severity").then_some(word)
        });
        ratings.extend(word.map(|word| format!("severity={word}")));
        let newest = self.bags().flat_map(|bag| [bag.cvss4, bag.cvss3]).flatten().filter_map(of_score).max();
        let old = || self.bags().filter_map(|bag| bag.cvss2).filter_map(of_score).max();
        self.by_score().or(newest).or_else(old).or_else(|| word.map(Severity::of_word))
    }

    /// Grype: "low" also stands for what is negligible or unknown, which has the score 0.0.
    fn of_grype(&self, ratings: &mut Vec<String>) -> Option<Severity> {
        let word = self.rule.and_then(|rule| rule.described.as_ref()?.severity.as_deref());
        ratings.extend(word.map(|word| format!("severity={word}")));
        self.by_score().or_else(|| word.map(Severity::of_word).filter(|grade| *grade > Severity::Low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_policies_write_them() {
        for (driver, of) in [
            ("Stockade", "stockade"),
            ("Bandit", "bandit"),
            ("CodeQL", "codeql"),
            ("CodeQL command-line toolchain", "codeql"),
            ("Semgrep OSS", "semgrep"),
            ("Semgrep PRO", "semgrep"),
            ("Trivy", "trivy"),
            ("dependency-check", "dependency-check"),
            ("osv-scanner", "osv-scanner"),
            ("SnykCode", "snyk"),
            ("Snyk Open Source", "snyk"),
            ("Checkov", "checkov"),
            ("Bridgecrew", "checkov"),
            ("LGTM.com", "lgtm.com"),
            (" Shell  Script Analysis ", "shell-script-analysis"),
        ] {
            assert_eq!(name(driver), of);
        }
        assert_eq!(Producer::of("SnykCode"), Producer::Other);
        assert_eq!(Producer::of("Snyk Container"), Producer::SnykPackages);
    }

    fn severity(producer: Producer, level: &str, rule: &str, own: &str, message: &str) -> Severity {
        let rule: Rule = serde_json::from_str(rule).expect("a rule");
        let own = serde_json::from_str(own).expect("properties");
        let described = Described::of(message);
        let marks = Marks { level, rule: Some(&rule), own: &own, described: &described, id: "" };
        let (severity, ratings) = marks.severity(producer);
        assert_eq!(ratings[0], format!("level={level}"));
        severity
    }

    #[test]
    fn the_score_before_the_level() {
        let of = |level: &str, rule: &str, own: &str| severity(Producer::Other, level, rule, own, "");
        assert_eq!(of("note", r#"{"properties": {"security-severity": "9.8"}}"#, "{}"), Severity::Critical);
        assert_eq!(of("note", r#"{"properties": {"security-severity": "HIGH"}}"#, "{}"), Severity::High);
        assert_eq!(of("error", "{}", r#"{"security-severity": 4.1}"#), Severity::Medium);
        let both = r#"{"properties": {"security-severity": "3.7"}}"#;
        assert_eq!(of("error", both, r#"{"security-severity": "7.5"}"#), Severity::High);
        for useless in ["0.0", "11", "undefined"] {
            let rule = format!(r#"{{"properties": {{"security-severity": "{useless}"}}}}"#);
            assert_eq!(of("error", &rule, "{}"), Severity::High, "{useless}");
        }
        for (level, grade) in [
            ("error", Severity::High),
            ("warning", Severity::Medium),
            ("note", Severity::Low),
            ("none", Severity::Info),
            ("critical", Severity::Critical),
            ("grave", Severity::Unknown),
        ] {
            assert_eq!(of(level, "{}", "{}"), grade, "{level}");
        }
    }

    #[test]
    fn trivy_goes_by_its_word() {
        let of = |level, rule, message| severity(Producer::Trivy, level, rule, "{}", message);
        let rule =
            r#"{"properties": {"tags": ["vulnerability", "security", "LOW"], "security-severity": "9.8"}}"#;
        assert_eq!(of("error", rule, "Package: a\nSeverity: MEDIUM\nFixed Version:"), Severity::Medium);
        assert_eq!(of("error", rule, "a text"), Severity::Low);
        assert_eq!(of("note", rule, "Package: a\nSeverity: UNKNOWN"), Severity::Unknown);
        assert_eq!(of("note", "{}", "a text"), Severity::Unknown);
        assert_eq!(of("error", "{}", "a text"), Severity::High);
    }

    #[test]
    fn dependency_check_has_an_order() {
        let of = |rule, own| severity(Producer::DependencyCheck, "error", rule, own, "");
        let twice = r#"{"properties": {"security-severity": "7.5", "cvssv2_score": 9.9, "security-severity": "6.3"}}"#;
        assert_eq!(of(twice, "{}"), Severity::High);
        let old = r#"{"shortDescription": {"text": "Unknown severity - x"}, "properties": {"cvssv2_score": 9.3, "cvssv2_severity": "HIGH"}}"#;
        assert_eq!(of(old, "{}"), Severity::Critical);
        assert_eq!(of(r#"{"shortDescription": {"text": "low severity - x"}}"#, "{}"), Severity::Low);
        assert_eq!(of("{}", r#"{"cvssv2_score": 4.3, "cvssv3_baseScore": 7.1}"#), Severity::High);
        assert_eq!(of("{}", r#"{"severity": "medium", "unscored": "true"}"#), Severity::Medium);
        assert_eq!(of("{}", "{}"), Severity::Unknown);
    }

    #[test]
    fn levels_that_say_nothing() {
        for producer in [Producer::OsvScanner, Producer::Checkov, Producer::Gitleaks, Producer::Grype] {
            assert_eq!(severity(producer, "error", "{}", "{}", ""), Severity::Unknown);
            let scored = r#"{"properties": {"security-severity": "7.5"}}"#;
            assert_eq!(severity(producer, "note", scored, "{}", ""), Severity::High);
        }
        let low = r#"{"help": {"text": "Severity: low"}, "properties": {"security-severity": "0.0"}}"#;
        assert_eq!(severity(Producer::Grype, "note", low, "{}", ""), Severity::Unknown);
        assert_eq!(
            severity(Producer::Bandit, "warning", "{}", r#"{"issue_severity": "HIGH"}"#, ""),
            Severity::High
        );
        assert_eq!(severity(Producer::Bandit, "note", "{}", "{}", ""), Severity::Low);
        let ours = r#"{"properties": {"security-severity": "1.0"}}"#;
        assert_eq!(
            severity(Producer::Stockade, "note", ours, r#"{"severity": "undefined"}"#, ""),
            Severity::Unknown
        );
    }
}
