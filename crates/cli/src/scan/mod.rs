//! `stockade scan`: from arguments to a report and an exit code.

mod arguments;
mod files;
mod progress;

use std::io::{self, Write};

use anstream::ColorChoice;
use clap::ArgMatches;
use stockade::{Error, FileReport, Scanner, Threshold};
use stockade_core::finding::Level;
use stockade_report::{Format, View};

pub(crate) use arguments::command;

use self::progress::Progress;

/// How wide text for people is where no terminal says.
const WIDTH: usize = 100;

/// Runs the command and gives its exit code.
pub(crate) fn run(arguments: &ArgMatches) -> u8 {
    scan(arguments).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        2
    })
}

fn scan(arguments: &ArgMatches) -> Result<u8, Error> {
    let (targets, scanner) = files::choose(arguments, Scanner::new())?;
    if arguments.get_flag("show-files") {
        return files::show(&scanner.inventory(targets)?);
    }
    let quiet = arguments.get_flag("quiet");
    let progress = Progress::new(!quiet);
    let report = scanner.scan_with(targets, &|done, count| progress.show(done, count))?;
    drop(progress);
    let stdout = io::stdout();
    let view = View {
        report: &report,
        fail_on: Some(Threshold { severity: Level::Low, confidence: Level::Undefined }),
        strict: false,
        category: None,
        colour: has_colour(arguments, &stdout),
        width: terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into()),
        verbose: arguments.get_flag("verbose"),
        quiet,
    };
    let mut out = stdout.lock();
    Format::Human.write(&view, &mut out, &mut |warning| eprintln!("warning: {warning}"))?;
    out.flush()?;
    if report.files.iter().any(FileReport::is_unread) {
        return Ok(2);
    }
    Ok(u8::from(view.failing().next().is_some()))
}

/// Whether text on standard output has colours: what was asked for, else what the environment and the terminal say.
fn has_colour(arguments: &ArgMatches, stdout: &io::Stdout) -> bool {
    match arguments.get_one::<String>("color").map(String::as_str) {
        Some("always") => true,
        Some("never") => false,
        _ => anstream::AutoStream::choice(stdout) != ColorChoice::Never,
    }
}
