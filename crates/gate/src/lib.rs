//! The release gate: reports of any scanner in, one verdict out. Empty so far.
