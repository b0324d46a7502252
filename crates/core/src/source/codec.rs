//! The encodings that sources are written in, by the names that Python's codecs have.

mod tables;

use std::borrow::Cow;

use encoding_rs::Encoding;

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// UTF-8, the default.
    Utf8,
    /// ASCII: any byte above 127 is an error.
    Ascii,
    /// ISO 8859-1: each byte is the code point of its value.
    Latin1,
    /// One byte a character: a name, and the characters of the bytes from 128 up, U+FFFD for none.
    SingleByte(&'static str, &'static str),
    /// One that takes several bytes for some characters, as the Encoding Standard has it.
    Other(&'static Encoding),
    /// One of Python's that turns bytes into no text. Asking for it is not a syntax error but an exception.
    NoText,
}

/// The names of the encodings that take several bytes for some characters, and the label each has in the Encoding
/// Standard, whose tables serve for the siblings of an encoding, too.
static OTHER: &[(&str, &str)] = &[
    ("big5 big5_tw csbig5 x_mac_trad_chinese", "big5"),
    ("big5hkscs big5_hkscs hkscs", "big5"),
    ("cp950 950 ms950", "big5"),
    (
        "gb2312 chinese csiso58gb231280 euc_cn euccn eucgb2312_cn gb2312_1980 gb2312_80 iso_ir_58 x_mac_simp_chinese",
        "gbk",
    ),
    ("gbk 936 cp936 ms936", "gbk"),
    ("gb18030 gb18030_2000", "gb18030"),
    ("euc_kr cseuckr euckr korean ks_c_5601 ks_c_5601_1987 ks_x_1001 ksc5601 ksx1001 x_mac_korean", "euc-kr"),
    ("cp949 949 ms949 uhc", "euc-kr"),
    ("euc_jp eucjp u_jis ujis", "euc-jp"),
    ("shift_jis csshiftjis s_jis shiftjis sjis x_mac_japanese", "shift_jis"),
    ("cp932 932 ms932 ms_kanji mskanji windows_31j", "shift_jis"),
    ("iso2022_jp csiso2022jp iso2022jp iso_2022_jp", "iso-2022-jp"),
];

const UTF_8: &str = "utf_8 u8 utf utf8 utf8_ucs2 utf8_ucs4 cp65001 utf_8_sig";
const ASCII: &str = "ascii 646 ansi_x3.4_1968 ansi_x3.4_1986 ansi_x3_4_1968 cp367 csascii ibm367 iso646_us \
                     iso_646.irv_1991 iso_ir_6 us us_ascii";
const LATIN_1: &str = "latin_1 8859 cp819 csisolatin1 ibm819 iso8859 iso8859_1 iso_8859_1 iso_8859_1_1987 iso_ir_100 l1 \
                       latin latin1 charmap";
const NO_TEXT: &str = "base64_codec base64 base_64 bz2_codec bz2 hex_codec hex quopri_codec quopri quoted_printable \
                       quotedprintable rot_13 rot13 uu_codec uu zlib_codec zip zlib idna undefined";

impl Codec {
    /// The codec of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Codec> {
        let name = normalize(name);
        let has = |names: &str| names.split_ascii_whitespace().any(|known| known == name);
        if has(UTF_8) {
            return Some(Codec::Utf8);
        } else if has(ASCII) {
            return Some(Codec::Ascii);
        } else if has(LATIN_1) {
            return Some(Codec::Latin1);
        } else if has(NO_TEXT) {
            return Some(Codec::NoText);
        }
        if let Some((names, table)) = tables::SINGLE_BYTE.iter().find(|(names, _)| has(names)) {
            return Some(Codec::SingleByte(names.split(' ').next().unwrap_or(names), table));
        }
        let (_, label) = OTHER.iter().find(|(names, _)| has(names))?;
        Encoding::for_label(label.as_bytes()).map(Codec::Other)
    }

    /// The encoding's name, for messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Codec::Utf8 => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "iso-8859-1",
            Codec::SingleByte(name, _) => name,
            Codec::Other(encoding) => encoding.name(),
            Codec::NoText => "text",
        }
    }

    /// The text that `bytes` stand for, or none where they stand for nothing.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Codec::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Codec::Ascii => bytes.is_ascii().then(|| std::str::from_utf8(bytes).ok().map(Cow::Borrowed))?,
            Codec::Latin1 => Some(encoding_rs::mem::decode_latin1(bytes)),
            Codec::SingleByte(_, table) => {
                if bytes.is_ascii() {
                    return Codec::Ascii.decode(bytes);
                }
                let upper: Vec<char> = table.chars().collect();
                let character = |&byte: &u8| match byte {
                    0..=127 => Some(char::from(byte)),
                    _ => upper.get(usize::from(byte) - 128).copied().filter(|&c| c != '\u{fffd}'),
                };
                bytes.iter().map(character).collect::<Option<String>>().map(Cow::Owned)
            }
            Codec::Other(encoding) => encoding.decode_without_bom_handling_and_without_replacement(bytes),
            Codec::NoText => None,
        }
    }

    /// The bytes that stand for a text, of an encoding with one byte a character or of UTF-8; none where there are none.
    pub(crate) fn encode(self, text: &str) -> Option<Vec<u8>> {
        let upper: Vec<char> = match self {
            Codec::Utf8 => return Some(text.as_bytes().to_owned()),
            Codec::Ascii => Vec::new(),
            Codec::Latin1 => ('\u{80}'..='\u{ff}').collect(),
            Codec::SingleByte(_, table) => table.chars().collect(),
            Codec::Other(_) | Codec::NoText => return None,
        };
        let byte = |c: char| match u8::try_from(c) {
            Ok(byte) if byte < 128 => Some(byte),
            _ if c == '\u{fffd}' => None,
            _ => u8::try_from(upper.iter().position(|&other| other == c)? + 128).ok(),
        };
        text.chars().map(byte).collect()
    }
}

/// Python's form of an encoding's name: lower case, with one `_` for each run of what is neither letter, digit nor dot.
fn normalize(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    for c in name.chars() {
        if c.is_ascii_alphanumeric() || c == '.' {
            if gap && !out.is_empty() {
                out.push('_');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        } else {
            gap = true;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, bytes: &[u8]) -> Option<String> {
        Codec::from_name(name)?.decode(bytes).map(Cow::into_owned)
    }

    #[test]
    fn every_table_is_whole() {
        for (names, table) in tables::SINGLE_BYTE {
            assert_eq!(table.chars().count(), 128, "{names}");
        }
    }

    #[test]
    fn names_as_python_takes_them() {
        for name in ["CP437", "437", "IBM437", "cspc8codepage437"] {
            assert_eq!(text(name, b"\x81").as_deref(), Some("ü"), "{name}");
        }
        assert_eq!(Codec::from_name("Shift-JIS").map(Codec::name), Some("Shift_JIS"));
        assert_eq!(Codec::from_name("us-ascii"), Some(Codec::Ascii));
        assert_eq!(Codec::from_name("l1"), Some(Codec::Latin1));
        assert_eq!(Codec::from_name("cp037"), None);
    }

    #[test]
    fn bytes_that_stand_for_nothing() {
        assert_eq!(text("cp1252", b"\x80\x81"), None);
        assert_eq!(text("cp1252", b"\x80").as_deref(), Some("€"));
        assert_eq!(text("gbk", b"\xff"), None);
        assert_eq!(text("rot13", b"a"), None);
    }
}
