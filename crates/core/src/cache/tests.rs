//! The cache against damage, foreign hands and full folders. What is found in a file is made up of its text here.

use std::fs;

use super::*;
use crate::finding::{
    Cwe, Edit, Finding, Fingerprint, Fix, Level, LineRange, Position, Span, Suppression, Suppressor,
};
use crate::log::Record;
use crate::metrics::{IssueCounts, Metrics};
use crate::report::{Broken, Cell, Excerpts, Remark, RemarkKind};

static RULE: RuleInfo = RuleInfo {
    id: "T1",
    name: "tested",
    test_name: "tested",
    severity: Level::Low,
    confidence: Level::High,
    cwe: Cwe(1),
    advice: "",
    bandit_page: "",
    documentation: "",
};

static OTHER: RuleInfo = RuleInfo { ..RULE };

fn options() -> Options {
    Options {
        dialect: Dialect::Native,
        ignore_nosec: false,
        noqa: false,
        nosec_reasons: false,
        context: 3,
        threads: None,
    }
}

fn context(build: &str) -> Context {
    Context::new(build, &options(), &["T1"], "[]").expect("the native dialect")
}

fn finding(message: &str) -> Finding {
    let span = Span { start: Position { line: 1, column: 2 }, end: Position { line: 3, column: 400 } };
    Finding {
        rule: &RULE,
        severity: Level::Medium,
        confidence: Level::Undefined,
        cwe: Cwe(78),
        message: message.to_owned().into(),
        line: 2,
        column: 3,
        end_column: 5,
        lines: LineRange { first: 1, last: 7 },
        node: 11,
        span,
        fix: None,
        fingerprint: None,
        suppression: None,
    }
}

/// What a scan finds in a file.
fn scan(name: &str, text: &str) -> FileReport {
    let metrics = Metrics {
        lines_of_code: text.len() as u64,
        issues: Some(IssueCounts::default()),
        nosec: 1,
        skipped_tests: 2,
    };
    let mut report = FileReport { metrics: Some(metrics), ..FileReport::new(name.to_owned()) };
    if text.contains("find") {
        report.findings = vec![finding(text)];
        report.excerpts = Excerpts::collect(vec![(1, 2)], |line| (line == 1).then_some("a line\n"));
    }
    report
}

struct Place {
    folder: tempfile::TempDir,
    limit: u64,
}

const FILES: [(&str, &str); 4] =
    [("a.py", "x = 1"), ("b.py", "find me"), ("c.py", "find two"), ("d/e.py", "")];

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().expect("a folder"), limit: LIMIT }
    }

    fn top(&self) -> PathBuf {
        self.folder.path().join("cache")
    }

    fn open(&self, build: &str) -> Result<Cache, CacheRun> {
        let rules = [&RULE].into_iter();
        Cache::open(&self.top(), self.limit, Path::new("/project"), &[], context(build), rules)
    }

    /// Has files answered for, holds the answers against a scan, and ends.
    fn run(&self, files: &[(&str, &str)], whole: bool) -> CacheRun {
        let cache = self.open("build").expect("a cache");
        ask(&cache, files);
        cache.finish(whole)
    }

    fn counts(&self, files: &[(&str, &str)], whole: bool) -> (u64, u64) {
        let run = self.run(files, whole);
        assert_eq!((run.asked, &run.refused, &run.failed), (files.len() as u64, &None, &None));
        (run.answered, run.kept)
    }

    fn files(&self) -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = fs::read_dir(self.top())
            .expect("the folder")
            .flat_map(|entry| fs::read_dir(entry.expect("an entry").path()).into_iter().flatten())
            .map(|entry| entry.expect("an entry").path())
            .collect();
        found.sort();
        found
    }

    fn packs(&self) -> Vec<PathBuf> {
        let is_pack = |path: &PathBuf| path.extension().is_some_and(|ending| ending == pack::ENDING);
        self.files().into_iter().filter(is_pack).collect()
    }
}

fn ask(cache: &Cache, files: &[(&str, &str)]) {
    let mut window = Window::default();
    for (name, text) in files {
        let report = cache.answer(name, text.as_bytes(), &mut window, || scan(name, text));
        assert_eq!(format!("{report:?}"), format!("{:?}", scan(name, text)));
    }
}

#[test]
fn what_was_found_is_found_again() {
    let place = Place::new();
    assert_eq!(place.counts(&FILES, true), (0, 4));
    assert_eq!(place.counts(&FILES, true), (4, 0));
    assert_eq!(place.packs().len(), 1);
    // Under another name, and with other bytes.
    assert_eq!(place.counts(&[("z.py", "find me"), ("b.py", "find me!")], false), (0, 2));
    assert_eq!(place.counts(&FILES, false), (4, 0));
}

#[test]
fn everything_in_an_answer_is_kept() {
    let fix = || {
        Some(Box::new(Fix {
            title: "Mend it".into(),
            edits: vec![Edit { start: 1, end: 9, text: "é".into() }],
        }))
    };
    let print = Fingerprint { line_hash: "ab:1".to_owned(), identity: [7; 16] };
    let suppressed = |by| Finding {
        suppression: Some(Box::new(Suppression { by, reason: Some("known".to_owned()) })),
        ..finding("quiet")
    };
    let full = FileReport {
        findings: vec![Finding { fix: fix(), fingerprint: Some(Box::new(print)), ..finding("ü\n") }],
        suppressed: vec![
            suppressed(Suppressor::Nosec { line: 3 }),
            suppressed(Suppressor::Noqa { line: u32::MAX }),
        ],
        excerpts: Excerpts::collect(vec![(1, 4), (9, 10)], |_| Some("line\n"))
            .with_offsets(|line| line * 5)
            .with_undecoded(vec![(2, "why".to_owned())]),
        broken: Some(Broken { message: "no Python".to_owned(), span: Span::default() }),
        cells: vec![Cell { number: 1, first_line: 1 }, Cell { number: 4, first_line: 9 }],
        remarks: vec![Remark {
            kind: RemarkKind::NoReason,
            span: Span::default(),
            message: "why?".to_owned(),
            fix: fix(),
        }],
        digest: Some([9; 32]),
        ..scan("full.ipynb", "")
    };
    let metrics = Metrics { lines_of_code: u64::MAX, ..Metrics::default() };
    let foreign = FileReport { foreign: Some("R".to_owned()), ..FileReport::new("r.ipynb".to_owned()) };
    let rules = FxHashMap::from_iter([(RULE.id, &RULE)]);
    for report in [full, FileReport::skipped("s.py".to_owned(), "no text", Some(metrics)), foreign] {
        let bytes = entry::encode(&report, &rules).expect("it can be kept");
        let again = entry::decode(&bytes, &report.name, &rules).expect("an answer");
        assert_eq!(format!("{report:?}"), format!("{again:?}"));
        // Neither less nor more.
        for end in 0..bytes.len() {
            assert!(entry::decode(&bytes[..end], &report.name, &rules).is_none(), "{end}");
        }
        assert!(entry::decode(&[&bytes[..], &[0]].concat(), &report.name, &rules).is_none());
    }
}

#[test]
fn what_may_differ_next_time_is_not_kept() {
    let rules = FxHashMap::from_iter([(RULE.id, &RULE)]);
    let crashed = FileReport { log: vec![Record::error("tester", "a check failed")], ..scan("a.py", "") };
    let unread = FileReport::skipped("a.py".to_owned(), "internal error", None);
    let unknown = FileReport { findings: vec![Finding { rule: &OTHER, ..finding("x") }], ..scan("a.py", "") };
    for report in [crashed, unread, unknown] {
        assert_eq!(entry::encode(&report, &rules), None, "{report:?}");
    }
    // Nor is it read back where the rule is gone.
    let bytes = entry::encode(&scan("a.py", "find"), &rules).expect("it can be kept");
    assert!(entry::decode(&bytes, "a.py", &FxHashMap::default()).is_none());
}

#[test]
fn any_other_byte_is_noticed() {
    let place = Place::new();
    place.counts(&FILES, true);
    let sound = fs::read(&place.packs()[0]).expect("a pack");
    for at in 0..sound.len() {
        let pack = place.packs().remove(0);
        let mut bytes = sound.clone();
        bytes[at] ^= 1 << (at % 8);
        fs::write(&pack, &bytes).expect("written");
        let run = place.run(&FILES, false);
        assert!(run.answered < 4 && run.failed.is_none(), "byte {at}: {run:?}");
        assert_eq!(run.answered + run.kept, 4, "byte {at}");
        // It is mended, and nothing of it stays.
        assert_eq!(place.packs().len(), 1, "byte {at}");
        assert_eq!(place.counts(&FILES, false), (4, 0), "byte {at}");
    }
}

#[test]
fn a_pack_that_was_cut_off_or_grew_is_no_pack() {
    let place = Place::new();
    place.counts(&FILES, true);
    let sound = fs::read(&place.packs()[0]).expect("a pack");
    let longer = [&sound[..], &[0]].concat();
    for bytes in (0..sound.len()).map(|end| &sound[..end]).chain([&longer[..], b"#!/bin/sh\n", &[0xff; 4096]])
    {
        fs::write(&place.packs()[0], bytes).expect("written");
        assert_eq!(place.counts(&FILES, false), (0, 4), "{} bytes", bytes.len());
        assert_eq!(place.packs().len(), 1, "{} bytes", bytes.len());
    }
}

#[test]
fn contexts_share_nothing() {
    let of = |options: &Options, rules: &[&str], sections: &str| Context::new("b", options, rules, sections);
    let plain = of(&options(), &["T1", "T2"], "");
    assert_eq!(plain, of(&Options { threads: Some(7), ..options() }, &["T2", "T1"], ""));
    for other in [
        of(&Options { ignore_nosec: true, ..options() }, &["T1", "T2"], ""),
        of(&Options { noqa: true, ..options() }, &["T1", "T2"], ""),
        of(&Options { nosec_reasons: true, ..options() }, &["T1", "T2"], ""),
        of(&Options { context: 4, ..options() }, &["T1", "T2"], ""),
        of(&options(), &["T1"], ""),
        of(&options(), &["T1", "T2"], "x"),
        Context::new("c", &options(), &["T1", "T2"], ""),
    ] {
        assert!(other.is_some() && other != plain);
    }
    assert_eq!(of(&Options { dialect: Dialect::Bandit, ..options() }, &[], ""), None);

    let place = Place::new();
    place.counts(&FILES, true);
    let ours = place.packs().remove(0);
    let cache = place.open("another build").expect("a cache");
    ask(&cache, &FILES);
    let folder = cache.folder.clone();
    assert_eq!(cache.finish(true).answered, 0);
    // Not even where somebody moves a pack.
    place.packs().iter().filter(|pack| pack.starts_with(&folder)).for_each(|pack| {
        fs::remove_file(pack).expect("removed");
    });
    fs::copy(&ours, folder.join("moved.pack")).expect("copied");
    let cache = place.open("another build").expect("a cache");
    ask(&cache, &FILES);
    assert_eq!(cache.finish(true).answered, 0);
}

#[test]
fn small_packs_are_combined_and_large_ones_left_alone() {
    let place = Place::new();
    let names: Vec<String> = (0..600).map(|number| format!("{number}.py")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "find me")).collect();
    place.counts(&files[..500], true);
    let large = place.packs().remove(0);
    for (at, file) in files[500..].iter().enumerate() {
        assert_eq!(place.counts(&[*file], false), (0, 1));
        let packs = place.packs();
        assert!(packs.len() <= 9 && packs.contains(&large), "{at}: {packs:?}");
    }
    assert_eq!(place.counts(&files, true), (600, 0));
}

#[test]
fn who_sees_the_whole_project_drops_what_is_gone() {
    let place = Place::new();
    let names: Vec<String> = (0..100).map(|number| format!("{number}.py")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "find me")).collect();
    place.counts(&files, true);
    let before = fs::metadata(&place.packs()[0]).expect("a pack").len();
    // A part of it drops nothing, nor does a project that has lost little.
    assert_eq!(place.counts(&files[..10], false), (10, 0));
    assert_eq!(place.counts(&files[..60], true), (60, 0));
    assert_eq!(place.counts(&files, true), (100, 0));
    assert_eq!(place.counts(&files[..10], true), (10, 0));
    let packs = place.packs();
    assert!(packs.len() == 1 && fs::metadata(&packs[0]).expect("a pack").len() < before / 5);
    assert_eq!(place.counts(&files[..11], true), (10, 1));
}

#[test]
fn scans_at_the_same_time_take_nothing_from_each_other() {
    let place = Place::new();
    place.counts(&FILES[..1], false);
    let (one, two) = (place.open("build").expect("a cache"), place.open("build").expect("a cache"));
    ask(&one, &FILES[..3]);
    ask(&two, &FILES[1..]);
    assert_eq!(one.finish(false).kept, 2);
    assert_eq!(two.finish(true).kept, 3);
    assert_eq!(place.counts(&FILES, true), (4, 0));
}

#[test]
fn a_full_cache_loses_the_project_that_was_not_scanned_for_longest() {
    let mut place = Place::new();
    for build in ["one", "two"] {
        let cache = place.open(build).expect("a cache");
        ask(&cache, &FILES);
        assert_eq!(cache.finish(true).kept, 4);
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    // The first is used again.
    let cache = place.open("one").expect("a cache");
    ask(&cache, &FILES);
    assert_eq!(cache.finish(true).answered, 4);
    let size = fs::metadata(&place.packs()[0]).expect("a pack").len();
    place.limit = 2 * size + 9;
    assert_eq!(place.counts(&FILES, true), (0, 4));
    let answered = |build: &str| {
        let cache = place.open(build).expect("a cache");
        ask(&cache, &FILES);
        cache.answered.load(Ordering::Relaxed)
    };
    assert_eq!([answered("one"), answered("two"), answered("build")], [4, 0, 4]);
    // A project that is too large alone is not kept, and does not drive out others.
    place.limit = 20;
    let run = place.run(&[("new.py", "find a lot")], false);
    assert!(run.kept == 0 && run.failed.is_some_and(|why| why.contains("exceeds the cache's size")));
}

#[test]
fn what_nobody_finished_goes() {
    let place = Place::new();
    place.counts(&FILES[..1], false);
    let folder = place.packs()[0].parent().expect("a folder").to_owned();
    let [old, young] = ["old", "young"].map(|name| folder.join(format!("{}{name}", pack::UNFINISHED)));
    for path in [&old, &young] {
        fs::write(path, "").expect("written");
    }
    let file = fs::File::options().write(true).open(&old).expect("opened");
    file.set_modified(std::time::UNIX_EPOCH).expect("set");
    place.counts(&FILES, false);
    assert_eq!([old.exists(), young.exists()], [false, true]);
}

#[test]
fn cleaning_takes_nothing_that_is_not_the_caches() {
    let place = Place::new();
    assert_eq!(clean(&place.top()).expect("nothing to do"), 0);
    place.counts(&FILES, true);
    let project = place.packs()[0].parent().expect("a folder").to_owned();
    for other in ["notes.txt", "0123456789abcdef0123456789abcdef"] {
        fs::write(place.top().join(other), "mine").expect("written");
    }
    fs::write(project.join("notes.txt"), "mine").expect("written");
    assert!(clean(&place.top()).expect("cleaned") > 0);
    assert_eq!(place.files(), [project.join("notes.txt")]);
    assert_eq!(fs::read_dir(place.top()).expect("it stays").count(), 3);
    fs::remove_file(project.join("notes.txt")).expect("removed");
    for other in ["notes.txt", "0123456789abcdef0123456789abcdef"] {
        fs::remove_file(place.top().join(other)).expect("removed");
    }
    clean(&place.top()).expect("cleaned");
    assert!(!place.top().exists());
    assert!(clean(&std::env::current_exe().expect("this program")).is_err());
}

#[test]
fn a_folder_in_what_is_scanned_is_not_used() {
    let place = Place::new();
    let root = place.folder.path().canonicalize().expect("a folder");
    let open = |root: &Path, targets: &[PathBuf]| {
        let rules = [&RULE].into_iter();
        Cache::open(&place.top(), LIMIT, root, targets, context("b"), rules).err().and_then(|run| run.refused)
    };
    let why = open(&root, &[]).expect("refused");
    assert!(why.contains("lies in what is scanned") && !place.top().exists(), "{why}");
    assert!(open(Path::new("/project"), std::slice::from_ref(&root)).is_some());
    assert!(open(Path::new("/project"), &[root.join("elsewhere")]).is_none());
    assert!(open(&root, &[]).is_some());
}

#[cfg(unix)]
#[test]
fn what_others_can_write_is_not_used() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let place = Place::new();
    place.counts(&FILES, true);
    let pack = place.packs().remove(0);
    let project = pack.parent().expect("a folder").to_owned();
    let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!([mode(&place.top()), mode(&project), mode(&pack)], [0o700, 0o700, 0o600]);
    let refused = || place.open("build").err().and_then(|run| run.refused).unwrap_or_default();
    for path in [&place.top(), &project, &pack] {
        let before = mode(path);
        for open in [0o020, 0o002] {
            fs::set_permissions(path, fs::Permissions::from_mode(before | open)).expect("changed");
            assert!(refused().contains("can be written by other users"), "{path:?}: {}", refused());
        }
        fs::set_permissions(path, fs::Permissions::from_mode(before)).expect("changed");
        assert_eq!(refused(), "");
    }
    for path in [pack, project, place.top()] {
        let moved = place.folder.path().join("moved");
        fs::rename(&path, &moved).expect("moved");
        symlink(&moved, &path).expect("a link");
        let why = refused();
        assert!(why.contains("symbolic link") || why.contains("no regular file"), "{path:?}: {why}");
        let slash = [path.as_os_str(), "/".as_ref()].into_iter().collect::<std::ffi::OsString>();
        assert!(clean(slash.as_ref()).is_err(), "{path:?}");
        fs::remove_file(&path).expect("removed");
        fs::rename(&moved, &path).expect("moved");
    }
    assert_eq!(place.counts(&FILES, true), (4, 0));
    fs::remove_dir_all(place.top()).expect("removed");
    fs::write(place.top(), "").expect("written");
    assert!(refused().contains("is no folder"));
}
