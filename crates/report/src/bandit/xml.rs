//! The xml format: a JUnit-like test suite in which every finding is a failed test.

use std::borrow::Cow;
use std::io::Write;

use crate::bandit::View;
use crate::bandit::escape::{for_xml, replace};
use crate::bandit::format::Failure;

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    let selection = view.selection();
    out.write_all(b"<?xml version='1.0' encoding='utf-8'?>\n")?;
    write!(out, "<testsuite name=\"bandit\" tests=\"{}\"", selection.len())?;
    if selection.is_empty() {
        out.write_all(b" />")?;
        return Ok(());
    }
    out.write_all(b">")?;
    for selected in selection.iter() {
        let (file, finding) = (selected.place.file, selected.place.finding);
        let (name, message) = (for_xml(&file.name), for_xml(&finding.message));
        let rule = finding.rule;
        write!(
            out,
            "<testcase classname=\"{}\" name=\"{}\"><error more_info=\"{}\" type=\"{}\" message=\"{}\">",
            attribute(&name),
            attribute(rule.test_name),
            attribute(&rule.more_info().unwrap_or_default()),
            finding.severity,
            attribute(&message),
        )?;
        write!(
            out,
            "Test ID: {} Severity: {} Confidence: {}\nCWE: {}\n{}\nLocation {}:{}</error></testcase>",
            rule.id,
            finding.severity,
            finding.confidence,
            finding.cwe,
            content(&message),
            content(&name),
            finding.line,
        )?;
    }
    out.write_all(b"</testsuite>")?;
    Ok(())
}

/// Escapes text between tags as ElementTree does.
fn content(text: &str) -> Cow<'_, str> {
    crate::bandit::escape::markup(text)
}

/// Escapes the value of an attribute as ElementTree does.
fn attribute(text: &str) -> Cow<'_, str> {
    replace(text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\r' => Some("&#13;"),
        '\n' => Some("&#10;"),
        '\t' => Some("&#09;"),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{attribute, content};
    use crate::bandit::python::recorded;

    #[test]
    fn text_is_escaped_as_elementtree_escapes_it() {
        recorded::each("text", |case| {
            let text = case["text"].as_str().expect("a text");
            let want =
                ["xml_content", "xml_attribute"].map(|key| case[key].as_str().expect("text").to_owned());
            (want, [content(text).into_owned(), attribute(text).into_owned()])
        });
    }
}
