//! Where a configuration comes from, and what becomes of one of Bandit's.

use std::fs;
use std::path::PathBuf;

use stockade::config::{self, Loaded};
use stockade::{Level, PerFileIgnores, Settings, Threshold};
use stockade_core::config::Value;
use stockade_core::report::Configuration;
use tempfile::TempDir;

/// A folder that git calls a repository's, with files.
fn tree(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("it exists");
    fs::create_dir(root.join(".git")).expect("a folder");
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    (folder, root)
}

#[track_caller]
fn configured(files: &[(&str, &str)]) -> Loaded {
    let (_keep, root) = tree(files);
    config::load(&root).unwrap_or_else(|error| panic!("{error}"))
}

#[track_caller]
fn bandits(name: &str, text: &str) -> Loaded {
    let loaded = configured(&[(name, text)]);
    assert_eq!(loaded.configuration, Configuration::Bandit { path: name.to_owned(), found: true });
    loaded
}

#[test]
fn our_own_comes_before_bandits_wherever_it_is() {
    let (_keep, root) = tree(&[
        (
            "pyproject.toml",
            "[tool.stockade]\nignore = ['B404']\nbaseline = 'known.json'\n[tool.bandit]\nskips = ['B101']\n",
        ),
        ("a/.bandit", "[bandit]\nskips = B102\n"),
        ("b/stockade.toml", "strict = true"),
    ]);
    let loaded = config::load(&root.join("a")).expect("it is right");
    assert_eq!(loaded.configuration, Configuration::Own { path: "pyproject.toml".to_owned(), found: true });
    assert_eq!(loaded.settings.ignore, ["B404"]);
    let baseline = root.join("known.json").to_string_lossy().into_owned();
    assert_eq!(loaded.settings.baseline, Some(baseline), "it is beside the configuration");
    let loaded = config::load(&root.join("b")).expect("it is right");
    assert!(loaded.settings.strict && loaded.settings.ignore.is_empty());
}

#[test]
fn without_any_the_defaults_hold() {
    assert_eq!(configured(&[("pyproject.toml", "[project]\nname = 'stockade'")]), Loaded::default());
}

#[test]
fn yaml_and_toml_of_bandits_are_taken_over() {
    let yaml = "tests: [B101, B602]\nskips: [B602]\nexclude_dirs: [docs, ./build, '*/vendor/*', a/b, /c/]\n\
                assert_used:\n  skips: ['*_test.py', '*/test_*.py', './tests/*']\n\
                hardcoded_tmp_directory:\n  tmp_dirs: [/scratch]\n";
    let loaded = bandits("bandit.yaml", yaml);
    let settings = loaded.settings;
    assert_eq!(settings.select, ["B101", "B602"]);
    assert_eq!(settings.ignore, ["B602"]);
    assert_eq!(settings.exclude, ["docs", "/build", "vendor/", "**/a/b", "c/"]);
    let ignored: Vec<&str> =
        settings.per_file_ignores.iter().map(|ignores| ignores.pattern.as_str()).collect();
    assert_eq!(ignored, ["*_test.py", "test_*.py", "/tests/"]);
    assert_eq!(settings.per_file_ignores[0].rules, ["B101"]);
    assert_eq!(settings.sections.len(), 1);
    assert_eq!(loaded.notes, [""; 0]);

    let toml =
        "[tool.bandit]\nskips = ['B101']\n[tool.bandit.try_except_pass]\ncheck_typed_exception = true\n";
    let settings = bandits("pyproject.toml", toml).settings;
    assert_eq!(settings.ignore, ["B101"]);
    let section = Value::Map(vec![(Value::Str("check_typed_exception".into()), Value::Bool(true))]);
    assert_eq!(settings.sections, [("try_except_pass".to_owned(), section)]);
    assert_eq!(bandits(".bandit.yml", "").settings, Settings::default());
}

#[test]
fn an_ini_of_bandits_is_taken_over() {
    let ini = "[bandit]\nexclude = docs,./build\nskips = B101, B311\ntests = B101,B602\nlevel = medium\nconfidence = 1\n\
               recursive = true\nformat = json\n";
    let loaded = bandits(".bandit", ini);
    let settings = loaded.settings;
    assert_eq!(settings.exclude, ["docs", "/build"]);
    assert_eq!(
        (settings.select, settings.ignore),
        (vec!["B101".into(), "B602".into()], vec!["B101".into(), "B311".into()])
    );
    let threshold = Threshold { severity: Level::Medium, confidence: Level::Low };
    assert_eq!((settings.report_on, settings.fail_on), (threshold, Some(threshold)));
    assert_eq!(loaded.notes, [""; 0]);

    let files =
        [(".bandit", "[bandit]\nconfigfile = conf/b.yml\nskips = B102\n"), ("conf/b.yml", "skips: [B101]")];
    assert_eq!(configured(&files).settings.ignore, ["B101", "B102"]);
    // Many call a YAML file so.
    assert_eq!(bandits(".bandit", "skips: [B101]\n").settings.ignore, ["B101"]);
}

#[test]
fn what_has_no_counterpart_is_named() {
    let loaded = bandits(
        ".bandit",
        "[bandit]\ntargets = src\nprofile = x\nignore-nosec = true\nlevel = grave\nskips = B1,B999\n",
    );
    assert_eq!(loaded.settings, Settings::default());
    assert_eq!(
        loaded.notes,
        [
            ".bandit: `B1` in `skips` is no id of a rule, to Bandit neither, and means nothing",
            ".bandit: `B999` in `skips` is no id of a rule, to Bandit neither, and means nothing",
            ".bandit: `level = grave` is not taken over: it is no level",
            ".bandit: not taken over, for want of a counterpart: `ignore-nosec`, `profile`, `targets`",
        ]
    );
    let yaml = "skips: B101\nprofiles: {x: {include: [a]}}\nexclude_dirs: ['[']\nassert_used: {skips: '*', more: 1}\n";
    assert_eq!(
        bandits("bandit.yml", yaml).notes,
        [
            "bandit.yml: `skips` is not taken over: it must be a list of strings",
            "bandit.yml: `[` in `exclude_dirs` is not taken over: unclosed character class; missing ']'",
            "bandit.yml: `assert_used.skips` is not taken over: it must be a list of strings",
            "bandit.yml: not taken over, for want of a counterpart: `profiles`, `assert_used.more`",
        ]
    );
    let two = configured(&[(".bandit", "[bandit]\nskips = B101"), ("bandit.yaml", "skips: [B102]")]);
    assert_eq!(two.settings.ignore, ["B101"]);
    assert_eq!(two.notes, ["bandit.yaml is not read: .bandit comes before it"]);
}

#[test]
fn one_that_cannot_be_read_is_an_error_with_a_cure() {
    for (name, text, said) in [
        ("bandit.yaml", "[", "mend it, write a stockade.toml, or give --isolated"),
        ("bandit.yaml", "- a", "it holds one list, and must be a mapping"),
        ("pyproject.toml", "[tool.bandit\n", "Expected ']' at the end of a table declaration"),
        (".bandit", "[bandit]\nconfigfile = missing\n", "missing"),
        ("stockade.toml", "strict = 1", "stockade.toml:1:10: `strict` must be true or false"),
        ("stockade.toml", "[", "this is no TOML"),
    ] {
        let (_keep, root) = tree(&[(name, text)]);
        let error = config::load(&root).expect_err(text).to_string();
        assert!(error.contains(name) && error.contains(said), "{error}");
    }
    let (_keep, root) = tree(&[]);
    fs::write(root.join("stockade.toml"), b"a = '\xff'").expect("a file");
    assert!(config::load(&root).expect_err("no text").to_string().contains("is no UTF-8"));
    assert!(
        config::load_named(&root.join("no.toml"))
            .expect_err("no file")
            .to_string()
            .starts_with("cannot read")
    );
}

#[test]
fn a_named_file_is_known_by_its_content() {
    let ignored = |name: &str, text: &str| {
        let (_keep, root) = tree(&[(name, text), ("stockade.toml", "ignore = ['B4']")]);
        config::load_named(&root.join(name))
            .map(|loaded| loaded.settings.ignore)
            .map_err(|error| error.to_string())
    };
    assert_eq!(ignored("x.toml", "ignore = ['B1']"), Ok(vec!["B1".to_owned()]));
    assert_eq!(ignored("settings", "ignore = ['B1']"), Ok(vec!["B1".to_owned()]));
    assert_eq!(ignored("x.toml", "[tool.stockade]\nignore = ['B1']"), Ok(vec!["B1".to_owned()]));
    for name in ["x.yaml", "x.yml", ".bandit", "settings"] {
        assert_eq!(ignored(name, "skips: [B101]"), Ok(vec!["B101".to_owned()]), "{name}");
    }
    for name in ["x.ini", ".bandit"] {
        assert_eq!(ignored(name, "[bandit]\nskips = B101"), Ok(vec!["B101".to_owned()]), "{name}");
    }
    assert_eq!(ignored("x.toml", "[tool.bandit]\nskips = ['B101']"), Ok(vec!["B101".to_owned()]));
    assert!(
        ignored("pyproject.toml", "[tool.x]")
            .is_err_and(|error| error.ends_with("neither [tool.stockade] nor [tool.bandit]"))
    );
    assert!(ignored("x.toml", "[tool.x]").is_err_and(|error| error.contains("unknown key `tool`")));
}

#[test]
fn the_command_line_has_its_say() {
    let mut settings = Settings {
        extend_select: vec!["B101".to_owned()],
        ignore: vec!["assert_used".to_owned(), "B4".to_owned()],
        ..Settings::default()
    };
    let ignores = PerFileIgnores { pattern: "a".to_owned(), rules: vec!["B1".to_owned()] };
    let overrides = stockade::Overrides {
        select: Some(vec!["B1".to_owned()]),
        extend_select: vec!["B101".to_owned()],
        ignore: vec!["B5".to_owned()],
        per_file_ignores: vec![ignores.clone()],
        fail_on: Some(None),
        ..stockade::Overrides::default()
    };
    config::override_with(&mut settings, overrides);
    assert_eq!((settings.select, settings.extend_select), (vec!["B1".to_owned()], vec!["B101".to_owned()]));
    // By whichever name it was ignored.
    assert_eq!(settings.ignore, ["B4", "B5"]);
    assert_eq!((settings.per_file_ignores, settings.fail_on), (vec![ignores], None));
}
