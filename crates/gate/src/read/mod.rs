//! Readers: one file a tool. Each takes a report that is known to be of its format and gives a [`Reading`], or says why
//! it cannot be believed.
