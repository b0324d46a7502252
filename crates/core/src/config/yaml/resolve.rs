//! What a plain scalar means in PyYAML's YAML 1.1, and the values of scalars by their tag.

use super::super::Value;

/// The tags of YAML's own types.
pub(super) const NULL: &str = "tag:yaml.org,2002:null";
pub(super) const BOOL: &str = "tag:yaml.org,2002:bool";
pub(super) const INT: &str = "tag:yaml.org,2002:int";
pub(super) const FLOAT: &str = "tag:yaml.org,2002:float";
pub(super) const BINARY: &str = "tag:yaml.org,2002:binary";
pub(super) const TIMESTAMP: &str = "tag:yaml.org,2002:timestamp";
pub(super) const STR: &str = "tag:yaml.org,2002:str";
pub(super) const SEQ: &str = "tag:yaml.org,2002:seq";
pub(super) const MAP: &str = "tag:yaml.org,2002:map";
pub(super) const SET: &str = "tag:yaml.org,2002:set";
pub(super) const OMAP: &str = "tag:yaml.org,2002:omap";
pub(super) const PAIRS: &str = "tag:yaml.org,2002:pairs";
pub(super) const MERGE: &str = "tag:yaml.org,2002:merge";
pub(super) const VALUE: &str = "tag:yaml.org,2002:value";

/// The tag that a plain scalar has by its form.
pub(super) fn implicit_tag(text: &str) -> &'static str {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => NULL,
        "yes" | "Yes" | "YES" | "no" | "No" | "NO" | "true" | "True" | "TRUE" | "false" | "False"
        | "FALSE" | "on" | "On" | "ON" | "off" | "Off" | "OFF" => BOOL,
        "<<" => MERGE,
        "=" => VALUE,
        _ if is_float(text) => FLOAT,
        _ if is_int(text) => INT,
        _ if is_timestamp(text) => TIMESTAMP,
        _ => STR,
    }
}

fn is_int(text: &str) -> bool {
    let unsigned = without_sign(text);
    let all = |rest: &str, takes: fn(u8) -> bool| !rest.is_empty() && rest.bytes().all(takes);
    let digits = |rest: &str| rest.bytes().all(is_digit_or_gap);
    match unsigned.as_bytes() {
        [b'0'] => true,
        [b'0', b'b', ..] => all(&unsigned[2..], |b| matches!(b, b'0' | b'1' | b'_')),
        [b'0', b'x', ..] => all(&unsigned[2..], |b| b.is_ascii_hexdigit() || b == b'_'),
        [b'0', ..] => all(&unsigned[1..], |b| matches!(b, b'0'..=b'7' | b'_')),
        [b'1'..=b'9', ..] => {
            let (first, sixtieths) = unsigned.split_once(':').unwrap_or((unsigned, "0"));
            digits(first) && are_sixtieths(sixtieths)
        }
        _ => false,
    }
}

fn is_float(text: &str) -> bool {
    let unsigned = without_sign(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return true;
    }
    let Some((whole, fraction)) = unsigned.split_once('.') else { return false };
    let gapped = |digits: &str| digits.bytes().all(is_digit_or_gap);
    let leads = |digits: &str| digits.starts_with(|c: char| c.is_ascii_digit()) && gapped(digits);
    if let Some((first, sixtieths)) = whole.split_once(':') {
        return leads(first) && are_sixtieths(sixtieths) && gapped(fraction);
    }
    let (fraction, exponent) = match fraction.find(['e', 'E']) {
        Some(at) => (&fraction[..at], Some(&fraction[at + 1..])),
        None => (fraction, None),
    };
    // The sign of the exponent is not optional: `1.0e3` is a string.
    let exponent_holds = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    });
    let number = if whole.is_empty() {
        text.starts_with('.') && leads(fraction)
    } else {
        leads(whole) && gapped(fraction)
    };
    number && exponent_holds
}

fn is_timestamp(text: &str) -> bool {
    text.len() >= 8
        && text.as_bytes()[..4].iter().all(u8::is_ascii_digit)
        && Timestamp::parse(text).is_some_and(|t| t.is_tagged)
}

fn is_digit_or_gap(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

/// Parts of a number to the base sixty: `30` or `30:15`.
fn are_sixtieths(parts: &str) -> bool {
    parts.split(':').all(|part| matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9']))
}

fn without_sign(text: &str) -> &str {
    text.strip_prefix(['-', '+']).unwrap_or(text)
}

/// The value of a scalar under one of YAML's own tags; none where PyYAML stops with an exception that it does not
/// call an error of the file.
pub(super) fn scalar(tag: &str, text: &str) -> Option<Value> {
    match tag {
        NULL => Some(Value::Null),
        BOOL => match text.to_lowercase().as_str() {
            "yes" | "true" | "on" => Some(Value::Bool(true)),
            "no" | "false" | "off" => Some(Value::Bool(false)),
            _ => None,
        },
        INT => int(text),
        FLOAT => float(text),
        TIMESTAMP => Timestamp::parse(text)?.is_real().then(|| Value::Str(text.to_owned())),
        _ => Some(Value::Str(text.to_owned())),
    }
}

fn int(text: &str) -> Option<Value> {
    let plain = text.replace('_', "");
    let negative = plain.starts_with('-');
    let digits = without_sign(&plain);
    let magnitude = match digits.as_bytes() {
        [] => return None,
        [b'0'] => Ok(0),
        [b'0', b'b', ..] => i128::from_str_radix(&digits[2..], 2),
        [b'0', b'x', ..] => i128::from_str_radix(&digits[2..], 16),
        [b'0', b'o' | b'O', ..] => i128::from_str_radix(&digits[2..], 8),
        [b'0', ..] => i128::from_str_radix(digits, 8),
        _ if digits.contains(':') => digits
            .split(':')
            .try_fold(0i128, |sum, part| Ok(sum.saturating_mul(60).saturating_add(part.parse()?))),
        _ => digits.trim_matches(crate::pystr::is_space).parse(),
    };
    let magnitude = match magnitude {
        Ok(magnitude) => magnitude,
        Err(error) if *error.kind() == std::num::IntErrorKind::PosOverflow => i128::MAX,
        Err(_) => return None,
    };
    let value = if negative { -magnitude } else { magnitude };
    // A number beyond 64 bits is kept as it was written.
    Some(i64::try_from(value).map_or_else(|_| Value::Str(text.to_owned()), Value::Int))
}

fn float(text: &str) -> Option<Value> {
    let plain = text.replace('_', "").to_lowercase();
    let sign = if plain.starts_with('-') { -1.0 } else { 1.0 };
    let digits = without_sign(&plain);
    let magnitude = match digits {
        "" => return None,
        ".inf" => f64::INFINITY,
        ".nan" => f64::NAN,
        _ => digits
            .split(':')
            .try_fold(0.0, |sum, part| Some(sum * 60.0 + part.trim().parse::<f64>().ok()?))?,
    };
    Some(Value::Float(sign * magnitude))
}

/// The parts of a date, or of a date and a time.
struct Timestamp {
    year: u32,
    month: u32,
    day: u32,
    /// Hour, minute, second.
    time: Option<[u32; 3]>,
    /// Hours and minutes of the offset from UTC.
    offset: Option<[u32; 2]>,
    /// Whether a plain scalar of this form is a timestamp: a date alone needs two digits for month and day.
    is_tagged: bool,
}

impl Timestamp {
    fn parse(text: &str) -> Option<Timestamp> {
        let mut rest = Digits(text);
        let year = rest.number(4, 4)?;
        rest.take('-')?;
        let (month, month_start) = (rest.number(1, 2)?, rest.0.len());
        rest.take('-')?;
        let (day, end) = (rest.number(1, 2)?, rest.0.len());
        let mut stamp = Timestamp { year, month, day, time: None, offset: None, is_tagged: true };
        if rest.0.is_empty() {
            // `2001-01-01`: the whole has ten characters when both parts have two digits.
            stamp.is_tagged = text.len() == 10 && month_start - end == 3;
            return Some(stamp);
        }
        let before = rest.0.len();
        if rest.take('T').or_else(|| rest.take('t')).is_none() {
            rest.blanks();
            (rest.0.len() < before).then_some(())?;
        }
        let hour = rest.number(1, 2)?;
        rest.take(':')?;
        let minute = rest.number(2, 2)?;
        rest.take(':')?;
        stamp.time = Some([hour, minute, rest.number(2, 2)?]);
        if rest.take('.').is_some() {
            rest.0 = rest.0.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        if rest.0.is_empty() {
            return Some(stamp);
        }
        rest.blanks();
        if rest.take('Z').is_none() {
            rest.take('+').or_else(|| rest.take('-'))?;
            let hours = rest.number(1, 2)?;
            let minutes = if rest.take(':').is_some() { rest.number(2, 2)? } else { 0 };
            stamp.offset = Some([hours, minutes]);
        }
        rest.0.is_empty().then_some(stamp)
    }

    /// Whether there is such a moment, as Python's `datetime` sees it.
    fn is_real(&self) -> bool {
        let leap =
            self.year.is_multiple_of(4) && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        let days = match self.month {
            2 => 28 + u32::from(leap),
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        self.year >= 1
            && (1..=days).contains(&self.day)
            && self.time.is_none_or(|[hour, minute, second]| hour < 24 && minute < 60 && second < 60)
            && self.offset.is_none_or(|[hours, minutes]| hours * 60 + minutes < 24 * 60)
    }
}

/// What is left of a text of numbers and signs.
struct Digits<'t>(&'t str);

impl Digits<'_> {
    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let count = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let (digits, rest) = self.0.split_at_checked(count).filter(|_| count >= least)?;
        self.0 = rest;
        digits.parse().ok()
    }

    fn take(&mut self, sign: char) -> Option<()> {
        self.0 = self.0.strip_prefix(sign)?;
        Some(())
    }

    fn blanks(&mut self) {
        self.0 = self.0.trim_start_matches([' ', '\t']);
    }
}
