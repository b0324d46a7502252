//! The two languages of format strings, `%` and `str.format`, as far as one must know which value stands where.
//!
//! <https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting>,
//! <https://docs.python.org/3/library/string.html#format-string-syntax>.

/// A piece of a format of `%`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Spec<'t> {
    Text(&'t str),
    /// The next value; `plain` where it is put there as `str` makes it.
    Next {
        plain: bool,
    },
    /// The value of a key.
    Named {
        name: &'t str,
        plain: bool,
    },
}

/// A piece of a format of `str.format`.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Field<'t> {
    Text(&'t str),
    /// A value by its number, its name, or, with no name, the next; `plain` as for [`Spec`].
    Value {
        name: &'t str,
        plain: bool,
    },
}

/// The pieces of a format of `%`. What Python would refuse is text.
pub(super) fn percent(format: &str) -> impl Iterator<Item = Spec<'_>> {
    let mut rest = format;
    // A width or precision of `*` takes a value before that of its place.
    let mut stars = 0;
    let mut after: Option<Spec<'_>> = None;
    std::iter::from_fn(move || {
        if stars > 0 {
            stars -= 1;
            return Some(Spec::Next { plain: false });
        }
        if let Some(spec) = after.take() {
            return Some(spec);
        }
        if rest.is_empty() {
            return None;
        }
        let Some(inside) = rest.strip_prefix('%') else {
            let (text, more) = rest.split_at(rest.find('%').unwrap_or(rest.len()));
            rest = more;
            return Some(Spec::Text(text));
        };
        let named = inside.strip_prefix('(').and_then(|inside| inside.split_once(')'));
        let (name, inside) = named.map_or((None, inside), |(name, inside)| (Some(name), inside));
        let conversion = inside.trim_start_matches(|c: char| c.is_ascii_digit() || "#- +.*hlL".contains(c));
        let modifiers = &inside[..inside.len() - conversion.len()];
        let Some(kind) = conversion.chars().next() else {
            return Some(Spec::Text(std::mem::take(&mut rest)));
        };
        rest = &conversion[kind.len_utf8()..];
        if kind == '%' {
            return Some(Spec::Text("%"));
        }
        let plain = modifiers.is_empty() && matches!(kind, 's' | 'd' | 'i' | 'u');
        let spec = name.map_or(Spec::Next { plain }, |name| Spec::Named { name, plain });
        stars = modifiers.matches('*').count();
        if stars == 0 {
            return Some(spec);
        }
        stars -= 1;
        after = Some(spec);
        Some(Spec::Next { plain: false })
    })
}

/// The pieces of a format of `str.format`. What Python would refuse is text.
pub(super) fn braces(format: &str) -> impl Iterator<Item = Field<'_>> {
    let mut rest = format;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        for doubled in ["{{", "}}"] {
            if let Some(more) = rest.strip_prefix(doubled) {
                rest = more;
                return Some(Field::Text(&doubled[..1]));
            }
        }
        if let Some(inside) = rest.strip_prefix('{') {
            let Some(end) = closing(inside) else { return Some(Field::Text(std::mem::take(&mut rest))) };
            rest = &inside[end + 1..];
            let inside = &inside[..end];
            let name = &inside[..inside.find(['!', ':']).unwrap_or(inside.len())];
            let root = &name[..name.find(['.', '[']).unwrap_or(name.len())];
            return Some(Field::Value { name: root, plain: root.len() == inside.len() });
        }
        let end = rest.char_indices().skip(1).find(|(_, c)| matches!(c, '{' | '}')).map(|(at, _)| at);
        let (text, more) = rest.split_at(end.unwrap_or(rest.len()));
        rest = more;
        Some(Field::Text(text))
    })
}

/// Where the brace is that closes a field: those in its format are nested.
fn closing(inside: &str) -> Option<usize> {
    let mut open = 0;
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(specs: impl Iterator<Item = Spec<'static>>) -> String {
        specs
            .map(|spec| match spec {
                Spec::Text(text) => text.to_owned(),
                Spec::Next { plain } => if plain { "<>" } else { "<?>" }.to_owned(),
                Spec::Named { name, plain } => format!("<{name}{}>", if plain { "" } else { "?" }),
            })
            .collect()
    }

    #[test]
    fn percent_formats() {
        assert_eq!(shown(percent("a %s b%d%%c")), "a <> b<>%c");
        assert_eq!(shown(percent("%(k)s %(k.x)5r")), "<k> <k.x?>");
        assert_eq!(shown(percent("%*.*f|%-3s|%r")), "<?><?><?>|<?>|<?>");
        assert_eq!(shown(percent("100%")), "100%");
        assert_eq!(shown(percent("%(a")), "<?>a");
        assert_eq!(shown(percent("")), "");
        assert_eq!(shown(percent("%é%s")), "<?><>");
    }

    #[test]
    fn brace_formats() {
        let shown = |format: &'static str| -> String {
            let fields = braces(format).map(|field| match field {
                Field::Text(text) => text.to_owned(),
                Field::Value { name, plain } => format!("<{name}{}>", if plain { "" } else { "?" }),
            });
            fields.collect()
        };
        assert_eq!(shown("a {} {0} {x}"), "a <> <0> <x>");
        assert_eq!(shown("{{}} {x.y[0]} {!r} {:>{w}} é"), "{} <x?> <?> <?> é");
        assert_eq!(shown("{ } }"), "< > }");
        assert_eq!(shown("é{"), "é{");
        assert_eq!(shown("}a{"), "}a{");
        assert_eq!(shown("{a{}"), "{a{}");
    }
}
