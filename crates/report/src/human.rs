//! The text that people read in a terminal: each finding with its code, then a summary.

use std::io::{self, Write};

use crate::View;

/// Writes the report.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    for (file, finding) in view.findings() {
        let (line, column) = (finding.span.start.line, finding.span.start.column + 1);
        writeln!(out, "{}:{line}:{column}: {} {}", file.name, finding.rule.id, finding.message)?;
    }
    Ok(())
}
