//! XML as readers take it: streamed, checked, with errors that say where. Elements go by their local names, since prefixes
//! and namespaces change with the version of a schema.
//!
//! A document type is refused, and with it every entity that a document declares for itself: no scanner writes one, and they
//! are how small documents become endless ones (<https://cwe.mitre.org/data/definitions/776.html>).

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event as Raw};
use quick_xml::{Error, Reader, XmlVersion};

use super::json::unreadable;
use super::{Input, MAX_DEPTH, Refusal};

/// How many bytes of the text of one element are kept.
const TEXT: usize = 64 << 10;

/// What comes by in a document.
#[derive(Debug)]
pub enum Event<'a> {
    /// An element begins.
    Open {
        /// The local names from the root to it: `testsuites/testsuite/testcase`.
        path: &'a str,
        /// What its attributes say.
        attributes: &'a Attributes,
    },
    /// An element ends.
    Close {
        /// The local names from the root to it.
        path: &'a str,
        /// What it says, if it has no elements in it.
        text: &'a str,
    },
}

/// The attributes of an element.
#[derive(Debug, Default)]
pub struct Attributes(Vec<(String, String)>);

impl Attributes {
    /// What the attribute of that local name says.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

impl Input {
    /// Hands on the elements of an XML document in their order.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, is not well-formed, breaks off, is too deep, or declares a document type.
    pub fn xml(&self, take: impl FnMut(Event<'_>)) -> Result<(), Refusal> {
        Document { path: String::new(), depth: 0, rooted: false, text: String::new(), take }
            .read(self.text()?)
    }
}

/// Where the reading is.
struct Document<F> {
    path: String,
    depth: u32,
    rooted: bool,
    text: String,
    take: F,
}

impl<F: FnMut(Event<'_>)> Document<F> {
    fn read(mut self, text: impl std::io::Read) -> Result<(), Refusal> {
        let mut reader = Reader::from_reader(std::io::BufReader::with_capacity(1 << 16, text));
        reader.config_mut().expand_empty_elements = true;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match self.step(&mut reader, &mut buffer) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(Fault { cause, breaks_off }) => {
                    let place = reader.buffer_position();
                    return Err(unreadable(&format!("{cause} (at byte {place})"), breaks_off));
                }
            }
        }
    }

    /// Takes the next event; `false` at the end.
    fn step(&mut self, reader: &mut Reader<impl BufRead>, buffer: &mut Vec<u8>) -> Result<bool, Fault> {
        match reader.read_event_into(buffer)? {
            Raw::Start(start) => self.open(&start)?,
            Raw::End(_) => self.close(),
            Raw::Text(text) => self.add(&text.decode().map_err(Error::from)?)?,
            Raw::CData(text) => self.add(&text.decode().map_err(Error::from)?)?,
            Raw::GeneralRef(name) => {
                if let Some(character) = name.resolve_char_ref()? {
                    self.add(character.encode_utf8(&mut [0; 4]))?;
                } else {
                    let name = name.decode().map_err(Error::from)?;
                    let text = quick_xml::escape::resolve_predefined_entity(&name);
                    let text =
                        text.ok_or_else(|| Fault::new(format!("the entity &{name}; is not declared")))?;
                    self.add(text)?;
                }
            }
            Raw::DocType(_) => return Err(Fault::new("it declares a document type, which no scanner does")),
            Raw::Empty(_) | Raw::Comment(_) | Raw::Decl(_) | Raw::PI(_) => {}
            Raw::Eof if self.depth > 0 || !self.rooted => {
                return Err(Fault { cause: "the document ends too early".to_owned(), breaks_off: true });
            }
            Raw::Eof => return Ok(false),
        }
        Ok(true)
    }

    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Fault> {
        if self.depth == 0 && self.rooted {
            return Err(Fault::new("another document follows"));
        }
        if self.depth >= MAX_DEPTH {
            return Err(Fault::new(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        let mut attributes = Attributes::default();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(Error::from)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0)?;
            attributes.0.push((local(attribute.key.local_name().as_ref())?.to_owned(), value.into_owned()));
        }
        let name = start.local_name();
        let name = local(name.as_ref())?;
        if self.depth > 0 {
            self.path.push('/');
        }
        self.path.push_str(name);
        self.depth += 1;
        self.rooted = true;
        self.text.clear();
        (self.take)(Event::Open { path: &self.path, attributes: &attributes });
        Ok(())
    }

    /// That it closes what was opened last has been checked.
    fn close(&mut self) {
        (self.take)(Event::Close { path: &self.path, text: &self.text });
        self.text.clear();
        self.depth = self.depth.saturating_sub(1);
        self.path.truncate(self.path.rfind('/').unwrap_or(0));
    }

    fn add(&mut self, text: &str) -> Result<(), Fault> {
        if self.depth == 0 {
            let blank = text.trim().is_empty();
            return if blank { Ok(()) } else { Err(Fault::new("there is text outside the document")) };
        }
        if self.text.len() < TEXT {
            self.text.push_str(&text[..text.floor_char_boundary(TEXT)]);
        }
        Ok(())
    }
}

/// A local name; the slash, which no name may have, would make paths ambiguous.
fn local(name: &[u8]) -> Result<&str, Fault> {
    match std::str::from_utf8(name) {
        Ok(name) if !name.is_empty() && !name.contains('/') => Ok(name),
        _ => Err(Fault::new("a name that is none")),
    }
}

/// What is wrong with a document.
struct Fault {
    cause: String,
    breaks_off: bool,
}

impl Fault {
    fn new(cause: impl Into<String>) -> Fault {
        Fault { cause: cause.into(), breaks_off: false }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        // All syntax errors are of markup that the end of the document cuts off.
        let breaks_off = matches!(error, Error::Syntax(_));
        let cause = match &error {
            Error::Io(error) => error.to_string(),
            _ => error.to_string(),
        };
        Fault { cause, breaks_off }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(bytes: &[u8]) -> Result<Vec<String>, String> {
        let mut seen = Vec::new();
        let read = Input::memory("report.xml", bytes.to_vec()).xml(|event| match event {
            Event::Open { path, attributes } => seen.push(format!("+{path} {:?}", attributes.0)),
            Event::Close { path, text } => seen.push(format!("-{path} {text}")),
        });
        read.map(|()| seen).map_err(|refusal| refusal.cause)
    }

    #[test]
    fn elements_come_by_their_paths() {
        let text = "<?xml version='1.0'?><!-- <x> -->\n<r xmlns:p='urn:p'><p:a b='1 &lt; 2' p:c='&#65;'>x &amp; \
                    <![CDATA[<y>]]>&#x42;</p:a><d/></r>\n";
        let seen = events(text.as_bytes()).expect("well-formed");
        let expected = [
            "+r [(\"p\", \"urn:p\")]",
            "+r/a [(\"b\", \"1 < 2\"), (\"c\", \"A\")]",
            "-r/a x & <y>B",
            "+r/d []",
            "-r/d ",
            "-r ",
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn marks_and_encodings_do_not_matter() {
        let utf16: Vec<u8> = "\u{feff}<r>é[[[{</r>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let seen = Ok(vec!["+r []".to_owned(), "-r é[[[{".to_owned()]);
        assert_eq!(events(&utf16), seen);
        assert_eq!(events("\u{feff}<r>é[[[{</r>".as_bytes()), seen);
    }

    #[test]
    fn brackets_in_text_are_no_nesting() {
        assert!(events(format!("<r>{}</r>", "[{".repeat(1000)).as_bytes()).is_ok());
    }

    #[test]
    fn what_is_no_document_is_refused() {
        let deep = |depth: u32| "<a>".repeat(depth as usize) + &"</a>".repeat(depth as usize);
        assert!(events(deep(MAX_DEPTH).as_bytes()).is_ok());
        for (text, cause) in [
            (deep(MAX_DEPTH + 1).as_str(), "nested deeper"),
            ("<!DOCTYPE r><r/>", "document type"),
            ("<!DOCTYPE r [<!ENTITY e 'x'>]><r>&e;</r>", "document type"),
            ("<r>&e;</r>", "&e; is not declared"),
            ("<r a='&e;'/>", "is no valid report"),
            ("<r><a></r>", "is no valid report"),
            ("<r><a></a>", "ends too early"),
            ("<r><a", "is no valid report"),
            ("<r/><r/>", "another document"),
            ("<r/>oops", "outside the document"),
            ("<a b='1' b='2'/>", "is no valid report"),
        ] {
            let refused = events(text.as_bytes()).expect_err(text);
            assert!(refused.contains(cause), "{text}: {refused}");
        }
        assert!(events(b"<r>\xff</r>").expect_err("refused").contains("no UTF-8"));
        let cure = Input::memory("report.xml", b"<r><a>".to_vec()).xml(|_| {}).expect_err("refused").cure;
        assert!(cure.contains("breaks off"));
    }
}
