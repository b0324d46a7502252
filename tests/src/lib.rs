//! What the black-box tests share: the cases under `corpus/cases`, how they are laid out, run and compared, the samples
//! under `corpus/answers`, and the parity runner's parts, of which the benchmarks use some.
//!
//! Nothing here looks into the scanner's crates: a scanner is a command, and an answer is what it leaves behind.

pub mod answer;
pub mod case;
pub mod cost;
pub mod layout;
pub mod mask;
pub mod named;
pub mod odd;
pub mod parity;
pub mod project;
pub mod sample;
pub mod scanner;
#[cfg(target_os = "linux")]
mod terminal;
