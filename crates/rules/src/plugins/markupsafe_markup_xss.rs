//! B704: markup that is declared safe without being so.

use stockade_core::ast::Expr;
use stockade_core::config::Value;
use stockade_core::finding::Level;

use crate::context::Call;
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
    /// ## Limits
    ///
    /// Only the first positional argument is looked at, and a name for a constant is reported.
    pub static MARKUPSAFE_MARKUP_XSS = "B704" "markupsafe_markup_xss" {
        severity: Medium, confidence: High, cwe: 79,
        section: "markupsafe_xss",
        check: Check::Call(When::Configured(calls), check),
    }
}

/// The section as Bandit has it.
pub(crate) fn defaults() -> Value {
    map([("extend_markup_names", strings(&[])), ("allowed_calls", strings(&[]))])
}

/// The section `markupsafe_xss`.
#[derive(Debug)]
pub struct Settings {
    further: Container,
    /// None where no calls are allowed.
    allowed: Result<Option<Container>, Crash>,
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
