//! B502, B503 and B504: versions of SSL and TLS that are broken, given by keyword or by position.

use stockade_core::ast::{Expr, ParameterWithDefault, Ranged};
use stockade_core::finding::Level;

use super::argument::Argument;
use crate::context::{Call, Function, Scope};
use crate::plugins::insecure_ssl_tls::Settings;
use crate::rule::{Hit, Outcome};

/// The functions that take a version, with the name and the position of the argument.
const VERSIONED: &[(&str, &str, usize, &str)] = &[
    (
        "ssl.wrap_socket",
        "ssl_version",
        5,
        "ssl.wrap_socket call with insecure SSL/TLS protocol version identified, security issue.",
    ),
    (
        "ssl.SSLContext",
        "protocol",
        0,
        "ssl.SSLContext call with insecure SSL/TLS protocol version identified, security issue.",
    ),
    (
        "OpenSSL.SSL.Context",
        "method",
        0,
        "SSL.Context call with insecure SSL/TLS protocol version identified, security issue.",
    ),
    (
        "pyOpenSSL.SSL.Context",
        "method",
        0,
        "SSL.Context call with insecure SSL/TLS protocol version identified, security issue.",
    ),
];

/// B502: a broken version as an argument.
pub(crate) fn version(call: &Call<'_, '_>) -> Outcome {
    if call.keywords().is_empty() && !matches!(call.name, "wrap_socket" | "SSLContext" | "Context") {
        return Ok(None);
    }
    let versions = &call.scope.options.ssl_with_bad_version;
    let known = VERSIONED.iter().find(|(name, ..)| *name == call.qualname);
    if let Some(&(_, name, position, message)) = known {
        return match Argument::of(call.node, name, Some(position)) {
            Argument::Given(version) if is_bad(&call.scope, versions, version) => {
                Hit::new(Level::High, Level::High, message).on(version.range()).found()
            }
            _ => Ok(None),
        };
    }
    for name in ["method", "ssl_version"] {
        if let Argument::Given(version) = Argument::of(call.node, name, None)
            && is_bad(&call.scope, versions, version)
        {
            return Hit::new(
                Level::Medium,
                Level::Medium,
                "Function call with insecure SSL/TLS protocol identified, possible security issue.",
            )
            .on(version.range())
            .found();
        }
    }
    Ok(None)
}

/// B503: a broken version as a default.
pub(crate) fn default(function: &Function<'_, '_>) -> Outcome {
    let versions = &function.scope.options.ssl_with_bad_version;
    let parameters = &*function.node.parameters;
    let mut all = parameters.posonlyargs.iter().chain(&parameters.args).chain(&parameters.kwonlyargs);
    let default = |parameter: &ParameterWithDefault| {
        let default = parameter.default.as_deref()?;
        is_bad(&function.scope, versions, default).then(|| default.range())
    };
    let Some(range) = all.find_map(default) else { return Ok(None) };
    Hit::new(
        Level::Medium,
        Level::Medium,
        "Function definition identified with insecure SSL/TLS protocol version by default, possible security issue.",
    )
    .on(range)
    .found()
}

/// B504: `ssl.wrap_socket` without a version.
pub(crate) fn no_version(call: &Call<'_, '_>) -> Outcome {
    if call.qualname != "ssl.wrap_socket" {
        return Ok(None);
    }
    match Argument::of(call.node, "ssl_version", Some(5)) {
        Argument::Given(_) | Argument::Hidden => Ok(None),
        Argument::Missing => Hit::new(
            Level::Low,
            Level::Medium,
            "ssl.wrap_socket call with no SSL/TLS protocol version specified, the default SSLv23 could be insecure, \
             possible security issue.",
        )
        .found(),
    }
}

/// Whether an expression is the constant of a broken version: by the last part of its name, which says enough.
fn is_bad(scope: &Scope<'_, '_>, versions: &Settings, expr: &Expr) -> bool {
    let last = match expr {
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Name(name) => name.id.as_str(),
        _ => return false,
    };
    if versions.names_version(last) {
        return true;
    }
    let Expr::Name(_) = expr else { return false };
    let resolved = scope.resolve(expr);
    versions.names_version(resolved.rsplit('.').next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn counts(id: &str, text: &str) -> [usize; 2] {
        [answers(id, text).len(), native(id, text).len()]
    }

    #[test]
    fn versions() {
        assert_eq!(counts("B502", "import ssl\nssl.SSLContext(ssl.PROTOCOL_TLSv1)\n"), [0, 1]);
        assert_eq!(
            counts("B502", "import ssl\nV = ssl.PROTOCOL_SSLv3\nssl.wrap_socket(s, ssl_version=V)\n"),
            [0, 1]
        );
        assert_eq!(counts("B502", "from OpenSSL import SSL\nSSL.Context(SSL.SSLv3_METHOD)\n"), [0, 1]);
        assert_eq!(counts("B502", "import ssl\nssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)\n"), [0, 0]);
        assert_eq!(counts("B502", "f(method='SSLv3_METHOD')\n"), [1, 0]);
        assert_eq!(counts("B502", "f(method=SSL.SSLv3_METHOD)\n"), [1, 1]);
    }

    #[test]
    fn defaults() {
        assert_eq!(counts("B503", "async def f(*, v=ssl.PROTOCOL_SSLv3): pass\n"), [0, 1]);
        assert_eq!(counts("B503", "from ssl import PROTOCOL_SSLv3 as p\ndef f(v=p): pass\n"), [0, 1]);
        assert_eq!(counts("B503", "def f(v='PROTOCOL_SSLv3', w=None): pass\n"), [0, 0]);
    }

    #[test]
    fn no_version() {
        assert_eq!(counts("B504", "import ssl\nssl.wrap_socket(s, ssl_version=v())\n"), [1, 0]);
        assert_eq!(counts("B504", "import ssl\nssl.wrap_socket(s, **k)\n"), [1, 0]);
        assert_eq!(counts("B504", "import ssl\nssl.wrap_socket(s, a, b, c, d, v)\n"), [1, 0]);
        assert_eq!(counts("B504", "from ssl import wrap_socket\nwrap_socket(s)\n"), [1, 1]);
    }
}
