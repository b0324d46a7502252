//! Patterns of file names as Python's `fnmatch` reads them, on a case-sensitive system.
//!
//! `*` crosses slashes, `[!x]` negates, a bracket that is never closed is itself, and nothing can be escaped.
//! A pattern is compiled once; the common shapes need no general matching.

use memchr::memmem;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Pattern(Shape);

#[derive(Debug, Clone)]
enum Shape {
    /// No wildcard.
    Exact(String),
    /// `text*`.
    Prefix(String),
    /// `*text`.
    Suffix(String),
    /// `*text*`.
    Contains(Box<memmem::Finder<'static>>),
    General(Vec<Token>),
}

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Char(char),
    /// `?`.
    AnyChar,
    /// `*`, and any run of it.
    Star,
    Set(Set),
}

/// What stands in brackets.
#[derive(Debug, Clone, PartialEq)]
struct Set {
    negated: bool,
    /// Both ends included.
    ranges: Vec<(char, char)>,
}

impl Pattern {
    /// Compiles a pattern. Every text is one.
    #[must_use]
    pub fn new(pattern: &str) -> Pattern {
        let tokens = tokenize(pattern);
        Pattern(match tokens.as_slice() {
            literal if is_literal(literal) => Shape::Exact(text(literal)),
            [Token::Star, literal @ ..] if is_literal(literal) => Shape::Suffix(text(literal)),
            [literal @ .., Token::Star] if is_literal(literal) => Shape::Prefix(text(literal)),
            [Token::Star, literal @ .., Token::Star] if is_literal(literal) => {
                Shape::Contains(Box::new(memmem::Finder::new(&text(literal)).into_owned()))
            }
            _ => Shape::General(tokens),
        })
    }

    /// Whether the pattern matches the whole of a name.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        match &self.0 {
            Shape::Exact(text) => name == text,
            Shape::Prefix(text) => name.starts_with(text.as_str()),
            Shape::Suffix(text) => name.ends_with(text.as_str()),
            Shape::Contains(finder) => finder.find(name.as_bytes()).is_some(),
            Shape::General(tokens) => match_tokens(tokens, name),
        }
    }
}

fn is_literal(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| matches!(token, Token::Char(_)))
}

fn text(tokens: &[Token]) -> String {
    tokens.iter().filter_map(|token| if let Token::Char(c) = token { Some(*c) } else { None }).collect()
}

/// Matches with one point of return: going back to a star before the last can find nothing new.
fn match_tokens(tokens: &[Token], name: &str) -> bool {
    let (mut token, mut at) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    loop {
        let next = name[at..].chars().next();
        let advanced = match (tokens.get(token), next) {
            (None, None) => return true,
            (Some(Token::Star), _) => {
                retry = Some((token + 1, at));
                token += 1;
                continue;
            }
            (Some(other), Some(c)) => other.takes(c),
            _ => false,
        };
        if let (true, Some(c)) = (advanced, next) {
            token += 1;
            at += c.len_utf8();
            continue;
        }
        let Some((after_star, from)) = retry else { return false };
        let Some(skipped) = name[from..].chars().next() else { return false };
        at = from + skipped.len_utf8();
        token = after_star;
        retry = Some((after_star, at));
    }
}

impl Token {
    fn takes(&self, c: char) -> bool {
        match self {
            Token::Char(own) => *own == c,
            Token::AnyChar => true,
            Token::Star => false,
            Token::Set(set) => set.negated != set.ranges.iter().any(|&(low, high)| low <= c && c <= high),
        }
    }
}

fn tokenize(pattern: &str) -> Vec<Token> {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut tokens = Vec::with_capacity(pattern.len());
    let mut at = 0;
    while let Some(&c) = pattern.get(at) {
        at += 1;
        match c {
            '*' if tokens.last() == Some(&Token::Star) => {}
            '*' => tokens.push(Token::Star),
            '?' => tokens.push(Token::AnyChar),
            '[' => match closing_bracket(&pattern, at) {
                Some(end) => {
                    tokens.push(Token::Set(Set::new(&pattern[at..end])));
                    at = end + 1;
                }
                None => tokens.push(Token::Char('[')),
            },
            c => tokens.push(Token::Char(c)),
        }
    }
    tokens
}

/// Where the set that starts at `start` ends. A `]` in first place belongs to the set.
fn closing_bracket(pattern: &[char], start: usize) -> Option<usize> {
    let first = start + usize::from(pattern.get(start) == Some(&'!'));
    let from = first + usize::from(pattern.get(first) == Some(&']'));
    (from..pattern.len()).find(|&at| pattern[at] == ']')
}

impl Set {
    /// Reads what stands between the brackets.
    ///
    /// Python cuts the text at the hyphens that make ranges, drops ranges that run backwards together with both
    /// ends, joins the rest and only then looks for the `!`: `[b-a!x]` is everything but `x`.
    fn new(inside: &[char]) -> Set {
        let chunks = drop_reversed_ranges(cut_at_hyphens(inside));
        // A hyphen between two chunks makes a range, one inside a chunk is itself.
        let mut items: Vec<(char, bool)> = Vec::with_capacity(inside.len());
        for (nth, chunk) in chunks.iter().enumerate() {
            if nth > 0 {
                items.push(('-', true));
            }
            items.extend(chunk.iter().map(|&c| (c, false)));
        }
        let negated = items.first() == Some(&('!', false));
        let mut rest = &items[usize::from(negated)..];
        let mut ranges = Vec::new();
        while let [(first, _), tail @ ..] = rest {
            if let [('-', true), (last, _), tail @ ..] = tail {
                ranges.push((*first, *last));
                rest = tail;
            } else {
                ranges.push((*first, *first));
                rest = tail;
            }
        }
        Set { negated, ranges }
    }
}

fn cut_at_hyphens(inside: &[char]) -> Vec<Vec<char>> {
    let mut chunks = Vec::new();
    let mut start = 0;
    // The first character is never the hyphen of a range, nor are the two after a hyphen.
    let mut from = 1 + usize::from(inside.first() == Some(&'!'));
    while let Some(hyphen) = (from..inside.len()).find(|&at| inside[at] == '-') {
        chunks.push(inside[start..hyphen].to_vec());
        start = hyphen + 1;
        from = hyphen + 3;
    }
    match chunks.last_mut() {
        Some(last) if start == inside.len() => last.push('-'),
        _ => chunks.push(inside[start..].to_vec()),
    }
    chunks
}

fn drop_reversed_ranges(mut chunks: Vec<Vec<char>>) -> Vec<Vec<char>> {
    for at in (1..chunks.len()).rev() {
        if chunks[at - 1].last() > chunks[at].first() {
            let tail = chunks.remove(at);
            chunks[at - 1].pop();
            chunks[at - 1].extend(&tail[1..]);
        }
    }
    chunks
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    /// Names that Python's `fnmatch` takes and refuses for a pattern.
    #[track_caller]
    fn check(pattern: &str, takes: &[&str], refuses: &[&str]) {
        let compiled = Pattern::new(pattern);
        for name in takes {
            assert!(compiled.matches(name), "{pattern:?} takes {name:?}");
        }
        for name in refuses {
            assert!(!compiled.matches(name), "{pattern:?} refuses {name:?}");
        }
    }

    #[test]
    fn a_star_crosses_slashes_and_lines() {
        check("*.py", &["a.py", "a/b.py", ".py", "a\n.py"], &["a.pyw", "py"]);
        check("a*", &["a", "ab/c"], &["ba"]);
        check("*/tests/*", &["x/tests/a", "/tests/"], &["tests/a", "x/tests"]);
        check("a*b*c", &["abc", "axxbyyc", "abcbc"], &["acb", "abcx"]);
        check("**", &["", "a"], &[]);
        check("", &[""], &["a"]);
    }

    #[test]
    fn a_question_mark_is_one_character() {
        check("a?c", &["abc", "aéc", "a/c"], &["ac", "abbc"]);
        check("?*?", &["ab", "abc"], &["a", ""]);
    }

    #[test]
    fn brackets_hold_characters_and_ranges() {
        check("[abc]", &["a", "c"], &["d", "", "ab"]);
        check("[!abc]", &["d", "!"], &["a", ""]);
        check("[a-cx]", &["a", "b", "c", "x"], &["-", "d"]);
        check("[]]", &["]"], &["a"]);
        check("[!]]", &["a"], &["]"]);
        check("[]-a]", &["]", "^", "a"], &["-", "b"]);
        check("[-a]", &["-", "a"], &["b"]);
        check("[a-]", &["-", "a"], &["b"]);
        check("[a-c-e]", &["a", "b", "c", "-", "e"], &["d"]);
        check("[^a]", &["^", "a"], &["b"]);
        check("[\\]", &["\\"], &["a"]);
        check("[a&&b||c~~d]", &["&", "|", "~", "a"], &["e"]);
        check("[[]", &["["], &["]"]);
    }

    #[test]
    fn an_open_bracket_is_itself() {
        check("[abc", &["[abc"], &["a"]);
        check("a[]", &["a[]"], &["a"]);
        check("[!]", &["[!]"], &["a"]);
    }

    #[test]
    fn a_range_that_runs_backwards_is_nothing() {
        check("[c-a]", &[], &["a", "b", "c", "-"]);
        check("[!c-a]", &["a", "b", "-"], &["", "ab"]);
        check("[c-ax]", &["x"], &["a", "c", "-"]);
        check("[b-a!x]", &["a", "!", "y"], &["x", ""]);
        check("[b-a!-z]", &["a", "!"], &["-", "z"]);
        check("[a-cz-xe-f]", &["b", "e", "f"], &["x", "z", "d"]);
    }
}
