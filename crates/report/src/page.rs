//! A rule's manual page, taken apart for formats that have a place for each part of it.

use stockade_core::finding::RuleInfo;

/// How long a description may be, in characters: GitHub takes no more.
const MAX_DESCRIPTION: usize = 1024;

/// The parts of a rule's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Page {
    /// The heading, a sentence without markup.
    pub(crate) title: String,
    /// The first paragraph, without markup.
    pub(crate) summary: String,
    /// What to write instead, as Markdown: the section of that name, else the rule's advice.
    pub(crate) instead: String,
    /// The page as Markdown, in which each example says what it is an example of.
    pub(crate) markdown: String,
    /// The page as plain text.
    pub(crate) text: String,
}

impl Page {
    /// Reads the page of a rule.
    pub(crate) fn of(rule: &RuleInfo) -> Page {
        let page = rule.page();
        let title = sentence(without_markup(rule.title()));
        let paragraph: Vec<&str> = page
            .lines()
            .skip_while(|line| line.is_empty() || line.starts_with('#'))
            .take_while(|line| !line.is_empty())
            .collect();
        let summary = shortened(without_markup(&paragraph.join(" ")));
        let instead = section(&page, "## Instead");
        let markdown = labelled(&page);
        Page {
            // A rule of someone's own may have no page.
            title: if title.is_empty() { sentence(rule.name.replace('_', " ")) } else { title.clone() },
            summary: if summary.is_empty() { title } else { summary },
            instead: if instead.is_empty() {
                rule.advice.to_owned()
            } else {
                labelled(&instead).trim_end().to_owned()
            },
            text: plain(&markdown),
            markdown,
        }
    }
}

/// The lines below a heading, up to the next.
fn section(page: &str, heading: &str) -> String {
    let lines = page.lines().skip_while(|&line| line != heading).skip(1);
    let lines: Vec<&str> = lines.take_while(|line| !line.starts_with("## ")).collect();
    lines.join("\n").trim().to_owned()
}

/// The page with its examples introduced by what they show, rather than by words that only our tests read.
fn labelled(page: &str) -> String {
    let mut out = String::new();
    for line in page.lines() {
        match line.strip_prefix("```python ") {
            Some(kind) => {
                out.push_str(match kind {
                    "bad" => "Found:\n\n",
                    "good" => "Not found:\n\n",
                    "native" => "Found, though not by Bandit:\n\n",
                    "bandit" => "Found by Bandit only:\n\n",
                    _ => "",
                });
                out.push_str("```python");
            }
            None => out.push_str(line),
        }
        out.push('\n');
    }
    out
}

/// Markdown as plain text: code indented, headings and backticks gone.
fn plain(markdown: &str) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            if !line.is_empty() {
                out.push_str("    ");
            }
            out.push_str(line);
            out.push('\n');
        } else {
            out.push_str(&without_markup(line.trim_start_matches('#').trim_start()));
            out.push('\n');
        }
    }
    out
}

fn without_markup(text: &str) -> String {
    text.replace('`', "")
}

/// A text that ends as a sentence does.
fn sentence(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

/// At most as many characters as a description may have.
fn shortened(text: String) -> String {
    if text.chars().count() <= MAX_DESCRIPTION {
        return text;
    }
    text.chars().take(MAX_DESCRIPTION - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_page_comes_apart() {
        let page = Page::of(&testing::RULE);
        assert_eq!(page.title, "eval.");
        assert_eq!(page.summary, "eval runs any code that its argument holds, over two lines.");
        assert_eq!(page.instead, "Parse it.\n\nNot found:\n\n```python\nast.literal_eval(x)\n```");
        assert!(page.markdown.starts_with("# `eval`\n\n`eval` runs"), "{}", page.markdown);
        assert!(page.markdown.contains("\nFound:\n\n```python\neval(x)\n```\n"), "{}", page.markdown);
        assert!(page.text.contains("\nFound:\n\n    eval(x)\n\nInstead\n"), "{}", page.text);
    }

    #[test]
    fn descriptions_are_no_longer_than_github_takes() {
        let long = shortened("é".repeat(3000));
        assert_eq!((long.chars().count(), long.chars().last()), (1024, Some('…')));
        assert_eq!(shortened("short".to_owned()), "short");
    }
}
