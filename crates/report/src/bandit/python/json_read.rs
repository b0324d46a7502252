//! Reads JSON as Python's `json.loads` does, with its words for what is wrong.
//!
//! `serde_json` accepts other texts (no `NaN`, no lone surrogates) and words its errors otherwise.

/// A value, as much of it as a baseline asks for: what lies deeper than [`DEPTH`] is dropped.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// An integer as it was written.
    Int(String),
    Float(f64),
    Str(String),
    List(Vec<Value>),
    /// In the order of the text; the last of equal keys counts.
    Dict(Vec<(String, Value)>),
}

/// How deep containers keep their content. The parser itself goes to any depth without recursion.
const DEPTH: usize = 8;

/// How many digits Python turns into an integer before it refuses.
const DIGITS: usize = 4300;

impl Value {
    /// What Python calls its type.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Value::Null => "NoneType",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::Str(_) => "str",
            Value::List(_) => "list",
            Value::Dict(_) => "dict",
        }
    }

    /// The value under a key, or what Python says to `value[key]`.
    pub(crate) fn item(&self, key: &str) -> Result<&Value, String> {
        match self {
            Value::Dict(entries) => {
                let found = entries.iter().rev().find(|(name, _)| name == key);
                found.map(|(_, value)| value).ok_or_else(|| super::repr::repr(key))
            }
            Value::List(_) => Err("list indices must be integers or slices, not str".to_owned()),
            Value::Str(_) => Err("string indices must be integers, not 'str'".to_owned()),
            other => Err(format!("'{}' object is not subscriptable", other.type_name())),
        }
    }
}

/// What Python says of an integer of too many digits.
pub(crate) fn too_many_digits(count: usize) -> Option<String> {
    (count > DIGITS).then(|| {
        format!(
            "Exceeds the limit ({DIGITS} digits) for integer string conversion: value has {count} digits; \
             use sys.set_int_max_str_digits() to increase the limit"
        )
    })
}

/// Reads a text.
pub(crate) fn parse(text: &str) -> Result<Value, String> {
    let mut parser = Parser { text, at: 0 };
    if text.starts_with('\u{feff}') {
        return Err(parser.error("Unexpected UTF-8 BOM (decode using utf-8-sig)", 0));
    }
    parser.skip_space();
    let value = parser.value()?;
    parser.skip_space();
    if parser.at < text.len() { Err(parser.error("Extra data", parser.at)) } else { Ok(value) }
}

struct Parser<'t> {
    text: &'t str,
    /// In bytes.
    at: usize,
}

/// A container that is still open.
enum Open {
    List(Vec<Value>),
    /// With the key whose value comes next.
    Dict(Vec<(String, Value)>, String),
}

impl Parser<'_> {
    fn value(&mut self) -> Result<Value, String> {
        let mut stack: Vec<Open> = Vec::new();
        loop {
            let mut value = match self.peek() {
                Some(b'{') => {
                    self.at += 1;
                    self.skip_space();
                    if self.peek() == Some(b'}') {
                        self.at += 1;
                        Value::Dict(Vec::new())
                    } else {
                        let key = self.key(None)?;
                        stack.push(Open::Dict(Vec::new(), key));
                        continue;
                    }
                }
                Some(b'[') => {
                    self.at += 1;
                    self.skip_space();
                    if self.peek() == Some(b']') {
                        self.at += 1;
                        Value::List(Vec::new())
                    } else {
                        stack.push(Open::List(Vec::new()));
                        continue;
                    }
                }
                _ => self.scalar()?,
            };
            // The value may be the last of its container, and that the last of its own.
            loop {
                let keep = stack.len() <= DEPTH;
                let Some(mut open) = stack.pop() else { return Ok(value) };
                match &mut open {
                    Open::List(items) if keep => items.push(value),
                    Open::Dict(entries, key) if keep => entries.push((std::mem::take(key), value)),
                    _ => {}
                }
                let close = if matches!(open, Open::List(_)) { b']' } else { b'}' };
                self.skip_space();
                if self.peek() == Some(close) {
                    self.at += 1;
                    value = match open {
                        Open::List(items) => Value::List(items),
                        Open::Dict(entries, _) => Value::Dict(entries),
                    };
                    continue;
                }
                if self.peek() != Some(b',') {
                    return Err(self.error("Expecting ',' delimiter", self.at));
                }
                let comma = self.at;
                self.at += 1;
                self.skip_space();
                match &mut open {
                    Open::List(_) if self.peek() == Some(close) => {
                        return Err(self.error("Illegal trailing comma before end of array", comma));
                    }
                    Open::List(_) => {}
                    Open::Dict(_, key) => *key = self.key(Some(comma))?,
                }
                stack.push(open);
                break;
            }
        }
    }

    /// Reads a key, its colon, and the space around it. `comma` is where the comma before it stands.
    fn key(&mut self, comma: Option<usize>) -> Result<String, String> {
        match (self.peek(), comma) {
            (Some(b'"'), _) => {}
            (Some(b'}'), Some(comma)) => {
                return Err(self.error("Illegal trailing comma before end of object", comma));
            }
            _ => return Err(self.error("Expecting property name enclosed in double quotes", self.at)),
        }
        let key = self.string()?;
        self.skip_space();
        if self.peek() != Some(b':') {
            return Err(self.error("Expecting ':' delimiter", self.at));
        }
        self.at += 1;
        self.skip_space();
        Ok(key)
    }

    fn scalar(&mut self) -> Result<Value, String> {
        let rest = &self.text[self.at..];
        if rest.starts_with('"') {
            return Ok(Value::Str(self.string()?));
        }
        let words = [
            ("null", Value::Null),
            ("true", Value::Bool(true)),
            ("false", Value::Bool(false)),
            ("NaN", Value::Float(f64::NAN)),
            ("Infinity", Value::Float(f64::INFINITY)),
            ("-Infinity", Value::Float(f64::NEG_INFINITY)),
        ];
        for (word, value) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        self.number()
    }

    fn number(&mut self) -> Result<Value, String> {
        let rest = &self.text.as_bytes()[self.at..];
        let digits = |from: usize| rest[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let sign = usize::from(rest.first() == Some(&b'-'));
        let whole = match rest.get(sign) {
            Some(b'0') => 1,
            _ => digits(sign),
        };
        if whole == 0 {
            return Err(self.error("Expecting value", self.at));
        }
        let mut end = sign + whole;
        let integer = end;
        if rest.get(end) == Some(&b'.') && digits(end + 1) > 0 {
            end += 1 + digits(end + 1);
        }
        if matches!(rest.get(end), Some(b'e' | b'E')) {
            let signed = end + 1 + usize::from(matches!(rest.get(end + 1), Some(b'+' | b'-')));
            if signed <= rest.len() && digits(signed) > 0 {
                end = signed + digits(signed);
            }
        }
        let text = &self.text[self.at..self.at + end];
        self.at += end;
        if end == integer {
            return match too_many_digits(whole) {
                Some(message) => Err(message),
                None => Ok(Value::Int(text.to_owned())),
            };
        }
        Ok(Value::Float(text.parse().unwrap_or(f64::NAN)))
    }

    /// Reads a string. What is no Unicode text (a lone surrogate) is written as this project writes such file
    /// names: a byte that was no UTF-8 (Python keeps it as U+DC80 to U+DCFF) as `\xNN`, anything else as `\uNNNN`.
    fn string(&mut self) -> Result<String, String> {
        let begin = self.at;
        let mut value = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let Some(stop) = rest.bytes().position(|b| b == b'"' || b == b'\\' || b < 0x20) else {
                return Err(self.error("Unterminated string starting at", begin));
            };
            value.push_str(&rest[..stop]);
            self.at += stop;
            match rest.as_bytes()[stop] {
                b'"' => {
                    self.at += 1;
                    return Ok(value);
                }
                b'\\' => {}
                _ => return Err(self.error("Invalid control character at", self.at)),
            }
            let escape = self.at;
            let Some(&code) = rest.as_bytes().get(stop + 1) else {
                return Err(self.error("Unterminated string starting at", begin));
            };
            self.at += 2;
            value.push(match code {
                b'"' | b'\\' | b'/' => char::from(code),
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' => {
                    self.unicode_escape(&mut value)?;
                    continue;
                }
                _ => return Err(self.error("Invalid \\escape", escape)),
            });
        }
    }

    /// Reads what follows `\u`, and its other half where it is the first half of a pair.
    fn unicode_escape(&mut self, value: &mut String) -> Result<(), String> {
        let mut unit = self.hex()?;
        if (0xd800..0xdc00).contains(&unit) && self.text[self.at..].starts_with("\\u") {
            let before = self.at;
            self.at += 2;
            let low = self.hex()?;
            if (0xdc00..0xe000).contains(&low) {
                unit = 0x10000 + ((unit - 0xd800) << 10 | (low - 0xdc00));
            } else {
                self.at = before;
            }
        }
        match char::from_u32(unit) {
            Some(c) => value.push(c),
            None if (0xdc80..0xdd00).contains(&unit) => value.push_str(&format!("\\x{:02x}", unit - 0xdc00)),
            None => value.push_str(&format!("\\u{unit:04x}")),
        }
        Ok(())
    }

    fn hex(&mut self) -> Result<u32, String> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let Some(digits) = digits else {
            return Err(self.error("Invalid \\uXXXX escape", self.at - 1));
        };
        self.at += 4;
        Ok(digits.iter().fold(0, |unit, &digit| unit << 4 | char::from(digit).to_digit(16).unwrap_or(0)))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// The message of a `JSONDecodeError`; positions are told in characters.
    fn error(&self, message: &str, at: usize) -> String {
        let before = &self.text[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        format!("{message}: line {line} column {column} (char {})", before.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::{Value, parse};
    use crate::bandit::python::recorded;

    /// Python's answers to well-formed and broken texts.
    #[test]
    fn errors_are_worded_as_python_words_them() {
        recorded::each("json_read", |case| {
            let want = case["error"].as_str();
            let got = parse(case["text"].as_str().expect("a text")).err();
            (want.map(str::to_owned), got)
        });
    }

    #[test]
    fn depth_costs_no_stack() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        assert!(matches!(parse(&deep), Ok(Value::List(_))));
    }

    #[test]
    fn the_last_of_equal_keys_counts() {
        let value = parse(r#"{"a": 1, "a": [2], "b": "\ud83d\ude00 \udcff"}"#).expect("valid");
        assert_eq!(value.item("a"), Ok(&Value::List(vec![Value::Int("2".to_owned())])));
        assert_eq!(value.item("b"), Ok(&Value::Str("\u{1f600} \\xff".to_owned())));
        assert_eq!(value.item("c"), Err("'c'".to_owned()));
    }
}
