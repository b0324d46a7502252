//! `textwrap.wrap`, for text whose white space is single blanks.

/// The lines of at most `width` characters that the text is broken into: between words, after hyphens, and inside a
/// word only where it is longer than a line.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let text: Vec<char> = text.chars().collect();
    let mut chunks: Vec<&[char]> = chunks(&text);
    chunks.reverse();
    let mut lines: Vec<String> = Vec::new();
    while let Some(next) = chunks.last() {
        if is_blank(next) && !lines.is_empty() {
            chunks.pop();
        }
        let mut line: Vec<&[char]> = Vec::new();
        let mut len = 0;
        while let Some(chunk) = chunks.pop_if(|chunk| len + chunk.len() <= width) {
            len += chunk.len();
            line.push(chunk);
        }
        if let Some(chunk) = chunks.pop_if(|chunk| chunk.len() > width && len < width) {
            let (head, tail) = break_word(chunk, width - len);
            line.push(head);
            chunks.push(tail);
        }
        line.pop_if(|last| is_blank(last));
        if !line.is_empty() {
            lines.push(line.into_iter().flatten().collect());
        }
    }
    lines
}

/// Cuts a word that fits on no line so that its head fills the space left, ending at a hyphen where there is one.
fn break_word(word: &[char], space: usize) -> (&[char], &[char]) {
    let hyphen = word[..space].iter().rposition(|c| *c == '-');
    match hyphen {
        Some(at) if word[..at].iter().any(|c| *c != '-') => word.split_at(at + 1),
        _ => word.split_at(space),
    }
}

/// The pieces between which a line may end.
fn chunks(text: &[char]) -> Vec<&[char]> {
    let mut chunks = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let end = chunk_end(text, start);
        chunks.push(&text[start..end]);
        start = end;
    }
    chunks
}

/// Where the chunk that begins at `start` ends: blanks, a dash of several hyphens between words, or a word up to one
/// of its hyphens, to its end, or to such a dash.
fn chunk_end(text: &[char], start: usize) -> usize {
    let at = |i: usize| text.get(i).copied();
    if is_space(text[start]) {
        return start + text[start..].iter().take_while(|c| is_space(**c)).count();
    }
    if start > 0
        && ends_word(text[start - 1])
        && let Some(end) = dash_end(text, start)
    {
        return end;
    }
    let mut end = start + 1;
    while end < text.len() && !is_space(text[end]) {
        let is_letter = |i: Option<usize>| i.and_then(at).is_some_and(is_letter);
        if text[end] == '-' {
            let before = is_letter(end.checked_sub(1))
                && (is_letter(end.checked_sub(2))
                    || (end >= 3 && text[end - 2] == '-' && is_letter(end.checked_sub(3))));
            let after = is_letter(Some(end + 1))
                && (is_letter(Some(end + 2)) || (at(end + 2) == Some('-') && is_letter(Some(end + 3))));
            if before && after {
                return end + 1;
            }
        }
        if ends_word(text[end - 1]) && dash_end(text, end).is_some() {
            return end;
        }
        end += 1;
    }
    end
}

/// The end of two or more hyphens at `start` that a word follows.
fn dash_end(text: &[char], start: usize) -> Option<usize> {
    let hyphens = text[start..].iter().take_while(|c| **c == '-').count();
    let end = start + hyphens;
    (hyphens >= 2 && text.get(end).is_some_and(|c| is_word(*c))).then_some(end)
}

fn is_blank(chunk: &[char]) -> bool {
    chunk.iter().all(|c| c.is_whitespace())
}

fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_letter(c: char) -> bool {
    is_word(c) && super::int::digit(c).is_none()
}

fn ends_word(c: char) -> bool {
    is_word(c) || matches!(c, '!' | '"' | '\'' | '&' | '.' | ',' | '?')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let text: Vec<char> = text.chars().collect();
        chunks(&text).into_iter().map(|chunk| chunk.iter().collect()).collect()
    }

    #[test]
    fn chunks_end_at_blanks_hyphens_and_dashes() {
        assert_eq!(
            split("a goof-ball, use the -b option!"),
            ["a", " ", "goof-", "ball,", " ", "use", " ", "the", " ", "-b", " ", "option!"]
        );
        assert_eq!(
            split("x--y (--format) a-b-c-d ab-1c"),
            ["x", "--", "y", " ", "(--format)", " ", "a-b-", "c-d", " ", "ab-1c"]
        );
    }

    #[test]
    fn long_words_are_broken_to_fit() {
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("ab-cdefghij k", 4), ["ab-c", "defg", "hij", "k"]);
        assert_eq!(wrap("x abcdefghij", 4), ["x ab", "cdef", "ghij"]);
        assert_eq!(wrap("abcd efghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("ab1-defgh ijkl", 4), ["ab1-", "defg", "h", "ijkl"]);
        assert_eq!(wrap("", 4), Vec::<String>::new());
    }
}
