//! A command line's words as Python holds them.
//!
//! Python decodes its arguments with the error handler `surrogateescape`: a byte that is no UTF-8 becomes a lone
//! surrogate, one character, and is given back unchanged when the text names a file. Rust's strings hold no
//! surrogates, so a character at the very end of the last private-use plane stands for each such byte here. A real
//! character of that range is taken apart into its bytes, so that no text is ever mistaken for another.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

/// The character for the byte 0; only those for 0x80 to 0xFF are used, up to the last character there is.
const FIRST: u32 = 0x10_FF00;

/// The text of a word.
pub(crate) fn decode(word: &OsStr) -> String {
    let mut text = String::with_capacity(word.len());
    for chunk in word.as_encoded_bytes().utf8_chunks() {
        for c in chunk.valid().chars() {
            if undecoded_byte(c).is_some() {
                let mut buffer = [0; 4];
                text.extend(c.encode_utf8(&mut buffer).bytes().filter_map(stand_in));
            } else {
                text.push(c);
            }
        }
        text.extend(chunk.invalid().iter().copied().filter_map(stand_in));
    }
    text
}

/// The word that [`decode`] made this text from.
pub(crate) fn encode(text: &str) -> OsString {
    if !text.chars().any(|c| undecoded_byte(c).is_some()) {
        return OsString::from(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match undecoded_byte(c) {
            Some(byte) => bytes.push(byte),
            None => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    from_bytes(bytes)
}

/// The byte that a character stands for, if it stands for one.
pub(crate) fn undecoded_byte(c: char) -> Option<u8> {
    u8::try_from(u32::from(c).checked_sub(FIRST)?).ok().filter(|byte| *byte >= 0x80)
}

/// The text as Python writes it to standard error, where a surrogate is spelled out: `\udcff`.
pub(crate) fn backslashreplace(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| undecoded_byte(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match undecoded_byte(c) {
            Some(byte) => out.push_str(&format!("\\udc{byte:02x}")),
            None => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn stand_in(byte: u8) -> Option<char> {
    char::from_u32(FIRST + u32::from(byte))
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    std::os::unix::ffi::OsStringExt::from_vec(bytes)
}

/// Elsewhere a word is no sequence of bytes: what could not be decoded names no file.
#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> OsString {
    OsString::from(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn every_word_comes_back_unchanged() {
        let words: [&[u8]; 6] = [
            b"plain",
            "sn\u{f6}w \u{1f600}".as_bytes(),
            b"\xff",
            b"a\xe2\x82b\x80",
            "\u{10ff80}\u{10ffff}".as_bytes(),
            b"",
        ];
        for word in words {
            let word = from_bytes(word.to_vec());
            assert_eq!(encode(&decode(&word)), word);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_byte_that_is_no_utf8_is_one_character_and_is_spelled_out() {
        let text = decode(&from_bytes(b"a\xe2\x82b\xff".to_vec()));
        assert_eq!(text.chars().count(), 5);
        assert_eq!(backslashreplace(&text), "a\\udce2\\udc82b\\udcff");
    }
}
