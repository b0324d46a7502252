//! `repr` of a syntax tree as CPython 3.14 prints it: three levels deep, of a list the first and the last item.
//!
//! Some of Bandit's messages contain one. (`ast_repr_max_depth` in `Parser/asdl_c.py`.)

use crate::ast::{
    Comprehension, Expr, ExprContext, InterpolatedElement, InterpolatedStringFormatSpec, Keyword, Parameter,
    Parameters,
};
use crate::pystr;
use crate::semantic::number::{self, TooManyDigits};
use crate::walk::{self, Piece};

const DEPTH: usize = 3;

/// `repr` of an expression's node. `text` is that of the file.
///
/// # Errors
///
/// Where it would show an integer of more digits than Python prints.
pub fn repr(expr: &Expr, text: &str) -> Result<String, TooManyDigits> {
    let mut out = String::new();
    write(&Node::Expr(expr), DEPTH, text, &mut out)?;
    Ok(out)
}

/// A node of CPython's tree.
enum Node<'a> {
    Expr(&'a Expr),
    Keyword(&'a Keyword),
    Comprehension(&'a Comprehension),
    Arguments(Option<&'a Parameters>),
    Parameter(&'a Parameter),
    /// A replacement field, of a t-string or not.
    Field(&'a InterpolatedElement, bool),
    Format(&'a InterpolatedStringFormatSpec),
    /// A constant of an f-string.
    Text(String, bool),
    /// An operator or a context, which have no fields.
    Bare(String),
}

/// A field of a node.
enum Value<'a> {
    Node(Node<'a>),
    None,
    /// What is shown by its own `repr`.
    Shown(String),
    /// A constant expression's value.
    Constant(&'a Expr),
    /// As many items as that, of which those at both ends are shown.
    List(usize, Vec<Value<'a>>),
}

type Fields<'a> = Vec<(&'static str, Value<'a>)>;

fn write(node: &Node<'_>, depth: usize, text: &str, out: &mut String) -> Result<(), TooManyDigits> {
    out.push_str(name_of(node));
    if depth == 0 {
        out.push_str("(...)");
        return Ok(());
    }
    out.push('(');
    for (at, (field, value)) in fields(node, text).iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        out.push_str(field);
        out.push('=');
        write_value(value, depth, text, out)?;
    }
    out.push(')');
    Ok(())
}

fn write_value(value: &Value<'_>, depth: usize, text: &str, out: &mut String) -> Result<(), TooManyDigits> {
    match value {
        Value::Node(node) => write(node, depth - 1, text, out)?,
        Value::None => out.push_str("None"),
        Value::Shown(shown) => out.push_str(shown),
        Value::Constant(constant) => out.push_str(&constant_repr(constant)?),
        Value::List(length, ends) => {
            out.push('[');
            for (at, item) in ends.iter().enumerate() {
                if at > 0 {
                    out.push_str(", ");
                }
                write_value(item, depth, text, out)?;
                if at == 0 && *length > 2 {
                    out.push_str(", ...");
                }
            }
            out.push(']');
        }
    }
    Ok(())
}

fn constant_repr(expr: &Expr) -> Result<String, TooManyDigits> {
    Ok(match expr {
        Expr::StringLiteral(s) => pystr::repr(s.value.to_str()),
        Expr::BytesLiteral(b) => pystr::bytes_repr(&b.value.bytes().collect::<Vec<u8>>()),
        Expr::NumberLiteral(n) => number::repr_number(n)?,
        Expr::BooleanLiteral(b) if b.value => "True".into(),
        Expr::BooleanLiteral(_) => "False".into(),
        Expr::EllipsisLiteral(_) => "Ellipsis".into(),
        _ => "None".into(),
    })
}

/// The name of an expression's class.
#[must_use]
pub fn name(expr: &Expr) -> &'static str {
    match expr {
        Expr::BoolOp(_) => "BoolOp",
        Expr::Named(_) => "NamedExpr",
        Expr::BinOp(_) => "BinOp",
        Expr::UnaryOp(_) => "UnaryOp",
        Expr::Lambda(_) => "Lambda",
        Expr::If(_) => "IfExp",
        Expr::Dict(_) => "Dict",
        Expr::Set(_) => "Set",
        Expr::ListComp(_) => "ListComp",
        Expr::SetComp(_) => "SetComp",
        Expr::DictComp(_) => "DictComp",
        Expr::Generator(_) => "GeneratorExp",
        Expr::Await(_) => "Await",
        Expr::Yield(_) => "Yield",
        Expr::YieldFrom(_) => "YieldFrom",
        Expr::Compare(_) => "Compare",
        Expr::Call(_) => "Call",
        Expr::FString(_) => "JoinedStr",
        Expr::TString(_) => "TemplateStr",
        Expr::Attribute(_) => "Attribute",
        Expr::Subscript(_) => "Subscript",
        Expr::Starred(_) => "Starred",
        Expr::Name(_) => "Name",
        Expr::List(_) => "List",
        Expr::Tuple(_) => "Tuple",
        Expr::Slice(_) => "Slice",
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) | Expr::NumberLiteral(_) => "Constant",
        Expr::BooleanLiteral(_) | Expr::NoneLiteral(_) | Expr::EllipsisLiteral(_) => "Constant",
        Expr::IpyEscapeCommand(_) => "",
    }
}

fn name_of<'n>(node: &'n Node<'_>) -> &'n str {
    match node {
        Node::Expr(expr) => name(expr),
        Node::Keyword(_) => "keyword",
        Node::Comprehension(_) => "comprehension",
        Node::Arguments(_) => "arguments",
        Node::Parameter(_) => "arg",
        Node::Field(_, true) => "Interpolation",
        Node::Field(_, false) => "FormattedValue",
        Node::Format(_) => "JoinedStr",
        Node::Text(..) => "Constant",
        Node::Bare(name) => name,
    }
}

fn fields<'a>(node: &Node<'a>, text: &str) -> Fields<'a> {
    match node {
        Node::Expr(expr) => expr_fields(expr),
        Node::Keyword(k) => {
            let arg = k.arg.as_ref().map_or(Value::None, |arg| shown(arg));
            vec![("arg", arg), ("value", child(&k.value))]
        }
        Node::Comprehension(c) => vec![
            ("target", child(&c.target)),
            ("iter", child(&c.iter)),
            ("ifs", list(&c.ifs, child)),
            ("is_async", Value::Shown(u8::from(c.is_async).to_string())),
        ],
        Node::Arguments(parameters) => arguments(*parameters),
        Node::Parameter(p) => vec![
            ("arg", shown(&p.name)),
            ("annotation", optional(p.annotation.as_deref())),
            ("type_comment", Value::None),
        ],
        Node::Field(field, template) => {
            let mut fields = vec![("value", child(&field.expression))];
            if *template {
                fields.push(("str", Value::Shown(pystr::repr(&walk::source_of(field, text)))));
            }
            fields.push(("conversion", Value::Shown(conversion(field).to_string())));
            let format = field.format_spec.as_deref();
            fields.push(("format_spec", format.map_or(Value::None, |spec| Value::Node(Node::Format(spec)))));
            fields
        }
        Node::Format(spec) => vec![("values", pieces(walk::format_pieces(spec), false))],
        Node::Text(value, prefixed) => {
            let kind = if *prefixed { shown("u") } else { Value::None };
            vec![("value", shown(value)), ("kind", kind)]
        }
        Node::Bare(_) => Vec::new(),
    }
}

fn expr_fields(expr: &Expr) -> Fields<'_> {
    match expr {
        Expr::BoolOp(e) => vec![("op", bare(&e.op)), ("values", list(&e.values, child))],
        Expr::Named(e) => vec![("target", child(&e.target)), ("value", child(&e.value))],
        Expr::BinOp(e) => vec![("left", child(&e.left)), ("op", bare(&e.op)), ("right", child(&e.right))],
        Expr::UnaryOp(e) => vec![("op", bare(&e.op)), ("operand", child(&e.operand))],
        Expr::Lambda(e) => {
            vec![("args", Value::Node(Node::Arguments(e.parameters.as_deref()))), ("body", child(&e.body))]
        }
        Expr::If(e) => {
            vec![("test", child(&e.test)), ("body", child(&e.body)), ("orelse", child(&e.orelse))]
        }
        Expr::Dict(e) => vec![
            ("keys", list(&e.items, |item| optional(item.key.as_ref()))),
            ("values", list(&e.items, |item| child(&item.value))),
        ],
        Expr::Set(e) => vec![("elts", list(&e.elts, child))],
        Expr::ListComp(e) => comprehension(&e.elt, &e.generators),
        Expr::SetComp(e) => comprehension(&e.elt, &e.generators),
        Expr::Generator(e) => comprehension(&e.elt, &e.generators),
        Expr::DictComp(e) => vec![
            ("key", optional(e.key.as_deref())),
            ("value", child(&e.value)),
            ("generators", list(&e.generators, |c| Value::Node(Node::Comprehension(c)))),
        ],
        Expr::Await(e) => vec![("value", child(&e.value))],
        Expr::Yield(e) => vec![("value", optional(e.value.as_deref()))],
        Expr::YieldFrom(e) => vec![("value", child(&e.value))],
        Expr::Compare(e) => vec![
            ("left", child(&e.left)),
            ("ops", list(&e.ops, bare)),
            ("comparators", list(&e.comparators, child)),
        ],
        Expr::Call(e) => vec![
            ("func", child(&e.func)),
            ("args", list(&e.arguments.args, child)),
            ("keywords", list(&e.arguments.keywords, |k| Value::Node(Node::Keyword(k)))),
        ],
        Expr::FString(e) => vec![("values", pieces(walk::fstring_pieces(e), false))],
        Expr::TString(e) => vec![("values", pieces(walk::tstring_pieces(e), true))],
        Expr::Attribute(e) => {
            vec![("value", child(&e.value)), ("attr", shown(&e.attr)), ("ctx", context(e.ctx))]
        }
        Expr::Subscript(e) => {
            vec![("value", child(&e.value)), ("slice", child(&e.slice)), ("ctx", context(e.ctx))]
        }
        Expr::Starred(e) => vec![("value", child(&e.value)), ("ctx", context(e.ctx))],
        Expr::Name(e) => vec![("id", shown(&e.id)), ("ctx", context(e.ctx))],
        Expr::List(e) => vec![("elts", list(&e.elts, child)), ("ctx", context(e.ctx))],
        Expr::Tuple(e) => vec![("elts", list(&e.elts, child)), ("ctx", context(e.ctx))],
        Expr::Slice(e) => vec![
            ("lower", optional(e.lower.as_deref())),
            ("upper", optional(e.upper.as_deref())),
            ("step", optional(e.step.as_deref())),
        ],
        Expr::StringLiteral(s) => {
            let prefixed = s.value.is_unicode();
            vec![("value", Value::Constant(expr)), ("kind", if prefixed { shown("u") } else { Value::None })]
        }
        Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_)
        | Expr::EllipsisLiteral(_) => vec![("value", Value::Constant(expr)), ("kind", Value::None)],
        Expr::IpyEscapeCommand(_) => Vec::new(),
    }
}

fn child(expr: &Expr) -> Value<'_> {
    Value::Node(Node::Expr(expr))
}

fn optional(expr: Option<&Expr>) -> Value<'_> {
    expr.map_or(Value::None, child)
}

fn shown<'a>(text: &str) -> Value<'a> {
    Value::Shown(pystr::repr(text))
}

/// Operators and contexts have the names that CPython gives them.
fn bare<'a>(name: &impl std::fmt::Debug) -> Value<'a> {
    Value::Node(Node::Bare(format!("{name:?}")))
}

fn context<'a>(context: ExprContext) -> Value<'a> {
    bare(&context)
}

/// The items at both ends of a list.
fn list<'a, T>(items: &'a [T], value: impl Fn(&'a T) -> Value<'a>) -> Value<'a> {
    let first = items.first().map(&value);
    let last = items.get(1..).and_then(<[T]>::last).map(&value);
    Value::List(items.len(), first.into_iter().chain(last).collect())
}

fn comprehension<'a>(element: &'a Expr, generators: &'a [Comprehension]) -> Fields<'a> {
    vec![("elt", child(element)), ("generators", list(generators, |c| Value::Node(Node::Comprehension(c))))]
}

fn pieces(pieces: Vec<Piece<'_>>, template: bool) -> Value<'_> {
    let length = pieces.len();
    let ends = pieces.into_iter().enumerate().filter(|(at, _)| *at == 0 || at + 1 == length);
    let value = |piece| match piece {
        Piece::Text { value, prefixed, .. } => Value::Node(Node::Text(value.into_owned(), prefixed)),
        Piece::Field(field) => Value::Node(Node::Field(field, template)),
    };
    Value::List(length, ends.map(|(_, piece)| value(piece)).collect())
}

/// The character of a conversion as a number: that of `{x=}` is `r`, unless it has a format.
fn conversion(field: &InterpolatedElement) -> i32 {
    match field.conversion.to_byte() {
        Some(byte) => byte.into(),
        None if field.debug_text.is_some() && field.format_spec.is_none() => b'r'.into(),
        None => -1,
    }
}

fn arguments(parameters: Option<&Parameters>) -> Fields<'_> {
    let Some(p) = parameters else {
        let nothing = || Value::List(0, Vec::new());
        return vec![
            ("posonlyargs", nothing()),
            ("args", nothing()),
            ("vararg", Value::None),
            ("kwonlyargs", nothing()),
            ("kw_defaults", nothing()),
            ("kwarg", Value::None),
            ("defaults", nothing()),
        ];
    };
    let defaults: Vec<&Expr> =
        p.posonlyargs.iter().chain(&p.args).filter_map(|parameter| parameter.default.as_deref()).collect();
    let ends = match defaults.as_slice() {
        [] => Vec::new(),
        [only] => vec![child(only)],
        [first, .., last] => vec![child(first), child(last)],
    };
    vec![
        ("posonlyargs", list(&p.posonlyargs, |with| Value::Node(Node::Parameter(&with.parameter)))),
        ("args", list(&p.args, |with| Value::Node(Node::Parameter(&with.parameter)))),
        ("vararg", optional_parameter(p.vararg.as_deref())),
        ("kwonlyargs", list(&p.kwonlyargs, |with| Value::Node(Node::Parameter(&with.parameter)))),
        ("kw_defaults", list(&p.kwonlyargs, |with| optional(with.default.as_deref()))),
        ("kwarg", optional_parameter(p.kwarg.as_deref())),
        ("defaults", Value::List(defaults.len(), ends)),
    ]
}

fn optional_parameter(parameter: Option<&Parameter>) -> Value<'_> {
    parameter.map_or(Value::None, |parameter| Value::Node(Node::Parameter(parameter)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::Stmt;
    use crate::parse::parse;

    fn repr_of(text: &str) -> String {
        let tree = parse(text);
        assert_eq!(tree.error(text), None, "{text}");
        let Some(Stmt::Expr(stmt)) = tree.module().body.first() else { panic!("{text}") };
        repr(&stmt.value, text).unwrap_or_else(|error| error.to_string())
    }

    /// What CPython 3.14.3 prints.
    #[test]
    fn as_cpython_prints_them() {
        for case in include_str!("ast_repr_cases.txt").split("\n---\n") {
            let (text, expected) = case.split_once("\n=> ").expect("each case has an answer");
            assert_eq!(repr_of(&format!("{text}\n")), expected.trim_end(), "{text}");
        }
    }

    #[test]
    fn an_integer_beyond_printing() {
        let big = format!("f(0x{})\n", "f".repeat(4000));
        assert!(repr_of(&big).starts_with("Exceeds the limit (4300 digits)"));
        // What is too deep to be shown is not printed either.
        let deep = repr_of(&format!("[[[0x{}]]]\n", "f".repeat(4000)));
        assert!(deep.contains("List(elts=[Constant(...)], ctx=Load(...))"), "{deep}");
    }
}
