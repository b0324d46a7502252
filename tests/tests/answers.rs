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
    let name = sample.path.to_string_lossy();
    let as_bandit = |scanner: &Scanner| -> io::Result<Vec<String>> {
        let output = scanner.run_in(&root, "bandit", &["-q", "-f", "json", &name])?;
        findings(&output, "results", |result| (&result["test_id"], &result["line_number"]))
    };
    same(sample, "stockade bandit", &sample.bandit, &as_bandit(stockade)?)?;
    if let Ok(line) = env::var("STOCKADE_REFERENCE") {
        same(sample, "Bandit itself", &sample.bandit, &as_bandit(&Scanner::parse(&line)?)?)?;
    }

    let output = stockade.run_in(&root, "scan", &["--format", "json", &name])?;
    let found =
        findings(&output, "findings", |finding| (&finding["rule"], &finding["region"]["start"]["line"]))?;
    same(sample, "stockade scan", &sample.stockade, &found)
}

/// The findings in a report, in its order.
fn findings(json: &[u8], list: &str, id_and_line: fn(&Value) -> (&Value, &Value)) -> io::Result<Vec<String>> {
    let report: Value = serde_json::from_slice(json)?;
    let results =
        report[list].as_array().ok_or_else(|| io::Error::other(format!("no {list} in the report")))?;
    let finding = |result: &Value| {
        let (id, line) = id_and_line(result);
        format!("{}:{line}", id.as_str().unwrap_or_default())
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
