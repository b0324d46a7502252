//! INI files as Python's `configparser` reads them: sections, continued values, `%(name)s`.
//!
//! Every error of a file means the same to the caller, so there is one, without words.

use std::collections::{BTreeMap, HashSet};

use crate::pystr;

/// The section whose options all others have.
const DEFAULTS: &str = "DEFAULT";

/// How deep values may refer to values.
const DEPTH: usize = 10;

/// More text than any value holds; ten levels of references can stand for as much as they like.
const LENGTH: usize = 1 << 20;

/// The options of a section by their names in lower case.
pub type Section = BTreeMap<String, String>;

/// Why a file gives no section.
#[derive(Debug, PartialEq, Eq)]
pub enum Failure {
    /// It cannot be parsed, or it has no such section, or a value refers to what is not there.
    Unparsable,
    /// It is no UTF-8.
    NotText,
}

/// Reads one section with its defaults.
///
/// # Errors
///
/// When Python's `ConfigParser` would fail, which one bad line anywhere in the file is enough for.
pub fn section(bytes: &[u8], name: &str) -> Result<Section, Failure> {
    let text = std::str::from_utf8(bytes).map_err(|_| Failure::NotText)?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut sections = parse(&text).ok_or(Failure::Unparsable)?;
    let own = sections.remove(name).ok_or(Failure::Unparsable)?;
    let mut raw = sections.remove(DEFAULTS).unwrap_or_default();
    raw.extend(own);
    let resolve = |(option, value): (&String, &String)| {
        let mut resolved = String::new();
        interpolate(value, &raw, 1, &mut resolved)?;
        Some((option.clone(), resolved))
    };
    raw.iter().map(resolve).collect::<Option<Section>>().ok_or(Failure::Unparsable)
}

/// The sections with the values as they are written; none when a line is wrong.
fn parse(text: &str) -> Option<BTreeMap<String, Section>> {
    // Values are kept as lines until the end, for an empty line belongs to a value only if more follows.
    let mut sections: BTreeMap<String, BTreeMap<String, Vec<&str>>> = BTreeMap::new();
    let mut seen: HashSet<(String, String)> = HashSet::new();
    let mut section: Option<String> = None;
    let mut option: Option<String> = None;
    let mut indent = 0;
    for line in text.split('\n') {
        let clean = line.trim_matches(pystr::is_space);
        let value = match (&section, &option) {
            (Some(section), Some(option)) => {
                sections.get_mut(section).and_then(|options| options.get_mut(option))
            }
            _ => None,
        };
        if clean.is_empty() {
            if let Some(lines) = value {
                lines.push("");
            }
            continue;
        }
        if clean.starts_with(['#', ';']) {
            continue;
        }
        let own_indent = line.chars().take_while(|&c| pystr::is_space(c)).count();
        if let Some(lines) = value.filter(|_| own_indent > indent) {
            lines.push(clean);
            continue;
        }
        indent = own_indent;
        if let Some(header) = header(clean) {
            // Only the defaults may come twice.
            if header != DEFAULTS && sections.contains_key(header) {
                return None;
            }
            sections.entry(header.to_owned()).or_default();
            section = Some(header.to_owned());
            option = None;
            continue;
        }
        let section = section.as_ref()?;
        let (key, value) = clean.split_once(['=', ':'])?;
        let key = key.trim_end_matches(pystr::is_space).to_lowercase();
        if key.is_empty() || !seen.insert((section.clone(), key.clone())) {
            return None;
        }
        let lines = vec![value.trim_matches(pystr::is_space)];
        sections.get_mut(section)?.insert(key.clone(), lines);
        option = Some(key);
    }
    let joined = |lines: Vec<&str>| lines.join("\n").trim_end_matches(pystr::is_space).to_owned();
    let mut read = BTreeMap::new();
    for (name, options) in sections {
        read.insert(name, options.into_iter().map(|(key, lines)| (key, joined(lines))).collect());
    }
    Some(read)
}

/// What stands in the brackets at the start of a line, up to the last that closes.
fn header(line: &str) -> Option<&str> {
    let inside = line.strip_prefix('[')?;
    inside.rfind(']').filter(|&end| end > 0).map(|end| &inside[..end])
}

/// Writes a value with its references followed.
fn interpolate(value: &str, options: &Section, depth: usize, out: &mut String) -> Option<()> {
    if depth > DEPTH || out.len() > LENGTH {
        return None;
    }
    let mut rest = value;
    while let Some(percent) = rest.find('%') {
        out.push_str(&rest[..percent]);
        rest = &rest[percent + 1..];
        if let Some(after) = rest.strip_prefix('%') {
            out.push('%');
            rest = after;
            continue;
        }
        let (name, after) = rest.strip_prefix('(')?.split_once(')')?;
        rest = after.strip_prefix('s').filter(|_| !name.is_empty())?;
        let value = options.get(&name.to_lowercase())?;
        if value.contains('%') {
            interpolate(value, options, depth + 1, out)?;
        } else {
            out.push_str(value);
        }
    }
    out.push_str(rest);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::{Failure, section};

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let section =
            section(text.as_bytes(), "bandit").unwrap_or_else(|failure| panic!("{text:?}: {failure:?}"));
        let options: Vec<_> = section.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
        assert_eq!(options, expected, "{text:?}");
    }

    #[track_caller]
    fn refused(text: &str) {
        assert_eq!(section(text.as_bytes(), "bandit"), Err(Failure::Unparsable), "{text:?}");
    }

    #[test]
    fn names_are_lowered_and_both_delimiters_serve() {
        check(
            "[bandit]\nSkips = B101,B102\ntests: B201 \nexclude=a=b:c\n",
            &[("exclude", "a=b:c"), ("skips", "B101,B102"), ("tests", "B201")],
        );
        check("[bandit]\nmsg template =\n", &[("msg template", "")]);
        check("[bandit] ; a remark\r\nskips = B101\r\n", &[("skips", "B101")]);
    }

    #[test]
    fn only_whole_lines_are_comments() {
        check(
            "# a\n[bandit]\n; b\n  # c\nskips = B101 ; not a comment # nor this\n",
            &[("skips", "B101 ; not a comment # nor this")],
        );
    }

    #[test]
    fn indented_lines_continue_a_value() {
        check(
            "[bandit]\ntargets = a,\n  b,\n\n  # gone\n\tc\n\nskips = B1\n",
            &[("skips", "B1"), ("targets", "a,\nb,\n\nc")],
        );
        check("[bandit]\n  skips = a\n  tests = b\n", &[("skips", "a"), ("tests", "b")]);
        // Deeper than the line before it is a continuation, whatever it looks like.
        check("[bandit]\nskips = a\n  tests = b\n", &[("skips", "a\ntests = b")]);
        check("[bandit]\nskips = a\n  [other]\n", &[("skips", "a\n[other]")]);
    }

    #[test]
    fn defaults_belong_to_every_section() {
        check(
            "[DEFAULT]\nskips = B1\nformat = csv\n[bandit]\nskips = B2\n[DEFAULT]\nlevel = 1\n",
            &[("format", "csv"), ("level", "1"), ("skips", "B2")],
        );
        refused("[DEFAULT]\nskips = B1\n");
        refused("[DEFAULT]\na = 1\n[bandit]\n[DEFAULT]\na = 2\n");
    }

    #[test]
    fn values_refer_to_values() {
        check(
            "[bandit]\nroot = src\ntargets = %(ROOT)s/a,%(root)s/b\nmsg-template = 100%% {line}\n",
            &[("msg-template", "100% {line}"), ("root", "src"), ("targets", "src/a,src/b")],
        );
        refused("[bandit]\na = %(missing)s\n");
        refused("[bandit]\na = 100%\n");
        refused("[bandit]\na = %(b\nb = 1\n");
        refused("[bandit]\na = %(b)d\nb = 1\n");
        refused("[bandit]\na = %(a)s\n");
        // Values of other sections are not looked at.
        check("[other]\na = 100%\n[bandit]\nb = 1\n", &[("b", "1")]);
    }

    #[test]
    fn references_cannot_fill_the_memory() {
        let lines: String =
            (1..10).map(|n| format!("a{n} = {}\n", format!("%(a{})s", n - 1).repeat(50))).collect();
        refused(&format!("[bandit]\na0 = xxxxxxxxxx\n{lines}"));
    }

    #[test]
    fn one_wrong_line_refuses_the_file() {
        refused("");
        refused("skips = B101\n");
        refused("[other]\nskips = B101\n");
        refused("[bandit]\nno delimiter\n");
        refused("[bandit]\n= no name\n");
        refused("[bandit]\na = 1\nA = 2\n");
        refused("[bandit]\n[bandit]\n");
        refused("[bandit]\na = 1\n[other]\nwrong\n");
        refused("[]\n[bandit]\na = 1\n");
        refused("\u{feff}[bandit]\na = 1\n");
        assert_eq!(section(b"[bandit]\na = \xff\n", "bandit"), Err(Failure::NotText));
    }
}
