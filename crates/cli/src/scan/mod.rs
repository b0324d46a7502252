//! `stockade scan`: from arguments to a report and an exit code.

mod arguments;
mod files;
mod output;
mod progress;

use std::env;
use std::io;

use anstream::ColorChoice;
use clap::ArgMatches;
use stockade::{FileReport, Scanner, Threshold};
use stockade_core::finding::Level;
use stockade_report::View;

pub(crate) use arguments::command;

use self::output::{Clock, Outputs};
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

fn scan(arguments: &ArgMatches) -> Result<u8, Box<dyn std::error::Error>> {
    let (targets, scanner) = files::choose(arguments, Scanner::new())?;
    if arguments.get_flag("show-files") {
        return Ok(files::show(&scanner.inventory(targets)?)?);
    }
    let quiet = arguments.get_flag("quiet");
    let outputs = Outputs::read(arguments, quiet)?;
    let clock = Clock::start(env::var_os("SOURCE_DATE_EPOCH").as_deref())?;
    let progress = Progress::new(!quiet);
    let mut report = scanner.scan_with(targets, &|done, count| progress.show(done, count))?;
    drop(progress);
    report.run.time = Some(clock.stop());
    let view = View {
        report: &report,
        fail_on: Some(Threshold { severity: Level::Low, confidence: Level::Undefined }),
        strict: false,
        category: outputs.category(),
        colour: outputs.tells_people() && has_colour(arguments, &io::stdout()),
        width: terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into()),
        verbose: arguments.get_flag("verbose"),
        quiet,
    };
    let errors = outputs.write(&view, &mut |warning| eprintln!("warning: {warning}"));
    for error in &errors {
        eprintln!("error: {error}");
    }
    if !errors.is_empty() || report.files.iter().any(FileReport::is_unread) {
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
