//! The formats of `stockade scan` by name, and the way from a name to its writer.

use std::io::{self, BufWriter, Write};

use crate::sarif::{self, Suppressed};
use crate::{View, bandit_json, csv, github, gitlab, html, human, json, junit, markdown};

/// A format of `stockade scan`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text for people.
    Human,
    /// Text for people, a line a finding.
    Concise,
    /// All that a scan knows, in a schema of our own.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// SARIF without what is suppressed, which GitHub would show all the same.
    SarifGithub,
    /// Annotations of GitHub Actions.
    Github,
    /// GitLab's report of a static analysis.
    Gitlab,
    /// JUnit's XML.
    Junit,
    /// A summary in GitHub's Markdown.
    Markdown,
    /// A page for browsers.
    Html,
    /// A row a finding.
    Csv,
    /// Bandit's json format.
    BanditJson,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Format; 12] = [
        Format::Human,
        Format::Concise,
        Format::Json,
        Format::Sarif,
        Format::SarifGithub,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Markdown,
        Format::Html,
        Format::Csv,
        Format::BanditJson,
    ];

    /// The name, as `--format` takes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::SarifGithub => "sarif-github",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
            Format::Html => "html",
            Format::Csv => "csv",
            Format::BanditJson => "bandit-json",
        }
    }

    /// Whether it is text for people: colours and widths are theirs, and they read the warnings of a scan in it.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Format::Human | Format::Concise)
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Writes the report. `warn` receives what the format could not hold, a line each.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(self, view: &View<'_>, out: &mut dyn Write, warn: &mut dyn FnMut(String)) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        match self {
            Format::Human => human::write(view, &mut out)?,
            Format::Concise => human::write_concise(view, &mut out)?,
            Format::Json => json::write(view, &mut out)?,
            Format::Sarif => sarif::write(view, Suppressed::Written, &mut out, warn)?,
            Format::SarifGithub => sarif::write(view, Suppressed::LeftOut, &mut out, warn)?,
            Format::Github => github::write(view, &mut out)?,
            Format::Gitlab => gitlab::write(view, &mut out)?,
            Format::Junit => junit::write(view, &mut out)?,
            Format::Markdown => markdown::write(view, &mut out, warn)?,
            Format::Html => html::write(view, &mut out)?,
            Format::Csv => csv::write(view, &mut out)?,
            Format::BanditJson => bandit_json::write(view, &mut out)?,
        }
        out.flush()
    }
}
