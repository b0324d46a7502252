//! One page that holds all of a report: it loads nothing, and shows, searches and filters the findings by itself.
//!
//! The page's frame is `page.html`, in which `{{name}}` is filled in. What is always in sight is written here; the
//! findings are data in the page ([`data`]), from which `page.js` makes what is asked for, as text and never as markup.
//! The policy in its head lets nothing run but that script.

mod data;
mod sections;

use std::io::{self, Write};

use sha2::{Digest, Sha256};
use stockade_core::finding::Level;
use stockade_core::report::{Configuration, Verdict};

use crate::order::by_severity;
use crate::{View, plain};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Writes the report.
pub(crate) fn write(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut rest = PAGE;
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, rest)| Some((before, rest.split_once("}}")?)))
    {
        out.write_all(before.as_bytes())?;
        match name {
            "policy" => policy(out)?,
            "title" => write!(out, "Stockade: {}", escape(&headline(view)))?,
            "style" => out.write_all(STYLE.as_bytes())?,
            "outcome" => out.write_all(outcome(view).as_bytes())?,
            "verdict" => out.write_all(escape(&verdict(view)).as_bytes())?,
            "cards" => cards(view, out)?,
            "facts" => facts(view, out)?,
            "sections" => sections::write(view, out)?,
            "version" => out.write_all(env!("CARGO_PKG_VERSION").as_bytes())?,
            "data" => data::write(view, out)?,
            "script" => out.write_all(SCRIPT.as_bytes())?,
            _ => debug_assert!(false, "the page asks for {name}"),
        }
        rest = after;
    }
    out.write_all(rest.as_bytes())
}

/// What the page may load and run: its own style and script, told by their hashes, and nothing else.
fn policy(out: &mut dyn Write) -> io::Result<()> {
    let (style, script) = (hash(STYLE), hash(SCRIPT));
    write!(
        out,
        "default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
    )
}

/// The SHA-256 of a text in base 64.
fn hash(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(44);
    for part in Sha256::digest(text.as_bytes()).chunks(3) {
        let bits = part.iter().fold(0, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - part.len()));
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= part.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

fn headline(view: &View<'_>) -> String {
    match view.findings().count() {
        0 => "no findings".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{} findings", grouped(count as u64)),
    }
}

fn outcome(view: &View<'_>) -> &'static str {
    match view.report.verdict(view.fail_on, view.strict) {
        Verdict::Clean => "passes",
        Verdict::Findings | Verdict::Incomplete => "fails",
    }
}

fn verdict(view: &View<'_>) -> String {
    match view.report.verdict(view.fail_on, view.strict) {
        Verdict::Clean => "Passes".to_owned(),
        Verdict::Incomplete => "Fails: not every file could be looked at".to_owned(),
        Verdict::Findings => match view.fail_on {
            Some(threshold) if threshold.severity > Level::Low && view.without_reason().next().is_none() => {
                format!("Fails: findings of {} severity or above", threshold.severity.title().to_lowercase())
            }
            _ if view.failing().next().is_none() && view.without_reason().next().is_some() => {
                "Fails: suppressions without a reason".to_owned()
            }
            _ => format!("Fails: {}", headline(view)),
        },
    }
}

/// The figures on top.
fn cards(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = view.report;
    let mut card = |tone: &str, what: &str, count: u64| {
        write!(out, "<div class=\"{tone}\"><dt>{what}</dt><dd>{}</dd></div>", grouped(count))
    };
    for (level, count) in by_severity(view.findings()) {
        if level != Level::Undefined || count > 0 {
            card(&level.title().to_lowercase(), &format!("{} severity", level.title()), count as u64)?;
        }
    }
    let of_files = |count: fn(&stockade_core::report::FileReport) -> usize| {
        report.files.iter().map(|file| count(file) as u64).sum::<u64>()
    };
    card("", "Suppressed", of_files(|file| file.suppressed.len()))?;
    let unread = of_files(|file| usize::from(file.skipped.is_some()));
    card("", "Files scanned", report.files.len() as u64 - unread)?;
    if unread > 0 {
        card("high", "Not scanned", unread)?;
    }
    card("", "Lines of code", report.totals().lines_of_code)
}

/// How it was scanned, in one line.
fn facts(view: &View<'_>, out: &mut dyn Write) -> io::Result<()> {
    let run = &view.report.run;
    let mut facts = vec![format!("{} rules ran", run.rules.len())];
    match &run.configuration {
        Configuration::None => {}
        Configuration::Own { path, .. } => facts.push(format!("configuration {}", plain(path))),
        Configuration::Bandit { path, .. } => facts.push(format!("Bandit's configuration {}", plain(path))),
    }
    if let Some(baseline) = &run.baseline {
        facts.push(format!("baseline {}: {} known", plain(&baseline.path), grouped(baseline.known)));
    }
    if let Some(since) = &run.since {
        facts.push(format!("lines changed since {}", plain(since)));
    }
    if let Some(category) = view.category {
        facts.push(format!("category {}", plain(category)));
    }
    out.write_all(escape(&facts.join(" · ")).as_bytes())
}

/// Text for markup, in content and in quoted attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// A number with a comma at each thousand.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    fn page(files: Vec<stockade_core::report::FileReport>) -> String {
        let report = testing::report(files);
        let view = testing::view(&report);
        testing::written(|out| write(&view, out))
    }

    fn data(page: &str) -> serde_json::Value {
        let start = page.find("id=\"data\">").expect("the data") + "id=\"data\">".len();
        let end = start + page[start..].find("</script>").expect("its end");
        serde_json::from_str(&page[start..end]).expect("JSON")
    }

    #[test]
    fn the_page_is_filled_in() {
        let page = page(vec![testing::varied()]);
        let frame = page.replace(SCRIPT, "").replace(STYLE, "");
        assert!(!frame.contains("{{"), "nothing is left open");
        assert!(page.contains("<title>Stockade: 1 finding</title>"));
        assert!(page.contains("<p class=\"verdict fails\">Fails: 1 finding</p>"));
    }

    /// `printf abc | openssl dgst -sha256 -binary | base64`
    #[test]
    fn hashes_are_those_that_browsers_compute() {
        assert_eq!(hash("abc"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    }

    #[test]
    fn the_policy_names_the_script_that_is_in_the_page() {
        let page = page(vec![]);
        let scripts: Vec<&str> = page.split("<script>").skip(1).collect();
        assert_eq!(scripts.len(), 1);
        let script = scripts[0].split("</script>").next().expect("its end");
        assert!(page.contains(&format!("script-src 'sha256-{}'", hash(script))));
        for word in ["http://", "src=", "@import", "url("] {
            assert!(!page.contains(word), "nothing is loaded: {word}");
        }
    }

    /// The style and the script must not end the element that they stand in.
    #[test]
    fn style_and_script_hold_no_markup() {
        assert!(!STYLE.contains('<'));
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("<!--"));
        for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
    }

    #[test]
    fn hostile_names_and_code_stay_text() {
        let mut broken = testing::hostile();
        broken.skipped = Some("<b>".to_owned());
        let page = page(vec![testing::hostile(), broken]);
        let frame = page.replace(SCRIPT, "");
        assert!(!frame.contains("<img") && !frame.contains("<b>"), "no tag");
        assert!(
            !frame.contains('\u{202e}') || frame.find('\u{202e}') > frame.find("id=\"data\""),
            "escaped in markup"
        );
        assert!(frame.contains("&lt;img src=x onerror=alert(1)&gt;"));
        let data = data(&page);
        assert!(data["files"][0].as_str().is_some_and(|name| name.starts_with("<img src=x onerror")));
        assert_eq!(page.matches("</script>").count(), 2, "the data's and the script's");
    }

    #[test]
    fn a_mark_counts_as_the_script_does() {
        let data = data(&page(vec![testing::varied()]));
        let finding = &data["findings"][0];
        assert_eq!(finding["line"], 1);
        let line = &finding["code"][0];
        let units: Vec<u16> = line["text"].as_str().expect("text").encode_utf16().collect();
        let at =
            |place: usize| usize::try_from(line["mark"][place].as_u64().expect("a place")).expect("small");
        assert_eq!(String::from_utf16_lossy(&units[at(0)..at(1)]), "eval(x)");
        assert_eq!(finding["fix"], "Use `ast.literal_eval`");
        let states: Vec<_> =
            data["findings"].as_array().expect("findings").iter().map(|one| one["state"].clone()).collect();
        assert_eq!(states.len(), 4, "the suppressed ones, too");
        assert!(states[0].is_null() && states[1..].iter().all(serde_json::Value::is_string), "{states:?}");
    }

    #[test]
    fn a_notebook_is_counted_by_its_cells() {
        let data = data(&page(vec![testing::notebook()]));
        let finding = &data["findings"][0];
        assert_eq!((&finding["cell"], &finding["line"]), (&3.into(), &1.into()));
        assert_eq!(finding["code"].as_array().map(Vec::len), Some(1), "no line of another cell");
        assert_eq!(finding["code"][0]["number"], 1);
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("x = '{}'; eval(y); z = '{}'\n", "é".repeat(5000), "w".repeat(5000));
        let data = data(&page(vec![testing::scanned("long.py", &text)]));
        let line = &data["findings"][0]["code"][0];
        let shown = line["text"].as_str().expect("text");
        assert!(shown.chars().count() < 450 && shown.starts_with('…') && shown.ends_with('…'), "{shown}");
        let units: Vec<u16> = shown.encode_utf16().collect();
        let at =
            |place: usize| usize::try_from(line["mark"][place].as_u64().expect("a place")).expect("small");
        assert_eq!(String::from_utf16_lossy(&units[at(0)..at(1)]), "eval(y)");
    }
}
