//! The configuration of `stockade scan` as data, with what holds where nothing is said. Reading it from a file and
//! checking it is done beside this; Bandit's configuration is in [`config`](super).

use crate::config::Value;
use crate::finding::Level;

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
    /// `quiet-in-tests`: rules that are not reported in tests.
    pub quiet_in_tests: Vec<String>,
    /// `fail-on`: from where on findings fail a scan; none for never.
    pub fail_on: Option<Threshold>,
    /// `report`: from where on findings are reported.
    pub report: Threshold,
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
    /// The pattern of the files.
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
    /// Whether a finding of these levels meets it.
    #[must_use]
    pub fn is_met(self, severity: Level, confidence: Level) -> bool {
        severity >= self.severity && confidence >= self.confidence
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
            tests: strings(&["**/tests/**", "**/test/**", "**/test_*.py", "**/*_test.py", "**/conftest.py"]),
            quiet_in_tests: Vec::new(),
            fail_on: Some(Threshold { severity: Level::Low, confidence: Level::Undefined }),
            report: Threshold { severity: Level::Undefined, confidence: Level::Undefined },
            strict: false,
            nosec_reasons: false,
            noqa: false,
            baseline: None,
            sections: Vec::new(),
        }
    }
}
