//! The data of the parity run, `corpus/parity/`: which trees, which cases, and the recorded digests of Bandit's
//! answers. Nothing here runs or fetches anything.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{Error, Result, at};

/// Every format that Bandit writes, the one that tells most about a difference first.
pub const FORMATS: [&str; 9] = ["json", "csv", "custom", "html", "sarif", "screen", "txt", "xml", "yaml"];

/// The name of the case that adds no arguments.
pub const PLAIN: &str = "plain";

/// `trees.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// What the answers are compared with.
    pub reference: Reference,
    /// The trees, in the order in which they are compared.
    #[serde(rename = "tree")]
    pub trees: Vec<Tree>,
    /// The cases, without the plain one.
    #[serde(rename = "case")]
    pub cases: Vec<Case>,
    /// The folder that the data was read from.
    #[serde(skip)]
    pub folder: PathBuf,
}

/// The version of Bandit, and of the Python that it runs on.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Bandit's version.
    pub version: String,
    /// Major and minor version of CPython: they decide positions inside f-strings, and what parses.
    pub python: String,
}

/// A tree to scan: a release of a package, or a folder of one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tree {
    /// How it is called here.
    pub name: String,
    /// The name of the package.
    pub package: String,
    /// The exact version of the package.
    pub version: String,
    /// The file name of the release: a source archive, or a wheel.
    pub archive: String,
    /// The SHA-256 of that file.
    pub sha256: String,
    /// The folder to scan, seen from where the archive is unpacked.
    pub folder: PathBuf,
    /// Whether the short run has it, with every format and every case.
    #[serde(default)]
    pub short: bool,
    /// Whether the benchmarks have it.
    #[serde(default)]
    pub benchmark: bool,
}

impl Tree {
    /// The name of the folder that the release is unpacked in.
    #[must_use]
    pub fn folder_name(&self) -> String {
        format!("{}-{}", self.package, self.version)
    }
}

/// A way to call the scanner.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// How it is called here.
    pub name: String,
    /// Arguments, before the targets. `{tree}` stands for the name of the tree, `{target}` for the folder scanned,
    /// and a path under `given/` for a file of the data.
    #[serde(default)]
    pub arguments: Vec<String>,
    /// What to scan, where that is not the whole tree.
    pub targets: Option<Vec<String>>,
    /// A file of the tree to give on standard input.
    pub stdin: Option<String>,
    /// The formats to compare it in.
    #[serde(default = "json")]
    pub formats: Vec<String>,
    /// The trees that it is for, where it is not for all of the short run.
    pub trees: Option<Vec<String>>,
    /// Whether standard output and standard error are compared instead of a report file. The arguments are then all
    /// there are: no `-r`, `-q`, `-f` or `-o` is added.
    #[serde(default)]
    pub streams: bool,
}

fn json() -> Vec<String> {
    vec!["json".to_owned()]
}

/// One comparison.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// What is scanned.
    pub tree: &'a Tree,
    /// How the scanner is called.
    pub case: &'a Case,
    /// The format of the report.
    pub format: &'a str,
}

impl Job<'_> {
    /// The name of the comparison, as in `answers.tsv`.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}/{}", self.tree.name, self.case.name, self.format)
    }
}

impl Data {
    /// Reads `trees.toml` in the folder.
    pub fn read(folder: &Path) -> Result<Data> {
        let path = folder.join("trees.toml");
        let text = fs::read_to_string(&path).map_err(at(&path))?;
        let fault = |what: String| Error::Data { path: path.clone(), what };
        let mut data: Data = toml::from_str(&text).map_err(|error| fault(error.to_string()))?;
        for case in &data.cases {
            if let Some(format) = case.formats.iter().find(|format| !FORMATS.contains(&format.as_str())) {
                return Err(fault(format!("case {}: no format is called {format}", case.name)));
            }
            let trees = case.trees.iter().flatten();
            if let Some(name) = trees.into_iter().find(|name| data.tree(name).is_none_or(|tree| !tree.short))
            {
                return Err(fault(format!("case {}: no tree of the short run is called {name}", case.name)));
            }
        }
        data.folder = folder.to_path_buf();
        Ok(data)
    }

    /// The tree of that name.
    #[must_use]
    pub fn tree(&self, name: &str) -> Option<&Tree> {
        self.trees.iter().find(|tree| tree.name == name)
    }

    /// Every format and every case on one tree.
    #[must_use]
    pub fn jobs<'a>(&'a self, tree: &'a Tree, plain: &'a Case) -> Vec<Job<'a>> {
        let mut jobs: Vec<Job> = FORMATS.iter().map(|format| Job { tree, case: plain, format }).collect();
        for case in &self.cases {
            if case.trees.as_ref().is_none_or(|trees| trees.contains(&tree.name)) {
                jobs.extend(case.formats.iter().map(|format| Job { tree, case, format }));
            }
        }
        jobs
    }
}

impl Case {
    /// The case that adds these arguments to a plain scan.
    #[must_use]
    pub fn with(name: &str, arguments: Vec<String>) -> Case {
        Case {
            name: name.to_owned(),
            arguments,
            targets: None,
            stdin: None,
            formats: json(),
            trees: None,
            streams: false,
        }
    }
}

/// The digests of one answer of Bandit's, after masking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Digest of all that the answer depends on: the tree, the arguments, the files given.
    pub inputs: String,
    /// Exit code.
    pub exit: i32,
    /// Digest of the report, or `-` where there is none.
    pub report: String,
    /// Digest of standard output.
    pub stdout: String,
    /// Digest of standard error, or `-` where it is not compared.
    pub stderr: String,
}

/// `answers.tsv`: recorded answers by the name of their job.
#[derive(Debug, Default)]
pub struct Answers(pub BTreeMap<String, Recorded>);

const HEADER: &str = "\
# What Bandit answered to every job of the parity run, as SHA-256 of the masked bytes. Written by `parity --record`.
# job\tinputs\texit\treport\tstandard output\tstandard error
";

impl Answers {
    /// Reads the recorded answers; there are none where there is no file.
    pub fn read(path: &Path) -> Result<Answers> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Answers::default()),
            Err(error) => return Err(at(path)(error)),
        };
        let mut answers = BTreeMap::new();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            let fault = || Error::Data {
                path: path.to_path_buf(),
                what: format!("line {}: not an answer", number + 1),
            };
            let fields: Vec<&str> = line.split('\t').collect();
            let [job, inputs, exit, report, stdout, stderr] = fields[..] else { return Err(fault()) };
            let recorded = Recorded {
                inputs: inputs.to_owned(),
                exit: exit.parse().map_err(|_| fault())?,
                report: report.to_owned(),
                stdout: stdout.to_owned(),
                stderr: stderr.to_owned(),
            };
            answers.insert(job.to_owned(), recorded);
        }
        Ok(Answers(answers))
    }

    /// Writes all of them, sorted by name.
    pub fn write(&self, path: &Path) -> Result<()> {
        let mut text = HEADER.to_owned();
        for (job, answer) in &self.0 {
            let Recorded { inputs, exit, report, stdout, stderr } = answer;
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{job}\t{inputs}\t{exit}\t{report}\t{stdout}\t{stderr}");
        }
        fs::write(path, text).map_err(at(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/parity")
    }

    #[test]
    fn every_job_has_a_recorded_answer_and_every_answer_a_job() {
        let data = Data::read(&folder()).expect("the data of the project");
        let answers = Answers::read(&folder().join("answers.tsv")).expect("the recorded answers");
        let plain = Case::with(PLAIN, Vec::new());
        let mut jobs = Vec::new();
        for tree in &data.trees {
            jobs.push(Job { tree, case: &plain, format: "json" });
            jobs.extend(data.jobs(tree, &plain).into_iter().filter(|_| tree.short));
        }
        let mut names: Vec<String> = jobs.iter().map(Job::name).collect();
        names.sort();
        names.dedup();
        let recorded: Vec<String> = answers.0.into_keys().collect();
        assert_eq!(names, recorded);
    }

    #[test]
    fn answers_are_read_as_they_were_written() {
        let answer = |exit| Recorded {
            inputs: "i".to_owned(),
            exit,
            report: "r".to_owned(),
            stdout: "o".to_owned(),
            stderr: "-".to_owned(),
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("answers.tsv");
        assert!(Answers::read(&path).expect("no file is no answers").0.is_empty());
        let written =
            Answers([("a/plain/json".to_owned(), answer(1)), ("b/plain/json".to_owned(), answer(0))].into());
        written.write(&path).expect("written");
        assert_eq!(Answers::read(&path).expect("read").0, written.0);
        fs::write(&path, "a/plain/json\tonly two\n").expect("written");
        assert!(Answers::read(&path).expect_err("no answer").to_string().contains("line 1"));
    }

    #[test]
    fn a_case_for_a_tree_that_is_not_there_is_an_error() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let text = "tree = []\n[reference]\nversion = \"1\"\npython = \"3\"\n[[case]]\nname = \"x\"\ntrees = [\"y\"]\n";
        fs::write(folder.path().join("trees.toml"), text).expect("written");
        let error = Data::read(folder.path()).expect_err("there is no tree y");
        assert!(error.to_string().contains("case x: no tree of the short run is called y"), "{error}");
    }
}
