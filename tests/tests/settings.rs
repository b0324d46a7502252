//! `stockade scan` and its configuration as a user meets them: messages, fallbacks, precedence, exit codes.

use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::sync::LazyLock;

use stockade_tests::scanner;
use tempfile::TempDir;

static BINARY: LazyLock<std::path::PathBuf> =
    LazyLock::new(|| scanner::build().expect("the command can be built"));

/// A repository with these files.
fn project(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// What a run printed and its exit code.
struct Run {
    stdout: String,
    stderr: String,
    code: i32,
}

impl Run {
    /// The findings that were printed, as `ID FILE:LINE`.
    fn findings(&self) -> Vec<String> {
        let mut lines = self.stdout.lines();
        let mut found = Vec::new();
        while let Some(line) = lines.next() {
            if let Some((_, rest)) =
                line.split_once('[').filter(|(level, _)| ["low", "medium", "high"].contains(level))
            {
                let id = rest.split(']').next().unwrap_or_default();
                let place = lines.next().unwrap_or_default().trim().trim_start_matches("--> ");
                let place = place.rsplit_once(':').map_or(place, |(line, _)| line);
                found.push(format!("{id} {place}"));
            }
        }
        found
    }
}

fn scan(folder: &Path, arguments: &[&str]) -> Run {
    stockade(folder, &[&["scan", "--color=never"], arguments].concat())
}

fn stockade(folder: &Path, arguments: &[&str]) -> Run {
    let mut command = scanner::command(&BINARY);
    command.args(arguments).current_dir(folder).env_remove("STOCKADE_COMMAND").stdin(Stdio::null());
    let output = command.output().expect("the command runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap_or(-1) }
}

const ASSERT: &str = "assert x\n";
const SHELL: &str = "import subprocess\nsubprocess.run(c, shell=True)\n";

#[test]
fn every_mistake_is_shown_in_its_place() {
    let text =
        "selct = []\nignore = [\"B999\"]\n\n[severity]\nB602 = \"HIGH\"\n\n[rules.assert_used]\nskip = []\n";
    let folder = project(&[("stockade.toml", text), ("a.py", ASSERT)]);
    let run = scan(folder.path(), &[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    let expected = "  x unknown key `selct`
   ,-[stockade.toml:1:1]
 1 | selct = []
   : ^^|^^
   :   `-- not known
 2 | ignore = [\"B999\"]
   `----
  help: did you mean `select`?

  x `B999` means no rule
   ,-[stockade.toml:2:11]
 1 | selct = []
 2 | ignore = [\"B999\"]
   :           ^^^|^^
   :              `-- not known
 3 | 
   `----
  help: rules are named by id (B602), the beginning of one (B6), name, weakness (CWE-78) or ALL;
        `stockade rules` lists them

  x `HIGH` is no level
   ,-[stockade.toml:5:8]
 4 | [severity]
 5 | B602 = \"HIGH\"
   :        ^^^|^^
   :           `-- not known
 6 | 
   `----
  help: the levels are \"low\", \"medium\", \"high\"

  x `assert_used` has no option `skip`
   ,-[stockade.toml:8:1]
 7 | [rules.assert_used]
 8 | skip = []
   : ^^|^
   :   `-- not known
   `----
  help: did you mean `skips`?

error: 4 problems in the configuration stockade.toml
";
    assert_eq!(run.stderr, expected);
    // The tree has no say, so its mistakes do not count.
    assert_eq!(scan(folder.path(), &["--isolated"]).code, 1);
}

#[test]
fn one_table_of_a_pyproject_is_read() {
    let text = "[project]\nname = 'x'\n\n[tool.stockade]\nstrikt = true\n";
    let folder = project(&[("pyproject.toml", text), ("a.py", ASSERT)]);
    let run = scan(folder.path(), &[]);
    assert!(
        run.stderr.contains("pyproject.toml:5:1") && run.stderr.contains("did you mean `strict`?"),
        "{}",
        run.stderr
    );
    write(folder.path(), "pyproject.toml", "[tool.stockade]\nignore = ['B101']\n");
    let run = scan(folder.path(), &["a.py"]);
    assert_eq!((run.code, run.findings().len()), (0, 0), "{}", run.stderr);
    assert!(run.stdout.contains("Configuration: pyproject.toml"), "{}", run.stdout);
}

#[test]
fn bandits_configuration_is_read_and_named() {
    let folder = project(&[
        (".bandit", "[bandit]\nskips = B101\ntargets = src\n"),
        ("src/a.py", ASSERT),
        ("src/b.py", SHELL),
    ]);
    let expected = ["B404 src/b.py:1", "B602 src/b.py:2"];
    for place in ["", "src"] {
        let run = scan(&folder.path().join(place), &["--ignore=B110"]);
        assert_eq!(run.findings(), expected, "{place}");
        assert!(run.stdout.contains("Configuration: .bandit, which is Bandit's"), "{}", run.stdout);
        assert!(
            run.stdout.contains("not taken over, for want of a counterpart: `targets`"),
            "{}",
            run.stdout
        );
    }
    assert_eq!(scan(folder.path(), &["--isolated"]).findings().len(), 3);
    write(folder.path(), "stockade.toml", "");
    assert_eq!(scan(folder.path(), &[]).findings().len(), 3);
    let named = scan(folder.path(), &["--config=.bandit"]);
    assert_eq!(named.findings(), expected);
}

#[test]
fn the_command_line_comes_before_the_configuration() {
    let text = "select = ['B1', 'B4']\nignore = ['B101']\n";
    let folder = project(&[("stockade.toml", text), ("a.py", &format!("{ASSERT}{SHELL}"))]);
    let ids = |arguments: &[&str]| {
        let found = scan(folder.path(), arguments).findings();
        found
            .iter()
            .map(|one| one.split(' ').next().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(ids(&[]), "B404");
    assert_eq!(ids(&["--select", "B6"]), "B602");
    assert_eq!(ids(&["--select", "ALL"]), "B404 B602");
    assert_eq!(ids(&["--select", "B101,B602"]), "B101 B602");
    assert_eq!(ids(&["--extend-select", "assert_used"]), "B101 B404");
    assert_eq!(ids(&["--extend-select", "CWE-78"]), "B404 B602");
    assert_eq!(ids(&["--extend-select", "B6", "--ignore", "B404"]), "B602");
    assert_eq!(ids(&["--extend-select", "B6", "--ignore", "B6"]), "B404");
    assert_eq!(ids(&["--isolated"]), "B101 B404 B602");
    assert_eq!(ids(&["--isolated", "--per-file-ignores", "*.py:B6,B404"]), "B101");
    assert_eq!(ids(&["--isolated", "--per-file-ignores", "!a.py:ALL"]), "B101 B404 B602");
}

#[test]
fn a_word_that_means_nothing_ends_the_scan() {
    let folder = project(&[("a.py", ASSERT)]);
    for (arguments, said) in [
        (["--select", "B1O1"], "'B1O1' for '--select <SELECTOR>'"),
        (["--ignore", "S101"], "did you mean `B101`?"),
        (["--extend-select", "cwe-78"], "did you mean `CWE-78`?"),
        (["--per-file-ignores", "tests"], "write a pattern, a colon and selectors: tests/:B101,B105"),
        (["--per-file-ignores", "[:B101"], "unclosed character class"),
        (["--fail-on", "HIGH"], "it must be low, medium or high"),
        (["--report-on", "never"], "it must be low, medium or high"),
        (["--select", "B1,"], "means no rule"),
        (["--config", "missing.toml"], "cannot read the configuration missing.toml"),
    ] {
        let run = scan(folder.path(), &arguments);
        assert_eq!(run.code, 2, "{arguments:?}");
        assert!(run.stderr.contains(said), "{arguments:?}: {}", run.stderr);
    }
    let run = scan(folder.path(), &["--ignore", "ALL"]);
    assert!(run.code == 2 && run.stderr.contains("no rule is selected"), "{}", run.stderr);
    assert_eq!(scan(folder.path(), &["--isolated", "--config", "x"]).code, 2);
}

#[test]
fn tests_are_quiet_and_what_they_hide_is_counted() {
    let both = format!("{ASSERT}{SHELL}");
    let folder = project(&[("tests/a.py", &both), ("src/test_b.py", ASSERT), ("src/c.py", ASSERT)]);
    let run = scan(folder.path(), &[]);
    assert_eq!(run.findings(), ["B101 src/c.py:1", "B602 tests/a.py:3"]);
    assert!(run.stdout.contains("Suppressed: 3 in tests, where the rule is quiet"), "{}", run.stdout);
    write(folder.path(), "stockade.toml", "tests = ['src/']\nquiet-in-tests = ['B6', 'assert_used']\n");
    let run = scan(folder.path(), &[]);
    assert_eq!(run.findings(), ["B101 tests/a.py:1", "B404 tests/a.py:2", "B602 tests/a.py:3"]);
    write(folder.path(), "stockade.toml", "quiet-in-tests = []\n");
    assert_eq!(scan(folder.path(), &[]).findings().len(), 5);
}

#[test]
fn ignores_by_file_are_counted_and_levels_are_set() {
    let config = "confidence = { CWE-78 = 'low' }\n[severity]\nALL = 'high'\nB1 = 'medium'\n[per-file-ignores]\n'src/gen/' = ['CWE-78']\n\
                  [rules.assert_used]\nskips = ['b.py']\n";
    let folder = project(&[
        ("stockade.toml", config),
        ("src/gen/a.py", SHELL),
        ("src/a.py", &format!("{ASSERT}{SHELL}")),
        ("src/b.py", ASSERT),
    ]);
    let run = scan(folder.path(), &[]);
    assert_eq!(run.findings(), ["B101 src/a.py:1", "B404 src/a.py:2", "B602 src/a.py:3"]);
    assert!(run.stdout.contains("Suppressed: 3 by per-file-ignores"), "{}", run.stdout);
    assert!(run.stdout.contains("medium[B101]") && run.stdout.contains("high[B404]"), "{}", run.stdout);
    assert!(run.stdout.contains("high severity, low confidence"), "{}", run.stdout);
}

#[test]
fn exit_codes() {
    let folder =
        project(&[("low.py", ASSERT), ("high.py", SHELL), ("clean.py", "x = 1\n"), ("broken.py", "def\n")]);
    write(folder.path(), "old.py", "print 1\nassert x\n");
    write(folder.path(), "encoded.py", "# coding: martian\n");
    for (arguments, code) in [
        ("clean.py", 0),
        ("low.py", 1),
        ("low.py --fail-on medium", 0),
        ("low.py --fail-on low:high", 1),
        ("high.py --fail-on high:high", 1),
        ("high.py --fail-on never", 0),
        // What is not shown fails all the same, unless that is asked for, too.
        ("low.py --report-on high", 1),
        ("low.py --report-on high --fail-on high", 0),
        // What is suppressed does not.
        ("low.py --per-file-ignores low.py:B101", 0),
        ("low.py --ignore B101", 0),
        // Broken files are shown, and are an error to the strict.
        ("broken.py", 0),
        ("broken.py --strict", 2),
        ("old.py", 1),
        ("old.py high.py --strict", 2),
        ("encoded.py", 0),
        ("encoded.py --strict", 2),
        ("clean.py --strict", 0),
        ("missing.py", 2),
        ("low.py --config missing.toml", 2),
        ("low.py --no-such-option", 2),
    ] {
        let words: Vec<&str> = arguments.split(' ').collect();
        let run = scan(folder.path(), &words);
        assert_eq!(run.code, code, "{arguments}: {}{}", run.stdout, run.stderr);
    }
    let run = scan(folder.path(), &["broken.py"]);
    assert!(run.stdout.contains("broken.py"), "a broken file is always seen: {}", run.stdout);
    write(folder.path(), "empty/x.txt", "");
    let run = scan(folder.path(), &["empty"]);
    assert!(run.code == 2 && run.stderr.contains("nothing to scan"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_an_error() {
    use std::os::unix::fs::PermissionsExt;

    let folder = project(&[("low.py", ASSERT), ("locked.py", ASSERT)]);
    let locked = folder.path().join("locked.py");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("it is ours");
    // The superuser reads everything.
    if fs::read(&locked).is_ok() {
        return;
    }
    let run = scan(folder.path(), &["--fail-on", "never"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert_eq!(run.findings().len(), 1, "what could be read is reported");
}

#[test]
fn a_threshold_of_reports_hides_and_tells_how_much() {
    let folder =
        project(&[("stockade.toml", "report-on = 'medium'\n"), ("a.py", &format!("{ASSERT}{SHELL}"))]);
    let run = scan(folder.path(), &[]);
    assert_eq!(run.findings(), ["B602 a.py:3"]);
    assert!(
        run.stdout.contains("Not shown: 2 findings below --report-on, 2 of which fail the scan"),
        "{}",
        run.stdout
    );
    let run = scan(folder.path(), &["--report-on", "low:high", "--fail-on", "high"]);
    assert_eq!(run.findings().len(), 3);
}

#[test]
fn nosec_and_noqa_are_heard_as_asked() {
    let text = "assert x  # nosec: B101\nassert y  # noqa: S101\n";
    let folder = project(&[("a.py", text)]);
    let count = |arguments: &[&str]| scan(folder.path(), arguments).findings().len();
    assert_eq!(count(&[]), 1);
    assert_eq!(count(&["--ignore-nosec"]), 2);
    assert_eq!(count(&["--noqa"]), 0);
    write(folder.path(), "stockade.toml", "noqa = true\n");
    assert_eq!(count(&[]), 0);
}

#[test]
fn options_of_rules_reach_them() {
    let text = "f = open('/scratch/x')\n";
    let folder = project(&[("a.py", text)]);
    assert_eq!(scan(folder.path(), &[]).findings().len(), 0);
    write(folder.path(), "stockade.toml", "[rules.hardcoded_tmp_directory]\ntmp_dirs = ['/scratch']\n");
    assert_eq!(scan(folder.path(), &[]).findings(), ["B108 a.py:1"]);
    // What is not named keeps its default.
    write(folder.path(), "a.py", SHELL);
    write(folder.path(), "stockade.toml", "[rules.shell_injection]\nno_shell = []\n");
    assert_eq!(scan(folder.path(), &[]).findings().len(), 2);
}

#[test]
fn the_schema_is_printed() {
    let folder = project(&[]);
    let run = stockade(folder.path(), &["config", "schema"]);
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/stockade.schema.json");
    assert_eq!((run.code, run.stdout), (0, fs::read_to_string(committed).expect("the schema can be read")));
}

#[test]
fn a_reason_that_must_be_given_and_is_not_fails_the_scan() {
    let text = "exec(x)  # nosec B102\nexec(y)  # nosec B102 -- it is our own\n";
    let folder = project(&[("stockade.toml", "nosec-reasons = true\n"), ("a.py", text)]);
    let run = scan(folder.path(), &[]);
    assert_eq!((run.code, run.findings()), (1, vec![]), "{}", run.stdout);
    assert!(run.stdout.contains("error: this `# nosec` gives no reason"), "{}", run.stdout);
    assert!(run.stdout.contains("No reason: 1 suppression, which fails the scan\n"), "{}", run.stdout);
    assert_eq!(scan(folder.path(), &["--fail-on", "high"]).code, 1, "a reason has no severity");
    let run = scan(folder.path(), &["--fail-on", "never"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("warning: this `# nosec` gives no reason"), "{}", run.stdout);
    let run = scan(folder.path(), &["--format", "concise", "--quiet"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.starts_with("a.py:1:10: error this `# nosec` gives no reason: "), "{}", run.stdout);
    let run = scan(folder.path(), &["--format", "github"]);
    assert!(
        run.stdout.contains("::error file=a.py,line=1,endLine=1,col=10,endColumn=22,title=No reason::"),
        "{}",
        run.stdout
    );
    let run = scan(folder.path(), &["--format", "json"]);
    assert!(run.stdout.contains("\"verdict\": \"findings\""), "{}", run.stdout);
    assert!(run.stdout.contains("\"without_reason\": 1"), "{}", run.stdout);
    write(folder.path(), "stockade.toml", "");
    assert_eq!(scan(folder.path(), &[]).code, 0);
}

#[test]
fn cells_with_magics_that_are_not_known_are_told_and_counted() {
    let cells = ["eval(x)", "%%bash\\nls", "%%spark -o x\\neval(y)", "%%mine", "exec(x)"];
    let cells = cells.map(|source| format!(r#"{{"cell_type": "code", "source": "{source}"}}"#)).join(", ");
    let folder = project(&[("a.ipynb", &format!(r#"{{"cells": [{cells}]}}"#))]);
    let run = scan(folder.path(), &[]);
    assert_eq!(run.findings(), ["B307 a.ipynb:cell 1:1", "B102 a.ipynb:cell 5:1"]);
    let told = "warning: `%%spark` is a magic that is not known, so that its cell was not scanned
 --> a.ipynb:cell 3:1:1
  |
1 | %%spark -o x
  | ^^^^^^^^^^^^
";
    assert!(run.stdout.contains(told), "{}", run.stdout);
    assert!(
        run.stdout.contains("Not scanned: 2 notebook cells with a magic that is not known\n"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("in 1 file, 2 lines of code"), "{}", run.stdout);
    let run = scan(folder.path(), &["--format", "json"]);
    assert_eq!(run.stdout.matches("\"kind\": \"unknown-magic\"").count(), 2, "{}", run.stdout);
}

#[test]
fn a_remark_has_its_place_wherever_it_is() {
    let folder = project(&[("a.py", "x = 1\n\ny = 2  # nosec\n")]);
    let run = scan(folder.path(), &[]);
    assert!(run.stdout.contains(" --> a.py:3:8\n"), "{}", run.stdout);
}

#[test]
fn threads_can_be_counted_and_do_not_show() {
    let names: Vec<String> = (0..30).map(|n| format!("m{n}.py")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "eval(x)\nassert x\n")).collect();
    let folder = project(&files);
    let told = |threads: &str| {
        let run = scan(folder.path(), &["--format=json", "--threads", threads]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        let is_time = |line: &&str| line.contains("\"started\"") || line.contains("\"ended\"");
        run.stdout.lines().filter(|line| !is_time(line)).map(str::to_owned).collect::<Vec<_>>()
    };
    let one = told("1");
    assert!(one.iter().any(|line| line.contains("m29.py")));
    assert_eq!(one, told("3"));
    assert_eq!(one, told("0"));
    for wrong in ["many", "1025", "1.5"] {
        let run = scan(folder.path(), &["--threads", wrong]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{wrong}");
        assert!(run.stderr.contains("--threads <N>"), "{}", run.stderr);
    }
}
