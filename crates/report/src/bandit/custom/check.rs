//! Python's `string.Formatter().vformat` of a template in which `line` is 0 and any other name a string: only
//! whether it fails, and with what.

use crate::bandit::python::format_spec::{format_int, format_str};
use crate::bandit::python::format_string::{Field, First, Piece, Step, parse, split_name, steps};
use crate::bandit::python::repr::{ascii, repr};

/// Why a template cannot be used.
pub(super) enum Error {
    /// A `ValueError`, which Bandit takes for the template's fault.
    Value(String),
    /// Any other exception, with which Bandit fails.
    Other(String),
}

impl Error {
    /// What formatting fails with is a `ValueError`, save want of memory, which has no words.
    fn of_format(message: String) -> Error {
        if message.is_empty() { Error::Other(message) } else { Error::Value(message) }
    }
}

impl From<&str> for Error {
    fn from(message: &str) -> Error {
        Error::Value(message.to_owned())
    }
}

/// A value that a field can come to.
enum Value {
    Int(u64),
    Str(String),
    /// A method, or whatever else a value has.
    Object,
}

/// How deep specifiers may lie in each other.
const DEPTH: usize = 2;

/// Checks a template.
pub(super) fn check(pieces: &[Piece]) -> Result<(), Error> {
    expand(pieces, DEPTH).map(drop)
}

fn expand(pieces: &[Piece], depth: usize) -> Result<String, Error> {
    let mut out = String::new();
    for piece in pieces {
        out.push_str(piece.literal);
        let Some(field) = piece.field else { continue };
        let value = convert(get(field.name)?, &field)?;
        let pieces = parse(field.spec);
        let depth = depth.checked_sub(1).ok_or("Max string recursion exceeded")?;
        let spec = expand(&pieces?, depth)?;
        out.push_str(&format(&value, &spec)?);
    }
    Ok(out)
}

fn get(name: &str) -> Result<Value, Error> {
    let (First::Named(first), rest) = split_name(name)? else {
        return Err(Error::Other("tuple index out of range".to_owned()));
    };
    let mut value = if first == "line" { Value::Int(0) } else { Value::Str(format!("{{{first}}}")) };
    for step in steps(rest) {
        value = take(value, step?)?;
    }
    Ok(value)
}

fn take(value: Value, step: Step) -> Result<Value, Error> {
    let fail = |message: String| Err(Error::Other(message));
    match (&value, step) {
        (Value::Int(_), Step::Attribute(name)) => attribute(value, "int", INT, name),
        (Value::Str(_), Step::Attribute(name)) => attribute(value, "str", STR, name),
        // What lies deeper is taken to be there.
        (Value::Object, Step::Attribute(_)) => Ok(Value::Object),
        (Value::Str(text), Step::Index(at)) => match text.chars().nth(at) {
            Some(c) => Ok(Value::Str(c.to_string())),
            None => fail("string index out of range".to_owned()),
        },
        (Value::Str(_), Step::Key(_)) => fail("string indices must be integers, not 'str'".to_owned()),
        (Value::Int(_), _) => fail("'int' object is not subscriptable".to_owned()),
        (Value::Object, _) => fail("'builtin_function_or_method' object is not subscriptable".to_owned()),
    }
}

/// An attribute of a value, by the names that its type has.
fn attribute(value: Value, type_name: &str, names: &str, name: &str) -> Result<Value, Error> {
    match (value, name) {
        (Value::Int(number), "real" | "numerator") => Ok(Value::Int(number)),
        (Value::Int(_), "imag") => Ok(Value::Int(0)),
        (Value::Int(_), "denominator") => Ok(Value::Int(1)),
        (_, "__doc__") => Ok(Value::Str(name.to_owned())),
        _ if names.split_whitespace().chain(OBJECT.split_whitespace()).any(|known| known == name) => {
            Ok(Value::Object)
        }
        _ => Err(Error::Other(format!("'{type_name}' object has no attribute '{name}'"))),
    }
}

/// The attributes of strings and integers alike.
const OBJECT: &str = "__add__ __class__ __delattr__ __dir__ __eq__ __format__ __ge__ __getattribute__
    __getnewargs__ __getstate__ __gt__ __hash__ __init__ __init_subclass__ __le__ __lt__ __mod__ __mul__ __ne__ __new__
    __reduce__ __reduce_ex__ __repr__ __rmod__ __rmul__ __setattr__ __sizeof__ __str__ __subclasshook__";

const STR: &str = "__contains__ __getitem__ __iter__ __len__ capitalize casefold center count encode endswith
    expandtabs find format format_map index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric
    isprintable isspace istitle isupper join ljust lower lstrip maketrans partition removeprefix removesuffix replace
    rfind rindex rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title translate upper zfill";

const INT: &str = "__abs__ __and__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__ __index__ __int__
    __invert__ __lshift__ __neg__ __or__ __pos__ __pow__ __radd__ __rand__ __rdivmod__ __rfloordiv__ __rlshift__
    __ror__ __round__ __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __sub__ __truediv__ __trunc__
    __xor__ as_integer_ratio bit_count bit_length conjugate from_bytes is_integer to_bytes";

fn convert(value: Value, field: &Field) -> Result<Value, Error> {
    let text = match &value {
        Value::Int(number) => number.to_string(),
        Value::Str(text) => text.clone(),
        // Python would show the object's address.
        Value::Object => "<object>".to_owned(),
    };
    let is_text = matches!(value, Value::Str(_));
    match field.conversion {
        None => Ok(value),
        Some('s') => Ok(Value::Str(text)),
        Some('r') if is_text => Ok(Value::Str(repr(&text))),
        Some('a') if is_text => Ok(Value::Str(ascii(&text))),
        Some('r' | 'a') => Ok(Value::Str(text)),
        Some(other) => Err(Error::Value(format!("Unknown conversion specifier {other}"))),
    }
}

fn format(value: &Value, spec: &str) -> Result<String, Error> {
    match value {
        Value::Int(number) => format_int(*number, spec).map_err(Error::of_format),
        Value::Str(text) => format_str(text, spec).map_err(Error::of_format),
        Value::Object if spec.is_empty() => Ok("<object>".to_owned()),
        Value::Object => Err(Error::Other(
            "unsupported format string passed to builtin_function_or_method.__format__".to_owned(),
        )),
    }
}
