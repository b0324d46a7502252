//! B608, B610, B611: SQL that is put together from strings. What counts is a statement by its grammar, with a hole that
//! somebody outside may fill; not words of SQL in a sentence, nor placeholders, numbers and constants.

mod built;
mod django;
mod statement;

use std::cell::RefCell;

use rustc_hash::FxHashSet;
use stockade_core::ast::{Expr, ExprCall, Keyword, Operator, Ranged, Stmt, TextRange, TextSize};
use stockade_core::finding::Level;
use stockade_core::walk::{NEAR, Node};

use self::built::Built;
use self::statement::Position;
use super::known::Known;
use crate::context::{Scope, Text};
use crate::rule::{Hit, Outcome};

pub(crate) use django::{extra, raw_sql};

/// The strings of a file that have been looked at together with another: where each begins.
pub(crate) type Seen = RefCell<FxHashSet<TextSize>>;

/// What becomes of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate<'e> {
    /// It is executed as SQL.
    Executed,
    /// A name stands for it.
    Named(&'e str, TextRange),
    /// It is shown to somebody, or held against another.
    Shown,
    Unknown,
}

/// Methods and functions that execute SQL, by their last name.
const EXECUTING: &[&str] = &[
    "execute",
    "executemany",
    "executescript",
    "exec_driver_sql",
    "execute_async",
    "raw",
    "RawSQL",
    "read_sql",
    "read_sql_query",
    "runQuery",
    "runOperation",
    "fetchrow",
    "fetchval",
    "fetch",
    "mogrify",
    "query",
    "sql",
];
/// Functions that show a text, or hold it against another.
const SHOWING: &[&str] = &[
    "debug",
    "info",
    "warning",
    "warn",
    "error",
    "exception",
    "critical",
    "fatal",
    "log",
    "print",
    "echo",
    "secho",
    "fail",
    "add_argument",
    "add_option",
    "option",
    "gettext",
    "ugettext",
    "ngettext",
    "pgettext",
    "gettext_lazy",
    "ngettext_lazy",
    "pgettext_lazy",
    "_",
    "flash",
    "showinfo",
    "showerror",
    "input",
];
/// Keyword arguments that are shown.
const SHOWN: &[&str] = &[
    "help",
    "description",
    "usage",
    "epilog",
    "help_text",
    "verbose_name",
    "message",
    "msg",
    "label",
    "title",
    "reason",
    "doc",
    "error_message",
    "placeholder",
    "tooltip",
];

/// B608
pub(crate) fn hardcoded_sql(text: &Text<'_, '_>) -> Outcome {
    if !statement::has_verb(text.node.value) {
        return Ok(None);
    }
    let start = text.node.range.start();
    if text.scope.sql.borrow().contains(&start) {
        return Ok(None);
    }
    let Some((root, above)) = root(text) else { return Ok(None) };
    let built = Built::of(&text.scope, root);
    text.scope.sql.borrow_mut().extend(&built.starts);
    let whole = built.text();
    let Some(statement) = statement::find(&whole) else { return Ok(None) };
    let fate = fate(&text.scope, root, above);
    if fate == Fate::Shown {
        return Ok(None);
    }
    let known = Known::by_database(&text.scope);
    let mut place = root.range();
    let mut open = built
        .holes()
        .zip(&statement.holes)
        .filter(|(hole, _)| !hole.is_number && hole.expr.is_none_or(|expr| !known.is_fixed(expr)))
        .map(|(_, position)| *position)
        .max();
    let mut executed = fate == Fate::Executed;
    if let Fate::Named(name, after) = fate
        && let Some(uses) = Uses::of(&text.scope, name, after)
    {
        executed = uses.executed;
        if open.is_none()
            && let Some(range) = uses.extended(&text.scope, &known)
        {
            (open, place) = (Some(Position::Value), range);
        }
    }
    let Some(open) = open else { return Ok(None) };
    // What statements of the other kind say has no parameters in most databases: only a text in quotes is in doubt.
    if !statement.is_data && (!executed || open < Position::Quoted) {
        return Ok(None);
    }
    let confidence = if executed && open > Position::Name { Level::Medium } else { Level::Low };
    Hit::new(
        Level::Medium,
        confidence,
        "Possible SQL injection vector through string-based query construction.",
    )
    .on(place)
    .found()
}

/// How many expressions around a string are looked at, the left operands of one sum counted as one. Fewer than a
/// [`Built`] follows, so that it has every string from which it was found: the next ones need not climb again.
const MAX_ABOVE: usize = 20;

/// The expression that puts the string together with others, and how many nodes up its parent is.
fn root<'a>(text: &Text<'_, 'a>) -> Option<(&'a Expr, usize)> {
    let parents = text.scope.parents;
    let mut root = None;
    let mut up = 0;
    let mut steps = 0;
    let (mut child, mut in_sum) = (text.node.range, false);
    while let Some(Node::Expr(expr)) = parents.nth(up) {
        let left_of_sum = match expr {
            Expr::BinOp(sum) if sum.op == Operator::Add => Some(sum.left.range()),
            _ => None,
        };
        steps += usize::from(!(in_sum && left_of_sum == Some(child)));
        if steps > MAX_ABOVE {
            break;
        }
        (child, in_sum) = (expr.range(), left_of_sum.is_some());
        let call = parents.nth(up + 1).filter(|node| node.as_call().is_some());
        match expr {
            Expr::BinOp(_) | Expr::FString(_) => root = Some((expr, up + 1)),
            // Of `"…".format(…)` and `"".join([…])` the call makes the string.
            Expr::Attribute(_) | Expr::List(_) | Expr::Tuple(_) => match call {
                Some(Node::Expr(call)) if makes_string(expr, call) => {
                    root = Some((call, up + 2));
                    up += 1;
                }
                _ => break,
            },
            Expr::Call(call) if built::is_wrapper(&call.func) && root.is_some() => {}
            _ => break,
        }
        up += 1;
    }
    // A constant may be added to later.
    root.or_else(|| match parents.nth(0) {
        Some(Node::Stmt(Stmt::Assign(assign))) => Some((&*assign.value, 0)),
        Some(Node::Stmt(Stmt::AnnAssign(assign))) => Some((assign.value.as_deref()?, 0)),
        _ => None,
    })
}

/// Whether a call makes a string of a text by that method of it, or of the texts of that list.
fn makes_string(part: &Expr, call: &Expr) -> bool {
    let Expr::Call(call) = call else { return false };
    let Expr::Attribute(method) = &*call.func else { return false };
    let name = method.attr.as_str();
    let is_method = method.range == part.range();
    is_method && matches!(name, "format" | "replace" | "strip" | "lstrip" | "rstrip" | "lower" | "upper")
        || name == "join"
}

/// What becomes of the string whose parent is so many nodes up.
fn fate<'a>(scope: &Scope<'_, 'a>, root: &'a Expr, above: usize) -> Fate<'a> {
    let mut child = root.range();
    let mut shown = false;
    for up in above..above + NEAR {
        let Some(node) = scope.parents.nth(up) else { break };
        match node {
            Node::Keyword(Keyword { arg: Some(name), .. }) if SHOWN.contains(&name.as_str()) => shown = true,
            Node::Keyword(_) => {}
            Node::Expr(Expr::Call(call)) => {
                if executes(call) && !call.func.range().contains_range(child) {
                    return Fate::Executed;
                }
                if shown
                    || shows(call)
                    || matches!(scope.parents.nth(up + 1), Some(Node::Stmt(Stmt::Raise(_))))
                {
                    return Fate::Shown;
                }
                if !built::is_wrapper(&call.func) {
                    return Fate::Unknown;
                }
            }
            Node::Expr(Expr::Compare(_)) | Node::Stmt(Stmt::Raise(_)) => return Fate::Shown,
            Node::Stmt(Stmt::Assert(_)) => return Fate::Shown,
            Node::Expr(
                Expr::If(_)
                | Expr::BoolOp(_)
                | Expr::Named(_)
                | Expr::Starred(_)
                | Expr::Attribute(_)
                | Expr::Await(_),
            ) => {}
            Node::Stmt(Stmt::Assign(assign)) => {
                return match assign.targets.as_slice() {
                    [Expr::Name(name)] => Fate::Named(name.id.as_str(), assign.range),
                    _ => Fate::Unknown,
                };
            }
            Node::Stmt(Stmt::AnnAssign(assign)) => {
                return match &*assign.target {
                    Expr::Name(name) => Fate::Named(name.id.as_str(), assign.range),
                    _ => Fate::Unknown,
                };
            }
            _ => return Fate::Unknown,
        }
        child = node.placed().unwrap_or(child);
    }
    Fate::Unknown
}

fn last_name(call: &ExprCall) -> Option<&str> {
    match &*call.func {
        Expr::Attribute(attribute) => Some(attribute.attr.as_str()),
        Expr::Name(name) => Some(name.id.as_str()),
        _ => None,
    }
}

fn executes(call: &ExprCall) -> bool {
    last_name(call).is_some_and(|name| EXECUTING.contains(&name))
}

fn shows(call: &ExprCall) -> bool {
    last_name(call).is_some_and(|name| {
        SHOWING.contains(&name)
            || name.starts_with("assert")
            || ["Error", "Exception", "Warning"].iter().any(|end| name.ends_with(end))
    })
}

/// What the statements after a string do with the name that stands for it.
struct Uses<'a> {
    executed: bool,
    /// What is added to it.
    added: Vec<(&'a Expr, TextRange)>,
}

/// How many statements are read.
const MAX_STATEMENTS: usize = 400;

impl<'a> Uses<'a> {
    /// Those in the function around, or in the file.
    fn of(scope: &Scope<'_, 'a>, name: &str, after: TextRange) -> Option<Uses<'a>> {
        let body: &'a [Stmt] = scope.parents.near().find_map(|node| match node {
            Node::Stmt(Stmt::FunctionDef(function)) => Some(function.body.as_slice()),
            Node::Stmt(Stmt::ClassDef(class)) => Some(class.body.as_slice()),
            Node::Module(module) => Some(module.body.as_slice()),
            _ => None,
        })?;
        let mut uses = Uses { executed: false, added: Vec::new() };
        // What ends before the string is not looked at one by one: a body can have as many strings as statements.
        let rest = |body: &'a [Stmt]| {
            body[body.partition_point(|stmt| stmt.range().end() <= after.start())..].iter()
        };
        let mut stack = vec![rest(body)];
        let mut left = MAX_STATEMENTS;
        while let Some(next) = stack.last_mut() {
            let Some(stmt) = next.next() else {
                stack.pop();
                continue;
            };
            left = left.checked_sub(1)?;
            if stmt.range() == after {
                continue;
            }
            let mut below = |body: &'a [Stmt]| stack.push(rest(body));
            match stmt {
                Stmt::Assign(assign) => {
                    uses.look(&assign.value, name);
                    // From here on it stands for something else.
                    let is_target = |target: &Expr| matches!(target, Expr::Name(n) if n.id.as_str() == name);
                    if assign.targets.iter().any(is_target) && stmt.range().start() > after.end() {
                        if let Expr::BinOp(operation) = &*assign.value
                            && is_target(leftmost(&operation.left))
                        {
                            uses.added.push((&assign.value, assign.range));
                        } else {
                            break;
                        }
                    }
                }
                Stmt::AnnAssign(assign) => {
                    if let Some(value) = &assign.value {
                        uses.look(value, name);
                    }
                }
                Stmt::AugAssign(assign) => {
                    if matches!(&*assign.target, Expr::Name(n) if n.id.as_str() == name) {
                        uses.added.push((&assign.value, assign.range));
                    }
                }
                Stmt::Expr(stmt) => uses.look(&stmt.value, name),
                Stmt::Return(stmt) => {
                    if let Some(value) = &stmt.value {
                        uses.look(value, name);
                    }
                }
                Stmt::For(stmt) => {
                    uses.look(&stmt.iter, name);
                    below(&stmt.orelse);
                    below(&stmt.body);
                }
                Stmt::While(stmt) => below(&stmt.body),
                Stmt::If(stmt) => {
                    uses.look(&stmt.test, name);
                    let clauses = &stmt.elif_else_clauses;
                    let ended = clauses.partition_point(|clause| clause.range().end() <= after.start());
                    for clause in clauses[ended..].iter().take(MAX_STATEMENTS).rev() {
                        below(&clause.body);
                    }
                    below(&stmt.body);
                }
                Stmt::With(stmt) => {
                    for item in &stmt.items {
                        uses.look(&item.context_expr, name);
                    }
                    below(&stmt.body);
                }
                Stmt::Try(stmt) => {
                    below(&stmt.finalbody);
                    below(&stmt.orelse);
                    below(&stmt.body);
                }
                _ => {}
            }
        }
        Some(uses)
    }

    /// Looks for a call that executes the name in the calls that an expression consists of.
    fn look(&mut self, expr: &'a Expr, name: &str) {
        let mut expr = expr;
        loop {
            expr = match expr {
                Expr::Await(await_) => &await_.value,
                Expr::Attribute(attribute) => &attribute.value,
                Expr::Subscript(item) => &item.value,
                Expr::Call(call) => {
                    let is_name = |arg: &Expr| match arg {
                        Expr::Name(n) => n.id.as_str() == name,
                        Expr::Call(wrapper) if built::is_wrapper(&wrapper.func) => {
                            matches!(&*wrapper.arguments.args, [Expr::Name(n), ..] if n.id.as_str() == name)
                        }
                        _ => false,
                    };
                    self.executed |= executes(call) && call.arguments.args.iter().any(is_name);
                    // `dict(cursor.execute(sql))`, and what a result is asked for.
                    match (&*call.func, &*call.arguments.args) {
                        (Expr::Name(_), [only]) => only,
                        (function, _) => function,
                    }
                }
                _ => return,
            };
        }
    }

    /// Where a value is added to the statement as a piece of text.
    fn extended(&self, scope: &Scope<'_, 'a>, known: &Known<'_, '_, '_>) -> Option<TextRange> {
        self.added.iter().find_map(|(value, range)| {
            let built = Built::of(scope, value);
            let text = built.text();
            let mut marks = text.match_indices(statement::HOLE);
            let open = built.holes().any(|hole| {
                let at = marks.next().map_or(0, |(at, _)| at);
                // Only what takes a value takes one that could have been a parameter.
                let before = text[..at].trim_end();
                let takes_value = before.ends_with(['\'', '=', '<', '>'])
                    || before.len() >= 4
                        && before.is_char_boundary(before.len() - 4)
                        && before[before.len() - 4..].eq_ignore_ascii_case("like");
                takes_value && !hole.is_number && hole.expr.is_none_or(|expr| !known.is_fixed(expr))
            });
            open.then_some(*range)
        })
    }
}

/// The first operand of a chain of operators.
fn leftmost(expr: &Expr) -> &Expr {
    let mut expr = expr;
    while let Expr::BinOp(operation) = expr {
        expr = &operation.left;
    }
    expr
}

#[cfg(test)]
mod tests;
