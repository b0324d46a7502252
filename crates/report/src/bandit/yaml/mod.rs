//! The yaml format: the json format's content as PyYAML writes it, `\n` in code spelt out.

mod emitter;
mod scalar;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{self, Write};

use stockade_core::finding::Cwe;

use crate::bandit::format::Failure;
use crate::bandit::python::time;
use crate::bandit::selection::{Place, Selected};
use crate::bandit::{View, counts};

use emitter::Emitter;

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let mut yaml = Emitter::new(out);
    yaml.mapping()?;
    yaml.key("errors")?;
    errors(view, &mut yaml)?;
    yaml.key("generated_at")?;
    yaml.text(&time::seconds(view.now))?;
    yaml.key("metrics")?;
    yaml.mapping()?;
    let totals = view.report.totals();
    for (name, metrics) in counts::sorted(view.report, &totals) {
        yaml.key(name)?;
        yaml.mapping()?;
        for (name, count) in counts::by_name(metrics) {
            yaml.key(name)?;
            yaml.integer(count)?;
        }
        yaml.end()?;
    }
    yaml.end()?;
    yaml.key("results")?;
    results(view, &mut yaml)?;
    yaml.end()?;
    Ok(yaml.finish()?)
}

fn errors(view: &View, yaml: &mut Emitter) -> io::Result<()> {
    let mut skipped = view.report.skipped().peekable();
    if skipped.peek().is_none() {
        return yaml.empty_sequence();
    }
    yaml.sequence()?;
    for (name, reason) in skipped {
        yaml.item()?;
        yaml.mapping()?;
        yaml.key("filename")?;
        yaml.text(name)?;
        yaml.key("reason")?;
        yaml.text(reason)?;
        yaml.end()?;
    }
    yaml.end()
}

fn results(view: &View, yaml: &mut Emitter) -> io::Result<()> {
    let selection = view.selection();
    if selection.is_empty() {
        return yaml.empty_sequence();
    }
    let results: Vec<_> = selection.sorted(view.aggregate).collect();
    let mut anchors = Anchors::of(&results);
    yaml.sequence()?;
    for selected in &results {
        yaml.item()?;
        finding(selected.place, view.context_lines(), &mut anchors, yaml)?;
    }
    yaml.end()
}

fn finding<'a>(
    place: Place<'a>,
    context: u32,
    anchors: &mut Anchors<'a>,
    yaml: &mut Emitter,
) -> io::Result<()> {
    let Place { file, finding } = place;
    yaml.mapping()?;
    yaml.key("code")?;
    yaml.text(&place.code(context, ' ').replace('\n', "\\n"))?;
    yaml.key("col_offset")?;
    yaml.integer(finding.column.into())?;
    yaml.key("end_col_offset")?;
    yaml.integer(finding.end_column.into())?;
    yaml.key("filename")?;
    yaml.text(&file.name)?;
    yaml.key("issue_confidence")?;
    yaml.text(finding.confidence.as_str())?;
    yaml.key("issue_cwe")?;
    if finding.cwe == Cwe::NONE {
        yaml.empty_mapping()?;
    } else {
        yaml.mapping()?;
        yaml.key("id")?;
        yaml.integer(finding.cwe.0.into())?;
        yaml.key("link")?;
        yaml.text(&finding.cwe.link())?;
        yaml.end()?;
    }
    yaml.key("issue_severity")?;
    yaml.text(finding.severity.as_str())?;
    yaml.key("issue_text")?;
    yaml.text(&finding.message)?;
    yaml.key("line_number")?;
    yaml.integer(finding.line.into())?;
    yaml.key("line_range")?;
    match anchors.next(place) {
        Reference::Repeated(anchor) => yaml.alias(anchor)?,
        Reference::First(anchor) => {
            yaml.anchor(anchor)?;
            lines(place, yaml)?;
        }
        Reference::Only => lines(place, yaml)?,
    }
    yaml.key("more_info")?;
    yaml.text(&finding.rule.more_info().unwrap_or_default())?;
    yaml.key("test_id")?;
    yaml.text(finding.rule.id)?;
    yaml.key("test_name")?;
    yaml.text(finding.rule.test_name)?;
    yaml.end()
}

fn lines(place: Place, yaml: &mut Emitter) -> io::Result<()> {
    yaml.sequence()?;
    for line in place.finding.lines.iter() {
        yaml.item()?;
        yaml.integer(line.into())?;
    }
    yaml.end()
}

/// The findings of one node share one list of lines in Bandit, which PyYAML writes once and then refers to.
struct Anchors<'a> {
    lists: HashMap<List<'a>, Anchor>,
}

/// What tells one list of lines from another: file, node and lines. A finding that has lines of its own shares them
/// with none.
type List<'a> = (&'a str, u32, u32, u32);

#[derive(Default)]
struct Anchor {
    /// The number of the anchor, once a second finding is seen to share the list.
    number: Option<usize>,
    written: bool,
}

/// How a list is to be written.
enum Reference {
    Only,
    First(usize),
    Repeated(usize),
}

impl<'a> Anchors<'a> {
    /// Numbers the lists that come more than once, in the order in which they come the second time.
    fn of(results: &[Selected<'a>]) -> Anchors<'a> {
        let mut lists: HashMap<List<'a>, Anchor> = HashMap::new();
        let mut last = 0;
        for selected in results {
            match lists.entry(list(selected.place)) {
                Entry::Vacant(entry) => {
                    entry.insert(Anchor::default());
                }
                Entry::Occupied(mut entry) => {
                    entry.get_mut().number.get_or_insert_with(|| {
                        last += 1;
                        last
                    });
                }
            }
        }
        Anchors { lists }
    }

    /// How to write the list of a finding that is about to be written.
    fn next(&mut self, place: Place<'a>) -> Reference {
        match self.lists.get_mut(&list(place)) {
            Some(Anchor { number: Some(number), written: true }) => Reference::Repeated(*number),
            Some(Anchor { number: Some(number), written }) => {
                *written = true;
                Reference::First(*number)
            }
            _ => Reference::Only,
        }
    }
}

fn list(place: Place<'_>) -> List<'_> {
    let lines = place.finding.lines;
    (&place.file.name, place.finding.node, lines.first, lines.last)
}
