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
