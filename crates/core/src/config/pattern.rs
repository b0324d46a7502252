//! Patterns of files, as the keys of `per-file-ignores` and `tests` are: those of `.gitignore`, held against names that are
//! relative to the root.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// A pattern of files and folders; a folder stands for all that is in it.
///
/// Without a `/` it is the name of a file or folder anywhere, with one it is a path from the root. `*`, `?` and `[…]` stay
/// within a name, `**` goes over folders. A `/` at the end asks for a folder. A `!` at the start turns it round: the
/// pattern is then all that the rest is not.
#[derive(Debug, Clone)]
pub struct Pattern {
    globs: GlobSet,
    negated: bool,
}

/// Why a text is no pattern: the reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PatternError(String);

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// When a bracket or brace does not close, or nothing is named.
    pub fn new(text: &str) -> Result<Pattern, PatternError> {
        let (negated, rest) = match text.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let folder = rest.strip_suffix('/');
        let path = folder.unwrap_or(rest);
        let named = path.strip_prefix("./").unwrap_or(path).trim_start_matches('/');
        if matches!(named, "" | ".") {
            return Err(PatternError("it names nothing".to_owned()));
        }
        if named.split('/').any(|part| part == "..") {
            return Err(PatternError(
                "it leads out of the project, and nothing out there is scanned".to_owned(),
            ));
        }
        let anchored = if path.contains('/') { named.to_owned() } else { format!("**/{named}") };
        let glob = |text: &str| {
            let mut builder = GlobBuilder::new(text);
            // Names have `/` on every system.
            builder.literal_separator(true).backslash_escape(true).build()
        };
        let mut globs = GlobSetBuilder::new();
        let reason = |error: globset::Error| PatternError(error.kind().to_string());
        globs.add(glob(&format!("{anchored}/**")).map_err(reason)?);
        if folder.is_none() {
            globs.add(glob(&anchored).map_err(reason)?);
        }
        Ok(Pattern { globs: globs.build().map_err(reason)?, negated })
    }

    /// Whether a file of that name, relative to the root and with `/`, is meant.
    #[must_use]
    pub fn matches(&self, name: &str) -> bool {
        self.globs.is_match(name) != self.negated
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[track_caller]
    fn matched(pattern: &str) -> Vec<&'static str> {
        let names = ["a.py", "test_a.py", "tests/a.py", "src/a.py", "src/tests/b/c.py", "src/tests.py"];
        let pattern = Pattern::new(pattern).expect(pattern);
        names.into_iter().filter(|name| pattern.matches(name)).collect()
    }

    #[test]
    fn a_name_is_meant_anywhere_and_a_path_from_the_root() {
        assert_eq!(matched("a.py"), ["a.py", "tests/a.py", "src/a.py"]);
        assert_eq!(matched("/a.py"), ["a.py"]);
        assert_eq!(matched("./a.py"), ["a.py"]);
        assert_eq!(matched("src/a.py"), ["src/a.py"]);
        assert_eq!(matched("tests"), ["tests/a.py", "src/tests/b/c.py"]);
        assert_eq!(matched("tests/"), ["tests/a.py", "src/tests/b/c.py"]);
        assert_eq!(matched("a.py/"), [""; 0]);
        assert_eq!(matched("src/tests"), ["src/tests/b/c.py"]);
    }

    #[test]
    fn stars_stay_within_a_name() {
        assert_eq!(matched("*.py").len(), 6);
        assert_eq!(matched("/*.py"), ["a.py", "test_a.py"]);
        assert_eq!(matched("src/*.py"), ["src/a.py", "src/tests.py"]);
        assert_eq!(matched("src/*"), ["src/a.py", "src/tests/b/c.py", "src/tests.py"]);
        assert_eq!(matched("src/**/c.py"), ["src/tests/b/c.py"]);
        assert_eq!(matched("**/tests/**"), ["tests/a.py", "src/tests/b/c.py"]);
        assert_eq!(matched("test_?.{py,pyi}"), ["test_a.py"]);
    }

    #[test]
    fn an_exclamation_mark_turns_it_round() {
        assert_eq!(matched("!src"), ["a.py", "test_a.py", "tests/a.py"]);
        assert_eq!(matched("!src/*.py"), ["a.py", "test_a.py", "tests/a.py", "src/tests/b/c.py"]);
    }

    #[test]
    fn what_is_no_pattern_says_why() {
        for (text, reason) in [
            ("[a", "unclosed character class; missing ']'"),
            ("{a", "unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)"),
            ("", "it names nothing"),
            ("!", "it names nothing"),
            ("/", "it names nothing"),
            ("../a", "it leads out of the project, and nothing out there is scanned"),
        ] {
            assert_eq!(
                Pattern::new(text).err().map(|error| error.to_string()).as_deref(),
                Some(reason),
                "{text}"
            );
        }
    }
}
