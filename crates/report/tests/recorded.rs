//! Every recorded report of the reference, byte for byte.
//!
//! `record.py` says how they are recorded; further ones are compared where `STOCKADE_RECORDED_REPORTS` names their
//! folder.

mod support;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use stockade_core::log::Record;
use stockade_report::bandit::{Aggregate, Baseline, Format, View};
use support::{level, list, load, text_of};

#[test]
fn reports_are_the_references_own() {
    let folder = std::env::var("STOCKADE_RECORDED_REPORTS")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/reports").to_owned());
    let entries = std::fs::read_dir(&folder).expect("recorded reports");
    let mut cases: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    cases.sort();
    let (mut compared, mut wrong) = (0, Vec::new());
    for case in cases {
        let report = load(&case.join("scan.json"));
        let views = std::fs::read_to_string(case.join("views.json")).expect("a list of views");
        let views: Value = serde_json::from_str(&views).expect("JSON");
        // What the reference writes raw, `escaped.rs` looks at.
        for asked in list(&views).iter().filter(|asked| asked["name"] != "raw") {
            compared += 1;
            let name = case.join(text_of(&asked["file"]));
            if let Err(difference) = compare(&report, asked, &name) {
                wrong.push(format!("{}: {difference}", name.display()));
            }
        }
    }
    assert!(compared > 0);
    assert!(wrong.is_empty(), "{} of {compared} reports differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Writes a view and holds it against the recorded bytes, log and failure.
fn compare(report: &stockade_core::report::Report, asked: &Value, recorded: &Path) -> Result<(), String> {
    let folder = Path::new(support::FOLDER);
    let format = Format::from_name(&text_of(&asked["format"])).expect("a format");
    let baseline = asked["baseline"].as_str().map(|text| Baseline::parse(text).expect("a baseline"));
    let mut view = View::new(report, support::now(), folder);
    if let Some(context) = asked["context"].as_i64() {
        view.context = context;
    }
    if let Some("vuln") = asked["aggregate"].as_str() {
        view.aggregate = Aggregate::Vulnerability;
    }
    view.verbose = asked["verbose"] == json!(true);
    view.quiet = asked["quiet"] == json!(true);
    view.baseline = baseline.as_ref();
    view.template = asked["template"].as_str();
    if asked["severity"].is_string() {
        view.severity = level(&asked["severity"]);
    }
    if asked["confidence"].is_string() {
        view.confidence = level(&asked["confidence"]);
    }

    let (mut out, mut log) = (Vec::new(), Vec::new());
    let done = format.write(&view, &mut out, &mut |record| log.push(record));
    if done.is_ok() {
        log.push(format.written("FILE"));
    }
    let want = std::fs::read(recorded).expect("a recorded report");
    if want != out {
        return Err(difference(&want, &out));
    }
    let failure = done.err().map(|error| error.to_string());
    if asked["error"].as_str() != failure.as_deref() {
        return Err(format!("failure: want {:?}, have {failure:?}", asked["error"]));
    }
    let log: Vec<Value> = log.iter().map(said).collect();
    if list(&asked["log"]) != log {
        return Err(format!("log: want {}, have {log:?}", asked["log"]));
    }
    Ok(())
}

fn said(record: &Record) -> Value {
    json!([record.module, record.level.as_str(), record.message])
}

/// The first line that differs.
fn difference(want: &[u8], have: &[u8]) -> String {
    let (want, have) = (String::from_utf8_lossy(want), String::from_utf8_lossy(have));
    let mut pairs = want.split('\n').zip(have.split('\n')).enumerate();
    match pairs.find(|(_, (want, have))| want != have) {
        Some((at, (want, have))) => format!("line {}\n  want {want:?}\n  have {have:?}", at + 1),
        None => format!("{} bytes wanted, {} had", want.len(), have.len()),
    }
}
