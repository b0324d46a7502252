//! How far a long scan has come, on one line of a terminal that is standard error.

use std::io::{IsTerminal, stderr};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::twin::eprint_all;

/// Below this, Bandit shows no progress either.
const MANY_FILES: usize = 50;

/// The line, which is taken away with the value.
#[derive(Debug)]
pub(super) struct Progress {
    total: usize,
    /// The last number shown; none without a line.
    shown: Option<AtomicUsize>,
}

impl Progress {
    /// The progress of a scan of so many files, shown if it is wanted, long, and somebody watches.
    pub(super) fn new(total: usize, wanted: bool) -> Progress {
        let shown = wanted && total > MANY_FILES && stderr().is_terminal();
        Progress { total, shown: shown.then(AtomicUsize::default) }
    }

    /// So many files are done.
    pub(super) fn show(&self, done: usize) {
        let Some(shown) = &self.shown else { return };
        let percent = done * 100 / self.total;
        if shown.fetch_max(percent, Ordering::Relaxed) < percent {
            eprint_all(format!("\rWorking... {percent:3}%").as_bytes());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown.is_some() {
            eprint_all(b"\r\x1b[K");
        }
    }
}
