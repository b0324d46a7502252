//! B613: characters that make a source read otherwise than it runs. The message is Bandit's, kept for byte parity and
//! credited in NOTICE.

use memchr::memchr;
use memchr::memmem::Finder;
use stockade_core::finding::{Level, LineRange};

use crate::context::File;
use crate::native::bidi;
use crate::rule::{Check, Hit, Outcome, Place};

crate::rule! {
    /// # Trojan source
    ///
    /// Unicode has invisible characters that turn the direction of text. With them a line can show a reviewer other code
    /// than Python runs: what looks like a comment is none, what looks like a check is inside a string (CVE-2021-42574).
    ///
    /// ```python bad
    /// access_level = "user"
    #[doc = " if access_level != \"none\u{202e}\u{2066}\": # Check if admin \u{2069}\u{2066}' and access_level != 'user"]
    ///     print("You are an admin.")
    /// ```
    ///
    /// ## Instead
    ///
    /// Where such a character is meant, write its escape.
    ///
    /// ```python good
    /// RIGHT_TO_LEFT_OVERRIDE = "\u202e"
    /// ```
    ///
    /// ## Limits
    ///
    /// One finding for each file: the first such character.
    ///
    /// ## Differs from Bandit
    ///
    /// The right-to-left mark, U+200F, of Arabic and Hebrew texts turns nothing and is no finding. The place is that of the
    /// character.
    pub static TROJANSOURCE = "B613" "trojansource" {
        advice: "Write the escape of the character, such as `\\u202e`, or take it out.",
        severity: High, confidence: Medium, cwe: 838,
        check: Check::File(check),
        native: Check::File(bidi::turn),
    }
}

/// In the order in which a line is searched for them.
const TURNS: [char; 10] = [
    '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}',
    '\u{2069}', '\u{200f}',
];

fn check(file: &File<'_, '_>) -> Outcome {
    let text = file.scope.module.text;
    let Some(first) = first_turn(text) else { return Ok(None) };
    let mut line = 1;
    let mut start = 0;
    for (at, c) in text[..first].char_indices() {
        if ends_line(c) {
            line += 1;
            start = at + c.len_utf8();
        }
    }
    let rest = &text[start..];
    let this = rest.find(ends_line).map_or(rest, |end| &rest[..end]);
    let Some((turn, before)) = TURNS.iter().find_map(|&turn| Some((turn, this.split_once(turn)?.0))) else {
        return Ok(None);
    };
    let message = format!(
        "A Python source file contains bidirectional control characters ('\\u{:04x}').",
        u32::from(turn)
    );
    let column = u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX);
    let place = Place { line, column, lines: LineRange { first: line, last: line } };
    Hit { place: Some(place), ..Hit::new(Level::High, Level::Medium, message) }.found()
}

/// Where any of the characters stand, in order.
pub(crate) fn turns(text: &str) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + first_turn(&text[from..])?;
        from = at + '\u{202e}'.len_utf8();
        Some(at)
    })
}

/// Where the first of the characters stands. All of them begin with the same two bytes in UTF-8.
fn first_turn(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // Most sources have none of the byte at all, and those of some scripts have many.
    memchr(0xe2, bytes)?;
    let (general, isolates) = (Finder::new(b"\xe2\x80"), Finder::new(b"\xe2\x81"));
    let mut general =
        general.find_iter(bytes).filter(|&at| matches!(bytes.get(at + 2), Some(0x8f | 0xaa..=0xae)));
    let mut isolates = isolates.find_iter(bytes).filter(|&at| matches!(bytes.get(at + 2), Some(0xa6..=0xa9)));
    match (general.next(), isolates.next()) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Where `str.splitlines` begins another line.
fn ends_line(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{answers, findings};

    #[test]
    fn the_first_line_that_has_one() {
        let of = |text: &str| {
            let answer = answers("B613", text).join(" ");
            answer.replace("HIGH/MEDIUM A Python source file contains bidirectional control characters ", "")
        };
        assert_eq!(of("a\n# b\u{202e}\n#\u{202a}\n"), "2:4 ('\\u202e').");
        // In a line the order of the list decides, not that of the line.
        assert_eq!(of("# \u{200f}\u{2069}é\u{2066}\n"), "1:6 ('\\u2066').");
        assert_eq!(of("# \u{200e}\u{2065}\u{206a}\u{2029}\n"), "");
        assert_eq!(of("\u{feff}'\\u202e'\n"), "");
        assert_eq!(of("'\u{202e}'"), "1:2 ('\\u202e').");
    }

    #[test]
    fn lines_end_where_splitlines_ends_them() {
        for c in ['\u{b}', '\u{c}', '\u{1c}', '\u{1d}', '\u{1e}', '\u{85}', '\u{2028}', '\u{2029}'] {
            let found = findings("B613", &format!("# {c} \u{2067}\n"));
            assert_eq!((found[0].line, found[0].column), (2, 2), "{c:?}");
        }
        let found = findings("B613", "# \u{1f}\u{a0} \u{2067}\n");
        assert_eq!((found[0].line, found[0].column), (1, 6));
    }

    #[test]
    fn the_place_is_its_own() {
        let checked = crate::testing::check("B613", &[], "folder/module.py", "a = 1\n# \u{202e}\n");
        let raw = &checked.raw.findings[0];
        let finding = &raw.finding;
        assert_eq!((finding.end_column, finding.lines), (0, LineRange { first: 2, last: 2 }));
        // Comments on the line itself count as well; those around are looked for where Bandit's file has its lines.
        assert_eq!((raw.own_line, raw.node_lines), (Some(2), LineRange { first: 0, last: 1 }));
    }
}
