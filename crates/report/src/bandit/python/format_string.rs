//! The syntax of Python's `str.format` templates: literal text, replacement fields, and the names inside them.

/// A stretch of a template: literal text, and the field behind it if there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'t> {
    /// With doubled braces already single.
    pub(crate) literal: &'t str,
    pub(crate) field: Option<Field<'t>>,
}

/// A replacement field: `{name!conversion:spec}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field<'t> {
    pub(crate) name: &'t str,
    pub(crate) conversion: Option<char>,
    pub(crate) spec: &'t str,
}

/// Splits a template as `string.Formatter().parse` does; the error is what its `ValueError` says.
pub(crate) fn parse(template: &str) -> Result<Vec<Piece<'_>>, &'static str> {
    let mut cursor = Cursor { text: template, at: 0 };
    let mut pieces = Vec::new();
    while !cursor.at_end() {
        pieces.push(cursor.piece()?);
    }
    Ok(pieces)
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn piece(&mut self) -> Result<Piece<'t>, &'static str> {
        let start = self.at;
        let Some(stop) = self.text[start..].find(['{', '}']) else {
            self.at = self.text.len();
            return Ok(Piece { literal: &self.text[start..], field: None });
        };
        let brace = self.text.as_bytes()[start + stop];
        self.at = start + stop + 1;
        if self.text.as_bytes().get(self.at) == Some(&brace) {
            // A doubled brace ends a piece, so that its first half stands for both.
            let literal = &self.text[start..self.at];
            self.at += 1;
            return Ok(Piece { literal, field: None });
        }
        if brace == b'}' {
            return Err("Single '}' encountered in format string");
        }
        if self.at_end() {
            return Err("Single '{' encountered in format string");
        }
        let literal = &self.text[start..start + stop];
        Ok(Piece { literal, field: Some(self.field()?) })
    }

    fn field(&mut self) -> Result<Field<'t>, &'static str> {
        let start = self.at;
        let mut last = None;
        while let Some(c) = self.next() {
            last = Some(c);
            match c {
                '{' => return Err("unexpected '{' in field name"),
                '[' => {
                    while self.peek().is_some_and(|c| c != ']') {
                        self.next();
                    }
                }
                '}' | ':' | '!' => break,
                _ => {}
            }
        }
        let mut field = Field { name: "", conversion: None, spec: "" };
        match last {
            Some('}') => {
                field.name = &self.text[start..self.at - 1];
                return Ok(field);
            }
            Some(':') => {}
            Some('!') => {}
            _ => return Err("expected '}' before end of string"),
        }
        field.name = &self.text[start..self.at - 1];
        if last == Some('!') {
            field.conversion = self.next();
            if field.conversion.is_none() {
                return Err("end of string while looking for conversion specifier");
            }
            match self.next() {
                Some('}') => return Ok(field),
                Some(':') | None => {}
                Some(_) => return Err("expected ':' after conversion specifier"),
            }
        }
        let start = self.at;
        let mut depth = 1;
        while let Some(c) = self.next() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                field.spec = &self.text[start..self.at - 1];
                return Ok(field);
            }
        }
        Err("unmatched '{' in format spec")
    }
}

/// The start of a field's name: which argument it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum First<'t> {
    /// By position, said or counted.
    Positional,
    Named(&'t str),
}

/// A step from a value to one of its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step<'t> {
    Attribute(&'t str),
    Index(usize),
    Key(&'t str),
}

/// The first part of a field's name, and the rest for [`steps`].
pub(crate) fn split_name(name: &str) -> Result<(First<'_>, &str), &'static str> {
    let (first, rest) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
    let positional = first.is_empty() || index(first)?.is_some();
    Ok((if positional { First::Positional } else { First::Named(first) }, rest))
}

/// The steps that follow the first part of a name, each read when it is asked for.
pub(crate) fn steps(mut rest: &str) -> impl Iterator<Item = Result<Step<'_>, &'static str>> {
    std::iter::from_fn(move || {
        let mut chars = rest.chars();
        let (name, is_attribute) = match chars.next()? {
            '.' => {
                let tail = chars.as_str();
                let (name, tail) = tail.split_at(tail.find(['.', '[']).unwrap_or(tail.len()));
                rest = tail;
                (name, true)
            }
            '[' => {
                let Some((name, tail)) = chars.as_str().split_once(']') else {
                    return Some(Err("Missing ']' in format string"));
                };
                rest = tail;
                (name, false)
            }
            _ => return Some(Err("Only '.' or '[' may follow ']' in format field specifier")),
        };
        let number = if is_attribute { Ok(None) } else { index(name) };
        Some(match number {
            Err(message) => Err(message),
            Ok(_) if name.is_empty() => Err("Empty attribute in format string"),
            Ok(Some(number)) => Ok(Step::Index(number)),
            Ok(None) if is_attribute => Ok(Step::Attribute(name)),
            Ok(None) => Ok(Step::Key(name)),
        })
    })
}

/// The number that a text of digits is, none if it is another text.
fn index(text: &str) -> Result<Option<usize>, &'static str> {
    if text.is_empty() || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(None);
    }
    match text.parse::<isize>() {
        Ok(number) => Ok(usize::try_from(number).ok()),
        Err(_) => Err("Too many decimal digits in format string"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::parse;
    use crate::bandit::python::recorded;

    #[test]
    fn templates_are_split_as_python_splits_them() {
        recorded::each("format_string", |case| {
            let got = match parse(case["text"].as_str().expect("a text")) {
                Err(message) => json!(message),
                Ok(pieces) => pieces
                    .iter()
                    .map(|piece| match piece.field {
                        None => json!([piece.literal, null, null, null]),
                        Some(field) => {
                            let conversion = field.conversion.map(String::from);
                            json!([piece.literal, field.name, field.spec, conversion])
                        }
                    })
                    .collect::<Value>(),
            };
            (case["parsed"].clone(), got)
        });
    }
}
