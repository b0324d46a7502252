//! How deep a text can be nested, told before it is parsed: parsing and walking take a kilobyte or two of stack for each
//! level, so that a text of brackets alone would take two thousand times its size.

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::Mode;
use ruff_python_parser::lexer::lex;

/// CPython refuses what is nested more than some thousand levels deep; chains of operators it takes are longer.
pub(super) const MAX_LEVELS: usize = 1_000_000;

/// Whether an expression of the text, or a chain of `elif`, may have more levels than [`MAX_LEVELS`].
pub(super) fn is_too_deep(mode: Mode, text: &str) -> bool {
    // Each takes a byte at least: hardly any text has to be looked at.
    if text.len() <= MAX_LEVELS {
        return false;
    }
    let mut lexer = lex(text, mode);
    let mut levels = Levels::default();
    loop {
        match lexer.next_token() {
            TokenKind::EndOfFile => return false,
            kind => levels.take_in(kind),
        }
        if levels.here.max(levels.clauses) > MAX_LEVELS {
            return true;
        }
    }
}

/// The levels of the place at hand; rather too many than too few.
#[derive(Default)]
struct Levels {
    here: usize,
    /// What there was at each bracket that is open.
    open: Vec<usize>,
    /// How many of them a comma does not end, since it parts the parameters of a lambda.
    lambdas: usize,
    /// So many `elif` there were.
    clauses: usize,
}

impl Levels {
    fn take_in(&mut self, kind: TokenKind) {
        match kind {
            TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::FStringStart
            | TokenKind::TStringStart => {
                self.open.push(self.here);
                self.here += 1;
            }
            // What follows may be called, or have an item looked up, again.
            TokenKind::Rpar | TokenKind::Rsqb => self.here = self.open.pop().unwrap_or(self.here) + 1,
            TokenKind::Rbrace | TokenKind::FStringEnd | TokenKind::TStringEnd => {
                self.here = self.open.pop().unwrap_or(self.here);
            }
            TokenKind::Comma => self.here = self.open.last().map_or(0, |open| open + 1) + self.lambdas,
            TokenKind::Newline => *self = Levels { clauses: self.clauses, ..Levels::default() },
            TokenKind::Semi if self.open.is_empty() => (self.here, self.lambdas) = (0, 0),
            TokenKind::Elif => self.clauses += 1,
            TokenKind::Lambda => {
                self.here += 1;
                self.lambdas += 1;
            }
            TokenKind::Dot
            | TokenKind::Plus
            | TokenKind::Minus
            | TokenKind::Tilde
            | TokenKind::Not
            | TokenKind::Await
            | TokenKind::Yield
            | TokenKind::Star
            | TokenKind::DoubleStar
            | TokenKind::Slash
            | TokenKind::DoubleSlash
            | TokenKind::Percent
            | TokenKind::At
            | TokenKind::LeftShift
            | TokenKind::RightShift
            | TokenKind::Amper
            | TokenKind::Vbar
            | TokenKind::CircumFlex
            | TokenKind::If
            | TokenKind::Else
            | TokenKind::ColonEqual => self.here += 1,
            // The parser keeps the operands of `or` and of comparisons side by side.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_deep(text: &str) -> bool {
        is_too_deep(Mode::Module, text)
    }

    #[test]
    fn depth_is_told_before_parsing() {
        let n = MAX_LEVELS + 1;
        for level in [
            "(",
            "[",
            "{",
            "-",
            "not ",
            "lambda: ",
            "lambda a, b=0: ",
            "a + ",
            "a.",
            "f(",
            "a if b else ",
            "a**",
        ] {
            assert!(is_deep(&format!("x = {}", level.repeat(n))), "{level}");
        }
        for more in ["()", "[0]", ".a", " + a", ".a(b, c)", " % a"] {
            assert!(is_deep(&format!("x = a{}\n", more.repeat(n))), "{more}");
        }
        assert!(is_deep(&format!("if a: b\n{}", "elif a: b\n".repeat(n))));
    }

    #[test]
    fn what_is_large_need_not_be_deep() {
        let n = MAX_LEVELS + 1;
        for many in ["x = -a.b(c)[d] + e\n", "-a;", "a.b(), ", "a or ", "a == ", "a = ", "'a' ", "\n", "#"] {
            assert!(!is_deep(&many.repeat(n)), "{many}");
        }
        assert!(!is_deep(&format!("x = [{}]\n", "(-a.b, {c: [d]}), ".repeat(n))));
        assert!(!is_deep(&format!("x = f'{}'\n", "{a}b".repeat(n))));
        assert!(!is_deep(&"-".repeat(MAX_LEVELS)));
    }
}
