//! How far a long scan has come: a bar on standard error, when somebody watches and it takes a while.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A scan that is over sooner shows nothing: a bar that flashes up is only a flicker.
const PATIENCE: Duration = Duration::from_millis(700);

/// The bar, which is taken away with the value.
pub(super) struct Progress {
    began: Instant,
    wanted: bool,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    /// The progress of a scan that begins now. On anything but a terminal the bar draws nothing.
    pub(super) fn new(wanted: bool) -> Progress {
        Progress { began: Instant::now(), wanted, bar: OnceLock::new() }
    }

    /// So many files of so many are done.
    pub(super) fn show(&self, done: usize, count: usize) {
        if !self.wanted || self.began.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| {
            let style = ProgressStyle::with_template("{bar:30} {pos}/{len} files {elapsed}");
            let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
            style.map_or_else(|_| bar.clone(), |style| bar.clone().with_style(style))
        });
        bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
