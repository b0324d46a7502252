//! Holds the instructions that a scan takes against those committed in `instructions.tsv`: what is slower by a few
//! percent is found by no clock, but by these. `--write` commits them anew. What is counted where stands in `callgrind`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a command")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Arg, ArgAction};
use stockade_benches::callgrind::{self, Counts, Stage};
use stockade_tests::parity::data::Data;
use stockade_tests::parity::fetch;
use stockade_tests::scanner;

const ABOUT: &str = "Holds the instructions that a scan takes against the committed ones";

const AFTER: &str = "\
Exit status: 0 no more than allowed; 1 more; 2 they cannot be compared: another compiler, no Valgrind, no AVX2.";

const CURE: &str = "cargo run --locked --package stockade-benches --bin instructions -- --write";

/// So much more than committed is allowed, of the whole and of each stage: per thousand.
const ALLOWED: u64 = 30;

/// So many instructions more are never too many: two runs of one program differ by some of them, since its two threads
/// wait for each other.
const NOISE: u64 = 5_000;

/// The same in what the end of a thread costs, which a process that ends first is spared: giving memory back.
const NOISE_OF_THREADS: u64 = 50_000;

/// A function is committed if it takes one in so many instructions of its run.
const WORTH_NAMING: u64 = 1000;

/// What is scanned: released code of many kinds, which the parity run needs as well. Bandit's examples are full of
/// findings, the others are not.
const INPUT: [(&str, &str); 3] = [("examples", ""), ("black", "src"), ("setuptools", "setuptools/_vendor")];

/// One way to call the command, and its name.
const RUNS: [(&str, &[&str]); 3] = [
    ("bandit", &["bandit", "-r", "-q", "-f", "json", "input"]),
    ("scan", &["scan", "--no-cache", "--quiet", "--format", "json", "input"]),
    ("start", &["bandit", "-q", "-f", "json", "short/two_lines.py"]),
];

fn main() -> ExitCode {
    let write = Arg::new("write").long("write").action(ArgAction::SetTrue).help("Commit the counts anew");
    let options = clap::Command::new("instructions").about(ABOUT).after_help(AFTER).arg(write).get_matches();
    match run(options.get_flag("write")) {
        Ok(code) => ExitCode::from(code),
        Err(what) => {
            eprintln!("instructions: {what}");
            ExitCode::from(2)
        }
    }
}

fn run(write: bool) -> Result<u8, String> {
    if !has_avx2() {
        return Err("the committed counts are of x86-64 with AVX2, which this machine lacks".to_owned());
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.tsv");
    let committed = if write { None } else { Some(Record::read(&path)?) };
    let surroundings = Surroundings::find()?;
    if let Some(committed) = &committed
        && committed.surroundings.rustc != surroundings.rustc
    {
        return Err(format!(
            "the committed counts are of {}, this is {}: after a change of the compiler, commit them anew\n{CURE}",
            committed.surroundings.rustc, surroundings.rustc
        ));
    }
    let changed = |name: &str| name.starts_with("CARGO_PROFILE_RELEASE") || name.ends_with("RUSTFLAGS");
    if let Some((name, _)) = std::env::vars().find(|(name, value)| changed(name) && !value.is_empty()) {
        return Err(format!("the counts are of the release profile as it stands: unset {name}"));
    }

    let command = scanner::build_program(&["--bin", "stockade"], "stockade", Some("release"))
        .map_err(|error| error.to_string())?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    lay_out(folder.path())?;
    let mut now = Record { surroundings, runs: BTreeMap::new() };
    for (name, arguments) in RUNS {
        let counts = callgrind::count(&command, arguments, folder.path())?;
        println!("{name:8} {:>13} instructions", counts.total());
        now.runs.insert(name.to_owned(), Run::of(&counts));
    }
    let Some(committed) = committed else {
        fs::write(&path, now.text()).map_err(|error| format!("{}: {error}", path.display()))?;
        println!("written to benches/instructions.tsv: say in the commit why they rise, where they do");
        return Ok(0);
    };
    let verdict = compare(&committed, &now);
    print!("{}", verdict.text);
    Ok(u8::from(verdict.grown))
}

/// Asks the processor. Valgrind hides what it has beyond that.
fn has_avx2() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("avx2");
    #[cfg(not(target_arch = "x86_64"))]
    false
}

/// Lays out what is scanned in a folder of its own: what is around a checkout must not count.
fn lay_out(folder: &Path) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let data = Data::read(&root.join("corpus/parity")).map_err(|error| error.to_string())?;
    let cache =
        std::env::var_os("STOCKADE_PARITY_CACHE").map_or_else(|| root.join("target/parity"), PathBuf::from);
    for (name, part) in INPUT {
        let tree = data.tree(name).ok_or_else(|| format!("no tree is called {name}"))?;
        let place = fetch::tree(tree, &cache).map_err(|error| error.to_string())?;
        stockade_benches::copy_python(
            &place.folder.join(&place.target).join(part),
            &folder.join("input").join(name),
        )
        .map_err(|error| error.to_string())?;
    }
    let short = folder.join("short");
    fs::create_dir_all(&short).map_err(|error| error.to_string())?;
    fs::write(short.join("two_lines.py"), stockade_benches::TWO_LINES).map_err(|error| error.to_string())
}

/// What the counts depend on beside the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Surroundings {
    rustc: String,
    /// The compiler and the library of C, and Valgrind, which decides what processor a program sees.
    foreign: String,
}

impl Surroundings {
    fn find() -> Result<Surroundings, String> {
        let rustc = first_line(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()).as_os_str())?;
        let parts = ["cc", "ldd", "valgrind"].map(|program| first_line(OsStr::new(program)));
        let parts = parts.into_iter().collect::<Result<Vec<_>, _>>()?;
        Ok(Surroundings { rustc, foreign: parts.join(", ") })
    }
}

/// The first line of what the program says of its version.
fn first_line(program: &OsStr) -> Result<String, String> {
    let failed = |what: String| format!("{}: {what}", program.display());
    let output = Command::new(program)
        .arg("--version")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .map_err(|error| failed(error.to_string()))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().next().map(str::to_owned).ok_or_else(|| failed("says no version".to_owned()))
}

/// The counts of one run: all stages, and the functions that are worth naming.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Run {
    stages: BTreeMap<Stage, u64>,
    functions: BTreeMap<String, u64>,
}

impl Run {
    fn of(counts: &Counts) -> Run {
        let least = counts.total() / WORTH_NAMING;
        let named = counts.0.iter().filter(|(_, count)| **count >= least);
        Run {
            stages: counts.stages(),
            functions: named.map(|(name, count)| (name.clone(), *count)).collect(),
        }
    }
}

/// `instructions.tsv`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Record {
    surroundings: Surroundings,
    runs: BTreeMap<String, Run>,
}

impl Record {
    fn read(path: &Path) -> Result<Record, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        Record::parse(&text).map_err(|what| format!("{}: {what}: write it anew\n{CURE}", path.display()))
    }

    fn parse(text: &str) -> Result<Record, String> {
        let (mut rustc, mut foreign, mut runs) = (None, None, BTreeMap::<String, Run>::new());
        for (line, number) in text.lines().zip(1..).filter(|(line, _)| !line.starts_with('#')) {
            let fault = || format!("line {number} is not understood");
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["rustc", version] => rustc = Some(version.to_owned()),
                ["foreign", versions] => foreign = Some(versions.to_owned()),
                [run, kind, count, name] => {
                    let count: u64 = count.parse().map_err(|_| fault())?;
                    let run = runs.entry(run.to_owned()).or_default();
                    match kind {
                        "stage" => run.stages.insert(Stage::from_name(name).ok_or_else(fault)?, count),
                        "function" => run.functions.insert(name.to_owned(), count),
                        _ => return Err(fault()),
                    };
                }
                _ => return Err(fault()),
            }
        }
        if let Some((name, _)) = RUNS.iter().find(|(name, _)| !runs.contains_key(*name)) {
            return Err(format!("has no run {name}"));
        }
        let missing = || "names no compiler".to_owned();
        let surroundings =
            Surroundings { rustc: rustc.ok_or_else(missing)?, foreign: foreign.ok_or_else(missing)? };
        Ok(Record { surroundings, runs })
    }

    fn text(&self) -> String {
        let mut text = format!(
            "# Instructions of three runs by stage and by function, as callgrind counts them. Written by\n# {CURE}\n"
        );
        let Surroundings { rustc, foreign } = &self.surroundings;
        // Writing to a string cannot fail.
        let _ = write!(text, "rustc\t{rustc}\nforeign\t{foreign}\n");
        for (name, run) in &self.runs {
            for (stage, count) in &run.stages {
                let _ = writeln!(text, "{name}\tstage\t{count}\t{stage}");
            }
            for (function, count) in &run.functions {
                let _ = writeln!(text, "{name}\tfunction\t{count}\t{function}");
            }
        }
        text
    }
}

/// What the comparison says.
struct Verdict {
    grown: bool,
    text: String,
}

fn compare(committed: &Record, now: &Record) -> Verdict {
    let mut verdict = Verdict { grown: false, text: String::new() };
    let text = &mut verdict.text;
    let foreign = committed.surroundings.foreign == now.surroundings.foreign;
    if !foreign {
        let _ = writeln!(
            text,
            "the stages {} and {} are not compared: committed with {}, here with {}",
            Stage::Memory,
            Stage::System,
            committed.surroundings.foreign,
            now.surroundings.foreign
        );
    }
    let mut fallen = false;
    for (name, _) in RUNS {
        let (Some(before), Some(after)) = (committed.runs.get(name), now.runs.get(name)) else { continue };
        let compared: Vec<Stage> =
            Stage::ALL.into_iter().filter(|stage| foreign || !stage.is_foreign()).collect();
        let of = |run: &Run, stage: Stage| run.stages.get(&stage).copied().unwrap_or_default();
        let sum = |run: &Run| compared.iter().map(|stage| of(run, *stage)).sum::<u64>();
        let mut parts = vec![("in all".to_owned(), NOISE_OF_THREADS, sum(before), sum(after))];
        parts.extend(compared.iter().map(|stage| {
            let noise = if stage.is_foreign() { NOISE_OF_THREADS } else { NOISE };
            (stage.to_string(), noise, of(before, *stage), of(after, *stage))
        }));
        let mut grown = false;
        for (part, noise, before, after) in parts {
            let part_grown = after > before + before * ALLOWED / 1000 && after - before > noise;
            fallen |= before > after + after * ALLOWED / 1000 && before - after > noise;
            grown |= part_grown;
            let sign = if part_grown { "MORE" } else { "" };
            let change = 100.0 * (after as f64 - before as f64) / before.max(1) as f64;
            let _ = writeln!(text, "{name:8} {part:8} {before:>13} -> {after:>13}  {change:+7.2} %  {sign}");
        }
        if grown {
            verdict.grown = true;
            let _ = writeln!(text, "{name}: the functions that grew most");
            for (function, before, after) in grown_most(before, after) {
                let _ = writeln!(
                    text,
                    "{:>+13}  {before:>13} -> {after:>13}  {function}",
                    after as i64 - before as i64
                );
            }
        }
    }
    if verdict.grown {
        let _ = writeln!(
            text,
            "\nMore instructions than {} % above the committed ones. If that is the price of something, pay it in a commit \
             that says what for, and write the counts anew:\n{CURE}",
            ALLOWED as f64 / 10.0
        );
    } else if fallen {
        let _ = writeln!(text, "\nFewer than committed: write the counts anew, so that they stay so\n{CURE}");
    }
    verdict
}

/// The ten functions that grew most: one that is not worth naming in a run counts as none there.
fn grown_most<'r>(before: &'r Run, after: &'r Run) -> Vec<(&'r str, u64, u64)> {
    let mut grown: Vec<(&str, u64, u64)> = after
        .functions
        .iter()
        .map(|(name, count)| (name.as_str(), before.functions.get(name).copied().unwrap_or_default(), *count))
        .filter(|(_, before, after)| after > before)
        .collect();
    grown.sort_by_key(|(_, before, after)| std::cmp::Reverse(after - before));
    grown.truncate(10);
    grown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(parse: u64, memory: u64) -> Record {
        let run = Run {
            stages: [(Stage::Parse, parse), (Stage::Memory, memory)].into(),
            functions: [("ruff_python_parser::lex".to_owned(), parse), ("mi_free".to_owned(), memory)].into(),
        };
        let surroundings = Surroundings { rustc: "rustc 1".to_owned(), foreign: "cc 1".to_owned() };
        Record { surroundings, runs: RUNS.map(|(name, _)| (name.to_owned(), run.clone())).into() }
    }

    #[test]
    fn what_is_written_is_read() {
        let record = record(70_000_000, 20_000_000);
        assert_eq!(Record::parse(&record.text()), Ok(record));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let text = record(7, 2).text();
        for (from, to) in
            [("\tstage\t", "\tsage\t"), ("\t7\t", "\tseven\t"), ("rustc\t", "# "), ("start\t", "stop\t")]
        {
            assert!(Record::parse(&text.replace(from, to)).is_err(), "{to}");
        }
    }

    #[test]
    fn more_than_allowed_fails_and_names_what_grew() {
        let before = record(70_000_000, 20_000_000);
        assert!(!compare(&before, &record(72_000_000, 20_500_000)).grown);
        assert!(!compare(&before, &record(60_000_000, 20_000_000)).grown);
        // A stage of its own, and the whole.
        let verdict = compare(&before, &record(60_000_000, 20_700_000));
        assert!(
            verdict.grown && verdict.text.contains("mi_free") && verdict.text.contains(CURE),
            "{}",
            verdict.text
        );
        let verdict = compare(&before, &record(73_000_000, 20_000_000));
        assert!(verdict.grown && verdict.text.contains("ruff_python_parser::lex"), "{}", verdict.text);
    }

    #[test]
    fn another_library_of_c_leaves_the_rest_compared() {
        let before = record(70_000_000, 20_000_000);
        let mut now = record(70_000_000, 40_000_000);
        now.surroundings.foreign = "cc 2".to_owned();
        let verdict = compare(&before, &now);
        assert!(!verdict.grown && verdict.text.contains("not compared"), "{}", verdict.text);
        now.runs = record(80_000_000, 20_000_000).runs;
        assert!(compare(&before, &now).grown);
    }
}
