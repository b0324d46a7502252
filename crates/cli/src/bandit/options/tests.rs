//! Command lines held against what Bandit 1.9.4 on CPython 3.14 made of them, as recorded in `recorded.json`,
//! `recorded_usage.txt` and `recorded_help.txt`, and what is ours to say.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use serde_json::{Map, Value as Json, json};

use super::*;

const RULES: [(&str, &str); 3] =
    [("B602", "subprocess_popen_with_shell_equals_true"), ("B301", "pickle"), ("B101", "assert_used")];

fn call(words: &[OsString], columns: i64) -> Call<'_> {
    Call { program: "bandit", words, columns, default_format: "txt", rules: &RULES }
}

fn no_file(_: &std::ffi::OsStr) -> io::Result<File> {
    Err(io::ErrorKind::Unsupported.into())
}

fn parsed(words: &[&str]) -> Options {
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    parse(&call(&words, 80), &mut no_file).expect("the words are right")
}

fn exit(words: &[&str], columns: i64) -> Exit {
    let words: Vec<OsString> = words.iter().map(OsString::from).collect();
    parse(&call(&words, columns), &mut no_file).expect_err("the words are wrong, or ask for a text")
}

/// The options as the records have them.
fn values(options: &Options) -> Json {
    let path = |path: &Option<PathBuf>| path.as_ref().and_then(|path| path.to_str()).map(str::to_owned);
    let level = |level: Level| level.as_str();
    json!({
        "agg_type": options.agg_type,
        "baseline": path(&options.baseline),
        "config_file": path(&options.config_file),
        "context_lines": options.context_lines,
        "debug": options.debug,
        "excluded_paths": options.excluded_paths,
        "exit_zero": options.exit_zero,
        "ignore_nosec": options.ignore_nosec,
        "ini_path": path(&options.ini_path),
        "levels": options.levels().ok().map(|(severity, confidence)| {
            format!("{} {}", level(severity), level(confidence))
        }),
        "msg_template": options.msg_template,
        "output": match &options.output {
            Output::Stdout => "<stdout>".to_owned(),
            Output::File(name, _) => name.to_str().expect("the names are text").to_owned(),
            Output::Unnamed => "None".to_owned(),
            Output::Ini(_) => "STR".to_owned(),
        },
        "output_format": options.output_format,
        "profile": options.profile,
        "quiet": options.quiet,
        "recursive": options.recursive,
        "skips": options.skips,
        "targets": options.targets.iter().map(|target| target.to_str()).collect::<Vec<_>>(),
        "tests": options.tests,
        "verbose": options.verbose,
    })
}

fn texts(json: &Json) -> Vec<&str> {
    json.as_array().map(|items| items.iter().filter_map(Json::as_str).collect()).unwrap_or_default()
}

/// What becomes of one recorded command line, in the form of the records.
fn outcome(case: &Map<String, Json>, defaults: &Json, folder: &Path) -> Map<String, Json> {
    let words: Vec<OsString> = texts(&case["words"]).into_iter().map(OsString::from).collect();
    let mut outcome = Map::from_iter([("words".to_owned(), case["words"].clone())]);
    let mut files = Vec::new();
    let mut open = |name: &std::ffi::OsStr| {
        // An empty name joined to a folder would be the folder.
        let file = if name.is_empty() { File::create(name) } else { File::create(folder.join(name)) }?;
        files.push(name.to_str().expect("the names are text").to_owned());
        Ok(file)
    };
    let result = parse(&call(&words, 80), &mut open);
    files.sort();
    if !files.is_empty() {
        outcome.insert("files".to_owned(), files.into());
    }
    let mut options = match result {
        Err(Exit { code: 0, stdout, .. }) => {
            let what = if stdout.starts_with("usage") { "help" } else { "version" };
            outcome.insert("printed".to_owned(), what.into());
            return outcome;
        }
        Err(exit) => {
            assert_eq!((exit.code, exit.stdout.as_str()), (2, ""), "{words:?}");
            let message = exit.stderr.strip_prefix(&usage("bandit", 80)).expect("the usage comes first");
            let message = message.strip_prefix("bandit: error: ").and_then(|text| text.strip_suffix('\n'));
            outcome.insert("error".to_owned(), message.expect("it is one line").into());
            return outcome;
        }
        Ok(options) => options,
    };
    let mut crash = false;
    if let Some(ini) = case.get("ini") {
        outcome.insert("ini".to_owned(), ini.clone());
        let settings: Vec<(String, String)> = serde_json::from_value(ini.clone()).expect("pairs of texts");
        let mut log = Vec::new();
        crash = options.merge_ini(&settings, ".bandit", &mut log).is_err();
        let log: Vec<String> = log
            .iter()
            .map(|line| format!("[{}]\t{}\t{}", line.module, line.level.as_str(), line.message))
            .collect();
        if crash || !log.is_empty() {
            outcome.insert("log".to_owned(), log.into());
        }
    }
    if crash {
        outcome.insert("crash".to_owned(), true.into());
    } else {
        let Json::Object(mut values) = values(&options) else { unreachable!("the options are a mapping") };
        values.retain(|key, value| defaults[key.as_str()] != *value);
        outcome.insert("values".to_owned(), values.into());
    }
    outcome
}

#[cfg(unix)]
#[test]
fn recorded_command_lines_come_out_as_recorded() {
    let recorded: Json = serde_json::from_str(include_str!("recorded.json")).expect("the record is JSON");
    assert_eq!(values(&parsed(&[])), recorded["defaults"]);
    let cases = recorded["cases"].as_array().expect("the record has cases");
    assert!(cases.len() > 300);
    for case in cases {
        let case = case.as_object().expect("a case is a mapping");
        let folder = tempfile::tempdir().expect("there is room for a folder");
        fs::create_dir(folder.path().join("adir")).expect("there is room for a folder");
        let ours = outcome(case, &recorded["defaults"], folder.path());
        assert_eq!(&ours, case);
    }
}

/// The parts of a record, each with the columns that it was made for.
fn by_columns(record: &str) -> Vec<(i64, &str)> {
    let parts = record.split("== ").skip(1).map(|part| part.split_once('\n').expect("a part has a heading"));
    parts.map(|(columns, text)| (columns.parse().expect("a heading is a number"), text)).collect()
}

#[test]
fn the_usage_fits_every_terminal_as_recorded() {
    let parts = by_columns(include_str!("recorded_usage.txt"));
    assert_eq!(parts.len(), 33);
    for (columns, text) in parts {
        assert_eq!(usage("bandit", columns), text, "{columns} columns");
        assert_eq!(
            exit(&["--bad"], columns).stderr,
            format!("{text}bandit: error: unrecognized arguments: --bad\n")
        );
    }
}

#[test]
fn the_help_fits_every_terminal_as_recorded() {
    let parts = by_columns(include_str!("recorded_help.txt"));
    assert_eq!(parts.len(), 4);
    for (columns, text) in parts {
        assert_eq!(exit(&["-h"], columns), Exit { code: 0, stdout: text.to_owned(), stderr: String::new() });
    }
}

#[test]
fn the_version_names_bandit_first_and_ourselves_second() {
    let exit = exit(&["--version"], 80);
    let ours = format!("bandit 1.9.4\n  python version = 3.14 (stockade {})\n", env!("CARGO_PKG_VERSION"));
    assert_eq!((exit.code, exit.stdout), (0, ours));
}

#[test]
fn debug_logging_goes_by_the_literal_words() {
    let levels = [(&["-d"][..], true), (&["--debug"], true), (&["-rd"], false), (&["--deb"], false)];
    for (words, debug_log) in levels {
        let options = parsed(words);
        assert_eq!((options.debug, options.debug_log), (true, debug_log), "{words:?}");
    }
    let options = parsed(&["--", "-d"]);
    assert_eq!((options.debug, options.debug_log), (false, true));
}

#[test]
fn a_format_that_is_none_falls_back_to_the_default() {
    let mut options = parsed(&["a"]);
    let settings = [("format".to_owned(), "nope".to_owned()), ("aggregate".to_owned(), "vuln".to_owned())];
    options.merge_ini(&settings, ".bandit", &mut Vec::new()).expect("no setting is a number");
    assert_eq!((options.output_format.as_str(), options.format()), ("nope", "txt"));
    assert!(options.by_vulnerability());
    assert_eq!(parsed(&["-f", "json"]).format(), "json");
    assert_eq!((default_format(true), default_format(false)), ("screen", "txt"));
}

#[test]
fn what_bandit_crashes_on_is_said_clearly() {
    let message = |words: &[&str], key: &str, value: &str| {
        let mut options = parsed(words);
        let settings = [(key.to_owned(), value.to_owned())];
        match options.merge_ini(&settings, "src/.bandit", &mut Vec::new()).and_then(|()| options.check()) {
            Ok(()) => "nothing".to_owned(),
            Err(error) => error.to_string(),
        }
    };
    for (words, key, value, said) in [
        (
            &["a"][..],
            "number",
            "x",
            "src/.bandit: number = x: this is no whole number; give the lines of code to show as digits, such as number = 5",
        ),
        (
            &["a"],
            "level",
            "3",
            "src/.bandit: level = 3: a level cannot be set in this file; remove the line and give --severity-level instead",
        ),
        (
            &["a"],
            "confidence",
            "3",
            "src/.bandit: confidence = 3: a level cannot be set in this file; remove the line and give --confidence-level instead",
        ),
        (
            &["a"],
            "output",
            "f",
            "src/.bandit: output = f: a report cannot be named in this file; remove the line and give -o instead",
        ),
        (
            &["-llll"],
            "other",
            "",
            "argument -l/--level: given 4 times, and there are three levels; give it once for LOW, twice for MEDIUM, three times for HIGH",
        ),
        (
            &["-iiiii"],
            "other",
            "",
            "argument -i/--confidence: given 5 times, and there are three levels; give it once for LOW, twice for MEDIUM, three times for HIGH",
        ),
        (
            &["-o"],
            "other",
            "",
            "argument -o/--output: no file is named; write -o FILE, or -o - for standard output",
        ),
        (&["-lll", "-iii", "-o", "-"], "number", "7", "nothing"),
    ] {
        assert_eq!(message(words, key, value), said);
    }
}

#[cfg(unix)]
#[test]
fn names_that_are_no_utf8_are_kept_where_they_name_files_and_spelled_out_elsewhere() {
    use std::os::unix::ffi::OsStringExt;
    let odd = |text: &[u8]| OsString::from_vec(text.to_vec());
    let words = [odd(b"\xff.py"), odd(b"-t\xff"), odd(b"-x\xff"), odd(b"-c\xff")];
    let options = parse(&call(&words, 80), &mut no_file).expect("the words are right");
    assert_eq!(options.targets, [odd(b"\xff.py")]);
    assert_eq!(options.config_file, Some(PathBuf::from(odd(b"\xff"))));
    assert_eq!(options.tests.as_deref(), Some("\\udcff"));
    assert_eq!(options.excluded_paths, "\\xff");
    let wrong = parse(&call(&[odd(b"-n\xff")], 80), &mut no_file).expect_err("a byte is no number");
    assert!(
        wrong.stderr.ends_with("argument -n/--number: invalid int value: '\\udcff'\n"),
        "{}",
        wrong.stderr
    );
}
