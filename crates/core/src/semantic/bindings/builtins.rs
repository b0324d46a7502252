//! The names that Python has without any import, as of 3.14: `sorted(dir(builtins))` and those of a module.

/// Whether a name is known without being bound.
pub(super) fn is_builtin(name: &str) -> bool {
    let first = name.as_bytes().first().copied().unwrap_or_default();
    if first.is_ascii_uppercase() {
        // Exceptions and constants.
        return name.ends_with("Error")
            || name.ends_with("Warning")
            || name.ends_with("Exit")
            || OTHERS.binary_search(&name).is_ok();
    }
    OTHERS.binary_search(&name).is_ok()
}

/// Sorted.
const OTHERS: &[&str] = &[
    "BaseException",
    "BaseExceptionGroup",
    "Ellipsis",
    "Exception",
    "ExceptionGroup",
    "False",
    "KeyboardInterrupt",
    "None",
    "NotImplemented",
    "StopAsyncIteration",
    "StopIteration",
    "True",
    "__build_class__",
    "__builtins__",
    "__debug__",
    "__doc__",
    "__file__",
    "__import__",
    "__loader__",
    "__name__",
    "__package__",
    "__path__",
    "__spec__",
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "copyright",
    "credits",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "exit",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "license",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "quit",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted_and_found() {
        assert!(OTHERS.is_sorted());
        for name in ["open", "eval", "abs", "zip", "ValueError", "SystemExit", "DeprecationWarning", "True"] {
            assert!(is_builtin(name), "{name}");
        }
        for name in ["", "system", "Popen", "run", "é"] {
            assert!(!is_builtin(name), "{name}");
        }
    }
}
