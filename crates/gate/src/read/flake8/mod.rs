//! Flake8 and Ruff: the lines that both write (`path:line:column: CODE message`), Ruff's full text, Ruff's JSON and that of the
//! plugin flake8-json. Both tools write SARIF or JSON too, which say more than their text.
//!
//! A linter grades nothing, the rules for security (`S`, from Bandit) no more than the others: every finding is of unknown
//! severity, and the policy says what that is worth. Files that could not be parsed were not checked: they are failures.

mod json;
mod text;

use super::Reader;
use super::words::{few, line, relative};
use crate::evidence::{Evidence, Kind, Place, Reading, Scan};
use crate::input::shape::Shape;

/// The reader of the text. Nothing but its last line tells Ruff's from Flake8's, so the tool is only known once it is read.
pub(super) static TEXT: Reader = Reader {
    format: "flake8-text",
    tool: "",
    recognises: |shape| matches!(shape, Shape::Plain(head) if text::is_report(head)),
    admits: |_| false,
    read: text::read,
};

/// The reader of Ruff's JSON.
pub(super) static RUFF: Reader = Reader {
    format: "ruff-json",
    tool: "ruff",
    recognises: |shape| {
        shape.first().is_some_and(|first| {
            first.has(&["code", "filename", "message"])
                && first.get("location").is_some_and(|location| location.has(&["row", "column"]))
        })
    },
    admits: |shape| matches!(shape, Shape::Array(None)),
    read: json::ruff,
};

/// The reader of what the plugin flake8-json writes: an object with an array for each file.
pub(super) static FLAKE8: Reader = Reader {
    format: "flake8-json",
    tool: "flake8",
    recognises: |shape| {
        let has_findings = |value: &Shape| {
            value.first().is_some_and(|first| first.has(&["code", "text", "line_number", "column_number"]))
        };
        matches!(shape, Shape::Object(entries) if entries.iter().any(|(_, value)| has_findings(value)))
    },
    admits: |shape| match shape {
        Shape::Object(files) => {
            let is_clean =
                |(path, value): &(String, Shape)| path.ends_with(".py") && *value == Shape::Array(None);
            !files.is_empty() && files.iter().all(is_clean)
        }
        _ => false,
    },
    read: json::flake8,
};

/// What either of them says of a line of code.
struct Diagnostic {
    path: String,
    line: Option<u32>,
    column: Option<u32>,
    /// None where the file could not be parsed.
    code: Option<String>,
    message: String,
}

impl Diagnostic {
    /// Whether it says that the file was not checked.
    fn is_failure(&self) -> bool {
        // E999 is a syntax error, E902 a file that cannot be read.
        matches!(self.code.as_deref(), None | Some("E999" | "E902" | "invalid-syntax"))
    }

    fn sentence(&self) -> String {
        let row = self.line.map(|row| format!(", line {row}")).unwrap_or_default();
        format!("{}{row} could not be checked: {}", line(&relative(&self.path)), line(&self.message))
    }

    fn evidence(self) -> Evidence {
        let code = self.code.unwrap_or_default();
        let mut evidence = Evidence::new(Kind::Code, code, line(&self.message));
        evidence.place =
            Some(Place { path: relative(&self.path), line: self.line, end_line: None, column: self.column });
        evidence
    }
}

/// Makes a reading of diagnostics.
fn reading(tool: &str, diagnostics: Vec<Diagnostic>) -> Reading {
    let (failed, found): (Vec<_>, Vec<_>) = diagnostics.into_iter().partition(Diagnostic::is_failure);
    let failures = few(failed.iter().map(Diagnostic::sentence));
    let scan = Scan { tool: tool.to_owned(), failures, ..Scan::default() };
    Reading { scans: vec![scan], evidence: found.into_iter().map(Diagnostic::evidence).collect() }
}

#[cfg(test)]
mod tests;
