//! Files that are no Python: whatever stands in them, the scan of them ends, says so, and reports what is left.
//!
//! `STOCKADE_FUZZ_TREE` names a folder whose files are broken in the same ways, for a longer search.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use stockade::{FileReport, Scanner};

fn scan(name: &str, text: &[u8]) -> FileReport {
    Scanner::new().scan_source(name, text).expect("threads")
}

fn ids(report: &FileReport) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.rule.id).collect()
}

/// Python files below a folder, in order.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "py") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What goes wrong with files: half of them lost, a merge not finished, another language between the lines.
fn broken(bytes: &[u8], seed: usize) -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    let cut = |part: usize| bytes.len() * part / 8;
    for part in 1..8 {
        let at = (cut(part) + seed % 13).min(bytes.len());
        all.push(bytes[..at].to_vec());
        all.push(bytes[at..].to_vec());
    }
    let lines: Vec<&[u8]> = bytes.split_inclusive(|&b| b == b'\n').collect();
    let intruders: [&[u8]; 8] = [
        b"<<<<<<< HEAD\n",
        b"=======\n>>>>>>> branch\n",
        b"print 'old', x\n",
        b"{% if x %}\n",
        b"{{ call(y) }}\n",
        b"  exec code in ns\n",
        b"raise E, 'x'\n\x0c\n",
        b"def (\n@\nclass :\nx = [for\nf'{'\n\"\"\"",
    ];
    for (at, intruder) in intruders.iter().enumerate() {
        let mut text = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            if (number + seed + at) % 11 == 3 {
                text.extend_from_slice(intruder);
            }
            text.extend_from_slice(line);
        }
        all.push(text);
    }
    // Every so often a byte is lost.
    for lost in [b'(', b')', b'\n', b':', b'"', b' '] {
        let mut count = seed;
        let text = bytes.iter().filter(|&&b| {
            count += usize::from(b == lost);
            b != lost || !count.is_multiple_of(5)
        });
        all.push(text.copied().collect());
    }
    all
}

#[test]
fn no_broken_file_is_an_internal_error() {
    let tree = std::env::var_os("STOCKADE_FUZZ_TREE").map(PathBuf::from);
    let every = if tree.is_some() { 1 } else { 12 };
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let files = sources(tree.as_deref().unwrap_or(&corpus));
    assert!(files.len() > 100 || tree.is_some());
    let (next, scanned) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(every, Ordering::Relaxed);
                    let Some(path) = files.get(at) else { break };
                    let bytes = std::fs::read(path).expect("a file");
                    for (number, text) in broken(&bytes, at).into_iter().enumerate() {
                        let report = scan("broken.py", &text);
                        scanned.fetch_add(1, Ordering::Relaxed);
                        if report.skipped.as_deref() == Some("internal error") {
                            let kept = std::env::temp_dir().join(format!("stockade-broken-{at}-{number}.py"));
                            std::fs::write(&kept, &text).expect("a file");
                            panic!("{}, broken in way {number}: see {}", path.display(), kept.display());
                        }
                    }
                }
            });
        }
    });
    assert!(scanned.into_inner() > 500 || tree.is_some());
}

#[test]
fn what_is_left_of_a_broken_file_is_reported() {
    for (text, found) in [
        ("import os\nprint 'python 2'\nassert x\nos.system(y)\n", vec!["B101", "B605"]),
        ("<<<<<<< HEAD\nassert x\n=======\nassert y\n>>>>>>> other\n", vec!["B101", "B101"]),
        ("{% if a %}\nassert x\n{% endif %}\nexec({{ y }})\n", vec!["B101", "B102"]),
        ("def f(:\n    assert x\n", vec!["B101"]),
        ("assert x\nassert (\n", vec!["B101", "B101"]),
    ] {
        let report = scan("a.py", text.as_bytes());
        assert!(report.broken.is_some() && report.skipped.is_none(), "{text:?}");
        assert_eq!(ids(&report), found, "{text:?}");
    }
}

/// CPython refuses these, each by a limit of its own. They are scanned all the same, and no stack overflows.
#[test]
fn no_depth_is_too_much() {
    let deep = 60_000;
    let nested =
        |open: &str, close: &str, n: usize| format!("x = {}1{}\nassert x\n", open.repeat(n), close.repeat(n));
    let blocks = |n: usize| {
        let lines: String = (0..n).map(|at| format!("{}if x:\n", " ".repeat(at))).collect();
        format!("{lines}{}assert x\n", " ".repeat(n))
    };
    for (what, text) in [
        ("brackets", nested("(", ")", 201)),
        ("more brackets", nested("(", ")", deep)),
        ("lists", nested("[", "]", deep)),
        ("dicts", nested("{1:", "}", deep)),
        ("calls", nested("f(", ")", deep)),
        ("signs", nested("-", "", deep)),
        ("negations", nested("not ", "", deep)),
        ("lambdas", nested("lambda: ", "", deep)),
        ("conditions", nested("1 if a else ", "", deep)),
        ("sums", nested("1 + ", "", deep)),
        ("texts", nested("'a' + ", "", deep)),
        ("attributes", format!("x = a{}\nassert x\n", ".b".repeat(deep))),
        ("chains of calls", format!("x = a{}\nassert x\n", ".b()".repeat(deep))),
        ("subscripts", format!("x = a{}\nassert x\n", "[0]".repeat(deep))),
        ("powers", nested("2 ** ", "", deep)),
        ("awaits", nested("await ", "", deep)),
        ("targets", format!("{}1\nassert x\n", "x = ".repeat(deep))),
        ("walruses", nested("(y := ", ")", deep)),
        ("comprehensions", nested("[y for y in ", "]", deep)),
        ("f-strings", nested("f'{", "}'", 300)),
        ("blocks", blocks(400)),
        ("alternatives", format!("if x: pass\n{}assert x\n", "elif x: pass\n".repeat(20_000))),
        ("open brackets", format!("assert x\n{}", "(".repeat(deep))),
        ("digits", format!("x = {}\nassert x\n", "9".repeat(5000))),
    ] {
        let report = scan("deep.py", text.as_bytes());
        assert_eq!(report.skipped, None, "{what}");
        // Code that `%time` measures has the cell parsed twice.
        let source = format!("%time f()\n{text}").replace('\n', "\\n");
        let notebook = format!("{{\"cells\": [{{\"cell_type\": \"code\", \"source\": \"{source}\"}}]}}");
        assert_eq!(scan("deep.ipynb", notebook.as_bytes()).skipped, None, "{what}");
        assert!(ids(&report).contains(&"B101"), "{what}: {:?}", report.broken);
    }
}

#[test]
fn broken_notebooks_are_reported_as_such() {
    let cell =
        |source: &str| format!("{{\"cells\": [{{\"cell_type\": \"code\", \"source\": \"{source}\"}}]}}");
    let report = scan("n.ipynb", cell("assert x\\ndef f(:").as_bytes());
    assert!(report.broken.is_some());
    assert_eq!(ids(&report), ["B101"]);
    let report = scan("n.ipynb", b"{\n\"cells\": [}");
    assert_eq!(report.skipped.as_deref(), Some("no notebook: expected value at line 2 column 11"));
    assert!(report.broken.is_none() && !report.is_unread());
    for text in [
        "%",
        "!",
        "?",
        "%%",
        "x = %",
        "%time",
        "%time ",
        "%timeit -n 3 f()",
        "%time \\\\\\n f()",
        "\\\\",
        "é = !ls",
    ] {
        for kept in [cell(text), cell(&format!("assert x\\n{text}"))] {
            assert_ne!(scan("n.ipynb", kept.as_bytes()).skipped.as_deref(), Some("internal error"), "{text}");
        }
    }
}
