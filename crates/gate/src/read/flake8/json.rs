//! Ruff's JSON and flake8-json's.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

use super::{Diagnostic, reading};
use crate::evidence::Reading;
use crate::input::json::Made;
use crate::input::{Input, Refusal};
use crate::read::lenient::{or_default, place, text};

pub(super) fn ruff(input: &Input) -> Result<Reading, Refusal> {
    Ok(reading("ruff", input.json::<Made<OfRuff, Diagnostic>>()?.0))
}

pub(super) fn flake8(input: &Input) -> Result<Reading, Refusal> {
    Ok(reading("flake8", input.json::<Files>()?.0))
}

#[derive(Deserialize)]
struct OfRuff {
    /// Of a file that could not be parsed it is null, or says so.
    #[serde(deserialize_with = "text")]
    code: Option<String>,
    filename: String,
    message: String,
    #[serde(default, deserialize_with = "or_default")]
    location: Location,
}

#[derive(Deserialize, Default)]
struct Location {
    #[serde(default, deserialize_with = "place")]
    row: Option<u32>,
    #[serde(default, deserialize_with = "place")]
    column: Option<u32>,
}

impl From<OfRuff> for Diagnostic {
    fn from(own: OfRuff) -> Diagnostic {
        Diagnostic {
            path: own.filename,
            line: own.location.row,
            column: own.location.column,
            code: own.code,
            message: own.message,
        }
    }
}

#[derive(Deserialize)]
struct OfFlake8 {
    code: String,
    filename: String,
    text: String,
    #[serde(default, deserialize_with = "place")]
    line_number: Option<u32>,
    #[serde(default, deserialize_with = "place")]
    column_number: Option<u32>,
}

impl From<OfFlake8> for Diagnostic {
    fn from(own: OfFlake8) -> Diagnostic {
        Diagnostic {
            path: own.filename,
            line: own.line_number,
            column: own.column_number,
            code: Some(own.code),
            message: own.text,
        }
    }
}

/// The findings of all files.
struct Files(Vec<Diagnostic>);

impl<'de> Deserialize<'de> for Files {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Files, D::Error> {
        struct ByFile;

        impl<'de> Visitor<'de> for ByFile {
            type Value = Files;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with an array for each file")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Files, A::Error> {
                let mut all = Vec::new();
                while let Some((_, own)) = map.next_entry::<String, Made<OfFlake8, Diagnostic>>()? {
                    all.extend(own.0);
                }
                Ok(Files(all))
            }
        }

        deserializer.deserialize_map(ByFile)
    }
}
