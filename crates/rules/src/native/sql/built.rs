//! A string as the program puts it together, part by part: what it always has, and what is filled in. Unlike a
//! [`Template`](stockade_core::semantic::constant::Template) it knows which holes take only numbers, and it keeps what
//! it cannot follow as a hole without an expression, so that no text around it is lost.

use rustc_hash::FxHashSet;
use stockade_core::ast::{
    Expr, ExprCall, ExprFString, FStringPart, InterpolatedElement, InterpolatedStringElement, Operator,
    Ranged, TextSize,
};

use super::statement::HOLE;
use crate::context::Scope;

/// How many expressions one inside the other are looked at.
const MAX_DEPTH: usize = 24;
/// How many parts a string may have from what names stand for: that can have others in it twice, and so on.
const MAX_PARTS: usize = 2000;

#[derive(Debug, Clone, PartialEq)]
enum Part<'e> {
    Text(String),
    Hole(Hole<'e>),
}

/// Something filled in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hole<'e> {
    /// What is filled in; none where that is not seen.
    pub(super) expr: Option<&'e Expr>,
    /// Whether only a number fits: `%d`, `{:d}`.
    pub(super) is_number: bool,
}

/// A string, and where its constants stand in the expression that makes it.
pub(super) struct Built<'e> {
    parts: Vec<Part<'e>>,
    /// Where the constants begin, but for those that names stand for.
    pub(super) starts: FxHashSet<TextSize>,
}

struct Builder<'s, 'c, 'a> {
    scope: &'s Scope<'c, 'a>,
    starts: FxHashSet<TextSize>,
    /// How many names have been followed to get here.
    hops: usize,
    left: usize,
}

impl<'e> Built<'e> {
    /// The string that an expression makes.
    pub(super) fn of<'a: 'e>(scope: &Scope<'_, 'a>, expr: &'e Expr) -> Built<'e> {
        let mut builder = Builder { scope, starts: FxHashSet::default(), hops: 0, left: MAX_PARTS };
        let mut parts = Vec::new();
        builder.push(expr, &mut parts, MAX_DEPTH);
        Built { parts, starts: builder.starts }
    }

    /// The text, with a mark for each hole.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(part) => text.push_str(part),
                Part::Hole(_) => text.push(HOLE),
            }
        }
        text
    }

    /// The holes, in order.
    pub(super) fn holes(&self) -> impl Iterator<Item = Hole<'e>> + '_ {
        self.parts.iter().filter_map(|part| if let Part::Hole(hole) = part { Some(*hole) } else { None })
    }
}

impl<'a> Builder<'_, '_, 'a> {
    fn push<'e>(&mut self, expr: &'e Expr, parts: &mut Vec<Part<'e>>, depth: usize)
    where
        'a: 'e,
    {
        if self.hops > 0 {
            self.left = self.left.saturating_sub(1);
        }
        let Some(depth) = depth.checked_sub(1).filter(|_| self.left > 0) else {
            return hole(parts, Some(expr));
        };
        match expr {
            Expr::StringLiteral(literal) => {
                self.starts_at(literal.range().start());
                text(parts, literal.value.to_str());
            }
            Expr::FString(string) => self.push_fstring(string, parts, depth),
            Expr::BinOp(operation) if operation.op == Operator::Add => {
                // Left operands nest as deep as a chain is long.
                let mut right = vec![&*operation.right];
                let mut left = &*operation.left;
                while let Expr::BinOp(inner) = left
                    && inner.op == Operator::Add
                {
                    right.push(&inner.right);
                    left = &inner.left;
                }
                self.push(left, parts, depth);
                for operand in right.into_iter().rev() {
                    self.push(operand, parts, depth);
                }
            }
            Expr::BinOp(operation) if operation.op == Operator::Mod => {
                let mut format = Vec::new();
                self.push(&operation.left, &mut format, depth);
                percent(format, &operation.right, |value, parts| self.push(value, parts, depth), parts);
            }
            Expr::Call(call) => self.push_call(expr, call, parts, depth),
            Expr::Name(_) | Expr::Attribute(_) => self.push_name(expr, parts, depth),
            _ => hole(parts, Some(expr)),
        }
    }

    fn starts_at(&mut self, start: TextSize) {
        if self.hops == 0 {
            self.starts.insert(start);
        }
    }

    fn push_name<'e>(&mut self, expr: &'e Expr, parts: &mut Vec<Part<'e>>, depth: usize)
    where
        'a: 'e,
    {
        if let Some(known) = self.scope.text(expr) {
            return text(parts, &known);
        }
        let value = self.scope.value(expr).filter(|value| {
            matches!(value, Expr::FString(_) | Expr::BinOp(_) | Expr::Call(_)) && !std::ptr::eq(*value, expr)
        });
        let Some(value) = value else { return hole(parts, Some(expr)) };
        let mut inner = Vec::new();
        self.hops += 1;
        self.push(value, &mut inner, depth);
        self.hops -= 1;
        // What has no text of its own is better known by its name.
        if inner.iter().any(|part| matches!(part, Part::Text(_))) {
            for part in inner {
                push_part(parts, part);
            }
        } else {
            hole(parts, Some(expr));
        }
    }

    fn push_fstring<'e>(&mut self, string: &'e ExprFString, parts: &mut Vec<Part<'e>>, depth: usize)
    where
        'a: 'e,
    {
        for part in string.value.as_slice() {
            match part {
                FStringPart::Literal(literal) => {
                    self.starts_at(literal.range().start());
                    text(parts, &literal.value);
                }
                FStringPart::FString(fstring) => {
                    for element in &fstring.elements {
                        match element {
                            InterpolatedStringElement::Literal(literal) => {
                                self.starts_at(literal.range().start());
                                text(parts, &literal.value);
                            }
                            InterpolatedStringElement::Interpolation(field) if is_numeric(field) => {
                                parts.push(Part::Hole(Hole {
                                    expr: Some(&field.expression),
                                    is_number: true,
                                }));
                            }
                            InterpolatedStringElement::Interpolation(field) => {
                                self.push(&field.expression, parts, depth);
                            }
                        }
                    }
                }
            }
        }
    }

    fn push_call<'e>(&mut self, expr: &'e Expr, call: &'e ExprCall, parts: &mut Vec<Part<'e>>, depth: usize)
    where
        'a: 'e,
    {
        let Expr::Attribute(method) = &*call.func else {
            return match &*call.arguments.args {
                [inner] if is_wrapper(&call.func) => self.push(inner, parts, depth),
                _ => hole(parts, Some(expr)),
            };
        };
        let receiver = &*method.value;
        let args = &*call.arguments.args;
        match (method.attr.as_str(), args) {
            ("format", _) => {
                let mut format = Vec::new();
                self.push(receiver, &mut format, depth);
                if !format.iter().any(|part| matches!(part, Part::Text(_))) {
                    return hole(parts, Some(expr));
                }
                braces(format, call, |value, parts| self.push(value, parts, depth), parts);
            }
            ("join", [Expr::List(_) | Expr::Tuple(_)]) => {
                let items: &[Expr] = match &args[0] {
                    Expr::List(list) => &list.elts,
                    Expr::Tuple(tuple) => &tuple.elts,
                    _ => &[],
                };
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        self.push(receiver, parts, depth);
                    }
                    self.push(item, parts, depth);
                }
            }
            ("replace", [old, new, ..]) => {
                let mut whole = Vec::new();
                self.push(receiver, &mut whole, depth);
                let Some(old) = self.scope.text(old).filter(|old| !old.is_empty()) else {
                    return hole(parts, Some(expr));
                };
                for part in whole {
                    let Part::Text(kept) = part else {
                        push_part(parts, part);
                        continue;
                    };
                    for (at, kept) in kept.split(&*old).enumerate() {
                        if at > 0 {
                            self.push(new, parts, depth);
                        }
                        text(parts, kept);
                    }
                }
            }
            ("strip" | "lstrip" | "rstrip" | "lower" | "upper" | "encode" | "decode", _) => {
                self.push(receiver, parts, depth);
            }
            ("dedent" | "text", [inner, ..]) => self.push(inner, parts, depth),
            _ => hole(parts, Some(expr)),
        }
    }
}

/// Whether a call of this only hands its text on.
pub(super) fn is_wrapper(function: &Expr) -> bool {
    let name = match function {
        Expr::Name(name) => name.id.as_str(),
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        _ => return false,
    };
    matches!(name, "str" | "dedent" | "text")
}

fn text<'e>(parts: &mut Vec<Part<'e>>, more: &str) {
    if let Some(Part::Text(text)) = parts.last_mut() {
        text.push_str(more);
    } else if !more.is_empty() {
        parts.push(Part::Text(more.to_owned()));
    }
}

fn hole<'e>(parts: &mut Vec<Part<'e>>, expr: Option<&'e Expr>) {
    parts.push(Part::Hole(Hole { expr, is_number: false }));
}

fn number<'e>(parts: &mut Vec<Part<'e>>) {
    parts.push(Part::Hole(Hole { expr: None, is_number: true }));
}

fn push_part<'e>(parts: &mut Vec<Part<'e>>, part: Part<'e>) {
    match part {
        Part::Text(more) => text(parts, &more),
        hole @ Part::Hole(_) => parts.push(hole),
    }
}

/// Whether a replacement field has a format that only numbers have.
fn is_numeric(field: &InterpolatedElement) -> bool {
    let last = field.format_spec.as_ref().and_then(|format| format.elements.last());
    matches!(last, Some(InterpolatedStringElement::Literal(literal)) if ends_as_number(&literal.value))
}

fn ends_as_number(format: &str) -> bool {
    format.ends_with(['d', 'n', 'x', 'X', 'o', 'b', 'e', 'E', 'f', 'F', 'g', 'G', '%'])
}

/// `format % values`
fn percent<'e>(
    format: Vec<Part<'e>>,
    values: &'e Expr,
    mut push: impl FnMut(&'e Expr, &mut Vec<Part<'e>>),
    out: &mut Vec<Part<'e>>,
) {
    let mut next = 0;
    for part in format {
        let Part::Text(format) = part else {
            push_part(out, part);
            continue;
        };
        let mut rest = format.as_str();
        while let Some(at) = rest.find('%') {
            text(out, &rest[..at]);
            rest = &rest[at + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                text(out, "%");
                rest = after;
                continue;
            }
            let mut key = None;
            if let Some((name, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
                (key, rest) = (Some(name), after);
            }
            let spec = rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '#' | ' ' | '.' | '*'));
            let Some(conversion) = spec.and_then(|at| rest[at..].chars().next()) else { break };
            rest = &rest[spec.unwrap_or(0) + conversion.len_utf8()..];
            let value = match (values, key) {
                (Expr::Dict(dict), Some(key)) => dict.items.iter().find_map(|item| match &item.key {
                    Some(Expr::StringLiteral(name)) if name.value.to_str() == key => Some(&item.value),
                    _ => None,
                }),
                (Expr::Tuple(tuple), None) => tuple.elts.get(next).filter(|item| !item.is_starred_expr()),
                // Of a name it is not known how many values it has.
                (Expr::Name(_) | Expr::Dict(_), _) | (_, Some(_)) => None,
                (value, None) => Some(value).filter(|_| next == 0),
            };
            next += 1;
            match (conversion, value) {
                ('d' | 'i' | 'u' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'c', _) => {
                    number(out)
                }
                (_, Some(value)) => push(value, out),
                (_, None) => hole(out, matches!(values, Expr::Name(_)).then_some(values)),
            }
        }
        text(out, rest);
    }
}

/// `format.format(…)`
fn braces<'e>(
    format: Vec<Part<'e>>,
    call: &'e ExprCall,
    mut push: impl FnMut(&'e Expr, &mut Vec<Part<'e>>),
    out: &mut Vec<Part<'e>>,
) {
    let mut next = 0;
    for part in format {
        let Part::Text(format) = part else {
            push_part(out, part);
            continue;
        };
        let mut rest = format.as_str();
        while let Some(at) = rest.find(['{', '}']) {
            text(out, &rest[..at]);
            let brace = rest.as_bytes()[at];
            rest = &rest[at + 1..];
            if rest.as_bytes().first() == Some(&brace) {
                text(out, if brace == b'{' { "{" } else { "}" });
                rest = &rest[1..];
                continue;
            }
            let Some(end) = end_of_field(rest) else { break };
            let field = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or_default();
            let (name, format) = field.split_once(':').unwrap_or((field, ""));
            let name = name.split('!').next().unwrap_or_default();
            let (root, below) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
            let value = if root.is_empty() {
                next += 1;
                positional(call, next - 1)
            } else if let Ok(position) = root.parse::<usize>() {
                positional(call, position)
            } else {
                let keywords = &call.arguments.keywords;
                keywords
                    .iter()
                    .find(|keyword| keyword.arg.as_deref() == Some(root))
                    .map(|keyword| &keyword.value)
            };
            match value {
                _ if ends_as_number(format) => number(out),
                Some(value) if below.is_empty() => push(value, out),
                _ => hole(out, None),
            }
        }
        text(out, rest);
    }
}

/// Where the field ends whose brace is open: it may have others in its format.
fn end_of_field(rest: &str) -> Option<usize> {
    let mut depth = 0_u32;
    rest.bytes().position(|b| match b {
        b'{' => {
            depth += 1;
            false
        }
        b'}' if depth == 0 => true,
        b'}' => {
            depth -= 1;
            false
        }
        _ => false,
    })
}

fn positional(call: &ExprCall, position: usize) -> Option<&Expr> {
    let args = &call.arguments.args;
    args.get(position).filter(|_| !args[..=position].iter().any(Expr::is_starred_expr))
}
