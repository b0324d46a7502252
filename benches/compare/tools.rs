//! The programs to compare with: Ruff and Bandit, of exact versions, from PyPI, below `target/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use stockade_tests::parity::data::Reference;
use stockade_tests::parity::reference::Bandit;

/// Ruff's version: the newest when it was last looked at.
const RUFF: &str = "0.17.6";

/// What is installed.
pub(crate) struct Tools {
    pub(crate) ruff: PathBuf,
    /// What Ruff calls itself.
    pub(crate) ruff_version: String,
    pub(crate) bandit: Option<Bandit>,
}

impl Tools {
    /// Installs what is missing. Bandit comes with the version wanted and the command that may name one.
    pub(crate) fn install(
        folder: &Path,
        bandit: Option<(&Reference, Option<&str>)>,
    ) -> Result<Tools, String> {
        let python = newest_python()?;
        let ruff = venv(folder, &format!("ruff-{RUFF}"), &python, &[&format!("ruff=={RUFF}")])?.join("ruff");
        let bandit = match bandit {
            None => None,
            Some((wanted, command)) => Some(self::bandit(folder, wanted, command, &python)?),
        };
        Ok(Tools { ruff_version: said(Command::new(&ruff).arg("--version"))?, ruff, bandit })
    }
}

/// The one that the command names, or one that is installed here.
fn bandit(folder: &Path, wanted: &Reference, command: Option<&str>, python: &str) -> Result<Bandit, String> {
    let own;
    let command = match command {
        Some(command) => command,
        None => {
            let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/parity/requirements.txt");
            let list = list.to_string_lossy();
            let name = format!("bandit-{}-{python}", wanted.version);
            own = venv(folder, &name, python, &["--no-deps", "-r", &list])?.join("bandit");
            // In quotes, for the path may have blanks.
            &format!("'{}'", own.display())
        }
    };
    let found = Bandit::find(Some(command), wanted).map_err(|error| error.to_string())?;
    found.ok_or_else(|| format!("{command} is no Bandit {}", wanted.version))
}

/// The newest Python that runs: they are called by their version, or only `python3`.
fn newest_python() -> Result<String, String> {
    let versions = (10..=15).rev().map(|minor| format!("python3.{minor}")).chain(["python3".to_owned()]);
    versions
        .into_iter()
        .find(|python| said(Command::new(python).arg("--version")).is_ok())
        .ok_or_else(|| "no Python is found: Ruff and Bandit are installed with python3 and pip".to_owned())
}

/// The folder of programs of a virtual environment that has these packages.
fn venv(folder: &Path, name: &str, python: &str, packages: &[&str]) -> Result<PathBuf, String> {
    let venv = folder.join("venvs").join(name);
    let (programs, stamp) = (venv.join("bin"), venv.join(".complete"));
    if stamp.exists() {
        return Ok(programs);
    }
    let words = packages.join(" ");
    super::say(&format!("installing {name}"));
    said(Command::new(python).args(["-m", "venv", "--clear"]).arg(&venv))
        .map_err(|error| format!("{error}\n(Debian has venv in a package of its own: python3-venv)"))?;
    let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    said(Command::new(programs.join("python")).args(pip).args(packages))
        .map_err(|error| format!("pip install {words}: {error}"))?;
    fs::write(&stamp, words).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(programs)
}

/// What a program says on standard output.
pub(crate) fn said(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let name = command.get_program().display().to_string();
    Err(format!("{name} ended with {}\n{}", output.status, String::from_utf8_lossy(&output.stderr)))
}
