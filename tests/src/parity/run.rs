//! Runs a scanner once, as a job says: what it is given, and what comes back.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::data::{Data, Job};
use super::fetch::Place;
use super::{Error, Result, at, hexadecimal};
use crate::cost;

/// What a scanner answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The exit code; -1 where a signal ended it.
    pub exit: i32,
    /// The report file, where one was written.
    pub report: Option<Vec<u8>>,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error.
    pub stderr: Vec<u8>,
    /// Processor time, user and system.
    pub cpu: Duration,
}

/// All that a scanner is given, both scanners the same.
#[derive(Debug, Clone)]
pub struct Call {
    /// Where it runs.
    folder: PathBuf,
    /// The arguments, without the report file's name.
    arguments: Vec<String>,
    /// Whether the report goes to a file.
    file: bool,
    /// The file to read on standard input.
    stdin: Option<PathBuf>,
    /// Digest of all that the answer depends on.
    pub inputs: String,
}

impl Call {
    /// Prepares the job: lays the files that its arguments name beside the tree.
    pub fn prepare(job: &Job, place: &Place, data: &Data) -> Result<Call> {
        let mut arguments: Vec<String> = Vec::new();
        if !job.case.streams {
            arguments.extend(["-r", "-q", "-f", job.format].map(str::to_owned));
        }
        let fill = |text: &String| text.replace("{tree}", &job.tree.name).replace("{target}", &place.target);
        arguments.extend(job.case.arguments.iter().map(fill));
        match &job.case.targets {
            Some(targets) => arguments.extend(targets.iter().map(fill)),
            None => arguments.push(place.target.clone()),
        }

        let reference = &data.reference;
        let mut hash = Sha256::new();
        let mut put = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        for text in [&reference.version, &reference.python, &place.digest, &place.target] {
            put(text.as_bytes());
        }
        for argument in &arguments {
            put(argument.as_bytes());
            if argument.starts_with("given/") {
                put(&give(argument, place, data)?);
            }
        }
        let stdin = job.case.stdin.as_ref().map(|file| place.folder.join(&place.target).join(file));
        if let Some(file) = &stdin {
            put(&fs::read(file).map_err(at(file))?);
        }
        let inputs = hexadecimal(hash.finalize().as_slice());
        Ok(Call { folder: place.folder.clone(), arguments, file: !job.case.streams, stdin, inputs })
    }

    /// Runs the scanner on it, and waits.
    pub fn run(&self, scanner: &[String]) -> Result<Answer> {
        let work = tempfile::tempdir().map_err(at(&std::env::temp_dir()))?;
        let file = |name: &str| work.path().join(name);
        let create = |name: &str| File::create(file(name)).map_err(at(&file(name)));
        let mut command = self.command(scanner)?;
        if self.file {
            command.arg("-o").arg(file("report"));
        }
        command.args(&self.arguments).stdout(create("stdout")?).stderr(create("stderr")?);
        command.stdin(match &self.stdin {
            Some(path) => Stdio::from(File::open(path).map_err(at(path))?),
            None => Stdio::null(),
        });
        let failed =
            |error: std::io::Error| Error::Command { command: scanner.join(" "), what: error.to_string() };
        let (status, cost) = cost::run(&mut command).map_err(failed)?;
        let read = |name: &str| fs::read(file(name)).map_err(at(&file(name)));
        Ok(Answer {
            exit: status.code().unwrap_or(-1),
            report: if file("report").exists() { Some(read("report")?) } else { None },
            stdout: read("stdout")?,
            stderr: read("stderr")?,
            cpu: cost.cpu,
        })
    }

    fn command(&self, scanner: &[String]) -> Result<Command> {
        let (program, arguments) = scanner.split_first().ok_or_else(|| Error::Command {
            command: String::new(),
            what: "no scanner is named".to_owned(),
        })?;
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.folder);
        Ok(command)
    }
}

/// A command line as its words; a program given by a relative path is meant from here, not from the tree.
pub fn words(command: &str) -> Result<Vec<String>> {
    let fault = |what: &str| Error::Command { command: command.to_owned(), what: what.to_owned() };
    let mut words = shlex::split(command).ok_or_else(|| fault("unbalanced quotes"))?;
    let program = words.first_mut().ok_or_else(|| fault("no command"))?;
    if program.contains(std::path::MAIN_SEPARATOR) {
        let path = std::path::absolute(&*program).map_err(at(Path::new(program)))?;
        *program = path.to_string_lossy().into_owned();
    }
    Ok(words)
}

/// Copies a file of the data to beside the tree, so that arguments can name it by the same path everywhere.
fn give(argument: &str, place: &Place, data: &Data) -> Result<Vec<u8>> {
    let from = data.folder.join(argument);
    let bytes = fs::read(&from).map_err(at(&from))?;
    let to = place.folder.join(argument);
    let folder = place.folder.join("given");
    fs::create_dir_all(&folder).map_err(at(&folder))?;
    fs::write(&to, &bytes).map_err(at(&to))?;
    Ok(bytes)
}
