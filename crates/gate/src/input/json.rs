//! JSON as readers take it: streamed, checked, with errors that say where.

use std::fmt;
use std::io::{BufReader, Read};
use std::marker::PhantomData;

use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};
use serde::de::{Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::guard::Guard;
use super::{Input, Refusal};

/// A report's bytes on their way through the decoder.
pub(super) type Decoded<'a> = DecodeReaderBytes<Box<dyn Read + 'a>, Vec<u8>>;

impl Input {
    /// The whole report as one value.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, or is no JSON of that shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        self.json_seed(PhantomData::<T>)
    }

    /// The same for a value that is made on the way, such as one that hands on its items one by one.
    ///
    /// # Errors
    ///
    /// As [`Input::json`].
    pub fn json_seed<'de, S: DeserializeSeed<'de>>(&self, seed: S) -> Result<S::Value, Refusal> {
        let mut deserializer = serde_json::Deserializer::from_reader(self.decoded(Guard::json)?);
        let value = seed.deserialize(&mut deserializer).and_then(|value| {
            deserializer.end()?;
            Ok(value)
        });
        value.map_err(|error| unreadable(&error.to_string(), error.is_eof()))
    }

    /// The report as UTF-8 without a byte order mark, whatever Unicode encoding it was written in.
    ///
    /// # Errors
    ///
    /// When it cannot be opened.
    pub fn text(&self) -> Result<impl Read + '_, Refusal> {
        self.decoded(Guard::text)
    }

    /// The report as UTF-8, checked by a guard.
    pub(super) fn decoded<'a>(
        &'a self,
        guard: impl FnOnce(Decoded<'a>) -> Guard<Decoded<'a>>,
    ) -> Result<BufReader<Guard<Decoded<'a>>>, Refusal> {
        let decoded = DecodeReaderBytesBuilder::new().bom_override(true).strip_bom(true).build(self.open()?);
        Ok(BufReader::with_capacity(1 << 16, guard(decoded)))
    }
}

/// A report that is no valid JSON of its format, or breaks off.
pub(super) fn unreadable(error: &str, breaks_off: bool) -> Refusal {
    let cure = if breaks_off {
        "the report breaks off: look into the log of the scanner, and have it write the report again"
    } else {
        "have the scanner write the report again; if its output is mixed with other text, use its option for a file"
    };
    Refusal::new(format!("is no valid report: {error}"), cure)
}

/// The items of an array, each made into something smaller as soon as it is read, so that only one is in memory as it was
/// written. Unlike [`Each`] it is for fields of derived types, and takes no `null`.
#[derive(Debug)]
pub struct Made<T, M>(pub Vec<M>, PhantomData<T>);

impl<T, M> Default for Made<T, M> {
    fn default() -> Made<T, M> {
        Made(Vec::new(), PhantomData)
    }
}

impl<'de, T: Deserialize<'de> + Into<M>, M> Deserialize<'de> for Made<T, M> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Made<T, M>, D::Error> {
        let mut made = Vec::new();
        deserializer.deserialize_seq(Each::new(|item: T| made.push(item.into())))?;
        Ok(Made(made, PhantomData))
    }
}

/// Hands on the items of an array one by one, so that only one is in memory. `null` counts as an empty array.
pub struct Each<T, F>(F, PhantomData<T>);

impl<T, F: FnMut(T)> Each<T, F> {
    /// What takes the items.
    pub fn new(take: F) -> Each<T, F> {
        Each(take, PhantomData)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for Each<T, F> {
    /// How many there were; none for `null`.
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Each<T, F> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_unit<E>(self) -> Result<Option<usize>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<Option<usize>, A::Error> {
        let mut count = 0;
        while let Some(item) = seq.next_element()? {
            (self.0)(item);
            count += 1;
        }
        Ok(Some(count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(bytes: &[u8]) -> Input {
        Input::memory("report.json", bytes.to_vec())
    }

    #[test]
    fn marks_and_encodings_do_not_matter() {
        let utf16: Vec<u8> = "\u{feff}[1, 2]".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [b"[1,2]".as_slice(), b"\xef\xbb\xbf[1,2]\n", &utf16] {
            assert_eq!(input(bytes).json::<Vec<u8>>(), Ok(vec![1, 2]));
        }
    }

    #[test]
    fn what_is_no_report_is_refused_with_its_place() {
        let cause = |bytes: &[u8]| input(bytes).json::<Vec<u8>>().expect_err("refused").cause;
        assert_eq!(cause(b" \n"), "is empty");
        assert_eq!(cause(b"[1,\n2"), "is no valid report: EOF while parsing a list at line 2 column 1");
        assert!(cause(b"[1] x").contains("trailing characters at line 1 column 5"));
        let deep = input(&b"[".repeat(100_000)).json::<serde::de::IgnoredAny>();
        assert!(deep.expect_err("refused").cause.contains("nested deeper"));
        assert!(cause(b"[\"\xff\"]").contains("no UTF-8"));
    }

    #[test]
    fn items_come_one_by_one() {
        let mut seen = Vec::new();
        let count = input(b"[3, 4]").json_seed(Each::new(|item: u8| seen.push(item)));
        assert_eq!((count, seen), (Ok(Some(2)), vec![3, 4]));
        assert_eq!(input(b"null").json_seed(Each::new(|_: u8| {})), Ok(None));
    }
}
