//! The one thing that scans: what to look for and how, then paths or a source, then a report.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use stockade_core::baseline::Baseline;
use stockade_core::config::settings::Settings;
use stockade_core::config::settings::load::Loaded;
use stockade_core::discover::{Origin, Target};
use stockade_core::finding::RuleInfo;
use stockade_core::inventory::{self, Inventory, Rules};
use stockade_core::nosec::Vocabulary;
use stockade_core::project::{Markers, Project, TargetError};
use stockade_core::report::{Configuration, FileReport, LeftOut, Report, Run};
use stockade_core::scan::{self, Dialect, Options};
use stockade_core::source::notebook::is_name as is_notebook;
use stockade_rules::{Table, catalog, select};

use crate::Error;
use crate::known::{Scope, withhold};
use crate::settle::Rulings;
use crate::since::Base;

/// What to look for and how.
#[derive(Debug, Clone)]
pub struct Scanner {
    settings: Settings,
    configuration: Configuration,
    notes: Vec<String>,
    only: Option<FxHashSet<String>>,
    without: FxHashSet<String>,
    exclude: Vec<String>,
    no_ignore: bool,
    isolated: bool,
    root: Option<PathBuf>,
    baseline: Option<PathBuf>,
    since: Option<String>,
    stdin: Option<(Option<PathBuf>, Vec<u8>)>,
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
            exclude: Vec::new(),
            no_ignore: false,
            isolated: false,
            root: None,
            baseline: None,
            since: None,
            stdin: None,
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

    /// Leaves out what these patterns name, beside what the settings exclude: patterns in the manner of `.gitignore`, from
    /// the root.
    #[must_use]
    pub fn exclude(mut self, patterns: impl IntoIterator<Item = String>) -> Scanner {
        self.exclude.extend(patterns);
        self
    }

    /// Gives the scanned tree no say: its ignore files are not read, and no configuration in it makes a folder the root.
    #[must_use]
    pub fn isolated(mut self, isolated: bool) -> Scanner {
        self.isolated = isolated;
        self
    }

    /// Scans this text, too, as the file of that name: so an editor has a text scanned that is not saved yet. The name
    /// decides what the text is and which settings hold for it; without one it is Python.
    #[must_use]
    pub fn stdin(mut self, name: Option<PathBuf>, text: Vec<u8>) -> Scanner {
        self.stdin = Some((name, text));
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

    /// Does not report what this file of known findings has, whatever file the settings name.
    #[must_use]
    pub fn baseline(mut self, path: impl Into<PathBuf>) -> Scanner {
        self.baseline = Some(path.into());
        self
    }

    /// Uses no baseline, whatever the settings name.
    #[must_use]
    pub fn without_baseline(mut self) -> Scanner {
        self.baseline = None;
        self.settings.baseline = None;
        self
    }

    /// The baseline that a scan in a project of this root is held against: the one that was given, or that of the settings,
    /// which is relative to the root.
    #[must_use]
    pub fn baseline_path(&self, root: &Path) -> Option<PathBuf> {
        self.baseline.clone().or_else(|| Some(root.join(self.settings.baseline.as_ref()?)))
    }

    /// Reports only what stands on lines that the working tree changed since a revision of git's, as a pull request sees
    /// it. This runs git, in the root.
    #[must_use]
    pub fn since(mut self, revision: impl Into<String>) -> Scanner {
        self.since = Some(revision.into());
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
        // What is wrong with the settings is told before anything is looked for.
        let rulings = Rulings::new(&self.settings)?;
        let selected = self.selected()?;
        let table = self.table(&selected);
        let targets: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_owned()).collect();
        let (root, inventory) = self.take_stock(&targets)?;
        // What is wrong with these is said before a long scan, not after it.
        let baseline = self.baseline_path(&root);
        let baseline =
            baseline.map(|path| Ok::<_, Error>((Baseline::read_for(&path, &root)?, path))).transpose()?;
        let base = self.since.as_deref().map(|revision| Base::find(&root, revision)).transpose()?;
        if inventory.targets.is_empty() && !only_excluded(&targets, &inventory) {
            return Err(Error::nothing_to_scan(&targets, &inventory));
        }
        let count = inventory.targets.len();
        let is_stdin = |target: &&Target| matches!(target.origin, Origin::Stdin);
        let stdin_name = inventory.targets.iter().find(is_stdin).map(|target| target.name.clone());
        let stdin = self.stdin.as_ref().map_or(&[][..], |(_, text)| text);
        let report =
            scan::scan(&inventory.targets, &table, catalog::words(), &self.options(), stdin, &|behind| {
                done(behind, count)
            })?;
        let run = Run {
            root,
            left_out: inventory.left_out,
            configuration: self.configuration.clone(),
            rules: catalog::infos().filter(|info| selected.contains(info.id)).collect(),
            notes: self.notes.iter().cloned().chain(inventory.notes).collect(),
            ..Run::default()
        };
        let mut report = Report { run, ..report };
        take_in(&mut report, inventory.unreadable);
        for file in &mut report.files {
            rulings.settle(file);
        }
        if let Some((baseline, path)) = baseline {
            let scope = Scope::new(&report.run.root, &targets);
            withhold(&mut report, &baseline, &path, &scope);
        }
        if let Some(base) = base {
            base.withhold(&mut report, |name| match &stdin_name {
                Some(piped) if piped == name => Some(stdin.to_owned()),
                _ => base.read(name),
            })?;
        }
        for file in &mut report.files {
            rulings.sift(file);
        }
        Ok(report)
    }

    /// What a scan of these paths would look at, and what it would leave out and why.
    ///
    /// # Errors
    ///
    /// When a path does not exist, or a pattern of the settings is none.
    pub fn inventory<P: AsRef<Path>>(&self, paths: impl IntoIterator<Item = P>) -> Result<Inventory, Error> {
        let targets: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_owned()).collect();
        Ok(self.take_stock(&targets)?.1)
    }

    /// The root of the project that some paths belong to: where a configuration is looked for, and what names of files
    /// start from. Absolute, without links.
    ///
    /// # Errors
    ///
    /// When a path does not exist.
    pub fn project_root<P: AsRef<Path>>(&self, paths: impl IntoIterator<Item = P>) -> Result<PathBuf, Error> {
        let targets: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_owned()).collect();
        Ok(self.project(&targets)?.root)
    }

    fn project(&self, targets: &[PathBuf]) -> Result<Project, TargetError> {
        let markers = if self.isolated { Markers::Git } else { Markers::Any };
        let stdin = self.stdin.as_ref().and_then(|(name, _)| name.as_deref());
        let mut project = Project::find(targets, stdin, markers)?;
        if let Some(root) = &self.root {
            project.root =
                root.canonicalize().map_err(|source| TargetError { path: root.clone(), source })?;
        }
        Ok(project)
    }

    fn take_stock(&self, targets: &[PathBuf]) -> Result<(PathBuf, Inventory), Error> {
        let project = self.project(targets)?;
        let rules = Rules {
            exclude: self.settings.exclude.iter().chain(&self.exclude).cloned().collect(),
            include: self.settings.include.clone(),
            no_ignore: self.no_ignore,
            isolated: self.isolated,
            threads: self.options.threads,
        };
        let mut inventory = inventory::list(&project, self.stdin.is_some(), &rules)?;
        if self.options.dialect == Dialect::Bandit {
            // Bandit would take the JSON of a notebook for Python.
            inventory.targets.retain(|target| !is_notebook(&target.name));
        }
        Ok((project.root, inventory))
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

/// Whether every target was a file, and `exclude` left them all out: for hooks and editors, which name files one by one,
/// that is no mistake.
fn only_excluded(targets: &[PathBuf], inventory: &Inventory) -> bool {
    !inventory.left_out.is_empty()
        && inventory.unreadable.is_empty()
        && targets.iter().all(|target| target.is_file())
}

/// Puts into a report what the scan could not: folders that were not listed, and notebooks that hold no Python.
fn take_in(report: &mut Report, unreadable: Vec<(String, String)>) {
    let left_out = report.files.iter().filter_map(|file| {
        let by = format!("notebook in {}", file.foreign.as_deref()?);
        Some(LeftOut { name: file.name.clone(), by })
    });
    report.run.left_out.extend(left_out);
    report.run.left_out.sort();
    report.files.retain(|file| file.foreign.is_none());
    if !unreadable.is_empty() {
        let folders = unreadable.into_iter().map(|(name, reason)| FileReport::skipped(name, reason, None));
        report.files.extend(folders);
        report.files.sort_by(|a, b| a.name.cmp(&b.name));
    }
}

fn ids<'i>(rules: impl IntoIterator<Item = &'i str>) -> FxHashSet<String> {
    rules.into_iter().filter_map(|rule| catalog::words().id_of(rule)).map(str::to_owned).collect()
}
