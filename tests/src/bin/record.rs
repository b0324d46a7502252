//! Records what the reference answers to the cases under `corpus/cases`, or checks the recordings against it.
//!
//!     record [--check | --ours] [--reference COMMAND] [FILTER...]
//!
//! The reference is a Bandit 1.9.4 on CPython 3.14: `COMMAND`, else `STOCKADE_REFERENCE`, else what `bandit` is installed. `{}` in
//! the command stands for the name of the program: `bandit`, `bandit-config-generator`, `bandit-baseline`.
//! `--check` tells which recordings differ from a fresh run, and writes nothing. `--ours` writes Stockade's own answers
//! for the runs that name a difference, to be read before they are committed. A filter is a part of `GROUP/NAME/RUN`.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::env;
use std::fs;
use std::io;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use stockade_tests::answer::Answer;
use stockade_tests::case::{Case, Run};
use stockade_tests::scanner::{Scanner, possible};

fn main() -> io::Result<ExitCode> {
    let options = options()?;
    let reference = Scanner::parse(&options.reference)?;
    if options.mode != Mode::Ours {
        let version = reference.version()?;
        if !version.starts_with("bandit 1.9.4\n") || !version.contains("python version = 3.14") {
            eprintln!("not the reference, Bandit 1.9.4 on CPython 3.14: {version}");
            return Ok(ExitCode::from(2));
        }
    }
    let scanner = if options.mode == Mode::Ours { Scanner::stockade()? } else { reference };
    let cases = Case::all()?;
    let wanted = |case: &Case, run: &Run| {
        let name = format!("{}/{}", case.name, run.name);
        options.filters.is_empty() || options.filters.iter().any(|filter| name.contains(filter))
    };
    let runs: Vec<(&Case, &Run)> = cases
        .iter()
        .flat_map(|case| case.run.iter().map(move |run| (case, run)))
        .filter(|(c, r)| wanted(c, r))
        .collect();
    if options.mode == Mode::Record && options.filters.is_empty() {
        cases.iter().try_for_each(remove_stale)?;
    }
    let queue = Mutex::new(runs.iter());
    let same = AtomicBool::new(true);
    thread::scope(|scope| {
        let work = || -> io::Result<()> {
            while let Some((case, run)) = { queue.lock().expect("no worker panics with the queue").next() } {
                if !take(options.mode, &scanner, case, run)? {
                    same.store(false, Ordering::Relaxed);
                }
            }
            Ok(())
        };
        let workers: Vec<_> = (0..2).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("a worker reports errors as values"))
    })?;
    let same = same.into_inner();
    println!("{} runs{}", runs.len(), if same { "" } else { ", not all as recorded" });
    Ok(if same || options.mode != Mode::Check { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Does one run; false if its answer is not the recorded one.
fn take(mode: Mode, scanner: &Scanner, case: &Case, run: &Run) -> io::Result<bool> {
    let name = format!("{}/{}", case.name, run.name);
    if !possible(run) {
        println!("{name}: not possible here");
        return Ok(false);
    }
    let context = |error: io::Error| io::Error::new(error.kind(), format!("{name}: {error}"));
    if mode == Mode::Ours {
        if run.ours.is_some() {
            let theirs = Answer::expected(case, run).map_err(context)?;
            scanner
                .answer(case, run)
                .map_err(context)?
                .write_difference(&theirs, &case.ours(run))
                .map_err(context)?;
        }
        return Ok(true);
    }
    let fresh = scanner.answer(case, run).map_err(context)?;
    let recorded = Answer::read(&case.answer(run));
    let difference = match &recorded {
        Ok(recorded) => recorded.difference(&fresh),
        Err(error) => Some(error.to_string()),
    };
    if let Some(difference) = &difference {
        if mode == Mode::Check {
            println!("{name}:\n{difference}");
        } else {
            println!("{name}: {}", if recorded.is_ok() { "changed" } else { "new" });
            fresh.write(&case.answer(run)).map_err(context)?;
        }
    }
    Ok(difference.is_none())
}

/// Removes the answers of runs that are no more.
fn remove_stale(case: &Case) -> io::Result<()> {
    for kind in ["answers", "ours"] {
        let folder = case.folder.join(kind);
        if !folder.exists() {
            continue;
        }
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let name = entry.file_name();
            if !case.run.iter().any(|run| *run.name == *name && (kind == "answers" || run.ours.is_some())) {
                println!("{}/{}: removed", case.name, name.to_string_lossy());
                fs::remove_dir_all(entry.path())?;
            }
        }
    }
    Ok(())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Record,
    Check,
    Ours,
}

struct Options {
    mode: Mode,
    reference: String,
    filters: Vec<String>,
}

fn options() -> io::Result<Options> {
    let reference = env::var("STOCKADE_REFERENCE").unwrap_or_else(|_| "{}".to_owned());
    let mut options = Options { mode: Mode::Record, reference, filters: Vec::new() };
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--check" => options.mode = Mode::Check,
            "--ours" => options.mode = Mode::Ours,
            "--reference" => {
                options.reference =
                    arguments.next().ok_or_else(|| io::Error::other("--reference needs a command"))?;
            }
            option if option.starts_with('-') => {
                return Err(io::Error::other(format!("unknown option {option}")));
            }
            _ => options.filters.push(argument),
        }
    }
    Ok(options)
}
