//! Suppression in the native dialect, as a stage over data: raw findings and comments in; reported, suppressed and
//! remarks out. No rule and no walker knows of this. Bandit's own grammar is in [`nosec`](crate::nosec).

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::{Finding, LineRange, Suppression, Suppressor};
use crate::module::Module;
use crate::nosec::{Raw, Vocabulary};
use crate::parse::Tree;
use crate::report::Remark;
use crate::scan::{Checks, Options};

/// The suppressions of a file, by line.
#[derive(Debug, Default)]
pub struct Comments {
    lines: FxHashMap<u32, FxHashSet<String>>,
}

/// What [`split`] makes of a file's raw findings.
#[derive(Debug, Default)]
pub struct Split {
    /// What is reported.
    pub reported: Vec<Finding>,
    /// What a comment suppressed; each says which.
    pub suppressed: Vec<Finding>,
    /// What there is to say of the comments.
    pub remarks: Vec<Remark>,
}

impl Comments {
    /// Reads the comments of a module.
    #[must_use]
    pub fn read(
        module: &Module<'_>,
        tree: &Tree,
        vocabulary: &dyn Vocabulary,
        options: &Options,
    ) -> Comments {
        let mut comments = Comments::default();
        if options.ignore_nosec || memchr::memmem::find(module.text.as_bytes(), b"nosec").is_none() {
            return comments;
        }
        for range in tree.comments() {
            if let Some(words) = module.text[range].trim_start_matches(['#', ' ']).strip_prefix("nosec") {
                let ids = words.split([' ', ',', ':']).filter_map(|word| vocabulary.id_of(word));
                comments.lines.insert(module.lines().line(range.start()), ids.map(str::to_owned).collect());
            }
        }
        comments
    }

    fn on(&self, lines: LineRange) -> impl Iterator<Item = (u32, &FxHashSet<String>)> {
        lines.iter().filter_map(|line| Some((line, self.lines.get(&line)?)))
    }
}

/// Parts the findings by the comments on the lines of their code and of the smallest statement around it.
#[must_use]
pub fn split(raw: Raw, comments: &Comments, module: &Module<'_>, _checks: &dyn Checks) -> Split {
    let mut split = Split::default();
    for raw in raw.findings {
        let mut finding = raw.finding;
        let statement = raw.statement.map(|range| module.lines().lines(range));
        let mut around =
            [Some(finding.lines), statement].into_iter().flatten().flat_map(|lines| comments.on(lines));
        let met = around.find(|(_, ids)| ids.is_empty() || ids.contains(finding.rule.id));
        match met {
            None => split.reported.push(finding),
            Some((line, _)) => {
                finding.suppression =
                    Some(Box::new(Suppression { by: Suppressor::Nosec { line }, reason: None }));
                split.suppressed.push(finding);
            }
        }
    }
    split
}
