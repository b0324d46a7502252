//! B306: a temporary name that is opened at once becomes a temporary file.

use std::fmt::Write as _;

use stockade_core::ast::{Expr, Ranged};
use stockade_core::finding::Fix;
use stockade_core::walk::Node;

use super::{attribute, fix, replace};
use crate::context::Call;
use crate::pass::string_of;

/// `open(tempfile.mktemp(…), "w")` as `tempfile.NamedTemporaryFile("w", …, delete=False)`: a file object for a file with
/// such a name, which stays, only that nobody can put another there in between. A name by itself has no such twin:
/// `mkstemp` answers something else.
pub(super) fn opened_at_once(call: &Call<'_, '_>) -> Option<Fix> {
    let called = attribute(call).filter(|_| call.qualname == "tempfile.mktemp")?;
    let Some(Node::Expr(Expr::Call(open))) = call.scope.parents.nth(0) else { return None };
    let text = call.scope.module.text;
    let whole = &text[open.range()];
    let path = open.arguments.args.first()?;
    if call.scope.resolve(&open.func) != "open"
        || path.range() != call.node.range()
        || whole.contains(['\n', '#'])
    {
        return None;
    }
    let mut mode = open.arguments.args.get(1);
    let mut out = format!("{}.NamedTemporaryFile(", &text[called.value.range()]);
    let mut more = String::new();
    for keyword in &open.arguments.keywords {
        match keyword.arg.as_deref()? {
            "mode" => mode = Some(&keyword.value),
            "encoding" | "newline" | "errors" | "buffering" => {
                let _ = write!(more, ", {}", &text[keyword.range()]);
            }
            _ => return None,
        }
    }
    let mode = mode.filter(|_| open.arguments.args.len() <= 2)?;
    if !string_of(mode)?.starts_with(['w', 'a']) {
        return None;
    }
    out += &text[mode.range()];
    out += &more;
    const PARAMETERS: [&str; 3] = ["suffix", "prefix", "dir"];
    let arguments = &call.node.arguments;
    for (at, value) in arguments.args.iter().enumerate() {
        if value.is_starred_expr() {
            return None;
        }
        let _ = write!(out, ", {}={}", PARAMETERS.get(at)?, &text[value.range()]);
    }
    for keyword in &arguments.keywords {
        keyword.arg.as_deref().filter(|name| PARAMETERS.contains(name))?;
        let _ = write!(out, ", {}", &text[keyword.range()]);
    }
    out += ", delete=False)";
    Some(fix("Create the file with its name: `tempfile.NamedTemporaryFile`", vec![replace(open, &out)]))
}

#[cfg(test)]
mod tests {
    use crate::testing::mended;

    fn line(line: &str) -> String {
        let mended = mended("B306", &format!("import tempfile\n{line}\n"));
        mended.strip_prefix("import tempfile\n").expect("the import stays").trim_end().to_owned()
    }

    #[test]
    fn a_name_that_is_opened_at_once() {
        assert_eq!(
            line("f = open(tempfile.mktemp(), 'w')"),
            "f = tempfile.NamedTemporaryFile('w', delete=False)"
        );
        assert_eq!(
            line("with open(tempfile.mktemp('.x', dir=d), mode=\"wb\") as f: pass"),
            "with tempfile.NamedTemporaryFile(\"wb\", suffix='.x', dir=d, delete=False) as f: pass"
        );
        assert_eq!(
            line("f = open(tempfile.mktemp(), 'a', encoding='utf-8')"),
            "f = tempfile.NamedTemporaryFile('a', encoding='utf-8', delete=False)"
        );
    }

    #[test]
    fn what_is_not_certain_stays() {
        for same in [
            "p = tempfile.mktemp()",
            "f = open(tempfile.mktemp())",
            "f = open(tempfile.mktemp(), mode)",
            "f = open(tempfile.mktemp(), 'r+')",
            "f = open(tempfile.mktemp(*x), 'w')",
            "f = open(tempfile.mktemp(), 'w', closefd=True)",
            "f = open(p, tempfile.mktemp())",
            "f = codecs.open(tempfile.mktemp(), 'w')",
        ] {
            assert_eq!(line(same), same);
        }
    }
}
