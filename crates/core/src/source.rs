//! One file's bytes, decoded as Python decodes them: byte order mark, PEP 263 cookie, line endings.
//!
//! What is decoded keeps its place: lines and columns are those that CPython's tree has. Reading files is here too;
//! finding them is not.

mod codec;
mod cookie;
pub mod notebook;

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use memchr::memchr;

pub use codec::Codec;

/// A decoded file.
#[derive(Debug)]
pub struct Source<'b> {
    /// The bytes as read.
    pub bytes: &'b [u8],
    /// The text without its byte order mark, every line ending made `\n`.
    pub text: Cow<'b, str>,
    /// The encoding it was written in.
    pub codec: Codec,
}

/// Why bytes are no Python source. CPython calls each of these a syntax error, but for [`DecodeError::NoText`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// The cookie names an encoding that is not known here.
    #[error("unknown encoding: {0}")]
    UnknownEncoding(String),
    /// The file begins with UTF-8's byte order mark and its cookie says otherwise.
    #[error("encoding problem: {0} with BOM")]
    CookieAgainstMark(String),
    /// Bytes that are not valid in the file's encoding.
    #[error("invalid or missing encoding declaration, or bytes that are no {0}")]
    Malformed(&'static str),
    /// The cookie names a codec of Python's that gives no text: for CPython no syntax error but an exception.
    #[error("the encoding gives no text")]
    NoText,
    /// A byte order mark behind the first, which CPython takes for a character that nothing begins with.
    #[error("invalid non-printable character U+FEFF")]
    SecondMark,
    /// A NUL byte, which CPython refuses anywhere in a source.
    #[error("source code string cannot contain null bytes")]
    Nul,
}

/// Where CPython's `tokenize` sees the comments of a source with lone carriage returns: see [`Source::comment_lines`].
#[derive(Debug, PartialEq, Eq)]
pub struct CommentLines(Vec<(u32, bool)>);

impl CommentLines {
    /// The line on which a comment is seen that begins at a line and column of the tree. None where it is lost: past
    /// the place where reading ends, and at once behind a lone `\r`, with which `tokenize` swallows the `#`.
    #[must_use]
    pub fn line(&self, line: u32, column: u32) -> Option<u32> {
        let &(seen, behind_return) = self.0.get((line as usize).checked_sub(1)?)?;
        (!(behind_return && column == 0)).then_some(seen)
    }
}

/// How many bytes a source may have: 64 MiB. Code that people write has no more than some hundred thousand; tables that
/// programs write have reached 20 million. A tree takes 20 to 40 times the memory of such a text, and of the densest that
/// can be made, some 120 times: so this bounds what one file can cost (`docs/limits.md`).
pub const MAX_SIZE: u64 = 64 * 1024 * 1024;

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The operating system said no.
    #[error("{}", reason(.0))]
    Io(#[from] io::Error),
    /// It is larger than [`MAX_SIZE`].
    #[error(transparent)]
    TooLarge(#[from] TooLarge),
}

/// A source of more than [`MAX_SIZE`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "larger than the {} MiB that are scanned ({}): exclude it if it holds no code, or split it",
    MAX_SIZE >> 20,
    .size.map_or_else(|| "its end was not looked for".to_owned(), |size| format!("{} MiB", size.div_ceil(1 << 20)))
)]
pub struct TooLarge {
    /// Its size in bytes, where it is known.
    pub size: Option<u64>,
}

/// Reads a whole file into a buffer that can serve many files, since what is in it does not matter, and gives the file's
/// bytes. For small files it asks the system for nothing else, which would take as long as the reading.
///
/// # Errors
///
/// Those of the operating system, and where the file is too large. It is not read then, and one that says nothing of its
/// size or grows no further than to the limit.
pub fn read_into<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> Result<&'b [u8], ReadError> {
    /// Most files are smaller.
    const ROOM: usize = 16 * 1024;
    let mut file = File::open(path)?;
    let mut length = 0;
    loop {
        if length == buffer.len() {
            let size = if length < ROOM { 0 } else { file.metadata().map_or(0, |m| m.len()) };
            if size > MAX_SIZE {
                return Err(TooLarge { size: Some(size) }.into());
            }
            // One byte more shows that this is the end.
            let size = usize::try_from(size).unwrap_or(0) + 1;
            buffer.resize(size.max(2 * length).max(ROOM), 0);
        }
        match file.read(&mut buffer[length..]) {
            Ok(0) => return Ok(&buffer[..length]),
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
        if length as u64 > MAX_SIZE {
            return Err(TooLarge { size: None }.into());
        }
    }
}

/// Reads what there is, and no more than one byte beyond [`MAX_SIZE`]: a scan refuses what is that long.
///
/// # Errors
///
/// Those of the operating system.
pub fn read_bounded(from: &mut impl Read, buffer: &mut Vec<u8>) -> io::Result<()> {
    from.take(MAX_SIZE + 1).read_to_end(buffer)?;
    Ok(())
}

/// Whether a source of so many bytes that is in memory may be scanned.
///
/// # Errors
///
/// Where it is too large.
pub fn check_size(bytes: &[u8]) -> Result<(), TooLarge> {
    match bytes.len() as u64 {
        0..=MAX_SIZE => Ok(()),
        // Reading may have ended there.
        size => Err(TooLarge { size: (size > MAX_SIZE + 1).then_some(size) }),
    }
}

/// An error of the operating system in its words alone, as Python's `strerror` has them.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

impl<'b> Source<'b> {
    /// Decodes a file's bytes.
    ///
    /// # Errors
    ///
    /// Where CPython refuses the bytes before it parses them.
    pub fn decode(bytes: &'b [u8]) -> Result<Source<'b>, DecodeError> {
        let codec = cookie::detect(bytes)?;
        if codec == Codec::NoText {
            return Err(DecodeError::NoText);
        }
        if memchr(0, bytes).is_some() {
            return Err(DecodeError::Nul);
        }
        let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = codec.decode(body).ok_or(DecodeError::Malformed(codec.name()))?;
        if text.starts_with('\u{feff}') {
            return Err(DecodeError::SecondMark);
        }
        Ok(Source { bytes, text: normalize_newlines(text), codec })
    }

    /// For each line, the line on which CPython's `tokenize` sees its comments: it counts `\n` alone, while the tree's
    /// lines end at a lone `\r`, too. None where there is none, and the two agree. Two of them in a row end it: the lines
    /// that follow are not there.
    #[must_use]
    pub fn comment_lines(&self) -> Option<CommentLines> {
        let is_lone = |at: usize| self.bytes.get(at + 1) != Some(&b'\n');
        memchr::memchr_iter(b'\r', self.bytes).find(|&at| is_lone(at))?;
        let mut lines = vec![(1, false)];
        let mut seen = 1;
        for at in memchr::memchr2_iter(b'\r', b'\n', self.bytes) {
            let lone = self.bytes[at] == b'\r';
            if !lone {
                seen += 1;
            } else if !is_lone(at) {
                continue;
            }
            lines.push((seen, lone));
            if lone && self.bytes.get(at + 1) == Some(&b'\r') && is_lone(at + 1) {
                break;
            }
        }
        Some(CommentLines(lines))
    }

    /// Decodes what can be decoded of bytes that [`Source::decode`] refused: the text up to the first offence.
    #[must_use]
    pub fn decode_prefix(bytes: &'b [u8]) -> Cow<'b, str> {
        let body = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let body = &body[..memchr(0, body).unwrap_or(body.len())];
        let good = match std::str::from_utf8(body) {
            Ok(text) => text,
            // The offending line itself is lost, as it is for CPython's tokenizer, which decodes by lines.
            Err(error) => {
                let valid = &body[..error.valid_up_to()];
                let end = memchr::memrchr(b'\n', valid).map_or(0, |at| at + 1);
                std::str::from_utf8(&body[..end]).unwrap_or_default()
            }
        };
        normalize_newlines(Cow::Borrowed(good))
    }
}

/// Makes `\r\n` and `\r` into `\n`, as CPython does before it parses, inside strings too.
pub(crate) fn normalize_newlines(text: Cow<'_, str>) -> Cow<'_, str> {
    let Some(first) = memchr(b'\r', text.as_bytes()) else { return text };
    let mut out = String::with_capacity(text.len());
    let mut rest: &str = &text;
    let mut at = first;
    loop {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
        match memchr(b'\r', rest.as_bytes()) {
            Some(next) => at = next,
            None => break,
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        Source::decode(bytes).map(|s| s.text.into_owned()).unwrap_or_else(|e| format!("error: {e}"))
    }

    #[test]
    fn line_endings_become_newlines() {
        assert_eq!(text(b"a\r\nb\rc\n\r\r\n"), "a\nb\nc\n\n\n");
        assert_eq!(text(b"\xef\xbb\xbfx\r"), "x\n");
    }

    #[test]
    fn cookies_decide_how_bytes_read() {
        assert_eq!(text(b"# coding: latin-1\n# \xe9\x80"), "# coding: latin-1\n# \u{e9}\u{80}");
        assert_eq!(
            text(b"#!/bin/sh\n# vim: set fileencoding=koi8-r :\n\xc1"),
            "#!/bin/sh\n# vim: set fileencoding=koi8-r :\n\u{430}"
        );
        assert_eq!(
            text(b"x = 1\n# coding: latin-1\n\xe9"),
            "error: invalid or missing encoding declaration, or bytes that are no utf-8"
        );
        assert_eq!(text(b"# coding: nope\n"), "error: unknown encoding: nope");
        assert_eq!(text(b"\xef\xbb\xbf# coding: latin-1\n"), "error: encoding problem: iso-8859-1 with BOM");
        assert_eq!(text(b"\xef\xbb\xbf# coding: utf8\n"), "error: encoding problem: utf8 with BOM");
        assert_eq!(text(b"# coding: utf8\n"), "# coding: utf8\n");
        assert_eq!(text(b"\xef\xbb\xbf\xef\xbb\xbfx"), "error: invalid non-printable character U+FEFF");
        assert_eq!(
            text(b"# coding: ascii\n\xe9"),
            "error: invalid or missing encoding declaration, or bytes that are no ascii"
        );
    }

    #[test]
    fn a_lone_return_ends_lines_of_the_tree_but_not_of_comments() {
        let lines = |bytes| {
            let found = Source::decode(bytes).ok().and_then(|s: Source<'_>| s.comment_lines())?;
            Some((1..).map_while(|line| found.line(line, 9)).collect::<Vec<u32>>())
        };
        assert_eq!(lines(b"a\r\nb\n"), None);
        assert_eq!(lines(b"a\rb\r\nc\n"), Some(vec![1, 1, 2, 3]));
        assert_eq!(lines(b"a\rb\r\rc\n"), Some(vec![1, 1, 1]));
        let source = Source::decode(b"x\r# a\n# b\r # c\n").expect("text");
        let found = source.comment_lines().expect("lone returns");
        assert_eq!(found.line(2, 0), None, "a comment at once behind a lone return is lost");
        assert_eq!((found.line(3, 0), found.line(4, 1)), (Some(2), Some(2)));
    }

    #[test]
    fn one_buffer_serves_large_and_small_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.py");
        let mut buffer = Vec::new();
        for size in [0, 1, 65_535, 65_536, 65_537, 300_000, 3, 131_072, 0] {
            let bytes: Vec<u8> = (0..size).map(|at| (at % 251) as u8).collect();
            std::fs::write(&path, &bytes).expect("written");
            assert_eq!(read_into(&path, &mut buffer).expect("read"), bytes);
        }
        assert!(read_into(folder.path(), &mut buffer).is_err());
    }

    #[test]
    fn what_is_too_large_is_not_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("large.py");
        let file = File::create(&path).expect("a file");
        let refused = |size| {
            file.set_len(size).expect("a hole");
            let mut buffer = Vec::new();
            let error = read_into(&path, &mut buffer).err().map(|error| error.to_string());
            assert!(buffer.capacity() < 1 << 20, "it is not read");
            error
        };
        assert_eq!(refused(1), None);
        let words =
            "larger than the 64 MiB that are scanned (1024 MiB): exclude it if it holds no code, or split it";
        assert_eq!(refused(1 << 30).as_deref(), Some(words));
        assert!(refused(MAX_SIZE + 1).is_some_and(|words| words.contains("(65 MiB)")));
    }

    #[test]
    fn what_never_ends_is_read_up_to_the_limit() {
        let mut buffer = Vec::new();
        read_bounded(&mut io::repeat(b' '), &mut buffer).expect("no error");
        assert_eq!(buffer.len() as u64, MAX_SIZE + 1);
        assert_eq!(check_size(&buffer), Err(TooLarge { size: None }));
        buffer.pop();
        assert_eq!(check_size(&buffer), Ok(()));
    }

    #[test]
    fn null_bytes_are_refused() {
        assert_eq!(Source::decode(b"'\0'").unwrap_err(), DecodeError::Nul);
    }

    #[test]
    fn the_good_beginning_of_a_bad_file() {
        assert_eq!(Source::decode_prefix(b"a\nb\n# \xff\nc"), "a\nb\n");
        assert_eq!(Source::decode_prefix(b"a\nb\0c"), "a\nb");
    }
}
