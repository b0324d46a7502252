//! Holds both dialects to the answers that the samples under `corpus/answers` are headed by: a test a sample.
//!
//! `STOCKADE_COMMAND` names another command to test (`target/release/stockade {}`). `STOCKADE_REFERENCE` names a Bandit
//! 1.9.4 on CPython 3.14, which is then held to the answers of Bandit, too.

use std::env;
use std::fs;
use std::io;
use std::process::ExitCode;
use std::sync::LazyLock;

use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use stockade_tests::sample::Sample;
use stockade_tests::scanner::Scanner;

/// Made by the first test that runs: listing the tests builds nothing.
static STOCKADE: LazyLock<Result<Scanner, String>> =
    LazyLock::new(|| Scanner::stockade().map_err(|error| error.to_string()));

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let samples = Sample::all().expect("every sample can be read");
    assert!(!samples.is_empty(), "there are samples");
    let trial = |sample: Sample| Trial::test(sample.name.clone(), move || test(&sample));
    libtest_mimic::run(&arguments, samples.into_iter().map(trial).collect()).exit_code()
}

fn test(sample: &Sample) -> Result<(), Failed> {
    let folder = tempfile::Builder::new().prefix("sample").tempdir()?;
    let root = folder.path().canonicalize()?;
    let path = root.join(&sample.path);
    fs::create_dir_all(path.parent().unwrap_or(&root))?;
    fs::write(&path, &sample.text)?;

    let stockade = STOCKADE.as_ref().map_err(Failed::from)?;
    let as_bandit = |scanner: &Scanner| -> io::Result<Vec<String>> {
        let name = sample.path.to_string_lossy();
        let output = scanner.run_in(&root, "bandit", &["-q", "-f", "json", &name])?;
        findings(&output)
    };
    same(sample, "stockade bandit", &sample.bandit, &as_bandit(stockade)?)?;
    if let Ok(line) = env::var("STOCKADE_REFERENCE") {
        same(sample, "Bandit itself", &sample.bandit, &as_bandit(&Scanner::parse(&line)?)?)?;
    }

    let report = stockade::Scanner::new().root(&root).scan_paths([&path])?;
    let mut found: Vec<_> = report.files.iter().flat_map(|file| &file.findings).collect();
    found.sort_by_key(|finding| (finding.span, finding.rule.id));
    let found: Vec<String> =
        found.iter().map(|finding| format!("{}:{}", finding.rule.id, finding.line)).collect();
    same(sample, "stockade scan", &sample.stockade, &found)
}

/// The findings in Bandit's JSON.
fn findings(json: &[u8]) -> io::Result<Vec<String>> {
    let report: Value = serde_json::from_slice(json)?;
    let results = report["results"].as_array().ok_or_else(|| io::Error::other("no results in the report"))?;
    let finding = |result: &Value| {
        format!("{}:{}", result["test_id"].as_str().unwrap_or_default(), result["line_number"])
    };
    Ok(results.iter().map(finding).collect())
}

fn same(sample: &Sample, who: &str, want: &[String], have: &[String]) -> Result<(), Failed> {
    if want == have {
        return Ok(());
    }
    let list = |findings: &[String]| if findings.is_empty() { "none".to_owned() } else { findings.join(" ") };
    let (about, want, have) = (&sample.about, list(want), list(have));
    Err(format!("{about}\n{who} says otherwise than the sample's head\n  head: {want}\n  says: {have}")
        .into())
}
