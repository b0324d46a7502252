//! B102: `exec`.

use stockade_core::finding::Level;

use super::known::Known;
use crate::context::{Call, Reference};
use crate::options::Options;
use crate::rule::{Hit, Outcome};

/// B102
pub(crate) fn exec_used(call: &Call<'_, '_>) -> Outcome {
    if !matches!(call.qualname, "exec" | "builtins.exec") {
        return Ok(None);
    }
    let Some(code) = call.args().first() else { return Ok(None) };
    let severity = if Known::plain(&call.scope).is_fixed(code) { Level::Low } else { Level::Medium };
    Hit::new(severity, Level::High, "Use of exec detected.").found()
}

/// The names of `exec`.
pub(crate) fn names(_: &Options) -> Vec<&str> {
    vec!["exec", "builtins.exec"]
}

/// B102, of what is handed on: `map(exec, lines)`.
pub(crate) fn exec_handed_on(_: &Reference<'_, '_>) -> Outcome {
    Hit::new(Level::Medium, Level::Medium, "Use of exec detected.").found()
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    #[test]
    fn the_builtin_by_any_name() {
        let found = ["2:0 MEDIUM/HIGH Use of exec detected."];
        assert_eq!(native("B102", "import builtins\nbuiltins.exec(x)\n"), found);
        assert_eq!(answers("B102", "import builtins\nbuiltins.exec(x)\n"), [""; 0]);
        let own = "def exec(x): pass\nexec(y)\n";
        assert_eq!((answers("B102", own).len(), native("B102", own).len()), (1, 0));
    }

    #[test]
    fn handed_on() {
        assert_eq!(native("B102", "list(map(exec, lines))\n"), ["1:9 MEDIUM/MEDIUM Use of exec detected."]);
        assert_eq!(answers("B102", "list(map(exec, lines))\n"), [""; 0]);
    }

    #[test]
    fn constant_code_is_less_grave() {
        assert_eq!(native("B102", "exec('x = 1')\n"), ["1:0 LOW/HIGH Use of exec detected."]);
        assert_eq!(answers("B102", "exec('x = 1')\n"), ["1:0 MEDIUM/HIGH Use of exec detected."]);
        assert_eq!(native("B102", "exec(f'x = {y}')\n"), ["1:0 MEDIUM/HIGH Use of exec detected."]);
    }
}
