//! The command held against what Bandit 1.9.4's printed and wrote, with a few of its rules.

use std::fs;

use super::*;

fn settings() -> Vec<(&'static str, Value)> {
    let text = |text: &str| Value::Str(text.to_owned());
    let map = |entries: Vec<(&str, Value)>| {
        Value::Map(entries.into_iter().map(|(key, value)| (text(key), value)).collect())
    };
    vec![
        ("weak_cryptographic_key", {
            map(vec![
                ("weak_key_size_rsa_high", Value::Int(1024)),
                ("weak_key_size_dsa_high", Value::Int(1024)),
            ])
        }),
        ("try_except_pass", map(vec![("check_typed_exception", Value::Bool(false))])),
        (
            "hardcoded_tmp_directory",
            map(vec![("tmp_dirs", Value::List(vec![text("/tmp"), text("/var/tmp")]))]),
        ),
        ("assert_used", map(vec![("skips", Value::List(vec![]))])),
    ]
}

const SETTINGS: &str = "\
assert_used:
  skips: []
hardcoded_tmp_directory:
  tmp_dirs:
  - /tmp
  - /var/tmp
try_except_pass:
  check_typed_exception: false
weak_cryptographic_key:
  weak_key_size_dsa_high: 1024
  weak_key_size_rsa_high: 1024
";

const RULES: [(&str, &str); 3] = [("B301", "pickle"), ("B102", "exec_used"), ("B101", "assert_used")];

/// Runs the command; the name of the output file is put where the words say `OUT`.
fn run_with(words: &[&str], out: &Path) -> (Exit, String) {
    let out = out.to_str().expect("a temporary file's name is text");
    let words: Vec<OsString> = words.iter().map(|word| word.replace("OUT", out).into()).collect();
    let settings = settings();
    let exit = run(&Call {
        program: "bandit-config-generator",
        words: &words,
        columns: 80,
        rules: &RULES,
        settings: &settings,
    });
    let printed = exit.stdout.replace(out, "OUT");
    (exit, printed)
}

#[test]
fn a_configuration_has_the_rules_the_choice_and_the_settings() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let out = folder.path().join("out");
    let (exit, printed) = run_with(&["--show-defaults", "-o", "OUT", "-t", "B101,B001", "-s", "B301"], &out);
    assert_eq!(exit.code, 0);
    assert_eq!(printed, format!("{SETTINGS}\n[ INFO]: Successfully wrote profile: OUT\n"));
    let written =
        fs::read_to_string(&out).expect("it was written").replace(out.to_str().expect("text"), "OUT");
    let expected = format!(
        "\n### Bandit config file generated from:
# 'bandit-config-generator --show-defaults -o OUT -t B101,B001 -s B301'

### This config may optionally select a subset of tests to run or skip by
### filling out the 'tests' and 'skips' lists given below. If no tests are
### specified for inclusion then it is assumed all tests are desired. The skips
### set will remove specific tests from the include set. This can be controlled
### using the -t/-s CLI options. Note that the same test ID should not appear
### in both 'tests' and 'skips', this would be nonsensical and is detected by
### Bandit at runtime.

# Available tests:
# B101 : assert_used
# B102 : exec_used
# B301 : pickle

# (optional) list included test IDs here, eg '[B101, B406]':
tests: ['B101', 'B001']

# (optional) list skipped test IDs here, eg '[B101, B406]':
skips: ['B301']

### (optional) plugin settings - some test plugins require configuration data
### that may be given here, per-plugin. All bandit test plugins have a built in
### set of sensible defaults and these will be used if no configuration is
### provided. It is not necessary to provide settings for every (or any) plugin
### if the defaults are acceptable.

{SETTINGS}
"
    );
    assert_eq!(written, expected);
}

#[test]
fn an_empty_choice_leaves_the_lists_empty() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let out = folder.path().join("out");
    let (exit, printed) = run_with(&["-oOUT", "-t", ""], &out);
    assert_eq!((exit.code, printed.as_str()), (0, "[ INFO]: Successfully wrote profile: OUT\n"));
    let written = fs::read_to_string(&out).expect("it was written");
    assert!(written.contains("\ntests:\n\n") && written.contains("\nskips:\n\n"), "{written}");
}

#[test]
fn an_unknown_rule_leaves_an_empty_file() {
    for (words, said) in [
        (&["-o", "OUT", "-s", "nope", "-t", "none"][..], "skips: nope"),
        (&["-o", "OUT", "-t", "B101,"], "tests: "),
        (&["-o", "OUT", "-t", "assert_used"], "tests: assert_used"),
        (&["-o", "OUT", "-t", " B101"], "tests:  B101"),
    ] {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let out = folder.path().join("out");
        let (exit, printed) = run_with(words, &out);
        assert_eq!((exit.code, printed), (0, format!("[ERROR]: Error: unknown ID in {said}\n")));
        assert_eq!(fs::read(&out).expect("it was made"), b"");
    }
}

#[test]
fn a_file_that_exists_is_left_alone() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    fs::write(folder.path().join("old"), "old").expect("there is room for a file");
    for out in
        [folder.path().join("old"), folder.path().join("none").join("..").join("old"), folder.path().into()]
    {
        let (exit, printed) = run_with(&["-o", "OUT"], &out);
        assert_eq!((exit.code, printed.as_str()), (2, "[ERROR]: File OUT already exists, exiting\n"));
    }
    assert_eq!(fs::read(folder.path().join("old")).expect("it is there"), b"old");
}

#[test]
fn a_file_that_cannot_be_written_is_no_failure_to_the_shell() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for out in [folder.path().join("none").join("new"), folder.path().join("none").join("..").join("new")] {
        let (exit, printed) = run_with(&["-o", "OUT"], &out);
        assert_eq!((exit.code, printed.as_str()), (0, "[ERROR]: Unable to open OUT for writing\n"));
    }
}

#[test]
fn without_anything_to_do_the_help_is_printed() {
    let help = "\
usage: bandit-config-generator [-h] [--show-defaults] [-o OUTPUT_FILE]
                               [-t TESTS] [-s SKIPS]

Bandit Config Generator

    This tool is used to generate an optional profile.  The profile may be used
    to include or skip tests and override values for plugins.

    When used to store an output profile, this tool will output a template that
    includes all plugins and their default settings.  Any settings which aren't
    being overridden can be safely removed from the profile and default values
    will be used.  Bandit will prefer settings from the profile over the built
    in values.

options:
  -h, --help            show this help message and exit
  --show-defaults       show the default settings values for each plugin but do not output a profile
  -o, --out OUTPUT_FILE
                        output file to save profile
  -t, --tests TESTS     list of test names to run
  -s, --skip SKIPS      list of test names to skip
";
    for (words, code) in [(&[][..], 1), (&["-t", "B101", "-o", ""], 1), (&["-h"], 0)] {
        let (exit, _) = run_with(words, Path::new("unused"));
        assert_eq!(exit, Exit { code, stdout: help.to_owned(), stderr: String::new() });
    }
    let (exit, _) = run_with(&["x"], Path::new("unused"));
    assert_eq!((exit.code, exit.stdout.as_str()), (2, ""));
    assert!(exit.stderr.ends_with("bandit-config-generator: error: unrecognized arguments: x\n"));
}

#[test]
fn texts_are_quoted_where_yaml_would_take_them_for_something_else() {
    let texts = ["no", "1", "", "os.exec-x_1", "~"];
    let list = Value::List(texts.map(|text| Value::Str(text.to_owned())).to_vec());
    let nested = Value::Map(vec![
        (Value::Str("b".to_owned()), Value::List(vec![Value::Map(vec![]), list])),
        (Value::Str("a".to_owned()), Value::Null),
    ]);
    assert_eq!(
        yaml::block(&nested),
        "a: null\nb:\n- {}\n- - 'no'\n  - '1'\n  - ''\n  - os.exec-x_1\n  - '~'\n"
    );
}
