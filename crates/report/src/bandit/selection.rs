//! Which findings a view reports: those of the levels asked for, less those that a baseline knows.

use std::collections::HashMap;

use stockade_core::finding::Finding;
use stockade_core::report::{Excerpts, FileReport};

use crate::bandit::baseline::Issue;
use crate::bandit::{Aggregate, View};

/// A finding in its file.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The file.
    pub file: &'a FileReport,
    /// The finding.
    pub finding: &'a Finding,
}

impl Place<'_> {
    /// The code around the finding: each line behind its number and `separator`.
    pub(crate) fn code(&self, context: u32, separator: char) -> String {
        let (first, end) = Excerpts::window(self.finding, context);
        let mut code = String::new();
        for (number, line) in self.file.excerpts.lines(first, end) {
            code.push_str(&number.to_string());
            code.push(separator);
            code.push_str(line);
        }
        code
    }
}

/// The findings that a view reports, in report order.
#[derive(Debug)]
pub struct Selection<'a> {
    /// Each finding, and with a baseline the number of its group.
    entries: Vec<(Place<'a>, Option<usize>)>,
    /// Findings that a baseline cannot tell apart.
    groups: Vec<Vec<Place<'a>>>,
}

/// One reported finding.
#[derive(Debug, Clone, Copy)]
pub struct Selected<'s> {
    /// The finding in its file.
    pub place: Place<'s>,
    /// Where a baseline knows one like it less than there are: all that might be the new one, itself among them.
    /// Empty where there is no doubt.
    pub candidates: &'s [Place<'s>],
}

impl<'a> Selection<'a> {
    pub(crate) fn of(view: &View<'a>) -> Selection<'a> {
        let findings = view.report.findings(view.severity, view.confidence);
        let places = findings.map(|(file, finding)| Place { file, finding });
        let Some(baseline) = view.baseline.filter(|baseline| !baseline.is_empty()) else {
            let mut entries =
                Vec::with_capacity(view.report.files.iter().map(|file| file.findings.len()).sum());
            entries.extend(places.map(|place| (place, None)));
            return Selection { entries, groups: Vec::new() };
        };
        let known = baseline.known();
        let mut numbers: HashMap<Issue<'a>, usize> = HashMap::new();
        let mut groups: Vec<Vec<Place<'a>>> = Vec::new();
        let mut entries = Vec::new();
        for place in places {
            let issue = Issue::of(place);
            // All that equal a known finding are known: a second one like it passes unseen, as in Bandit.
            if known.contains(&issue) {
                continue;
            }
            let group = *numbers.entry(issue).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(place);
            entries.push((place, Some(group)));
        }
        Selection { entries, groups }
    }

    /// How many findings are reported.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Each reported finding.
    pub fn iter(&self) -> impl Iterator<Item = Selected<'_>> {
        (0..self.len()).map(|at| self.selected(at))
    }

    /// Each reported finding, ordered as json and yaml order them: equal ones stay in report order.
    pub(crate) fn sorted(&self, aggregate: Aggregate) -> impl Iterator<Item = Selected<'_>> {
        let key = |at: usize| match aggregate {
            Aggregate::File => self.entries[at].0.file.name.as_str(),
            Aggregate::Vulnerability => self.entries[at].0.finding.rule.test_name,
        };
        // Reports list their files in order, or nearly.
        let mut order = Vec::new();
        if !(0..self.len()).is_sorted_by_key(key) {
            order.extend(0..self.len());
            order.sort_by_key(|&at| key(at));
        }
        (0..self.len()).map(move |at| self.selected(order.get(at).copied().unwrap_or(at)))
    }

    fn selected(&self, at: usize) -> Selected<'_> {
        let (place, group) = self.entries[at];
        let candidates = group.map_or(&[][..], |group| &self.groups[group]);
        Selected { place, candidates: if candidates.len() > 1 { candidates } else { &[] } }
    }
}
