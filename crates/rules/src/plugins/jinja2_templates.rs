//! B701: Jinja2 without automatic escaping.

use stockade_core::ast::{ExceptHandler, Expr, ExprCall, Keyword, Stmt};
use stockade_core::finding::Level;
use stockade_core::walk::{Parents, StringNode, Visitor, walk_below};

use crate::context::Call;
use crate::native::markup;
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
    /// `True` and `select_autoescape` are known as safe; any value that is not known is reported with medium confidence.
    /// Templates that are no pages, such as those of configuration files, are reported like all others.
    ///
    /// ## Differs from Bandit
    ///
    /// Only the call's own `autoescape` counts, by what a variable always holds; `**` may bring it. Sandboxes are looked at.
    ///
    /// ```python bandit
    /// from jinja2 import Environment
    ///
    /// ESCAPE = True
    /// pages = Environment(autoescape=ESCAPE)
    /// ```
    ///
    /// ```python native
    /// from jinja2.sandbox import SandboxedEnvironment
    ///
    /// pages = SandboxedEnvironment()
    /// ```
    pub static JINJA2_AUTOESCAPE_FALSE = "B701" "jinja2_autoescape_false" {
        advice: "Pass `autoescape=True` or `select_autoescape()`.",
        severity: High, confidence: High, cwe: 94,
        check: Check::Call(When::Named(&["Environment"]), check),
        native: Check::Call(
            When::Named(&["Environment", "SandboxedEnvironment", "ImmutableSandboxedEnvironment"]),
            markup::jinja2,
        ),
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

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    /// The confidence of the finding.
    fn confidence(arguments: &str) -> Option<String> {
        let found = answers("B701", &format!("from jinja2 import Environment\nEnvironment({arguments})\n"));
        found.first().map(|finding| finding.split(['/', ' ']).nth(2).unwrap_or_default().to_owned())
    }

    #[test]
    fn values() {
        for safe in
            ["autoescape=True", "autoescape=select_autoescape()", "autoescape=a().select_autoescape(x)"]
        {
            assert_eq!(confidence(safe), None, "{safe}");
        }
        for sure in ["", "**k", "autoescape=False", "True", "x.autoescape"] {
            assert_eq!(confidence(sure).as_deref(), Some("HIGH"), "{sure}");
        }
        for unsure in [
            "autoescape=None",
            "autoescape=0",
            "autoescape='False'",
            "autoescape=select_autoescape",
            "autoescape=f()()",
        ] {
            assert_eq!(confidence(unsure).as_deref(), Some("MEDIUM"), "{unsure}");
        }
    }

    #[test]
    fn the_first_by_levels_counts() {
        for (arguments, expected) in [
            ("f(autoescape=True)", None),
            ("f(g(autoescape=True)), h(autoescape=False)", Some("HIGH")),
            ("x=f(autoescape=False), *[f(autoescape=True)]", Some("HIGH")),
            ("x=[f(autoescape=True)], y=f(autoescape=False)", Some("HIGH")),
            ("f(autoescape=True)(autoescape=False)", Some("HIGH")),
            ("f'{f(autoescape=True)}', f(f(f(autoescape=False)))", None),
            ("[f(autoescape=True) for x in f(autoescape=False)]", None),
            ("lambda x=f(autoescape=True): f(autoescape=False)", Some("HIGH")),
            ("{1: f(autoescape=True), f(autoescape=False): 2}", Some("HIGH")),
        ] {
            assert_eq!(confidence(arguments).as_deref(), expected, "{arguments}");
        }
    }

    #[test]
    fn names() {
        let count = |text: &str| answers("B701", text).len();
        assert_eq!([count("jinja2.x.Environment()\n"), count("x.jinja2.Environment()\n")], [1, 1]);
        assert_eq!(
            [count("Environment()\n"), count("jinja2().Environment()\n"), count("jinja2.Environment.x()\n")],
            [0, 0, 0]
        );
    }
}
