//! `bandit-baseline`: scans the parent of the current commit and then the current one, and reports what is new.
//!
//! The working tree is set to each commit in turn, as Bandit 1.9.4 does it, and set back whatever happens: also when
//! a scan fails, on an interruption, or when this program panics. `git` has what is asked of the repository. The
//! messages are Bandit's, which byte parity forces; they are credited in NOTICE.

mod git;
mod scan;
#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use crate::python::argparse::{Action, Argument, Count, Parser, Preset};
use crate::python::{argv, repr};
use git::Repository;
use scan::Interruptions;

/// The formats that a report can be written in.
const FORMATS: &[&str] = &["txt", "html", "json"];
/// The "format" of a report that is printed.
const TERMINAL: &str = "terminal";
/// The report's name, without the ending.
const REPORT: &str = "bandit_baseline_result";
/// The name of the parent commit's report.
const BASELINE: &str = "_bandit_baseline_run.json_";

/// How the command was called.
pub(crate) struct Call<'a> {
    /// The last part of the name it was called by.
    pub(crate) program: &'a str,
    /// The words after that name.
    pub(crate) words: &'a [OsString],
    /// The columns of the terminal.
    pub(crate) columns: i64,
    /// The folder it was called in.
    pub(crate) folder: &'a Path,
    /// The command that scans, to which the words of a scan are added.
    pub(crate) scanner: &'a dyn Fn() -> Command,
}

/// What the command prints to, in its turn with the scans.
pub(crate) struct Streams<'a> {
    /// Standard output.
    pub(crate) out: &'a mut dyn Write,
    /// Standard error.
    pub(crate) err: &'a mut dyn Write,
}

/// Runs the command and gives its exit code.
pub(crate) fn run(call: &Call<'_>, streams: &mut Streams<'_>) -> io::Result<u8> {
    let parser = parser(call.program, call.columns);
    let format = match parser.parse_known_args(call.words, &mut |_| Err(io::ErrorKind::Unsupported.into())) {
        Ok((values, _)) => values.text("output_format").unwrap_or(TERMINAL).to_owned(),
        Err(exit) => {
            streams.out.write_all(exit.stdout.as_bytes())?;
            streams.err.write_all(exit.stderr.as_bytes())?;
            return Ok(exit.code);
        }
    };
    let Some(repository) = requirements(call, &format, streams)? else { return Ok(2) };
    match repository {
        Ok(repository) => compare(call, &format, &repository, streams),
        Err(error) => fail(&error, streams),
    }
}

fn parser(program: &str, columns: i64) -> Parser {
    let mut parser =
        Parser::new(program, columns, "Bandit Baseline - Generates Bandit results compared to a baseline");
    parser.epilog =
        "Additional Bandit arguments such as severity filtering (-ll) can be added and will be passed to \
                     Bandit."
            .to_owned();
    parser.arguments.extend([
        Argument::positional("targets", Count::Some, "source file(s) or directory(s) to be tested"),
        Argument::option(
            &["-f"],
            "output_format",
            Action::choice(FORMATS, Preset::Str(TERMINAL.to_owned())),
            "specify output format",
        ),
    ]);
    parser
}

/// Checks all that must hold before anything is touched. Nothing is given back where Bandit says what is missing, an
/// error where it would crash.
fn requirements(
    call: &Call<'_>,
    format: &str,
    streams: &mut Streams<'_>,
) -> io::Result<Option<Result<Repository, git::Error>>> {
    let report = report_name(format);
    if format == TERMINAL {
        info(streams, &format!("No output format specified, using {TERMINAL}"))?;
    }
    if !git::is_available() {
        error(streams, "Git not available, reinstall with baseline extra")?;
        return Ok(None);
    }
    let mut valid = true;
    let repository = Repository::open(call.folder);
    match repository.as_ref().map(Repository::is_dirty) {
        None => {
            error(streams, "Bandit baseline must be called from a git project root")?;
            valid = false;
        }
        Some(Ok(true)) => {
            error(streams, "Current working directory is dirty and must be resolved")?;
            valid = false;
        }
        Some(Ok(false)) => {}
        Some(Err(error)) => return Ok(Some(Err(error))),
    }
    if format != TERMINAL && call.folder.join(&report).exists() {
        error(streams, &format!("File {report} already exists, aborting"))?;
        valid = false;
    }
    if call.folder.join(BASELINE).exists() {
        error(streams, &format!("Temporary file {BASELINE} needs to be removed prior to running"))?;
        valid = false;
    }
    if call.words.iter().any(|word| word == "-o") {
        error(streams, "Bandit baseline must not be called with the -o option")?;
        valid = false;
    }
    Ok(repository.filter(|_| valid).map(Ok))
}

/// Scans both commits, and prints the second report or says where it is.
fn compare(
    call: &Call<'_>,
    format: &str,
    repository: &Repository,
    streams: &mut Streams<'_>,
) -> io::Result<u8> {
    let (current, parent) = match commits(repository, streams)? {
        Ok(commits) => commits,
        Err(Missing::Parent) => {
            error(streams, "Parent commit not available")?;
            return Ok(2);
        }
        Err(Missing::Name) => {
            error(streams, "Unable to get current or parent commit")?;
            return Ok(2);
        }
        Err(Missing::Commit(error)) => return fail(&error, streams),
    };
    let folder = tempfile::Builder::new().prefix("tmp").rand_bytes(8).tempdir()?;
    let baseline = folder.path().join(BASELINE).into_os_string();
    let report = report_name(format);
    let first: Vec<OsString> = vec!["-f".into(), "json".into(), "-o".into(), baseline.clone()];
    let mut second: Vec<OsString> = vec!["-b".into(), baseline];
    second.extend(if format == TERMINAL { ["-f", "txt"] } else { ["-o", &report] }.map(OsString::from));

    let interruptions = Interruptions::listen()?;
    let tree = repository.restore_to(&current);
    let mut last = None;
    for (message, commit, words) in [
        ("Getting Bandit baseline results", &parent, first),
        ("Comparing Bandit results to baseline", &current, second),
    ] {
        if let Err(error) = repository.reset(commit) {
            return fail(&error, streams);
        }
        info(streams, message)?;
        let mut scanner = (call.scanner)();
        scanner.args(call.words).args(words).current_dir(call.folder);
        let scan = scan::run(&mut scanner, &interruptions)?;
        if let Some(code) = interruptions.exit_code() {
            return Ok(code);
        }
        if !matches!(scan.code, 0 | 1) {
            let words: Vec<String> = call.words.iter().map(|word| argv::decode(word)).collect();
            let output = repr::bytes(&scan.output);
            error(streams, &format!("Error running command: {}\nOutput: {output}\n", repr::list(&words)))?;
        }
        last = Some(scan);
    }
    drop(folder);
    if let Err(error) = tree.restore() {
        return fail(&error, streams);
    }
    let Some(scan) = last else { return Ok(2) };
    if format != TERMINAL {
        info(streams, &format!("Successfully wrote {report}"))?;
    } else if scan.code == 0 {
        streams.out.write_all(&scan.output)?;
        writeln!(streams.out)?;
    } else {
        // Where there are findings, Python prints the bytes themselves, on one line.
        writeln!(streams.out, "{}", repr::bytes(&scan.output))?;
    }
    streams.out.flush()?;
    // The operating system keeps the last eight bits, also of the negative code that a signal gives.
    Ok(u8::try_from(scan.code & 0xff).unwrap_or(2))
}

/// Why there are no two commits to compare.
enum Missing {
    /// The first commit has no parent.
    Parent,
    /// Git finds no name for a commit.
    Name,
    /// There is no commit at all.
    Commit(git::Error),
}

/// The current commit and its first parent; each is told with its name.
fn commits(
    repository: &Repository,
    streams: &mut Streams<'_>,
) -> io::Result<Result<(String, String), Missing>> {
    let head = match repository.head() {
        Ok(head) => head,
        Err(error) => return Ok(Err(Missing::Commit(error))),
    };
    let Ok(name) = repository.name_of(&head.id) else { return Ok(Err(Missing::Name)) };
    info(streams, &format!("Got current commit: [{name}]"))?;
    let Some(parent) = head.parent else { return Ok(Err(Missing::Parent)) };
    let Ok(name) = repository.name_of(&parent) else { return Ok(Err(Missing::Name)) };
    info(streams, &format!("Got parent commit: [{name}]"))?;
    Ok(Ok((head.id, parent)))
}

fn report_name(format: &str) -> String {
    format!("{REPORT}.{format}")
}

/// The end where Bandit would crash.
fn fail(failure: &git::Error, streams: &mut Streams<'_>) -> io::Result<u8> {
    error(streams, &failure.to_string())?;
    Ok(2)
}

fn info(streams: &mut Streams<'_>, message: &str) -> io::Result<()> {
    writeln!(streams.out, "[   INFO ] {message}")?;
    streams.out.flush()
}

fn error(streams: &mut Streams<'_>, message: &str) -> io::Result<()> {
    writeln!(streams.out, "[  ERROR ] {message}")?;
    streams.out.flush()
}
