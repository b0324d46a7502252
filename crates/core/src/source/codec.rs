//! The encodings that sources are written in, by the names that Python's codecs have.

use std::borrow::Cow;

use encoding_rs::Encoding;

/// An encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codec {
    /// UTF-8, the default.
    Utf8,
    /// ASCII: any byte above 127 is an error.
    Ascii,
    /// ISO 8859-1 as Python has it: each byte is the code point of its value.
    Latin1,
    /// One that the Encoding Standard has, too.
    Other(&'static Encoding),
}

impl Codec {
    /// The codec of a lower-case name.
    ///
    /// Python's aliases drop punctuation: `shift_jis`, `shift-jis` and `sjis` are one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Codec> {
        let key: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        let label = match key.as_str() {
            "utf8" | "utf8sig" | "u8" | "utf" | "cp65001" | "utf8ucs2" | "utf8ucs4" => {
                return Some(Codec::Utf8);
            }
            "ascii" | "usascii" | "646" | "ansix341968" | "ansix341986" | "iso646us" | "isoir6" | "us"
            | "cp367" | "ibm367" | "csascii" | "iso646irv1991" => return Some(Codec::Ascii),
            "latin1" | "iso88591" | "latin" | "l1" | "8859" | "cp819" | "ibm819" | "isoir100"
            | "iso885911987" | "csisolatin1" => return Some(Codec::Latin1),
            "windows1250" | "cp1250" => "windows-1250",
            "windows1251" | "cp1251" => "windows-1251",
            "windows1252" | "cp1252" => "windows-1252",
            "windows1253" | "cp1253" => "windows-1253",
            "windows1254" | "cp1254" => "windows-1254",
            "windows1255" | "cp1255" => "windows-1255",
            "windows1256" | "cp1256" => "windows-1256",
            "windows1257" | "cp1257" => "windows-1257",
            "windows1258" | "cp1258" => "windows-1258",
            "iso88592" | "latin2" | "l2" => "iso-8859-2",
            "iso88593" | "latin3" | "l3" => "iso-8859-3",
            "iso88594" | "latin4" | "l4" => "iso-8859-4",
            "iso88595" | "cyrillic" => "iso-8859-5",
            "iso88596" | "arabic" => "iso-8859-6",
            "iso88597" | "greek" | "greek8" => "iso-8859-7",
            "iso88598" | "hebrew" => "iso-8859-8",
            "iso88599" | "latin5" | "l5" => "windows-1254",
            "iso885910" | "latin6" | "l6" => "iso-8859-10",
            "iso885913" | "latin7" | "l7" => "iso-8859-13",
            "iso885914" | "latin8" | "l8" => "iso-8859-14",
            "iso885915" | "latin9" => "iso-8859-15",
            "iso885916" | "latin10" | "l10" => "iso-8859-16",
            "koi8r" => "koi8-r",
            "koi8u" => "koi8-u",
            "cp866" | "ibm866" | "866" => "ibm866",
            "tis620" | "iso885911" | "thai" => "windows-874",
            "macroman" | "macintosh" => "macintosh",
            "maccyrillic" => "x-mac-cyrillic",
            "shiftjis" | "sjis" | "csshiftjis" | "shiftjis2004" | "cp932" | "932" | "ms932" | "mskanji" => {
                "shift_jis"
            }
            "eucjp" | "ujis" | "ujisjp" => "euc-jp",
            "iso2022jp" | "csiso2022jp" => "iso-2022-jp",
            "euckr" | "korean" | "ksc5601" | "cp949" | "949" | "uhc" | "ms949" => "euc-kr",
            "gb2312" | "euccn" | "chinese" | "gbk" | "cp936" | "936" | "ms936" => "gbk",
            "gb18030" => "gb18030",
            "big5" | "csbig5" | "big5tw" | "big5hkscs" | "cp950" | "950" | "ms950" => "big5",
            _ => return None,
        };
        Encoding::for_label(label.as_bytes()).map(Codec::Other)
    }

    /// The encoding's name, for messages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Codec::Utf8 => "utf-8",
            Codec::Ascii => "ascii",
            Codec::Latin1 => "iso-8859-1",
            Codec::Other(encoding) => encoding.name(),
        }
    }

    /// The text that `bytes` stand for, or none where they stand for nothing.
    pub(super) fn decode(self, bytes: &[u8]) -> Option<Cow<'_, str>> {
        match self {
            Codec::Utf8 => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Codec::Ascii => bytes.is_ascii().then(|| std::str::from_utf8(bytes).ok().map(Cow::Borrowed))?,
            Codec::Latin1 => Some(encoding_rs::mem::decode_latin1(bytes)),
            Codec::Other(encoding) => encoding.decode_without_bom_handling_and_without_replacement(bytes),
        }
    }
}
