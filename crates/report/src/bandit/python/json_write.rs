//! Writes JSON as Python's `json.dumps(..., indent=2)` does: ASCII only, two spaces a level.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::stream::{Chunks, Indented};

/// Writes a value, field by field in their order, without a final newline.
pub(crate) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut chunks = Chunks::new(out);
    value.serialize(&mut Serializer::with_formatter(&mut chunks, Ascii(Indented::default())))?;
    chunks.flush()
}

/// An array of what the function's iterator gives, each item made when it is written.
pub(crate) struct Seq<F>(pub(crate) F);

impl<F, I> Serialize for Seq<F>
where
    F: Fn() -> I,
    I: IntoIterator<Item: Serialize>,
{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// An object of the entries that the function's iterator gives, in their order.
pub(crate) struct Map<F>(pub(crate) F);

impl<F, I, K, V> Serialize for Map<F>
where
    F: Fn() -> I,
    I: IntoIterator<Item = (K, V)>,
    K: Serialize,
    V: Serialize,
{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map((self.0)())
    }
}

/// `serde_json`'s indented form, with everything beyond printable ASCII escaped.
struct Ascii(Indented);

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.bytes().position(|b| b >= 0x7f) {
            out.write_all(&rest.as_bytes()[..at])?;
            let mut following = rest[at..].chars();
            for unit in following.next().into_iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = following.as_str();
        }
        out.write_all(rest.as_bytes())
    }

    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_array(out)
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array(out)
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_array_value(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_array_value(out)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object(out)
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object(out)
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.0.begin_object_key(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.begin_object_value(out)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.0.end_object_value(out)
    }
}

#[cfg(test)]
mod tests {
    use super::write;
    use crate::bandit::python::recorded;

    #[test]
    fn strings_are_escaped_as_python_escapes_them() {
        recorded::each("text", |case| {
            let mut out = Vec::new();
            write(&case["text"], &mut out).expect("memory takes all");
            (case["json"].as_str().expect("a text").as_bytes().to_vec(), out)
        });
    }

    #[test]
    fn empty_containers_stay_on_their_line() {
        let mut out = Vec::new();
        write(&serde_json::json!({"a": [], "b": {}, "c": [1, {"d": "e"}]}), &mut out)
            .expect("memory takes all");
        let want =
            "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": \"e\"\n    }\n  ]\n}";
        assert_eq!(String::from_utf8(out).expect("text"), want);
    }
}
