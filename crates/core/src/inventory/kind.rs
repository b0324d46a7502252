//! What a name or the first bytes of a file tell of it.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What the name of a file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Python or a notebook, by its ending.
    Python,
    /// It has no ending: its first line tells.
    Unknown,
    /// Something else.
    Other,
}

/// The endings of what is scanned. Case does not count: some file systems do not keep it.
const ENDINGS: [&[u8]; 4] = [b"py", b"pyi", b"pyw", b"ipynb"];

impl Kind {
    /// Judges by the last part of a path. A dot at its start begins no ending.
    pub(super) fn of(name: &[u8]) -> Kind {
        match memchr::memrchr(b'.', name) {
            None | Some(0) => Kind::Unknown,
            Some(dot) if ENDINGS.iter().any(|ending| name[dot + 1..].eq_ignore_ascii_case(ending)) => {
                Kind::Python
            }
            Some(_) => Kind::Other,
        }
    }
}

/// Git's own folder: no scan looks into it, for nothing in it can be part of what git keeps.
pub(super) const GIT: &str = ".git";

/// The folder that Python keeps its compiled modules in.
pub(super) const COMPILED: &str = "__pycache__";

/// Why a folder of that name is left out, if it is.
pub(super) fn tool_folder(folder: &OsStr) -> Option<&'static str> {
    match folder.to_str()? {
        COMPILED | ".mypy_cache" | ".pytest_cache" | ".ruff_cache" | ".pytype" | ".pyre" | ".hypothesis"
        | ".ipynb_checkpoints" | ".eggs" | "__pypackages__" => Some("cache"),
        ".hg" | ".svn" | ".bzr" | ".jj" => Some("version control"),
        ".tox" | ".nox" => Some("virtual environment"),
        "site-packages" | "dist-packages" | "node_modules" => Some("installed packages"),
        _ => None,
    }
}

/// Whether a folder is a virtual environment: `has` tells what is in it. A conventional name alone is not enough.
pub(super) fn is_environment(path: &Path, has: impl Fn(&str) -> bool) -> bool {
    if has("pyvenv.cfg") || has("conda-meta") {
        return true;
    }
    let conventional = path.file_name().and_then(OsStr::to_str);
    // Those of the virtualenv of old have no `pyvenv.cfg`.
    matches!(conventional, Some(".venv" | "venv" | ".env" | "env" | ".virtualenv" | "virtualenv"))
        && (has("bin") && path.join("bin/activate").is_file()
            || has("Scripts") && path.join("Scripts/activate.bat").is_file())
}

/// Linux reads that much of a first line, too.
const FIRST_LINE: u64 = 256;

/// Whether a file begins with a line that has Python run it.
pub(super) fn is_script(path: &Path) -> io::Result<bool> {
    let mut start = Vec::with_capacity(FIRST_LINE as usize);
    File::open(path)?.take(FIRST_LINE).read_to_end(&mut start)?;
    Ok(runs_python(&start))
}

/// Whether a text begins with such a line.
fn runs_python(start: &[u8]) -> bool {
    let Some(line) = start.strip_prefix(b"#!") else { return false };
    let line = line.split(|&b| b == b'\n').next().unwrap_or_default();
    let words = line.split(|b| b.is_ascii_whitespace()).filter(|word| !word.is_empty());
    let mut programs = words
        .filter(|word| !word.starts_with(b"-") && !word.contains(&b'='))
        .map(|word| word.rsplit(|&b| b == b'/').next().unwrap_or_default());
    let Some(first) = programs.next() else { return false };
    let first = if first == b"env" { programs.next().unwrap_or_default() } else { first };
    match first {
        // What they run from a file is Python.
        b"uv" | b"pipx" => programs.next() == Some(b"run"),
        b"poetry" | b"pdm" | b"hatch" | b"pipenv" | b"conda" | b"micromamba" | b"rye" | b"pixi" => {
            programs.any(is_interpreter)
        }
        program => is_interpreter(program),
    }
}

/// `python`, `python3.14`, `python3.13t`, `pypy3` and their like.
fn is_interpreter(program: &[u8]) -> bool {
    let names: [&[u8]; 4] = [b"python", b"pypy", b"ipython", b"jython"];
    let rest = names.iter().find_map(|name| program.strip_prefix(*name));
    rest.is_some_and(|rest| {
        let rest = rest.strip_suffix(b".exe").unwrap_or(rest);
        let version = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
        matches!(&rest[version..], b"" | b"t" | b"d" | b"w" | b"m" | b"u")
    })
}

#[cfg(test)]
mod tests {
    use super::{Kind, runs_python};

    #[test]
    fn endings() {
        for name in ["a.py", "a.pyw", "a.pyi", "a.ipynb", "A.PY", "a.b.py", ".a.py"] {
            assert_eq!(Kind::of(name.as_bytes()), Kind::Python, "{name}");
        }
        for name in ["script", ".profile", ".py"] {
            assert_eq!(Kind::of(name.as_bytes()), Kind::Unknown, "{name}");
        }
        for name in ["a.pyc", "a.txt", "a.", "py.typed"] {
            assert_eq!(Kind::of(name.as_bytes()), Kind::Other, "{name}");
        }
    }

    #[test]
    fn first_lines_that_have_python_run_a_file() {
        for line in [
            "#!/usr/bin/env python",
            "#!/usr/bin/env python3\n",
            "#!/usr/bin/python3.14 -Es\r\n",
            "#! /usr/bin/python\nimport os",
            "#!/usr/bin/env -S uv run --script",
            "#!/usr/bin/env -S pipx run",
            "#!/usr/bin/env -S PYTHONPATH=. python3 -u",
            "#!/usr/bin/env -S poetry run python",
            "#!/usr/bin/pypy3.10",
            "#!/opt/python3.14t",
            "#!python.exe",
        ] {
            assert!(runs_python(line.as_bytes()), "{line}");
        }
        for line in [
            "",
            "#!",
            "#!/bin/sh\nexec python \"$0\"",
            "# /usr/bin/python",
            "#!/usr/bin/env",
            "#!/usr/bin/env bash",
            "#!/usr/bin/env -S poetry run task",
            "#!/usr/bin/pythonista",
            "#!/usr/bin/env -S uv pip",
            " #!/usr/bin/python",
        ] {
            assert!(!runs_python(line.as_bytes()), "{line}");
        }
    }
}
