//! Configurations of every dialect, and what Bandit 1.9.4 said to the same files.

use std::path::PathBuf;

use super::{Catalog, Config, DeniedNames, Value};
use crate::finding::{Cwe, Level};
use crate::log::Record;
use crate::profile::Profile;

fn catalog() -> Catalog {
    let rules = [("B101", "assert_used"), ("B102", "exec_used")];
    Catalog::new(rules, [("B301", "pickle"), ("B403", "import_pickle")], "B001")
}

/// Reads a text as a file of that name in an empty folder; the folder's path is taken out of messages.
fn read_named(name: &str, text: impl AsRef<[u8]>) -> (Result<Config, String>, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, text).expect("a file");
    let mut log = Vec::new();
    let read = Config::read(&path, &catalog(), &mut log);
    let base = format!("{}/", folder.path().display());
    let line = |record: &Record| format!("{} {}", record.level.as_str(), record.message.replace(&base, ""));
    (read.map_err(|error| error.to_string().replace(&base, "")), log.iter().map(line).collect())
}

fn read(text: &str) -> Config {
    read_named("c.yaml", text).0.unwrap_or_else(|error| panic!("{error}"))
}

fn error(text: &str) -> String {
    read_named("c.yaml", text).0.err().unwrap_or_else(|| panic!("{text:?} is a configuration"))
}

fn ids(include: &[&str], exclude: &[&str]) -> Profile {
    let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    Profile::new(owned(include), owned(exclude))
}

const DEPRECATED: &str = "WARNING Config file 'c.yaml' contains deprecated legacy config data. Please consider \
    upgrading to the new config format. The tool 'bandit-config-generator' can help you with this. Support for legacy \
    configs will be removed in a future bandit version.";

#[test]
fn options_are_found_by_their_path() {
    let config = read("assert_used:\n  skips: ['*_test.py']\nx: 1\n");
    assert_eq!(config.option("x"), Some(&Value::Int(1)));
    assert_eq!(config.option("assert_used.skips").and_then(Value::as_list).map(<[_]>::len), Some(1));
    assert_eq!(config.option("assert_used.none"), None);
    assert_eq!(config.option("x.y"), None);
    assert_eq!(Config::without_file().option("x"), None);
}

#[test]
fn toml_is_known_by_its_name() {
    let (config, _) = read_named("pyproject.toml", "[tool.bandit]\nskips = ['B101']\n");
    assert_eq!(config.and_then(|c| c.profile(None).map_err(|e| e.to_string())), Ok(ids(&[], &["B101"])));
    let (config, log) = read_named("x.toml", "[tool.bandit\n");
    assert_eq!(config.err().as_deref(), Some("x.toml : Error parsing file."));
    assert_eq!(log, ["ERROR Expected ']' at the end of a table declaration (at line 1, column 13)"]);
    let (config, log) = read_named("x.toml", "[tool]\nbandit = 'x'\n");
    assert_eq!((config.err().as_deref(), log.len()), (Some("x.toml : Error parsing file."), 0));
    assert!(read_named("x.toml", "[tool.other]\n").0.is_ok());
}

#[test]
fn what_is_no_configuration_is_an_error() {
    assert_eq!(error("[a, b]"), "c.yaml : Error parsing file.");
    assert_eq!(error("text"), "c.yaml : Error parsing file.");
    let (config, log) = read_named("c.yaml", "a: [1");
    assert_eq!(config.err().as_deref(), Some("c.yaml : Error parsing file."));
    assert_eq!(
        log,
        [
            "ERROR while parsing a flow sequence\n  in \"c.yaml\", line 1, column 4\nexpected ',' or ']', but got '<stream \
         end>'\n  in \"c.yaml\", line 1, column 6"
        ]
    );
    let missing = Config::read("no/such.yaml".as_ref(), &catalog(), &mut Vec::new());
    assert_eq!(
        missing.err().map(|e| e.to_string()).as_deref(),
        Some("no/such.yaml : Could not read config file.")
    );
    let folder = Config::read("/".as_ref(), &catalog(), &mut Vec::new());
    assert_eq!(folder.err().map(|e| e.to_string()).as_deref(), Some("/ : Could not read config file."));
}

#[test]
fn where_bandit_crashes_there_is_a_reason() {
    assert_eq!(error(""), "c.yaml : It is empty, and a configuration must be a mapping.");
    assert_eq!(error("12"), "c.yaml : It holds one int, and a configuration must be a mapping.");
    assert_eq!(error("my profiles"), "c.yaml : It holds one str, and a configuration must be a mapping.");
    assert_eq!(error("profiles: [a]"), "c.yaml : 'profiles' must be a mapping.");
    assert_eq!(error("profiles: {a: null}"), "c.yaml : A profile must be a mapping.");
    assert_eq!(error("profiles: {a: {include: 1}}"), "c.yaml : 'include' of a profile must be a list.");
    assert_eq!(
        error("profiles: {a: {include: [[b]]}}"),
        "c.yaml : 'include' of a profile must be a list of names."
    );
    assert_eq!(error("a: 2001-13-01"), "c.yaml : Line 1: '2001-13-01' is no value of type timestamp.");
    let profile = |text: &str| {
        read(text).profile(None).map_err(|e| e.to_string().rsplit('/').next().unwrap_or_default().to_owned())
    };
    assert_eq!(profile("tests: 1"), Err("c.yaml : 'tests' must be a list of ids.".to_owned()));
    assert_eq!(profile("skips: [1]"), Err("c.yaml : The ids under 'skips' must be strings.".to_owned()));
}

#[test]
fn tests_and_skips_make_the_profile() {
    assert_eq!(
        read("tests: [B101, B102, B101]\nskips: [B301]").profile(None),
        Ok(ids(&["B101", "B102"], &["B301"]))
    );
    // A string is its characters.
    assert_eq!(read("skips: B101").profile(Some("")), Ok(ids(&[], &["B", "1", "0"])));
    assert_eq!(read("skips:\ntests: []").profile(None), Ok(Profile::default()));
    assert_eq!(Config::without_file().profile(None), Ok(Profile::default()));
}

#[test]
fn profiles_of_old_are_found_by_name() {
    let (config, log) = read_named(
        "c.yaml",
        "tests: [B102]\nprofiles:\n  gate:\n    include: [assert_used, pickle, other, B403]\n    exclude:\n",
    );
    let config = config.expect("a configuration");
    assert_eq!(log, [DEPRECATED]);
    assert_eq!(config.profile(Some("gate")), Ok(ids(&["B101", "B301", "other", "B403"], &[])));
    assert_eq!(config.profile(None), Ok(ids(&["B102"], &[])));
    let missing = Config::without_file().profile(Some("gate"));
    assert_eq!(
        missing.map_err(|e| e.to_string()),
        Err("Unable to find profile (gate) in config file: None".into())
    );
    assert!(read("profiles: {}").profile(Some("gate")).is_err());
}

#[test]
fn old_names_of_deny_lists_need_data() {
    for (name, data) in [
        ("blacklist_calls", "blacklist_calls:\n"),
        ("blacklist_imports", "blacklist_calls: {}\n"),
        ("blacklist_import_func", ""),
    ] {
        let message = error(&format!("{data}profiles: {{a: {{exclude: [{name}]}}}}"));
        assert_eq!(
            message,
            format!(
                "c.yaml : Config file has an include or exclude reference to legacy test '{name}' but no configuration \
                 data for it. Configuration data is required for this test. Please consider switching to the new \
                 config file format, the tool 'bandit-config-generator' can help you with this."
            )
        );
    }
}

const LEGACY: &str = "
blacklist_calls:
  bad_name_sets:
    - x: {qualnames: [a.b], message: 'Call {func}.', level: HIGH, id: B9, cwe: 7}
blacklist_imports:
  bad_import_sets:
    - y: {imports: [m], message: 'Import {module}.'}
";

#[test]
fn old_deny_lists_take_each_others_place() {
    let call = DeniedNames {
        id: Some("B9".into()),
        severity: Level::High,
        cwe: Cwe(7),
        message: "Call {name}.".into(),
        names: vec!["a.b".into()],
    };
    let import = DeniedNames {
        id: None,
        severity: Level::Medium,
        cwe: Cwe::NONE,
        message: "Import {name}.".into(),
        names: vec!["m".into()],
    };
    let lists = |include: &str, exclude: &str| {
        let text = format!("{LEGACY}\nprofiles: {{p: {{include: [{include}], exclude: [{exclude}]}}}}");
        let profile = read(&text).profile(Some("p")).expect("a profile");
        let lists = profile.legacy.map(|lists| (lists.calls, lists.imports));
        (profile.include, profile.exclude, lists)
    };
    let all = || vec!["B001".to_owned()];
    assert_eq!(lists("blacklist_calls", ""), (all(), vec![], Some((vec![import.clone()], vec![]))));
    assert_eq!(
        lists("blacklist_imports", ""),
        (all(), vec![], Some((vec![call.clone()], vec![call.clone()])))
    );
    assert_eq!(
        lists("blacklist_imports, blacklist_calls", ""),
        (all(), vec![], Some((vec![import.clone(), call.clone()], vec![call.clone()])))
    );
    assert_eq!(lists("", "blacklist_calls"), (vec![], all(), None));
    assert_eq!(
        lists("blacklist_calls", "blacklist_imports, B101"),
        (all(), vec!["B101".to_owned()], Some((vec![import], vec![])))
    );
    assert_eq!(lists("blacklist_import_func", ""), (all(), vec![], None));
    let (_, log) = read_named("c.yaml", LEGACY);
    assert_eq!(log, ["WARNING Legacy blacklist data found in config, overriding data plugins"]);
}

#[test]
fn old_deny_lists_must_be_whole() {
    for (text, reason) in [
        ("blacklist_calls: x", "'blacklist_calls' must be a mapping."),
        ("blacklist_calls: {bad_name_sets: 1}", "'bad_name_sets' of 'blacklist_calls' must be a list."),
        ("blacklist_calls: {bad_name_sets: [x]}", "'bad_name_sets' must be a mapping."),
        (
            "blacklist_calls: {bad_name_sets: [x: {qualnames: [a]}]}",
            "'message' of x in 'blacklist_calls' must be a string.",
        ),
        (
            "blacklist_imports: {bad_import_sets: [x: {message: a}]}",
            "'imports' of x in 'blacklist_imports' must be a list of names.",
        ),
        (
            "blacklist_imports: {bad_import_sets: [x: {message: a, imports: [b], level: BAD}]}",
            "'level' of x in 'blacklist_imports' must be LOW, MEDIUM or HIGH.",
        ),
    ] {
        assert_eq!(error(text), format!("c.yaml : {reason}"));
    }
    assert!(read_named("c.yaml", "blacklist_calls: {}\nblacklist_imports: {other: 1}").0.is_ok());
}

#[test]
fn files_are_chosen_by_the_configuration_and_the_command_line() {
    let takes = |config: &Config, excluded: &str, path: &str| {
        config.filter(excluded).map(|filter| filter.takes(path.as_ref())).map_err(|e| e.to_string())
    };
    let none = Config::without_file();
    assert_eq!(takes(&none, "", "d/a.pyw"), Ok(true));
    assert_eq!(takes(&none, ".git,*.egg", "x.git/a.py"), Ok(false));
    assert_eq!(takes(&none, ".git,", "a.py"), Ok(false));
    let config = read("exclude_dirs: [tests, '*/b.py']");
    assert_eq!(takes(&config, "", "d/a.pyw"), Ok(false));
    assert_eq!(takes(&config, "", "d/a.py"), Ok(true));
    assert_eq!(takes(&config, "x", "mytests/a.py"), Ok(false));
    assert_eq!(takes(&config, "x", "d/b.py"), Ok(false));
    assert_eq!(takes(&read("include: ['*.txt']"), "", "a.txt"), Ok(true));
    // A string is its characters, and `*` takes anything.
    assert_eq!(takes(&read("include: '*.py'"), "", "a.txt"), Ok(true));
    assert_eq!(takes(&read("exclude_dirs: xy"), "", "ay/b.py"), Ok(false));
    assert!(takes(&read("exclude_dirs: xy"), ".git", "a.py").is_err());
    assert!(takes(&read("include: [1]"), "", "a.py").is_err());
    assert_eq!(takes(&read("include: 0\nexclude_dirs: {}"), "", "a.py"), Ok(true));
}
