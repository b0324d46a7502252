//! Python's spelling of numbers: `repr`.

use crate::ast::{ExprNumberLiteral, Number};

/// `repr` of a number.
#[must_use]
pub fn repr_number(literal: &ExprNumberLiteral) -> String {
    match &literal.value {
        Number::Int(int) => match int.as_u64() {
            Some(small) => small.to_string(),
            None => decimal(&int.to_string()),
        },
        Number::Float(x) => repr_float(*x),
        Number::Complex { imag, .. } => {
            let text = repr_float(*imag);
            format!("{}j", text.strip_suffix(".0").unwrap_or(&text))
        }
    }
}

/// `repr` of a float: the shortest digits that read back as the same number, with an exponent from 1e16 and below 1e-4.
#[must_use]
pub fn repr_float(x: f64) -> String {
    if x.is_infinite() {
        return if x > 0.0 { "inf".into() } else { "-inf".into() };
    }
    if x.is_nan() {
        return "nan".into();
    }
    let scientific = format!("{x:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) || x == 0.0 {
        let plain = format!("{x}");
        return if plain.contains('.') { plain } else { format!("{plain}.0") };
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

/// The decimal digits of an integer literal of any base that does not fit 64 bits.
fn decimal(literal: &str) -> String {
    let digits: String = literal.chars().filter(|&c| c != '_').collect();
    let (radix, digits) = match digits.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => (16, &digits[2..]),
        Some("0o") => (8, &digits[2..]),
        Some("0b") => (2, &digits[2..]),
        _ => return digits.trim_start_matches('0').to_owned(),
    };
    // Base 10^9, least significant first.
    let mut limbs: Vec<u64> = vec![0];
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        let mut carry = u64::from(digit);
        for limb in &mut limbs {
            let value = *limb * u64::from(radix) + carry;
            *limb = value % 1_000_000_000;
            carry = value / 1_000_000_000;
        }
        if carry > 0 {
            limbs.push(carry);
        }
    }
    let mut out = limbs.pop().unwrap_or(0).to_string();
    for limb in limbs.iter().rev() {
        out.push_str(&format!("{limb:09}"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_as_python_spells_them() {
        let cases = [
            (0.0, "0.0"),
            (1.0, "1.0"),
            (0.1, "0.1"),
            (1e15, "1000000000000000.0"),
            (1e16, "1e+16"),
            (1.5e300, "1.5e+300"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"),
            (123456.789, "123456.789"),
            (f64::INFINITY, "inf"),
        ];
        for (x, text) in cases {
            assert_eq!(repr_float(x), text);
        }
    }

    #[test]
    fn big_integers_in_decimal() {
        assert_eq!(decimal("0xffffffffffffffffffff"), "1208925819614629174706175");
        assert_eq!(decimal("1_000_000_000_000_000_000_000"), "1000000000000000000000");
    }
}
