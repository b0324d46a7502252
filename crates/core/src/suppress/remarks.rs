//! What there is to say of suppressions: words that are no ids, what is in vain, what gives no reason.

use super::grammar::{Directive, Kind, Word};
use super::{Use, removal};
use crate::ast::TextRange;
use crate::finding::Fix;
use crate::module::Module;
use crate::report::{Remark, RemarkKind};
use crate::scan::Checks;

/// What is known when directives are judged.
pub(super) struct Judge<'j> {
    pub(super) module: &'j Module<'j>,
    pub(super) checks: &'j dyn Checks,
    /// Rules whose checks broke off somewhere in the file.
    pub(super) crashed: &'j [&'j str],
    /// Whether all of the file was looked at.
    pub(super) complete: bool,
}

impl Judge<'_> {
    /// Remarks on words that are no ids: one for each that looks like an id, one for each run of others.
    pub(super) fn unknown_words(&self, directive: &Directive, remarks: &mut Vec<Remark>) {
        let text = self.module.text;
        let mut words = directive.words.as_slice();
        while let Some((first, rest)) = words.split_first() {
            words = rest;
            if first.id.is_some() {
                continue;
            }
            if is_like_an_id(&text[first.range]) {
                let word = &text[first.range];
                let message = if directive.has_effect() {
                    format!("`{word}` is no id and no name of a rule: it suppresses nothing")
                } else {
                    format!("`{word}` is no id and no name of a rule: this `# nosec` suppresses nothing")
                };
                remarks.push(self.remark(RemarkKind::UnknownWord, first.range, message, None));
                continue;
            }
            let is_prose = |word: &&Word| word.id.is_none() && !is_like_an_id(&text[word.range]);
            let run = rest.iter().take_while(is_prose).count();
            words = &rest[run..];
            let last = run.checked_sub(1).map_or(first, |at| &rest[at]);
            let range = TextRange::new(first.range.start(), last.range.end());
            let prose = shortened(&text[range]);
            let message = if directive.has_effect() {
                format!("`{prose}` names no rule: begin a reason with ` -- `")
            } else {
                format!(
                    "`{prose}` names no rule, so this `# nosec` suppresses nothing: write the ids, or none of them for \
                     all rules, and begin a reason with ` -- `"
                )
            };
            remarks.push(self.remark(RemarkKind::UnknownWord, range, message, None));
        }
    }

    /// The remark on a directive that suppressed nothing, or on ids in it that did not.
    pub(super) fn unused(&self, directive: &Directive, usage: &Use) -> Option<Remark> {
        // What is there for other tools is theirs to judge.
        if directive.kind != Kind::Nosec || !self.complete {
            return None;
        }
        let text = self.module.text;
        if directive.is_blanket() {
            if usage.any || !self.checks.runs_all() || !self.crashed.is_empty() {
                return None;
            }
            let message = "this `# nosec` suppresses nothing: no rule finds anything here".to_owned();
            return Some(self.unused_as_a_whole(directive, message));
        }
        let is_unused = |(word, used): (&Word, &bool)| {
            let ran = |id: &str| self.checks.runs(id) && !self.crashed.contains(&id);
            !used && word.id.as_deref().is_some_and(ran)
        };
        let gone: Vec<bool> = directive.words.iter().zip(&usage.words).map(is_unused).collect();
        let of_gone = || directive.words.iter().zip(&gone).filter(|(_, gone)| **gone).map(|(word, _)| word);
        let names: Vec<String> = of_gone().map(|word| format!("`{}`", &text[word.range])).collect();
        let list = enumerated(&names)?;
        let message = match names.len() {
            1 => format!("{list} suppresses nothing: the rule finds nothing here"),
            _ => format!("{list} suppress nothing: the rules find nothing here"),
        };
        let any_stays = directive.words.iter().zip(&gone).any(|(word, gone)| word.id.is_some() && !gone);
        if !any_stays {
            return Some(self.unused_as_a_whole(directive, message));
        }
        let range = TextRange::new(of_gone().next()?.range.start(), of_gone().next_back()?.range.end());
        let fix = Fix {
            title: format!("Remove {list} from the `# nosec`").into(),
            edits: removal::of_words(directive, &gone),
        };
        Some(self.remark(RemarkKind::Unused, range, message, Some(fix)))
    }

    fn unused_as_a_whole(&self, directive: &Directive, message: String) -> Remark {
        let fix = Fix {
            title: "Remove the `# nosec`".into(),
            edits: vec![removal::of_directive(self.module.text, directive)],
        };
        self.remark(RemarkKind::Unused, directive.range, message, Some(fix))
    }

    /// The remark on a directive that gives no reason.
    pub(super) fn no_reason(&self, directive: &Directive) -> Option<Remark> {
        if directive.kind != Kind::Nosec || directive.reason.is_some() || !directive.has_effect() {
            return None;
        }
        let message = "this `# nosec` gives no reason: write ` -- ` and the reason behind it".to_owned();
        Some(self.remark(RemarkKind::NoReason, directive.range, message, None))
    }

    fn remark(&self, kind: RemarkKind, range: TextRange, message: String, fix: Option<Fix>) -> Remark {
        Remark { kind, span: self.module.lines().span(range), message, fix: fix.map(Box::new) }
    }
}

/// Letters, then two digits or more: `B101`, `S602`.
fn is_like_an_id(word: &str) -> bool {
    let digits = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let letters = word.len() - digits.len();
    (1..=4).contains(&letters) && digits.len() >= 2 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A text of a comment, short enough for a message.
fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// `a`, `a and b`, `a, b and c`; none of nothing.
fn enumerated(names: &[String]) -> Option<String> {
    let (last, others) = names.split_last()?;
    Some(if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) })
}
