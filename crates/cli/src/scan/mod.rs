//! `stockade scan`: from arguments to a report and an exit code.

mod arguments;
mod settings;

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use stockade::{Error, Scanner, Verdict};
use stockade_report::{Format, View};

use crate::diagnostics;

pub(crate) use arguments::command;

/// Runs the command and gives its exit code.
pub(crate) fn run(arguments: &ArgMatches) -> u8 {
    scan(arguments).unwrap_or_else(|error| {
        diagnostics::tell(&error);
        2
    })
}

fn scan(arguments: &ArgMatches) -> Result<u8, Error> {
    let targets: Vec<&PathBuf> = arguments.get_many("path").unwrap_or_default().collect();
    let root = std::fs::canonicalize(targets.first().map_or(Path::new("."), |path| path.as_path()))?;
    let loaded = settings::load(arguments, &root, &root)?;
    let (fail_on, strict) = (loaded.settings.fail_on, loaded.settings.strict);
    let report = Scanner::new()
        .configured(loaded)
        .ignore_nosec(arguments.get_flag("ignore-nosec"))
        .scan_paths(targets)?;
    let view = View {
        report: &report,
        fail_on,
        strict,
        category: None,
        colour: false,
        width: 100,
    };
    let mut out = io::stdout().lock();
    Format::Human.write(&view, &mut out, &mut |warning| eprintln!("warning: {warning}"))?;
    out.flush()?;
    Ok(match report.verdict(fail_on, strict) {
        Verdict::Clean => 0,
        Verdict::Findings => 1,
        Verdict::Incomplete => 2,
    })
}
