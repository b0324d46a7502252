//! The manual's pages on the gate against the gate: what a verdict's schema says, what the reference lists, what the
//! transcripts print.

#![cfg(unix)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::LazyLock;

use serde_json::Value;
use stockade_gate::read::READERS;
use stockade_tests::scanner;

static BINARY: LazyLock<PathBuf> = LazyLock::new(|| scanner::build().expect("the command can be built"));

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn page() -> String {
    fs::read_to_string(root().join("docs/gate.md")).expect("the page can be read")
}

#[test]
fn verdicts_follow_their_schema() {
    let text = fs::read_to_string(root().join("docs/gate.schema.json")).expect("a file");
    let schema: Value = serde_json::from_str(&text).expect("json");
    let schema = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let run = |arguments: &[&str]| {
        let mut command = scanner::command(&BINARY);
        let output = command.arg("gate").args(arguments).current_dir(root()).output().expect("it runs");
        String::from_utf8(output.stdout).expect("text")
    };
    // Everything that a verdict can have: a baseline, limits, waivers that serve and that do not, a VEX document.
    fs::write(at("before.json"), run(&["--format=json", "corpus/reports/bandit/report.json"]))
        .expect("a file");
    let vex = r#"{"@context": "https://openvex.dev/ns/v0.2.0", "@id": "https://example.org/1", "author": "a",
        "timestamp": "2026-11-01T00:00:00Z", "version": 1, "statements": [{"vulnerability": {"name": "CVE-2011-3374"},
        "products": [{"@id": "pkg:deb/debian/apt@2.6.1"}], "status": "not_affected",
        "justification": "vulnerable_code_not_present"}]}"#;
    fs::write(at("vex.json"), vex).expect("a file");
    let policy = "fail-on = \"medium\"\nmax = { high = 0, total = 500 }\nbaseline = \"before.json\"\nallow-never = true\n\
        vex = [\"vex.json\"]\nkev = { raise = \"critical\" }\nbaseline-states = true\n\
        [[waiver]]\nid = \"CVE-2026-0861\"\nreason = \"r\"\nowner = \"o\"\nexpires = \"never\"\n\
        [[waiver]]\nid = \"CVE-1\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2026-01-31\n";
    fs::write(at("policy.toml"), policy).expect("a file");
    let named = format!("--policy={}", at("policy.toml"));
    for arguments in [
        &["corpus/reports"][..],
        &["corpus/reports", "--scan=corpus/gate", &named],
        &["corpus/reports/trivy/image-patched.json"],
        &["nowhere.json"],
    ] {
        let text = run(&[&["--format=json"], arguments].concat());
        let verdict: Value = serde_json::from_str(&text).expect("json");
        let errors: Vec<String> = schema
            .iter_errors(&verdict)
            .take(5)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(errors, [""; 0], "{arguments:?}");
    }
}

#[test]
fn the_page_lists_every_reader() {
    let page = page();
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [tool, format, _] = cells[..] else { return None };
        let name = |cell: &'_ str| Some(cell.strip_prefix('`')?.strip_suffix('`')?.to_owned());
        let tool = if tool == "any" { String::new() } else { name(tool)? };
        Some((tool, name(format)?))
    });
    let listed: BTreeSet<(String, String)> = rows.collect();
    let known = READERS.iter().map(|reader| (reader.tool.to_owned(), reader.format.to_owned()));
    assert_eq!(known.collect::<BTreeSet<_>>(), listed);
}

#[test]
fn the_page_prints_what_the_commands_print() {
    let folder = BINARY.parent().expect("a folder");
    let system = std::env::var_os("PATH").unwrap_or_default();
    let path = [folder.to_owned()].into_iter().chain(std::env::split_paths(&system));
    let path = std::env::join_paths(path).expect("plain names");
    let page = page();
    let mut commands = 0;
    for transcript in page.split("```console\n").skip(1) {
        let transcript = transcript.split("```").next().expect("a transcript");
        let mut code = 0;
        let mut printed = String::new();
        for line in transcript.lines().filter_map(|line| line.strip_prefix("$ ")) {
            // `echo $?` asks for the exit code of the line before.
            let script = format!("exec 2>&1\n(exit {code})\n{line}");
            let mut shell = scanner::command(Path::new("bash"));
            shell.args(["-c", &script]).current_dir(root()).env("PATH", &path).env("LC_ALL", "C.UTF-8");
            shell.env_remove("COLUMNS").stdin(Stdio::null());
            let output = shell.output().expect("a shell");
            code = output.status.code().unwrap_or(-1);
            printed.push_str(&format!("$ {line}\n{}", String::from_utf8_lossy(&output.stdout)));
            commands += 1;
        }
        assert_eq!(printed, transcript);
    }
    assert!(commands > 20, "{commands}");
}
