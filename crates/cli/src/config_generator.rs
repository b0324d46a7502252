//! `bandit-config-generator`: writes a configuration file with the settings of every test that has some.
//!
//! `text` has the texts, which byte parity with Bandit 1.9.4 forces, `yaml` the few forms of YAML that settings need.

#[cfg(test)]
mod tests;
mod text;
mod yaml;

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use stockade_core::config::Value;

use crate::python::argparse::Exit;
use crate::python::{argv, repr};

/// How the command was called, and what it writes about.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    /// The last part of the name it was called by.
    pub(crate) program: &'a str,
    /// The words after that name.
    pub(crate) words: &'a [OsString],
    /// The columns of the terminal.
    pub(crate) columns: i64,
    /// The ids and registered names of all rules.
    pub(crate) rules: &'a [(&'a str, &'a str)],
    /// The default settings, each under the registered name of its rule.
    pub(crate) settings: &'a [(&'a str, Value)],
}

/// Runs the command. A file is written; what is to be printed, and the exit code, are given back.
pub(crate) fn run(call: &Call<'_>) -> Exit {
    let parser = text::parser(call.program, call.columns);
    // No option of this command has its file opened while words are read.
    let values = match parser.parse_args(call.words, &mut |_| Err(io::ErrorKind::Unsupported.into())) {
        Ok(values) => values,
        Err(exit) => return exit,
    };
    let output = values.text("output_file").filter(|name| !name.is_empty());
    let show = values.flag("show_defaults");
    if output.is_none() && !show {
        return Exit { code: 1, stdout: parser.help(), stderr: String::new() };
    }
    let settings = settings(call.settings);
    let mut stdout = String::new();
    if show {
        stdout.push_str(&settings);
        stdout.push('\n');
    }
    let mut code = 0;
    if let Some(output) = output {
        let name = argv::backslashreplace(output);
        let path = PathBuf::from(argv::encode(output));
        let line = if normalized(&path).exists() {
            code = 2;
            format!("[ERROR]: File {name} already exists, exiting")
        } else {
            let write = || write(&path, call, values.text("skips"), values.text("tests"), &settings);
            match write() {
                Ok(()) => format!("[ INFO]: Successfully wrote profile: {name}"),
                Err(Failure::Io) => format!("[ERROR]: Unable to open {name} for writing"),
                Err(Failure::Unknown { list, id }) => {
                    format!("[ERROR]: Error: unknown ID in {list}: {}", argv::backslashreplace(id))
                }
            }
        };
        stdout.push_str(&line);
        stdout.push('\n');
    }
    Exit { code, stdout, stderr: String::new() }
}

/// Why no configuration was written.
enum Failure<'v> {
    /// The file cannot be written.
    Io,
    /// A list of tests names one that does not exist.
    Unknown { list: &'static str, id: &'v str },
}

/// Writes the configuration. The file is made first, and stays empty where a test is unknown.
fn write<'v>(
    path: &Path,
    call: &Call<'_>,
    skips: Option<&'v str>,
    tests: Option<&'v str>,
    settings: &str,
) -> Result<(), Failure<'v>> {
    let mut file = File::create(path).map_err(|_| Failure::Io)?;
    let ids = |list: Option<&'v str>| -> Vec<&'v str> {
        list.filter(|list| !list.is_empty()).map(|list| list.split(',').collect()).unwrap_or_default()
    };
    let (skips, tests) = (ids(skips), ids(tests));
    for (list, ids) in [("skips", &skips), ("tests", &tests)] {
        let known = |id: &str| id == "B001" || call.rules.iter().any(|(known, _)| *known == id);
        if let Some(id) = ids.iter().find(|id| !known(id)) {
            return Err(Failure::Unknown { list, id });
        }
    }
    let mut rules: Vec<String> = call.rules.iter().map(|(id, name)| format!("# {id} : {name}")).collect();
    rules.sort();
    let list = |key: &str, ids: &[&str]| match ids {
        [] => format!("{key}:"),
        ids => format!("{key}: {}", repr::list(ids)),
    };
    let mut command = call.program.to_owned();
    for word in call.words {
        command.push(' ');
        command.push_str(&argv::backslashreplace(&argv::decode(word)));
    }
    let contents = text::configuration(
        &command,
        &rules.join("\n"),
        &list("tests", &tests),
        &list("skips", &skips),
        settings,
    );
    file.write_all(contents.as_bytes()).map_err(|_| Failure::Io)
}

/// The default settings of all rules as YAML, in the order of their names.
fn settings(settings: &[(&str, Value)]) -> String {
    let settings = settings.iter().map(|(name, value)| (Value::Str((*name).to_owned()), value.clone()));
    yaml::block(&Value::Map(settings.collect()))
}

/// The path without `.` and `..`, taken apart as text: `nosuch/../x` is `./x`.
fn normalized(path: &Path) -> PathBuf {
    let mut normal = PathBuf::from(".");
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(normal.components().next_back(), Some(Component::Normal(_))) => {
                normal.pop();
            }
            Component::ParentDir if normal.has_root() => {}
            part => normal.push(part),
        }
    }
    normal
}
