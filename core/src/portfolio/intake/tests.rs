//! The intake from the outside.
