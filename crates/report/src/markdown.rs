//! A summary in GitHub's Markdown, made for the summary of a step in GitHub Actions: the counts, the gravest findings,
//! and what was not scanned. It stays below the size that GitHub takes, and says what it leaves away.

use std::collections::BTreeMap;
use std::io::{self, Write};

use stockade_core::finding::{Finding, Level, RuleInfo};
use stockade_core::report::{FileReport, Verdict};

use crate::escape::{code, markdown as escape};
use crate::order::{Entry, by_severity, gravest_first};
use crate::place::{Region, Unit};
use crate::{View, reason};

/// GitHub takes 1 MiB for each step, of which other commands of the step may want some
/// (<https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#step-isolation-and-limits>).
const MAX_BYTES: usize = 1_000_000;
/// Bytes that are kept for what comes after the findings.
const RESERVE: usize = 300_000;
/// More findings than these nobody reads in a summary.
const MAX_FINDINGS: usize = 500;
/// How many rows a part below the findings has.
const MAX_ROWS: usize = 100;

/// Writes the report. `warn` is told where findings are left away.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write, warn: &mut dyn FnMut(String)) -> io::Result<()> {
    let mut page = Page::default();
    let found = view.findings().count();
    page.add(&format!("## Stockade: {}\n\n", counted(found, "finding")));
    verdict(view, &mut page);
    blind_spots(view, &mut page);
    totals(view, &mut page);
    findings(view, &mut page, warn);
    by_rule(view, &mut page);
    aside(view, &mut page);
    out.write_all(page.text.as_bytes())
}

/// The text so far, and how long it may become.
#[derive(Default)]
struct Page {
    text: String,
}

impl Page {
    /// Adds what is known to be short.
    fn add(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a row if there is room for it below so many bytes.
    fn fits(&mut self, row: &str, limit: usize) -> bool {
        let fits = self.text.len() + row.len() <= limit;
        if fits {
            self.text.push_str(row);
        }
        fits
    }

    /// A part that opens: a table, of which the first rows are shown.
    fn details(&mut self, title: &str, head: &str, rows: &[String]) {
        if rows.is_empty() {
            return;
        }
        self.add(&format!("<details><summary>{title} ({})</summary>\n\n{head}", rows.len()));
        let fitting = rows.iter().take(MAX_ROWS).take_while(|row| self.fits(row, MAX_BYTES - 2000)).count();
        if fitting < rows.len() {
            self.add(&format!("\nAnd {} more.\n", rows.len() - fitting));
        }
        self.add("\n</details>\n\n");
    }
}

fn verdict(view: &View<'_>, page: &mut Page) {
    let outcome = match view.report.verdict(view.fail_on, view.strict) {
        Verdict::Clean => "✅ **Passes.**",
        Verdict::Findings => "❌ **Fails.**",
        Verdict::Incomplete => "❌ **Fails: not every file could be looked at.**",
    };
    let totals = view.report.totals();
    let lines = usize::try_from(totals.lines_of_code).unwrap_or(usize::MAX);
    let mut line = format!(
        "{outcome} {} scanned, {} of code.",
        counted(view.report.files.iter().filter(|file| file.skipped.is_none()).count(), "file"),
        counted(lines, "line")
    );
    if let Some(threshold) = view.fail_on {
        line += &format!(" The scan fails from {} severity on.", threshold.severity.title().to_lowercase());
    }
    match view.without_reason().count() {
        0 => {}
        1 => line += " A suppression without a reason fails it.",
        count => line += &format!(" {count} suppressions without a reason fail it."),
    }
    if let Some(since) = &view.report.run.since {
        line += &format!(" Only lines changed since {} count.", code(since));
    }
    page.add(&line);
    page.add("\n\n");
}

/// What nobody looked at is said before what was found.
fn blind_spots(view: &View<'_>, page: &mut Page) {
    let skipped: Vec<(&FileReport, &str)> =
        view.report.files.iter().filter_map(|file| Some((file, file.skipped.as_deref()?))).collect();
    let broken: Vec<(&FileReport, &str)> = view
        .report
        .files
        .iter()
        .filter_map(|file| Some((file, file.broken.as_ref()?.message.as_str())))
        .collect();
    for (what, files) in [("not scanned", skipped), ("parsed in part", broken)] {
        if files.is_empty() {
            continue;
        }
        page.add(&format!("⚠️ {} {what}:\n\n", counted(files.len(), "file")));
        for (file, why) in files.iter().take(MAX_ROWS) {
            page.add(&format!("- {}: {}\n", code(&file.name), escape(why)));
        }
        if files.len() > MAX_ROWS {
            page.add(&format!("- and {} more\n", files.len() - MAX_ROWS));
        }
        page.add("\n");
    }
}

fn totals(view: &View<'_>, page: &mut Page) {
    let suppressed: usize = view.report.files.iter().map(|file| file.suppressed.len()).sum();
    page.add("| Severity | Findings |\n|:--|--:|\n");
    for (level, count) in by_severity(view.findings()) {
        if level != Level::Undefined || count > 0 {
            page.add(&format!("| {} {} | {} |\n", sign(level), level.title(), grouped(count)));
        }
    }
    page.add(&format!("| Suppressed | {} |\n\n", grouped(suppressed)));
}

fn findings(view: &View<'_>, page: &mut Page, warn: &mut dyn FnMut(String)) {
    let mut all: Vec<Entry<'_>> = view.findings().collect();
    if all.is_empty() {
        return;
    }
    gravest_first(&mut all);
    page.add("| Severity | Confidence | Rule | Where | What |\n|:--|:--|:--|:--|:--|\n");
    let listed = all
        .iter()
        .take(MAX_FINDINGS)
        .take_while(|(file, finding)| {
            let (severity, confidence) = (finding.severity, finding.confidence.title());
            let row = format!(
                "| {} {} | {confidence} | {} | {} | {} |\n",
                sign(severity),
                severity.title(),
                rule(finding.rule),
                code(&place(file, finding)),
                escape(&finding.message)
            );
            page.fits(&row, MAX_BYTES - RESERVE)
        })
        .count();
    page.add("\n");
    if listed < all.len() {
        let rest = all.len() - listed;
        page.add(&format!(
            "The {} gravest are listed; {} not, for want of room. The formats `html` and `sarif` have them all.\n\n",
            grouped(listed),
            match rest {
                1 => "1 more is".to_owned(),
                rest => format!("{} more are", grouped(rest)),
            }
        ));
        warn(format!(
            "markdown: the {listed} gravest of {} findings are listed, for want of room",
            all.len()
        ));
    }
}

fn by_rule(view: &View<'_>, page: &mut Page) {
    let mut counts: BTreeMap<&str, (&'static RuleInfo, usize)> = BTreeMap::new();
    for (_, finding) in view.findings() {
        counts.entry(finding.rule.id).or_insert((finding.rule, 0)).1 += 1;
    }
    let mut counts: Vec<(&RuleInfo, usize)> = counts.into_values().collect();
    counts.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    let rows: Vec<String> = counts
        .into_iter()
        .map(|(info, count)| {
            let (title, advice) = (escape(info.title()), escape(info.advice));
            format!("| {} | {title} | {} | {advice} |\n", rule(info), grouped(count))
        })
        .collect();
    page.details("By rule", "| Rule | What | Findings | Instead |\n|:--|:--|--:|:--|\n", &rows);
}

/// What is not reported, and why.
fn aside(view: &View<'_>, page: &mut Page) {
    let run = &view.report.run;
    let suppressed =
        view.report.files.iter().flat_map(|file| file.suppressed.iter().map(move |one| (file, one)));
    let rows: Vec<String> = suppressed
        .map(|(file, finding)| {
            let why = finding.suppression.as_deref().map(reason).unwrap_or_default();
            format!("| {} | {} | {} |\n", rule(finding.rule), code(&place(file, finding)), escape(&why))
        })
        .collect();
    page.details("Suppressed", "| Rule | Where | Why |\n|:--|:--|:--|\n", &rows);
    let rows: Vec<String> = run
        .stale
        .iter()
        .map(|stale| {
            let (file, id) = (code(&stale.file), code(&stale.rule));
            format!("| {id} | {file} | {} | {} |\n", stale.line, stale.count)
        })
        .collect();
    let head = "| Rule | File | Once on line | Fewer |\n|:--|:--|--:|--:|\n";
    page.details("Stale in the baseline: <code>stockade baseline prune</code> drops it", head, &rows);
    let rows: Vec<String> = run
        .left_out
        .iter()
        .map(|left| format!("| {} | {} |\n", code(&left.name), escape(&left.by)))
        .collect();
    page.details("Left out of the scan", "| What | By |\n|:--|:--|\n", &rows);
    let rows: Vec<String> = run.notes.iter().map(|note| format!("- {}\n", escape(note))).collect();
    page.details("Notes", "", &rows);
}

fn place(file: &FileReport, finding: &Finding) -> String {
    let (line, column) = Region::of(file, finding.span, Unit::Character)
        .map_or((finding.span.start.line, 1), |region| (region.start_line, region.start_column));
    match file.cell(line) {
        None => format!("{}:{line}:{column}", file.name),
        Some((cell, line)) => format!("{}:cell {cell}:{line}:{column}", file.name),
    }
}

/// A rule's id, as a link where there is a page about it.
fn rule(rule: &RuleInfo) -> String {
    match rule.more_info() {
        Some(address) => format!("[{}]({address})", rule.id),
        None => escape(rule.id),
    }
}

fn sign(level: Level) -> &'static str {
    match level {
        Level::High => "🔴",
        Level::Medium => "🟠",
        Level::Low => "🔵",
        Level::Undefined => "⚪",
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        0 => format!("no {what}s"),
        1 => format!("1 {what}"),
        count => format!("{} {what}s", grouped(count)),
    }
}

/// A number with a comma at each thousand.
fn grouped(number: usize) -> String {
    crate::html::grouped(number as u64)
}

#[cfg(test)]
mod tests {
    use stockade_core::report::Report;

    use super::*;
    use crate::testing;

    fn page(report: &Report) -> (String, Vec<String>) {
        let mut warnings = Vec::new();
        let view = testing::view(report);
        let text = testing::written(|out| write(&view, out, &mut |warning| warnings.push(warning)));
        (text, warnings)
    }

    #[test]
    fn counts_then_findings_then_the_rest() {
        let (text, warnings) = page(&testing::report([testing::varied()]));
        assert!(
            text.starts_with("## Stockade: 1 finding\n\n❌ **Fails.** 1 file scanned, 4 lines of code."),
            "{text}"
        );
        assert!(text.contains("| 🟠 Medium | 1 |\n"), "{text}");
        assert!(
            text.contains(
                "| 🟠 Medium | High | T1 | <code>a b/é.py&#58;1&#58;11</code> | Use of eval, detected. |\n"
            ),
            "{text}"
        );
        assert!(text.contains("<details><summary>By rule (1)</summary>\n\n| Rule"), "{text}");
        assert!(text.contains("<details><summary>Suppressed (3)</summary>"), "{text}");
        assert!(warnings.is_empty());
    }

    #[test]
    fn hostile_text_stays_text() {
        let mut skipped = testing::hostile();
        skipped.skipped = Some("a | b\n# c <b>@all</b>".to_owned());
        let (text, _) = page(&testing::report([testing::hostile(), skipped]));
        assert!(
            !text.contains("<img")
                && !text.contains("<b>")
                && !text.contains('\u{202e}')
                && !text.contains('\u{1b}')
        );
        assert!(!text.contains("@all") && !text.contains("\n# "), "{text}");
        for row in text.lines().filter(|line| line.starts_with("| ") && line.contains("T1")) {
            assert!(matches!(row.matches('|').count(), 5 | 6), "{row}");
        }
        assert_eq!(
            escape("www.a.b http://c ![x](y) `|` $z$"),
            "www&#46;a.b http&#58;//c &#33;&#91;x&#93;(y) &#96;&#124;&#96; &#36;z&#36;"
        );
    }

    #[test]
    fn it_stays_below_the_size_that_github_takes() {
        let name = format!("{}.py", "<&".repeat(120));
        let code = "eval(x)\n".repeat(900);
        let files: Vec<FileReport> = (0..4)
            .map(|at| {
                let mut file = testing::scanned(&format!("{at}{name}"), &code);
                for finding in &mut file.findings {
                    finding.message = "<>&\"".repeat(200).into();
                }
                file.suppressed = file.findings.clone();
                file
            })
            .collect();
        let mut report = testing::report(files);
        for at in 0..5000 {
            let name = format!("{at}{}", "|".repeat(400));
            report.run.left_out.push(stockade_core::report::LeftOut { name: name.clone(), by: name });
        }
        let (text, warnings) = page(&report);
        assert!(text.len() < 1 << 20, "{}", text.len());
        assert!(text.contains("gravest are listed"), "it says so");
        assert!(
            warnings[0].starts_with("markdown: the ") && warnings[0].contains("of 3600 findings"),
            "{warnings:?}"
        );
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    }

    #[test]
    fn nothing_found_is_said_so() {
        let (text, _) = page(&testing::report([testing::scanned("a.py", "x = 1\n")]));
        assert!(
            text.starts_with("## Stockade: no findings\n\n✅ **Passes.** 1 file scanned, 1 line of code."),
            "{text}"
        );
        assert!(!text.contains("Where"));
    }
}
