//! What odd and big texts take: `cargo run --release -p stockade-benches --bin odd -- [WORD…]`.
//!
//! Every kind of `stockade_tests::odd`, or those whose names have one of the words, is scanned at a quarter, a half and
//! all of its full size, and so is the code of every rule's page many times over, as it is and in a function. Time that
//! grows with the square of the size shows as a factor of four. `FORMATS` says how (`"bandit:json scan:sarif"`), and
//! `STOCKADE` which binary; otherwise it is built. Runs on Linux, where `timeout` ends what takes too long.

#![allow(clippy::print_stdout, reason = "it is a command")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use stockade_tests::cost::{self, Cost};
use stockade_tests::odd::{KINDS, examples};

/// Seconds after which a run is ended.
const LIMIT: &str = "120";
/// What `timeout` exits with where it ended a run.
const ENDED: i32 = 124;
/// How often the code of a rule's page is repeated.
const REPEATED: usize = 20_000;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |name: &str| words.is_empty() || words.iter().any(|word| name.contains(word.as_str()));
    let binary = match std::env::var_os("STOCKADE") {
        Some(path) => std::path::absolute(PathBuf::from(path))?,
        None => stockade_tests::scanner::build()?,
    };
    // Neither shows code: where Bandit's formats do, the report is what takes the time.
    let formats = std::env::var("FORMATS").unwrap_or_else(|_| "bandit:csv scan:concise".to_owned());
    let bench = Bench { binary, formats, folder: tempfile::tempdir()? };
    println!(
        "{:44} {:13} {:>7} {:>20} {:>9} {:>8} {:>5}",
        "kind", "format", "MB", "CPU s", "factors", "peak MB", "exit"
    );
    for kind in KINDS.iter().filter(|kind| is_wanted(kind.name)) {
        bench.measure(kind.name, kind.full, kind.text)?;
    }
    for (name, code) in examples().iter().filter(|(name, _)| is_wanted(name)) {
        bench.measure(name, REPEATED, |n| code.repeat(n))?;
        let indented: String = code.lines().map(|line| format!("    {line}\n")).collect();
        bench.measure(&format!("{name} in a function"), REPEATED, |n| {
            format!("def f(a):\n{}", indented.repeat(n))
        })?;
    }
    Ok(())
}

struct Bench {
    binary: PathBuf,
    formats: String,
    folder: tempfile::TempDir,
}

impl Bench {
    /// Measures one kind of text in every format.
    fn measure(&self, name: &str, full: usize, text: impl Fn(usize) -> String) -> Result<(), Box<dyn Error>> {
        let files = ["quarter.py", "half.py", "full.py"].map(|file| self.folder.path().join(file));
        let mut size = 0;
        for (file, part) in files.iter().zip([4, 2, 1]) {
            size = write(file, &text(full / part))?;
        }
        for format in self.formats.split(' ') {
            let (dialect, format_name) = format.split_once(':').ok_or("a format is DIALECT:FORMAT")?;
            let mut costs: Vec<(Cost, i32)> = Vec::new();
            for file in &files {
                costs.push(self.run(dialect, format_name, file)?);
                if costs.last().is_some_and(|&(_, code)| code == ENDED) {
                    break;
                }
            }
            let Some(&(last, code)) = costs.last() else { continue };
            let seconds: Vec<f64> = costs.iter().map(|(cost, _)| cost.cpu.as_secs_f64()).collect();
            let cpu: Vec<String> = seconds.iter().map(|cpu| format!("{cpu:.2}")).collect();
            let factors: Vec<String> =
                seconds.windows(2).map(|pair| format!("{:.1}", pair[1] / pair[0])).collect();
            println!(
                "{name:44} {format:13} {:7.1} {:>20} {:>9} {:8} {:5}",
                size as f64 / 1e6,
                cpu.join(" "),
                factors.join(" "),
                last.peak / 1_000_000,
                code
            );
        }
        Ok(())
    }

    fn run(&self, dialect: &str, format: &str, file: &Path) -> Result<(Cost, i32), Box<dyn Error>> {
        let mut command = Command::new("timeout");
        command.arg(LIMIT).arg(&self.binary).arg(dialect).args(["-q", "-f", format]);
        if dialect == "scan" {
            command.arg("--isolated");
        }
        command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let (status, cost) = cost::run(&mut command)?;
        Ok((cost, status.code().unwrap_or(-1)))
    }
}

/// Writes a text, in latin-1 where it says so, and gives its size.
fn write(file: &Path, text: &str) -> Result<usize, std::io::Error> {
    if text.starts_with("# coding: latin-1") {
        let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(c).unwrap_or(b'?')).collect();
        fs::write(file, &bytes)?;
        return Ok(bytes.len());
    }
    fs::write(file, text)?;
    Ok(text.len())
}
