//! B101: `assert` outside of tests.

use stockade_core::config::Value;
use stockade_core::finding::Level;
use stockade_core::fnmatch::Pattern;

use crate::context::Assert;
use crate::options::{self, map, strings};
use crate::rule::{Check, Crash, Hit, Outcome};

crate::rule! {
    /// # `assert` in shipped code
    ///
    /// Python drops every `assert` when it runs with `-O` or `PYTHONOPTIMIZE`. A check that guards something, such as
    /// who may call or what may come in, is then not made.
    ///
    /// ```python bad
    /// def delete(user, record):
    ///     assert user.is_admin
    ///     record.delete()
    /// ```
    ///
    /// ## Instead
    ///
    /// ```python good
    /// def delete(user, record):
    ///     if not user.is_admin:
    ///         raise PermissionError(user)
    ///     record.delete()
    /// ```
    ///
    /// ## Options
    ///
    /// `assert_used.skips`: patterns of file names in which asserts are no finding, such as `*_test.py`.
    pub static ASSERT_USED = "B101" "assert_used" {
        advice: "Raise an exception where the check must hold; `assert` is gone under `python -O`.",
        severity: Low, confidence: High, cwe: 703,
        section: "assert_used",
        check: Check::Assert(check),
    }
}

/// The section `assert_used`, as far as it can be read: the patterns up to the first that is none.
#[derive(Debug)]
pub struct Settings {
    skips: Vec<Pattern>,
    broken: Option<Crash>,
}

/// The section as Bandit has it.
pub(crate) fn defaults() -> Value {
    map([("skips", strings(&[]))])
}

impl Settings {
    /// Reads the section.
    #[must_use]
    pub fn read(section: &Value) -> Settings {
        let mut settings = Settings { skips: Vec::new(), broken: None };
        let skips = match options::get(section, "skips") {
            Ok(skips) => skips.map_or(Ok(Vec::new()), options::iterate),
            Err(crash) => Err(crash),
        };
        match skips {
            Err(crash) => settings.broken = Some(crash),
            Ok(skips) => {
                for skip in skips {
                    let Value::Str(skip) = skip else {
                        let kind = skip.type_name();
                        let words = format!("expected str, bytes or os.PathLike object, not {kind}");
                        settings.broken = Some(Crash::new(words));
                        break;
                    };
                    settings.skips.push(Pattern::new(&skip));
                }
            }
        }
        settings
    }
}

fn check(assert: &Assert<'_, '_>) -> Outcome {
    let settings = &assert.scope.options.assert_used;
    if settings.skips.iter().any(|skip| skip.matches(assert.scope.module.name)) {
        return Ok(None);
    }
    if let Some(crash) = &settings.broken {
        return Err(crash.clone());
    }
    Hit::new(
        Level::Low,
        Level::High,
        "Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.",
    )
    .found()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{answers, check};

    const MESSAGE: &str = "LOW/HIGH Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.";

    #[test]
    fn every_assert() {
        let text = "assert a\nif b:\n  assert (\n    c), 'd'\n";
        assert_eq!(answers("B101", text), [format!("1:0 {MESSAGE}"), format!("3:2 {MESSAGE}")]);
    }

    #[test]
    fn files_that_are_skipped() {
        let of = |section: Value| {
            let checked = check("B101", &[("assert_used", section)], "./tests/test_a.py", "assert a\n");
            let crash = checked.raw.crashes.first().map(|crash| crash.message.clone());
            crash.unwrap_or_else(|| checked.raw.findings.len().to_string())
        };
        let skips = |patterns: &[&str]| of(map([("skips", strings(patterns))]));
        assert_eq!(skips(&["*_test.py", "*/test_*.py"]), "0");
        assert_eq!(skips(&["./tests/*"]), "0");
        assert_eq!(skips(&["test_*.py", "tests/*", ""]), "1");
        assert_eq!(of(map([])), "1");
        assert_eq!(of(map([("skips", Value::Str("x*".into()))])), "0");
        assert_eq!(of(map([("skips", Value::Null)])), "'NoneType' object is not iterable");
        assert_eq!(of(strings(&[])), "'list' object has no attribute 'get'");
        let mixed = Value::List(vec![Value::Str("*/tests/*".into()), Value::Int(1)]);
        assert_eq!(of(map([("skips", mixed)])), "0");
        let words = "expected str, bytes or os.PathLike object, not int";
        assert_eq!(of(map([("skips", Value::List(vec![Value::Int(1), Value::Str("*".into())]))])), words);
    }
}
