//! Formats of Python's `logging` in the style of `%`: `%(levelname)-8s %(message)s`.
//!
//! What only Python knows of a record is filled in as well as can be: there is no line of source, so `lineno` is 0.

use std::time::{SystemTime, UNIX_EPOCH};

use stockade_core::log::{Level, Record};
use stockade_core::pystr;

/// A format, taken apart.
#[derive(Debug)]
pub(super) struct Template {
    parts: Vec<Part>,
    started: SystemTime,
}

#[derive(Debug, PartialEq)]
enum Part {
    Text(String),
    Field(Field),
}

#[derive(Debug, PartialEq)]
struct Field {
    name: String,
    flags: String,
    width: usize,
    precision: Option<usize>,
    conversion: char,
}

/// A field's value, of which Python's conversions depend.
enum Filling {
    Text(String),
    Whole(i64),
    Fraction(f64),
}

/// Whether there is a field at all, which Python asks before anything else.
pub(super) fn holds_field(format: &str) -> bool {
    format.match_indices("%(").any(|(at, _)| {
        let rest = &format[at + 2..];
        let name = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
        let Some(rest) = name.strip_prefix(')').filter(|_| name.len() < rest.len()) else { return false };
        let rest = rest.trim_start_matches(['#', '0', '+', ' ', '-']);
        let number = |rest: &str| -> String {
            let starless = rest.strip_prefix('*');
            starless.unwrap_or_else(|| rest.trim_start_matches(|c: char| c.is_ascii_digit())).to_owned()
        };
        let rest = number(rest);
        let rest = rest.strip_prefix('.').map(number).unwrap_or(rest);
        rest.starts_with(|c: char| "diouxefgcrsa%".contains(c.to_ascii_lowercase()))
    })
}

impl Template {
    /// Takes a format apart, and says why its fields cannot be filled.
    pub(super) fn parse(format: &str) -> Result<Template, String> {
        let mut parts = Vec::new();
        let mut rest = format;
        while let Some(percent) = rest.find('%') {
            parts.push(Part::Text(rest[..percent].to_owned()));
            rest = &rest[percent + 1..];
            if let Some(after) = rest.strip_prefix('%') {
                parts.push(Part::Text("%".to_owned()));
                rest = after;
                continue;
            }
            let (field, after) = Field::parse(rest)?;
            parts.push(Part::Field(field));
            rest = after;
        }
        parts.push(Part::Text(rest.to_owned()));
        let template = Template { parts, started: SystemTime::now() };
        // Whether a field can be filled does not depend on the record.
        let probe = Record::info("main", "");
        template.try_fill(&probe)?;
        Ok(template)
    }

    /// The line for a record.
    pub(super) fn fill(&self, record: &Record) -> String {
        self.try_fill(record).unwrap_or_else(|_| record.message.clone())
    }

    fn try_fill(&self, record: &Record) -> Result<String, String> {
        let now = SystemTime::now();
        let mut line = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => line.push_str(text),
                Part::Field(field) => line.push_str(&field.fill(record, now, self.started)?),
            }
        }
        Ok(line)
    }
}

impl Field {
    /// Reads what follows a percent sign.
    fn parse(text: &str) -> Result<(Field, &str), String> {
        let inside =
            text.strip_prefix('(').ok_or("a percent sign must be followed by a name in parentheses")?;
        let (name, rest) = inside.split_once(')').ok_or("a parenthesis is never closed")?;
        let after_flags = rest.trim_start_matches(['#', '0', '+', ' ', '-']);
        let flags = &rest[..rest.len() - after_flags.len()];
        let number = |text: &str| -> (Option<usize>, usize) {
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            (text[..digits].parse().ok().filter(|&number| number <= 1000), digits)
        };
        let (width, digits) = number(after_flags);
        let mut rest = &after_flags[digits..];
        let mut precision = None;
        if let Some(after) = rest.strip_prefix('.') {
            let (given, digits) = number(after);
            precision = Some(given.unwrap_or(0));
            rest = &after[digits..];
        }
        let conversion = rest.chars().next().ok_or_else(|| format!("the field {name} has no conversion"))?;
        let field = Field {
            name: name.to_owned(),
            flags: flags.to_owned(),
            width: width.unwrap_or(0),
            precision,
            conversion,
        };
        Ok((field, &rest[conversion.len_utf8()..]))
    }

    fn fill(&self, record: &Record, now: SystemTime, started: SystemTime) -> Result<String, String> {
        let filling =
            self.filling(record, now, started).ok_or_else(|| format!("there is no field {}", self.name))?;
        let flag = |flag| self.flags.contains(flag);
        let signed = |number: String| match number.as_bytes().first() {
            Some(b'-') => number,
            _ if flag('+') => format!("+{number}"),
            _ if flag(' ') => format!(" {number}"),
            _ => number,
        };
        let precision = self.precision.unwrap_or(6);
        let text = match (self.conversion, filling) {
            ('s', filling) => self.cut(filling.to_string()),
            ('r' | 'a', Filling::Text(text)) => self.cut(pystr::repr(&text)),
            ('r' | 'a', filling) => self.cut(filling.to_string()),
            ('d' | 'i' | 'u', Filling::Whole(number)) => signed(number.to_string()),
            #[expect(clippy::cast_possible_truncation, reason = "a moment in seconds or milliseconds")]
            ('d' | 'i' | 'u', Filling::Fraction(number)) => signed((number as i64).to_string()),
            #[expect(clippy::cast_precision_loss, reason = "Python's conversion loses the same")]
            ('f' | 'F', Filling::Whole(number)) => signed(format!("{:.precision$}", number as f64)),
            ('f' | 'F', Filling::Fraction(number)) => signed(format!("{number:.precision$}")),
            ('x', Filling::Whole(number)) => signed(format!("{number:x}")),
            ('X', Filling::Whole(number)) => signed(format!("{number:X}")),
            ('o', Filling::Whole(number)) => signed(format!("{number:o}")),
            (conversion, _) => {
                return Err(format!("the field {} cannot be converted by '{conversion}'", self.name));
            }
        };
        let missing = self.width.saturating_sub(text.chars().count());
        let numeric = !matches!(self.conversion, 's' | 'r' | 'a');
        Ok(if flag('-') {
            text + &" ".repeat(missing)
        } else if flag('0') && numeric {
            let (sign, digits) = text.split_at(text.len() - text.trim_start_matches(['+', '-', ' ']).len());
            format!("{sign}{}{digits}", "0".repeat(missing))
        } else {
            " ".repeat(missing) + &text
        })
    }

    fn cut(&self, text: String) -> String {
        match self.precision {
            Some(precision) => text.chars().take(precision).collect(),
            None => text,
        }
    }

    fn filling(&self, record: &Record, now: SystemTime, started: SystemTime) -> Option<Filling> {
        let since = |start: SystemTime| now.duration_since(start).unwrap_or_default();
        Some(match self.name.as_str() {
            "message" | "msg" => Filling::Text(record.message.clone()),
            "levelname" => Filling::Text(record.level.as_str().to_owned()),
            "levelno" => Filling::Whole(level_number(record.level)),
            "module" => Filling::Text(record.module.to_owned()),
            "filename" | "pathname" => Filling::Text(format!("{}.py", record.module)),
            "name" => Filling::Text(logger(record.module)),
            "funcName" => Filling::Text("<module>".to_owned()),
            "lineno" => Filling::Whole(0),
            "created" => Filling::Fraction(since(UNIX_EPOCH).as_secs_f64()),
            "msecs" => Filling::Fraction(f64::from(since(UNIX_EPOCH).subsec_millis())),
            "relativeCreated" => Filling::Fraction(since(started).as_secs_f64() * 1000.0),
            "asctime" => Filling::Text(local_time(now, since(UNIX_EPOCH).subsec_millis())),
            "process" => Filling::Whole(i64::from(std::process::id())),
            "processName" => Filling::Text("MainProcess".to_owned()),
            "thread" => Filling::Whole(1),
            "threadName" => Filling::Text("MainThread".to_owned()),
            "taskName" | "exc_info" | "exc_text" | "stack_info" => Filling::Text("None".to_owned()),
            "args" => Filling::Text("()".to_owned()),
            _ => return None,
        })
    }
}

impl std::fmt::Display for Filling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Filling::Text(text) => f.write_str(text),
            Filling::Whole(number) => write!(f, "{number}"),
            Filling::Fraction(number) => write!(f, "{number:?}"),
        }
    }
}

fn level_number(level: Level) -> i64 {
    match level {
        Level::Debug => 10,
        Level::Info => 20,
        Level::Warning => 30,
        Level::Error => 40,
    }
}

/// The name of the logger that the part of Bandit would log to.
fn logger(module: &str) -> String {
    match module {
        "main" => "root".to_owned(),
        "csv" | "custom" | "html" | "json" | "sarif" | "screen" | "text" | "xml" | "yaml" => {
            format!("bandit.formatters.{module}")
        }
        _ => format!("bandit.core.{module}"),
    }
}

/// `2026-01-31 23:59:59,123` where the machine is.
fn local_time(now: SystemTime, millis: u32) -> String {
    let Ok(now) = jiff::Timestamp::try_from(now) else { return String::new() };
    let local = now.to_zoned(jiff::tz::TimeZone::system());
    format!("{},{millis:03}", local.strftime("%Y-%m-%d %H:%M:%S"))
}

#[cfg(test)]
mod tests {
    use stockade_core::log::Record;

    use super::{Template, holds_field};

    #[track_caller]
    fn check(format: &str, expected: &str) {
        let template = Template::parse(format).unwrap_or_else(|reason| panic!("{format:?}: {reason}"));
        assert_eq!(template.fill(&Record::warning("json", "it's")), expected, "{format:?}");
    }

    #[test]
    fn fields_are_converted_as_python_converts_them() {
        check("%(levelname)s: %(message)s", "WARNING: it's");
        check("[%(levelname)-9s|%(levelname)9s|%(message).2s]", "[WARNING  |  WARNING|it]");
        check(
            "%(levelno)05d %(levelno)+d %(levelno)-4d| %(levelno)x %(levelno).1f",
            "00030 +30 30  | 1e 30.0",
        );
        check("%(message)r %(levelno)s 100%%", "\"it's\" 30 100%");
        check("%(name)s %(module)s %(filename)s:%(lineno)d", "bandit.formatters.json json json.py:0");
        check("%(threadName)s %(processName)s", "MainThread MainProcess");
    }

    #[test]
    fn the_time_has_milliseconds() {
        let line = Template::parse("%(asctime)s").expect("a format").fill(&Record::info("main", ""));
        let shape: String = line.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
        assert_eq!(shape, "0000-00-00 00:00:00,000");
    }

    #[test]
    fn what_cannot_be_filled_is_told() {
        for format in ["%(nope)s", "%(message)d", "%(message", "%(message)", "%s", "100%", "%(message)*d"] {
            assert!(Template::parse(format).is_err(), "{format:?}");
        }
    }

    #[test]
    fn a_format_needs_a_field() {
        for format in ["%(message)s", "x %(a)-5.3d", "%(a)*d", "%(a)%"] {
            assert!(holds_field(format), "{format:?}");
        }
        for format in ["", "abc", "%s", "%()s", "%(a b)s", "%(a)z", "{message}"] {
            assert!(!holds_field(format), "{format:?}");
        }
    }
}
