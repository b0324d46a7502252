//! Counts the instructions of a program: runs it under Valgrind's callgrind, and adds up by function and by stage what
//! that wrote. Such counts repeat where times do not.
//!
//! What they depend on is kept the same: the environment is made here, there is one worker, paths are relative. Wherever
//! the real processor has AVX2, Valgrind shows every program the same one, a Core i7-4910MQ, without AVX-512; so the
//! library of C and `memchr` choose the same routines there.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// What a scan's instructions are spent on, by the function that they stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Bytes into text.
    Decode,
    /// Text into a tree.
    Parse,
    /// The tree's end.
    Drop,
    /// One pass over the tree, with names, constants and rules.
    Rules,
    /// What of our code is in no other stage: comments, suppressions, findings, files, the driver, the command around it.
    Scan,
    /// The report.
    Write,
    /// Memory: the allocator, which is C.
    Memory,
    /// The library of C and the loader.
    System,
    /// What Rust's own library and small crates do for all of them.
    Library,
}

impl Stage {
    /// Every stage, in the order of a scan.
    pub const ALL: [Stage; 9] = [
        Stage::Decode,
        Stage::Parse,
        Stage::Drop,
        Stage::Rules,
        Stage::Scan,
        Stage::Write,
        Stage::Memory,
        Stage::System,
        Stage::Library,
    ];

    /// The name, as in the committed counts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Decode => "decode",
            Stage::Parse => "parse",
            Stage::Drop => "drop",
            Stage::Rules => "rules",
            Stage::Scan => "scan",
            Stage::Write => "write",
            Stage::Memory => "memory",
            Stage::System => "system",
            Stage::Library => "library",
        }
    }

    /// The stage of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Stage> {
        Stage::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// Whether its instructions were made by the compiler of C or come with the system, not from `rustc`.
    #[must_use]
    pub const fn is_foreign(self) -> bool {
        matches!(self, Stage::Memory | Stage::System)
    }

    /// The stage of a function, by its name without mangling. Generic code counts for the type that it was made for.
    #[must_use]
    pub fn of(function: &str) -> Stage {
        let has = |words: &[&str]| words.iter().any(|word| function.contains(word));
        // `drop_in_place` and `Drop::drop` alike.
        if has(&["drop"]) && has(&["ruff_python_"]) {
            Stage::Drop
        } else if has(&[
            "stockade_rules",
            "stockade_core::walk",
            "stockade_core::semantic",
            "stockade_core::module",
        ]) {
            Stage::Rules
        } else if has(&["stockade_core::source", "encoding_rs"]) {
            Stage::Decode
        } else if has(&["stockade_report"]) {
            Stage::Write
        } else if has(&["stockade_core::parse", "ruff_", "unicode_ident", "unicode_names2"]) {
            Stage::Parse
        } else if has(&["stockade_core", "stockade::", "rayon", "crossbeam"]) {
            Stage::Scan
        } else if function.starts_with("mi_") || function.starts_with("_mi_") || has(&["mimalloc"]) {
            Stage::Memory
        } else if has(&["::"]) {
            Stage::Library
        } else {
            Stage::System
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Instructions by function.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts(pub BTreeMap<String, u64>);

impl Counts {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// Those of each stage; a stage without any has none.
    #[must_use]
    pub fn stages(&self) -> BTreeMap<Stage, u64> {
        let mut stages: BTreeMap<Stage, u64> = Stage::ALL.into_iter().map(|stage| (stage, 0)).collect();
        for (function, count) in &self.0 {
            *stages.entry(Stage::of(function)).or_default() += count;
        }
        stages
    }

    /// Reads what callgrind wrote without compression of names. The costs of calls are those of the functions called, and
    /// are counted there.
    ///
    /// # Errors
    ///
    /// When it breaks off, or does not add up to the sum that it names.
    pub fn read(text: impl BufRead) -> Result<Counts, String> {
        let mut functions: BTreeMap<String, u64> = BTreeMap::new();
        let (mut name, mut count) = (String::new(), 0_u64);
        let (mut is_call, mut sum, mut total) = (false, 0_u64, None);
        for line in text.split(b'\n') {
            let line = line.map_err(|error| error.to_string())?;
            let line = String::from_utf8_lossy(&line);
            if let Some(function) = line.strip_prefix("fn=") {
                if count > 0 {
                    *functions.entry(name).or_default() += count;
                }
                (name, count) = (demangled(function), 0);
            } else if line.starts_with("calls=") {
                is_call = true;
            } else if line.starts_with(|c: char| c.is_ascii_digit()) {
                let cost = line.split_ascii_whitespace().nth(1);
                let cost: u64 =
                    cost.and_then(|cost| cost.parse().ok()).ok_or(format!("no count in {line:?}"))?;
                if !std::mem::take(&mut is_call) {
                    count += cost;
                    sum += cost;
                }
            } else if let Some(said) = line.strip_prefix("totals: ") {
                total = said.trim().parse::<u64>().ok();
            }
        }
        if count > 0 {
            *functions.entry(name).or_default() += count;
        }
        match total {
            None => Err("it breaks off".to_owned()),
            Some(total) if total != sum => Err(format!("its functions add up to {sum}, not to {total}")),
            Some(_) => Ok(Counts(functions)),
        }
    }
}

/// The name as in the source, without hash and without the number that callgrind gives to each level of a recursion.
fn demangled(function: &str) -> String {
    let bare = match function.rsplit_once('\'') {
        Some((bare, level)) if level.bytes().all(|byte| byte.is_ascii_digit()) => bare,
        _ => function,
    };
    format!("{:#}", rustc_demangle::demangle(bare))
}

/// Counts the instructions of a program in a folder, in an environment that is the same everywhere.
///
/// # Errors
///
/// When there is no Valgrind, the program fails with anything but 0 or 1, or the counts cannot be read.
pub fn count(program: &Path, arguments: &[&str], folder: &Path) -> Result<Counts, String> {
    let work = tempfile::tempdir().map_err(|error| error.to_string())?;
    let out = work.path().join("counts");
    let mut command = Command::new("valgrind");
    command
        // Threads take turns: who frees what another has taken is then the same each time.
        .args(["--tool=callgrind", "--fair-sched=yes", "--quiet"])
        .args(["--demangle=no", "--compress-strings=no", "--compress-pos=no"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(program)
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("LC_ALL", "C.UTF-8")
        .env("RAYON_NUM_THREADS", "1")
        // The allocator gives memory back by the clock.
        .env("MIMALLOC_PURGE_DELAY", "-1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let done = command
        .output()
        .map_err(|error| format!("valgrind: {error} (install it: apt-get install valgrind)"))?;
    if !matches!(done.status.code(), Some(0 | 1)) {
        let said = String::from_utf8_lossy(&done.stderr);
        return Err(format!("under valgrind, {} ended with {}\n{said}", program.display(), done.status));
    }
    let file = std::fs::File::open(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    Counts::read(BufReader::new(file)).map_err(|what| format!("{}: {what}", out.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "\
version: 1
positions: line
events: Ir

fl=a.rs
fn=_ZN13stockade_core5parse5parse17h0123456789abcdefE
10 5
12 7
cfn=_ZN18ruff_python_parser5lexer3lex17h0123456789abcdefE
calls=3 20
12 900
fi=b.rs
13 1

fn=_ZN18ruff_python_parser5lexer3lex17h0123456789abcdefE
20 600
cfn=_ZN18ruff_python_parser5lexer3lex17h0123456789abcdefE'2
calls=1 20
21 300

fn=_ZN18ruff_python_parser5lexer3lex17h0123456789abcdefE'2
20 300

fn=mi_free
0 4

totals: 917
";

    #[test]
    fn a_function_has_what_it_costs_itself() {
        let counts = Counts::read(WRITTEN.as_bytes()).expect("counts");
        let expected =
            [("mi_free", 4), ("ruff_python_parser::lexer::lex", 900), ("stockade_core::parse::parse", 13)];
        assert_eq!(counts.0, expected.into_iter().map(|(name, count)| (name.to_owned(), count)).collect());
        assert_eq!(counts.total(), 917);
        assert_eq!((counts.stages()[&Stage::Parse], counts.stages()[&Stage::Memory]), (913, 4));
    }

    #[test]
    fn what_breaks_off_or_does_not_add_up_is_refused() {
        let cut = WRITTEN.split("totals").next().expect("what comes before");
        assert_eq!(Counts::read(cut.as_bytes()), Err("it breaks off".to_owned()));
        let wrong = WRITTEN.replace("917", "916");
        assert!(Counts::read(wrong.as_bytes()).is_err_and(|what| what.contains("917")));
    }

    #[test]
    fn a_function_is_known_by_its_name() {
        for (name, stage) in [
            ("core::ptr::drop_in_place<ruff_python_ast::generated::Expr>", Stage::Drop),
            ("ruff_python_parser::lexer::Lexer::next_token", Stage::Parse),
            ("<stockade_rules::pass::Pass<_> as stockade_core::walk::Visitor>::call", Stage::Rules),
            ("stockade_core::source::Source::decode", Stage::Decode),
            ("stockade_core::nosec::split", Stage::Scan),
            ("stockade_report::bandit::json::write", Stage::Write),
            ("stockade::bandit::run", Stage::Scan),
            ("_mi_page_malloc_zero", Stage::Memory),
            ("alloc::vec::Vec<T>::push", Stage::Library),
            ("__memcpy_avx_unaligned_erms", Stage::System),
        ] {
            assert_eq!(Stage::of(name), stage, "{name}");
            assert_eq!(Stage::from_name(stage.name()), Some(stage));
        }
    }
}
