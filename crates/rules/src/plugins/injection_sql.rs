//! B608: SQL that is put together from strings. The message is Bandit's, kept for byte parity and credited in NOTICE.

pub(crate) mod chain;
mod words;

use std::borrow::Cow;

use stockade_core::ast::{Expr, ExprBinOp};
use stockade_core::finding::Level;
use stockade_core::walk::{Node, Piece};

use crate::context::Text;
use crate::native::sql;
use crate::rule::{Check, Crash, Hit, Outcome, Whole, Within};
use words::Words;

crate::rule! {
    /// # SQL put together from strings
    ///
    /// A value that is pasted into a statement can end the literal it stands in and go on with SQL of its own. Reported are
    /// strings that read like a statement and are joined, formatted or interpolated with something.
    ///
    /// ```python bad
    /// cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)
    /// ```
    ///
    /// ## Instead
    ///
    /// Leave the place of the value to the driver, which knows where a statement ends and a value begins.
    ///
    /// ```python good
    /// cursor.execute("SELECT * FROM users WHERE name = %s", (name,))
    /// ```
    ///
    /// Names of tables and columns cannot be passed that way: choose them from a list.
    ///
    /// ## Limits
    ///
    /// What a function returns is not followed, and an allow list that is asked first is not seen.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit looks for a few words of SQL. Here the text must have the grammar of a statement, not be shown to somebody (a log,
    /// an exception, a help text), and have a hole that somebody outside may fill: constants, numbers, lists of `?`, and names
    /// that a driver quotes are none.
    ///
    /// ```python bandit
    /// marks = ", ".join("?" * len(ids))
    /// cursor.execute(f"SELECT * FROM users WHERE id IN ({marks}) ", ids)
    /// ```
    ///
    /// ```python bandit
    /// raise ValueError(f"Please select one from {names} first")
    /// ```
    ///
    /// Lists that are joined, and a value added by `+=`, are seen. The confidence is medium for a value in what is executed, be
    /// it through a name, and low for the name of a table, which no driver takes as a parameter.
    ///
    /// ```python native
    /// sql = "SELECT * FROM users WHERE name = "
    /// sql += "'%s'" % name
    /// ```
    pub static HARDCODED_SQL_EXPRESSIONS = "B608" "hardcoded_sql_expressions" {
        advice: "Leave a placeholder in the statement, and pass the value beside it.",
        severity: Medium, confidence: Medium, cwe: 89,
        check: Check::Text(Within::These(&[Whole::Operation, Whole::Attribute, Whole::FString]), check),
        native: Check::Text(Within::Any, sql::hardcoded_sql),
    }
}

/// How many calls of Python are open when Bandit begins to follow a chain, beside one for each node above the string, and
/// how many there can be (`sys.getrecursionlimit()`).
const OPEN_CALLS: usize = 13;
const MAX_CALLS: usize = 1000;
/// A file with a string below more nodes than that Bandit gives up. It is scanned here, as if there were no limit.
const MAX_DEPTH: usize = 977;

fn check(text: &Text<'_, '_>) -> Outcome {
    let value = text.node.value;
    let parents = text.scope.parents;
    let executed = match text.parent() {
        Some(Node::Expr(Expr::BinOp(parent))) => match parents.nth(1) {
            Some(Node::Expr(Expr::BinOp(_))) => return in_chain(text, parent),
            above => is_statement(value).then(|| executes(above)),
        },
        Some(Node::Expr(Expr::Attribute(attribute))) => match attribute.attr.as_str() {
            "format" => is_statement(value).then(|| executes(parents.nth(2))),
            "replace" => is_statement(value).then_some(false),
            _ => None,
        },
        Some(Node::Expr(Expr::FString(_)) | Node::FormatSpec(_)) => {
            is_interpolated_statement(text).then(|| executes(parents.nth(1)))
        }
        _ => None,
    };
    Ok(executed.map(report))
}

fn report(executed: bool) -> Hit {
    let confidence = if executed { Level::Medium } else { Level::Low };
    Hit::new(
        Level::Medium,
        confidence,
        "Possible SQL injection vector through string-based query construction.",
    )
}

/// Whether the node is a call that by its name executes SQL.
fn executes(wrapper: Option<Node<'_>>) -> bool {
    let Some(call) = wrapper.and_then(Node::as_call) else { return false };
    let name = match &*call.func {
        Expr::Attribute(attribute) => attribute.attr.as_str(),
        Expr::Name(name) => name.id.as_str(),
        _ => return false,
    };
    matches!(name, "execute" | "executemany")
}

fn is_statement(text: &str) -> bool {
    words::has_verb([text]) && Words::of_last(text).are_statement()
}

/// The text of an f-string is looked at once, at the first of its constants.
fn is_interpolated_statement(text: &Text<'_, '_>) -> bool {
    let Some((pieces, at)) = text.node.joined else { return false };
    if pieces[..at].iter().rev().any(|piece| matches!(piece, Piece::Text { .. })) {
        return false;
    }
    let values = || {
        pieces[at..].iter().filter_map(|piece| match piece {
            Piece::Text { value, .. } => Some(&**value),
            Piece::Field(_) => None,
        })
    };
    if !words::has_verb(values()) {
        return false;
    }
    let whole: Cow<'_, str> = match (values().nth(1), values().next()) {
        (None, Some(only)) => only.into(),
        _ => values().collect::<String>().into(),
    };
    Words::of_last(&whole).are_statement()
}

/// A string below two binary operators or more.
fn in_chain(text: &Text<'_, '_>, parent: &ExprBinOp) -> Outcome {
    let parents = text.scope.parents;
    let mut chains = text.scope.chains.borrow_mut();
    let place = chains.place(parent).unwrap_or_else(|| {
        let operators = parents.iter().take_while(|node| matches!(node, Node::Expr(Expr::BinOp(_)))).count();
        if let Some(Node::Expr(Expr::BinOp(root))) = parents.nth(operators - 1) {
            chains.add(root, executes(parents.nth(operators)));
        }
        chains.place(parent).expect("the chain of a string's parent holds the parent")
    });
    let deepest = parents.len() + chains.levels_below(&place);
    if OPEN_CALLS + parents.len() + place.calls > MAX_CALLS && deepest <= MAX_DEPTH {
        return Err(Crash::new("maximum recursion depth exceeded"));
    }
    let statement = chains.is_statement(text.node.value, &place);
    Ok(statement.then(|| report(chains.is_executed(&place))))
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, findings};

    /// Where it is found, with a star where the confidence is medium.
    fn places(text: &str) -> Vec<String> {
        let place = |answer: String| {
            let place = answer.split(' ').next().unwrap_or_default().to_owned();
            match answer.get(place.len()..) {
                Some(rest) if rest.starts_with(" MEDIUM/MEDIUM Possible SQL injection") => place + "*",
                Some(rest) if rest.starts_with(" MEDIUM/LOW Possible SQL injection") => place,
                _ => answer,
            }
        };
        answers("B608", text).into_iter().map(place).collect()
    }

    #[test]
    fn operators() {
        assert_eq!(places("a = 'select %s from t' % b\n"), ["1:4"]);
        assert_eq!(places("a = 'select from' % b\n"), [""; 0]);
        assert_eq!(places("c.execute('delete from t where %s' % b)\n"), ["1:10*"]);
        assert_eq!(places("execute(a, 'delete from t where %s' % b)\n"), ["1:11*"]);
        assert_eq!(places("c.executemany(a='delete from t where %s' % b)\n"), ["1:16"]);
        assert_eq!(places("execute[0]('delete from t where %s' % b)\n"), ["1:11"]);
        assert_eq!(places("a = b'select %s from t' % b\n"), [""; 0]);
        assert_eq!(places("'select %s from t' % b\n"), ["1:0"]);
    }

    #[test]
    fn chains() {
        assert_eq!(places("a = 'select ' + b + ' from' + c\n"), [""; 0]);
        assert_eq!(places("a = 'select ' + b + ' from' + 'c'\n"), ["1:4"]);
        assert_eq!(places("c.execute('select ' + b + ' from ' + c + 'd')\n"), ["1:10*"]);
        // Each string reads what follows, a statement or not.
        assert_eq!(places("a = 'b' + 'c' + 'select a from t'\n"), ["1:4", "1:10", "1:16"]);
        assert_eq!(places("a = 'b' + ('c' + ('select a from ' + 'd'))\n"), ["1:18"]);
        // The operands of one operator do not see each other.
        assert_eq!(places("a = ('select ' + b) + (' from ' + 'c')\n"), ["1:5"]);
        assert_eq!(places("a = ('select ' * 2) + ('c' * 3) + (' from t' * 4)\n"), ["1:5", "1:23"]);
        assert_eq!(places("a = 'select ' + f('c' + 'd' + ' from ') + ' from t'\n"), ["1:4"]);
        assert_eq!(places("a = 'select ' + f'{b}' + -(' from ' + 'c') + b'from '\n"), [""; 0]);
    }

    #[test]
    fn methods() {
        assert_eq!(places("a = 'select {} from t'.format(b)\n'select {} from t'.join(b)\n"), ["1:4"]);
        assert_eq!(places("c.execute('select {} from t'.format(b))\n"), ["1:10*"]);
        assert_eq!(places("c.execute('select {} from t'.replace(b))\n"), ["1:10"]);
        // Whatever is two nodes above the attribute.
        assert_eq!(places("c.execute('select {} from t'.format)\n"), ["1:10"]);
        assert_eq!(places("c.execute('select {} from t'.format or b)\n"), ["1:10*"]);
    }

    #[test]
    fn interpolated() {
        assert_eq!(places("a = f'select {b} from {c}'\n"), ["1:6"]);
        assert_eq!(places("a = f'{b}sel{b}ect {b} from t'\n"), ["1:9"]);
        assert_eq!(places("c.execute(f'select {b} from {c}')\n"), ["1:12*"]);
        assert_eq!(places("c.execute('select ' f'{b} from ' 't')\n"), ["1:10*"]);
        assert_eq!(places("a = f'{b:select {c} from t}'\n"), ["1:9"]);
        assert_eq!(places("a = t'select {b} from t'\na = t'{b:select {c} from t}'\n"), ["2:9"]);
        assert_eq!(places("a = f'select {b}' + f' from {c}'\n"), [""; 0]);
    }

    #[test]
    fn lines_are_those_of_the_operator() {
        let found = findings("B608", "a = ('select %s '\n 'from t' %\n b)\n");
        assert_eq!((found[0].line, found[0].lines.first, found[0].lines.last), (1, 1, 3));
    }

    /// CPython stops at a thousand calls, which Bandit then reports.
    #[test]
    fn chains_that_are_too_long_for_python() {
        let chain = |n: usize| format!("x = {}\n", vec!["'delete from a'"; n].join(" + "));
        assert!(answers("B608", &chain(493)).iter().all(|answer| !answer.contains("crash")));
        let answers = answers("B608", &chain(494));
        assert_eq!(answers.len(), 494);
        let crashed = answers.iter().filter(|a| *a == "1 crash maximum recursion depth exceeded").count();
        assert_eq!(crashed, 2);
    }

    /// Files that Bandit gives up are scanned.
    #[test]
    fn chains_that_are_too_long_for_bandit() {
        let chain = |n: usize| format!("x = 'delete' + {}\n", vec!["'from a'"; n].join(" + "));
        let crashed = |n: usize| answers("B608", &chain(n)).iter().any(|a| a.contains("crash"));
        assert!(crashed(975) && !crashed(976));
    }

    /// Quadratic time would be minutes.
    #[test]
    fn a_chain_of_any_length() {
        let text = format!("x = {} + 'select' + ' from'\n", vec!["'a'"; 50_000].join(" + "));
        let started = std::time::Instant::now();
        assert!(findings("B608", &text).is_empty());
        assert!(started.elapsed() < std::time::Duration::from_secs(20), "{:?}", started.elapsed());
    }
}
