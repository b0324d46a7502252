//! A report of an earlier run, whose findings are known and not reported again.
//!
//! Findings are compared by what they say, never by their line: lines move.

use std::collections::HashSet;

use unicode_general_category::{GeneralCategory, get_general_category};

use crate::bandit::python::json_read::{Value, parse, too_many_digits};
use crate::bandit::python::repr::repr;
use crate::bandit::selection::Place;

/// The findings of an earlier JSON report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    issues: Vec<Known>,
}

/// What tells one finding from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Issue<'a> {
    text: &'a str,
    severity: &'a str,
    cwe: u32,
    confidence: &'a str,
    file: &'a str,
    test_name: &'a str,
    test_id: &'a str,
}

impl<'a> Issue<'a> {
    pub(crate) fn of(place: Place<'a>) -> Issue<'a> {
        let Place { file, finding } = place;
        Issue {
            text: &finding.message,
            severity: finding.severity.as_str(),
            cwe: finding.cwe.0,
            confidence: finding.confidence.as_str(),
            file: &file.name,
            test_name: finding.rule.test_name,
            test_id: finding.rule.id,
        }
    }
}

/// A finding of the earlier report; what is no text there, or no weakness of ours, equals nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Known {
    text: Option<String>,
    severity: Option<String>,
    cwe: Option<u32>,
    confidence: Option<String>,
    file: Option<String>,
    test_name: Option<String>,
    test_id: Option<String>,
}

impl Baseline {
    /// Reads a report that the json format wrote.
    ///
    /// # Errors
    ///
    /// What Python would say of the text, which Bandit logs behind `Failed to load baseline data: `; the scan then
    /// goes on without a baseline.
    pub fn parse(text: &str) -> Result<Baseline, String> {
        // Python opens the file as text, which makes every line end the same.
        let unified;
        let text = if text.contains('\r') {
            unified = text.replace("\r\n", "\n").replace('\r', "\n");
            &unified
        } else {
            text
        };
        let report = parse(text)?;
        let issues = match report.item("results")? {
            Value::List(items) => items.iter().map(Known::read).collect::<Result<_, _>>()?,
            // Iterating over these gives strings, and strings have no items by name.
            Value::Dict(entries) if entries.is_empty() => Vec::new(),
            Value::Str(text) if text.is_empty() => Vec::new(),
            Value::Dict(_) | Value::Str(_) => {
                return Err("string indices must be integers, not 'str'".to_owned());
            }
            other => return Err(format!("'{}' object is not iterable", other.type_name())),
        };
        Ok(Baseline { issues })
    }

    /// Whether it knows nothing, which is as good as no baseline.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.issues.is_empty()
    }

    pub(crate) fn known(&self) -> HashSet<Issue<'_>> {
        self.issues.iter().filter_map(Known::issue).collect()
    }
}

impl Known {
    /// Reads one result; the order of the keys decides which missing one is named.
    fn read(result: &Value) -> Result<Known, String> {
        let text = |key: &str| -> Result<Option<String>, String> {
            Ok(if let Value::Str(text) = result.item(key)? { Some(text.clone()) } else { None })
        };
        let severity = text("issue_severity")?;
        result.item("code")?;
        let file = text("filename")?;
        let cwe = weakness(result.item("issue_cwe")?)?;
        let confidence = text("issue_confidence")?;
        let message = text("issue_text")?;
        let test_name = text("test_name")?;
        let test_id = text("test_id")?;
        result.item("line_number")?;
        result.item("line_range")?;
        Ok(Known { text: message, severity, cwe, confidence, file, test_name, test_id })
    }

    fn issue(&self) -> Option<Issue<'_>> {
        Some(Issue {
            text: self.text.as_deref()?,
            severity: self.severity.as_deref()?,
            cwe: self.cwe?,
            confidence: self.confidence.as_deref()?,
            file: self.file.as_deref()?,
            test_name: self.test_name.as_deref()?,
            test_id: self.test_id.as_deref()?,
        })
    }
}

/// The number of a weakness, 0 where there is none, nothing where it is no number that we have.
fn weakness(cwe: &Value) -> Result<Option<u32>, String> {
    let named = match cwe {
        Value::Dict(entries) => entries.iter().any(|(key, _)| key == "id"),
        Value::List(items) => items.contains(&Value::Str("id".to_owned())),
        Value::Str(text) => text.contains("id"),
        other => {
            return Err(format!("argument of type '{}' is not a container or iterable", other.type_name()));
        }
    };
    if !named {
        return Ok(Some(0));
    }
    match cwe.item("id")? {
        Value::Int(digits) => Ok(digits.parse().ok()),
        Value::Bool(value) => Ok(Some(u32::from(*value))),
        Value::Float(x) if x.is_nan() => Err("cannot convert float NaN to integer".to_owned()),
        Value::Float(x) if x.is_infinite() => Err("cannot convert float infinity to integer".to_owned()),
        Value::Float(x) => Ok((0.0..4_294_967_296.0).contains(&x.trunc()).then_some(x.trunc() as u32)),
        Value::Str(text) => number(text),
        other => Err(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{}'",
            other.type_name()
        )),
    }
}

/// `int(text)`.
fn number(text: &str) -> Result<Option<u32>, String> {
    let trimmed = text.trim();
    let unsigned = trimmed.strip_prefix(['+', '-']).unwrap_or(trimmed);
    let is_digit = |c: char| c.is_ascii_digit() || get_general_category(c) == GeneralCategory::DecimalNumber;
    let groups_are_digits = unsigned.split('_').all(|group| !group.is_empty() && group.chars().all(is_digit));
    if !groups_are_digits {
        let mut shown = repr(text);
        if let Some((end, _)) = shown.char_indices().nth(200) {
            shown.truncate(end);
        }
        return Err(format!("invalid literal for int() with base 10: {shown}"));
    }
    let digits = unsigned.replace('_', "");
    match too_many_digits(digits.chars().count()) {
        Some(message) => Err(message),
        None if trimmed.starts_with('-') => Ok(digits.parse().ok().filter(|&number: &u32| number == 0)),
        None => Ok(digits.parse().ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Baseline, weakness};
    use crate::bandit::python::json_read::Value;
    use crate::bandit::python::recorded;

    #[test]
    fn what_is_no_report_is_refused_in_pythons_words() {
        recorded::each("baseline", |case| {
            let want = case["error"].as_str().map(str::to_owned);
            let got = Baseline::parse(case["text"].as_str().expect("a text"));
            let got = got.map(|baseline| baseline.issues.len() as u64);
            (want.map_or_else(|| Ok(case["issues"].as_u64().expect("a count")), Err), got)
        });
    }

    #[test]
    fn a_weakness_is_read_as_python_reads_integers() {
        let id = |value: Value| weakness(&Value::Dict(vec![("id".to_owned(), value)]));
        assert_eq!(id(Value::Str(" 7_8 ".to_owned())), Ok(Some(78)));
        assert_eq!(id(Value::Str("-1".to_owned())), Ok(None));
        assert_eq!(id(Value::Float(78.9)), Ok(Some(78)));
        assert_eq!(id(Value::Int("99999999999".to_owned())), Ok(None));
        assert_eq!(weakness(&Value::Dict(Vec::new())), Ok(Some(0)));
    }
}
