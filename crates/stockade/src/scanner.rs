//! The one thing that scans: what to look for and how, then paths or a source, then a report.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use stockade_core::config::settings::Settings;
use stockade_core::finding::RuleInfo;
use stockade_core::inventory::{self, Rules};
use stockade_core::nosec::Vocabulary;
use stockade_core::report::{FileReport, Report, Run};
use stockade_core::scan::{self, Dialect, Options};
use stockade_rules::{Table, catalog};

use crate::Error;
use crate::settle::settle;

/// What to look for and how.
#[derive(Debug, Clone)]
pub struct Scanner {
    settings: Settings,
    only: Option<FxHashSet<String>>,
    without: FxHashSet<String>,
    no_ignore: bool,
    root: Option<PathBuf>,
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
            settings: Settings::default(),
            only: None,
            without: FxHashSet::default(),
            no_ignore: false,
            root: None,
            options: Options {
                dialect: Dialect::Native,
                ignore_nosec: false,
                noqa: false,
                nosec_reasons: false,
                context: 3,
                threads: None,
            },
        }
    }

    /// Uses these settings.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Scanner {
        self.settings = settings;
        self
    }

    /// Gives Bandit's answers rather than our own.
    #[must_use]
    pub fn as_bandit(mut self) -> Scanner {
        self.options.dialect = Dialect::Bandit;
        self
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

    /// Reports what a `# nosec` suppresses, too.
    #[must_use]
    pub fn ignore_nosec(mut self, ignore: bool) -> Scanner {
        self.options.ignore_nosec = ignore;
        self
    }

    /// Scans what ignore files name, too, and virtual environments and caches.
    #[must_use]
    pub fn no_ignore(mut self, no_ignore: bool) -> Scanner {
        self.no_ignore = no_ignore;
        self
    }

    /// Takes this folder for the project's root, which the names of files start from.
    #[must_use]
    pub fn root(mut self, root: impl Into<PathBuf>) -> Scanner {
        self.root = Some(root.into());
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
    /// assert!(report.files[1].broken.is_some());
    /// # Ok::<(), stockade::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When there is nothing to scan, or a target cannot be read.
    pub fn scan_paths<P: AsRef<Path>>(&self, paths: impl IntoIterator<Item = P>) -> Result<Report, Error> {
        self.scan_with(paths, &|_, _| {})
    }

    /// The same, told on the way how many files are behind, and of how many.
    ///
    /// # Errors
    ///
    /// As [`Scanner::scan_paths`].
    pub fn scan_with<P: AsRef<Path>>(
        &self,
        paths: impl IntoIterator<Item = P>,
        done: &(dyn Fn(usize, usize) + Sync),
    ) -> Result<Report, Error> {
        let targets: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_owned()).collect();
        let root = self.root.clone().unwrap_or_default();
        let rules = Rules {
            exclude: self.settings.exclude.clone(),
            include: self.settings.include.clone(),
            no_ignore: self.no_ignore,
        };
        let inventory = inventory::list(&root, &targets, &rules)?;
        if inventory.targets.is_empty() {
            let named: Vec<String> = targets.iter().map(|path| path.display().to_string()).collect();
            return Err(Error::NothingToScan(named.join(", ")));
        }
        let count = inventory.targets.len();
        let table = self.table();
        let report =
            scan::scan(&inventory.targets, &table, catalog::words(), &self.options(), &[], &|behind| {
                done(behind, count)
            })?;
        let run = Run {
            root,
            left_out: inventory.left_out,
            rules: catalog::infos().filter(|info| self.wants(info.id)).collect(),
            notes: inventory.notes,
            ..Run::default()
        };
        let mut report = Report { run, ..report };
        settle(&mut report, &self.settings);
        Ok(report)
    }

    /// Scans a source that is in memory.
    ///
    /// # Errors
    ///
    /// When the operating system refuses the thread.
    pub fn scan_source(&self, name: &str, source: &[u8]) -> Result<FileReport, Error> {
        Ok(scan::scan_source(name, source, &self.table(), catalog::words(), &self.options())?)
    }

    fn options(&self) -> Options {
        let Settings { noqa, nosec_reasons, .. } = self.settings;
        Options { noqa, nosec_reasons, ..self.options.clone() }
    }

    fn table(&self) -> Table {
        Table::new(self.options.dialect, |id| self.wants(id), |_| None, None)
    }

    fn wants(&self, id: &str) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(id)) && !self.without.contains(id)
    }
}

fn ids<'i>(rules: impl IntoIterator<Item = &'i str>) -> FxHashSet<String> {
    rules.into_iter().filter_map(|rule| catalog::words().id_of(rule)).map(str::to_owned).collect()
}
