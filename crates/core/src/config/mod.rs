//! Configuration as data, whatever file it stood in.

pub mod yaml;

mod value;

pub use value::Value;
