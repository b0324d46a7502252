//! The part of CPython 3.14's `argparse` that Bandit's commands use, as data: a parser is a list of arguments, and
//! parsing gives either values or what to print and the exit code.
//!
//! `parse` reads the words, `help` lays out usage and help. The texts are argparse's, since scripts and people know
//! them; they are credited in NOTICE. Nothing here prints, exits or looks at the environment.

mod help;
mod parse;
#[cfg(test)]
mod tests;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;

/// A command line's description.
#[derive(Debug)]
pub(crate) struct Parser {
    /// What the command calls itself.
    pub(crate) program: String,
    /// The columns of the terminal, as [`terminal::columns`](super::terminal::columns) counts them.
    pub(crate) columns: i64,
    /// The text between usage and arguments; `%(prog)s` stands for the program.
    pub(crate) description: String,
    /// The text after the arguments.
    pub(crate) epilog: String,
    /// Whether help lines are printed as they are, instead of being wrapped (`RawTextHelpFormatter`); description and
    /// epilog always are.
    pub(crate) raw_help: bool,
    /// The arguments in the order of the help.
    pub(crate) arguments: Vec<Argument>,
}

/// An option or a positional argument.
#[derive(Debug)]
pub(crate) struct Argument {
    /// The option's spellings; none for a positional argument.
    pub(crate) flags: &'static [&'static str],
    /// The name that its value goes by.
    pub(crate) dest: &'static str,
    /// What it does.
    pub(crate) action: Action,
    /// What the help says.
    pub(crate) help: String,
    /// The mutually exclusive group that it belongs to.
    pub(crate) group: Option<&'static str>,
}

/// What an argument does.
#[derive(Debug)]
pub(crate) enum Action {
    /// Keeps the words that follow.
    Store {
        /// How many.
        count: Count,
        /// What they are converted to.
        kind: Kind,
        /// The only words it takes, if it is choosy.
        choices: &'static [&'static str],
        /// The value without it.
        default: Preset,
    },
    /// Is said or not.
    StoreTrue,
    /// Counts how often it is said, on top of a first value.
    Increment(i64),
    /// Prints the help and ends.
    Help,
    /// Prints a text, in which `%(prog)s` stands for the program, and ends.
    Version(String),
}

/// How many words an argument takes (`nargs`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Count {
    /// One.
    One,
    /// One or none (`?`).
    Optional,
    /// Any number (`*`).
    Any,
    /// One at least (`+`).
    Some,
}

/// What a word is converted to (`type`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Itself.
    Str,
    /// A whole number.
    Int,
    /// A file that is created, or emptied, at once; `-` is standard output.
    OutputFile,
}

/// The value of an argument that is not given.
#[derive(Debug, Clone)]
pub(crate) enum Preset {
    /// Nothing.
    None,
    /// A number.
    Int(i64),
    /// A text.
    Str(String),
    /// Standard output.
    Stdout,
}

/// The value of an argument.
#[derive(Debug)]
pub(crate) enum Value {
    /// Nothing.
    None,
    /// Whether it was said.
    Bool(bool),
    /// A number.
    Int(i64),
    /// A text, in the spelling of [`argv`](super::argv).
    Str(String),
    /// Several texts.
    List(Vec<String>),
    /// Standard output.
    Stdout,
    /// An opened file and its name.
    File(OsString, File),
}

/// The values of a command line, each under its argument's `dest`.
#[derive(Debug)]
pub(crate) struct Namespace {
    values: Vec<(&'static str, Value)>,
}

/// The end of a command before it began: what to print, and the exit code.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Exit {
    /// The exit code.
    pub(crate) code: u8,
    /// What goes to standard output.
    pub(crate) stdout: String,
    /// What goes to standard error.
    pub(crate) stderr: String,
}

/// Opens a file for writing, creating or emptying it.
pub(crate) type Opener<'o> = dyn FnMut(&OsStr) -> io::Result<File> + 'o;

impl Parser {
    /// A parser that knows `-h`.
    pub(crate) fn new(program: &str, columns: i64, description: &str) -> Parser {
        Parser {
            program: program.to_owned(),
            columns,
            description: description.to_owned(),
            epilog: String::new(),
            raw_help: false,
            arguments: vec![Argument::option(
                &["-h", "--help"],
                "help",
                Action::Help,
                "show this help message and exit",
            )],
        }
    }

    /// The end that a wrong command line comes to.
    pub(crate) fn error(&self, message: &str) -> Exit {
        let message = format!("{}{}: error: {message}\n", self.usage(), self.program);
        Exit { code: 2, stdout: String::new(), stderr: super::argv::backslashreplace(&message).into_owned() }
    }

    /// A text in which `%(prog)s` may stand for the program.
    fn expand(&self, text: &str) -> String {
        text.replace("%(prog)s", &self.program)
    }
}

impl Argument {
    /// An option.
    pub(crate) fn option(
        flags: &'static [&'static str],
        dest: &'static str,
        action: Action,
        help: impl Into<String>,
    ) -> Argument {
        Argument { flags, dest, action, help: help.into(), group: None }
    }

    /// A positional argument that keeps several words.
    pub(crate) fn positional(dest: &'static str, count: Count, help: &str) -> Argument {
        let action = Action::Store { count, kind: Kind::Str, choices: &[], default: Preset::None };
        Argument { flags: &[], dest, action, help: help.to_owned(), group: None }
    }

    /// The same, in a group of which only one member may be given.
    pub(crate) fn exclusive(self, group: &'static str) -> Argument {
        Argument { group: Some(group), ..self }
    }

    /// How messages name it.
    fn name(&self) -> String {
        if self.flags.is_empty() { self.dest.to_owned() } else { self.flags.join("/") }
    }

    /// How many words it takes; none for a flag.
    fn count(&self) -> Option<Count> {
        if let Action::Store { count, .. } = self.action { Some(count) } else { None }
    }

    fn is_positional(&self) -> bool {
        self.flags.is_empty()
    }
}

impl Action {
    /// Keeps one word.
    pub(crate) fn text() -> Action {
        Action::Store { count: Count::One, kind: Kind::Str, choices: &[], default: Preset::None }
    }

    /// Keeps one of a few words.
    pub(crate) fn choice(choices: &'static [&'static str], default: Preset) -> Action {
        Action::Store { count: Count::One, kind: Kind::Str, choices, default }
    }

    fn initial(&self) -> Option<Value> {
        Some(match self {
            Action::Store { default, .. } => match default {
                Preset::None => Value::None,
                Preset::Int(number) => Value::Int(*number),
                Preset::Str(text) => Value::Str(text.clone()),
                Preset::Stdout => Value::Stdout,
            },
            Action::StoreTrue => Value::Bool(false),
            Action::Increment(first) => Value::Int(*first),
            Action::Help | Action::Version(_) => return None,
        })
    }
}

impl Namespace {
    /// Whether a flag was said.
    pub(crate) fn flag(&self, dest: &str) -> bool {
        matches!(self.get(dest), Some(Value::Bool(true)))
    }

    /// A number; 0 where there is none.
    pub(crate) fn number(&self, dest: &str) -> i64 {
        if let Some(Value::Int(number)) = self.get(dest) { *number } else { 0 }
    }

    /// A text, if there is one.
    pub(crate) fn text(&self, dest: &str) -> Option<&str> {
        if let Some(Value::Str(text)) = self.get(dest) { Some(text) } else { None }
    }

    /// Several texts.
    pub(crate) fn list(&self, dest: &str) -> &[String] {
        if let Some(Value::List(items)) = self.get(dest) { items } else { &[] }
    }

    /// A value, which is no longer there afterwards.
    pub(crate) fn take(&mut self, dest: &str) -> Value {
        let slot = self.values.iter_mut().find(|(name, _)| *name == dest);
        slot.map_or(Value::None, |(_, value)| std::mem::replace(value, Value::None))
    }

    fn get(&self, dest: &str) -> Option<&Value> {
        self.values.iter().find(|(name, _)| *name == dest).map(|(_, value)| value)
    }

    fn set(&mut self, dest: &'static str, value: Value) {
        match self.values.iter_mut().find(|(name, _)| *name == dest) {
            Some(slot) => slot.1 = value,
            None => self.values.push((dest, value)),
        }
    }
}

impl Exit {
    /// A good end, with something to read.
    fn shown(text: String) -> Exit {
        Exit { code: 0, stdout: text, stderr: String::new() }
    }
}
