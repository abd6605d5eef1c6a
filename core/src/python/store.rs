//! Stores, as Python sees them.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;

use super::blocking;
use super::database::{Postgres, Sqlite};
use crate::model::Timestamp;
use crate::store::{MemoryStore, SqlStore, Store, check_database, check_place};
use crate::webhook::SeenEvents;

/// What is remembered between two runs of a program: companies and loans that are being sent, enrolments that are not
/// finished, and events that were received.
///
/// It holds company numbers, tokens and outcomes: no key, no account, no person. Safe to share between threads, and after
/// a fork.
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
    /// A store that forgets with the process, for tests.
    #[staticmethod]
    fn in_memory() -> Self {
        Self { store: Arc::new(MemoryStore::new()), name: "in_memory" }
    }

    /// A store in one SQLite file, safe against crashes of the process and of the machine. Makes the file if it is missing,
    /// for its owner alone (mode 0600); one that exists keeps its mode. Raises `StoreError` when it cannot be opened, is
    /// no store, or was written by a newer version, and `ConfigurationError` if no file is named, or the address of a
    /// database.
    #[staticmethod]
    fn sqlite(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let store = blocking(py, || {
            check_place(&path)?;
            SqlStore::new(Sqlite(path))
        })?;
        Ok(Self { store: Arc::new(store), name: "sqlite" })
    }

    /// A store in a PostgreSQL database, for workers on several machines: `postgresql://user:password@host/database`.
    /// Makes its tables if they are missing. It needs psycopg: ``pip install 'defacto-sdk[postgres]'``. Raises
    /// `ConfigurationError` without it or if `url` is no address of a PostgreSQL database, and `StoreError` when the
    /// database cannot be reached or used, or was written by a newer version.
    #[staticmethod]
    fn postgres(py: Python<'_>, url: String) -> PyResult<Self> {
        let store = blocking(py, || {
            check_database(&url)?;
            SqlStore::new(Postgres(url))
        })?;
        Ok(Self { store: Arc::new(store), name: "postgres" })
    }

    /// The names of all jobs: portfolios, and lists of those who wait.
    fn jobs(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        blocking(py, || self.store.jobs())
    }

    /// Forgets a job: all of its entries.
    fn forget_job(&self, py: Python<'_>, name: &str) -> PyResult<()> {
        blocking(py, || self.store.forget_job(name))
    }

    /// Forgets events that were received before then.
    fn forget_events(&self, py: Python<'_>, before: Timestamp) -> PyResult<()> {
        blocking(py, || self.store.forget_events(before))
    }

    fn __repr__(&self) -> String {
        format!("Store.{}(...)", self.name)
    }
}
