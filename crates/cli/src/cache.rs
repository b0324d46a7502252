//! Where the cache of `stockade scan` is: the arguments and the environment that say so, and `stockade cache`.

use std::path::PathBuf;
use std::{env, io};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use etcetera::base_strategy::{BaseStrategy, choose_native_strategy};
use stockade::{CacheRun, Run, Scanner};

/// The variable that names the folder.
const VARIABLE: &str = "STOCKADE_CACHE_DIR";

/// The options of a scan that concern the cache.
pub(crate) fn options() -> [Arg; 2] {
    [
        folder().help_heading("Cache"),
        Arg::new("no-cache")
            .long("no-cache")
            .action(ArgAction::SetTrue)
            .conflicts_with("cache-dir")
            .help("Scan every file anew, and keep nothing")
            .help_heading("Cache"),
    ]
}

fn folder() -> Arg {
    Arg::new("cache-dir")
        .long("cache-dir")
        .value_name("DIR")
        .value_parser(value_parser!(PathBuf))
        .help("Keep what was found in this folder [default: $STOCKADE_CACHE_DIR, else `stockade` in the user's cache folder]")
}

/// The command with its own commands.
pub(crate) fn command() -> Command {
    Command::new("cache")
        .about("What `stockade scan` keeps of files, so that unchanged ones are not scanned again")
        .subcommand(Command::new("dir").about("Print where it is").arg(folder()))
        .subcommand(Command::new("clean").about("Remove it").arg(folder()))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
}

/// The scanner with the cache that the options ask for.
pub(crate) fn apply(scanner: Scanner, arguments: &ArgMatches) -> Scanner {
    if arguments.get_flag("no-cache") {
        return scanner;
    }
    match place(arguments) {
        Some(folder) => scanner.cache(folder),
        None => scanner,
    }
}

/// Tells what is wrong with the cache, and if asked for, what it was good for.
pub(crate) fn tell(run: &Run, verbose: bool) {
    let Some(run) = &run.cache else { return };
    if let Some(refused) = &run.refused {
        eprintln!("warning: {refused}");
    } else if verbose {
        let CacheRun { asked, answered, .. } = run;
        eprintln!("note: {answered} of {asked} files were scanned before");
        if let Some(failed) = &run.failed {
            eprintln!("note: {failed}");
        }
    }
}

/// Runs the command and gives its exit code.
pub(crate) fn run(arguments: &ArgMatches) -> u8 {
    let Some((name, rest)) = arguments.subcommand() else { return 2 };
    let Some(folder) = place(rest) else {
        eprintln!("error: the user has no cache folder: name one with --cache-dir or {VARIABLE}");
        return 2;
    };
    if name == "dir" {
        return crate::tell(|out| writeln!(out, "{}", folder.display()));
    }
    match stockade::clean_cache(&folder) {
        Ok(freed) => crate::tell(|out| writeln!(out, "{}: {freed} bytes freed", folder.display())),
        Err(error) => {
            eprintln!("error: cannot clean {}: {}", folder.display(), words(&error));
            2
        }
    }
}

fn words(error: &io::Error) -> String {
    stockade_core::source::reason(error)
}

/// The folder: as the arguments say, else the environment, else in the user's own for such things.
fn place(arguments: &ArgMatches) -> Option<PathBuf> {
    let said = arguments.get_one::<PathBuf>("cache-dir").cloned();
    let said = said.or_else(|| env::var_os(VARIABLE).map(PathBuf::from));
    match said {
        Some(folder) if !folder.as_os_str().is_empty() => Some(folder),
        _ => Some(choose_native_strategy().ok()?.cache_dir().join("stockade")),
    }
}
