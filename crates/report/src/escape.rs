//! Text from elsewhere, made harmless for where it is shown: a terminal, a workflow's log, Markdown.

use std::borrow::Cow;
use std::fmt::{self, Display, Write as _};

/// How many bytes of such a text are shown in Markdown.
const MAX_TEXT: usize = 300;

/// A text for one line of a terminal: what would move the cursor, or turn the direction of the writing, is escaped.
#[must_use]
pub fn plain(text: &str) -> Cow<'_, str> {
    let odd = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(odd) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|c| if odd(c) { c.escape_default().to_string() } else { c.to_string() })
        .collect::<String>()
        .into()
}

/// Text in the type of code. Backticks would need counting, and a table cell would still end at a bar.
#[must_use]
pub fn code(text: &str) -> String {
    format!("<code>{}</code>", markdown(text))
}

/// Text on one line without a meaning to Markdown: no markup, no link, no mention, no formula.
#[must_use]
pub fn markdown(text: &str) -> String {
    let text = shortened(&plain(text)).into_owned();
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' | '~' | '@' | '#' | '$' | '!' | '"' | '\'' => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            // `http://` and `www.` make links of what follows.
            ':' => out.push_str("&#58;"),
            '.' if last.eq_ignore_ascii_case(&'w') => out.push_str("&#46;"),
            c => out.push(c),
        }
        last = c;
    }
    out
}

/// The beginning of a long text.
#[must_use]
pub fn shortened(text: &str) -> Cow<'_, str> {
    match text.len() {
        length if length <= MAX_TEXT => Cow::Borrowed(text),
        _ => Cow::Owned(format!("{}…", &text[..text.floor_char_boundary(MAX_TEXT)])),
    }
}

/// The message of a workflow command of GitHub Actions.
pub struct Data<'a>(pub &'a str);

/// The value of a property of such a command.
pub struct Property<'a>(pub &'a str);

impl Display for Data<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        command(self.0, false, f)
    }
}

impl Display for Property<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        command(self.0, true, f)
    }
}

/// Escapes as the runner unescapes: `%`, `\r` and `\n` everywhere, `:` and `,` in properties
/// (<https://github.com/actions/toolkit>, `packages/core/src/command.ts`).
fn command(text: &str, is_property: bool, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for c in text.chars() {
        match c {
            '%' => f.write_str("%25")?,
            '\r' => f.write_str("%0D")?,
            '\n' => f.write_str("%0A")?,
            ':' if is_property => f.write_str("%3A")?,
            ',' if is_property => f.write_str("%2C")?,
            c => f.write_char(c)?,
        }
    }
    Ok(())
}
