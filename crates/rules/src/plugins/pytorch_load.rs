//! B614: `torch.load` of whole objects.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # `torch.load`
    ///
    /// PyTorch's files are pickles: loading one runs whatever code its author put into it, unless only tensors are
    /// asked for.
    ///
    /// ```python bad
    /// import torch
    ///
    /// state = torch.load("model.pt", map_location="cpu")
    /// ```
    ///
    /// ## Instead
    ///
    /// Take nothing but weights, or use a format that cannot carry code, such as safetensors.
    ///
    /// ```python good
    /// import torch
    ///
    /// state = torch.load("model.pt", weights_only=True)
    /// ```
    ///
    /// ## Limits
    ///
    /// The file must have imported `torch` itself, by `import torch` or under another name. PyTorch 2.6 takes only
    /// weights by default; the call is reported all the same.
    pub static PYTORCH_LOAD = "B614" "pytorch_load" {
        severity: Medium, confidence: High, cwe: 502,
        check: Check::Call(When::Named(&["load"]), check),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if !matches!(call.qualname, "torch.load" | "torch.serialization.load")
        || !call.scope.names.imported("torch")
        || call.keyword_is("weights_only", "True")? == Some(true)
    {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::High, "Use of unsafe PyTorch load").at(call.keyword_place("load")).found()
}
