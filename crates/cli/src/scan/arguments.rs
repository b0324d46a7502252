//! The arguments of `stockade scan`.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};

use super::{FORMATS, settings};
use crate::{baseline, cache};

/// More threads than any machine has processors; each has a stack of its own.
const MAX_THREADS: i64 = 1024;

/// The command with its arguments.
pub(crate) fn command() -> Command {
    Command::new("scan")
        .about("Scan Python code for security flaws")
        .args(looking())
        .arg(
            Arg::new("show-files")
                .long("show-files")
                .action(ArgAction::SetTrue)
                .help("Print the files that would be scanned, on standard error what is left out and why, and stop")
                .help_heading("Files"),
        )
        .args(baseline::options())
        .args(cache::options())
        .args(FORMATS.arguments())
        .args(telling())
        .args(super::fix::arguments())
}

/// What is looked at: every command that scans takes these.
pub(crate) fn looking() -> Vec<Arg> {
    let files = [
        Arg::new("path")
            .value_name("PATH")
            .num_args(0..)
            .value_parser(value_parser!(PathBuf))
            .default_value(".")
            .help("Files and folders to scan; - is standard input"),
        Arg::new("exclude")
            .long("exclude")
            .value_name("PATTERN")
            .action(ArgAction::Append)
            .help("Leave out what the pattern names, as a line of .gitignore at the project's root would; repeatable")
            .help_heading("Files"),
        Arg::new("no-ignore")
            .long("no-ignore")
            .action(ArgAction::SetTrue)
            .help("Scan what ignore files name, too, and virtual environments and caches")
            .help_heading("Files"),
        Arg::new("stdin-filename")
            .long("stdin-filename")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .help("Scan standard input as the text of this file, which need not exist")
            .help_heading("Files"),
    ];
    let threads = Arg::new("threads")
        .long("threads")
        .value_name("N")
        .value_parser(value_parser!(u16).range(..=MAX_THREADS))
        .default_value("0")
        .help("Use that many threads; 0 is one for each processor");
    files.into_iter().chain(settings::arguments()).chain([threads]).collect()
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
