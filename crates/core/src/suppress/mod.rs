//! Suppression in the native dialect, as a stage over data: raw findings and comments in; reported, suppressed and
//! remarks out. No rule and no walker knows of this. Bandit's own grammar is in [`nosec`](crate::nosec).
//!
//! A comment concerns the findings whose code, or the smallest statement around whose code, has a part on the comment's
//! line; of a statement with a body only its header counts. Where several comments concern one, what they say adds up.

mod grammar;
mod remarks;
mod removal;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::finding::{Finding, LineRange, Suppression, Suppressor};
use crate::module::Module;
use crate::nosec::{Raw, Vocabulary};
use crate::parse::Tree;
use crate::report::Remark;
use crate::scan::{Checks, Options};
use grammar::{Directive, Kind};

/// The suppressions of a file.
#[derive(Debug, Default)]
pub struct Comments {
    /// In the order of the text.
    directives: Vec<Directive>,
    /// Which of them concern the whole file.
    whole_file: Vec<usize>,
    /// Whether the tree is all that the text holds, so that what finds nothing is in vain.
    complete: bool,
    wants_reasons: bool,
}

/// What [`split`] makes of a file's raw findings.
#[derive(Debug, Default)]
pub struct Split {
    /// What is reported.
    pub reported: Vec<Finding>,
    /// What a comment suppressed; each says which.
    pub suppressed: Vec<Finding>,
    /// What there is to say of the comments, in the order of the text.
    pub remarks: Vec<Remark>,
}

/// The numbers of the directives on the lines of a finding's code, where they are not among those on the lines of the
/// statement around it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Concerning {
    own: Range<usize>,
    around: Range<usize>,
}

impl Concerning {
    fn len(&self) -> usize {
        self.own.len() + self.around.len()
    }
}

/// So many comments are asked each time.
const FEW: usize = 8;

/// What a directive has suppressed.
#[derive(Debug, Default, Clone)]
struct Use {
    /// Anything at all.
    any: bool,
    /// For each of its words: whether a finding of that rule.
    words: Vec<bool>,
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
        let bytes = module.text.as_bytes();
        let nosec = !options.ignore_nosec && memchr::memmem::find(bytes, b"nosec").is_some();
        let noqa = !options.ignore_nosec && options.noqa && has_noqa(bytes);
        let mut comments = Comments::default();
        if !nosec && !noqa {
            return comments;
        }
        for range in tree.comments() {
            let line = || module.lines().line(range.start());
            grammar::read(module.text, range, line, vocabulary, noqa, &mut comments.directives);
        }
        let whole_file = |at: &usize| comments.directives[*at].kind == Kind::NoqaFile;
        comments.whole_file = (0..comments.directives.len()).filter(whole_file).collect();
        comments.complete = !tree.is_partial();
        comments.wants_reasons = options.nosec_reasons;
        comments
    }

    /// Which directives concern a finding by their lines.
    fn concerning(&self, lines: LineRange, statement: Option<LineRange>) -> Concerning {
        let on = |lines: LineRange| {
            let first = self.directives.partition_point(|d| d.line < lines.first);
            let count = self.directives[first..].partition_point(|d| d.line <= lines.last);
            first..first + count
        };
        let (own, around) = (on(lines), statement.map(on).unwrap_or_default());
        let is_inside = around.start <= own.start && own.end <= around.end;
        Concerning { own: if is_inside { 0..0 } else { own }, around }
    }

    /// The numbers of those, and of what concerns the whole file, in the order of the text.
    fn all(&self, concerning: &Concerning) -> Vec<usize> {
        let mut found: Vec<usize> = concerning.own.clone().chain(concerning.around.clone()).collect();
        found.extend(&self.whole_file);
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// Whether `noqa` stands anywhere, in any case.
fn has_noqa(bytes: &[u8]) -> bool {
    memchr::memchr2_iter(b'q', b'Q', bytes).any(|at| {
        at.checked_sub(2)
            .and_then(|from| bytes.get(from..at + 2))
            .is_some_and(|word| word.eq_ignore_ascii_case(b"noqa"))
    })
}

/// Parts the findings by the comments on the lines of their code and of the smallest statement around it.
#[must_use]
pub fn split(raw: Raw, comments: &Comments, module: &Module<'_>, checks: &dyn Checks) -> Split {
    let mut split = Split::default();
    let directives = &comments.directives;
    if directives.is_empty() {
        split.reported = raw.findings.into_iter().map(|raw| raw.finding).collect();
        return split;
    }
    let lines = module.lines();
    let mut uses: Vec<Use> =
        directives.iter().map(|d| Use { any: false, words: vec![false; d.words.len()] }).collect();
    // A statement can have as many comments as it has lines, and as many findings, which they all concern.
    let mut known: FxHashMap<(Concerning, &str), Option<Suppression>> = FxHashMap::default();
    for raw in raw.findings {
        let mut finding = raw.finding;
        let statement = raw.statement.map(|range| lines.lines(range));
        let concerning = comments.concerning(raw.node_lines, statement);
        let rule = finding.rule.id;
        let suppression = if concerning.len() + comments.whole_file.len() <= FEW {
            suppress(directives, &comments.all(&concerning), rule, &mut uses)
        } else {
            let ask = || suppress(directives, &comments.all(&concerning), rule, &mut uses);
            known.entry((concerning.clone(), rule)).or_insert_with(ask).clone()
        };
        match suppression {
            None => split.reported.push(finding),
            Some(suppression) => {
                finding.suppression = Some(Box::new(suppression));
                split.suppressed.push(finding);
            }
        }
    }
    let crashed: Vec<&str> = raw.crashes.iter().map(|crash| crash.rule.id).collect();
    // What a check that broke off would have found is not known.
    let judge = remarks::Judge { module, checks, crashed: &crashed, complete: comments.complete };
    for (directive, usage) in directives.iter().zip(&uses) {
        judge.unknown_words(directive, &mut split.remarks);
        let unused = judge.unused(directive, usage);
        if comments.wants_reasons && unused.is_none() {
            split.remarks.extend(judge.no_reason(directive));
        }
        split.remarks.extend(unused);
    }
    split.remarks.sort_by_key(|remark| remark.span);
    split
}

/// Why a finding of a rule is suppressed by some of the directives, which are told that they were of use.
///
/// What names the rule is to thank before what names none, so that a blanket beside it is known as needless; and a
/// `nosec` before a `noqa`, which is there for other tools.
fn suppress(
    directives: &[Directive],
    concerning: &[usize],
    rule: &str,
    uses: &mut [Use],
) -> Option<Suppression> {
    let mut met: Vec<usize> = Vec::new();
    for &at in concerning {
        let mut names = false;
        for (word, used) in directives[at].words.iter().zip(&mut uses[at].words) {
            if word.id.as_deref() == Some(rule) {
                (names, *used) = (true, true);
            }
        }
        if names {
            uses[at].any = true;
            met.push(at);
        }
    }
    let is_nosec = |&at: &usize| directives[at].kind == Kind::Nosec;
    if !met.iter().any(is_nosec) {
        for &at in concerning.iter().filter(|&&at| directives[at].is_blanket()) {
            uses[at].any = true;
            met.push(at);
        }
    }
    let first = *met.iter().find(|at| is_nosec(at)).or(met.first())?;
    let line = directives[first].line;
    let by = if is_nosec(&first) { Suppressor::Nosec { line } } else { Suppressor::Noqa { line } };
    let reason = [first].iter().chain(&met).find_map(|&at| directives[at].reason.clone());
    Some(Suppression { by, reason })
}

#[cfg(test)]
mod tests {
    use crate::nosec::Vocabulary;

    /// What the tests of the grammar take for rules.
    pub(super) struct Words;

    impl Vocabulary for Words {
        fn id_of(&self, word: &str) -> Option<&str> {
            match word {
                "B101" | "b101" | "assert_used" => Some("B101"),
                "B102" | "b102" => Some("B102"),
                "own-rule" => Some("OWN-1"),
                _ => None,
            }
        }

        fn rule_of_noqa(&self, code: &str) -> Option<&str> {
            match code {
                "S101" => Some("B101"),
                "S102" => Some("B102"),
                _ => None,
            }
        }
    }
}
