//! Compares processor time: both scanners in turn on the same call, the medians, and their ratio.

use std::time::Duration;

use super::Result;
use super::run::Call;

/// Processor time of every run, user and system together.
#[derive(Debug, Default)]
pub struct Times {
    /// Ours.
    pub ours: Vec<Duration>,
    /// The reference's.
    pub reference: Vec<Duration>,
}

/// Runs both scanners in turn, after one run of each that does not count: it fills the caches of the system and of
/// Python's compiler.
pub fn paired(call: &Call, ours: &[String], reference: &[String], runs: usize) -> Result<Times> {
    call.run(ours)?;
    call.run(reference)?;
    let mut times = Times::default();
    for _ in 0..runs {
        times.ours.push(call.run(ours)?.cpu);
        times.reference.push(call.run(reference)?.cpu);
    }
    Ok(times)
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
}
