//! What a rule is: a description, and a check that is a function without state.

use std::borrow::Cow;

use stockade_core::ast::{Expr, Stmt, TextRange, TextSize};
use stockade_core::finding::{Cwe, Fix, Level, LineRange, RuleInfo};
use stockade_core::scan::Dialect;
use stockade_core::semantic::literal::Unhashable;
use stockade_core::semantic::number::TooManyDigits;
use stockade_core::walk::Node;

use crate::context::{Assert, Call, Constant, File, Function, Handler, Reference, Text};
use crate::options::Options;

/// A rule. Made by [`rule!`](crate::rule!).
#[derive(Debug)]
pub struct Rule {
    /// Its description.
    pub info: RuleInfo,
    /// Its check, by the kind of node it looks at, with Bandit's answers.
    pub check: Check,
    /// Its check in the native dialect; none where Bandit's check is right once names are resolved as Python does.
    pub native: Option<Check>,
    /// What it has to say, in the native dialect, where a function is handed on without being called.
    pub references: Option<References>,
    /// The section of the configuration that it reads, if any: `assert_used`.
    pub section: Option<&'static str>,
}

impl Rule {
    /// The check that answers in a dialect.
    #[must_use]
    pub fn check_of(&self, dialect: Dialect) -> Check {
        match dialect {
            Dialect::Bandit => self.check,
            Dialect::Native => self.native.unwrap_or(self.check),
        }
    }
}

/// A check, by the kind of node it looks at.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// `assert` statements.
    Assert(fn(&Assert<'_, '_>) -> Outcome),
    /// Calls.
    Call(When, fn(&Call<'_, '_>) -> Outcome),
    /// String constants that are no statements, those between the braces of an f-string too.
    Text(Within, fn(&Text<'_, '_>) -> Outcome),
    /// Whole texts, of strings, bytes and f-strings without fields; in the native dialect only.
    Constant(fn(&Constant<'_, '_>) -> Outcome),
    /// `def`, and in the native dialect also `async def`.
    Function(fn(&Function<'_, '_>) -> Outcome),
    /// `except` clauses.
    Handler(fn(&Handler<'_, '_>) -> Outcome),
    /// A whole file.
    File(fn(&File<'_, '_>) -> Outcome),
}

/// A check of functions and classes that are handed on without being called, by their qualified names.
#[derive(Debug, Clone, Copy)]
pub struct References {
    /// The qualified names, which may depend on the options.
    pub names: for<'o> fn(&'o Options) -> Vec<&'o str>,
    /// The check.
    pub check: fn(&Reference<'_, '_>) -> Outcome,
}

/// Which calls a check can have anything to say about: the others are never handed to it.
///
/// A promise: for any other call the check answers `Ok(None)`. Debug builds ask it all the same and compare.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// Any call.
    Always,
    /// Calls of something whose last name is one of these.
    Named(&'static [&'static str]),
    /// Calls that depend on the options.
    Configured(for<'o> fn(&'o Options) -> Interest<'o>),
    /// Calls of something whose last name contains this.
    NameContains(&'static str),
    /// Calls with a keyword argument of one of these names.
    Keyword(&'static [&'static str]),
    /// Calls with any keyword argument.
    AnyKeyword,
}

/// Which strings a check can have anything to say about: the others are never handed to it. A promise, as with [`When`].
#[derive(Debug, Clone, Copy)]
pub enum Within {
    /// Any string.
    Any,
    /// Strings that stand directly in one of these.
    These(&'static [Whole]),
    /// Strings that begin with one of these texts, which may depend on the options.
    Beginning(for<'o> fn(&'o Options) -> Vec<&'o str>),
}

impl Within {
    /// Whether a string that stands in that can be meant.
    pub(crate) fn contains(self, whole: Whole) -> bool {
        match self {
            Within::Any | Within::Beginning(_) => true,
            Within::These(wholes) => wholes.contains(&whole),
        }
    }
}

/// What a string stands directly in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whole {
    /// An assignment without annotation: as its value.
    Assignment,
    /// A dictionary, as a key or a value.
    Dict,
    /// `x["a"]`
    Subscript,
    /// A comparison, on any side.
    Comparison,
    /// `+`, `%` and the like.
    Operation,
    /// `"a".format`
    Attribute,
    /// An f-string, or the format of a field in one.
    FString,
    /// Anything else.
    Other,
}

impl Whole {
    /// All of them.
    pub(crate) const ALL: [Whole; 8] = [
        Whole::Assignment,
        Whole::Dict,
        Whole::Subscript,
        Whole::Comparison,
        Whole::Operation,
        Whole::Attribute,
        Whole::FString,
        Whole::Other,
    ];

    /// What a node is to a string in it.
    pub(crate) fn of(node: Node<'_>) -> Whole {
        match node {
            Node::Stmt(Stmt::Assign(_)) => Whole::Assignment,
            Node::Expr(Expr::Dict(_)) => Whole::Dict,
            Node::Expr(Expr::Subscript(_)) => Whole::Subscript,
            Node::Expr(Expr::Compare(_)) => Whole::Comparison,
            Node::Expr(Expr::BinOp(_)) => Whole::Operation,
            Node::Expr(Expr::Attribute(_)) => Whole::Attribute,
            Node::Expr(Expr::FString(_)) | Node::FormatSpec(_) => Whole::FString,
            _ => Whole::Other,
        }
    }
}

/// Which calls a check can have anything to say about, with a configuration: see [`When`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Interest<'o> {
    /// Any call: some configurations break the check off at each.
    Any,
    /// Calls of something whose last name is one of these.
    Named(Vec<&'o str>),
    /// Calls with a keyword argument of one of these names.
    Keyword(&'static [&'static str]),
}

/// The answer of a check: a hit, or none, or why it broke off.
pub type Outcome = Result<Option<Hit>, Crash>;

/// What a check found. Where it found it is known from the node.
#[derive(Debug, Clone)]
pub struct Hit {
    /// How bad it would be.
    pub severity: Level,
    /// How sure the check is.
    pub confidence: Level,
    /// The weakness, where it is not the rule's.
    pub cwe: Option<Cwe>,
    /// The message.
    pub message: Cow<'static, str>,
    /// An offset whose line is the finding's, where that is not the node's first line.
    pub at: Option<TextSize>,
    /// The exact place, for a hit that belongs to no node.
    pub place: Option<Place>,
    /// In the native dialect: the code that it speaks of, where that is not all of its node.
    pub range: Option<TextRange>,
    /// In the native dialect: how to mend it, where that is certain.
    pub fix: Option<Fix>,
}

/// A place in a file that no node has.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The line, from 1.
    pub line: u32,
    /// The column as reports carry it.
    pub column: u32,
    /// The lines covered.
    pub lines: LineRange,
}

impl Hit {
    /// A hit at its node.
    pub fn new(severity: Level, confidence: Level, message: impl Into<Cow<'static, str>>) -> Hit {
        Hit {
            severity,
            confidence,
            cwe: None,
            message: message.into(),
            at: None,
            place: None,
            range: None,
            fix: None,
        }
    }

    /// The same, reported at the line of an offset, if there is one.
    #[must_use]
    pub fn at(self, at: Option<TextSize>) -> Hit {
        Hit { at, ..self }
    }

    /// The same, about this code.
    #[must_use]
    pub fn on(self, range: TextRange) -> Hit {
        Hit { range: Some(range), ..self }
    }

    /// The same, with a way to mend it.
    #[must_use]
    pub fn with_fix(self, fix: Option<Fix>) -> Hit {
        Hit { fix, ..self }
    }

    /// The answer that this is.
    ///
    /// # Errors
    ///
    /// Never.
    pub fn found(self) -> Outcome {
        Ok(Some(self))
    }
}

/// Why a check broke off, in the words that Python would have for it. Bandit's checks do that on some code; the check
/// then says nothing of the node, and a log line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Crash(pub Cow<'static, str>);

impl Crash {
    /// A crash with these words.
    pub fn new(words: impl Into<Cow<'static, str>>) -> Crash {
        Crash(words.into())
    }
}

impl From<Unhashable> for Crash {
    fn from(error: Unhashable) -> Crash {
        Crash(error.to_string().into())
    }
}

impl From<TooManyDigits> for Crash {
    fn from(error: TooManyDigits) -> Crash {
        Crash(error.to_string().into())
    }
}

/// Declares a rule: the doc comment is its manual page, whose fences marked `bad` and `good` are its tests.
///
/// ```
/// use stockade_rules::rule::{Check, Hit, Outcome};
/// use stockade_rules::context::Assert;
/// use stockade_core::finding::Level;
///
/// stockade_rules::rule! {
///     /// An `assert` is gone under `python -O`.
///     pub static EXAMPLE = "B101" "assert_used" {
///         advice: "Raise an exception.",
///         severity: Low, confidence: High, cwe: 703,
///         check: Check::Assert(check),
///     }
/// }
///
/// fn check(_: &Assert<'_, '_>) -> Outcome {
///     Hit::new(Level::Low, Level::High, "Use of assert.").found()
/// }
///
/// assert_eq!(EXAMPLE.info.id, "B101");
/// assert_eq!(EXAMPLE.info.documentation.trim(), "An `assert` is gone under `python -O`.");
/// ```
#[macro_export]
macro_rules! rule {
    (
        $(#[doc = $doc:literal])*
        pub static $static:ident = $id:literal $name:literal $(as $test_name:literal)? {
            advice: $advice:literal,
            severity: $severity:ident, confidence: $confidence:ident, cwe: $cwe:literal,
            $(section: $section:literal,)?
            $(references: $references:expr,)?
            check: $check:expr,
            $(native: $native:expr,)?
        }
    ) => {
        $(#[doc = $doc])*
        pub static $static: $crate::rule::Rule = $crate::rule::Rule {
            info: $crate::core::finding::RuleInfo {
                id: $id,
                name: $name,
                test_name: $crate::rule!(@first $($test_name,)? $name),
                severity: $crate::core::finding::Level::$severity,
                confidence: $crate::core::finding::Level::$confidence,
                cwe: $crate::core::finding::Cwe($cwe),
                advice: $advice,
                // Follows from the id and the name.
                bandit_page: "",
                documentation: concat!($($doc, "\n"),*),
            },
            check: $check,
            native: $crate::rule!(@option $($native)?),
            references: $crate::rule!(@option $($references)?),
            section: $crate::rule!(@option $($section)?),
        };
    };
    (@first $first:literal $(, $rest:literal)*) => { $first };
    (@option) => { None };
    (@option $value:expr) => { Some($value) };
}
