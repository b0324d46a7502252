//! B614: `torch.load` of whole objects.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::deserialization;
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
    /// PyTorch 2.6 takes only weights by default; a call that leaves it to the default is reported all the same.
    ///
    /// ## Differs from Bandit
    ///
    /// The confidence is high only for `weights_only=False`. `from torch import load` is seen, and a variable that is always
    /// true.
    ///
    /// ```python bandit
    /// import torch
    ///
    /// SAFE = True
    /// state = torch.load("model.pt", weights_only=SAFE)
    /// ```
    ///
    /// ```python native
    /// from torch import load
    ///
    /// state = load("model.pt")
    /// ```
    pub static PYTORCH_LOAD = "B614" "pytorch_load" {
        advice: "Pass `weights_only=True`, or use a format that cannot carry code, such as safetensors.",
        severity: Medium, confidence: High, cwe: 502,
        check: Check::Call(When::Named(&["load"]), check),
        native: Check::Call(When::Named(&["load"]), deserialization::torch),
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

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    #[test]
    fn true_by_any_spelling() {
        let count = |call: &str| answers("B614", &format!("import torch as t\n{call}\n")).len();
        assert_eq!([count("t.load(weights_only=True)"), count("t.load(weights_only='True')")], [0, 0]);
        assert_eq!(
            [count("t.load(weights_only=1)"), count("t.serialization.load()"), count("t.load(*a)")],
            [1, 1, 1]
        );
        assert_eq!([count("load(x)"), count("t.jit.load(x)")], [0, 0]);
    }

    #[test]
    fn torch_itself_must_have_been_imported() {
        assert_eq!(answers("B614", "from torch import load\nload(x)\n"), [""; 0]);
        assert_eq!(answers("B614", "import torch.nn\ntorch.load(x)\n"), [""; 0]);
    }
}
