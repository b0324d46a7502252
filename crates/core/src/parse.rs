//! The one caller of the parser: text in; tree, comments and CPython's verdict out.

mod nesting;

use ruff_python_ast::PythonVersion;
use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_python_parser::{
    LexicalErrorType, Mode, ParseError, ParseErrorType, ParseOptions, Parsed, parse_unchecked,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::ast::{ModModule, Stmt};
use crate::pystr::is_printable;

/// A text's tree, whether or not the text is valid.
pub struct Tree {
    parsed: Parsed<ModModule>,
}

/// Why CPython 3.14 would not parse the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The parser's words.
    pub message: String,
    /// Where.
    pub range: TextRange,
}

/// CPython refuses what is nested deeper in brackets (`MAXLEVEL` in `Parser/lexer/state.h`).
const MAX_BRACKETS: usize = 200;
/// CPython refuses that many levels of indentation (`MAXINDENT`, same file).
const MAX_INDENTS: usize = 100;
/// CPython refuses decimal integers with more digits (`sys.int_info.default_max_str_digits`).
const MAX_DIGITS: usize = 4300;

/// Parses a text as a module of CPython 3.14, whose answers are kept.
///
/// Texts of 4 GiB and more have no 32-bit offsets and must not come here.
#[must_use]
pub fn parse(text: &str) -> Tree {
    parse_as(Mode::Module, text)
}

/// Parses the code of a notebook, which is Python with IPython's own lines between: `%magic`, `!command`, `name?`.
#[must_use]
pub fn parse_notebook(text: &str) -> Tree {
    parse_as(Mode::Ipython, text)
}

/// Why a text must not be parsed, if it must not: for what its nesting would take.
#[must_use]
pub fn refuses(text: &str) -> Option<String> {
    nesting::is_too_deep(Mode::Module, text).then(too_deep)
}

/// The same for the code of a notebook.
#[must_use]
pub fn refuses_notebook(text: &str) -> Option<String> {
    nesting::is_too_deep(Mode::Ipython, text).then(too_deep)
}

fn too_deep() -> String {
    format!("nested in more than {} levels: exclude it if it holds no code", nesting::MAX_LEVELS)
}

fn parse_as(mode: Mode, text: &str) -> Tree {
    let options = ParseOptions::from(mode).with_target_version(PythonVersion::PY314);
    let parsed = parse_unchecked(text, options);
    Tree { parsed: parsed.try_into_module().expect("a text parsed as a module gives a module") }
}

impl Tree {
    /// The module, which is partial where there are errors.
    #[must_use]
    pub fn module(&self) -> &ModModule {
        self.parsed.syntax()
    }

    /// The first reason for which CPython 3.14 refuses the text.
    #[must_use]
    pub fn error(&self, text: &str) -> Option<SyntaxError> {
        if let Some(error) = self.parsed.errors().first() {
            return Some(SyntaxError { message: error.error.to_string(), range: error.location });
        }
        if let Some(error) = self.parsed.unsupported_syntax_errors().first() {
            return Some(SyntaxError { message: error.to_string(), range: error.range() });
        }
        unknown_future(self.module()).or_else(|| limits(self.parsed.tokens(), text))
    }

    /// Whether the parser met an error, so that the tree is partial. What it accepts CPython may still refuse.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        !self.parsed.errors().is_empty()
    }

    /// The comments with their `#`, in the order of the text.
    pub fn comments(&self) -> impl Iterator<Item = TextRange> {
        self.parsed.tokens().iter().filter(|token| token.kind() == TokenKind::Comment).map(Ranged::range)
    }

    /// IPython's own lines, in the order of the text; none outside of notebooks.
    pub fn magics(&self) -> impl Iterator<Item = TextRange> {
        let is_magic = |kind| kind == TokenKind::IpyEscapeCommand;
        self.parsed.tokens().iter().filter(move |token| is_magic(token.kind())).map(Ranged::range)
    }

    /// Where CPython's `tokenize` breaks off, and with it whoever reads the comments.
    #[must_use]
    pub fn tokenizer_stops(&self, text: &str) -> Option<TextSize> {
        let stops = self.parsed.errors().iter().filter(|error| stops_tokenizer(error, text));
        let lexical = stops.map(|error| error.location.start()).min();
        [lexical, split_number(self.parsed.tokens(), text)].into_iter().flatten().min()
    }

    /// Gives the tree up without freeing it: freeing recurses, and this one is too deep for any stack.
    pub fn leak(self) {
        std::mem::forget(self);
    }
}

/// Whether an error is the tokenizer's. What a string holds is looked at later, and the `tokenize` module lets things
/// pass that the parser does not: `$`, `€`, brackets that do not match, and numbers such as `0777` or `0o7x`.
fn stops_tokenizer(error: &ParseError, text: &str) -> bool {
    let lexical = match &error.error {
        ParseErrorType::Lexical(lexical) => lexical,
        _ => return false,
    };
    match lexical {
        LexicalErrorType::UnrecognizedToken { tok } => !is_printable(*tok),
        LexicalErrorType::OtherError(_) => {
            let number = &text.as_bytes()[error.location.start().to_usize()..];
            matches!(number, [b'0', b'x' | b'X' | b'o' | b'O' | b'b' | b'B', rest @ ..]
                if !rest.first().is_some_and(u8::is_ascii_hexdigit))
        }
        LexicalErrorType::StringError
        | LexicalErrorType::UnicodeError
        | LexicalErrorType::MissingUnicodeLbrace
        | LexicalErrorType::MissingUnicodeRbrace
        | LexicalErrorType::InvalidByteLiteral => false,
        _ => true,
    }
}

/// A number that breaks off at a `_`, which the parser takes for a name.
fn split_number(tokens: &Tokens, text: &str) -> Option<TextSize> {
    let mut end = None;
    tokens.iter().find_map(|token| {
        let begins = end == Some(token.start()) && text[token.range()].starts_with('_');
        let is_number = matches!(token.kind(), TokenKind::Int | TokenKind::Float | TokenKind::Complex);
        end = is_number.then(|| token.end());
        begins.then(|| token.start())
    })
}

/// The features that `from __future__ import` may name (`Python/future.c`).
const FUTURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// A feature that CPython does not know, asked for where such imports stand: at the top, below the docstring. Anywhere
/// else it is a matter for the compiler, which does not run here.
fn unknown_future(module: &ModModule) -> Option<SyntaxError> {
    let docstring =
        usize::from(matches!(module.body.first(), Some(Stmt::Expr(s)) if s.value.is_string_literal_expr()));
    let imports = module.body[docstring..].iter().map_while(|stmt| match stmt {
        Stmt::ImportFrom(s) if s.level == 0 && s.module.as_deref() == Some("__future__") => Some(s),
        _ => None,
    });
    let unknown = imports.flat_map(|s| &s.names).find(|alias| !FUTURES.contains(&alias.name.as_str()))?;
    Some(SyntaxError {
        message: format!("future feature {} is not defined", unknown.name),
        range: unknown.range(),
    })
}

/// The limits of CPython that the parser does not have.
fn limits(tokens: &Tokens, text: &str) -> Option<SyntaxError> {
    let (mut brackets, mut indents) = (0usize, 0usize);
    let mut fields = Fields::default();
    let mut after_yield = false;
    for token in tokens {
        if std::mem::replace(&mut after_yield, token.kind() == TokenKind::Yield)
            && continues_expression(token.kind())
        {
            return Some(SyntaxError { message: "invalid syntax".into(), range: token.range() });
        }
        if let Some(message) = fields.too_deep(token.kind()) {
            return Some(SyntaxError { message: message.into(), range: token.range() });
        }
        let message = match token.kind() {
            TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => {
                brackets += 1;
                if brackets <= MAX_BRACKETS {
                    continue;
                }
                "too many nested parentheses"
            }
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                brackets = brackets.saturating_sub(1);
                continue;
            }
            TokenKind::Indent => {
                indents += 1;
                if indents < MAX_INDENTS {
                    continue;
                }
                "too many levels of indentation"
            }
            TokenKind::Dedent => {
                indents = indents.saturating_sub(1);
                continue;
            }
            TokenKind::Int
                if token.range().len().to_usize() > MAX_DIGITS && too_many_digits(&text[token.range()]) =>
            {
                "exceeds the limit (4300 digits) for integer string conversion"
            }
            _ => continue,
        };
        return Some(SyntaxError { message: message.into(), range: token.range() });
    }
    None
}

/// Whether a token can only go on with an expression: behind a bare `yield` CPython has none to go on with.
fn continues_expression(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Slash
            | TokenKind::DoubleSlash
            | TokenKind::Percent
            | TokenKind::At
            | TokenKind::DoubleStar
            | TokenKind::LeftShift
            | TokenKind::RightShift
            | TokenKind::Amper
            | TokenKind::Vbar
            | TokenKind::CircumFlex
            | TokenKind::EqEqual
            | TokenKind::NotEqual
            | TokenKind::Less
            | TokenKind::LessEqual
            | TokenKind::Greater
            | TokenKind::GreaterEqual
            | TokenKind::Is
            | TokenKind::In
            | TokenKind::And
            | TokenKind::Or
            | TokenKind::If
    )
}

fn too_many_digits(literal: &str) -> bool {
    let decimal = literal.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    // Any number of zeros is zero.
    let digits = literal.trim_start_matches(['0', '_']).bytes().filter(u8::is_ascii_digit).count();
    decimal && digits > 0 && literal.bytes().filter(u8::is_ascii_digit).count() > MAX_DIGITS
}

/// The brackets that are open inside f-strings, for CPython's limits on those (`MAXFSTRINGLEVEL` and
/// `MAX_EXPR_NESTING` in `Parser/lexer/state.h`).
#[derive(Default)]
struct Fields {
    open: Vec<Opened>,
    strings: usize,
}

enum Opened {
    String,
    Field { in_format: bool },
    Bracket,
}

const MAX_STRINGS: usize = 150;
const MAX_FIELDS: usize = 3;

impl Fields {
    /// Takes in a token. Answers why CPython would refuse it.
    fn too_deep(&mut self, kind: TokenKind) -> Option<&'static str> {
        match kind {
            TokenKind::FStringStart | TokenKind::TStringStart => {
                self.open.push(Opened::String);
                self.strings += 1;
                return (self.strings >= MAX_STRINGS).then_some("too many nested f-strings or t-strings");
            }
            // Outside of such strings there is nothing to keep.
            _ if self.strings == 0 => {}
            TokenKind::FStringEnd | TokenKind::TStringEnd => {
                while self.open.pop().is_some_and(|opened| !matches!(opened, Opened::String)) {}
                self.strings -= 1;
            }
            TokenKind::Lbrace => {
                let field =
                    matches!(self.open.last(), Some(Opened::String | Opened::Field { in_format: true }));
                self.open.push(if field { Opened::Field { in_format: false } } else { Opened::Bracket });
                let string = self.open.iter().rev().take_while(|opened| !matches!(opened, Opened::String));
                if string.filter(|opened| matches!(opened, Opened::Field { .. })).count() > MAX_FIELDS {
                    return Some("f-string: expressions nested too deeply");
                }
            }
            TokenKind::Lpar | TokenKind::Lsqb => self.open.push(Opened::Bracket),
            TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                self.open.pop();
            }
            TokenKind::Colon => {
                if let Some(Opened::Field { in_format }) = self.open.last_mut() {
                    *in_format = true;
                }
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> Option<String> {
        let tree = parse(text);
        let error = tree.error(text).map(|e| e.message);
        if error.is_some() {
            tree.leak();
        }
        error
    }

    #[test]
    fn limits_of_cpython() {
        let nested = |n: usize| format!("x = {}{}\n", "(".repeat(n), ")".repeat(n));
        assert_eq!(error(&nested(200)), None);
        assert_eq!(error(&nested(201)).as_deref(), Some("too many nested parentheses"));
        let indented = |n: usize| {
            (0..=n).map(|i| format!("{}if x:\n", " ".repeat(i))).collect::<String>()
                + &" ".repeat(n + 1)
                + "y\n"
        };
        assert_eq!(error(&indented(98)), None);
        assert_eq!(error(&indented(99)).as_deref(), Some("too many levels of indentation"));
        assert_eq!(error(&format!("x = {}\n", "9".repeat(4300))), None);
        assert!(error(&format!("x = {}\n", "9".repeat(4301))).is_some());
        assert_eq!(error(&format!("x = 0x{}\n", "9".repeat(5000))), None);
        assert_eq!(error(&format!("x = {}\n", "0".repeat(5000))), None);
        assert_eq!(error("f'{a:{b:{c}}}'\n"), None);
        assert_eq!(error("f'{a:{b:{c:{d}}}}'\n").as_deref(), Some("f-string: expressions nested too deeply"));
        assert_eq!(error("f'{ {1: {2: {3: {4: {5: 6}}}}} }{a:{b}{c}{d}{e}}'\n"), None);
        let strings = |n: usize| format!("{}a{}\n", "f\"{".repeat(n), "}\"".repeat(n));
        assert_eq!(error(&strings(149)), None);
        assert!(error(&strings(150)).is_some());
    }

    #[test]
    fn a_bare_yield_is_no_operand() {
        for operator in ["/ y", "@ y", "if y else z", "== y", "and y", "is y"] {
            assert!(error(&format!("def f():\n  x = yield {operator}\n")).is_some(), "{operator}");
        }
        for fine in [
            "x = yield -y",
            "x = yield *y,",
            "x = (yield) / y",
            "yield",
            "x = [(yield) if y else z]",
            "yield not y",
        ] {
            assert_eq!(error(&format!("def f():\n  {fine}\n")), None, "{fine}");
        }
    }

    #[test]
    fn features_of_the_future() {
        assert_eq!(
            error("'doc'\nfrom __future__ import division\nfrom __future__ import x\n").as_deref(),
            Some("future feature x is not defined")
        );
        assert!(error("from __future__ import *\n").is_some());
        for fine in [
            "import os\nfrom __future__ import x\n",
            "from .__future__ import x\n",
            "'a'\n'b'\nfrom __future__ import x\n",
        ] {
            assert_eq!(error(fine), None, "{fine}");
        }
    }

    #[test]
    fn where_the_tokenizer_stops() {
        let stop = |text| parse(text).tokenizer_stops(text).map(|at| at.to_u32());
        assert_eq!(stop("print 'no error of the tokenizer'\n"), None);
        assert_eq!(stop("x = (1 # open to the end\n"), Some(25));
        assert_eq!(stop("a\nx = 'open\n"), Some(6));
        assert_eq!(stop("a\nx = (1]\n"), None);
        assert_eq!(stop("a\n€ + 0o7x\n"), None);
        assert_eq!(stop("a\n1__0\n"), Some(3));
        assert_eq!(stop("a\n$ + 0777\n"), None);
        assert_eq!(stop("a\n\u{a0}\n"), Some(2));
    }

    #[test]
    fn newer_grammar_than_the_reference_is_refused() {
        assert!(error("lazy import os\n").is_some());
        assert_eq!(error("try:\n  pass\nexcept A, B:\n  pass\n"), None);
    }
}
