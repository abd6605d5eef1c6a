//! Stores: unfinished enrolments, intents and received events, kept between two runs.
//!
//! `MemoryStore` ends with the process, `SqliteStore` is one file, `PostgresStore` serves several machines.
//! All keep the same data, and no request: numbers of companies, ids, tokens, outcomes
//! (`docs/adr/0018-the-journal.md`).

mod database;
mod entry;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "python"))]
mod faults;
#[cfg(any(feature = "sqlite", feature = "python"))]
mod file_lock;
mod intent;
mod interface;
mod memory;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "python"))]
mod place;
#[cfg(feature = "postgres")]
mod postgres;
mod process;
mod same_api;
mod seen;
mod sql;
mod sql_intents;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(test)]
mod tests;

use std::sync::Arc;

// What a store in a database is made of; public for the stores of tests.
#[doc(hidden)]
pub use database::{Database, Source, SqlValue};
#[cfg(feature = "python")]
pub(crate) use database::{NO_LEASES, POSTGRES_NOW, SQLITE_ON_DISK};
pub use entry::{Begun, Claim, Entry, EntryState, JobLock, RowKey, When};
#[cfg(feature = "python")]
pub(crate) use faults::{FileFault, broken, refused, retry_while_busy, unreachable};
#[cfg(feature = "python")]
pub(crate) use file_lock::{announce, is_at_work, lock as lock_file};
pub use intent::{Claimed, IntentClaim, IntentNote, Intents};
#[cfg(feature = "python")]
pub(crate) use interface::LEASE;
pub use interface::Store;
pub use memory::MemoryStore;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "python"))]
pub use place::StoreAddress;
#[cfg(feature = "python")]
pub(crate) use place::{check as check_place, check_database, make_private};
#[cfg(feature = "postgres")]
pub use postgres::PostgresStore;
#[cfg(feature = "postgres")]
#[doc(hidden)]
pub use postgres::{PostgresDatabase, PostgresServer};
pub(crate) use same_api::check_api;
#[cfg(feature = "python")]
pub use seen::PyFreshness;
pub use seen::{EventKey, Freshness, MemorySeen, SeenEvents};
pub use sql::SqlStore;
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
#[cfg(feature = "sqlite")]
#[doc(hidden)]
pub use sqlite::{SqliteDatabase, SqliteFile};

use crate::world;

/// Calls a store off the runtime, since a store blocks.
pub(crate) async fn ask<T: Send + 'static>(
    store: &Arc<dyn Store>,
    question: impl FnOnce(&dyn Store) -> T + Send + 'static,
) -> T {
    let store = Arc::clone(store);
    world::run_blocking(move || question(&*store)).await
}
