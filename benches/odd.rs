//! What odd and big texts take: `cargo run --release -p stockade-benches --bin odd -- [WORD…]`.
//!
//! Every kind of `stockade_tests::odd`, or those whose names have one of the words, is scanned at a quarter, a half and
//! all of its full size. Time that grows with the square of the size shows as a factor of four.

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use stockade_tests::odd::KINDS;
use wait4::Wait4 as _;

/// Whoever takes longer is ended.
const LIMIT: &str = "20";

/// Makes the text of a kind with so many of its construct.
type Text<'k> = Box<dyn Fn(usize) -> String + 'k>;

struct Cost {
    cpu: Duration,
    peak: u64,
    code: i32,
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let binary = match std::env::var_os("STOCKADE") {
        Some(path) => path.into(),
        None => stockade_tests::scanner::build()?,
    };
    let formats = std::env::var("FORMATS").unwrap_or_else(|_| "bandit:csv scan:concise".to_owned());
    let folder = tempfile::tempdir()?;
    println!(
        "{:44} {:12} {:>8} {:>24} {:>11} {:>8} {:>8}",
        "kind", "format", "MB", "CPU s", "factors", "peak MB", "exit"
    );
    let examples = stockade_tests::odd::examples();
    let from = std::env::var("FROM").unwrap_or_default();
    let first = KINDS.iter().position(|kind| kind.name == from).unwrap_or(0);
    let kinds = KINDS[first..].iter().map(|kind| (kind.name, kind.full, Box::new(kind.text) as Text<'_>));
    let of_rules = examples.iter().flat_map(|(name, code)| {
        let many = move |n| code.repeat(n);
        let indented: String = code.lines().map(|line| format!("    {line}\n")).collect();
        let in_function = move |n| format!("def f(a):\n{}", indented.repeat(n));
        [(name.as_str(), 20_000, Box::new(many) as Text<'_>), (name.as_str(), 20_000, Box::new(in_function))]
    });
    for (name, full, text) in kinds.chain(of_rules) {
        if !words.is_empty() && !words.iter().any(|word| name.contains(word.as_str())) {
            continue;
        }
        let sizes = [full / 4, full / 2, full];
        let names: Vec<String> = sizes.iter().map(|n| format!("odd{n}.py")).collect();
        let mut bytes = 0;
        for (n, file) in sizes.iter().zip(&names) {
            let text = text(*n);
            bytes = text.len();
            let path = folder.path().join(file);
            if text.starts_with("# coding: latin-1") {
                fs::write(path, text.chars().map(|c| c as u8).collect::<Vec<u8>>())?;
            } else {
                fs::write(path, text)?;
            }
        }
        for format in formats.split(' ') {
            let (dialect, format_name) = format.split_once(':').ok_or("DIALECT:FORMAT")?;
            let mut costs: Vec<Cost> = Vec::new();
            for file in &names {
                costs.push(run(&binary, dialect, format_name, folder.path(), file)?);
                if costs.last().is_some_and(|cost| cost.code == 124) {
                    break;
                }
            }
            let cpu: Vec<String> = costs.iter().map(|c| format!("{:.2}", c.cpu.as_secs_f64())).collect();
            let factors: Vec<String> = costs
                .windows(2)
                .map(|p| format!("{:.1}", p[1].cpu.as_secs_f64() / p[0].cpu.as_secs_f64()))
                .collect();
            let last = &costs[costs.len() - 1];
            println!(
                "{:44} {:12} {:8.1} {:>24} {:>11} {:>8} {:>8}",
                name,
                format,
                bytes as f64 / 1e6,
                cpu.join(" "),
                factors.join(" "),
                last.peak / 1_000_000,
                last.code
            );
        }
        for name in &names {
            fs::remove_file(folder.path().join(name))?;
        }
    }
    Ok(())
}

fn run(
    binary: &Path,
    dialect: &str,
    format: &str,
    folder: &Path,
    file: &str,
) -> Result<Cost, Box<dyn Error>> {
    let mut command = Command::new("timeout");
    command.arg(LIMIT).arg(binary).arg(dialect).current_dir(folder);
    match dialect {
        "bandit" => command.args(["-q", "-f", format]),
        _ => command.args(["--isolated", "--quiet", "-f", format]),
    };
    command.arg(file).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let done = command.spawn()?.wait4()?;
    let cpu = done.rusage.utime + done.rusage.stime;
    Ok(Cost { cpu, peak: done.rusage.maxrss, code: done.status.code().unwrap_or(-1) })
}
