//! The output: lines, tables, and texts for the API's answers.

pub(crate) mod cell;
pub(crate) mod output;
pub(crate) mod table;
pub(crate) mod words;
