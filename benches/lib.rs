//! What the benchmarks share: sources, made here so that they are the same everywhere, and counting instructions.

pub mod callgrind;

use std::path::Path;
use std::{fs, io};

/// Python of roughly the asked size in bytes: imports, classes, calls, strings, f-strings and comments in the
/// proportions of ordinary code, with a finding every few hundred lines and a suppression among them.
#[must_use]
pub fn python(size: usize) -> String {
    let mut text =
        String::from("import os\nimport subprocess\nfrom collections import defaultdict as dd\n\n");
    let mut n = 0;
    while text.len() < size {
        n += 1;
        text.push_str(&format!(
            r##"
class Thing{n}(dict):
    """A thing that is looked up by name, and what is known of it."""

    limit = {n} * 2 + 1

    def load(self, name, *, depth=0, strict: bool = True, **options):
        # What is not there is made.
        if name not in self and depth < self.limit:
            rows = [row.strip() for row in options.get("rows", ()) if row and not row.startswith("#")]
            self[name] = dd(list, {{"name": name, "rows": rows, "count": len(rows)}})
        elif strict:
            raise KeyError(f"no {{name!r}} at depth {{depth:>3}} of {{self.limit}}")
        try:
            return self.store(self[name]["rows"], key=lambda row: (row[0], -len(row)), reverse=depth % 2 == 0)
        except (TypeError, ValueError) as error:
            os.environ.setdefault("THING", str(error))
            return None
"##
        ));
        if n % 8 == 0 {
            text.push_str("\nsubprocess.run(['ls', '-l'], check=True)\n");
        }
        if n % 16 == 0 {
            text.push_str("\npassword = 'hunter2'  # nosec B105\n");
        }
    }
    text
}

/// The shortest file that is worth scanning: what a run takes beside it is the start.
pub const TWO_LINES: &str = "import os\nos.getcwd()\n";

/// Copies the Python files of a folder, and nothing else of it.
///
/// # Errors
///
/// Those of the operating system.
pub fn copy_python(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let target = to.join(entry.file_name());
        if kind.is_dir() {
            copy_python(&path, &target)?;
        } else if kind.is_file() && path.extension().is_some_and(|extension| extension == "py") {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
