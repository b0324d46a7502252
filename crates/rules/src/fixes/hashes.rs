//! B324: a broken hash that is not there for security, by what the code calls its result.

use stockade_core::ast::{Expr, Stmt};
use stockade_core::finding::Fix;
use stockade_core::walk::Node;

use super::arguments::{Arguments, keyword};
use super::fix;
use crate::context::Call;
use crate::pass::string_of;

/// `usedforsecurity=False`, where the result is part of a name that says what it is for: a cache, an `ETag`, a shard.
///
/// Elsewhere the flag would be a lie as likely as not, told to quieten a tool, and another algorithm would change values
/// that are stored somewhere.
pub(super) fn not_for_security(call: &Call<'_, '_>) -> Option<Fix> {
    let is_hash = matches!(call.qualname, "hashlib.md5" | "hashlib.sha1" | "hashlib.new");
    if !is_hash || keyword(call, "usedforsecurity").is_some() || !says_so(call) {
        return None;
    }
    let edits = Arguments::of(call)?.add("usedforsecurity=False");
    Some(fix("Say that it is not for security: `usedforsecurity=False`", edits))
}

/// Whether one of the names that the result gets says that it has nothing to do with security, and none that it has.
fn says_so(call: &Call<'_, '_>) -> bool {
    let mut names: Vec<&str> = Vec::new();
    for node in call.scope.parents.near() {
        match node {
            Node::Keyword(keyword) => names.extend(keyword.arg.as_deref()),
            Node::Stmt(Stmt::Assign(assign)) => names.extend(assign.targets.iter().filter_map(name_of)),
            Node::Stmt(Stmt::AnnAssign(assign)) => names.extend(name_of(&assign.target)),
            Node::Stmt(Stmt::FunctionDef(function)) => {
                names.push(function.name.as_str());
                break;
            }
            Node::Stmt(Stmt::ClassDef(_)) => break,
            _ => {}
        }
    }
    let any = |words: &[&str]| {
        names.iter().any(|name| {
            let name = name.to_ascii_lowercase();
            words.iter().any(|word| name.contains(word))
        })
    };
    any(&["cache", "etag", "e_tag", "shard", "bucket", "dedup", "memo", "gravatar"])
        && !any(&[
            "pass",
            "pwd",
            "secret",
            "token",
            "sign",
            "auth",
            "hmac",
            "mac_",
            "cert",
            "verif",
            "integrity",
        ])
}

/// The last name of a target: of a variable, an attribute, an item of a dictionary.
fn name_of(target: &Expr) -> Option<&str> {
    match target {
        Expr::Name(name) => Some(name.id.as_str()),
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        Expr::Subscript(item) => string_of(&item.slice),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::mended;

    fn is_mended(line: &str) -> bool {
        let text = format!("import hashlib\n{line}\n");
        let mended = mended("B324", &text);
        assert_eq!(mended.replace(", usedforsecurity=False", ""), text);
        mended != text
    }

    #[test]
    fn only_where_the_code_says_what_it_is_for() {
        for line in [
            "cache_key = hashlib.md5(x).hexdigest()",
            "self.etag = '\"' + hashlib.sha1(x).hexdigest() + '\"'",
            "headers['ETag'] = hashlib.new('md5', x).hexdigest()",
            "def shard_of(x):\n  return hashlib.md5(x).digest()[0]",
            "f(cache_key=hashlib.md5(x).hexdigest())",
        ] {
            assert!(is_mended(line), "{line}");
        }
        for line in [
            "digest = hashlib.md5(x).hexdigest()",
            "cached_password = hashlib.md5(x).hexdigest()",
            "def cache_token(x):\n  return hashlib.md5(x).digest()",
            "cache_key = hashlib.md5(x, usedforsecurity=True).hexdigest()",
            "cache_key = hashlib.md5(*x).hexdigest()",
        ] {
            assert!(!is_mended(line), "{line}");
        }
    }
}
