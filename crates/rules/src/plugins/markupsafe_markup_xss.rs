//! B704: markup that is declared safe without being so.

use stockade_core::ast::Expr;
use stockade_core::config::Value;
use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::markup;
use crate::options::{self, Options, map, strings};
use crate::python::Container;
use crate::rule::{Check, Crash, Hit, Interest, Outcome, When};

crate::rule! {
    /// # `Markup` of what is no constant
    ///
    /// `markupsafe.Markup` says that its text is HTML that may stand in a page as it is. If a part of the text comes from a
    /// visitor, so may scripts: cross-site scripting.
    ///
    /// ```python bad
    /// from markupsafe import Markup
    ///
    /// greeting = Markup(f"<b>{name}</b>")
    /// ```
    ///
    /// ## Instead
    ///
    /// Declare the constant part safe, and let it escape what is put into it.
    ///
    /// ```python good
    /// from markupsafe import Markup
    ///
    /// greeting = Markup("<b>{}</b>").format(name)
    /// ```
    ///
    /// ## Options
    ///
    /// `markupsafe_xss.extend_markup_names`: further names for classes like `Markup`. `markupsafe_xss.allowed_calls`: functions
    /// whose answer may be declared safe, such as `bleach.clean`.
    ///
    /// ## Differs from Bandit
    ///
    /// What a variable always holds counts as that, and so does what is put together of constants and of what `escape` and
    /// the like return. For translated constants the confidence is low. `jinja2.Markup` is looked at.
    ///
    /// ```python bandit
    /// from markupsafe import Markup, escape
    ///
    /// RULE = "<hr>"
    /// line = Markup(RULE)
    /// greeting = Markup(f"<b>{escape(name)}</b>")
    /// ```
    pub static MARKUPSAFE_MARKUP_XSS = "B704" "markupsafe_markup_xss" {
        advice: "Keep the markup constant, and let `Markup.format` escape the values.",
        severity: Medium, confidence: High, cwe: 79,
        section: "markupsafe_xss",
        check: Check::Call(When::Configured(calls), check),
        native: Check::Call(When::Configured(calls), markup::markup),
    }
}

/// The section as Bandit has it.
pub(crate) fn defaults() -> Value {
    map([("extend_markup_names", strings(&[])), ("allowed_calls", strings(&[]))])
}

/// The section `markupsafe_xss`.
#[derive(Debug)]
pub struct Settings {
    pub(crate) further: Container,
    /// None where no calls are allowed.
    pub(crate) allowed: Result<Option<Container>, Crash>,
}

impl Settings {
    /// Reads the section.
    #[must_use]
    pub fn read(section: &Value) -> Settings {
        let list = |key| options::get(section, key);
        Settings {
            further: list("extend_markup_names")
                .map_or_else(Container::Fails, |names| names.map(Container::new).unwrap_or_default()),
            allowed: list("allowed_calls")
                .map(|calls| calls.filter(|calls| calls.is_truthy()).map(Container::new)),
        }
    }
}

fn calls(options: &Options) -> Interest<'_> {
    let mut interest = Container::interest(&[&options.markupsafe_xss.further]);
    if let Interest::Named(names) = &mut interest {
        names.push("Markup");
    }
    interest
}

fn check(call: &Call<'_, '_>) -> Outcome {
    let options = &call.scope.options.markupsafe_xss;
    if !matches!(call.qualname, "markupsafe.Markup" | "flask.Markup")
        && !options.further.contains(call.qualname)?
    {
        return Ok(None);
    }
    let Some(argument) = call.args().first().filter(|argument| !argument.is_literal_expr()) else {
        return Ok(None);
    };
    let allowed = options.allowed.as_ref().map_err(Crash::clone)?;
    if let (Some(allowed), Expr::Call(inner)) = (allowed, argument) {
        let mut name = String::new();
        call.scope.names.call_name(&inner.func, &mut name);
        if allowed.contains(&name)? {
            return Ok(None);
        }
    }
    let message = format!(
        "Potential XSS with ``{}`` detected. Do not use ``{}`` on untrusted data.",
        call.qualname, call.name
    );
    Hit::new(Level::Medium, Level::High, message).found()
}

#[cfg(test)]
mod tests {
    use stockade_core::config::Value;

    use crate::options::{map, strings};
    use crate::testing::{answers, answers_with};

    fn with(section: Value, text: &str) -> Vec<String> {
        answers_with("B704", &[("markupsafe_xss", section)], text)
    }

    #[test]
    fn constants_are_safe() {
        let count = |arguments: &str| answers("B704", &format!("flask.Markup({arguments})\n")).len();
        for safe in ["", "'a' 'b'", "b'x'", "None", "...", "1j", "'x', y", "text=x"] {
            assert_eq!(count(safe), 0, "{safe}");
        }
        for bad in ["x", "f'x'", "'a' + 'b'", "-1", "*a", "'{}'.format(x)"] {
            assert_eq!(count(bad), 1, "{bad}");
        }
    }

    #[test]
    fn the_message_has_both_names() {
        let found = "2:0 MEDIUM/HIGH Potential XSS with ``markupsafe.Markup`` detected. Do not use ``Markup`` on untrusted data.";
        assert_eq!(answers("B704", "from markupsafe import Markup as M\nM(x)\nMarkup(x)\n"), [found]);
    }

    #[test]
    fn further_names_and_allowed_calls() {
        let section = map([
            ("extend_markup_names", strings(&["a.literal", "b"])),
            ("allowed_calls", strings(&["bleach.clean", ""])),
        ]);
        let text =
            "from bleach import clean\na.literal(x)\nb(x)\nliteral(x)\nb(clean(x))\nb(f()(x))\nb(g(x))\n";
        let lines: Vec<String> = with(section, text)
            .iter()
            .map(|found| found.split(':').next().unwrap_or_default().to_owned())
            .collect();
        assert_eq!(lines, ["2", "3", "7"]);
    }

    #[test]
    fn sections_of_other_kinds() {
        let attribute = "crash 'list' object has no attribute 'get'";
        let text = "f(1)\nflask.Markup(x)\nflask.Markup('x')\n";
        assert_eq!(with(strings(&[]), text), [format!("1 {attribute}"), format!("2 {attribute}")]);
        assert_eq!(with(map([]), text).len(), 1);
        let number = "crash argument of type 'int' is not a container or iterable";
        assert_eq!(with(map([("extend_markup_names", Value::Int(0))]), "f(1)\n"), [format!("1 {number}")]);
        let allowed = map([("allowed_calls", Value::Int(1))]);
        assert_eq!(with(allowed, "flask.Markup(f())\n"), [format!("1 {number}")]);
        assert_eq!(with(map([("allowed_calls", Value::Int(0))]), "flask.Markup(f())\n").len(), 1);
    }
}
