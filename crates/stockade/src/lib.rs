//! Stockade.
