//! What the tests of the command share. The tests themselves are under `tests/`, their data under `corpus/`.

pub mod parity;
