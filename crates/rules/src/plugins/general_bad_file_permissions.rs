//! B103: `chmod` with rights for everyone. The message is Bandit's, kept for byte parity and credited in NOTICE.

use stockade_core::ast::Number;
use stockade_core::finding::Level;
use stockade_core::semantic::literal::Literal;
use stockade_core::semantic::number;

use crate::context::Call;
use crate::native::permissions;
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
    /// Any call whose name contains `chmod` is looked at.
    ///
    /// ## Differs from Bandit
    ///
    /// The mode is folded from numbers, `stat.S_*`, names of them, `|`, `&`, `~` and `+`; what is added to an unknown mode counts.
    /// `path.chmod(mode)` and `mode=` are seen. A mode that only lets others execute has low severity, where Bandit has medium:
    /// nobody can change such a file, and programs are meant to be so.
    ///
    /// ```python native
    /// import os
    /// import stat
    ///
    /// os.chmod("/etc/app.conf", stat.S_IRWXU | stat.S_IWOTH)
    /// ```
    ///
    /// ```python native
    /// path.chmod(0o777)
    /// ```
    pub static SET_BAD_FILE_PERMISSIONS = "B103" "set_bad_file_permissions" {
        advice: "Give only the rights that are needed: `0o600` for files, `0o700` for folders.",
        severity: High, confidence: High, cwe: 732,
        check: Check::Call(When::NameContains("chmod"), check),
        native: Check::Call(When::NameContains("chmod"), permissions::bad_file_permissions),
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

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    fn of(call: &str) -> String {
        let answer = answers("B103", &format!("{call}\n")).join("\n");
        answer.replace("1:0 ", "").replace("Chmod setting a permissive mask ", "")
    }

    #[test]
    fn modes() {
        assert_eq!(of("os.chmod('f', 0o777)"), "HIGH/HIGH 0o777 on file (f).");
        assert_eq!(of("os.chmod('f', 0o710)"), "MEDIUM/HIGH 0o710 on file (f).");
        assert_eq!(of("os.chmod('f', 0o2)"), "HIGH/HIGH 0o2 on file (f).");
        assert_eq!(of("os.chmod('f', 73)"), "MEDIUM/HIGH 0o111 on file (f).");
        assert_eq!(
            of("os.chmod('f', 0xfffffffffffffffffffff)"),
            "HIGH/HIGH 0o7777777777777777777777777777 on file (f)."
        );
        for mode in ["0o644", "0o744", "0", "True", "-1", "1.5", "stat.S_IRWXO", "'511'", "[511]", "0o7 | 1"]
        {
            assert_eq!(of(&format!("os.chmod('f', {mode})")), "", "{mode}");
        }
    }

    #[test]
    fn files() {
        assert_eq!(of("p.lchmod_x(f, 2)"), "HIGH/HIGH 0o2 on file (f).");
        assert_eq!(of("chmod(a.b, 2)"), "HIGH/HIGH 0o2 on file (b).");
        assert_eq!(of("chmod(f(), 2)"), "HIGH/HIGH 0o2 on file (NOT PARSED).");
        assert_eq!(of("chmod(None, 2)"), "HIGH/HIGH 0o2 on file (None).");
        assert_eq!(
            of("chmod(['it\\'s', b'x', 1.0, f(), True], 2)"),
            "HIGH/HIGH 0o2 on file ([\"it's\", b'x', 1.0, None, 'True'])."
        );
        assert_eq!(of("chmod((1,), 2)"), "HIGH/HIGH 0o2 on file ((1,)).");
        assert_eq!(
            of("chmod({'a': f(1), **b, c: 2, **d}, 2)"),
            "HIGH/HIGH 0o2 on file ({Constant(value='a', kind=None): Call(func=Name(id='f', ctx=Load()), args=[Constant(value=1, kind=None)], keywords=[]), None: Name(id='d', ctx=Load()), Name(id='c', ctx=Load()): Constant(value=2, kind=None)})."
        );
        assert_eq!(of("chmod(f, mode=2)"), "");
        assert_eq!(of("chmod(2, f)"), "");
        assert_eq!(of("chmod(f, 2, 3)"), "");
        assert_eq!(of("chmod(f, 2, dir_fd=3)"), "HIGH/HIGH 0o2 on file (f).");
        assert_eq!(of("chmod(*f, 2)"), "HIGH/HIGH 0o2 on file (NOT PARSED).");
    }

    #[test]
    fn where_it_breaks_off() {
        let words = "1 crash cannot use 'list' as a set element (unhashable type: 'list')";
        assert_eq!(of("chmod(f, {[]})"), words);
        assert_eq!(of("chmod({[]}, 2)"), words);
        assert_eq!(of("chmod({[]}, 0)"), "");
        let big = format!("chmod(0x{}, 2)", "f".repeat(4000));
        assert_eq!(
            of(&big),
            "1 crash Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit"
        );
    }
}
