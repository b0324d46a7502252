//! B108: paths below shared temporary folders. The message is Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::config::Value;
use stockade_core::finding::Level;

use crate::context::Text;
use crate::native::temporary;
use crate::options::{self, Options, map, strings};
use crate::rule::{Check, Crash, Hit, Outcome, Within};

crate::rule! {
    /// # A fixed path in a shared temporary folder
    ///
    /// Everybody may write to `/tmp`. Who knows the name a program will use there puts a file or a link at it first, and
    /// decides what is read or what is overwritten.
    ///
    /// ```python bad
    /// with open("/tmp/report.csv", "w") as file:
    ///     file.write(report)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import tempfile
    ///
    /// with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
    ///     file.write(report)
    /// ```
    ///
    /// ## Options
    ///
    /// `hardcoded_tmp_directory.tmp_dirs`: what such paths begin with, by default `/tmp`, `/var/tmp` and `/dev/shm`.
    ///
    /// ## Limits
    ///
    /// A path that is only looked at counts.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit reports any string that begins so. Here the folder's name must end there, what is only held against a path is no
    /// finding, and neither is the folder below which `tempfile` makes names that nobody knows. The folder alone, without a name
    /// in it, is reported with low confidence.
    ///
    /// ```python bandit
    /// import tempfile
    ///
    /// folder = tempfile.mkdtemp(dir="/tmp")
    /// ```
    ///
    /// ```python bandit
    /// if path.startswith("/tmp/"):
    ///     raise ValueError(path)
    /// ```
    pub static HARDCODED_TMP_DIRECTORY = "B108" "hardcoded_tmp_directory" {
        advice: "Use `tempfile`, which picks a name that nobody can guess or take first.",
        severity: Medium, confidence: Medium, cwe: 377,
        section: "hardcoded_tmp_directory",
        check: Check::Text(Within::Beginning(beginnings), check),
        native: Check::Text(Within::Any, temporary::hardcoded_tmp),
    }
}

/// The section as Bandit has it.
pub(crate) fn defaults() -> Value {
    map([("tmp_dirs", strings(&["/tmp", "/var/tmp", "/dev/shm"]))])
}

/// The section `hardcoded_tmp_directory`: the folders up to the first that is none.
#[derive(Debug)]
pub struct Settings {
    folders: Vec<String>,
    broken: Option<Crash>,
}

impl Settings {
    /// Reads the section.
    #[must_use]
    pub fn read(section: &Value) -> Settings {
        let mut settings = Settings { folders: Vec::new(), broken: None };
        match folders(section) {
            Err(crash) => settings.broken = Some(crash),
            Ok(folders) => {
                for folder in folders {
                    let Value::Str(folder) = folder else {
                        let kind = folder.type_name();
                        let words = format!("startswith first arg must be str or a tuple of str, not {kind}");
                        settings.broken = Some(Crash::new(words));
                        break;
                    };
                    settings.folders.push(folder);
                }
            }
        }
        settings
    }

    /// What the paths begin with.
    pub(crate) fn folders(&self) -> &[String] {
        &self.folders
    }
}

fn folders(section: &Value) -> Result<Vec<Value>, Crash> {
    if options::contains(section, "tmp_dirs")? {
        options::iterate(options::item(section, "tmp_dirs")?)
    } else {
        folders(&defaults())
    }
}

/// What the strings begin with: anything, where the check breaks off at each.
fn beginnings(options: &Options) -> Vec<&str> {
    let settings = &options.hardcoded_tmp_directory;
    match settings.broken {
        None => settings.folders.iter().map(String::as_str).collect(),
        Some(_) => vec![""],
    }
}

fn check(text: &Text<'_, '_>) -> Outcome {
    let settings = &text.scope.options.hardcoded_tmp_directory;
    let value = text.node.value;
    if settings.folders.iter().any(|folder| value.starts_with(folder)) {
        return Hit::new(Level::Medium, Level::Medium, "Probable insecure usage of temp file/directory.")
            .found();
    }
    match &settings.broken {
        None => Ok(None),
        Some(crash) => Err(crash.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{answers, answers_with};

    #[test]
    fn strings_that_begin_so() {
        let text = "a = '/tmp'\nb = '/var/tmp/x'\nc = 'x/tmp'\nd = f'/dev/shm/{e}'\n'/tmp'\nf = b'/tmp'\ng = f'{h}/tmp'\ni = '/tmpx'\n";
        let places: Vec<String> =
            answers("B108", text).iter().filter_map(|a| a.split(' ').next().map(str::to_owned)).collect();
        assert_eq!(places, ["1:4", "2:4", "4:6", "7:9", "8:4"]);
        assert_eq!(
            answers("B108", text)[0],
            "1:4 MEDIUM/MEDIUM Probable insecure usage of temp file/directory."
        );
    }

    #[test]
    fn configured() {
        let of = |section: Value, text: &str| {
            let answers = answers_with("B108", &[("hardcoded_tmp_directory", section)], text);
            answers.join(" ").replace(" MEDIUM/MEDIUM Probable insecure usage of temp file/directory.", "")
        };
        let folders = |value: Value| map([("tmp_dirs", value)]);
        let text = "a = '/scratch'\nb = '/tmp'\n";
        assert_eq!(of(folders(strings(&["/scratch"])), text), "1:4");
        assert_eq!(of(folders(strings(&[])), text), "");
        assert_eq!(of(map([]), text), "2:4");
        // A string is a list of its characters.
        assert_eq!(of(folders(Value::Str("/s".into())), text), "1:4 2:4");
        let mixed = Value::List(vec![Value::Str("/scratch".into()), Value::Int(1)]);
        assert_eq!(
            of(folders(mixed), text),
            "1:4 2 crash startswith first arg must be str or a tuple of str, not int"
        );
        assert_eq!(of(folders(Value::Null), "a = ''\n"), "1 crash 'NoneType' object is not iterable");
        assert_eq!(
            of(Value::Bool(true), "a = ''\n"),
            "1 crash argument of type 'bool' is not a container or iterable"
        );
        assert_eq!(
            of(strings(&["tmp_dirs"]), "a = ''\n"),
            "1 crash list indices must be integers or slices, not str"
        );
        assert_eq!(
            of(Value::Str("tmp_dirs".into()), "a = ''\n"),
            "1 crash string indices must be integers, not 'str'"
        );
        assert_eq!(of(Value::Str("x".into()), text), "2:4");
    }
}
