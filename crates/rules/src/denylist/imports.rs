//! Imports worth a look: B401 to B415. The messages are Bandit's, kept for byte parity and credited in NOTICE.

use super::DenyList;

/// In Bandit's order.
pub static ALL: &[&DenyList] = &[];
