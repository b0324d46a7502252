//! The named differences: what the reference writes raw and we write visibly, and that nothing else differs there.

mod support;

use std::path::Path;

use stockade_report::bandit::{Format, View};

/// The recorded case whose messages, code and names hold what is unsafe.
fn ours(format: Format) -> String {
    let report = support::load(&folder().join("scan.json"));
    let view = View::new(&report, support::now(), Path::new(support::FOLDER));
    let mut out = Vec::new();
    format.write(&view, &mut out, &mut |_| {}).expect("memory takes all");
    String::from_utf8(out).expect("text")
}

fn reference(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).expect("a recorded report")
}

fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/reports/unsafe"))
}

/// Escapes the control characters of a whole document, but those that stay.
fn escaped(text: &str, stay: &[char]) -> String {
    text.chars()
        .map(
            |c| {
                if c < ' ' && !stay.contains(&c) { format!("\\x{:02x}", u32::from(c)) } else { c.to_string() }
            },
        )
        .collect()
}

#[test]
fn txt_differs_in_control_characters_only() {
    let raw = reference("raw.txt");
    assert!(raw.contains("\x1b[2J") && raw.contains("\r over \r\n"));
    // A carriage return stays where it ends a line.
    let kept = escaped(&raw.replace("\r\n", "\x01"), &['\t', '\n', '\x0c', '\x01']).replace('\x01', "\r\n");
    assert_eq!(ours(Format::Txt), kept);
}

#[test]
fn screen_has_no_escape_sequence_but_its_own() {
    let mut text = ours(Format::Screen);
    for colour in ["\x1b[0m", "\x1b[91m", "\x1b[93m", "\x1b[94m", "\x1b[95m"] {
        text = text.replace(colour, "");
    }
    assert!(text.contains("\\x1b[31mred\\x1b[0m"), "{text}");
    let unsafe_left = text.replace("\r\n", "").chars().any(|c| c < ' ' && !matches!(c, '\t' | '\n' | '\x0c'));
    assert!(!unsafe_left, "{text}");
}

#[test]
fn xml_differs_in_forbidden_characters_only() {
    let raw = reference("raw.xml");
    assert!(raw.contains("\x1b[2J"));
    assert_eq!(ours(Format::Xml), escaped(&raw, &['\t', '\n', '\r']));
}

#[test]
fn html_differs_in_messages_and_names_only() {
    let mut raw = reference("raw.html");
    let parts = [
        "<script>alert('&amp;')</script>'<br>",
        "<a href=\"unsafe/<i>.py\" target=\"_blank\">unsafe/<i>.py</a>",
        "unsafe/python two <&>.py <b>reason:</b>",
    ];
    let safe = [
        "&lt;script&gt;alert('&amp;amp;')&lt;/script&gt;'<br>",
        "<a href=\"unsafe/&lt;i&gt;.py\" target=\"_blank\">unsafe/&lt;i&gt;.py</a>",
        "unsafe/python two &lt;&amp;&gt;.py <b>reason:</b>",
    ];
    for (part, safe) in parts.into_iter().zip(safe) {
        assert!(raw.contains(part), "{part}");
        raw = raw.replace(part, safe);
    }
    assert_eq!(ours(Format::Html), raw);
}
