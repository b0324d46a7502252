//! What a document looks like from outside: enough of it to tell which tool wrote it, and no more.

use std::cell::RefCell;
use std::fmt;
use std::io::Read;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{Input, Refusal};

/// How deep a [`Shape`] goes: below, values are [`Shape::Deep`].
const DEPTH: usize = 5;

/// How many keys of an object are looked at: no report needs more to be told, and one could be made to have millions.
const KEYS: usize = 200;

/// How many characters of a text are kept.
const TEXT: usize = 200;

/// How many bytes of a document that is neither JSON nor XML are kept.
const HEAD: usize = 8 << 10;

/// The outline of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// JSON's `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number,
    /// A text, or the beginning of a long one.
    Text(String),
    /// An array, by its first item.
    Array(Option<Box<Shape>>),
    /// An object.
    Object(Vec<(String, Shape)>),
    /// An object or an array that is too deep down to look into.
    Deep,
    /// XML, by its root.
    Xml {
        /// The root's name without its prefix.
        root: String,
        /// What its `xmlns` says; empty where there is none.
        namespace: String,
    },
    /// Neither JSON nor XML: the first lines.
    Plain(String),
}

impl Shape {
    /// The value of a key of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Shape> {
        match self {
            Shape::Object(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether it is an object with all these keys.
    #[must_use]
    pub fn has(&self, keys: &[&str]) -> bool {
        keys.iter().all(|key| self.get(key).is_some())
    }

    /// The text of a key of an object.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Shape::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The first item of an array that is not empty.
    #[must_use]
    pub fn first(&self) -> Option<&Shape> {
        match self {
            Shape::Array(first) => first.as_deref(),
            _ => None,
        }
    }

    /// Whether it is an array.
    #[must_use]
    pub fn is_array(&self) -> bool {
        matches!(self, Shape::Array(_))
    }

    /// Whether it is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        matches!(self, Shape::Object(_))
    }
}

impl Input {
    /// The outline of the document. Reading stops as soon as `enough` says of the part that has been read that it tells all.
    ///
    /// # Errors
    ///
    /// When it cannot be opened, or is JSON that breaks off or is malformed before `enough` is content.
    pub fn shape(&self, enough: &dyn Fn(&Shape) -> bool) -> Result<Shape, Refusal> {
        let mut head = Vec::with_capacity(HEAD);
        let mut start = self.text()?.take(HEAD as u64);
        start.read_to_end(&mut head).map_err(|error| super::json::unreadable(&error.to_string(), false))?;
        let mut text = String::from_utf8_lossy(&head).into_owned();
        let begin = text.trim_start();
        if begin.starts_with('<') {
            return Ok(xml(begin).unwrap_or(Shape::Plain(text)));
        }
        let is_json = begin.starts_with(['{', '"'])
            || begin.starts_with('[') && !begin.starts_with("[![")
            || matches!(begin.trim_end(), "null" | "true" | "false");
        if !is_json {
            text.truncate(text.trim_end_matches('\u{fffd}').len());
            return Ok(Shape::Plain(text));
        }
        let root = RefCell::new(Vec::new());
        let seed = Outline { depth: 0, root: Some(Root { entries: &root, enough }) };
        match self.json_seed(seed) {
            Ok(shape) => Ok(shape),
            Err(error) => {
                // It was stopped on purpose, or what came before the mistake was all that there was to know: the reader
                // of the format will meet the mistake again, and can say more.
                let shape = Shape::Object(root.into_inner());
                if enough(&shape) { Ok(shape) } else { Err(error) }
            }
        }
    }
}

/// The root of an XML document, found in its first bytes.
fn xml(text: &str) -> Option<Shape> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')?..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")? + 3..];
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            rest = &rest[rest.find('>')? + 1..];
        } else {
            break;
        }
    }
    let tag = &rest[1..rest.find('>')?];
    let name = tag.split([' ', '\t', '\r', '\n', '/']).next()?;
    let local = name.rsplit(':').next()?;
    let quoted = |text: &str| {
        let quote = text.chars().next()?;
        Some(text[1..].split(quote).next()?.to_owned())
    };
    let namespace =
        tag.split_once("xmlns").and_then(|(_, rest)| quoted(rest.split_once('=')?.1.trim_start()));
    Some(Shape::Xml { root: local.to_owned(), namespace: namespace.unwrap_or_default() })
}

/// The object at the top, whose entries are looked at as they come.
struct Root<'a> {
    entries: &'a RefCell<Vec<(String, Shape)>>,
    enough: &'a dyn Fn(&Shape) -> bool,
}

/// Reads an outline.
struct Outline<'a> {
    depth: usize,
    root: Option<Root<'a>>,
}

impl<'de> DeserializeSeed<'de> for Outline<'_> {
    type Value = Shape;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Shape, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Outline<'_> {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Shape, E> {
        Ok(Shape::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Number)
    }

    fn visit_str<E>(self, text: &str) -> Result<Shape, E> {
        Ok(Shape::Text(text.chars().take(TEXT).collect()))
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Shape, A::Error> {
        if self.depth >= DEPTH {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Shape::Deep);
        }
        let first = seq.next_element_seed(Outline { depth: self.depth + 1, root: None })?;
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Shape::Array(first.map(Box::new)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        if self.depth >= DEPTH {
            while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Shape::Deep);
        }
        let mut own = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            if own.len() == KEYS {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let value = map.next_value_seed(Outline { depth: self.depth + 1, root: None })?;
            own.push((key, value));
            if let Some(root) = &self.root {
                let shape = Shape::Object(std::mem::take(&mut own));
                let stop = (root.enough)(&shape);
                if let Shape::Object(entries) = shape {
                    own = entries;
                }
                if stop {
                    *root.entries.borrow_mut() = own;
                    return Err(A::Error::custom("that is enough"));
                }
            }
        }
        Ok(Shape::Object(own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> Result<Shape, Refusal> {
        Input::memory("report", text.as_bytes().to_vec()).shape(&|_| false)
    }

    #[test]
    fn json_by_its_outline() {
        let of = shape(r#"{"a": [{"b": 1}, 2], "c": "d", "e": null, "f": []}"#).expect("JSON");
        assert!(of.has(&["a", "c", "e"]) && !of.has(&["a", "g"]));
        assert_eq!(of.text("c"), Some("d"));
        let inner = of.get("a").and_then(Shape::first).and_then(|first| first.get("b"));
        assert_eq!(inner, Some(&Shape::Number));
        assert_eq!(of.get("f"), Some(&Shape::Array(None)));
        assert_eq!(shape(" null\n"), Ok(Shape::Null));
        assert_eq!(shape("[]"), Ok(Shape::Array(None)));
        assert!(shape(r#"{"a": ["#).is_err());
    }

    #[test]
    fn reading_stops_when_it_is_enough() {
        let broken = Input::memory("report", br#"{"a": 1, "b": 2, "c": oops"#.to_vec());
        let of = broken.shape(&|shape| shape.has(&["a", "b"])).expect("enough was read");
        assert!(of.has(&["a", "b"]) && !of.has(&["c"]));
        assert!(broken.shape(&|shape| shape.has(&["d"])).is_err());
    }

    #[test]
    fn an_object_of_a_million_keys_takes_no_longer_than_others() {
        let keys: Vec<String> = (0..1_000_000).map(|at| format!("\"k{at}\":0")).collect();
        let text = format!("{{{}}}", keys.join(","));
        let started = std::time::Instant::now();
        let of =
            Input::memory("report", text.into_bytes()).shape(&|shape| shape.has(&["none"])).expect("JSON");
        assert!(matches!(of, Shape::Object(entries) if entries.len() == KEYS));
        assert!(started.elapsed().as_secs() < 60, "it grows with the square");
    }

    #[test]
    fn xml_by_its_root() {
        let text =
            "<?xml version='1.0'?>\n<!-- <a> -->\n<x:analysis xmlns:x = \"urn:a\" v='1'><b/></x:analysis>";
        let xml = Shape::Xml { root: "analysis".to_owned(), namespace: "urn:a".to_owned() };
        assert_eq!(shape(text), Ok(xml));
        let none = Shape::Xml { root: "testsuites".to_owned(), namespace: String::new() };
        assert_eq!(shape("<testsuites/>"), Ok(none));
    }

    #[test]
    fn other_text_by_its_first_lines() {
        assert_eq!(shape("a.py:1:1: S101 x\n"), Ok(Shape::Plain("a.py:1:1: S101 x\n".to_owned())));
    }
}
