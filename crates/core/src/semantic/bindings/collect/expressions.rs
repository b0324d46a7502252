//! The scopes and names inside expressions: lambdas, comprehensions, `:=`. Everything else is only gone through.

use super::super::scopes::{Kind, ScopeKind};
use super::Collector;
use crate::ast::{
    Arguments, Comprehension, Expr, FStringPart, InterpolatedStringElement, InterpolatedStringElements,
    Ranged, TextRange,
};

impl<'a> Collector<'a> {
    pub(super) fn optional(&mut self, expr: Option<&'a Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    pub(super) fn exprs(&mut self, exprs: &'a [Expr]) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    pub(super) fn arguments(&mut self, arguments: &'a Arguments) {
        self.exprs(&arguments.args);
        for keyword in &arguments.keywords {
            self.expr(&keyword.value);
        }
    }

    #[inline]
    pub(super) fn expr(&mut self, expr: &'a Expr) {
        match expr {
            // What holds no scope, by far the most.
            Expr::Name(_)
            | Expr::StringLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => {}
            Expr::Attribute(e) if matches!(*e.value, Expr::Name(_)) => {}
            _ => self.deeper(|c| c.below(expr)),
        }
    }

    fn below(&mut self, expr: &'a Expr) {
        match expr {
            Expr::BoolOp(e) => self.exprs(&e.values),
            Expr::Named(e) => {
                let around = self.until;
                let scope = &mut self.scopes[self.current as usize];
                if matches!(scope.kind, ScopeKind::Comprehension(_)) {
                    // Told from the targets of a comprehension by not holding in all of it.
                    scope.declares = true;
                    self.until = scope.end;
                }
                self.target(&e.target, e.range.end().to_u32(), Kind::Value(&e.value));
                self.until = around;
                self.expr(&e.value);
            }
            Expr::BinOp(e) => {
                self.expr(&e.left);
                self.expr(&e.right);
            }
            Expr::UnaryOp(e) => self.expr(&e.operand),
            Expr::Lambda(e) => {
                if let Some(parameters) = e.parameters.as_deref() {
                    self.defaults(parameters);
                }
                let range = e.body.range();
                let start = range.start().to_u32();
                let opened = self.open(start, range.end().to_u32(), ScopeKind::Function);
                if let Some(parameters) = e.parameters.as_deref() {
                    self.parameters(parameters, start, None);
                }
                self.expr(&e.body);
                self.close(opened);
            }
            Expr::If(e) => {
                self.expr(&e.body);
                self.expr(&e.test);
                self.expr(&e.orelse);
            }
            Expr::Dict(e) => {
                for item in &e.items {
                    self.optional(item.key.as_ref());
                    self.expr(&item.value);
                }
            }
            Expr::Set(e) => self.exprs(&e.elts),
            Expr::ListComp(e) => self.comprehension(e.range, [Some(&*e.elt), None], &e.generators),
            Expr::SetComp(e) => self.comprehension(e.range, [Some(&*e.elt), None], &e.generators),
            Expr::Generator(e) => self.comprehension(e.range, [Some(&*e.elt), None], &e.generators),
            Expr::DictComp(e) => {
                self.comprehension(e.range, [e.key.as_deref(), Some(&*e.value)], &e.generators);
            }
            Expr::Await(e) => self.expr(&e.value),
            Expr::Yield(e) => self.optional(e.value.as_deref()),
            Expr::YieldFrom(e) => self.expr(&e.value),
            Expr::Compare(e) => {
                self.expr(&e.left);
                self.exprs(&e.comparators);
            }
            Expr::Call(e) => {
                self.expr(&e.func);
                self.arguments(&e.arguments);
            }
            Expr::FString(e) => {
                for part in e.value.as_slice() {
                    if let FStringPart::FString(part) = part {
                        self.fields(&part.elements);
                    }
                }
            }
            Expr::TString(e) => e.value.as_slice().iter().for_each(|part| self.fields(&part.elements)),
            Expr::Attribute(e) => self.expr(&e.value),
            Expr::Subscript(e) => {
                self.expr(&e.value);
                self.expr(&e.slice);
            }
            Expr::Starred(e) => self.expr(&e.value),
            Expr::List(e) => self.exprs(&e.elts),
            Expr::Tuple(e) => self.exprs(&e.elts),
            Expr::Slice(e) => {
                for part in [&e.lower, &e.upper, &e.step] {
                    self.optional(part.as_deref());
                }
            }
            _ => {}
        }
    }

    fn fields(&mut self, elements: &'a InterpolatedStringElements) {
        for element in elements {
            if let InterpolatedStringElement::Interpolation(field) = element {
                self.expr(&field.expression);
                if let Some(format) = field.format_spec.as_deref() {
                    self.deeper(|c| c.fields(&format.elements));
                }
            }
        }
    }

    fn comprehension(
        &mut self,
        range: TextRange,
        elements: [Option<&'a Expr>; 2],
        generators: &'a [Comprehension],
    ) {
        let first = generators.first().map_or(range, |first| first.iter.range());
        let start = range.start().to_u32();
        let opened = self.open(start, range.end().to_u32(), ScopeKind::Comprehension(first));
        elements.into_iter().flatten().for_each(|element| self.expr(element));
        for generator in generators {
            let kind = if generator.is_async { Kind::Unknown } else { Kind::Item(&generator.iter) };
            self.target(&generator.target, start, kind);
            self.expr(&generator.iter);
            self.exprs(&generator.ifs);
        }
        self.close(opened);
    }
}
