//! What there is to say beside the findings, in parts that open: what was not scanned, what is stale, what was left out.

use std::io::{self, Write};

use stockade_core::report::FileReport;

use super::{escape, grouped};
use crate::{View, plain};

/// How many items a part lists.
const MOST: usize = 1000;

/// A line of a part: what it is about, and what there is to say of it.
type Item = (String, String);

/// Writes the parts that have something in them. What may hide findings is open.
pub(super) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let (files, run) = (&view.report.files, &view.report.run);
    let skipped = files.iter().filter_map(|file| Some((file.name.clone(), file.skipped.clone()?)));
    section(out, "Not scanned", true, skipped.collect())?;
    let broken = files.iter().filter_map(|file| {
        let broken = file.broken.as_ref()?;
        Some((place(file, broken.span.start.line), broken.message.clone()))
    });
    section(out, "Parsed in part: findings are those of the rest", true, broken.collect())?;
    let failures = files
        .iter()
        .flat_map(|file| file.log.iter().map(|record| (file.name.clone(), record.message.clone())));
    section(out, "Went wrong", true, failures.collect())?;
    section(out, "Notes", true, run.notes.iter().map(|note| (String::new(), note.clone())).collect())?;
    let remarks = files.iter().flat_map(|file| {
        file.remarks.iter().map(|remark| (place(file, remark.span.start.line), remark.message.clone()))
    });
    section(out, "Suppressions and cells to look at", false, remarks.collect())?;
    let stale = run.stale.iter().map(|stale| {
        let what = format!(
            "{}, once on line {}: {} fewer than the baseline knows",
            stale.rule, stale.line, stale.count
        );
        (stale.file.clone(), what)
    });
    section(out, "Stale in the baseline: `stockade baseline prune` drops it", false, stale.collect())?;
    let unjudged = run.baseline.iter().flat_map(|baseline| &baseline.unjudged).map(|unjudged| {
        let plural = if unjudged.count == 1 { "" } else { "s" };
        (unjudged.file.clone(), format!("{} known finding{plural}, {}", unjudged.count, unjudged.reason))
    });
    section(out, "In the baseline and not judged", false, unjudged.collect())?;
    let left_out = run.left_out.iter().map(|left| (left.name.clone(), left.by.clone()));
    section(out, "Left out", false, left_out.collect())?;
    let rules = run.rules.iter().map(|rule| (rule.id.to_owned(), rule.title().replace('`', "")));
    section(out, "Rules that ran", false, rules.collect())
}

fn section(out: &mut dyn Write, title: &str, open: bool, items: Vec<Item>) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    let open = if open { " open" } else { "" };
    let count = grouped(items.len() as u64);
    let title = title.split('`').enumerate().map(|(at, part)| match at % 2 {
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    });
    write!(out, "<details{open}><summary>{} ({count})</summary><ul>", title.collect::<String>())?;
    for (name, what) in items.iter().take(MOST) {
        let (name, what) = (escape(&plain(name)), escape(&plain(what)));
        match name.is_empty() {
            true => write!(out, "<li>{what}</li>")?,
            false => write!(out, "<li><code>{name}</code> <span>{what}</span></li>")?,
        }
    }
    if let Some(more) = items.len().checked_sub(MOST).filter(|&more| more > 0) {
        write!(out, "<li>and {} more: the format <code>json</code> has them all</li>", grouped(more as u64))?;
    }
    out.write_all(b"</ul></details>\n")
}

/// `FILE:LINE`, and for notebooks `FILE:cell CELL:LINE`.
fn place(file: &FileReport, line: u32) -> String {
    match file.cell(line) {
        None => format!("{}:{line}", file.name),
        Some((cell, line)) => format!("{}:cell {cell}:{line}", file.name),
    }
}
