//! B103: `chmod` with rights for everyone. The mode is folded: numbers, `stat.S_*`, `|`, `&`, `~`, `+`, and names of
//! such.

use stockade_core::ast::{Expr, Number, Operator, Ranged, UnaryOp};
use stockade_core::finding::Level;

use crate::context::{Call, Scope};
use crate::rule::{Hit, Outcome};

/// `stat.S_IWOTH`
const WRITE_OTHERS: u64 = 0o2;
/// `stat.S_IWGRP`
const WRITE_GROUP: u64 = 0o20;
/// `stat.S_IXGRP | stat.S_IXOTH`
const EXECUTE: u64 = 0o11;

/// The bits that a mode surely has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mode {
    bits: u64,
    /// Whether it has no others.
    whole: bool,
}

/// B103
pub(crate) fn bad_file_permissions(call: &Call<'_, '_>) -> Outcome {
    if !call.name.contains("chmod") {
        return Ok(None);
    }
    let keyword = |name: &str| {
        let named = call.keywords().iter().find(|keyword| keyword.arg.as_deref() == Some(name));
        named.map(|keyword| &keyword.value)
    };
    // `os.chmod(path, mode)`, and `path.chmod(mode)` of a path or a file.
    let (file, mode) = match (call.args(), keyword("mode")) {
        ([file, mode, ..], _) => (Some(file), Some(mode)),
        ([file], Some(mode)) => (Some(file), Some(mode)),
        ([], Some(mode)) => (keyword("path").or_else(|| receiver(call)), Some(mode)),
        ([mode], None) if !call.qualname.starts_with("os.") => (receiver(call), Some(mode)),
        _ => (None, None),
    };
    let (Some(file), Some(mode)) = (file, mode.and_then(|mode| fold(&call.scope, mode, 20))) else {
        return Ok(None);
    };
    let severity = if mode.bits & WRITE_OTHERS != 0 {
        Level::High
    } else if mode.bits & WRITE_GROUP != 0 {
        Level::Medium
    } else if mode.bits & EXECUTE != 0 {
        // Nobody can change it: programs and folders are meant to be so.
        Level::Low
    } else {
        return Ok(None);
    };
    let file = call.scope.text(file).unwrap_or_else(|| {
        let source = &call.scope.module.text[file.range()];
        if source.len() <= 60 && !source.contains('\n') { source.into() } else { "NOT PARSED".into() }
    });
    let message = format!("Chmod setting a permissive mask 0o{:o} on file ({file}).", mode.bits);
    Hit::new(severity, Level::High, message).found()
}

/// `path` in `path.chmod(…)`
fn receiver<'a>(call: &Call<'_, 'a>) -> Option<&'a Expr> {
    if let Expr::Attribute(attribute) = &*call.node.func { Some(&attribute.value) } else { None }
}

fn fold<'a>(scope: &Scope<'_, 'a>, expr: &'a Expr, depth: usize) -> Option<Mode> {
    let depth = depth.checked_sub(1)?;
    let whole = |bits| Some(Mode { bits, whole: true });
    match expr {
        Expr::NumberLiteral(number) => match &number.value {
            Number::Int(int) => whole(int.as_u64()?),
            _ => None,
        },
        Expr::UnaryOp(operation) if operation.op == UnaryOp::Invert => {
            let Mode { bits, whole: true } = fold(scope, &operation.operand, depth)? else { return None };
            whole(!bits & 0o7777)
        }
        Expr::BinOp(operation) => {
            let (left, right) = (fold(scope, &operation.left, depth), fold(scope, &operation.right, depth));
            match operation.op {
                // What is added is there, whatever there was before.
                Operator::BitOr => match (left, right) {
                    (Some(left), Some(right)) => {
                        Some(Mode { bits: left.bits | right.bits, whole: left.whole && right.whole })
                    }
                    (Some(one), None) | (None, Some(one)) => Some(Mode { bits: one.bits, whole: false }),
                    (None, None) => None,
                },
                Operator::BitAnd => match (left?, right?) {
                    (left, right) if left.whole || right.whole => {
                        Some(Mode { bits: left.bits & right.bits, whole: left.whole && right.whole })
                    }
                    _ => None,
                },
                Operator::Add => match (left?, right?) {
                    (left, right) if left.whole && right.whole => whole(left.bits.checked_add(right.bits)?),
                    _ => None,
                },
                _ => None,
            }
        }
        Expr::Name(_) | Expr::Attribute(_) => {
            let name = scope.resolve(expr);
            if let Some(bits) = name.strip_prefix("stat.").and_then(of_stat) {
                return whole(bits);
            }
            let value = scope.value(expr)?;
            if std::ptr::eq(value, expr) { None } else { fold(scope, value, depth) }
        }
        _ => None,
    }
}

/// The value of a name of the module `stat`.
fn of_stat(name: &str) -> Option<u64> {
    Some(match name {
        "S_ISUID" => 0o4000,
        "S_ISGID" | "S_ENFMT" => 0o2000,
        "S_ISVTX" => 0o1000,
        "S_IRWXU" => 0o700,
        "S_IRUSR" | "S_IREAD" => 0o400,
        "S_IWUSR" | "S_IWRITE" => 0o200,
        "S_IXUSR" | "S_IEXEC" => 0o100,
        "S_IRWXG" => 0o70,
        "S_IRGRP" => 0o40,
        "S_IWGRP" => 0o20,
        "S_IXGRP" => 0o10,
        "S_IRWXO" => 0o7,
        "S_IROTH" => 0o4,
        "S_IWOTH" => 0o2,
        "S_IXOTH" => 0o1,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    /// Ours, without the place.
    fn of(call: &str) -> String {
        let found = native("B103", &format!("import os, stat\n{call}\n")).join("\n");
        found.replace("2:0 ", "").replace("Chmod setting a permissive mask ", "")
    }

    #[test]
    fn modes_are_folded() {
        assert_eq!(
            of("os.chmod('f', stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)"),
            "HIGH/HIGH 0o777 on file (f)."
        );
        assert_eq!(of("os.chmod('f', stat.S_IRUSR | 0o022)"), "HIGH/HIGH 0o422 on file (f).");
        assert_eq!(of("os.chmod('f', 0o777 & ~stat.S_IWOTH)"), "MEDIUM/HIGH 0o775 on file (f).");
        assert_eq!(of("os.chmod('f', os.stat('f').st_mode | stat.S_IWOTH)"), "HIGH/HIGH 0o2 on file (f).");
        assert_eq!(of("os.chmod('f', os.stat('f').st_mode & 0o777)"), "");
        assert_eq!(of("os.chmod('f', stat.S_IRUSR | stat.S_IWUSR)"), "");
        assert_eq!(of("os.chmod('f', 0o640)\nos.chmod('f', mode)\nos.chmod('f', 1.5)"), "");
        assert_eq!(answers("B103", "os.chmod('f', stat.S_IRWXO)\n"), [""; 0]);
    }

    #[test]
    fn what_only_can_be_executed_is_less_grave() {
        assert_eq!(of("os.chmod('f', 0o755)"), "LOW/HIGH 0o755 on file (f).");
        assert!(answers("B103", "os.chmod('f', 0o755)\n")[0].starts_with("1:0 MEDIUM/HIGH"));
        assert_eq!(of("os.chmod('f', 0o664)"), "MEDIUM/HIGH 0o664 on file (f).");
    }

    #[test]
    fn arguments() {
        assert_eq!(of("os.chmod(path='f', mode=0o666)"), "HIGH/HIGH 0o666 on file (f).");
        assert_eq!(of("os.chmod(p, mode=0o666)"), "HIGH/HIGH 0o666 on file (p).");
        assert_eq!(of("p.chmod(0o666)"), "HIGH/HIGH 0o666 on file (p).");
        assert_eq!(of("Path(a).chmod(mode=0o666)"), "HIGH/HIGH 0o666 on file (Path(a)).");
        assert_eq!(of("os.chmod('f')\nos.chmod(0o666)\np.chmod(*a)"), "");
        assert_eq!(answers("B103", "p.chmod(0o666)\nos.chmod('f', mode=0o666)\n"), [""; 0]);
    }
}
