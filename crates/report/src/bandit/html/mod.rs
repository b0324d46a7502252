//! The html format: a page for people, with the code of each finding.

mod skeleton;

use std::io::{self, Write};

use crate::bandit::View;
use crate::bandit::escape::{markup, replace};
use crate::bandit::format::Failure;
use crate::bandit::selection::{Place, Selected};

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    out.write_all(skeleton::HEAD.as_bytes())?;
    let totals = view.report.totals();
    let metrics = fill(
        skeleton::METRICS,
        &[("loc", &totals.lines_of_code.to_string()), ("nosec", &totals.nosec.to_string())],
    );
    let skipped: String = view
        .report
        .skipped()
        .map(|(name, reason)| format!("{} <b>reason:</b> {reason}<br>", markup(name)))
        .collect();
    let skipped =
        if skipped.is_empty() { String::new() } else { fill(skeleton::SKIPPED, &[("files_list", &skipped)]) };
    let (before, after) = skeleton::BODY.split_once("{results}").unwrap_or((skeleton::BODY, ""));
    out.write_all(fill(before, &[("metrics", &metrics), ("skipped", &skipped)]).as_bytes())?;
    let context = view.context_lines();
    for (number, selected) in view.selection().iter().enumerate() {
        finding(number, selected, context, out)?;
    }
    Ok(out.write_all(after.as_bytes())?)
}

fn finding(number: usize, selected: Selected, context: u32, out: &mut dyn Write) -> io::Result<()> {
    let Place { file, finding } = selected.place;
    let rule = finding.rule;
    let (mut block, mut candidates) = (String::new(), String::new());
    if selected.candidates.is_empty() {
        block = fill(skeleton::CODE, &[("code", &code(selected.place, context))]);
    } else {
        let each = selected.candidates.iter();
        let list: String =
            each.map(|&place| fill(skeleton::CANDIDATE, &[("code", &code(place, context))])).collect();
        candidates = fill(skeleton::CANDIDATES, &[("candidate_list", &list)]);
    }
    let class = format!("issue-sev-{}", finding.severity.as_str().to_lowercase());
    let text = fill(
        skeleton::ISSUE,
        &[
            ("issue_no", &number.to_string()),
            ("issue_class", &class),
            ("test_name", rule.test_name),
            ("test_id", rule.id),
            ("test_text", &markup(&finding.message)),
            ("severity", finding.severity.as_str()),
            ("confidence", finding.confidence.as_str()),
            ("cwe.id", &finding.cwe.0.to_string()),
            ("cwe_link", &finding.cwe.link()),
            ("path", &markup(&file.name)),
            ("code", &block),
            ("candidates", &candidates),
            ("url", &rule.more_info().unwrap_or_default()),
            ("line_number", &finding.line.to_string()),
        ],
    );
    out.write_all(text.as_bytes())
}

/// The code around a finding, without the newlines around it, escaped as Python's `html.escape` does.
fn code(place: Place, context: u32) -> String {
    let code = place.code(context, '\t');
    let code = code.trim_matches('\n').trim_start_matches(' ');
    escape(code)
}

fn escape(text: &str) -> String {
    let escaped = replace(text, |c| match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\'' => Some("&#x27;"),
        _ => None,
    });
    escaped.into_owned()
}

/// Puts values in the place of `{name}`; what a value holds is not looked at again.
fn fill(skeleton: &str, values: &[(&str, &str)]) -> String {
    let mut out =
        String::with_capacity(skeleton.len() + values.iter().map(|(_, value)| value.len()).sum::<usize>());
    let mut rest = skeleton;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(values.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| value));
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{escape, fill, skeleton};
    use crate::bandit::python::recorded;

    #[test]
    fn code_is_escaped_as_python_escapes_html() {
        recorded::each("text", |case| {
            let want = case["html"].as_str().expect("text").to_owned();
            (want, escape(case["text"].as_str().expect("a text")))
        });
    }

    #[test]
    fn a_value_is_not_filled_again() {
        assert_eq!(fill("<{a}|{b}>", &[("a", "{b}"), ("b", "{")]), "<{b}|{>");
    }

    #[test]
    fn every_name_of_the_skeleton_is_known() {
        let known = [
            "issue_no",
            "issue_class",
            "test_name",
            "test_id",
            "test_text",
            "severity",
            "confidence",
            "cwe.id",
            "cwe_link",
            "path",
            "code",
            "candidates",
            "url",
            "line_number",
            "loc",
            "nosec",
            "files_list",
            "metrics",
            "skipped",
            "results",
            "candidate_list",
        ];
        use skeleton::{BODY, CANDIDATE, CANDIDATES, CODE, ISSUE, METRICS, SKIPPED};
        for part in [BODY, CANDIDATE, CANDIDATES, CODE, ISSUE, METRICS, SKIPPED] {
            for name in part.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
                assert!(known.contains(&name), "{name}");
            }
        }
    }
}
