//! What is wrong with a configuration, all of it at once, each with its place in the file and a cure.

use std::fmt;
use std::ops::Range;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

/// A configuration that cannot be used.
#[derive(Debug)]
pub struct Invalid {
    source: NamedSource<String>,
    /// What is wrong, in the order of the file; never empty.
    pub problems: Vec<Problem>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong, in one line.
    pub message: String,
    /// The bytes of the file that it is about.
    pub span: Range<usize>,
    /// What to write beside them.
    pub label: String,
    /// What would help.
    pub help: Option<String>,
}

impl Problem {
    /// What the parser of TOML has found in a text.
    #[must_use]
    pub fn syntax(text: &str, error: &toml::de::Error) -> Problem {
        let end = text.trim_end().len();
        let span = error.span().unwrap_or(end..end);
        // What is missing at the end of a file is missing behind its last character.
        let start = span.start.min(end);
        Problem {
            message: format!("this is no TOML: {}", error.message()),
            label: "here".to_owned(),
            span: start..span.end.min(text.len()).max(start),
            help: None,
        }
    }
}

impl Invalid {
    /// The problems of a file of that name and text.
    #[must_use]
    pub fn new(file: &str, text: &str, mut problems: Vec<Problem>) -> Invalid {
        problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
        Invalid { source: NamedSource::new(file, text.to_owned()), problems }
    }

    /// The name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        self.source.name()
    }

    /// The problems with the text that they point into, for whoever draws them.
    pub fn diagnostics(&self) -> impl Iterator<Item = impl Diagnostic + '_> + '_ {
        self.problems.iter().map(|problem| Pointed { problem, source: &self.source })
    }
}

/// All problems, a line each: `stockade.toml:3:1: unknown key …`.
impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, problem) in self.problems.iter().enumerate() {
            let before = self.source.inner().get(..problem.span.start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            let column = before[before.rfind('\n').map_or(0, |end| end + 1)..].chars().count() + 1;
            let separator = if at == 0 { "" } else { "\n" };
            write!(f, "{separator}{}:{line}:{column}: {}", self.file(), problem.message)?;
            if let Some(help) = &problem.help {
                write!(f, " ({help})")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}

/// A problem beside its text.
#[derive(Debug)]
struct Pointed<'i> {
    problem: &'i Problem,
    source: &'i NamedSource<String>,
}

impl fmt::Display for Pointed<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problem.message)
    }
}

impl std::error::Error for Pointed<'_> {}

impl Diagnostic for Pointed<'_> {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.problem.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_with_span(Some(self.problem.label.clone()), self.problem.span.clone());
        Some(Box::new(std::iter::once(label)))
    }
}
