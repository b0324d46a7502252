//! B108: paths below shared temporary folders. A path that begins like one counts at a folder's end only, and not where
//! it is held against another or where random names are made below it.

use stockade_core::ast::{Expr, Keyword};
use stockade_core::finding::Level;
use stockade_core::walk::Node;

use crate::context::Text;
use crate::rule::{Hit, Outcome};

/// B108
pub(crate) fn hardcoded_tmp(text: &Text<'_, '_>) -> Outcome {
    let value = text.node.value;
    let below = |folder: &String| {
        let rest = value.strip_prefix(folder.as_str())?;
        (rest.is_empty() || rest.starts_with('/') || folder.ends_with('/')).then_some(rest)
    };
    let Some(rest) = text.scope.options.hardcoded_tmp_directory.folders().iter().find_map(below) else {
        return Ok(None);
    };
    if is_only_compared(text) {
        return Ok(None);
    }
    // The folder alone is not yet a name that somebody can foresee.
    let confidence = if rest.trim_matches('/').is_empty() { Level::Low } else { Level::Medium };
    Hit::new(Level::Medium, confidence, "Probable insecure usage of temp file/directory.").found()
}

fn is_only_compared(text: &Text<'_, '_>) -> bool {
    let parents = text.scope.parents;
    let mut keyword = None;
    for node in parents.near() {
        match node {
            Node::Expr(Expr::Compare(_)) => return true,
            Node::Expr(Expr::Tuple(_) | Expr::List(_) | Expr::Set(_)) => {}
            Node::Keyword(Keyword { arg: Some(name), .. }) => keyword = Some(name.as_str()),
            Node::Expr(Expr::Call(call)) => {
                let is_test = matches!(
                    &*call.func,
                    Expr::Attribute(method)
                        if matches!(method.attr.as_str(), "startswith" | "endswith" | "removeprefix" | "is_relative_to")
                );
                // `tempfile.mkdtemp(dir="/tmp")` makes names that nobody knows.
                return is_test
                    || keyword == Some("dir") && text.scope.resolve(&call.func).starts_with("tempfile.");
            }
            _ => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn both(text: &str) -> (usize, usize) {
        let text = format!("import tempfile\n{text}\n");
        (answers("B108", &text).len(), native("B108", &text).len())
    }

    #[test]
    fn paths() {
        for text in ["open('/tmp/x')", "a = '/var/tmp/x'", "a = f'/dev/shm/{x}'", "tempfile.tempdir = '/tmp'"]
        {
            assert_eq!(both(text), (1, 1), "{text}");
        }
        for text in [
            "a = '/tmpfiles'",
            "a = '/tmp.x'",
            "if a == '/tmp/x': pass",
            "if a in ('/tmp', '/var'): pass",
            "if a.startswith('/tmp/'): pass",
            "if a.startswith(('/tmp/',)): pass",
            "tempfile.mkdtemp(dir='/tmp')",
        ] {
            assert_eq!(both(text).1, 0, "{text}");
            assert!(both(text).0 > 0, "{text}");
        }
    }

    #[test]
    fn the_folder_alone_is_less_sure() {
        let message = "Probable insecure usage of temp file/directory.";
        assert_eq!(native("B108", "a = '/tmp/'\n"), [format!("1:4 MEDIUM/LOW {message}")]);
        assert_eq!(answers("B108", "a = '/tmp/'\n"), [format!("1:4 MEDIUM/MEDIUM {message}")]);
    }
}
