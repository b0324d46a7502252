//! The json format: all that a scan knows, in a schema of its own (`docs/report.schema.json`).
//!
//! Fields may be added without a new version; one that goes or changes its meaning raises the first number.

mod issue;

use std::io::{self, Write};

use serde::Serialize;
use stockade_core::finding::{Cwe, Edit, Fix, Level, RuleInfo, Span};
use stockade_core::report::{Configuration, FileReport, RemarkKind, Verdict};

use crate::json_text::{JsonText, Strings};
use crate::place::{Region, Unit};
use crate::{NAME, VERSION, View, time, word};
use issue::Issues;

/// The version of the schema.
pub(crate) const SCHEMA_VERSION: &str = "1.0";

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Run<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    started: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    category: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    configuration: Option<ConfigurationFile<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<&'a str>,
    fail_on: Option<Levels>,
    strict: bool,
}

#[derive(Serialize)]
struct ConfigurationFile<'a> {
    of: &'static str,
    path: &'a str,
    found: bool,
}

#[derive(Serialize)]
struct Levels {
    severity: &'static str,
    confidence: &'static str,
}

#[derive(Serialize)]
struct Summary {
    verdict: &'static str,
    files: usize,
    lines_of_code: u64,
    findings: usize,
    failing: usize,
    /// Suppressions that fail the scan.
    without_reason: usize,
    severity: ByLevel,
    confidence: ByLevel,
    below: usize,
    suppressed: usize,
    unparsed: usize,
    skipped: usize,
    left_out: usize,
}

#[derive(Serialize, Default)]
struct ByLevel {
    high: usize,
    medium: usize,
    low: usize,
    undefined: usize,
}

#[derive(Serialize)]
struct Rule {
    id: &'static str,
    name: &'static str,
    title: String,
    severity: &'static str,
    confidence: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cwe: Option<Weakness>,
    advice: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
struct Weakness {
    id: u32,
    url: String,
}

#[derive(Serialize)]
struct Cell {
    number: u32,
    line: u32,
}

#[derive(Serialize)]
struct Stretch {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Mending<'a> {
    title: &'a str,
    edits: Vec<Change<'a>>,
}

#[derive(Serialize)]
struct Change<'a> {
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct Unparsed<'a> {
    file: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<Cell>,
    region: Option<Stretch>,
}

#[derive(Serialize)]
struct Skipped<'a> {
    file: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Remark<'a> {
    kind: &'static str,
    file: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<Cell>,
    region: Option<Stretch>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Mending<'a>>,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    name: &'a str,
    by: &'a str,
}

#[derive(Serialize)]
struct Stale<'a> {
    file: &'a str,
    rule: &'a str,
    count: u64,
}

/// Writes the report.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = view.report;
    let mut issues = Issues::default();
    let mut json = JsonText::new(out, Strings::Unicode);
    json.object(|json| {
        json.field("schema_version", &SCHEMA_VERSION);
        json.field("tool", &Tool { name: NAME, version: VERSION });
        json.field("run", &Run::of(view));
        json.field("summary", &Summary::of(view));
        json.list("rules", report.run.rules.iter().map(|rule| Rule::of(rule)));
        json.key("findings");
        json.array(|json| {
            for (file, finding) in view.findings() {
                if json.has_failed() {
                    break;
                }
                json.item();
                issues.write(json, file, finding, Some(view.fails(finding)));
            }
        });
        json.key("suppressed");
        json.array(|json| {
            for file in &report.files {
                for finding in &file.suppressed {
                    json.item();
                    issues.write(json, file, finding, None);
                }
            }
        });
        let unparsed = report.files.iter().filter_map(|file| Some((file, file.broken.as_ref()?)));
        json.list(
            "unparsed",
            unparsed.map(|(file, broken)| Unparsed {
                file: &file.name,
                message: &broken.message,
                cell: Cell::of(file, broken.span),
                region: Stretch::of(file, broken.span),
            }),
        );
        json.list("skipped", report.skipped().map(|(file, reason)| Skipped { file, reason }));
        let remarks =
            report.files.iter().flat_map(|file| file.remarks.iter().map(move |remark| (file, remark)));
        json.list(
            "remarks",
            remarks.map(|(file, remark)| Remark {
                kind: remark_kind(remark.kind),
                file: &file.name,
                cell: Cell::of(file, remark.span),
                region: Stretch::of(file, remark.span),
                message: &remark.message,
                fix: remark.fix.as_deref().map(Mending::of),
            }),
        );
        json.list("left_out", report.run.left_out.iter().map(|one| LeftOut { name: &one.name, by: &one.by }));
        let stale = report.run.stale.iter();
        json.list("stale", stale.map(|one| Stale { file: &one.file, rule: &one.rule, count: one.count }));
        json.field("notes", &report.run.notes);
    });
    json.end_line();
    json.finish()?;
    out.flush()
}

/// The kind of a remark in a word.
pub(crate) fn remark_kind(kind: RemarkKind) -> &'static str {
    match kind {
        RemarkKind::UnknownWord => "unknown-word",
        RemarkKind::Unused => "unused-suppression",
        RemarkKind::NoReason => "suppression-without-reason",
        RemarkKind::UnknownMagic => "unknown-magic",
    }
}

impl<'a> Run<'a> {
    fn of(view: &View<'a>) -> Run<'a> {
        let run = &view.report.run;
        let file = |of, path: &'a str, found| Some(ConfigurationFile { of, path, found });
        Run {
            started: run.time.map(|(started, _)| time(started)),
            ended: run.time.map(|(_, ended)| time(ended)),
            category: view.category,
            configuration: match &run.configuration {
                Configuration::None => None,
                Configuration::Own { path, found } => file("stockade", path, *found),
                Configuration::Bandit { path, found } => file("bandit", path, *found),
            },
            since: run.since.as_deref(),
            fail_on: view.fail_on.map(|threshold| Levels {
                severity: word(threshold.severity),
                confidence: word(threshold.confidence),
            }),
            strict: view.strict,
        }
    }
}

impl Summary {
    fn of(view: &View<'_>) -> Summary {
        let report = view.report;
        let (mut severity, mut confidence) = (ByLevel::default(), ByLevel::default());
        for (_, finding) in view.findings() {
            severity.count(finding.severity);
            confidence.count(finding.confidence);
        }
        Summary {
            verdict: match report.verdict(view.fail_on, view.strict) {
                Verdict::Clean => "clean",
                Verdict::Findings => "findings",
                Verdict::Incomplete => "incomplete",
            },
            files: report.files.len(),
            lines_of_code: report.totals().lines_of_code,
            findings: view.findings().count(),
            failing: view.failing().count(),
            without_reason: view.without_reason().count(),
            severity,
            confidence,
            below: report.files.iter().map(|file| file.below.len()).sum(),
            suppressed: report.files.iter().map(|file| file.suppressed.len()).sum(),
            unparsed: report.files.iter().filter(|file| file.broken.is_some()).count(),
            skipped: report.skipped().count(),
            left_out: report.run.left_out.len(),
        }
    }
}

impl ByLevel {
    fn count(&mut self, level: Level) {
        *match level {
            Level::High => &mut self.high,
            Level::Medium => &mut self.medium,
            Level::Low => &mut self.low,
            Level::Undefined => &mut self.undefined,
        } += 1;
    }
}

impl Rule {
    fn of(rule: &RuleInfo) -> Rule {
        Rule {
            id: rule.id,
            name: rule.name,
            title: rule.title().replace('`', ""),
            severity: word(rule.severity),
            confidence: word(rule.confidence),
            cwe: Weakness::of(rule.cwe),
            advice: rule.advice,
            url: rule.more_info(),
        }
    }
}

impl Weakness {
    fn of(cwe: Cwe) -> Option<Weakness> {
        (cwe != Cwe::NONE).then(|| Weakness { id: cwe.0, url: cwe.link() })
    }
}

impl Cell {
    fn of(file: &FileReport, span: Span) -> Option<Cell> {
        file.cell(span.start.line).map(|(number, line)| Cell { number, line })
    }
}

impl Stretch {
    fn of(file: &FileReport, span: Span) -> Option<Stretch> {
        let region = Region::of(file, span, Unit::Character)?;
        Some(Stretch {
            start: Point { line: region.start_line, column: region.start_column },
            end: Point { line: region.end_line, column: region.end_column },
        })
    }
}

impl<'a> Mending<'a> {
    fn of(fix: &'a Fix) -> Mending<'a> {
        let change = |edit: &'a Edit| Change { start: edit.start, end: edit.end, text: &edit.text };
        Mending { title: &fix.title, edits: fix.edits.iter().map(change).collect() }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use serde_json::{Value, json};
    use stockade_core::report::{LeftOut, Report, Run, StaleEntry};

    use super::*;
    use crate::testing;

    fn document(report: &Report) -> Value {
        let text = testing::written(|out| write(&testing::view(report), out));
        serde_json::from_str(&text).expect("json")
    }

    /// A report in which every field has something.
    fn full() -> Report {
        let broken = testing::scanned("b.py", "eval(x)  # nosec: T9\nprint 1\n");
        let skipped = FileReport::skipped("c.py".to_owned(), "Permission denied", None);
        let files = [testing::varied(), broken, skipped, testing::hostile(), testing::notebook()];
        let report = testing::report(files);
        let at = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
        let run = Run {
            configuration: Configuration::Own { path: "stockade.toml".to_owned(), found: true },
            left_out: vec![LeftOut { name: "build/".to_owned(), by: ".gitignore: build/".to_owned() }],
            notes: vec!["a note".to_owned()],
            stale: vec![StaleEntry {
                file: "a.py".to_owned(),
                rule: "T1".to_owned(),
                identity: [0; 16],
                line: 1,
                count: 2,
            }],
            since: Some("main".to_owned()),
            time: Some((at, at)),
            ..report.run
        };
        Report { run, ..report }
    }

    #[test]
    fn the_schema_holds() {
        let schema: Value =
            serde_json::from_str(include_str!("../../../docs/report.schema.json")).expect("json");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        for report in [full(), testing::report([])] {
            let document = document(&report);
            let errors: Vec<String> = validator
                .iter_errors(&document)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(errors, [""; 0], "{document:#}");
        }
        let version = format!("^{}\\.", SCHEMA_VERSION.split('.').next().unwrap_or_default());
        assert_eq!(schema["properties"]["schema_version"]["pattern"], json!(version + "[0-9]+$"));
        // A schema that allows everything would hold, too.
        for (pointer, wrong) in [
            ("/findings/0/severity", json!("HIGH")),
            ("/findings/0/region/start/line", json!(0)),
            ("/summary/findings", json!(-1)),
            ("/run/started", json!("yesterday")),
            ("/suppressed/0/suppression/by", json!("nobody")),
            ("/summary/verdict", json!("pass")),
        ] {
            let mut document = document(&full());
            *document.pointer_mut(pointer).expect("it is there") = wrong;
            assert!(!validator.is_valid(&document), "{pointer}");
        }
        for key in ["/findings/0", "/run", "/summary", ""] {
            let mut document = document(&full());
            let object = document.pointer_mut(key).and_then(Value::as_object_mut).expect("an object");
            object.insert("surprise".to_owned(), json!(1));
            assert!(!validator.is_valid(&document), "{key} takes what is not in the schema");
        }
    }

    #[test]
    fn a_finding_says_where_and_why_and_what_to_do() {
        let document = document(&testing::report([testing::varied()]));
        let finding = &document["findings"][0];
        assert_eq!(finding["file"], "a b/é.py");
        let region = json!({"start": {"line": 1, "column": 11}, "end": {"line": 1, "column": 18}});
        assert_eq!(finding["region"], region);
        assert_eq!(finding["code"], "eval(x)");
        assert_eq!(finding["fix"]["edits"][0], json!({"start": 13, "end": 17, "text": "ast.literal_eval"}));
        assert_eq!(finding["fails"], true);
        let by: Vec<&Value> = document["suppressed"]
            .as_array()
            .expect("an array")
            .iter()
            .map(|finding| &finding["suppression"])
            .collect();
        assert_eq!(*by[0], json!({"by": "nosec", "line": 4, "reason": "checked\nby hand"}));
        assert_eq!(*by[1], json!({"by": "per-file-ignore", "pattern": "a*/**"}));
        assert_eq!(
            document["run"],
            json!({"fail_on": {"severity": "low", "confidence": "undefined"}, "strict": false})
        );
        assert_eq!(
            document["summary"]["severity"],
            json!({"high": 0, "medium": 1, "low": 0, "undefined": 0})
        );
    }

    #[test]
    fn what_findings_share_is_said_of_each_as_if_it_were_alone() {
        let alone = full();
        let twice = testing::report(alone.files.iter().flat_map(|file| [file.clone(), file.clone()]));
        let documents = [document(&alone), document(&twice)];
        for key in ["findings", "suppressed"] {
            let [once, twice] =
                documents.each_ref().map(|document| document[key].as_array().expect("an array"));
            assert!(!once.is_empty() && twice.len() == 2 * once.len());
            assert!(once.iter().all(|finding| twice.iter().filter(|other| *other == finding).count() >= 2));
        }
    }

    #[test]
    fn names_and_messages_come_back_as_they_are() {
        let document = document(&testing::report([testing::hostile()]));
        let file = testing::hostile();
        assert_eq!(document["findings"][0]["file"], file.name);
        assert_eq!(document["findings"][0]["message"], *file.findings[0].message);
    }
}
