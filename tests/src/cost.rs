//! What a process takes of the machine, from the system's own account of it: time on the clock, processor time, memory.
//! What several runs say together: the median and the spread.

use std::io;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

use wait4::Wait4 as _;

/// What one run took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Time on the clock.
    pub wall: Duration,
    /// Processor time, user and system, of all threads.
    pub cpu: Duration,
    /// Bytes of memory at the peak. Linux counts what the process that started this one held when it did: who measures
    /// must itself be small.
    pub peak: u64,
}

/// Runs the command to its end.
///
/// # Errors
///
/// When it cannot be started.
pub fn run(command: &mut Command) -> io::Result<(ExitStatus, Cost)> {
    let started = Instant::now();
    let done = command.spawn()?.wait4()?;
    let wall = started.elapsed();
    let usage = done.rusage;
    Ok((done.status, Cost { wall, cpu: usage.utime + usage.stime, peak: usage.maxrss }))
}

/// The median, or nothing of nothing.
#[must_use]
pub fn median(times: &[Duration]) -> Duration {
    let mut sorted = times.to_vec();
    sorted.sort();
    match sorted.len() {
        0 => Duration::ZERO,
        n if n % 2 == 1 => sorted[n / 2],
        n => (sorted[n / 2 - 1] + sorted[n / 2]) / 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_of_the_sorted() {
        let seconds = |list: &[u64]| list.iter().map(|n| Duration::from_secs(*n)).collect::<Vec<_>>();
        assert_eq!(median(&seconds(&[9, 1, 5])), Duration::from_secs(5));
        assert_eq!(median(&seconds(&[4, 1, 9, 2])), Duration::from_secs(3));
        assert_eq!(median(&[]), Duration::ZERO);
    }

    #[test]
    fn a_run_costs_time_and_memory() {
        let (status, cost) = run(&mut Command::new("true")).expect("a program that does nothing");
        assert!(status.success());
        assert!(!cost.wall.is_zero() && cost.peak > 4096, "{cost:?}");
    }
}
