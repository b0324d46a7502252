//! What names and literals mean.
//!
//! [`bandit`] resolves names as Bandit does, by text; [`literal`] turns literals into the values that Bandit's checks
//! compare.

pub mod bandit;
pub mod literal;
pub mod number;
