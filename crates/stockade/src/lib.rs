//! Finds security flaws in Python code: the library.
//!
//! ```
//! use stockade::Scanner;
//!
//! let report = Scanner::new().scan_source("app.py", b"import subprocess\nsubprocess.run(cmd, shell=True)\n")?;
//! let ids: Vec<&str> = report.findings.iter().map(|finding| finding.rule.id).collect();
//! assert_eq!(ids, ["B404", "B602"]);
//! assert_eq!(report.findings[1].line, 2);
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! The rules are Bandit's, with Bandit's answers. Nothing here prints, reads the environment or ends the process.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use rustc_hash::FxHashSet;
use stockade_core::discover::{self, Filter};
pub use stockade_core::finding::{Cwe, Finding, Level, LineRange, RuleInfo};
use stockade_core::nosec::Vocabulary;
pub use stockade_core::report::{FileReport, Report};
use stockade_core::scan::{self, Options};
pub use stockade_report as report;
use stockade_rules::{Table, catalog};

/// What to look for and how.
#[derive(Debug, Clone)]
pub struct Scanner {
    only: Option<FxHashSet<String>>,
    without: FxHashSet<String>,
    exclude: Vec<String>,
    options: Options,
}

impl Default for Scanner {
    fn default() -> Scanner {
        Scanner::new()
    }
}

impl Scanner {
    /// A scanner with every rule, that honours `# nosec`.
    #[must_use]
    pub fn new() -> Scanner {
        Scanner {
            only: None,
            without: FxHashSet::default(),
            exclude: Vec::new(),
            options: Options { ignore_nosec: false, context: 3, threads: None },
        }
    }

    /// Runs these rules and no others, by id or by registered name. What is neither is not known and is ignored:
    /// [`Scanner::knows`] tells.
    #[must_use]
    pub fn only<'i>(mut self, rules: impl IntoIterator<Item = &'i str>) -> Scanner {
        self.only = Some(ids(rules));
        self
    }

    /// Runs all rules but these: see [`Scanner::only`].
    #[must_use]
    pub fn without<'i>(mut self, rules: impl IntoIterator<Item = &'i str>) -> Scanner {
        self.without = ids(rules);
        self
    }

    /// Leaves out the files whose path matches one of these patterns or contains its text.
    #[must_use]
    pub fn exclude<'i>(mut self, patterns: impl IntoIterator<Item = &'i str>) -> Scanner {
        self.exclude = patterns.into_iter().map(str::to_owned).collect();
        self
    }

    /// Reports what a `# nosec` suppresses, too.
    #[must_use]
    pub fn ignore_nosec(mut self, ignore: bool) -> Scanner {
        self.options.ignore_nosec = ignore;
        self
    }

    /// Uses that many threads; as many as there are processors if it is not said.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Scanner {
        self.options.threads = Some(threads);
        self
    }

    /// Whether a rule of that id or registered name exists.
    #[must_use]
    pub fn knows(rule: &str) -> bool {
        catalog::words().id_of(rule).is_some()
    }

    /// Every rule.
    pub fn rules() -> impl Iterator<Item = &'static RuleInfo> {
        catalog::infos()
    }

    /// Scans files, and folders with all that is below them.
    ///
    /// A file that cannot be read or parsed is in the report, with the reason.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # std::fs::write(folder.path().join("a.py"), "assert x\n")?;
    /// # std::fs::write(folder.path().join("b.py"), "assert (\n")?;
    /// let report = stockade::Scanner::new().only(["B101"]).scan_paths([folder.path()])?;
    /// assert_eq!(report.files[0].findings.len(), 1);
    /// assert!(report.files[1].skipped.is_some());
    /// # Ok::<(), std::io::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When the operating system refuses the threads.
    pub fn scan_paths<P: AsRef<Path>>(&self, paths: impl IntoIterator<Item = P>) -> io::Result<Report> {
        let targets: Vec<OsString> =
            paths.into_iter().map(|path| path.as_ref().as_os_str().to_owned()).collect();
        let exclude: Vec<&str> = self.exclude.iter().map(String::as_str).collect();
        let filter = Filter::new(&["*.py", "*.pyw"], &exclude);
        let found = discover::discover(&targets, true, &filter);
        let report =
            scan::scan(&found.targets, &self.table(), catalog::words(), &self.options, &[], &|_| {})?;
        Ok(Report { excluded: found.excluded, ..report })
    }

    /// Scans a source that is in memory.
    ///
    /// # Errors
    ///
    /// When the operating system refuses the thread.
    pub fn scan_source(&self, name: &str, source: &[u8]) -> io::Result<FileReport> {
        scan::scan_source(name, source, &self.table(), catalog::words(), &self.options)
    }

    fn table(&self) -> Table {
        let wanted =
            |id: &str| self.only.as_ref().is_none_or(|only| only.contains(id)) && !self.without.contains(id);
        Table::new(wanted, |_| None, None)
    }
}

fn ids<'i>(rules: impl IntoIterator<Item = &'i str>) -> FxHashSet<String> {
    rules.into_iter().filter_map(|rule| catalog::words().id_of(rule)).map(str::to_owned).collect()
}
