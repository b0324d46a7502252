//! B506: `yaml.load` with a loader that makes any object.

use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::deserialization;
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
    /// A loader that comes from elsewhere is reported with medium confidence; one that may be in `**` is not.
    ///
    /// ## Differs from Bandit
    ///
    /// `BaseLoader`, other names for the safe loaders and classes that extend them are safe.
    ///
    /// ```python bandit
    /// import yaml
    ///
    /// class Loader(yaml.SafeLoader):
    ///     pass
    ///
    /// settings = yaml.load(upload, Loader=Loader)
    /// ```
    ///
    /// `from yaml import load` and `load_all` are seen.
    ///
    /// ```python native
    /// from yaml import load
    ///
    /// settings = load(upload)
    /// ```
    pub static YAML_LOAD = "B506" "yaml_load" {
        advice: "Use `yaml.safe_load`.",
        severity: Medium, confidence: High, cwe: 20,
        check: Check::Call(When::Named(&["load"]), check),
        native: Check::Call(When::Named(&["load", "load_all"]), deserialization::yaml),
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

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    #[test]
    fn loaders_by_name() {
        let count = |call: &str| answers("B506", &format!("import yaml\n{call}\n")).len();
        for safe in
            ["yaml.load(x, SafeLoader)", "yaml.load(x, 'CSafeLoader')", "yaml.load(x, Loader=a.SafeLoader)"]
        {
            assert_eq!(count(safe), 0, "{safe}");
        }
        for unsafe_call in [
            "yaml.load(x)",
            "yaml.load(x, y, SafeLoader)",
            "yaml.load(x, Loader=SafeLoader())",
            "a.yaml.b.load(x)",
            "yaml.load(*SafeLoader)",
        ] {
            assert_eq!(count(unsafe_call), 1, "{unsafe_call}");
        }
        for other in ["yaml.load_all(x)", "load(x)", "yaml().load(x)"] {
            assert_eq!(count(other), 0, "{other}");
        }
    }

    #[test]
    fn the_module_must_have_been_imported_itself() {
        assert_eq!(answers("B506", "from yaml import load\nload(x)\n"), [""; 0]);
        assert_eq!(answers("B506", "yaml.load(x)\nimport yaml\n"), [""; 0]);
    }

    #[test]
    fn it_breaks_off_at_any_call() {
        let words = "2 crash cannot use 'set' as a set element (unhashable type: 'set')";
        assert_eq!(answers("B506", "import yaml\nf(1, {{2}})\n"), [words]);
        assert_eq!(answers("B506", "import yaml\nf(x={{2}})\n"), [words]);
        assert_eq!(answers("B506", "import yaml\nf({{2}}, 1)\n"), [""; 0]);
    }
}
