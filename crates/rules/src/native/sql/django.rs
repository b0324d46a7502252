//! B610 and B611: SQL that goes around Django's query language.

use stockade_core::ast::Expr;
use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::known::Known;
use crate::rule::{Hit, Outcome};

/// B610
pub(crate) fn extra(call: &Call<'_, '_>) -> Outcome {
    // `QuerySet.extra(select, where, params, tables, …)`
    if call.name != "extra" || !call.node.func.is_attribute_expr() {
        return Ok(None);
    }
    let known = Known::by_database(&call.scope);
    let open = [(0, "select"), (1, "where"), (3, "tables"), (4, "order_by")]
        .into_iter()
        .filter_map(|(position, name)| argument(call, position, name))
        .find(|value| !known.is_fixed(value));
    if open.is_none() {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::Medium, "Use of extra potential SQL attack vector.").found()
}

/// B611
pub(crate) fn raw_sql(call: &Call<'_, '_>) -> Outcome {
    if call.name != "RawSQL"
        || !(call.qualname.starts_with("django.") || call.scope.names.imported_like("django."))
    {
        return Ok(None);
    }
    let Some(sql) = argument(call, 0, "sql") else { return Ok(None) };
    if Known::by_database(&call.scope).is_fixed(sql) {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::Medium, "Use of RawSQL potential SQL attack vector.").found()
}

/// The argument at a position, or else that of the name.
fn argument<'a>(call: &Call<'_, 'a>, position: usize, name: &str) -> Option<&'a Expr> {
    let keyword = || call.keywords().iter().find(|keyword| keyword.arg.as_deref() == Some(name));
    call.args().get(position).or_else(|| keyword().map(|keyword| &keyword.value))
}
