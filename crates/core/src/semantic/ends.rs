//! What the names of a set begin and end with: one look tells of most other names that they are none of them.

/// The first and last bytes of some names.
#[derive(Debug, Clone)]
pub struct Ends {
    /// By the first byte, a bit for each last byte; some share a place.
    lasts: [u64; 64],
}

impl Default for Ends {
    /// Of no names.
    fn default() -> Ends {
        Ends { lasts: [0; 64] }
    }
}

impl Ends {
    /// Takes in a name.
    pub fn add(&mut self, name: &str) {
        let (first, last) = Ends::of(name);
        self.lasts[first] |= last;
    }

    /// Whether a name can be one of those: right where it says no.
    #[inline]
    #[must_use]
    pub fn may_have(&self, name: &str) -> bool {
        let (first, last) = Ends::of(name);
        self.lasts[first] & last != 0
    }

    #[inline]
    fn of(name: &str) -> (usize, u64) {
        let (first, last) = match name.as_bytes() {
            [] => (0, 0),
            [only] => (*only, *only),
            [first, .., last] => (*first, *last),
        };
        (usize::from(first & 63), 1 << (last & 63))
    }
}
