//! What Bandit's command lines take from Python itself: how arguments are decoded, parsed and spelled back in messages.
//!
//! Nothing here knows Bandit's options, prints, or exits: each part is a function from text to text, or to an outcome.

pub(crate) mod argparse;
pub(crate) mod argv;
mod difflib;
pub(crate) mod int;
pub(crate) mod repr;
pub(crate) mod terminal;
mod textwrap;
