//! B201 and B612: doors that were meant for developers.

use stockade_core::finding::Level;

use super::argument::{Argument, is_none, truth};
use crate::context::Call;
use crate::rule::{Hit, Outcome};

/// Other functions called `run` that take `debug` and show nobody a debugger.
const OTHERS: &[&str] = &[
    "aiohttp.web.run",
    "anyio.run",
    "asyncio.run",
    "asyncio.Runner().run",
    "curio.run",
    "gevent.run",
    "hypercorn.run",
    "nicegui.ui.run",
    "subprocess.run",
    "trio.run",
    "uvicorn.run",
    "uvloop.run",
];

/// B201: `app.run(debug=True)` where Flask is imported.
pub(crate) fn flask(call: &Call<'_, '_>) -> Outcome {
    if call.name != "run"
        || call.qualname.len() == call.name.len()
        || OTHERS.contains(&call.qualname)
        || !call.scope.names.imported_like("flask")
    {
        return Ok(None);
    }
    let Argument::Given(debug) = Argument::of(call.node, "debug", None) else { return Ok(None) };
    if truth(&call.scope, debug) != Some(true) {
        return Ok(None);
    }
    Hit::new(
        Level::High,
        if call.qualname.starts_with("flask.") { Level::High } else { Level::Medium },
        "A Flask app appears to be run with debug=True, which exposes the Werkzeug debugger and allows the execution of arbitrary code.",
    )
    .found()
}

/// B612: configurations of `logging` that anyone may send.
pub(crate) fn logging(call: &Call<'_, '_>) -> Outcome {
    if call.qualname != "logging.config.listen" {
        return Ok(None);
    }
    match Argument::of(call.node, "verify", Some(1)) {
        Argument::Given(verify) if !is_none(&call.scope, verify) => Ok(None),
        Argument::Hidden => Ok(None),
        _ => Hit::new(Level::Medium, Level::High, "Use of insecure logging.config.listen detected.").found(),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn flask(text: &str) -> [usize; 2] {
        let text = format!("import asyncio\nfrom flask import Flask\nON = True\n{text}\n");
        [answers("B201", &text).len(), native("B201", &text).len()]
    }

    #[test]
    fn apps() {
        assert_eq!(flask("app = Flask('x')\napp.run(debug=True)"), [1, 1]);
        assert_eq!(flask("app = Flask('x')\napp.run(debug=ON)"), [0, 1]);
        assert_eq!(flask("create().run(debug=True)"), [1, 1]);
        assert_eq!(flask("asyncio.run(main(), debug=True)"), [1, 0]);
        assert_eq!(flask("Flask('x').run(debug='True')"), [1, 0]);
        assert_eq!(flask("Flask('x').run(debug=debug())"), [0, 0]);
    }

    #[test]
    fn listeners() {
        let counts = |arguments: &str| {
            let text = format!("import logging.config\nlogging.config.listen({arguments})\n");
            [answers("B612", &text).len(), native("B612", &text).len()]
        };
        assert_eq!(counts("9999"), [1, 1]);
        assert_eq!(counts("9999, verify=None"), [0, 1]);
        assert_eq!(counts("9999, check"), [1, 0]);
        assert_eq!(counts("9999, **k"), [1, 0]);
    }
}
