//! The encoding of a source file, as PEP 263 (<https://peps.python.org/pep-0263/>) has it declared.

use super::{Codec, DecodeError};

/// Tells the encoding from the byte order mark and a cookie in the first two lines.
pub(super) fn detect(bytes: &[u8]) -> Result<Codec, DecodeError> {
    let (marked, body) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (true, rest),
        None => (false, bytes),
    };
    let Some(name) = cookie(body) else { return Ok(Codec::Utf8) };
    let name = normalize(name);
    let codec = Codec::from_name(&name).ok_or(DecodeError::UnknownEncoding(name.clone()))?;
    // After a mark CPython wants the very name: `utf8` will not do (`Parser/tokenizer/helpers.c`, `check_coding_spec`).
    if marked && name != "utf-8" {
        return Err(DecodeError::CookieAgainstMark(name));
    }
    Ok(codec)
}

/// The name in the cookie of the first two lines. A first line that holds code ends the search.
fn cookie(body: &[u8]) -> Option<&str> {
    let mut lines = body.split(|&b| b == b'\n');
    let first = lines.next()?;
    if let Some(name) = cookie_of_line(first) {
        return Some(name);
    }
    if !is_blank_or_comment(first) {
        return None;
    }
    cookie_of_line(lines.next()?)
}

/// `^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)`, the pattern of PEP 263.
fn cookie_of_line(line: &[u8]) -> Option<&str> {
    let start = line.iter().position(|b| !matches!(b, b' ' | b'\t' | 0x0c))?;
    if line[start] != b'#' {
        return None;
    }
    let comment = &line[start..];
    memchr::memmem::find_iter(comment, b"coding").find_map(|at| {
        let rest = &comment[at + b"coding".len()..];
        let rest = rest.strip_prefix(b":").or_else(|| rest.strip_prefix(b"="))?;
        let skip = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let rest = &rest[skip..];
        let length =
            rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')).count();
        std::str::from_utf8(&rest[..length]).ok().filter(|name| !name.is_empty())
    })
}

/// `^[ \t\f]*(?:[#\r\n]|$)`
fn is_blank_or_comment(line: &[u8]) -> bool {
    line.iter().find(|b| !matches!(b, b' ' | b'\t' | 0x0c)).is_none_or(|b| matches!(b, b'#' | b'\r'))
}

/// CPython's short cut for the two usual encodings: case, `_` and a suffix such as `-unix` do not matter.
fn normalize(name: &str) -> String {
    let short: String =
        name.chars().take(12).map(|c| if c == '_' { '-' } else { c.to_ascii_lowercase() }).collect();
    let is =
        |known: &str| short == known || short.strip_prefix(known).is_some_and(|rest| rest.starts_with('-'));
    if is("utf-8") {
        "utf-8".into()
    } else if ["latin-1", "iso-8859-1", "iso-latin-1"].into_iter().any(is) {
        "iso-8859-1".into()
    } else {
        name.to_ascii_lowercase()
    }
}
