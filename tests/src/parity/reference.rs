//! Bandit's answers: from the cache, from an installed Bandit of the right version, or from the recorded digests.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;
use std::{fs, io};

use serde::{Deserialize, Serialize};

use super::data::{Answers, Data, Job, Recorded, Reference};
use super::run::{Answer, Call, words};
use super::{Error, Result, at};

/// A Bandit that can be run here.
#[derive(Debug, Clone)]
pub struct Bandit {
    /// How it is called.
    pub command: Vec<String>,
    /// Its version, and that of its Python.
    pub version: Reference,
}

/// The variable that names the reference's command.
pub const VARIABLE: &str = "STOCKADE_REFERENCE";

impl Bandit {
    /// Finds one: the given command, which must then be right, or `bandit` where one is installed.
    pub fn find(command: Option<&str>, wanted: &Reference) -> Result<Option<Bandit>> {
        let Some(command) = command else {
            let installed = Bandit::at(vec!["bandit".to_owned()]).ok();
            return Ok(installed.filter(|bandit| bandit.version.version == wanted.version));
        };
        let bandit = Bandit::at(words(command)?)?;
        if bandit.version.version == wanted.version {
            Ok(Some(bandit))
        } else {
            let what = format!("is version {}, not {}", bandit.version.version, wanted.version);
            Err(Error::Command { command: command.to_owned(), what })
        }
    }

    fn at(command: Vec<String>) -> Result<Bandit> {
        let failed = |what: String| Error::Command { command: command.join(" "), what };
        let mut version = Command::new(&command[0]);
        version.args(&command[1..]).arg("--version").stdin(Stdio::null());
        let output = version.output().map_err(|error| failed(error.to_string()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let head = text.lines().next().unwrap_or_default();
        let version =
            parse_version(&text).ok_or_else(|| failed(format!("is no Bandit: --version says {head:?}")))?;
        Ok(Bandit { command, version })
    }
}

/// Reads what `bandit --version` prints. The scanner under test, called by that name, says who it is in the second
/// line: it is no reference.
fn parse_version(text: &str) -> Option<Reference> {
    let mut lines = text.lines();
    let version = lines.next()?.strip_prefix("bandit ")?.to_owned();
    let python =
        lines.next()?.trim().strip_prefix("python version = ").filter(|rest| !rest.contains("stockade"))?;
    let mut numbers = python.split(['.', ' ']);
    let (major, minor) = (numbers.next()?, numbers.next()?);
    Some(Reference { version, python: format!("{major}.{minor}") })
}

/// What a job is compared with.
#[derive(Debug)]
pub enum Want {
    /// Bandit's own answer.
    Answer(Answer),
    /// Its digests only.
    Digests(Recorded),
}

/// Where answers come from.
#[derive(Debug)]
pub struct Source<'a> {
    /// The versions that answers are wanted of.
    pub data: &'a Data,
    /// A Bandit to ask.
    pub bandit: Option<Bandit>,
    /// The recorded digests.
    pub recorded: Answers,
    /// The folder that answers are kept in.
    pub cache: PathBuf,
}

impl Source<'_> {
    /// The answer to a job.
    pub fn want(&self, job: &Job, call: &Call) -> Result<Want> {
        let wanted = &self.data.reference;
        if let Some(answer) = self.kept(wanted, job, call)? {
            return Ok(Want::Answer(answer));
        }
        let same_python = self.bandit.as_ref().filter(|bandit| bandit.version == *wanted);
        let recorded = self.recorded.0.get(&job.name()).filter(|recorded| recorded.inputs == call.inputs);
        match (same_python, recorded, &self.bandit) {
            (Some(bandit), ..) => self.ask(bandit, job, call).map(Want::Answer),
            (None, Some(recorded), _) => Ok(Want::Digests(recorded.clone())),
            (None, None, Some(other)) => match self.kept(&other.version, job, call)? {
                Some(answer) => Ok(Want::Answer(answer)),
                None => self.ask(other, job, call).map(Want::Answer),
            },
            (None, None, None) => Err(Error::NoAnswer(format!(
                "no answer of Bandit {} is recorded, and none is installed: name one in {VARIABLE}",
                wanted.version
            ))),
        }
    }

    fn ask(&self, bandit: &Bandit, job: &Job, call: &Call) -> Result<Answer> {
        let answer = call.run(&bandit.command)?;
        if !job.case.streams && answer.report.is_none() {
            let stderr = String::from_utf8_lossy(&answer.stderr);
            return Err(Error::NoAnswer(format!("no report from the reference\n{stderr}")));
        }
        self.keep(&bandit.version, job, call, &answer)?;
        Ok(answer)
    }

    fn folder(&self, version: &Reference, job: &Job) -> PathBuf {
        self.cache
            .join("answers")
            .join(format!("bandit-{}-cpython-{}", version.version, version.python))
            .join(format!("{}-{}", job.tree.name, job.tree.version))
            .join(format!("{}.{}", job.case.name, job.format))
    }

    /// The answer that was given before to the very same call.
    fn kept(&self, version: &Reference, job: &Job, call: &Call) -> Result<Option<Answer>> {
        let folder = self.folder(version, job);
        let Some(text) = read(&folder.join("answer.json"))? else { return Ok(None) };
        let Ok(note) = serde_json::from_slice::<Note>(&text) else { return Ok(None) };
        if note.inputs != call.inputs {
            return Ok(None);
        }
        Ok(Some(Answer {
            exit: note.exit,
            report: read(&folder.join("report"))?,
            stdout: read(&folder.join("stdout"))?.unwrap_or_default(),
            stderr: read(&folder.join("stderr"))?.unwrap_or_default(),
            cpu: Duration::from_secs_f64(note.cpu_seconds),
        }))
    }

    fn keep(&self, version: &Reference, job: &Job, call: &Call, answer: &Answer) -> Result<()> {
        let folder = self.folder(version, job);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(at(&folder))?;
        }
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        let write =
            |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).map_err(at(&folder.join(name)));
        if let Some(report) = &answer.report {
            write("report", report)?;
        }
        write("stdout", &answer.stdout)?;
        write("stderr", &answer.stderr)?;
        let note =
            Note { inputs: call.inputs.clone(), exit: answer.exit, cpu_seconds: answer.cpu.as_secs_f64() };
        let note = serde_json::to_vec_pretty(&note)
            .map_err(|error| Error::Data { path: folder.clone(), what: error.to_string() })?;
        // The note is written last: an answer without it is a half one.
        write("answer.json", &note)
    }
}

/// What is kept with an answer.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    inputs: String,
    exit: i32,
    cpu_seconds: f64,
}

fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path)(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bandit_is_known_by_what_it_says() {
        let text = "bandit 1.9.4\n  python version = 3.14.10 (main, Oct 26 2026, 15:12:11) [GCC 16.2.0]\n";
        let version = parse_version(text).expect("a version");
        assert_eq!(version, Reference { version: "1.9.4".to_owned(), python: "3.14".to_owned() });
        assert_eq!(parse_version("stockade 0.1.0\n"), None);
        assert_eq!(parse_version("bandit 1.9.4\n  python version = 3.14 (stockade 0.1.0)\n"), None);
    }
}
