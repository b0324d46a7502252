//! The formats of `stockade scan` as a user gets them: on standard output and in files, the same bytes each time, valid
//! by their schemas, whatever files are called.

#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::{Value, json};
use stockade_tests::scanner;
use tempfile::TempDir;

const FLAW: &[u8] = b"import os\nos.system(input())\neval(x)  # nosec B307 -- known\n";

/// Those for machines.
const FORMATS: [&str; 8] =
    ["json", "sarif", "sarif-github", "github", "gitlab", "junit", "csv", "bandit-json"];

fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| scanner::build().expect("the command can be built"))
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = scanner::command(binary());
    command.arg("scan").args(arguments).current_dir(folder).env("SOURCE_DATE_EPOCH", "1767225600");
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the command runs")
}

fn said(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// A project with flaws, a broken file and files with names that break out of whatever they can.
fn project() -> TempDir {
    let folder = TempDir::new().expect("a folder for the test");
    let root = folder.path();
    fs::create_dir_all(root.join(".git")).expect("a folder");
    fs::create_dir_all(root.join("app/inner")).expect("a folder");
    let names: [&[u8]; 6] = [
        b"app/views.py",
        b"app/inner/=cmd.py",
        b"app/a\xff.py",
        b"app/x\n::error::owned.py",
        b"app/<img src=x onerror=alert(1)>]]>\"'.py",
        "app/\u{202e}yp.py".as_bytes(),
    ];
    for name in names {
        fs::write(root.join(OsStr::from_bytes(name)), FLAW).expect("a file");
    }
    fs::write(root.join("app/broken.py"), b"eval(x)\nprint 1\n").expect("a file");
    let notebook = json!({
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["# text"]},
            {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": ["x = 1\n", "eval(x)"]},
        ],
        "metadata": {"kernelspec": {"name": "python3", "language": "python", "display_name": "x"}},
        "nbformat": 4, "nbformat_minor": 5,
    });
    fs::write(root.join("app/n.ipynb"), notebook.to_string()).expect("a file");
    folder
}

#[test]
fn the_same_bytes_whatever_the_threads_and_the_working_directory() {
    let project = project();
    for format in FORMATS {
        let first = run(project.path(), &["--format", format]);
        assert_eq!(said(&first).0, Some(1), "{format}: {}", said(&first).2);
        assert!(!first.stdout.is_empty(), "{format}");
        for threads in ["1", "2", "8"] {
            let mut again = command(project.path(), &["--format", format, "."]);
            let again = again.env("RAYON_NUM_THREADS", threads).output().expect("the command runs");
            assert!(first.stdout == again.stdout, "{format} with {threads} threads");
        }
        let elsewhere = run(&project.path().join("app"), &["--format", format, ".."]);
        assert!(first.stdout == elsewhere.stdout, "{format} from another folder");
        let text = String::from_utf8(first.stdout).expect("UTF-8");
        let root = project.path().to_str().expect("a plain name");
        assert!(!text.contains(root), "{format} has an absolute path");
    }
}

#[test]
fn files_are_written_beside_the_text_for_people() {
    let project = project();
    let outputs: Vec<String> = FORMATS.iter().map(|format| format!("{format}=out/{format}")).collect();
    let mut arguments = vec!["--category", "nightly"];
    outputs.iter().for_each(|output| arguments.extend(["--output", output]));
    fs::create_dir(project.path().join("out")).expect("a folder");
    let output = run(project.path(), &arguments);
    let (code, out, err) = said(&output);
    assert_eq!((code, err.as_str()), (Some(1), ""));
    assert!(out.contains("B605") && out.contains("findings"), "{out}");
    for format in FORMATS {
        let written = fs::read(project.path().join("out").join(format)).expect("it was written");
        let alone = run(project.path(), &["--category", "nightly", "--format", format]);
        assert!(written == alone.stdout, "{format}");
    }
    assert_eq!(fs::read_dir(project.path().join("out")).expect("a folder").count(), FORMATS.len());
    arguments.push("--quiet");
    assert_eq!(said(&run(project.path(), &arguments)).1, "", "only the files were asked for");
    arguments.extend(["--format", "csv"]);
    assert!(said(&run(project.path(), &arguments)).1.starts_with("file,cell,line,"));
}

#[test]
fn a_file_has_the_permissions_that_the_mask_leaves() {
    let project = project();
    let script = format!("umask 027 && exec {} scan --output json=r.json", binary().display());
    let status = scanner::command(Path::new("sh")).args(["-c", &script]).current_dir(project.path()).output();
    assert_eq!(status.expect("a shell").status.code(), Some(1));
    let mode = fs::metadata(project.path().join("r.json")).expect("it is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn an_output_that_fails_is_an_error_and_the_others_are_written() {
    let project = project();
    fs::create_dir(project.path().join("taken")).expect("a folder");
    let outputs = ["--output", "json=missing/r.json", "--output", "csv=taken", "--output", "junit=r.xml"];
    let (code, _, err) = said(&run(project.path(), &outputs));
    assert_eq!(code, Some(2));
    let lines: Vec<&str> = err.lines().collect();
    assert_eq!(
        lines,
        [
            "error: cannot write missing/r.json: No such file or directory (os error 2)",
            "error: cannot write taken: it is a folder"
        ]
    );
    assert!(project.path().join("r.xml").is_file());
}

#[test]
fn what_was_asked_for_wrongly_is_said() {
    let project = project();
    fs::create_dir(project.path().join("d")).expect("a folder");
    for (arguments, says) in [
        (["--output", "json=r", "--output", "sarif=./d/../r"], "--output: ./d/../r is given twice"),
        (["--output", "yaml=r", "--output", "csv=s"], "--output yaml=r: there is no format 'yaml'"),
        (["--output", "json", "--output", "csv=s"], "--output json: it must be NAME=FILE"),
        (["--output", "json=-", "--output", "csv=s"], "for standard output say --format json"),
        (["--format", "yaml", "--output", "csv=s"], "invalid value 'yaml' for '--format <NAME>'"),
    ] {
        let (code, out, err) = said(&run(project.path(), &arguments));
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(err.contains(says), "{arguments:?}: {err}");
        assert!(!project.path().join("s").exists(), "nothing is written");
    }
    let mut wrong = command(project.path(), &[]);
    let output = wrong.env("SOURCE_DATE_EPOCH", "noon").output().expect("the command runs");
    let (code, _, err) = said(&output);
    let says = "error: SOURCE_DATE_EPOCH is 'noon': it must be a number of seconds since 1970\n";
    assert_eq!((code, err.as_str()), (Some(2), says));
}

fn schema(path: &str) -> jsonschema::Validator {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("json");
    jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema")
}

/// What a scan of the hostile project and of the whole corpus says in the format is valid.
fn holds(format: &str, schema: &jsonschema::Validator) {
    let project = project();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    for folder in [project.path(), &corpus] {
        let output = run(folder, &["--format", format, "--no-ignore", "."]);
        let document: Value = serde_json::from_slice(&output.stdout).expect("json");
        let errors: Vec<String> = schema
            .iter_errors(&document)
            .take(5)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0], "{}", folder.display());
    }
}

#[test]
fn sarif_is_valid() {
    let schema = schema("schemas/sarif-2.1.0.json");
    holds("sarif", &schema);
    holds("sarif-github", &schema);
}

#[test]
fn json_is_valid() {
    holds("json", &schema("../docs/report.schema.json"));
}

#[test]
fn a_name_is_no_workflow_command() {
    let project = project();
    let (_, out, _) = said(&run(project.path(), &["--format", "github"]));
    for line in out.lines() {
        let level = line.strip_prefix("::").and_then(|rest| rest.split(' ').next());
        assert!(matches!(level, Some("error" | "warning" | "notice")), "{line}");
        assert!(!line.starts_with("::error::"), "{line}");
    }
    assert!(out.contains("file=app/x%0A%3A%3Aerror%3A%3Aowned.py,line=2,"), "{out}");
}

#[test]
fn a_notebooks_finding_names_its_cell() {
    let project = project();
    let (_, out, _) = said(&run(project.path(), &["--format", "json", "app/n.ipynb"]));
    let document: Value = serde_json::from_str(&out).expect("json");
    let finding = &document["findings"][0];
    assert_eq!(finding["cell"], json!({"number": 2, "line": 2}));
    assert_eq!(finding["file"], "app/n.ipynb");
}

#[test]
fn suppressed_findings_go_where_they_are_heeded() {
    let project = project();
    let results = |format: &str| {
        let (_, out, _) = said(&run(project.path(), &["--format", format, "app/views.py"]));
        let log: Value = serde_json::from_str(&out).expect("json");
        log["runs"][0]["results"].as_array().expect("results").clone()
    };
    let all = results("sarif");
    let suppressed: Vec<&Value> = all.iter().filter(|result| result["suppressions"].is_array()).collect();
    assert_eq!(suppressed.len(), 1);
    assert_eq!(suppressed[0]["suppressions"][0]["justification"], "# nosec on line 3: known");
    assert_eq!(results("sarif-github").len(), all.len() - 1);
}
