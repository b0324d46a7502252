//! JSON item by item: a report of many findings is never in memory as a document.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;

/// An array of what the function's iterator gives, each item made when it is written.
pub struct Seq<F>(pub F);

impl<F, I> Serialize for Seq<F>
where
    F: Fn() -> I,
    I: IntoIterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Writes a value, indented, with a newline behind it.
///
/// # Errors
///
/// Those of `out`.
pub fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut chunks = Chunks::new(out);
    value.serialize(&mut serde_json::Serializer::with_formatter(&mut chunks, Indented::default()))?;
    chunks.write_all(b"\n")?;
    chunks.flush()
}

/// A buffer whose writes cost no call: a serializer makes some dozens for each finding.
pub(crate) struct Chunks<'o> {
    out: &'o mut dyn Write,
    held: Vec<u8>,
}

impl<'o> Chunks<'o> {
    /// So many bytes are held at most, but for a single write.
    const HELD: usize = 1 << 16;

    pub(crate) fn new(out: &'o mut dyn Write) -> Chunks<'o> {
        Chunks { out, held: Vec::with_capacity(2 * Chunks::HELD) }
    }

    #[cold]
    fn hand_on(&mut self) -> io::Result<()> {
        let done = self.out.write_all(&self.held);
        self.held.clear();
        done
    }
}

impl Write for Chunks<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.held.extend_from_slice(bytes);
        if self.held.len() >= Chunks::HELD { self.hand_on() } else { Ok(()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.out.flush()
    }
}

/// `serde_json`'s indented form, two spaces a level, each line begun with one write.
#[derive(Default)]
pub(crate) struct Indented {
    depth: usize,
    /// Whether something stands in the innermost array or object.
    filled: bool,
}

const LINE: &[u8] = b",\n                                                                ";

impl Indented {
    /// Inside so many arrays and objects.
    pub(crate) fn at(depth: usize) -> Indented {
        Indented { depth, filled: false }
    }

    fn begin<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.depth += 1;
        self.filled = false;
        out.write_all(&[bracket])
    }

    fn end<W: ?Sized + Write>(&mut self, out: &mut W, bracket: u8) -> io::Result<()> {
        self.depth -= 1;
        if self.filled {
            self.line(out, true)?;
        }
        out.write_all(&[bracket])
    }

    fn line<W: ?Sized + Write>(&self, out: &mut W, first: bool) -> io::Result<()> {
        let width = 2 * self.depth;
        let at_once = width.min(LINE.len() - 2);
        out.write_all(&LINE[usize::from(first)..2 + at_once])?;
        (at_once..width).try_for_each(|_| out.write_all(b" "))
    }
}

impl Formatter for Indented {
    fn begin_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b'[')
    }

    fn end_array<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b']')
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.begin(out, b'{')
    }

    fn end_object<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.end(out, b'}')
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.line(out, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use serde_json::{Value, json};

    use super::write;

    #[test]
    fn it_is_the_indented_form_of_the_library() {
        let deep = (0..50).fold(json!([1]), |inner, _| json!({ "a": [inner, {}] }));
        for value in
            [json!([]), json!({}), json!("é\n"), json!([[], {"a": null, "b": [1.5, true, {}]}]), deep]
        {
            let mut out = Vec::new();
            write(&value, &mut out).expect("memory takes all");
            let library = serde_json::to_string_pretty(&value).expect("a value") + "\n";
            assert_eq!(String::from_utf8(out).expect("text"), library);
        }
    }

    #[test]
    fn a_long_report_leaves_in_pieces_and_an_error_is_told() {
        struct Counts(usize, usize);
        impl io::Write for Counts {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0 += 1;
                self.1 += bytes.len();
                if self.1 > 1 << 20 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let long = |items: usize| Value::Array(vec![json!("x".repeat(100)); items]);
        let mut out = Counts(0, 0);
        write(&long(5_000), &mut out).expect("it fits");
        assert!((8..20).contains(&out.0) && out.1 > 500_000, "{} writes", out.0);
        assert_eq!(
            write(&long(50_000), &mut out).expect_err("it is full").kind(),
            io::ErrorKind::StorageFull
        );
    }
}
