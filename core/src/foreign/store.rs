//! Stores for Kotlin and Swift.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::fmt;
use std::sync::Arc;

use crate::error::Result;
use crate::model::Timestamp;
use crate::store::{MemoryStore, Store};

/// The data that a program keeps between two runs, so that a repetition after a crash continues.
///
/// It holds company numbers, tokens and outcomes: no key, no account, no personal data. Protect it all the
/// same. Safe to share between threads.
#[derive(uniffi::Object)]
pub struct NativeStore(pub(super) Arc<dyn Store>);

impl fmt::Debug for NativeStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

impl NativeStore {
    /// The store itself.
    pub(crate) fn shared(&self) -> Arc<dyn Store> {
        Arc::clone(&self.0)
    }
}

#[uniffi::export]
impl NativeStore {
    /// Creates a store in memory, which ends with the process: for tests.
    #[uniffi::constructor]
    pub fn in_memory() -> Self {
        Self(Arc::new(MemoryStore::new()))
    }

    /// Returns the names of all jobs: portfolios, and lists of pending enrolments. Blocks.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub fn jobs(&self) -> Result<Vec<String>> {
        self.0.jobs()
    }

    /// Removes a job with all of its entries. Blocks; safe to repeat.
    ///
    /// # Errors
    /// `Store` when the store cannot be written.
    pub fn forget_job(&self, name: &str) -> Result<()> {
        self.0.forget_job(name)
    }

    /// Removes the webhook events that were received before `before`. Blocks; safe to repeat.
    ///
    /// # Errors
    /// `Store` when the store cannot be written.
    pub fn forget_events(&self, before: Timestamp) -> Result<()> {
        self.0.forget_events(before)
    }
}

#[cfg(feature = "sqlite")]
#[uniffi::export]
impl NativeStore {
    /// Opens a store in one SQLite file, safe against crashes of the process and of the machine. Creates the
    /// file if it is missing. Blocks. Several processes may use it at the same time.
    ///
    /// # Errors
    /// `Store` when the file cannot be opened, is not a store, or was written by a newer version of the library.
    #[uniffi::constructor]
    pub fn sqlite(path: String) -> Result<Self> {
        Ok(Self(Arc::new(crate::store::SqliteStore::open(path)?)))
    }
}

#[cfg(feature = "postgres")]
#[uniffi::export]
impl NativeStore {
    /// Opens a store in a PostgreSQL database, for workers on several machines:
    /// `postgresql://user:password@host/database`. Creates its tables if they are missing. Blocks.
    ///
    /// # Errors
    /// `Store` when the database cannot be reached or used; `Configuration` when the URL cannot be read.
    #[uniffi::constructor]
    pub fn postgres(url: String) -> Result<Self> {
        Ok(Self(Arc::new(crate::store::PostgresStore::connect(&url)?)))
    }
}
