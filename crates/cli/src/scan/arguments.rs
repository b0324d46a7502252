//! The arguments of `stockade scan`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

use super::settings;

/// The command with its arguments.
pub(crate) fn command() -> Command {
    Command::new("scan")
        .about("Scan Python code for security flaws")
        .arg(
            Arg::new("path")
                .value_name("PATH")
                .num_args(0..)
                .value_parser(value_parser!(PathBuf))
                .default_value(".")
                .help("Files and folders to scan"),
        )
        .args(settings::arguments())
        .args(telling())
}

/// How it is told.
fn telling() -> [Arg; 3] {
    [
        Arg::new("color")
            .long("color")
            .value_name("WHEN")
            .value_parser(PossibleValuesParser::new(["auto", "always", "never"]))
            .default_value("auto")
            .help("Whether text for people has colours")
            .help_heading("Output"),
        Arg::new("verbose")
            .short('v')
            .long("verbose")
            .action(ArgAction::SetTrue)
            .help("List what was not scanned, and stale entries of the baseline")
            .help_heading("Output"),
        Arg::new("quiet")
            .short('q')
            .long("quiet")
            .action(ArgAction::SetTrue)
            .conflicts_with("verbose")
            .help("Print findings and errors only: no summary, no progress")
            .help_heading("Output"),
    ]
}
