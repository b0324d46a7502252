//! Literals held against configured values: Python's `in`, `==`, `<` and `%d`, with its words where they fail.
//!
//! Bandit takes the values of a configuration as they come: a string where a list should be is searched for its
//! parts, and a number there breaks a check off. How sections are read is in [`options`]. No rule stands here.

use std::cmp::Ordering;

use rustc_hash::FxHashSet;
use stockade_core::ast::Number;
use stockade_core::config::Value;
use stockade_core::semantic::literal::Literal;

use crate::options;
use crate::rule::{Crash, Interest};

/// What stands to the right of an `in` whose left side is a string, made ready for many questions.
#[derive(Debug, Clone)]
pub enum Container {
    /// A list's strings, or a mapping's keys.
    Names(FxHashSet<Box<str>>),
    /// A text, which contains its parts.
    Text(Box<str>),
    /// Something in which Python cannot look.
    Fails(Crash),
}

impl Default for Container {
    fn default() -> Container {
        Container::Names(FxHashSet::default())
    }
}

impl Container {
    /// A value as a container.
    #[must_use]
    pub fn new(value: &Value) -> Container {
        let names = |values: &mut dyn Iterator<Item = &Value>| {
            Container::Names(values.filter_map(Value::as_str).map(Into::into).collect())
        };
        match value {
            Value::List(items) => names(&mut items.iter()),
            Value::Map(entries) => names(&mut entries.iter().map(|(key, _)| key)),
            Value::Str(text) => Container::Text(text.as_str().into()),
            // Whatever is asked for, the answer is the same.
            _ => options::contains(value, "").map_or_else(Container::Fails, |_| Container::default()),
        }
    }

    /// `section[key]` as a container.
    #[must_use]
    pub fn at(section: &Value, key: &str) -> Container {
        options::item(section, key).map_or_else(Container::Fails, Container::new)
    }

    /// `text in self`
    ///
    /// # Errors
    ///
    /// Where Python cannot look into it.
    pub fn contains(&self, text: &str) -> Result<bool, Crash> {
        match self {
            Container::Names(names) => Ok(names.contains(text)),
            Container::Text(whole) => Ok(whole.contains(text)),
            Container::Fails(crash) => Err(crash.clone()),
        }
    }

    /// The calls whose qualified names can be in one of these, or break the question off.
    #[must_use]
    pub fn interest<'o>(containers: &[&'o Container]) -> Interest<'o> {
        let mut last_names = Vec::new();
        for container in containers {
            let Container::Names(names) = container else { return Interest::Any };
            last_names.extend(names.iter().map(|name| name.rsplit('.').next().unwrap_or_default()));
        }
        Interest::Named(last_names)
    }
}

/// `literal == value`, where no literal is `None`.
#[must_use]
pub fn equals(literal: Option<&Literal<'_>>, value: &Value) -> bool {
    let Some(literal) = literal else { return *value == Value::Null };
    match (literal, value) {
        (Literal::Str(text), Value::Str(wanted)) => text == wanted,
        (Literal::Number(_), Value::Int(wanted)) => literal.is_int(*wanted),
        (Literal::Number(_), Value::Bool(wanted)) => literal.is_int(i64::from(*wanted)),
        (Literal::Number(_), Value::Float(wanted)) => number(literal) == Some(*wanted),
        (Literal::List(items), Value::List(wanted)) => {
            items.len() == wanted.len() && items.iter().zip(wanted).all(|(i, w)| equals(i.as_ref(), w))
        }
        // The keys of a literal's dictionary are syntax, which equals nothing that a configuration can hold.
        (Literal::Dict(dict), Value::Map(entries)) => dict.items.is_empty() && entries.is_empty(),
        _ => false,
    }
}

/// `literal < value`, where no literal is `None`.
///
/// # Errors
///
/// Where the two have no order.
pub fn is_less(literal: Option<&Literal<'_>>, value: &Value) -> Result<bool, Crash> {
    match (literal, value) {
        (Some(literal @ Literal::Number(_)), Value::Int(_) | Value::Float(_) | Value::Bool(_)) => {
            if let (Some(left), Some(right)) = (number(literal), number_of(value)) {
                return Ok(left < right);
            }
        }
        (Some(Literal::Str(text)), Value::Str(wanted)) => return Ok(*text < wanted.as_str()),
        (Some(Literal::List(items)), Value::List(wanted)) => {
            let differs = items.iter().zip(wanted).find(|(i, w)| !equals(i.as_ref(), w));
            return match differs {
                Some((item, wanted)) => is_less(item.as_ref(), wanted),
                None => Ok(items.len().cmp(&wanted.len()) == Ordering::Less),
            };
        }
        _ => {}
    }
    Err(no_order(literal.map_or("NoneType", Literal::type_name), value))
}

/// `integer < value`
///
/// # Errors
///
/// Where the two have no order.
pub fn integer_is_less(integer: i64, value: &Value) -> Result<bool, Crash> {
    match value {
        Value::Int(wanted) => Ok(integer < *wanted),
        #[expect(clippy::cast_precision_loss, reason = "what rules compare numbers with is small")]
        Value::Float(_) | Value::Bool(_) => {
            Ok(number_of(value).is_some_and(|wanted| (integer as f64) < wanted))
        }
        _ => Err(no_order("int", value)),
    }
}

fn no_order(left: &str, right: &Value) -> Crash {
    let right = right.type_name();
    Crash::new(format!("'<' not supported between instances of '{left}' and '{right}'"))
}

/// A literal as a real number: none for other types and for complex numbers.
#[expect(clippy::cast_precision_loss, reason = "what rules compare numbers with is small")]
fn number(literal: &Literal<'_>) -> Option<f64> {
    let Literal::Number(node) = literal else { return None };
    match &node.value {
        Number::Int(int) => match int.as_u64() {
            Some(int) => Some(int as f64),
            // Larger than any float it may be, but still finite.
            None => {
                let int = literal.repr("").ok().and_then(|int| int.parse::<f64>().ok());
                Some(int.map_or(f64::MAX, |int| int.min(f64::MAX)))
            }
        },
        Number::Float(x) => Some(*x),
        Number::Complex { .. } => None,
    }
}

#[expect(clippy::cast_precision_loss, reason = "what rules compare numbers with is small")]
fn number_of(value: &Value) -> Option<f64> {
    match value {
        Value::Int(int) => Some(*int as f64),
        Value::Float(x) => Some(*x),
        Value::Bool(b) => Some(f64::from(u8::from(*b))),
        _ => None,
    }
}

/// `"%d" % value`
///
/// # Errors
///
/// Where the value is no number that has an integer.
pub fn format_integer(value: &Value) -> Result<String, Crash> {
    match value {
        Value::Int(int) => Ok(int.to_string()),
        Value::Bool(b) => Ok(u8::from(*b).to_string()),
        Value::Float(x) if x.is_infinite() => Err(Crash::new("cannot convert float infinity to integer")),
        Value::Float(x) if x.is_nan() => Err(Crash::new("cannot convert float NaN to integer")),
        // Adding zero takes the sign off a zero.
        Value::Float(x) => Ok(format!("{:.0}", x.trunc() + 0.0)),
        _ => Err(Crash::new(format!("%d format: a real number is required, not {}", value.type_name()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(items: &[&str]) -> Value {
        Value::List(items.iter().map(|&item| Value::Str(item.into())).collect())
    }

    fn words<T: std::fmt::Debug>(result: Result<T, Crash>) -> String {
        result.expect_err("it fails").0.into_owned()
    }

    #[test]
    fn what_is_in_what() {
        let names = Container::new(&list(&["os.system", "popen"]));
        assert_eq!(names.contains("os.system"), Ok(true));
        assert_eq!(names.contains("system"), Ok(false));
        let text = Container::new(&Value::Str("os.system".into()));
        assert_eq!((text.contains("s.s"), text.contains("")), (Ok(true), Ok(true)));
        let keys = Container::new(&Value::Map(vec![(Value::Str("a".into()), Value::Null)]));
        assert_eq!((keys.contains("a"), keys.contains("b")), (Ok(true), Ok(false)));
        for (value, kind) in
            [(Value::Null, "NoneType"), (Value::Bool(true), "bool"), (Value::Float(0.5), "float")]
        {
            let expected = format!("argument of type '{kind}' is not a container or iterable");
            assert_eq!(words(Container::new(&value).contains("a")), expected);
        }
    }

    #[test]
    fn numbers_as_integers() {
        assert_eq!(format_integer(&Value::Float(5.7)).as_deref(), Ok("5"));
        assert_eq!(format_integer(&Value::Float(-0.5)).as_deref(), Ok("0"));
        assert_eq!(format_integer(&Value::Bool(true)).as_deref(), Ok("1"));
        assert_eq!(words(format_integer(&list(&[]))), "%d format: a real number is required, not list");
        assert_eq!(
            words(format_integer(&Value::Float(f64::INFINITY))),
            "cannot convert float infinity to integer"
        );
    }
}
