//! `docs/ci/github.yml`: a small runner of its steps, and what the gate decides in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;
use serde_json::Value;

use crate::project::{BOUND, Files, Machine, Project, Scanner, copy, output};
use crate::{docs, yaml};

/// What became of a run.
#[derive(Default, Debug)]
struct Run {
    /// Whether each job succeeded; those that were skipped are not there.
    jobs: BTreeMap<String, bool>,
    /// The exit codes of the steps with shell lines: `gate/Decide`.
    steps: BTreeMap<String, i32>,
    /// What the summaries say.
    summary: String,
    /// What was said besides.
    log: String,
    /// The names of the SARIF files that were uploaded.
    uploaded: Vec<String>,
}

impl Run {
    fn decided(&self) -> Option<i32> {
        self.steps.get("gate/Decide").copied()
    }

    fn is_ready(&self) -> bool {
        self.jobs.get("ready-for-deployment") == Some(&true)
    }
}

fn run(machine: Machine, change: Files<'_>) -> Run {
    let project = Project::new(machine, change);
    let workflow = yaml::read("github.yml");
    let mut run = Run::default();
    let jobs = workflow["jobs"].as_object().expect("jobs");
    let mut left: Vec<&String> = jobs.keys().collect();
    // Maps are sorted here, and a job comes after what it needs.
    while !left.is_empty() {
        let waits =
            |name: &&&String| yaml::words(&jobs[**name]["needs"]).iter().any(|need| left.contains(&need));
        let next = left.iter().find(|name| !waits(name)).expect("no circle");
        let name = (*next).clone();
        left.retain(|own| **own != name);
        let job = &jobs[&name];
        let met = yaml::words(&job["needs"]).iter().all(|need| run.jobs.get(need) == Some(&true));
        if condition(&job["if"], met) {
            let done = Job { project: &project, workflow: &workflow, name: &name, job }.run(&mut run);
            run.jobs.insert(name, done);
        }
    }
    run
}

/// Whether what has that condition is run: `met` is whether all before it succeeded.
fn condition(value: &Value, met: bool) -> bool {
    let Some(text) = value.as_str() else { return met };
    let fork = "!github.event.pull_request.head.repo.fork";
    match text.trim_start_matches("${{ ").trim_end_matches(" }}") {
        "!cancelled()" => true,
        "github.event_name == 'pull_request'" => met,
        own if own == fork => met,
        own if own == format!("!cancelled() && {fork}") => true,
        other => panic!("{other} is no condition that the test knows"),
    }
}

struct Job<'j> {
    project: &'j Project,
    workflow: &'j Value,
    name: &'j str,
    job: &'j Value,
}

impl Job<'_> {
    /// Runs the steps and tells whether the job succeeded.
    fn run(&self, run: &mut Run) -> bool {
        let temporary = self.project.at(&format!("{}-temp", self.name));
        let workspace = self.project.at(&format!("{}-work", self.name));
        fs::create_dir(&temporary).expect("a folder");
        let mut met = true;
        for step in self.job["steps"].as_array().expect("steps") {
            if !condition(&step["if"], met) {
                continue;
            }
            let done = match step["uses"].as_str() {
                Some(action) => self.action(action, &step["with"], &workspace, run),
                None => self.shell(step, &workspace, run),
            };
            met &= done;
        }
        met
    }

    /// The value of what may be an expression.
    fn value(&self, value: &Value) -> String {
        let text = yaml::text(value);
        let expression = Regex::new(r"\$\{\{ (.*?) \}\}").expect("a pattern");
        let replaced = expression.replace_all(&text, |found: &regex::Captures<'_>| match &found[1] {
            "runner.temp" => self.project.at(&format!("{}-temp", self.name)).display().to_string(),
            "github.base_ref || github.ref_name" => "main".to_owned(),
            "secrets.NVD_API_KEY" => String::new(),
            other => panic!("{other} is no expression that the test knows"),
        });
        replaced.into_owned()
    }

    fn shell(&self, step: &Value, workspace: &Path, run: &mut Run) -> bool {
        let folder = if workspace.exists() { workspace.to_owned() } else { self.project.at("") };
        let temporary = self.project.at(&format!("{}-temp", self.name));
        let file = |name: &str| temporary.join(format!("_{name}"));
        for name in ["path", "output", "summary"] {
            if !file(name).exists() {
                fs::write(file(name), "").expect("a file");
            }
        }
        let path = fs::read_to_string(file("path")).expect("a file");
        let path: Vec<PathBuf> = path.lines().map(PathBuf::from).collect();
        let script = step["run"].as_str().expect("a step runs or uses something");
        let mut command = self.project.shell(script, &folder, &path);
        command.env("RUNNER_TEMP", &temporary).env("GITHUB_SHA", self.project.commit());
        command.env("GITHUB_REPOSITORY", "example/shop").env("GITHUB_PATH", file("path"));
        command.env("GITHUB_OUTPUT", file("output")).env("GITHUB_STEP_SUMMARY", file("summary"));
        for variables in [&self.workflow["env"], &self.job["env"], &step["env"]] {
            command.envs(yaml::entries(variables).map(|(name, value)| (name, self.value(value))));
        }
        let output = output(&mut command);
        let code = output.status.code().unwrap_or(-1);
        let name = format!("{}/{}", self.name, step["name"].as_str().expect("every step has a name"));
        run.log.push_str(&format!(
            "{name}: {code}\n{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ));
        run.summary.push_str(&fs::read_to_string(file("summary")).expect("a file"));
        fs::write(file("summary"), "").expect("a file");
        run.steps.insert(name, code);
        code == 0
    }

    fn action(&self, action: &str, with: &Value, workspace: &Path, run: &mut Run) -> bool {
        let of = |key: &str| self.value(&with[key]);
        let store = self.project.at("artifacts");
        match action.split_once('@').expect("a pinned action").0 {
            "actions/checkout" => {
                assert_eq!(with["persist-credentials"], false, "{}", self.name);
                self.project.check_out(workspace, with["fetch-depth"] == 0);
                true
            }
            "actions/upload-artifact" => {
                let path = PathBuf::from(of("path"));
                if path.exists() {
                    copy(&path, &store.join(of("name")));
                }
                path.exists() || with["if-no-files-found"] != "error"
            }
            "actions/download-artifact" => {
                let is_wanted = |name: &str| match with["pattern"].as_str() {
                    Some(pattern) => name.starts_with(pattern.trim_end_matches('*')),
                    None => name == of("name"),
                };
                let stored = fs::read_dir(&store).into_iter().flatten().flatten();
                let wanted = stored.filter(|entry| is_wanted(&entry.file_name().to_string_lossy()));
                let found: Vec<PathBuf> = wanted.map(|entry| entry.path()).collect();
                found.iter().for_each(|folder| copy(folder, Path::new(&of("path"))));
                // What is named has to be there, what a pattern matches has not.
                !found.is_empty() || !with["pattern"].is_null()
            }
            "actions/cache" => true,
            "github/codeql-action/upload-sarif" => {
                let path = PathBuf::from(of("sarif_file"));
                let mut files: Vec<PathBuf> = match fs::read_dir(&path) {
                    Ok(folder) => folder.flatten().map(|entry| entry.path()).collect(),
                    Err(_) => vec![path],
                };
                files.sort();
                for file in &files {
                    let text = fs::read(file).expect("it was written");
                    let sarif: Value = serde_json::from_slice(&text).expect("json");
                    assert_eq!(sarif["version"], "2.1.0");
                    run.uploaded.push(file.file_name().expect("a name").to_string_lossy().into_owned());
                }
                !files.is_empty()
            }
            other => panic!("{other} is no action that the test knows"),
        }
    }
}

#[test]
fn a_patched_image_goes_out() {
    let run = run(Machine::default(), &[]);
    assert_eq!(run.decided(), Some(0), "{}", run.log);
    assert!(run.is_ready(), "{}", run.log);
    assert!(run.steps.values().all(|code| *code == 0), "{}", run.log);
    assert!(run.summary.contains("Ready for release"), "{}", run.summary);
    assert_eq!(run.uploaded, ["stockade.sarif", "dependency-check.sarif", "trivy.sarif"]);
}

#[test]
fn a_vulnerable_image_does_not() {
    let machine = Machine { trivy: Scanner::Reports("trivy/image.json"), ..Machine::default() };
    let run = run(machine, &[]);
    assert_eq!(run.decided(), Some(1), "{}", run.log);
    assert!(!run.is_ready(), "{}", run.log);
    assert!(run.summary.contains("CVE-2026-0861"), "{}", run.summary);
    let machine =
        Machine { dependency_check: Scanner::Reports("dependency_check/report.json"), ..Machine::default() };
    let run = self::run(machine, &[]);
    assert_eq!((run.decided(), run.is_ready()), (Some(1), false), "{}", run.log);
}

#[test]
fn flawed_code_does_not() {
    let run = run(Machine::default(), &[("app.py", BOUND)]);
    assert_eq!((run.decided(), run.is_ready()), (Some(1), false), "{}", run.log);
    assert!(run.log.contains("::warning"), "what the change adds is annotated: {}", run.log);
    assert!(run.summary.contains("B104"), "{}", run.summary);
}

#[test]
fn a_scanner_that_crashes_does_not_look_clean() {
    for scanner in [Scanner::Crashes, Scanner::WritesNothing] {
        for machine in [
            Machine { trivy: scanner, ..Machine::default() },
            Machine { dependency_check: scanner, ..Machine::default() },
        ] {
            let run = run(machine, &[]);
            assert_eq!(run.decided(), Some(2), "{machine:?}: {}", run.log);
            assert!(!run.is_ready(), "{machine:?}: {}", run.log);
        }
    }
}

#[test]
fn without_the_gate_nothing_goes_out() {
    let run = run(Machine { installs: false, ..Machine::default() }, &[]);
    assert!(run.jobs.get("gate") == Some(&false) && !run.is_ready(), "{}", run.log);
}

#[test]
fn a_change_cannot_lower_its_bar() {
    let report = include_str!("../../../corpus/reports/trivy/image-patched.json");
    let change = [
        ("app.py", BOUND),
        ("stockade.toml", "ignore = [\"B104\"]\n[gate]\nfail-on = \"never\"\nunscored = \"warn\"\n"),
        (".gitignore", "app.py\n"),
        (".trivyignore", "CVE-2026-0861\n"),
        ("reports/trivy.json", report),
        ("trivy.json", report),
    ];
    let machine = Machine { trivy: Scanner::Reports("trivy/image.json"), ..Machine::default() };
    let run = run(machine, &change);
    assert_eq!((run.decided(), run.is_ready()), (Some(1), false), "{}", run.log);
    assert!(run.summary.contains("CVE-2026-0861") && run.summary.contains("B104"), "{}", run.summary);
    let run = self::run(Machine { trivy: Scanner::Crashes, ..Machine::default() }, &change);
    assert_eq!((run.decided(), run.is_ready()), (Some(2), false), "{}", run.log);
}

#[test]
fn what_it_uses_is_pinned_and_what_it_may_is_little() {
    let text = fs::read_to_string(docs("github.yml")).expect("a file");
    let pinned = Regex::new(r"^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$").expect("a pattern");
    let uses: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("uses: ")).collect();
    assert!(uses.len() > 8, "{uses:?}");
    for own in uses {
        assert!(pinned.is_match(own), "{own}");
    }
    let workflow = yaml::read("github.yml");
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    for (name, job) in yaml::entries(&workflow["jobs"]) {
        for (permission, level) in yaml::entries(&job["permissions"]) {
            let wanted = if permission == "security-events" { "write" } else { "read" };
            assert_eq!(level, wanted, "{name}: {permission}");
        }
        for step in job["steps"].as_array().expect("steps") {
            assert!(!yaml::text(&step["run"]).contains("${{"), "an expression in a shell line of {name}");
        }
    }
}
