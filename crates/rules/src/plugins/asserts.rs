//! B101: `assert` outside of tests.

use stockade_core::config::Value;
use stockade_core::finding::Level;

use crate::context::Assert;
use crate::fnmatch::fnmatch;
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
        severity: Low, confidence: High, cwe: 703,
        section: "assert_used",
        check: Check::Assert(check),
    }
}

/// The section `assert_used`, as far as it can be read: the patterns up to the first that is none.
#[derive(Debug)]
pub struct Settings {
    skips: Vec<String>,
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
                    settings.skips.push(skip);
                }
            }
        }
        settings
    }
}

fn check(assert: &Assert<'_, '_>) -> Outcome {
    let settings = &assert.scope.options.assert_used;
    if settings.skips.iter().any(|skip| fnmatch(assert.scope.module.name, skip)) {
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
