//! B308, B701 to B704: text that goes into a page as it is. What is constant or escaped may.

use stockade_core::ast::{Expr, Operator};
use stockade_core::finding::Level;

use super::argument::{Argument, settled, truth};
use crate::context::{Call, Scope};
use crate::rule::{Crash, Hit, Outcome};

/// Functions whose results may stand in a page, whatever they are given.
const ESCAPING: &[&str] = &[
    "bleach.clean",
    "bleach.linkify",
    "cgi.escape",
    "django.template.loader.render_to_string",
    "django.utils.html.conditional_escape",
    "django.utils.html.escape",
    "django.utils.html.escapejs",
    "django.utils.html.format_html",
    "django.utils.html.format_html_join",
    "django.utils.html.json_script",
    "flask.escape",
    "flask.render_template",
    "html.escape",
    "jinja2.escape",
    "markupsafe.Markup.escape",
    "markupsafe.escape",
    "markupsafe.escape_silent",
    "nh3.clean",
    "float",
    "int",
    "len",
    "round",
    "urllib.parse.quote",
    "urllib.parse.quote_plus",
    "urllib.parse.urlencode",
    "xml.sax.saxutils.escape",
    "xml.sax.saxutils.quoteattr",
    "django.urls.reverse",
    "flask.url_for",
];

/// Functions that look a constant up in the program's own translations.
const TRANSLATING: &[&str] =
    &["gettext", "gettext_lazy", "ugettext", "ugettext_lazy", "pgettext", "pgettext_lazy", "ngettext", "_"];

/// How many expressions one inside the other are looked at.
const MAX_DEPTH: usize = 20;

/// How a text that goes into a page is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Making {
    /// Of constants and of what is escaped.
    Safe,
    /// Of translations, too.
    Translated,
    Unknown,
}

/// B703: text that is declared safe for Django's pages.
pub(crate) fn mark_safe(call: &Call<'_, '_>) -> Outcome {
    if !matches!(call.name, "mark_safe" | "SafeText" | "SafeUnicode" | "SafeString" | "SafeBytes") {
        return Ok(None);
    }
    let of_django = call.qualname.starts_with("django.utils.")
        || (call.qualname == call.name && call.scope.names.imported_like("django.utils.safestring"));
    if !of_django {
        return Ok(None);
    }
    let Argument::Given(text) = Argument::of(call.node, "s", Some(0)) else { return Ok(None) };
    let confidence = match making(&call.scope, text, MAX_DEPTH) {
        Making::Safe => return Ok(None),
        Making::Translated => Level::Low,
        Making::Unknown => Level::High,
    };
    Hit::new(Level::Medium, confidence, "Potential XSS on mark_safe function.").found()
}

/// Whether a call declares safe what is safe: B308 has nothing to say then.
pub(crate) fn marks_constant(call: &Call<'_, '_>) -> bool {
    let text = Argument::of(call.node, "s", Some(0)).given();
    text.is_some_and(|text| making(&call.scope, text, MAX_DEPTH) == Making::Safe)
}

/// B704: text that is declared safe by `markupsafe`.
pub(crate) fn markup(call: &Call<'_, '_>) -> Outcome {
    let settings = &call.scope.options.markupsafe_xss;
    if !matches!(call.qualname, "markupsafe.Markup" | "flask.Markup" | "jinja2.Markup")
        && !settings.further.contains(call.qualname)?
    {
        return Ok(None);
    }
    let argument = call.args().first().or_else(|| Argument::of(call.node, "object", None).given());
    let Some(argument) = argument else { return Ok(None) };
    let confidence = match making(&call.scope, argument, MAX_DEPTH) {
        Making::Safe => return Ok(None),
        Making::Translated => Level::Low,
        Making::Unknown => Level::High,
    };
    if let (Some(allowed), Expr::Call(inner)) = (settings.allowed.as_ref().map_err(Crash::clone)?, argument)
        && allowed.contains(&call.scope.resolve(&inner.func))?
    {
        return Ok(None);
    }
    let message = format!(
        "Potential XSS with ``{}`` detected. Do not use ``{}`` on untrusted data.",
        call.qualname, call.name
    );
    Hit::new(Level::Medium, confidence, message).found()
}

fn making(scope: &Scope<'_, '_>, expr: &Expr, depth: usize) -> Making {
    let Some(depth) = depth.checked_sub(1) else { return Making::Unknown };
    if scope.is_constant(expr) {
        return Making::Safe;
    }
    if let Some(template) = scope.template(expr) {
        let mut worst = Making::Safe;
        for hole in template.holes() {
            // What is but the expression itself would be asked for ever.
            if std::ptr::eq(hole, expr) {
                return Making::Unknown;
            }
            worst = worst.max(making(scope, hole, depth));
        }
        return worst;
    }
    let all = |exprs: &mut dyn Iterator<Item = &Expr>| {
        exprs.map(|expr| making(scope, expr, depth)).max().unwrap_or(Making::Safe)
    };
    match expr {
        Expr::If(choice) => all(&mut [&*choice.body, &*choice.orelse].into_iter()),
        Expr::BoolOp(operation) => all(&mut operation.values.iter()),
        Expr::BinOp(operation) if matches!(operation.op, Operator::Add | Operator::Mod) => {
            all(&mut [&*operation.left, &*operation.right].into_iter())
        }
        Expr::Tuple(tuple) => all(&mut tuple.elts.iter()),
        Expr::Call(call) => {
            let name = scope.resolve(&call.func);
            if ESCAPING.contains(&name.as_str()) {
                return Making::Safe;
            }
            let last = name.rsplit('.').next().unwrap_or_default();
            if TRANSLATING.contains(&last) {
                return all(&mut call.arguments.args.iter()).max(Making::Translated);
            }
            match &*call.func {
                // `"…".format(…)`, `", ".join([…])`
                Expr::Attribute(method)
                    if matches!(method.attr.as_str(), "format" | "join" | "strip" | "lower" | "upper") =>
                {
                    let values = call.arguments.keywords.iter().map(|keyword| &keyword.value);
                    all(&mut std::iter::once(&*method.value).chain(&call.arguments.args).chain(values))
                }
                _ => Making::Unknown,
            }
        }
        Expr::List(list) => all(&mut list.elts.iter()),
        Expr::Name(_) | Expr::Attribute(_) => match settled(scope, expr) {
            Some(value) if !std::ptr::eq(value, expr) => making(scope, value, depth),
            _ => Making::Unknown,
        },
        _ => Making::Unknown,
    }
}

/// B701: Jinja2 without automatic escaping.
pub(crate) fn jinja2(call: &Call<'_, '_>) -> Outcome {
    if !matches!(call.name, "Environment" | "SandboxedEnvironment" | "ImmutableSandboxedEnvironment")
        || !call.qualname.split('.').any(|part| part == "jinja2")
    {
        return Ok(None);
    }
    let autoescape = match Argument::of(call.node, "autoescape", None) {
        Argument::Hidden => return Ok(None),
        Argument::Missing => {
            return Hit::new(
                Level::High,
                Level::High,
                "By default, jinja2 sets autoescape to False. Consider using autoescape=True or use the \
                 select_autoescape function to mitigate XSS vulnerabilities.",
            )
            .found();
        }
        Argument::Given(autoescape) => autoescape,
    };
    match truth(&call.scope, autoescape) {
        Some(true) => return Ok(None),
        Some(false) => {
            return Hit::new(
                Level::High,
                Level::High,
                "Using jinja2 templates with autoescape=False is dangerous and can lead to XSS. Use autoescape=True or \
                 use the select_autoescape function to mitigate XSS vulnerabilities.",
            )
            .found();
        }
        None => {}
    }
    let chosen = settled(&call.scope, autoescape).unwrap_or(autoescape);
    let name = call.scope.resolve(chosen);
    if name.strip_suffix("()").unwrap_or(&name).rsplit('.').next() == Some("select_autoescape") {
        return Ok(None);
    }
    Hit::new(
        Level::High,
        Level::Medium,
        "Using jinja2 templates with autoescape=False is dangerous and can lead to XSS. Ensure autoescape=True or use \
         the select_autoescape function to mitigate XSS vulnerabilities.",
    )
    .found()
}

/// B702: Mako, which escapes nothing by itself.
pub(crate) fn mako(call: &Call<'_, '_>) -> Outcome {
    if !matches!(call.qualname, "mako.template.Template" | "mako.Template") {
        return Ok(None);
    }
    let escapes = Argument::of(call.node, "default_filters", None)
        .given()
        .and_then(|filters| settled(&call.scope, filters))
        .is_some_and(|filters| {
            matches!(filters, Expr::List(list) if list.elts.iter().any(|filter| {
                call.scope.text(filter).is_some_and(|filter| filter == "h" || filter.starts_with("html"))
            }))
        });
    let text = Argument::of(call.node, "text", Some(0)).given().and_then(|text| call.scope.text(text));
    // Nothing is put into a text without fields.
    let is_plain =
        text.is_some_and(|text| !text.contains("${") && !text.contains("<%") && !text.contains("\n%"));
    if escapes || is_plain {
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
    use crate::testing::{answers, native};

    fn counts(id: &str, import: &str, statements: &str) -> [usize; 2] {
        let text = format!("{import}\n{statements}\n");
        [answers(id, &text).len(), native(id, &text).len()]
    }

    const DJANGO: &str =
        "from django.utils.html import escape, format_html\nfrom django.utils.safestring import mark_safe";

    #[test]
    fn constants_and_what_is_escaped() {
        for safe in [
            "mark_safe(f'<b>{escape(x)}</b>')",
            "mark_safe('<b>' + escape(x) + '</b>')",
            "mark_safe('a' 'b' + 'c')",
            "mark_safe('<i>%d</i>' % len(x))",
            "mark_safe(format_html('<b>{}</b>', x))",
            "mark_safe('a' if x else 'b')",
        ] {
            assert_eq!(counts("B703", DJANGO, safe), [1, 0], "{safe}");
            assert_eq!(counts("B308", DJANGO, safe), [1, 0], "{safe}");
        }
        for bad in ["mark_safe(x)", "mark_safe(f'<b>{x}</b>')", "mark_safe('<b>' + x)", "mark_safe('%s' % x)"]
        {
            assert_eq!(counts("B703", DJANGO, bad), [1, 1], "{bad}");
            assert_eq!(counts("B308", DJANGO, bad), [1, 1], "{bad}");
        }
        // What Bandit forgets once a constant follows.
        let branch = "def f(y):\n  x = y\n  if y:\n    x = 'a'\n  return mark_safe(x)";
        assert_eq!(counts("B703", DJANGO, branch), [0, 1]);
        assert_eq!(counts("B703", "def mark_safe(x): pass", "mark_safe(x)"), [0, 0]);
    }

    #[test]
    fn translations_are_less_sure() {
        let text = format!(
            "{DJANGO}\nfrom django.utils.translation import gettext as _\nmark_safe(_('<b>Hi</b>'))\n"
        );
        assert!(native("B703", &text)[0].contains(" MEDIUM/LOW "), "{:?}", native("B703", &text));
    }

    #[test]
    fn markup() {
        let import = "from markupsafe import Markup, escape";
        assert_eq!(counts("B704", import, "RULE = '<hr>'\nMarkup(RULE)"), [1, 0]);
        assert_eq!(counts("B704", import, "Markup('<b>' + escape(x))"), [1, 0]);
        assert_eq!(counts("B704", import, "Markup(x)"), [1, 1]);
        assert_eq!(counts("B704", import, "def f(Markup):\n  Markup(x)"), [1, 0]);
        assert_eq!(counts("B704", "import jinja2", "jinja2.Markup(x)"), [0, 1]);
    }

    #[test]
    fn environments() {
        let import = "from jinja2 import Environment, select_autoescape\nON = True\nOFF = False";
        assert_eq!(counts("B701", import, "Environment()"), [1, 1]);
        assert_eq!(counts("B701", import, "Environment(autoescape=ON)"), [1, 0]);
        assert_eq!(counts("B701", import, "Environment(autoescape=OFF)"), [1, 1]);
        assert_eq!(
            counts("B701", import, "chosen = select_autoescape()\nEnvironment(autoescape=chosen)"),
            [1, 0]
        );
        assert_eq!(counts("B701", import, "Environment(autoescape=pick)"), [1, 1]);
        assert_eq!(counts("B701", import, "Environment(**k)"), [1, 0]);
        assert_eq!(counts("B701", import, "Environment(loader=f(autoescape=True))"), [0, 1]);
        let sandbox = "from jinja2.sandbox import SandboxedEnvironment";
        assert_eq!(counts("B701", sandbox, "SandboxedEnvironment()"), [0, 1]);
    }

    #[test]
    fn mako() {
        let import = "from mako.template import Template";
        assert_eq!(counts("B702", import, "Template('${x}')"), [1, 1]);
        assert_eq!(counts("B702", import, "Template(filename=f)"), [1, 1]);
        assert_eq!(counts("B702", import, "Template(t, default_filters=['h'])"), [1, 0]);
        assert_eq!(counts("B702", import, "Template('<p>Closed.</p>')"), [1, 0]);
        assert_eq!(counts("B702", import, "Template(t, default_filters=['n'])"), [1, 1]);
    }
}
