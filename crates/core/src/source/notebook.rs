//! Jupyter notebooks: the Python of their code cells as one text.
//!
//! IPython's own lines (`%matplotlib inline`, `!ls`, `name?`) stay where they are: the parser knows them. Cells in
//! another language, by their metadata or by a magic such as `%%bash`, are left out, and those with a magic that is not
//! known are told.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

use super::normalize_newlines;
use crate::report::Cell;

/// The code of a notebook.
#[derive(Debug, PartialEq, Eq)]
pub struct Notebook {
    /// The code cells, each ending with `\n`; every line ending is one.
    pub text: String,
    /// Where the cells begin.
    pub cells: Vec<Cell>,
    /// The cells of which nothing is known but that they begin with a magic: only the line with it is in the text. Each is
    /// the place of that line.
    pub unknown: Vec<Range<usize>>,
}

/// Why a file gives no Python.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotebookError {
    /// It is no notebook.
    #[error("no notebook: {0}")]
    Malformed(String),
    /// Its language, by its metadata, is not Python.
    #[error("a notebook in {0}")]
    Foreign(String),
}

/// Whether a file is a notebook by its name.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let ending = name.len().checked_sub(".ipynb".len()).and_then(|at| name.as_bytes().get(at..));
    ending.is_some_and(|ending| ending.eq_ignore_ascii_case(b".ipynb"))
}

impl Notebook {
    /// Reads a notebook of format 3 or 4.
    ///
    /// # Errors
    ///
    /// When it is none, with the line and column of the JSON where that shows, or when it holds another language.
    pub fn read(bytes: &[u8]) -> Result<Notebook, NotebookError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let raw: Raw =
            serde_json::from_slice(bytes).map_err(|error| NotebookError::Malformed(error.to_string()))?;
        if let Some(language) = raw.metadata.unwrap_or_default().foreign() {
            return Err(NotebookError::Foreign(language));
        }
        let cells = match (raw.cells, raw.worksheets) {
            (Some(cells), _) => cells,
            (None, Some(sheets)) => sheets.into_iter().flat_map(|sheet| sheet.cells).collect(),
            (None, None) => return Err(NotebookError::Malformed("it has no `cells`".to_owned())),
        };
        let mut notebook = Notebook { text: String::new(), cells: Vec::new(), unknown: Vec::new() };
        let mut line = 1;
        for (cell, number) in cells.into_iter().zip(1..) {
            if !cell.is_python() {
                continue;
            }
            let text = cell.source.or(cell.input).unwrap_or_default().0;
            let text = normalize_newlines(Cow::Owned(text));
            let text = match held_by(&text) {
                Held::Python => text.strip_suffix('\n').unwrap_or(&text),
                Held::Other => continue,
                Held::Unknown(line) => {
                    let start = notebook.text.len();
                    notebook.unknown.push(start..start + line.len());
                    line
                }
            };
            notebook.cells.push(Cell { number, first_line: line });
            notebook.text.push_str(text);
            notebook.text.push('\n');
            let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
            line = line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
        }
        Ok(notebook)
    }

    /// The text as it is parsed: lines with magics that are not known are comments, so that nothing moves.
    #[must_use]
    pub fn code(&self) -> Cow<'_, str> {
        if self.unknown.is_empty() {
            return Cow::Borrowed(&self.text);
        }
        let mut code = self.text.clone();
        for line in &self.unknown {
            code.replace_range(line.start..line.start + 1, "#");
        }
        Cow::Owned(code)
    }
}

/// The magic that a line begins with: `%%spark` of `%%spark -o x`.
#[must_use]
pub fn magic(line: &str) -> &str {
    line.split_ascii_whitespace().next().unwrap_or_default()
}

/// The text with the code that `%time` and its like measure laid bare, if there is such: `%time x = f()` becomes
/// `0;    x = f()`, so that nothing moves. `magics` are the places of IPython's own lines.
#[must_use]
pub fn with_measured_code(text: &str, magics: impl Iterator<Item = Range<usize>>) -> Option<String> {
    let mut changed: Option<String> = None;
    for range in magics {
        let line = &text[range.clone()];
        let Some(name) = ["%time", "%timeit", "%prun", "%memit"].iter().find(|name| {
            let code = line.strip_prefix(**name).and_then(|rest| rest.strip_prefix(' '));
            // What begins with a dash is an option, which is no code.
            code.is_some_and(|code| !code.trim_start().starts_with('-') && !code.trim().is_empty())
        }) else {
            continue;
        };
        let bare = format!("0;{}", " ".repeat(name.len() - 2));
        changed
            .get_or_insert_with(|| text.to_owned())
            .replace_range(range.start..range.start + name.len(), &bare);
    }
    changed
}

/// What a cell holds, by the magic that it begins with.
#[derive(Debug, PartialEq, Eq)]
enum Held<'c> {
    Python,
    /// The magic hands it to something else.
    Other,
    /// Nobody here knows that magic: this is its line.
    Unknown(&'c str),
}

fn held_by(cell: &str) -> Held<'_> {
    let cell = cell.trim_start();
    let line = cell.lines().next().unwrap_or_default().trim_end();
    let mut words = line.split_ascii_whitespace();
    let Some(magic) = words.next().and_then(|word| word.strip_prefix("%%")) else { return Held::Python };
    match magic {
        "capture" | "debug" | "heat" | "ipytest" | "lprun" | "matplotlib" | "memit" | "memray_flamegraph"
        | "mprun" | "prun" | "pypy" | "pyinstrument" | "python" | "python2" | "python3" | "scalene"
        | "snakeviz" | "time" | "timeit" | "wandb" => Held::Python,
        "writefile" | "file" if words.next_back().is_some_and(|name| name.ends_with(".py")) => Held::Python,
        "!" | "HTML" | "R" | "SVG" | "ai" | "bash" | "bigquery" | "cmd" | "cu" | "cuda" | "cypher"
        | "cython" | "dot" | "duckdb" | "file" | "gql" | "graphviz" | "html" | "java" | "javascript"
        | "js" | "julia" | "latex" | "markdown" | "mermaid" | "mysql" | "node" | "octave" | "opencypher"
        | "perl" | "postgres" | "powershell" | "prql" | "pwsh" | "redshift" | "ruby" | "rust" | "scala"
        | "script" | "sh" | "shell" | "sparksql" | "sparql" | "sql" | "sqlite" | "stata" | "svg" | "sx"
        | "system" | "trino" | "ts" | "typescript" | "writefile" | "yaml" | "zsh" => Held::Other,
        _ => Held::Unknown(line),
    }
}

/// What is read of a notebook's JSON. All else in it, such as images, is passed over unread.
#[derive(Deserialize)]
struct Raw {
    cells: Option<Vec<RawCell>>,
    /// Where format 3 has its cells.
    worksheets: Option<Vec<Worksheet>>,
    metadata: Option<Metadata>,
}

#[derive(Deserialize)]
struct Worksheet {
    #[serde(default)]
    cells: Vec<RawCell>,
}

#[derive(Deserialize)]
struct RawCell {
    #[serde(default)]
    cell_type: String,
    source: Option<Text>,
    /// What format 3 calls the source.
    input: Option<Text>,
    /// Format 3 has the language with each cell.
    language: Option<String>,
    metadata: Option<CellMetadata>,
}

#[derive(Deserialize)]
struct CellMetadata {
    vscode: Option<Editor>,
}

/// What an editor that lets each cell have its own language writes.
#[derive(Deserialize)]
struct Editor {
    #[serde(rename = "languageId")]
    language: Option<String>,
}

impl RawCell {
    fn is_python(&self) -> bool {
        let editor = self.metadata.as_ref().and_then(|metadata| metadata.vscode.as_ref());
        let languages = [self.language.as_deref(), editor.and_then(|editor| editor.language.as_deref())];
        self.cell_type == "code" && languages.into_iter().flatten().all(is_python)
    }
}

#[derive(Deserialize, Default)]
struct Metadata {
    kernelspec: Option<Kernel>,
    language_info: Option<Language>,
}

#[derive(Deserialize)]
struct Kernel {
    language: Option<String>,
}

#[derive(Deserialize)]
struct Language {
    name: Option<String>,
}

impl Metadata {
    /// The language that is said, where it is another.
    fn foreign(self) -> Option<String> {
        let kernel = self.kernelspec.and_then(|kernel| kernel.language);
        let language = self.language_info.and_then(|language| language.name).or(kernel);
        language.filter(|language| !is_python(language))
    }
}

fn is_python(language: &str) -> bool {
    let language = language.to_ascii_lowercase();
    language.is_empty() || ["python", "ipython", "sage"].iter().any(|name| language.starts_with(name))
}

/// A text, written as one string or as a list of them.
#[derive(Default)]
struct Text(String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        deserializer.deserialize_any(Pieces)
    }
}

struct Pieces;

impl<'de> Visitor<'de> for Pieces {
    type Value = Text;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a string or a list of strings")
    }

    fn visit_str<E>(self, text: &str) -> Result<Text, E> {
        Ok(Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Text, E> {
        Ok(Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut pieces: A) -> Result<Text, A::Error> {
        let mut text = String::new();
        while let Some(piece) = pieces.next_element::<Cow<'de, str>>()? {
            text.push_str(&piece);
        }
        Ok(Text(text))
    }
}

#[cfg(test)]
mod tests {
    use super::{Notebook, NotebookError, is_name, magic};

    fn read(json: &str) -> Result<(String, Vec<(u32, u32)>), NotebookError> {
        let notebook = Notebook::read(json.as_bytes())?;
        let cells = notebook.cells.iter().map(|cell| (cell.number, cell.first_line)).collect();
        Ok((notebook.text, cells))
    }

    #[test]
    fn code_cells_follow_each_other_and_are_numbered_among_all() {
        let (text, cells) = read(
            r##"{"nbformat": 4, "metadata": {"language_info": {"name": "python"}}, "cells": [
                {"cell_type": "markdown", "source": ["# title"]},
                {"cell_type": "code", "source": ["a = 1\n", "b = 2"], "outputs": [{"data": {"image/png": "x"}}]},
                {"cell_type": "code", "source": ""},
                {"cell_type": "raw", "source": "no"},
                {"cell_type": "code", "source": "c = 3\r\nd = 4\n"}]}"##,
        )
        .expect("a notebook");
        assert_eq!(text, "a = 1\nb = 2\n\nc = 3\nd = 4\n");
        assert_eq!(cells, [(2, 1), (3, 3), (5, 4)]);
    }

    #[test]
    fn the_older_format_has_its_cells_in_worksheets() {
        let (text, cells) = read(
            r#"{"nbformat": 3, "metadata": {"name": "x"}, "worksheets": [{"cells": [
                {"cell_type": "heading", "source": "t"},
                {"cell_type": "code", "language": "python", "input": ["a"]},
                {"cell_type": "code", "language": "ruby", "input": ["b"]}]}]}"#,
        )
        .expect("a notebook");
        assert_eq!((text.as_str(), cells.as_slice()), ("a\n", [(2, 1)].as_slice()));
    }

    #[test]
    fn cells_of_other_languages_are_left_out() {
        let magics = [
            ("%%bash\\nls", false),
            ("\\n%%html\\n<b>", false),
            ("%%sql -o x\\nselect 1", false),
            ("%%time\\nx = 1", true),
            ("%%capture out --no-stderr\\nx = 1", true),
            ("%%writefile train.py\\nx = 1", true),
            ("%%writefile -a notes.txt\\nx = 1", false),
            ("# comment\\n%matplotlib inline", true),
        ];
        for (source, kept) in magics {
            let json = format!(r#"{{"cells": [{{"cell_type": "code", "source": "{source}"}}]}}"#);
            assert_eq!(read(&json).expect("a notebook").1.len(), usize::from(kept), "{source}");
        }
        let json = r#"{"cells": [{"cell_type": "code", "source": "x", "metadata": {"vscode": {"languageId": "sql"}}}]}"#;
        assert!(read(json).expect("a notebook").1.is_empty());
    }

    #[test]
    fn of_a_cell_with_a_magic_that_is_not_known_its_line_is_kept() {
        let json = r#"{"cells": [{"cell_type": "code", "source": "x = 1"}, {"cell_type": "code", "source": "%%bash\nls"},
            {"cell_type": "code", "source": "\n %%spark -o x \ny = (\n"}, {"cell_type": "code", "source": "%%"}]}"#;
        let notebook = Notebook::read(json.as_bytes()).expect("a notebook");
        assert_eq!(notebook.text, "x = 1\n%%spark -o x\n%%\n");
        let cells: Vec<_> = notebook.cells.iter().map(|cell| (cell.number, cell.first_line)).collect();
        assert_eq!(
            (cells, notebook.unknown.as_slice()),
            (vec![(1, 1), (3, 2), (4, 3)], [6..18, 19..21].as_slice())
        );
        assert_eq!(notebook.code(), "x = 1\n#%spark -o x\n#%\n");
        assert_eq!(magic("%%spark -o x"), "%%spark");
    }

    #[test]
    fn what_is_no_notebook_or_no_python_is_refused() {
        let metadata = r#"{"cells": [], "metadata": {"language_info": {"name": "R"}}}"#;
        assert_eq!(read(metadata), Err(NotebookError::Foreign("R".into())));
        let kernel = r#"{"cells": [], "metadata": {"kernelspec": {"language": "julia"}}}"#;
        assert_eq!(read(kernel), Err(NotebookError::Foreign("julia".into())));
        let told = |json: &str| read(json).expect_err("no notebook").to_string();
        assert_eq!(told("{\n  \"cells\": [,]}"), "no notebook: expected value at line 2 column 13");
        assert_eq!(told("{}"), "no notebook: it has no `cells`");
        assert!(told(r#"{"cells": [{"cell_type": "code", "source": 1}]}"#).contains("line 1 column"));
        assert_eq!(read("\u{feff}{\"cells\": []}"), Ok((String::new(), vec![])));
    }

    #[test]
    fn names() {
        assert!(is_name("a/b.ipynb") && is_name("A.IPYNB"));
        assert!(!is_name("a.py") && !is_name("é") && !is_name("ipynb"));
    }
}
