//! `stockade scan` with a cache, from outside: the same answer whatever lies there, and nothing where it must not be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use stockade_tests::project::{Project, Said};
use stockade_tests::scanner;
use tempfile::TempDir;

const APP: &str =
    "import subprocess\nimport yaml\n\nsubprocess.run(cmd, shell=True)\nyaml.load(text)\nassert x  # nosec\n";
const QUIET: &str = "x = 1  # nosec B602 B999\n";
const NOTEBOOK: &str = r#"{"cells": [{"cell_type": "code", "source": ["eval(x)\n"]}, {"cell_type": "code", "source": ["%%odd\n"]}],
    "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}"#;
const FOREIGN: &str =
    r#"{"cells": [], "metadata": {"language_info": {"name": "R"}}, "nbformat": 4, "nbformat_minor": 5}"#;

const FILES: [(&str, &str); 9] = [
    ("stockade.toml", "per-file-ignores = { \"quiet/\" = [\"B404\"] }\n"),
    ("app.py", APP),
    ("quiet/app.py", APP),
    ("tests/test_app.py", "import pickle\nassert pickle.loads(x)\n"),
    ("broken.py", "eval(x)\ndef (\n"),
    ("latin.py", "# coding: nope\n"),
    ("remarked.py", QUIET),
    ("book.ipynb", NOTEBOOK),
    ("other.ipynb", FOREIGN),
];

/// A project with a cache of its own.
struct Cached {
    project: Project,
    folder: TempDir,
}

impl Cached {
    fn new() -> Cached {
        Cached { project: Project::new(&FILES), folder: tempfile::tempdir().expect("a folder") }
    }

    fn cache(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = scanner::command(self.project.binary());
        command.arg("scan").args(arguments).current_dir(self.project.path("")).stdin(Stdio::null());
        command.env("STOCKADE_CACHE_DIR", self.cache()).env("SOURCE_DATE_EPOCH", "1767225600");
        command
    }

    fn scan(&self, arguments: &[&str]) -> Said {
        Said::of(&self.command(arguments).output().expect("it runs"))
    }

    /// How many files were scanned before, and how many there are.
    fn known(&self, arguments: &[&str]) -> (u64, u64) {
        let said = self.scan(&[&["-v"], arguments].concat());
        let counts = said.err.lines().find_map(|line| {
            let line = line.strip_prefix("note: ")?.strip_suffix(" files were scanned before")?;
            let (known, all) = line.split_once(" of ")?;
            Some((known.parse().ok()?, all.parse().ok()?))
        });
        counts.unwrap_or_else(|| panic!("{said:?}"))
    }

    /// Files below the folder of the cache.
    fn kept(&self) -> Vec<PathBuf> {
        fn below(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                found.push(entry.path());
                below(&entry.path(), found);
            }
        }
        let mut found = Vec::new();
        below(&self.cache(), &mut found);
        found.sort();
        found
    }

    fn packs(&self) -> Vec<PathBuf> {
        self.kept()
            .into_iter()
            .filter(|path| path.extension().is_some_and(|ending| ending == "pack"))
            .collect()
    }
}

#[test]
fn the_answer_is_the_same_in_every_format() {
    let formats =
        ["human", "json", "sarif", "sarif-github", "github", "gitlab", "junit", "markdown", "html", "csv"];
    let others: [&[&str]; 5] = [
        &["--ignore-nosec"],
        &["--noqa"],
        &["--select", "B6"],
        &["--strict"],
        &["--fail-on", "high", "app.py"],
    ];
    let formats = formats.map(|format| vec!["--format", format]);
    for arguments in formats.iter().map(Vec::as_slice).chain(others) {
        let cached = Cached::new();
        let fresh = cached.scan(&[arguments, &["--no-cache"]].concat());
        assert_eq!(cached.kept(), [] as [PathBuf; 0]);
        assert!(matches!(fresh.code, Some(0..=2)) && !fresh.out.is_empty(), "{arguments:?}: {fresh:?}");
        for turn in ["first", "second"] {
            assert_eq!(cached.scan(arguments), fresh, "{turn} with {arguments:?}");
        }
        let (known, all) = cached.known(arguments);
        assert!(known == all && all > 0, "{arguments:?}: {known} of {all}");
    }
}

#[test]
fn only_what_changed_is_scanned_again() {
    let cached = Cached::new();
    assert_eq!(cached.known(&[]), (0, 8));
    assert_eq!(cached.known(&[]), (8, 8));
    cached.project.write("app.py", &format!("{APP}\n"));
    assert_eq!(cached.known(&[]), (7, 8));
    // Another name gives another fingerprint; the same bytes in another time do not matter.
    fs::rename(cached.project.path("app.py"), cached.project.path("renamed.py")).expect("renamed");
    assert_eq!(cached.known(&[]), (7, 8));
    let same = cached.project.read("broken.py");
    fs::remove_file(cached.project.path("broken.py")).expect("removed");
    cached.project.write("broken.py", &same);
    assert_eq!(cached.known(&[]), (8, 8));
    assert_eq!(cached.scan(&[]), cached.scan(&["--no-cache"]));
    // A part of the project knows the whole, and takes nothing from it.
    assert_eq!(cached.known(&["renamed.py"]), (1, 1));
    cached.project.write("renamed.py", APP);
    assert_eq!(cached.known(&["renamed.py", "tests"]), (1, 2));
    assert_eq!(cached.known(&[]), (8, 8));
}

#[test]
fn what_decides_about_findings_is_part_of_the_key() {
    let cached = Cached::new();
    cached.known(&[]);
    for other in [&["--ignore=B602"][..], &["--ignore-nosec"], &["--noqa"], &["--select=B1"]] {
        assert_eq!((cached.known(other).0, cached.known(other).0), (0, 8), "{other:?}");
    }
    for settings in ["nosec-reasons = true\n", "[rules.hardcoded_tmp_directory]\ntmp_dirs = [\"/x\"]\n"] {
        cached.project.write("stockade.toml", settings);
        assert_eq!((cached.known(&[]).0, cached.known(&[]).0), (0, 8), "{settings}");
    }
    // What is made of findings later is not.
    cached.project.write("stockade.toml", FILES[0].1);
    for other in
        [&["--per-file-ignores=app.py:B602"][..], &["--report-on=high"], &["--strict"], &["--threads=1"]]
    {
        assert_eq!(cached.known(other), (8, 8), "{other:?}");
    }
    cached.project.write("stockade.toml", "severity = { B602 = \"low\" }\n");
    assert_eq!(cached.known(&[]), (8, 8));
    assert_eq!(cached.scan(&[]), cached.scan(&["--no-cache"]));
}

#[test]
fn fixes_are_those_of_a_fresh_scan() {
    let (cached, fresh) = (Cached::new(), Cached::new());
    cached.known(&[]);
    assert_eq!(cached.scan(&["--diff"]), fresh.scan(&["--diff", "--no-cache"]));
    assert_eq!(cached.scan(&["--fix"]), fresh.scan(&["--fix", "--no-cache"]));
    assert_ne!(cached.project.read("app.py"), APP);
    for (name, _) in FILES {
        assert_eq!(cached.project.read(name), fresh.project.read(name), "{name}");
    }
}

#[test]
fn other_commands_keep_nothing() {
    let cached = Cached::new();
    for arguments in [
        &["bandit", "-r", "."][..],
        &["gate", "--scan", "."],
        &["baseline", "create"],
        &["scan", "--show-files"],
    ] {
        let mut command = Command::new(cached.project.binary());
        command
            .args(arguments)
            .current_dir(cached.project.path(""))
            .env("STOCKADE_CACHE_DIR", cached.cache());
        command.output().expect("it runs");
        assert!(!cached.cache().exists(), "{arguments:?}");
    }
    // What is typed is no file.
    let mut command = cached.command(&["-v", "-"]);
    let mut child =
        command.stdin(Stdio::piped()).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it runs");
    drop(child.stdin.take());
    let said = Said::of(&child.wait_with_output().expect("it ends"));
    assert!(said.err.contains("0 of 0 files") && cached.packs().is_empty(), "{said:?}");
}

#[test]
fn damage_costs_a_scan_and_nothing_else() {
    let cached = Cached::new();
    let fresh = cached.scan(&["--format=json", "--no-cache"]);
    cached.scan(&[]);
    let sound = fs::read(&cached.packs()[0]).expect("a pack");
    let step = sound.len() / 20;
    for at in (0..sound.len()).step_by(step) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x10;
        for bytes in [&bytes[..], &sound[..at]] {
            fs::write(&cached.packs()[0], bytes).expect("written");
            assert_eq!(cached.scan(&["--format=json"]), fresh, "{at}");
            assert_eq!(cached.known(&[]), (8, 8), "{at}");
            assert_eq!(cached.packs().len(), 1);
        }
    }
}

#[test]
fn a_folder_that_cannot_be_trusted_is_not_used() {
    let cached = Cached::new();
    let fresh = cached.scan(&["--no-cache"]);
    let inside = cached.project.path("cache");
    let link = cached.folder.path().join("link");
    let shared = cached.folder.path().join("shared");
    let file = cached.folder.path().join("file");
    fs::create_dir(&shared).expect("a folder");
    fs::write(&file, "").expect("a file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        fs::set_permissions(&shared, fs::Permissions::from_mode(0o770)).expect("changed");
        symlink(cached.folder.path(), &link).expect("a link");
    }
    let refused = [
        (&inside, "lies in what is scanned"),
        (&link, "is a symbolic link"),
        (&shared, "can be written by other users"),
        (&file, "is no folder"),
    ];
    for (folder, why) in refused {
        let said = cached.scan(&["--cache-dir", folder.to_str().expect("text")]);
        assert_eq!((said.code, &said.out), (fresh.code, &fresh.out), "{why}");
        assert!(
            said.err.starts_with("warning: the cache is not used, since ") && said.err.contains(why),
            "{said:?}"
        );
    }
    assert!(!inside.exists() && fs::read_dir(&shared).expect("a folder").next().is_none());
    // A configuration cannot name a folder.
    cached.project.write("stockade.toml", "cache-dir = \"/tmp/x\"\n");
    let said = cached.scan(&[]);
    assert!(said.code == Some(2) && said.err.contains("cache-dir"), "{said:?}");
}

#[test]
fn where_nothing_can_be_written_the_scan_goes_on() {
    let cached = Cached::new();
    let fresh = cached.scan(&["--no-cache"]);
    // No folder can be made below a file.
    let below = Path::new("/dev/null").join("cache");
    let below = below.to_str().expect("text");
    assert_eq!(cached.scan(&["--cache-dir", below]), fresh);
    let said = cached.scan(&["-v", "--cache-dir", below]);
    assert!(said.err.contains("note: nothing was kept in the cache /dev/null/cache: "), "{said:?}");
    #[cfg(target_os = "linux")]
    if Path::new("/proc/self").exists() {
        // Nor here, whoever asks.
        assert_eq!(cached.scan(&["--cache-dir", "/proc/cache"]), fresh);
    }
}

/// The limit of the size of files is a full disk to whoever writes.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_no_scan() {
    let cached = Cached::new();
    let fresh = cached.scan(&["--no-cache"]);
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" scan";
    for turn in 0..2 {
        let mut shell = scanner::command(Path::new("bash"));
        shell.args(["-c", script]).arg(cached.project.binary()).current_dir(cached.project.path(""));
        shell.env("STOCKADE_CACHE_DIR", cached.cache()).stdin(Stdio::null());
        assert_eq!(Said::of(&shell.output().expect("a shell")), fresh, "{turn}");
        assert!(cached.packs().is_empty(), "{:?}", cached.kept());
    }
    assert_eq!(cached.known(&[]), (0, 8));
}

#[test]
fn scans_at_the_same_time_agree() {
    let cached = Cached::new();
    let fresh = cached.scan(&["--format=json", "--no-cache"]);
    for round in 0..4 {
        let spawn = |_| {
            let mut command = cached.command(&["--format=json"]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs")
        };
        let running: Vec<_> = (0..6).map(spawn).collect();
        for child in running {
            assert_eq!(Said::of(&child.wait_with_output().expect("it ends")), fresh, "{round}");
        }
        assert_eq!(cached.known(&[]), (8, 8));
        cached.project.write("app.py", &format!("{APP}{}", "\n".repeat(round)));
        cached.scan(&[]);
        cached.project.write("app.py", APP);
    }
}

#[test]
fn the_folder_is_told_and_cleaned() {
    let cached = Cached::new();
    let run = |arguments: &[&str], variable: Option<&Path>| {
        let mut command = Command::new(cached.project.binary());
        command.args(arguments).current_dir(cached.project.path("")).env_remove("STOCKADE_CACHE_DIR");
        command.env("XDG_CACHE_HOME", cached.folder.path()).env("HOME", cached.folder.path());
        command.envs(variable.map(|folder| ("STOCKADE_CACHE_DIR", folder)));
        Said::of(&command.output().expect("it runs"))
    };
    let told = |said: Said| PathBuf::from(said.out.trim_end_matches('\n'));
    let cache = cached.cache();
    assert_eq!(told(run(&["cache", "dir"], Some(&cache))), cache);
    assert_eq!(told(run(&["cache", "dir", "--cache-dir", "x"], Some(&cache))), Path::new("x"));
    for unset in [None, Some(Path::new(""))] {
        let own = told(run(&["cache", "dir"], unset));
        assert!(own.starts_with(cached.folder.path()) && own.ends_with("stockade"), "{own:?}");
    }
    cached.scan(&[]);
    assert!(!cached.packs().is_empty());
    let said = run(&["cache", "clean"], Some(&cache));
    assert!(said.code == Some(0) && said.out.ends_with(" bytes freed\n"), "{said:?}");
    assert!(!cache.exists());
    assert_eq!(run(&["cache", "clean"], Some(&cache)).code, Some(0));
    let said = run(&["cache", "clean"], Some(&cached.project.path("app.py")));
    assert!(said.code == Some(2) && said.err.starts_with("error: cannot clean "), "{said:?}");
    assert_eq!(run(&["scan", "--no-cache", "--cache-dir", "x"], None).code, Some(2));
}
