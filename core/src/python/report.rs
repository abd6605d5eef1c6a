//! Reports on portfolios for Python.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use defacto_sdk_macros::keywords;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use super::argument::Argument;
use super::blocking::blocking;
use super::store::PyStore;
use crate::error::Result;
use crate::portfolio::{PortfolioResult, Report, ReportOptions, ReportSummary};

/// A report on a portfolio, read from its store page by page: memory does not grow with the number of rows.
///
/// It holds the numbers and names of companies and your own references, as the store does, but no account and
/// no personal data. It can be created while the portfolio runs, and shows what is known so far. It sends
/// nothing; everything is safe to repeat.
#[pyclass(frozen, name = "PortfolioReport", module = "defacto_sdk")]
pub struct PyPortfolioReport(Report);

#[keywords(crate::portfolio::report_options)]
#[pymethods]
impl PyPortfolioReport {
    /// Creates a report on the portfolio `name`. A portfolio that is not in the store has no rows.
    ///
    /// Keywords:
    ///
    /// Raises `ConfigurationError` when the report is not written in the language.
    #[new]
    #[pyo3(signature = (store, name = "portfolio"))]
    fn py_new(
        py: Python<'_>,
        store: Argument<Py<PyStore>>,
        name: &str,
        #[keywords] options: ReportOptions,
    ) -> PyResult<Self> {
        Ok(Self(Report::with(store.named(py, "store")?.get().shared(), name, &options)?))
    }

    /// Returns the number of rows by outcome, and the reasons. Raises `StoreError` when the store cannot be
    /// read.
    fn summary(&self, py: Python<'_>) -> PyResult<ReportSummary> {
        blocking(py, || self.0.summary())
    }

    /// Returns the result of each row, in the order of the rows. A row without an outcome is pending, with a
    /// reason. Raises `StoreError` when the store cannot be read.
    fn results(&self) -> PyPortfolioResults {
        PyPortfolioResults(Mutex::new(Box::new(self.0.results())))
    }

    /// Writes the report to a file. The ending of `path` decides the format: `.csv` for spreadsheets,
    /// `.jsonl` for programs, `.html` for people. In CSV, amounts are in cents, and text that a spreadsheet
    /// would read as a formula has an apostrophe in front. HTML is one page in the report's language that needs
    /// nothing else, with the counts, the reasons and the rows without a credit line (up to a thousand).
    ///
    /// The file appears whole or not at all, and replaces an earlier one. Raises `ConfigurationError` for
    /// another ending, and `StoreError` when the store cannot be read or the file cannot be written.
    fn save(&self, py: Python<'_>, path: PathBuf) -> PyResult<()> {
        blocking(py, || self.0.save(path))
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }
}

/// An iterator of the results of a report.
#[pyclass(frozen, name = "PortfolioResults", module = "defacto_sdk")]
pub struct PyPortfolioResults(Mutex<Box<dyn Iterator<Item = Result<PortfolioResult>> + Send>>);

#[pymethods]
impl PyPortfolioResults {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<PortfolioResult>> {
        let mut locked = self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        let results = &mut *locked;
        blocking(py, || results.next().transpose())
    }
}
