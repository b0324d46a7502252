//! Errors on standard error: a line each, and those of a configuration with the lines that they point into.

use std::io::IsTerminal;

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme};
use stockade::Error;
use stockade::config::{Invalid, LoadError};

/// The columns where there is no terminal to ask.
const WIDTH: usize = 100;

/// Tells of an error.
pub(crate) fn tell(error: &Error) {
    match error {
        Error::Configuration(LoadError::Invalid(invalid)) => eprint!("{}", drawn(invalid)),
        error => eprintln!("error: {error}"),
    }
}

/// Every problem of a configuration with its place, and how many there are.
pub(crate) fn drawn(invalid: &Invalid) -> String {
    let handler = handler();
    let mut out = String::new();
    for diagnostic in invalid.diagnostics() {
        let diagnostic: &dyn Diagnostic = &diagnostic;
        if handler.render_report(&mut out, diagnostic).is_err() {
            out.push_str(&format!("{diagnostic}\n"));
        }
        out.push('\n');
    }
    let count = invalid.problems.len();
    let problems = if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") };
    out.push_str(&format!("error: {problems} in the configuration {}\n", invalid.file()));
    out
}

/// What draws on the standard error that there is.
fn handler() -> GraphicalReportHandler {
    let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
    let terminal = std::io::stderr().is_terminal() && variable("TERM").is_none_or(|term| term != "dumb");
    let theme = match (terminal, variable("NO_COLOR")) {
        (true, None) => GraphicalTheme::unicode(),
        (true, Some(_)) => GraphicalTheme::unicode_nocolor(),
        (false, _) => GraphicalTheme::none(),
    };
    let size = if terminal { terminal_size::terminal_size_of(std::io::stderr()) } else { None };
    let width = size.map_or(WIDTH, |(width, _)| usize::from(width.0).max(40));
    GraphicalReportHandler::new_themed(theme).with_width(width).with_links(false)
}
