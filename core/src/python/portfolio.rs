//! Portfolios, as Python sees them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::sync::MutexExt;

use super::blocking;
use super::client::seconds;
use super::open_runs::{self, EndsWithInterpreter};
use super::rows::{Companies, Raised};
use super::store::PyStore;
use crate::Client;
use crate::api::credit_lines::PaymentMethod;
use crate::portfolio::{
    PortfolioMonitor, PortfolioOptions, PortfolioProgress, PortfolioResult, PortfolioRun,
};

/// The options of a run, from the keywords of `enroll_many`.
#[allow(clippy::too_many_arguments)]
pub(super) fn portfolio_options(
    name: String,
    max_in_flight: u32,
    calls_per_second: Option<f64>,
    wait: Option<f64>,
    direct_debit: Option<bool>,
    settle_time: f64,
    poll_interval: f64,
    give_up_after: f64,
    run: Option<String>,
    expect_repayment_method: Option<PaymentMethod>,
) -> PyResult<PortfolioOptions> {
    let mut options = PortfolioOptions::new()
        .name(name)
        .max_in_flight(max_in_flight)
        .wait(wait.map_or(Ok(Duration::ZERO), |wait| seconds("wait", wait))?)
        .settle_time(seconds("settle_time", settle_time)?)
        .poll_interval(seconds("poll_interval", poll_interval)?)
        .give_up_after(seconds("give_up_after", give_up_after)?);
    if let Some(direct_debit) = direct_debit {
        options = options.direct_debit(direct_debit);
    }
    if let Some(rate) = calls_per_second {
        options = options.calls_per_second(rate);
    }
    if let Some(run) = run {
        options = options.run(run);
    }
    if let Some(method) = expect_repayment_method {
        options = options.expect_repayment_method(method);
    }
    Ok(options)
}

#[pymethods]
impl Client {
    /// Enrols many companies: all rows of a portfolio, up to `max_in_flight` at the same time. It begins at once; iterate over
    /// what it returns for the result of each row as it is known, in no fixed order.
    ///
    /// `rows`: an iterable of `NewBorrower`, `PortfolioRow` or dict (with the names of columns that a CSV file would have; a
    /// name of no field is ignored and logged), or `PortfolioRows.open(...)`. A dict counts its row from the first one on;
    /// `(number, dict)` says its number. It is gone through on a thread of the run, a little ahead of what is sent: a cursor
    /// that belongs to one thread has to be made in the generator itself. The run goes on whether its results are taken or
    /// not; leave it by ``with``.
    ///
    /// Every step stands in `store` before it is taken. So a run may end at any moment, by an exception, a signal or a power
    /// cut; the next one with the same store, name and rows goes on, sends nothing for companies that have their outcome, and
    /// looks up what was in doubt. There is one borrower a company, however often that happens. Memory does not grow with the
    /// number of rows; where several processes share a PostgreSQL store, each remembers which of its companies wait.
    ///
    /// `name`: of the portfolio in the store, "portfolio" unless given. `max_in_flight`: the most companies that are enrolled at
    /// the same time: their calls are in flight, and no company takes a thread. From 1 to 10,000; a value outside is set to the
    /// nearest of these. 8 unless given: enough to keep an API busy that answers within seconds, few enough for any environment.
    /// It does not limit the rate: `calls_per_second` does. That is the most calls a second, over all companies in flight; no
    /// limit unless given, and what the API asks for (``Retry-After``) always holds. `direct_debit`: whether the borrowers repay
    /// by direct debit, which needs more data. `wait`: seconds to wait for credit lines after the last company was sent,
    /// 600 unless given; None does not wait. `settle_time`: seconds to look a company up after a call of unknown outcome,
    /// before it is sent again; 45 unless given, and a shorter time risks a second borrower. `poll_interval`: seconds of the
    /// first pause between two looks at those who wait. `give_up_after`: seconds that the API may be down, 300 unless given.
    /// `run`: one name for the parts of a run on several machines. `expect_repayment_method`: how the borrowers are expected
    /// to repay; a credit line that says otherwise has a warning among the problems of its result.
    ///
    /// Raises `StoreError` when the store cannot be used, or when somebody else works on the same portfolio, and
    /// `ConfigurationError` when an option does not fit, when the portfolio was begun with another environment, or when rows
    /// of a file were read or enrolled before: open it again.
    #[pyo3(name = "enroll_many", signature = (rows, store, *, name = "portfolio".to_owned(), max_in_flight = 8,
        calls_per_second = None, wait = Some(600.0), direct_debit = None, settle_time = 45.0, poll_interval = 2.0,
        give_up_after = 300.0, run = None, expect_repayment_method = None))]
    #[allow(clippy::too_many_arguments)]
    fn py_enroll_many(
        &self,
        py: Python<'_>,
        rows: &Bound<'_, PyAny>,
        store: &Bound<'_, PyStore>,
        name: String,
        max_in_flight: u32,
        calls_per_second: Option<f64>,
        wait: Option<f64>,
        direct_debit: Option<bool>,
        settle_time: f64,
        poll_interval: f64,
        give_up_after: f64,
        run: Option<String>,
        expect_repayment_method: Option<PaymentMethod>,
    ) -> PyResult<PyPortfolioRun> {
        let options = portfolio_options(
            name,
            max_in_flight,
            calls_per_second,
            wait,
            direct_debit,
            settle_time,
            poll_interval,
            give_up_after,
            run,
            expect_repayment_method,
        )?;
        let raised = Raised::default();
        let mut companies = Companies::of(rows, direct_debit, &raised)?;
        companies.iterate(py)?;
        let store = store.get().shared();
        let run = blocking(py, || self.enroll_many(companies.hand_over()?, store, &options))?;
        let run = Arc::new(Slot { monitor: run.monitor(), run: Mutex::new(Some(run)) });
        let open: Arc<dyn EndsWithInterpreter> = run.clone();
        open_runs::remember(py, &open)?;
        Ok(PyPortfolioRun { slot: run, raised })
    }
}

/// A portfolio that is being enrolled: gives the result of each row as it is known, in no fixed order.
///
/// An exception ends it; what was reached is in the store, and the next run goes on from there. Use it as ``with``, or
/// call `close`: then it sends nothing more.
#[pyclass(frozen, name = "PortfolioRun", module = "defacto_sdk")]
pub struct PyPortfolioRun {
    slot: Arc<Slot>,
    raised: Raised,
}

/// A run, until it is ended.
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

    /// How far it is, from any thread.
    fn progress(&self) -> PortfolioProgress {
        self.slot.monitor.progress()
    }

    /// Ends the run, from any thread: it sends nothing more, and what is under way is looked up by the next run. Whoever
    /// iterates gets `InterruptedError`. Nothing is lost.
    fn stop(&self) {
        self.slot.monitor.stop();
    }

    /// Ends the run and waits for its threads. Nothing is lost: the next run goes on.
    fn close(&self, py: Python<'_>) {
        self.slot.monitor.stop();
        let run = self.slot.run.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).take();
        // Its threads may need the GIL to end.
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
        // Its threads may need the GIL to end; without an interpreter they are left to themselves.
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
