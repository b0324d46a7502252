//! How a string is written: plain, in single or in double quotes, as PyYAML decides it.

use std::sync::LazyLock;

use regex::Regex;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
}

/// Chooses the style of a string. A key stays on one line.
pub(crate) fn style(text: &str, as_key: bool) -> Style {
    let analysis = Analysis::of(text);
    let one_line = !(as_key && (text.is_empty() || analysis.multiline));
    if analysis.plain && one_line && !means_something_else(text) {
        Style::Plain
    } else if analysis.single_quoted && !(as_key && analysis.multiline) {
        Style::SingleQuoted
    } else {
        Style::DoubleQuoted
    }
}

/// What a text's characters allow.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Analysis {
    /// Whether it has line breaks.
    pub(crate) multiline: bool,
    plain: bool,
    single_quoted: bool,
}

impl Analysis {
    pub(crate) fn of(text: &str) -> Analysis {
        let mut multiline = false;
        // A character that only double quotes can hold: `safe_dump` writes ASCII.
        let mut special = false;
        let mut indicator = text.starts_with("---") || text.starts_with("...");
        let (mut space_break, mut break_space) = (false, false);
        let mut previous = None;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            let follows_space = previous.is_none_or(is_space);
            let precedes_space = chars.peek().copied().is_none_or(is_space);
            indicator |= match c {
                '#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@'
                | '`'
                    if previous.is_none() =>
                {
                    true
                }
                '?' | '-' => previous.is_none() && precedes_space,
                ':' => precedes_space,
                '#' => follows_space,
                _ => false,
            };
            multiline |= is_break(c);
            special |= !(c == '\n' || (' '..='~').contains(&c));
            space_break |= is_break(c) && previous == Some(' ');
            break_space |= c == ' ' && previous.is_some_and(is_break);
            previous = Some(c);
        }
        let is_edge = |c: char| c == ' ' || is_break(c);
        let edged = text.starts_with(is_edge) || text.ends_with(is_edge);
        let single_quoted = !special && !space_break && !break_space;
        Analysis { multiline, plain: single_quoted && !edged && !indicator && !multiline, single_quoted }
    }
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_space(c: char) -> bool {
    matches!(c, '\0' | ' ' | '\t' | '\r') || is_break(c)
}

/// Whether a reader would take the plain text for something that is no string.
fn means_something_else(text: &str) -> bool {
    text.bytes().next().is_none_or(|b| b"-+0123456789.<=~!&*yYnNtTfFoO".contains(&b)) && OTHERS.is_match(text)
}

/// What YAML 1.1 reads as a boolean, a float, an integer, a merge, null, a timestamp or a value.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^(?:
            yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF
            |[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?
            |\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?
            |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*
            |[-+]?\.(?:inf|Inf|INF)
            |\.(?:nan|NaN|NAN)
            |[-+]?0b[01_]+
            |[-+]?0[0-7_]+
            |[-+]?(?:0|[1-9][0-9_]*)
            |[-+]?0x[0-9a-fA-F_]+
            |[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+
            |<<
            |~|null|Null|NULL|
            |[0-9]{4}-[0-9]{2}-[0-9]{2}
            |[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}
             (?:[Tt]|[\ \t]+)[0-9]{1,2}
             :[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?
             (?:[\ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?
            |=
            |!|&|\*
        )$",
    )
    .expect("the expression is constant")
});

/// A character as it stands in double quotes, where it cannot stand for itself.
pub(crate) fn escape(c: char) -> String {
    let short = match c {
        '\0' => '0',
        '\x07' => 'a',
        '\x08' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\x0b' => 'v',
        '\x0c' => 'f',
        '\r' => 'r',
        '\x1b' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            return match u32::from(c) {
                code @ 0..=0xff => format!("\\x{code:02X}"),
                code @ 0x100..=0xffff => format!("\\u{code:04X}"),
                code => format!("\\U{code:08X}"),
            };
        }
    };
    format!("\\{short}")
}

#[cfg(test)]
mod tests {
    use super::{Style, style};
    use crate::bandit::python::recorded;
    use crate::bandit::yaml::emitter::Emitter;

    #[test]
    fn strings_that_look_like_something_else_are_quoted() {
        for text in
            ["", "~", "yes", "1", "0x1F", "1_000", "12:30:45", "1.5e+3", ".inf", "=", "<<", "2026-01-01"]
        {
            assert_eq!(style(text, false), Style::SingleQuoted, "{text}");
        }
        for text in ["Yess", "1.5e3x", "0x", "12:99", "2026-1-1", "-", "a - b", "<<<"] {
            let want = if text == "-" { Style::SingleQuoted } else { Style::Plain };
            assert_eq!(style(text, false), want, "{text}");
        }
    }

    /// Documents that hold a string as key, value and item, as PyYAML writes them.
    #[test]
    fn strings_are_written_as_pyyaml_writes_them() {
        recorded::each("yaml", |case| {
            let text = case["text"].as_str().expect("a text");
            let mut out = Vec::new();
            write(text, &mut out).expect("memory takes all");
            (case["yaml"].as_str().expect("a document").to_owned(), String::from_utf8(out).expect("text"))
        });
    }

    /// `{"a": {text: {"b": 1}}, "c": text, "d": [{"e": text}]}`
    fn write(text: &str, out: &mut Vec<u8>) -> std::io::Result<()> {
        let mut yaml = Emitter::new(out);
        yaml.mapping()?;
        yaml.key("a")?;
        yaml.mapping()?;
        yaml.key(text)?;
        yaml.mapping()?;
        yaml.key("b")?;
        yaml.integer(1)?;
        yaml.end()?;
        yaml.end()?;
        yaml.key("c")?;
        yaml.text(text)?;
        yaml.key("d")?;
        yaml.sequence()?;
        yaml.item()?;
        yaml.mapping()?;
        yaml.key("e")?;
        yaml.text(text)?;
        yaml.end()?;
        yaml.end()?;
        yaml.end()?;
        yaml.finish()
    }
}
