//! Values as tools really write them: `null` for what is absent, a number for a text, one for a list of one.
//!
//! For fields that a finding can do without. What a finding is nothing without, such as its id, is read strictly.

use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A text; none for `null`, for a blank one, and for what is no text.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Scalar::deserialize(deserializer)? {
        Scalar::Text(text) if !text.trim().is_empty() => Some(text),
        Scalar::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// The texts of an array, or one text alone.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let Many(items) = Many::<Scalar>::deserialize(deserializer)?;
    let text = |item| match item {
        Scalar::Text(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    };
    Ok(items.into_iter().filter_map(text).collect())
}

/// A number, or a text that is one.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(match Scalar::deserialize(deserializer)? {
        Scalar::Number(number) => Some(number),
        Scalar::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    })
}

/// A line or a column, from 1; tools write 0 or -1 where there is none.
pub(super) fn line<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    Ok(number(deserializer)?
        .filter(|number| (1.0..=f64::from(u32::MAX)).contains(number))
        .map(|number| number as u32))
}

/// A point in time by RFC 3339; none for another text, and for the year 1 that Go writes where there is none.
pub(super) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let time = text(deserializer)?.and_then(|text| text.trim().parse().ok());
    Ok(time.filter(|time| *time > Timestamp::UNIX_EPOCH))
}

/// A list that may be `null`.
pub(super) fn list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Vec<T>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A list that may be `null`, for a field whose absence means something else.
pub(super) fn some_list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    list(deserializer).map(Some)
}

/// [`text`] as a type of its own.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Text(#[serde(deserialize_with = "text")] pub(super) Option<String>);

/// [`time`] as a type of its own.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Time(#[serde(deserialize_with = "time")] pub(super) Option<Timestamp>);

/// [`number`] as a type of its own.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Number(#[serde(deserialize_with = "number")] pub(super) Option<f64>);

/// A text or a number; what else there is, is skipped.
pub(super) enum Scalar {
    Text(String),
    Number(f64),
    Other,
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(text))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number as f64))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Scalar::Other)
    }
}

/// An array, or one item alone, or `null` for none.
pub(super) struct Many<T>(pub(super) Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Many<T>, D::Error> {
        deserializer.deserialize_any(ManyVisitor(PhantomData))
    }
}

struct ManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ManyVisitor<T> {
    type Value = Many<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item or an array of them")
    }

    fn visit_unit<E>(self) -> Result<Many<T>, E> {
        Ok(Many(Vec::new()))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Many<T>, E> {
        T::deserialize(serde::de::value::StrDeserializer::new(text)).map(|item| Many(vec![item]))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Many<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(|item| Many(vec![item]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Many<T>, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Many(items))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Odd {
        #[serde(default, deserialize_with = "text")]
        text: Option<String>,
        #[serde(default, deserialize_with = "texts")]
        texts: Vec<String>,
        #[serde(default, deserialize_with = "number")]
        number: Option<f64>,
        #[serde(default, deserialize_with = "line")]
        line: Option<u32>,
        #[serde(default, deserialize_with = "time")]
        time: Option<Timestamp>,
    }

    fn odd(text: &str) -> Odd {
        serde_json::from_str(text).expect("readable")
    }

    #[test]
    fn odd_values_are_taken_or_left_out() {
        let values = odd(
            r#"{"text": 3, "texts": ["a", null, 4, ""], "number": "7.5", "line": "12", "time": "2024-02-22T19:46:26.37+01:00"}"#,
        );
        assert_eq!((values.text.as_deref(), values.texts), (Some("3"), vec!["a".to_owned()]));
        assert_eq!((values.number, values.line), (Some(7.5), Some(12)));
        assert_eq!(values.time.map(|time| time.to_string()), Some("2024-02-22T18:46:26.37Z".to_owned()));
        for none in [
            r#"{"text": null, "texts": null, "number": null, "line": 0, "time": "0001-01-01T00:00:00Z"}"#,
            r#"{"text": " ", "texts": {}, "number": {"a": 1}, "line": -1, "time": "yesterday"}"#,
            r#"{"text": [1], "texts": [], "number": "high", "line": 1e12, "time": 5}"#,
            "{}",
        ] {
            let values = odd(none);
            assert_eq!(
                (values.text, values.texts, values.number, values.line),
                (None, vec![], None, None),
                "{none}"
            );
            assert_eq!(values.time, None, "{none}");
        }
        assert_eq!(odd(r#"{"texts": "alone"}"#).texts, ["alone"]);
    }
}
