//! The table of the policy's keys: the reader takes what stands here and nothing else, and the schema is made of it, as is
//! the table in `docs/gate-policy.md`.

use std::path::PathBuf;

use jiff::SignedDuration;

use super::{Epss, Honour, Kev, Limits, Overrides, Policy, StaleWaivers, Treatment, Unscored};
use crate::evidence::Kind;
use crate::severity::Severity;

/// A key of the policy.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// In which tables it may stand.
    pub scope: Scope,
    /// What it takes, and where that goes.
    pub takes: Takes,
    /// What it means, one sentence.
    pub meaning: &'static str,
    /// What holds without it, as TOML; empty for nothing.
    pub default: &'static str,
    /// A value, as TOML.
    pub example: &'static str,
}

/// In which tables a key may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// It says something of findings: in the policy's own table, in `kind.NAME` and in `tool.NAME`.
    Findings,
    /// It says something of reports, which have a tool, but no kind: not in `kind.NAME`.
    Reports,
    /// It says something of the whole: in the policy's own table alone.
    Policy,
}

impl Scope {
    /// Whether a table of this scope takes keys of that one.
    #[must_use]
    pub fn includes(self, key: Scope) -> bool {
        match self {
            Scope::Findings => key == Scope::Findings,
            Scope::Reports => key != Scope::Policy,
            Scope::Policy => true,
        }
    }
}

/// What is being read: a policy, with what its table or one of `kind.NAME` and `tool.NAME` says of conditions.
#[derive(Debug, Default)]
pub struct Draft {
    /// What the table that is being read says.
    pub own: Overrides,
    /// All else.
    pub policy: Policy,
    /// `allow-never`.
    pub allow_never: bool,
}

/// What a key takes, with the place where it goes.
#[derive(Debug, Clone, Copy)]
pub enum Takes {
    /// A severity, or `never`.
    Threshold(fn(&mut Draft, Option<Severity>)),
    /// `fail`, `warn` or `ignore`.
    Treatment(fn(&mut Draft, Treatment)),
    /// `fail`, `warn` or `as:SEVERITY`.
    Unscored(fn(&mut Draft, Unscored)),
    /// A table of numbers.
    Limits(fn(&mut Draft, Limits)),
    /// A number of days.
    Days(fn(&mut Draft, u32)),
    /// A length of time, or `never`.
    Age(fn(&mut Draft, Option<SignedDuration>)),
    /// `none`, `source` or `all`.
    Honour(fn(&mut Draft, Honour)),
    /// `fail` or `warn`.
    Stale(fn(&mut Draft, StaleWaivers)),
    /// A list of tools.
    ToolNames(fn(&mut Draft, Vec<String>)),
    /// The hash of a commit.
    Commit(fn(&mut Draft, String)),
    /// `true` or `false`.
    Switch(fn(&mut Draft, bool)),
    /// The name of a file.
    File(fn(&mut Draft, PathBuf)),
    /// A list of patterns of files.
    Files(fn(&mut Draft, Vec<PathBuf>)),
    /// A table with the keys of [`KEV`].
    Kev(fn(&mut Draft, Kev)),
    /// A table with the keys of [`EPSS`].
    Epss(fn(&mut Draft, Epss)),
    /// A table of tables: what holds for kinds of findings.
    Kinds,
    /// A table of tables: what holds for tools.
    Tools,
    /// An array of tables with the keys of [`WAIVER`].
    Waivers,
}

impl Takes {
    /// What the key takes, in words that follow "must be".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Takes::Threshold(_) => "a severity, or \"never\"",
            Takes::Treatment(_) => "\"fail\", \"warn\" or \"ignore\"",
            Takes::Unscored(_) => "\"fail\", \"warn\", or \"as:\" and a severity",
            Takes::Limits(_) => "a table from severities, or `total`, to whole numbers",
            Takes::Days(_) => "a whole number of days, 0 or more",
            Takes::Age(_) => "a number with m, h, d or w behind it, or \"never\"",
            Takes::Honour(_) => "\"none\", \"source\" or \"all\"",
            Takes::Stale(_) => "\"warn\" or \"fail\"",
            Takes::ToolNames(_) => "a list of the names of tools",
            Takes::Commit(_) => "the hash of a commit, 7 digits of it or more",
            Takes::Switch(_) => "true or false",
            Takes::File(_) => "the name of a file",
            Takes::Files(_) => "a list of patterns of files",
            Takes::Kev(_) => "a table with `file` and `raise`",
            Takes::Epss(_) => "a table with `file`, `at-least` and `raise`",
            Takes::Kinds => "a table of tables, by kind of finding",
            Takes::Tools => "a table of tables, by tool",
            Takes::Waivers => "an array of tables: `[[gate.waiver]]`",
        }
    }
}

/// Every key, in the order of the manual.
pub static KEYS: &[Key] = &[
    Key {
        name: "fail-on",
        scope: Scope::Findings,
        takes: Takes::Threshold(|draft, value| draft.own.fail_on = Some(value)),
        meaning: "From which severity on a finding fails the release.",
        default: r#""high""#,
        example: r#""critical""#,
    },
    Key {
        name: "warn-on",
        scope: Scope::Findings,
        takes: Takes::Threshold(|draft, value| draft.own.warn_on = Some(value)),
        meaning: "From which severity on a finding that does not fail is warned of.",
        default: r#""medium""#,
        example: r#""low""#,
    },
    Key {
        name: "unfixed",
        scope: Scope::Findings,
        takes: Takes::Treatment(|draft, value| draft.own.unfixed = Some(value)),
        meaning: "What becomes of a vulnerability that would fail, for which there is no fix yet.",
        default: r#""fail""#,
        example: r#""warn""#,
    },
    Key {
        name: "unscored",
        scope: Scope::Findings,
        takes: Takes::Unscored(|draft, value| draft.own.unscored = Some(value)),
        meaning: "What becomes of a finding whose severity nobody knows.",
        default: r#""fail""#,
        example: r#""as:medium""#,
    },
    Key {
        name: "max",
        scope: Scope::Findings,
        takes: Takes::Limits(|draft, value| draft.own.max = value),
        meaning: "How many findings there may be that no waiver and no suppression takes away.",
        default: "{}",
        example: "{ critical = 0, high = 2, total = 10 }",
    },
    Key {
        name: "grace-days",
        scope: Scope::Findings,
        takes: Takes::Days(|draft, value| draft.own.grace_days = Some(value)),
        meaning: "For how many days after its publication a vulnerability is only warned of.",
        default: "0",
        example: "14",
    },
    Key {
        name: "honour-suppressions",
        scope: Scope::Findings,
        takes: Takes::Honour(|draft, value| draft.own.honour_suppressions = Some(value)),
        meaning: "Which suppressions in reports count: those in the source, or also those made elsewhere.",
        default: r#""source""#,
        example: r#""none""#,
    },
    Key {
        name: "max-age",
        scope: Scope::Reports,
        takes: Takes::Age(|draft, value| draft.own.max_age = Some(value)),
        meaning: "How old a report may be.",
        default: r#""never""#,
        example: r#""24h""#,
    },
    Key {
        name: "undated",
        scope: Scope::Reports,
        takes: Takes::Treatment(|draft, value| draft.own.undated = Some(value)),
        meaning: "What becomes, where `max-age` is set, of a report that does not say when it was made.",
        default: r#""fail""#,
        example: r#""warn""#,
    },
    Key {
        name: "unversioned",
        scope: Scope::Reports,
        takes: Takes::Treatment(|draft, value| draft.own.unversioned = Some(value)),
        meaning: "What becomes, where `commit` is set, of a report that does not say of which commit it is.",
        default: r#""fail""#,
        example: r#""ignore""#,
    },
    Key {
        name: "require",
        scope: Scope::Policy,
        takes: Takes::ToolNames(|draft, value| draft.policy.require = value),
        meaning: "The tools that must have reported.",
        default: "[]",
        example: r#"["bandit", "trivy"]"#,
    },
    Key {
        name: "commit",
        scope: Scope::Policy,
        takes: Takes::Commit(|draft, value| draft.policy.commit = Some(value)),
        meaning: "The commit that the reports must be of.",
        default: "",
        example: r#""3f2a91c""#,
    },
    Key {
        name: "baseline",
        scope: Scope::Policy,
        takes: Takes::File(|draft, value| draft.policy.baseline = Some(value)),
        meaning: "A verdict of before, in JSON: what it has failed or warned of is known, and only what is new counts.",
        default: "",
        example: r#""release-1.4.json""#,
    },
    Key {
        name: "baseline-states",
        scope: Scope::Policy,
        takes: Takes::Switch(|draft, value| draft.policy.baseline_states = value),
        meaning: "Whether what a report itself calls unchanged is known, too.",
        default: "false",
        example: "true",
    },
    Key {
        name: "kev",
        scope: Scope::Policy,
        takes: Takes::Kev(|draft, value| draft.policy.kev = Some(value)),
        meaning: "To what vulnerabilities are raised that are exploited in the wild.",
        default: "",
        example: r#"{ file = "kev.json", raise = "critical" }"#,
    },
    Key {
        name: "epss",
        scope: Scope::Policy,
        takes: Takes::Epss(|draft, value| draft.policy.epss = Some(value)),
        meaning: "To what vulnerabilities are raised that will probably be exploited.",
        default: "",
        example: r#"{ file = "epss.csv", at-least = 0.5, raise = "high" }"#,
    },
    Key {
        name: "vex",
        scope: Scope::Policy,
        takes: Takes::Files(|draft, value| draft.policy.vex = value),
        meaning: "VEX documents, which say what does not affect the product.",
        default: "[]",
        example: r#"["vex/*.json"]"#,
    },
    Key {
        name: "vex-max-age",
        scope: Scope::Policy,
        takes: Takes::Age(|draft, value| draft.policy.vex_max_age = value),
        meaning: "How old a statement of a VEX document may be.",
        default: r#""never""#,
        example: r#""26w""#,
    },
    Key {
        name: "stale-waivers",
        scope: Scope::Policy,
        takes: Takes::Stale(|draft, value| draft.policy.stale_waivers = value),
        meaning: "What becomes of waivers that are expired or match nothing.",
        default: r#""warn""#,
        example: r#""fail""#,
    },
    Key {
        name: "allow-never",
        scope: Scope::Policy,
        takes: Takes::Switch(|draft, value| draft.allow_never = value),
        meaning: "Whether a waiver may say `expires = \"never\"`.",
        default: "false",
        example: "true",
    },
    Key {
        name: "kind",
        scope: Scope::Policy,
        takes: Takes::Kinds,
        meaning: "What holds for one kind of finding; it goes before what is said for all.",
        default: "{}",
        example: r#"{ secret = { fail-on = "info" } }"#,
    },
    Key {
        name: "tool",
        scope: Scope::Policy,
        takes: Takes::Tools,
        meaning: "What holds for one tool; it goes before what is said for all and for a kind.",
        default: "{}",
        example: r#"{ bandit = { fail-on = "medium" } }"#,
    },
    Key {
        name: "waiver",
        scope: Scope::Policy,
        takes: Takes::Waivers,
        meaning: "Documented exceptions that end.",
        default: "[]",
        example: r#"[{ id = "CVE-2026-0861", reason = "no fix yet", owner = "ann@example.org", expires = 2026-12-31 }]"#,
    },
];

/// A key of one of the smaller tables.
#[derive(Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What it takes, in words that follow "must be".
    pub takes: &'static str,
    /// What it means, one sentence.
    pub meaning: &'static str,
    /// A value, as TOML.
    pub example: &'static str,
}

/// The keys of a waiver.
pub static WAIVER: &[Field] = &[
    Field {
        name: "id",
        required: false,
        takes: "the id of a rule or an advisory",
        meaning: "The id of the rule or the advisory, or an alias of it.",
        example: r#""CVE-2026-0861""#,
    },
    Field {
        name: "package",
        required: false,
        takes: "a package: its name, `name@version`, or a package URL",
        meaning: "The package.",
        example: r#""glibc@2.41""#,
    },
    Field {
        name: "path",
        required: false,
        takes: "a pattern of files",
        meaning: "The files.",
        example: r#""scripts/""#,
    },
    Field {
        name: "tool",
        required: false,
        takes: "the name of a tool",
        meaning: "The tool that must have found it.",
        example: r#""trivy""#,
    },
    Field {
        name: "reason",
        required: true,
        takes: "a text that says why",
        meaning: "Why the findings are accepted.",
        example: r#""the function is never called""#,
    },
    Field {
        name: "owner",
        required: true,
        takes: "the name or the address of a person or a team",
        meaning: "Who answers for that.",
        example: r#""ann@example.org""#,
    },
    Field {
        name: "expires",
        required: true,
        takes: "a date",
        meaning: "The day on which the waiver no longer holds, in UTC.",
        example: "2026-12-31",
    },
];

/// The keys of `kev`.
pub static KEV: &[Field] = &[
    Field {
        name: "file",
        required: false,
        takes: "the name of a file",
        meaning: "CISA's catalogue, in JSON or CSV; without it, what the reports themselves say.",
        example: r#""kev.json""#,
    },
    Field {
        name: "raise",
        required: false,
        takes: "a severity",
        meaning: "The least severity that such a vulnerability counts as; `critical` without it.",
        example: r#""critical""#,
    },
];

/// The keys of `epss`.
pub static EPSS: &[Field] = &[
    Field {
        name: "file",
        required: false,
        takes: "the name of a file",
        meaning: "FIRST's scores, in CSV or JSON; without it, what the reports themselves say.",
        example: r#""epss.csv""#,
    },
    Field {
        name: "at-least",
        required: true,
        takes: "a probability above 0, up to 1",
        meaning: "The least probability that counts.",
        example: "0.5",
    },
    Field {
        name: "raise",
        required: false,
        takes: "a severity",
        meaning: "The least severity that such a vulnerability counts as; `high` without it.",
        example: r#""high""#,
    },
];

/// What vulnerabilities are raised to that are exploited, where nothing is said.
pub const KEV_RAISE: Severity = Severity::Critical;

/// What vulnerabilities are raised to that will probably be exploited, where nothing is said.
pub const EPSS_RAISE: Severity = Severity::High;

/// The words for severities. That nobody knows one is no severity: `unscored` tells of it.
pub const SEVERITIES: &[(&str, Severity)] = &[
    ("critical", Severity::Critical),
    ("high", Severity::High),
    ("medium", Severity::Medium),
    ("low", Severity::Low),
    ("info", Severity::Info),
];

/// The word that stands for no threshold and no limit.
pub const NEVER: &str = "never";

/// The words of [`Treatment`].
pub const TREATMENTS: &[(&str, Treatment)] =
    &[("fail", Treatment::Fail), ("warn", Treatment::Warn), ("ignore", Treatment::Ignore)];

/// The words of [`Honour`].
pub const HONOURS: &[(&str, Honour)] =
    &[("none", Honour::None), ("source", Honour::Source), ("all", Honour::All)];

/// The words of [`StaleWaivers`].
pub const STALE: &[(&str, StaleWaivers)] = &[("warn", StaleWaivers::Warn), ("fail", StaleWaivers::Fail)];

/// The kinds of findings, by the names of their tables.
pub const KINDS: &[(&str, Kind)] = &[
    ("code", Kind::Code),
    ("vulnerability", Kind::Vulnerability),
    ("misconfiguration", Kind::Misconfiguration),
    ("secret", Kind::Secret),
    ("licence", Kind::Licence),
    ("license", Kind::Licence),
    ("end-of-life", Kind::EndOfLife),
    ("test", Kind::Test),
];

/// Tools whose names are often written. There are others: any tool may write SARIF.
pub const TOOLS: &[&str] = &[
    "bandit",
    "cargo-audit",
    "checkov",
    "codeql",
    "dependency-check",
    "flake8",
    "gitleaks",
    "grype",
    "npm-audit",
    "osv-scanner",
    "pip-audit",
    "pytest",
    "ruff",
    "safety",
    "semgrep",
    "snyk",
    "stockade",
    "trivy",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_there_once_and_in_the_style_of_the_others() {
        let fields = |fields: &'static [Field]| fields.iter().map(|field| field.name).collect::<Vec<_>>();
        for names in
            [KEYS.iter().map(|key| key.name).collect::<Vec<_>>(), fields(WAIVER), fields(KEV), fields(EPSS)]
        {
            for (at, name) in names.iter().enumerate() {
                assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
                assert!(!names[..at].contains(name), "{name}");
            }
        }
        for key in KEYS {
            assert!(key.meaning.ends_with('.') && !key.example.is_empty(), "{}", key.name);
        }
    }
}
