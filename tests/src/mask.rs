//! Masks what varies between two runs of one scanner: clocks, folders, the interpreter, and the order of sets.
//!
//! Both sides of a comparison pass through here, and recordings are stored masked, so masking twice changes nothing.

use std::path::Path;
use std::sync::LazyLock;

use regex::bytes::{Captures, Regex, RegexBuilder};

/// What a pattern's match becomes.
struct Mask {
    pattern: Regex,
    with: &'static str,
}

static MASKS: LazyLock<Vec<Mask>> = LazyLock::new(|| {
    let mask = |pattern: &str, with| Mask { pattern: pattern_of(pattern), with };
    vec![
        // json and yaml, sarif, txt and screen.
        mask(r#"(?m)^(  "generated_at": "|generated_at: ')\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"#, "${1}{time}"),
        mask(r#"("endTimeUtc": ")\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ""#, "${1}{time}\""),
        mask(
            r#"(?m)^((?:\x1b\[95m|b['"])?Run started:)\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00)?"#,
            "${1}{time}",
        ),
        // The interpreter's own words.
        mask(r"(?m)(\trunning on Python ).*$", "${1}{interpreter}"),
        mask(r"(?m)^(  python version = ).*$", "${1}{interpreter}"),
        // `bandit-baseline` keeps its first report in a folder of its own.
        mask(r"\S*/(_bandit_baseline_run\.json_)", "{temporary}/$1"),
        // An installed program knows itself by its whole path.
        mask(r"(?m)^(# ')\S*/(bandit-config-generator)", "$1$2"),
        // Where a program crashed is nobody's business but its own.
        mask(r"(Traceback \(most recent call last\):\n)(?:  .*\n)+", "$1  ...\n"),
    ]
});

/// Lines whose ids come in the order of a set, each with the text that the ids follow.
static SETS: LazyLock<Regex> = LazyLock::new(|| {
    pattern_of(
        r"(?m)^(.*(?:profile (?:include|exclude) tests: |Non-exclusive include/exclude test sets: ))(.*)$",
    )
});

/// Lines that come in the order of a set.
static UNORDERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern_of(r"(?m)(?:^.*(?:Unknown test found in profile: |was not recognized and will be skipped).*\n)+")
});

/// Masks one stream or file that was written in the folder `work`.
#[must_use]
pub fn mask(raw: &[u8], work: &Path) -> Vec<u8> {
    let mut text = replace(raw, work.to_string_lossy().as_bytes(), b"{work}");
    for mask in MASKS.iter() {
        text = mask.pattern.replace_all(&text, mask.with.as_bytes()).into_owned();
    }
    text = SETS
        .replace_all(&text, |line: &Captures<'_>| [&line[1], &sorted_set(&line[2])].concat())
        .into_owned();
    UNORDERED
        .replace_all(&text, |lines: &Captures<'_>| {
            let mut lines: Vec<&[u8]> = lines[0].split_inclusive(|byte| *byte == b'\n').collect();
            lines.sort_unstable();
            lines.concat()
        })
        .into_owned()
}

/// `{'B2', 'B1'}` and `B2,B1` with their items sorted.
fn sorted_set(text: &[u8]) -> Vec<u8> {
    let braced = text.strip_prefix(b"{").and_then(|rest| rest.strip_suffix(b"}"));
    let (inner, separator) = braced.map_or((text, &b","[..]), |inner| (inner, b", "));
    let inner = String::from_utf8_lossy(inner);
    let separator = String::from_utf8_lossy(separator);
    let mut items: Vec<&str> = inner.split(&*separator).collect();
    items.sort_unstable();
    let items = items.join(&separator);
    if braced.is_some() { format!("{{{items}}}").into_bytes() } else { items.into_bytes() }
}

/// A pattern over bytes: its classes are those of ASCII, so that no tables of Unicode are asked for.
pub(crate) fn pattern_of(constant: &str) -> Regex {
    RegexBuilder::new(constant).unicode(false).build().expect("the pattern is a constant")
}

fn replace(text: &[u8], what: &[u8], with: &[u8]) -> Vec<u8> {
    let pattern =
        Regex::new(&regex::escape(&String::from_utf8_lossy(what))).expect("an escaped text is a pattern");
    pattern.replace_all(text, regex::bytes::NoExpand(with)).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(text: &str) -> String {
        let once = mask(text.as_bytes(), Path::new("/tmp/a.b"));
        assert_eq!(mask(&once, Path::new("/tmp/a.b")), once, "masking twice changes nothing");
        String::from_utf8(once).expect("still text")
    }

    #[test]
    fn clocks() {
        assert_eq!(
            masked("  \"generated_at\": \"2026-01-02T03:04:05Z\",\n"),
            "  \"generated_at\": \"{time}\",\n"
        );
        assert_eq!(masked("generated_at: '2026-01-02T03:04:05Z'\n"), "generated_at: '{time}'\n");
        assert_eq!(masked("Run started:2026-01-02 03:04:05.678+00:00\n"), "Run started:{time}\n");
        assert_eq!(
            masked("\x1b[95mRun started:2026-01-02 03:04:05+00:00\x1b[0m\n"),
            "\x1b[95mRun started:{time}\x1b[0m\n"
        );
        // `bandit-baseline` prints bytes as Python writes them.
        assert_eq!(masked("b'Run started:2026-01-02 03:04:05.6+00:00\\n'\n"), "b'Run started:{time}\\n'\n");
        assert_eq!(masked("x = \"Run started:2026\"\n"), "x = \"Run started:2026\"\n");
    }

    #[test]
    fn folders_and_interpreters() {
        assert_eq!(masked("/tmp/a.b/x.py /tmp/acb"), "{work}/x.py /tmp/acb");
        assert_eq!(
            masked("[main]\tINFO\trunning on Python 3.14.1\n"),
            "[main]\tINFO\trunning on Python {interpreter}\n"
        );
    }

    #[test]
    fn sets() {
        assert_eq!(
            masked("[main]\tINFO\tprofile include tests: B3,B1,B2\n"),
            "[main]\tINFO\tprofile include tests: B1,B2,B3\n"
        );
        assert_eq!(
            masked("[main]\tERROR\tNon-exclusive include/exclude test sets: {'B2', 'B1'}\n"),
            "[main]\tERROR\tNon-exclusive include/exclude test sets: {'B1', 'B2'}\n"
        );
        let line = |id| format!("[x]\tWARNING\tUnknown test found in profile: {id}\n");
        assert_eq!(masked(&(line(2) + &line(1) + "end\n")), line(1) + &line(2) + "end\n");
    }

    #[test]
    fn tracebacks() {
        let text = "at line 2: badTraceback (most recent call last):\n  File \"/x\", line 1\n    f()\n    ~^^\nTypeError: bad\n\n";
        assert_eq!(
            masked(text),
            "at line 2: badTraceback (most recent call last):\n  ...\nTypeError: bad\n\n"
        );
    }
}
