//! PyYAML's words for what is wrong with a text, told from libyaml's, which are shorter.
//!
//! The messages are PyYAML's, credited in NOTICE. Both scanners are by one author and put their marks alike.

use libyaml_safer::Mark;

use super::source::Source;
use crate::pystr;

/// What is wrong, and where.
#[derive(Debug)]
pub(super) struct Problem {
    /// What was being read, and where that began.
    pub(super) context: Option<(String, Option<Mark>)>,
    /// What is wrong with it.
    pub(super) words: String,
    /// Where.
    pub(super) mark: Mark,
}

impl Problem {
    /// A problem without a context.
    pub(super) fn at(words: impl Into<String>, mark: Mark) -> Problem {
        Problem { context: None, words: words.into(), mark }
    }

    /// A problem within something that began at a mark.
    pub(super) fn within(context: &str, began: Mark, words: impl Into<String>, mark: Mark) -> Problem {
        Problem { context: Some((context.to_owned(), Some(began))), words: words.into(), mark }
    }

    /// The first token of what follows cannot be one.
    pub(super) fn no_token(character: char, mark: Mark) -> Problem {
        Problem {
            context: Some(("while scanning for the next token".to_owned(), None)),
            words: format!(
                "found character {} that cannot start any token",
                pystr::repr(&character.to_string())
            ),
            mark,
        }
    }

    /// The message over several lines, as PyYAML prints it.
    pub(super) fn of_file(&self, name: &str) -> String {
        let place =
            |mark: &Mark| format!("  in \"{name}\", line {}, column {}", mark.line + 1, mark.column + 1);
        let mut lines = Vec::new();
        if let Some((context, began)) = &self.context {
            lines.push(context.clone());
            let elsewhere = |began: &&Mark| (began.line, began.column) != (self.mark.line, self.mark.column);
            lines.extend(began.as_ref().filter(elsewhere).map(place));
        }
        lines.push(self.words.clone());
        lines.push(place(&self.mark));
        lines.join("\n")
    }
}

/// PyYAML's form of an error of libyaml's scanner or parser.
///
/// `place` turns a mark of the scanner into one of the source.
pub(super) fn of_scanner(
    error: &libyaml_safer::Error,
    source: &Source,
    place: impl Fn(Mark) -> Mark,
) -> Problem {
    let mark = place(error.problem_mark().unwrap_or_default());
    let began = error.context_mark().map(place);
    let found = || pystr::repr(&source.char_at(mark.index).to_string());
    let context = error.context().unwrap_or_default();
    let token = |block: bool| {
        let indent = if context.starts_with("while parsing a block") { began } else { None };
        pystr::repr(token_at(source, mark, block, indent.map(|began| began.column)))
    };
    let words = match (context, error.problem()) {
        (_, "found character that cannot start any token")
        | ("while scanning a plain scalar", "found a tab character that violates indentation")
        | ("while scanning a block scalar", "found a tab character where an indentation space is expected") =>
        {
            return Problem::no_token(source.char_at(mark.index), mark);
        }
        (_, "mapping values are not allowed in this context") => {
            "mapping values are not allowed here".to_owned()
        }
        (_, "mapping keys are not allowed in this context") => "mapping keys are not allowed here".to_owned(),
        (_, "block sequence entries are not allowed in this context") => {
            "sequence entries are not allowed here".to_owned()
        }
        ("while parsing a block mapping", "did not find expected key")
        | ("while parsing a block collection", "did not find expected '-' indicator") => {
            format!("expected <block end>, but found {}", token(true))
        }
        ("while parsing a flow sequence", "did not find expected ',' or ']'") => {
            format!("expected ',' or ']', but got {}", token(false))
        }
        ("while parsing a flow mapping", "did not find expected ',' or '}'") => {
            format!("expected ',' or '}}', but got {}", token(false))
        }
        (_, "did not find expected <document start>") => return no_document(source, mark),
        (_, "did not find expected node content") => {
            format!("expected the node content, but found {}", token(context.contains("block")))
        }
        (_, "found unexpected document indicator") => "found unexpected document separator".to_owned(),
        ("while parsing a quoted scalar", problem) => return of_escape(problem, began, source, mark),
        ("while scanning a block scalar", "did not find expected comment or line break") => {
            let spaced = mark.index.checked_sub(1).is_some_and(|before| source.char_at(before) == ' ');
            let wanted =
                if spaced { "a comment or a line break" } else { "chomping or indentation indicators" };
            format!("expected {wanted}, but found {}", found())
        }
        (_, "found an indentation indicator equal to 0") => {
            "expected indentation indicator in the range 1-9, but found 0".to_owned()
        }
        (_, "did not find expected alphabetic or numeric character")
        | ("while scanning a directive", "could not find expected directive name")
        | ("while scanning a directive", "found unexpected non-alphabetical character") => {
            format!("expected alphabetic or numeric character, but found {}", found())
        }
        ("while scanning a tag", "did not find expected whitespace or line break") => {
            format!("expected ' ', but found {}", found())
        }
        ("while parsing a tag", "did not find expected tag URI") => {
            format!("expected URI, but found {}", found())
        }
        (_, "found undefined tag handle") => {
            let handle: String = source.from(mark.index).take_while(|c| !pystr::is_space(*c)).collect();
            let end = handle.rfind('!').map_or(handle.len(), |at| at + 1);
            format!("found undefined tag handle {}", pystr::repr(&handle[..end]))
        }
        (_, own) => own.to_owned(),
    };
    Problem { context: error.context().map(|context| (context.to_owned(), began)), words, mark }
}

/// Something else stands where a document should start.
pub(super) fn no_document(source: &Source, mark: Mark) -> Problem {
    // A key cannot follow a directive, so what looks like one is told as what it is.
    let found = pystr::repr(token_at(source, mark, !source.is_after_directive(mark), None));
    Problem::at(format!("expected '<document start>', but found {found}"), mark)
}

/// What is wrong with an escape of a double-quoted scalar.
fn of_escape(problem: &str, began: Option<Mark>, source: &Source, mut mark: Mark) -> Problem {
    let words = match problem {
        "found unknown escape character" => {
            // PyYAML's mark is past the backslash.
            mark.index += 1;
            mark.column += 1;
            format!("found unknown escape character {}", pystr::repr(&source.char_at(mark.index).to_string()))
        }
        "did not find expected hexdecimal number" => {
            let length = match mark.index.checked_sub(1).map(|before| source.char_at(before)) {
                Some('x') => 2,
                Some('u') => 4,
                _ => 8,
            };
            let found = source.from(mark.index).find(|c| !c.is_ascii_hexdigit()).unwrap_or('\0');
            format!(
                "expected escape sequence of {length} hexadecimal numbers, but found {}",
                pystr::repr(&found.to_string())
            )
        }
        other => other.to_owned(),
    };
    Problem { context: Some(("while scanning a double-quoted scalar".to_owned(), began)), words, mark }
}

/// What PyYAML calls the token that begins at a mark; `indent` is the column of the block collection around it.
fn token_at(source: &Source, mark: Mark, block: bool, indent: Option<u64>) -> &'static str {
    let mut rest = source.from(mark.index);
    let first = rest.next().unwrap_or('\0');
    let spaced = rest.next().is_none_or(pystr::is_space);
    let line: String = source.from(mark.index).take_while(|&c| c != '\n').collect();
    // Only deeper than its surroundings does a token open another collection.
    let leads = block && source.is_first_on_line(mark);
    let opens = leads && indent.is_none_or(|indent| mark.column > indent);
    match first {
        '\0' => "<stream end>",
        '-' if mark.column == 0 && line.starts_with("---") => "<document start>",
        '.' if mark.column == 0 && line.starts_with("...") => "<document end>",
        ',' => ",",
        ']' => "]",
        '}' => "}",
        '-' if spaced => {
            if opens {
                "<block sequence start>"
            } else {
                "-"
            }
        }
        '?' if spaced || !block => {
            if opens {
                "<block mapping start>"
            } else {
                "?"
            }
        }
        ':' if spaced || !block => {
            if opens {
                "<block mapping start>"
            } else {
                ":"
            }
        }
        // A simple key is told as a key, or as the mapping that it opens, before it is told as what it is.
        _ if leads && (line.contains(": ") || line.trim_end().ends_with(':')) => {
            if opens {
                "<block mapping start>"
            } else {
                "?"
            }
        }
        '[' => "[",
        '{' => "{",
        '&' => "<anchor>",
        '*' => "<alias>",
        '!' => "<tag>",
        _ => "<scalar>",
    }
}
