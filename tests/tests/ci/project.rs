//! A project with a change that wants to go into its main branch, and a machine that scans it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{LazyLock, Mutex, PoisonError};

use serde_json::Value;
use stockade_tests::scanner;
use tempfile::TempDir;

static BINARY: LazyLock<PathBuf> = LazyLock::new(|| scanner::build().expect("the command can be built"));

/// Held while a program is written and while one is started. A process that another test starts inherits, for a moment, what is
/// open for writing here, and a program that is open for writing cannot be run.
static PROGRAMS: Mutex<()> = Mutex::new(());

/// Runs a command.
pub(crate) fn output(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = {
        let _guard = PROGRAMS.lock().unwrap_or_else(PoisonError::into_inner);
        command.spawn()
    };
    child.and_then(std::process::Child::wait_with_output).expect("the command runs")
}

/// Writes a program.
fn program(path: &Path, text: &str) {
    let _guard = PROGRAMS.lock().unwrap_or_else(PoisonError::into_inner);
    fs::write(path, format!("#!/bin/bash\nset -eu\n{OPTION}{text}")).expect("a file");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is ours");
}

/// What a scanner does when it is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scanner {
    /// It writes this report of the corpus.
    Reports(&'static str),
    /// It writes the clean report.
    Clean,
    /// It ends with 1 and writes nothing.
    Crashes,
    /// It ends with 0 and writes an empty file.
    WritesNothing,
}

/// The scanners of a machine.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Machine {
    pub(crate) trivy: Scanner,
    pub(crate) dependency_check: Scanner,
    /// Whether Stockade can be installed there.
    pub(crate) installs: bool,
}

impl Default for Machine {
    fn default() -> Machine {
        let trivy = Scanner::Reports("trivy/image-patched.json");
        Machine { trivy, dependency_check: Scanner::Clean, installs: true }
    }
}

/// A repository with a branch `main` and a branch `change`, and a machine.
pub(crate) struct Project {
    folder: TempDir,
}

/// What a story's files are: names and text.
pub(crate) type Files<'f> = &'f [(&'f str, &'f str)];

pub(crate) const SAFE: &str =
    "import os\n\nfrom flask import Flask\n\napp = Flask(__name__)\napp.run(host=os.environ[\"HOST\"])\n";
pub(crate) const BOUND: &str =
    "from flask import Flask\n\napp = Flask(__name__)\napp.run(host=\"0.0.0.0\")\n";
const POLICY: &str = "[gate]\nfail-on = \"medium\"\n";

impl Project {
    /// A project whose change has these files beside the app that is there.
    pub(crate) fn new(machine: Machine, change: Files<'_>) -> Project {
        LazyLock::force(&BINARY);
        let project = Project { folder: tempfile::tempdir().expect("a folder") };
        let origin = project.at("origin");
        fs::create_dir(&origin).expect("a folder");
        git(&origin, &["init", "--quiet", "--initial-branch=main"]);
        let files = [("app.py", SAFE), ("stockade.toml", POLICY), ("Dockerfile", "FROM scratch\n")];
        commit(&origin, &files);
        git(&origin, &["checkout", "--quiet", "-b", "change"]);
        commit(&origin, &[change, &[("README.md", "a change\n")]].concat());
        project.install(machine);
        project
    }

    /// A place in the project's folder.
    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Checks out the change, as a job does.
    pub(crate) fn check_out(&self, into: &Path, whole: bool) {
        let origin = format!("file://{}", self.at("origin").display());
        let into = into.to_str().expect("a plain name");
        let depth: &[&str] = if whole { &[] } else { &["--depth=1"] };
        let arguments = ["clone", "--quiet", "--branch=change", &origin, into];
        git(self.folder.path(), &[&arguments[..1], depth, &arguments[1..]].concat());
    }

    /// The hash of the change.
    pub(crate) fn commit(&self) -> String {
        git(&self.at("origin"), &["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// A command with the machine's programs before those of the system.
    pub(crate) fn shell(&self, script: &str, folder: &Path, path: &[PathBuf]) -> Command {
        let system = std::env::var_os("PATH").unwrap_or_default();
        let own = path.iter().cloned().chain([self.at("bin")]).chain(std::env::split_paths(&system));
        let temporary = self.at("tmp");
        fs::create_dir_all(&temporary).expect("a folder");
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
        command.env_clear().env("PATH", std::env::join_paths(own).expect("plain names"));
        command.env("HOME", self.folder.path()).env("TMPDIR", temporary).env("LC_ALL", "C.UTF-8");
        command
    }

    /// Puts shims where the machine's programs are.
    fn install(&self, machine: Machine) {
        let shim = |name: &str, text: &str| program(&self.at("bin").join(name), text);
        fs::create_dir(self.at("bin")).expect("a folder");
        let binary = BINARY.display();
        let install = format!("mkdir -p \"$root/bin\"\ncp {binary} \"$root/bin/stockade\"\n");
        let install = if machine.installs { &install } else { "exit 101\n" };
        shim("cargo", &format!("root=$(option --root \"$@\")\n{install}"));
        let trivy = self.report("trivy.json", machine.trivy);
        shim("trivy", &format!("out=$(option --output \"$@\")\n{trivy}"));
        // The volumes are where the report and the image must be.
        shim(
            "docker",
            &format!(
                "case $1 in\n\
                 build) test -f Dockerfile ;;\n\
                 save) echo image > \"$(option --output \"$@\")\" ;;\n\
                 run)\n\
                 for word in \"$@\"; do\n\
                 case $word in\n\
                 *:/reports) reports=${{word%:/reports}} ;;\n\
                 *:/image:ro) test -s \"${{word%:/image:ro}}/app.tar\" ;;\n\
                 aquasec/trivy:*@sha256:*) pinned=yes ;;\n\
                 esac\n\
                 done\n\
                 test \"$pinned\" = yes\n\
                 out=$(option --output \"$@\")\n\
                 out=$reports/${{out#/reports/}}\n\
                 {trivy} ;;\n\
                 esac\n"
            ),
        );
        shim("curl", "echo archive > \"$(option --output \"$@\")\"\n");
        shim("sha256sum", "read -r digest file\ntest \"${#digest}\" = 64\ntest -s \"$file\"\n");
        let check = self.report("dependency-check.json", machine.dependency_check);
        let tool = self.at("dependency-check.sh");
        program(
            &tool,
            &format!(
                "out=$(option --out \"$@\")
mkdir -p \"$out\"
out=$out/dependency-check-report.json
{check}"
            ),
        );
        let unpack = format!("mkdir -p dependency-check/bin\ncp {} dependency-check/bin/\n", tool.display());
        shim("unzip", &unpack);
        shim("jar", &unpack);
    }

    /// The shell lines by which a scanner writes to `$out`.
    fn report(&self, name: &str, scanner: Scanner) -> String {
        let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/reports");
        match scanner {
            Scanner::Reports(report) => format!("cp {} \"$out\"", corpus.join(report).display()),
            Scanner::Clean => {
                let text = fs::read(corpus.join("dependency_check/report.json")).expect("a report");
                let mut report: Value = serde_json::from_slice(&text).expect("json");
                for dependency in report["dependencies"].as_array_mut().expect("dependencies") {
                    let dependency = dependency.as_object_mut().expect("an object");
                    dependency.retain(|key, _| !key.ends_with("ulnerabilities"));
                }
                fs::write(self.at(name), report.to_string()).expect("a file");
                format!("cp {} \"$out\"", self.at(name).display())
            }
            Scanner::Crashes => "exit 1".to_owned(),
            Scanner::WritesNothing => ": > \"$out\"".to_owned(),
        }
    }
}

/// A function of the shims: the word behind an option.
const OPTION: &str = "option() {\n  local name=$1\n  shift\n  while [ \"$1\" != \"$name\" ]; do shift; done\n  echo \"$2\"\n}\n";

/// Writes files and commits them.
fn commit(repository: &Path, files: Files<'_>) {
    for (name, text) in files {
        let path = repository.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    git(repository, &["add", "--all"]);
    git(
        repository,
        &["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "-m", "change"],
    );
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(folder);
    let output = output(command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1"));
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// Copies a file, or what is in a folder, into a folder.
pub(crate) fn copy(from: &Path, into: &Path) {
    fs::create_dir_all(into).expect("a folder");
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("a folder").flatten() {
            let target = if entry.path().is_dir() { into.join(entry.file_name()) } else { into.to_owned() };
            copy(&entry.path(), &target);
        }
    } else {
        let name = from.file_name().expect("a file");
        let _guard = PROGRAMS.lock().unwrap_or_else(PoisonError::into_inner);
        fs::copy(from, into.join(name)).expect("it can be copied");
    }
}
