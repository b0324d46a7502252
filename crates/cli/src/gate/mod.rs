//! `stockade gate`: from reports and a policy to a verdict and an exit code.
//!
//! 0 is a release that passes, 1 one that the policy forbids, 2 one of which too little is known, and every error of
//! usage, 3 a policy that cannot be used. An answer that cannot be written as asked is 2 as well.

mod arguments;
mod inputs;
mod policy;
mod scan;

use std::env;
use std::path::PathBuf;

use clap::ArgMatches;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use stockade_gate::decide::{Case, decide};
use stockade_gate::policy::explain;
use stockade_gate::render::{Format, View};
use stockade_gate::verdict::Verdict;

pub(crate) use self::arguments::command;
pub(crate) use self::inputs::{Named, receive};
use self::policy::{Chosen, Failure};
use crate::diagnostics;
use crate::output::{self, Clock, Formats, Outputs};

/// How a verdict may be told.
const FORMATS: Formats<Format> = Formats { all: &NAMED };

const NAMED: [(&str, Format); Format::ALL.len()] = {
    let mut named = [("", Format::Text); Format::ALL.len()];
    let mut at = 0;
    while at < named.len() {
        named[at] = (Format::ALL[at].name(), Format::ALL[at]);
        at += 1;
    }
    named
};

/// The exit code of a policy that cannot be used.
const INVALID_POLICY: u8 = 3;

/// Runs the command and gives its exit code.
pub(crate) fn run(arguments: &ArgMatches) -> u8 {
    if let Some(("explain", arguments)) = arguments.subcommand() {
        return tell_policy(arguments);
    }
    judge(arguments).unwrap_or_else(|failure| failure)
}

/// Says why there is no verdict, and gives the exit code.
fn fail(failure: Failure) -> u8 {
    match failure {
        Failure::Invalid(invalid) => eprint!("{}", diagnostics::drawn(&invalid)),
        Failure::Other(error) => eprintln!("error: {error}"),
    }
    INVALID_POLICY
}

/// Says what is wrong with how the command was called, and gives the exit code.
fn misused(error: impl std::fmt::Display) -> u8 {
    eprintln!("error: {error}");
    2
}

fn judge(arguments: &ArgMatches) -> Result<u8, u8> {
    let quiet = arguments.get_flag("quiet");
    let outputs = Outputs::read(&FORMATS, arguments, quiet).map_err(misused)?;
    let clock = Clock::start(env::var_os("SOURCE_DATE_EPOCH").as_deref()).map_err(misused)?;
    let named: Vec<Named> = arguments.get_many("report").unwrap_or_default().cloned().collect();
    let targets: Vec<PathBuf> = arguments.get_many("scan").unwrap_or_default().cloned().collect();
    if named.is_empty() && targets.is_empty() {
        return Err(misused(
            "no report is named, so nothing says that anything was scanned; name reports, or say --scan PATH",
        ));
    }
    let named_policy = arguments.get_one::<PathBuf>("policy");
    let Chosen { policy, origin, configured } =
        policy::choose(named_policy.map(PathBuf::as_path)).map_err(fail)?;
    let policy = arguments::overridden(policy, arguments);
    let vex: Vec<PathBuf> = arguments.get_many("vex").unwrap_or_default().cloned().collect();
    let files = policy::read_named(&policy, &vex).map_err(fail)?;
    let mut inputs = Vec::new();
    if !targets.is_empty() {
        inputs.push(scan::receive(&targets, &configured, &clock));
    }
    inputs.extend(inputs::receive(&named));
    let verdict = decide(Case {
        policy: &policy,
        origin,
        as_of: arguments::as_of(arguments),
        inputs,
        vex: files.vex,
        baseline: files.baseline,
        exploited: files.exploited,
        probabilities: files.probabilities,
    });
    let errors = tell(&verdict, &outputs, arguments);
    for error in &errors {
        eprintln!("error: {error}");
    }
    Ok(if errors.is_empty() { verdict.outcome.exit_code() } else { 2 })
}

fn tell(verdict: &Verdict, outputs: &Outputs<Format>, arguments: &ArgMatches) -> Vec<output::Error> {
    let view = View {
        verdict,
        colour: outputs.stdout() == Some(Format::Text) && output::has_colour(arguments),
        width: output::width(),
        verbose: arguments.get_flag("verbose"),
        category: outputs.category(),
    };
    let in_file = View { colour: false, width: output::WIDTH, ..view };
    outputs.write(
        |to| to.format.write(if to.in_file { &in_file } else { &view }, to.out, to.warn),
        &mut |warning| eprintln!("warning: {warning}"),
    )
}

/// `stockade gate explain`: what the policy means, in plain words.
fn tell_policy(arguments: &ArgMatches) -> u8 {
    let named = arguments.get_one::<PathBuf>("policy");
    let Chosen { policy, origin, .. } = match policy::choose(named.map(PathBuf::as_path)) {
        Ok(chosen) => chosen,
        Err(failure) => return fail(failure),
    };
    // What it names must be there for it to be used.
    if let Err(failure) = policy::read_named(&policy, &[]) {
        return fail(failure);
    }
    let today = arguments::as_of(arguments).to_zoned(TimeZone::UTC).date();
    crate::tell(|out| {
        match &origin {
            stockade_gate::verdict::Origin::Default => {
                writeln!(out, "There is no policy here; this is what holds by default.\n")?;
            }
            stockade_gate::verdict::Origin::File { path, sha256, .. } => {
                writeln!(out, "{path} (SHA-256 {sha256})\n")?;
            }
        }
        explain::explain(&policy, today, out)
    })
}

/// The moment at hand.
fn now() -> Timestamp {
    Timestamp::now()
}
