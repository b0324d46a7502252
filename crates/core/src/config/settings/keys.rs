//! The table of the configuration's keys: the reader takes what stands here and nothing else, and the schema is made of it.

use super::{PerFileIgnores, Settings, Threshold};
use crate::config::Value;
use crate::finding::Level;

/// A key of the configuration.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it takes, and where that goes.
    pub kind: Kind,
    /// What it means, one sentence.
    pub meaning: &'static str,
    /// What holds without it, as TOML; empty where that is told in words alone.
    pub default: &'static str,
    /// A value, as TOML.
    pub example: &'static str,
}

/// What a key takes, with the place where it goes.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// A list of selectors of rules.
    Selectors(fn(&mut Settings, Vec<String>)),
    /// A list of [patterns](crate::config::pattern::Pattern) of files.
    Patterns(fn(&mut Settings, Vec<String>)),
    /// The same, in which a `!` takes back in what a pattern before it left out.
    Exclusions(fn(&mut Settings, Vec<String>)),
    /// A table from patterns of files, which a `!` may turn round, to lists of selectors.
    PerFile(fn(&mut Settings, Vec<PerFileIgnores>)),
    /// A table from selectors to levels.
    Levels(fn(&mut Settings, Vec<(String, Level)>)),
    /// A level of severity, and behind a colon one of confidence.
    Threshold(fn(&mut Settings, Threshold)),
    /// The same, or `never`.
    ThresholdOrNever(fn(&mut Settings, Option<Threshold>)),
    /// `true` or `false`.
    Switch(fn(&mut Settings, bool)),
    /// The name of a file.
    File(fn(&mut Settings, String)),
    /// A table of tables: the options of rules.
    Sections(fn(&mut Settings, Vec<(String, Value)>)),
}

impl Kind {
    /// What the key takes, in words that follow "must be".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Kind::Selectors(_) => "a list of selectors of rules",
            Kind::Patterns(_) | Kind::Exclusions(_) => "a list of patterns of files",
            Kind::PerFile(_) => "a table from patterns of files to lists of selectors",
            Kind::Levels(_) => "a table from selectors of rules to levels",
            Kind::Threshold(_) => "a severity, or a severity and a confidence with a colon between them",
            Kind::ThresholdOrNever(_) => {
                "a severity, or a severity and a confidence with a colon between them, or \"never\""
            }
            Kind::Switch(_) => "true or false",
            Kind::File(_) => "the name of a file",
            Kind::Sections(_) => "a table of the options of rules, by section",
        }
    }
}

/// The table in `stockade.toml` that says what a release has to meet. It is read where that is decided.
pub const GATE: &str = "gate";

/// Every key, in the order of the manual.
pub static KEYS: &[Key] = &[
    Key {
        name: "select",
        kind: Kind::Selectors(|settings, value| settings.select = value),
        meaning: "The rules that run.",
        default: r#"["ALL"]"#,
        example: r#"["B6", "CWE-78", "yaml_load"]"#,
    },
    Key {
        name: "extend-select",
        kind: Kind::Selectors(|settings, value| settings.extend_select = value),
        meaning: "Rules that run beside those of `select`.",
        default: "[]",
        example: r#"["B324"]"#,
    },
    Key {
        name: "ignore",
        kind: Kind::Selectors(|settings, value| settings.ignore = value),
        meaning: "Rules that do not run, unless `select` or `extend-select` names them more exactly.",
        default: "[]",
        example: r#"["B404", "try_except_pass"]"#,
    },
    Key {
        name: "per-file-ignores",
        kind: Kind::PerFile(|settings, value| settings.per_file_ignores = value),
        meaning: "Rules that are not reported in the files that a pattern means; their findings are counted.",
        default: "{}",
        example: r#"{ "scripts/" = ["B6"], "!src/" = ["B311"] }"#,
    },
    Key {
        name: "severity",
        kind: Kind::Levels(|settings, value| settings.severity = value),
        meaning: "The severity that the findings of rules get, whatever the rules say.",
        default: "{}",
        example: r#"{ B101 = "high", "CWE-330" = "medium" }"#,
    },
    Key {
        name: "confidence",
        kind: Kind::Levels(|settings, value| settings.confidence = value),
        meaning: "The confidence that the findings of rules get, whatever the rules say.",
        default: "{}",
        example: r#"{ B608 = "low" }"#,
    },
    Key {
        name: "exclude",
        kind: Kind::Exclusions(|settings, value| settings.exclude = value),
        meaning: "Files and folders that are not scanned, not even if they are named; the report counts them.",
        default: "[]",
        example: r#"["vendor/", "docs/conf.py"]"#,
    },
    Key {
        name: "include",
        kind: Kind::Patterns(|settings, value| settings.include = value),
        meaning: "Files that are scanned though nothing about them says that they are Python.",
        default: "[]",
        example: r#"["*.tac", "SConstruct"]"#,
    },
    Key {
        name: "tests",
        kind: Kind::Patterns(|settings, value| settings.tests = value),
        meaning: "Files that are tests, in which the rules of `quiet-in-tests` are not reported.",
        default: r#"["tests/", "test/", "test_*.py", "*_test.py", "conftest.py"]"#,
        example: r#"["tests/", "**/testing/*.py"]"#,
    },
    Key {
        name: "quiet-in-tests",
        kind: Kind::Selectors(|settings, value| settings.quiet_in_tests = Some(value)),
        meaning: "Rules that are not reported in tests; their findings are counted.",
        default: "",
        example: r#"["B101"]"#,
    },
    Key {
        name: "report-on",
        kind: Kind::Threshold(|settings, value| settings.report_on = value),
        meaning: "From where on findings are reported: a severity, or `severity:confidence`.",
        default: r#""low""#,
        example: r#""medium:high""#,
    },
    Key {
        name: "fail-on",
        kind: Kind::ThresholdOrNever(|settings, value| settings.fail_on = value),
        meaning: "From where on findings fail the scan, reported or not: a severity, or `severity:confidence`, or `never`.",
        default: r#""low""#,
        example: r#""high:medium""#,
    },
    Key {
        name: "strict",
        kind: Kind::Switch(|settings, value| settings.strict = value),
        meaning: "Whether a file that could not be parsed fails the scan.",
        default: "false",
        example: "true",
    },
    Key {
        name: "nosec-reasons",
        kind: Kind::Switch(|settings, value| settings.nosec_reasons = value),
        meaning: "Whether every `# nosec` must give its reason: one that does not fails the scan.",
        default: "false",
        example: "true",
    },
    Key {
        name: "noqa",
        kind: Kind::Switch(|settings, value| settings.noqa = value),
        meaning: "Whether `# noqa: S602` suppresses like `# nosec: B602`.",
        default: "false",
        example: "true",
    },
    Key {
        name: "baseline",
        kind: Kind::File(|settings, value| settings.baseline = Some(value)),
        meaning: "The file of known findings, which are not reported; relative to the configuration's folder.",
        default: "",
        example: r#""stockade-baseline.json""#,
    },
    Key {
        name: "rules",
        kind: Kind::Sections(|settings, value| settings.sections = value),
        meaning: "The options of rules, a table for each section that a rule reads.",
        default: "{}",
        example: r#"{ hardcoded_tmp_directory = { tmp_dirs = ["/tmp", "/scratch"] } }"#,
    },
];
