//! What a check is given: its node, and what is known around it.
//!
//! The questions are those that Bandit's `Context` answers, with its answers, crashes included.

use std::borrow::Cow;
use std::cell::RefCell;

use stockade_core::ast::{
    ExceptHandlerExceptHandler, Expr, ExprCall, Keyword, Ranged, StmtAssert, StmtFunctionDef, TextRange,
    TextSize,
};
use stockade_core::module::Module;
use stockade_core::semantic::bandit::Names;
use stockade_core::semantic::bindings::Bindings;
use stockade_core::semantic::constant::Template;
use stockade_core::semantic::literal::{self, Literal};
use stockade_core::walk::{Node, Parents, StringNode};

use crate::native::sql;
use crate::options::Options;
use crate::plugins::injection_sql::chain::Chains;
use crate::rule::Crash;

/// What is known around a node.
#[derive(Clone, Copy)]
pub struct Scope<'c, 'a> {
    /// The file.
    pub module: &'c Module<'c>,
    /// The imports met so far, as Bandit knows them.
    pub names: &'c Names<'a>,
    /// What names stand for, in the native dialect.
    pub bindings: Option<&'c Bindings<'a>>,
    /// The nodes above.
    pub parents: &'c Parents<'a>,
    /// The configuration of all rules.
    pub options: &'c Options,
    /// What is known already of the file's chains of binary operators, which would take quadratic time to find anew for
    /// each string in them.
    pub(crate) chains: &'c RefCell<Chains>,
    /// The strings that have been looked at together with another, in the native dialect.
    pub(crate) sql: &'c sql::Seen,
}

/// An `assert` statement.
pub struct Assert<'c, 'a> {
    /// The statement.
    pub node: &'a StmtAssert,
    /// What is known around it.
    pub scope: Scope<'c, 'a>,
}

/// A string constant that is no statement.
pub struct Text<'c, 'a> {
    /// The constant.
    pub node: &'c StringNode<'c>,
    /// What is known around it.
    pub scope: Scope<'c, 'a>,
}

/// A whole text of the native dialect: a string, bytes that are text, an f-string without fields.
pub struct Constant<'c, 'a> {
    /// The text.
    pub text: &'c str,
    /// Where it stands.
    pub range: TextRange,
    /// How many of the nodes above belong to the text itself.
    pub(crate) inside: usize,
    /// What is known around it.
    pub scope: Scope<'c, 'a>,
}

/// A function; in Bandit's dialect none that is `async`.
pub struct Function<'c, 'a> {
    /// The definition.
    pub node: &'a StmtFunctionDef,
    /// What is known around it.
    pub scope: Scope<'c, 'a>,
}

/// An `except` clause.
pub struct Handler<'c, 'a> {
    /// The clause.
    pub node: &'a ExceptHandlerExceptHandler,
    /// What is known around it.
    pub scope: Scope<'c, 'a>,
}

/// A whole file, after its tree has been walked.
pub struct File<'c, 'a> {
    /// What is known of it.
    pub scope: Scope<'c, 'a>,
}

/// A call.
pub struct Call<'c, 'a> {
    /// The expression.
    pub node: &'a ExprCall,
    /// The qualified name of what is called, resolved as the dialect does; empty where there is none.
    pub qualname: &'c str,
    /// Its last part.
    pub name: &'c str,
    /// What is known around it.
    pub scope: Scope<'c, 'a>,
}

/// A function or class that is handed on without being called, in the native dialect: `map(eval, lines)`.
pub struct Reference<'c, 'a> {
    /// The name or attribute.
    pub node: &'a Expr,
    /// Its qualified name.
    pub qualname: &'c str,
    /// What is known around it.
    pub scope: Scope<'c, 'a>,
}

impl<'a> Scope<'_, 'a> {
    /// The qualified name of what an expression refers to, in the native dialect: see [`Bindings::resolve`].
    #[must_use]
    pub fn resolve(&self, expr: &Expr) -> String {
        let mut name = String::new();
        if let Some(bindings) = self.bindings {
            bindings.resolve(expr, &mut name);
        }
        name
    }

    /// The text that an expression always has, in the native dialect: see [`Bindings::text`].
    #[must_use]
    pub fn text<'e>(&self, expr: &'e Expr) -> Option<Cow<'e, str>>
    where
        'a: 'e,
    {
        self.bindings?.text(expr)
    }

    /// The parts of the string that an expression makes, in the native dialect: see [`Bindings::template`].
    #[must_use]
    pub fn template<'e>(&self, expr: &'e Expr) -> Option<Template<'e>>
    where
        'a: 'e,
    {
        self.bindings?.template(expr)
    }

    /// The expression that gives an expression its value, in the native dialect: see [`Bindings::value`].
    #[must_use]
    pub fn value<'e>(&self, expr: &'e Expr) -> Option<&'e Expr>
    where
        'a: 'e,
    {
        self.bindings?.value(expr)
    }

    /// Whether an expression always has the same value, in the native dialect: see [`Bindings::is_constant`].
    #[must_use]
    pub fn is_constant(&self, expr: &Expr) -> bool {
        self.bindings.is_some_and(|bindings| bindings.is_constant(expr))
    }

    /// Whether a place is inside `if TYPE_CHECKING:`, which never runs; always false in Bandit's dialect.
    #[must_use]
    pub fn is_type_checking(&self, place: TextRange) -> bool {
        self.bindings.is_some_and(|bindings| bindings.is_type_checking(place))
    }
}

impl<'a> Text<'_, 'a> {
    /// The node above it.
    #[must_use]
    pub fn parent(&self) -> Option<Node<'a>> {
        self.scope.parents.nth(0)
    }
}

impl<'a> Constant<'_, 'a> {
    /// The node above it (0), the node above that (1) and so on.
    #[must_use]
    pub fn above(&self, up: usize) -> Option<Node<'a>> {
        self.scope.parents.nth(self.inside + up)
    }
}

impl<'a> Call<'_, 'a> {
    /// The positional arguments, starred ones included.
    #[must_use]
    pub fn args(&self) -> &'a [Expr] {
        &self.node.arguments.args
    }

    /// The keyword arguments; `**` has no name.
    #[must_use]
    pub fn keywords(&self) -> &'a [Keyword] {
        &self.node.arguments.keywords
    }

    /// Bandit's `call_args`, whose values can be had one by one with [`Call::arg`] once it is known that all can be had.
    ///
    /// # Errors
    ///
    /// Where one of them has no value for Python.
    pub fn call_args(&self) -> Result<&'a [Expr], Crash> {
        for arg in self.args() {
            if literal::may_be_unhashable(arg) {
                literal::argument(arg)?;
            }
        }
        Ok(self.args())
    }

    /// Bandit's `call_keywords`: see [`Call::call_args`].
    ///
    /// # Errors
    ///
    /// Where the value of any of them, not only of the one that is asked for, has no value for Python.
    pub fn call_keywords(&self) -> Result<&'a [Keyword], Crash> {
        for keyword in self.keywords() {
            if literal::may_be_unhashable(&keyword.value) {
                literal::argument(&keyword.value)?;
            }
        }
        Ok(self.keywords())
    }

    /// The value of a positional argument: `get_call_arg_at_position`.
    ///
    /// # Errors
    ///
    /// Where it has no value for Python.
    pub fn arg(&self, position: usize) -> Result<Option<Literal<'a>>, Crash> {
        self.args().get(position).map_or(Ok(None), |arg| Ok(literal::argument(arg)?))
    }

    /// Whether there is a keyword argument of that name: `name in call_keywords`.
    ///
    /// # Errors
    ///
    /// As [`Call::call_keywords`].
    pub fn has_keyword(&self, name: &str) -> Result<bool, Crash> {
        Ok(self.call_keywords()?.iter().any(|k| k.arg.as_deref() == Some(name)))
    }

    /// The value of a keyword argument, the last of that name: `get_call_arg_value`.
    ///
    /// # Errors
    ///
    /// As [`Call::call_keywords`].
    pub fn keyword(&self, name: &str) -> Result<Option<Literal<'a>>, Crash> {
        let last = self.call_keywords()?.iter().rev().find(|k| k.arg.as_deref() == Some(name));
        last.map_or(Ok(None), |keyword| Ok(literal::argument(&keyword.value)?))
    }

    /// Whether a keyword argument has that value, none where it is not there or not literal: `check_call_arg_value`.
    ///
    /// # Errors
    ///
    /// As [`Call::call_keywords`].
    pub fn keyword_is(&self, name: &str, value: &str) -> Result<Option<bool>, Crash> {
        Ok(self.keyword(name)?.map(|literal| literal.is(value)))
    }

    /// Where the value of the first keyword argument of that name begins: the offset behind `get_lineno_for_call_arg`.
    #[must_use]
    pub fn keyword_place(&self, name: &str) -> Option<TextSize> {
        self.keywords().iter().find(|k| k.arg.as_deref() == Some(name)).map(|k| k.value.range().start())
    }
}
