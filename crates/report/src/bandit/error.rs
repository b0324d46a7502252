//! Why a report could not be written.

use std::{fmt, io};

use crate::bandit::Format;

/// Why a report could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The custom format refuses its template: Bandit logs this as an error and exits with 2.
    #[error("{0}")]
    Template(String),
    /// Bandit's own formatter fails on this report, in Python's words.
    #[error("Unable to output report using '{format}' formatter: {reason}")]
    Formatter {
        /// The format asked for.
        format: Format,
        /// What Python says.
        reason: String,
    },
    /// The report could not be written out.
    #[error("Unable to output report using '{format}' formatter: {}", OsError(.source))]
    Io {
        /// The format asked for.
        format: Format,
        /// What the system says.
        source: io::Error,
    },
}

/// A system error in Python's words: `[Errno 28] No space left on device`.
struct OsError<'a>(&'a io::Error);

impl fmt::Display for OsError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let Some(code) = self.0.raw_os_error() else { return f.write_str(&text) };
        let words = text.strip_suffix(&format!(" (os error {code})")).unwrap_or(&text);
        write!(f, "[Errno {code}] {words}")
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Format};

    #[test]
    fn a_full_disk_is_said_as_python_says_it() {
        let source = std::io::Error::from_raw_os_error(28);
        assert_eq!(
            Error::Io { format: Format::Json, source }.to_string(),
            "Unable to output report using 'json' formatter: [Errno 28] No space left on device"
        );
    }
}
