//! B102: `exec`.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::exec;
use crate::rule::{Check, Hit, Outcome, References, When};

crate::rule! {
    /// # `exec`
    ///
    /// `exec` runs any code that its argument holds.
    ///
    /// ```python bad
    /// exec(request.body)
    /// ```
    ///
    /// ## Instead
    ///
    /// Say what may happen and look it up.
    ///
    /// ```python good
    /// ACTIONS[request.action]()
    /// ```
    ///
    /// ## Differs from Bandit
    ///
    /// Code that nobody outside can change is reported with low severity. `builtins.exec` counts, `exec` that is handed on
    /// counts, and a function of the program's own that is called `exec` does not.
    ///
    /// ```python native
    /// list(map(exec, lines))
    /// ```
    ///
    /// ```python bandit
    /// def exec(command):
    ///     return COMMANDS[command]()
    ///
    /// exec("status")
    /// ```
    pub static EXEC_USED = "B102" "exec_used" {
        advice: "Say what may happen in code and look it up, instead of running text.",
        severity: Medium, confidence: High, cwe: 78,
        references: References { names: exec::names, check: exec::exec_handed_on },
        check: Check::Call(When::Named(&["exec"]), check),
        native: Check::Call(When::Named(&["exec"]), exec::exec_used),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if call.qualname != "exec" {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::High, "Use of exec detected.").found()
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    #[test]
    fn calls_of_exec() {
        let found = ["1:0 MEDIUM/HIGH Use of exec detected."];
        assert_eq!(answers("B102", "exec('x')\n"), found);
        assert_eq!(answers("B102", "builtins.exec('x')\nx.exec('x')\nexec\n"), [""; 0]);
    }

    #[test]
    fn names_resolve_to_it_by_text() {
        assert_eq!(answers("B102", "import exec_ as exec\nexec('x')\n"), [""; 0]);
        assert_eq!(answers("B102", "import exec as run\nrun('x')\n").len(), 1);
    }
}
