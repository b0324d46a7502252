//! `stockade gate` as a pipeline meets it: what each report says, what fails closed, and the way from a red build to a
//! green one.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::LazyLock;

use serde_json::Value;
use stockade_tests::scanner;
use tempfile::TempDir;

static BINARY: LazyLock<PathBuf> = LazyLock::new(|| scanner::build().expect("the command can be built"));

/// The project's own reports.
fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/reports")
}

struct Run {
    stdout: String,
    stderr: String,
    code: i32,
}

fn stockade(folder: &Path, arguments: &[&str], stdin: Option<&[u8]>) -> Run {
    let mut command = scanner::command(&BINARY);
    command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.stdin(if stdin.is_some() { Stdio::piped() } else { Stdio::null() });
    let mut child = command.spawn().expect("the command runs");
    if let (Some(text), Some(mut pipe)) = (stdin, child.stdin.take()) {
        pipe.write_all(text).expect("it reads");
    }
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code().unwrap_or(-1) }
}

fn gate(folder: &Path, arguments: &[&str]) -> Run {
    stockade(folder, &[&["gate", "--as-of=2026-11-22"], arguments].concat(), None)
}

/// The verdict as JSON.
fn verdict(folder: &Path, arguments: &[&str]) -> (Value, i32) {
    let run = gate(folder, &[&["--format=json"], arguments].concat());
    (serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr)), run.code)
}

/// A folder of its own, which no configuration is above of.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join(".git")).expect("a folder");
    folder
}

fn report(name: &str) -> String {
    corpus().join(name).to_string_lossy().into_owned()
}

/// What an input's counts are, without those that are nought: `critical=1 low=2`.
fn counts(input: &Value) -> String {
    let names = ["critical", "high", "medium", "low", "info", "unknown", "suppressed"];
    let of = |name: &&str| input["counts"][name].as_u64().filter(|count| *count > 0);
    names
        .iter()
        .filter_map(|name| of(name).map(|count| format!("{name}={count}")))
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_report_of_the_corpus_is_read_as_the_index_says() {
    let folder = folder();
    let index = fs::read_to_string(corpus().join("INDEX.tsv")).expect("the index");
    let mut wrong = Vec::new();
    let mut listed = Vec::new();
    for line in index.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let [path, tool, format, state, expected] = columns[..] else { panic!("{line}") };
        listed.push(path.to_owned());
        let (verdict, code) = verdict(folder.path(), &[&report(path)]);
        let input = &verdict["inputs"][0];
        let text = |key: &str| input[key].as_str().unwrap_or("-").to_owned();
        let found = (text("tool"), text("format"), text("state"), counts(input));
        let tool = if tool == "-" { "" } else { tool };
        if found != (tool.to_owned(), format.to_owned(), state.to_owned(), expected.to_owned()) {
            wrong.push(format!("{path}: {found:?}: {}", input["reason"]));
        }
        if (code == 2) != (state != "ok") {
            wrong.push(format!("{path}: exit code {code}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for entry in fs::read_dir(corpus()).expect("the corpus").flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(entry.path()).expect("a folder").flatten() {
            let name =
                format!("{}/{}", entry.file_name().to_string_lossy(), file.file_name().to_string_lossy());
            assert!(listed.contains(&name), "{name} is not in the index");
        }
    }
}

/// Samples from the wild, which are not ours to publish: `STOCKADE_REPORTS`, else a folder beside the checkout.
fn wild() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/reports");
    let folder = std::env::var_os("STOCKADE_REPORTS").map_or(beside, PathBuf::from);
    folder.join("INDEX.tsv").is_file().then_some(folder)
}

/// What their index counts otherwise than the order of the gate, and why.
const COUNTED_OTHERWISE: &[(&str, &str, &str)] = &[
    (
        "grype/dd_issue_9618.json",
        "critical=1 high=18 low=2 medium=13 unknown=1",
        "`None` there is JSON's null",
    ),
    ("harbor/dd_harbor-trivy-vuln.json", "high=1 low=2", "not counted there"),
    ("npm_audit/dd7_issue_10801.json", "medium=1", "the only entry is moderate, the summary says high"),
    ("pip_audit/dd_empty_new.json", "unreadable", "`{\"dependencies\": []}` could be anybody's"),
    ("sarif/tutorial_Baseline.sarif", "warning=3", "what the baseline calls absent is not there"),
    ("semgrep/dd_empty.json", "unreadable", "`results` and `errors` alone could be anybody's"),
    ("trivy/dd_clustercompliancereport.json", "critical=2", "a list of reports of the operator"),
    ("trivy/dd_configauditreport_many.json", "low=11 medium=2", "not counted there"),
    ("trivy/dd_vulnerabilityreport_many.json", "critical=2 high=3 low=11 medium=25", "not counted there"),
    ("trivy/golden_k8s_summary-ids.json", "unreadable", "ids without severities"),
];

#[test]
fn every_report_in_the_wild_is_read_as_its_index_says() {
    let Some(reports) = wild() else {
        println!("there are no samples: name their folder in STOCKADE_REPORTS");
        return;
    };
    let folder = folder();
    let index = fs::read_to_string(reports.join("INDEX.tsv")).expect("the index");
    let mut wrong = Vec::new();
    let mut walked = 0;
    for line in index.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (path, tool, format, expected, notes) =
            (columns[0], columns[1], columns[2], columns[8], columns[9]);
        if ["schema", "policy", "vex"].contains(&tool) {
            continue;
        }
        walked += 1;
        let expected = COUNTED_OTHERWISE
            .iter()
            .find(|(own, _, _)| *own == path)
            .map_or_else(|| wanted(path, format, expected, notes), |(_, expected, _)| (*expected).to_owned());
        let given = reports.join(path).to_string_lossy().into_owned();
        let named = ambiguous(path).map_or(given.clone(), |tool| format!("{tool}={given}"));
        let (verdict, code) = verdict(folder.path(), &[&named]);
        let found = told(&verdict, &expected);
        if found != expected || !(0..=2).contains(&code) {
            wrong.push(format!(
                "{path}\n  expected {expected}\n  found    {found} {}",
                verdict["inputs"][0]["reason"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{} of {walked}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(walked > 100, "{walked}");
}

/// The tool of a report that says too little of itself.
fn ambiguous(path: &str) -> Option<&'static str> {
    match path {
        "pip_audit/dd_empty.json" => Some("pip-audit"),
        "trivy/dd_legacy_no_vuln.json" => Some("trivy"),
        _ => None,
    }
}

/// What the index says, in the words of [`told`].
fn wanted(path: &str, format: &str, counts: &str, notes: &str) -> String {
    let refused = counts == "-" || path.starts_with("malformed/") || format.starts_with("SARIF 2.0");
    if refused && !notes.contains("scan failed") && !path.starts_with("xeol/") && !path.starts_with("harbor/")
    {
        return "unreadable".to_owned();
    }
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    let level = format.starts_with("SARIF");
    let counts = counts.split(" | ").next().unwrap_or(counts).trim_start_matches("level:");
    for part in counts.split_whitespace() {
        let Some((name, count)) = part.split_once('=') else { continue };
        let name = name.rsplit(':').next().unwrap_or(name).to_lowercase();
        let count: u64 = count.parse().expect("a number");
        let name = match name.as_str() {
            "total" | "deps" | "ignored" => continue,
            "groups" if counts.contains("vulns=") => "all",
            "vulns" if counts.contains("groups=") => continue,
            "vulns" | "failed" | "findings" | "statements" => "all",
            _ if level => &name,
            "moderate" => "medium",
            "negligible" | "none" | "info" | "0.0" => "info",
            "error" => "high",
            "warning" => "medium",
            other => other,
        };
        *sums.entry(name.to_owned()).or_default() += count;
    }
    sums.retain(|_, count| *count > 0);
    sums.iter().map(|(name, count)| format!("{name}={count}")).collect::<Vec<_>>().join(" ")
}

/// What a verdict says of its only input, as the index counts: by level, by severity, or all together.
fn told(verdict: &Value, expected: &str) -> String {
    let input = &verdict["inputs"][0];
    if input["state"] == "unreadable" {
        return "unreadable".to_owned();
    }
    let evidence = verdict["evidence"].as_array().expect("evidence");
    let mut sums: BTreeMap<String, u64> = BTreeMap::new();
    let is_sarif = input["format"] == "sarif";
    for finding in evidence {
        if (finding.get("suppression").is_some() && !is_sarif) || finding["kind"] == "end-of-life" {
            continue;
        }
        let name = if is_sarif {
            let ratings = finding["ratings"].as_array().expect("ratings");
            let level = ratings.iter().find_map(|rating| rating.as_str()?.strip_prefix("level="));
            level.unwrap_or("no level").to_owned()
        } else if expected.starts_with("all") {
            "all".to_owned()
        } else {
            finding["severity"].as_str().unwrap_or_default().to_owned()
        };
        *sums.entry(name).or_default() += 1;
    }
    sums.iter().map(|(name, count)| format!("{name}={count}")).collect::<Vec<_>>().join(" ")
}

const APP: &str =
    "import os\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\ndef main():\n    app.run(host=HOST)\n";

/// The Flask app of the manual, which binds to this.
fn app(folder: &Path, host: &str) {
    fs::create_dir_all(folder.join("tests")).expect("a folder");
    fs::write(folder.join("app.py"), APP.replace("HOST", host)).expect("a file");
    fs::write(folder.join("tests/test_app.py"), "def test_sum():\n    assert 1 + 1 == 2\n").expect("a file");
}

#[test]
fn the_story_of_the_flask_app() {
    let folder = folder();
    let scan = |extra: &[&str]| {
        gate(folder.path(), &[&["--scan", ".", "--fail-on=low", "--color=never"], extra].concat())
    };
    app(folder.path(), "\"0.0.0.0\"");
    let run = scan(&[]);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("B104 app.py:8:18"), "{}", run.stdout);
    assert!(
        run.stdout.contains("1 finding fails: 1 medium"),
        "an assert in a test is no finding: {}",
        run.stdout
    );

    app(folder.path(), "os.environ[\"HOST\"]");
    assert_eq!(scan(&[]).code, 0);

    app(folder.path(), "\"0.0.0.0\"");
    let text = fs::read_to_string(folder.path().join("app.py")).expect("a file");
    let comment = ")  # nosec B104 -- the container has one port\n";
    fs::write(folder.path().join("app.py"), text.replace("\"0.0.0.0\")\n", &format!("\"0.0.0.0\"{comment}")))
        .expect("a file");
    let run = scan(&["--verbose"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.contains("suppressed in the source"), "{}", run.stdout);
}

#[test]
fn the_story_of_the_image() {
    let folder = folder();
    let policy = |text: &str| fs::write(folder.path().join("policy.toml"), text).expect("a file");
    let run = gate(folder.path(), &[&report("trivy/image.json"), "--color=never"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.contains("CVE-2026-0861"), "{}", run.stdout);
    assert!(run.stdout.contains("fixed in 2.36-9+deb12u10"), "{}", run.stdout);
    assert_eq!(gate(folder.path(), &[&report("trivy/image-patched.json")]).code, 0);

    let unfixed = report("trivy/image-unfixed.json");
    policy("unfixed = \"warn\"\n");
    let run = gate(folder.path(), &["--policy=policy.toml", &unfixed, "--color=never"]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("WARN"), "{}", run.stdout);
    assert!(run.stdout.contains("there is no fix"), "{}", run.stdout);

    policy(
        "[[waiver]]\nid = \"CVE-2025-7709\"\npackage = \"libsqlite3-0\"\nreason = \"FTS5 is not built in\"\n\
         owner = \"platform team\"\nexpires = 2026-12-31\n",
    );
    let of = |day: &str| {
        let as_of = format!("--as-of={day}");
        stockade(folder.path(), &["gate", "--policy=policy.toml", &as_of, "--color=never", &unfixed], None)
    };
    assert_eq!(of("2026-12-30").code, 0);
    let run = of("2026-12-31");
    assert_eq!(run.code, 1, "it fails again the day the waiver expires");
    assert!(run.stdout.contains("ended on 2026-12-31"), "{}", run.stdout);
}

#[test]
fn what_is_no_report_fails_closed() {
    let folder = folder();
    let file = folder.path().join("report.json");
    let name = file.to_string_lossy().into_owned();
    let of = |bytes: &[u8]| {
        fs::write(&file, bytes).expect("a file");
        gate(folder.path(), &[&name])
    };
    for (what, bytes) in [
        ("empty", b"".to_vec()),
        ("blank", b" \n\n".to_vec()),
        ("null", b"null".to_vec()),
        ("an empty object", b"{}".to_vec()),
        ("an empty array", b"[]".to_vec()),
        ("a placeholder", b"{\"results\": []}".to_vec()),
        ("nested deeply", b"[".repeat(100_000)),
        ("closed, too", [b"[".repeat(100_000), b"]".repeat(100_000)].concat()),
        ("no UTF-8", b"{\"SchemaVersion\": 2, \"ArtifactName\": \"\xff\"}".to_vec()),
        ("text", b"Traceback (most recent call last):\n  File\n".to_vec()),
    ] {
        let run = of(&bytes);
        assert_eq!(run.code, 2, "{what}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.contains("unreadable"), "{what}: {}", run.stdout);
    }
    fs::remove_file(&file).expect("it is there");
    assert_eq!(gate(folder.path(), &[&name]).code, 2, "missing");
    assert_eq!(gate(folder.path(), &[]).code, 2, "nothing is named");
    assert_eq!(gate(folder.path(), &["*.json"]).code, 2, "a pattern that matches nothing");
    fs::create_dir(&file).expect("a folder");
    assert_eq!(gate(folder.path(), &[&name]).code, 2, "a folder instead of a file");
    assert_eq!(gate(folder.path(), &[&format!("trivy={name}")]).code, 2, "a folder instead of a file, named");
}

#[test]
fn a_report_that_breaks_off_anywhere_fails_closed() {
    let folder = folder();
    let file = folder.path().join("report");
    for name in
        ["sarif/codeql.sarif", "bandit/report.json", "dependency_check/report.xml", "trivy/legacy.json"]
    {
        let whole = fs::read(corpus().join(name)).expect("a report");
        let end = whole.trim_ascii_end().len();
        // Each byte takes a process; the readers' own tests take every byte of theirs.
        for at in (0..end).step_by(end / 40 + 1).chain([end - 1]) {
            fs::write(&file, &whole[..at]).expect("a file");
            let run = gate(folder.path(), &[&file.to_string_lossy()]);
            assert_eq!(run.code, 2, "{name} at {at}: {}", run.stdout);
        }
    }
}

#[test]
fn a_file_above_the_limit_is_refused() {
    let folder = folder();
    let file = folder.path().join("report.json");
    // A hole: it takes no room on the disk.
    let big = fs::File::create(&file).expect("a file");
    big.set_len((4 << 30) + 1).expect("a size");
    let run = gate(folder.path(), &[&file.to_string_lossy()]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stdout.contains("larger than 4096 MiB"), "{}", run.stdout);
}

#[test]
fn encodings_do_not_matter() {
    let folder = folder();
    let text = fs::read_to_string(corpus().join("trivy/image.json")).expect("a report");
    let file = folder.path().join("report.json");
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for bytes in [format!("\u{feff}{text}").into_bytes(), utf16] {
        fs::write(&file, bytes).expect("a file");
        let (verdict, code) = verdict(folder.path(), &[&file.to_string_lossy()]);
        assert_eq!((counts(&verdict["inputs"][0]), code), ("critical=1 high=1 low=1".to_owned(), 1));
    }
}

#[test]
fn keys_that_are_there_twice_are_not_believed() {
    let folder = folder();
    let file = folder.path().join("report.json");
    let twice = r#"{"SchemaVersion": 2, "ArtifactName": "a", "Results": [{"Target": "t", "Class": "lang-pkgs",
        "Vulnerabilities": [{"VulnerabilityID": "CVE-1", "PkgName": "p", "Severity": "HIGH"}]}], "Results": []}"#;
    fs::write(&file, twice).expect("a file");
    let run = gate(folder.path(), &[&file.to_string_lossy()]);
    assert_eq!(run.code, 2, "{}", run.stdout);
}

#[test]
fn one_failed_run_of_two_fails() {
    let folder = folder();
    let run = gate(folder.path(), &[&report("trivy/image-patched.json"), &report("sarif/failed.sarif")]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stdout.contains("invalid configuration: rules.yaml"), "{}", run.stdout);
}

#[test]
fn standard_input_folders_and_names() {
    let folder = folder();
    let bytes = fs::read(corpus().join("trivy/image-patched.json")).expect("a report");
    assert_eq!(stockade(folder.path(), &["gate", "-"], Some(&bytes)).code, 0);
    assert_eq!(stockade(folder.path(), &["gate", "trivy=-"], Some(&bytes)).code, 0);
    assert_eq!(stockade(folder.path(), &["gate", "grype=-"], Some(&bytes)).code, 2);
    assert_eq!(stockade(folder.path(), &["gate", "-"], Some(b"")).code, 2);
    assert_eq!(stockade(folder.path(), &["gate", "gitleaks=-"], Some(b"[]")).code, 0);
    let reports = folder.path().join("reports");
    fs::create_dir(&reports).expect("a folder");
    for name in ["trivy/image-patched.json", "pip_audit/report.json"] {
        let to = reports.join(name.replace('/', "-"));
        fs::copy(corpus().join(name), to).expect("a file");
    }
    let (all, _) = verdict(folder.path(), &["reports"]);
    assert_eq!(all["inputs"].as_array().map(Vec::len), Some(2));
    let (one, code) = verdict(folder.path(), &["reports/trivy*.json"]);
    assert_eq!((one["inputs"].as_array().map(Vec::len), code), (Some(1), 0));
}

#[test]
fn a_policy_from_elsewhere_leaves_nothing_to_the_tree() {
    let folder = folder();
    app(folder.path(), "\"0.0.0.0\"");
    // What a pull request might try.
    fs::write(
        folder.path().join("stockade.toml"),
        "ignore = [\"B104\"]\n[gate]\nfail-on = \"never\"\nunscored = \"warn\"\n[[gate.waiver]]\nid = \"B104\"\nreason = \"x\"\n\
         owner = \"me\"\nexpires = 2099-01-01\n",
    )
    .expect("a file");
    fs::write(folder.path().join(".gitignore"), "app.py\n").expect("a file");
    assert_eq!(
        gate(folder.path(), &["--scan", "."]).code,
        0,
        "without a policy from elsewhere the tree decides"
    );
    let policy = tempfile::tempdir().expect("a folder");
    let policy = policy.path().join("policy.toml");
    fs::create_dir_all(policy.parent().expect("a folder")).expect("a folder");
    fs::write(&policy, "fail-on = \"low\"\nwarn-on = \"low\"\n").expect("a file");
    let named = format!("--policy={}", policy.display());
    let (verdict, code) = verdict(folder.path(), &["--scan", ".", &named]);
    assert_eq!(code, 1, "{verdict:#}");
    assert_eq!(verdict["policy"]["path"], policy.to_string_lossy().as_ref());
    assert_eq!(verdict["policy"]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(verdict["decisions"][0]["id"], "B104");
    assert_eq!(verdict["counts"]["fail"], 1, "an assert in a test is quiet all the same");
}

#[test]
fn a_policy_that_cannot_be_used() {
    let folder = folder();
    let file = folder.path().join("policy.toml");
    let sound = report("trivy/image-patched.json");
    for (text, message) in [
        ("fail_on = \"high\"\n", "unknown key `fail_on`"),
        ("fail-on = \"severe\"\n", "severe"),
        (
            "[[waiver]]\nid = \"CVE-1\"\nreason = \"r\"\nowner = \"o\"\nexpires = \"2026-02-30\"\n",
            "2026-02-30",
        ),
        ("[[waiver]]\nid = \"CVE-1\"\nreason = \"r\"\nowner = \"o\"\nexpires = \"never\"\n", "never"),
        ("[[waiver]]\nid = \"CVE-1\"\nexpires = 2026-12-31\n", "reason"),
        ("baseline = \"missing.json\"\n", "missing.json"),
        ("", "has no policy"),
        ("fail-on = \n", "no TOML"),
    ] {
        fs::write(&file, text).expect("a file");
        for arguments in [vec!["--policy=policy.toml", &sound], vec!["explain", "--policy=policy.toml"]] {
            let run = stockade(folder.path(), &[&["gate"], &arguments[..]].concat(), None);
            assert_eq!(run.code, 3, "{text}: {}{}", run.stdout, run.stderr);
            assert!(run.stderr.contains(message), "{text}: {}", run.stderr);
            assert_eq!(run.stdout, "", "{text}");
        }
    }
    assert_eq!(gate(folder.path(), &["--policy=nowhere.toml", &sound]).code, 3);
}

#[test]
fn a_scan_that_cannot_be_done_is_no_clean_one() {
    let folder = folder();
    fs::create_dir(folder.path().join("empty")).expect("a folder");
    for target in ["empty", "nowhere"] {
        let run = gate(folder.path(), &["--scan", target]);
        assert_eq!(run.code, 2, "{target}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn secrets_are_never_echoed() {
    let folder = folder();
    let inputs = [report("gitleaks/report.json"), report("trivy/filesystem.json")];
    for format in ["text", "json", "sarif", "junit", "markdown", "github", "prometheus"] {
        let run = gate(folder.path(), &["--verbose", &format!("--format={format}"), &inputs[0], &inputs[1]]);
        assert!(!run.stdout.is_empty(), "{format}");
        assert!(!run.stdout.contains("NOT-A-REAL"), "{format}: {}", run.stdout);
    }
}

#[test]
fn a_verdict_is_the_baseline_of_the_next() {
    let folder = folder();
    let bandit = report("bandit/report.json");
    assert_eq!(gate(folder.path(), &["--quiet", "--output=json=before.json", &bandit]).code, 1);
    fs::write(folder.path().join("policy.toml"), "baseline = \"before.json\"\n").expect("a file");
    let (verdict, code) = verdict(folder.path(), &["--policy=policy.toml", &bandit]);
    assert_eq!(code, 0, "{verdict:#}");
    assert_eq!(verdict["counts"]["known"], 2);
}

#[test]
fn a_converted_report_says_what_the_report_said() {
    let folder = folder();
    let index = fs::read_to_string(corpus().join("INDEX.tsv")).expect("the index");
    for line in index.lines().skip(1) {
        let columns: Vec<&str> = line.split('\t').collect();
        if columns[3] == "unreadable" {
            let run = stockade(folder.path(), &["convert", &report(columns[0])], None);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{line}");
            continue;
        }
        let run = stockade(folder.path(), &["convert", &report(columns[0]), "-o", "converted.sarif"], None);
        assert_eq!(run.code, 0, "{line}: {}", run.stderr);
        let (verdict, _) = verdict(folder.path(), &["converted.sarif"]);
        let input = &verdict["inputs"][0];
        // That a distribution is at its end is no finding of its own number, but it is a result.
        let expected = if columns[0] == "trivy/end-of-life.json" { "unknown=1" } else { columns[4] };
        assert_eq!(counts(input), expected, "{line}");
        let failed = input["state"] == "failed";
        assert_eq!(failed, columns[3] == "failed", "{line}");
    }
}
