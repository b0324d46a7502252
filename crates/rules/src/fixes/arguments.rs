//! The arguments of a call as they are written: where one can be added or taken away without touching anything else.

use stockade_core::ast::{Expr, Keyword, Ranged, TextRange};
use stockade_core::finding::Edit;

use crate::context::Call;

/// The arguments between the parentheses of a call.
pub(super) struct Arguments<'c> {
    text: &'c str,
    /// The offset after the opening parenthesis, and that of the closing one.
    inside: (usize, usize),
    /// In the order of the text.
    items: Vec<Item>,
}

/// One argument, with the parentheses that it may have of its own.
struct Item {
    /// Where the expression or keyword itself begins.
    inner: usize,
    start: usize,
    end: usize,
    /// The offset of the comma that follows.
    comma: Option<usize>,
}

impl<'c> Arguments<'c> {
    /// The arguments of a call. None where some come from a `*` or `**`, and where the only one is a generator without
    /// parentheses of its own, beside which none may stand.
    pub(super) fn of(call: &Call<'c, '_>) -> Option<Arguments<'c>> {
        let text = call.scope.module.text;
        let arguments = &call.node.arguments;
        let is_open = |expr: &Expr| match expr {
            Expr::Starred(_) => true,
            Expr::Generator(generator) => !generator.parenthesized,
            _ => false,
        };
        if arguments.args.iter().any(is_open) || arguments.keywords.iter().any(|k| k.arg.is_none()) {
            return None;
        }
        let inside = (arguments.range.start().to_usize() + 1, arguments.range.end().to_usize() - 1);
        if text.as_bytes().get(inside.1) != Some(&b')') {
            return None;
        }
        let mut found = Arguments { text, inside, items: Vec::new() };
        let mut at = inside.0;
        for argument in arguments.iter_source_order() {
            at = found.push(argument.range(), at)?;
        }
        (found.after_trivia(at) == inside.1).then_some(found)
    }

    /// Takes in the next argument, looked for from an offset. Answers where to go on.
    fn push(&mut self, range: TextRange, from: usize) -> Option<usize> {
        let byte = |at: usize| self.text.as_bytes().get(at).copied();
        let (inner, mut end) = (range.start().to_usize(), range.end().to_usize());
        let mut start = None;
        let mut depth = 0;
        let mut at = self.after_trivia(from);
        while at < inner {
            if byte(at) != Some(b'(') {
                return None;
            }
            start = start.or(Some(at));
            depth += 1;
            at = self.after_trivia(at + 1);
        }
        for _ in 0..depth {
            at = self.after_trivia(end);
            if byte(at) != Some(b')') {
                return None;
            }
            end = at + 1;
        }
        at = self.after_trivia(end);
        let comma = (byte(at) == Some(b',')).then_some(at);
        self.items.push(Item { inner, start: start.unwrap_or(inner), end, comma });
        Some(comma.map_or(end, |comma| comma + 1))
    }

    /// The next offset that is neither blank nor in a comment.
    fn after_trivia(&self, from: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = from;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b' ' | b'\t' | b'\n' | 0x0c | b'\\' => at += 1,
                b'#' => at += self.text[at..].find('\n').unwrap_or(bytes.len() - at),
                _ => break,
            }
        }
        at
    }

    /// The edits that add a keyword argument behind the others, in the manner in which they are written: on the same line,
    /// or on one of its own, with a comma behind it where there is one.
    pub(super) fn add(&self, argument: &str) -> Vec<Edit> {
        let Some(last) = self.items.last() else {
            return vec![insertion(self.inside.0, argument.to_owned())];
        };
        let behind = last.comma.map_or(last.end, |comma| comma + 1);
        match (last.comma, self.indent(last), self.end_of_line(behind)) {
            (Some(_), Some(indent), Some(end)) => vec![insertion(end, format!("\n{indent}{argument},"))],
            (Some(_), _, _) => vec![insertion(behind, format!(" {argument},"))],
            (None, Some(indent), Some(end)) if end > last.end => {
                vec![insertion(last.end, ",".to_owned()), insertion(end, format!("\n{indent}{argument}"))]
            }
            (None, Some(indent), _) => vec![insertion(last.end, format!(",\n{indent}{argument}"))],
            (None, None, _) => vec![insertion(last.end, format!(", {argument}"))],
        }
    }

    /// The edit that takes an argument away, with a comma. None where a comment would go with it.
    pub(super) fn remove(&self, argument: &impl Ranged) -> Option<Edit> {
        let at = self.items.iter().position(|item| item.inner == argument.start().to_usize())?;
        let item = &self.items[at];
        let (start, end) = match (at.checked_sub(1).map(|at| &self.items[at]), self.items.get(at + 1)) {
            (Some(before), _) => (before.end, item.end),
            (None, Some(behind)) => (item.start, behind.start),
            (None, None) => (item.start, item.comma.map_or(item.end, |comma| comma + 1)),
        };
        let offset = |at: usize| u32::try_from(at).ok();
        (!self.text[start..end].contains('#'))
            .then(|| Some(Edit { start: offset(start)?, end: offset(end)?, text: String::new() }))?
    }

    /// The blanks before an argument that is the first on its line.
    fn indent(&self, item: &Item) -> Option<&'c str> {
        let line = self.text[..item.start].rsplit('\n').next().unwrap_or_default();
        let is_first = line.bytes().all(|byte| matches!(byte, b' ' | b'\t' | 0x0c));
        (is_first && self.inside.0 < item.start - line.len()).then_some(line)
    }

    /// The end of the line, if nothing but a comment is on the rest of it.
    fn end_of_line(&self, from: usize) -> Option<usize> {
        let rest = &self.text[from..self.inside.1];
        let line = &rest[..rest.find('\n')?];
        let said = line.trim_start();
        (said.is_empty() || said.starts_with('#')).then_some(from + line.len())
    }
}

/// The keyword argument of that name.
pub(super) fn keyword<'a>(call: &Call<'_, 'a>, name: &str) -> Option<&'a Keyword> {
    call.keywords().iter().find(|keyword| keyword.arg.as_deref() == Some(name))
}

fn insertion(at: usize, text: String) -> Edit {
    let at = u32::try_from(at).unwrap_or(u32::MAX);
    Edit { start: at, end: at, text }
}

#[cfg(test)]
mod tests {
    use crate::testing::mended;

    /// A call of `requests.get` with these arguments, and what a fix makes of them.
    fn added(arguments: &str) -> String {
        let text = format!("import requests\nrequests.get({arguments})\n");
        let mended = mended("B113", &text);
        let after = mended.strip_prefix("import requests\nrequests.get(").and_then(|t| t.strip_suffix(")\n"));
        after.expect("nothing else changes").to_owned()
    }

    #[test]
    fn an_argument_is_added_in_the_manner_of_the_others() {
        for (before, after) in [
            ("", "timeout=10"),
            ("  # why\n", "timeout=10  # why\n"),
            ("u", "u, timeout=10"),
            ("u, ", "u, timeout=10, "),
            ("u,", "u, timeout=10,"),
            ("(u)", "(u), timeout=10"),
            ("((u) ) ", "((u) ), timeout=10 "),
            ("u, x=(1)", "u, x=(1), timeout=10"),
            ("u,\n    x=1", "u,\n    x=1,\n    timeout=10"),
            ("\n    u\n", "\n    u,\n    timeout=10\n"),
            ("\n\tu,\n\tx=1,\n", "\n\tu,\n\tx=1,\n\ttimeout=10,\n"),
            ("\n    u,  # why\n", "\n    u,  # why\n    timeout=10,\n"),
            ("\n    u  # why\n", "\n    u,  # why\n    timeout=10\n"),
            ("\n    u,\n    # why\n", "\n    u,\n    timeout=10,\n    # why\n"),
            ("\n    u, x=1\n", "\n    u, x=1, timeout=10\n"),
            ("\n    x={\n        1: 2,\n    },\n", "\n    x={\n        1: 2,\n    },\n    timeout=10,\n"),
            ("u  # a, b)\n  ,\n", "u  # a, b)\n  , timeout=10,\n"),
            ("u \\\n", "u, timeout=10 \\\n"),
            ("\n  u \\\n", "\n  u,\n  timeout=10 \\\n"),
            ("'é)', x=\"#\"", "'é)', x=\"#\", timeout=10"),
        ] {
            assert_eq!(added(before), after, "{before:?}");
        }
    }

    #[test]
    fn where_arguments_are_not_all_known_none_is_added() {
        for arguments in ["u, **k", "*u", "u, *x, y=1", "x for x in y", "x=1, **k"] {
            assert_eq!(added(arguments), arguments);
        }
    }

    #[test]
    fn an_argument_is_taken_away_with_a_comma() {
        let removed = |arguments: &str| {
            let text = format!("import yaml\nyaml.load({arguments})\n");
            let mended = mended("B506", &text);
            let after = mended.split_once("load(").and_then(|(_, after)| after.strip_suffix(")\n"));
            after.expect("a call").to_owned()
        };
        for (before, after) in [
            ("x, yaml.Loader", "x"),
            ("(x), (yaml.Loader)", "(x)"),
            ("x, Loader=yaml.Loader,", "x,"),
            ("x,\n  Loader=(yaml.Loader) ,\n", "x ,\n"),
            ("\n  x,\n  Loader=yaml.Loader,\n", "\n  x,\n"),
            ("Loader=yaml.Loader, stream=x", "stream=x"),
            ("x,  # why\n  Loader=yaml.Loader", "x,  # why\n  Loader=yaml.Loader"),
        ] {
            assert_eq!(removed(before), after, "{before:?}");
        }
    }
}
