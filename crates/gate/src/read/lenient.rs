//! Values as reports really have them: a number that is a text, a list that is one item, `null` where nothing is known. For
//! fields that a finding can do without; what a finding is nothing without, such as its id, is read strictly.

use std::fmt;
use std::marker::PhantomData;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A text, or a number or a truth value as its text; `None` for `null`, for a blank text and for anything else.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Scalar::deserialize(deserializer)?.text())
}

/// A number, or a text that is one.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(match Scalar::deserialize(deserializer)? {
        Scalar::Number(number) => Some(number),
        Scalar::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
        _ => None,
    })
}

/// A number from 1, as lines and columns are.
pub(super) fn place<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u32>, D::Error> {
    let number = number(deserializer)?.filter(|number| (1.0..f64::from(u32::MAX)).contains(number));
    // It is in the range.
    Ok(number.map(|number| number as u32))
}

/// Whether it is true, or a text that says so.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    Ok(match Scalar::deserialize(deserializer)? {
        Scalar::Bool(flag) => flag,
        Scalar::Text(text) => text.trim().eq_ignore_ascii_case("true"),
        _ => false,
    })
}

/// The texts of a list, or one text alone.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Scalar::deserialize(deserializer)? {
        Scalar::List(items) => items.into_iter().filter_map(Scalar::text).collect(),
        other => other.text().into_iter().collect(),
    })
}

/// The value, or its default for `null`.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A point in time by RFC 3339; none for another text, and for the year 1 that Go writes where there is none.
pub(super) fn moment<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let time = text(deserializer)?.and_then(|text| text.trim().parse().ok());
    Ok(time.filter(|time| *time > Timestamp::UNIX_EPOCH))
}

/// A list that may be `null`, for a field whose absence means something else.
pub(super) fn some_list<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    or_default(deserializer).map(Some)
}

/// [`text`] as a type of its own.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Text(#[serde(deserialize_with = "text")] pub(super) Option<String>);

/// [`moment`] as a type of its own.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Time(#[serde(deserialize_with = "moment")] pub(super) Option<Timestamp>);

/// [`number`] as a type of its own.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Number(#[serde(deserialize_with = "number")] pub(super) Option<f64>);

/// A text, a number, a truth value or a list of them; of what else there is, nothing is kept.
pub(super) enum Scalar {
    Text(String),
    Number(f64),
    Bool(bool),
    List(Vec<Scalar>),
    Other,
}

impl Scalar {
    fn text(self) -> Option<String> {
        match self {
            Scalar::Text(text) => Some(text).filter(|text| !text.trim().is_empty()),
            Scalar::Number(number) => Some(number.to_string()),
            Scalar::Bool(flag) => Some(flag.to_string()),
            Scalar::List(_) | Scalar::Other => None,
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Scalar, E> {
        Ok(Scalar::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Scalar::List(items))
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

    #[test]
    fn values_in_any_form() {
        #[derive(serde::Deserialize)]
        struct Item {
            #[serde(default, deserialize_with = "text")]
            name: Option<String>,
            #[serde(default, deserialize_with = "number")]
            score: Option<f64>,
            #[serde(default, deserialize_with = "texts")]
            list: Vec<String>,
            #[serde(default, deserialize_with = "place")]
            line: Option<u32>,
        }
        let item = |json: &str| serde_json::from_str::<Item>(json).expect("JSON");
        let of = item(r#"{"name": 5, "score": "7.5", "list": ["a", 1, null, {}], "line": 3.0}"#);
        assert_eq!((of.name.as_deref(), of.score, of.line), (Some("5"), Some(7.5), Some(3)));
        assert_eq!(of.list, ["a", "1"]);
        let of = item(r#"{"name": {"a": [1]}, "score": "high", "list": "a", "line": 0}"#);
        assert_eq!((of.name, of.score, of.list, of.line), (None, None, vec!["a".to_owned()], None));
        let of = item(r#"{"name": " ", "score": null, "list": null}"#);
        assert!(of.name.is_none() && of.score.is_none() && of.list.is_empty());
    }

    #[derive(Deserialize)]
    struct Odd {
        #[serde(default, deserialize_with = "text")]
        text: Option<String>,
        #[serde(default, deserialize_with = "texts")]
        texts: Vec<String>,
        #[serde(default, deserialize_with = "number")]
        number: Option<f64>,
        #[serde(default, deserialize_with = "place")]
        line: Option<u32>,
        #[serde(default, deserialize_with = "moment")]
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
        assert_eq!((values.text.as_deref(), values.texts), (Some("3"), vec!["a".to_owned(), "4".to_owned()]));
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
