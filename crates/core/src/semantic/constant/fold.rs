//! How a program puts a string together, as a list of texts and holes. The two languages of format strings are read in
//! [`format`](super::format).

use std::borrow::Cow;

use super::format::{self, Field, Spec};
use super::{DEEPEST, FUEL, Part, Template};
use crate::ast::{ConversionFlag, Expr, ExprCall, Number, Operator};
use crate::semantic::bindings::Bindings;
use crate::walk::{Piece, fstring_pieces};

/// The longest text, in bytes, and the most parts that are put together.
const LONGEST: usize = 64 * 1024;
const MOST: usize = 4096;

/// A string that is being put together.
pub(super) struct Fold<'b, 'a, 'e> {
    bindings: &'b Bindings<'a>,
    parts: Vec<Part<'e>>,
    /// Of all texts together.
    length: usize,
    /// Whether there was any text, be it empty.
    literal: bool,
    /// Whether a hole is the end of it.
    whole: bool,
    /// Whether to give up.
    failed: bool,
    fuel: u32,
}

impl<'b, 'a: 'e, 'e> Fold<'b, 'a, 'e> {
    /// The text that an expression always has.
    pub(super) fn whole(bindings: &'b Bindings<'a>, expr: &'e Expr) -> Option<Cow<'e, str>> {
        let mut fold = Fold { whole: true, ..Fold::new(bindings) };
        let known = fold.string(expr, 0) && !fold.failed;
        if known { Template { parts: fold.parts }.text() } else { None }
    }

    /// The parts of the string that an expression makes.
    pub(super) fn template(bindings: &'b Bindings<'a>, expr: &'e Expr) -> Option<Template<'e>> {
        let mut fold = Fold::new(bindings);
        let known = fold.string(expr, 0) && fold.literal && !fold.failed;
        known.then_some(Template { parts: fold.parts })
    }

    fn new(bindings: &'b Bindings<'a>) -> Fold<'b, 'a, 'e> {
        let (parts, fuel) = (Vec::new(), FUEL);
        Fold { bindings, parts, length: 0, literal: false, whole: false, failed: false, fuel }
    }

    /// Folds something apart, which is not to stand here as it is.
    fn apart(&mut self, expr: &'e Expr, depth: u32) -> Option<Vec<Part<'e>>> {
        let mut fold = Fold { whole: self.whole, fuel: self.fuel, ..Fold::new(self.bindings) };
        let known = fold.string(expr, depth);
        self.fuel = fold.fuel;
        self.failed |= fold.failed;
        (known && !fold.failed).then_some(fold.parts)
    }

    fn text(&mut self, text: impl Into<Cow<'e, str>>) {
        let text = text.into();
        self.literal = true;
        self.length += text.len();
        if self.length > LONGEST {
            self.failed = true;
        }
        if self.failed || text.is_empty() {
            return;
        }
        match self.parts.last_mut() {
            Some(Part::Text(last)) => last.to_mut().push_str(&text),
            _ => self.parts.push(Part::Text(text)),
        }
    }

    fn hole(&mut self, expr: &'e Expr) {
        self.failed |= self.whole || self.parts.len() >= MOST;
        if !self.failed {
            self.parts.push(Part::Hole(expr));
        }
    }

    fn part(&mut self, part: Part<'e>) {
        match part {
            Part::Text(text) => self.text(text),
            Part::Hole(expr) => self.hole(expr),
        }
    }

    /// Adds a string. Answers false, and adds nothing, where nothing is known of it.
    fn string(&mut self, expr: &'e Expr, depth: u32) -> bool {
        if depth > DEEPEST || self.fuel == 0 {
            self.failed = true;
        }
        if self.failed {
            return false;
        }
        self.fuel -= 1;
        let depth = depth + 1;
        match expr {
            Expr::StringLiteral(literal) => self.text(literal.value.to_str()),
            Expr::BytesLiteral(literal) => {
                let bytes: Cow<'e, [u8]> = match literal.value.as_slice() {
                    [one] => Cow::Borrowed(&*one.value),
                    _ => literal.value.bytes().collect::<Vec<u8>>().into(),
                };
                match bytes {
                    Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
                        Ok(text) => self.text(text),
                        Err(_) => return false,
                    },
                    Cow::Owned(bytes) => match String::from_utf8(bytes) {
                        Ok(text) => self.text(text),
                        Err(_) => return false,
                    },
                }
            }
            Expr::FString(fstring) => {
                self.literal = true;
                for piece in fstring_pieces(fstring) {
                    match piece {
                        Piece::Text { value, .. } => self.text(value),
                        Piece::Field(field) => {
                            let plain = field.format_spec.is_none()
                                && field.debug_text.is_none()
                                && matches!(field.conversion, ConversionFlag::None | ConversionFlag::Str);
                            self.value(&field.expression, plain, depth);
                        }
                    }
                }
            }
            Expr::BinOp(e) => match e.op {
                Operator::Add => return self.sum(expr, depth),
                Operator::Mod => {
                    let Some(format) = self.apart(&e.left, depth) else { return false };
                    self.percent(format, &e.right, depth);
                }
                Operator::Mult => {
                    let Some(Expr::NumberLiteral(times)) = self.bindings.value(&e.right) else {
                        return false;
                    };
                    let Number::Int(times) = &times.value else { return false };
                    let Some(times) = times.as_usize().filter(|&times| times <= LONGEST) else {
                        return false;
                    };
                    let Some(parts) = self.apart(&e.left, depth) else { return false };
                    self.literal = true;
                    for _ in 0..times {
                        if self.failed {
                            break;
                        }
                        parts.iter().for_each(|part| self.part(part.clone()));
                    }
                }
                _ => return false,
            },
            Expr::Call(call) => return self.call(expr, call, depth),
            Expr::Name(_) | Expr::Attribute(_) | Expr::Named(_) => {
                return self.bindings.value(expr).is_some_and(|value| self.string(value, depth));
            }
            Expr::If(e) => {
                let Some(body) = self.apart(&e.body, depth) else { return false };
                let Some(orelse) = self.apart(&e.orelse, depth) else { return false };
                match (body.as_slice(), orelse.as_slice()) {
                    ([Part::Text(one)], [Part::Text(other)]) if one == other => self.text(one.clone()),
                    _ => return false,
                }
            }
            _ => return false,
        }
        true
    }

    /// Adds all operands of a chain of `+`.
    fn sum(&mut self, expr: &'e Expr, depth: u32) -> bool {
        let mut operands = Vec::new();
        let mut left = expr;
        while let Expr::BinOp(e) = left
            && e.op == Operator::Add
        {
            if operands.len() == MOST {
                self.failed = true;
                return false;
            }
            operands.push(&*e.right);
            left = &e.left;
        }
        operands.push(left);
        let (before, whole) = (self.parts.len(), self.whole);
        // What is no string shows when all of it has been looked at: holes are nothing by themselves.
        self.whole = false;
        let mut any = false;
        for operand in operands.into_iter().rev() {
            if self.string(operand, depth) {
                any = true;
            } else {
                self.hole(operand);
            }
        }
        self.whole = whole;
        if !any {
            self.parts.truncate(before);
            return false;
        }
        self.failed |= whole && self.parts[before..].iter().any(|part| matches!(part, Part::Hole(_)));
        true
    }

    /// Adds what a value is formatted to, which is known only without a format of its own.
    fn value(&mut self, expr: &'e Expr, plain: bool, depth: u32) {
        if plain {
            match self.bindings.value(expr) {
                Some(Expr::BytesLiteral(_)) | None => {}
                Some(Expr::BooleanLiteral(literal)) => {
                    return self.text(if literal.value { "True" } else { "False" });
                }
                Some(Expr::NoneLiteral(_)) => return self.text("None"),
                Some(Expr::NumberLiteral(literal)) => {
                    if let Number::Int(number) = &literal.value
                        && let Some(number) = number.as_u64()
                    {
                        return self.text(number.to_string());
                    }
                }
                Some(value) => {
                    if self.string(value, depth) {
                        return;
                    }
                }
            }
        }
        self.hole(expr);
    }

    /// Adds what `format % right` is.
    fn percent(&mut self, format: Vec<Part<'e>>, right: &'e Expr, depth: u32) {
        self.literal = true;
        let values = self.bindings.value(right).unwrap_or(right);
        let mut positions = match values {
            Expr::Tuple(tuple) => tuple.elts.iter(),
            _ => std::slice::from_ref(right).iter(),
        };
        for part in format {
            let text = match part {
                Part::Text(text) => text,
                Part::Hole(expr) => {
                    self.hole(expr);
                    continue;
                }
            };
            for spec in format::percent(&text) {
                match spec {
                    Spec::Text(text) => self.text(text.to_owned()),
                    Spec::Named { name, plain } => match values {
                        Expr::Dict(dict) => {
                            let is_it = |key: &Expr| matches!(key, Expr::StringLiteral(s) if s.value.to_str() == name);
                            let item =
                                dict.items.iter().rev().find(|item| item.key.as_ref().is_some_and(is_it));
                            match item {
                                Some(item) => self.value(&item.value, plain, depth),
                                None => self.hole(right),
                            }
                        }
                        _ => self.hole(right),
                    },
                    Spec::Next { plain } => match positions.next() {
                        Some(Expr::Starred(_)) => {
                            positions = [].iter();
                            self.hole(right);
                        }
                        Some(value) => self.value(value, plain, depth),
                        // A name can stand for as many values as there are places.
                        None => self.hole(right),
                    },
                }
            }
        }
    }

    fn call(&mut self, expr: &'e Expr, call: &'e ExprCall, depth: u32) -> bool {
        let (args, keywords) = (&call.arguments.args, &call.arguments.keywords);
        let Expr::Attribute(method) = &*call.func else {
            if let [arg] = &**args
                && keywords.is_empty()
                && self.bindings.is_builtin(&call.func, &["str"])
            {
                // `str` of what is no string is a string, too, but nothing is known of it.
                return !matches!(arg, Expr::BytesLiteral(_)) && self.string(arg, depth);
            }
            return false;
        };
        let receiver = &*method.value;
        let bare = args.is_empty() && keywords.is_empty();
        match method.attr.as_str() {
            "format" => {
                let Some(format) = self.apart(receiver, depth) else { return false };
                self.braces(format, expr, call, depth);
                true
            }
            "join" => {
                let [items] = &**args else { return false };
                let items = match self.bindings.value(items) {
                    Some(Expr::List(list)) => &list.elts,
                    Some(Expr::Tuple(tuple)) => &tuple.elts,
                    _ => return false,
                };
                if items.iter().any(|item| matches!(item, Expr::Starred(_))) {
                    return false;
                }
                let Some(between) = self.apart(receiver, depth) else { return false };
                self.literal = true;
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        between.iter().for_each(|part| self.part(part.clone()));
                    }
                    if !self.string(item, depth) {
                        self.hole(item);
                    }
                }
                true
            }
            "encode" | "decode" => self.string(receiver, depth),
            name @ ("strip" | "lstrip" | "rstrip" | "lower" | "upper") if bare => {
                let Some(mut parts) = self.apart(receiver, depth) else { return false };
                self.literal = true;
                match name {
                    "lower" => change(&mut parts, |text| text.to_lowercase()),
                    "upper" => change(&mut parts, |text| text.to_uppercase()),
                    _ => {
                        if name != "rstrip"
                            && let Some(Part::Text(first)) = parts.first_mut()
                        {
                            *first = first.trim_start().to_owned().into();
                        }
                        if name != "lstrip"
                            && let Some(Part::Text(last)) = parts.last_mut()
                        {
                            *last = last.trim_end().to_owned().into();
                        }
                    }
                }
                parts.into_iter().for_each(|part| self.part(part));
                true
            }
            _ => false,
        }
    }

    /// Adds what `format.format(…)` is.
    fn braces(&mut self, format: Vec<Part<'e>>, expr: &'e Expr, call: &'e ExprCall, depth: u32) {
        self.literal = true;
        let mut next = 0;
        for part in format {
            let text = match part {
                Part::Text(text) => text,
                Part::Hole(hole) => {
                    self.hole(hole);
                    continue;
                }
            };
            for field in format::braces(&text) {
                let (name, plain) = match field {
                    Field::Text(text) => {
                        self.text(text.to_owned());
                        continue;
                    }
                    Field::Value { name, plain } => (name, plain),
                };
                let position = if name.is_empty() {
                    next += 1;
                    Some(next - 1)
                } else {
                    name.parse::<usize>().ok()
                };
                let value = match position {
                    Some(at) => {
                        let args = &call.arguments.args;
                        let starred = args.iter().take(at + 1).any(|arg| matches!(arg, Expr::Starred(_)));
                        args.get(at).filter(|_| !starred)
                    }
                    None => {
                        let keywords = call.arguments.keywords.iter();
                        let named =
                            |k: &&crate::ast::Keyword| k.arg.as_ref().is_some_and(|arg| arg.as_str() == name);
                        keywords.rev().find(named).map(|keyword| &keyword.value)
                    }
                };
                match value {
                    Some(value) => self.value(value, plain, depth),
                    None => self.hole(expr),
                }
            }
        }
    }
}

fn change(parts: &mut [Part<'_>], make: impl Fn(&str) -> String) {
    for part in parts {
        if let Part::Text(text) = part {
            *text = make(text).into();
        }
    }
}
