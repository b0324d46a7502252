//! The programs that Bandit installs, each with its twin here, and what all three are told about the world.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal, Write};
use std::process::Command;

use stockade_rules::{catalog, plugins};

use crate::python::argparse::Exit;
use crate::python::terminal;
use crate::{bandit, bandit_baseline, config_generator};

/// A program of Bandit's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Twin {
    /// The scanner.
    Bandit,
    /// Two scans and what is new in the second.
    Baseline,
    /// A configuration to start from.
    ConfigGenerator,
}

impl Twin {
    pub(crate) const ALL: [Twin; 3] = [Twin::Bandit, Twin::Baseline, Twin::ConfigGenerator];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Twin::Bandit => "bandit",
            Twin::Baseline => "bandit-baseline",
            Twin::ConfigGenerator => "bandit-config-generator",
        }
    }

    pub(crate) fn about(self) -> &'static str {
        match self {
            Twin::Bandit => "Scan as Bandit 1.9.4 does, with its arguments, reports and exit codes",
            Twin::Baseline => {
                "Scan the parent of the current commit and the current one, and report what is new"
            }
            Twin::ConfigGenerator => "Write a configuration of Bandit's with the settings of every rule",
        }
    }

    pub(crate) fn of_name(name: &OsStr) -> Option<Twin> {
        Twin::ALL.into_iter().find(|twin| name == twin.name())
    }

    /// Runs the program with the words after its name, and gives its exit code.
    pub(crate) fn run(self, words: &[OsString]) -> u8 {
        let columns = terminal::columns(std::env::var("COLUMNS").ok().as_deref(), terminal::stdout_columns());
        let rules: Vec<(&str, &str)> = catalog::infos().map(|rule| (rule.id, rule.name)).collect();
        match self {
            Twin::Bandit => bandit::run(&bandit::options::Call {
                program: self.name(),
                words,
                columns,
                default_format: bandit::options::default_format(is_colourful()),
                rules: &rules,
            }),
            Twin::Baseline => baseline(words, columns),
            Twin::ConfigGenerator => end(&config_generator::run(&config_generator::Call {
                program: self.name(),
                words,
                columns,
                rules: &rules,
                settings: &plugins::settings(),
            })),
        }
    }
}

/// Whether standard output is a terminal that shows colours.
fn is_colourful() -> bool {
    let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none() && !dumb
}

fn baseline(words: &[OsString], columns: i64) -> u8 {
    let run = || {
        let scanner = std::env::current_exe()?;
        let folder = std::env::current_dir()?;
        let call = bandit_baseline::Call {
            program: Twin::Baseline.name(),
            words,
            columns,
            folder: &folder,
            scanner: &|| {
                let mut command = Command::new(&scanner);
                command.arg(Twin::Bandit.name());
                command
            },
        };
        let (mut out, mut err) = (io::stdout(), io::stderr());
        bandit_baseline::run(&call, &mut bandit_baseline::Streams { out: &mut out, err: &mut err })
    };
    run().unwrap_or_else(|error| failure(&error))
}

/// Prints what a command has to say and gives its exit code. As with `argparse`, nobody is told if that cannot be read.
pub(crate) fn end(exit: &Exit) -> u8 {
    let mut out = io::stdout().lock();
    let _ = out.write_all(exit.stdout.as_bytes()).and_then(|()| out.flush());
    eprint_all(exit.stderr.as_bytes());
    exit.code
}

/// Says why a program ends early; a reader that has left is not told.
pub(crate) fn failure(error: &io::Error) -> u8 {
    if error.kind() != io::ErrorKind::BrokenPipe {
        eprint_all(format!("stockade: {error}\n").as_bytes());
    }
    2
}

/// Prints to standard error. Where that fails there is nobody left to tell.
pub(crate) fn eprint_all(bytes: &[u8]) {
    let _ = io::stderr().lock().write_all(bytes);
}
