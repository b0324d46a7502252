//! What settings make of findings, for whoever uses the library.

use stockade::{Error, FileReport, Level, PerFileIgnores, Scanner, Settings};

const TEXT: &[u8] = b"assert x\nimport subprocess\nsubprocess.run(c, shell=True)\n";

fn scan(name: &str, settings: Settings) -> Result<FileReport, Error> {
    Scanner::new().settings(settings).scan_source(name, TEXT)
}

/// The ids of what is reported, suppressed, and below the threshold.
fn ids(file: &FileReport) -> [String; 3] {
    [&file.findings, &file.suppressed, &file.below].map(|findings| {
        let mut ids: Vec<&str> = findings.iter().map(|finding| finding.rule.id).collect();
        ids.sort_unstable();
        ids.join(" ")
    })
}

/// How many findings of each severity the metrics count.
fn counted(file: &FileReport) -> [u64; 4] {
    file.metrics.as_ref().and_then(|metrics| metrics.issues).expect("it was scanned").severity
}

#[test]
fn every_finding_is_in_one_place_and_the_metrics_count_what_is_reported() {
    let file = scan("tests/a.py", Settings::default()).expect("all is right");
    assert_eq!(ids(&file), ["B602", "B101 B404", ""]);
    assert!(file.is_test);
    assert_eq!(counted(&file), [0, 0, 0, 1]);

    let ignores = PerFileIgnores { pattern: "a.py".to_owned(), rules: vec!["B6".to_owned()] };
    let settings = Settings {
        severity: vec![("B1".to_owned(), Level::High), ("B602".to_owned(), Level::Low)],
        report_on: "medium".parse().expect("a threshold"),
        ..Settings::default()
    };
    let file = scan("a.py", settings.clone()).expect("all is right");
    assert_eq!(ids(&file), ["B101", "", "B404 B602"]);
    assert_eq!(counted(&file), [0, 0, 0, 1]);

    let file = scan("a.py", Settings { per_file_ignores: vec![ignores], ..settings }).expect("all is right");
    assert_eq!(ids(&file), ["B101", "B602", "B404"]);
    assert!(!file.is_test);
}

#[test]
fn settings_that_came_from_no_file_are_checked_too() {
    let words = || vec!["B9".to_owned()];
    let pattern = |text: &str, rules| vec![PerFileIgnores { pattern: text.to_owned(), rules }];
    for settings in [
        Settings { select: words(), ..Settings::default() },
        Settings { quiet_in_tests: Some(words()), ..Settings::default() },
        Settings { severity: vec![("B9".to_owned(), Level::Low)], ..Settings::default() },
        Settings { per_file_ignores: pattern("a", words()), ..Settings::default() },
    ] {
        assert!(matches!(scan("a.py", settings), Err(Error::Selector { word, .. }) if word == "B9"));
    }
    let settings = Settings { per_file_ignores: pattern("[", Vec::new()), ..Settings::default() };
    assert!(matches!(scan("a.py", settings), Err(Error::Pattern { .. })));
    let settings = Settings { select: Vec::new(), ..Settings::default() };
    assert!(matches!(scan("a.py", settings), Err(Error::NoRule)));
}
