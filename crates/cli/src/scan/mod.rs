//! `stockade scan`: from arguments to a report and an exit code.

mod arguments;
mod progress;
mod settings;

use std::io::{self, Write};
use std::path::PathBuf;

use anstream::ColorChoice;
use clap::ArgMatches;
use stockade::{Error, Scanner, Verdict};
use stockade_report::{Format, View};

use crate::diagnostics;

pub(crate) use arguments::command;

use self::progress::Progress;

/// How wide text for people is where no terminal says.
const WIDTH: usize = 100;

/// Runs the command and gives its exit code.
pub(crate) fn run(arguments: &ArgMatches) -> u8 {
    scan(arguments).unwrap_or_else(|error| {
        diagnostics::tell(&error);
        2
    })
}

fn scan(arguments: &ArgMatches) -> Result<u8, Error> {
    let targets: Vec<PathBuf> = arguments.get_many("path").unwrap_or_default().cloned().collect();
    let quiet = arguments.get_flag("quiet");
    let loaded = settings::load(arguments, &targets, None)?;
    let (fail_on, strict) = (loaded.settings.fail_on, loaded.settings.strict);
    let scanner =
        Scanner::new().configured(loaded).ignore_nosec(arguments.get_flag("ignore-nosec"));
    let progress = Progress::new(!quiet);
    let report = scanner.scan_with(targets, &|done, count| progress.show(done, count))?;
    drop(progress);
    let stdout = io::stdout();
    let view = View {
        report: &report,
        fail_on,
        strict,
        category: None,
        colour: has_colour(arguments, &stdout),
        width: terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into()),
        verbose: arguments.get_flag("verbose"),
        quiet,
    };
    let mut out = stdout.lock();
    Format::Human.write(&view, &mut out, &mut |warning| eprintln!("warning: {warning}"))?;
    out.flush()?;
    Ok(match report.verdict(fail_on, strict) {
        Verdict::Clean => 0,
        Verdict::Findings => 1,
        Verdict::Incomplete => 2,
    })
}

/// Whether text on standard output has colours: what was asked for, else what the environment and the terminal say.
fn has_colour(arguments: &ArgMatches, stdout: &io::Stdout) -> bool {
    match arguments.get_one::<String>("color").map(String::as_str) {
        Some("always") => true,
        Some("never") => false,
        _ => anstream::AutoStream::choice(stdout) != ColorChoice::Never,
    }
}
