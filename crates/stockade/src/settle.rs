//! What a configuration makes of a finished scan: levels set, findings suppressed by file or because it is a test, and at
//! the very end those below the threshold of reports set apart.

use rustc_hash::FxHashSet;
use stockade_core::config::Value;
use stockade_core::config::pattern::Pattern;
use stockade_core::config::settings::{PerFileIgnores, RuleBook, Settings, Threshold};
use stockade_core::finding::{Finding, Level, Suppression, Suppressor};
use stockade_core::metrics::IssueCounts;
use stockade_core::report::FileReport;
use stockade_rules::select::{self, Book, Selector};

use crate::Error;

/// The settings that concern findings, their selectors and patterns read once.
#[derive(Debug)]
pub(crate) struct Rulings {
    severity: Vec<(Selector, Level)>,
    confidence: Vec<(Selector, Level)>,
    per_file: Vec<PerFile>,
    tests: Vec<Pattern>,
    quiet_in_tests: FxHashSet<&'static str>,
    report_on: Threshold,
}

/// Rules that are not reported in the files of a pattern.
#[derive(Debug)]
struct PerFile {
    text: String,
    pattern: Pattern,
    rules: FxHashSet<&'static str>,
}

impl Rulings {
    /// Reads the settings.
    ///
    /// # Errors
    ///
    /// A selector that means no rule, a pattern that is none: for settings that came from no file, which is checked.
    pub(crate) fn new(settings: &Settings, book: &Book) -> Result<Rulings, Error> {
        let quiet = match &settings.quiet_in_tests {
            Some(words) => ids(words, book)?,
            None => book.quiet_in_tests().into_iter().collect(),
        };
        let from_sections = quiet_files(settings, book);
        let per_file = settings.per_file_ignores.iter().chain(&from_sections);
        Ok(Rulings {
            severity: levels(&settings.severity, book)?,
            confidence: levels(&settings.confidence, book)?,
            per_file: per_file
                .map(|ignores| {
                    let pattern = pattern(&ignores.pattern)?;
                    Ok(PerFile { text: ignores.pattern.clone(), pattern, rules: ids(&ignores.rules, book)? })
                })
                .collect::<Result<_, Error>>()?,
            tests: settings.tests.iter().map(|text| pattern(text)).collect::<Result<_, Error>>()?,
            quiet_in_tests: quiet,
            report_on: settings.report_on,
        })
    }

    /// Gives the findings of a file their levels, and suppresses what the configuration says.
    pub(crate) fn settle(&self, file: &mut FileReport) {
        file.is_test = self.tests.iter().any(|pattern| pattern.matches(&file.name));
        for finding in file.findings.iter_mut().chain(&mut file.suppressed) {
            let level = |table| select::most_specific(table, finding.rule).copied();
            let (severity, confidence) = (level(&self.severity), level(&self.confidence));
            finding.severity = severity.unwrap_or(finding.severity);
            finding.confidence = confidence.unwrap_or(finding.confidence);
        }
        let of_file: Vec<&PerFile> =
            self.per_file.iter().filter(|ignores| ignores.pattern.matches(&file.name)).collect();
        if of_file.is_empty() && !file.is_test {
            return;
        }
        let by = |finding: &Finding| {
            let ignores = of_file.iter().find(|ignores| ignores.rules.contains(finding.rule.id));
            if let Some(ignores) = ignores {
                return Some(Suppressor::PerFileIgnore { pattern: ignores.text.clone() });
            }
            (file.is_test && self.quiet_in_tests.contains(finding.rule.id)).then_some(Suppressor::TestFile)
        };
        let mut reported = Vec::with_capacity(file.findings.len());
        for mut finding in file.findings.drain(..) {
            match by(&finding) {
                None => reported.push(finding),
                Some(by) => {
                    finding.suppression = Some(Box::new(Suppression { by, reason: None }));
                    file.suppressed.push(finding);
                }
            }
        }
        file.findings = reported;
        count(file);
    }

    /// Sets apart what is not grave or not sure enough to be reported. The last step: whatever else suppresses findings
    /// has done so.
    pub(crate) fn sift(&self, file: &mut FileReport) {
        let (reported, below) = file
            .findings
            .drain(..)
            .partition(|finding| self.report_on.is_met(finding.severity, finding.confidence));
        file.findings = reported;
        file.below = below;
        count(file);
    }
}

/// The counts of findings are of what is reported.
fn count(file: &mut FileReport) {
    if let Some(metrics) = &mut file.metrics
        && metrics.issues.is_some()
    {
        metrics.issues = Some(IssueCounts::of(&file.findings));
    }
}

fn ids(words: &[String], book: &Book) -> Result<FxHashSet<&'static str>, Error> {
    let selectors = book.selectors_of(words).map_err(|unknown| Error::selector(unknown, book))?;
    let meant = book.infos().filter(|info| selectors.iter().any(|selector| selector.means(info)));
    Ok(meant.map(|info| info.id).collect())
}

fn levels(table: &[(String, Level)], book: &Book) -> Result<Vec<(Selector, Level)>, Error> {
    let words: Vec<&str> = table.iter().map(|(word, _)| word.as_str()).collect();
    let selectors = book.selectors_of(&words).map_err(|unknown| Error::selector(unknown, book))?;
    Ok(selectors.into_iter().zip(table.iter().map(|(_, level)| *level)).collect())
}

fn pattern(text: &str) -> Result<Pattern, Error> {
    Pattern::new(text).map_err(|error| Error::Pattern { pattern: text.to_owned(), reason: error.to_string() })
}

/// The options of rules that name files in which they are not reported. They are heard here rather than in the rules, so
/// that what they suppress is counted.
fn quiet_files(settings: &Settings, book: &Book) -> Vec<PerFileIgnores> {
    let mut ignores = Vec::new();
    for section in book.sections() {
        let Some(option) = section.quiet_files else { continue };
        let given = settings.sections.iter().filter(|(name, _)| name == section.name);
        let patterns = given.filter_map(|(_, value)| value.get(option)?.as_list()).flatten();
        for pattern in patterns.filter_map(Value::as_str) {
            let rules = section.rules.iter().map(|&rule| rule.to_owned()).collect();
            ignores.push(PerFileIgnores { pattern: pattern.to_owned(), rules });
        }
    }
    ignores
}
