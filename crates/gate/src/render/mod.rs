//! How a verdict is told: one writer a format.

mod github;
mod json;
mod junit;
mod markdown;
mod prometheus;
pub mod sarif;
mod text;

use std::io::{self, BufWriter, Write};

use crate::verdict::{Item, Verdict};

/// A verdict, and how it is to be told.
#[derive(Debug, Clone, Copy)]
pub struct View<'v> {
    /// What was decided.
    pub verdict: &'v Verdict,
    /// Whether text for people has colours.
    pub colour: bool,
    /// How many columns the terminal has.
    pub width: usize,
    /// Whether text for people lists what passes, is waived, known or suppressed, too.
    pub verbose: bool,
    /// What tells this analysis from others of the same commit, in sarif.
    pub category: Option<&'v str>,
}

/// A format of a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text for people.
    Text,
    /// All that is known, in a schema of our own.
    Json,
    /// SARIF 2.1.0: every finding of every report, for the upload.
    Sarif,
    /// JUnit's XML.
    Junit,
    /// A summary for a pull request, in GitHub's Markdown.
    Markdown,
    /// Annotations of GitHub Actions.
    Github,
    /// Prometheus' text, for a textfile collector.
    Prometheus,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Format; 7] = [
        Format::Text,
        Format::Json,
        Format::Sarif,
        Format::Junit,
        Format::Markdown,
        Format::Github,
        Format::Prometheus,
    ];

    /// The name, as `--format` takes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Format::Text => "text",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
            Format::Github => "github",
            Format::Prometheus => "prometheus",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Writes the verdict. `warn` is told what the format could not hold, a line each.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(self, view: &View<'_>, out: &mut dyn Write, warn: &mut dyn FnMut(String)) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        match self {
            Format::Text => text::write(view, &mut out)?,
            Format::Json => json::write(view, &mut out)?,
            Format::Sarif => sarif::write(view, &mut out, warn)?,
            Format::Junit => junit::write(view, &mut out)?,
            Format::Markdown => markdown::write(view, &mut out, warn)?,
            Format::Github => github::write(view, &mut out)?,
            Format::Prometheus => prometheus::write(view, &mut out)?,
        }
        out.flush()
    }
}

/// Where a finding is, in one line: `django 4.2 (fixed in 4.2.1)`, `src/a.py:3`.
fn place(item: Item<'_>) -> String {
    let evidence = &item.evidence;
    let mut parts = Vec::new();
    if let Some(package) = &evidence.package {
        let version = package.version.as_deref().map_or(String::new(), |version| format!(" {version}"));
        parts.push(format!("{}{version}", package.name));
    }
    if let Some(place) = &evidence.place {
        let line = place.line.map_or(String::new(), |line| format!(":{line}"));
        let column = place.column.filter(|_| place.line.is_some());
        let column = column.map_or(String::new(), |column| format!(":{column}"));
        parts.push(format!("{}{line}{column}", place.path));
    }
    parts.join(", ")
}

/// What would mend it, in one line, where the report says it.
fn cure(item: Item<'_>) -> Option<String> {
    let package = item.evidence.package.as_ref()?;
    (!package.fixed.is_empty()).then(|| format!("fixed in {}", package.fixed.join(", ")))
}

/// The first line of a message, as much of it as a line holds.
fn title(item: Item<'_>) -> String {
    let line = item.evidence.message.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    // Some tools have no words but the id.
    let line = if line == item.evidence.id { "" } else { line };
    match line.char_indices().nth(140) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// `1 finding`, `2 findings`.
fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
