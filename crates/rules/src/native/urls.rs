//! B310: whether a URL that is opened can only be one of HTTP: it begins so, or was held against it before.

use stockade_core::ast::{CmpOp, Expr, ExprCall, Ranged, Stmt, StmtIf, TextRange, TextSize, UnaryOp};
use stockade_core::walk::Node;

use super::argument::{Argument, settled};
use crate::context::{Call, Scope};

/// Whether `urlopen` or `urlretrieve` is given a URL of HTTP.
pub(crate) fn is_http(call: &Call<'_, '_>) -> bool {
    if !matches!(call.name, "urlopen" | "urlretrieve") {
        return false;
    }
    let Some(url) = url_of(call.node) else { return false };
    if begins_well(&call.scope, url) {
        return true;
    }
    let request = settled(&call.scope, url).unwrap_or(url);
    if let Expr::Call(made) = request
        && call.scope.resolve(&made.func).ends_with("urllib.request.Request")
        && let Some(inner) = url_of(made)
    {
        return begins_well(&call.scope, inner) || is_checked(call, inner, made.range().start());
    }
    is_checked(call, url, call.node.range().start())
}

fn url_of(call: &ExprCall) -> Option<&Expr> {
    Argument::of(call, "url", Some(0)).given().or_else(|| Argument::of(call, "fullurl", None).given())
}

fn begins_well(scope: &Scope<'_, '_>, url: &Expr) -> bool {
    scope.template(url).is_some_and(|template| {
        let prefix = template.prefix();
        ["http://", "https://"]
            .iter()
            .any(|scheme| prefix.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
    })
}

/// Whether the variable was held against the schemes before it is used: the use is inside an `if` that asked, or behind
/// one that leaves, or behind an `assert`.
fn is_checked(call: &Call<'_, '_>, url: &Expr, used: TextSize) -> bool {
    let Expr::Name(name) = url else { return false };
    let check = Check { scope: &call.scope, name: name.id.as_str() };
    for node in call.scope.parents.near() {
        let bodies: [&[Stmt]; 2] = match node {
            Node::Stmt(Stmt::If(stmt)) => {
                if check.is_asked(stmt, used) {
                    return true;
                }
                [&stmt.body, stmt.elif_else_clauses.last().map_or(&[], |clause| &clause.body)]
            }
            Node::Stmt(Stmt::FunctionDef(stmt)) => [&stmt.body, &[]],
            Node::Stmt(Stmt::With(stmt)) => [&stmt.body, &[]],
            Node::Stmt(Stmt::For(stmt)) => [&stmt.body, &stmt.orelse],
            Node::Stmt(Stmt::While(stmt)) => [&stmt.body, &stmt.orelse],
            Node::Stmt(Stmt::Try(stmt)) => [&stmt.body, &stmt.orelse],
            Node::ExceptHandler(_) => continue,
            Node::Module(module) => [&module.body, &[]],
            Node::Expr(Expr::If(choice)) => {
                if choice.body.range().contains(used) && check.holds(&choice.test) {
                    return true;
                }
                continue;
            }
            _ => continue,
        };
        let around = |body: &&[Stmt]| {
            let at = body.partition_point(|stmt| stmt.range().end() <= used);
            body.get(at).is_some_and(|stmt| stmt.range().contains(used))
        };
        if let Some(body) = bodies.into_iter().find(around)
            && check.is_behind(body, used)
        {
            return true;
        }
        if matches!(node, Node::Stmt(Stmt::FunctionDef(_))) {
            return false;
        }
    }
    false
}

/// How many statements back a test may stand: behind more the variable counts as not tested.
const MOST: usize = 400;

/// The search for a test of a variable's scheme.
struct Check<'s, 'c, 'a> {
    scope: &'s Scope<'c, 'a>,
    name: &'s str,
}

impl Check<'_, '_, '_> {
    /// Whether the place is where an `if` has asked.
    fn is_asked(&self, stmt: &StmtIf, place: TextSize) -> bool {
        let within = |body: &[Stmt]| match (body.first(), body.last()) {
            (Some(first), Some(last)) => {
                TextRange::new(first.range().start(), last.range().end()).contains(place)
            }
            _ => false,
        };
        if within(&stmt.body) {
            return self.holds(&stmt.test);
        }
        let mut denied = self.fails(&stmt.test);
        for clause in stmt.elif_else_clauses.iter().take(MOST) {
            if within(&clause.body) {
                return denied || clause.test.as_ref().is_some_and(|test| self.holds(test));
            }
            denied |= clause.test.as_ref().is_some_and(|test| self.fails(test));
        }
        false
    }

    /// Whether a statement before the place lets nothing else pass, and the variable is not given another value since.
    fn is_behind(&self, body: &[Stmt], place: TextSize) -> bool {
        let before = &body[..body.partition_point(|stmt| stmt.range().end() <= place)];
        let mut checked = false;
        for stmt in &before[before.len().saturating_sub(MOST)..] {
            match stmt {
                Stmt::If(stmt)
                    if stmt.elif_else_clauses.is_empty() && leaves(&stmt.body) && self.fails(&stmt.test) =>
                {
                    checked = true;
                }
                Stmt::Assert(stmt) if self.holds(&stmt.test) => checked = true,
                Stmt::Assign(stmt) if stmt.targets.iter().any(|target| self.is_it(target)) => checked = false,
                Stmt::AugAssign(stmt) if self.is_it(&stmt.target) => checked = false,
                _ => {}
            }
        }
        checked
    }

    /// Whether the test is true of URLs of HTTP only.
    fn holds(&self, test: &Expr) -> bool {
        match test {
            Expr::Call(call) => self.is_startswith(call),
            Expr::Compare(compare) => match (&*compare.ops, &*compare.comparators) {
                ([CmpOp::Eq | CmpOp::In], [right]) => {
                    self.is_scheme(&compare.left) && is_schemes(self.scope, right)
                }
                _ => false,
            },
            Expr::BoolOp(operation) if operation.op.is_and() => {
                operation.values.iter().any(|value| self.holds(value))
            }
            Expr::BoolOp(operation) => operation.values.iter().all(|value| self.holds(value)),
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => self.fails(&unary.operand),
            _ => false,
        }
    }

    /// Whether the test is true of all URLs but those of HTTP.
    fn fails(&self, test: &Expr) -> bool {
        match test {
            Expr::UnaryOp(unary) if unary.op == UnaryOp::Not => self.holds(&unary.operand),
            Expr::Compare(compare) => match (&*compare.ops, &*compare.comparators) {
                ([CmpOp::NotEq | CmpOp::NotIn], [right]) => {
                    self.is_scheme(&compare.left) && is_schemes(self.scope, right)
                }
                _ => false,
            },
            Expr::BoolOp(operation) if operation.op.is_or() => {
                operation.values.iter().any(|value| self.fails(value))
            }
            _ => false,
        }
    }

    /// `url.startswith(("http://", "https://"))`, `url.lower().startswith("https:")`
    fn is_startswith(&self, call: &ExprCall) -> bool {
        let Expr::Attribute(method) = &*call.func else { return false };
        method.attr.as_str() == "startswith"
            && self.speaks_of_it(&method.value)
            && call.arguments.args.first().is_some_and(|schemes| is_schemes(self.scope, schemes))
    }

    /// `urlparse(url).scheme`, `parts.scheme`, `parts[0]`
    fn is_scheme(&self, expr: &Expr) -> bool {
        let parts = match expr {
            Expr::Attribute(attribute) if attribute.attr.as_str() == "scheme" => &attribute.value,
            Expr::Subscript(subscript) if matches!(&*subscript.slice, Expr::NumberLiteral(_)) => {
                &subscript.value
            }
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(method) if method.attr.as_str() == "lower" => {
                    return self.is_scheme(&method.value);
                }
                _ => return false,
            },
            _ => return false,
        };
        let parts = settled(self.scope, parts).unwrap_or(parts);
        matches!(parts, Expr::Call(call) if call.arguments.args.first().is_some_and(|url| self.speaks_of_it(url)))
    }

    /// Whether it is the variable, or a small change of it: `url.strip().lower()`.
    fn speaks_of_it(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Name(_) => self.is_it(expr),
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(method)
                    if matches!(method.attr.as_str(), "lower" | "strip" | "lstrip" | "casefold") =>
                {
                    self.speaks_of_it(&method.value)
                }
                Expr::Name(function) if function.id.as_str() == "str" => {
                    call.arguments.args.first().is_some_and(|value| self.is_it(value))
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn is_it(&self, expr: &Expr) -> bool {
        matches!(expr, Expr::Name(name) if name.id.as_str() == self.name)
    }
}

/// Whether these are schemes of HTTP, or what URLs of HTTP begin with.
fn is_schemes(scope: &Scope<'_, '_>, expr: &Expr) -> bool {
    let is_one = |expr: &Expr| {
        scope.text(expr).is_some_and(|text| {
            let text = text.to_ascii_lowercase();
            text == "http" || text.starts_with("https") || text.starts_with("http:")
        })
    };
    match settled(scope, expr).unwrap_or(expr) {
        Expr::Tuple(tuple) => !tuple.elts.is_empty() && tuple.elts.iter().all(is_one),
        Expr::List(list) => !list.elts.is_empty() && list.elts.iter().all(is_one),
        Expr::Set(set) => set.elts.iter().all(is_one),
        other => is_one(other),
    }
}

/// Whether a block never ends at its end.
fn leaves(body: &[Stmt]) -> bool {
    match body.last() {
        Some(Stmt::Raise(_) | Stmt::Return(_) | Stmt::Continue(_) | Stmt::Break(_)) => true,
        Some(Stmt::Expr(stmt)) => match &*stmt.value {
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(method) => matches!(method.attr.as_str(), "exit" | "abort" | "error"),
                Expr::Name(function) => matches!(function.id.as_str(), "exit" | "quit" | "abort"),
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    fn counts(text: &str) -> [usize; 2] {
        let text = format!(
            "from urllib.request import Request, urlopen\nfrom urllib.parse import urlparse\n{text}\n"
        );
        [answers("B310", &text).len(), native("B310", &text).len()]
    }

    #[test]
    fn urls_that_begin_well() {
        for good in [
            "urlopen('https://a/b')",
            "urlopen(f'http://{host}/b')",
            "urlopen('HTTPS://a/%s' % x)",
            "BASE = 'https://a/'\nurlopen(BASE + x)",
            "urlopen(Request('https://a', headers=h))",
            "r = Request(url=f'https://a/{x}')\nurlopen(r)",
        ] {
            assert_eq!(counts(good), [1, 0], "{good}");
        }
        for bad in [
            "urlopen(x)",
            "urlopen('file:///a')",
            "urlopen(f'{x}://a')",
            "urlopen(Request(x))",
            "urlopen(*a)",
        ] {
            assert_eq!(counts(bad), [1, 1], "{bad}");
        }
    }

    #[test]
    fn checks() {
        for good in [
            "  if not url.startswith(('http:', 'https:')):\n    raise E\n  urlopen(url)",
            "  if url.lower().startswith('https://'):\n    urlopen(url)",
            "  assert urlparse(url).scheme in ('http', 'https')\n  urlopen(url)",
            "  parts = urlparse(url)\n  if parts.scheme != 'https' or not parts.netloc:\n    return\n  urlopen(url)",
            "  if urlparse(url).scheme not in {'http', 'https'}:\n    pass\n  else:\n    urlopen(url)",
            "  if not url.startswith('https://'):\n    raise E\n  for i in a:\n    with urlopen(Request(url)) as r:\n      pass",
        ] {
            assert_eq!(counts(&format!("def f(url):\n{good}")), [1, 0], "{good}");
        }
        for bad in [
            "  if not url.startswith('https://'):\n    log()\n  urlopen(url)",
            "  if url.startswith('https://'):\n    pass\n  urlopen(url)",
            "  if not other.startswith('https://'):\n    raise E\n  urlopen(url)",
            "  if not url.startswith(('https://', 'file:')):\n    raise E\n  urlopen(url)",
            "  if not url.startswith('https://'):\n    raise E\n  url = other\n  urlopen(url)",
            "  if url.startswith('https://') or other:\n    urlopen(url)",
            "  if not url.startswith('https://') and strict:\n    raise E\n  urlopen(url)",
            "  urlopen(url)\n  assert url.startswith('https://')",
            "  assert url.startswith('https://')\n  def g(url):\n    urlopen(url)",
        ] {
            assert_eq!(counts(&format!("def f(url):\n{bad}")), [1, 1], "{bad}");
        }
    }
}
