//! What differs between two runs of Bandit itself, or is CPython's to say and not Bandit's, is taken out of an answer
//! before it is compared: time stamps, the interpreter's version and its warnings about the scanned code, the order
//! of ids that come out of a set, the progress bar, the folder that the run was made in, and the escapes that our
//! html has where Bandit's has none. Nothing else is.

use std::sync::LazyLock;

use regex::bytes::{Captures, NoExpand, Regex};

use super::data::Recorded;
use super::run::Answer;
use super::sha256;

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
    pub fn new(answer: &Answer, format: &str, streams: bool, folder: &str) -> Masked {
        let plain = |bytes: &[u8]| {
            let bytes = without_folder(&without_stamp(bytes, format), folder);
            if format == "html" { without_escapes(&bytes) } else { bytes }
        };
        let (stdout, stderr) = if streams {
            let stdout = without_stamp(&without_stamp(&answer.stdout, "txt"), "json");
            (log(&without_folder(&stdout, folder)), Some(log(&without_folder(&answer.stderr, folder))))
        } else {
            (plain(&answer.stdout), None)
        };
        Masked { exit: answer.exit, report: answer.report.as_deref().map(plain), stdout, stderr }
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

/// The formats that say when they were written: how, and what stands for it.
static STAMPS: LazyLock<Vec<(&str, Regex, &[u8])>> = LazyLock::new(|| {
    let second = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ";
    let micro = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+(\+00:00)?";
    let colour = r"(\x1b\[[0-9;]*m)?";
    [
        ("json", format!(r#"(?m)^  "generated_at": "{second}",$"#), &b"  \"generated_at\": T,"[..]),
        ("yaml", format!(r"(?m)^generated_at: '{second}'$"), b"generated_at: T"),
        ("txt", format!(r"(?m)^Run started:{micro}$"), b"Run started:T"),
        ("screen", format!(r"(?m)^{colour}Run started:{colour}{micro}"), b"Run started:T"),
        ("sarif", format!(r#""endTimeUtc": "{second}""#), b"\"endTimeUtc\": T"),
    ]
    .into_iter()
    .map(|(format, pattern, stamp)| {
        (format, Regex::new(&pattern).expect("the patterns are constants"), stamp)
    })
    .collect()
});

fn without_stamp(bytes: &[u8], format: &str) -> Vec<u8> {
    match STAMPS.iter().find(|(name, ..)| *name == format) {
        Some((_, pattern, stamp)) => pattern.replacen(bytes, 1, NoExpand(stamp)).into_owned(),
        None => bytes.to_vec(),
    }
}

fn without_folder(bytes: &[u8], folder: &str) -> Vec<u8> {
    let folder = Regex::new(&regex::escape(folder)).expect("an escaped pattern is one");
    folder.replace_all(bytes, NoExpand(b"FOLDER")).into_owned()
}

/// Bandit writes messages and file names into html as they are; we escape them, so that code under scan cannot put
/// markup into the report. Here both are read back, where they stand.
fn without_escapes(bytes: &[u8]) -> Vec<u8> {
    static PLACES: LazyLock<Regex> = LazyLock::new(|| {
        let message = r"(?s:    <b>\w+: </b> .*?<br>\n    <b>Test ID:)";
        let file = r#"    <b>File: </b><a href="[^\n]*</a><br>\n"#;
        let skipped = r"[^\n]* <b>reason:</b>";
        Regex::new(&format!("{message}|{file}|{skipped}")).expect("the pattern is a constant")
    });
    static ENTITY: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("&(?:lt|gt|amp);").expect("the pattern is a constant"));
    let character = |entity: &Captures| match &entity[0] {
        b"&lt;" => b"<",
        b"&gt;" => b">",
        _ => b"&",
    };
    let unescape = |place: &Captures| ENTITY.replace_all(&place[0], character).into_owned();
    PLACES.replace_all(bytes, unescape).into_owned()
}

/// Log lines that name the members of a set in whatever order it gives them.
const UNORDERED: [&str; 5] = [
    "profile include tests",
    "profile exclude tests",
    "Unknown test found in profile",
    "Non-exclusive",
    "was not recognized and will be skipped",
];

/// Of those, the ones that are written once for each member.
const SCATTERED: [&str; 2] = ["Unknown test found in profile", "was not recognized and will be skipped"];

fn log(bytes: &[u8]) -> Vec<u8> {
    static WARNING: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?m)^\[_py_warnings\]\tWARNING\t.*\n(\n|  .*\n)*").expect("the pattern is a constant")
    });
    static PROGRESS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^Working\.\.\. .*\n").expect("the pattern is a constant"));
    let bytes = WARNING.replace_all(bytes, NoExpand(b""));
    let bytes = PROGRESS.replace(&bytes, NoExpand(b""));
    let (mut scattered, mut rest) = (Vec::new(), Vec::new());
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let says = |words: &&str| line.windows(words.len()).any(|window| window == words.as_bytes());
        if says(&"running on Python") || line.starts_with(b"  python version") {
            rest.push(b"INTERPRETER\n".to_vec());
        } else if UNORDERED.iter().any(&says) {
            let mut ids: Vec<&[u8]> = line
                .split(|byte| byte.is_ascii_whitespace() || *byte == b',')
                .filter(|id| !id.is_empty())
                .collect();
            ids.sort_unstable();
            let mut sorted = ids.join(&b' ');
            sorted.push(b'\n');
            if SCATTERED.iter().any(says) { scattered.push(sorted) } else { rest.push(sorted) }
        } else {
            rest.push(line.to_vec());
        }
    }
    scattered.sort();
    scattered.extend(rest);
    scattered.concat()
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
    fn time_stamps_do_not_count_and_all_else_does() {
        let report = |time: &str, level: &str| {
            let text = format!(
                "{{\n  \"errors\": [],\n  \"generated_at\": \"{time}\",\n  \"level\": \"{level}\"\n}}"
            );
            Masked::new(&answer(&text, "", ""), "json", false, "/nowhere")
        };
        let first = report("2026-01-02T03:04:05Z", "LOW");
        assert_eq!(first, report("2027-12-31T23:59:59Z", "LOW"));
        assert_ne!(first, report("2026-01-02T03:04:05Z", "HIGH"));
        assert_ne!(first, report("2026-01-02 03:04:05", "LOW"), "a stamp in another form is a difference");
    }

    #[test]
    fn a_stamp_counts_in_a_format_that_has_none() {
        let report = |time: &str| {
            Masked::new(&answer(&format!("Run started:{time}\n"), "", ""), "csv", false, "/nowhere")
        };
        assert_ne!(report("2026-01-02 03:04:05.678"), report("2027-01-02 03:04:05.678"));
    }

    #[test]
    fn the_folder_of_the_run_does_not_count() {
        let report = |folder: &str| {
            Masked::new(&answer(&format!("{folder}/tree/a.py:1: B101\n"), "", ""), "custom", false, folder)
        };
        assert_eq!(report("/one/here"), report("/two/there"));
    }

    #[test]
    fn html_escapes_count_in_the_code_only() {
        let report = |message: &str, code: &str| {
            let text = format!(
                "    <b>hardcoded_password_string: </b> {message}<br>\n    <b>Test ID:</b> B105<br>\n    \
                 <b>File: </b><a href=\"a.py\" target=\"_blank\">a.py</a><br>\n<pre>\n{code}\n</pre>\n"
            );
            Masked::new(&answer(&text, "", ""), "html", false, "/nowhere")
        };
        let first = report("password: 'a&b\n<c>'", "x = 1 &amp; 2");
        assert_eq!(first, report("password: 'a&amp;b\n&lt;c&gt;'", "x = 1 &amp; 2"));
        assert_ne!(first, report("password: 'a&b\n<c>'", "x = 1 & 2"));
        assert_ne!(first, report("password: 'a&b\n<d>'", "x = 1 &amp; 2"));
    }

    #[test]
    fn a_set_in_another_order_is_the_same_log() {
        let stderr = |text: &str| Masked::new(&answer("", "", text), "txt", true, "/nowhere").stderr;
        let first = "[main]\tINFO\tprofile include tests: B102,B101\n\
                     [extension_loader]\tWARNING\tUnknown test found in profile: B998\n\
                     [main]\tINFO\trunning on Python 3.14.0\n\
                     [extension_loader]\tWARNING\tUnknown test found in profile: B999\n";
        let second = "[main]\tINFO\tprofile include tests: B101,B102\n\
                      [extension_loader]\tWARNING\tUnknown test found in profile: B999\n\
                      [extension_loader]\tWARNING\tUnknown test found in profile: B998\n\
                      [main]\tINFO\trunning on Python 3.14.9\n";
        assert_eq!(stderr(first), stderr(second));
        assert_ne!(stderr(first), stderr(&first.replace("B102", "B103")));
        assert_ne!(stderr(first), stderr(&first.replace("[main]\tINFO\trunning on Python 3.14.0\n", "")));
    }

    #[test]
    fn the_interpreters_warnings_and_the_progress_bar_do_not_count() {
        let masked =
            |stdout: &str, stderr: &str| Masked::new(&answer("", stdout, stderr), "txt", true, "/nowhere");
        let plain = masked("Test results:\n", "[manager]\tWARNING\tone\n[manager]\tWARNING\ttwo\n");
        let noisy = masked(
            "Working... ━━━ 100% 0:00:02\nTest results:\n",
            "[manager]\tWARNING\tone\n[_py_warnings]\tWARNING\t\"\\ \" is an invalid escape sequence.\n\n\
             [manager]\tWARNING\ttwo\n",
        );
        assert_eq!(plain, noisy);
    }
}
