//! The driver: what one file does to the others, and what threads do to the answer.

use std::fs;
use std::io;

use stockade_core::discover::{Origin, Target};
use stockade_core::finding::RuleInfo;
use stockade_core::module::Module;
use stockade_core::nosec::Vocabulary;
use stockade_core::scan::{Checked, Checks, Dialect, Options, scan, scan_source};
use stockade_core::walk;

/// A check that panics on a file that says so.
struct Fragile;

impl Checks for Fragile {
    fn check(&self, module: &Module<'_>) -> Checked {
        assert!(!module.text.contains("boom"), "the file says so");
        Checked { depth: walk::depth(module.tree()), ..Checked::default() }
    }

    fn ran(&self, _: usize) -> Vec<&'static RuleInfo> {
        Vec::new()
    }
}

struct NoWords;

impl Vocabulary for NoWords {
    fn id_of(&self, _: &str) -> Option<&str> {
        None
    }
}

const OPTIONS: Options = Options {
    dialect: Dialect::Bandit,
    ignore_nosec: false,
    noqa: false,
    nosec_reasons: false,
    context: 3,
    threads: None,
};

#[test]
fn a_panic_costs_one_file() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let targets: Vec<Target> = ["a.py", "b.py", "c.py"]
        .map(|name| Target { name: name.to_owned(), origin: Origin::File(folder.path().join(name)) })
        .into();
    fs::write(folder.path().join("a.py"), "x = 1\n")?;
    fs::write(folder.path().join("b.py"), "boom = 1\n")?;
    fs::write(folder.path().join("c.py"), "x = 1\n")?;
    let report = scan(&targets, &Fragile, &NoWords, &OPTIONS, b"", &|_| {})?;
    let skipped: Vec<_> = report.skipped().collect();
    assert_eq!(skipped, [("b.py", "exception while scanning file")]);
    assert_eq!(report.files.len(), 3);
    Ok(())
}

#[test]
fn trees_of_any_depth_are_scanned_or_refused() -> io::Result<()> {
    let n = 100_000;
    for (what, text) in [
        ("sum", format!("x = {}a\n", "a + ".repeat(n))),
        ("negations", format!("x = {}a\n", "-".repeat(n))),
        ("attributes", format!("x = a{}\n", ".b".repeat(n))),
        ("calls", format!("x = a{}\n", "()".repeat(n))),
        ("lambdas", format!("x = {}a\n", "lambda: ".repeat(n))),
        ("conditions", format!("x = {}c\n", "a if b else ".repeat(n))),
        ("powers", format!("x = {}a\n", "a ** ".repeat(n))),
        ("elifs", format!("if a:\n pass\n{}", "elif b:\n pass\n".repeat(n / 10))),
        ("brackets", format!("x = {}{}\n", "(".repeat(n), ")".repeat(n))),
        ("broken sum", format!("x = {}\n", "a + ".repeat(n))),
        ("broken brackets", format!("x = {}\n", "[".repeat(n))),
        ("nested strings", format!("x = {}a{}\n", "f\"{".repeat(1000), "}\"".repeat(1000))),
    ] {
        let report = scan_source("deep.py", text.as_bytes(), &Fragile, &NoWords, &OPTIONS)?;
        let refused = what.contains("brackets") || what.contains("broken") || what.contains("nested");
        assert_eq!(report.skipped.is_some(), refused, "{what}: {:?}", report.skipped);
    }
    Ok(())
}
