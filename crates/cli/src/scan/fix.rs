//! `--fix` and `--diff`: what is certain is put into the files, or shown as a patch.

use std::io::{self, BufWriter, Write};

use clap::{Arg, ArgAction, ArgMatches};
use similar::TextDiff;
use stockade::Report;
use stockade_core::fix::{self, Change};

/// What is to be done with fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Nothing,
    /// Show them.
    Diff,
    /// Write them.
    Fix,
}

/// What came of writing fixes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outcome {
    /// Whether a file was changed.
    pub(super) changed: bool,
    /// Whether a file could not be read or written.
    pub(super) failed: bool,
}

pub(super) fn arguments() -> [Arg; 2] {
    let flag = |name: &'static str| {
        let flag = Arg::new(name).long(name).action(ArgAction::SetTrue).help_heading("Fixing");
        flag.conflicts_with("show-files")
    };
    [
        flag("fix").help(
            "Fix what can be fixed for certain, remove suppressions that suppress nothing, and report what remains",
        ),
        // There is no report then, which these would say something of.
        flag("diff").conflicts_with_all(["format", "output", "category"]).help(
            "Print what --fix would change as a patch, and change nothing; exits with 1 if there is anything to change",
        ),
    ]
}

pub(super) fn wanted(arguments: &ArgMatches) -> Wanted {
    if arguments.get_flag("diff") {
        Wanted::Diff
    } else if arguments.get_flag("fix") {
        Wanted::Fix
    } else {
        Wanted::Nothing
    }
}

/// Writes a patch of all changes, and gives the exit code: 0 if there are none, 1 if there are, 2 if a file could not be
/// read.
pub(super) fn diff(report: &Report, out: &mut dyn Write) -> io::Result<u8> {
    let mut out = BufWriter::new(out);
    let (mut changed, mut failed) = (false, false);
    for change in fix::changes(report) {
        match change {
            Ok(change) => {
                changed = true;
                write_patch(&change, &mut out)?;
            }
            Err(error) => failed |= tell(&error),
        }
    }
    out.flush()?;
    Ok(if failed { 2 } else { u8::from(changed) })
}

/// Writes the fixed files and tells of them.
pub(super) fn fix(report: &Report, verbose: bool, quiet: bool) -> Outcome {
    let (mut files, mut count, mut waiting, mut failed) = (0, 0, 0, false);
    for change in fix::changes(report) {
        match change.and_then(|change| change.write().map(|()| change)) {
            Ok(change) => {
                files += 1;
                count += change.fixed.len();
                waiting += change.waiting;
                if !quiet {
                    tell_fixed(&change, verbose);
                }
            }
            Err(error) => failed |= tell(&error),
        }
    }
    if !quiet && files > 0 {
        eprintln!("{} fixed in {}", counted(count, "problem"), counted(files, "file"));
    }
    if waiting > 0 {
        let wait = if waiting == 1 { "waits" } else { "wait" };
        eprintln!(
            "{} {wait} for another run of --fix, for they change what was changed now",
            counted(waiting, "fix")
        );
    }
    Outcome { changed: files > 0, failed }
}

/// Tells why a file stays as it is. Answers whether that is a failure.
fn tell(error: &fix::Error) -> bool {
    let failure = error.is_failure();
    eprintln!("{}: {}", if failure { "error" } else { "warning" }, printable(&error.to_string()));
    failure
}

/// Tells what was fixed in a file: how much of what, and each by itself if there shall be more words.
fn tell_fixed(change: &Change, verbose: bool) {
    let name = printable(&change.name);
    if verbose {
        for fixed in &change.fixed {
            eprintln!("fixed {name}:{}: {}: {}", fixed.line, fixed.what, fixed.title);
        }
        return;
    }
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    for fixed in &change.fixed {
        match kinds.iter_mut().find(|(kind, _)| *kind == fixed.what) {
            Some((_, count)) => *count += 1,
            None => kinds.push((fixed.what, 1)),
        }
    }
    kinds.sort_unstable();
    let kind = |(kind, count): &(&str, usize)| {
        if *count == 1 { (*kind).to_owned() } else { format!("{kind} ({count} times)") }
    };
    let kinds: Vec<String> = kinds.iter().map(kind).collect();
    eprintln!("fixed {name}: {}", kinds.join(", "));
}

/// One file's part of a patch, which `git apply` and `patch -p1` take in the project's root.
fn write_patch(change: &Change, out: &mut dyn Write) -> io::Result<()> {
    let (from, to) = (quoted("a", &change.name), quoted("b", &change.name));
    write!(out, "--- {from}\n+++ {to}\n")?;
    // Hunk by hunk: a whole patch would be made text of, whatever the encoding of the file.
    let diff = TextDiff::from_lines(&change.before, &change.after);
    diff.unified_diff().iter_hunks().try_for_each(|hunk| hunk.to_writer(&mut *out))
}

/// A name in the head of a patch as git writes it: in double quotes and escaped where it has characters that a patch
/// cannot hold (<https://git-scm.com/docs/git-config#Documentation/git-config.txt-corequotePath>), with a tab behind it
/// where it has blanks.
fn quoted(side: &str, name: &str) -> String {
    let name = format!("{side}/{name}");
    if !name.contains(|c: char| c.is_control() || matches!(c, '"' | '\\')) {
        return if name.contains(' ') { name + "\t" } else { name };
    }
    let mut out = String::from("\"");
    for c in name.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let mut buffer = [0; 4];
                out.extend(c.encode_utf8(&mut buffer).bytes().map(|byte| format!("\\{byte:03o}")));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text for a terminal, which control characters in the name of a file could otherwise command.
fn printable(text: &str) -> String {
    let show = |c: char| if c.is_control() { c.escape_default().collect() } else { c.to_string() };
    text.chars().map(show).collect()
}

/// `1 file`, `2 files`, `2 fixes`.
fn counted(count: usize, noun: &str) -> String {
    let ending = match count {
        1 => "",
        _ if noun.ends_with('x') => "es",
        _ => "s",
    };
    format!("{count} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_patches() {
        assert_eq!(quoted("a", "x/é.py"), "a/x/é.py");
        assert_eq!(quoted("a", "x y.py"), "a/x y.py\t");
        assert_eq!(quoted("b", "x\n\"\\.py"), "\"b/x\\012\\\"\\\\.py\"");
        assert_eq!(printable("a\u{1b}[2J.py"), "a\\u{1b}[2J.py");
    }

    #[test]
    fn numbers_of_things() {
        assert_eq!(
            [counted(1, "fix"), counted(2, "fix"), counted(2, "file")],
            ["1 fix", "2 fixes", "2 files"]
        );
    }
}
