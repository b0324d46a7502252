//! The one caller of the parser: text in; tree, comments and CPython's verdict out.

mod limits;
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
        unknown_future(self.module()).or_else(|| limits::exceeded(self.parsed.tokens(), text))
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

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn error(text: &str) -> Option<String> {
        let tree = parse(text);
        let error = tree.error(text).map(|e| e.message);
        if error.is_some() {
            tree.leak();
        }
        error
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
