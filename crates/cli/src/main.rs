//! The command: which program is meant, and the exit code that comes of it.
//!
//! A name of Bandit's, as the first word or as the name the binary was called by, hands all other words to that
//! program's twin unread, for they follow the rules of Python's `argparse`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where printing is done")]

mod bandit;
mod bandit_baseline;
mod baseline;
mod cache;
mod config_generator;
mod convert;
mod crash;
mod diagnostics;
mod explain;
mod gate;
mod manual;
mod output;
mod python;
mod scan;
mod twin;

use std::ffi::{OsStr, OsString};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Arg, Command};

use crate::twin::Twin;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut words = std::env::args_os();
    let called = words.next().unwrap_or_default();
    let words: Vec<OsString> = words.collect();
    ExitCode::from(crash::guard(|| run(&called, &words)))
}

fn run(called: &OsStr, words: &[OsString]) -> u8 {
    if let Some(twin) = Path::new(called).file_stem().and_then(Twin::of_name) {
        return twin.run(words);
    }
    if let Some((first, rest)) = words.split_first()
        && let Some(twin) = Twin::of_name(first)
    {
        return twin.run(rest);
    }
    let matches = match command()
        .try_get_matches_from(std::iter::once("stockade".into()).chain(words.iter().cloned()))
    {
        Ok(matches) => matches,
        Err(outcome) => {
            // Help that nobody reads is no failure.
            let _ = outcome.print();
            let _ = io::stdout().flush();
            return u8::try_from(outcome.exit_code()).unwrap_or(2);
        }
    };
    match matches.subcommand() {
        Some(("scan", rest)) => scan::run(rest),
        Some(("gate", rest)) => gate::run(rest),
        Some(("convert", rest)) => convert::run(rest),
        Some(("completions", rest)) => tell(|out| manual::completions(rest, command(), out)),
        Some(("man", rest)) => match manual::page(rest, command()) {
            Ok(page) => tell(|out| out.write_all(&page)),
            Err(error) => {
                eprintln!("error: {error}");
                2
            }
        },
        Some(("config", _)) => tell(|out| schema(out)),
        Some(("baseline", rest)) => baseline::run(rest),
        Some(("cache", rest)) => cache::run(rest),
        Some(("rules", _)) => tell(|out| explain::list(out)),
        Some(("explain", rest)) => explain_all(rest.get_many::<String>("rule").unwrap_or_default()),
        _ => 2,
    }
}

/// Prints the schema of the whole configuration: the scanner's, with the gate's own in its place.
fn schema(out: &mut dyn Write) -> io::Result<()> {
    let mut schema: serde_json::Value = serde_json::from_str(&stockade::config::schema())?;
    schema["properties"]["gate"] = stockade_gate::policy::schema::schema();
    writeln!(out, "{schema:#}")
}

/// Explains each rule, or none if one of them is unknown.
fn explain_all<'w>(words: impl Iterator<Item = &'w String>) -> u8 {
    let found: Result<Vec<_>, String> = words.map(|word| explain::find(word)).collect();
    let rules = match found {
        Ok(rules) => rules,
        Err(error) => {
            eprintln!("error: {error}");
            return 2;
        }
    };
    tell(|out| {
        for (at, rule) in rules.into_iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            explain::explain(rule, out)?;
        }
        Ok(())
    })
}

/// Writes to standard output, and gives the exit code of a command that does no more.
fn tell(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> u8 {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Ok(()) => 0,
        // Whoever read it has enough of it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            eprintln!("error: cannot write to standard output: {error}");
            2
        }
    }
}

fn command() -> Command {
    let twins = Twin::ALL.map(|twin| Command::new(twin.name()).about(twin.about()));
    let rule = Arg::new("rule").required(true).num_args(1..).help("Ids or names, such as B104");
    Command::new("stockade")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Finds security flaws in Python code and holds the release gate")
        .subcommand(scan::command())
        .subcommand(gate::command())
        .subcommand(convert::command())
        .subcommand(baseline::command())
        .subcommand(cache::command())
        .subcommands(twins)
        .subcommand(
            Command::new("config")
                .about("What there is to know of the configuration")
                .subcommand(Command::new("schema").about("Print the JSON schema of stockade.toml"))
                .subcommand_required(true)
                .arg_required_else_help(true)
                .disable_help_subcommand(true),
        )
        .subcommand(Command::new("rules").about("List every rule"))
        .subcommand(
            Command::new("explain")
                .about("Explain a rule: what it finds, why, and what to write instead")
                .arg(rule),
        )
        .subcommands(manual::commands())
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
}
