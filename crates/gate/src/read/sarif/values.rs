//! Values that may be of any type: what a field is not meant to hold counts as nothing, since a report that breaks the
//! schema in a corner still tells of its findings.
//!
//! Only for fields that no finding depends on: `runs` and `results` are read strictly.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A text, or a number as a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text(pub(super) Option<String>);

/// A whole number, or a text that is one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Whole(pub(super) Option<i64>);

/// A number, or a text that is one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Number(pub(super) Option<f64>);

/// Yes or no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Flag(pub(super) Option<bool>);

/// An object of that type; its default for anything else.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Object<T>(pub(super) T);

/// The items of an array.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct List<T>(pub(super) Vec<T>);

/// The first item of an array.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct First<T>(pub(super) Option<T>);

/// The entries of an object, in their order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entries<T>(pub(super) Vec<(String, T)>);

/// Whether there is an array or an object that is not empty.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Filled(pub(super) bool);

impl Text {
    /// The text, unless it is blank.
    pub(super) fn get(&self) -> Option<&str> {
        self.0.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }
}

impl Whole {
    /// The number as a place in an array: -1 stands for none.
    pub(super) fn index(self) -> Option<usize> {
        self.0.and_then(|number| usize::try_from(number).ok())
    }

    /// The number as a line or a column.
    pub(super) fn place(self) -> Option<u32> {
        self.0.and_then(|number| u32::try_from(number).ok()).filter(|&number| number > 0)
    }
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List(Vec::new())
    }
}

impl<T> Default for First<T> {
    fn default() -> First<T> {
        First(None)
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Entries<T> {
        Entries(Vec::new())
    }
}

/// The texts of an array, or one text alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct OneOrMany(pub(super) Vec<Text>);

/// What is made of a value of each kind. All that is not said otherwise is skipped.
pub(super) trait Make<'de>: Sized + Default {
    fn text(_: &str) -> Self {
        Self::default()
    }
    fn number(_: f64) -> Self {
        Self::default()
    }
    fn whole(number: i64) -> Self {
        Self::number(number as f64)
    }
    fn flag(_: bool) -> Self {
        Self::default()
    }
    fn seq<A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
    fn map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
}

/// Makes something of a value of any kind.
pub(super) fn make<'de, D: Deserializer<'de>, M: Make<'de>>(deserializer: D) -> Result<M, D::Error> {
    deserializer.deserialize_any(Any(PhantomData))
}

struct Any<M>(PhantomData<M>);

impl<'de, M: Make<'de>> Visitor<'de> for Any<M> {
    type Value = M;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<M, E> {
        Ok(M::text(text))
    }

    fn visit_i64<E>(self, number: i64) -> Result<M, E> {
        Ok(M::whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<M, E> {
        Ok(i64::try_from(number).map_or_else(|_| M::number(number as f64), M::whole))
    }

    fn visit_f64<E>(self, number: f64) -> Result<M, E> {
        Ok(M::number(number))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<M, E> {
        Ok(M::flag(flag))
    }

    fn visit_unit<E>(self) -> Result<M, E> {
        Ok(M::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<M, A::Error> {
        M::seq(seq)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<M, A::Error> {
        M::map(map)
    }
}

impl<'de> Make<'de> for Text {
    fn text(text: &str) -> Text {
        Text(Some(text.to_owned()))
    }
    fn number(number: f64) -> Text {
        Text(Some(number.to_string()))
    }
}

impl<'de> Make<'de> for Whole {
    fn text(text: &str) -> Whole {
        Whole(text.trim().parse().ok())
    }
    fn number(number: f64) -> Whole {
        // What a double can tell exactly.
        let is_whole = number.fract() == 0.0 && number.abs() < 9e15;
        Whole(is_whole.then_some(number as i64))
    }
    fn whole(number: i64) -> Whole {
        Whole(Some(number))
    }
}

impl<'de> Make<'de> for Number {
    fn text(text: &str) -> Number {
        Number(text.trim().parse().ok().filter(|number: &f64| number.is_finite()))
    }
    fn number(number: f64) -> Number {
        Number(Some(number))
    }
}

impl<'de> Make<'de> for Flag {
    fn text(text: &str) -> Flag {
        Flag(text.trim().to_ascii_lowercase().parse().ok())
    }
    fn flag(flag: bool) -> Flag {
        Flag(Some(flag))
    }
}

impl<'de, T: Deserialize<'de> + Default> Make<'de> for Object<T> {
    fn map<A: MapAccess<'de>>(map: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}

impl<'de, T: Deserialize<'de>> Make<'de> for List<T> {
    fn seq<A: SeqAccess<'de>>(mut seq: A) -> Result<List<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(List(items))
    }
}

impl<'de> Make<'de> for OneOrMany {
    fn text(text: &str) -> OneOrMany {
        OneOrMany(vec![Text::text(text)])
    }
    fn number(number: f64) -> OneOrMany {
        OneOrMany(vec![Text::number(number)])
    }
    fn seq<A: SeqAccess<'de>>(seq: A) -> Result<OneOrMany, A::Error> {
        List::seq(seq).map(|list| OneOrMany(list.0))
    }
}

impl<'de, T: Deserialize<'de>> Make<'de> for First<T> {
    fn seq<A: SeqAccess<'de>>(mut seq: A) -> Result<First<T>, A::Error> {
        let first = seq.next_element()?;
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(First(first))
    }
}

impl<'de, T: Deserialize<'de>> Make<'de> for Entries<T> {
    fn map<A: MapAccess<'de>>(mut map: A) -> Result<Entries<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

impl<'de> Make<'de> for Filled {
    fn seq<A: SeqAccess<'de>>(mut seq: A) -> Result<Filled, A::Error> {
        let mut filled = false;
        while seq.next_element::<IgnoredAny>()?.is_some() {
            filled = true;
        }
        Ok(Filled(filled))
    }
    fn map<A: MapAccess<'de>>(mut map: A) -> Result<Filled, A::Error> {
        let mut filled = false;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            filled = true;
        }
        Ok(Filled(filled))
    }
}

macro_rules! of_any_type {
    ($($name:ident $(<$parameter:ident: $bound:path>)?),+ $(,)?) => {$(
        impl<'de $(, $parameter: Deserialize<'de> + $bound)?> Deserialize<'de> for $name $(<$parameter>)? {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                make(deserializer)
            }
        }
    )+};
}

of_any_type!(Text, Whole, Number, Flag, Filled, OneOrMany, Object<T: Default>, List<T: Sized>, First<T: Sized>, Entries<T: Sized>);

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, serde::Deserialize)]
    #[serde(default)]
    struct Thing {
        text: Text,
        whole: Whole,
        number: Number,
        flag: Flag,
        inner: Object<Inner>,
        list: List<Text>,
        first: First<Whole>,
        entries: Entries<Text>,
        filled: Filled,
    }

    #[derive(Debug, Default, PartialEq, serde::Deserialize)]
    #[serde(default)]
    struct Inner {
        text: Text,
    }

    fn thing(text: &str) -> Thing {
        serde_json::from_str(text).expect("readable")
    }

    #[test]
    fn what_is_of_another_type_is_nothing() {
        for wrong in ["null", "[[], {\"text\": 1}]", "{\"a\": {\"b\": [1]}}", "true"] {
            for key in ["text", "whole", "number"] {
                assert_eq!(thing(&format!("{{\"{key}\": {wrong}}}")), Thing::default(), "{key}: {wrong}");
            }
        }
        for key in ["flag", "inner", "list", "first", "entries", "filled"] {
            assert_eq!(thing(&format!("{{\"{key}\": 3}}")), Thing::default(), "{key}");
            assert_eq!(thing(&format!("{{\"{key}\": \"$unexpanded\"}}")), Thing::default(), "{key}");
        }
    }

    #[test]
    fn values_are_taken_as_they_are_meant() {
        let of = thing(
            r#"{"text": 7, "whole": "3", "number": "7.5", "flag": "True", "inner": {"text": "a", "more": {}},
                "list": ["a", null], "first": [5, "b", {}], "entries": {"a": {"nested": 1}, "b": "c"}, "filled": [0]}"#,
        );
        assert_eq!(
            (of.text.get(), of.whole.index(), of.number.0, of.flag.0),
            (Some("7"), Some(3), Some(7.5), Some(true))
        );
        assert_eq!(
            (of.inner.0.text.get(), of.list.0.len(), of.first.0),
            (Some("a"), 2, Some(Whole(Some(5))))
        );
        assert_eq!((of.entries.0[0].1.get(), of.entries.0[1].1.get(), of.filled.0), (None, Some("c"), true));
        assert_eq!(
            (Whole(Some(-1)).index(), Whole(Some(0)).place(), Whole(Some(1 << 40)).place()),
            (None, None, None)
        );
        assert!(serde_json::from_str::<Thing>(r#"{"text": "a", "text": "b"}"#).is_err(), "twice");
    }
}
