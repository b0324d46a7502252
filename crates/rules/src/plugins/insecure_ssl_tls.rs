//! B502, B503, B504: versions of SSL and TLS that are broken.

use stockade_core::ast::Expr;
use stockade_core::config::Value;
use stockade_core::finding::Level;

use crate::context::{Call, Function};
use crate::native::tls;
use crate::options::{self, Options, map, strings};
use crate::python::{self, Container};
use crate::rule::{Check, Crash, Hit, Interest, Outcome, When};

crate::rule! {
    /// # Broken SSL and TLS versions
    ///
    /// SSL 2, SSL 3, TLS 1.0 and TLS 1.1 have known breaks: someone on the way can read or change what they carry.
    ///
    /// ```python bad
    /// import ssl
    ///
    /// ssl.wrap_socket(connection, ssl_version=ssl.PROTOCOL_TLSv1)
    /// ```
    ///
    /// ## Instead
    ///
    /// Let the library choose the best version that both sides know, from TLS 1.2 on.
    ///
    /// ```python good
    /// import ssl
    ///
    /// context = ssl.create_default_context()
    /// context.wrap_socket(connection, server_hostname=host)
    /// ```
    ///
    /// ## Options
    ///
    /// `ssl_with_bad_version.bad_protocol_versions`: the names of the constants that stand for broken versions.
    ///
    /// ## Limits
    ///
    /// For calls other than those of `ssl` and pyOpenSSL the keyword arguments `ssl_version` and `method` are looked at, with
    /// medium severity and confidence.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit looks at keyword arguments only, and at strings that read like a constant. Here positions count, too, and
    /// `ssl.SSLContext`; pyOpenSSL is known by the name under which it is imported.
    ///
    /// ```python native
    /// import ssl
    ///
    /// context = ssl.SSLContext(ssl.PROTOCOL_TLSv1)
    /// ```
    pub static SSL_WITH_BAD_VERSION = "B502" "ssl_with_bad_version" {
        advice: "Leave the version to `ssl.create_default_context()`: TLS 1.2 at least.",
        severity: High, confidence: High, cwe: 327,
        section: "ssl_with_bad_version",
        check: Check::Call(When::Configured(calls_with_a_version), bad_version),
        native: Check::Call(When::Always, tls::version),
    }
}

crate::rule! {
    /// # Broken SSL and TLS versions by default
    ///
    /// A function whose parameter defaults to a broken version of SSL or TLS gives it to every caller who does not think
    /// of it.
    ///
    /// ```python bad
    /// from OpenSSL import SSL
    ///
    /// def connect(host, version=SSL.TLSv1_METHOD):
    ///     return SSL.Context(version)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// from OpenSSL import SSL
    ///
    /// def connect(host, version=SSL.TLS_METHOD):
    ///     return SSL.Context(version)
    /// ```
    ///
    /// ## Options
    ///
    /// `ssl_with_bad_version.bad_protocol_versions`: the names of the constants that stand for broken versions.
    ///
    /// ## Limits
    ///
    /// Defaults of lambdas are not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// Keyword-only parameters, `async def` and constants that were imported by name are looked at.
    ///
    /// ```python native
    /// from ssl import PROTOCOL_SSLv3
    ///
    /// async def connect(host, *, version=PROTOCOL_SSLv3):
    ///     return await dial(host, version)
    /// ```
    pub static SSL_WITH_BAD_DEFAULTS = "B503" "ssl_with_bad_defaults" {
        advice: "Leave the version to `ssl.create_default_context()`: TLS 1.2 at least.",
        severity: Medium, confidence: Medium, cwe: 327,
        section: "ssl_with_bad_version",
        check: Check::Function(bad_defaults),
        native: Check::Function(tls::default),
    }
}

crate::rule! {
    /// # No TLS version chosen
    ///
    /// `ssl.wrap_socket` without a version takes whatever old one the other side asks for, and checks no host name. It is
    /// gone from Python 3.12.
    ///
    /// ```python bad
    /// import ssl
    ///
    /// ssl.wrap_socket(connection)
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// import ssl
    ///
    /// context = ssl.create_default_context()
    /// context.wrap_socket(connection, server_hostname=host)
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// A version that is given by position or computed is one, and so may be what `**` brings.
    ///
    /// ```python bandit
    /// import ssl
    ///
    /// ssl.wrap_socket(connection, ssl_version=chosen_version())
    /// ```
    pub static SSL_WITH_NO_VERSION = "B504" "ssl_with_no_version" {
        advice: "Use `ssl.create_default_context().wrap_socket(...)`, which takes TLS 1.2 at least.",
        severity: Low, confidence: Medium, cwe: 327,
        check: Check::Call(When::Named(&["wrap_socket"]), no_version),
        native: Check::Call(When::Named(&["wrap_socket"]), tls::no_version),
    }
}

/// The section as Bandit has it.
pub(crate) fn defaults() -> Value {
    let versions = strings(&[
        "PROTOCOL_SSLv2",
        "SSLv2_METHOD",
        "SSLv23_METHOD",
        "PROTOCOL_SSLv3",
        "PROTOCOL_TLSv1",
        "SSLv3_METHOD",
        "TLSv1_METHOD",
        "PROTOCOL_TLSv1_1",
        "TLSv1_1_METHOD",
    ]);
    map([("bad_protocol_versions", versions)])
}

/// The section `ssl_with_bad_version`.
#[derive(Debug)]
pub struct Settings {
    /// What an argument is held against: a value that is no list is a list of one.
    values: Result<Vec<Value>, Crash>,
    /// Where a default is looked up.
    names: Container,
}

impl Settings {
    /// Whether it is the name of the constant of a broken version; of none where the section cannot be read.
    pub(crate) fn names_version(&self, name: &str) -> bool {
        !name.is_empty() && self.names.contains(name).unwrap_or_default()
    }

    /// Reads the section.
    #[must_use]
    pub fn read(section: &Value) -> Settings {
        let versions = options::item(section, "bad_protocol_versions");
        Settings {
            names: versions.clone().map_or_else(Container::Fails, Container::new),
            values: versions.map(|versions| match versions {
                Value::List(items) => items.clone(),
                single => vec![single.clone()],
            }),
        }
    }
}

fn calls_with_a_version(options: &Options) -> Interest<'_> {
    match options.ssl_with_bad_version.values {
        Ok(_) => Interest::Keyword(&["method", "ssl_version"]),
        Err(_) => Interest::Any,
    }
}

fn bad_version(call: &Call<'_, '_>) -> Outcome {
    let bad = call.scope.options.ssl_with_bad_version.values.as_ref().map_err(Crash::clone)?;
    let is_bad = |keyword| -> Result<bool, Crash> {
        let value = call.keyword(keyword)?;
        Ok(value.is_some_and(|value| bad.iter().any(|bad| python::equals(Some(&value), bad))))
    };
    let (hit, keyword) = match call.qualname {
        "ssl.wrap_socket" if is_bad("ssl_version")? => (
            Hit::new(
                Level::High,
                Level::High,
                "ssl.wrap_socket call with insecure SSL/TLS protocol version identified, security issue.",
            ),
            "ssl_version",
        ),
        "pyOpenSSL.SSL.Context" if is_bad("method")? => (
            Hit::new(
                Level::High,
                Level::High,
                "SSL.Context call with insecure SSL/TLS protocol version identified, security issue.",
            ),
            "method",
        ),
        "ssl.wrap_socket" | "pyOpenSSL.SSL.Context" => return Ok(None),
        _ if is_bad("method")? || is_bad("ssl_version")? => (
            Hit::new(
                Level::Medium,
                Level::Medium,
                "Function call with insecure SSL/TLS protocol identified, possible security issue.",
            ),
            "method",
        ),
        _ => return Ok(None),
    };
    hit.at(call.keyword_place(keyword).or_else(|| call.keyword_place("ssl_version"))).found()
}

fn bad_defaults(function: &Function<'_, '_>) -> Outcome {
    let bad = &function.scope.options.ssl_with_bad_version;
    bad.values.as_ref().map_err(Crash::clone)?;
    let parameters = &function.node.parameters;
    for parameter in parameters.posonlyargs.iter().chain(&parameters.args) {
        let name = match parameter.default.as_deref() {
            None => continue,
            Some(Expr::Attribute(attribute)) => attribute.attr.as_str(),
            Some(_) => "",
        };
        if bad.names.contains(name)? {
            return Hit::new(
                Level::Medium,
                Level::Medium,
                "Function definition identified with insecure SSL/TLS protocol version by default, possible security \
                 issue.",
            )
            .found();
        }
    }
    Ok(None)
}

fn no_version(call: &Call<'_, '_>) -> Outcome {
    if call.qualname != "ssl.wrap_socket" || call.keyword("ssl_version")?.is_some() {
        return Ok(None);
    }
    Hit::new(
        Level::Low,
        Level::Medium,
        "ssl.wrap_socket call with no SSL/TLS protocol version specified, the default SSLv23 could be insecure, \
         possible security issue.",
    )
    .at(call.keyword_place("ssl_version"))
    .found()
}

#[cfg(test)]
mod tests {
    use stockade_core::config::Value;

    use crate::options::{map, strings};
    use crate::testing::{answers, answers_with};

    fn with(id: &str, versions: Value, text: &str) -> Vec<String> {
        answers_with(id, &[("ssl_with_bad_version", map([("bad_protocol_versions", versions)]))], text)
    }

    #[test]
    fn which_keyword_of_which_call() {
        let other =
            "MEDIUM/MEDIUM Function call with insecure SSL/TLS protocol identified, possible security issue.";
        let context =
            "HIGH/HIGH SSL.Context call with insecure SSL/TLS protocol version identified, security issue.";
        assert_eq!(answers("B502", "f(\n method=SSL.SSLv2_METHOD)\n"), [format!("2:0 {other}")]);
        // The line is that of `method`, whichever was bad.
        let both = "f(\n method='GET',\n ssl_version='PROTOCOL_TLSv1')\n";
        assert_eq!(answers("B502", both), [format!("2:0 {other}")]);
        assert_eq!(
            answers("B502", "pyOpenSSL.SSL.Context(method=SSLv3_METHOD)\n"),
            [format!("1:0 {context}")]
        );
        assert_eq!(answers("B502", "ssl.wrap_socket(method=SSLv3_METHOD)\n"), [""; 0]);
        assert_eq!(answers("B502", "pyOpenSSL.SSL.Context(ssl_version=SSLv3_METHOD)\n"), [""; 0]);
        assert_eq!(answers("B502", "f(SSLv3_METHOD, version=SSLv3_METHOD)\n"), [""; 0]);
        let words = "1 crash cannot use 'list' as a set element (unhashable type: 'list')";
        assert_eq!(answers("B502", "f(x={[]})\n"), [words]);
    }

    #[test]
    fn configured_versions_are_compared_as_they_are() {
        let versions = Value::List(vec![Value::Int(1), Value::List(Vec::new()), Value::Str("None".into())]);
        let count = |value: &str| with("B502", versions.clone(), &format!("f(method={value})\n")).len();
        assert_eq!([count("1"), count("1.0"), count("[]"), count("None"), count("'None'")], [1, 1, 1, 1, 1]);
        assert_eq!([count("2"), count("True"), count("{}"), count("()"), count("f()")], [0, 0, 0, 0, 0]);
        // A value that is no list is compared as a whole.
        assert_eq!(with("B502", Value::Str("SSLv3".into()), "f(method=SSLv)\n"), [""; 0]);
        assert_eq!(with("B502", Value::Str("SSLv3".into()), "f(method=SSLv3)\n").len(), 1);
    }

    #[test]
    fn without_versions_every_call_and_function_breaks_off() {
        for section in [map([]), map([("versions", strings(&["SSLv3"]))])] {
            let section = [("ssl_with_bad_version", section)];
            let words = "1 crash 'bad_protocol_versions'";
            assert_eq!(answers_with("B502", &section, "f()\n"), [words]);
            assert_eq!(answers_with("B503", &section, "def f(): pass\n"), [words]);
        }
        let list = [("ssl_with_bad_version", strings(&[]))];
        assert_eq!(
            answers_with("B502", &list, "f()\n"),
            ["1 crash list indices must be integers or slices, not str"]
        );
    }

    #[test]
    fn defaults_of_parameters() {
        let count = |text: &str| answers("B503", text).len();
        assert_eq!(count("def f(a, v=SSL.SSLv2_METHOD): pass\n"), 1);
        assert_eq!(count("def f(v=a[0].SSLv2_METHOD, /): pass\n"), 1);
        assert_eq!(count("@d\ndef f(v=SSL.SSLv2_METHOD, w=SSL.SSLv3_METHOD): pass\n"), 1);
        for good in [
            "def f(*, v=SSL.SSLv2_METHOD): pass\n",
            "async def f(v=SSL.SSLv2_METHOD): pass\n",
            "def f(v=SSLv2_METHOD, w='SSLv2_METHOD'): pass\n",
            "lambda v=SSL.SSLv2_METHOD: v\n",
        ] {
            assert_eq!(count(good), 0, "{good}");
        }
        // Whatever is no attribute has an empty name, which is in every string.
        assert_eq!(with("B503", Value::Str("x".into()), "def f(v=1): pass\ndef g(v): pass\n").len(), 1);
        let words = "1 crash argument of type 'int' is not a container or iterable";
        assert_eq!(with("B503", Value::Int(1), "def f(v=1): pass\ndef g(v): pass\n"), [words]);
    }

    #[test]
    fn a_version_that_cannot_be_read_is_none() {
        let words = "LOW/MEDIUM ssl.wrap_socket call with no SSL/TLS protocol version specified, the default SSLv23 could be insecure, possible security issue.";
        assert_eq!(answers("B504", "ssl.wrap_socket(x, ssl_version=\n f())\n"), [format!("2:0 {words}")]);
        assert_eq!(answers("B504", "ssl.wrap_socket(*a, **k)\n"), [format!("1:0 {words}")]);
        assert_eq!(answers("B504", "ssl.wrap_socket(ssl_version=None)\nwrap_socket()\n"), [""; 0]);
    }
}
