//! Our word on what the deny lists of calls name: which calls are harmless by their arguments, and how sure the others are.

use stockade_core::ast::{Expr, Stmt};
use stockade_core::finding::{Level, RuleInfo};
use stockade_core::walk::Node;

use super::{markup, secret, urls};
use crate::context::Call;
use crate::rule::Hit;

/// The hit that remains of one that a list gave; none where the call is harmless.
pub(crate) fn judged(info: &RuleInfo, hit: Hit, call: &Call<'_, '_>) -> Option<Hit> {
    let first = || call.args().first().or_else(|| call.keywords().first().map(|keyword| &keyword.value));
    match info.id {
        // What the program has just written itself.
        "B301" | "B302" => {
            let module = call.qualname.split('.').next().unwrap_or_default();
            let own = first().is_some_and(|data| call.scope.resolve(data) == format!("{module}.dumps()"));
            (!own).then_some(hit)
        }
        "B307" => (!first().is_some_and(|code| call.scope.text(code).is_some())).then_some(hit),
        "B308" => (!markup::marks_constant(call)).then_some(hit),
        "B310" => (!urls::is_http(call)).then_some(hit),
        "B311" => {
            let confidence = if is_for_secret(call) { Level::High } else { Level::Low };
            Some(Hit { confidence, ..hit })
        }
        "B313" | "B314" | "B316" | "B317" | "B318" | "B319" => {
            // Only what takes the document itself can be given one that is constant.
            let takes_text = matches!(call.name, "fromstring" | "parseString");
            let own = takes_text
                && first().is_some_and(|text| {
                    call.scope.is_constant(text)
                        || matches!(call.scope.resolve(text).as_str(), "xml.etree.ElementTree.tostring()")
                });
            (!own).then_some(hit)
        }
        _ => Some(hit),
    }
}

/// Words that make a name that of something nobody may guess.
const GUARDED: &[&str] =
    &["nonce", "salt", "otp", "totp", "csrf", "captcha", "credential", "credentials", "session_id", "sid"];

/// Whether what is around a call speaks of a secret: the variable it is assigned to, the parameter, the function.
fn is_for_secret(call: &Call<'_, '_>) -> bool {
    let speaks = |name: &str| {
        secret::kind_of(name).is_some()
            || name.split('_').any(|word| GUARDED.iter().any(|guarded| guarded.eq_ignore_ascii_case(word)))
    };
    for node in call.scope.parents.iter() {
        let found = match node {
            Node::Keyword(keyword) => keyword.arg.as_ref().is_some_and(|name| speaks(name)),
            Node::Stmt(Stmt::Assign(assign)) => {
                assign.targets.iter().any(|target| target_speaks(target, &speaks))
            }
            Node::Stmt(Stmt::AnnAssign(assign)) => target_speaks(&assign.target, &speaks),
            Node::Stmt(Stmt::FunctionDef(function)) => return speaks(&function.name),
            Node::Stmt(Stmt::ClassDef(_)) => return false,
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

fn target_speaks(target: &Expr, speaks: &dyn Fn(&str) -> bool) -> bool {
    match target {
        Expr::Name(name) => speaks(&name.id),
        Expr::Attribute(attribute) => speaks(&attribute.attr),
        Expr::Subscript(subscript) => {
            matches!(&*subscript.slice, Expr::StringLiteral(key) if speaks(key.value.to_str()))
        }
        _ => false,
    }
}
