//! `stockade convert`: any report that the gate reads, as SARIF.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::builder::ValueParser;
use clap::{Arg, ArgMatches, Command, value_parser};
use stockade_gate::render::sarif;

use crate::gate::{Named, receive};
use crate::output::replace;

/// The command with its arguments.
pub(crate) fn command() -> Command {
    Command::new("convert")
        .about("Turn a report of any scanner into SARIF")
        .arg(
            Arg::new("report")
                .value_name("[NAME=]REPORT")
                .required(true)
                .value_parser(ValueParser::new(Named::parse))
                .help("The report, or - for standard input; NAME= says which tool's it must be"),
        )
        .arg(
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf))
                .help("Write to this file, and not to standard output"),
        )
        .arg(
            Arg::new("category")
                .long("category")
                .value_name("NAME")
                .help("What tells this analysis from others of the same commit: GitHub's category"),
        )
}

/// Runs the command: 0 for a report that was converted, 2 for one that cannot be believed. A scan that failed is
/// converted, and said to have failed.
pub(crate) fn run(arguments: &ArgMatches) -> u8 {
    let Some(named) = arguments.get_one::<Named>("report") else { return 2 };
    let received = receive(std::slice::from_ref(named));
    let [one] = received.as_slice() else {
        eprintln!("error: {} names {} reports; one can be converted at a time", named.path, received.len());
        return 2;
    };
    let report = match &one.report {
        Ok(report) => report,
        Err(refusal) => {
            eprintln!("error: {} {} ({})", one.path, refusal.cause, refusal.cure);
            return 2;
        }
    };
    for failure in report.reading.scans.iter().flat_map(|scan| &scan.failures) {
        eprintln!("warning: {}: {failure}", one.path);
    }
    let category = arguments.get_one::<String>("category").map(String::as_str);
    let mut warn = |warning: String| eprintln!("warning: {warning}");
    let mut write = |out: &mut dyn Write| {
        let mut out = io::BufWriter::with_capacity(1 << 16, out);
        sarif::convert(report, &one.path, category, &mut out, &mut warn)?;
        out.flush()
    };
    let (written, place) = match arguments.get_one::<PathBuf>("output") {
        Some(file) => (replace(file, &mut write), file.display().to_string()),
        None => (write(&mut io::stdout().lock()), "to standard output".to_owned()),
    };
    match written {
        Ok(()) => 0,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            eprintln!("error: cannot write {place}: {error}");
            2
        }
    }
}
