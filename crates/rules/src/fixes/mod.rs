//! How findings are mended, where that is certain: a table from a rule's id to what makes its fix. The rules know
//! nothing of it, and a fix that a check itself gives comes first.
//!
//! Certain means: the code does what it did, but for the flaw, and the change is no matter of taste. A fix touches no
//! import and no comment, and where arguments may come from a `*` or `**` there is none. So B324 is declared to be of no
//! concern for security only where the code says what the hash is for, and B306 is mended only where the name is opened
//! at once: another function in its place would change what callers get.

mod arguments;
mod hashes;
mod names;
mod switches;
mod temporary;
mod yaml;

use stockade_core::ast::{Expr, ExprAttribute, Ranged};
use stockade_core::finding::{Edit, Fix, RuleInfo};
use stockade_core::walk::Node;

use crate::context::Call;
use crate::rule::Outcome;

/// What makes a fix for a call that a rule has found.
type Mend = fn(&Call<'_, '_>) -> Option<Fix>;

/// By the id of the rule.
static FIXES: &[(&str, Mend)] = &[
    ("B113", switches::timeout),
    ("B201", switches::debug),
    ("B202", switches::filter),
    ("B306", temporary::opened_at_once),
    ("B323", names::default_context),
    ("B324", hashes::not_for_security),
    ("B501", switches::verify),
    ("B506", yaml::safe_load),
    ("B507", names::reject_policy),
    ("B602", switches::shell),
    ("B614", switches::weights_only),
    ("B701", switches::autoescape),
];

/// Adds the fix to what a rule found at a call, in the native dialect.
pub(crate) fn mended(info: &RuleInfo, outcome: Outcome, call: &Call<'_, '_>) -> Outcome {
    match outcome {
        Ok(Some(hit)) if hit.fix.is_none() && call.scope.bindings.is_some() => {
            let fix = FIXES.iter().find(|(id, _)| *id == info.id).and_then(|(_, mend)| {
                // The quotes of an f-string that older Pythons take cannot stand in it.
                let in_string = call.scope.parents.near().any(|node| matches!(node, Node::Interpolation(_)));
                if in_string { None } else { mend(call) }
            });
            hit.with_fix(fix).found()
        }
        other => other,
    }
}

fn fix(title: &'static str, edits: Vec<Edit>) -> Fix {
    Fix { title: title.into(), edits }
}

/// Puts a text in the place of something.
fn replace(what: &impl Ranged, text: &str) -> Edit {
    let range = what.range();
    Edit { start: range.start().to_u32(), end: range.end().to_u32(), text: text.to_owned() }
}

/// What is called, if it is an attribute.
fn attribute<'a>(call: &Call<'_, 'a>) -> Option<&'a ExprAttribute> {
    if let Expr::Attribute(attribute) = &*call.node.func { Some(attribute) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::testing::mended;

    #[test]
    fn ids_are_those_of_rules_in_order() {
        assert!(FIXES.is_sorted_by_key(|(id, _)| id));
        for (id, _) in FIXES {
            assert!(catalog::infos().any(|info| info.id == *id), "{id}");
        }
    }

    #[test]
    fn nothing_is_changed_inside_an_f_string() {
        let text = "import yaml\nx = f'{yaml.load(y)}'\n";
        assert_eq!(mended("B506", text), text);
    }
}
