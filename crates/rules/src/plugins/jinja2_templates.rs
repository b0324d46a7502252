//! B701: Jinja2 without automatic escaping.

use stockade_core::ast::{ExceptHandler, Expr, ExprCall, Keyword, Stmt};
use stockade_core::finding::Level;
use stockade_core::walk::{Parents, StringNode, Visitor, walk_below};

use crate::context::Call;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # Jinja2 without escaping
    ///
    /// Unless it is told to escape, Jinja2 writes variables into a page as they are. A variable that comes from a visitor
    /// brings markup and scripts into the page: cross-site scripting.
    ///
    /// ```python bad
    /// from jinja2 import Environment, PackageLoader
    ///
    /// pages = Environment(loader=PackageLoader("shop"))
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from jinja2 import Environment, PackageLoader, select_autoescape
    ///
    /// pages = Environment(loader=PackageLoader("shop"), autoescape=select_autoescape())
    /// ```
    ///
    /// ## Limits
    ///
    /// `True` and a call of `select_autoescape` are known as safe; any other value is reported with medium confidence. The
    /// first `autoescape` in the call counts, one of a call among the arguments too. Templates that are no pages, such as
    /// those of configuration files, are reported like all others.
    pub static JINJA2_AUTOESCAPE_FALSE = "B701" "jinja2_autoescape_false" {
        severity: High, confidence: High, cwe: 94,
        check: Check::Call(When::Named(&["Environment"]), check),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if call.name != "Environment" || !call.qualname.split('.').any(|part| part == "jinja2") {
        return Ok(None);
    }
    let Some(autoescape) = autoescape(call.node) else {
        return Hit::new(
            Level::High,
            Level::High,
            "By default, jinja2 sets autoescape to False. Consider using autoescape=True or use the select_autoescape \
             function to mitigate XSS vulnerabilities.",
        )
        .found();
    };
    match &autoescape.value {
        Expr::BooleanLiteral(value) if value.value => Ok(None),
        Expr::BooleanLiteral(_) => Hit::new(
            Level::High,
            Level::High,
            "Using jinja2 templates with autoescape=False is dangerous and can lead to XSS. Use autoescape=True or use \
             the select_autoescape function to mitigate XSS vulnerabilities.",
        )
        .found(),
        Expr::Call(value) if is_select_autoescape(value) => Ok(None),
        _ => Hit::new(
            Level::High,
            Level::Medium,
            "Using jinja2 templates with autoescape=False is dangerous and can lead to XSS. Ensure autoescape=True or \
             use the select_autoescape function to mitigate XSS vulnerabilities.",
        )
        .found(),
    }
}

fn is_select_autoescape(call: &ExprCall) -> bool {
    match &*call.func {
        Expr::Attribute(attribute) => attribute.attr.as_str() == "select_autoescape",
        Expr::Name(name) => name.id.as_str() == "select_autoescape",
        _ => false,
    }
}

/// The `autoescape` that a search by levels meets first, in the call or in the calls below it.
fn autoescape(call: &ExprCall) -> Option<&Keyword> {
    autoescape_of(call).or_else(|| {
        let mut shallowest = Shallowest(None);
        walk_below(call, &mut shallowest);
        shallowest.0.map(|(_, keyword)| keyword)
    })
}

fn autoescape_of(call: &ExprCall) -> Option<&Keyword> {
    call.arguments.keywords.iter().find(|keyword| keyword.arg.as_deref() == Some("autoescape"))
}

/// The keyword at the least depth, with the depth; among equals the first of a walk, which is the first of its level.
struct Shallowest<'a>(Option<(usize, &'a Keyword)>);

impl<'a> Visitor<'a> for Shallowest<'a> {
    fn call(&mut self, call: &'a ExprCall, parents: &Parents<'a>) {
        let depth = parents.len();
        if self.0.is_none_or(|(least, _)| depth < least)
            && let Some(keyword) = autoescape_of(call)
        {
            self.0 = Some((depth, keyword));
        }
    }

    fn string(&mut self, _: &StringNode<'_>, _: &Parents<'a>) {}
    fn statement(&mut self, _: &'a Stmt, _: &Parents<'a>) {}
    fn except_handler(&mut self, _: &'a ExceptHandler, _: &Parents<'a>) {}
}
