//! Stores for Kotlin.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::fmt;
use std::sync::Arc;

use crate::error::Result;
use crate::model::Timestamp;
use crate::store::{MemoryStore, Store};

/// A store of any kind.
#[derive(uniffi::Object)]
pub struct NativeStore(pub(super) Arc<dyn Store>);

impl fmt::Debug for NativeStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Store")
    }
}

#[uniffi::export]
impl NativeStore {
    /// A store in memory.
    #[uniffi::constructor]
    pub fn in_memory() -> Self {
        Self(Arc::new(MemoryStore::new()))
    }

    /// The names of all jobs.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub fn jobs(&self) -> Result<Vec<String>> {
        self.0.jobs()
    }

    /// Forgets a job.
    ///
    /// # Errors
    /// `Store` when the store cannot be written.
    pub fn forget_job(&self, name: &str) -> Result<()> {
        self.0.forget_job(name)
    }

    /// Forgets events that were received before then.
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
    /// A store in one SQLite file, which is made if it is missing. Blocks.
    ///
    /// # Errors
    /// `Store` when the file cannot be opened, is no store, or was written by a newer version of the library.
    #[uniffi::constructor]
    pub fn sqlite(path: String) -> Result<Self> {
        Ok(Self(Arc::new(crate::store::SqliteStore::open(path)?)))
    }
}

#[cfg(feature = "postgres")]
#[uniffi::export]
impl NativeStore {
    /// A store in a `PostgreSQL` database. Blocks.
    ///
    /// # Errors
    /// `Store` when the database cannot be reached or used; `Configuration` when the URL cannot be read.
    #[uniffi::constructor]
    pub fn postgres(url: String) -> Result<Self> {
        Ok(Self(Arc::new(crate::store::PostgresStore::connect(&url)?)))
    }
}
