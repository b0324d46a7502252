//! A scan held against a baseline: what is known is not reported, and what is known of nothing is stale.

use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use stockade_core::baseline::{Baseline, Entry, Key};
use stockade_core::finding::{Finding, Suppression, Suppressor};
use stockade_core::metrics::IssueCounts;
use stockade_core::report::{BaselineRun, FileReport, Run, StaleEntry, Unjudged};
use stockade_rules::select::Book;

/// What a scan was to look at, whatever of it is there.
pub(crate) struct Scope {
    root: PathBuf,
    targets: Vec<PathBuf>,
}

impl Scope {
    /// Targets are relative to the working directory, names of files to the root.
    pub(crate) fn new(root: &Path, targets: &[PathBuf]) -> Scope {
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let root = real(if root.as_os_str().is_empty() { Path::new(".") } else { root });
        Scope { root, targets: targets.iter().map(|target| real(target)).collect() }
    }

    /// Where a file of that name is, or was.
    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The name of a file: relative to the root, with `/`, where it is below it.
    fn name(&self, path: &Path) -> String {
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let Ok(below) = real.strip_prefix(&self.root) else { return path.display().to_string() };
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        parts.join("/")
    }

    fn holds(&self, path: &Path) -> bool {
        self.targets.iter().any(|target| path.starts_with(target))
    }
}

/// A scan that is held against a baseline, file by file.
///
/// Of the files that are behind, only what is to be said of the baseline's own is kept.
pub(crate) struct Held<'b> {
    baseline: &'b Baseline,
    scope: Scope,
    run: BaselineRun,
    matched: FxHashMap<Key, u64>,
    /// The files that the baseline names, of those seen: why a file could not be judged, if it could not.
    seen: FxHashMap<&'b str, Option<String>>,
}

impl<'b> Held<'b> {
    /// Begins with no file seen. `path` is the baseline's own.
    pub(crate) fn new(baseline: &'b Baseline, path: &Path, scope: Scope) -> Held<'b> {
        let run = BaselineRun { path: scope.name(path), ..BaselineRun::default() };
        let (matched, seen) = (FxHashMap::default(), FxHashMap::default());
        Held { baseline, scope, run, matched, seen }
    }

    /// Takes out of a file's report what is known.
    ///
    /// Twins are counted: where a file has more of them than are known, the last ones are new.
    pub(crate) fn withhold(&mut self, file: &mut FileReport) {
        let mut left: FxHashMap<Key, u64> = FxHashMap::default();
        for (key, entry) in self.baseline.of_file(&file.name) {
            self.seen.entry(&key.file).or_insert_with(|| blind_spot(file));
            left.insert(key.clone(), entry.count);
        }
        if !left.is_empty() {
            self.run.known += withhold_in(file, left, &mut self.matched);
        }
    }

    /// Puts what there is to say of the baseline into a run whose files have all been seen.
    pub(crate) fn finish(mut self, run: &mut Run, book: &Book) {
        let ran: FxHashSet<&str> = run.rules.iter().map(|rule| rule.id).collect();
        for (key, entry) in self.baseline.entries() {
            let count = entry.count - self.matched.get(key).copied().unwrap_or(0);
            if count == 0 {
                continue;
            }
            match self.unjudged(key, &ran, book) {
                None => run.stale.push(stale(key, entry, count)),
                Some(reason) => self.run.unjudged.push(Unjudged { file: key.file.clone(), reason, count }),
            }
        }
        self.run.unjudged.sort();
        self.run.unjudged.dedup_by(|next, kept| {
            let same = next.file == kept.file && next.reason == kept.reason;
            kept.count += if same { next.count } else { 0 };
            same
        });
        run.baseline = Some(self.run);
    }

    /// Why this scan has nothing to say of an entry that it did not match, if it has not.
    fn unjudged(&self, key: &Key, ran: &FxHashSet<&str>, book: &Book) -> Option<String> {
        let Some(blind_spot) = self.seen.get(key.file.as_str()) else {
            let path = self.scope.path(&key.file);
            if !self.scope.holds(&path) {
                return Some("not scanned this time".to_owned());
            }
            // A file that is gone has no findings; one that is there and was left out may have.
            // So may one in a folder that cannot be listed.
            let is_gone = path.symlink_metadata().is_err_and(|error| {
                matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
            });
            return (!is_gone).then(|| "left out of the scan".to_owned());
        };
        if blind_spot.is_some() {
            return blind_spot.clone();
        }
        // A rule that is no more will never find anything again.
        let rule = key.rule.as_str();
        let exists = book.infos().any(|info| info.id == rule);
        (exists && !ran.contains(rule)).then(|| format!("{rule} did not run"))
    }
}

/// Why not all that a file may hold was seen.
fn blind_spot(file: &FileReport) -> Option<String> {
    if let Some(reason) = &file.skipped {
        return Some(format!("could not be scanned: {reason}"));
    }
    let broken = file.broken.as_ref()?;
    Some(format!("could not be parsed: {}", broken.message))
}

/// Gives how many findings of a file are known. `left` says how many of each there can be.
fn withhold_in(
    file: &mut FileReport,
    mut left: FxHashMap<Key, u64>,
    matched: &mut FxHashMap<Key, u64>,
) -> u64 {
    let mut by_place: Vec<usize> = (0..file.findings.len()).collect();
    by_place.sort_by_key(|&at| file.findings[at].span);
    let mut known = vec![false; file.findings.len()];
    for at in by_place {
        let Some(key) = key(&file.name, &file.findings[at]) else { continue };
        if let Some(count) = left.get_mut(&key).filter(|count| **count > 0) {
            *count -= 1;
            known[at] = true;
            *matched.entry(key).or_default() += 1;
        }
    }
    suppress(file, &Suppressor::Baseline, |at, _| known[at])
}

/// Moves the findings that `is_out` names, by their number, to those that are suppressed, and gives how many they are.
pub(crate) fn suppress(
    file: &mut FileReport,
    by: &Suppressor,
    is_out: impl Fn(usize, &Finding) -> bool,
) -> u64 {
    let findings = std::mem::take(&mut file.findings);
    let before = file.suppressed.len();
    for (at, mut finding) in findings.into_iter().enumerate() {
        if is_out(at, &finding) {
            finding.suppression = Some(Box::new(Suppression { by: by.clone(), reason: None }));
            file.suppressed.push(finding);
        } else {
            file.findings.push(finding);
        }
    }
    if let Some(metrics) = &mut file.metrics {
        metrics.issues = Some(IssueCounts::of(&file.findings));
    }
    (file.suppressed.len() - before) as u64
}

fn key(file: &str, finding: &Finding) -> Option<Key> {
    let identity = finding.fingerprint.as_ref()?.identity;
    Some(Key { file: file.to_owned(), rule: finding.rule.id.to_owned(), identity })
}

fn stale(key: &Key, entry: &Entry, count: u64) -> StaleEntry {
    StaleEntry {
        file: key.file.clone(),
        rule: key.rule.clone(),
        identity: key.identity,
        line: entry.line,
        count,
    }
}
