//! How a finished scan is told: one writer a format.
//!
//! [`bandit`] holds the formats of `stockade bandit`, byte for byte. The others are those of `stockade scan`. Writers read
//! a finished report and nothing else: no source file, no clock, no environment. They print nothing themselves.

pub mod bandit;
