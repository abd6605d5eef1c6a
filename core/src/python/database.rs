//! Databases by Python's own drivers: `sqlite3` of its standard library, and `psycopg` if it is installed.
//!
//! A driver runs statements. The statements and their meaning are in `store/sql.rs`, as for Rust.

use std::path::PathBuf;
use std::time::Duration;

use pyo3::exceptions::{PyBaseException, PyImportError, PyKeyboardInterrupt};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};

use super::aio::call::of_this_call;
use super::aio::ending::{Inside, inside};
use super::signals;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::store::{
    Database, FileFault, JobLock, LEASE, NO_LEASES, POSTGRES_NOW, SQLITE_ON_DISK, Source, SqlValue, announce,
    broken, is_at_work, lock_file, make_private, refused, retry_while_busy, unreachable,
};

/// A connection of a Python driver.
pub(super) struct Driver {
    connection: Py<PyAny>,
    file: Option<PathBuf>,
}

impl Driver {
    /// Connects by a class of `_stores.py`.
    fn connect(
        class: &str,
        argument: &(impl Clone + for<'py> IntoPyObject<'py>),
        file: Option<PathBuf>,
    ) -> Result<Self> {
        let _inside = entered()?;
        let connect = |py: Python<'_>| {
            let class = py.import("defacto_sdk._stores")?.getattr(class)?;
            Ok(class.call1((argument.clone(),))?.unbind())
        };
        // The outer error means that the interpreter is ending, so no retry follows.
        match retry_while_busy(is_busy, || attached(connect))? {
            Ok(connection) => Ok(Self { connection, file }),
            Err(error) => Err(explain(&error, file.as_ref())),
        }
    }

    fn call<T>(
        &self,
        method: &str,
        statement: &str,
        values: &[SqlValue],
        read: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<T>,
    ) -> Result<T> {
        let _inside = entered()?;
        let done = attached(|py| {
            let values = PyTuple::new(py, values.iter().map(Given))?;
            read(&self.connection.bind(py).call_method1(method, (statement, values))?)
        })?;
        done.map_err(|error| explain(&error, self.file.as_ref()))
    }
}

/// Returns the right to call Python, which the library's threads lose when the interpreter ends. Returns
/// `None` for other threads, for which the interpreter waits.
fn entered() -> Result<Option<Inside>> {
    if of_this_call().is_none() {
        return Ok(None);
    }
    inside().map(Some).ok_or_else(is_ending)
}

fn is_ending() -> DefactoError {
    let hint = "Nothing is lost: run it again.";
    DefactoError::of(ErrorKind::Interrupted, "the interpreter is ending", hint)
}

fn is_busy(connected: &Result<PyResult<Py<PyAny>>>) -> bool {
    let Ok(Err(error)) = connected else { return false };
    Python::try_attach(|py| fault_kind(error.value(py)) == "busy").unwrap_or(false)
}

fn fault_kind(error: &Bound<'_, PyBaseException>) -> String {
    error.getattr("kind").and_then(|kind| kind.extract()).unwrap_or_default()
}

/// Runs `work` with Python; returns an error if the interpreter is ending.
fn attached<T>(work: impl FnOnce(Python<'_>) -> PyResult<T>) -> Result<PyResult<T>> {
    Python::try_attach(work).ok_or_else(is_ending)
}

/// A value that is passed to Python.
struct Given<'a>(&'a SqlValue);

impl<'py> IntoPyObject<'py> for Given<'_> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(match self.0 {
            SqlValue::Null => py.None().into_bound(py),
            SqlValue::Integer(number) => number.into_pyobject(py)?.into_any(),
            SqlValue::Text(text) => text.into_pyobject(py)?.into_any(),
        })
    }
}

fn taken(value: &Bound<'_, PyAny>) -> PyResult<SqlValue> {
    if value.is_none() {
        return Ok(SqlValue::Null);
    }
    match value.extract::<i64>() {
        Ok(number) => Ok(SqlValue::Integer(number)),
        Err(_) => value.extract::<String>().map(SqlValue::Text),
    }
}

fn rows(found: &Bound<'_, PyAny>) -> PyResult<Vec<Vec<SqlValue>>> {
    let rows = found.cast::<PyList>()?.iter();
    rows.map(|row| row.cast::<PyTuple>()?.iter().map(|value| taken(&value)).collect()).collect()
}

/// Converts an exception by `_stores.FaultError`. Of any other exception only the class is kept, since its
/// text may repeat values.
fn explain(error: &PyErr, file: Option<&PathBuf>) -> DefactoError {
    let explained = Python::try_attach(|py| {
        if error.is_instance_of::<PyKeyboardInterrupt>(py) {
            signals::end_with(error.clone_ref(py));
            return DefactoError::of(ErrorKind::Interrupted, "the store was interrupted", "");
        }
        let value = error.value(py);
        let text = |name: &str| value.getattr(name).and_then(|it| it.extract::<String>()).unwrap_or_default();
        if error.is_instance_of::<PyImportError>(py) {
            let detail = format!("the Python module {} is missing, which the store needs", text("name"));
            return DefactoError::configuration(detail, "A frozen program must include it.");
        }
        let class = value.get_type().name().map_or_else(|_| String::new(), |name| name.to_string());
        let code = Some(text("code")).filter(|code| !code.is_empty()).unwrap_or(class);
        let fault = match fault_kind(value).as_str() {
            "disk_full" => FileFault::DiskFull,
            "no_store" => FileFault::NoStore,
            "cannot_open" => FileFault::CannotOpen,
            "read_only" => FileFault::ReadOnly,
            "busy" => FileFault::Busy,
            "no_driver" => {
                let detail = "PostgreSQL needs the driver psycopg, which is not installed";
                return DefactoError::configuration(detail, "pip install 'defacto-sdk[postgres]'");
            }
            "refused" => return refused(&code),
            "broken" => return broken(),
            "unreachable" => return unreachable(),
            _ => FileFault::Other,
        };
        fault.error(file.map_or_else(|| std::path::Path::new("of the database"), PathBuf::as_path), &code)
    });
    explained.unwrap_or_else(is_ending)
}

impl Database for Driver {
    fn query(&mut self, statement: &str, values: &[SqlValue]) -> Result<Vec<Vec<SqlValue>>> {
        self.call("query", statement, values, rows)
    }

    fn execute(&mut self, statement: &str, values: &[SqlValue]) -> Result<u64> {
        let changed: i64 = self.call("execute", statement, values, |changed| changed.extract())?;
        Ok(u64::try_from(changed).unwrap_or(0))
    }

    fn is_broken(&self) -> bool {
        let Ok(_inside) = entered() else { return true };
        let is_broken = |py: Python<'_>| self.connection.bind(py).getattr("is_broken")?.extract();
        Python::try_attach(is_broken).and_then(PyResult::ok).unwrap_or(true)
    }
}

/// An SQLite file.
pub(super) struct Sqlite(pub(super) PathBuf);

impl Source for Sqlite {
    type Connection = Driver;

    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const LOCK_ROWS: &'static str = "";
    const ON_DISK: Option<(&'static str, &'static str)> = SQLITE_ON_DISK;
    const NOW: &'static str = NO_LEASES;
    const LOCK_TABLES: &'static str = "";

    fn connect(&self) -> Result<Driver> {
        make_private(&self.0);
        Driver::connect("Sqlite", &self.0, Some(self.0.clone()))
    }

    fn place(&self) -> String {
        self.0.display().to_string()
    }

    fn lock(&self, job: &str) -> Result<JobLock> {
        lock_file(&self.0, job)
    }

    fn announce(&self, process: &str) -> Result<JobLock> {
        announce(&self.0, process)
    }

    fn is_at_work(&self, process: &str) -> bool {
        is_at_work(&self.0, process)
    }
}

/// A PostgreSQL database, by its URL.
pub(super) struct Postgres(pub(super) String);

impl Source for Postgres {
    type Connection = Driver;

    const BEGIN: &'static str = "BEGIN";
    const LOCK_ROWS: &'static str = " FOR UPDATE";
    const NOW: &'static str = POSTGRES_NOW;
    const LEASES: bool = true;
    const LOCK_TABLES: &'static str = "SELECT 1 FROM pg_advisory_xact_lock(5206770441)";

    fn connect(&self) -> Result<Driver> {
        Driver::connect("Postgres", &self.0, None)
    }

    fn place(&self) -> String {
        "in PostgreSQL".to_owned()
    }

    fn lease(&self) -> Option<Duration> {
        Some(LEASE)
    }
}
