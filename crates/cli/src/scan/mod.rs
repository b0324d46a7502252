//! `stockade scan`: from arguments to a report and an exit code.

mod arguments;
mod files;
mod progress;
mod settings;

use std::io::{self, Write};

use anstream::ColorChoice;
use clap::ArgMatches;
use stockade::{Error, Scanner, Verdict};
use stockade_report::{Format, View};

pub(crate) use arguments::command;

use self::progress::Progress;
use crate::diagnostics;

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
    let isolated = arguments.get_flag("isolated") || arguments.contains_id("config");
    let (targets, scanner) = files::choose(arguments, Scanner::new().isolated(isolated))?;
    let root = scanner.root_of(&targets)?;
    let loaded = settings::load(arguments, &root, &root)?;
    let (fail_on, strict) = (loaded.settings.fail_on, loaded.settings.strict);
    let scanner = scanner.configured(loaded).ignore_nosec(arguments.get_flag("ignore-nosec"));
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
