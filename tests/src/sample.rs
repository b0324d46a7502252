//! The samples under `corpus/answers`: a short Python file for each false or missed alarm that users have reported,
//! headed by what Bandit and what Stockade say of it. The test that asks them is `tests/answers.rs`.
//!
//! A sample is called `TOOL-NUMBER-WORDS.py` and begins with comments, a line each:
//! - `# issue:` the issues that it stands for, `OWNER/REPOSITORY#NUMBER`, separated by commas;
//! - `# about:` what it shows;
//! - `# bandit:` Bandit's findings as `ID:LINE`, in the order of its report, or `none`;
//! - `# stockade:` ours, in the order of their places, or `none`;
//! - `# path:` the name under which it is scanned, if that matters: `tests/test_login.py`.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A Python file, and what each scanner says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The name of its file, without the ending.
    pub name: String,
    /// The whole file.
    pub text: String,
    /// The issues that it stands for.
    pub issues: Vec<String>,
    /// What it shows.
    pub about: String,
    /// Bandit's findings, `ID:LINE`.
    pub bandit: Vec<String>,
    /// Ours.
    pub stockade: Vec<String>,
    /// Where it is scanned, below the folder of the run.
    pub path: PathBuf,
}

impl Sample {
    /// Every sample, by name.
    ///
    /// # Errors
    /// When one cannot be read, or its head is not as it should be.
    pub fn all() -> io::Result<Vec<Sample>> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/answers");
        let mut paths = Vec::new();
        for entry in fs::read_dir(&folder)? {
            paths.push(entry?.path());
        }
        paths.sort();
        paths.iter().map(|path| Sample::read(path)).collect()
    }

    fn read(path: &Path) -> io::Result<Sample> {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        Sample::parse(&name, fs::read_to_string(path)?)
            .map_err(|why| io::Error::other(format!("{}: {why}", path.display())))
    }

    fn parse(name: &str, text: String) -> Result<Sample, String> {
        let mut sample = Sample {
            name: name.to_owned(),
            text: String::new(),
            issues: Vec::new(),
            about: String::new(),
            bandit: Vec::new(),
            stockade: Vec::new(),
            path: PathBuf::from("module.py"),
        };
        let mut seen: Vec<&str> = Vec::new();
        for line in text.lines() {
            let Some((key, value)) = line.strip_prefix("# ").and_then(|line| line.split_once(':')) else {
                break;
            };
            let value = value.trim();
            let findings = || findings(value).ok_or_else(|| format!("no list of ID:LINE: {line}"));
            match key {
                "issue" => sample.issues = value.split(',').map(|issue| issue.trim().to_owned()).collect(),
                "about" => value.clone_into(&mut sample.about),
                "bandit" => sample.bandit = findings()?,
                "stockade" => sample.stockade = findings()?,
                "path" => sample.path = value.into(),
                _ => break,
            }
            if seen.contains(&key) {
                return Err(format!("`# {key}:` stands there twice"));
            }
            seen.push(key);
        }
        if let Some(missing) = ["issue", "about", "bandit", "stockade"].iter().find(|key| !seen.contains(key))
        {
            return Err(format!("`# {missing}:` is missing"));
        }
        if let Some(odd) = sample.issues.iter().find(|issue| !is_issue(issue)) {
            return Err(format!("no issue as OWNER/REPOSITORY#NUMBER: {odd}"));
        }
        Ok(Sample { text, ..sample })
    }
}

fn is_issue(text: &str) -> bool {
    text.split_once('#').is_some_and(|(repository, number)| {
        repository.split('/').filter(|part| !part.is_empty()).count() == 2 && number.parse::<u32>().is_ok()
    })
}

fn findings(text: &str) -> Option<Vec<String>> {
    if text == "none" {
        return Some(Vec::new());
    }
    let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    let is_finding = |word: &String| {
        word.split_once(':').is_some_and(|(id, line)| id.starts_with('B') && line.parse::<u32>().is_ok())
    };
    (!words.is_empty() && words.iter().all(is_finding)).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "# issue: a/b#1, c/d#2\n# about: x: y\n# bandit: B101:5 B102:6\n# stockade: none\n";

    #[test]
    fn heads() {
        let sample = Sample::parse("n", format!("{HEAD}assert x\n# path: no\n")).expect("a sample");
        assert_eq!(sample.issues, ["a/b#1", "c/d#2"]);
        assert_eq!(sample.about, "x: y");
        assert_eq!((sample.bandit.len(), sample.stockade.len()), (2, 0));
        assert_eq!(sample.path, Path::new("module.py"));
        let named = Sample::parse("n", format!("{HEAD}# path: tests/a.py\n")).expect("a sample");
        assert_eq!(named.path, Path::new("tests/a.py"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let error = |text: String| Sample::parse("n", text).expect_err("an error");
        assert_eq!(error(HEAD.replace("# about: x: y\n", "")), "`# about:` is missing");
        assert_eq!(error(HEAD.replace("none", "")), "no list of ID:LINE: # stockade: ");
        assert_eq!(error(HEAD.replace("none", "B101")), "no list of ID:LINE: # stockade: B101");
        assert_eq!(error(format!("{HEAD}# about: z\n")), "`# about:` stands there twice");
        assert_eq!(error(HEAD.replace("a/b#1", "#1")), "no issue as OWNER/REPOSITORY#NUMBER: #1");
    }
}
