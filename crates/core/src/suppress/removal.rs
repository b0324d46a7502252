//! Taking a suppression, or some ids of it, out of a text, and nothing else.

use super::grammar::{Directive, is_alone};
use crate::ast::{TextRange, TextSize};
use crate::finding::Edit;

/// The edit that takes a directive away. A comment of which nothing is left goes with the blanks before it, and a line
/// that held nothing else goes as a whole.
pub(super) fn of_directive(text: &str, directive: &Directive) -> Edit {
    let Directive { range, comment, .. } = *directive;
    let before = &text[TextRange::new(comment.start(), range.start())];
    let after = text[TextRange::new(range.end(), comment.end())].trim_start();
    let bytes = text.as_bytes();
    let blanks_before = |at: usize| at - bytes[..at].iter().rev().take_while(|b| is_blank(**b)).count();
    if !after.is_empty() {
        // What follows takes its place.
        return deletion(range.start().to_usize(), comment.end().to_usize() - after.len());
    }
    // A lone `#`, as of `## nosec`, says nothing either.
    let says_something = !before.trim_matches(|c: char| c == '#' || c.is_whitespace()).is_empty();
    if says_something {
        return deletion(blanks_before(range.start().to_usize()), comment.end().to_usize());
    }
    let (start, end) = (blanks_before(comment.start().to_usize()), comment.end().to_usize());
    if !is_alone(text, comment) {
        return deletion(start, end);
    }
    match bytes.get(end) {
        Some(b'\n') => deletion(start, end + 1),
        // The last line of a text without a newline at its end, which stays so.
        _ => deletion(start.saturating_sub(1), end),
    }
}

/// The edits that take words out of a directive in which others stay: `gone` says which.
pub(super) fn of_words(directive: &Directive, gone: &[bool]) -> Vec<Edit> {
    let words = &directive.words;
    let mut edits = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !gone.get(at).copied().unwrap_or(false) {
            at += 1;
            continue;
        }
        let first = at;
        while at < words.len() && gone.get(at).copied().unwrap_or(false) {
            at += 1;
        }
        let range = match (first.checked_sub(1), words.get(at)) {
            (Some(kept), _) => (words[kept].range.end(), words[at - 1].range.end()),
            (None, Some(next)) => (words[first].range.start(), next.range.start()),
            (None, None) => continue,
        };
        edits.push(deletion(range.0.to_usize(), range.1.to_usize()));
    }
    edits
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0c)
}

fn deletion(start: usize, end: usize) -> Edit {
    let offset = |at: usize| TextSize::try_from(at).unwrap_or_default().to_u32();
    Edit { start: offset(start), end: offset(end), text: String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::suppress::grammar;
    use crate::suppress::tests::Words;

    /// The text without its only directive, or without the words of these numbers.
    fn without(text: &str, gone: &[usize]) -> String {
        let start = text.find('#').expect("a comment");
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let comment = TextRange::new(
            TextSize::try_from(start).expect("small"),
            TextSize::try_from(end).expect("small"),
        );
        let mut directives = Vec::new();
        grammar::read(text, comment, || 1, &Words, false, &mut directives);
        let [directive] = directives.as_slice() else { panic!("{directives:?}") };
        let edits = if gone.is_empty() {
            vec![of_directive(text, directive)]
        } else {
            of_words(directive, &(0..directive.words.len()).map(|at| gone.contains(&at)).collect::<Vec<_>>())
        };
        let mut text = text.to_owned();
        for edit in edits.iter().rev() {
            text.replace_range(edit.start as usize..edit.end as usize, &edit.text);
        }
        text
    }

    #[test]
    fn a_comment_goes_and_what_stands_beside_it_stays() {
        for (text, left) in [
            ("x = 1  # nosec\ny\n", "x = 1\ny\n"),
            ("x = 1\t## nosec B101 -- why\ny\n", "x = 1\ny\n"),
            ("x = 1  # nosec", "x = 1"),
            ("x = 1  # nosec  \n", "x = 1\n"),
            ("x = 1  # noqa # nosec B101\n", "x = 1  # noqa\n"),
            ("x = 1  # noqa: E501  # nosec B101  # why\n", "x = 1  # noqa: E501  # why\n"),
            ("x = 1  # nosec B101 # noqa\n", "x = 1  # noqa\n"),
            ("x = 1  # nosec#noqa\n", "x = 1  #noqa\n"),
            ("f(\n  # nosec\n  x)\n", "f(\n  x)\n"),
            ("# nosec\nx\n", "x\n"),
            ("x\n# nosec", "x"),
            ("# nosec", ""),
            ("x  # é # nosec\n", "x  # é\n"),
        ] {
            assert_eq!(without(text, &[]), left, "{text:?}");
        }
    }

    #[test]
    fn ids_go_with_what_parts_them() {
        for (text, gone, left) in [
            ("x # nosec B101, B102 -- why\n", &[0][..], "x # nosec B102 -- why\n"),
            ("x # nosec B101, B102 -- why\n", &[1], "x # nosec B101 -- why\n"),
            ("x # nosec: [B101, B102, B101]\n", &[1], "x # nosec: [B101, B101]\n"),
            ("x # nosec: [B101, B102, B101]\n", &[0, 1], "x # nosec: [B101]\n"),
            ("x # nosec: [B101, B102, B101]\n", &[0, 2], "x # nosec: [B102]\n"),
            ("x # nosec B101 B102 odd\n", &[0], "x # nosec B102 odd\n"),
        ] {
            assert_eq!(without(text, gone), left, "{text:?}");
        }
    }
}
