//! The scanners under test as commands, and running one over a case.
//!
//! The reference is any installed Bandit 1.9.4 on CPython 3.14; Stockade is the binary of this workspace.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};

use crate::answer::{Answer, snapshot};
use crate::case::{Case, Run, Twin};
use crate::layout::lay_out;

/// A command, in which `{}` stands for the name of the twin: `stockade {}`.
#[derive(Debug, Clone)]
pub struct Scanner {
    words: Vec<OsString>,
}

/// The variables that a run keeps of its surroundings. `HOME` and `REFERENCE_CACHE` are where a reference may live.
const KEPT: [&str; 4] = ["PATH", "HOME", "TMPDIR", "REFERENCE_CACHE"];

impl Scanner {
    /// The scanner that a command line names. Without `{}` the twin's name is the last word.
    ///
    /// # Errors
    /// When the line's quotes do not close.
    pub fn parse(line: &str) -> io::Result<Scanner> {
        let words =
            shlex::split(line).ok_or_else(|| io::Error::other(format!("unbalanced quotes in {line}")))?;
        let mut words: Vec<OsString> = words.into_iter().map(OsString::from).collect();
        if !words.iter().any(|word| word.to_string_lossy().contains("{}")) {
            words.push("{}".into());
        }
        Ok(Scanner { words })
    }

    /// The binary of this workspace, or the command that `STOCKADE_COMMAND` names.
    ///
    /// # Errors
    /// When the binary cannot be built.
    pub fn stockade() -> io::Result<Scanner> {
        if let Some(line) = env::var("STOCKADE_COMMAND").ok().filter(|line| !line.is_empty()) {
            return Scanner::parse(&line);
        }
        Ok(Scanner { words: vec![build()?.into(), "{}".into()] })
    }

    /// The first words of a command line for the twin.
    fn command(&self, twin: Twin) -> Vec<OsString> {
        self.words_for(twin.name())
    }

    fn words_for(&self, name: &str) -> Vec<OsString> {
        let word = |word: &OsString| match word.to_str() {
            Some(text) => text.replace("{}", name).into(),
            None => word.clone(),
        };
        self.words.iter().map(word).collect()
    }

    /// The first lines of `--version`, by which a reference is known.
    ///
    /// # Errors
    /// When the command cannot be run.
    pub fn version(&self) -> io::Result<String> {
        let words = self.command(Twin::Bandit);
        let output = Command::new(&words[0]).args(&words[1..]).arg("--version").output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Runs a command of Stockade's, or that twin of the reference, in a folder, and gives what it writes to standard
    /// output.
    ///
    /// # Errors
    /// When it cannot be run.
    pub fn run_in(&self, folder: &Path, command: &str, arguments: &[&str]) -> io::Result<Vec<u8>> {
        let words = self.words_for(command);
        let mut process = Command::new(&words[0]);
        process.args(&words[1..]).args(arguments).current_dir(folder).stdin(Stdio::null()).env_clear();
        for name in KEPT {
            if let Some(value) = env::var_os(name) {
                process.env(name, value);
            }
        }
        process.env("LC_ALL", "C.UTF-8").env(CACHE, cache());
        Ok(process.output()?.stdout)
    }

    /// Lays the case out in a fresh folder, runs the scanner there, and masks its answer.
    ///
    /// # Errors
    /// When the files cannot be laid out or the command cannot be run.
    pub fn answer(&self, case: &Case, run: &Run) -> io::Result<Answer> {
        let folder = tempfile::Builder::new().prefix("case").tempdir()?;
        let root = folder.path().canonicalize()?;
        let work = root.join("work");
        fs::create_dir(&work)?;
        lay_out(case, &work)?;
        let before = snapshot(&work)?;
        let output = self.run(run, &root, &work)?;
        let mut files: BTreeMap<_, _> = snapshot(&work)?;
        files.retain(|name, content| before.get(name) != Some(content));
        let answer =
            Answer { exit: code(output.status), stdout: output.stdout, stderr: output.stderr, files };
        Ok(answer.masked(run, &work))
    }

    fn run(&self, run: &Run, root: &Path, work: &Path) -> io::Result<Output> {
        let mut words = self.command(run.twin);
        if run.unprivileged && superuser() {
            let drop = ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "--"];
            words.splice(0..0, drop.map(OsString::from));
        }
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).args(run.arguments(work)).current_dir(work).env_clear();
        for name in KEPT {
            if let Some(value) = env::var_os(name) {
                command.env(name, value);
            }
        }
        command.env("LC_ALL", "C.UTF-8").env("TZ", "UTC");
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        if run.twin == Twin::BanditBaseline {
            command.env("PATH", self.path_with_bandit(root)?);
        }
        command.envs(&run.env);
        command.stdin(match &run.stdin {
            Some(file) => File::open(work.join(file))?.into(),
            None => Stdio::null(),
        });
        if let Some(file) = &run.stdout {
            command.stdout(File::options().write(true).create(true).truncate(false).open(work.join(file))?);
            return command.stderr(Stdio::piped()).spawn()?.wait_with_output();
        }
        if run.terminal { on_terminal(command) } else { command.output() }
    }

    /// Bandit's `bandit-baseline` starts `bandit` from the path: a reference of another name is given that name.
    fn path_with_bandit(&self, root: &Path) -> io::Result<OsString> {
        let path = env::var_os("PATH").unwrap_or_default();
        let words = self.command(Twin::Bandit);
        if words == ["bandit"] {
            return Ok(path);
        }
        let folder = root.join("path");
        fs::create_dir(&folder)?;
        let words: Vec<_> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let line = shlex::try_join(words.iter().map(String::as_str)).map_err(io::Error::other)?;
        executable(&folder.join("bandit"), &format!("#!/bin/sh\nexec {line} \"$@\"\n"))?;
        env::join_paths([folder].into_iter().chain(env::split_paths(&path))).map_err(io::Error::other)
    }
}

/// Whether this machine can run it: some runs need a terminal, or rights to give away.
#[must_use]
pub fn possible(run: &Run) -> bool {
    let on_path = |name: &str| {
        env::split_paths(&env::var_os("PATH").unwrap_or_default()).any(|f| f.join(name).exists())
    };
    let needs_linux = run.terminal || run.stdout.is_some();
    (!run.unprivileged || !superuser() || on_path("setpriv")) && (!needs_linux || cfg!(target_os = "linux"))
}

/// The command of that path, which leaves the user's cache alone: it keeps what it finds beside the test. Debug builds hold
/// what they find there against a fresh scan, so that every test is one of the cache, too.
#[must_use]
pub fn command(binary: &Path) -> Command {
    let mut command = Command::new(binary);
    command.env(CACHE, cache());
    command
}

/// The variable that names the cache's folder.
pub const CACHE: &str = "STOCKADE_CACHE_DIR";

/// A folder for the cache, in that of the profile.
#[must_use]
pub fn cache() -> PathBuf {
    profile_folder().unwrap_or_default().join("test-cache")
}

/// Builds the binary and tells where it lies. Cargo has finished with its own build when the tests run, so this is
/// quick; asking it is the only way that holds for every profile and target folder.
///
/// # Errors
/// When it cannot be built.
pub fn build() -> io::Result<PathBuf> {
    build_program(&["--bin", "stockade"], "stockade", profile().as_deref())
}

/// Builds a program of this workspace in a profile. `arguments` choose it for cargo.
///
/// # Errors
/// When it cannot be built.
pub fn build_program(arguments: &[&str], name: &str, profile: Option<&str>) -> io::Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
    let mut command = Command::new(cargo);
    command.args(["build", "--quiet", "--locked", "--message-format=json"]).args(arguments);
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).stderr(Stdio::inherit());
    match profile {
        None | Some("debug") => {}
        Some(profile) => {
            command.args(["--profile", profile]);
        }
    }
    let output = command.output()?;
    let messages = String::from_utf8_lossy(&output.stdout);
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let executable = |message: serde_json::Value| Some(PathBuf::from(message["executable"].as_str()?));
    let path = messages.filter(|message| message["target"]["name"] == name).find_map(executable);
    path.filter(|_| output.status.success())
        .ok_or_else(|| io::Error::other(format!("cargo did not build {name}")))
}

fn profile() -> Option<String> {
    Some(profile_folder()?.file_name()?.to_string_lossy().into_owned())
}

/// The profile folder that this very program lies in: `target/PROFILE/deps/cases-0123`, `target/PROFILE/record`.
fn profile_folder() -> Option<PathBuf> {
    let path = env::current_exe().ok()?;
    let folder = path.parent()?;
    let folder = if folder.file_name()? == "deps" { folder.parent()? } else { folder };
    Some(folder.to_owned())
}

#[cfg(unix)]
fn code(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    let signal = || status.signal().map_or("unknown".to_owned(), |signal| format!("signal {signal}"));
    status.code().map_or_else(signal, |code| code.to_string())
}

#[cfg(not(unix))]
fn code(status: ExitStatus) -> String {
    status.code().map_or("unknown".to_owned(), |code| code.to_string())
}

#[cfg(unix)]
fn superuser() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(not(unix))]
fn superuser() -> bool {
    false
}

#[cfg(unix)]
fn executable(path: &Path, text: &str) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, text)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_path: &Path, _text: &str) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(target_os = "linux")]
fn on_terminal(command: Command) -> io::Result<Output> {
    crate::terminal::run(command)
}

#[cfg(not(target_os = "linux"))]
fn on_terminal(_command: Command) -> io::Result<Output> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twin_has_its_place() {
        let scanner = Scanner::parse("run --as {} --fast").expect("a command");
        assert_eq!(scanner.command(Twin::BanditBaseline), ["run", "--as", "bandit-baseline", "--fast"]);
        let scanner = Scanner::parse("stockade").expect("a command");
        assert_eq!(scanner.command(Twin::Bandit), ["stockade", "bandit"]);
    }
}
