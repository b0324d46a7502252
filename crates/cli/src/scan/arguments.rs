//! The arguments of `stockade scan`.

use std::path::PathBuf;

use clap::{Arg, Command, value_parser};

use super::settings;

/// The command with its arguments.
pub(crate) fn command() -> Command {
    Command::new("scan").about("Scan Python code for security flaws").arg(
        Arg::new("path")
            .value_name("PATH")
            .num_args(0..)
            .value_parser(value_parser!(PathBuf))
            .default_value(".")
            .help("Files and folders to scan"),
    )
    .args(settings::arguments())
}
