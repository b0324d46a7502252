//! The configuration of `stockade scan` as data, with what holds where nothing is said. [`keys`] has the table of its keys,
//! which the reader, the schema and the manual share; [`find`](mod@find) and [`load`](mod@load) say where it comes from; what
//! a team has told Bandit is translated in `bandit`.

mod bandit;
pub mod find;
pub mod keys;
pub mod load;
pub mod problems;
mod read;
pub mod schema;

use std::str::FromStr;

use crate::config::Value;
use crate::finding::Level;

pub use self::read::{nearest, read, unknown_selector};

/// What a project has said about its scans.
///
/// Rules are named by selectors: an id (`B602`), the beginning of one (`B6`), a name
/// (`subprocess_popen_with_shell_equals_true`), a weakness (`CWE-78`) or `ALL`.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// `select`: the rules that run.
    pub select: Vec<String>,
    /// `extend-select`: rules that run as well.
    pub extend_select: Vec<String>,
    /// `ignore`: rules that do not run, unless a longer selector says they do.
    pub ignore: Vec<String>,
    /// `per-file-ignores`: rules that are not reported in files that match a pattern.
    pub per_file_ignores: Vec<PerFileIgnores>,
    /// `severity`: the level that the findings of rules get.
    pub severity: Vec<(String, Level)>,
    /// `confidence`: the same for confidence.
    pub confidence: Vec<(String, Level)>,
    /// `exclude`: patterns of files and folders that are not scanned.
    pub exclude: Vec<String>,
    /// `include`: patterns of files that are scanned beside Python's own endings.
    pub include: Vec<String>,
    /// `tests`: patterns of files that are tests.
    pub tests: Vec<String>,
    /// `quiet-in-tests`: rules that are not reported in tests; none for those that the rules themselves name.
    pub quiet_in_tests: Option<Vec<String>>,
    /// `fail-on`: from where on findings fail a scan; none for never.
    pub fail_on: Option<Threshold>,
    /// `report-on`: from where on findings are reported.
    pub report_on: Threshold,
    /// `strict`: whether a file that could not be parsed fails a scan.
    pub strict: bool,
    /// `nosec-reasons`: whether a suppression must give its reason.
    pub nosec_reasons: bool,
    /// `noqa`: whether `# noqa: S…` suppresses, too.
    pub noqa: bool,
    /// `baseline`: the file of known findings.
    pub baseline: Option<String>,
    /// `rules.NAME`: the options of rules, by section.
    pub sections: Vec<(String, Value)>,
}

/// Rules that are not reported in some files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerFileIgnores {
    /// The [pattern](super::pattern::Pattern) of the files.
    pub pattern: String,
    /// The rules.
    pub rules: Vec<String>,
}

/// A severity and a confidence; findings at or above both meet it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The least severity.
    pub severity: Level,
    /// The least confidence.
    pub confidence: Level,
}

impl Threshold {
    /// What every finding meets.
    pub const ALL: Threshold = Threshold { severity: Level::Undefined, confidence: Level::Undefined };

    /// Whether a finding of these levels meets it.
    #[must_use]
    pub fn is_met(self, severity: Level, confidence: Level) -> bool {
        severity >= self.severity && confidence >= self.confidence
    }
}

/// Reads `medium` or `medium:high`.
impl FromStr for Threshold {
    type Err = ();

    fn from_str(text: &str) -> Result<Threshold, ()> {
        let (severity, confidence) = match text.split_once(':') {
            Some((severity, confidence)) => (severity, level(confidence).ok_or(())?),
            None => (text, Level::Undefined),
        };
        Ok(Threshold { severity: level(severity).ok_or(())?, confidence })
    }
}

/// The levels as a configuration and the command line write them, lowest first.
pub const LEVELS: [(&str, Level); 3] =
    [("low", Level::Low), ("medium", Level::Medium), ("high", Level::High)];

/// The level of such a name.
#[must_use]
pub fn level(name: &str) -> Option<Level> {
    LEVELS.iter().find(|(own, _)| *own == name).map(|(_, level)| *level)
}

/// What a configuration has to know of the rules.
pub trait RuleBook {
    /// The selector in its one spelling, in which a name gives way to the id; none for a word that means no rule.
    fn selector(&self, word: &str) -> Option<String>;
    /// Whether the word is the id of a rule.
    fn is_id(&self, word: &str) -> bool;
    /// The selector that may have been meant by a word that is none.
    fn alike(&self, word: &str) -> Option<String>;
    /// Every selector that there is, sorted.
    fn selectors(&self) -> Vec<String>;
    /// What rules can be told, sorted by name.
    fn sections(&self) -> Vec<Section>;
    /// The rules that say of themselves that they are quiet in tests.
    fn quiet_in_tests(&self) -> Vec<&'static str>;
}

/// What a rule can be told.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name: `shell_injection`.
    pub name: &'static str,
    /// The ids of the rules that read it.
    pub rules: Vec<&'static str>,
    /// Its options by name, each with what holds where nothing is said, whose type is the option's.
    pub options: Vec<(String, Value)>,
    /// The option, if there is one, that lists patterns of files in which the rules are not reported.
    pub quiet_files: Option<&'static str>,
}

/// What a command line says over a configuration.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overrides {
    /// Stands in the place of `select` and `extend-select`.
    pub select: Option<Vec<String>>,
    /// Is added to `extend-select`.
    pub extend_select: Vec<String>,
    /// Is added to `ignore`.
    pub ignore: Vec<String>,
    /// Is added to `per-file-ignores`.
    pub per_file_ignores: Vec<PerFileIgnores>,
    /// Stands in the place of `fail-on`; the inner none is never.
    pub fail_on: Option<Option<Threshold>>,
    /// Stands in the place of `report-on`.
    pub report_on: Option<Threshold>,
    /// Turns `strict` on.
    pub strict: bool,
    /// Turns `noqa` on.
    pub noqa: bool,
}

impl Settings {
    /// Lets a command line have its say. Where it selects exactly what the configuration ignores, it wins.
    pub fn override_with(&mut self, overrides: Overrides, book: &dyn RuleBook) {
        let wanted: Vec<_> = overrides.select.iter().flatten().chain(&overrides.extend_select).collect();
        let wanted: Vec<_> = wanted.into_iter().filter_map(|word| book.selector(word)).collect();
        self.ignore.retain(|word| !book.selector(word).is_some_and(|ignored| wanted.contains(&ignored)));
        if let Some(select) = overrides.select {
            self.select = select;
            self.extend_select.clear();
        }
        self.extend_select.extend(overrides.extend_select);
        self.ignore.extend(overrides.ignore);
        self.per_file_ignores.extend(overrides.per_file_ignores);
        self.fail_on = overrides.fail_on.unwrap_or(self.fail_on);
        self.report_on = overrides.report_on.unwrap_or(self.report_on);
        self.strict |= overrides.strict;
        self.noqa |= overrides.noqa;
    }
}

impl Default for Settings {
    fn default() -> Settings {
        let strings = |items: &[&str]| items.iter().map(|&item| item.to_owned()).collect();
        Settings {
            select: strings(&["ALL"]),
            extend_select: Vec::new(),
            ignore: Vec::new(),
            per_file_ignores: Vec::new(),
            severity: Vec::new(),
            confidence: Vec::new(),
            exclude: Vec::new(),
            include: Vec::new(),
            tests: strings(&["tests/", "test/", "test_*.py", "*_test.py", "conftest.py"]),
            quiet_in_tests: None,
            fail_on: Some(Threshold { severity: Level::Low, confidence: Level::Undefined }),
            report_on: Threshold::ALL,
            strict: false,
            nosec_reasons: false,
            noqa: false,
            baseline: None,
            sections: Vec::new(),
        }
    }
}
