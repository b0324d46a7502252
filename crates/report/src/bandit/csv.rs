//! The csv format: a header and one row a finding.

use std::io::Write;

use ::csv::{Terminator, WriterBuilder};

use crate::bandit::View;
use crate::bandit::format::Failure;

const HEADER: [&str; 12] = [
    "filename",
    "test_name",
    "test_id",
    "issue_severity",
    "issue_confidence",
    "issue_cwe",
    "issue_text",
    "line_number",
    "col_offset",
    "end_col_offset",
    "line_range",
    "more_info",
];

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    let io = |error: ::csv::Error| Failure::Io(error.into());
    writer.write_record(HEADER).map_err(io)?;
    for selected in view.selection().iter() {
        let finding = selected.place.finding;
        let lines: Vec<String> = finding.lines.iter().map(|line| line.to_string()).collect();
        let row: [&str; 12] = [
            &selected.place.file.name,
            finding.rule.test_name,
            finding.rule.id,
            finding.severity.as_str(),
            finding.confidence.as_str(),
            &finding.cwe.link(),
            &finding.message,
            &finding.line.to_string(),
            &finding.column.to_string(),
            &finding.end_column.to_string(),
            // Python writes the list as its `repr`.
            &format!("[{}]", lines.join(", ")),
            &finding.rule.more_info().unwrap_or_default(),
        ];
        writer.write_record(row).map_err(io)?;
    }
    Ok(writer.flush()?)
}

#[cfg(test)]
mod tests {
    use ::csv::{Terminator, WriterBuilder};

    use crate::bandit::python::recorded;

    #[test]
    fn cells_are_quoted_as_python_quotes_them() {
        recorded::each("text", |case| {
            let mut out = Vec::new();
            let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(&mut out);
            writer.write_record([case["text"].as_str().expect("a text"), "1"]).expect("memory takes all");
            drop(writer);
            (case["csv"].as_str().expect("a row").as_bytes().to_vec(), out)
        });
    }
}
