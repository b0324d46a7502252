//! A scan held against a baseline: what is known is not reported, and what is known of nothing is stale.

use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::{FxHashMap, FxHashSet};
use stockade_core::baseline::{Baseline, Entry, Key};
use stockade_core::finding::{Finding, Suppression, Suppressor};
use stockade_core::metrics::IssueCounts;
use stockade_core::report::{BaselineRun, FileReport, Report, StaleEntry, Unjudged};
use stockade_rules::catalog;

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

/// Takes what the baseline knows out of the report, and puts in what there is to say of the baseline.
///
/// Twins are counted: where a file has more of them than are known, the last ones are new.
pub(crate) fn withhold(report: &mut Report, baseline: &Baseline, path: &Path, scope: &Scope) {
    let mut run = BaselineRun { path: scope.name(path), ..BaselineRun::default() };
    let mut matched: FxHashMap<Key, u64> = FxHashMap::default();
    for file in &mut report.files {
        let left: FxHashMap<Key, u64> =
            baseline.of_file(&file.name).map(|(key, entry)| (key.clone(), entry.count)).collect();
        if !left.is_empty() {
            run.known += withhold_in(file, left, &mut matched);
        }
    }
    let ran: FxHashSet<&str> = report.run.rules.iter().map(|rule| rule.id).collect();
    let files: FxHashMap<&str, &FileReport> =
        report.files.iter().map(|file| (file.name.as_str(), file)).collect();
    for (key, entry) in baseline.entries() {
        let count = entry.count - matched.get(key).copied().unwrap_or(0);
        if count == 0 {
            continue;
        }
        match unjudged(key, files.get(key.file.as_str()).copied(), &ran, scope) {
            None => report.run.stale.push(stale(key, entry, count)),
            Some(reason) => run.unjudged.push(Unjudged { file: key.file.clone(), reason, count }),
        }
    }
    run.unjudged.sort();
    run.unjudged.dedup_by(|next, kept| {
        let same = next.file == kept.file && next.reason == kept.reason;
        kept.count += if same { next.count } else { 0 };
        same
    });
    report.run.baseline = Some(run);
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

/// Why this scan has nothing to say of an entry that it did not match, if it has not.
fn unjudged(key: &Key, file: Option<&FileReport>, ran: &FxHashSet<&str>, scope: &Scope) -> Option<String> {
    let Some(file) = file else {
        let path = scope.path(&key.file);
        if !scope.holds(&path) {
            return Some("not scanned this time".to_owned());
        }
        // A file that is gone has no findings; one that is there and was left out may have.
        // So may one in a folder that cannot be listed.
        let is_gone = path.symlink_metadata().is_err_and(|error| {
            matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
        });
        return (!is_gone).then(|| "left out of the scan".to_owned());
    };
    if let Some(reason) = &file.skipped {
        return Some(format!("could not be scanned: {reason}"));
    }
    if let Some(broken) = &file.broken {
        return Some(format!("could not be parsed: {}", broken.message));
    }
    // A rule that is no more will never find anything again.
    let rule = key.rule.as_str();
    let exists = catalog::infos().any(|info| info.id == rule);
    (exists && !ran.contains(rule)).then(|| format!("{rule} did not run"))
}
