//! What nobody outside the program can choose: constants, numbers, the interpreter's own path, and text that a quoting
//! function has taken the danger from. Which functions quote depends on who reads the text, and is said by the rule.

use std::cell::Cell;

use stockade_core::ast::{
    Arguments, Comprehension, Expr, ExprCall, InterpolatedStringElement, Operator, Stmt,
};
use stockade_core::walk::Node;

use crate::context::Scope;

/// How many expressions one inside the other are looked at: beyond it nothing is known.
const MAX_DEPTH: usize = 40;
/// How many in all: a name can stand for what has another in it twice, and so on.
const MAX_STEPS: usize = 5000;

/// Functions whose results are numbers or as harmless as such: no text comes out of them that says anything.
const NUMBERS: &[&str] = &[
    "int",
    "float",
    "bool",
    "len",
    "ord",
    "abs",
    "round",
    "hash",
    "id",
    "sum",
    "hex",
    "oct",
    "bin",
    "os.getpid",
    "os.getppid",
    "os.getuid",
    "os.getgid",
    "os.geteuid",
    "os.getegid",
    "os.cpu_count",
    "time.time",
    "time.monotonic",
    "uuid.uuid4",
];

/// Values that the interpreter or the platform chooses.
const VALUES: &[&str] = &[
    "sys.executable",
    "sys.prefix",
    "sys.base_prefix",
    "sys.exec_prefix",
    "sys.platform",
    "os.devnull",
    "os.name",
    "os.sep",
    "os.pathsep",
    "os.linesep",
    "os.curdir",
    "os.pardir",
    "__file__",
    "__name__",
];

/// Functions whose results are fixed where all their arguments are.
const FOLLOWING: &[&str] = &[
    "str",
    "repr",
    "bytes",
    "list",
    "tuple",
    "sorted",
    "os.fspath",
    "os.fsencode",
    "os.fsdecode",
    "shutil.which",
    "pathlib.Path",
    "pathlib.PurePath",
    "os.path.join",
    "os.path.abspath",
    "os.path.realpath",
    "os.path.dirname",
    "os.path.basename",
    "os.path.normpath",
    "os.path.expanduser",
    "shlex.split",
    "textwrap.dedent",
];

/// Methods whose results are fixed where the receiver and all arguments are.
const METHODS: &[&str] = &[
    "format",
    "join",
    "split",
    "rsplit",
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "replace",
    "encode",
    "decode",
    "splitlines",
    "resolve",
    "absolute",
    "joinpath",
    "as_posix",
];

/// What is known around an expression, for one kind of reader.
pub(crate) struct Known<'s, 'c, 'a> {
    scope: &'s Scope<'c, 'a>,
    /// The functions that make any text harmless for the reader.
    quoting: &'static [&'static str],
    /// The last names of methods that do.
    quoting_methods: &'static [&'static str],
    /// Attributes whose values the program's own declarations give.
    declared: &'static [&'static str],
    /// How many expressions may still be looked at.
    left: Cell<usize>,
}

impl<'s, 'c, 'a> Known<'s, 'c, 'a> {
    /// For a reader that gets the values as they are.
    pub(crate) fn plain(scope: &'s Scope<'c, 'a>) -> Known<'s, 'c, 'a> {
        Known { scope, quoting: &[], quoting_methods: &[], declared: &[], left: Cell::new(0) }
    }

    /// For a shell.
    pub(crate) fn by_shell(scope: &'s Scope<'c, 'a>) -> Known<'s, 'c, 'a> {
        let quoting = &["shlex.quote", "shlex.join", "pipes.quote"];
        Known { quoting, ..Known::plain(scope) }
    }

    /// For a database.
    pub(crate) fn by_database(scope: &'s Scope<'c, 'a>) -> Known<'s, 'c, 'a> {
        Known {
            quoting_methods: &[
                "quote_name",
                "quote_ident",
                "quote_identifier",
                "escape_identifier",
                "escape_literal",
            ],
            declared: &["db_table", "db_column", "__tablename__", "__table__"],
            ..Known::plain(scope)
        }
    }

    /// Whether nobody outside can choose any part of the value.
    pub(crate) fn is_fixed(&self, expr: &Expr) -> bool {
        self.left.set(MAX_STEPS);
        self.fixed(expr, MAX_DEPTH)
    }

    fn fixed(&self, expr: &Expr, depth: usize) -> bool {
        let (Some(depth), Some(left)) = (depth.checked_sub(1), self.left.get().checked_sub(1)) else {
            return false;
        };
        self.left.set(left);
        let fixed = |expr: &Expr| self.fixed(expr, depth);
        match expr {
            Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::NumberLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_) => true,
            Expr::List(list) => list.elts.iter().all(fixed),
            Expr::Tuple(tuple) => tuple.elts.iter().all(fixed),
            Expr::Set(set) => set.elts.iter().all(fixed),
            Expr::Dict(dict) => {
                dict.items.iter().all(|item| item.key.as_ref().is_none_or(fixed) && fixed(&item.value))
            }
            Expr::Starred(starred) => fixed(&starred.value),
            Expr::UnaryOp(unary) => fixed(&unary.operand),
            Expr::BoolOp(operation) => operation.values.iter().all(fixed),
            Expr::BinOp(operation) => {
                // Left operands nest as deep as a chain is long.
                let mut operation = operation;
                loop {
                    if operation.op == Operator::Mult
                        && (self.is_text(&operation.left) || self.is_text(&operation.right))
                    {
                        // How often something is repeated says nothing.
                        let text =
                            if self.is_text(&operation.left) { &operation.left } else { &operation.right };
                        return fixed(text);
                    }
                    if !fixed(&operation.right) {
                        return false;
                    }
                    let Expr::BinOp(inner) = &*operation.left else { return fixed(&operation.left) };
                    operation = inner;
                }
            }
            Expr::Compare(_) => true,
            Expr::If(choice) => fixed(&choice.body) && fixed(&choice.orelse),
            Expr::Named(named) => fixed(&named.value),
            Expr::Subscript(item) => fixed(&item.value),
            Expr::FString(string) => string.value.elements().all(|element| match element {
                InterpolatedStringElement::Literal(_) => true,
                InterpolatedStringElement::Interpolation(field) => fixed(&field.expression),
            }),
            Expr::Call(call) => self.fixed_call(call, depth),
            Expr::Name(_) | Expr::Attribute(_) => self.fixed_name(expr, depth),
            _ => false,
        }
    }

    /// Whether the value is text, bytes or a list by its form.
    fn is_text(&self, expr: &Expr) -> bool {
        matches!(
            expr,
            Expr::StringLiteral(_)
                | Expr::BytesLiteral(_)
                | Expr::FString(_)
                | Expr::List(_)
                | Expr::Tuple(_)
        ) || self.scope.text(expr).is_some()
    }

    fn fixed_name(&self, expr: &Expr, depth: usize) -> bool {
        if self.scope.is_constant(expr) {
            return true;
        }
        if let Expr::Attribute(attribute) = expr
            && self.declared.contains(&attribute.attr.as_str())
        {
            return true;
        }
        if let Some(value) =
            self.scope.value(expr).filter(|value| !matches!(value, Expr::Name(_) | Expr::Attribute(_)))
            && self.fixed(value, depth)
        {
            return true;
        }
        if let Expr::Name(name) = expr
            && self.counts_through(name.id.as_str(), depth)
        {
            return true;
        }
        let name = self.scope.resolve(expr);
        VALUES.contains(&name.as_str())
    }

    /// Whether the name is that of a loop around, through items that are all fixed: `for table in ("a", "b")`.
    fn counts_through(&self, name: &str, depth: usize) -> bool {
        let is_target = |target: &Expr| match target {
            Expr::Name(target) => target.id.as_str() == name,
            Expr::Tuple(targets) => {
                targets.elts.iter().any(|target| matches!(target, Expr::Name(n) if n.id.as_str() == name))
            }
            _ => false,
        };
        for node in self.scope.parents.near() {
            let items = match node {
                Node::Stmt(Stmt::For(stmt)) if is_target(&stmt.target) => &*stmt.iter,
                Node::Expr(Expr::Generator(comprehension)) => {
                    match of_comprehension(&comprehension.generators, is_target) {
                        Some(items) => items,
                        None => continue,
                    }
                }
                Node::Expr(Expr::ListComp(comprehension)) => {
                    match of_comprehension(&comprehension.generators, is_target) {
                        Some(items) => items,
                        None => continue,
                    }
                }
                Node::Stmt(Stmt::FunctionDef(_) | Stmt::ClassDef(_)) => return false,
                _ => continue,
            };
            return self.fixed_loop(items, depth);
        }
        false
    }

    /// Whether all that a loop goes through is fixed.
    fn fixed_loop(&self, items: &Expr, depth: usize) -> bool {
        let Expr::Call(call) = items else { return self.fixed_items(items, depth) };
        match &*call.func {
            Expr::Name(function) => match function.id.as_str() {
                "range" => true,
                "enumerate" | "sorted" | "reversed" | "zip" | "set" => {
                    call.arguments.args.iter().all(|arg| self.fixed_items(arg, depth))
                }
                _ => self.fixed_items(items, depth),
            },
            Expr::Attribute(method) if matches!(method.attr.as_str(), "items" | "keys" | "values") => {
                self.scope.value(&method.value).is_some_and(|value| match value {
                    Expr::Dict(dict) => dict.items.iter().all(|item| {
                        item.key.as_ref().is_some_and(|key| self.fixed(key, depth))
                            && self.fixed(&item.value, depth)
                    }),
                    _ => false,
                })
            }
            _ => self.fixed_items(items, depth),
        }
    }

    fn fixed_call(&self, call: &ExprCall, depth: usize) -> bool {
        let name = self.scope.resolve(&call.func);
        let name = name.strip_prefix("builtins.").unwrap_or(&name);
        if NUMBERS.contains(&name) || self.quoting.contains(&name) {
            return true;
        }
        if FOLLOWING.contains(&name) {
            return self.fixed_arguments(&call.arguments, depth);
        }
        let last = name.rsplit('.').next().unwrap_or_default();
        if self.quoting_methods.contains(&last) {
            return true;
        }
        let Expr::Attribute(method) = &*call.func else { return false };
        if method.attr.as_str() == "join"
            && let [parts] = &*call.arguments.args
            && self.fixed(&method.value, depth)
        {
            return self.fixed_items(parts, depth);
        }
        METHODS.contains(&method.attr.as_str())
            && self.fixed(&method.value, depth)
            && self.fixed_arguments(&call.arguments, depth)
    }

    fn fixed_arguments(&self, arguments: &Arguments, depth: usize) -> bool {
        arguments.args.iter().all(|arg| self.fixed(arg, depth))
            && arguments.keywords.iter().all(|keyword| self.fixed(&keyword.value, depth))
    }

    /// Whether each item of something that is iterated over is fixed: `map(quote, x)`, `(quote(y) for y in x)`.
    fn fixed_items(&self, items: &Expr, depth: usize) -> bool {
        match items {
            Expr::Generator(generator) => self.fixed_element(&generator.elt, &generator.generators, depth),
            Expr::ListComp(list) => self.fixed_element(&list.elt, &list.generators, depth),
            Expr::SetComp(set) => self.fixed_element(&set.elt, &set.generators, depth),
            Expr::Call(call) => {
                let name = self.scope.resolve(&call.func);
                match (name.strip_prefix("builtins.").unwrap_or(&name), &*call.arguments.args) {
                    ("map", [function @ (Expr::Name(_) | Expr::Attribute(_)), ..]) => {
                        let function = self.scope.resolve(function);
                        NUMBERS.contains(&function.as_str()) || self.quoting.contains(&function.as_str())
                    }
                    ("map", [Expr::Lambda(function), ..]) => self.fixed(&function.body, depth),
                    ("itertools.repeat", [item, ..]) => self.fixed(item, depth),
                    _ => self.fixed(items, depth),
                }
            }
            _ => self.fixed(items, depth),
        }
    }

    /// Whether an element of a comprehension is fixed: itself, or but for the names of its loops.
    fn fixed_element(&self, element: &Expr, loops: &[Comprehension], depth: usize) -> bool {
        match element {
            Expr::Name(name) => loops.iter().any(|comprehension| {
                matches!(&comprehension.target, Expr::Name(target) if target.id == name.id)
                    && self.fixed_loop(&comprehension.iter, depth)
            }),
            Expr::FString(string) => string.value.elements().all(|part| match part {
                InterpolatedStringElement::Literal(_) => true,
                InterpolatedStringElement::Interpolation(field) => {
                    self.fixed_element(&field.expression, loops, depth)
                }
            }),
            _ => self.fixed(element, depth),
        }
    }
}

/// What the loop of a comprehension with such a target goes through.
fn of_comprehension(loops: &[Comprehension], is_target: impl Fn(&Expr) -> bool) -> Option<&Expr> {
    loops
        .iter()
        .find(|comprehension| is_target(&comprehension.target))
        .map(|comprehension| &comprehension.iter)
}
