//! What a scan in the native dialect found in a file, kept for later scans of the same bytes under the same name.
//!
//! A file's name and bytes make its key, hashed with everything else that decides about the answer: the [`Context`]. So
//! there is nothing to expire; what no longer holds is not asked for. Answers lie in packs, which are written once and
//! never changed: `pack` has their form, `entry` that of an answer, `folder` decides which folder can be trusted and
//! what is cleared away.
//!
//! A cache is no part of an answer. Whatever is wrong with it, the scan goes on without, and what cannot be checked is
//! scanned anew. In debug builds every answer is held against a fresh scan.

mod entry;
mod folder;
mod pack;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;

pub use self::folder::{LIMIT, clean};
pub(crate) use self::pack::Window;
use self::pack::{Draft, Pack};
use crate::finding::RuleInfo;
use crate::report::{CacheRun, FileReport};
use crate::scan::{Dialect, Options};

/// A hash that nobody finds two inputs for.
type Hash = [u8; 32];

/// The version of the form of packs and entries. Builds differ in their contexts; this is for changes of the form alone.
const FORM: u32 = 1;

/// Everything beside a file that decides what is found in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context(Hash);

impl Context {
    /// The context of a scan. `build` tells builds apart that may answer differently, `rules` are the ids of the rules that
    /// run, and `sections` spells what the configuration says to them.
    ///
    /// None for Bandit's dialect, whose answers are not kept.
    #[must_use]
    pub fn new(build: &str, options: &Options, rules: &[&str], sections: &str) -> Option<Context> {
        // How many threads there are decides nothing.
        let Options { dialect, ignore_nosec, noqa, nosec_reasons, context, threads: _ } = *options;
        if dialect == Dialect::Bandit {
            return None;
        }
        let mut rules = rules.to_vec();
        rules.sort_unstable();
        let switches = format!("{ignore_nosec} {noqa} {nosec_reasons} {context}");
        let mut hasher = blake3::Hasher::new_derive_key("stockade: the context of a cache");
        hasher.update(&FORM.to_le_bytes());
        for part in [build, &switches, &rules.join(" "), sections] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        Some(Context(hasher.finalize().into()))
    }
}

/// The answers kept for one project and one context.
#[derive(Debug)]
pub struct Cache {
    context: Context,
    /// The folder of the whole cache.
    top: PathBuf,
    /// The folder of this project and context, in that one.
    folder: PathBuf,
    packs: Vec<Pack>,
    /// What lies there as a pack and is none.
    unsound: Vec<PathBuf>,
    rules: FxHashMap<&'static str, &'static RuleInfo>,
    additions: Mutex<Additions>,
    asked: AtomicU64,
    answered: AtomicU64,
    limit: u64,
}

/// What this scan adds.
#[derive(Debug, Default)]
struct Additions {
    draft: Option<Draft>,
    failure: Option<io::Error>,
}

impl Cache {
    /// Opens the cache in a folder, which is made if it is not there, for a scan of some files and folders of a project. The
    /// cache takes no more than `limit` bytes, but for moments.
    ///
    /// # Errors
    ///
    /// Why the cache is not used.
    pub fn open(
        top: &Path,
        limit: u64,
        root: &Path,
        targets: &[PathBuf],
        context: Context,
        rules: impl Iterator<Item = &'static RuleInfo>,
    ) -> Result<Cache, CacheRun> {
        let top = folder::trusted(top, root, targets)?;
        let project = blake3::keyed_hash(&context.0, root.as_os_str().as_encoded_bytes());
        let folder = top.join(&project.to_hex()[..folder::NAME]);
        let (mut packs, mut unsound) = (Vec::new(), Vec::new());
        for path in folder::packs(&folder)? {
            match Pack::open(&path, &context.0, packs.len()) {
                Some(pack) => packs.push(pack),
                None => unsound.push(path),
            }
        }
        let rules = rules.map(|rule| (rule.id, rule)).collect();
        Ok(Cache {
            context,
            top,
            folder,
            packs,
            unsound,
            rules,
            additions: Mutex::default(),
            asked: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            limit,
        })
    }

    /// What there is to say of a file: as it was kept, or else as `scan` has it, which is then kept.
    pub(crate) fn answer(
        &self,
        name: &str,
        bytes: &[u8],
        window: &mut Window,
        scan: impl Fn() -> FileReport,
    ) -> FileReport {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let key = self.key(name, bytes);
        if let Some(report) = self.find(&key, name, window) {
            if cfg!(debug_assertions) {
                let (fresh, kept) =
                    (entry::encode(&scan(), &self.rules), entry::encode(&report, &self.rules));
                assert_eq!(fresh, kept, "what was kept of {name} is not what a scan finds");
            }
            self.answered.fetch_add(1, Ordering::Relaxed);
            return report;
        }
        let report = scan();
        if let Some(entry) = entry::encode(&report, &self.rules) {
            self.keep(key, &entry);
        }
        report
    }

    fn key(&self, name: &str, bytes: &[u8]) -> Hash {
        let mut hasher = blake3::Hasher::new_keyed(&self.context.0);
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(bytes);
        hasher.finalize().into()
    }

    fn find(&self, key: &Hash, name: &str, window: &mut Window) -> Option<FileReport> {
        self.packs.iter().find_map(|pack| {
            let at = pack.find(key)?;
            let report = pack.read(at, window).and_then(|entry| entry::decode(entry, name, &self.rules));
            if report.is_none() {
                pack.is_damaged();
            }
            report
        })
    }

    fn keep(&self, key: Hash, entry: &[u8]) {
        let mut additions = self.additions();
        if additions.failure.is_some() {
            return;
        }
        if let Err(error) = self.add(&mut additions.draft, key, entry) {
            additions.draft = None;
            additions.failure = Some(error);
        }
    }

    fn add(&self, draft: &mut Option<Draft>, key: Hash, entry: &[u8]) -> io::Result<()> {
        let draft = match draft {
            Some(draft) => draft,
            None => {
                folder::make(&self.folder)?;
                draft.insert(Draft::new(&self.folder)?)
            }
        };
        if draft.size() + entry.len() as u64 > self.limit {
            return Err(io::Error::new(
                io::ErrorKind::StorageFull,
                "what is to be kept exceeds the cache's size",
            ));
        }
        draft.add(key, entry)
    }

    fn additions(&self) -> MutexGuard<'_, Additions> {
        self.additions.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends a scan: what was added becomes a pack, with those that are not worth being apart. `whole` says that the scan saw
    /// the whole project, so that what it did not ask for is gone.
    #[must_use]
    pub fn finish(self, whole: bool) -> CacheRun {
        let Additions { draft, failure } =
            self.additions.into_inner().unwrap_or_else(PoisonError::into_inner);
        let added = draft.as_ref().map_or(0, Draft::len);
        let mut run = CacheRun {
            asked: self.asked.into_inner(),
            answered: self.answered.into_inner(),
            failed: failure.map(|error| folder::failure(&self.folder, &error)),
            ..CacheRun::default()
        };
        let in_use = |pack: &Pack| if whole { pack.used() } else { pack.len() };
        let (all, live) =
            self.packs.iter().fold((0, added), |(all, live), pack| (all + pack.len(), live + in_use(pack)));
        // Half of it is gone, or there is news: else there is nothing to write.
        let is_worn = run.failed.is_none() && whole && live < (all + added) / 2;
        if draft.is_none() && !is_worn {
            if run.answered > 0 {
                folder::mark_used(&self.folder);
            }
            return run;
        }
        let write = || -> io::Result<()> {
            let mut draft = draft.map_or_else(|| Draft::new(&self.folder), Ok)?;
            let mut packs: Vec<&Pack> = self.packs.iter().collect();
            packs.sort_by_key(|pack| pack.len());
            let mut gone: Vec<&Path> = self.unsound.iter().map(PathBuf::as_path).collect();
            for pack in packs {
                // Packs that lie side by side grow as a power of two does, so that they stay few, and each entry is seldom
                // written again.
                if !is_worn && !pack.was_damaged() && pack.len() > 2 * draft.len() {
                    continue;
                }
                if draft.size() + pack.size() <= self.limit {
                    pack.copy_to(&mut draft, whole)?;
                }
                gone.push(pack.path());
            }
            let new = draft.seal(&self.folder, &self.context.0)?;
            folder::tidy(&self.top, &self.folder, &new, &gone, self.limit);
            Ok(())
        };
        match write() {
            Ok(()) => run.kept = added as u64,
            Err(error) => run.failed = Some(folder::failure(&self.folder, &error)),
        }
        run
    }
}
