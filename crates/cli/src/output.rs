//! Where the answer of a command goes: one rendering to standard output (`--format`), any number to files (`--output`).
//!
//! A file is written beside its name and then given it, so that nobody ever reads half of one, and what was there stays
//! when writing fails. The time that a report carries is taken here, too.

use std::ffi::{OsStr, OsString};
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anstream::ColorChoice;
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};

/// How wide text for people is in a file.
pub(crate) const WIDTH: usize = 100;

/// The formats of a command.
#[derive(Debug)]
pub(crate) struct Formats<F: 'static> {
    /// Every one with its name, in the order in which help lists them; the first is written if none is asked for.
    pub(crate) all: &'static [(&'static str, F)],
}

impl<F: Copy> Formats<F> {
    fn of_name(&self, name: &str) -> Option<F> {
        self.all.iter().find(|(own, _)| *own == name).map(|(_, format)| *format)
    }

    fn names(&self) -> Vec<&'static str> {
        self.all.iter().map(|(name, _)| *name).collect()
    }

    /// The arguments that say what is written where.
    pub(crate) fn arguments(&self) -> [Arg; 3] {
        let first = self.all.first().map_or("", |(name, _)| *name);
        [
            Arg::new("format")
                .short('f')
                .long("format")
                .value_name("NAME")
                .value_parser(PossibleValuesParser::new(self.names()))
                .help(format!("How the result is told on standard output [default: {first}]"))
                .hide_possible_values(false)
                .help_heading("Output"),
            Arg::new("output")
                .short('o')
                .long("output")
                .value_name("NAME=FILE")
                .value_parser(value_parser!(OsString))
                .action(ArgAction::Append)
                .help("Write the result to a file, too, in the format NAME; may be given more than once")
                .help_heading("Output"),
            Arg::new("category")
                .long("category")
                .value_name("NAME")
                .help("What tells this analysis from others of the same commit, in sarif and json: GitHub's category")
                .help_heading("Output"),
        ]
    }
}

/// What is written where.
#[derive(Debug)]
pub(crate) struct Outputs<F> {
    /// The format on standard output; none for nothing.
    stdout: Option<F>,
    files: Vec<(F, PathBuf)>,
    category: Option<String>,
}

/// A rendering that is to be written.
pub(crate) struct Rendering<'o, F> {
    /// Its format.
    pub(crate) format: F,
    /// Whether it goes to a file: nobody sees colours there, and no terminal says how wide it is.
    pub(crate) in_file: bool,
    /// Where it goes.
    pub(crate) out: &'o mut dyn Write,
    /// What is told what the format cannot hold.
    pub(crate) warn: &'o mut dyn FnMut(String),
}

/// Why a result cannot be written as asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// `--output` is not understood.
    #[error("--output {0}: {1}")]
    Usage(String, String),
    /// Two outputs would go to the same file.
    #[error("--output: {} is given twice", .0.display())]
    Twice(PathBuf),
    /// A file cannot be written.
    #[error("cannot write {path}: {1}", path = .0.display())]
    File(PathBuf, io::Error),
    /// Standard output cannot be written.
    #[error("cannot write to standard output: {0}")]
    Stdout(io::Error),
    /// `SOURCE_DATE_EPOCH` is no time.
    #[error("SOURCE_DATE_EPOCH is '{0}': it must be a number of seconds since 1970")]
    Epoch(String),
}

impl<F: Copy> Outputs<F> {
    /// Reads the arguments. Under `quiet` the text for people is not written beside files unless it was asked for.
    ///
    /// # Errors
    ///
    /// For an output that is not understood, or a file that is named twice.
    pub(crate) fn read(
        formats: &Formats<F>,
        arguments: &ArgMatches,
        quiet: bool,
    ) -> Result<Outputs<F>, Error> {
        let mut files: Vec<(F, PathBuf)> = Vec::new();
        let mut seen: Vec<PathBuf> = Vec::new();
        for given in arguments.get_many::<OsString>("output").unwrap_or_default() {
            let (format, path) = parse(formats, given)?;
            let place = resolved(&path);
            if seen.contains(&place) {
                return Err(Error::Twice(path));
            }
            seen.push(place);
            files.push((format, path));
        }
        let asked = arguments.get_one::<String>("format").and_then(|name| formats.of_name(name));
        let first = formats.all.first().map(|(_, format)| *format);
        let stdout = asked.or(first.filter(|_| !quiet || files.is_empty()));
        Ok(Outputs { stdout, files, category: arguments.get_one::<String>("category").cloned() })
    }

    /// What tells this analysis from others.
    pub(crate) fn category(&self) -> Option<&str> {
        self.category.as_deref()
    }

    /// What goes to standard output.
    pub(crate) fn stdout(&self) -> Option<F> {
        self.stdout
    }

    /// Writes every output, the files first: each is tried whatever became of those before. `warn` is told what a format
    /// cannot hold.
    ///
    /// # Errors
    ///
    /// One for each output that could not be written. A reader that has had enough of standard output is no error.
    pub(crate) fn write(
        &self,
        mut write: impl FnMut(Rendering<'_, F>) -> io::Result<()>,
        warn: &mut dyn FnMut(String),
    ) -> Vec<Error> {
        let mut errors = Vec::new();
        for (format, path) in &self.files {
            let mut warn = |warning: String| warn(format!("{}: {warning}", path.display()));
            let mut render = |out: &mut dyn Write| {
                write(Rendering { format: *format, in_file: true, out, warn: &mut warn })
            };
            if let Err(error) = replace(path, &mut render) {
                errors.push(Error::File(path.clone(), error));
            }
        }
        if let Some(format) = self.stdout {
            let mut out = io::stdout().lock();
            let written = write(Rendering { format, in_file: false, out: &mut out, warn });
            match written.and_then(|()| out.flush()) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => errors.push(Error::Stdout(error)),
                _ => {}
            }
        }
        errors
    }
}

/// How wide text for people is on standard output.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into())
}

/// Whether text on standard output has colours: what was asked for, else what the environment and the terminal say.
pub(crate) fn has_colour(arguments: &ArgMatches) -> bool {
    match arguments.get_one::<String>("color").map(String::as_str) {
        Some("always") => true,
        Some("never") => false,
        _ => anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// The format and the file of `NAME=FILE`.
fn parse<F: Copy>(formats: &Formats<F>, given: &OsStr) -> Result<(F, PathBuf), Error> {
    let usage = |what: &str| Error::Usage(given.to_string_lossy().into_owned(), what.to_owned());
    let (name, path) =
        split(given).ok_or_else(|| usage("it must be NAME=FILE, such as sarif=stockade.sarif"))?;
    let format = formats.of_name(&name).ok_or_else(|| {
        let known = formats.names().join(", ");
        usage(&format!("there is no format '{name}'; there are {known}"))
    })?;
    if path.is_empty() {
        return Err(usage("the name of the file is empty"));
    }
    if path == "-" {
        return Err(usage(&format!("for standard output say --format {name}")));
    }
    Ok((format, PathBuf::from(path)))
}

/// What stands before the first `=` and behind it.
#[cfg(unix)]
fn split(given: &OsStr) -> Option<(String, OsString)> {
    use std::os::unix::ffi::OsStrExt;
    let bytes = given.as_bytes();
    let at = bytes.iter().position(|&byte| byte == b'=')?;
    let name = String::from_utf8_lossy(&bytes[..at]).into_owned();
    Some((name, OsStr::from_bytes(&bytes[at + 1..]).to_owned()))
}

/// What stands before the first `=` and behind it.
#[cfg(not(unix))]
fn split(given: &OsStr) -> Option<(String, OsString)> {
    let (name, path) = given.to_str()?.split_once('=')?;
    Some((name.to_owned(), path.into()))
}

/// The one name that all names of a file stand for, as far as it can be known: the file may not be there yet.
fn resolved(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    let folder = folder_of(path);
    let name = path.file_name().unwrap_or_default();
    match fs::canonicalize(folder) {
        Ok(folder) => folder.join(name),
        Err(_) => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
    }
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes a file anew: beside it, then in its place. What is no ordinary file, such as a pipe, is written to as it is.
pub(crate) fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // Behind a link stands the file that is meant.
    let real = fs::canonicalize(path);
    let target = real.as_deref().unwrap_or(path);
    if let Ok(metadata) = fs::metadata(target) {
        if metadata.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder"));
        }
        if !metadata.is_file() {
            let mut file = fs::OpenOptions::new().write(true).open(target)?;
            return write(&mut file).and_then(|()| file.flush());
        }
    }
    let mut beside = tempfile::Builder::new();
    beside.prefix(".stockade-").suffix(".tmp");
    if let Some(permissions) = permissions() {
        beside.permissions(permissions);
    }
    let mut file = beside.tempfile_in(folder_of(target)).map_err(without_temporary_name)?;
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|failed| failed.error)?;
    Ok(())
}

/// The permissions of a new file, before the mask of the process is applied to them.
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere there are none")]
fn permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

/// The permissions of a new file, before the mask of the process is applied to them.
#[cfg(not(unix))]
fn permissions() -> Option<Permissions> {
    None
}

/// The system's reason alone: the error names the temporary file, of which nobody has heard.
fn without_temporary_name(error: io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => {
            let text = error.to_string();
            io::Error::new(error.kind(), text.split(" at path ").next().unwrap_or(&text).to_owned())
        }
    }
}

/// The clock of a command.
#[derive(Debug)]
pub(crate) struct Clock {
    began: SystemTime,
    is_fixed: bool,
}

impl Clock {
    /// A clock that starts now, or stands still at `epoch`: the value of `SOURCE_DATE_EPOCH`, in seconds
    /// (<https://reproducible-builds.org/specs/source-date-epoch/>).
    ///
    /// # Errors
    ///
    /// When that is no number of seconds.
    pub(crate) fn start(epoch: Option<&OsStr>) -> Result<Clock, Error> {
        let Some(epoch) = epoch.filter(|epoch| !epoch.is_empty()) else {
            return Ok(Clock { began: SystemTime::now(), is_fixed: false });
        };
        let seconds = epoch.to_str().and_then(|epoch| epoch.parse::<u64>().ok());
        // What is written has years of four digits.
        let began = seconds
            .filter(|&seconds| seconds < 253_402_300_800)
            .and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
        match began {
            Some(began) => Ok(Clock { began, is_fixed: true }),
            None => Err(Error::Epoch(epoch.to_string_lossy().into_owned())),
        }
    }

    /// When the scan began, and when it ended if it ends now.
    pub(crate) fn stop(&self) -> (SystemTime, SystemTime) {
        (self.began, if self.is_fixed { self.began } else { SystemTime::now() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_a_format_and_a_file() {
        const FORMATS: Formats<u8> = Formats { all: &[("human", 0), ("json", 1)] };
        let of = |given: &str| parse(&FORMATS, OsStr::new(given)).map_err(|error| error.to_string());
        assert_eq!(of("json=a=b.json"), Ok((1, PathBuf::from("a=b.json"))));
        assert_eq!(
            of("x").err().as_deref(),
            Some("--output x: it must be NAME=FILE, such as sarif=stockade.sarif")
        );
        let unknown = of("yaml=x").err().unwrap_or_default();
        assert!(
            unknown.starts_with("--output yaml=x: there is no format 'yaml'; there are human,"),
            "{unknown}"
        );
        assert!(of("json=").is_err_and(|error| error.ends_with("the name of the file is empty")));
        assert!(of("json=-").is_err_and(|error| error.ends_with("for standard output say --format json")));
    }

    #[test]
    fn a_clock_may_stand_still() {
        let fixed = Clock::start(Some(OsStr::new("86400"))).expect("a time");
        let day = SystemTime::UNIX_EPOCH + Duration::from_secs(86_400);
        assert_eq!(fixed.stop(), (day, day));
        for wrong in ["yesterday", "-1", "1.5", "253402300800", "99999999999999999999"] {
            assert!(Clock::start(Some(OsStr::new(wrong))).is_err(), "{wrong}");
        }
        let (began, ended) = Clock::start(None).expect("now").stop();
        assert!(began <= ended);
    }

    #[test]
    fn a_failed_write_leaves_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.json");
        fs::write(&path, "old").expect("a file");
        let failed = replace(&path, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("no more"))
        });
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "old");
        replace(&path, |out| out.write_all(b"new")).expect("it can be written");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left");
        assert!(replace(folder.path(), |_| Ok(())).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn links_and_devices_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").expect("a file");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        assert_eq!(resolved(&link), resolved(&file));
        replace(&link, |out| out.write_all(b"new")).expect("it can be written");
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "new");
        replace(Path::new("/dev/null"), |out| out.write_all(b"gone")).expect("it takes everything");
        assert!(!fs::metadata("/dev/null").expect("it is there").is_file());
    }
}
