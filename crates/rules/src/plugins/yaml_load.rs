//! B506: `yaml.load` with a loader that makes any object.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # `yaml.load`
    ///
    /// A YAML document can name Python objects to be made, with their arguments. A loader that obeys runs the code of
    /// whoever wrote the document.
    ///
    /// ```python bad
    /// import yaml
    ///
    /// settings = yaml.load(upload)
    /// ```
    ///
    /// ## Instead
    ///
    /// Read plain data only.
    ///
    /// ```python good
    /// import yaml
    ///
    /// settings = yaml.safe_load(upload)
    /// more = yaml.load(upload, Loader=yaml.SafeLoader)
    /// ```
    ///
    /// ## Limits
    ///
    /// `SafeLoader` and `CSafeLoader` are known as safe, by their names; `BaseLoader` and loaders of your own are
    /// reported. `load_all` is not looked at.
    pub static YAML_LOAD = "B506" "yaml_load" {
        severity: Medium, confidence: High, cwe: 20,
        check: Check::Call(When::Named(&["load"]), check),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if !call.scope.names.imported("yaml") {
        return Ok(None);
    }
    // The loader is looked at whatever is called.
    let keyword = call.keyword("Loader")?;
    let argument = call.arg(1)?;
    let safe = [keyword, argument]
        .iter()
        .flatten()
        .any(|loader| loader.is("SafeLoader") || loader.is("CSafeLoader"));
    if call.name != "load" || safe || !call.qualname.split('.').any(|part| part == "yaml") {
        return Ok(None);
    }
    Hit::new(
        Level::Medium,
        Level::High,
        "Use of unsafe yaml load. Allows instantiation of arbitrary objects. Consider yaml.safe_load().",
    )
    .found()
}
