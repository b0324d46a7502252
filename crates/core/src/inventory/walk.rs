//! The walk: folders in parallel, each listed once, every entry judged by its name before anything is opened.
//!
//! Nothing is known of a file but what its folder's listing tells, unless its name leaves open what it is. What comes out is
//! in no order until [`Found::settle`] sorts it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::Scope;
use rustc_hash::FxHashSet;

use super::ignores::{Ignores, Own};
use super::kind::{self, Kind};
use super::tracked::Repository;
use super::{Inventory, Patterns, Rules, name_of};
use crate::discover::{Origin, Target};
use crate::pystr;
use crate::report::LeftOut;
use crate::source;

const LINK: &str = "symbolic link";

/// What all folders of a walk share.
pub(super) struct Walk<'a> {
    root: &'a Path,
    exclude: &'a Patterns,
    include: &'a Patterns,
    rules: &'a Rules,
    found: Mutex<Found>,
}

/// What a walk comes upon.
#[derive(Default)]
pub(super) struct Found {
    pub(super) taken: Vec<Taken>,
    pub(super) left_out: Vec<Left>,
    links: Vec<Link>,
    unreadable: Vec<(String, String)>,
    notes: Vec<String>,
    /// Every repository come upon.
    repositories: Vec<Arc<Repository>>,
    /// Whether an ignore file named something.
    is_ignored: bool,
}

/// A file to scan.
pub(super) struct Taken {
    pub(super) name: String,
    pub(super) path: PathBuf,
}

/// Something that is not scanned.
pub(super) struct Left {
    path: PathBuf,
    out: LeftOut,
}

impl Left {
    pub(super) fn new(path: PathBuf, mut name: String, is_folder: bool, by: String) -> Left {
        if is_folder {
            if name.is_empty() {
                name.push('.');
            }
            name.push('/');
        }
        Left { path, out: LeftOut { name, by } }
    }
}

impl Found {
    fn left_out(&mut self, path: PathBuf, name: String, is_folder: bool, by: &str) {
        self.left_out.push(Left::new(path, name, is_folder, by.to_owned()));
    }

    fn unreadable(&mut self, name: &str, error: &io::Error) {
        let name = if name.is_empty() { "./" } else { name };
        self.unreadable.push((name.to_owned(), source::reason(error)));
    }

    pub(super) fn append(&mut self, mut other: Found) {
        self.taken.append(&mut other.taken);
        self.left_out.append(&mut other.left_out);
        self.links.append(&mut other.links);
        self.unreadable.append(&mut other.unreadable);
        self.notes.append(&mut other.notes);
        self.repositories.append(&mut other.repositories);
        self.is_ignored |= other.is_ignored;
    }

    /// Says where git could not tell what it tracks, though it was asked.
    fn note_indexes(&mut self, root: &Path) {
        let mut is_unknown = self.repositories.is_empty();
        for repository in &self.repositories {
            match repository.state() {
                Ok(known) => is_unknown |= !known,
                Err(reason) => self.notes.push(format!(
                    "{}: cannot be read, so no file counts as tracked by git: {reason}",
                    name_of(root, &repository.top().join(".git/index"))
                )),
            }
        }
        if self.is_ignored && is_unknown {
            let note = "git tracks nothing here that could be looked up, so ignore files alone decided what they name";
            self.notes.push(note.to_owned());
        }
    }

    /// Sorts it. `walked` are the folders, `named` the files, that were targets themselves.
    pub(super) fn settle(mut self, walked: &FxHashSet<PathBuf>, named: &FxHashSet<PathBuf>) -> Inventory {
        self.left_out.retain(|left| !walked.contains(&left.path) && !named.contains(&left.path));
        if !self.links.is_empty() {
            let mut paths: FxHashSet<PathBuf> = self.taken.iter().map(|taken| taken.path.clone()).collect();
            self.links.sort_by(|a, b| a.name.cmp(&b.name));
            for Link { name, path, real, is_folder } in self.links {
                if is_folder {
                    // What it leads to may be looked through by its own name.
                    if !walked.iter().any(|folder| real.starts_with(folder)) {
                        self.left_out.push(Left::new(path, name, true, LINK.to_owned()));
                    }
                } else if paths.insert(real) {
                    self.taken.push(Taken { name, path });
                }
            }
        }
        self.taken.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        self.taken.dedup_by(|a, b| a.path == b.path);
        self.unreadable.sort();
        self.unreadable.dedup();
        self.notes.sort();
        self.notes.dedup();
        let target = |taken: Taken| Target { name: taken.name, origin: Origin::File(taken.path) };
        Inventory {
            targets: self.taken.into_iter().map(target).collect(),
            left_out: self.left_out.into_iter().map(|left| left.out).collect(),
            unreadable: self.unreadable,
            notes: self.notes,
        }
    }
}

/// A link to a file or a folder, and where it leads.
struct Link {
    name: String,
    path: PathBuf,
    real: PathBuf,
    is_folder: bool,
}

/// A folder to look through.
struct Folder {
    path: PathBuf,
    /// Its name in reports: empty for the root, else with a `/` at its end.
    name: String,
    ignores: Option<Arc<Ignores>>,
    repository: Option<Arc<Repository>>,
    /// Why only tracked files are taken from it, if that is so.
    by: Option<Arc<str>>,
    /// Whether it is a target itself, which nothing but `exclude` leaves out.
    is_target: bool,
}

/// What lies in a folder.
struct Listing {
    entries: Vec<(OsString, FileType)>,
    /// Why the listing broke off, if it did.
    error: Option<io::Error>,
}

impl Listing {
    fn read(folder: &Path) -> io::Result<Listing> {
        let mut listing = Listing { entries: Vec::new(), error: None };
        for entry in fs::read_dir(folder)? {
            match entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))) {
                Ok(entry) => listing.entries.push(entry),
                Err(error) => {
                    listing.error = Some(error);
                    break;
                }
            }
        }
        Ok(listing)
    }

    fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|(own, _)| own == name)
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        root: &'a Path,
        exclude: &'a Patterns,
        include: &'a Patterns,
        rules: &'a Rules,
    ) -> Walk<'a> {
        Walk { root, exclude, include, rules, found: Mutex::default() }
    }

    /// Looks through folders, given with their names.
    pub(super) fn run(self, folders: Vec<(PathBuf, String)>) -> io::Result<Found> {
        if !folders.is_empty() {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(self.rules.threads.unwrap_or(0)).build();
            let folders: Vec<Folder> =
                folders.into_iter().map(|(path, name)| self.target(path, name)).collect();
            pool.map_err(io::Error::other)?.scope(|scope| {
                for folder in folders {
                    scope.spawn(|scope| self.look_through(folder, scope));
                }
            });
        }
        let mut found = self.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.note_indexes(self.root);
        Ok(found)
    }

    /// A folder that is a target, with what the folders above it say.
    fn target(&self, path: PathBuf, mut name: String) -> Folder {
        let (mut ignores, mut repository) = (None, None);
        let mut found = Found::default();
        if !self.rules.no_ignore {
            let is_top = |folder: &&Path| folder.join(".git").exists();
            let top = path.ancestors().skip(1).find(is_top).into_iter();
            let start =
                top.chain([self.root]).min_by_key(|folder| folder.as_os_str().len()).unwrap_or(self.root);
            let mut above: Vec<&Path> =
                path.ancestors().skip(1).take_while(|folder| folder.starts_with(start)).collect();
            above.reverse();
            for folder in above {
                let mut shown = name_of(self.root, folder);
                if !shown.is_empty() {
                    shown.push('/');
                }
                let has = |name: &str| folder.join(name).exists();
                (ignores, repository) = self.enter(folder, &shown, (ignores, repository), has, &mut found);
            }
        }
        self.lock().append(found);
        if !name.is_empty() {
            name.push('/');
        }
        Folder { path, name, ignores, repository, by: None, is_target: true }
    }

    /// What holds in a folder, from what holds above it.
    fn enter(
        &self,
        path: &Path,
        name: &str,
        above: (Option<Arc<Ignores>>, Option<Arc<Repository>>),
        has: impl Fn(&str) -> bool,
        found: &mut Found,
    ) -> (Option<Arc<Ignores>>, Option<Arc<Repository>>) {
        let (ignores, repository) = above;
        if self.rules.no_ignore {
            return (ignores, repository);
        }
        let is_top = has(".git");
        let mut repository = repository;
        if is_top {
            let own = Arc::new(Repository::at(path, repository));
            found.repositories.push(own.clone());
            repository = Some(own);
        }
        if self.rules.isolated {
            return (None, repository);
        }
        let own = Own {
            plain: has(".ignore"),
            git: has(".gitignore"),
            repository: repository.as_ref().filter(|_| is_top).map(|repository| repository.exclude_file()),
        };
        (Ignores::enter(ignores, path, name, &own, &mut found.notes), repository)
    }

    fn look_through<'s>(&'s self, mut folder: Folder, scope: &Scope<'s>) {
        let mut found = Found::default();
        let listing = match Listing::read(&folder.path) {
            Ok(listing) => listing,
            Err(error) => {
                found.unreadable(&folder.name, &error);
                return self.lock().append(found);
            }
        };
        if let Some(error) = &listing.error {
            found.unreadable(&folder.name, error);
        }
        if !folder.is_target
            && !self.rules.no_ignore
            && folder.by.is_none()
            && kind::is_environment(&folder.path, |name| listing.has(name))
        {
            folder.by = Some("virtual environment".into());
            if !self.tracks_below(&folder, &folder.path) {
                found.left_out(
                    folder.path,
                    folder.name.trim_end_matches('/').to_owned(),
                    true,
                    "virtual environment",
                );
                return self.lock().append(found);
            }
        }
        let above = (folder.ignores.take(), folder.repository.take());
        (folder.ignores, folder.repository) =
            self.enter(&folder.path, &folder.name, above, |name| listing.has(name), &mut found);
        for (entry, kind) in &listing.entries {
            if kind.is_dir() {
                if let Some(inner) = self.judge_folder(&folder, entry, &mut found) {
                    scope.spawn(|scope| self.look_through(inner, scope));
                }
            } else if kind.is_symlink() {
                self.judge_link(&folder, entry, &mut found);
            } else {
                self.judge_file(&folder, entry, kind.is_file(), &mut found);
            }
        }
        self.lock().append(found);
    }

    /// A folder in another, if it is to be looked through.
    fn judge_folder(&self, folder: &Folder, entry: &OsStr, found: &mut Found) -> Option<Folder> {
        let path = folder.path.join(entry);
        let mut name = folder.name_of(entry);
        if entry == kind::GIT {
            found.left_out(path, name, true, "version control");
            return None;
        }
        if let Some(by) = self.exclude.rule(&name, true) {
            found.left_out(path, name, true, &by);
            return None;
        }
        let mut by = folder.by.clone();
        if by.is_none() && !self.rules.no_ignore {
            by = kind::tool_folder(entry).map(Arc::from).or_else(|| self.ignored(folder, &path, true, found));
        }
        if let Some(by) = &by
            && !self.tracks_below(folder, &path)
        {
            // Compiled modules are no source: only what else is there is worth a word.
            if entry != kind::COMPILED || holds_python(&path) {
                found.left_out(path, name, true, by);
            }
            return None;
        }
        name.push('/');
        let (ignores, repository) = (folder.ignores.clone(), folder.repository.clone());
        Some(Folder { path, name, ignores, repository, by, is_target: false })
    }

    fn judge_file(&self, folder: &Folder, entry: &OsStr, is_regular: bool, found: &mut Found) {
        let kind = Kind::of(entry.as_encoded_bytes());
        if kind == Kind::Other && self.include.patterns.is_empty() {
            return;
        }
        let name = folder.name_of(entry);
        let is_included = self.include.rule_above(&name, false).is_some();
        if kind == Kind::Other && !is_included {
            return;
        }
        let path = folder.path.join(entry);
        if !is_regular {
            // A pipe or a socket: to open it could last for ever.
            if kind == Kind::Python || is_included {
                found.left_out(path, name, false, "no regular file");
            }
            return;
        }
        if kind == Kind::Unknown && !is_included {
            match kind::is_script(&path) {
                Ok(true) => {}
                Ok(false) => return,
                Err(error) => {
                    return found
                        .notes
                        .push(format!("{name}: it is not known whether this is Python: {error}"));
                }
            }
        }
        match self.file_rule(folder, &path, &name, found) {
            Some(by) => found.left_out(path, name, false, &by),
            None => found.taken.push(Taken { name, path }),
        }
    }

    fn judge_link(&self, folder: &Folder, entry: &OsStr, found: &mut Found) {
        let (path, name) = (folder.path.join(entry), folder.name_of(entry));
        let kind = Kind::of(entry.as_encoded_bytes());
        let is_wanted = kind == Kind::Python || self.include.rule_above(&name, false).is_some();
        let Ok((about, real)) = fs::metadata(&path).and_then(|about| Ok((about, fs::canonicalize(&path)?)))
        else {
            if is_wanted {
                found.left_out(path, name, false, "symbolic link that leads nowhere");
            }
            return;
        };
        if about.is_dir() {
            let rule = self.exclude.rule(&name, true).map(Arc::from).or_else(|| folder.by.clone());
            let rule = rule.or_else(|| self.ignored(folder, &path, true, found));
            match rule {
                Some(by) => found.left_out(path, name, true, &by),
                None => found.links.push(Link { name, path, real, is_folder: true }),
            }
            return;
        }
        let stays = real.starts_with(self.root);
        let is_wanted = is_wanted
            || kind == Kind::Unknown && about.is_file() && stays && kind::is_script(&real).unwrap_or(false);
        if !is_wanted {
            return;
        }
        if let Some(by) = self.file_rule(folder, &path, &name, found) {
            found.left_out(path, name, false, &by);
        } else if !stays {
            // What it leads to is not this project's to show in a report.
            found.left_out(path, name, false, "symbolic link that leaves the project");
        } else if !about.is_file() {
            found.left_out(path, name, false, "no regular file");
        } else {
            found.links.push(Link { name, path, real, is_folder: false });
        }
    }

    /// What leaves a file out, if something does.
    fn file_rule(&self, folder: &Folder, path: &Path, name: &str, found: &mut Found) -> Option<Arc<str>> {
        if let Some(by) = self.exclude.rule(name, false) {
            return Some(by.into());
        }
        let by = folder.by.clone().or_else(|| self.ignored(folder, path, false, found))?;
        let tracked = folder.repository.as_ref().is_some_and(|repository| repository.tracks(path));
        (!tracked).then_some(by)
    }

    fn ignored(&self, folder: &Folder, path: &Path, is_folder: bool, found: &mut Found) -> Option<Arc<str>> {
        let by = folder.ignores.as_ref()?.rule(path, is_folder)?;
        found.is_ignored = true;
        Some(by.into())
    }

    /// Whether git tracks a file below a path that could be Python.
    fn tracks_below(&self, folder: &Folder, path: &Path) -> bool {
        let wanted = |name: &[u8]| Kind::of(name) != Kind::Other || !self.include.patterns.is_empty();
        folder.repository.as_ref().is_some_and(|repository| repository.tracks_below(path, &wanted))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Folder {
    fn name_of(&self, entry: &OsStr) -> String {
        let entry = pystr::printable(entry);
        let mut name = String::with_capacity(self.name.len() + entry.len() + 1);
        name.push_str(&self.name);
        name.push_str(&entry);
        name
    }
}

/// Whether a folder has a file in it that ends as Python does.
fn holds_python(folder: &Path) -> bool {
    let Ok(listing) = Listing::read(folder) else { return true };
    listing
        .entries
        .iter()
        .any(|(name, kind)| kind.is_dir() || Kind::of(name.as_encoded_bytes()) == Kind::Python)
}
