//! The limits of CPython 3.14 that the parser does not have, found by its tokens.

use ruff_python_ast::token::{TokenKind, Tokens};
use ruff_text_size::Ranged;

use super::SyntaxError;

/// CPython refuses what is nested deeper in brackets (`MAXLEVEL` in `Parser/lexer/state.h`).
const MAX_BRACKETS: usize = 200;
/// CPython refuses that many levels of indentation (`MAXINDENT`, same file).
const MAX_INDENTS: usize = 100;
/// CPython refuses decimal integers with more digits (`sys.int_info.default_max_str_digits`).
const MAX_DIGITS: usize = 4300;

/// Why CPython refuses a text of these tokens that the parser accepts, if it does.
pub(super) fn exceeded(tokens: &Tokens, text: &str) -> Option<SyntaxError> {
    if !may_be_met(tokens, text) {
        debug_assert_eq!(first(tokens, text), None, "the quick look lets pass what the close one would not");
        return None;
    }
    first(tokens, text)
}

/// What a token leads into and out of, as one number of five lanes: brackets, braces alone, indentation, f-strings, and the
/// `yield`s up to here. A lane begins so far below its highest bit that a limit met sets it.
type Lanes = u64;

/// Where the lanes begin. The first has most room: what runs over may set the bits of others, never clear what was seen.
const LANES: [u32; 5] = [0, 16, 28, 40, 52];

const fn lanes(steps: [i64; 5]) -> Lanes {
    // The lanes are added at once: none is ever less than it began, for the parser has found an end for each beginning.
    let [brackets, braces, indents, strings, yields] = steps;
    (brackets + (braces << LANES[1]) + (indents << LANES[2]) + (strings << LANES[3])).cast_unsigned()
        + (yields.cast_unsigned() << LANES[4])
}

/// The lanes' highest bits: brackets too deep; braces deeper than fields may be; indentation too deep; any f-string; any
/// `yield`.
const MET: Lanes = lanes([0x8000, 0x800, 0x800, 0x800, 0x800]);
const NOTHING: Lanes =
    MET - lanes([MAX_BRACKETS as i64 + 1, MAX_FIELDS as i64 + 1, MAX_INDENTS as i64, 1, 1]);

static STEPS: [Lanes; 256] = {
    let mut steps = [0; 256];
    steps[TokenKind::Lpar as usize] = lanes([1, 0, 0, 0, 0]);
    steps[TokenKind::Lsqb as usize] = lanes([1, 0, 0, 0, 0]);
    steps[TokenKind::Lbrace as usize] = lanes([1, 1, 0, 0, 0]);
    steps[TokenKind::Rpar as usize] = lanes([-1, 0, 0, 0, 0]);
    steps[TokenKind::Rsqb as usize] = lanes([-1, 0, 0, 0, 0]);
    steps[TokenKind::Rbrace as usize] = lanes([-1, -1, 0, 0, 0]);
    steps[TokenKind::Indent as usize] = lanes([0, 0, 1, 0, 0]);
    steps[TokenKind::Dedent as usize] = lanes([0, 0, -1, 0, 0]);
    steps[TokenKind::FStringStart as usize] = lanes([0, 0, 0, 1, 0]);
    steps[TokenKind::TStringStart as usize] = lanes([0, 0, 0, 1, 0]);
    steps[TokenKind::FStringEnd as usize] = lanes([0, 0, 0, -1, 0]);
    steps[TokenKind::TStringEnd as usize] = lanes([0, 0, 0, -1, 0]);
    steps[TokenKind::Yield as usize] = lanes([0, 0, 0, 0, 1]);
    steps
};

/// Whether a limit can have been met, as for hardly any text: a look at each token that takes a few instructions.
fn may_be_met(tokens: &Tokens, text: &str) -> bool {
    let (mut here, mut seen) = (NOTHING, NOTHING);
    for token in tokens {
        here = here.wrapping_add(STEPS[token.kind() as usize]);
        seen |= here;
    }
    let [brackets, braces, indents, strings, yields] =
        [16, 28, 40, 52, 64].map(|end| seen >> (end - 1) & 1 == 1);
    // Fields of f-strings are among the braces, and f-strings in f-strings are in fields.
    brackets
        || indents
        || (strings && braces)
        || (yields && tokens.windows(2).any(|pair| goes_on_after_yield(pair[0].kind(), pair[1].kind())))
        || may_hold_long_number(text.as_bytes())
}

/// Whether there may be a number of more than [`MAX_DIGITS`] digits: one would cover one of the places that are looked at.
fn may_hold_long_number(text: &[u8]) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_digit() || *byte == b'_';
    (0..text.len()).step_by(MAX_DIGITS).any(|at| {
        is_digit(&text[at])
            && text[..at].iter().rev().take_while(|byte| is_digit(byte)).take(MAX_DIGITS).count()
                + text[at..].iter().take_while(|byte| is_digit(byte)).take(MAX_DIGITS + 1).count()
                > MAX_DIGITS
    })
}

/// The first token at which CPython gives up.
fn first(tokens: &Tokens, text: &str) -> Option<SyntaxError> {
    let (mut brackets, mut indents) = (0usize, 0usize);
    let mut fields = Fields::default();
    let mut before = TokenKind::Newline;
    for token in tokens {
        if goes_on_after_yield(std::mem::replace(&mut before, token.kind()), token.kind()) {
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

/// Whether a token can only go on with an expression, behind a `yield`: a bare one leaves CPython none to go on with.
fn goes_on_after_yield(before: TokenKind, kind: TokenKind) -> bool {
    before == TokenKind::Yield
        && matches!(
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
    use crate::parse::tests::error;

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
    fn long_numbers_are_found_wherever_they_stand() {
        for before in [0, 1, 2, 2000, 4289, 4290, 4291, 8590, 8595] {
            let text =
                |digits: usize| format!("#{}\nx = {}\ny = 1\n", ".".repeat(before), "9".repeat(digits));
            assert_eq!(error(&text(4300)), None, "{before}");
            assert!(error(&text(4301)).is_some(), "{before}");
        }
        assert_eq!(error(&format!("x = '{}'\n", "9".repeat(20_000))), None);
    }

    #[test]
    fn limits_behind_deeper_ones_are_met() {
        // Far more than the quick look can count.
        for depth in [201, 40_000, 70_000] {
            let text = format!("x = {}{}\n", "(".repeat(depth), ")".repeat(depth));
            assert_eq!(error(&text).as_deref(), Some("too many nested parentheses"), "{depth}");
        }
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
}
