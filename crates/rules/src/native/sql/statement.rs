//! Whether a text with holes has the shape of SQL, and what stands in the holes: names of tables and columns, or values.
//!
//! The shape is that of the grammar, as far as it tells a statement from a sentence: `SELECT … FROM t`, `INSERT INTO t …
//! VALUES`, `UPDATE t SET a =`, `DELETE FROM t`, `MERGE INTO t USING`. Words anywhere in a text do not count.

/// The character that stands for a hole. It occurs in no program by accident: it marks objects in rich text.
pub(super) const HOLE: char = '\u{fffc}';

/// What a hole is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Position {
    /// The name of a table, a column, or the like, for which no driver has a parameter.
    Name,
    /// A value, or a piece of SQL.
    Value,
    /// A value between the quotes of a text.
    Quoted,
}

/// A statement.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Statement {
    /// Whether it reads or writes data; others make, change and drop what holds the data.
    pub(super) is_data: bool,
    /// What each hole of the text is, in order.
    pub(super) holes: Vec<Position>,
}

/// The first words of statements, in small letters.
const VERBS: &[&str] =
    &["select", "insert", "update", "delete", "replace", "merge", "create", "drop", "alter", "truncate"];
/// What statements of the other kind are about.
const OBJECTS: &[&str] = &[
    "table",
    "database",
    "schema",
    "index",
    "view",
    "user",
    "role",
    "sequence",
    "function",
    "procedure",
    "trigger",
    "tablespace",
    "keyspace",
];
/// Words that go before a verb inside a statement.
const BEFORE_VERBS: &[&str] = &[
    "explain",
    "analyze",
    "verbose",
    "as",
    "union",
    "all",
    "except",
    "intersect",
    "begin",
    "then",
    "do",
    "plan",
];
/// Words of English that open no list of columns and name no table.
const PROSE: &[&str] = &[
    "a", "an", "the", "one", "your", "my", "our", "their", "this", "that", "these", "those", "which", "some",
    "any", "each", "it", "its", "them", "of", "to", "at", "only", "both", "another", "other", "more", "at",
    "what", "every", "either", "between", "multiple", "several", "no",
];
/// Words of SQL that are no names.
const KEYWORDS: &[&str] = &[
    "all",
    "and",
    "as",
    "asc",
    "between",
    "by",
    "case",
    "cast",
    "count",
    "cross",
    "default",
    "desc",
    "distinct",
    "else",
    "end",
    "exists",
    "filter",
    "for",
    "from",
    "full",
    "group",
    "having",
    "ignore",
    "in",
    "inner",
    "interval",
    "into",
    "is",
    "join",
    "left",
    "like",
    "limit",
    "max",
    "min",
    "not",
    "null",
    "offset",
    "on",
    "or",
    "order",
    "outer",
    "over",
    "partition",
    "returning",
    "right",
    "select",
    "set",
    "sum",
    "then",
    "top",
    "union",
    "using",
    "values",
    "when",
    "where",
    "with",
];

/// How far the words of one statement are looked for: each verb of a text may begin one.
const MAX_TOKENS: usize = 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A word or a number, perhaps with holes in it.
    Word,
    /// Something in quotes, or the beginning of it.
    Quoted(char),
    Sign(char),
}

#[derive(Debug, Clone, Copy)]
struct Token<'t> {
    kind: Kind,
    text: &'t str,
    /// Whether it is the first of its line.
    first: bool,
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    fn is_any(&self, words: &[&str]) -> bool {
        self.kind == Kind::Word && words.iter().any(|word| self.text.eq_ignore_ascii_case(word))
    }

    fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// Whether it can name something.
    fn is_name(&self) -> bool {
        match self.kind {
            Kind::Word => !self.is_any(KEYWORDS),
            Kind::Quoted(quote) => quote != '\'',
            Kind::Sign(_) => false,
        }
    }

    /// A word of letters that SQL does not know.
    fn is_plain(&self) -> bool {
        self.kind == Kind::Word
            && self.text.bytes().all(|b| b.is_ascii_alphabetic())
            && !self.is_any(KEYWORDS)
    }

    fn has_hole(&self) -> bool {
        self.text.contains(HOLE)
    }

    fn is_uppercase(&self) -> bool {
        !self.text.bytes().any(|b| b.is_ascii_lowercase())
    }

    /// `Select`
    fn is_capitalised(&self) -> bool {
        let bytes = self.text.as_bytes();
        bytes.first().is_some_and(u8::is_ascii_uppercase) && bytes[1..].iter().all(u8::is_ascii_lowercase)
    }
}

/// Whether a text has a word with which a statement begins, and a blank or nothing behind it. Quick, and for every text of
/// a program.
pub(super) fn has_verb(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let ends_with_verb = |end: usize| {
        let Some([.., a, b]) = bytes.get(..end) else { return false };
        // How verbs end: most words end otherwise.
        let is_end = matches!(&[a | 0x20, b | 0x20], b"ct" | b"rt" | b"te" | b"ce" | b"ge" | b"op" | b"er");
        let is_it = |verb: &&str| {
            let Some(start) = end.checked_sub(verb.len()) else { return false };
            let before = start.checked_sub(1).map(|at| bytes[at]);
            bytes[start..end].eq_ignore_ascii_case(verb.as_bytes()) && !before.is_some_and(is_word)
        };
        is_end && VERBS.iter().any(is_it)
    };
    let blanks = (0..bytes.len()).filter(|&at| bytes[at].is_ascii_whitespace());
    blanks.chain([bytes.len()]).any(ends_with_verb)
}

/// The statement that a text has, if any.
pub(super) fn find(text: &str) -> Option<Statement> {
    let tokens = tokens(text);
    let mut data = None;
    for at in 0..tokens.len() {
        if tokens[at].is_any(VERBS) && can_begin(&tokens, at) {
            let is_data = if is_data_statement(&tokens[at..]) {
                true
            } else if is_definition(&tokens[at..]) {
                false
            } else {
                continue;
            };
            data = Some(data.unwrap_or(false) || is_data);
            if is_data {
                break;
            }
        }
    }
    data.map(|is_data| Statement { is_data, holes: positions(&tokens) })
}

/// Whether a statement can begin with that token.
fn can_begin(tokens: &[Token<'_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| tokens[before]) else { return true };
    match before.kind {
        Kind::Sign(sign) => matches!(sign, ';' | '(' | ')'),
        Kind::Word => {
            before.is_any(BEFORE_VERBS)
                || before.text.chars().all(|c| c == HOLE)
                || tokens[at].first && tokens[at].is_uppercase()
        }
        Kind::Quoted(_) => tokens[at].first && tokens[at].is_uppercase(),
    }
}

fn is_data_statement(tokens: &[Token<'_>]) -> bool {
    let verb = tokens[0];
    let rest = &tokens[1..tokens.len().min(MAX_TOKENS)];
    match verb.text.to_ascii_lowercase().as_str() {
        "select" => is_select(verb, rest),
        "insert" | "replace" | "merge" => {
            // `INSERT OR IGNORE INTO`
            let Some(into) = rest.iter().take(5).position(|token| token.is("into")) else { return false };
            let target = &rest[into + 1..];
            (verb.is_uppercase() || !opens_sentence(target))
                && goes_with(verb, rest[into])
                && target.first().is_some_and(Token::is_name)
                && target.iter().skip(1).any(|token| {
                    token.is_any(&["values", "value", "select", "set", "using", "default", "with"])
                        || token.kind == Kind::Word && token.has_hole()
                        || token.is_sign('(')
                })
        }
        "update" => {
            let Some(set) = rest.iter().take(12).position(|token| token.is("set")) else { return false };
            let target = &rest[..set];
            // `ON CONFLICT DO UPDATE SET` names no table again.
            target.first().map_or(verb.is_uppercase(), Token::is_name)
                && (verb.is_uppercase() || !opens_sentence(target))
                && goes_with(verb, rest[set])
                && rest[set + 1..].iter().any(|token| token.is_sign('=') || token.has_hole())
        }
        "delete" => {
            let Some((from, target)) = rest.split_first().filter(|(from, _)| from.is("from")) else {
                return false;
            };
            let after = |token: &Token<'_>| {
                matches!(token.kind, Kind::Sign(';' | '.' | ')'))
                    || token.is_any(&[
                        "where",
                        "using",
                        "order",
                        "limit",
                        "returning",
                        "as",
                        "inner",
                        "left",
                        "join",
                    ])
                    || token.kind == Kind::Word && token.has_hole()
            };
            goes_with(verb, *from)
                && (verb.is_uppercase() || !opens_sentence(target))
                && target.first().is_some_and(Token::is_name)
                && target.get(1).is_none_or(|token| after(token) || target.get(2).is_some_and(after))
        }
        _ => false,
    }
}

fn is_select(verb: Token<'_>, rest: &[Token<'_>]) -> bool {
    let mut depth = 0_u32;
    let from = rest.iter().position(|token| {
        match token.kind {
            Kind::Sign('(') => depth += 1,
            Kind::Sign(')') => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.is("from")
    });
    let Some(from) = from else { return false };
    let (columns, source) = (&rest[..from], &rest[from + 1..]);
    let source_is_named = source.first().is_some_and(|token| token.is_name() || token.is_sign('('));
    if columns.is_empty() || !source_is_named || !goes_with(verb, rest[from]) {
        return false;
    }
    verb.is_uppercase() || !opens_sentence(columns) && !opens_sentence(source) && !reads_as_sentence(columns)
}

/// Statements that make, change and drop what holds the data.
fn is_definition(tokens: &[Token<'_>]) -> bool {
    if !tokens[0].is_any(&["create", "drop", "alter", "truncate"]) {
        return false;
    }
    // `CREATE UNIQUE INDEX`
    let object = tokens.iter().skip(1).take(4).position(|token| token.is_any(OBJECTS));
    object.is_some_and(|at| tokens.get(at + 2).is_some_and(|name| name.is_name() || name.is("if")))
        && (tokens[0].is_uppercase() || !opens_sentence(&tokens[1..]))
}

/// `Select … from` begins a sentence, `Select … From` a statement.
fn goes_with(verb: Token<'_>, keyword: Token<'_>) -> bool {
    !verb.is_capitalised() || !keyword.text.starts_with(|c: char| c.is_ascii_lowercase())
}

/// An article, or the like, and its noun.
fn opens_sentence(tokens: &[Token<'_>]) -> bool {
    let [first, second, ..] = tokens else { return false };
    first.is_any(PROSE) && (second.is_plain() || second.has_hole() || second.is_any(&["from", "of"]))
}

/// Three words in a row that SQL does not know.
fn reads_as_sentence(tokens: &[Token<'_>]) -> bool {
    tokens.windows(3).any(|words| words.iter().all(Token::is_plain))
        || tokens.windows(2).any(|words| words[0].is_any(PROSE) && words[1].is_plain())
}

/// What each hole is, in order.
fn positions(tokens: &[Token<'_>]) -> Vec<Position> {
    let mut positions = Vec::new();
    // Whether what stands here, behind the last keyword, is a name.
    let mut names = false;
    // Whether names follow in a list, as those of columns.
    let mut list = false;
    for (at, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Word | Kind::Quoted(_) if token.has_hole() => {
                let next = tokens.get(at + 1);
                let compared = next.is_some_and(|next| {
                    matches!(next.kind, Kind::Sign('=' | '<' | '>' | '!' | '.'))
                        || next.is_any(&["like", "ilike", "in", "is", "between", "not"])
                });
                let qualified = at > 0 && tokens[at - 1].is_sign('.');
                let position = match token.kind {
                    Kind::Quoted('\'') => Position::Quoted,
                    Kind::Quoted('`' | '[') => Position::Name,
                    // Some read double quotes as text.
                    Kind::Quoted(_) if !names && !compared && !qualified => Position::Value,
                    _ if names || compared || qualified => Position::Name,
                    _ => Position::Value,
                };
                positions.extend(token.text.chars().filter(|&c| c == HOLE).map(|_| position));
            }
            Kind::Word => {
                if token.is_any(&["select", "by", "set", "returning"]) {
                    (names, list) = (true, true);
                } else if token.is_any(&[
                    "from",
                    "join",
                    "into",
                    "update",
                    "references",
                    "as",
                    "to",
                    "column",
                    "only",
                ]) || token.is_any(OBJECTS)
                {
                    (names, list) = (true, token.is("into"));
                } else if token.is_any(&[
                    "where", "having", "on", "values", "limit", "offset", "and", "or", "like", "in",
                ]) || token.is_any(&["between", "then", "else", "when", "ilike", "is"])
                {
                    (names, list) = (false, false);
                }
            }
            Kind::Sign('=' | '<' | '>' | '+' | '|') => names = false,
            Kind::Sign(',') => names |= list,
            _ => {}
        }
    }
    positions
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut first = true;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\n' => {
                first = true;
                rest = &rest[1..];
                continue;
            }
            c if c.is_whitespace() => {
                rest = &rest[c.len_utf8()..];
                continue;
            }
            '-' if rest.starts_with("--") => {
                rest = rest.find('\n').map_or("", |end| &rest[end..]);
                continue;
            }
            '/' if rest.starts_with("/*") => {
                rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
                continue;
            }
            '\'' | '"' | '`' | '[' => {
                let close = if c == '[' { ']' } else { c };
                rest[1..].find(close).map_or(rest.len(), |end| end + 2)
            }
            c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
            c => c.len_utf8(),
        };
        let kind = match c {
            '\'' | '"' | '`' | '[' => Kind::Quoted(c),
            c if is_word(c) => Kind::Word,
            c => Kind::Sign(c),
        };
        let (token, after) = rest.split_at(length);
        tokens.push(Token { kind, text: token, first });
        first = false;
        rest = after;
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$' | '#' | '@' | '%' | '?' | ':' | HOLE)
}

#[cfg(test)]
mod tests;
