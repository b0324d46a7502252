//! Runs programs in turn, so that what the machine does beside hits all of them alike, and keeps what each run took.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use stockade_tests::cost::{self, Cost};

/// One of the programs to run.
pub(crate) struct Contender<'c> {
    runs: usize,
    /// Whether a run that does not count comes first: it fills the caches of the system.
    warm: bool,
    stdin: Option<PathBuf>,
    command: Box<dyn Fn() -> Command + 'c>,
}

impl<'c> Contender<'c> {
    pub(crate) fn new(runs: usize, command: impl Fn() -> Command + 'c) -> Contender<'c> {
        Contender { runs, warm: true, stdin: None, command: Box::new(command) }
    }

    pub(crate) fn with_input(runs: usize, stdin: &Path, command: impl Fn() -> Command + 'c) -> Contender<'c> {
        Contender { stdin: Some(stdin.to_owned()), ..Contender::new(runs, command) }
    }

    /// One whose every run counts, since it takes minutes.
    pub(crate) fn slow(runs: usize, command: impl Fn() -> Command + 'c) -> Contender<'c> {
        Contender { warm: false, ..Contender::new(runs, command) }
    }

    fn run(&self) -> Result<Cost, String> {
        let mut command = (self.command)();
        if let Some(path) = &self.stdin {
            command.stdin(File::open(path).map_err(|error| format!("{}: {error}", path.display()))?);
        }
        once(&mut command)
    }
}

/// Runs a command that says what it has to say to nobody.
pub(crate) fn once(command: &mut Command) -> Result<Cost, String> {
    let mut said = tempfile::tempfile().map_err(|error| error.to_string())?;
    let stderr = said.try_clone().map_err(|error| error.to_string())?;
    command.stdout(Stdio::null()).stderr(stderr);
    let (status, cost) =
        cost::run(command).map_err(|error| format!("{:?}: {error}", command.get_program()))?;
    // Findings are no failure.
    if matches!(status.code(), Some(0 | 1)) {
        return Ok(cost);
    }
    use std::io::{Read as _, Seek as _};
    let mut text = String::new();
    let read = said.rewind().and_then(|()| said.read_to_string(&mut text));
    Err(format!("{command:?} ended with {status}\n{}", read.map_or_else(|error| error.to_string(), |_| text)))
}

/// Runs the first, the second and so on, then the first again, until each has had its runs.
pub(crate) fn in_turn(contenders: &[Contender]) -> Result<Vec<Samples>, String> {
    for contender in contenders.iter().filter(|contender| contender.warm) {
        contender.run()?;
    }
    let mut samples: Vec<Samples> = contenders.iter().map(|_| Samples::default()).collect();
    for at in 0..contenders.iter().map(|contender| contender.runs).max().unwrap_or_default() {
        for (contender, samples) in contenders.iter().zip(&mut samples) {
            if at < contender.runs {
                samples.0.push(contender.run()?);
            }
        }
    }
    Ok(samples)
}

/// What all runs of a program took.
#[derive(Debug, Default)]
pub(crate) struct Samples(pub(crate) Vec<Cost>);

impl Samples {
    /// Seconds of processor time.
    pub(crate) fn cpu(&self) -> Figure {
        Figure::of(self.0.iter().map(|cost| cost.cpu.as_secs_f64()).collect())
    }

    /// Seconds on the clock.
    pub(crate) fn wall(&self) -> Figure {
        Figure::of(self.0.iter().map(|cost| cost.wall.as_secs_f64()).collect())
    }

    /// Megabytes of memory at the peak.
    pub(crate) fn peak(&self) -> Figure {
        Figure::of(self.0.iter().map(|cost| cost.peak as f64 / 1e6).collect())
    }
}

/// A median and its spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Figure {
    pub(crate) median: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
}

impl Figure {
    /// Of nothing, nothing.
    pub(crate) fn of(mut all: Vec<f64>) -> Figure {
        all.sort_by(f64::total_cmp);
        let median = match all.len() {
            0 => 0.0,
            n if n % 2 == 1 => all[n / 2],
            n => f64::midpoint(all[n / 2 - 1], all[n / 2]),
        };
        let end = |end: Option<&f64>| end.copied().unwrap_or_default();
        Figure { median, least: end(all.first()), most: end(all.last()) }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    #[test]
    fn a_figure_is_the_middle_and_both_ends() {
        assert_eq!(Figure::of(vec![3.0, 1.0, 2.0]), Figure { median: 2.0, least: 1.0, most: 3.0 });
        assert_eq!(Figure::of(vec![4.0, 1.0]), Figure { median: 2.5, least: 1.0, most: 4.0 });
        assert_eq!(Figure::of(Vec::new()), Figure { median: 0.0, least: 0.0, most: 0.0 });
    }

    #[test]
    fn programs_run_in_turn() {
        let order = RefCell::new(String::new());
        let program = |name: char| {
            let order = &order;
            move || {
                order.borrow_mut().push(name);
                Command::new("true")
            }
        };
        let samples = in_turn(&[
            Contender::new(3, program('a')),
            Contender::new(2, program('b')),
            Contender::slow(1, program('c')),
        ])
        .expect("programs that do nothing");
        assert_eq!(*order.borrow(), "ababcaba");
        assert_eq!(samples.iter().map(|samples| samples.0.len()).collect::<Vec<_>>(), [3, 2, 1]);
        assert!(samples[0].wall().median > 0.0 && samples[0].peak().median > 0.0);
    }

    #[test]
    fn a_failure_is_told_in_the_words_of_who_failed() {
        let mut command = Command::new("sh");
        let error = once(command.args(["-c", "echo broken >&2; exit 3"])).expect_err("it failed");
        assert!(error.contains("exit status: 3") && error.contains("broken"), "{error}");
    }
}
