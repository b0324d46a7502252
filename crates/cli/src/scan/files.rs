//! The arguments that say which files are scanned, and `--show-files`.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::ArgMatches;
use clap::parser::ValueSource;
use stockade::{Error, Inventory, Scanner};
use stockade_core::source;

/// Sets up a scanner for the files that are asked for, and gives the paths. Standard input is read if it is asked for.
pub(super) fn choose(arguments: &ArgMatches, scanner: Scanner) -> Result<(Vec<PathBuf>, Scanner), Error> {
    let mut targets: Vec<PathBuf> = arguments.get_many("path").unwrap_or_default().cloned().collect();
    let excluded = arguments.get_many::<String>("exclude").unwrap_or_default().cloned();
    let mut scanner = scanner.no_ignore(arguments.get_flag("no-ignore")).exclude(excluded);
    let name = arguments.get_one::<PathBuf>("stdin-filename");
    let is_stdin = |path: &PathBuf| path == Path::new("-");
    if name.is_some() || targets.iter().any(is_stdin) {
        // The folder at hand is what is scanned when nothing is said, and here something is.
        let said = arguments.value_source("path") == Some(ValueSource::CommandLine);
        targets.retain(|path| said && !is_stdin(path));
        let mut text = Vec::new();
        source::read_bounded(&mut io::stdin().lock(), &mut text)?;
        scanner = scanner.stdin(name.cloned(), text);
    }
    Ok((targets, scanner))
}

/// Prints the names of the files, and on standard error what is left out, what could not be read, and the notes.
pub(super) fn show(inventory: &Inventory) -> Result<u8, Error> {
    let mut out = BufWriter::new(io::stdout().lock());
    for target in &inventory.targets {
        writeln!(out, "{}", target.name)?;
    }
    out.flush()?;
    for left in &inventory.left_out {
        eprintln!("left out: {} ({})", left.name, left.by);
    }
    for (name, reason) in &inventory.unreadable {
        eprintln!("error: cannot list {name}: {reason}");
    }
    for note in &inventory.notes {
        eprintln!("note: {note}");
    }
    Ok(if inventory.unreadable.is_empty() { 0 } else { 2 })
}
