//! Stores for Python.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;

use super::argument::Argument;
use super::blocking::blocking;
use super::database::{Postgres, Sqlite};
use crate::model::Timestamp;
use crate::store::{MemoryStore, SqlStore, Store, check_database, check_place};
use crate::webhook::SeenEvents;

/// The data that a program keeps between two runs: companies and loans that are being sent, unfinished
/// enrolments, and received events.
///
/// It holds company numbers, tokens and outcomes: no key, no account, no personal data. Safe to share between
/// threads, and after a fork.
#[pyclass(frozen, name = "Store", module = "defacto_sdk")]
pub struct PyStore {
    store: Arc<dyn Store>,
    name: &'static str,
}

impl PyStore {
    pub(super) fn shared(&self) -> Arc<dyn Store> {
        Arc::clone(&self.store)
    }

    pub(super) fn seen(&self) -> Arc<dyn SeenEvents> {
        self.shared()
    }
}

#[pymethods]
impl PyStore {
    /// Creates a store in memory, which ends with the process: for tests.
    #[staticmethod]
    fn in_memory() -> Self {
        Self { store: Arc::new(MemoryStore::new()), name: "in_memory" }
    }

    /// Opens a store in one SQLite file, safe against crashes of the process and of the machine. Creates the
    /// file if it is missing, for its owner alone (mode 0600); a file that exists keeps its mode. Raises
    /// `StoreError` when the file cannot be opened, is not a store, or was written by a newer version. Raises
    /// `ConfigurationError` when no file is named, or when `path` is the address of a database.
    #[staticmethod]
    fn sqlite(py: Python<'_>, path: Argument<PathBuf>) -> PyResult<Self> {
        let path = path.named(py, "path")?;
        let store = blocking(py, || {
            check_place(&path)?;
            SqlStore::new(Sqlite(path))
        })?;
        Ok(Self { store: Arc::new(store), name: "sqlite" })
    }

    /// Opens a store in a PostgreSQL database, for workers on several machines:
    /// `postgresql://user:password@host/database`. Creates its tables if they are missing. Needs psycopg:
    /// ``pip install 'defacto-sdk[postgres]'``. Raises `ConfigurationError` when psycopg is missing, or when
    /// `url` is not the address of a PostgreSQL database. Raises `StoreError` when the database cannot be
    /// reached or used, or was written by a newer version.
    #[staticmethod]
    fn postgres(py: Python<'_>, url: Argument<String>) -> PyResult<Self> {
        let url = url.named(py, "url")?;
        let store = blocking(py, || {
            check_database(&url)?;
            SqlStore::new(Postgres(url))
        })?;
        Ok(Self { store: Arc::new(store), name: "postgres" })
    }

    /// Returns the names of all jobs: portfolios, and lists of pending enrolments.
    fn jobs(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        blocking(py, || self.store.jobs())
    }

    /// Forgets a job: all of its entries.
    fn forget_job(&self, py: Python<'_>, name: &str) -> PyResult<()> {
        blocking(py, || self.store.forget_job(name))
    }

    /// Forgets the events that were received before `before`.
    fn forget_events(&self, py: Python<'_>, before: Timestamp) -> PyResult<()> {
        blocking(py, || self.store.forget_events(before))
    }

    fn __repr__(&self) -> String {
        format!("Store.{}(...)", self.name)
    }
}
