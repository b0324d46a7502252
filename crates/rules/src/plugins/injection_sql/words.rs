//! What a text has of the words that make it read like SQL, in a form that can be joined: what two texts have together
//! follows from what each has, without reading them again.
//!
//! Bandit searches `select\s.*from\s`, `delete\s+from\s`, `insert\s+into\s.*values[\s(]` and `update\s.*set\s`, where the
//! dot matches anything and case does not count.

use stockade_core::pystr::is_space;

/// The words of one text, or of several that blanks part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// No character but blanks.
    blank: bool,
    select: bool,
    insert_into: bool,
    update: bool,
    from: bool,
    values: bool,
    set: bool,
    /// What the text begins with after blanks.
    begins: Begin,
    /// What it ends with before blanks.
    ends: End,
    statement: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Begin {
    #[default]
    Other,
    From,
    Into,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum End {
    #[default]
    Other,
    Delete,
    Insert,
}

impl Words {
    /// Those of no text.
    pub(super) const NONE: Words = Words {
        blank: true,
        select: false,
        insert_into: false,
        update: false,
        from: false,
        values: false,
        set: false,
        begins: Begin::Other,
        ends: End::Other,
        statement: false,
    };

    /// Those of a text that another follows after a blank.
    pub(super) fn of(text: &str) -> Words {
        read(text, true)
    }

    /// Those of a text that nothing follows.
    pub(super) fn of_last(text: &str) -> Words {
        read(text, false)
    }

    /// Whether they make a statement.
    pub(super) fn are_statement(self) -> bool {
        self.statement
    }

    /// The words of both texts, one after the other.
    pub(super) fn then(self, next: Words) -> Words {
        let inserts_into = self.ends == End::Insert && next.begins == Begin::Into;
        let insert_into = self.insert_into || inserts_into;
        Words {
            blank: self.blank && next.blank,
            select: self.select || next.select,
            insert_into: insert_into || next.insert_into,
            update: self.update || next.update,
            from: self.from || next.from,
            values: self.values || next.values,
            set: self.set || next.set,
            begins: if self.blank { next.begins } else { self.begins },
            ends: if next.blank { self.ends } else { next.ends },
            statement: self.statement
                || next.statement
                || self.select && next.from
                || insert_into && next.values
                || self.update && next.set
                || self.ends == End::Delete && next.begins == Begin::From,
        }
    }
}

/// Reads a text, after which a blank may follow.
fn read(text: &str, followed: bool) -> Words {
    let mut words = Words::default();
    let start = text.trim_start_matches(is_space);
    words.blank = start.is_empty();
    let blank_after = |rest: &str| rest.chars().next().map_or(followed, is_space);
    if after(start, "from").is_some_and(blank_after) {
        words.begins = Begin::From;
    } else if after(start, "into").is_some_and(blank_after) {
        words.begins = Begin::Into;
    }
    // All words begin with a letter of ASCII or one that folds to it and takes two bytes.
    for (at, _) in text.bytes().enumerate().filter(|(_, b)| {
        matches!(
            b,
            b's' | b'S' | b'd' | b'D' | b'i' | b'I' | b'u' | b'U' | b'f' | b'F' | b'v' | b'V' | 0xc4 | 0xc5
        )
    }) {
        let here = &text[at..];
        match fold(here.chars().next().unwrap_or_default()) {
            's' => {
                words.select |= after(here, "select").is_some_and(blank_after);
                if after(here, "set").is_some_and(blank_after) {
                    words.set = true;
                    words.statement |= words.update;
                }
            }
            'u' => words.update |= after(here, "update").is_some_and(blank_after),
            'f' if after(here, "from").is_some_and(blank_after) => {
                words.from = true;
                words.statement |= words.select;
            }
            'v' if after(here, "values").is_some_and(|rest| rest.starts_with('(') || blank_after(rest)) => {
                words.values = true;
                words.statement |= words.insert_into;
            }
            'd' => {
                if let Some(rest) = after(here, "delete").filter(|rest| blank_after(rest)) {
                    let rest = rest.trim_start_matches(is_space);
                    if rest.is_empty() {
                        words.ends = End::Delete;
                    } else {
                        words.statement |= after(rest, "from").is_some_and(blank_after);
                    }
                }
            }
            'i' => {
                if let Some(rest) = after(here, "insert").filter(|rest| blank_after(rest)) {
                    let rest = rest.trim_start_matches(is_space);
                    if rest.is_empty() {
                        words.ends = End::Insert;
                    } else {
                        words.insert_into |= after(rest, "into").is_some_and(blank_after);
                    }
                }
            }
            _ => {}
        }
    }
    words
}

/// Whether one of the verbs can be in texts that are joined without a blank between them. Quick, and right where it says
/// no.
pub(super) fn has_verb<'t>(texts: impl IntoIterator<Item = &'t str>) -> bool {
    const VERBS: [u64; 4] = [packed(b"select"), packed(b"delete"), packed(b"insert"), packed(b"update")];
    let mut last_six = 0;
    for text in texts {
        for &b in text.as_bytes() {
            last_six = (last_six << 8 | u64::from(b | 0x20)) & 0xffff_ffff_ffff;
            // What folds to an ASCII letter begins with one of two bytes.
            if VERBS.contains(&last_six) || matches!(b, 0xc4 | 0xc5) {
                return true;
            }
        }
    }
    false
}

const fn packed(word: &[u8; 6]) -> u64 {
    let [a, b, c, d, e, f] = *word;
    u64::from_be_bytes([0, 0, a, b, c, d, e, f])
}

/// What follows a word in small letters, without regard to case.
fn after<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let mut chars = text.chars();
    word.chars().all(|wanted| chars.next().is_some_and(|c| fold(c) == wanted)).then_some(chars.as_str())
}

/// A letter of ASCII as Python's `re` compares it without regard to case.
fn fold(c: char) -> char {
    match c {
        '\u{17f}' => 's',
        '\u{130}' | '\u{131}' => 'i',
        c => c.to_ascii_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use regex::Regex;

    use super::*;

    /// Bandit's expression in the words of another engine.
    static SLOW: LazyLock<Regex> = LazyLock::new(|| {
        let pattern = r"(?is)(select␣.*from␣|delete␣+from␣|insert␣+into␣.*values([(]|␣)|update␣.*set␣)";
        let pattern =
            pattern.replace('␣', r"[\s\x1c-\x1f]").replace("ins", "[iİı]ns").replace("into", "[iİı]nto");
        Regex::new(&pattern).expect("it is a pattern")
    });

    /// A sequence of numbers that only looks random.
    fn numbers(mut seed: u64) -> impl FnMut(usize) -> usize {
        move |below| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            usize::try_from(seed % below as u64).unwrap_or(0)
        }
    }

    #[test]
    fn joined_as_the_joined_text_is() {
        let parts = [
            "select",
            "SELECT ",
            "from",
            "from ",
            "delete",
            "delete ",
            "insert",
            "insert ",
            "into",
            "into ",
            "values",
            "values(",
            "update",
            "update ",
            "set",
            "set ",
            " ",
            "\t\u{1f}",
            "\u{a0}",
            "x",
            "(",
            "\u{17f}elect",
            "\u{130}nsert",
            "\u{131}nto",
            "é",
            "selec",
            "t",
        ];
        let mut number = numbers(7);
        let mut statements = 0;
        for _ in 0..60_000 {
            let texts: Vec<String> = (0..=number(4))
                .map(|_| (0..number(8)).map(|_| parts[number(parts.len())]).collect())
                .collect();
            let joined = texts.join(" ");
            let expected = SLOW.is_match(&joined);
            statements += usize::from(expected);
            assert_eq!(Words::of_last(&joined).are_statement(), expected, "{joined:?}");
            assert!(!expected || has_verb([joined.as_str()]), "{joined:?}");
            let (last, first) = texts.split_last().expect("there is one");
            let all = first.iter().map(|text| Words::of(text)).fold(Words::NONE, Words::then);
            assert_eq!(all.then(Words::of_last(last)).are_statement(), expected, "{texts:?}");
            // However they are grouped.
            let right =
                first.iter().rev().map(|text| Words::of(text)).fold(Words::of_last(last), |r, l| l.then(r));
            assert_eq!(right.are_statement(), expected, "{texts:?}");
        }
        assert!(statements > 2_000, "{statements} of the texts are statements");
    }

    #[test]
    fn verbs_across_texts() {
        assert!(has_verb(["x Sel", "", "eCt"]) && has_verb(["update"]) && has_verb(["\u{17f}"]));
        assert!(!has_verb(["selec"]) && !has_verb([]) && !has_verb(["sel\u{e9}ct", "tceles"]));
    }
}
