//! The command `compare`: runs Stockade, Bandit and Ruff over pinned packages in turn, and writes `docs/benchmarks.md`.
//! This file reads the command line and says what is measured; [`measure`] runs, [`tools`] installs, [`page`] tells.

#![allow(clippy::print_stderr, reason = "it is a command")]

mod machine;
mod measure;
mod page;
mod tools;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use clap::{Arg, ArgAction, value_parser};
use serde::Deserialize;
use serde::de::IgnoredAny;
use stockade_benches::callgrind::{self, Counts};
use stockade_tests::parity::data::{Data, Tree};
use stockade_tests::parity::{fetch, reference};
use stockade_tests::scanner;

use crate::measure::{Contender, Samples, in_turn};
use crate::tools::Tools;

const ABOUT: &str =
    "Runs Stockade, Bandit and Ruff over released packages in turn, and writes docs/benchmarks.md";

const AFTER: &str = "\
Packages, Ruff and Bandit come from PyPI, by exact version, into target/. STOCKADE_REFERENCE may name a Bandit that is
installed already, STOCKADE_PARITY_CACHE the folder in which releases are kept. A run over some of the trees or without
Bandit writes target/benchmarks/page.md.";

fn main() -> ExitCode {
    let option = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let number = |arg: Arg| arg.value_parser(value_parser!(u32).range(1..=1000));
    let options = clap::Command::new("compare")
        .about(ABOUT)
        .after_help(AFTER)
        .arg(option("tree", "NAME", "This tree only; may be repeated").action(ArgAction::Append))
        .arg(number(option("runs", "N", "Runs of each program, in turn").default_value("7")))
        .arg(number(option("bandit-runs", "N", "Runs of Bandit, which is slow").default_value("1")))
        .arg(
            Arg::new("without-bandit")
                .long("without-bandit")
                .action(ArgAction::SetTrue)
                .help("Leave Bandit out"),
        )
        .arg(option("out", "FILE", "Where the page goes").value_parser(value_parser!(PathBuf)))
        .get_matches();
    let names: Vec<String> = options.get_many::<String>("tree").into_iter().flatten().cloned().collect();
    let count = |name: &str| options.get_one::<u32>(name).map_or(1, |n| *n as usize);
    let bandit_runs = if options.get_flag("without-bandit") { 0 } else { count("bandit-runs") };
    let whole = names.is_empty() && bandit_runs > 0;
    let default =
        if whole { root().join("docs/benchmarks.md") } else { root().join("target/benchmarks/page.md") };
    let out = options.get_one::<PathBuf>("out").cloned().unwrap_or(default);
    let outcome = Bench::prepare(&names, count("runs"), bandit_runs)
        .and_then(|bench| bench.measure())
        .and_then(|results| {
            fs::write(&out, page::page(&results)).map_err(|error| format!("{}: {error}", out.display()))
        });
    match outcome {
        Ok(()) => {
            say(&format!("written: {}", out.display()));
            ExitCode::SUCCESS
        }
        Err(what) => {
            eprintln!("compare: {what}");
            ExitCode::from(2)
        }
    }
}

/// The name of the folder of all trees.
pub(crate) const TOGETHER: &str = "all together";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

fn say(what: &str) {
    eprintln!("{what}");
}

/// All that there is to run, and what to run it on.
struct Bench {
    tools: Tools,
    stockade: PathBuf,
    floor: PathBuf,
    /// The folder in which everything runs.
    folder: PathBuf,
    /// What is scanned, seen from there, by name.
    targets: Vec<(String, String)>,
    runs: usize,
    bandit_runs: usize,
    facts: machine::Facts,
}

/// All that was measured.
pub(crate) struct Results {
    pub(crate) facts: machine::Facts,
    pub(crate) tools: Tools,
    pub(crate) runs: usize,
    pub(crate) bandit_runs: usize,
    /// The trees, the folder of all of them last if there are several.
    pub(crate) trees: Vec<OnTree>,
    /// On the last of the trees.
    pub(crate) one_thread: Samples,
    pub(crate) two_threads: Samples,
    pub(crate) start: OnTree,
    pub(crate) cache: Cached,
    pub(crate) many_files: Vec<AtSize>,
    pub(crate) one_file: Vec<AtSize>,
    /// Seconds of each step of the floor with one thread, on the last of the trees.
    pub(crate) steps: Vec<(String, f64)>,
    /// Instructions of a scan of the first tree, or why there are none.
    pub(crate) counts: Result<Counts, String>,
}

/// Every program on the same files.
pub(crate) struct OnTree {
    pub(crate) name: String,
    pub(crate) files: usize,
    pub(crate) ruff_files: usize,
    pub(crate) bytes: u64,
    pub(crate) ours: Samples,
    pub(crate) ruff: Samples,
    pub(crate) floor: Samples,
    pub(crate) bandit: Option<Samples>,
}

/// Scans that may use what an earlier one found.
pub(crate) struct Cached {
    pub(crate) empty: Samples,
    pub(crate) second: Samples,
    pub(crate) changed: Samples,
}

/// A scan of so many bytes.
pub(crate) struct AtSize {
    pub(crate) bytes: u64,
    pub(crate) samples: Samples,
}

impl Bench {
    fn prepare(names: &[String], runs: usize, bandit_runs: usize) -> Result<Bench, String> {
        // Before all else: building is a load of its own.
        let facts = machine::Facts::find(root())?;
        let text = |error: &dyn std::error::Error| error.to_string();
        let data = Data::read(&root().join("corpus/parity")).map_err(|error| text(&error))?;
        let all: Vec<&Tree> = data.trees.iter().filter(|tree| tree.benchmark).collect();
        let chosen = |tree: &&Tree| names.is_empty() || names.contains(&tree.name);
        if let Some(name) = names.iter().find(|name| !all.iter().any(|tree| tree.name == **name)) {
            let known: Vec<&str> = all.iter().map(|tree| tree.name.as_str()).collect();
            return Err(format!("no tree is called {name}: there are {}", known.join(", ")));
        }
        let folder = root().join("target/benchmarks");
        let trees = folder.join("trees");
        fs::create_dir_all(&trees).map_err(|error| text(&error))?;
        remove_others(&trees, &all).map_err(|error| format!("{}: {error}", trees.display()))?;
        let cache = std::env::var_os("STOCKADE_PARITY_CACHE")
            .map_or_else(|| root().join("target/parity"), PathBuf::from);
        let mut targets = Vec::new();
        for tree in all.iter().copied().filter(chosen) {
            say(&format!("bringing {} {}", tree.name, tree.version));
            fetch::tree_in(tree, &cache, &trees).map_err(|error| text(&error))?;
            let target = Path::new("trees").join(tree.folder_name()).join(&tree.folder);
            targets.push((format!("{} {}", tree.name, tree.version), target.to_string_lossy().into_owned()));
        }
        // The folder holds all of them only if all were asked for.
        if targets.len() == all.len() {
            targets.push((TOGETHER.to_owned(), "trees".to_owned()));
        }
        say("building");
        let build = |arguments: &[&str], name: &str| {
            scanner::build_program(arguments, name, Some("release")).map_err(|error| error.to_string())
        };
        let stockade = build(&["--bin", "stockade"], "stockade")?;
        let floor = build(&["--package", "stockade-benches", "--bin", "floor"], "floor")?;
        let variable = std::env::var(reference::VARIABLE).ok().filter(|command| !command.is_empty());
        let bandit = (bandit_runs > 0).then_some((&data.reference, variable.as_deref()));
        let tools = Tools::install(&folder, bandit)?;
        let folder = folder.canonicalize().map_err(|error| text(&error))?;
        Ok(Bench { tools, stockade, floor, folder, targets, runs, bandit_runs, facts })
    }

    fn measure(self) -> Result<Results, String> {
        let work = tempfile::tempdir().map_err(|error| error.to_string())?;
        let mut trees = Vec::new();
        for (name, target) in &self.targets {
            trees.push(self.on_tree(name, target, self.runs, self.bandit_runs, work.path())?);
        }
        let Some((_, last)) = self.targets.last() else { return Err("no tree is chosen".to_owned()) };
        say("threads");
        let threads = in_turn(&[
            Contender::new(self.runs, || with_threads(self.ours(last), 1)),
            Contender::new(self.runs, || with_threads(self.ours(last), 2)),
        ])?;
        let [one_thread, two_threads] =
            <[Samples; 2]>::try_from(threads).map_err(|_| "two programs have two answers")?;
        let short = work.path().join("two_lines.py");
        fs::write(&short, stockade_benches::TWO_LINES).map_err(|error| error.to_string())?;
        let bandit_runs = if self.bandit_runs > 0 { self.runs } else { 0 };
        let start =
            self.on_tree("start", &short.to_string_lossy(), self.runs * 5, bandit_runs, work.path())?;
        say("scaling");
        let (many_files, one_file) = (self.sizes(work.path(), true)?, self.sizes(work.path(), false)?);
        say("cache");
        let cache = self.cached(last, work.path())?;
        say("stages");
        let steps = self.steps(last, work.path())?;
        let (_, first) = &self.targets[0];
        let counts =
            callgrind::count(&self.stockade, &["bandit", "-r", "-q", "-f", "json", first], &self.folder);
        Ok(Results {
            facts: self.facts,
            tools: self.tools,
            runs: self.runs,
            bandit_runs: self.bandit_runs,
            trees,
            one_thread,
            two_threads,
            start,
            cache,
            many_files,
            one_file,
            steps,
            counts,
        })
    }

    fn ours(&self, target: &str) -> Command {
        let mut command = self.command(&self.stockade);
        command.args(["bandit", "-r", "-q", "-f", "json", target]);
        command
    }

    /// A command in the folder of the trees, with as many threads as it thinks right.
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env_remove("RAYON_NUM_THREADS").stdin(Stdio::null());
        command
    }

    fn ruff(&self, target: &str, more: &[&str]) -> Command {
        let mut command = self.command(&self.tools.ruff);
        command
            .args(["check", "--select", "S", "--preview", "--isolated", "--no-cache"])
            .args(more)
            .arg(target);
        command
    }

    /// Runs all programs over one target, in turn.
    fn on_tree(
        &self,
        name: &str,
        target: &str,
        runs: usize,
        bandit_runs: usize,
        work: &Path,
    ) -> Result<OnTree, String> {
        say(name);
        let files = self.files(target, work)?;
        let list = self.list(&files, work)?;
        let bytes = files
            .iter()
            .filter_map(|file| fs::metadata(self.folder.join(file)).ok())
            .map(|file| file.len())
            .sum();
        let shown = self.ruff(target, &["--show-files"]).output().map_err(|error| error.to_string())?;
        let ruff_files = String::from_utf8_lossy(&shown.stdout).lines().count();
        let mut contenders = vec![
            Contender::new(runs, || self.ours(target)),
            Contender::new(runs, || self.ruff(target, &["--output-format", "json"])),
            Contender::with_input(runs, &list, || self.command(&self.floor)),
        ];
        if let Some(bandit) = self.tools.bandit.as_ref().filter(|_| bandit_runs > 0) {
            contenders.push(Contender::slow(bandit_runs, || {
                let mut command = self.command(Path::new(&bandit.command[0]));
                command.args(&bandit.command[1..]).args(["-r", "-q", "-f", "json", target]);
                command
            }));
        }
        let mut samples = in_turn(&contenders)?.into_iter();
        let mut next = || samples.next().ok_or("a program has no answer");
        Ok(OnTree {
            name: name.to_owned(),
            files: files.len(),
            ruff_files,
            bytes,
            ours: next()?,
            ruff: next()?,
            floor: next()?,
            bandit: if contenders.len() > 3 { Some(next()?) } else { None },
        })
    }

    /// The files that a scan looks at, as its report names them: the floor reads the same.
    fn files(&self, target: &str, work: &Path) -> Result<Vec<String>, String> {
        #[derive(Deserialize)]
        struct Report {
            metrics: BTreeMap<String, IgnoredAny>,
        }
        let path = work.join("report.json");
        let out = File::create(&path).map_err(|error| error.to_string())?;
        let mut command = self.ours(target);
        let (status, _) =
            stockade_tests::cost::run(command.stdout(out)).map_err(|error| error.to_string())?;
        if !matches!(status.code(), Some(0 | 1)) {
            return Err(format!("{command:?} ended with {status}"));
        }
        // A report that was held as a whole would count as memory of every program started from here.
        let file = File::open(&path).map_err(|error| error.to_string())?;
        let report: Report =
            serde_json::from_reader(BufReader::new(file)).map_err(|error| format!("the report: {error}"))?;
        Ok(report.metrics.into_keys().filter(|name| name != "_totals").collect())
    }

    fn list(&self, files: &[String], work: &Path) -> Result<PathBuf, String> {
        let path = work.join("files");
        fs::write(&path, files.join("\n")).map_err(|error| error.to_string())?;
        Ok(path)
    }

    /// Processor time at one size after another: in many files, or in one.
    fn sizes(&self, work: &Path, many: bool) -> Result<Vec<AtSize>, String> {
        const PIECE: usize = 32 << 10;
        let failed = |error: std::io::Error| error.to_string();
        let (piece, mut targets) = (stockade_benches::python(PIECE), Vec::new());
        for megabytes in [1_usize, 2, 4, 8, 16] {
            let folder = work.join(format!("{}-{megabytes}", if many { "many" } else { "one" }));
            fs::create_dir(&folder).map_err(failed)?;
            let pieces = (megabytes << 20) / piece.len();
            if many {
                for at in 0..pieces {
                    fs::write(folder.join(format!("piece_{at}.py")), &piece).map_err(failed)?;
                }
            } else {
                let mut file = File::create(folder.join("whole.py")).map_err(failed)?;
                (0..pieces).try_for_each(|_| file.write_all(piece.as_bytes())).map_err(failed)?;
            }
            targets.push(((pieces * piece.len()) as u64, folder.to_string_lossy().into_owned()));
        }
        let contenders: Vec<Contender> =
            targets.iter().map(|(_, target)| Contender::new(self.runs, || self.ours(target))).collect();
        let samples = in_turn(&contenders)?;
        Ok(targets
            .iter()
            .zip(samples)
            .map(|((bytes, _), samples)| AtSize { bytes: *bytes, samples })
            .collect())
    }

    /// A scan with an empty cache, one after it, and one after a change of one file, again and again.
    fn cached(&self, target: &str, work: &Path) -> Result<Cached, String> {
        let failed = |error: std::io::Error| error.to_string();
        // A copy, in which a file can be changed.
        let copy = work.join("copy");
        stockade_benches::copy_python(&self.folder.join(target), &copy).map_err(failed)?;
        let mut files = self.files(&copy.to_string_lossy(), work)?;
        files.sort_by_key(|file| fs::metadata(file).map_or(0, |file| file.len()));
        let middle = files.get(files.len() / 2).ok_or("the tree has no files")?;
        let mut cached =
            Cached { empty: Samples::default(), second: Samples::default(), changed: Samples::default() };
        for at in 0..=self.runs {
            let folder = work.join(format!("cache-{at}"));
            let scan = || {
                let mut command = self.command(&self.stockade);
                command.args(["scan", "--quiet", "--format", "json", "--cache-dir"]).arg(&folder).arg(&copy);
                measure::once(&mut command)
            };
            let (empty, second) = (scan()?, scan()?);
            let mut file = File::options().append(true).open(middle).map_err(failed)?;
            writeln!(file, "\nround = {at}").map_err(failed)?;
            drop(file);
            let changed = scan()?;
            fs::remove_dir_all(&folder).map_err(failed)?;
            // The first round warms the disk's cache.
            if at > 0 {
                cached.empty.0.push(empty);
                cached.second.0.push(second);
                cached.changed.0.push(changed);
            }
        }
        Ok(cached)
    }

    /// Seconds of each step of the floor with one thread: medians.
    fn steps(&self, target: &str, work: &Path) -> Result<Vec<(String, f64)>, String> {
        let list = self.list(&self.files(target, work)?, work)?;
        let mut steps: Vec<(String, Vec<f64>)> = Vec::new();
        for _ in 0..self.runs {
            let mut command = with_threads(self.command(&self.floor), 1);
            let list = File::open(&list).map_err(|error| error.to_string())?;
            let output = command.arg("--timed").stdin(list).output().map_err(|error| error.to_string())?;
            let text = String::from_utf8_lossy(&output.stdout);
            for (at, line) in text.lines().skip(1).enumerate() {
                let (name, spent) = line.split_once(' ').ok_or("the floor says nothing")?;
                let spent: f64 = spent.parse().map_err(|_| "the floor says no time")?;
                if steps.len() == at {
                    steps.push((name.to_owned(), Vec::new()));
                }
                steps[at].1.push(spent / 1e9);
            }
        }
        Ok(steps.into_iter().map(|(name, all)| (name, measure::Figure::of(all).median)).collect())
    }
}

fn with_threads(mut command: Command, threads: usize) -> Command {
    command.env("RAYON_NUM_THREADS", threads.to_string());
    command
}

/// Removes what an older list of trees left: the folder is scanned as a whole.
fn remove_others(folder: &Path, trees: &[&Tree]) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !trees.iter().any(|tree| entry.file_name() == *tree.folder_name()) {
            fs::remove_dir_all(entry.path())?;
        }
    }
    Ok(())
}
