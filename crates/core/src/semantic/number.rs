//! Python's spelling of numbers: `repr`.

use crate::ast::{ExprNumberLiteral, Number};

/// An integer has more decimal digits than Python prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooManyDigits;

impl std::fmt::Display for TooManyDigits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(
            "Exceeds the limit (4300 digits) for integer string conversion; use sys.set_int_max_str_digits() to increase the limit",
        )
    }
}

/// `sys.int_info.default_max_str_digits`
const MAX_DIGITS: usize = 4300;

/// `repr` of a number.
///
/// # Errors
///
/// Where it is an integer of more digits than Python prints.
pub fn repr_number(literal: &ExprNumberLiteral) -> Result<String, TooManyDigits> {
    Ok(match &literal.value {
        Number::Int(int) => match int.as_u64() {
            Some(small) => small.to_string(),
            None => decimal(&int.to_string())?,
        },
        Number::Float(x) => repr_float(*x),
        Number::Complex { imag, .. } => {
            let text = repr_float(*imag);
            format!("{}j", text.strip_suffix(".0").unwrap_or(&text))
        }
    })
}

/// The octal digits of an integer literal: `oct` without its `0o`. Empty for a number that is no integer.
#[must_use]
pub fn octal(literal: &ExprNumberLiteral) -> String {
    let Number::Int(int) = &literal.value else { return String::new() };
    if let Some(small) = int.as_u64() {
        return format!("{small:o}");
    }
    let (radix, digits) = radix_and_digits(&int.to_string());
    let bits_a_digit = match radix {
        16 => 4,
        8 => 3,
        2 => 1,
        // Of decimal integers the parser's limit keeps the digits few.
        _ => {
            return of_limbs(
                &limbs(radix, &digits, 1 << 30),
                |limb| format!("{limb:o}"),
                |limb| format!("{limb:010o}"),
            );
        }
    };
    let bits: Vec<u8> = digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(radix))
        .flat_map(|digit| (0..bits_a_digit).map(move |bit| u8::from(digit & (1 << bit) != 0)))
        .collect();
    let octal = bits.chunks(3).map(|bits| {
        let digit = bits.iter().rev().fold(0, |digit, bit| digit << 1 | bit);
        char::from(b'0' + digit)
    });
    let octal: String = octal.collect::<Vec<char>>().into_iter().rev().collect();
    octal.trim_start_matches('0').to_owned()
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

/// The base of an integer literal, and its digits.
fn radix_and_digits(literal: &str) -> (u32, String) {
    let digits: String = literal.chars().filter(|&c| c != '_').collect();
    match digits.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => (16, digits[2..].to_owned()),
        Some("0o") => (8, digits[2..].to_owned()),
        Some("0b") => (2, digits[2..].to_owned()),
        _ => (10, digits),
    }
}

/// The decimal digits of an integer literal of any base that does not fit 64 bits.
fn decimal(literal: &str) -> Result<String, TooManyDigits> {
    let (radix, digits) = radix_and_digits(literal);
    let digits = digits.trim_start_matches('0');
    if radix == 10 {
        return Ok(digits.to_owned());
    }
    // 4300 decimal digits are 14,285 bits: what has clearly more is not worth converting, which takes quadratic time.
    if digits.len() * radix.ilog2() as usize > 14_300 {
        return Err(TooManyDigits);
    }
    let out =
        of_limbs(&limbs(radix, digits, 1_000_000_000), |limb| limb.to_string(), |limb| format!("{limb:09}"));
    if out.len() > MAX_DIGITS { Err(TooManyDigits) } else { Ok(out) }
}

/// A number in a base that fits 32 bits, least significant first.
fn limbs(radix: u32, digits: &str, base: u64) -> Vec<u64> {
    let mut limbs: Vec<u64> = vec![0];
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        let mut carry = u64::from(digit);
        for limb in &mut limbs {
            let value = *limb * u64::from(radix) + carry;
            *limb = value % base;
            carry = value / base;
        }
        if carry > 0 {
            limbs.push(carry);
        }
    }
    limbs
}

/// The digits of limbs: the most significant as it is, the others filled up.
fn of_limbs(limbs: &[u64], first: impl Fn(u64) -> String, rest: impl Fn(u64) -> String) -> String {
    let mut limbs = limbs.iter().rev().copied();
    let mut out = limbs.next().map(first).unwrap_or_default();
    limbs.for_each(|limb| out.push_str(&rest(limb)));
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
        assert_eq!(decimal("0xffffffffffffffffffff").as_deref(), Ok("1208925819614629174706175"));
        assert_eq!(decimal("1_000_000_000_000_000_000_000").as_deref(), Ok("1000000000000000000000"));
        assert_eq!(decimal("0O2_000000000000000000000000").as_deref(), Ok("9444732965739290427392"));
        // 10 ** 4300 is the first that is not printed.
        let bits = |n: usize| decimal(&format!("0b1{}", "0".repeat(n)));
        assert_eq!(bits(14_284).map(|digits| digits.len()), Ok(4300));
        assert_eq!(bits(14_285), Err(TooManyDigits));
        assert_eq!(bits(1_000_000), Err(TooManyDigits));
    }

    #[test]
    fn integers_in_octal() {
        let of = |literal: &str| {
            let text = format!("{literal}\n");
            let tree = crate::parse::parse(&text);
            let Some(crate::ast::Stmt::Expr(stmt)) = tree.module().body.first() else { panic!("{text}") };
            let crate::ast::Expr::NumberLiteral(number) = &*stmt.value else { panic!("{text}") };
            octal(number)
        };
        assert_eq!((of("0"), of("493"), of("0o777")), ("0".into(), "755".into(), "777".into()));
        assert_eq!(of("0xffffffffffffffffff"), "777777777777777777777777");
        assert_eq!(of("0x1000000000000000007"), "1000000000000000000000007");
        assert_eq!(of("0o1_0000000000000000000000_17"), "1000000000000000000000017");
        assert_eq!(
            of("0b1111111111111111111111111111111111111111111111111111111111111111111"),
            "17777777777777777777777"
        );
        assert_eq!(of("18446744073709551617"), "2000000000000000000001");
    }
}
