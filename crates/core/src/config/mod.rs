//! Configuration as data, whatever file it stood in.

mod value;

pub use value::Value;
