//! An answer without what varies between two runs of one scanner (`crate::mask`) and without the named differences
//! between the two (`crate::named`), to which this file adds the ones that only reports and progress have.

use std::path::Path;
use std::sync::LazyLock;

use regex::bytes::{Captures, NoExpand, Regex};

use super::data::Recorded;
use super::run::Answer;
use super::sha256;
use crate::mask::{mask, pattern_of};
use crate::named::log_of_ours;

/// An answer without what varies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Masked {
    /// The exit code.
    pub exit: i32,
    /// The report.
    pub report: Option<Vec<u8>>,
    /// Standard output.
    pub stdout: Vec<u8>,
    /// Standard error, where it is compared.
    pub stderr: Option<Vec<u8>>,
}

impl Masked {
    /// Masks an answer that was given in the folder.
    #[must_use]
    pub fn new(answer: &Answer, format: &str, streams: bool, folder: &Path) -> Masked {
        let plain = |bytes: &[u8]| {
            let bytes = mask(bytes, folder);
            if format == "html" { without_escapes(&bytes) } else { bytes }
        };
        let stderr = streams.then(|| log_of_ours(&mask(&answer.stderr, folder)));
        Masked {
            exit: answer.exit,
            report: answer.report.as_deref().map(plain),
            stdout: without_progress(&plain(&answer.stdout)),
            stderr,
        }
    }

    /// Its digests, as they are recorded.
    #[must_use]
    pub fn digests(&self, inputs: &str) -> Recorded {
        let digest = |bytes: &Option<Vec<u8>>| bytes.as_deref().map_or_else(|| "-".to_owned(), sha256);
        Recorded {
            inputs: inputs.to_owned(),
            exit: self.exit,
            report: digest(&self.report),
            stdout: sha256(&self.stdout),
            stderr: digest(&self.stderr),
        }
    }
}

/// Bandit writes messages and file names into html as they are; we escape them, so that code under scan cannot put
/// markup into the report. Here both are read back, where they stand.
fn without_escapes(bytes: &[u8]) -> Vec<u8> {
    static PLACES: LazyLock<Regex> = LazyLock::new(|| {
        let message = r"(?s:    <b>\w+: </b> .*?<br>\n    <b>Test ID:)";
        let file = r#"    <b>File: </b><a href="[^\n]*</a><br>\n"#;
        let skipped = r"[^\n]* <b>reason:</b>";
        pattern_of(&format!("{message}|{file}|{skipped}"))
    });
    static ENTITY: LazyLock<Regex> = LazyLock::new(|| pattern_of("&(?:lt|gt|amp);"));
    let character = |entity: &Captures| match &entity[0] {
        b"&lt;" => b"<",
        b"&gt;" => b">",
        _ => b"&",
    };
    let unescape = |place: &Captures| ENTITY.replace_all(&place[0], character).into_owned();
    PLACES.replace_all(bytes, unescape).into_owned()
}

/// The progress bar, which Bandit draws on standard output when there are many files.
fn without_progress(bytes: &[u8]) -> Vec<u8> {
    static PROGRESS: LazyLock<Regex> = LazyLock::new(|| pattern_of(r"(?m)^Working\.\.\. .*\n"));
    PROGRESS.replace(bytes, NoExpand(b"")).into_owned()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn answer(report: &str, stdout: &str, stderr: &str) -> Answer {
        Answer {
            exit: 1,
            report: Some(report.into()),
            stdout: stdout.into(),
            stderr: stderr.into(),
            cpu: Duration::ZERO,
        }
    }

    #[test]
    fn what_varies_between_runs_does_not_count_and_all_else_does() {
        let report = |time: &str, level: &str, folder: &str| {
            let text = format!(
                "{{\n  \"generated_at\": \"{time}\",\n  \"level\": \"{level}\",\n  \"path\": \"{folder}/a.py\"\n}}"
            );
            Masked::new(&answer(&text, "", ""), "json", false, Path::new(folder))
        };
        let first = report("2026-01-02T03:04:05Z", "LOW", "/one/here");
        assert_eq!(first, report("2027-12-31T23:59:59Z", "LOW", "/two/there"));
        assert_ne!(first, report("2026-01-02T03:04:05Z", "HIGH", "/one/here"));
        assert_ne!(
            first,
            report("2026-01-02 03:04:05", "LOW", "/one/here"),
            "another form of time is a difference"
        );
    }

    #[test]
    fn html_escapes_count_in_the_code_only() {
        let report = |message: &str, code: &str| {
            let text = format!(
                "    <b>hardcoded_password_string: </b> {message}<br>\n    <b>Test ID:</b> B105<br>\n    \
                 <b>File: </b><a href=\"a.py\" target=\"_blank\">a.py</a><br>\n<pre>\n{code}\n</pre>\n"
            );
            Masked::new(&answer(&text, "", ""), "html", false, Path::new("/nowhere"))
        };
        let first = report("password: 'a&b\n<c>'", "x = 1 &amp; 2");
        assert_eq!(first, report("password: 'a&amp;b\n&lt;c&gt;'", "x = 1 &amp; 2"));
        assert_ne!(first, report("password: 'a&b\n<c>'", "x = 1 & 2"));
        assert_ne!(first, report("password: 'a&b\n<d>'", "x = 1 &amp; 2"));
    }

    #[test]
    fn the_interpreters_warnings_and_the_progress_bar_do_not_count() {
        let masked = |stdout: &str, stderr: &str| {
            Masked::new(&answer("", stdout, stderr), "txt", true, Path::new("/nowhere"))
        };
        let plain = masked("Test results:\n", "[manager]\tWARNING\tone\n[manager]\tWARNING\ttwo\n");
        let noisy = masked(
            "Working... ━━━ 100% 0:00:02\nTest results:\n",
            "[manager]\tWARNING\tone\n[_py_warnings]\tWARNING\t\"\\ \" is an invalid escape sequence.\n\n\
             [manager]\tWARNING\ttwo\n",
        );
        assert_eq!(plain, noisy);
    }
}
