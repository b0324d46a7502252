//! B613: characters that make a source read otherwise than it runs, at their true place.

use stockade_core::ast::{TextRange, TextSize};
use stockade_core::finding::Level;

use crate::context::File;
use crate::plugins::trojansource::turns;
use crate::rule::{Hit, Outcome};

/// B613: the first character of the file that turns the direction of text. The right-to-left mark turns none.
pub(crate) fn turn(file: &File<'_, '_>) -> Outcome {
    let text = file.scope.module.text;
    let first =
        turns(text).find_map(|at| text[at..].chars().next().filter(|&c| c != '\u{200f}').map(|c| (at, c)));
    let Some((at, turn)) = first else { return Ok(None) };
    let (Ok(start), Ok(end)) = (TextSize::try_from(at), TextSize::try_from(at + turn.len_utf8())) else {
        return Ok(None);
    };
    let message = format!(
        "A Python source file contains bidirectional control characters ('\\u{:04x}').",
        u32::from(turn)
    );
    Hit::new(Level::High, Level::Medium, message).on(TextRange::new(start, end)).found()
}

#[cfg(test)]
mod tests {
    use crate::testing::{answers, native};

    #[test]
    fn the_mark_turns_nothing() {
        let message = |c| {
            format!("HIGH/MEDIUM A Python source file contains bidirectional control characters ('\\u{c}').")
        };
        let text = "# \u{200f}\n";
        assert_eq!((answers("B613", text).len(), native("B613", text).len()), (1, 0));
        // The column counts bytes, from 0.
        let text = "# \u{200f}\na = 'é\u{2066}'\n";
        assert_eq!(native("B613", text), [format!("2:7 {}", message("2066"))]);
        assert_eq!(answers("B613", text), [format!("1:3 {}", message("200f"))]);
    }
}
