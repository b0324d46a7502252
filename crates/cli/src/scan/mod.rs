//! `stockade scan`: from arguments to a report and an exit code.

mod arguments;
mod files;
mod fix;
mod progress;
mod settings;

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::{env, io};

use clap::ArgMatches;
use stockade::{Error, Scanner, Threshold, Verdict};
use stockade_report::{Format, View};

pub(crate) use arguments::{command, looking};

use self::fix::Wanted;
use self::progress::Progress;
use crate::output::{self, Clock, Formats, Outputs};
use crate::{baseline, cache, diagnostics};

/// How a scan may be told.
const FORMATS: Formats<Format> = Formats { all: &NAMED };

const NAMED: [(&str, Format); Format::ALL.len()] = {
    let mut named = [("", Format::Human); Format::ALL.len()];
    let mut at = 0;
    while at < named.len() {
        named[at] = (Format::ALL[at].name(), Format::ALL[at]);
        at += 1;
    }
    named
};

/// Runs the command and gives its exit code.
pub(crate) fn run(arguments: &ArgMatches) -> u8 {
    scan(arguments).unwrap_or_else(|failure| {
        match failure {
            Failure::Scan(error) => diagnostics::tell(&error),
            Failure::Output(error) => eprintln!("error: {error}"),
        }
        2
    })
}

/// Why there is no result.
enum Failure {
    Scan(Error),
    Output(output::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Scan(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Scan(error.into())
    }
}

impl From<output::Error> for Failure {
    fn from(error: output::Error) -> Failure {
        Failure::Output(error)
    }
}

fn scan(arguments: &ArgMatches) -> Result<u8, Failure> {
    let Asked { targets, scanner, fail_on, strict } = choose(arguments)?;
    if arguments.get_flag("show-files") {
        return Ok(files::show(&scanner.inventory(targets)?)?);
    }
    let scanner = cache::apply(baseline::apply(scanner, arguments), arguments);
    let quiet = arguments.get_flag("quiet");
    let outputs = Outputs::read(&FORMATS, arguments, quiet)?;
    let clock = Clock::start(env::var_os("SOURCE_DATE_EPOCH").as_deref())?;
    let scan = || {
        let progress = Progress::new(!quiet);
        scanner.scan_with(&targets, &|done, count| progress.show(done, count))
    };
    // The process ends with it: to give its pieces back one by one takes longer than the system does at the end.
    let mut report = ManuallyDrop::new(scan()?);
    let mut failed = false;
    match fix::wanted(arguments) {
        Wanted::Nothing => {}
        Wanted::Diff => {
            let code = fix::diff(&report, &mut io::stdout().lock())?;
            cache::tell(&report.run, arguments.get_flag("verbose"));
            let incomplete = report.verdict(None, strict) == Verdict::Incomplete;
            return Ok(if incomplete { 2 } else { code });
        }
        Wanted::Fix => {
            let fixed = fix::fix(&report, arguments.get_flag("verbose"), quiet);
            failed = fixed.failed;
            if fixed.changed {
                // What is told of the files is what stands in them now.
                *report = scan()?;
            }
        }
    }
    cache::tell(&report.run, arguments.get_flag("verbose"));
    report.run.time = Some(clock.stop());
    let view = View {
        report: &report,
        fail_on,
        strict,
        category: outputs.category(),
        colour: outputs.stdout().is_some_and(Format::is_for_people) && output::has_colour(arguments),
        width: output::width(),
        verbose: arguments.get_flag("verbose"),
        quiet,
    };
    let in_file = View { colour: false, width: output::WIDTH, ..view };
    let errors = outputs.write(
        |to| to.format.write(if to.in_file { &in_file } else { &view }, to.out, to.warn),
        &mut |warning| eprintln!("warning: {warning}"),
    );
    for error in &errors {
        eprintln!("error: {error}");
    }
    if failed || !errors.is_empty() {
        return Ok(2);
    }
    Ok(match report.verdict(fail_on, strict) {
        Verdict::Clean => 0,
        Verdict::Findings => 1,
        Verdict::Incomplete => 2,
    })
}

/// What the arguments of [`looking`] ask for.
pub(crate) struct Asked {
    /// What is to be scanned.
    pub(crate) targets: Vec<PathBuf>,
    /// What scans it, with its configuration.
    pub(crate) scanner: Scanner,
    /// From where on findings fail the scan.
    pub(crate) fail_on: Option<Threshold>,
    /// Whether a file that could not be parsed fails it.
    pub(crate) strict: bool,
}

/// Reads the arguments of [`looking`], and the configuration that they or the targets name.
pub(crate) fn choose(arguments: &ArgMatches) -> Result<Asked, Error> {
    let isolated = settings::is_isolated(arguments);
    let threads = arguments.get_one::<u16>("threads").copied().unwrap_or_default();
    let scanner = Scanner::new().isolated(isolated).threads(threads.into());
    let (targets, scanner) = files::choose(arguments, scanner)?;
    let root = scanner.project_root(&targets)?;
    let loaded = settings::load(arguments, &root)?;
    let (fail_on, strict) = (loaded.settings.fail_on, loaded.settings.strict);
    let scanner = scanner.configured(loaded).ignore_nosec(arguments.get_flag("ignore-nosec"));
    Ok(Asked { targets, scanner, fail_on, strict })
}
