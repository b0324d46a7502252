//! Values as reports really have them: a number that is a text, a list that is one item, `null` where nothing is known. Small
//! helpers that several readers share; what is of one format stays with its reader.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// How many characters of a message are kept.
const MESSAGE: usize = 300;

/// How many sentences of one kind a scan keeps.
const SENTENCES: usize = 10;

/// A text, or a number or a truth value as its text; `None` for `null`, for a blank text and for anything else.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(Value::deserialize(deserializer)?.text())
}

/// A number, or a text that is one.
pub(super) fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Number(number) => Some(number),
        Value::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
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
    Ok(match Value::deserialize(deserializer)? {
        Value::Bool(flag) => flag,
        Value::Text(text) => text.trim().eq_ignore_ascii_case("true"),
        _ => false,
    })
}

/// The texts of a list, or one text alone.
pub(super) fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::List(items) => items.into_iter().filter_map(Value::text).collect(),
        other => other.text().into_iter().collect(),
    })
}

/// The value, or its default for `null`.
pub(super) fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// Any value; of objects nothing is kept.
enum Value {
    Text(String),
    Number(f64),
    Bool(bool),
    List(Vec<Value>),
    Other,
}

impl Value {
    fn text(self) -> Option<String> {
        match self {
            Value::Text(text) => Some(text).filter(|text| !text.trim().is_empty()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            Value::List(_) | Value::Other => None,
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number as f64))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Value::Other)
    }
}

/// A text as one line, not too long for a message, without control characters.
pub(super) fn line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|character: char| character.is_whitespace() || character.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > 4 * MESSAGE {
            break;
        }
    }
    if let Some((cut, _)) = line.char_indices().nth(MESSAGE) {
        line.truncate(cut);
        line.push('…');
    }
    line
}

/// The first sentences, and how many more there are.
pub(super) fn few(sentences: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut all = sentences.into_iter();
    let mut few: Vec<String> = all.by_ref().take(SENTENCES).collect();
    let more = all.count();
    if more > 0 {
        few.push(format!("and {more} more of this kind"));
    }
    few
}

/// A path without the `./` that scanners of the current folder put before it.
pub(super) fn relative(path: &str) -> String {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// A time in the ways that scanners write it. Where no zone is said it is taken for universal time.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    let time = text.parse::<DateTime>().ok().or_else(|| {
        let date = Date::strptime("%Y-%b-%d", text).ok()?;
        Some(date.to_datetime(jiff::civil::Time::midnight()))
    })?;
    time.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
}

/// The number of a weakness: `CWE-79`, `CWE-79: Cross-site Scripting`, `79`.
pub(super) fn cwe(text: &str) -> Option<u32> {
    let text = text.trim();
    let digits = match text.get(..4) {
        Some(start) if start.eq_ignore_ascii_case("cwe-") => &text[4..],
        _ => text,
    };
    let end = digits.find(|character: char| !character.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok().filter(|&number| number > 0)
}

/// The numbers of weaknesses, each once.
pub(super) fn cwes<'a>(texts: impl IntoIterator<Item = &'a String>) -> Vec<u32> {
    let mut numbers: Vec<u32> = Vec::new();
    for number in texts.into_iter().filter_map(|text| cwe(text)) {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    numbers
}

/// The score of a CVSS vector of any version (<https://www.first.org/cvss/>).
pub(super) fn vector_score(vector: &str) -> Option<f64> {
    vector.trim().parse::<cvss::Cvss>().ok().map(|vector| vector.score())
}

/// A score as scores are said, with one decimal: single-precision ones come as `9.100000381469727`.
pub(super) fn rounded(score: f64) -> f64 {
    (score * 10.0).round() / 10.0
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

    #[test]
    fn times_in_any_form() {
        for (text, time) in [
            ("2024-11-27T08:16:10.454941200Z", Some("2024-11-27T08:16:10.4549412Z")),
            ("2016-11-05T14:52:15.748-0400", Some("2016-11-05T18:52:15.748Z")),
            ("2020-01-28T03:26:02", Some("2020-01-28T03:26:02Z")),
            ("2022-04-30 08:16:30", Some("2022-04-30T08:16:30Z")),
            ("2020-12-10", Some("2020-12-10T00:00:00Z")),
            ("2022-Feb-03", Some("2022-02-03T00:00:00Z")),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(super::time(text), time.map(|time| time.parse().expect("a time")), "{text}");
        }
    }

    #[test]
    fn weaknesses_and_scores() {
        for (text, number) in
            [("CWE-79: XSS", Some(79)), ("cwe-20 Input", Some(20)), ("611", Some(611)), ("A1:2017", None)]
        {
            assert_eq!(cwe(text), number, "{text}");
        }
        assert_eq!(vector_score("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"), Some(9.8));
        assert_eq!(vector_score("AV:N/AC:L/Au:N/C:P/I:P/A:P").map(rounded), Some(7.5));
        assert!(vector_score("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N").is_some());
        assert_eq!(vector_score("nonsense"), None);
    }

    #[test]
    fn messages_are_one_line() {
        assert_eq!(line(" a\n\tb\u{1b}[31m  c\r\n"), "a b [31m c");
        assert_eq!(line(&"é ".repeat(5000)).chars().count(), MESSAGE + 1);
        assert_eq!(
            few((0..12).map(|n| n.to_string())).last().map(String::as_str),
            Some("and 2 more of this kind")
        );
    }
}
