//! A small project in a folder of its own, on which the command and git are run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::scanner;

/// A folder that goes when this is dropped.
#[derive(Debug)]
pub struct Project {
    folder: TempDir,
}

/// What a run said.
#[derive(Debug, PartialEq, Eq)]
pub struct Said {
    /// The exit code.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Project {
    /// A project of these files, each a name and a text.
    ///
    /// # Panics
    /// When the disk refuses.
    #[must_use]
    pub fn new(files: &[(&str, &str)]) -> Project {
        let folder = tempfile::Builder::new().prefix("project").tempdir().expect("a folder");
        let project = Project { folder };
        for (name, text) in files {
            project.write(name, text);
        }
        project
    }

    /// Where a file is.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    ///
    /// # Panics
    /// When the disk refuses.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// Reads a file.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Runs the command in the project.
    ///
    /// # Panics
    /// When it cannot be run.
    #[must_use]
    pub fn stockade(&self, arguments: &[&str]) -> Said {
        self.stockade_in("", arguments)
    }

    /// Runs the command in a folder of the project.
    ///
    /// # Panics
    /// When it cannot be run.
    #[must_use]
    pub fn stockade_in(&self, folder: &str, arguments: &[&str]) -> Said {
        self.run(binary(), folder, arguments, Stdio::null())
    }

    /// The same with this on standard input.
    ///
    /// # Panics
    /// When it cannot be run.
    #[must_use]
    pub fn stockade_on(&self, stdin: Stdio, arguments: &[&str]) -> Said {
        self.run(binary(), "", arguments, stdin)
    }

    /// The command.
    ///
    /// # Panics
    /// When it cannot be built.
    #[must_use]
    pub fn binary(&self) -> &'static Path {
        binary()
    }

    /// The findings that a scan reports, `FILE:LINE RULE` each.
    ///
    /// # Panics
    /// When the scan has no report.
    #[must_use]
    pub fn findings(&self, arguments: &[&str]) -> Vec<String> {
        let said = self.stockade(&[&["scan", "--color=never"], arguments].concat());
        assert!(matches!(said.code, Some(0 | 1)), "{said:?}");
        let mut rules = Vec::new();
        let mut findings = Vec::new();
        for line in said.out.lines() {
            // The first line of a finding names the rule, the second the place.
            if let Some((_, rest)) = line.split_once('[').filter(|(level, _)| LEVELS.contains(level)) {
                rules.push(rest.split(']').next().unwrap_or_default().to_owned());
            } else if let Some((_, place)) =
                line.trim_start().split_once("--> ").filter(|(start, _)| start.is_empty())
                && let Some(rule) = rules.pop()
            {
                let place = place.rsplit_once(':').map_or(place, |(place, _column)| place);
                findings.push(format!("{place} {rule}"));
            }
        }
        findings
    }

    /// Runs git in the project, with nobody's configuration but the project's own.
    ///
    /// # Panics
    /// When it says no.
    pub fn git(&self, arguments: &[&str]) -> String {
        let said = self.try_git(arguments);
        assert_eq!(said.code, Some(0), "git {arguments:?}: {said:?}");
        said.out
    }

    /// The same, whatever git says.
    ///
    /// # Panics
    /// When it cannot be run.
    pub fn try_git(&self, arguments: &[&str]) -> Said {
        self.run(Path::new("git"), "", arguments, Stdio::null())
    }

    /// A repository whose first commit has these files; none where there is no git.
    #[must_use]
    pub fn committed(files: &[(&str, &str)]) -> Option<Project> {
        if Command::new("git").arg("version").stdout(Stdio::null()).status().is_err() {
            return None;
        }
        let project = Project::new(files);
        project.git(&["init", "--quiet", "--initial-branch=main"]);
        project.commit("first");
        Some(project)
    }

    /// Commits all that is there.
    pub fn commit(&self, message: &str) {
        self.git(&["add", "--all"]);
        self.git(&[
            "-c",
            "user.name=A",
            "-c",
            "user.email=a@b",
            "commit",
            "--quiet",
            "--no-gpg-sign",
            "-m",
            message,
        ]);
    }

    fn run(&self, program: &Path, folder: &str, arguments: &[&str], stdin: Stdio) -> Said {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(self.path(folder))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("HOME", self.folder.path())
            .env(scanner::CACHE, scanner::cache())
            .env_remove("GIT_DIR")
            .env_remove("GIT_INDEX_FILE")
            .stdin(stdin)
            .output()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        Said::of(&output)
    }
}

impl Said {
    /// What a process said.
    #[must_use]
    pub fn of(output: &Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

/// The command, which is built at the first call.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| scanner::build().expect("the command can be built"))
}

const LEVELS: [&str; 4] = ["high", "medium", "low", "undefined"];
