//! `docs/ci/gitlab.yml`: a small runner of its scripts, and what the gate decides in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::project::{BOUND, Files, Machine, Project, Scanner, copy, output};
use crate::yaml;

/// What became of a pipeline: the exit code of each job that ran, and what they said.
#[derive(Default, Debug)]
struct Pipeline {
    jobs: BTreeMap<String, i32>,
    log: String,
    /// GitLab's report of the code.
    sast: Value,
}

fn run(machine: Machine, change: Files<'_>) -> Pipeline {
    let project = Project::new(machine, change);
    let template = yaml::read("gitlab.yml");
    let mut done = Pipeline::default();
    for stage in yaml::words(&template["stages"]) {
        let own = yaml::entries(&template).filter(|(_, job)| job["stage"] == stage.as_str());
        for (name, job) in own {
            let met = yaml::words(&job["needs"]).iter().all(|need| done.jobs.get(need) == Some(&0));
            if met || job["when"] == "always" {
                run_job(&project, &template, (name, job), &mut done);
            }
        }
    }
    done
}

fn run_job(project: &Project, template: &Value, (name, job): (&String, &Value), done: &mut Pipeline) {
    let commit = project.commit();
    let folder = project.at(&format!("{name}-work"));
    if job["variables"]["GIT_STRATEGY"] == "none" {
        fs::create_dir(&folder).expect("a folder");
    } else {
        assert_eq!(template["variables"]["GIT_DEPTH"], "0");
        project.check_out(&folder, true);
    }
    let mut variables: BTreeMap<String, String> = BTreeMap::from(
        [
            ("CI_COMMIT_SHA", commit.as_str()),
            ("CI_PROJECT_DIR", folder.to_str().expect("a plain name")),
            ("CI_PROJECT_PATH", "example/shop"),
            ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
            ("CI_MERGE_REQUEST_DIFF_BASE_SHA", "origin/main"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned())),
    );
    for own in [&template["variables"], &job["variables"]] {
        for (name, value) in yaml::entries(own) {
            variables.insert(name.clone(), yaml::text(value).replace("$CI_COMMIT_SHA", &commit));
        }
    }
    let paths = |job: &Value| {
        let paths = yaml::words(&job["artifacts"]["paths"]).into_iter();
        let paths = paths.map(|path| {
            variables.iter().fold(path, |path, (name, value)| path.replace(&format!("${name}"), value))
        });
        paths.collect::<Vec<String>>()
    };
    for need in yaml::words(&job["needs"]) {
        for path in paths(&template[&need]) {
            let from = project.at(&format!("{need}-artifacts")).join(&path);
            if from.exists() {
                copy(&from, folder.join(&path).parent().expect("a folder"));
            }
        }
    }
    let script = yaml::words(&job["script"]).join("\n");
    let mut command = project.shell(&script, &folder, &[]);
    let output = output(command.envs(&variables));
    let code = output.status.code().unwrap_or(-1);
    done.log.push_str(&format!(
        "{name}: {code}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ));
    done.jobs.insert(name.clone(), code);
    if code == 0 || job["artifacts"]["when"] == "always" {
        for path in paths(job) {
            let path = PathBuf::from(path);
            assert!(folder.join(&path).exists() || code != 0, "{name} writes {}", path.display());
            if folder.join(&path).is_file() {
                let into = project.at(&format!("{name}-artifacts")).join(&path);
                copy(&folder.join(&path), into.parent().expect("a folder"));
            }
        }
    }
    if let Some(report) = job["artifacts"]["reports"]["sast"].as_str() {
        let text = fs::read(folder.join(report)).expect("it was written");
        done.sast = serde_json::from_slice(&text).expect("json");
    }
    if name == "gate" && code < 2 {
        assert!(folder.join(job["artifacts"]["reports"]["junit"].as_str().expect("a report")).exists());
    }
}

fn decided(pipeline: &Pipeline) -> (Option<i32>, bool) {
    (pipeline.jobs.get("gate").copied(), pipeline.jobs.get("ready-for-deployment") == Some(&0))
}

#[test]
fn a_patched_image_goes_out() {
    let pipeline = run(Machine::default(), &[]);
    assert_eq!(decided(&pipeline), (Some(0), true), "{}", pipeline.log);
    assert!(pipeline.jobs.values().all(|code| *code == 0), "{}", pipeline.log);
    assert_eq!(pipeline.sast["scan"]["type"], "sast");
}

#[test]
fn a_vulnerable_image_and_flawed_code_do_not() {
    let machine = Machine { trivy: Scanner::Reports("trivy/image.json"), ..Machine::default() };
    let pipeline = run(machine, &[]);
    assert_eq!(decided(&pipeline), (Some(1), false), "{}", pipeline.log);
    assert!(pipeline.log.contains("CVE-2026-0861"), "{}", pipeline.log);
    let pipeline = run(Machine::default(), &[("app.py", BOUND)]);
    assert_eq!(decided(&pipeline), (Some(1), false), "{}", pipeline.log);
    assert_eq!(pipeline.sast["vulnerabilities"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_scanner_that_crashes_does_not_look_clean() {
    for scanner in [Scanner::Crashes, Scanner::WritesNothing] {
        for machine in [
            Machine { trivy: scanner, ..Machine::default() },
            Machine { dependency_check: scanner, ..Machine::default() },
        ] {
            let pipeline = run(machine, &[]);
            assert_eq!(decided(&pipeline), (Some(2), false), "{machine:?}: {}", pipeline.log);
        }
    }
}

#[test]
fn without_the_gate_nothing_goes_out() {
    let pipeline = run(Machine { installs: false, ..Machine::default() }, &[]);
    let (code, ready) = decided(&pipeline);
    assert!(code.is_some_and(|code| code != 0) && !ready, "{}", pipeline.log);
}

#[test]
fn a_change_cannot_lower_its_bar() {
    let change = [("app.py", BOUND), ("stockade.toml", "ignore = [\"B104\"]\n[gate]\nfail-on = \"never\"\n")];
    let pipeline = run(Machine::default(), &change);
    assert_eq!(decided(&pipeline), (Some(1), false), "{}", pipeline.log);

    // A report that the change brings, in the place of one that is not there.
    let report = include_str!("../../../corpus/reports/trivy/image-patched.json");
    let change = [("reports/trivy.json", report), ("trivy.json", report)];
    let pipeline = run(Machine { trivy: Scanner::Crashes, ..Machine::default() }, &change);
    assert_eq!(decided(&pipeline), (Some(2), false), "{}", pipeline.log);
}
