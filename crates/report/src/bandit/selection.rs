//! Which findings a view reports: those of the levels asked for, less those that a baseline knows.

use std::collections::HashMap;

use stockade_core::finding::{Finding, Level};
use stockade_core::report::{Excerpts, FileReport, Report};

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
    report: &'a Report,
    severity: Level,
    confidence: Level,
    /// What a baseline leaves, if there is one. Without it a report's findings are where they are.
    left: Option<Left<'a>>,
}

/// What a baseline does not know.
#[derive(Debug, Default)]
struct Left<'a> {
    /// Each finding with the number of its group.
    entries: Vec<(Place<'a>, usize)>,
    /// Findings that the baseline cannot tell apart.
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
        let &View { report, severity, confidence, .. } = view;
        let mut selection = Selection { report, severity, confidence, left: None };
        if let Some(baseline) = view.baseline.filter(|baseline| !baseline.is_empty()) {
            let known = baseline.known();
            // All that equal a known finding are known: a second one like it passes unseen, as in Bandit.
            selection.left =
                Some(Left::of(selection.places().filter(|&place| !known.contains(&Issue::of(place)))));
        }
        selection
    }

    /// The findings of the levels asked for, whatever the baseline.
    fn places(&self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        self.report.findings(self.severity, self.confidence).map(|(file, finding)| Place { file, finding })
    }

    /// How many findings are reported.
    #[must_use]
    pub fn len(&self) -> usize {
        self.left.as_ref().map_or_else(|| self.places().count(), |left| left.entries.len())
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Each reported finding.
    pub fn iter(&self) -> impl Iterator<Item = Selected<'_>> {
        let (all, left) = match &self.left {
            None => (Some(self.places()), None),
            Some(left) => (None, Some(left.iter())),
        };
        let all = all.into_iter().flatten().map(|place| Selected { place, candidates: &[] });
        all.chain(left.into_iter().flatten())
    }

    /// Each reported finding, ordered as json and yaml order them: equal ones stay in report order.
    pub(crate) fn sorted(&self, aggregate: Aggregate) -> Box<dyn Iterator<Item = Selected<'_>> + '_> {
        // Reports list their files in order, or nearly.
        if aggregate == Aggregate::File && self.report.files.is_sorted_by_key(|file| file.name.as_str()) {
            return Box::new(self.iter());
        }
        let mut all: Vec<Selected<'_>> = self.iter().collect();
        all.sort_by(|a, b| a.key(aggregate).cmp(b.key(aggregate)));
        Box::new(all.into_iter())
    }
}

impl<'s> Selected<'s> {
    /// What it is ordered by.
    fn key(&self, aggregate: Aggregate) -> &'s str {
        match aggregate {
            Aggregate::File => &self.place.file.name,
            Aggregate::Vulnerability => self.place.finding.rule.test_name,
        }
    }
}

impl<'a> Left<'a> {
    fn of(places: impl Iterator<Item = Place<'a>>) -> Left<'a> {
        let mut numbers: HashMap<Issue<'a>, usize> = HashMap::new();
        let Left { mut entries, mut groups } = Left::default();
        for place in places {
            let group = *numbers.entry(Issue::of(place)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            groups[group].push(place);
            entries.push((place, group));
        }
        Left { entries, groups }
    }

    fn iter(&self) -> impl Iterator<Item = Selected<'_>> {
        self.entries.iter().map(|&(place, group)| {
            let candidates = &self.groups[group][..];
            Selected { place, candidates: if candidates.len() > 1 { candidates } else { &[] } }
        })
    }
}
