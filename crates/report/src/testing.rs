//! What the tests of the formats share: reports made by a small scan of their own, whose one rule finds `eval(…)`.

use std::io::{self, Write};

use stockade_core::config::settings::Threshold;
use stockade_core::finding::{
    Cwe, Edit, Finding, Fix, Level, LineRange, RuleInfo, Span, Suppression, Suppressor,
};
use stockade_core::metrics::{IssueCounts, Metrics};
use stockade_core::module::Module;
use stockade_core::nosec::{Raw, RawFinding, Vocabulary};
use stockade_core::report::{Cell, Excerpts, FileReport, Report, Run};
use stockade_core::scan::{self, Checked, Checks, Dialect, Options};

use crate::View;

/// The rule.
pub(crate) static RULE: RuleInfo = RuleInfo {
    id: "T1",
    name: "evaluation",
    test_name: "evaluation",
    severity: Level::Medium,
    confidence: Level::High,
    cwe: Cwe(78),
    advice: "Parse it.",
    bandit_page: "",
    documentation: concat!(
        " # `eval`\n\n `eval` runs any code that its argument holds,\n over two lines.\n\n",
        " ```python bad\n eval(x)\n ```\n\n ## Instead\n\n Parse it.\n\n",
        " ```python good\n ast.literal_eval(x)\n ```\n\n ## Limits\n\n None.\n",
    ),
};

struct Evaluations;

impl Checks for Evaluations {
    fn check(&self, module: &Module<'_>) -> Checked {
        let mut raw = Raw::default();
        for (at, _) in module.text.match_indices("eval(") {
            let end = module.text[at..].find(')').map_or(module.text.len(), |length| at + length + 1);
            let offset = |at: usize| u32::try_from(at).expect("a short text");
            let span: Span = {
                let position = |at: usize| module.lines().position(offset(at).into());
                Span { start: position(at), end: position(end) }
            };
            let lines = LineRange { first: span.start.line, last: span.end.line };
            let finding = Finding {
                rule: &RULE,
                severity: Level::Medium,
                confidence: Level::High,
                cwe: RULE.cwe,
                message: "Use of eval, detected.".into(),
                line: span.start.line,
                column: span.start.column,
                end_column: span.end.column,
                lines,
                node: 0,
                span,
                fix: None,
                fingerprint: None,
                suppression: None,
            };
            raw.findings.push(RawFinding { finding, own_line: None, node_lines: lines, statement: None });
        }
        Checked { raw, depth: 1 }
    }

    fn ran(&self, _kind: usize) -> Vec<&'static RuleInfo> {
        vec![&RULE]
    }
}

struct Words;

impl Vocabulary for Words {
    fn id_of(&self, word: &str) -> Option<&str> {
        (word == RULE.id).then_some(RULE.id)
    }
}

/// What a scan of the text gives.
pub(crate) fn scanned(name: &str, text: &str) -> FileReport {
    let options = Options {
        dialect: Dialect::Native,
        ignore_nosec: false,
        noqa: false,
        nosec_reasons: false,
        context: 3,
        threads: Some(1),
    };
    scan::scan_source(name, text.as_bytes(), &Evaluations, &Words, &options).expect("a thread")
}

/// A file of which every line was kept, and in which nothing was found.
pub(crate) fn file(name: &str, text: &str) -> FileReport {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let excerpts = Excerpts::collect(vec![(1, u32::MAX)], |line| lines.get(line as usize - 1).copied());
    FileReport { excerpts, ..FileReport::new(name.to_owned()) }
}

/// A notebook whose third cell, of one line, has a finding.
pub(crate) fn notebook() -> FileReport {
    let cells = vec![Cell { number: 1, first_line: 1 }, Cell { number: 3, first_line: 3 }];
    // Under the name of a notebook it would have to be one.
    let file = scanned("n.py", "import x\ny = 1\neval(x)\n");
    FileReport { cells, name: "n.ipynb".to_owned(), ..file }
}

/// One file with a bit of everything: a finding with a fix, suppressed ones, text beyond ASCII.
pub(crate) fn varied() -> FileReport {
    let mut file = scanned("a b/é.py", "x = '\u{1f600}' + eval(x)\neval(y)\neval(z)\neval(w)\n");
    let edit = Edit { start: 13, end: 17, text: "ast.literal_eval".to_owned() };
    file.findings[0].fix = Some(Box::new(Fix { title: "Use `ast.literal_eval`".into(), edits: vec![edit] }));
    let reasons = [
        (Suppressor::Nosec { line: 4 }, Some("checked\nby hand")),
        (Suppressor::PerFileIgnore { pattern: "a*/**".to_owned() }, None),
        (Suppressor::Baseline, None),
    ];
    for (by, reason) in reasons {
        let mut finding = file.findings.pop().expect("four findings");
        finding.suppression = Some(Box::new(Suppression { by, reason: reason.map(str::to_owned) }));
        file.suppressed.push(finding);
    }
    file.metrics = Some(Metrics {
        lines_of_code: 4,
        issues: Some(IssueCounts::of(&file.findings)),
        ..Metrics::default()
    });
    file
}

/// Names and messages made to break out of formats.
pub(crate) fn hostile() -> FileReport {
    let mut file =
        scanned("<img src=x onerror=alert(1)>\"'\r\n]]>\u{202e}\\xff\u{1b}[31m%20?#:.py", "eval(x)\n");
    file.findings[0].message = "]]> \"&<>' \u{0} \u{1b}[31m \r\n \u{202e} \u{2028} % , : =1".into();
    file
}

/// A report of these files.
pub(crate) fn report(files: impl IntoIterator<Item = FileReport>) -> Report {
    let run = Run { rules: vec![&RULE], ..Run::default() };
    Report { files: files.into_iter().collect(), run, ..Report::default() }
}

/// A view that every finding fails.
pub(crate) fn view(report: &Report) -> View<'_> {
    View {
        fail_on: Some(Threshold { severity: Level::Low, confidence: Level::Undefined }),
        ..View::new(report)
    }
}

/// What a writer writes, as text.
pub(crate) fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).expect("memory takes everything");
    String::from_utf8(out).expect("text")
}
