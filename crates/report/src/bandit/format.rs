//! The formats by name, what each can do, and the way from a name to its writer.

use std::fmt;
use std::io::{self, BufWriter, Write};

use stockade_core::log::Record;
use stockade_core::report::Excerpts;

use crate::bandit::{Error, View, csv, custom, html, json, sarif, screen, text, xml, yaml};

/// A format of Bandit's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Format {
    Csv,
    Custom,
    Html,
    Json,
    Sarif,
    Screen,
    Txt,
    Xml,
    Yaml,
}

/// What a writer inside this crate can fail with; [`Format::write`] adds the format.
pub(crate) enum Failure {
    /// See [`Error::Template`].
    Template(String),
    /// See [`Error::Formatter`].
    Python(String),
    /// See [`Error::Io`].
    Io(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Io(error)
    }
}

impl Format {
    /// Every format, in the order of their names.
    pub const ALL: [Format; 9] = [
        Format::Csv,
        Format::Custom,
        Format::Html,
        Format::Json,
        Format::Sarif,
        Format::Screen,
        Format::Txt,
        Format::Xml,
        Format::Yaml,
    ];

    /// The name, as `-f` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Csv => "csv",
            Format::Custom => "custom",
            Format::Html => "html",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Screen => "screen",
            Format::Txt => "txt",
            Format::Xml => "xml",
            Format::Yaml => "yaml",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Whether a baseline can be used with it.
    #[must_use]
    pub fn accepts_baseline(self) -> bool {
        matches!(self, Format::Custom | Format::Html | Format::Json | Format::Screen | Format::Txt)
    }

    /// Whether the report goes to standard output even where a file was asked for, which then stays empty.
    #[must_use]
    pub fn ignores_output_file(self) -> bool {
        self == Format::Screen
    }

    /// How many lines of code the format shows with a finding when `asked` (`-n`) lines are asked for, if it shows
    /// any: the lines that a scan must keep.
    #[must_use]
    pub fn context(self, asked: i64) -> Option<u32> {
        match self {
            Format::Csv | Format::Custom | Format::Xml => None,
            Format::Sarif => Some(sarif::CONTEXT),
            Format::Html | Format::Json | Format::Screen | Format::Txt | Format::Yaml => {
                Some(clamp_context(asked))
            }
        }
    }

    /// What Bandit logs once the report is written, where it does not go to standard output; `path` is the file's
    /// name as it was given.
    #[must_use]
    pub fn written(self, path: &str) -> Record {
        let (module, message) = match self {
            Format::Csv => ("csv", format!("CSV output written to file: {path}")),
            Format::Custom => ("custom", format!("Result written to file: {path}")),
            Format::Html => ("html", format!("HTML output written to file: {path}")),
            Format::Json => ("json", format!("JSON output written to file: {path}")),
            Format::Sarif => ("sarif", format!("SARIF output written to file: {path}")),
            Format::Screen => {
                let said = "Screen formatter output was not written to file";
                ("screen", format!("{said}: {path}, consider '-f txt'"))
            }
            Format::Txt => ("text", format!("Text output written to file: {path}")),
            Format::Xml => ("xml", format!("XML output written to file: {path}")),
            Format::Yaml => ("yaml", format!("YAML output written to file: {path}")),
        };
        Record::info(module, message)
    }

    /// Writes the report.
    ///
    /// `log` receives what Bandit says while it writes, before the first byte goes out; the message of an
    /// [`Error::Template`] is not among it.
    ///
    /// # Errors
    ///
    /// When `out` fails, when the template is refused, and where Bandit's formatter fails.
    pub fn write(self, view: &View, out: &mut dyn Write, log: &mut dyn FnMut(Record)) -> Result<(), Error> {
        if let Some(reason) = self.context(view.context).and_then(|context| unshowable(view, context)) {
            return Err(Error::Formatter { format: self, reason });
        }
        let mut out = BufWriter::with_capacity(1 << 16, out);
        let done = match self {
            Format::Csv => csv::write(view, &mut out),
            Format::Custom => custom::write(view, &mut out, log),
            Format::Html => html::write(view, &mut out),
            Format::Json => json::write(view, &mut out),
            Format::Sarif => sarif::write(view, &mut out),
            Format::Screen => screen::write(view, &mut out),
            Format::Txt => text::write(view, &mut out),
            Format::Xml => xml::write(view, &mut out),
            Format::Yaml => yaml::write(view, &mut out),
        };
        done.and_then(|()| Ok(out.flush()?)).map_err(|failure| match failure {
            Failure::Template(message) => Error::Template(message),
            Failure::Python(reason) => Error::Formatter { format: self, reason },
            Failure::Io(source) => Error::Io { format: self, source },
        })
    }
}

/// Why the code around some finding cannot be shown: Bandit's formatter fails then.
fn unshowable(view: &View, context: u32) -> Option<String> {
    if view.report.files.iter().all(|file| file.excerpts.is_text()) {
        return None;
    }
    let selection = view.selection();
    let places = selection.iter().flat_map(|s| std::iter::once(s.place).chain(s.candidates.iter().copied()));
    let mut reasons = places.filter_map(|place| {
        let (first, end) = Excerpts::window(place.finding, context);
        place.file.excerpts.undecoded(first, end)
    });
    reasons.next().map(str::to_owned)
}

/// The lines of code to show when `asked` are asked for: at least one.
pub(crate) fn clamp_context(asked: i64) -> u32 {
    u32::try_from(asked.max(1)).unwrap_or(u32::MAX)
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Format;

    #[test]
    fn formats_are_in_the_order_of_their_names() {
        assert!(Format::ALL.is_sorted_by_key(|format| format.name()));
        for format in Format::ALL {
            assert_eq!(Format::from_name(format.name()), Some(format));
        }
    }

    #[test]
    fn only_some_show_code() {
        assert_eq!(Format::Json.context(-4), Some(1));
        assert_eq!(Format::Sarif.context(9), Some(3));
        assert_eq!(Format::Csv.context(9), None);
    }
}
