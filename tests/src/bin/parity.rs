//! The command `parity`: holds the scanner against Bandit on released packages. This file reads the command line,
//! chooses the jobs and prints; what a comparison is stands in `stockade_tests::parity`.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, value_parser};
use stockade_tests::parity::data::{Answers, Case, Data, FORMATS, Job, PLAIN, Tree};
use stockade_tests::parity::fetch::{self, Place};
use stockade_tests::parity::mask::Masked;
use stockade_tests::parity::reference::{Bandit, Source, VARIABLE, Want};
use stockade_tests::parity::run::{Call, words};
use stockade_tests::parity::{Error, Result, compare, time};
use stockade_tests::{cost, scanner};

const ABOUT: &str = "Holds the scanner's answers against Bandit's, byte for byte";

const AFTER: &str = "\
Trees are downloaded with pip by name and exact version, and kept in the cache with Bandit's answers. Bandit's
answers come from the cache, from an installed Bandit of the right version and Python, or else from the recorded
digests in corpus/parity/answers.tsv.

STOCKADE_REFERENCE, STOCKADE_PARITY_CACHE and STOCKADE_STDLIB stand for --reference, --cache and --stdlib.

Exit status: 0 the same bytes and exit codes; 1 they differ; 2 a comparison could not be made.";

fn main() -> ExitCode {
    match run(&command().get_matches()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            eprintln!("parity: {error}");
            ExitCode::from(2)
        }
    }
}

fn command() -> clap::Command {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(help)
    };
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    clap::Command::new("parity")
        .about(ABOUT)
        .after_help(AFTER)
        .arg(flag("short", "Every format and every case on the trees of the short run (the default)"))
        .arg(flag("all", "Every tree, in json").conflicts_with("short"))
        .arg(option("tree", "NAME", "This tree only; may be repeated").action(ArgAction::Append))
        .arg(
            option("format", "F", "This format only; may be repeated")
                .action(ArgAction::Append)
                .value_parser(FORMATS),
        )
        .arg(
            option("stdlib", "PATH", "The folder of CPython's standard library, as a tree more")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(option("scanner", "COMMAND", "The scanner [default: `stockade bandit`, built here]"))
        .arg(option("reference", "COMMAND", "Bandit [default: `bandit`]"))
        .arg(
            option("cache", "FOLDER", "Where trees and answers are kept [default: target/parity]")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            option("show", "N", "How many examples to print of each difference")
                .default_value("5")
                .value_parser(value_parser!(usize)),
        )
        .arg(flag("record", "Run Bandit only, and record the digests of its answers"))
        .arg(
            option("time", "N", "Compare processor time over N runs of each on each tree, in turn")
                .value_parser(value_parser!(usize))
                .conflicts_with("record"),
        )
        .arg(
            Arg::new("arguments")
                .last(true)
                .num_args(0..)
                .allow_hyphen_values(true)
                .help("Arguments for both scanners, instead of the cases"),
        )
}

fn run(options: &ArgMatches) -> Result<u8> {
    let data = Data::read(&root().join("corpus/parity"))?;
    let cache =
        path(options, "cache", "STOCKADE_PARITY_CACHE").unwrap_or_else(|| root().join("target/parity"));
    let reference = options.get_one::<String>("reference").cloned().or_else(|| std::env::var(VARIABLE).ok());
    let source = Source {
        data: &data,
        bandit: Bandit::find(reference.as_deref(), &data.reference)?,
        recorded: Answers::read(&recorded())?,
        cache,
    };
    let stdlib = path(options, "stdlib", "STOCKADE_STDLIB").map(|path| stdlib(&path, &data)).transpose()?;
    let trees = trees(options, &data, stdlib.as_ref())?;

    if options.get_flag("record") {
        return record(options, source, &trees);
    }
    let scanner = match options.get_one::<String>("scanner") {
        Some(command) => words(command)?,
        None => vec![build()?, "bandit".to_owned()],
    };
    if let Some(runs) = options.get_one::<usize>("time") {
        return processor_time(&source, &trees, &scanner, *runs);
    }
    say_reference(&source);
    compare_all(options, &source, &trees, &scanner)
}

/// The value of an option that names a path, or that of the variable that stands for it.
fn path(options: &ArgMatches, option: &str, variable: &str) -> Option<PathBuf> {
    options.get_one::<PathBuf>(option).cloned().or_else(|| std::env::var_os(variable).map(PathBuf::from))
}

/// Builds the scanner as this command was built, so that what is compared is never an old one.
fn build() -> Result<String> {
    let failed =
        |what: std::io::Error| Error::Command { command: "cargo build".to_owned(), what: what.to_string() };
    Ok(scanner::build().map_err(failed)?.to_string_lossy().into_owned())
}

/// The root of the checkout.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

fn recorded() -> PathBuf {
    root().join("corpus/parity/answers.tsv")
}

/// A tree that was chosen, and where it is when it does not have to be brought.
type Chosen<'a> = (&'a Tree, Option<&'a Place>);

fn trees<'a>(
    options: &ArgMatches,
    data: &'a Data,
    stdlib: Option<&'a (Tree, Place)>,
) -> Result<Vec<Chosen<'a>>> {
    let local = stdlib.map(|(tree, place)| (tree, Some(place)));
    if let Some(names) = options.get_many::<String>("tree") {
        let find = |name: &String| {
            data.tree(name)
                .map(|tree| (tree, None))
                .or(local.filter(|(tree, _)| tree.name == *name))
                .ok_or_else(|| Error::NoAnswer(format!("no tree is called {name}")))
        };
        return names.map(find).collect();
    }
    let all = options.get_flag("all");
    let listed = data.trees.iter().filter(|tree| all || tree.short).map(|tree| (tree, None));
    Ok(listed.chain(local).collect())
}

fn stdlib(path: &Path, data: &Data) -> Result<(Tree, Place)> {
    let digest = fetch::digest(path)?;
    let place = fetch::place(path, digest.clone())?;
    let tree = Tree {
        name: "stdlib".to_owned(),
        package: "cpython".to_owned(),
        version: data.reference.python.clone(),
        archive: String::new(),
        sha256: digest,
        folder: path.to_path_buf(),
        short: false,
        benchmark: false,
    };
    Ok((tree, place))
}

/// The cases that come from the command line.
struct Asked {
    plain: Case,
    extra: Option<Case>,
}

impl Asked {
    fn new(options: &ArgMatches) -> Asked {
        let arguments = options.get_many::<String>("arguments").map(|list| list.cloned().collect());
        Asked {
            plain: Case::with(PLAIN, Vec::new()),
            extra: arguments.map(|arguments| Case::with("extra", arguments)),
        }
    }

    fn jobs<'a>(&'a self, options: &'a ArgMatches, data: &'a Data, tree: &'a Tree) -> Vec<Job<'a>> {
        let formats: Vec<&str> =
            options.get_many::<String>("format").into_iter().flatten().map(String::as_str).collect();
        let given = options.get_flag("all") || options.contains_id("tree");
        if self.extra.is_none() && (options.get_flag("short") || !given) && tree.package != "cpython" {
            let mut jobs = data.jobs(tree, &self.plain);
            jobs.retain(|job| formats.is_empty() || formats.contains(&job.format));
            return jobs;
        }
        let case = self.extra.as_ref().unwrap_or(&self.plain);
        let formats = if formats.is_empty() { vec!["json"] } else { formats };
        formats.into_iter().map(|format| Job { tree, case, format }).collect()
    }
}

fn place(source: &Source, tree: &Tree, known: Option<&Place>) -> Result<Place> {
    known.cloned().map_or_else(|| fetch::tree(tree, &source.cache), Ok)
}

fn say_reference(source: &Source) {
    let wanted = &source.data.reference;
    match &source.bandit {
        Some(bandit) if bandit.version == *wanted => {
            println!("reference: {} on CPython {}", bandit.command.join(" "), wanted.python);
        }
        Some(bandit) => println!(
            "reference: recorded digests; where there are none, {} on CPython {}, which is not {}: expect \
             differences in f-strings and newer syntax",
            bandit.command.join(" "),
            bandit.version.python,
            wanted.python,
        ),
        None => println!("reference: recorded digests (no Bandit {} is installed)", wanted.version),
    }
}

/// How much to print.
struct Shown {
    /// How many examples of each difference.
    examples: usize,
    /// Whether to print the table of rules where nothing differs, too.
    tables: bool,
}

fn compare_all(options: &ArgMatches, source: &Source, trees: &[Chosen], scanner: &[String]) -> Result<u8> {
    let shown = Shown {
        examples: options.get_one::<usize>("show").copied().unwrap_or_default(),
        // In a long run they would bury what differs.
        tables: options.contains_id("tree") && !options.get_flag("short"),
    };
    let asked = Asked::new(options);
    let (mut same, mut different, mut none) = (0, 0, 0);
    for (tree, known) in trees {
        let place = match place(source, tree, *known) {
            Ok(place) => place,
            Err(error) => {
                println!("none    {}: {error}", tree.name);
                none += 1;
                continue;
            }
        };
        for job in asked.jobs(options, source.data, tree) {
            match compare_one(source, &job, &place, scanner, &shown) {
                Ok(true) => same += 1,
                Ok(false) => different += 1,
                Err(error) => {
                    println!("none    {}: {error}", job.name());
                    none += 1;
                }
            }
        }
    }
    println!("parity: {same} same, {different} different, {none} without an answer");
    Ok(if none > 0 {
        2
    } else if different > 0 {
        1
    } else {
        0
    })
}

fn compare_one(source: &Source, job: &Job, place: &Place, scanner: &[String], shown: &Shown) -> Result<bool> {
    let call = Call::prepare(job, place, source.data)?;
    let want = source.want(job, &call)?;
    let have = call.run(scanner)?;
    if !job.case.streams && have.report.is_none() {
        let stderr = String::from_utf8_lossy(&have.stderr);
        let end: Vec<&str> = stderr.lines().rev().take(5).collect();
        let end: String = end.into_iter().rev().map(|line| format!("\n    {line}")).collect();
        return Err(Error::NoAnswer(format!("no report from the scanner, exit {}{end}", have.exit)));
    }
    let masked = |answer| Masked::new(answer, job.format, job.case.streams, &place.folder);
    let ours = masked(&have);
    let (found, exit, theirs) = match &want {
        Want::Answer(answer) => {
            let reference = masked(answer);
            stale(source, job, &reference, &call)?;
            let cpu = format!("{:.2} s / ", answer.cpu.as_secs_f64());
            (compare::answers(&reference, &ours, job.format, shown.examples), answer.exit, cpu)
        }
        Want::Digests(recorded) => {
            (compare::digests(recorded, &ours, job.format), recorded.exit, String::new())
        }
    };
    let verdict = if found.same { "same" } else { "DIFFERS" };
    println!(
        "{verdict:7} {:36} {:24} exit {exit}/{}  CPU {theirs}{:.3} s",
        job.name(),
        found.summary,
        have.exit,
        have.cpu.as_secs_f64()
    );
    let table = if found.same && !shown.tables { "" } else { &found.table };
    for line in table.lines().chain(found.details.lines()) {
        println!("    {line}");
    }
    Ok(found.same)
}

/// A recorded digest that is not that of the reference's answer would let a wrong report pass.
fn stale(source: &Source, job: &Job, reference: &Masked, call: &Call) -> Result<()> {
    let same_python = source.bandit.as_ref().is_none_or(|bandit| bandit.version == source.data.reference);
    match source.recorded.0.get(&job.name()) {
        Some(recorded)
            if same_python
                && recorded.inputs == call.inputs
                && *recorded != reference.digests(&call.inputs) =>
        {
            Err(Error::NoAnswer(
                "the recorded digests are not those of the reference's answer: --record".to_owned(),
            ))
        }
        _ => Ok(()),
    }
}

fn record(options: &ArgMatches, mut source: Source, trees: &[Chosen]) -> Result<u8> {
    if source.bandit.as_ref().is_none_or(|bandit| bandit.version != source.data.reference) {
        let wanted = &source.data.reference;
        let text = format!("recording needs Bandit {} on CPython {}", wanted.version, wanted.python);
        return Err(Error::NoAnswer(text));
    }
    // What is recorded is not asked for again, but taken from the reference.
    let mut answers = std::mem::take(&mut source.recorded);
    let asked = Asked::new(options);
    for (tree, known) in trees {
        let place = place(&source, tree, *known)?;
        for job in asked.jobs(options, source.data, tree) {
            let call = Call::prepare(&job, &place, source.data)?;
            let Want::Answer(answer) = source.want(&job, &call)? else { continue };
            println!("{:40} exit {}  CPU {:.2} s", job.name(), answer.exit, answer.cpu.as_secs_f64());
            let masked = Masked::new(&answer, job.format, job.case.streams, &place.folder);
            // Answers to a folder of this machine, and to arguments of the moment, are kept in the cache only.
            if known.is_none() && asked.extra.is_none() {
                answers.0.insert(job.name(), masked.digests(&call.inputs));
            }
        }
        answers.write(&recorded())?;
    }
    Ok(0)
}

fn processor_time(source: &Source, trees: &[Chosen], scanner: &[String], runs: usize) -> Result<u8> {
    let bandit = source
        .bandit
        .as_ref()
        .ok_or_else(|| Error::NoAnswer(format!("no Bandit is installed: name one in {VARIABLE}")))?;
    let plain = Case::with(PLAIN, Vec::new());
    println!("CPU time, user and system, in seconds: medians of {runs} runs of each, in turn");
    println!("{:24} {:>10} {:>10} {:>8}", "tree", "reference", "ours", "ratio");
    for (tree, known) in trees {
        let place = place(source, tree, *known)?;
        let call = Call::prepare(&Job { tree, case: &plain, format: "json" }, &place, source.data)?;
        let times = time::paired(&call, scanner, &bandit.command, runs)?;
        let (reference, ours) = (cost::median(&times.reference), cost::median(&times.ours));
        let ratio = reference.as_secs_f64() / ours.as_secs_f64();
        let name = format!("{} {}", tree.name, tree.version);
        println!("{name:24} {:10.3} {:10.4} {ratio:7.1}x", reference.as_secs_f64(), ours.as_secs_f64());
    }
    Ok(0)
}
