//! The command: which program is meant, and the exit code that comes of it.
//!
//! A name of Bandit's, as the first word or as the name the binary was called by, hands all other words to that
//! program's twin unread, for they follow the rules of Python's `argparse`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is where printing is done")]

mod bandit;
mod bandit_baseline;
mod config_generator;
mod crash;
mod python;
mod twin;

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use clap::Command;

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
    // Only a lack of a known command comes this far: help, the version, or a mistake.
    match command().try_get_matches_from(std::iter::once("stockade".into()).chain(words.iter().cloned())) {
        Ok(_) => 2,
        Err(outcome) => {
            // Help that nobody reads is no failure.
            let _ = outcome.print();
            let _ = std::io::stdout().flush();
            u8::try_from(outcome.exit_code()).unwrap_or(2)
        }
    }
}

fn command() -> Command {
    let twins = Twin::ALL.map(|twin| Command::new(twin.name()).about(twin.about()));
    Command::new("stockade")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Finds security flaws in Python code")
        .subcommands(twins)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .arg_required_else_help(true)
}

#[cfg(test)]
mod tests {
    use super::{Twin, command};

    #[test]
    fn the_command_is_well_formed_and_knows_the_twins() {
        command().debug_assert();
        for twin in Twin::ALL {
            assert_eq!(Twin::of_name(twin.name().as_ref()), Some(twin));
        }
        assert_eq!(Twin::of_name("bandit2".as_ref()), None);
    }
}
