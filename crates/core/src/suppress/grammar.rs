//! What suppression comments may say. What they do is in [`suppress`](super).
//!
//! ```text
//! # nosec                               every finding
//! # nosec -- it is a constant           every finding, with the reason
//! # nosec B602, start_process_with_a_shell: it is a constant
//! # nosec: B602: it is a constant       Bandit's colon, then the ids, then the reason
//! # noqa: E501 # nosec B602 # a reason  beside comments for other tools
//! ```
//!
//! `nosec` comes first behind a `#`. Ids in any case, or names, follow, with commas or blanks between them. A word that
//! is neither suppresses nothing: text that is not marked as a reason makes no blanket.

use crate::ast::{TextRange, TextSize};
use crate::nosec::Vocabulary;

/// One suppression in a comment.
#[derive(Debug, Clone)]
pub(super) struct Directive {
    pub(super) kind: Kind,
    /// The line, from 1.
    pub(super) line: u32,
    /// From its `#` to its last character; what follows behind another `#` is not part of it.
    pub(super) range: TextRange,
    /// The whole comment in which it stands.
    pub(super) comment: TextRange,
    /// What it names.
    pub(super) words: Vec<Word>,
    pub(super) reason: Option<String>,
    /// Codes for other tools stand in it: it names something, though no rule of ours.
    names_others: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `# nosec`
    Nosec,
    /// `# noqa`, for its line.
    Noqa,
    /// `# ruff: noqa` and `# flake8: noqa`, for the file.
    NoqaFile,
}

/// A word where ids stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) range: TextRange,
    /// The rule that it names, if it does.
    pub(super) id: Option<String>,
}

impl Directive {
    /// Whether it concerns every rule: it names nothing.
    pub(super) fn is_blanket(&self) -> bool {
        self.words.is_empty() && !self.names_others
    }

    /// Whether it can suppress anything.
    pub(super) fn has_effect(&self) -> bool {
        self.is_blanket() || self.words.iter().any(|word| word.id.is_some())
    }
}

/// Reads the directives of a comment, which begins with its `#`.
pub(super) fn read(
    text: &str,
    comment: TextRange,
    line: impl Fn() -> u32,
    vocabulary: &dyn Vocabulary,
    noqa: bool,
    directives: &mut Vec<Directive>,
) {
    let content = &text[comment];
    if !content.contains("nosec") && !noqa {
        return;
    }
    for (at, _) in content.match_indices('#') {
        let segment = content[at + 1..].split('#').next().unwrap_or_default();
        let start = comment.start() + size(at);
        let directive = |kind| Directive {
            kind,
            line: line(),
            range: TextRange::at(start, size(1 + segment.trim_end().len())),
            comment,
            words: Vec::new(),
            reason: None,
            names_others: false,
        };
        let body = start + size(1 + segment.len() - segment.trim_start().len());
        let said = segment.trim();
        if let Some(rest) = strip_word(said, "nosec", false) {
            let mut directive = directive(Kind::Nosec);
            let from = body + size(said.len() - rest.len());
            let next = content[at + 1 + segment.len()..].trim_start_matches('#').split('#').next();
            nosec(&mut directive, rest, from, next, vocabulary);
            directives.push(directive);
        } else if noqa {
            let (kind, said_noqa) = match of_file(said) {
                Some(rest) if is_alone(text, comment) => (Kind::NoqaFile, rest),
                Some(_) => continue,
                None => (Kind::Noqa, said),
            };
            if let Some(rest) = strip_word(said_noqa, "noqa", true) {
                let mut directive = directive(kind);
                codes(&mut directive, rest, body + size(said.len() - rest.len()), vocabulary);
                directives.push(directive);
            }
        }
    }
}

/// What follows the word at the front.
fn strip_word<'t>(text: &'t str, word: &str, any_case: bool) -> Option<&'t str> {
    let (front, rest) = text.split_at_checked(word.len())?;
    let is_it = if any_case { front.eq_ignore_ascii_case(word) } else { front == word };
    (is_it && !rest.starts_with(is_word)).then_some(rest)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Reads what follows `nosec`: `from` is where it stands, `next` what the comment goes on with behind another `#`.
fn nosec(
    directive: &mut Directive,
    rest: &str,
    from: TextSize,
    next: Option<&str>,
    vocabulary: &dyn Vocabulary,
) {
    let ids = rest.trim_start();
    let ids = ids.strip_prefix(':').unwrap_or(ids);
    let from = from + size(rest.len() - ids.len());
    let (ids, reason) = split_reason(ids);
    words(ids, from, vocabulary, &mut directive.words);
    let next = next.map(str::trim).filter(|next| !is_for_a_tool(next));
    directive.reason =
        [reason, next].into_iter().flatten().find(|reason| !reason.is_empty()).map(str::to_owned);
}

/// Parts the ids from the reason: at a colon, or at a `--` that begins a word.
fn split_reason(text: &str) -> (&str, Option<&str>) {
    let dashes = text
        .match_indices("--")
        .map(|(at, _)| at)
        .find(|&at| text[..at].chars().next_back().is_none_or(char::is_whitespace));
    let marker = match (text.find(':'), dashes) {
        (Some(colon), dashes) if dashes.is_none_or(|dashes| colon < dashes) => Some((colon, 1)),
        (_, dashes) => dashes.map(|dashes| (dashes, 2)),
    };
    match marker {
        None => (text, None),
        Some((at, length)) => (&text[..at], Some(text[at + length..].trim())),
    }
}

/// Takes the words apart. A hyphen belongs to a word if there is a rule of that name.
fn words(text: &str, from: TextSize, vocabulary: &dyn Vocabulary, out: &mut Vec<Word>) {
    let mut word_at = |at: usize, word: &str, id: Option<&str>| {
        out.push(Word { range: TextRange::at(from + size(at), size(word.len())), id: id.map(str::to_owned) });
    };
    for (at, word) in pieces(text, |c| is_word(c) || c == '-') {
        match vocabulary.rule_of(word) {
            None => {
                for (inner, word) in pieces(word, is_word) {
                    word_at(at + inner, word, vocabulary.rule_of(word));
                }
            }
            id => word_at(at, word, id),
        }
    }
}

/// The runs of such characters, hyphens at their ends left out, each with its offset.
fn pieces(text: &str, wanted: impl Fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    text.split(move |c| !wanted(c)).filter_map(move |run| {
        let word = run.trim_matches('-');
        // Both are parts of the text.
        (!word.is_empty()).then(|| (word.as_ptr() as usize - text.as_ptr() as usize, word))
    })
}

/// Reads what follows `noqa`: a colon and codes, up to what is none. Codes for other tools are passed over, and where a
/// colon is followed by nothing that is a code, no rule is meant.
fn codes(directive: &mut Directive, rest: &str, from: TextSize, vocabulary: &dyn Vocabulary) {
    let Some(list) = rest.trim_start().strip_prefix(':') else { return };
    directive.names_others = true;
    let start = from + size(rest.len() - list.len());
    for (at, code) in pieces(list, |c| !c.is_whitespace() && c != ',') {
        let digits = code.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let is_code = digits.len() < code.len() && digits.starts_with(|c: char| c.is_ascii_digit());
        if !is_code {
            break;
        }
        let id = vocabulary.rule_of_noqa(code);
        if let Some(id) = id {
            let range = TextRange::at(start + size(at), size(code.len()));
            directive.words.push(Word { range, id: Some(id.to_owned()) });
        }
    }
}

/// What follows `ruff:` or `flake8:` (`flake8` takes `=`, too).
fn of_file(said: &str) -> Option<&str> {
    let (front, rest) = said.split_once([':', '='])?;
    let front = front.trim_end();
    (front.eq_ignore_ascii_case("ruff") || front.eq_ignore_ascii_case("flake8")).then(|| rest.trim_start())
}

/// Whether a comment has its line to itself.
pub(super) fn is_alone(text: &str, comment: TextRange) -> bool {
    let before = &text[..comment.start().to_usize()];
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start_matches([' ', '\t', '\u{c}']).is_empty()
}

/// Whether a comment is there for a tool, not for a reader.
fn is_for_a_tool(comment: &str) -> bool {
    const TOOLS: [&str; 24] = [
        "nosec",
        "noqa",
        "nosemgrep",
        "nosonar",
        "nopep8",
        "noinspection",
        "type",
        "pylint",
        "pragma",
        "fmt",
        "yapf",
        "isort",
        "ruff",
        "flake8",
        "mypy",
        "pyright",
        "pyre",
        "pytype",
        "ty",
        "codespell",
        "cspell",
        "lgtm",
        "codeql",
        "vulture",
    ];
    let first = comment.split(|c| !is_word(c)).next().unwrap_or_default();
    TOOLS.iter().any(|tool| first.eq_ignore_ascii_case(tool))
}

fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppress::tests::Words;

    /// Each directive of a comment: its kind, `*` for a blanket, the ids, the unknown words with `?`, the reason.
    fn said(comment: &str) -> Vec<String> {
        let mut directives = Vec::new();
        let range = TextRange::up_to(TextSize::of(comment));
        read(comment, range, || 1, &Words, true, &mut directives);
        let show = |directive: &Directive| {
            let mut out = format!("{:?}", directive.kind).to_lowercase();
            if directive.is_blanket() {
                out += " *";
            }
            for word in &directive.words {
                match &word.id {
                    Some(id) => out += &format!(" {id}"),
                    None => out += &format!(" ?{}", &comment[word.range]),
                }
            }
            if let Some(reason) = &directive.reason {
                out += &format!(" ({reason})");
            }
            out
        };
        directives.iter().map(show).collect()
    }

    #[track_caller]
    fn check(cases: &[(&str, &str)]) {
        for (comment, expected) in cases {
            let expected: Vec<&str> = expected.split(" + ").filter(|part| !part.is_empty()).collect();
            assert_eq!(said(comment), expected, "{comment}");
        }
    }

    #[test]
    fn where_the_word_stands() {
        check(&[
            ("# nosec", "nosec *"),
            ("#nosec", "nosec *"),
            ("## nosec", "nosec *"),
            ("# noqa # nosec", "noqa * + nosec *"),
            ("# type: ignore # nosec B101", "nosec B101"),
            ("# a comment # nosec B101", "nosec B101"),
            ("# nosec B101 # nosec B102", "nosec B101 + nosec B102"),
            ("# nosecurity", ""),
            ("# nosec_x", ""),
            ("# NOSEC", ""),
            ("# see nosec", ""),
            ("#: nosec", ""),
        ]);
    }

    #[test]
    fn ids() {
        check(&[
            ("# nosec B101", "nosec B101"),
            ("# nosec: B101", "nosec B101"),
            ("# nosec:B101,B102", "nosec B101 B102"),
            ("# nosec : B101", "nosec B101"),
            ("# nosec b101 assert_used", "nosec B101 B101"),
            ("# nosec [B101, B102]", "nosec B101 B102"),
            ("# nosec (B101)", "nosec B101"),
            ("# nosec=B101", "nosec B101"),
            ("# nosec B101;B102.", "nosec B101 B102"),
            ("# nosec-B101", "nosec B101"),
            ("# nosec own-rule", "nosec OWN-1"),
            ("# nosec B101 B999", "nosec B101 ?B999"),
            ("# nosec B101-x", "nosec B101 ?x"),
            ("# nosec B101 because é", "nosec B101 ?because ?é"),
        ]);
    }

    #[test]
    fn reasons() {
        check(&[
            ("# nosec -- a reason", "nosec * (a reason)"),
            ("# nosec: -- a reason", "nosec * (a reason)"),
            ("# nosec --a reason", "nosec * (a reason)"),
            ("# nosec --", "nosec *"),
            ("# nosec:: a reason", "nosec * (a reason)"),
            ("# nosec # a reason", "nosec * (a reason)"),
            ("# nosec B101 -- a: reason -- more", "nosec B101 (a: reason -- more)"),
            ("# nosec B101: a reason", "nosec B101 (a reason)"),
            ("# nosec: B101: a reason", "nosec B101 (a reason)"),
            ("# nosec B101 # a reason", "nosec B101 (a reason)"),
            ("# nosec B101 # noqa: E501", "nosec B101 + noqa"),
            ("# nosec B101 # type: ignore", "nosec B101"),
            ("# nosec B101 -- one # two", "nosec B101 (one)"),
        ]);
    }

    #[test]
    fn prose_makes_no_blanket() {
        check(&[
            ("# nosec because it is safe", "nosec ?because ?it ?is ?safe"),
            ("# nosec - reason", "nosec ?reason"),
            ("# nosec — reason", "nosec ?reason"),
            ("# nosec: reason", "nosec ?reason"),
            ("# nosec (reason)", "nosec ?reason"),
            ("# nosec B999", "nosec ?B999"),
            ("# nosec.", "nosec *"),
            ("# nosec -", "nosec *"),
        ]);
    }

    #[test]
    fn codes_of_noqa() {
        check(&[
            ("# noqa", "noqa *"),
            ("#NoQA", "noqa *"),
            ("# noqa : S101", "noqa B101"),
            ("# noqa:S101,E501 S102", "noqa B101 B102"),
            ("# noqa: S101 and S102", "noqa B101"),
            ("# noqa: E501", "noqa"),
            ("# noqa: all of it", "noqa"),
            ("# noqa because", "noqa *"),
            ("# noqab", ""),
            ("# ruff: noqa", "noqafile *"),
            ("# ruff: noqa: S101", "noqafile B101"),
            ("# flake8: noqa: S102, E501", "noqafile B102"),
            ("# flake8: other", ""),
        ]);
        let text = "x = 1  # ruff: noqa";
        let mut directives = Vec::new();
        let comment = TextRange::new(7.into(), TextSize::of(text));
        read(text, comment, || 1, &Words, true, &mut directives);
        assert!(directives.is_empty(), "a file's comment has its line to itself");
    }

    #[test]
    fn places() {
        let text = "x  #  noqa  # nosec: B101 , b102  # why";
        let comment = TextRange::new(3.into(), TextSize::of(text));
        let mut directives = Vec::new();
        read(text, comment, || 7, &Words, false, &mut directives);
        let [directive] = directives.as_slice() else { panic!("{directives:?}") };
        assert_eq!(directive.line, 7);
        assert_eq!(&text[directive.range], "# nosec: B101 , b102");
        let words: Vec<&str> = directive.words.iter().map(|word| &text[word.range]).collect();
        assert_eq!(words, ["B101", "b102"]);
    }
}
