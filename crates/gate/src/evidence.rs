//! What any report says, in one shape: the scans that it tells of, and one [`Evidence`] for each finding.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use crate::severity::Severity;

/// What a reader makes of one report.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reading {
    /// The scans that the report tells of: several for a SARIF of several runs. Never empty in a report that was
    /// understood.
    pub scans: Vec<Scan>,
    /// The findings, in the order of the report.
    pub evidence: Vec<Evidence>,
}

/// One run of one tool.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scan {
    /// The tool's name as policies write it, in small letters: `bandit`, `codeql`, `dependency-check`, `trivy`.
    pub tool: String,
    /// The tool's version, where the report says it.
    pub version: Option<String>,
    /// What was scanned, where the report says it: an image, a folder, a project.
    pub target: Option<String>,
    /// When it was scanned.
    pub time: Option<jiff::Timestamp>,
    /// The revision that was scanned.
    pub commit: Option<String>,
    /// Why the scan failed, as the report itself shows it; empty for a scan that worked.
    pub failures: Vec<String>,
    /// What else there is to know, such as packages that were not audited.
    pub notes: Vec<String>,
}

/// One finding of one tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The scan it belongs to: its place in [`Reading::scans`].
    pub scan: usize,
    /// What kind of thing was found.
    pub kind: Kind,
    /// The rule's or the advisory's id: `B602`, `CVE-2024-3094`.
    pub id: String,
    /// Other ids of the same vulnerability.
    pub aliases: Vec<String>,
    /// What was found, one line. Never a secret itself.
    pub message: String,
    /// The package that it is in.
    pub package: Option<Box<Package>>,
    /// The place in the scanned tree or image.
    pub place: Option<Place>,
    /// Whether there is a version without it.
    pub fix: Fix,
    /// How bad it is.
    pub severity: Severity,
    /// The words and scores that the severity came from: `level=error`, `security-severity=7.8`, `nvd V3 9.8`.
    pub ratings: Ratings,
    /// The weaknesses, by their numbers in the Common Weakness Enumeration.
    pub cwe: Vec<u32>,
    /// Who says that it does not count, if the report says so.
    pub suppression: Option<Suppression>,
    /// How it relates to the baseline of the tool that found it, if that says so.
    pub baseline: Option<Baseline>,
    /// When the vulnerability was published.
    pub published: Option<jiff::Timestamp>,
    /// Whether the report says that it is exploited in the wild.
    pub exploited: bool,
    /// The probability that it will be exploited within 30 days, if the report says it (<https://www.first.org/epss/>).
    pub epss: Option<f64>,
    /// What tells it from other findings in later reports, where the tool gives that.
    pub fingerprint: Option<String>,
}

impl Evidence {
    /// A finding of the first scan of a report, of which nothing else is known yet.
    pub fn new(kind: Kind, id: impl Into<String>, message: impl Into<String>) -> Evidence {
        Evidence {
            scan: 0,
            kind,
            id: id.into(),
            aliases: Vec::new(),
            message: message.into(),
            package: None,
            place: None,
            fix: Fix::Unknown,
            severity: Severity::Unknown,
            ratings: Ratings::default(),
            cwe: Vec::new(),
            suppression: None,
            baseline: None,
            published: None,
            exploited: false,
            epss: None,
            fingerprint: None,
        }
    }

    /// A finding of that scan of a report, of which nothing else is known yet.
    pub fn bare(scan: usize, kind: Kind, id: impl Into<String>) -> Evidence {
        Evidence { scan, ..Evidence::new(kind, id, "") }
    }
}

/// The words and scores that a severity came from. Many findings may share theirs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Ratings(Option<Arc<Vec<String>>>);

impl From<Vec<String>> for Ratings {
    fn from(ratings: Vec<String>) -> Ratings {
        Ratings(Some(Arc::new(ratings)))
    }
}

impl Deref for Ratings {
    type Target = Vec<String>;

    fn deref(&self) -> &Vec<String> {
        static NONE: Vec<String> = Vec::new();
        self.0.as_deref().unwrap_or(&NONE)
    }
}

/// What others share with it stays as it is.
impl DerefMut for Ratings {
    fn deref_mut(&mut self) -> &mut Vec<String> {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

/// What kind of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A flaw in the code.
    Code,
    /// A known vulnerability of a package.
    Vulnerability,
    /// A setting of infrastructure.
    Misconfiguration,
    /// A secret in a file.
    Secret,
    /// A licence that is not wanted.
    Licence,
    /// Something that is no longer kept: a distribution, a package.
    EndOfLife,
    /// A test that failed.
    Test,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 7] = [
        Kind::Code,
        Kind::Vulnerability,
        Kind::Misconfiguration,
        Kind::Secret,
        Kind::Licence,
        Kind::EndOfLife,
        Kind::Test,
    ];

    /// Its name in policies and verdicts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Code => "code",
            Kind::Vulnerability => "vulnerability",
            Kind::Misconfiguration => "misconfiguration",
            Kind::Secret => "secret",
            Kind::Licence => "licence",
            Kind::EndOfLife => "end-of-life",
            Kind::Test => "test",
        }
    }
}

/// A package.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// The version that is installed.
    pub version: Option<String>,
    /// The versions in which it is mended.
    pub fixed: Vec<String>,
    /// Its package URL (<https://github.com/package-url/purl-spec>).
    pub purl: Option<String>,
}

/// A place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file's path or URI, relative where the report allows it.
    pub path: String,
    /// The first line, from 1.
    pub line: Option<u32>,
    /// The last line.
    pub end_line: Option<u32>,
    /// The first column, from 1.
    pub column: Option<u32>,
}

/// Whether there is a version without the flaw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fix {
    /// The report does not say, or it is no matter of versions.
    #[default]
    Unknown,
    /// There is one.
    Available,
    /// There is none yet.
    None,
    /// There will be none.
    Never,
}

/// Who says that a finding does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppression {
    /// Where that is said.
    pub by: SuppressedBy,
    /// The reason that was given.
    pub reason: Option<String>,
}

/// Where a suppression is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuppressedBy {
    /// In the source: `# nosec`, `inSource`.
    Source,
    /// Outside it: an ignore file, a VEX document, a person in a user interface.
    External,
    /// In a configuration that is as trusted as the policy: that of a scan which the gate itself has made.
    Configuration,
}

/// How a finding relates to the baseline of its tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Baseline {
    /// It is new, or it changed, or the report's word is not known.
    New,
    /// It was there before.
    Known,
}
