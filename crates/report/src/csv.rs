//! The csv format: a header and one row a finding, harmless in spreadsheets.

use std::borrow::Cow;
use std::io::{self, Write};

use ::csv::{Terminator, WriterBuilder};

use crate::place::{Region, Unit};
use crate::{View, identity, place};

/// The columns; `docs/formats.md` says what they hold.
const HEADER: [&str; 15] = [
    "file",
    "cell",
    "line",
    "column",
    "end_line",
    "end_column",
    "rule",
    "name",
    "severity",
    "confidence",
    "cwe",
    "message",
    "advice",
    "fails",
    "fingerprint",
];

/// Writes the report.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    writer.write_record(HEADER)?;
    for (file, finding) in view.findings() {
        let region = Region::of(file, finding.span, Unit::Character);
        let number = |of: fn(Region) -> u32| region.map(|region| of(region).to_string()).unwrap_or_default();
        let cwe = if finding.cwe.0 == 0 { String::new() } else { format!("CWE-{}", finding.cwe.0) };
        let advice = finding.fix.as_ref().map_or(finding.rule.advice, |fix| fix.title.as_ref());
        let row: [Cow<'_, str>; 15] = [
            harmless(&file.name),
            place::cell(file, finding.span.start.line).unwrap_or_default().into(),
            number(|region| region.start_line).into(),
            number(|region| region.start_column).into(),
            number(|region| region.end_line).into(),
            number(|region| region.end_column).into(),
            harmless(finding.rule.id),
            harmless(finding.rule.name),
            crate::word(finding.severity).into(),
            crate::word(finding.confidence).into(),
            cwe.into(),
            harmless(&finding.message),
            harmless(advice),
            if view.fails(finding) { "true" } else { "false" }.into(),
            identity::hex(finding).unwrap_or_default().into(),
        ];
        writer.write_record(row.iter().map(|cell| cell.as_bytes()))?;
    }
    writer.flush()
}

/// A cell that no spreadsheet takes for a formula: what could begin one gets an apostrophe before it
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn harmless(cell: &str) -> Cow<'_, str> {
    let first = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).chars().next();
    let leads = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let odd = cell.starts_with(['\t', '\r', '\n']);
    if odd || first.is_some_and(leads) { format!("'{cell}").into() } else { cell.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_row_a_finding() {
        let report = testing::report([testing::scanned("a.py", "é = eval(x)\n")]);
        let text = testing::written(|out| write(&testing::view(&report), out));
        let lines: Vec<&str> = text.split("\r\n").collect();
        assert_eq!(lines[0], HEADER.join(","));
        let row =
            "a.py,,1,5,1,12,T1,evaluation,medium,high,CWE-78,\"Use of eval, detected.\",Parse it.,true,";
        assert!(lines[1].starts_with(row), "{}", lines[1]);
        assert_eq!((lines.len(), lines[2]), (3, ""));
    }

    #[test]
    fn formulas_are_made_harmless() {
        for cell in ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r=1", "\n=1", "＝1", "\u{0}=1"] {
            assert_eq!(harmless(cell), format!("'{cell}"), "{cell:?}");
        }
        for cell in ["a=1", "", "app/-x.py", "x\n=1", "'=1"] {
            assert_eq!(harmless(cell), cell);
        }
    }

    #[test]
    fn names_and_messages_stay_in_their_cells() {
        let mut file = testing::scanned("=cmd|' /C calc'!A0,\"\r\n.py", "eval(x)\n");
        file.findings[0].message = "two\r\nlines, \"quoted\"".into();
        let report = testing::report([file]);
        let text = testing::written(|out| write(&testing::view(&report), out));
        let mut reader = ::csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<_> = reader.records().collect::<Result<_, _>>().expect("rows");
        assert_eq!(rows.len(), 1);
        assert_eq!(&rows[0][0], "'=cmd|' /C calc'!A0,\"\r\n.py");
        assert_eq!(&rows[0][11], "two\r\nlines, \"quoted\"");
    }
}
