//! Scans the files that it is given with every rule and prints what they find, a JSON object a line: for holding the
//! rules against another scanner's report, before suppression and formats come in.
#![allow(clippy::print_stdout, reason = "it is a command")]

use std::path::Path;

use serde_json::json;
use stockade_core::module::Module;
use stockade_core::parse::parse;
use stockade_core::scan::Checks;
use stockade_core::source::{self, Source};
use stockade_rules::Table;

fn main() {
    let table = Table::new(|_| true, |_| None, None);
    for name in std::env::args().skip(1) {
        let mut bytes = Vec::new();
        if let Err(error) = source::read_into(Path::new(&name), &mut bytes) {
            println!("{}", json!({"file": name, "skipped": error.to_string()}));
            continue;
        }
        let source = match Source::decode(&bytes) {
            Ok(source) => source,
            Err(error) => {
                println!("{}", json!({"file": name, "skipped": error.to_string()}));
                continue;
            }
        };
        let tree = parse(&source.text);
        if let Some(error) = tree.error(&source.text) {
            println!("{}", json!({"file": name, "skipped": error.message}));
            continue;
        }
        let checked = table.check(&Module::new(&name, &source.text, &tree, Vec::new()));
        for finding in checked.raw.findings {
            let lines: Vec<u32> = finding.lines.iter().collect();
            println!(
                "{}",
                json!({
                    "file": name, "id": finding.rule.id, "name": finding.rule.test_name, "line": finding.line,
                    "col": finding.column, "end_col": finding.end_column, "range": lines,
                    "severity": finding.severity.as_str(), "confidence": finding.confidence.as_str(),
                    "cwe": finding.cwe.0, "message": finding.message, "more_info": finding.rule.more_info(),
                })
            );
        }
        for crash in checked.raw.crashes {
            let (test, message) = (crash.rule.test_name, crash.message);
            println!("{}", json!({"file": name, "crash": test, "line": crash.line, "message": message}));
        }
    }
}
