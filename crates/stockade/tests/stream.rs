//! Files handed on one by one are those of the report, whatever the scan is held against.

use std::fs;
use std::path::Path;

use stockade::{Baseline, Error, FileReport, Report, Run, Scanner, Settings};

/// Many files, a notebook of another language among them, and one that is no Python.
fn fill(root: &Path) -> std::io::Result<()> {
    for n in 0..60 {
        fs::write(root.join(format!("m{n}.py")), format!("x = eval({n})\nassert x  # nosec B101\n"))?;
    }
    fs::write(root.join("broken.py"), "(")?;
    let foreign = r#"{"cells": [], "metadata": {"kernelspec": {"language": "julia", "name": "julia"}},
        "nbformat": 4, "nbformat_minor": 5}"#;
    fs::write(root.join("m5.ipynb"), foreign)
}

fn streamed(scanner: &Scanner, root: &Path) -> Result<(Vec<FileReport>, Run), Error> {
    let mut files = Vec::new();
    let run = scanner.scan_each([root], |file| files.push(file))?;
    Ok((files, run))
}

#[track_caller]
fn assert_same(scanner: &Scanner, root: &Path) -> Report {
    let report = scanner.scan_paths([root]).expect("a report");
    for threads in [1, 3] {
        let (files, run) = streamed(&scanner.clone().threads(threads), root).expect("a run");
        assert_eq!(format!("{files:#?}"), format!("{:#?}", report.files));
        assert_eq!(format!("{run:#?}"), format!("{:#?}", report.run));
    }
    report
}

#[test]
fn the_files_of_a_stream_are_those_of_the_report() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    fill(root)?;
    let report = assert_same(&Scanner::new(), root);
    assert!(report.files.is_sorted_by(|a, b| a.name < b.name));
    assert_eq!(report.files.len(), 61, "the notebook is left out");
    assert_eq!(report.run.left_out[0].by, "notebook in julia");
    let known = root.join("known.json");
    Baseline::of(&report, &known).write(&known)?;
    fs::write(root.join("m7.py"), "y = 1\n")?;
    fs::write(root.join("m8.py"), "x = eval(8)\ny = eval(9)\n")?;
    let settings = Settings { quiet_in_tests: Some(vec!["B307".to_owned()]), ..Settings::default() };
    let report = assert_same(&Scanner::new().settings(settings).baseline(&known), root);
    assert_eq!(report.run.stale.len(), 1);
    assert_eq!(report.files.iter().map(|file| file.findings.len()).sum::<usize>(), 1);
    Ok(())
}

#[cfg(unix)]
#[test]
fn folders_that_cannot_be_listed_stand_in_their_place() -> Result<(), Box<dyn std::error::Error>> {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    for name in ["a.py", "m.py"] {
        fs::write(root.join(name), "eval(x)\n")?;
    }
    for name in ["closed", "z"] {
        fs::create_dir(root.join(name))?;
        fs::set_permissions(root.join(name), fs::Permissions::from_mode(0o000))?;
    }
    if fs::read_dir(root.join("z")).is_ok() {
        // Nothing is closed to root.
        return Ok(());
    }
    let (files, _) = streamed(&Scanner::new(), root)?;
    let names: Vec<&str> = files.iter().map(|file| file.name.trim_end_matches('/')).collect();
    assert_eq!(names, ["a.py", "closed", "m.py", "z"]);
    Ok(())
}

#[test]
fn nothing_is_handed_on_where_there_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(matches!(streamed(&Scanner::new(), folder.path()), Err(Error::NothingToScan(_))));
}
