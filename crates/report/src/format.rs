//! The formats of `stockade scan` by name, and the way from a name to its writer.

use std::io::{self, BufWriter, Write};

use crate::{View, human};

/// A format of `stockade scan`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Text for people.
    Human,
    /// Text for people, a line a finding.
    Concise,
}

impl Format {
    /// Every format, in the order in which help lists them.
    pub const ALL: [Format; 2] = [Format::Human, Format::Concise];

    /// The name, as `--format` takes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Concise => "concise",
        }
    }

    /// The format of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// Writes the report. `warn` receives what the format could not hold, a line each.
    ///
    /// # Errors
    ///
    /// Those of `out`.
    pub fn write(
        self,
        view: &View<'_>,
        out: &mut dyn Write,
        _warn: &mut dyn FnMut(String),
    ) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, out);
        match self {
            Format::Human => human::write(view, &mut out)?,
            Format::Concise => human::write_concise(view, &mut out)?,
        }
        out.flush()
    }
}
