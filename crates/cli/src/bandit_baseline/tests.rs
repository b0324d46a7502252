//! The command in repositories made for the purpose, with a shell script in the place of the scanner. The messages
//! are those that Bandit 1.9.4's printed in the same situations.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::panic::{self, AssertUnwindSafe};

use tempfile::TempDir;

use super::*;

/// Prints what the tree holds and how it was called; the second scan, which has a baseline, finds something.
const SCANNER: &str = r#"cat code.py; echo "é $*" | sed "s|/[^ ]*/tmp[^ /]*/|TMP/|"
case "$*" in *" -b "*) exit 1 ;; *) exit 0 ;; esac"#;

fn git(folder: &Path, words: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"])
        .args(words)
        .current_dir(folder)
        .envs([("GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z"), ("GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z")])
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")])
        .output()
        .expect("git is installed");
    assert!(output.status.success(), "git {words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("git prints text")
}

/// A repository with some commits, each with a file that holds its number.
fn repository(commits: usize) -> TempDir {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    git(folder.path(), &["init", "-q", "-b", "main"]);
    for number in 1..=commits {
        write(&folder, "code.py", &format!("{number}\n"));
        git(folder.path(), &["add", "code.py"]);
        git(folder.path(), &["commit", "-q", "-m", &number.to_string()]);
    }
    folder
}

/// The lines that name the current commit and its parent.
fn commits(folder: &TempDir) -> String {
    let [current, parent] = ["HEAD", "HEAD~1"].map(|commit| git(folder.path(), &["rev-parse", commit]));
    format!(
        "[   INFO ] Got current commit: [{} main]\n[   INFO ] Got parent commit: [{} main~1]\n",
        current.trim_end(),
        parent.trim_end()
    )
}

fn write(folder: &TempDir, name: &str, text: &str) {
    fs::write(folder.path().join(name), text).expect("there is room for a file");
}

/// Runs the command with a script for a scanner; gives the exit code and what was printed.
fn run_with(folder: &Path, words: &[&str], script: &str) -> (u8, String, String) {
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    let scanner = || {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, "bandit"]);
        shell
    };
    let call = Call { program: "bandit-baseline", words: &words, columns: 80, folder, scanner: &scanner };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let code = run(&call, &mut Streams { out: &mut out, err: &mut err }).expect("a vector takes all");
    let text = |bytes| String::from_utf8(bytes).expect("the messages are text");
    (code, text(out), text(err))
}

fn assert_untouched(folder: &TempDir, text: &str) {
    assert_eq!(fs::read_to_string(folder.path().join("code.py")).expect("it is there"), text);
    assert_eq!(git(folder.path(), &["status", "--porcelain", "--untracked-files=no"]), "");
}

#[test]
fn both_commits_are_scanned_and_findings_are_printed_as_bytes() {
    let folder = repository(2);
    let (code, out, err) = run_with(folder.path(), &["-r", ".", "-ll"], SCANNER);
    let commits = commits(&folder);
    let expected = format!(
        "[   INFO ] No output format specified, using terminal
{commits}[   INFO ] Getting Bandit baseline results
[   INFO ] Comparing Bandit results to baseline
b'2\\n\\xc3\\xa9 -r . -ll -b TMP/_bandit_baseline_run.json_ -f txt\\n'
"
    );
    assert_eq!((code, out.as_str(), err.as_str()), (1, expected.as_str(), ""));
    assert_untouched(&folder, "2\n");
}

#[test]
fn without_findings_the_report_is_printed_as_it_is() {
    let folder = repository(2);
    let (code, out, _) = run_with(folder.path(), &["code.py"], "cat code.py; echo é");
    assert_eq!(code, 0);
    assert!(out.ends_with("results to baseline\n2\né\n\n"), "{out}");
}

#[test]
fn a_report_file_is_named_and_the_first_scan_always_writes_json() {
    let folder = repository(2);
    let script = r#"echo "$(cat code.py) $*" >>calls; exit 0"#;
    let (code, out, _) = run_with(folder.path(), &["-r", ".", "-f", "html"], script);
    assert_eq!(code, 0);
    let commits = commits(&folder);
    let expected = format!(
        "{commits}[   INFO ] Getting Bandit baseline results
[   INFO ] Comparing Bandit results to baseline
[   INFO ] Successfully wrote bandit_baseline_result.html
"
    );
    assert_eq!(out, expected);
    let calls = fs::read_to_string(folder.path().join("calls")).expect("the script wrote it");
    let (first, second) = calls.trim_end().split_once('\n').expect("there were two calls");
    let baseline = first.strip_prefix("1 -r . -f html -f json -o ").expect("the first call writes json");
    assert_eq!(second, format!("2 -r . -f html -b {baseline} -o bandit_baseline_result.html"));
    assert!(!Path::new(baseline).exists(), "the baseline is gone afterwards");
}

#[test]
fn a_failing_scan_is_told_and_its_code_is_the_exit_code() {
    let folder = repository(2);
    let (code, out, _) = run_with(folder.path(), &["-r", ".", "it's"], "echo oops; exit 2");
    assert_eq!(code, 2);
    let line = "[  ERROR ] Error running command: ['-r', '.', \"it's\"]\nOutput: b'oops\\n'\n\n";
    let expected = format!(
        "[   INFO ] Getting Bandit baseline results\n{line}[   INFO ] Comparing Bandit results to baseline\n{line}b'oops\\n'\n"
    );
    assert!(out.ends_with(&expected), "{out}");
    assert_untouched(&folder, "2\n");
}

#[test]
fn everything_that_is_missing_is_told_before_anything_is_touched() {
    let first = "[   INFO ] No output format specified, using terminal\n";
    let root = "[  ERROR ] Bandit baseline must be called from a git project root\n";
    let dirty = "[  ERROR ] Current working directory is dirty and must be resolved\n";
    let never = "echo scanned; exit 0";

    let folder = repository(2);
    write(&folder, "code.py", "3\n");
    assert_eq!(run_with(folder.path(), &["."], never).1, format!("{first}{dirty}"));
    git(folder.path(), &["add", "code.py"]);
    let (code, out, _) = run_with(folder.path(), &["."], never);
    assert_eq!((code, out), (2, format!("{first}{dirty}")));

    let folder = repository(2);
    fs::create_dir(folder.path().join("sub")).expect("there is room for a folder");
    let (code, out, _) = run_with(&folder.path().join("sub"), &["."], never);
    assert_eq!((code, out), (2, format!("{first}{root}")));

    let folder = tempfile::tempdir().expect("there is room for a folder");
    write(&folder, "bandit_baseline_result.json", "");
    write(&folder, "_bandit_baseline_run.json_", "");
    let (code, out, _) = run_with(folder.path(), &[".", "-f", "json", "-o", "x"], never);
    let expected = format!(
        "{root}[  ERROR ] File bandit_baseline_result.json already exists, aborting
[  ERROR ] Temporary file _bandit_baseline_run.json_ needs to be removed prior to running
[  ERROR ] Bandit baseline must not be called with the -o option
"
    );
    assert_eq!((code, out), (2, expected));

    let folder = repository(1);
    let (code, out, _) = run_with(folder.path(), &["."], never);
    assert_eq!(code, 2);
    assert!(out.ends_with(" main]\n[  ERROR ] Parent commit not available\n"), "{out}");
}

#[test]
fn what_bandit_crashes_on_is_said_clearly() {
    let folder = repository(0);
    let (code, out, _) = run_with(folder.path(), &["."], "exit 0");
    assert_eq!(code, 2);
    assert!(out.contains("[  ERROR ] git rev-parse --verify HEAD^0 failed: "), "{out}");
    assert!(out.ends_with("; commit twice at least: there is nothing to compare before\n"), "{out}");
}

#[test]
fn untracked_files_and_unknown_options_are_none_of_its_business() {
    let folder = repository(2);
    write(&folder, "new.py", "");
    assert_eq!(run_with(folder.path(), &[".", "--bad", "-x"], "exit 0").0, 0);
}

#[test]
fn wrong_words_are_refused_with_the_usage() {
    let usage = "usage: bandit-baseline [-h] [-f {txt,html,json}] targets [targets ...]\n";
    for (words, message) in [
        (&[][..], "the following arguments are required: targets"),
        (
            &[".", "-f", "jso"],
            "argument -f: invalid choice: 'jso', maybe you meant 'json'? (choose from 'txt', 'html', 'json')",
        ),
        (&[".", "-f"], "argument -f: expected one argument"),
    ] {
        let (code, out, err) = run_with(Path::new("unused"), words, "exit 0");
        assert_eq!((code, out.as_str()), (2, ""));
        assert_eq!(err, format!("{usage}bandit-baseline: error: {message}\n"));
    }
    let (code, out, err) = run_with(Path::new("unused"), &["-h"], "exit 0");
    let help = format!(
        "{usage}
Bandit Baseline - Generates Bandit results compared to a baseline

positional arguments:
  targets             source file(s) or directory(s) to be tested

options:
  -h, --help          show this help message and exit
  -f {{txt,html,json}}  specify output format

Additional Bandit arguments such as severity filtering (-ll) can be added and will be passed to Bandit.
"
    );
    assert_eq!((code, out, err.as_str()), (0, help, ""));
}

#[test]
fn the_tree_is_set_back_even_in_a_panic() {
    let folder = repository(2);
    let seen = std::cell::Cell::new(false);
    let scanner = || -> Command {
        let code = fs::read_to_string(folder.path().join("code.py")).expect("it is there");
        seen.set(code == "1\n");
        panic!("the scanner cannot be found");
    };
    let words = [OsString::from(".")];
    let call = Call {
        program: "bandit-baseline",
        words: &words,
        columns: 80,
        folder: folder.path(),
        scanner: &scanner,
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut streams = Streams { out: &mut out, err: &mut err };
    assert!(panic::catch_unwind(AssertUnwindSafe(|| run(&call, &mut streams))).is_err());
    assert!(seen.get(), "the panic came while the parent was checked out");
    assert_untouched(&folder, "2\n");
}

#[test]
fn the_repository_runs_no_program_of_its_own() {
    let folder = repository(2);
    let hook = folder.path().join(".git/hooks/post-index-change");
    fs::create_dir_all(folder.path().join(".git/hooks")).expect("there is room for a folder");
    fs::write(&hook, "#!/bin/sh\ntouch ran\n").expect("there is room for a file");
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).expect("it is ours");
    git(folder.path(), &["config", "core.fsmonitor", &format!("touch {}/ran; :", folder.path().display())]);
    assert_eq!(run_with(folder.path(), &["."], "exit 0").0, 0);
    assert!(!folder.path().join("ran").exists());
    git(folder.path(), &["reset", "-q", "--hard", "HEAD~1"]);
    assert!(folder.path().join("ran").exists(), "without our care, they would have run");
}

#[test]
fn an_interruption_ends_a_scan_at_once() {
    let interruptions = Interruptions::noted(15);
    let scan =
        scan::run(Command::new("sh").args(["-c", "sleep 60"]), &interruptions).expect("there is a shell");
    assert_eq!((scan.code, interruptions.exit_code()), (-9, Some(143)));
}
