//! How a release is decided: reports of any scanner in, one verdict out.
//!
//! `report -> evidence -> policy -> verdict -> rendering`. Nothing here knows Python, runs a scanner, prints, or looks at the
//! clock. It fails closed: what cannot be understood is a reason to fail, with the file, the cause and the cure.

pub mod baseline;
pub mod decide;
pub mod evidence;
mod identity;
pub mod input;
pub mod intelligence;
pub mod policy;
pub mod purl;
pub mod read;
pub mod render;
pub mod severity;
#[cfg(test)]
mod testing;
pub mod verdict;
pub mod vex;
