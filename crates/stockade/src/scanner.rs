//! The one thing that scans: what to look for and how, then paths or a source, then a report.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use stockade_core::config::settings::Settings;
use stockade_core::config::settings::load::Loaded;
use stockade_core::finding::RuleInfo;
use stockade_core::inventory::{self, Rules};
use stockade_core::nosec::Vocabulary;
use stockade_core::project::{Markers, Project};
use stockade_core::report::{Configuration, FileReport, Report, Run};
use stockade_core::scan::{self, Dialect, Options};
use stockade_rules::{Table, catalog, select};

use crate::Error;
use crate::settle::Rulings;

/// What to look for and how.
#[derive(Debug, Clone)]
pub struct Scanner {
    settings: Settings,
    configuration: Configuration,
    notes: Vec<String>,
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
            configuration: Configuration::None,
            notes: Vec::new(),
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

    /// Uses a configuration that was [found](crate::config::load) or [named](crate::config::load_named). Reports tell where
    /// it came from.
    #[must_use]
    pub fn configured(self, loaded: Loaded) -> Scanner {
        let Loaded { settings, configuration, notes } = loaded;
        Scanner { settings, configuration, notes, ..self }
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
    /// When there is nothing to scan, a target cannot be read, or something is wrong with the settings.
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
        // What is wrong with the settings is told before anything is looked for.
        let rulings = Rulings::new(&self.settings)?;
        let selected = self.selected()?;
        let table = self.table(&selected);
        let targets: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_owned()).collect();
        let mut project = Project::find(&targets, None, Markers::Any)?;
        if let Some(root) = &self.root {
            project.root.clone_from(root);
        }
        let rules = Rules {
            exclude: self.settings.exclude.clone(),
            include: self.settings.include.clone(),
            no_ignore: self.no_ignore,
            ..Rules::default()
        };
        let inventory = inventory::list(&project, false, &rules)?;
        if inventory.targets.is_empty() {
            let named: Vec<String> = targets.iter().map(|path| path.display().to_string()).collect();
            return Err(Error::NothingToScan(named.join(", ")));
        }
        let count = inventory.targets.len();
        let report =
            scan::scan(&inventory.targets, &table, catalog::words(), &self.options(), &[], &|behind| {
                done(behind, count)
            })?;
        let run = Run {
            root: project.root,
            left_out: inventory.left_out,
            configuration: self.configuration.clone(),
            rules: catalog::infos().filter(|info| selected.contains(info.id)).collect(),
            notes: self.notes.iter().cloned().chain(inventory.notes).collect(),
            ..Run::default()
        };
        let mut report = Report { run, ..report };
        for file in &mut report.files {
            rulings.settle(file);
        }
        for file in &mut report.files {
            rulings.sift(file);
        }
        Ok(report)
    }

    /// Scans a source that is in memory.
    ///
    /// # Errors
    ///
    /// When the operating system refuses the thread, or something is wrong with the settings.
    pub fn scan_source(&self, name: &str, source: &[u8]) -> Result<FileReport, Error> {
        let rulings = Rulings::new(&self.settings)?;
        let table = self.table(&self.selected()?);
        let mut report = scan::scan_source(name, source, &table, catalog::words(), &self.options())?;
        rulings.settle(&mut report);
        rulings.sift(&mut report);
        Ok(report)
    }

    fn options(&self) -> Options {
        let Settings { noqa, nosec_reasons, .. } = self.settings;
        Options { noqa, nosec_reasons, ..self.options.clone() }
    }

    fn table(&self, selected: &FxHashSet<&'static str>) -> Table {
        let section = |name: &str| select::section(&self.settings, name);
        Table::new(self.options.dialect, |id| selected.contains(id), section, None)
    }

    /// The ids of the rules that run; at least one.
    fn selected(&self) -> Result<FxHashSet<&'static str>, Error> {
        let mut selected = select::selected(&self.settings)?;
        selected.retain(|&id| {
            self.only.as_ref().is_none_or(|only| only.contains(id)) && !self.without.contains(id)
        });
        if selected.is_empty() { Err(Error::NoRule) } else { Ok(selected) }
    }
}

fn ids<'i>(rules: impl IntoIterator<Item = &'i str>) -> FxHashSet<String> {
    rules.into_iter().filter_map(|rule| catalog::words().id_of(rule)).map(str::to_owned).collect()
}
