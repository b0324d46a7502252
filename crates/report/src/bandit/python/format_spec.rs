//! Python's format mini-language, for strings and for the non-negative integers that reports hold.

use std::iter::repeat_n;

/// What follows the colon of a replacement field.
struct Spec {
    fill: char,
    align: char,
    sign: Option<char>,
    /// `z`: no negative zero.
    coerce: bool,
    alternate: bool,
    width: Option<usize>,
    grouping: Option<char>,
    precision: Option<usize>,
    fraction_grouping: Option<char>,
    kind: char,
}

/// Widths and precisions from here on exhaust Python's memory, whose error has no words.
const TOO_LONG: usize = 1 << 31;

/// `format(text, spec)`; the error is what Python says.
pub(crate) fn format_str(text: &str, spec: &str) -> Result<String, String> {
    if spec.is_empty() {
        return Ok(text.to_owned());
    }
    let spec = Spec::parse(spec, "str", 's', '<')?;
    if spec.kind != 's' {
        return Err(unknown_kind(spec.kind, "str"));
    }
    match spec.sign {
        Some(' ') => return Err("Space not allowed in string format specifier".to_owned()),
        Some(_) => return Err("Sign not allowed in string format specifier".to_owned()),
        None => {}
    }
    if spec.coerce {
        return Err("Negative zero coercion (z) not allowed in string format specifier".to_owned());
    }
    if spec.alternate {
        return Err("Alternate form (#) not allowed in string format specifier".to_owned());
    }
    if spec.align == '=' {
        return Err("'=' alignment not allowed in string format specifier".to_owned());
    }
    let text = match spec.precision {
        Some(count) => text.chars().take(count).collect(),
        None => text.to_owned(),
    };
    spec.pad("", &text)
}

/// `format(number, spec)`; the error is what Python says.
pub(crate) fn format_int(number: u64, spec: &str) -> Result<String, String> {
    if spec.is_empty() {
        return Ok(number.to_string());
    }
    let spec = Spec::parse(spec, "int", 'd', '>')?;
    if spec.width.is_some_and(|n| n >= TOO_LONG) || spec.precision.is_some_and(|n| n >= TOO_LONG) {
        return Err(String::new());
    }
    match spec.kind {
        'b' | 'c' | 'd' | 'o' | 'x' | 'X' | 'n' => integer(number, &spec),
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => float(number, &spec),
        other => Err(unknown_kind(other, "int")),
    }
}

fn unknown_kind(kind: char, type_name: &str) -> String {
    match u32::from(kind) {
        33..128 => format!("Unknown format code '{kind}' for object of type '{type_name}'"),
        code => format!("Unknown format code '\\x{code:x}' for object of type '{type_name}'"),
    }
}

fn integer(number: u64, spec: &Spec) -> Result<String, String> {
    if spec.precision.is_some() {
        return Err("Precision not allowed in integer format specifier".to_owned());
    }
    if spec.coerce {
        return Err("Negative zero coercion (z) not allowed in integer format specifier".to_owned());
    }
    if spec.kind == 'c' {
        if spec.sign.is_some() {
            return Err("Sign not allowed with integer format specifier 'c'".to_owned());
        }
        if spec.alternate {
            return Err("Alternate form (#) not allowed with integer format specifier 'c'".to_owned());
        }
        let code = u32::try_from(number).ok().filter(|&code| code <= 0x10_ffff);
        let Some(code) = code else { return Err("%c arg not in range(0x110000)".to_owned()) };
        let Some(c) = char::from_u32(code) else {
            return Err(format!(
                "'utf-8' codec can't encode character '\\u{code:x}' in position 0: surrogates not allowed"
            ));
        };
        return spec.number("", "", &c.to_string());
    }
    let (prefix, digits) = match spec.kind {
        'b' => ("0b", format!("{number:b}")),
        'o' => ("0o", format!("{number:o}")),
        'x' => ("0x", format!("{number:x}")),
        'X' => ("0X", format!("{number:X}")),
        _ => ("", number.to_string()),
    };
    spec.number(if spec.alternate { prefix } else { "" }, &digits, "")
}

fn float(number: u64, spec: &Spec) -> Result<String, String> {
    let precision = spec.precision.unwrap_or(6);
    let (digits, rest) = match spec.kind {
        'f' | 'F' => (number.to_string(), zeros(precision)),
        '%' => ((number * 100).to_string(), zeros(precision)),
        'e' | 'E' => scientific(number, precision),
        _ => general(number, precision.max(1), spec.alternate),
    };
    // What comes behind the digits: point, fraction, exponent, percent sign.
    let (fraction, exponent) = rest.split_at(rest.find('e').unwrap_or(rest.len()));
    let mut tail = String::new();
    if !fraction.is_empty() || spec.alternate {
        tail.push('.');
        for (at, digit) in fraction.chars().enumerate() {
            if let Some(separator) = spec.fraction_grouping.filter(|_| at > 0 && at % 3 == 0) {
                tail.push(separator);
            }
            tail.push(digit);
        }
    }
    tail.push_str(&if spec.kind.is_uppercase() { exponent.to_uppercase() } else { exponent.to_owned() });
    if spec.kind == '%' {
        tail.push('%');
    }
    spec.number("", &digits, &tail)
}

fn zeros(count: usize) -> String {
    repeat_n('0', count).collect()
}

/// The digit before the point; the digits after it with the exponent.
fn scientific(number: u64, precision: usize) -> (String, String) {
    // An integer here has at most 20 digits: more precision only adds zeros.
    let exact = precision.min(25);
    let text = format!("{number:.exact$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (digit, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    (digit.to_owned(), format!("{fraction}{}e+{exponent:0>2}", zeros(precision - exact)))
}

/// As many significant digits as `precision` says, as an exponent where the number is longer than that.
fn general(number: u64, precision: usize, keep_zeros: bool) -> (String, String) {
    let (digit, rest) = scientific(number, precision - 1);
    let (fraction, exponent) = rest.split_once("e+").unwrap_or((&rest, "0"));
    let size: usize = exponent.parse().unwrap_or(0);
    let (digits, fraction, exponent) = if size >= precision {
        (digit, fraction.to_owned(), format!("e+{exponent}"))
    } else {
        let (whole, fraction) = fraction.split_at(size);
        (digit + whole, fraction.to_owned(), String::new())
    };
    let fraction = if keep_zeros { &fraction } else { fraction.trim_end_matches('0') };
    (digits, format!("{fraction}{exponent}"))
}

impl Spec {
    fn parse(text: &str, type_name: &str, kind: char, align: char) -> Result<Spec, String> {
        let is_align = |c: &char| matches!(c, '<' | '>' | '=' | '^');
        let whole = text;
        let mut spec = Spec {
            fill: ' ',
            align,
            sign: None,
            coerce: false,
            alternate: false,
            width: None,
            grouping: None,
            precision: None,
            fraction_grouping: None,
            kind,
        };
        let mut rest = Rest(text);
        let (mut filled, mut aligned) = (false, false);
        let mut ahead = text.chars();
        if let (Some(fill), Some(align)) = (ahead.next(), ahead.next().filter(is_align)) {
            (spec.fill, spec.align) = (fill, align);
            (filled, aligned) = (true, true);
            rest = Rest(ahead.as_str());
        } else if let Some(align) = rest.take(|c| is_align(&c)) {
            spec.align = align;
            aligned = true;
        }
        spec.sign = rest.take(|c| matches!(c, ' ' | '+' | '-'));
        spec.coerce = rest.take(|c| c == 'z').is_some();
        spec.alternate = rest.take(|c| c == '#').is_some();
        if !filled && rest.take(|c| c == '0').is_some() {
            spec.fill = '0';
            if !aligned && align == '>' {
                spec.align = '=';
            }
        }
        spec.width = rest.number()?;
        spec.grouping = rest.grouping()?;
        if rest.take(|c| c == '.').is_some() {
            spec.precision = rest.number()?;
            spec.fraction_grouping = rest.grouping()?;
            if spec.precision.is_none() && spec.fraction_grouping.is_none() {
                return Err("Format specifier missing precision".to_owned());
            }
        }
        let mut last = rest.0.chars();
        if let Some(kind) = last.next() {
            if last.next().is_some() {
                return Err(format!("Invalid format specifier '{whole}' for object of type '{type_name}'"));
            }
            spec.kind = kind;
        }
        spec.check_grouping()?;
        Ok(spec)
    }

    fn check_grouping(&self) -> Result<(), String> {
        let refused = match self.grouping {
            None => None,
            Some(separator) => match self.kind {
                'd' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F' => None,
                'b' | 'o' | 'x' | 'X' if separator == '_' => None,
                _ => Some(separator),
            },
        };
        let refused = refused.or(self.fraction_grouping.filter(|_| self.kind == 'n'));
        match refused {
            None => Ok(()),
            Some(separator) if (33..128).contains(&u32::from(self.kind)) => {
                Err(format!("Cannot specify '{separator}' with '{}'.", self.kind))
            }
            Some(separator) => {
                Err(format!("Cannot specify '{separator}' with '\\x{:x}'.", u32::from(self.kind)))
            }
        }
    }

    /// Lays out a number: sign and prefix, padding, grouped digits, the rest.
    fn number(&self, prefix: &str, digits: &str, rest: &str) -> Result<String, String> {
        let sign = match self.sign {
            Some(sign @ ('+' | ' ')) => sign.to_string(),
            _ => String::new(),
        };
        let lead = sign + prefix;
        let mut body = String::new();
        if !digits.is_empty() {
            // Zeros that fill a grouped number are grouped with it.
            let fixed = lead.chars().count() + rest.chars().count();
            let pad = self.fill == '0' && self.align == '=';
            let least = if pad { self.width.unwrap_or(0).saturating_sub(fixed) } else { 0 };
            body = self.grouped(digits, least);
        }
        body.push_str(rest);
        self.pad(&lead, &body)
    }

    fn grouped(&self, digits: &str, least: usize) -> String {
        let Some(separator) = self.grouping else { return format!("{digits:0>least$}", least = least) };
        let size = if matches!(self.kind, 'b' | 'o' | 'x' | 'X') { 4 } else { 3 };
        let mut reversed: Vec<char> = Vec::new();
        let mut source = digits.chars().rev();
        let mut count = 0;
        loop {
            let digit = match source.next() {
                Some(digit) => digit,
                None if reversed.len() < least => '0',
                None => break,
            };
            if count > 0 && count % size == 0 {
                reversed.push(separator);
            }
            reversed.push(digit);
            count += 1;
        }
        reversed.iter().rev().collect()
    }

    /// Pads to the width; with `=` between the lead and the body.
    fn pad(&self, lead: &str, body: &str) -> Result<String, String> {
        let missing = self.width.unwrap_or(0).saturating_sub(lead.chars().count() + body.chars().count());
        if missing >= TOO_LONG {
            return Err(String::new());
        }
        let (left, between, right) = match self.align {
            '<' => (0, 0, missing),
            '^' => (missing / 2, 0, missing - missing / 2),
            '=' => (0, missing, 0),
            _ => (missing, 0, 0),
        };
        let fill = |count| repeat_n(self.fill, count);
        let mut out: String = fill(left).collect();
        out.push_str(lead);
        out.extend(fill(between));
        out.push_str(body);
        out.extend(fill(right));
        Ok(out)
    }
}

/// What of a specifier is still to be read.
struct Rest<'t>(&'t str);

impl Rest<'_> {
    fn take(&mut self, accept: impl Fn(char) -> bool) -> Option<char> {
        let mut chars = self.0.chars();
        let c = chars.next().filter(|&c| accept(c))?;
        self.0 = chars.as_str();
        Some(c)
    }

    fn number(&mut self) -> Result<Option<usize>, String> {
        let digits = self.0.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = self.0.split_at(digits);
        self.0 = rest;
        if number.is_empty() {
            return Ok(None);
        }
        match number.parse::<isize>() {
            Ok(number) => Ok(usize::try_from(number).ok()),
            Err(_) => Err("Too many decimal digits in format string".to_owned()),
        }
    }

    fn grouping(&mut self) -> Result<Option<char>, String> {
        let both = "Cannot specify both ',' and '_'.";
        let comma = self.take(|c| c == ',');
        let underscore = self.take(|c| c == '_');
        if underscore.is_some() && (comma.is_some() || self.0.starts_with(',')) {
            return Err(both.to_owned());
        }
        Ok(comma.or(underscore))
    }
}

#[cfg(test)]
mod tests {
    use super::{format_int, format_str};
    use crate::bandit::python::recorded;

    /// Python makes a string of it, and fails when it is written.
    #[test]
    fn a_lone_surrogate_is_refused() {
        let message = "'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed";
        assert_eq!(format_int(0xd800, "c"), Err(message.to_owned()));
    }

    #[test]
    fn values_are_formatted_as_python_formats_them() {
        recorded::each("format_spec", |case| {
            let spec = case["spec"].as_str().expect("a text");
            let got = match case["value"].as_u64() {
                Some(number) => format_int(number, spec),
                None => format_str(case["value"].as_str().expect("a text"), spec),
            };
            let want = match case["error"].as_str() {
                Some(message) => Err(message.to_owned()),
                None => Ok(case["text"].as_str().expect("a text").to_owned()),
            };
            (want, got)
        });
    }
}
