//! What a rule has to say: levels, weaknesses, a rule's description, a finding at its place.
//!
//! No rule stands here, and nothing here knows of syntax trees or of output formats.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// A rule's hit at a place in one file.
///
/// The file's name is not here: findings live in the [`FileReport`](crate::report::FileReport) of their file.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static RuleInfo,
    /// How bad it would be.
    pub severity: Level,
    /// How sure the rule is.
    pub confidence: Level,
    /// The weakness, which for some rules differs from hit to hit.
    pub cwe: Cwe,
    /// The message, one line of text.
    pub message: Cow<'static, str>,
    /// The line it is reported at, from 1.
    pub line: u32,
    /// The column where the node starts: UTF-8 bytes from the line's start, as CPython's `col_offset`.
    pub column: u32,
    /// The column where the node ends, on the node's last line.
    pub end_column: u32,
    /// The lines that the finding covers. Where it begins can differ from `line`.
    pub lines: LineRange,
    /// Which visited node of the file it came from: findings of one node share the number.
    pub node: u32,
    /// The code that it speaks of, from its first character to its last.
    pub span: Span,
    /// How to mend it, where that is certain.
    pub fix: Option<Box<Fix>>,
    /// What tells it from others, in this version of the file and in later ones.
    pub fingerprint: Option<Box<Fingerprint>>,
    /// Why it is not reported, if it is not.
    pub suppression: Option<Box<Suppression>>,
}

/// A stretch of a file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the place after its last character.
    pub end: Position,
}

/// A place in a file's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Position {
    /// The line, from 1; 0 for what belongs to no line.
    pub line: u32,
    /// UTF-8 bytes from the line's start.
    pub column: u32,
}

/// A change of a file's text that takes a finding away and leaves all else as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What it does, as a request: ``Use `yaml.safe_load` ``.
    pub title: Cow<'static, str>,
    /// The changes, in order, apart from each other.
    pub edits: Vec<Edit>,
}

/// Some bytes of a decoded text, and what shall stand there.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edit {
    /// The offset of the first byte that goes.
    pub start: u32,
    /// The offset after the last byte that goes.
    pub end: u32,
    /// What comes instead.
    pub text: String,
}

/// What tells a finding from others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint {
    /// GitHub's `primaryLocationLineHash`: of the text from the line's start on, with its number among equal ones.
    pub line_hash: String,
    /// Stockade's own: of the rule, the path and the code, so that it survives moved lines. Twins in a file share it.
    pub identity: [u8; 16],
}

/// Why a finding is not reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppression {
    /// What suppressed it.
    pub by: Suppressor,
    /// The reason that was given, if any.
    pub reason: Option<String>,
}

/// What can suppress a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Suppressor {
    /// A `# nosec` comment.
    Nosec {
        /// Its line, from 1.
        line: u32,
    },
    /// A `# noqa` comment.
    Noqa {
        /// Its line, from 1.
        line: u32,
    },
    /// `per-file-ignores` of the configuration.
    PerFileIgnore {
        /// The pattern that the file matched.
        pattern: String,
    },
    /// The rule is quiet in tests, and the file is one.
    TestFile,
    /// A baseline knows it.
    Baseline,
    /// It stands on no line that changed since the revision that was named.
    Unchanged,
}

/// Lines from `first` to `last`, both included, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineRange {
    /// The first line.
    pub first: u32,
    /// The last line, never before the first.
    pub last: u32,
}

impl LineRange {
    /// How many lines these are.
    #[must_use]
    pub fn count(self) -> u32 {
        self.last - self.first + 1
    }

    /// Each line in turn.
    pub fn iter(self) -> impl Iterator<Item = u32> {
        self.first..=self.last
    }
}

/// A rank of severity or of confidence, lowest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Not said.
    Undefined,
    /// Low.
    Low,
    /// Medium.
    Medium,
    /// High.
    High,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Level; 4] = [Level::Undefined, Level::Low, Level::Medium, Level::High];

    /// The name in capitals, as reports carry it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Undefined => "UNDEFINED",
            Level::Low => "LOW",
            Level::Medium => "MEDIUM",
            Level::High => "HIGH",
        }
    }

    /// The name with one capital, as reports for people carry it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Level::Undefined => "Undefined",
            Level::Low => "Low",
            Level::Medium => "Medium",
            Level::High => "High",
        }
    }

    /// What one finding of this level adds to a file's score.
    #[must_use]
    pub fn weight(self) -> u64 {
        match self {
            Level::Undefined => 1,
            Level::Low => 3,
            Level::Medium => 5,
            Level::High => 10,
        }
    }

    /// The level of that name in capitals.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.as_str() == name)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A weakness by its number in the Common Weakness Enumeration (<https://cwe.mitre.org>); 0 is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cwe(pub u32);

impl Cwe {
    /// No weakness named.
    pub const NONE: Cwe = Cwe(0);

    /// The page of the weakness, empty for none.
    #[must_use]
    pub fn link(self) -> String {
        if self == Cwe::NONE {
            return String::new();
        }
        format!("https://cwe.mitre.org/data/definitions/{}.html", self.0)
    }
}

/// `CWE-78 (https://…)`, empty for none.
impl fmt::Display for Cwe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Cwe::NONE {
            return Ok(());
        }
        write!(f, "CWE-{} ({})", self.0, self.link())
    }
}

/// What is known of a rule beside its check.
#[derive(Debug)]
pub struct RuleInfo {
    /// `B324`.
    pub id: &'static str,
    /// The registered name, which `# nosec` and profiles accept: `hashlib_insecure_functions`.
    pub name: &'static str,
    /// The name that reports carry: `hashlib`. All deny lists share `blacklist`.
    pub test_name: &'static str,
    /// The severity of its gravest finding.
    pub severity: Level,
    /// The confidence of its surest finding.
    pub confidence: Level,
    /// The weakness of its usual finding.
    pub cwe: Cwe,
    /// What to do about it, one line: `Use tempfile`, with code in backticks.
    pub advice: &'static str,
    /// Where Bandit's manual describes it, below the manual's root: `blacklists/blacklist_calls.html#b307-eval`. Empty
    /// for a rule with a page of its own, whose address follows from its id and name, and for one that Bandit has not; `/` is
    /// the manual's first page.
    pub bandit_page: &'static str,
    /// The manual page, Markdown.
    pub documentation: &'static str,
}

/// The Bandit whose answers are kept.
pub const BANDIT_VERSION: &str = "1.9.4";

impl RuleInfo {
    /// The heading of its page: what it finds, in few words, with code in backticks.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.documentation.lines().find_map(|line| line.trim_start().strip_prefix("# ")).unwrap_or_default()
    }

    /// Its page: the documentation, of which each line begins with the blank after the slashes.
    #[must_use]
    pub fn page(&self) -> String {
        let lines = self.documentation.lines().map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.flat_map(|line| [line, "\n"]).collect()
    }

    /// The address of the rule's page in Bandit's manual; none for a rule that Bandit has not.
    #[must_use]
    pub fn more_info(&self) -> Option<String> {
        let root = format!("https://bandit.readthedocs.io/en/{BANDIT_VERSION}/");
        if !self.bandit_page.is_empty() {
            return Some(root + self.bandit_page.trim_start_matches('/'));
        }
        has_page_at_bandits(self.id)
            .then(|| format!("{root}plugins/{}_{}.html", self.id.to_lowercase(), self.test_name))
    }
}

/// Whether an id is one of Bandit's numbering, so that its page follows from it.
#[must_use]
pub fn has_page_at_bandits(id: &str) -> bool {
    id.strip_prefix('B').is_some_and(|rest| rest.len() == 3 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}
