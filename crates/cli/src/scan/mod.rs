//! `stockade scan`: from arguments to a report and an exit code.

mod arguments;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::ArgMatches;
use stockade::{Error, Scanner, Threshold};
use stockade_core::finding::Level;
use stockade_report::{Format, View};

pub(crate) use arguments::command;

/// Runs the command and gives its exit code.
pub(crate) fn run(arguments: &ArgMatches) -> u8 {
    scan(arguments).unwrap_or_else(|error| {
        eprintln!("error: {error}");
        2
    })
}

fn scan(arguments: &ArgMatches) -> Result<u8, Error> {
    let targets: Vec<&PathBuf> = arguments.get_many("path").unwrap_or_default().collect();
    let report = Scanner::new().scan_paths(targets)?;
    let view = View {
        report: &report,
        fail_on: Some(Threshold { severity: Level::Low, confidence: Level::Undefined }),
        strict: false,
        category: None,
        colour: false,
        width: 100,
    };
    let mut out = io::stdout().lock();
    Format::Human.write(&view, &mut out, &mut |warning| eprintln!("warning: {warning}"))?;
    out.flush()?;
    Ok(u8::from(view.findings().any(|(_, finding)| view.fails(finding))))
}
