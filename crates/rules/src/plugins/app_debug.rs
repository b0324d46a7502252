//! B201: Flask's debugger for everyone. The message is Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::debugging;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # Flask with `debug=True`
    ///
    /// Flask's debug mode shows Werkzeug's debugger when a request fails. It has a console that runs any Python for who
    /// gets past its PIN, and it shows source and variables to who does not.
    ///
    /// ```python bad
    /// from flask import Flask
    ///
    /// app = Flask(__name__)
    /// app.run(debug=True)
    /// ```
    ///
    /// ## Instead
    ///
    /// Leave it to `flask run --debug` on the developer's machine.
    ///
    /// ```python good
    /// from flask import Flask
    ///
    /// app = Flask(__name__)
    /// app.run()
    /// ```
    ///
    /// ## Limits
    ///
    /// A method `run` of something that is not known counts in a file that imports something with `flask` in its name.
    /// `app.debug = True` is not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// `asyncio.run` and the like are no apps, and a variable that is always true counts.
    ///
    /// ```python bandit
    /// import asyncio
    /// import flask
    ///
    /// asyncio.run(migrate(), debug=True)
    /// ```
    ///
    /// ```python native
    /// from flask import Flask
    ///
    /// DEBUG = True
    /// app = Flask(__name__)
    /// app.run(debug=DEBUG)
    /// ```
    pub static FLASK_DEBUG_TRUE = "B201" "flask_debug_true" {
        advice: "Leave debug mode to `flask run --debug` on the developer's machine.",
        severity: High, confidence: Medium, cwe: 94,
        check: Check::Call(When::Keyword(&["debug"]), check),
        native: Check::Call(When::Keyword(&["debug"]), debugging::flask),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if call.name != "run"
        || call.qualname.len() == call.name.len()
        || !call.scope.names.imported_like("flask")
    {
        return Ok(None);
    }
    if call.keyword_is("debug", "True")? != Some(true) {
        return Ok(None);
    }
    Hit::new(
        Level::High,
        Level::Medium,
        "A Flask app appears to be run with debug=True, which exposes the Werkzeug debugger and allows the execution of arbitrary code.",
    )
    .at(call.keyword_place("debug"))
    .found()
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, findings};

    fn places(text: &str) -> Vec<String> {
        answers("B201", text).iter().filter_map(|a| a.split(' ').next().map(str::to_owned)).collect()
    }

    #[test]
    fn methods_called_run() {
        let text = "from my import flask_app\nflask_app.run(debug=True)\nx().run(debug='True')\nrun(debug=True)\nx.run(debug=1)\nx.run(debug=False)\nx.run(True)\nx.run(debug=a.True_)\nx.run(**debug)\n";
        assert_eq!(places(text), ["2:0", "3:0"]);
        let message = "A Flask app appears to be run with debug=True, which exposes the Werkzeug debugger and allows the execution of arbitrary code.";
        assert_eq!(answers("B201", text)[0], format!("2:0 HIGH/MEDIUM {message}"));
    }

    #[test]
    fn flask_is_imported_above() {
        assert_eq!(places("app.run(debug=True)\nimport flask\n"), [""; 0]);
        assert_eq!(places("def f():\n  import flask\napp.run(debug=True)\n"), ["3:0"]);
    }

    #[test]
    fn the_line_is_the_arguments() {
        let found = findings("B201", "import flask\nf.run(\n  debug=\n    True\n)\n");
        assert_eq!((found[0].line, found[0].column, found[0].lines.first, found[0].lines.last), (4, 0, 2, 5));
    }
}
