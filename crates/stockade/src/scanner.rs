//! The one thing that scans: what to look for and how, then paths or a source, then a report.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;
use stockade_core::baseline::Baseline;
use stockade_core::cache::{self, Cache, Context};
use stockade_core::config::settings::Settings;
use stockade_core::config::settings::load::Loaded;
use stockade_core::discover::{Origin, Target};
use stockade_core::finding::RuleInfo;
use stockade_core::inventory::{self, Inventory, Rules};
use stockade_core::nosec::Vocabulary;
use stockade_core::project::{Markers, Project, TargetError};
use stockade_core::report::{CacheRun, Configuration, FileReport, LeftOut, Report, Run};
use stockade_core::scan::{self, Dialect, Options, Scan};
use stockade_core::source::notebook::is_name as is_notebook;
use stockade_rules::rule::Rule;
use stockade_rules::select::{self, Book};
use stockade_rules::table::{Table, TooManyRules};

use crate::known::{Held, Scope};
use crate::settle::Rulings;
use crate::since::Base;
use crate::{Error, config};

/// What to look for and how.
#[derive(Debug, Clone)]
pub struct Scanner {
    settings: Settings,
    configuration: Configuration,
    notes: Vec<String>,
    only: Option<Vec<String>>,
    without: Vec<String>,
    book: Book,
    exclude: Vec<String>,
    no_ignore: bool,
    isolated: bool,
    root: Option<PathBuf>,
    baseline: Option<PathBuf>,
    since: Option<String>,
    stdin: Option<(Option<PathBuf>, Vec<u8>)>,
    cache: Option<PathBuf>,
    options: Options,
}

/// What tells builds apart that may answer differently; none where it is not known, and then nothing may be kept.
const BUILD: Option<&str> = option_env!("STOCKADE_BUILD");

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
            without: Vec::new(),
            book: Book::default(),
            exclude: Vec::new(),
            no_ignore: false,
            isolated: false,
            root: None,
            baseline: None,
            since: None,
            stdin: None,
            cache: None,
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
    ///
    /// ```
    /// let source = b"import subprocess\nsubprocess.run(cmd, shell=True)\n";
    /// let report = stockade::Scanner::new().only(["B602"]).scan_source("app.py", source)?;
    /// assert_eq!(report.findings.len(), 1);
    /// let report = stockade::Scanner::new().without(["B602", "import_subprocess"]).scan_source("app.py", source)?;
    /// assert!(report.findings.is_empty());
    /// # Ok::<(), stockade::Error>(())
    /// ```
    #[must_use]
    pub fn only<'i>(mut self, rules: impl IntoIterator<Item = &'i str>) -> Scanner {
        self.only = Some(rules.into_iter().map(str::to_owned).collect());
        self
    }

    /// Runs all rules but these: see [`Scanner::only`].
    #[must_use]
    pub fn without<'i>(mut self, rules: impl IntoIterator<Item = &'i str>) -> Scanner {
        self.without = rules.into_iter().map(str::to_owned).collect();
        self
    }

    /// Runs a rule of one's own beside ours. Selections, the levels of the settings, `# nosec` comments, the baseline and
    /// reports treat it as they do ours; its documentation is its page in every report that has pages.
    ///
    /// A configuration that is to name it is read by [`Scanner::load`].
    ///
    /// ```
    /// use stockade::context::Call;
    /// use stockade::rule::{Check, Hit, Outcome, When};
    /// use stockade::{Level, Scanner};
    ///
    /// stockade::rule! {
    ///     /// # Shared client
    ///     ///
    ///     /// `acme.connect` hands out the client of another tenant.
    ///     pub static SHARED_CLIENT = "ACME1" "shared_client" {
    ///         advice: "Call `acme.connect_as`.",
    ///         severity: High, confidence: High, cwe: 668,
    ///         check: Check::Call(When::Named(&["connect"]), shared_client),
    ///     }
    /// }
    ///
    /// fn shared_client(call: &Call<'_, '_>) -> Outcome {
    ///     if call.qualname != "acme.connect" {
    ///         return Ok(None);
    ///     }
    ///     Hit::new(Level::High, Level::High, "This client may be another tenant's.").found()
    /// }
    ///
    /// let scanner = Scanner::new().rule(&SHARED_CLIENT)?;
    /// let report = scanner.scan_source("app.py", b"from acme import connect as c\nc()\nc()  # nosec ACME1\n")?;
    /// assert_eq!(report.findings[0].rule.id, "ACME1");
    /// assert_eq!((report.findings.len(), report.suppressed.len()), (1, 1));
    /// # Ok::<(), stockade::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When its id or its name cannot be written in a comment, or means rules already.
    pub fn rule(mut self, rule: &'static Rule) -> Result<Scanner, Error> {
        self.book.add(rule)?;
        Ok(self)
    }

    /// Finds and reads a configuration as [`config::load`](crate::config::load) does, which may name the rules that were
    /// [added](Scanner::rule).
    ///
    /// # Errors
    ///
    /// When there is one that cannot be used, or nothing is at the path.
    pub fn load(&self, path: &Path) -> Result<Loaded, Error> {
        config::find(path, &self.book)
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

    /// Uses that many threads; as many as there are processors for 0, or if it is not said.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Scanner {
        self.options.threads = Some(threads);
        self
    }

    /// Keeps what is found in files in this folder, which is made if it is not there, and looks there for what was found
    /// in the same files before. Reports are the same as without. A scan with rules that were [added](Scanner::rule) keeps
    /// nothing, for nobody knows when such a rule has changed; nor does one that [gives Bandit's
    /// answers](Scanner::as_bandit), and no text that is not a file's is kept. Another build of this library knows nothing of
    /// what this one keeps; one whose sources were not at hand when it was built, all of them, keeps nothing.
    ///
    /// The folder must be the user's alone, and not in what is scanned: otherwise the scan goes on without it, as it does
    /// where the disk is full. [`Run::cache`] tells. It holds 256 MiB at most.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # let (project, cache) = (folder.path().join("project"), folder.path().join("cache"));
    /// # std::fs::create_dir(&project)?;
    /// # std::fs::write(project.join("a.py"), "eval(x)\n")?;
    /// let scanner = stockade::Scanner::new().cache(&cache);
    /// let first = scanner.scan_paths([&project])?;
    /// let second = scanner.scan_paths([&project])?;
    /// assert_eq!(first.files[0].findings[0].rule.id, second.files[0].findings[0].rule.id);
    /// assert_eq!(second.run.cache.map(|cache| (cache.answered, cache.kept)), Some((1, 0)));
    /// # Ok::<(), stockade::Error>(())
    /// ```
    #[must_use]
    pub fn cache(mut self, folder: impl Into<PathBuf>) -> Scanner {
        self.cache = Some(folder.into());
        self
    }

    /// Whether a rule of that id or registered name exists.
    #[must_use]
    pub fn knows(&self, rule: &str) -> bool {
        self.book.words().id_of(rule).is_some()
    }

    /// Every rule, whether it would run or not: ours, then those that were [added](Scanner::rule).
    ///
    /// ```
    /// let scanner = stockade::Scanner::new();
    /// let rule = scanner.rules().find(|rule| rule.id == "B602").expect("it is one of ours");
    /// assert!(rule.page().starts_with("# "));
    /// ```
    pub fn rules(&self) -> impl Iterator<Item = &'static RuleInfo> {
        self.book.infos()
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
        let mut files = Vec::new();
        let run = self.run(paths, done, &mut |file| files.push(file))?;
        Ok(Report { files, run, ..Report::default() })
    }

    /// The same file by file, for trees whose report would not fit into memory: each is handed on, finished, in the order
    /// in which a report has them, on the thread that called. What is known of the scan beside its files comes back at
    /// the end; [`Report`] puts the two together for who writes reports.
    ///
    /// Kept in memory are the names of all files, the baseline and, with [`Scanner::since`], the names that the revision
    /// has; and of finished files some hundreds that wait for one before them. An error in the middle ends the scan:
    /// files that were handed on until then are no whole answer.
    ///
    /// ```
    /// # let folder = tempfile::tempdir()?;
    /// # std::fs::write(folder.path().join("a.py"), "eval(x)\n")?;
    /// # std::fs::write(folder.path().join("b.py"), "exec(x)\n")?;
    /// let mut found = Vec::new();
    /// let run = stockade::Scanner::new().scan_each([folder.path()], |file| {
    ///     found.extend(file.findings.iter().map(|finding| format!("{}: {}", file.name, finding.rule.id)));
    /// })?;
    /// assert_eq!(found, ["a.py: B307", "b.py: B102"]);
    /// assert!(run.rules.iter().any(|rule| rule.id == "B102"));
    /// # Ok::<(), stockade::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Scanner::scan_paths`].
    pub fn scan_each<P: AsRef<Path>>(
        &self,
        paths: impl IntoIterator<Item = P>,
        mut each: impl FnMut(FileReport),
    ) -> Result<Run, Error> {
        self.run(paths, &|_, _| {}, &mut each)
    }

    fn run<P: AsRef<Path>>(
        &self,
        paths: impl IntoIterator<Item = P>,
        done: &(dyn Fn(usize, usize) + Sync),
        each: &mut dyn FnMut(FileReport),
    ) -> Result<Run, Error> {
        // What is wrong with the settings is told before anything is looked for.
        let rulings = Rulings::new(&self.settings, &self.book)?;
        let selected = self.selected()?;
        let table = self.table(&selected)?;
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
        let Inventory { targets: files, unreadable, mut left_out, notes } = inventory;
        let is_stdin = |target: &&Target| matches!(target.origin, Origin::Stdin);
        let stdin_name = files.iter().find(is_stdin).map(|target| target.name.as_str());
        let stdin = self.stdin.as_ref().map_or(&[][..], |(_, text)| text);
        let mut known =
            baseline.as_ref().map(|(baseline, path)| Held::new(baseline, path, Scope::new(&root, &targets)));
        let mut former = base.as_ref().map(Base::former);
        let mut finish = |mut file: FileReport| -> Result<(), Error> {
            rulings.settle(&mut file);
            if let Some(known) = &mut known {
                known.withhold(&mut file);
            }
            if let (Some(former), Some(base)) = (&mut former, &base) {
                former.withhold(&mut file, |name| match stdin_name {
                    Some(piped) if piped == name => Some(stdin.to_owned()),
                    _ => base.read(name),
                })?;
            }
            rulings.sift(&mut file);
            each(file);
            Ok(())
        };
        let mut folders =
            unreadable.into_iter().map(|(name, reason)| FileReport::skipped(name, reason, None)).peekable();
        let mut hand_on = |file: FileReport| -> Result<(), Error> {
            // Folders that could not be listed stand where their names belong.
            while let Some(folder) = folders.next_if(|folder| folder.name < file.name) {
                finish(folder)?;
            }
            let Some(language) = file.foreign else { return finish(file) };
            left_out.push(LeftOut { name: file.name, by: format!("notebook in {language}") });
            Ok(())
        };
        let count = files.len();
        let (words, options) = (self.book.words(), self.options());
        let done = |behind| done(behind, count);
        let mut outcome = Ok(());
        let cache = self.open_cache(&root, &targets, &selected, &options).transpose();
        let (cache, unused) = cache.map_or_else(|unused| (None, Some(unused)), |cache| (cache, None));
        let scan = Scan {
            targets: &files,
            checks: &table,
            vocabulary: &*words,
            options: &options,
            stdin,
            cache: cache.as_ref(),
            done: &done,
        };
        scan.each(&mut |file| {
            outcome = hand_on(file);
            if outcome.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
        outcome?;
        folders.try_for_each(&mut finish)?;
        let is_whole = targets.iter().any(|target| target.canonicalize().is_ok_and(|target| target == root));
        let cache = cache.map(|cache| cache.finish(is_whole)).or(unused);
        left_out.sort();
        let mut run = Run {
            root,
            left_out,
            configuration: self.configuration.clone(),
            rules: self.book.infos().filter(|info| selected.contains(info.id)).collect(),
            notes: self.notes.iter().cloned().chain(notes).collect(),
            since: base.as_ref().map(Base::title),
            cache,
            ..Run::default()
        };
        if let Some(known) = known {
            known.finish(&mut run, &self.book);
        }
        Ok(run)
    }

    /// The cache for a scan, if it is to use one, or why it does not.
    fn open_cache(
        &self,
        root: &Path,
        targets: &[PathBuf],
        selected: &FxHashSet<&'static str>,
        options: &Options,
    ) -> Option<Result<Cache, CacheRun>> {
        let (folder, build) = (self.cache.as_ref()?, BUILD?);
        if !self.book.own().is_empty() {
            return None;
        }
        let rules: Vec<&str> = selected.iter().copied().collect();
        let context = Context::new(build, options, &rules, &format!("{:?}", self.settings.sections))?;
        Some(Cache::open(folder, cache::LIMIT, root, targets, context, self.book.infos()))
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
        let rulings = Rulings::new(&self.settings, &self.book)?;
        let table = self.table(&self.selected()?)?;
        let mut report = scan::scan_source(name, source, &table, &*self.book.words(), &self.options())?;
        rulings.settle(&mut report);
        rulings.sift(&mut report);
        Ok(report)
    }

    fn options(&self) -> Options {
        let Settings { noqa, nosec_reasons, .. } = self.settings;
        Options { noqa, nosec_reasons, ..self.options.clone() }
    }

    fn table(&self, selected: &FxHashSet<&'static str>) -> Result<Table, TooManyRules> {
        let section = |name: &str| select::section(&self.settings, name);
        let is_selected = |id: &str| selected.contains(id);
        Table::new(self.options.dialect, is_selected, section, None).with(self.book.own(), is_selected)
    }

    /// The ids of the rules that run; at least one.
    fn selected(&self) -> Result<FxHashSet<&'static str>, Error> {
        let selected = self.book.selected(&self.settings);
        let mut selected = selected.map_err(|unknown| Error::selector(unknown, &self.book))?;
        let words = self.book.words();
        let names = |list: &[String], id: &str| list.iter().any(|word| words.id_of(word) == Some(id));
        selected
            .retain(|id| self.only.as_ref().is_none_or(|only| names(only, id)) && !names(&self.without, id));
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
