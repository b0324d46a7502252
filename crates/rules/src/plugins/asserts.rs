//! B101: `assert` outside of tests.

use stockade_core::finding::Level;

use crate::context::Assert;
use crate::rule::{Check, Hit, Outcome};

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

fn check(_assert: &Assert<'_, '_>) -> Outcome {
    Hit::new(
        Level::Low,
        Level::High,
        "Use of assert detected. The enclosed code will be removed when compiling to optimised byte code.",
    )
    .found()
}
