//! Portfolios for Python.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use defacto_sdk_macros::keywords;
use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use super::argument::Argument;
use super::blocking::blocking;
use super::open_runs::{self, EndsWithInterpreter};
use super::rows::{Companies, Raised};
use super::store::PyStore;
use crate::client::Client;
use crate::portfolio::{
    PortfolioMonitor, PortfolioOptions, PortfolioProgress, PortfolioResult, PortfolioRun,
};

#[keywords(crate::portfolio::portfolio_options)]
#[pymethods]
impl Client {
    /// Enrols many companies: all rows of a portfolio, up to `max_in_flight` at the same time. The run begins
    /// at once. Iterate over it for the result of each row, in no fixed order.
    ///
    /// `rows`: an iterable of `NewBorrower`, `PortfolioRow` or dict, or `PortfolioRows.open(...)`. The keys
    /// of a dict are the names of columns, as in a CSV file; an unknown name is ignored and logged. The row
    /// number of a dict is its position from 1 on, unless it comes as `(number, dict)`. A thread of the run
    /// iterates over `rows`, a little ahead of what is sent: an object that belongs to one thread, such as a
    /// database cursor, must be created in the generator itself. The run continues even if its results are
    /// not read; end it by ``with``.
    ///
    /// Every step is written to `store` before it is taken, so a run may end at any moment, by an exception,
    /// a signal or a power cut. The next run with the same store, name and rows continues: it sends nothing
    /// for companies that have an outcome, and looks up those whose outcome is unknown. A company gets one
    /// borrower, however often that happens. Memory does not grow with the number of rows. If several
    /// processes share a PostgreSQL store, each keeps in memory which of its companies are pending.
    ///
    /// Keywords, with times in seconds:
    ///
    /// Raises `StoreError` when the store cannot be used, or when another process works on the same
    /// portfolio. Raises `ConfigurationError` when an option is invalid, when the portfolio was begun with
    /// another environment, or when rows of a file were read or enrolled before: open the file again.
    #[pyo3(name = "enroll_many", signature = (rows, store))]
    fn py_enroll_many(
        &self,
        py: Python<'_>,
        rows: &Bound<'_, PyAny>,
        store: Argument<Py<PyStore>>,
        #[keywords] options: PortfolioOptions,
    ) -> PyResult<PyPortfolioRun> {
        let store = store.named(py, "store")?.get().shared();
        let raised = Raised::default();
        let mut companies = Companies::of(rows, &options, &raised)?;
        companies.iterate(py)?;
        let run = blocking(py, || self.enroll_many(companies.hand_over()?, store, &options))?;
        let run = Arc::new(Slot { monitor: run.monitor(), run: Mutex::new(Some(run)) });
        let open: Arc<dyn EndsWithInterpreter> = run.clone();
        open_runs::remember(py, &open)?;
        Ok(PyPortfolioRun { slot: run, raised })
    }
}

/// A running portfolio: an iterator of the result of each row, in no fixed order.
///
/// An exception ends it. Its progress is in the store, and the next run continues from there. Use it by
/// ``with``, or call `close`: then it sends nothing more.
#[pyclass(frozen, name = "PortfolioRun", module = "defacto_sdk")]
pub struct PyPortfolioRun {
    slot: Arc<Slot>,
    raised: Raised,
}

/// A run, until it ends.
struct Slot {
    run: Mutex<Option<PortfolioRun>>,
    monitor: PortfolioMonitor,
}

impl EndsWithInterpreter for Slot {
    fn end_within(&self, patience: Duration) {
        self.monitor.stop();
        let run = self.run.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(run) = run {
            run.end_within(patience);
        }
    }
}

#[pymethods]
impl PyPortfolioRun {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<PortfolioResult>> {
        let mut locked = self.slot.run.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        let Some(run) = &mut *locked else { return Ok(None) };
        let result = blocking(py, || run.next().transpose());
        result.map_err(|error| self.raised.instead_of(py, error))
    }

    /// Returns the progress of the run. Does not block; can be called from any thread.
    fn progress(&self) -> PortfolioProgress {
        self.slot.monitor.progress()
    }

    /// Ends the run, from any thread. It sends nothing more, and the next run looks up the calls under way.
    /// An iteration ends with `InterruptedError`. Nothing is lost.
    fn stop(&self) {
        self.slot.monitor.stop();
    }

    /// Ends the run and waits for its threads. Nothing is lost: the next run continues.
    fn close(&self, py: Python<'_>) {
        self.slot.monitor.stop();
        let run = self.slot.run.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).take();
        // The threads of the run may need the GIL to end.
        py.detach(|| drop(run));
    }

    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, py: Python<'_>, _exception: Bound<'_, pyo3::types::PyTuple>) {
        self.close(py);
    }
}

impl Drop for PyPortfolioRun {
    fn drop(&mut self) {
        self.slot.monitor.stop();
        let run = self.slot.run.lock().unwrap_or_else(PoisonError::into_inner).take();
        // The threads of the run may need the GIL to end. Without an interpreter they are not waited for.
        let left = std::cell::Cell::new(run);
        if Python::try_attach(|py| {
            let run = left.take();
            py.detach(|| drop(run));
        })
        .is_none()
        {
            std::mem::forget(left.take());
        }
    }
}
