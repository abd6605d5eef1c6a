//! What is shown: lines, tables, and the words for what the API answers.

pub(crate) mod cell;
pub(crate) mod output;
pub(crate) mod table;
pub(crate) mod words;
