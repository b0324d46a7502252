//! The text of a message: written out, or looked up by its id, with its arguments put in (3.11), and as one line.

use std::borrow::Cow;

use super::rules::{Position, Rules, What};
use super::wire::Message;
use crate::read::words;

/// The whole text of a message, if there is one.
pub(super) fn text<'a>(
    message: &'a Message,
    rules: &'a Rules,
    what: What,
    position: Option<Position>,
) -> Option<Cow<'a, str>> {
    let by_id = || rules.message(what, position, message.id.get()?);
    let text = message.text.get().or_else(by_id).or_else(|| message.markdown.get())?;
    if message.arguments.0.is_empty() {
        return Some(Cow::Borrowed(text));
    }
    let arguments: Vec<&str> =
        message.arguments.0.iter().map(|text| text.0.as_deref().unwrap_or_default()).collect();
    Some(Cow::Owned(filled(text, &arguments)))
}

/// A text with its placeholders `{0}` filled; `{{` and `}}` stand for braces (3.11.5).
fn filled(text: &str, arguments: &[&str]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("{{").or_else(|| rest.strip_prefix("}}")) {
            filled.push_str(&rest[..1]);
            rest = after;
            continue;
        }
        let placeholder = rest.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        let argument = placeholder.and_then(|(number, _)| arguments.get(number.parse::<usize>().ok()?));
        match (placeholder, argument) {
            (Some((_, after)), Some(argument)) => {
                filled.push_str(argument);
                rest = after;
            }
            _ => {
                filled.push_str(&rest[..1]);
                rest = &rest[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// The first paragraph of a text as one line without control characters, not too long. Links to places in the result, such
/// as `[a value](1)`, become their text.
pub(super) fn line(text: &str) -> String {
    let text = text.trim_start();
    let end = text.match_indices('\n').map(|(at, _)| at).find(|&at| {
        let next = text[at + 1..].split('\n').next();
        next.is_some_and(|next| next.trim().is_empty())
    });
    words::line(&without_links(&text[..end.unwrap_or(text.len())]))
}

/// A text whose embedded links (3.11.6) to locations are replaced by what they are written on.
fn without_links(text: &str) -> Cow<'_, str> {
    if !text.contains("](") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let after = &rest[at + 2..];
        let is_number = |target: &str| !target.is_empty() && target.bytes().all(|byte| byte.is_ascii_digit());
        let link = after.split_once(')').filter(|(target, _)| is_number(target));
        match (rest[..at].rfind('['), link) {
            (Some(start), Some((_, end))) => {
                plain.push_str(&rest[..start]);
                plain.push_str(&rest[start + 1..at]);
                rest = end;
            }
            _ => {
                plain.push_str(&rest[..at + 2]);
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_and_links() {
        assert_eq!(filled("a {0} {{0}} {1} {2} {x} {", &["b", "c"]), "a b {0} c {2} {x} {");
        assert_eq!(filled("{1}{0}}}", &["é", "ü"]), "üé}");
        assert_eq!(
            line("On a [value](1) and [more](2), see [it](https://example.org)."),
            "On a value and more, see [it](https://example.org)."
        );
        assert_eq!(line("a](1) b](2"), "a](1) b](2");
    }

    #[test]
    fn one_line_of_the_first_paragraph() {
        assert_eq!(line("\n A \x1b[31m text\r\n of two lines.\n\nAnd more."), "A [31m text of two lines.");
        assert_eq!(line(" \n"), "");
    }

    #[test]
    fn messages_by_id_and_with_arguments() {
        let tool = r#"{"driver": {"name": "t", "rules": [{"id": "A", "messageStrings": {"m": {"text": "Not {0}."}}}]}}"#;
        let rules = Rules::of(serde_json::from_str(tool).expect("a tool"));
        for (message, of) in [
            (r#"{"text": "plain {0}"}"#, Some("plain {0}")),
            (r#"{"text": "given {0}", "arguments": ["x"]}"#, Some("given x")),
            (r#"{"id": "m", "arguments": ["x"]}"#, Some("Not x.")),
            (r#"{"text": " ", "markdown": "**bold**"}"#, Some("**bold**")),
            (r#"{"id": "unknown"}"#, None),
            ("{}", None),
        ] {
            let message: Message = serde_json::from_str(message).expect("a message");
            assert_eq!(text(&message, &rules, What::Rule, Some((0, 0))).as_deref(), of);
        }
    }
}
