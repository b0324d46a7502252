//! Literals as the values that Bandit's checks compare: its `Context._get_literal_value`.
//!
//! Booleans and `None` become the strings of their names and so does any plain name: a check that asks for `'True'`
//! finds `True`, `"True"` and a variable called `True` alike.

use std::borrow::Cow;

use crate::ast::{Expr, ExprDict, ExprNumberLiteral, Number};
use crate::pystr;
use crate::semantic::number::TooManyDigits;
use crate::semantic::{ast_repr, number};

/// The value of an expression that is literal enough.
#[derive(Debug, Clone)]
pub enum Literal<'a> {
    /// A string, a name, a boolean, or `None`.
    Str(&'a str),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A number.
    Number(&'a ExprNumberLiteral),
    /// `...`
    Ellipsis,
    /// A list of values; what is not literal is none.
    List(Vec<Option<Literal<'a>>>),
    /// A tuple of values.
    Tuple(Vec<Option<Literal<'a>>>),
    /// A set of values.
    Set(Vec<Option<Literal<'a>>>),
    /// A dictionary, whose keys and values stay syntax.
    Dict(&'a ExprDict),
}

/// A value that Python cannot put into a set: the check that asked for it ends there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unhashable {
    /// The type of the set's element: `list`, `tuple`.
    element: &'static str,
    /// The type that has no hash: the element's, or that of something in it.
    culprit: &'static str,
}

impl std::fmt::Display for Unhashable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot use '{}' as a set element (unhashable type: '{}')", self.element, self.culprit)
    }
}

/// The value of an expression, none where it is not literal.
///
/// # Errors
///
/// Where a set holds what cannot be in a set.
pub fn value(expr: &Expr) -> Result<Option<Literal<'_>>, Unhashable> {
    Ok(Some(match expr {
        Expr::StringLiteral(s) => Literal::Str(s.value.to_str()),
        Expr::BytesLiteral(b) => Literal::Bytes(b.value.bytes().collect()),
        Expr::NumberLiteral(n) => Literal::Number(n),
        Expr::BooleanLiteral(b) => Literal::Str(if b.value { "True" } else { "False" }),
        Expr::NoneLiteral(_) => Literal::Str("None"),
        Expr::EllipsisLiteral(_) => Literal::Ellipsis,
        Expr::List(list) => Literal::List(values(&list.elts)?),
        Expr::Tuple(tuple) => Literal::Tuple(values(&tuple.elts)?),
        Expr::Set(set) => {
            // One after the other: the first that cannot be in it ends all, whatever the next would say.
            let mut elements = Vec::with_capacity(set.elts.len());
            for element in &set.elts {
                let element = value(element)?;
                if let Some(element) = &element
                    && let Some(culprit) = element.unhashable()
                {
                    return Err(Unhashable { element: element.type_name(), culprit });
                }
                elements.push(element);
            }
            Literal::Set(elements)
        }
        Expr::Dict(dict) => Literal::Dict(dict),
        Expr::Name(name) => Literal::Str(name.id.as_str()),
        _ => return Ok(None),
    }))
}

fn values(exprs: &[Expr]) -> Result<Vec<Option<Literal<'_>>>, Unhashable> {
    exprs.iter().map(value).collect()
}

/// The value of an argument: an attribute counts as the name of its last part.
///
/// # Errors
///
/// As [`value`].
pub fn argument(expr: &Expr) -> Result<Option<Literal<'_>>, Unhashable> {
    match expr {
        Expr::Attribute(attribute) => Ok(Some(Literal::Str(attribute.attr.as_str()))),
        _ => value(expr),
    }
}

impl<'a> Literal<'a> {
    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&'a str> {
        if let Literal::Str(text) = *self { Some(text) } else { None }
    }

    /// Whether it equals that string.
    #[must_use]
    pub fn is(&self, text: &str) -> bool {
        self.as_str() == Some(text)
    }

    /// Whether it equals that integer, as Python compares numbers.
    #[must_use]
    pub fn is_int(&self, wanted: i64) -> bool {
        let Literal::Number(literal) = self else { return false };
        match &literal.value {
            Number::Int(int) => int.as_i64() == Some(wanted),
            #[expect(clippy::cast_precision_loss, reason = "the integers asked for are small")]
            Number::Float(x) => *x == wanted as f64,
            Number::Complex { imag, .. } => *imag == 0.0 && wanted == 0,
        }
    }

    /// Whether Python takes it for true.
    #[must_use]
    pub fn is_truthy(&self) -> bool {
        match self {
            Literal::Str(text) => !text.is_empty(),
            Literal::Bytes(bytes) => !bytes.is_empty(),
            Literal::Number(literal) => match &literal.value {
                Number::Int(int) => int.as_u64() != Some(0),
                Number::Float(x) => *x != 0.0,
                Number::Complex { imag, .. } => *imag != 0.0,
            },
            Literal::Ellipsis => true,
            Literal::List(items) | Literal::Tuple(items) | Literal::Set(items) => !items.is_empty(),
            Literal::Dict(dict) => !dict.items.is_empty(),
        }
    }

    /// What Python calls its type.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Literal::Str(_) => "str",
            Literal::Bytes(_) => "bytes",
            Literal::Number(literal) => match literal.value {
                Number::Int(_) => "int",
                Number::Float(_) => "float",
                Number::Complex { .. } => "complex",
            },
            Literal::Ellipsis => "ellipsis",
            Literal::List(_) => "list",
            Literal::Tuple(_) => "tuple",
            Literal::Set(_) => "set",
            Literal::Dict(_) => "dict",
        }
    }

    /// The type that keeps it from having a hash.
    #[must_use]
    pub fn unhashable(&self) -> Option<&'static str> {
        match self {
            Literal::List(_) | Literal::Set(_) | Literal::Dict(_) => Some(self.type_name()),
            Literal::Tuple(items) => items.iter().flatten().find_map(Literal::unhashable),
            _ => None,
        }
    }

    /// `repr`. The keys and values of a dictionary are syntax. `text` is that of the file.
    ///
    /// # Errors
    ///
    /// Where it would show an integer of more digits than Python prints.
    pub fn repr(&self, text: &str) -> Result<String, TooManyDigits> {
        let list = |items: &[Option<Literal<'_>>]| -> Result<String, TooManyDigits> {
            let items = items.iter().map(|i| i.as_ref().map_or(Ok("None".into()), |i| i.repr(text)));
            Ok(items.collect::<Result<Vec<String>, TooManyDigits>>()?.join(", "))
        };
        Ok(match self {
            Literal::Str(text) => pystr::repr(text),
            Literal::Bytes(bytes) => pystr::bytes_repr(bytes),
            Literal::Number(literal) => number::repr_number(literal)?,
            Literal::Ellipsis => "Ellipsis".into(),
            Literal::List(items) => format!("[{}]", list(items)?),
            Literal::Tuple(items) if items.len() == 1 => format!("({},)", list(items)?),
            Literal::Tuple(items) => format!("({})", list(items)?),
            Literal::Set(items) if items.is_empty() => "set()".into(),
            Literal::Set(items) => format!("{{{}}}", list(items)?),
            Literal::Dict(dict) => repr_dict(dict, text)?,
        })
    }

    /// `str`: a string's own text, `repr` for the rest.
    ///
    /// # Errors
    ///
    /// As [`Literal::repr`].
    pub fn to_text(&self, text: &str) -> Result<Cow<'a, str>, TooManyDigits> {
        self.as_str().map_or_else(|| Ok(self.repr(text)?.into()), |text| Ok(text.into()))
    }
}

/// `repr` of `dict(zip(keys, values))`: all `**` share the key `None`, where the last value stays at the first's place.
fn repr_dict(dict: &ExprDict, text: &str) -> Result<String, TooManyDigits> {
    let last_unpacked = dict.items.iter().rev().find(|item| item.key.is_none());
    let mut unpacked = last_unpacked.map(|item| &item.value);
    let mut entries = Vec::with_capacity(dict.items.len());
    for item in &dict.items {
        let (key, value) = match &item.key {
            Some(key) => (ast_repr::repr(key, text)?, &item.value),
            None => match unpacked.take() {
                Some(value) => ("None".to_owned(), value),
                None => continue,
            },
        };
        entries.push(format!("{key}: {}", ast_repr::repr(value, text)?));
    }
    Ok(format!("{{{}}}", entries.join(", ")))
}

/// `str` of a constant's value, none where the expression is no constant.
///
/// # Errors
///
/// As [`Literal::repr`].
pub fn constant_text(expr: &Expr) -> Result<Option<Cow<'_, str>>, TooManyDigits> {
    Ok(match expr {
        Expr::StringLiteral(s) => Some(s.value.to_str().into()),
        Expr::BytesLiteral(b) => Some(pystr::bytes_repr(&b.value.bytes().collect::<Vec<u8>>()).into()),
        Expr::NumberLiteral(n) => Some(number::repr_number(n)?.into()),
        Expr::BooleanLiteral(b) => Some(if b.value { "True" } else { "False" }.into()),
        Expr::NoneLiteral(_) => Some("None".into()),
        Expr::EllipsisLiteral(_) => Some("Ellipsis".into()),
        _ => None,
    })
}

/// Whether the value of some argument or keyword cannot be had: a set among them holds what no set can.
#[must_use]
pub fn may_be_unhashable(expr: &Expr) -> bool {
    match expr {
        Expr::Set(_) => true,
        Expr::List(list) => list.elts.iter().any(may_be_unhashable),
        Expr::Tuple(tuple) => tuple.elts.iter().any(may_be_unhashable),
        _ => false,
    }
}
