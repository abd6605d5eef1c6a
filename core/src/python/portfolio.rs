//! Portfolios, as Python sees them.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyDict, PyIterator};

use super::blocking;
use super::client::seconds;
use super::json::record_to_json;
use super::open_runs;
use super::store::PyStore;
use crate::Client;
use crate::api::borrowers::NewBorrower;
use crate::api::credit_lines::PaymentMethod;
use crate::error::{DefactoError, Result};
use crate::portfolio::intake::{self, Encoding, Format, IntakeOptions, Records, SharedRows};
use crate::portfolio::{
    PortfolioMonitor, PortfolioOptions, PortfolioProgress, PortfolioResult, PortfolioRun, Row, RowProblem,
};

/// One row of a portfolio: a company to enrol, or what keeps it from being read.
#[pyclass(frozen, name = "PortfolioRow", module = "defacto_sdk", eq)]
#[derive(Clone, PartialEq)]
pub struct PyPortfolioRow(Row);

#[pymethods]
impl PyPortfolioRow {
    /// A row with a request that is validated when it is sent. `number` is where it stands in your input, from 1 on.
    #[new]
    fn py_new(number: u64, request: &Bound<'_, NewBorrower>) -> Self {
        Self(Row::new(number, request.get().clone()))
    }

    /// Where it stands in the input: a line of a text, the number of a row in other files. From 1 on.
    #[getter]
    fn number(&self) -> u64 {
        self.0.number
    }

    /// The request, or None when the row does not have the form of one.
    #[getter]
    fn request(&self) -> Option<NewBorrower> {
        self.0.request.clone()
    }

    /// Everything that was found, errors and warnings.
    #[getter]
    fn problems(&self) -> Vec<RowProblem> {
        self.0.problems.clone()
    }

    /// Whether nothing is sent for it.
    #[getter]
    fn is_invalid(&self) -> bool {
        self.0.is_invalid()
    }

    fn __repr__(&self) -> String {
        format!("PortfolioRow(number={}, problems={:?})", self.0.number, self.0.problems)
    }
}

/// The rows of a file, read one after the other.
#[pyclass(frozen, name = "PortfolioRows", module = "defacto_sdk")]
pub struct PyPortfolioRows(SharedRows);

#[pymethods]
impl PyPortfolioRows {
    /// Opens a CSV or JSON Lines file with companies. Iterate over it to check it (nothing is sent), or open it anew and give
    /// it to `enroll_many`. Parquet and Arrow are read by `pyarrow`: give `enroll_many` the dicts of its batches.
    ///
    /// The format is `"csv"` or `"jsonl"`, by the file's ending unless given; separator and encoding are found out.
    /// `columns` maps names of columns to places in the request (`{"Bank": "/account_number"}`), `constants` places to
    /// values for all rows. `direct_debit`: whether the borrowers repay by direct debit, which needs more data. Raises
    /// `ConfigurationError` or `ValidationError` when the file cannot be read as a portfolio.
    #[staticmethod]
    #[pyo3(signature = (path, *, format = None, separator = None, encoding = None, columns = None, constants = None,
        direct_debit = None))]
    #[allow(clippy::too_many_arguments, clippy::needless_pass_by_value)] // As Python passes them.
    fn open(
        py: Python<'_>,
        path: PathBuf,
        format: Option<&str>,
        separator: Option<char>,
        encoding: Option<&str>,
        columns: Option<HashMap<String, String>>,
        constants: Option<HashMap<String, String>>,
        direct_debit: Option<bool>,
    ) -> PyResult<Self> {
        let mut options = IntakeOptions::new();
        if let Some(format) = format {
            options = options.format(match format {
                "csv" => Format::Csv,
                "jsonl" => Format::JsonLines,
                _ => return Err(PyValueError::new_err("format is 'csv' or 'jsonl'")),
            });
        }
        if let Some(separator) = separator {
            options = options.separator(separator);
        }
        if let Some(encoding) = encoding {
            options = options.encoding(match encoding {
                "utf-8" => Encoding::Utf8,
                "utf-16-le" => Encoding::Utf16Le,
                "utf-16-be" => Encoding::Utf16Be,
                "cp1252" => Encoding::Windows1252,
                _ => {
                    return Err(PyValueError::new_err(
                        "encoding is 'utf-8', 'utf-16-le', 'utf-16-be' or 'cp1252'",
                    ));
                }
            });
        }
        for (name, pointer) in columns.unwrap_or_default() {
            options = options.column(name, pointer);
        }
        for (pointer, value) in constants.unwrap_or_default() {
            options = options.constant(pointer, value);
        }
        if let Some(direct_debit) = direct_debit {
            options = options.direct_debit(direct_debit);
        }
        let rows = blocking(py, || intake::open(&path, &options))?;
        Ok(Self(SharedRows::new(rows)))
    }

    /// What became of each column: its name, and the place that it fills or None when it is ignored.
    #[getter]
    fn columns(&self, py: Python<'_>) -> Vec<(String, Option<String>)> {
        let columns = py.detach(|| self.0.columns());
        columns.into_iter().map(|column| (column.column, column.pointer)).collect()
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<PyPortfolioRow>> {
        Ok(blocking(py, || self.0.next())?.map(PyPortfolioRow))
    }
}

/// The exception that the caller's own rows raised.
type Raised = Arc<Mutex<Option<PyErr>>>;

/// Rows that a Python program gives: requests, rows, or dicts with the names of columns.
struct Given {
    rows: Py<PyIterator>,
    records: Records,
    number: u64,
    raised: Raised,
}

impl Iterator for Given {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        // Nobody runs the caller's code any more when the interpreter is ending.
        let row = Python::try_attach(|py| self.next_row(py)).unwrap_or(Ok(None));
        row.map_err(|error| {
            *self.raised.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
            DefactoError::configuration("the rows raised an exception", "It is raised again by the run.")
        })
        .transpose()
    }
}

impl Given {
    fn next_row(&mut self, py: Python<'_>) -> PyResult<Option<Row>> {
        let Some(item) = self.rows.bind(py).clone().next().transpose()? else { return Ok(None) };
        self.number += 1;
        if let Ok(request) = item.cast::<NewBorrower>() {
            return Ok(Some(Row::new(self.number, request.get().clone())));
        }
        if let Ok(row) = item.cast::<PyPortfolioRow>() {
            return Ok(Some(row.get().0.clone()));
        }
        let (number, record) = match item.extract::<(u64, Bound<'_, PyDict>)>() {
            Ok(numbered) => numbered,
            Err(_) => (self.number, dict(&item)?),
        };
        Ok(Some(match record_to_json(&record) {
            Ok(object) => self.records.row(number, &object),
            Err(column) => Row::of_no_value(number, column),
        }))
    }
}

fn dict<'py>(item: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
    item.cast::<PyDict>().cloned().map_err(|_| {
        let given =
            item.get_type().name().map_or_else(|_| "something else".to_owned(), |name| name.to_string());
        let text = format!("rows are NewBorrower, PortfolioRow, dict or (number, dict), not {given}");
        PyTypeError::new_err(text)
    })
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
        max_in_flight: usize,
        calls_per_second: Option<f64>,
        wait: Option<f64>,
        direct_debit: Option<bool>,
        settle_time: f64,
        poll_interval: f64,
        give_up_after: f64,
        run: Option<String>,
        expect_repayment_method: Option<PaymentMethod>,
    ) -> PyResult<PyPortfolioRun> {
        let mut options = PortfolioOptions::new()
            .name(name)
            .max_in_flight(max_in_flight)
            .wait(wait.map(|wait| seconds("wait", wait)).transpose()?)
            .direct_debit(direct_debit)
            .settle_time(seconds("settle_time", settle_time)?)
            .poll_interval(seconds("poll_interval", poll_interval)?.max(Duration::from_millis(1)))
            .give_up_after(seconds("give_up_after", give_up_after)?);
        if let Some(rate) = calls_per_second {
            options = options.calls_per_second(rate);
        }
        if let Some(run) = run {
            options = options.run(run);
        }
        if let Some(method) = expect_repayment_method {
            options = options.expect_repayment_method(method);
        }
        let raised = Raised::default();
        let rows: Box<dyn Iterator<Item = Result<Row>> + Send> =
            if let Ok(file) = rows.cast::<PyPortfolioRows>() {
                let rows = file.get();
                Box::new(py.detach(|| rows.0.hand_over())?)
            } else {
                let intake =
                    direct_debit.map_or_else(IntakeOptions::new, |it| IntakeOptions::new().direct_debit(it));
                let (rows, records) = (rows.try_iter()?.unbind(), Records::new(&intake)?);
                Box::new(Given { rows, records, number: 0, raised: Arc::clone(&raised) })
            };
        let store = store.get().shared();
        let run = blocking(py, || self.enroll_many(rows, store, &options))?;
        let monitor = run.monitor();
        let run = Arc::new(Mutex::new(Some(run)));
        open_runs::remember(py, &run, &monitor)?;
        Ok(PyPortfolioRun { run, monitor, raised })
    }
}

/// A portfolio that is being enrolled: gives the result of each row as it is known, in no fixed order.
///
/// An exception ends it; what was reached is in the store, and the next run goes on from there. Use it as ``with``, or
/// call `close`: then it sends nothing more.
#[pyclass(frozen, name = "PortfolioRun", module = "defacto_sdk")]
pub struct PyPortfolioRun {
    run: Arc<Mutex<Option<PortfolioRun>>>,
    monitor: PortfolioMonitor,
    raised: Raised,
}

#[pymethods]
impl PyPortfolioRun {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<PortfolioResult>> {
        let mut locked = self.run.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        let Some(run) = &mut *locked else { return Ok(None) };
        let result = blocking(py, || run.next().transpose());
        match self.raised.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).take() {
            Some(raised) if result.is_err() => Err(raised),
            _ => result,
        }
    }

    /// How far it is, from any thread.
    fn progress(&self) -> PortfolioProgress {
        self.monitor.progress()
    }

    /// Ends the run, from any thread: it sends nothing more, and what is under way is looked up by the next run. Whoever
    /// iterates gets `InterruptedError`. Nothing is lost.
    fn stop(&self) {
        self.monitor.stop();
    }

    /// Ends the run and waits for its threads. Nothing is lost: the next run goes on.
    fn close(&self, py: Python<'_>) {
        self.monitor.stop();
        let run = self.run.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner).take();
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
        self.monitor.stop();
        let run = self.run.lock().unwrap_or_else(PoisonError::into_inner).take();
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
