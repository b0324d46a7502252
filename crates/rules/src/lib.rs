//! What Stockade looks for: rules as values, deny lists as data, the table that reaches them.

pub mod catalog;
pub mod context;
pub mod denylist;
mod fixes;
mod native;
pub mod options;
mod pass;
pub mod plugins;
pub mod python;
mod references;
pub mod rule;
pub mod select;
pub mod table;
#[cfg(test)]
mod testing;

/// What rules are made of: the syntax tree, levels, findings.
pub use stockade_core as core;
pub use table::Table;
