//! From what was named to the reports: files, folders, patterns, standard input, and what a scan of ours says.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use globset::GlobBuilder;
use stockade_gate::decide::Received;
use stockade_gate::input::{Input, Refusal};
use stockade_gate::read;

/// What was named on the command line: `FILE` or `NAME=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The tool or the format that the report must be of.
    pub(crate) format: Option<String>,
    /// The file, the folder, the pattern, or `-`.
    pub(crate) path: String,
}

impl Named {
    /// Reads an argument. A name of no tool before a `=` belongs to the path, as far as a file of that name is there.
    pub(crate) fn parse(text: &str) -> Result<Named, String> {
        let plain = || Named { format: None, path: text.to_owned() };
        let Some((name, path)) = text.split_once('=') else { return Ok(plain()) };
        if name.contains(['/', '.', '\\']) || name.is_empty() || Path::new(text).exists() {
            return Ok(plain());
        }
        if path.is_empty() {
            return Err(format!("no file is named behind `{name}=`"));
        }
        if let Some(known) = known(name) {
            return Ok(Named { format: Some(known.to_owned()), path: path.to_owned() });
        }
        // Many tools write SARIF: any name that one could have is taken.
        let is_name = name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte));
        if is_name {
            return Ok(Named { format: Some(name.to_owned()), path: path.to_owned() });
        }
        Err(format!("`{name}` is no name of a tool; they are in small letters: {}", names().join(", ")))
    }
}

/// The name that the readers have for a tool or a format, in any case.
fn known(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase().replace('_', "-");
    // As the tools are called by those who use them.
    let name = match name.as_str() {
        "npm" => "npm-audit",
        "osv" => "osv-scanner",
        "dependencycheck" | "owasp-dependency-check" => "dependency-check",
        "pytest" => "junit",
        name => name,
    };
    names().into_iter().find(|known| *known == name)
}

/// The names of all tools and formats that can be read.
pub(crate) fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = read::READERS
        .iter()
        .flat_map(|reader| [reader.tool, reader.format])
        .filter(|name| !name.is_empty())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Reads all that was named.
pub(crate) fn receive(named: &[Named]) -> Vec<Received> {
    let mut received = Vec::new();
    for one in named {
        if one.path == "-" {
            received.push(stdin(one));
            continue;
        }
        let path = Path::new(&one.path);
        if path.is_dir() {
            if one.format.is_some() {
                received.push(refused(&one.path, "is a folder, not a report", "name the report file"));
                continue;
            }
            match files(path) {
                Ok(files) if files.is_empty() => {
                    let cure = "have the scanners write their reports there, or name a file";
                    received.push(refused(&one.path, "is a folder without a report", cure));
                }
                Ok(files) => received.extend(files.iter().map(|file| file_of(file, None))),
                Err(error) => {
                    received.push(refused(
                        &one.path,
                        &format!("cannot be read: {error}"),
                        "check its permissions",
                    ));
                }
            }
        } else if !path.exists() && one.path.contains(['*', '?', '[']) {
            match matching(&one.path) {
                Ok(files) if files.is_empty() => {
                    let cure = "check the pattern, and that the scanners wrote their reports";
                    received.push(refused(&one.path, "is a pattern that no file matches", cure));
                }
                Ok(files) => received.extend(files.iter().map(|file| file_of(file, one.format.as_deref()))),
                Err(error) => received.push(refused(&one.path, &error, "check the pattern")),
            }
        } else {
            received.push(file_of(path, one.format.as_deref()));
        }
    }
    received
}

fn file_of(path: &Path, format: Option<&str>) -> Received {
    let report = read::read(&Input::file(path), format);
    Received { path: path.display().to_string(), report }
}

fn stdin(named: &Named) -> Received {
    let mut bytes = Vec::new();
    let report = match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => read::read(&Input::memory("-", bytes), named.format.as_deref()),
        Err(error) => Err(Refusal::new(format!("cannot be read: {error}"), "check what writes to the pipe")),
    };
    Received { path: "-".to_owned(), report }
}

fn refused(path: &str, cause: &str, cure: &str) -> Received {
    Received { path: path.to_owned(), report: Err(Refusal::new(cause, cure)) }
}

/// The files that a path or a pattern of a policy means; there has to be one.
pub(super) fn expand(path: &Path) -> Result<Vec<PathBuf>, String> {
    let text = path.to_string_lossy();
    if path.exists() || !text.contains(['*', '?', '[']) {
        return Ok(vec![path.to_owned()]);
    }
    let found = matching(&text)?;
    if found.is_empty() { Err("no file matches".to_owned()) } else { Ok(found) }
}

/// The files in a folder and below, sorted; those that are hidden are nobody's report.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            // A link to a folder could lead round in a circle.
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The files that a pattern matches, sorted, for shells that do not look themselves.
fn matching(pattern: &str) -> Result<Vec<PathBuf>, String> {
    let glob = GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|error| format!("is no pattern: {}", error.kind()))?
        .compile_matcher();
    let literal = &pattern[..pattern.find(['*', '?', '[']).unwrap_or(pattern.len())];
    let start = literal.rfind('/').map_or("", |end| &literal[..=end]);
    let folder = if start.is_empty() { Path::new(".") } else { Path::new(start) };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let found = files(folder).map_err(|error| format!("cannot be looked for: {error}"))?;
    let plain = |path: PathBuf| path.strip_prefix(".").map(Path::to_owned).unwrap_or(path);
    let found = found.into_iter().map(if start.is_empty() { plain } else { |path| path });
    Ok(found.filter(|path| glob.is_match(path)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_before_the_file() {
        let of = |text: &str| Named::parse(text).map(|named| (named.format, named.path));
        assert_eq!(of("a.json"), Ok((None, "a.json".to_owned())));
        assert_eq!(of("dir/x=y.json"), Ok((None, "dir/x=y.json".to_owned())));
        assert_eq!(of("sarif=a.json"), Ok((Some("sarif".to_owned()), "a.json".to_owned())));
        assert_eq!(of("Pip_Audit=a"), Ok((Some("pip-audit".to_owned()), "a".to_owned())));
        assert_eq!(of("gosec=a.sarif"), Ok((Some("gosec".to_owned()), "a.sarif".to_owned())));
        assert!(of("sarif=").is_err());
        assert!(of("My Tool=a.json").is_err());
    }

    #[test]
    fn folders_and_patterns() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).expect("a folder");
        for name in ["b.json", "a.sarif", ".hidden", "sub/c.json"] {
            fs::write(at(name), "x").expect("a file");
        }
        let found = files(folder.path()).expect("it can be read");
        assert_eq!(found, [at("a.sarif"), at("b.json"), at("sub/c.json")]);
        let pattern = |tail: &str| matching(&format!("{}/{tail}", folder.path().display()));
        assert_eq!(pattern("*.json"), Ok(vec![at("b.json")]));
        assert_eq!(pattern("**/*.json"), Ok(vec![at("b.json"), at("sub/c.json")]));
        assert_eq!(pattern("nowhere/*.json"), Ok(Vec::new()));
        assert!(pattern("[").is_err());
    }
}
