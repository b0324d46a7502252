//! YAML as PyYAML's `safe_load` reads it: one document to one value, with PyYAML's words for what is wrong.
//!
//! The scanner is libyaml's. What PyYAML does beside it stands here: the decoding and the tabs that it refuses
//! (`source`), the wording of errors (`words`), the meaning of plain scalars (`resolve`), tags, aliases and merge
//! keys (`construct`).

mod construct;
mod resolve;
mod source;
mod words;

use libyaml_safer::{Encoding, Event, EventData, Mark, Parser};

use self::source::Source;
use self::words::Problem;
use super::{Failure, Value};

/// Reads the single document of a file; `name` is the file's name for messages.
///
/// # Errors
///
/// What is wrong with the text, in PyYAML's words where it has any.
pub fn load(bytes: &[u8], name: &str) -> Result<Value, Failure> {
    let source = Source::decode(bytes).map_err(|words| Failure::Refused(words.of_file(name)))?;
    let (events, problem) = events(&source);
    let refused = |problem: Problem| Failure::Refused(problem.of_file(name));
    // PyYAML composes while it reads: what is wrong with the nodes before a problem is told first.
    let root = construct::compose(events).map_err(refused)?;
    if let Some(problem) = problem {
        return Err(refused(problem));
    }
    let Some((nodes, root)) = root else { return Ok(Value::Null) };
    construct::construct(&nodes, root).map_err(|error| match error {
        construct::Error::Refused(problem) => refused(problem),
        construct::Error::Unusable(reason) => Failure::Unusable(reason),
    })
}

/// The events up to the first problem, and that problem.
fn events(source: &Source) -> (Vec<Event>, Option<Problem>) {
    // libyaml wants a blank after the colon of `[a:]` and knows every directive; PyYAML does neither. The text is
    // changed until libyaml is content, but not for ever, for each change costs another scan.
    let mut padded = Padded::new(source);
    let mut changes = 0..100;
    let (mut events, mut problem) = loop {
        let (events, error) = scan(&padded.text());
        let error = match error {
            None => break (events, None),
            Some(Stop::Panic) => {
                break (events, Some(Problem::at("found a tag that a comma ends", Mark::default())));
            }
            Some(Stop::Error(error)) => error,
        };
        match (error.problem(), error.context_mark(), error.problem_mark(), changes.next()) {
            ("found unexpected ':'", _, Some(colon), Some(_)) => padded.insert_blank_after(colon),
            ("found unknown directive name", Some(began), _, Some(_)) => padded.comment_out(began),
            _ => {
                let place = |mark| source.within(padded.undo(mark));
                break (events, Some(words::of_scanner(&error, source, place)));
            }
        }
    };
    for event in &mut events {
        event.start_mark = padded.undo(event.start_mark);
        event.end_mark = padded.undo(event.end_mark);
        source.unclose(event);
    }
    if padded.has_directive
        && problem.is_none()
        && let Some(wrong) = undirected(&events, source)
    {
        return (Vec::new(), Some(wrong));
    }
    if let Some(earlier) = source.refused(&events)
        && problem.as_ref().is_none_or(|problem| earlier.mark.index < problem.mark.index)
    {
        events.retain(|event| event.start_mark.index < earlier.mark.index);
        problem = Some(earlier);
    }
    (events, problem)
}

/// What is wrong where a document follows a directive without its `---`.
fn undirected(events: &[Event], source: &Source) -> Option<Problem> {
    let document = events.iter().find(|event| matches!(event.data, EventData::DocumentStart { .. }));
    match document.map(|event| (&event.data, event.start_mark)) {
        Some((EventData::DocumentStart { implicit: true, .. }, mark)) => {
            Some(words::no_document(source, mark))
        }
        None => Some(words::no_document(source, source.end())),
        Some(_) => None,
    }
}

/// Why the scanner went no further.
enum Stop {
    Error(libyaml_safer::Error),
    Panic,
}

fn scan(text: &str) -> (Vec<Event>, Option<Stop>) {
    let mut input = text.as_bytes();
    let mut parser = Parser::new();
    parser.set_encoding(Encoding::Utf8);
    parser.set_input_string(&mut input);
    let mut events = Vec::new();
    loop {
        // The scanner panics on a tag that a comma ends. Its state is dropped with it.
        match std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| parser.parse())) {
            Ok(Ok(event)) if matches!(event.data, EventData::StreamEnd) => return (events, None),
            Ok(Ok(event)) => events.push(event),
            Ok(Err(error)) => return (events, Some(Stop::Error(error))),
            Err(_) => return (events, Some(Stop::Panic)),
        }
    }
}

/// A source with what was changed in it, and with an end of its last line, without which the scanner panics in a block scalar.
struct Padded {
    chars: Vec<char>,
    /// Where the blanks are, in ascending order.
    blanks: Vec<u64>,
    /// Where the lines start. The scanner's own indices count some line ends twice.
    lines: Vec<u64>,
    /// Whether a directive was made a comment.
    has_directive: bool,
}

impl Padded {
    fn new(source: &Source) -> Padded {
        let mut chars: Vec<char> = source.from(0).collect();
        chars.extend(source.ends_open().then_some('\n'));
        let mut padded = Padded { chars, blanks: Vec::new(), lines: Vec::new(), has_directive: false };
        padded.find_lines();
        padded
    }

    fn text(&self) -> String {
        self.chars.iter().collect()
    }

    fn find_lines(&mut self) {
        let ends = (0..self.chars.len()).filter(|&at| source::ends_line(&self.chars, at));
        self.lines = std::iter::once(0).chain(ends.map(|at| at as u64 + 1)).collect();
    }

    fn index(&self, mark: Mark) -> u64 {
        let line = usize::try_from(mark.line).ok().and_then(|line| self.lines.get(line));
        line.map_or(self.chars.len() as u64, |start| start + mark.column)
    }

    fn insert_blank_after(&mut self, colon: Mark) {
        let at = self.index(colon) + 1;
        self.blanks.push(at);
        self.chars.insert(usize::try_from(at).unwrap_or(usize::MAX).min(self.chars.len()), ' ');
        self.find_lines();
    }

    fn comment_out(&mut self, directive: Mark) {
        if let Some(percent) =
            usize::try_from(self.index(directive)).ok().and_then(|at| self.chars.get_mut(at))
        {
            *percent = '#';
        }
        self.has_directive = true;
    }

    /// A mark of the padded text in the source.
    fn undo(&self, mark: Mark) -> Mark {
        let index = self.index(mark);
        let line_start = index - mark.column.min(index);
        let before =
            |from: u64| self.blanks.iter().filter(|&&blank| from <= blank && blank < index).count() as u64;
        let mut original = mark;
        original.index = index - before(0);
        original.column -= before(line_start);
        original
    }
}

#[cfg(test)]
mod tests;
