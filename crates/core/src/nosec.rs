//! `# nosec` as Bandit reads it, and suppression as a stage over data: raw findings in, reported and suppressed out.
//!
//! No rule and no walker knows of this. Bandit 1.9.4's grammar has quirks that are kept on purpose; each has a test.

use rustc_hash::FxHashSet;

use crate::ast::TextRange;
use crate::finding::{Finding, LineRange, RuleInfo};
use crate::log::Record;
use crate::pystr::is_space;

/// What is known of names that a comment may use.
pub trait Vocabulary: Sync {
    /// The id that a word in a comment stands for: an id itself, or the registered name of a rule.
    fn id_of(&self, word: &str) -> Option<&str>;
    /// The same in the native dialect, where an id may be written in any case, and stands for one rule.
    fn rule_of(&self, word: &str) -> Option<&str> {
        self.id_of(word)
    }
    /// The id of the rule that a code in a `# noqa` stands for.
    fn rule_of_noqa(&self, _code: &str) -> Option<&str> {
        None
    }
}

/// The suppressions of one file, by line.
#[derive(Debug, Default)]
pub struct Suppressions {
    /// The lines with such a comment, in order, and the ids named there; none named means all.
    lines: Vec<(u32, FxHashSet<String>)>,
    /// Whether some line names ids.
    specific: bool,
    /// Words that are no id.
    pub log: Vec<Record>,
}

/// A node for which rules ran, on lines with a comment that names ids.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The node's number, which its findings carry, too.
    pub node: u32,
    /// The line that a message names.
    pub line: u32,
    /// The lines whose comments count.
    pub lines: LineRange,
    /// Which rules ran, in their order: the number that [`Checks::ran`](crate::scan::Checks::ran) understands.
    pub kind: usize,
}

/// The raw answer of all rules on one file.
#[derive(Debug, Default)]
pub struct Raw {
    /// Every hit, in the order of the walk.
    pub findings: Vec<RawFinding>,
    /// Nodes on watched lines, in the order of the walk.
    pub visits: Vec<Visit>,
    /// Checks that broke off.
    pub crashes: Vec<Crash>,
}

/// A finding before suppression, with the lines whose comments concern it.
#[derive(Debug)]
pub struct RawFinding {
    /// The finding.
    pub finding: Finding,
    /// The line that the check itself named, if it named one.
    pub own_line: Option<u32>,
    /// The lines of the node: the first comment on them counts. In the native dialect those of the code that it speaks
    /// of, on which every comment counts.
    pub node_lines: LineRange,
    /// In the native dialect: the smallest statement around it, with its decorators, and without its body.
    pub statement: Option<TextRange>,
}

/// A check that broke off on a node.
#[derive(Debug, Clone)]
pub struct Crash {
    /// The node's number.
    pub node: u32,
    /// The line where the node begins.
    pub line: u32,
    /// The rule.
    pub rule: &'static RuleInfo,
    /// Python's words for it.
    pub message: String,
}

/// What [`split`] makes of a file's raw findings.
#[derive(Debug, Default)]
pub struct Split {
    /// What is reported.
    pub reported: Vec<Finding>,
    /// What a comment suppressed.
    pub suppressed: Vec<Finding>,
    /// How many of the suppressed met a comment that names no rule.
    pub blanket: u64,
    /// How many met one that names theirs.
    pub specific: u64,
    /// Broken checks, and comments that name a rule which found nothing, in the order of the walk.
    pub log: Vec<Record>,
}

impl Crash {
    /// What Bandit says of it.
    #[must_use]
    pub fn record(&self, file: &str) -> Record {
        let Crash { line, rule, message, .. } = self;
        Record::error(
            "tester",
            format!(
                "Bandit internal error running: {} on file {file} at line {line}: {message}",
                rule.test_name
            ),
        )
    }
}

impl Suppressions {
    /// Reads the comments of a file, each with its line, in order.
    pub fn read<'t>(
        comments: impl Iterator<Item = (u32, &'t str)>,
        vocabulary: &dyn Vocabulary,
    ) -> Suppressions {
        let mut suppressions = Suppressions::default();
        for (line, comment) in comments {
            if let Some(words) = nosec_words(comment) {
                let mut ids = FxHashSet::default();
                for word in listed(words) {
                    match vocabulary.id_of(word) {
                        Some(id) => {
                            ids.insert(id.to_owned());
                        }
                        None => suppressions.log.push(Record::warning(
                            "manager",
                            format!("Test in comment: {word} is not a test name or id, ignoring"),
                        )),
                    }
                }
                suppressions.specific |= !ids.is_empty();
                match suppressions.lines.last_mut() {
                    // Two comments on a line of `tokenize` are on two of the tree's: the last one counts.
                    Some((last, known)) if *last == line => *known = ids,
                    _ => suppressions.lines.push((line, ids)),
                }
            }
        }
        suppressions
    }

    /// The lines whose comments name ids, sorted.
    #[must_use]
    pub fn specific_lines(&self) -> Vec<u32> {
        if !self.specific {
            return Vec::new();
        }
        self.lines.iter().filter(|(_, ids)| !ids.is_empty()).map(|(line, _)| *line).collect()
    }

    /// The comment on a line.
    fn on(&self, line: u32) -> Option<&FxHashSet<String>> {
        self.first(LineRange { first: line, last: line })
    }

    /// The first comment on some lines.
    fn first(&self, lines: LineRange) -> Option<&FxHashSet<String>> {
        let at = self.lines.partition_point(|(line, _)| *line < lines.first);
        let (line, ids) = self.lines.get(at)?;
        (*line <= lines.last).then_some(ids)
    }
}

/// Parts the findings by the comments on their lines.
///
/// A finding is suppressed by a comment on the line that its check named, or by the first one on the lines of its node;
/// where both name ids, all of them count, and where neither does, it is a blanket.
pub fn split(
    raw: Raw,
    suppressions: &Suppressions,
    ran: impl Fn(usize) -> Vec<&'static RuleInfo>,
    file: &str,
) -> Split {
    let mut split = Split { reported: Vec::with_capacity(raw.findings.len()), ..Split::default() };
    let log = log_of(&raw, suppressions, ran, file);
    for RawFinding { finding, own_line, node_lines, .. } in raw.findings {
        let own = own_line.and_then(|line| suppressions.on(line));
        let around = suppressions.first(node_lines);
        match (own, around) {
            (None, None) => split.reported.push(finding),
            (own, around) => {
                let mut ids = own.into_iter().chain(around).flatten().peekable();
                if ids.peek().is_none() {
                    split.blanket += 1;
                    split.suppressed.push(finding);
                } else if ids.any(|id| id == finding.rule.id) {
                    split.specific += 1;
                    split.suppressed.push(finding);
                } else {
                    split.reported.push(finding);
                }
            }
        }
    }
    split.log = log;
    split
}

/// What there is to say of broken checks and of comments that name a rule in vain, in the order in which Bandit would.
fn log_of(
    raw: &Raw,
    suppressions: &Suppressions,
    ran: impl Fn(usize) -> Vec<&'static RuleInfo>,
    file: &str,
) -> Vec<Record> {
    let crash = |crash: &Crash| crash.record(file);
    let mut log = Vec::new();
    let mut crashes = raw.crashes.iter().peekable();
    for visit in &raw.visits {
        while let Some(earlier) = crashes.next_if(|c| c.node < visit.node) {
            log.push(crash(earlier));
        }
        let named = suppressions.first(visit.lines);
        let first = raw.findings.partition_point(|f| f.finding.node < visit.node);
        let found = raw.findings[first..].iter().take_while(|f| f.finding.node == visit.node);
        let found: Vec<&str> = found.map(|f| f.finding.rule.test_name).collect();
        for rule in ran(visit.kind) {
            if let Some(broken) =
                crashes.next_if(|c| c.node == visit.node && c.rule.test_name == rule.test_name)
            {
                log.push(crash(broken));
            } else if named.is_some_and(|ids| ids.contains(rule.id)) && !found.contains(&rule.test_name) {
                log.push(Record::warning(
                    "tester",
                    format!(
                        "nosec encountered ({}), but no failed test on file {file}:{}",
                        rule.id, visit.line
                    ),
                ));
            }
        }
    }
    log.extend(crashes.map(crash));
    log
}

/// What follows `nosec` in a comment: `#\s*nosec:?\s*(?P<tests>[^#]+)?#?`, searched.
fn nosec_words(comment: &str) -> Option<&str> {
    for (at, _) in comment.match_indices('#') {
        let rest = comment[at + 1..].trim_start_matches(is_space);
        if let Some(rest) = rest.strip_prefix("nosec") {
            let rest = rest.strip_prefix(':').unwrap_or(rest).trim_start_matches(is_space);
            return Some(rest.split('#').next().unwrap_or_default());
        }
    }
    None
}

/// The words of `(?:(B\d+|[a-z\d_]+),?)+`, of which a run without blanks keeps the last alone.
fn listed(words: &str) -> impl Iterator<Item = &str> {
    // Of Unicode's letters, Python's `re` takes those that fold to an ASCII one.
    let folds = |c: char| matches!(c, '\u{130}' | '\u{131}' | '\u{17f}' | '\u{212a}');
    let is_word = move |c: char| c == '_' || c.is_ascii_alphabetic() || is_digit(c) || folds(c);
    words.split(move |c: char| !(is_word(c) || c == ',')).flat_map(last_of_each_run)
}

/// The last word of each run in a text of words and commas: a comma that follows no word begins a new run.
fn last_of_each_run(runs: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut current = None;
    for word in runs.split(',') {
        if word.is_empty() {
            words.extend(current.take());
        } else {
            current = Some(last_piece(word));
        }
    }
    words.extend(current);
    words
}

/// An id at the front of a word is a word of its own: `B101x` ends with `x`.
fn last_piece(word: &str) -> &str {
    let rest = word.strip_prefix(['B', 'b']).unwrap_or(word);
    let after = rest.trim_start_matches(is_digit);
    if rest.len() == word.len() || after.len() == rest.len() || after.is_empty() {
        word
    } else {
        last_piece(after)
    }
}

/// `\d` of Python's `re`: any decimal digit of Unicode.
fn is_digit(c: char) -> bool {
    use unicode_general_category::{GeneralCategory, get_general_category};
    c.is_ascii_digit() || !c.is_ascii() && get_general_category(c) == GeneralCategory::DecimalNumber
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Words;

    impl Vocabulary for Words {
        fn id_of(&self, word: &str) -> Option<&str> {
            match word {
                "B101" | "assert_used" => Some("B101"),
                "B102" => Some("B102"),
                _ => None,
            }
        }
    }

    /// The ids of a comment, or `-` for none named, or nothing where it is no such comment.
    fn ids(comment: &str) -> String {
        let read = Suppressions::read([(1, comment)].into_iter(), &Words);
        let Some(ids) = read.on(1) else { return String::new() };
        let mut ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        ids.sort_unstable();
        let unknown: Vec<&str> = read.log.iter().filter_map(|r| r.message.split(' ').nth(3)).collect();
        let unknown = if unknown.is_empty() { String::new() } else { format!(" ?{}", unknown.join(",")) };
        format!("{}{unknown}", if ids.is_empty() { "-".into() } else { ids.join(" ") })
    }

    #[test]
    fn forms_of_the_comment() {
        for comment in ["# nosec", "#nosec", "# nosec:", "## nosec", "# noqa # nosec"] {
            assert_eq!(ids(comment), "-", "{comment}");
        }
        for comment in [
            "# nosec B101",
            "# nosec: B101",
            "# nosec assert_used",
            "# nosec [B101]",
            "# nosec =B101",
            "# nosec -- B101",
        ] {
            assert_eq!(ids(comment), "B101", "{comment}");
        }
        for comment in ["# NOSEC", "# noqa nosec", "#: nosec"] {
            assert_eq!(ids(comment), "", "{comment}");
        }
    }

    #[test]
    fn a_run_without_blanks_keeps_its_last_word() {
        assert_eq!(ids("# nosec B101, B102"), "B101 B102");
        assert_eq!(ids("# nosec B101 B102"), "B101 B102");
        assert_eq!(ids("# nosec B101,B102"), "B102");
        assert_eq!(ids("# nosec B102,B101"), "B101");
        assert_eq!(ids("# nosec ,B102"), "B102");
        assert_eq!(ids("# nosec B102,"), "B102");
        assert_eq!(ids("# nosec B101,,B102"), "B101 B102");
        assert_eq!(ids("# nosec B102,B999"), "- ?B999");
        assert_eq!(ids("# nosec B999B101"), "B101");
        assert_eq!(ids("# nosec B101x"), "- ?x");
    }

    #[test]
    fn unknown_words_are_told_and_ignored() {
        assert_eq!(ids("# nosec because I said so"), "- ?because,I,said,so");
        assert_eq!(ids("# nosec b101"), "- ?b101");
        assert_eq!(ids("# nosecurity"), "- ?urity");
        assert_eq!(ids("# nosec - B102 ok"), "B102 ?ok");
        assert_eq!(ids("# nosec B101;reason"), "B101 ?reason");
        assert_eq!(ids("# nosec B101 # B102"), "B101");
    }
}
