//! Portfolios: many companies at once, from a file.

pub mod intake;
