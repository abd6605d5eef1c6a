//! The rows of a file for a binding. A program reads them one at a time, or passes all of them to a run.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use super::Rows;
use super::column::ColumnUse;
use super::options::EncodingUse;
use crate::error::{DefactoError, Result};
use crate::lock::Unpoisoned;
use crate::portfolio::row::Row;

/// Rows that a program and a run share. Cheap to clone.
#[derive(Clone)]
pub(crate) struct SharedRows {
    held: Arc<Mutex<Held>>,
    encoding: Option<EncodingUse>,
    sheet: Option<Arc<str>>,
}

struct Held {
    rows: Option<Box<Rows>>,
    /// The next row, if `has_next` has read it.
    ahead: Option<Result<Row>>,
    /// Whether a row was taken. A run would miss it.
    is_begun: bool,
    /// The columns that were known when the rows were closed or passed to a run.
    columns: Vec<ColumnUse>,
}

impl fmt::Debug for SharedRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedRows")
    }
}

impl SharedRows {
    pub(crate) fn new(rows: Rows) -> Self {
        let about = (rows.encoding(), rows.sheet().map(Arc::from));
        let held = Held { rows: Some(Box::new(rows)), ahead: None, is_begun: false, columns: Vec::new() };
        let (encoding, sheet) = about;
        Self { held: Arc::new(Mutex::new(held)), encoding, sheet }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unpoisoned()
    }

    pub(crate) fn encoding(&self) -> Option<EncodingUse> {
        self.encoding
    }

    pub(crate) fn sheet(&self) -> Option<&str> {
        self.sheet.as_deref()
    }

    pub(crate) fn columns(&self) -> Vec<ColumnUse> {
        let held = self.held();
        held.rows.as_ref().map_or_else(|| held.columns.clone(), |rows| rows.columns().to_vec())
    }

    /// Returns `true` if there is another row, or an error in its place. Blocks.
    #[cfg(feature = "uniffi")]
    pub(crate) fn has_next(&self) -> bool {
        let mut held = self.held();
        if held.ahead.is_none() {
            held.ahead = held.rows.as_mut().and_then(Iterator::next);
        }
        held.ahead.is_some()
    }

    /// Returns the next row, or `None` after the last one. Blocks.
    pub(crate) fn next(&self) -> Result<Option<Row>> {
        let mut held = self.held();
        held.is_begun = true;
        let ahead = held.ahead.take();
        ahead.or_else(|| held.rows.as_mut().and_then(Iterator::next)).transpose()
    }

    /// Closes the file.
    #[cfg(feature = "uniffi")]
    pub(crate) fn close(&self) {
        let mut held = self.held();
        held.ahead = None;
        drop(held.take());
    }

    /// Passes all rows to a run.
    ///
    /// # Errors
    /// `Configuration` when the rows are closed or were passed to a run, or when some were taken.
    pub(crate) fn hand_over(&self) -> Result<RunRows> {
        let mut held = self.held();
        let refused = |detail: &str| Err(DefactoError::configuration(detail, "Open the file again."));
        if held.rows.is_none() {
            return refused("the rows are closed or were enrolled before");
        }
        if held.is_begun {
            return refused("some of the rows were read already, and would not be enrolled");
        }
        let (ahead, rows) = (held.ahead.take(), held.take());
        Ok(RunRows { home: self.clone(), ahead, rows, is_begun: false })
    }
}

impl Held {
    fn take(&mut self) -> Option<Box<Rows>> {
        let rows = self.rows.take()?;
        self.columns = rows.columns().to_vec();
        Some(rows)
    }
}

/// The rows of a run. If the run takes no row, they return to the `SharedRows`.
pub(crate) struct RunRows {
    home: SharedRows,
    ahead: Option<Result<Row>>,
    rows: Option<Box<Rows>>,
    is_begun: bool,
}

impl Iterator for RunRows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        self.is_begun = true;
        self.ahead.take().or_else(|| self.rows.as_mut()?.next())
    }
}

impl Drop for RunRows {
    fn drop(&mut self) {
        if !self.is_begun {
            let mut home = self.home.held();
            (home.ahead, home.rows) = (self.ahead.take(), self.rows.take());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by it")]

    use super::*;
    use crate::portfolio::intake::options::{Format, IntakeOptions};
    use crate::portfolio::intake::read;

    fn rows() -> SharedRows {
        let text = "siren\n472618354\n552032534\n";
        SharedRows::new(read(text.as_bytes(), Format::Csv, &IntakeOptions::new()).unwrap())
    }

    #[test]
    fn a_run_gets_all_rows_or_none() {
        assert_eq!(rows().hand_over().unwrap().count(), 2);
        let begun = rows();
        begun.next().unwrap().unwrap();
        assert!(begun.hand_over().is_err());
        assert!(begun.next().unwrap().is_some());
    }

    #[test]
    fn a_run_that_could_not_begin_gives_them_back() {
        let rows = rows();
        drop(rows.hand_over().unwrap());
        let mut run = rows.hand_over().unwrap();
        assert!(run.next().is_some());
        drop(run);
        assert!(rows.hand_over().is_err());
        assert_eq!(rows.columns().len(), 1);
    }
}
