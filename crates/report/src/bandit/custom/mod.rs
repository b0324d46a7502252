//! The custom format: one line a finding, from a template in the manner of Python's `str.format`.
//!
//! Bandit reads the template twice. First with Python's `string.Formatter` and a mapping in which every tag is a
//! string, save `line`, which is 0 (`check`): what fails there with a `ValueError` is an error in the template. Then
//! it puts the template together again, with the tags it knows, and gives it to `str.format` for each finding.

mod check;

use std::collections::BTreeSet;
use std::io::Write;

use stockade_core::finding::{Cwe, LineRange};
use stockade_core::log::Record;

use crate::bandit::View;
use crate::bandit::format::Failure;
use crate::bandit::python::format_spec::{format_int, format_str};
use crate::bandit::python::format_string::{First, Piece, Step, parse, split_name, steps};
use crate::bandit::python::{path, repr};
use crate::bandit::selection::Place;

const DEFAULT: &str = "{abspath}:{line}: {test_id}[bandit]: {severity}: {msg}";

/// What a template can ask for.
const TAGS: [&str; 11] = [
    "abspath",
    "relpath",
    "line",
    "col",
    "end_col",
    "test_id",
    "severity",
    "msg",
    "confidence",
    "range",
    "cwe",
];

/// How deep a format specifier may hold fields of its own.
const DEPTH: usize = 2;

pub(crate) fn write(view: &View, out: &mut dyn Write, log: &mut dyn FnMut(Record)) -> Result<(), Failure> {
    let template = view.template.unwrap_or(DEFAULT);
    let invalid = |message: &str| Failure::Template(format!("Template is not in valid format: {message}"));
    let pieces = parse(template).map_err(invalid)?;
    check::check(&pieces).map_err(|error| match error {
        check::Error::Value(message) => invalid(&message),
        check::Error::Other(message) => Failure::Python(message),
    })?;
    if pieces.iter().all(|piece| piece.field.is_none()) {
        let message = "No tags were found in the template. Are you missing '{}'?";
        return Err(Failure::Template(message.to_owned()));
    }
    let template = recompose(&pieces, log);
    let pieces = parse(&template).map_err(|message| message.to_owned());
    let working_directory = view.working_directory.to_string_lossy();
    for selected in view.selection().iter() {
        let finding = Finding { place: selected.place, working_directory: &working_directory };
        let line =
            pieces.clone().and_then(|pieces| finding.format(&pieces, DEPTH)).map_err(Failure::Python)?;
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// Puts a template together again. An unknown tag becomes its own name. A conversion comes behind the specifier,
/// where Python takes it for a part of that: so it does in Bandit.
fn recompose(pieces: &[Piece], log: &mut dyn FnMut(Record)) -> String {
    let mut template = String::new();
    let mut told = BTreeSet::new();
    for piece in pieces {
        template.push_str(&piece.literal.replace('{', "{{").replace('}', "}}"));
        let Some(field) = piece.field else { continue };
        if !TAGS.contains(&field.name) {
            if told.insert(field.name) {
                log(Record::warning(
                    "custom",
                    format!(
                        "Tag '{}' was not recognized and will be skipped, did you mean to use '{}'?",
                        field.name,
                        similar(field.name)
                    ),
                ));
            }
            template.push_str(field.name);
            continue;
        }
        template.push('{');
        template.push_str(field.name);
        if !field.spec.is_empty() {
            template.push(':');
            template.push_str(field.spec);
        }
        if let Some(conversion) = field.conversion {
            template.push('!');
            template.push(conversion);
        }
        template.push('}');
    }
    template.push('\n');
    template
}

/// The tag that shares the most letters with an unknown one; of equal ones the last by name.
fn similar(name: &str) -> &'static str {
    let letters: BTreeSet<char> = name.chars().collect();
    let shared = |tag: &str| tag.chars().collect::<BTreeSet<char>>().intersection(&letters).count();
    TAGS.into_iter().max_by_key(|tag| (shared(tag), *tag)).unwrap_or("")
}

/// What a tag stands for.
enum Value {
    Int(u64),
    Str(String),
    Range(LineRange),
    Cwe(Cwe),
}

/// A finding under the names that templates use.
struct Finding<'a> {
    place: Place<'a>,
    working_directory: &'a str,
}

impl Finding<'_> {
    /// `str.format`; the error is what Python says.
    fn format(&self, pieces: &[Piece], depth: usize) -> Result<String, String> {
        let mut out = String::new();
        for piece in pieces {
            out.push_str(piece.literal);
            let Some(field) = piece.field else { continue };
            let value = self.get(field.name)?;
            let value = match field.conversion {
                None => value,
                Some('s') => Value::Str(value.text()),
                Some('r') => Value::Str(value.repr()),
                Some('a') => Value::Str(value.ascii()),
                Some(other) => return Err(format!("Unknown conversion specifier {other}")),
            };
            if field.spec.contains('{') {
                if depth <= 1 {
                    return Err("Max string recursion exceeded".to_owned());
                }
                let pieces = parse(field.spec)?;
                out.push_str(&value.format(&self.format(&pieces, depth - 1)?)?);
            } else {
                out.push_str(&value.format(field.spec)?);
            }
        }
        Ok(out)
    }

    /// The value of a field. A name with attributes is no tag, and comes here only from inside a specifier.
    fn get(&self, name: &str) -> Result<Value, String> {
        let (First::Named(tag), rest) = split_name(name)? else {
            return Err("Replacement index 0 out of range for positional args tuple".to_owned());
        };
        let finding = self.place.finding;
        let file = &self.place.file.name;
        let mut value = match tag {
            "abspath" => Value::Str(path::absolute(file, self.working_directory)),
            "relpath" => Value::Str(path::relative(file, self.working_directory)),
            "line" => Value::Int(finding.line.into()),
            "col" => Value::Int(finding.column.into()),
            "end_col" => Value::Int(finding.end_column.into()),
            "test_id" => Value::Str(finding.rule.id.to_owned()),
            "severity" => Value::Str(finding.severity.as_str().to_owned()),
            "msg" => Value::Str(finding.message.to_string()),
            "confidence" => Value::Str(finding.confidence.as_str().to_owned()),
            "range" => Value::Range(finding.lines),
            "cwe" => Value::Cwe(finding.cwe),
            other => return Err(repr::repr(other)),
        };
        for step in steps(rest) {
            value = match (value, step?) {
                (Value::Int(number), Step::Attribute("real" | "numerator")) => Value::Int(number),
                (Value::Int(_), Step::Attribute("imag")) => Value::Int(0),
                (Value::Int(_), Step::Attribute("denominator")) => Value::Int(1),
                (value, step) => return Err(value.refuse(&step)),
            };
        }
        Ok(value)
    }
}

impl Value {
    fn type_name(&self) -> &'static str {
        match self {
            Value::Int(_) => "int",
            Value::Str(_) => "str",
            Value::Range(_) => "list",
            Value::Cwe(_) => "Cwe",
        }
    }

    fn refuse(&self, step: &Step) -> String {
        let type_name = self.type_name();
        match step {
            Step::Attribute(name) => format!("'{type_name}' object has no attribute '{name}'"),
            Step::Index(_) | Step::Key(_) => format!("'{type_name}' object is not subscriptable"),
        }
    }

    fn format(&self, spec: &str) -> Result<String, String> {
        match self {
            Value::Int(number) => format_int(*number, spec),
            Value::Str(text) => format_str(text, spec),
            other if spec.is_empty() => Ok(other.text()),
            other => Err(format!("unsupported format string passed to {}.__format__", other.type_name())),
        }
    }

    fn text(&self) -> String {
        match self {
            Value::Int(number) => number.to_string(),
            Value::Str(text) => text.clone(),
            Value::Range(lines) => {
                let lines: Vec<String> = lines.iter().map(|line| line.to_string()).collect();
                format!("[{}]", lines.join(", "))
            }
            Value::Cwe(cwe) => cwe.to_string(),
        }
    }

    fn repr(&self) -> String {
        match self {
            Value::Str(text) => repr::repr(text),
            // Python ends this with the object's address, which is another one in every run.
            Value::Cwe(_) => "<bandit.core.issue.Cwe object at 0x0>".to_owned(),
            other => other.text(),
        }
    }

    fn ascii(&self) -> String {
        if let Value::Str(text) = self { repr::ascii(text) } else { self.repr() }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::SystemTime;

    use serde_json::{Value, json};
    use stockade_core::finding::{Cwe, Finding, Level, LineRange, RuleInfo, Span};
    use stockade_core::report::{FileReport, Report};

    use super::{Failure, similar, write};
    use crate::bandit::View;
    use crate::bandit::python::recorded;

    #[test]
    fn the_nearest_tag_is_suggested() {
        assert_eq!(similar("nope"), "end_col");
        assert_eq!(similar("lines"), "line");
        assert_eq!(similar("mesg"), "msg");
    }

    static RULE: RuleInfo = RuleInfo {
        id: "B602",
        name: "call",
        test_name: "call",
        severity: Level::Medium,
        confidence: Level::High,
        cwe: Cwe(78),
        advice: "",
        bandit_page: "",
        documentation: "",
    };

    fn finding(line: u32) -> Finding {
        Finding {
            rule: &RULE,
            severity: Level::Medium,
            confidence: Level::High,
            cwe: Cwe(78),
            message: "Don't \"trust\" {é}\n".into(),
            line,
            column: 4,
            end_column: 20,
            lines: LineRange { first: line, last: line + 1 },
            node: 0,
            span: Span::default(),
            fix: None,
            fingerprint: None,
            suppression: None,
        }
    }

    /// Templates good and bad, through Bandit's own formatter.
    #[test]
    fn templates_are_filled_as_bandit_fills_them() {
        let file = FileReport {
            findings: vec![finding(12), finding(1234)],
            ..FileReport::new("./pkg/../a b.py".to_owned())
        };
        let report = Report { files: vec![file], ..Report::default() };
        recorded::each("template", |case| {
            let mut view = View::new(&report, SystemTime::UNIX_EPOCH, Path::new("/project/work"));
            view.template = case["template"].as_str();
            let (mut out, mut log) = (Vec::new(), Vec::new());
            let done = write(&view, &mut out, &mut |record| log.push(record));
            let (output, error) = match done {
                Ok(()) => (json!(String::from_utf8(out).expect("text")), Value::Null),
                Err(Failure::Python(message)) => (Value::Null, json!(message)),
                Err(Failure::Io(error)) => panic!("{error}"),
                Err(Failure::Template(message)) => {
                    log.push(stockade_core::log::Record::error("custom", message));
                    (Value::Null, json!("template"))
                }
            };
            let mut log: Vec<Value> = log
                .iter()
                .map(|record| json!([record.module, record.level.as_str(), record.message]))
                .collect();
            log.sort_by_key(|line| line.to_string());
            let mut want = case["log"].as_array().expect("a log").clone();
            want.sort_by_key(|line| line.to_string());
            ((case["output"].clone(), case["error"].clone(), want), (output, error, log))
        });
    }
}
