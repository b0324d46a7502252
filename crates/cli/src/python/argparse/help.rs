//! Usage and help, laid out as argparse's `RawDescriptionHelpFormatter` and `RawTextHelpFormatter` do.

use super::{Action, Argument, Count, Parser};
use crate::python::textwrap;

/// The indentation of arguments below their heading.
const INDENT: usize = 2;
/// The column at which the arguments' help begins at most.
const MOST_HELP_POSITION: i64 = 24;
/// The columns that help keeps however narrow the terminal is.
const LEAST_HELP_WIDTH: i64 = 11;

impl Parser {
    /// The usage, with a line end.
    pub(crate) fn usage(&self) -> String {
        tidy(&self.usage_section())
    }

    /// The whole help.
    pub(crate) fn help(&self) -> String {
        let mut help = self.usage_section();
        help.push_str(&self.text(&self.description));
        let (positionals, options): (Vec<&Argument>, Vec<_>) =
            self.arguments.iter().partition(|argument| argument.is_positional());
        let longest =
            self.arguments.iter().map(|argument| len(&invocation(argument)) + INDENT).max().unwrap_or(0);
        for (heading, arguments) in [("positional arguments", positionals), ("options", options)] {
            if !arguments.is_empty() {
                help.push_str(&format!("\n{heading}:\n"));
                help.extend(arguments.into_iter().map(|argument| self.argument(argument, longest)));
                help.push('\n');
            }
        }
        help.push_str(&self.text(&self.epilog));
        tidy(&help)
    }

    /// The version, laid out as a text of its own.
    pub(super) fn version(&self, text: &str) -> String {
        tidy(&self.text(text))
    }

    fn text(&self, text: &str) -> String {
        if text.is_empty() { String::new() } else { format!("{}\n\n", self.expand(text)) }
    }

    /// The columns that lines may fill.
    fn width(&self) -> i64 {
        self.columns.saturating_sub(2)
    }

    /// One argument with its help, beside it or below it.
    fn argument(&self, argument: &Argument, longest: usize) -> String {
        let most = MOST_HELP_POSITION.min((self.width() - 20).max(2 * INDENT as i64));
        let position = most.min(signed(longest) + 2);
        let width = unsigned((self.width() - position).max(LEAST_HELP_WIDTH));
        let position = unsigned(position);
        let invocation = invocation(argument);
        let room = position - INDENT - 2;
        let mut out = " ".repeat(INDENT);
        out.push_str(&invocation);
        if argument.help.is_empty() {
            out.push('\n');
            return out;
        }
        let help = self.expand(&argument.help);
        let lines: Vec<String> = if self.raw_help {
            help.lines().map(str::to_owned).collect()
        } else {
            textwrap::wrap(&help, width)
        };
        let mut beside = len(&invocation) <= room;
        if beside {
            out.extend(std::iter::repeat_n(' ', room - len(&invocation) + 2));
        } else {
            out.push('\n');
        }
        for line in lines {
            if !beside {
                out.push_str(&" ".repeat(position));
            }
            beside = false;
            out.push_str(&line);
            out.push('\n');
        }
        out
    }

    fn usage_section(&self) -> String {
        const PREFIX: &str = "usage: ";
        let (options, positionals) = self.usage_parts();
        let width = self.width();
        let mut words = vec![self.program.clone()];
        words.extend(options.iter().chain(&positionals).cloned());
        let line = words.join(" ");
        if signed(PREFIX.len() + len(&line)) <= width {
            return format!("{PREFIX}{line}\n\n");
        }
        let start = PREFIX.len() + len(&self.program);
        let lines = if 4 * signed(start) <= 3 * width {
            // The program is short: the arguments stand beside it.
            let indent = " ".repeat(start + 1);
            let mut first = vec![self.program.clone()];
            if options.is_empty() {
                first.extend(positionals);
                filled(&first, &indent, Some(PREFIX), width)
            } else {
                first.extend(options);
                let mut lines = filled(&first, &indent, Some(PREFIX), width);
                lines.extend(filled(&positionals, &indent, None, width));
                lines
            }
        } else {
            // It is long, and has a line of its own.
            let indent = " ".repeat(PREFIX.len());
            let together: Vec<String> = options.iter().chain(&positionals).cloned().collect();
            let mut lines = filled(&together, &indent, None, width);
            if lines.len() > 1 {
                lines = filled(&options, &indent, None, width);
                lines.extend(filled(&positionals, &indent, None, width));
            }
            lines.insert(0, self.program.clone());
            lines
        };
        format!("{PREFIX}{}\n\n", lines.join("\n"))
    }

    /// The words of the usage that a line may end after: options, the members of a group together, then positionals.
    fn usage_parts(&self) -> (Vec<String>, Vec<String>) {
        let mut options = Vec::new();
        let mut positionals = Vec::new();
        for (i, argument) in self.arguments.iter().enumerate() {
            let group: Vec<&Argument> = match argument.group {
                Some(group) if self.arguments[..i].iter().any(|other| other.group == Some(group)) => continue,
                Some(group) => self.arguments.iter().filter(|other| other.group == Some(group)).collect(),
                None => vec![argument],
            };
            if argument.is_positional() {
                positionals.push(words_taken(argument, argument.dest));
            } else if let [_] = group[..] {
                options.push(format!("[{}]", usage_of(argument)));
            } else {
                let last = group.len() - 1;
                options.extend(group.iter().enumerate().map(|(i, member)| {
                    let open = if i == 0 { "[" } else { "" };
                    let close = if i == last { "]" } else { " |" };
                    format!("{open}{}{close}", usage_of(member))
                }));
            }
        }
        (options, positionals)
    }
}

/// Lines filled with words up to the width; the first leaves room for the prefix, and has no indentation then.
fn filled(words: &[String], indent: &str, prefix: Option<&str>, width: i64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line: Vec<&str> = Vec::new();
    let mut length = signed(prefix.unwrap_or(indent).len()) - 1;
    for word in words {
        if length + 1 + signed(len(word)) > width && !line.is_empty() {
            lines.push(format!("{indent}{}", line.join(" ")));
            line.clear();
            length = signed(indent.len()) - 1;
        }
        line.push(word);
        length += signed(len(word)) + 1;
    }
    if !line.is_empty() {
        lines.push(format!("{indent}{}", line.join(" ")));
    }
    if let (Some(_), Some(first)) = (prefix, lines.first_mut()) {
        first.drain(..indent.len());
    }
    lines
}

/// An option as the usage shows it: its first spelling and its value.
fn usage_of(argument: &Argument) -> String {
    match argument.flags.first() {
        Some(flag) if argument.count().is_some() => {
            format!("{flag} {}", words_taken(argument, &argument.dest.to_uppercase()))
        }
        Some(flag) => (*flag).to_owned(),
        None => String::new(),
    }
}

/// An argument as the help lists it: all its spellings and its value.
fn invocation(argument: &Argument) -> String {
    if argument.is_positional() {
        return argument.dest.to_owned();
    }
    let flags = argument.flags.join(", ");
    if argument.count().is_none() {
        return flags;
    }
    format!("{flags} {}", words_taken(argument, &argument.dest.to_uppercase()))
}

/// The words that an argument takes, each by the given name or as the list of its choices.
fn words_taken(argument: &Argument, name: &str) -> String {
    let Action::Store { count, choices, .. } = &argument.action else { return String::new() };
    let name = if choices.is_empty() { name.to_owned() } else { format!("{{{}}}", choices.join(",")) };
    match count {
        Count::One => name,
        Count::Optional => format!("[{name}]"),
        Count::Any => format!("[{name} ...]"),
        Count::Some => format!("{name} [{name} ...]"),
    }
}

/// At most one empty line in a row, none at either end, and a line end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut newlines = 0;
    for c in text.trim_matches('\n').chars() {
        newlines = if c == '\n' { newlines + 1 } else { 0 };
        if newlines <= 2 {
            out.push(c);
        }
    }
    if !text.is_empty() {
        out.push('\n');
    }
    out
}

/// The length that Python gives a text: its characters.
fn len(text: &str) -> usize {
    text.chars().count()
}

fn signed(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

fn unsigned(length: i64) -> usize {
    usize::try_from(length).unwrap_or(0)
}
