//! The rows of a portfolio for Python.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::MutexExt;
use pyo3::types::{PyDict, PyIterator};

use super::blocking::blocking;
use super::json::record_to_json;
use crate::api::borrowers::NewBorrower;
use crate::error::{DefactoError, Result};
use crate::portfolio::intake::{self, DateOrder, Encoding, Format, IntakeOptions, Records, SharedRows};
use crate::portfolio::{PortfolioOptions, Row, RowProblem};

/// One row of a portfolio: a company to enrol, or the problems that keep it from being read.
#[pyclass(frozen, name = "PortfolioRow", module = "defacto_sdk", eq)]
#[derive(Clone, PartialEq)]
pub struct PyPortfolioRow(Row);

#[pymethods]
impl PyPortfolioRow {
    /// Creates a row with a request, which is validated when it is sent. `number` is its place in your input,
    /// from 1 on. `reference` is your own reference of the company, which results and reports repeat.
    #[new]
    #[pyo3(signature = (number, request, *, reference = None))]
    fn py_new(number: u64, request: &Bound<'_, NewBorrower>, reference: Option<String>) -> Self {
        Self(Row { reference, ..Row::new(number, request.get().clone()) })
    }

    /// The place in the input, from 1 on: a line of a text, the number of a row in other files.
    #[getter]
    fn number(&self) -> u64 {
        self.0.number
    }

    /// The request, or None if the row does not have the form of one.
    #[getter]
    fn request(&self) -> Option<NewBorrower> {
        self.0.request.clone()
    }

    /// All problems of the row, errors and warnings.
    #[getter]
    fn problems(&self) -> Vec<RowProblem> {
        self.0.problems.clone()
    }

    /// Your own reference of the company, or None.
    #[getter]
    fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// Whether nothing is sent for the row.
    #[getter]
    fn is_invalid(&self) -> bool {
        self.0.is_invalid()
    }

    fn __repr__(&self) -> String {
        format!("PortfolioRow(number={}, problems={:?})", self.0.number, self.0.problems)
    }
}

/// An iterator over the rows of a file.
#[pyclass(frozen, name = "PortfolioRows", module = "defacto_sdk")]
pub struct PyPortfolioRows(SharedRows);

#[pymethods]
impl PyPortfolioRows {
    /// Opens a file with companies: CSV, JSON Lines, a workbook (.xlsx, .ods). Iterate over it to check the
    /// file (nothing is sent), or open it anew and pass it to `enroll_many`. For Parquet and Arrow use
    /// `pyarrow`: pass the dicts of its batches to `enroll_many`.
    ///
    /// `format`: `"csv"`, `"jsonl"`, `"xlsx"` or `"ods"`, by the file's ending unless set. `separator` and
    /// `encoding` are detected unless set; encodings are `"utf-8"`, `"utf-16-le"`, `"utf-16-be"`, `"cp1252"`,
    /// `"cp1250"`, `"iso8859-15"`, `"mac-roman"` and `"cp850"`. `sheet` is the name of a workbook's sheet,
    /// the first one that is not hidden unless set. `dates`: `"day-first"` or `"month-first"`, for dates such
    /// as 03/09/1971, which are an error of their row unless set. `columns` maps names of columns to places
    /// in the request (`{"Bank": "/account_number"}`), `constants` places to values for all rows.
    /// `direct_debit`: whether the borrowers repay by direct debit, which needs more data. `reference` is the
    /// column with your own reference of each company, which results and reports repeat. Raises
    /// `ConfigurationError` or `ValidationError` when the file cannot be read as a portfolio.
    #[staticmethod]
    #[pyo3(signature = (path, *, format = None, separator = None, encoding = None, columns = None, constants = None,
        direct_debit = None, sheet = None, dates = None, reference = None))]
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
        sheet: Option<String>,
        dates: Option<&str>,
        reference: Option<String>,
    ) -> PyResult<Self> {
        let mut options = IntakeOptions::new();
        if let Some(format) = format {
            options = options.format(match format {
                "csv" => Format::Csv,
                "jsonl" => Format::JsonLines,
                "xlsx" => Format::Xlsx,
                "ods" => Format::Ods,
                _ => return Err(PyValueError::new_err("format is 'csv', 'jsonl', 'xlsx' or 'ods'")),
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
                "cp1250" => Encoding::Windows1250,
                "iso8859-15" => Encoding::Latin9,
                "mac-roman" => Encoding::MacRoman,
                "cp850" => Encoding::Cp850,
                _ => {
                    return Err(PyValueError::new_err(
                        "encoding is 'utf-8', 'utf-16-le', 'utf-16-be', 'cp1252', 'cp1250', 'iso8859-15', \
                         'mac-roman' or 'cp850'",
                    ));
                }
            });
        }
        if let Some(sheet) = sheet {
            options = options.sheet(sheet);
        }
        if let Some(dates) = dates {
            options = options.dates(match dates {
                "day-first" => DateOrder::DayFirst,
                "month-first" => DateOrder::MonthFirst,
                _ => return Err(PyValueError::new_err("dates is 'day-first' or 'month-first'")),
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
        if let Some(reference) = reference {
            options = options.reference(reference);
        }
        let rows = blocking(py, || intake::open(&path, &options))?;
        Ok(Self(SharedRows::new(rows)))
    }

    /// The use of each column: its name, and the place in the request that it fills, or None if it is
    /// ignored.
    #[getter]
    fn columns(&self, py: Python<'_>) -> Vec<(String, Option<String>)> {
        let columns = py.detach(|| self.0.columns());
        columns.into_iter().map(|column| (column.column, column.pointer)).collect()
    }

    /// The usual name of the encoding in which a text is read (`UTF-8`, `windows-1252`), or None for a
    /// workbook.
    #[getter]
    fn encoding(&self) -> Option<&'static str> {
        self.0.encoding().map(|used| used.encoding.name())
    }

    /// Whether the encoding was guessed from the letters. If so, check names with accents.
    #[getter]
    fn is_encoding_guessed(&self) -> bool {
        self.0.encoding().is_some_and(|used| used.is_guessed)
    }

    /// The name of the sheet that is read, or None if the file is no workbook.
    #[getter]
    fn sheet(&self) -> Option<&str> {
        self.0.sheet()
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<PyPortfolioRow>> {
        Ok(blocking(py, || self.0.next())?.map(PyPortfolioRow))
    }
}

/// The exception that the caller's own rows raised.
#[derive(Clone, Default)]
pub(super) struct Raised(Arc<Mutex<Option<PyErr>>>);

impl Raised {
    /// Returns the exception of the rows if there is one, otherwise `error`.
    pub(super) fn instead_of(&self, py: Python<'_>, error: PyErr) -> PyErr {
        let raised = self.0.lock_py_attached(py).unwrap_or_else(PoisonError::into_inner);
        raised.as_ref().map_or(error, |raised| raised.clone_ref(py))
    }

    fn set(&self, error: PyErr) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
    }
}

/// The companies that a Python program passes to be enrolled.
pub(super) enum Companies {
    /// The rows of a file.
    File(Py<PyPortfolioRows>),
    /// The caller's own rows.
    Given(Given),
}

impl Companies {
    /// Creates the companies from the caller's `rows`. Reads nothing yet.
    pub(super) fn of(rows: &Bound<'_, PyAny>, options: &PortfolioOptions, raised: &Raised) -> PyResult<Self> {
        if let Ok(file) = rows.cast::<PyPortfolioRows>() {
            return Ok(Self::File(file.clone().unbind()));
        }
        let mut intake = IntakeOptions::new();
        if let Some(direct_debit) = options.direct_debit {
            intake = intake.direct_debit(direct_debit);
        }
        if let Some(reference) = &options.reference {
            intake = intake.reference(reference);
        }
        let (rows, records) = (Source::Iterable(rows.clone().unbind()), Records::new(&intake)?);
        Ok(Self::Given(Given { rows, records, number: 0, raised: raised.clone() }))
    }

    /// Begins to iterate on this thread, so that an object without an iterator is refused at once.
    pub(super) fn iterate(&mut self, py: Python<'_>) -> PyResult<()> {
        match self {
            Self::File(_) => Ok(()),
            Self::Given(given) => given.iterator(py).map(drop),
        }
    }

    /// Returns the rows for a run. Blocks while another thread reads the file.
    pub(super) fn hand_over(self) -> Result<Box<dyn Iterator<Item = Result<Row>> + Send>> {
        Ok(match self {
            Self::File(file) => Box::new(file.get().0.hand_over()?),
            Self::Given(given) => Box::new(given),
        })
    }
}

enum Source {
    Iterable(Py<PyAny>),
    Iterator(Py<PyIterator>),
}

/// Rows that a Python program passes: requests, rows, or dicts with the names of columns.
pub(super) struct Given {
    rows: Source,
    records: Records,
    number: u64,
    raised: Raised,
}

impl Iterator for Given {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        // The caller's code is no longer run when the interpreter is ending.
        let row = Python::try_attach(|py| self.next_row(py)).unwrap_or(Ok(None));
        row.map_err(|error| {
            self.raised.set(error);
            DefactoError::configuration("the rows raised an exception", "It is raised again by the run.")
        })
        .transpose()
    }
}

impl Given {
    fn iterator<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        match &self.rows {
            Source::Iterator(iterator) => Ok(iterator.bind(py).clone()),
            Source::Iterable(rows) => {
                let iterator = rows.bind(py).try_iter()?;
                self.rows = Source::Iterator(iterator.clone().unbind());
                Ok(iterator)
            }
        }
    }

    fn next_row(&mut self, py: Python<'_>) -> PyResult<Option<Row>> {
        let Some(item) = self.iterator(py)?.next().transpose()? else { return Ok(None) };
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
