//! What a command line of Bandit asks for, once its words are values and the `.bandit` file has been heard.
//!
//! `spec` has the command line's description and its texts, `ini` the rules by which a `.bandit` file's settings join
//! in. Targets are not looked at here, and no configuration is read.

mod ini;
mod spec;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::fs::File;
use std::path::PathBuf;

use stockade_core::finding::Level;
use thiserror::Error;

use crate::python::argparse::{Exit, Namespace, Opener, Parser, Value};
use crate::python::argv;

/// Everything that a command line of Bandit says.
#[derive(Debug)]
pub(crate) struct Options {
    /// The files and directories to scan; `-` is standard input.
    pub(crate) targets: Vec<OsString>,
    /// Whether directories are searched.
    pub(crate) recursive: bool,
    /// How json and yaml are sorted; only `vuln` has a meaning of its own.
    pub(crate) agg_type: String,
    /// How many lines of code are shown for a finding.
    pub(crate) context_lines: i64,
    /// The configuration file.
    pub(crate) config_file: Option<PathBuf>,
    /// The profile in the configuration file.
    pub(crate) profile: Option<String>,
    /// The tests to run, separated by commas.
    pub(crate) tests: Option<String>,
    /// The tests to skip, separated by commas.
    pub(crate) skips: Option<String>,
    /// The least severity to report.
    pub(crate) severity: Threshold,
    /// The least confidence to report.
    pub(crate) confidence: Threshold,
    /// The format asked for, which a `.bandit` file may have given a name that there is no format for.
    pub(crate) output_format: String,
    /// The template of the format `custom`.
    pub(crate) msg_template: Option<String>,
    /// Where the report goes.
    pub(crate) output: Output,
    /// Whether reports list the files.
    pub(crate) verbose: bool,
    /// Whether the scan is traced.
    pub(crate) debug: bool,
    /// Whether the log starts at `DEBUG`: by the literal words `-d` and `--debug` alone.
    pub(crate) debug_log: bool,
    /// Whether only problems are printed.
    pub(crate) quiet: bool,
    /// Whether `# nosec` is disregarded.
    pub(crate) ignore_nosec: bool,
    /// The patterns of paths to leave out, separated by commas.
    pub(crate) excluded_paths: String,
    /// The report to compare with.
    pub(crate) baseline: Option<PathBuf>,
    /// The `.bandit` file to use instead of the one among the targets.
    pub(crate) ini_path: Option<PathBuf>,
    /// Whether findings leave the exit code at 0.
    pub(crate) exit_zero: bool,
    /// The format when none is asked for.
    default_format: &'static str,
}

/// How grave a finding must be, in one respect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Threshold {
    /// Counted from 1, which is everything.
    Count(i64),
    /// The text of a `.bandit` file, which Bandit takes and cannot use.
    Ini(Setting),
}

/// Where the report goes.
#[derive(Debug)]
pub(crate) enum Output {
    /// To standard output.
    Stdout,
    /// To a file, opened and empty, that goes by this name.
    File(OsString, File),
    /// Nowhere: `-o` came without a name.
    Unnamed,
    /// To a name in a `.bandit` file, which Bandit takes and cannot use.
    Ini(Setting),
}

/// A setting of a `.bandit` file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Setting {
    file: String,
    value: String,
}

/// A value that Bandit accepts and then crashes on.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum OptionError {
    /// A number that is none.
    #[error(
        "{file}: number = {value}: this is no whole number; give the lines of code to show as digits, \
         such as number = 5"
    )]
    Number {
        /// The file.
        file: String,
        /// What stands there.
        value: String,
    },
    /// A level in a `.bandit` file.
    #[error(
        "{file}: {key} = {value}: a level cannot be set in this file; remove the line and give {option} instead"
    )]
    Level {
        /// The file.
        file: String,
        /// The key.
        key: &'static str,
        /// What stands there.
        value: String,
        /// The option to use.
        option: &'static str,
    },
    /// A report's name in a `.bandit` file.
    #[error(
        "{file}: output = {value}: a report cannot be named in this file; remove the line and give -o instead"
    )]
    IniOutput {
        /// The file.
        file: String,
        /// What stands there.
        value: String,
    },
    /// More than three times the same option.
    #[error(
        "argument {option}: given {count} times, and there are three levels; give it once for LOW, twice for MEDIUM, \
         three times for HIGH"
    )]
    Count {
        /// The option.
        option: &'static str,
        /// How often it was given.
        count: i64,
    },
    /// An output without a name.
    #[error("argument -o/--output: no file is named; write -o FILE, or -o - for standard output")]
    Unnamed,
}

/// How Bandit was called.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'a> {
    /// The last part of the name it was called by.
    pub(crate) program: &'a str,
    /// The words after that name.
    pub(crate) words: &'a [OsString],
    /// The columns of the terminal.
    pub(crate) columns: i64,
    /// The format when none is asked for: see [`default_format`].
    pub(crate) default_format: &'static str,
    /// The ids and registered names of all rules.
    pub(crate) rules: &'a [(&'a str, &'a str)],
}

/// The format of a report that nobody asked a format for.
///
/// `colour` is whether standard output is a terminal, `NO_COLOR` is unset and `TERM` is not `dumb`.
pub(crate) fn default_format(colour: bool) -> &'static str {
    if colour { "screen" } else { "txt" }
}

/// The usage, as it is printed on standard output, with exit code 2, where there is nothing to scan.
pub(crate) fn usage(program: &str, columns: i64) -> String {
    spec::parser(program, columns, default_format(false), &[]).usage()
}

/// What the words ask for. Files named with `-o` are opened by `open`, even if the words turn out wrong.
pub(crate) fn parse(call: &Call<'_>, open: &mut Opener<'_>) -> Result<Options, Exit> {
    let parser = spec::parser(call.program, call.columns, call.default_format, call.rules);
    let values = parser.parse_args(call.words, open)?;
    Options::new(&parser, values, call)
}

impl Options {
    fn new(parser: &Parser, mut values: Namespace, call: &Call<'_>) -> Result<Options, Exit> {
        let output_format = values.text("output_format").unwrap_or(call.default_format).to_owned();
        let text = |dest| values.text(dest).map(|text| argv::backslashreplace(text).into_owned());
        let msg_template = text("msg_template");
        if msg_template.is_some() && output_format != "custom" {
            return Err(parser.error("--msg-template can only be used with --format=custom"));
        }
        let path = |dest| values.text(dest).map(|text| PathBuf::from(argv::encode(text)));
        Ok(Options {
            targets: values.list("targets").iter().map(|target| argv::encode(target)).collect(),
            recursive: values.flag("recursive"),
            agg_type: text("agg_type").unwrap_or_default(),
            context_lines: values.number("context_lines"),
            config_file: path("config_file"),
            profile: text("profile"),
            tests: text("tests"),
            skips: text("skips"),
            severity: Threshold::named(values.text("severity_string"), values.number("severity")),
            confidence: Threshold::named(values.text("confidence_string"), values.number("confidence")),
            output_format,
            msg_template,
            verbose: values.flag("verbose"),
            debug: values.flag("debug"),
            debug_log: call.words.iter().any(|word| word == "-d" || word == "--debug"),
            quiet: values.flag("quiet"),
            ignore_nosec: values.flag("ignore_nosec"),
            excluded_paths: values.text("excluded_paths").map(with_escaped_bytes).unwrap_or_default(),
            baseline: path("baseline"),
            ini_path: path("ini_path"),
            exit_zero: values.flag("exit_zero"),
            default_format: call.default_format,
            output: match values.take("output_file") {
                Value::Stdout => Output::Stdout,
                Value::File(name, file) => Output::File(name, file),
                _ => Output::Unnamed,
            },
        })
    }

    /// The format of the report: the one asked for, or the default where there is no such format.
    pub(crate) fn format(&self) -> &str {
        let known = spec::FORMATS.contains(&self.output_format.as_str());
        if known { &self.output_format } else { self.default_format }
    }

    /// Whether json and yaml are sorted by test, rather than by file.
    pub(crate) fn by_vulnerability(&self) -> bool {
        self.agg_type == "vuln"
    }

    /// The least severity and the least confidence to report.
    pub(crate) fn levels(&self) -> Result<(Level, Level), OptionError> {
        let severity = self.severity.level("level", "--severity-level", "-l/--level")?;
        let confidence = self.confidence.level("confidence", "--confidence-level", "-i/--confidence")?;
        Ok((severity, confidence))
    }

    /// Checks what Bandit only comes to after the scan, and crashes on: the levels, and where the report goes.
    pub(crate) fn check(&self) -> Result<(), OptionError> {
        self.levels()?;
        match &self.output {
            Output::Stdout | Output::File(..) => Ok(()),
            Output::Unnamed => Err(OptionError::Unnamed),
            Output::Ini(Setting { file, value }) => {
                Err(OptionError::IniOutput { file: file.clone(), value: value.clone() })
            }
        }
    }
}

impl Threshold {
    /// The level of a name, counted as the options of one letter count.
    fn named(name: Option<&str>, count: i64) -> Threshold {
        let level = name.and_then(|name| (1..).zip(spec::LEVELS).find(|(_, level)| **level == name));
        Threshold::Count(level.map_or(count, |(level, _)| level))
    }

    fn level(
        &self,
        key: &'static str,
        option: &'static str,
        flag: &'static str,
    ) -> Result<Level, OptionError> {
        match self {
            Threshold::Count(count) => usize::try_from(count - 1)
                .ok()
                .and_then(|at| Level::ALL.get(at).copied())
                .ok_or(OptionError::Count { option: flag, count: count - 1 }),
            Threshold::Ini(Setting { file, value }) => {
                Err(OptionError::Level { file: file.clone(), key, value: value.clone(), option })
            }
        }
    }
}

/// A text in which bytes that are no UTF-8 stand as `\xNN`, as they do in the names of files.
fn with_escaped_bytes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match argv::undecoded_byte(c) {
            Some(byte) => out.push_str(&format!("\\x{byte:02x}")),
            None => out.push(c),
        }
    }
    out
}
