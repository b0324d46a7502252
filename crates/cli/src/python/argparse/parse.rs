//! How words become values: which are options, what belongs to them, and what is left for the positional arguments.
//!
//! As in argparse, a first look marks each word as an option or not, by its shape and the options there are; then
//! positional arguments and options take their words in turns. A positional argument takes all it can at its first
//! turn: words after a later option may find no taker.

use std::collections::BTreeMap;
use std::ffi::OsString;

use super::{Action, Argument, Count, Exit, Kind, Namespace, Opener, Parser, Value};
use crate::python::{argv, difflib, int, repr};

/// Why parsing ended early.
enum Stop {
    /// The words are wrong.
    Wrong(String),
    /// They asked for help, or for the version.
    Asked(Exit),
}

/// What a word is, after the first look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// An option, known or not.
    Option,
    /// The first `--`.
    Dashes,
    /// Anything else.
    Argument,
}

/// One way to read a word as an option.
#[derive(Clone)]
struct Reading {
    /// Which of the arguments; none for an option that nobody knows.
    argument: Option<usize>,
    /// The spelling that was matched.
    flag: String,
    /// The value that the word itself carries.
    value: Option<String>,
    /// Whether an equals sign sets the value off.
    equals: bool,
}

/// A parse under way.
struct Run<'p, 'o, 'f> {
    parser: &'p Parser,
    words: Vec<String>,
    marks: Vec<Mark>,
    /// The words that are options, each with the ways to read it.
    options: BTreeMap<usize, Vec<Reading>>,
    /// The positional arguments that have not had their turn.
    positionals: Vec<usize>,
    namespace: Namespace,
    /// Words that nobody took.
    extras: Vec<String>,
    /// The arguments that had their turn, even if there was nothing to take.
    seen: Vec<bool>,
    /// The arguments that something was given for.
    given: Vec<bool>,
    open: &'o mut Opener<'f>,
}

impl Parser {
    /// The values of the words, all of which must be known.
    pub(crate) fn parse_args(&self, words: &[OsString], open: &mut Opener<'_>) -> Result<Namespace, Exit> {
        let (namespace, extras) = self.parse_known_args(words, open)?;
        if extras.is_empty() {
            Ok(namespace)
        } else {
            Err(self.error(&format!("unrecognized arguments: {}", extras.join(" "))))
        }
    }

    /// The values of the words that are known, and the other words.
    pub(crate) fn parse_known_args(
        &self,
        words: &[OsString],
        open: &mut Opener<'_>,
    ) -> Result<(Namespace, Vec<String>), Exit> {
        let mut namespace = Namespace { values: Vec::new() };
        for argument in &self.arguments {
            if let Some(value) = argument.action.initial() {
                namespace.set(argument.dest, value);
            }
        }
        let mut run = Run {
            parser: self,
            words: words.iter().map(|word| argv::decode(word)).collect(),
            marks: Vec::new(),
            options: BTreeMap::new(),
            positionals: (0..self.arguments.len()).filter(|i| self.arguments[*i].is_positional()).collect(),
            namespace,
            extras: Vec::new(),
            seen: vec![false; self.arguments.len()],
            given: vec![false; self.arguments.len()],
            open,
        };
        match run.parse() {
            Ok(()) => Ok((run.namespace, run.extras)),
            Err(Stop::Asked(exit)) => Err(exit),
            Err(Stop::Wrong(message)) => Err(self.error(&message)),
        }
    }

    /// The ways to read a word as an option; none if it is no option.
    fn readings(&self, word: &str) -> Option<Vec<Reading>> {
        if !word.starts_with('-') {
            return None;
        }
        if let Some(argument) = self.by_flag(word) {
            return Some(vec![Reading {
                argument: Some(argument),
                flag: word.to_owned(),
                value: None,
                equals: false,
            }]);
        }
        if word.len() == 1 {
            return None;
        }
        if let Some((flag, value)) = word.split_once('=')
            && let Some(argument) = self.by_flag(flag)
        {
            let value = Some(value.to_owned());
            return Some(vec![Reading {
                argument: Some(argument),
                flag: flag.to_owned(),
                value,
                equals: true,
            }]);
        }
        let readings = self.abbreviated(word);
        if !readings.is_empty() {
            return Some(readings);
        }
        // No option looks like a negative number in Bandit's commands: such a word is a value.
        if is_negative_number(word) || word.contains(' ') {
            return None;
        }
        Some(vec![Reading { argument: None, flag: word.to_owned(), value: None, equals: false }])
    }

    /// The options that a word abbreviates or, with one hyphen, begins with.
    fn abbreviated(&self, word: &str) -> Vec<Reading> {
        let (prefix, value) = match word.split_once('=') {
            Some((prefix, value)) => (prefix, Some(value.to_owned())),
            None => (word, None),
        };
        // A single hyphen, a letter, and what is put to it at once.
        let joined = match word.strip_prefix('-').map(str::chars) {
            Some(mut rest) if !word.starts_with("--") => {
                rest.next().map(|letter| (format!("-{letter}"), rest.as_str()))
            }
            _ => None,
        };
        let mut readings = Vec::new();
        for (i, argument) in self.arguments.iter().enumerate() {
            for flag in argument.flags {
                let reading =
                    |value, equals| Reading { argument: Some(i), flag: (*flag).to_owned(), value, equals };
                match &joined {
                    Some((short, rest)) if short == flag => {
                        readings.push(reading(Some((*rest).to_owned()), false))
                    }
                    _ if flag.starts_with(prefix) => readings.push(reading(value.clone(), value.is_some())),
                    _ => {}
                }
            }
        }
        readings
    }

    fn by_flag(&self, flag: &str) -> Option<usize> {
        self.arguments.iter().position(|argument| argument.flags.contains(&flag))
    }
}

impl Run<'_, '_, '_> {
    fn parse(&mut self) -> Result<(), Stop> {
        self.mark();
        let last_option = self.options.keys().next_back().copied();
        let mut at = 0;
        while last_option.is_some_and(|last| at <= last) {
            let next_option = self.options.range(at..).next().map_or(at, |(i, _)| *i);
            if at != next_option {
                let end = self.take_positionals(at)?;
                if end > at {
                    at = end;
                    continue;
                }
            }
            if !self.options.contains_key(&at) {
                self.extras.extend_from_slice(&self.words[at..next_option]);
                at = next_option;
            }
            at = self.take_option(at)?;
        }
        let end = self.take_positionals(at)?;
        self.extras.extend_from_slice(&self.words[end..]);
        self.require()
    }

    /// The first look.
    fn mark(&mut self) {
        let mut dashes = false;
        for (i, word) in self.words.iter().enumerate() {
            let mark = if dashes {
                Mark::Argument
            } else if word == "--" {
                dashes = true;
                Mark::Dashes
            } else if let Some(readings) = self.parser.readings(word) {
                self.options.insert(i, readings);
                Mark::Option
            } else {
                Mark::Argument
            };
            self.marks.push(mark);
        }
    }

    /// Lets the option at a place, and those joined to it, take their words; gives the place after them.
    fn take_option(&mut self, at: usize) -> Result<usize, Stop> {
        let readings = self.options.get(&at).cloned().unwrap_or_default();
        let [reading] = &readings[..] else {
            let matches: Vec<&str> = readings.iter().map(|reading| reading.flag.as_str()).collect();
            return Err(Stop::Wrong(format!(
                "ambiguous option: {} could match {}",
                self.words[at],
                matches.join(", ")
            )));
        };
        let Reading { argument, mut flag, mut value, mut equals } = reading.clone();
        let Some(mut index) = argument else {
            self.extras.push(self.words[at].clone());
            return Ok(at + 1);
        };
        let mut taken: Vec<(usize, Vec<String>)> = Vec::new();
        let end = loop {
            let argument = &self.parser.arguments[index];
            let Some(given) = value.take() else {
                let count = count_after_option(argument, &self.marks[at + 1..])?;
                taken.push((index, self.words[at + 1..=at + count].to_vec()));
                break at + 1 + count;
            };
            if argument.count().is_some() {
                taken.push((index, vec![given]));
                break at + 1;
            }
            // A flag with something put to it: more flags, if it has one hyphen.
            let mut rest = given.chars();
            let next = rest.next().filter(|letter| !flag.starts_with("--") && !equals && *letter != '-');
            let Some(letter) = next else {
                return Err(wrong(argument, &format!("ignored explicit argument {}", repr::string(&given))));
            };
            taken.push((index, Vec::new()));
            flag = format!("-{letter}");
            let Some(joined) = self.parser.by_flag(&flag) else {
                self.extras.push(format!("-{given}"));
                break at + 1;
            };
            index = joined;
            let rest = rest.as_str();
            equals = rest.starts_with('=');
            value = match rest.strip_prefix('=') {
                Some(value) => Some(value.to_owned()),
                None => Some(rest.to_owned()).filter(|rest| !rest.is_empty()),
            };
        };
        for (index, words) in taken {
            self.act(index, words)?;
        }
        Ok(end)
    }

    /// Lets as many positional arguments as match take their words; gives the place after them.
    fn take_positionals(&mut self, mut at: usize) -> Result<usize, Stop> {
        let counts = self.counts_of_positionals(&self.marks[at..]);
        let turn: Vec<usize> = self.positionals.drain(..counts.len()).collect();
        for (index, count) in turn.into_iter().zip(counts) {
            let mut words = self.words[at..at + count].to_vec();
            if self.marks[at..at + count].contains(&Mark::Dashes)
                && let Some(dashes) = words.iter().position(|word| word == "--")
            {
                words.remove(dashes);
            }
            at += count;
            self.act(index, words)?;
        }
        Ok(at)
    }

    /// How many words each of the positional arguments takes, as many of them as find what they need.
    fn counts_of_positionals(&self, marks: &[Mark]) -> Vec<usize> {
        for n in (1..=self.positionals.len()).rev() {
            let needs: Vec<Option<Count>> =
                self.positionals[..n].iter().map(|i| self.parser.arguments[*i].count()).collect();
            let Some(mut counts) = shares(&needs, marks) else { continue };
            // With an option ahead, those that found nothing wait for another turn.
            let end: usize = counts.iter().sum();
            if marks.get(end) == Some(&Mark::Option) {
                while counts.pop_if(|count| *count == 0).is_some() {}
            }
            return counts;
        }
        Vec::new()
    }

    /// Gives an argument its words.
    fn act(&mut self, index: usize, words: Vec<String>) -> Result<(), Stop> {
        let parser = self.parser;
        let argument = &parser.arguments[index];
        self.seen[index] = true;
        let said = !argument.is_positional() || !words.is_empty();
        let value = match &argument.action {
            Action::Store { count, kind, choices, .. } => {
                Some(self.convert(argument, words, *count, *kind, choices)?)
            }
            _ => None,
        };
        if said {
            self.given[index] = true;
            let rivals = parser.arguments.iter().enumerate().filter(|(i, other)| {
                *i != index && other.group.is_some() && other.group == argument.group && self.given[*i]
            });
            if let Some((_, rival)) = rivals.into_iter().next() {
                return Err(wrong(argument, &format!("not allowed with argument {}", rival.name())));
            }
        }
        match &argument.action {
            Action::Store { .. } => self.namespace.set(argument.dest, value.unwrap_or(Value::None)),
            Action::StoreTrue => self.namespace.set(argument.dest, Value::Bool(true)),
            Action::Increment(_) => {
                let count = self.namespace.number(argument.dest);
                self.namespace.set(argument.dest, Value::Int(count.saturating_add(1)));
            }
            Action::Help => return Err(Stop::Asked(Exit::shown(parser.help()))),
            Action::Version(text) => return Err(Stop::Asked(Exit::shown(parser.version(text)))),
        }
        Ok(())
    }

    fn convert(
        &mut self,
        argument: &Argument,
        mut words: Vec<String>,
        count: Count,
        kind: Kind,
        choices: &[&str],
    ) -> Result<Value, Stop> {
        if matches!(count, Count::Any | Count::Some) {
            return Ok(Value::List(words));
        }
        let Some(word) = words.pop() else { return Ok(Value::None) };
        if !choices.is_empty() && !choices.contains(&word.as_str()) {
            return Err(wrong(argument, &not_a_choice(&word, choices)));
        }
        match kind {
            Kind::Str => Ok(Value::Str(word)),
            Kind::Int => match int::parse(&word) {
                Some(number) => Ok(Value::Int(number)),
                None => Err(wrong(argument, &format!("invalid int value: {}", repr::string(&word)))),
            },
            Kind::OutputFile if word == "-" => Ok(Value::Stdout),
            Kind::OutputFile => {
                let name = argv::encode(&word);
                match (self.open)(&name) {
                    Ok(file) => Ok(Value::File(name, file)),
                    Err(error) => {
                        let error = os_error(&error, &word);
                        Err(wrong(argument, &format!("can't open '{word}': {error}")))
                    }
                }
            }
        }
    }

    /// Checks that nothing that must be given is missing.
    fn require(&self) -> Result<(), Stop> {
        let missing = self.parser.arguments.iter().zip(&self.seen).filter(|(argument, seen)| {
            !**seen && argument.is_positional() && matches!(argument.count(), Some(Count::One | Count::Some))
        });
        let missing: Vec<String> = missing.map(|(argument, _)| argument.name()).collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Stop::Wrong(format!("the following arguments are required: {}", missing.join(", "))))
    }
}

fn wrong(argument: &Argument, message: &str) -> Stop {
    Stop::Wrong(format!("argument {}: {message}", argument.name()))
}

fn not_a_choice(word: &str, choices: &[&str]) -> String {
    let hint = difflib::closest(word, choices);
    let hint =
        hint.map(|closest| format!(", maybe you meant {}?", repr::string(closest))).unwrap_or_default();
    let choices: Vec<String> = choices.iter().map(|choice| repr::string(choice)).collect();
    format!("invalid choice: {}{hint} (choose from {})", repr::string(word), choices.join(", "))
}

/// How many of the words after an option belong to it.
fn count_after_option(argument: &Argument, marks: &[Mark]) -> Result<usize, Stop> {
    let run = marks.iter().take_while(|mark| **mark == Mark::Argument).count();
    match argument.count() {
        None => Ok(0),
        Some(Count::One) if run == 0 => Err(wrong(argument, "expected one argument")),
        Some(Count::Some) if run == 0 => Err(wrong(argument, "expected at least one argument")),
        Some(Count::One | Count::Optional) => Ok(run.min(1)),
        Some(Count::Any | Count::Some) => Ok(run),
    }
}

/// How the words at the front are shared among positional arguments, the first taking most; none if they do not do.
fn shares(needs: &[Option<Count>], marks: &[Mark]) -> Option<Vec<usize>> {
    let Some((need, others)) = needs.split_first() else { return Some(Vec::new()) };
    let run = marks.iter().take_while(|mark| **mark != Mark::Option).count();
    (0..=run).rev().find_map(|count| {
        let arguments = marks[..count].iter().filter(|mark| **mark == Mark::Argument).count();
        let enough = match need {
            Some(Count::One) => arguments == 1,
            Some(Count::Optional) => arguments <= 1,
            Some(Count::Some) => arguments >= 1,
            Some(Count::Any) | None => true,
        };
        let rest = enough.then(|| shares(others, &marks[count..])).flatten()?;
        Some(std::iter::once(count).chain(rest).collect())
    })
}

/// Whether a word begins as a negative number does: `-1`, `-.5`.
fn is_negative_number(word: &str) -> bool {
    let Some(rest) = word.strip_prefix('-') else { return false };
    rest.strip_prefix('.').unwrap_or(rest).chars().next().is_some_and(|c| int::digit(c).is_some())
}

/// An `OSError` in Python's words.
fn os_error(error: &std::io::Error, name: &str) -> String {
    let Some(code) = error.raw_os_error() else { return error.to_string() };
    let text = error.to_string();
    let text = text.strip_suffix(&format!(" (os error {code})")).unwrap_or(&text);
    format!("[Errno {code}] {text}: {}", repr::string(name))
}
