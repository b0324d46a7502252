//! What names and literals mean.
//!
//! [`bandit`] resolves names as Bandit does, by text; [`literal`] turns literals into the values that Bandit's checks
//! compare; [`bindings`] and [`constant`] know Python's scopes, for the native dialect; [`ends`] tells quickly that a name is
//! none of a set; [`number`] and [`ast_repr`] print values and trees as Python does.

pub mod ast_repr;
pub mod bandit;
pub mod bindings;
pub mod constant;
pub mod ends;
pub mod literal;
pub mod number;
