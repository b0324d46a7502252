//! How wide Python takes the terminal to be (`shutil.get_terminal_size`).

use super::int;

/// The width when nobody knows it.
const FALLBACK: i64 = 80;

/// The columns that help texts are laid out for.
///
/// `variable` is the environment's `COLUMNS`, `terminal` the width of the terminal that standard output is, if it is one.
pub(crate) fn columns(variable: Option<&str>, terminal: Option<u16>) -> i64 {
    match variable.and_then(int::parse) {
        Some(columns) if columns > 0 => columns,
        _ => terminal.filter(|columns| *columns > 0).map_or(FALLBACK, i64::from),
    }
}

/// The width of the terminal that standard output is, if it is one.
pub(crate) fn stdout_columns() -> Option<u16> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(width, _)| width.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_wins_where_it_is_a_positive_number() {
        assert_eq!(columns(Some("40"), Some(100)), 40);
        assert_eq!(columns(Some(" 4_0 "), Some(100)), 40);
        for nonsense in [None, Some(""), Some("0"), Some("-3"), Some("wide")] {
            assert_eq!(columns(nonsense, Some(100)), 100);
            assert_eq!(columns(nonsense, Some(0)), 80);
            assert_eq!(columns(nonsense, None), 80);
        }
    }
}
