//! B610 and B611: SQL that goes around Django's query language.

use stockade_core::ast::Expr;
use stockade_core::finding::Level;

use crate::context::Call;
use crate::native::sql;
use crate::rule::{Check, Crash, Hit, Outcome, When};

crate::rule! {
    /// # Django's `extra`
    ///
    /// What `QuerySet.extra` is given becomes a part of the SQL as it is. If that is no constant, whoever wrote it can
    /// change the query.
    ///
    /// ```python bad
    /// User.objects.extra(where=["name = '%s'" % name])
    /// ```
    ///
    /// ## Instead
    ///
    /// Use the query language, or keep the SQL constant and pass the values as parameters.
    ///
    /// ```python good
    /// User.objects.filter(name=name)
    /// User.objects.extra(where=["name = %s"], params=[name])
    /// ```
    ///
    /// ## Limits
    ///
    /// Any method named `extra` is looked at.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit wants lists of string constants in place. Here anything will do that nobody outside can change: tuples, names of
    /// constants, numbers. `order_by` is looked at, too.
    ///
    /// ```python bandit
    /// CONDITION = "name = %s"
    /// User.objects.extra(where=[CONDITION], params=[name])
    /// ```
    ///
    /// ```python native
    /// User.objects.extra(order_by=[request.GET["sort"]])
    /// ```
    pub static DJANGO_EXTRA_USED = "B610" "django_extra_used" {
        advice: "Use the query language, or keep the SQL constant and pass the values as parameters.",
        severity: Medium, confidence: Medium, cwe: 89,
        check: Check::Call(When::Named(&["extra"]), extra),
        native: Check::Call(When::Named(&["extra"]), sql::extra),
    }
}

crate::rule! {
    /// # Django's `RawSQL`
    ///
    /// `RawSQL` puts its text into the query as it is. If that is no constant, whoever wrote it can change the query.
    ///
    /// ```python bad
    /// from django.db.models.expressions import RawSQL
    ///
    /// User.objects.annotate(rank=RawSQL("select rank from scores where name = '%s'" % name, []))
    /// ```
    ///
    /// ## Instead
    ///
    /// Keep the SQL constant and pass the values as parameters.
    ///
    /// ```python good
    /// from django.db.models.expressions import RawSQL
    ///
    /// User.objects.annotate(rank=RawSQL("select rank from scores where name = %s", [name]))
    /// ```
    ///
    /// ## Limits
    ///
    /// The file must have imported something of Django so far.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit wants a string constant in place. Here anything will do that nobody outside can change.
    ///
    /// ```python bandit
    /// from django.db.models.expressions import RawSQL
    ///
    /// RANK = "select rank from scores where name = %s"
    /// User.objects.annotate(rank=RawSQL(RANK, [name]))
    /// ```
    pub static DJANGO_RAWSQL_USED = "B611" "django_rawsql_used" {
        advice: "Keep the SQL constant and pass the values as parameters.",
        severity: Medium, confidence: Medium, cwe: 89,
        check: Check::Call(When::Named(&["RawSQL"]), raw_sql),
        native: Check::Call(When::Named(&["RawSQL"]), sql::raw_sql),
    }
}

fn extra(call: &Call<'_, '_>) -> Outcome {
    if call.name != "extra" {
        return Ok(None);
    }
    // `select`, `where`, `params`, `tables`, …
    let insecure = [(1, "where"), (3, "tables")]
        .into_iter()
        .any(|(position, name)| argument(call, position, name).is_some_and(|value| !is_constant_list(value)))
        || argument(call, 0, "select").is_some_and(|value| !is_constant_dict(value));
    if !insecure {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::Medium, "Use of extra potential SQL attack vector.").found()
}

fn raw_sql(call: &Call<'_, '_>) -> Outcome {
    if call.name != "RawSQL" || !call.scope.names.imported_like("django.db.models") {
        return Ok(None);
    }
    let sql = argument(call, 0, "sql").ok_or_else(|| Crash::new("'sql'"))?;
    if sql.is_string_literal_expr() {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::Medium, "Use of RawSQL potential SQL attack vector.").found()
}

/// The argument at a position, or else the last one of that name.
fn argument<'a>(call: &Call<'_, 'a>, position: usize, name: &str) -> Option<&'a Expr> {
    call.args().get(position).or_else(|| {
        call.keywords()
            .iter()
            .rev()
            .find(|keyword| keyword.arg.as_deref() == Some(name))
            .map(|keyword| &keyword.value)
    })
}

fn is_constant_list(value: &Expr) -> bool {
    matches!(value, Expr::List(list) if list.elts.iter().all(Expr::is_string_literal_expr))
}

fn is_constant_dict(value: &Expr) -> bool {
    let Expr::Dict(dict) = value else { return false };
    dict.items.iter().all(|item| {
        item.key.as_ref().is_some_and(Expr::is_string_literal_expr) && item.value.is_string_literal_expr()
    })
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    #[test]
    fn arguments_of_extra() {
        let count = |arguments: &str| answers("B610", &format!("x.extra({arguments})\n")).len();
        for bad in [
            "where=['a', b]",
            "where=('a',)",
            "tables=x",
            "tables=[f'a']",
            "select={a: 'b'}",
            "select={**a}",
            "select={'a': b'b'}",
            "*a",
            "{}, [], 1, x",
            "{}, [*a]",
            "s, where=[]",
        ] {
            assert_eq!(count(bad), 1, "{bad}");
        }
        for good in [
            "",
            "**k",
            "where=['a' 'b']",
            "order_by=x",
            "{'a': 'b'}, ['c'], x, ['d'], y",
            "{}, ['c'], where=[x]",
            "select={}, where=[], tables=[]",
        ] {
            assert_eq!(count(good), 0, "{good}");
        }
        assert_eq!(answers("B610", "extra.x(y)\nextra\n"), [""; 0]);
    }

    #[test]
    fn the_text_of_raw_sql() {
        let count = |call: &str| answers("B611", &format!("from django.db.models import F\n{call}\n")).len();
        assert_eq!(
            [count("RawSQL('a' 'b')"), count("RawSQL(sql='a', params=x)"), count("RawSQL('a', sql=x)")],
            [0, 0, 0]
        );
        assert_eq!(
            [count("RawSQL(x)"), count("a.RawSQL(sql=x)"), count("RawSQL(*a)"), count("RawSQL(b'a')")],
            [1, 1, 1, 1]
        );
        assert_eq!(answers("B611", "RawSQL(x)\nimport django.db.models\nRawSQL(**k)\n"), ["3 crash 'sql'"]);
    }
}
