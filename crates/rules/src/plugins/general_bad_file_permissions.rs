//! B103: `chmod` with rights for everyone. The message is Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::ast::Number;
use stockade_core::finding::Level;
use stockade_core::semantic::literal::Literal;
use stockade_core::semantic::number;

use crate::context::Call;
use crate::rule::{Check, Hit, Outcome, When};

crate::rule! {
    /// # Permissions for everyone
    ///
    /// A file that its group or all others may write can be replaced by any of them; one that they may execute gives
    /// them a program to try. Reported are modes that let the group or others execute, let the group write, or, which
    /// is graver, let others write.
    ///
    /// ```python bad
    /// import os
    ///
    /// os.chmod("/etc/app.conf", 0o666)
    /// ```
    ///
    /// ## Instead
    ///
    /// Give what is needed to whom it is needed by.
    ///
    /// ```python good
    /// import os
    ///
    /// os.chmod("/etc/app.conf", 0o640)
    /// ```
    ///
    /// ## Limits
    ///
    /// Any call of two arguments counts whose name contains `chmod`. The mode must be a number in place: combinations of
    /// `stat.S_*` and variables are not followed.
    pub static SET_BAD_FILE_PERMISSIONS = "B103" "set_bad_file_permissions" {
        severity: High, confidence: High, cwe: 732,
        check: Check::Call(When::NameContains("chmod"), check),
    }
}

/// `stat.S_IWOTH`
const WRITE_OTHERS: u8 = 0o2;
/// `stat.S_IWOTH | stat.S_IWGRP | stat.S_IXGRP | stat.S_IXOTH`
const DANGEROUS: u8 = WRITE_OTHERS | 0o20 | 0o10 | 0o1;

fn check(call: &Call<'_, '_>) -> Outcome {
    if call.args().len() != 2 || !call.name.contains("chmod") {
        return Ok(None);
    }
    let Some(Literal::Number(mode)) = call.arg(1)? else { return Ok(None) };
    let Number::Int(_) = mode.value else { return Ok(None) };
    let octal = number::octal(mode);
    let low = u8::from_str_radix(&octal[octal.len().saturating_sub(2)..], 8).unwrap_or(0);
    if low & DANGEROUS == 0 {
        return Ok(None);
    }
    let severity = if low & WRITE_OTHERS != 0 { Level::High } else { Level::Medium };
    let file = call.arg(0)?;
    let file = file.as_ref().map_or(Ok("NOT PARSED".into()), |file| file.to_text(call.scope.module.text))?;
    let message = format!("Chmod setting a permissive mask 0o{octal} on file ({file}).");
    Hit::new(severity, Level::High, message).found()
}
