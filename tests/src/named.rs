//! The named differences that hold for every run: how Stockade's log differs from the reference's on purpose.
//!
//! Differences of single runs stand in their case, with a reason. The manual's page on `stockade bandit` lists both.

use std::sync::LazyLock;

use regex::bytes::Regex;

use crate::mask::pattern_of;

/// A rule that crashed on a node: Bandit's record goes on with a traceback and an empty line.
static CRASH: LazyLock<Regex> = LazyLock::new(|| {
    pattern_of(
        r"(?m)(Bandit internal error running: .*?)Traceback \(most recent call last\):\n  \.\.\.\n(?:.+\n)+\n",
    )
});

/// What CPython's compiler has to say about the scanned code, with an empty line after it.
static WARNING: LazyLock<Regex> = LazyLock::new(|| pattern_of(r"(?m)^\[_py_warnings\]\tWARNING\t.*\n\n"));

/// The standard error that Stockade owes where the reference wrote `stderr` (masked).
#[must_use]
pub fn log_of_ours(stderr: &[u8]) -> Vec<u8> {
    let text = CRASH.replace_all(stderr, &b"$1\n"[..]);
    WARNING.replace_all(&text, &b""[..]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_keeps_its_first_line() {
        let crash = "Bandit internal error running: r on file f at line 2: bad";
        let text = format!(
            "a\n[tester]\tERROR\t{crash}Traceback (most recent call last):\n  ...\nTypeError: bad\n\nb\n"
        );
        assert_eq!(log_of_ours(text.as_bytes()), format!("a\n[tester]\tERROR\t{crash}\nb\n").into_bytes());
    }

    #[test]
    fn warnings_about_the_code_go() {
        assert_eq!(log_of_ours(b"a\n[_py_warnings]\tWARNING\tinvalid\n\nb\n"), b"a\nb\n");
    }
}
