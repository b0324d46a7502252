//! The best of `difflib.get_close_matches`.

/// How alike two words must be, from 0 to 1, to be worth a hint.
const CUTOFF: f64 = 0.6;

/// The possibility that is most like the word, if one is like it; of equals the greatest in the order of characters.
///
/// Python disregards frequent characters of a word of 200 characters or more; no possibility is long enough to be
/// like such a word, so that does not show.
pub(super) fn closest<'p>(word: &str, possibilities: &[&'p str]) -> Option<&'p str> {
    let word: Vec<char> = word.chars().collect();
    let mut best: Option<(f64, &str)> = None;
    for possibility in possibilities {
        let ratio = ratio(&possibility.chars().collect::<Vec<_>>(), &word);
        if ratio >= CUTOFF && best.is_none_or(|best| (ratio, *possibility) > best) {
            best = Some((ratio, possibility));
        }
    }
    best.map(|(_, possibility)| possibility)
}

/// Twice the characters in common blocks, as a share of all characters.
fn ratio(a: &[char], b: &[char]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "words of a command line are far shorter than 2^52 characters"
    )]
    let ratio = 2.0 * matching(a, b) as f64 / (a.len() + b.len()) as f64;
    ratio
}

/// The characters in the longest common block, and in those to its left and to its right.
fn matching(a: &[char], b: &[char]) -> usize {
    let (i, j, size) = longest_match(a, b);
    if size == 0 {
        return 0;
    }
    size + matching(&a[..i], &b[..j]) + matching(&a[i + size..], &b[j + size..])
}

/// Where the longest common block starts, earliest in `a` and then in `b`, and its length.
fn longest_match(a: &[char], b: &[char]) -> (usize, usize, usize) {
    let mut best = (0, 0, 0);
    // The length of the block that ends at the last character of `a` and at each of `b`.
    let mut lengths = vec![0; b.len()];
    for (i, x) in a.iter().enumerate() {
        let mut ending_here = vec![0; b.len()];
        for (j, y) in b.iter().enumerate() {
            if x == y {
                let length = 1 + if j > 0 { lengths[j - 1] } else { 0 };
                ending_here[j] = length;
                if length > best.2 {
                    best = (i + 1 - length, j + 1 - length, length);
                }
            }
        }
        lengths = ending_here;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMATS: [&str; 9] = ["csv", "custom", "html", "json", "sarif", "screen", "txt", "xml", "yaml"];

    #[test]
    fn the_closest_word_that_is_close_enough() {
        for (word, closest_word) in [
            ("jsn", Some("json")),
            ("text", Some("txt")),
            ("costum", Some("custom")),
            ("cvs", Some("csv")),
            ("ml", Some("xml")),
            ("JSON", None),
            ("", None),
            ("scarfen", Some("screen")),
            ("zzz", None),
        ] {
            assert_eq!(closest(word, &FORMATS), closest_word, "{word}");
        }
    }
}
