//! B102: `exec`.

use stockade_core::finding::Level;

use super::known::Known;
use crate::context::Call;
use crate::rule::{Hit, Outcome};

/// B102
pub(crate) fn exec_used(call: &Call<'_, '_>) -> Outcome {
    if !matches!(call.qualname, "exec" | "builtins.exec") {
        return Ok(None);
    }
    let Some(code) = call.args().first() else { return Ok(None) };
    let severity =
        if Known::plain(&call.scope).is_fixed(code) { Level::Low } else { Level::Medium };
    Hit::new(severity, Level::High, "Use of exec detected.").found()
}
