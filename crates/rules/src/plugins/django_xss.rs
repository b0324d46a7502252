//! B703: text that is declared safe for Django's pages, and Bandit's search for where it came from.
//!
//! The search is Bandit's, answer for answer: it takes the assignments in the order of the text whatever runs when,
//! knows no `async def`, and breaks off where Bandit does.

use rustc_hash::FxHashMap;
use stockade_core::ast::{
    ExceptHandler, Expr, ExprBinOp, ExprCall, Operator, Parameters, Ranged, Stmt, StmtIf, StmtWith, WithItem,
};
use stockade_core::finding::Level;
use stockade_core::module::Module;
use stockade_core::walk::Node;

use crate::context::Call;
use crate::native::markup;
use crate::rule::{Check, Crash, Hit, Outcome, When};

crate::rule! {
    /// # Django's `mark_safe`
    ///
    /// `mark_safe` says that its text is HTML that may stand in a page as it is. If a part of the text comes from a visitor,
    /// so may scripts: cross-site scripting.
    ///
    /// ```python bad
    /// from django.utils.safestring import mark_safe
    ///
    /// def greeting(name):
    ///     return mark_safe("<b>%s</b>" % name)
    /// ```
    ///
    /// ## Instead
    ///
    /// Let Django escape what is put into a constant.
    ///
    /// ```python good
    /// from django.utils.html import format_html
    /// from django.utils.safestring import mark_safe
    ///
    /// RULE = mark_safe("<hr>")
    ///
    /// def greeting(name):
    ///     return format_html("<b>{}</b>", name)
    /// ```
    ///
    /// ## Limits
    ///
    /// `SafeText`, `SafeUnicode`, `SafeString` and `SafeBytes` are looked at, too.
    ///
    /// ## Differs from Bandit
    ///
    /// Bandit follows the assignments above the call in their order, whatever runs when, and takes a variable for safe if
    /// the last of them was a constant; assignments with annotations and in `async` statements it does not see. Here a
    /// variable is safe if it always holds what is constant or comes from `escape`, `format_html` or
    /// `render_to_string`. For translated constants the confidence is low.
    ///
    /// ```python bandit
    /// from django.utils.html import escape
    /// from django.utils.safestring import mark_safe
    ///
    /// def greeting(name):
    ///     return mark_safe("<b>%s</b>" % escape(name))
    /// ```
    pub static DJANGO_MARK_SAFE = "B703" "django_mark_safe" {
        advice: "Keep the markup constant and use `format_html`, which escapes the values.",
        severity: Medium, confidence: High, cwe: 80,
        check: Check::Call(
            When::Named(&["mark_safe", "SafeText", "SafeUnicode", "SafeString", "SafeBytes"]),
            check,
        ),
        native: Check::Call(
            When::Named(&["mark_safe", "SafeText", "SafeUnicode", "SafeString", "SafeBytes"]),
            markup::mark_safe,
        ),
    }
}

fn check(call: &Call<'_, '_>) -> Outcome {
    if !matches!(call.name, "mark_safe" | "SafeText" | "SafeUnicode" | "SafeString" | "SafeBytes")
        || !call.scope.names.imported_like("django.utils.safestring")
    {
        return Ok(None);
    }
    let text = call.args().first().ok_or_else(out_of_range)?;
    if text.is_string_literal_expr() || is_secure(call, text)? {
        return Ok(None);
    }
    Hit::new(Level::Medium, Level::High, "Potential XSS on mark_safe function.").found()
}

fn is_secure<'a>(call: &Call<'_, 'a>, text: &'a Expr) -> Result<bool, Crash> {
    let around = call.scope.parents.iter().find_map(|node| match node {
        Node::Module(module) => Some((module.body.as_slice(), None)),
        Node::Stmt(Stmt::FunctionDef(function)) if !function.is_async => {
            Some((function.body.as_slice(), Some(&*function.parameters)))
        }
        _ => None,
    });
    let Some((body, parameters)) = around else { return Ok(false) };
    let module = call.scope.module;
    let depth = call.scope.parents.len();
    let mut search = Search {
        module,
        body,
        parameters,
        // A file that is nested deeper is none that Bandit can scan.
        limit: FRAMES.checked_sub(depth).unwrap_or(FRAMES),
        deepest: 0,
        known: FxHashMap::default(),
    };
    match text {
        Expr::Name(name) => search.variable(&name.id, line(module, call.node), 1),
        Expr::Call(inner) => search.call(inner, 1),
        Expr::BinOp(binary) => {
            let Some(values) = formatted(binary) else { return Ok(false) };
            search.format(values, line(module, binary), 1)
        }
        _ => Ok(false),
    }
}

/// The right side of `"…" % …`.
fn formatted(binary: &ExprBinOp) -> Option<&[Expr]> {
    if binary.op != Operator::Mod || !binary.left.is_string_literal_expr() {
        return None;
    }
    Some(match &*binary.right {
        Expr::Tuple(tuple) => &tuple.elts,
        single => std::slice::from_ref(single),
    })
}

/// How many of CPython's 1000 frames are left for the search and for the nodes above the call, one frame each.
const FRAMES: usize = 989;

fn too_deep() -> Crash {
    Crash::new("maximum recursion depth exceeded")
}

fn out_of_range() -> Crash {
    Crash::new("list index out of range")
}

fn line(module: &Module<'_>, node: &impl Ranged) -> u32 {
    module.lines().line(node.range().start())
}

/// What a variable was given: an expression, or something that is none, such as what a `with` makes.
type Given<'a> = Option<&'a Expr>;

/// The search through one body for one call. Every method is told the depth of the Python function that it stands for, so
/// that what Bandit finds too deep is too deep here.
struct Search<'c, 'a> {
    module: &'c Module<'c>,
    body: &'a [Stmt],
    parameters: Option<&'a Parameters>,
    limit: usize,
    /// The greatest depth met since the variable at hand was begun.
    deepest: usize,
    /// The variables asked for up to a line; none while the answer is being looked for. Bandit looks each time again, which
    /// takes exponential time for variables made of one another.
    known: FxHashMap<(&'a str, u32), Option<Known>>,
}

#[derive(Clone, Copy)]
struct Known {
    secure: bool,
    /// How many frames it takes to find that.
    height: usize,
}

impl<'a> Search<'_, 'a> {
    fn enter(&mut self, depth: usize) -> Result<(), Crash> {
        if depth > self.limit {
            return Err(too_deep());
        }
        self.deepest = self.deepest.max(depth);
        Ok(())
    }

    /// Whether a variable is made of constants, as far as the statements above a line say.
    fn variable(&mut self, name: &'a str, until: u32, depth: usize) -> Result<bool, Crash> {
        self.enter(depth)?;
        if self.is_parameter(name) {
            return Ok(false);
        }
        match self.known.get(&(name, until)) {
            None => {}
            // Asked for while it is looked for: without end.
            Some(None) => return Err(too_deep()),
            Some(&Some(known)) => {
                self.enter(depth + known.height)?;
                return Ok(known.secure);
            }
        }
        self.known.insert((name, until), None);
        let above = std::mem::replace(&mut self.deepest, depth);
        let secure = self.assignments(name, until, depth)?;
        self.known.insert((name, until), Some(Known { secure, height: self.deepest - depth }));
        self.deepest = self.deepest.max(above);
        Ok(secure)
    }

    /// Only parameters that can be given by position or by name count.
    fn is_parameter(&self, name: &str) -> bool {
        self.parameters
            .is_some_and(|parameters| parameters.args.iter().any(|p| p.parameter.name.as_str() == name))
    }

    fn assignments(&mut self, name: &'a str, until: u32, depth: usize) -> Result<bool, Crash> {
        let mut secure = false;
        let mut given = Vec::new();
        for stmt in self.body {
            let line_of_stmt = self.module.lines().line(self.module.place_of(stmt).start());
            if line_of_stmt >= until {
                break;
            }
            given.clear();
            let alone = self.given(stmt, name, depth + 1, &mut given)?;
            secure = match given.as_slice() {
                [] => continue,
                [Some(Expr::StringLiteral(_))] if alone => true,
                [Some(Expr::Name(other))] if alone => {
                    self.variable(&other.id, line(self.module, other), depth + 1)?
                }
                [Some(Expr::Call(call))] if alone => self.call(call, depth + 1)?,
                given if !alone && self.are_all_secure(given, line_of_stmt, depth)? => true,
                _ => return Ok(false),
            };
        }
        Ok(secure)
    }

    fn are_all_secure(&mut self, given: &[Given<'a>], until: u32, depth: usize) -> Result<bool, Crash> {
        for given in given {
            let secure = match given {
                Some(Expr::StringLiteral(_)) => true,
                Some(Expr::Name(other)) => self.variable(&other.id, until, depth + 1)?,
                _ => false,
            };
            if !secure {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a call is `"…".format(…)` of constants.
    fn call(&mut self, call: &'a ExprCall, depth: usize) -> Result<bool, Crash> {
        match &*call.func {
            Expr::Attribute(attribute)
                if attribute.value.is_literal_expr()
                    && attribute.attr.as_str() == "format"
                    && call.arguments.keywords.is_empty() =>
            {
                self.format(&call.arguments.args, line(self.module, call), depth)
            }
            _ => {
                self.enter(depth)?;
                Ok(false)
            }
        }
    }

    /// Whether everything that is formatted is made of constants.
    fn format(&mut self, values: &'a [Expr], until: u32, depth: usize) -> Result<bool, Crash> {
        self.enter(depth)?;
        let mut values: Vec<&Expr> = values.iter().collect();
        let mut at = 0;
        while let Some(&value) = values.get(at) {
            at += 1;
            let secure = match value {
                Expr::StringLiteral(_) => true,
                Expr::Name(name) => self.variable(&name.id, until, depth + 1)?,
                Expr::Call(call) => self.call(call, depth + 1)?,
                // The items of `*[…]` come after all others.
                Expr::Starred(starred) => match &*starred.value {
                    Expr::List(list) => {
                        values.extend(&list.elts);
                        true
                    }
                    Expr::Tuple(tuple) => {
                        values.extend(&tuple.elts);
                        true
                    }
                    _ => false,
                },
                _ => false,
            };
            if !secure {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Adds what a statement gives to a variable. Answers whether that is a single value by the statement itself and not
    /// the list of what the statements in it give.
    fn given(
        &mut self,
        stmt: &'a Stmt,
        name: &str,
        depth: usize,
        out: &mut Vec<Given<'a>>,
    ) -> Result<bool, Crash> {
        self.enter(depth)?;
        match stmt {
            // Bandit looks into the expression and finds nothing.
            Stmt::Expr(_) => self.enter(depth + 1)?,
            Stmt::FunctionDef(s) if !s.is_async => self.given_in(&s.body, name, depth + 1, out)?,
            Stmt::With(s) if !s.is_async => return self.given_by_with(s, name, depth, out),
            Stmt::Try(s) if !s.is_star => {
                self.given_in(&s.body, name, depth + 1, out)?;
                for ExceptHandler::ExceptHandler(handler) in &s.handlers {
                    self.enter(depth + 2)?;
                    self.given_in(&handler.body, name, depth + 3, out)?;
                }
                self.given_in(&s.orelse, name, depth + 1, out)?;
                self.given_in(&s.finalbody, name, depth + 1, out)?;
            }
            Stmt::If(s) => self.given_by_if(s, name, depth, out)?,
            Stmt::For(s) if !s.is_async => {
                self.given_in(&s.body, name, depth + 1, out)?;
                self.given_in(&s.orelse, name, depth + 1, out)?;
            }
            Stmt::While(s) => {
                self.given_in(&s.body, name, depth + 1, out)?;
                self.given_in(&s.orelse, name, depth + 1, out)?;
            }
            Stmt::AugAssign(s) if is_name(&s.target, name) => {
                out.push(Some(&s.value));
                return Ok(true);
            }
            Stmt::Assign(s) => {
                let Some(value) = s.targets.first().map(|target| assigned(target, &s.value, name)) else {
                    return Ok(false);
                };
                out.extend(value?.map(Some));
                return Ok(true);
            }
            _ => {}
        }
        Ok(false)
    }

    fn given_in(
        &mut self,
        body: &'a [Stmt],
        name: &str,
        depth: usize,
        out: &mut Vec<Given<'a>>,
    ) -> Result<(), Crash> {
        self.enter(depth)?;
        for stmt in body {
            self.given(stmt, name, depth + 1, out)?;
        }
        Ok(())
    }

    /// The last item of a `with` decides: it binds the variable, or the body says.
    fn given_by_with(
        &mut self,
        with: &'a StmtWith,
        name: &str,
        depth: usize,
        out: &mut Vec<Given<'a>>,
    ) -> Result<bool, Crash> {
        let before = out.len();
        let binds =
            |item: &WithItem| item.optional_vars.as_deref().is_some_and(|variable| is_name(variable, name));
        // One look at the body is as good as one for each item that does not bind.
        if !with.items.iter().all(binds) {
            self.given_in(&with.body, name, depth + 1, out)?;
        }
        if !with.items.last().is_some_and(binds) {
            return Ok(false);
        }
        out.truncate(before);
        out.push(None);
        Ok(true)
    }

    /// Each `elif` is an `if` in the `else` of what stands before.
    fn given_by_if(
        &mut self,
        stmt: &'a StmtIf,
        name: &str,
        depth: usize,
        out: &mut Vec<Given<'a>>,
    ) -> Result<(), Crash> {
        let mut depth = depth;
        self.given_in(&stmt.body, name, depth + 1, out)?;
        for clause in &stmt.elif_else_clauses {
            if clause.test.is_some() {
                depth += 2;
                self.enter(depth)?;
            }
            self.given_in(&clause.body, name, depth + 1, out)?;
        }
        Ok(())
    }
}

/// What an assignment gives to a variable: the whole value, or the item at the variable's place where both sides are tuples.
fn assigned<'a>(target: &Expr, value: &'a Expr, name: &str) -> Result<Option<&'a Expr>, Crash> {
    match (target, value) {
        (Expr::Name(_), _) => Ok(is_name(target, name).then_some(value)),
        (Expr::Tuple(targets), Expr::Tuple(values)) => {
            for (at, target) in targets.elts.iter().enumerate() {
                match target {
                    Expr::Name(_) if !is_name(target, name) => {}
                    Expr::Name(_) => return values.elts.get(at).map(Some).ok_or_else(out_of_range),
                    other => {
                        let class = class_of_target(other);
                        return Err(Crash::new(format!("'{class}' object has no attribute 'id'")));
                    }
                }
            }
            Ok(None)
        }
        _ => Ok(None),
    }
}

fn is_name(expr: &Expr, name: &str) -> bool {
    matches!(expr, Expr::Name(other) if other.id.as_str() == name)
}

/// What CPython calls the node of a target that is no name.
fn class_of_target(target: &Expr) -> &'static str {
    match target {
        Expr::Attribute(_) => "Attribute",
        Expr::Subscript(_) => "Subscript",
        Expr::Starred(_) => "Starred",
        Expr::List(_) => "List",
        _ => "Tuple",
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::answers;

    const IMPORT: &str = "from django.utils.safestring import mark_safe\n";

    /// What is said of `mark_safe(x)` after these statements, without the place and the levels.
    fn after(statements: &str) -> Vec<String> {
        let text = format!("{IMPORT}{statements}\nmark_safe(x)\n");
        let answers = answers("B703", &text);
        answers
            .iter()
            .map(|answer| answer.split_once(' ').map_or("", |(_, words)| words).to_owned())
            .collect()
    }

    fn of(argument: &str) -> usize {
        answers("B703", &format!("{IMPORT}mark_safe({argument})\n")).len()
    }

    #[test]
    fn texts_of_constants() {
        for secure in [
            "'x'",
            "'%s' % 'x'",
            "'%s' % ('x', *['y', *('z',)])",
            "'{}'.format('x', '{}'.format())",
            "b''.format('x')",
            "(1).format()",
            "'{}'.format(*['x'])",
        ] {
            assert_eq!(of(secure), 0, "{secure}");
        }
        for insecure in [
            "f'x'",
            "b'x'",
            "'a' + 'b'",
            "b'%s' % 'x'",
            "'%s' % ['x']",
            "'{}'.format(**k)",
            "'{}'.format('{}' % 'x')",
            "'{}'.format(*x)",
            "x.format()",
            "f''.format()",
            "x",
            "*['x']",
        ] {
            assert_eq!(of(insecure), 1, "{insecure}");
        }
        assert_eq!(
            answers("B703", &format!("{IMPORT}mark_safe(s=x)\n")),
            ["2 crash list index out of range"]
        );
        assert_eq!(answers("B703", "mark_safe(x)\n"), [""; 0]);
    }

    #[test]
    fn assignments() {
        for secure in [
            "x = 'a'",
            "x = f()\nx = 'a'",
            "x = 'a'\nx += 'b'",
            "x, y = 'a', b",
            "if q:\n x = 'a'\nelif r:\n x = 'b'\nelse:\n x = 'c'",
            "try:\n x = 'a'\nexcept E:\n x = 'b'\nfinally:\n x = 'c'",
            "for y in z:\n x = 'a'\nelse:\n x = 'b'",
            "with y as z:\n x = 'a'",
            "def f(x):\n x = 'a'",
            "y = 'a'\nx = y",
            "x = 'a'\nasync def f():\n x = b",
            "x = 'a'\nclass C:\n x = b",
            "x = 'a'\nx: str = b",
        ] {
            assert_eq!(after(secure), [""; 0], "{secure}");
        }
        let found = "MEDIUM/HIGH Potential XSS on mark_safe function.";
        for insecure in [
            "",
            "x = f()",
            "x = b + 'a'\nx = 'a'",
            "y = x = 'a'",
            "[x, y] = 'a', 'b'",
            "x: str = 'a'",
            "if q:\n x = 'a'\nelif r:\n x = b",
            "if q:\n x = '{}'.format('a')",
            "with y as x:\n x = 'a'",
            "with y as x, z as x:\n x = 'a'",
            "try:\n x = 'a'\nexcept* E:\n x = 'b'",
        ] {
            assert_eq!(after(insecure), [found], "{insecure}");
        }
    }

    #[test]
    fn scopes() {
        let count = |text: &str| answers("B703", &format!("{IMPORT}{text}")).len();
        assert_eq!(count("x = 'a'\ndef f():\n mark_safe(x)\n"), 1);
        assert_eq!(count("def f(x):\n x = 'a'\n mark_safe(x)\n"), 1);
        assert_eq!(count("def f(x, /, *, y):\n x = y = 'a'\n y = 'b'\n mark_safe(x); mark_safe(y)\n"), 0);
        // `async def` is no scope, and nothing in it is seen.
        assert_eq!(count("x = 'a'\nasync def f():\n mark_safe(x)\n"), 0);
        assert_eq!(count("async def f():\n x = 'a'\n mark_safe(x)\n"), 1);
        // A decorator is below its function.
        assert_eq!(count("x = 'a'\n@mark_safe(x)\ndef f(): pass\n"), 1);
    }

    #[test]
    fn targets_that_have_no_name() {
        let targets = [
            ("a.b", "Attribute"),
            ("a[1]", "Subscript"),
            ("*a", "Starred"),
            ("(a, b)", "Tuple"),
            ("[a, b]", "List"),
        ];
        for (target, class) in targets {
            let words = format!("crash '{class}' object has no attribute 'id'");
            assert_eq!(after(&format!("{target}, x = 1, 'a'")), [words]);
            assert_eq!(after(&format!("x, {target} = 'a', 1")), [""; 0]);
        }
        assert_eq!(after("y, x = 'a',"), ["crash list index out of range"]);
    }

    #[test]
    fn variables_made_of_themselves() {
        let endless = ["crash maximum recursion depth exceeded"];
        assert_eq!(after("x = (\n x)"), endless);
        assert_eq!(after("x = (\n '{}'.format(x))"), endless);
        assert_eq!(after("x = x").len(), 1);
        // In a list of assignments the statement's own line is the limit.
        assert_eq!(after("if q:\n x = (\n  x)"), ["MEDIUM/HIGH Potential XSS on mark_safe function."]);
    }

    #[test]
    fn chains_of_variables_end_where_the_frames_of_python_do() {
        let chain = |links: usize, call: &str| {
            let links: String = (1..=links).map(|i| format!("v{i} = v{}\n", i - 1)).collect();
            answers("B703", &format!("{IMPORT}v0 = ''\n{links}{call}\n"))
        };
        assert_eq!(chain(985, "mark_safe(v985)"), [""; 0]);
        assert_eq!(chain(986, "mark_safe(v986)"), ["989 crash maximum recursion depth exceeded"]);
        assert_eq!(chain(983, "if 1:\n  if 2:\n    x = mark_safe(v983)"), [""; 0]);
        assert_eq!(chain(984, "if 1:\n  if 2:\n    x = mark_safe(v984)").len(), 1);
    }

    #[test]
    fn chains_of_elif_are_chains_of_else() {
        let chain = |clauses: usize| {
            let clauses = "elif q:\n y = 1\n".repeat(clauses);
            after(&format!("if q:\n x = 'a'\n{clauses}"))
        };
        assert_eq!(chain(491), [""; 0]);
        assert_eq!(chain(492), ["crash maximum recursion depth exceeded"]);
    }

    #[test]
    fn what_is_made_of_itself_many_times_takes_no_time() {
        assert_eq!(after(&format!("x = 'a'\n{}", "x = '{}{}{}'.format(x, x, x)\n".repeat(300))), [""; 0]);
    }
}
