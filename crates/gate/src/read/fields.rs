//! Objects whose fields are taken as they come, so that a long array among them is never in memory as a whole.
//!
//! What is short is read by serde's derive; this is for the few levels above the long arrays, and it keeps derive's rules:
//! unknown keys are skipped, and a key that is taken twice is an error.

use std::fmt;

use rustc_hash::FxHashSet;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What takes the fields of an object.
pub(super) trait Fields {
    /// Takes the value of this key from the map and says `true`, or leaves it there to be skipped.
    fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error>;

    /// Called when the object is over; an error is what is wrong with it.
    fn end(&mut self) -> Result<(), String> {
        Ok(())
    }
}

/// One object. Its value is whether there was one: `null` is none.
pub(super) struct Object<'a, F>(pub(super) &'a mut F);

/// An array of objects, one after the other. Its value is how many there were; none for `null`.
pub(super) struct Objects<'a, F>(pub(super) &'a mut F);

/// One object alone, or an array of them.
pub(super) struct OneOrMany<'a, F>(pub(super) &'a mut F);

impl<'de, F: Fields> DeserializeSeed<'de> for Object<'_, F> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: Fields> Visitor<'de> for Object<'_, F> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        let mut taken = FxHashSet::default();
        while let Some(key) = map.next_key::<String>()? {
            if taken.contains(&key) {
                return Err(A::Error::custom(format_args!("duplicate field `{key}`")));
            }
            if self.0.field(&key, &mut map)? {
                taken.insert(key);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        self.0.end().map_err(A::Error::custom)?;
        Ok(true)
    }
}

impl<'de, F: Fields> DeserializeSeed<'de> for Objects<'_, F> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: Fields> Visitor<'de> for Objects<'_, F> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_unit<E>(self) -> Result<Option<usize>, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Option<usize>, A::Error> {
        let mut count = 0;
        while seq.next_element_seed(Object(&mut *self.0))?.is_some() {
            count += 1;
        }
        Ok(Some(count))
    }
}

impl<'de, F: Fields> DeserializeSeed<'de> for OneOrMany<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: Fields> Visitor<'de> for OneOrMany<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or an array of objects")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        Object(self.0).visit_map(map).map(|_| ())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        Objects(self.0).visit_seq(seq).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Input;

    #[derive(Default)]
    struct Sum {
        of_one: u64,
        all: Vec<u64>,
    }

    impl Fields for Sum {
        fn field<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
            match key {
                "a" | "b" => self.of_one += map.next_value::<u64>()?,
                _ => return Ok(false),
            }
            Ok(true)
        }

        fn end(&mut self) -> Result<(), String> {
            self.all.push(std::mem::take(&mut self.of_one));
            Ok(())
        }
    }

    #[test]
    fn fields_are_taken_skipped_and_never_twice() {
        let read = |text: &str| {
            let mut sum = Sum::default();
            Input::memory("x", text.into()).json_seed(Objects(&mut sum)).map(|count| (count, sum.all))
        };
        assert_eq!(read(r#"[{"c": [{}], "b": 2, "a": 1}, null, {}]"#), Ok((Some(3), vec![3, 0])));
        assert_eq!(read("null"), Ok((None, vec![])));
        assert!(
            read(r#"[{"a": 1, "a": 2}]"#).is_err_and(|error| error.cause.contains("duplicate field `a`"))
        );
        assert!(read(r#"[{"c": 1, "c": 2}]"#).is_ok());
        assert!(read("[1]").is_err() && read(r#"{"a": 1}"#).is_err());
        for (text, all) in [(r#"{"a": 1}"#, vec![1]), (r#"[{"a": 1}, {"b": 2}]"#, vec![1, 2])] {
            let mut sum = Sum::default();
            Input::memory("x", text.into()).json_seed(OneOrMany(&mut sum)).expect("read");
            assert_eq!(sum.all, all);
        }
    }
}
