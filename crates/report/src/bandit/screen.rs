//! The screen format: the txt format in colours, less one line.

use std::io::Write;

use stockade_core::finding::Level;

use crate::bandit::View;
use crate::bandit::format::Failure;
use crate::bandit::text::{Colour, Page};

const COLOUR: Colour = Colour {
    reset: "\x1b[0m",
    header: "\x1b[95m",
    severity: |level| match level {
        // Bandit has no colour for these and fails; `write` sees to that before.
        Level::Undefined => "",
        Level::Low => "\x1b[94m",
        Level::Medium => "\x1b[93m",
        Level::High => "\x1b[91m",
    },
};

pub(crate) fn write(view: &View, out: &mut dyn Write) -> Result<(), Failure> {
    if view.selection().iter().any(|selected| selected.place.finding.severity == Level::Undefined) {
        return Err(Failure::Python("'UNDEFINED'".to_owned()));
    }
    Ok(Page { view, out, colour: Some(&COLOUR) }.write()?)
}
