//! Odd and big texts: whatever is repeated, the scan of four times as much takes about four times as long, in both
//! dialects and in every format; and what is too large is refused. Full sizes are measured by
//! `cargo run --release -p stockade-benches --bin odd`.

use std::fs::File;
use std::io;
use std::time::{Duration, Instant};

use stockade::report::{Format, View};
use stockade::{Report, Scanner};
use stockade_tests::odd::{self, KINDS};
use stockade_tests::project::Project;

/// Quadratic time is sixteen times as long for four times as much. One that is this little longer tells nothing.
const FACTOR: u32 = 10;
const SLACK: Duration = Duration::from_millis(50);

/// Holds the time for four times as much against that for once. Others use the machine, too: the best of some counts.
fn is_linear(mut once: impl FnMut(usize) -> Duration) -> Result<(), String> {
    let mut best = [Duration::MAX; 2];
    for _ in 0..8 {
        for (at, times) in [1, 4].into_iter().enumerate() {
            best[at] = best[at].min(once(times));
        }
        if best[1] < best[0] * FACTOR + SLACK {
            return Ok(());
        }
    }
    Err(format!("{best:?}"))
}

fn scanned(scanner: &Scanner, text: &str) -> Duration {
    let started = Instant::now();
    let file = scanner.scan_source("odd.py", text.as_bytes()).expect("a report");
    assert_ne!(file.skipped.as_deref(), Some("internal error"));
    started.elapsed()
}

/// A part of its full size, which debug builds scan in no time.
fn size(full: usize) -> usize {
    full / if full >= 1_000_000 { 500 } else { 50 }
}

#[test]
fn natively() {
    let slow = KINDS.iter().filter_map(|kind| {
        let scanner = Scanner::new();
        let texts = [1, 4].map(|times| (kind.text)(size(kind.full) * times));
        let result = is_linear(|times| scanned(&scanner, &texts[usize::from(times > 1)]));
        result.err().map(|times| format!("{}: {times}", kind.name))
    });
    assert_eq!(slow.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn as_bandit() {
    let slow = KINDS.iter().filter_map(|kind| {
        let scanner = Scanner::new().as_bandit();
        let texts = [1, 4].map(|times| (kind.text)(size(kind.full) * times));
        let result = is_linear(|times| scanned(&scanner, &texts[usize::from(times > 1)]));
        result.err().map(|times| format!("{}: {times}", kind.name))
    });
    assert_eq!(slow.collect::<Vec<_>>(), Vec::<String>::new());
}

/// What every rule looks at, many times over in one function.
#[test]
fn the_examples_of_every_rule() {
    let scanner = Scanner::new();
    let slow = odd::examples().into_iter().filter_map(|(name, code)| {
        let code: String = code.lines().map(|line| format!("    {line}\n")).collect();
        let texts = [200, 800].map(|n| format!("def f(a):\n{}", code.repeat(n)));
        let result = is_linear(|times| scanned(&scanner, &texts[usize::from(times > 1)]));
        result.err().map(|times| format!("{name}: {times}"))
    });
    assert_eq!(slow.collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn in_every_format() {
    let many = [
        "findings",
        "findings on a line",
        "passwords on a line",
        "fixes on a line",
        "lines with wide characters",
    ];
    let kinds = KINDS.iter().filter(|kind| many.contains(&kind.name));
    let mut slow = Vec::new();
    for kind in kinds {
        let reports = [1, 4].map(|times| {
            let text = (kind.text)(500 * times);
            let file = Scanner::new().scan_source("odd.py", text.as_bytes()).expect("a report");
            assert!(file.findings.len() >= 500, "{}", kind.name);
            Report { files: vec![file], ..Report::default() }
        });
        // Bandit's own has the whole line with each finding.
        for format in Format::ALL.into_iter().filter(|format| format.name() != "bandit-json") {
            let written = |times: usize| {
                let view = View::new(&reports[usize::from(times > 1)]);
                let started = Instant::now();
                format.write(&view, &mut io::sink(), &mut |_| {}).expect("a report");
                started.elapsed()
            };
            if let Err(times) = is_linear(written) {
                slow.push(format!("{} as {}: {times}", kind.name, format.name()));
            }
        }
    }
    assert_eq!(slow, Vec::<String>::new());
}

const TOO_LARGE: &str =
    "larger than the 64 MiB that are scanned (1024 MiB): exclude it if it holds no code, or split it";

#[test]
fn a_large_file_is_refused() {
    let project = Project::new(&[("a.py", "eval(x)\n")]);
    // A hole: nothing of it is on the disk.
    File::create(project.path("large.py")).expect("a file").set_len(1 << 30).expect("a size");
    let said = project.stockade(&["scan", "--color=never"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.out.contains(TOO_LARGE) && said.out.contains("B307"), "{said:?}");

    let said = project.stockade(&["bandit", "-q", "-r", ".", "-f", "json"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(
        said.out.contains(&format!("\"reason\": \"{TOO_LARGE}\"")) && said.out.contains("B307"),
        "{said:?}"
    );
}

#[test]
fn what_is_nested_too_deep_is_refused() {
    let words = "nested in more than 1000000 levels";
    let text = format!("x = {}\n", "(".repeat(1_000_001));
    let project = Project::new(&[("a.py", "eval(x)\n"), ("b.py", &text)]);
    let said = project.stockade(&["scan", "--color=never"]);
    assert!(said.code == Some(2) && said.out.contains(words) && said.out.contains("B307"), "{said:?}");
    let said = project.stockade(&["bandit", "-q", "-r", ".", "-f", "json"]);
    assert!(said.code == Some(1) && said.out.contains(words) && said.out.contains("B307"), "{said:?}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_file_that_never_ends_is_read_no_further_than_to_the_limit() {
    let words = "larger than the 64 MiB that are scanned (its end was not looked for)";
    let project = Project::new(&[("a.py", "eval(x)\n")]);
    let said = project.stockade(&["bandit", "-q", "-f", "json", "/dev/zero", "a.py"]);
    assert!(said.code == Some(1) && said.out.contains(words), "{said:?}");
    for arguments in [&["bandit", "-q", "-f", "json", "-"][..], &["scan", "-f", "json", "-"]] {
        let zeros = File::open("/dev/zero").expect("zeros");
        let said = project.stockade_on(zeros.into(), arguments);
        assert!(said.out.contains(words), "{said:?}");
    }
}
