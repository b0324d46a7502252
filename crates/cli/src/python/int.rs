//! Python's `int(text)`.

/// The digits that Python reads in one number; more are refused, as a guard against slow conversions.
const MOST_DIGITS: usize = 4300;

/// The number that `int(text)` gives, or none where it raises `ValueError`. Numbers beyond 64 bits become the greatest
/// or the least there is: as a count of lines or columns they mean the same.
pub(crate) fn parse(text: &str) -> Option<i64> {
    // Python turns other scripts' spaces and digits into ASCII, unless the text is ASCII as it stands: then the
    // separators 0x1C to 0x1F are no spaces to it.
    let ascii = text.is_ascii();
    let is_space = |c: char| matches!(c, '\t'..='\r' | ' ') || (!ascii && is_other_space(c));
    let digits = text.trim_matches(is_space);
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, digits.strip_prefix('+').unwrap_or(digits)),
    };
    let mut count = 0;
    let mut value: i64 = 0;
    let mut after_digit = false;
    for c in digits.chars() {
        match digit(c) {
            Some(digit) => {
                count += 1;
                after_digit = true;
                value = value.saturating_mul(10);
                value = if negative { value.saturating_sub(digit) } else { value.saturating_add(digit) };
            }
            None if c == '_' && after_digit => after_digit = false,
            None => return None,
        }
    }
    (after_digit && count <= MOST_DIGITS).then_some(value)
}

/// The value of a decimal digit of any script (Unicode's category Nd).
pub(crate) fn digit(c: char) -> Option<i64> {
    let code = u32::from(c);
    let at = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    Some(i64::from(code - ZEROS[at])).filter(|digit| *digit < 10)
}

/// Characters beyond ASCII's spaces for which Python's `str.isspace` holds.
fn is_other_space(c: char) -> bool {
    matches!(c, '\u{1c}'..='\u{1f}') || (!c.is_ascii() && c.is_whitespace())
}

/// The zero of each script's ten digits, in Unicode 16, which CPython 3.14 knows.
const ZEROS: [u32; 76] = [
    0x0030, 0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0ae6, 0x0b66, 0x0be6, 0x0c66, 0x0ce6, 0x0d66,
    0x0de6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x1_04a0,
    0x1_0d30, 0x1_0d40, 0x1_1066, 0x1_10f0, 0x1_1136, 0x1_11d0, 0x1_12f0, 0x1_1450, 0x1_14d0, 0x1_1650,
    0x1_16c0, 0x1_16d0, 0x1_16da, 0x1_1730, 0x1_18e0, 0x1_1950, 0x1_1bf0, 0x1_1c50, 0x1_1d50, 0x1_1da0,
    0x1_1f50, 0x1_6130, 0x1_6a60, 0x1_6ac0, 0x1_6b50, 0x1_6d70, 0x1_ccf0, 0x1_d7ce, 0x1_d7d8, 0x1_d7e2,
    0x1_d7ec, 0x1_d7f6, 0x1_e140, 0x1_e2f0, 0x1_e4f0, 0x1_e5f1, 0x1_e950, 0x1_fbf0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_python_takes_for_a_number() {
        for (text, value) in [
            ("7", 7),
            (" +7\n", 7),
            ("-1_000", -1000),
            ("007", 7),
            ("\u{665}_\u{665}", 55),
            ("\u{a0}5\u{85}", 5),
            ("\u{1c}\u{665}\u{1c}", 5),
            ("99999999999999999999", i64::MAX),
            ("-99999999999999999999", i64::MIN),
        ] {
            assert_eq!(parse(text), Some(value), "{text:?}");
        }
        assert_eq!(parse(&"0".repeat(4300)), Some(0));
    }

    #[test]
    fn what_python_refuses() {
        for text in [
            "",
            " ",
            "-",
            "_1",
            "1_",
            "1__0",
            "--5",
            "- 5",
            "0x1",
            "5.",
            "1 0",
            "\u{1c}5",
            "\u{200b}5",
            "+_5",
        ] {
            assert_eq!(parse(text), None, "{text:?}");
        }
        assert_eq!(parse(&"0".repeat(4301)), None);
    }
}
