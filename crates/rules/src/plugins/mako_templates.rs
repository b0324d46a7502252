//! B702: Mako templates, which escape nothing by themselves.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::markup;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # Mako templates
    ///
    /// Mako writes variables into a page as they are. A variable that comes from a visitor and is not escaped in the
    /// template itself brings markup and scripts into the page: cross-site scripting.
    ///
    /// ```python bad
    /// from mako.template import Template
    ///
    /// page = Template("<p>${comment}</p>").render(comment=comment)
    /// ```
    ///
    /// ## Instead
    ///
    /// Escape each variable where it stands, `${comment | h}`, or for the whole template by `default_filters=["h"]`, and
    /// mark the call as checked. Where you can choose, an engine that escapes by default leaves nothing to forget.
    ///
    /// ```python good
    /// from django.template import Template
    ///
    /// page = Template("<p>{{ comment }}</p>").render(context)
    /// ```
    ///
    /// ## Limits
    ///
    /// Filters in the text of the template are not looked at.
    ///
    /// ## Differs from Bandit
    ///
    /// A template whose `default_filters` escape is safe, and a text without fields is.
    ///
    /// ```python bandit
    /// from mako.template import Template
    ///
    /// page = Template("<p>${comment}</p>", default_filters=["h"]).render(comment=comment)
    /// ```
    pub static USE_OF_MAKO_TEMPLATES = "B702" "use_of_mako_templates" {
        advice: "Pass `default_filters=[\"h\"]`, or escape each variable where it stands.",
        severity: Medium, confidence: High, cwe: 80,
        check: Check::Call(When::Named(&["Template"]), check),
        native: Check::Call(When::Named(&["Template"]), markup::mako),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if call.name != "Template" || !call.qualname.split('.').any(|part| part == "mako") {
        return Ok(None);
    }
    Hit::new(
        Level::Medium,
        Level::High,
        "Mako templates allow HTML/JS rendering by default and are inherently open to XSS attacks. Ensure variables in \
         all templates are properly sanitized via the 'n', 'h' or 'x' flags (depending on context). For example, to \
         HTML escape the variable 'data' do ${ data |h }.",
    )
    .found()
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    #[test]
    fn mako_anywhere_in_the_name() {
        let count = |text: &str| answers("B702", text).len();
        assert_eq!(count("from mako.template import Template as T\nT(x)\n"), 1);
        assert_eq!(count("a.mako.b.Template()\n"), 1);
        assert_eq!(count("mako().Template()\nTemplate(x)\nmako.template(x)\nmakos.Template()\n"), 0);
    }
}
