//! GitLab's report of a static analysis (<https://docs.gitlab.com/user/application_security/sast/>), which its merge
//! requests and its vulnerability report read.
//!
//! The version of the schema is the lowest patch line that every GitLab since 16 takes: GitLab refuses versions that it
//! does not know.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::time::SystemTime;

use serde::Serialize;
use stockade_core::finding::{Finding, Level, RuleInfo};
use stockade_core::report::FileReport;

use crate::page::Page;
use crate::stream::{self, Seq};
use crate::{REPOSITORY, VERSION, View, identity, place};

/// The version of GitLab's schema.
const SCHEMA_VERSION: &str = "15.0.7";

/// How long a name and a solution may be, in characters.
const MAX_NAME: usize = 255;
const MAX_SOLUTION: usize = 7000;

#[derive(Serialize)]
struct Document<V> {
    version: &'static str,
    scan: Scan,
    vulnerabilities: V,
}

#[derive(Serialize)]
struct Scan {
    analyzer: Tool,
    scanner: Tool,
    r#type: &'static str,
    start_time: String,
    end_time: String,
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    messages: Vec<Message>,
}

#[derive(Serialize, Clone, Copy)]
struct Tool {
    id: &'static str,
    name: &'static str,
    url: &'static str,
    version: &'static str,
    vendor: Vendor,
}

#[derive(Serialize, Clone, Copy)]
struct Vendor {
    name: &'static str,
}

#[derive(Serialize)]
struct Message {
    level: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Vulnerability<'a> {
    id: String,
    name: String,
    description: String,
    severity: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    solution: String,
    identifiers: Vec<Identifier>,
    #[serde(skip_serializing_if = "Option::is_none")]
    links: Option<[Link; 1]>,
    location: Location<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tracking: Option<Tracking<'a>>,
}

#[derive(Serialize)]
struct Identifier {
    r#type: &'static str,
    name: String,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Link {
    name: String,
    url: String,
}

#[derive(Serialize, Clone, Copy)]
struct Location<'a> {
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_line: Option<u32>,
}

#[derive(Serialize)]
struct Tracking<'a> {
    r#type: &'static str,
    items: [Tracked<'a>; 1],
}

#[derive(Serialize)]
struct Tracked<'a> {
    #[serde(flatten)]
    location: Location<'a>,
    signatures: [Signature; 1],
}

#[derive(Serialize)]
struct Signature {
    algorithm: &'static str,
    value: String,
}

/// Writes the report.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let tool = Tool {
        id: "stockade",
        name: "Stockade",
        url: REPOSITORY,
        version: VERSION,
        vendor: Vendor { name: "Stockade" },
    };
    // The schema wants times: whoever gives none gets the beginning of all of them.
    let epoch = SystemTime::UNIX_EPOCH;
    let (start, end) = view.report.run.time.unwrap_or((epoch, epoch));
    let scan = Scan {
        analyzer: tool,
        scanner: tool,
        r#type: "sast",
        start_time: without_zone(start),
        end_time: without_zone(end),
        status: if view.is_complete() { "success" } else { "failure" },
        messages: messages(view),
    };
    let vulnerabilities = Seq(|| {
        identity::numbered(view.findings())
            .map(|((file, finding), number)| Vulnerability::of(file, finding, number))
    });
    stream::write(&Document { version: SCHEMA_VERSION, scan, vulnerabilities }, out)
}

/// `2026-01-31T12:00:00`, in UTC.
fn without_zone(time: SystemTime) -> String {
    crate::time(time).trim_end_matches('Z').to_owned()
}

fn messages(view: &View<'_>) -> Vec<Message> {
    let message = |value: String| Message { level: "warn", value };
    let files = view.report.files.iter().filter_map(|file| match (&file.skipped, &file.broken) {
        (Some(reason), _) => Some(message(format!("{} was not scanned: {reason}", file.name))),
        (None, Some(broken)) => {
            let line = broken.span.start.line;
            let place = place::cell(file, line).unwrap_or_else(|| format!("line {line}"));
            Some(message(format!("{}, {place}: {}", file.name, broken.message)))
        }
        (None, None) => None,
    });
    files.chain(view.report.run.notes.iter().cloned().map(message)).collect()
}

impl<'a> Vulnerability<'a> {
    fn of(file: &'a FileReport, finding: &'a Finding, number: u32) -> Vulnerability<'a> {
        let rule = finding.rule;
        let page = Page::of(rule);
        let line = finding.span.start.line;
        let cell = place::cell(file, line);
        let mut description = escaped(finding.message.trim_end());
        if let Some(cell) = &cell {
            let _ = write!(description, " ({cell})");
        }
        let _ = write!(description, "\n\n{}", escaped(&page.summary));
        let solution = match &finding.fix {
            Some(fix) => format!("{}\n\n{}", fix.title, page.instead),
            None => page.instead,
        };
        // The lines of a notebook are those of its cells.
        let has_lines = cell.is_none() && line > 0;
        let location = Location {
            file: &file.name,
            start_line: has_lines.then_some(line),
            end_line: has_lines.then_some(finding.span.end.line),
        };
        let signature = |identity| Signature { algorithm: "hash", value: format!("{identity}:{number}") };
        Vulnerability {
            id: identity::uuid(file, finding, number),
            name: shortened(page.title.trim_end_matches('.'), MAX_NAME),
            description,
            severity: match finding.severity {
                Level::Undefined => "Unknown",
                level => level.title(),
            },
            solution: shortened(&solution, MAX_SOLUTION),
            identifiers: identifiers(rule, finding),
            links: rule.more_info().map(|url| [Link { name: format!("{}: {}", rule.id, rule.name), url }]),
            location,
            tracking: identity::hex(finding).map(|identity| Tracking {
                r#type: "source",
                items: [Tracked { location, signatures: [signature(identity)] }],
            }),
        }
    }
}

/// What the finding is an instance of: first the rule, by which GitLab knows it again, then the weakness.
fn identifiers(rule: &RuleInfo, finding: &Finding) -> Vec<Identifier> {
    let mut identifiers = vec![Identifier {
        r#type: "stockade_rule_id",
        name: format!("Stockade {}", rule.id),
        value: rule.id.to_owned(),
        url: rule.more_info(),
    }];
    if finding.cwe.0 != 0 {
        identifiers.push(Identifier {
            r#type: "cwe",
            name: format!("CWE-{}", finding.cwe.0),
            value: finding.cwe.0.to_string(),
            url: Some(finding.cwe.link()),
        });
    }
    identifiers
}

/// A text that Markdown shows as it is: names and strings of the scanned code are in messages.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\r' | '\n' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '!' | '@' | '#' | '&' | '~' | '|' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // Addresses would become links.
            ':' => out.push_str("\\:"),
            c => out.push(c),
        }
    }
    out
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};
    use stockade_core::report::{Report, Run};

    use super::*;
    use crate::testing;

    fn document(report: &Report) -> Value {
        let text = testing::written(|out| write(&testing::view(report), out));
        serde_json::from_str(&text).expect("json")
    }

    /// What GitLab's schema of this version demands of the fields that we write.
    fn rules_of_gitlab() -> Value {
        let filled = json!({"type": "string", "minLength": 1});
        let time = json!({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$"});
        let address = json!({"type": "string", "pattern": "^https?://.+"});
        let tool = json!({
            "required": ["id", "name", "version", "vendor"],
            "properties": {
                "id": filled, "name": filled, "version": filled, "url": address,
                "vendor": {"required": ["name"], "properties": {"name": filled}},
            },
        });
        let message = json!({
            "required": ["level", "value"],
            "properties": {"level": {"enum": ["info", "warn", "fatal"]}, "value": filled},
        });
        let identifier = json!({
            "required": ["type", "name", "value"],
            "properties": {"type": filled, "name": filled, "value": filled, "url": address},
        });
        let lines = json!({
            "file": {"type": "string"}, "start_line": {"type": "number"}, "end_line": {"type": "number"},
        });
        let signature = json!({
            "required": ["algorithm", "value"],
            "properties": {"algorithm": {"type": "string"}, "value": {"type": "string"}},
        });
        let tracked = json!({
            "required": ["signatures"],
            "properties": {"signatures": {"type": "array", "minItems": 1, "items": signature}},
        });
        let vulnerability = json!({
            "required": ["id", "identifiers", "location"],
            "properties": {
                "id": filled,
                "name": {"type": "string", "maxLength": 255},
                "description": {"type": "string", "maxLength": 1_048_576},
                "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
                "solution": {"type": "string", "maxLength": 7000},
                "identifiers": {"type": "array", "minItems": 1, "items": identifier},
                "links": {"items": {"required": ["url"], "properties": {"url": address}}},
                "location": {"type": "object", "properties": lines},
                "tracking": {
                    "required": ["type", "items"],
                    "properties": {"type": {"const": "source"}, "items": {"items": tracked}},
                },
            },
        });
        json!({
            "$schema": "http://json-schema.org/draft-07/schema#",
            "required": ["scan", "version", "vulnerabilities"],
            "properties": {
                "version": {"pattern": r"^[0-9]+\.[0-9]+\.[0-9]+$"},
                "scan": {
                    "required": ["analyzer", "end_time", "scanner", "start_time", "status", "type"],
                    "properties": {
                        "analyzer": tool, "scanner": tool, "start_time": time, "end_time": time,
                        "status": {"enum": ["success", "failure"]}, "type": {"enum": ["sast"]},
                        "messages": {"items": message},
                    },
                },
                "vulnerabilities": {"type": "array", "items": vulnerability},
            },
        })
    }

    #[test]
    fn the_schema_holds() {
        let schema = rules_of_gitlab();
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let broken = testing::scanned("b.py", "eval(x)\nprint 1\n");
        let skipped = FileReport::skipped("c.py".to_owned(), "Permission denied", None);
        let files = [testing::varied(), broken, skipped, testing::hostile(), testing::notebook()];
        for report in [testing::report(files), testing::report([])] {
            let document = document(&report);
            let errors: Vec<String> = validator
                .iter_errors(&document)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(errors, [""; 0], "{document:#}");
        }
    }

    #[test]
    fn a_vulnerability_a_finding() {
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(1_767_225_600);
        let report = testing::report([testing::scanned("app/a.py", "eval(\n x)\n")]);
        let document = document(&Report { run: Run { time: Some((at, at)), ..report.run }, ..report });
        assert_eq!(document["scan"]["start_time"], "2026-01-01T00:00:00");
        assert_eq!(document["scan"]["status"], "success");
        let one = &document["vulnerabilities"][0];
        assert_eq!(one["name"], "eval");
        assert_eq!(one["severity"], "Medium");
        assert_eq!(one["location"], json!({"file": "app/a.py", "start_line": 1, "end_line": 2}));
        assert_eq!(one["identifiers"][0]["value"], "T1");
        assert_eq!(one["identifiers"][1]["name"], "CWE-78");
        assert_eq!(one["tracking"]["items"][0]["start_line"], 1);
        assert!(one["solution"].as_str().is_some_and(|text| text.starts_with("Parse it.")), "{one:#}");
    }

    #[test]
    fn what_could_not_be_parsed_fails_a_strict_scan() {
        let report = testing::report([testing::scanned("b.py", "print 1\n")]);
        let view = View { strict: true, ..testing::view(&report) };
        let text = testing::written(|out| write(&view, out));
        let document: Value = serde_json::from_str(&text).expect("json");
        assert_eq!(document["scan"]["status"], "failure");
        let message = document["scan"]["messages"][0]["value"].as_str().expect("a message");
        assert!(message.starts_with("b.py, line 1: "), "{message}");
    }

    #[test]
    fn code_in_a_message_is_no_markup() {
        assert_eq!(escaped("<b> [x](http://y) @all\n# h"), "\\<b\\> \\[x\\](http\\://y) \\@all \\# h");
    }

    #[test]
    fn a_notebook_has_cells_for_lines() {
        let document = document(&testing::report([testing::notebook()]));
        let one = &document["vulnerabilities"][0];
        assert_eq!(one["location"], json!({"file": "n.ipynb"}));
        assert!(one["description"].as_str().is_some_and(|text| text.contains("(cell 3, line 1)")), "{one:#}");
    }
}
