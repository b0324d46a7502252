//! The lines that Flake8 and Ruff write (<https://flake8.pycqa.org/en/latest/internal/formatters.html>,
//! <https://docs.astral.sh/ruff/settings/#output-format>: `concise` and `full`). Ruff says at the end how much it found, which
//! tells its reports from Flake8's and whole ones from broken ones.

use std::io::{BufRead, BufReader};

use super::{Diagnostic, reading};
use crate::evidence::Reading;
use crate::input::{Input, Refusal};
use crate::read::words::{few, line};

/// What Ruff writes for a scan without findings. Flake8 writes nothing.
const CLEAN: &str = "All checks passed!";

/// What stands at the start of a line when the tool broke down.
const BROKEN: [&str; 5] = [
    "Traceback (most recent call last)",
    "There was a critical error",
    "ruff failed",
    "error:",
    "panicked at",
];

/// Whether a text begins as a report does.
pub(super) fn is_report(head: &str) -> bool {
    let mut lines = head.lines().map(str::trim_end).filter(|line| !line.is_empty() && !is_warning(line));
    let Some(first) = lines.next() else { return false };
    first == CLEAN
        || diagnostic(first).is_some()
        || header(first).is_some() && lines.next().is_some_and(|second| arrow(second).is_some())
}

pub(super) fn read(input: &Input) -> Result<Reading, Refusal> {
    let mut found = Vec::new();
    let mut is_ruff = false;
    let mut claim = None;
    let mut broken = Vec::new();
    let mut warnings = Vec::new();
    let mut begun = None;
    for text in BufReader::new(input.text()?).lines() {
        let text = text.map_err(|error| {
            Refusal::new(format!("is no valid report: {error}"), "have the linter write the report again")
        })?;
        let text = text.trim_end();
        let before = begun.take();
        if let Some((code, message)) = before
            && let Some((path, row, column)) = arrow(text)
        {
            is_ruff = true;
            found.push(Diagnostic { path, line: Some(row), column: Some(column), code, message });
            continue;
        }
        if is_context(text) {
            continue;
        }
        if let Some((own, of_ruff)) = diagnostic(text) {
            is_ruff |= of_ruff;
            found.push(own);
        } else if text == CLEAN {
            is_ruff = true;
        } else if let Some(count) = total(text) {
            is_ruff = true;
            claim = Some(count);
        } else if BROKEN.iter().any(|start| text.starts_with(start)) {
            broken.push(format!("the linter broke down: {}", line(text)));
        } else if is_warning(text) {
            warnings.push(line(text));
        } else {
            begun = header(text);
        }
    }
    let listed = found.len();
    let mut reading = reading(if is_ruff { "ruff" } else { "flake8" }, found);
    for scan in &mut reading.scans {
        scan.failures.extend(few(std::mem::take(&mut broken)));
        scan.notes.extend(few(std::mem::take(&mut warnings)));
        if let Some(claim) = claim.filter(|&claim| claim != listed) {
            scan.failures.push(format!("it says that {claim} errors were found, and lists {listed}"));
        }
    }
    Ok(reading)
}

fn is_warning(text: &str) -> bool {
    text.starts_with("warning:")
}

/// Whether it is a line of code that Ruff quotes: `3 | import os`, `  |`.
fn is_context(text: &str) -> bool {
    text.trim_start()
        .trim_start_matches(|character: char| character.is_ascii_digit())
        .trim_start()
        .starts_with('|')
}

/// `path:line:column: CODE message`, and whether only Ruff writes it so.
fn diagnostic(text: &str) -> Option<(Diagnostic, bool)> {
    text.match_indices(": ").find_map(|(at, _)| {
        let (path, row, column) = position(&text[..at])?;
        let (code, message, of_ruff) = coded(&text[at + 2..])?;
        Some((Diagnostic { path, line: Some(row), column: Some(column), code, message }, of_ruff))
    })
}

/// The first line of Ruff's full text: `CODE message`.
fn header(text: &str) -> Option<(Option<String>, String)> {
    coded(text).map(|(code, message, _)| (code, message))
}

/// The second one: ` --> path:line:column`.
fn arrow(text: &str) -> Option<(String, u32, u32)> {
    position(text.trim_start().strip_prefix("--> ")?)
}

/// `path:line:column`; Flake8 gives column 0 to what is of a whole file.
fn position(text: &str) -> Option<(String, u32, u32)> {
    let (rest, column) = text.rsplit_once(':')?;
    let (path, row) = rest.rsplit_once(':')?;
    let number = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits { text.parse().ok() } else { None }
    };
    let (row, column) = (number(row)?, number(column)?);
    (!path.is_empty()).then(|| (path.to_owned(), row, column))
}

/// The code, the message, and whether only Ruff writes it so. No code stands for a file that could not be parsed.
fn coded(text: &str) -> Option<(Option<String>, String, bool)> {
    for start in ["SyntaxError: ", "invalid-syntax: "] {
        if let Some(message) = text.strip_prefix(start) {
            return Some((None, message.to_owned(), true));
        }
    }
    let (code, message) = text.split_once(' ')?;
    let letters = code.bytes().take_while(u8::is_ascii_uppercase).count();
    let digits = &code[letters..];
    let is_code = (1..=10).contains(&letters)
        && (1..=5).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (message, of_ruff) = match message.strip_prefix("[*] ") {
        Some(message) => (message, true),
        None => (message, false),
    };
    is_code.then(|| (Some(code.to_owned()), message.to_owned(), of_ruff))
}

/// What Ruff says that it found, less what it mended: `Found 3 errors (1 fixed, 2 remaining).`
fn total(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("Found ")?;
    let (all, rest) = rest.split_once(' ')?;
    let rest = rest.strip_prefix("errors").or_else(|| rest.strip_prefix("error"))?;
    let remaining = rest.strip_suffix(" remaining).").and_then(|rest| rest.rsplit(' ').next());
    if remaining.is_none() && rest != "." {
        return None;
    }
    remaining.unwrap_or(all).parse().ok()
}
