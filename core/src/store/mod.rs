//! What is remembered between two runs of a program: enrolments that are not finished, and events that were received.
//!
//! `MemoryStore` forgets with the process, `SqliteStore` is one file, `PostgresStore` serves several machines. All of them
//! keep the same, and no request: company numbers, ids, tokens, outcomes. `docs/adr/0018-the-journal.md` has the reasons.

mod database;
mod entry;
#[cfg(any(feature = "sqlite", feature = "python"))]
mod file_lock;
mod intent;
mod memory;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "python"))]
mod place;
#[cfg(feature = "postgres")]
mod postgres;
mod process;
mod same_api;
mod sql;
mod sql_intents;
#[cfg(feature = "sqlite")]
mod sqlite;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "python"))]
mod trouble;

use std::sync::Arc;
use std::time::Duration;

pub use database::{Database, Source, SqlValue};
#[cfg(feature = "python")]
pub(crate) use database::{NO_LEASES, POSTGRES_NOW};
pub use entry::{Begun, Claim, Entry, EntryState, JobLock, RowKey, When};
#[cfg(feature = "python")]
pub(crate) use file_lock::{announce, is_at_work, lock as lock_file};
pub use intent::{Claimed, IntentClaim, IntentNote, Intents};
pub use memory::MemoryStore;
#[cfg(any(feature = "sqlite", feature = "postgres", feature = "python"))]
pub use place::StoreAddress;
#[cfg(feature = "python")]
pub(crate) use place::{check as check_place, check_database, make_private};
#[cfg(feature = "postgres")]
pub use postgres::{PostgresDatabase, PostgresServer, PostgresStore};
pub(crate) use same_api::check_api;
pub use sql::SqlStore;
#[cfg(feature = "sqlite")]
pub use sqlite::{SqliteDatabase, SqliteFile, SqliteStore};
#[cfg(feature = "python")]
pub(crate) use trouble::{FileTrouble, broken, patiently, refused, unreachable};

use crate::error::Result;
use crate::model::Timestamp;
use crate::webhook::SeenEvents;
use crate::world;

/// For how long a company stays with the worker that began it. An enrolment ends before.
#[cfg(any(feature = "postgres", feature = "python"))]
pub(crate) const LEASE: Duration = Duration::from_secs(180);

/// Keeps enrolments and events. Every function is one step: it has happened whole, or not at all, when it returns, also
/// after a crash. Safe to use by many threads at once; blocks on the disk or the network.
///
/// # Errors
/// `Store`, of every function, when the store cannot be read or written: what was kept stays.
#[allow(clippy::missing_errors_doc)] // They are the same for all, and stand above.
pub trait Store: SeenEvents + Intents {
    /// Takes a company for a run, unless somebody else has it.
    fn begin(&self, claim: &Claim<'_>) -> Result<Begun>;

    /// Writes where a company stands, and lets go of it unless it is still `Begun`. Leaves its run as it is. Says whether
    /// it was written: not when the condition no longer holds.
    fn save(&self, job: &str, entry: &Entry, when: When<'_>) -> Result<bool>;

    /// Where a company stands.
    fn find(&self, job: &str, company: &str) -> Result<Option<Entry>>;

    /// Takes a company out of a job, if the condition holds.
    fn remove(&self, job: &str, company: &str, when: When<'_>) -> Result<()>;

    /// Companies that wait for their line and were not looked at since then, of one run or of all, at most so many, the
    /// longest unlooked first; they count as looked at from now on. Two callers never get the same one.
    fn take_waiting(
        &self,
        job: &str,
        run: Option<&str>,
        not_since: Timestamp,
        most: usize,
    ) -> Result<Vec<Entry>>;

    /// All entries of a job in the order of their rows, at most so many, behind a place.
    fn entries(&self, job: &str, behind: Option<&RowKey>, most: usize) -> Result<Vec<Entry>>;

    /// How many entries of a job, of one run or of all, stand there.
    fn count(&self, job: &str, run: Option<&str>, state: EntryState) -> Result<u64>;

    /// The names of all jobs.
    fn jobs(&self) -> Result<Vec<String>>;

    /// Notes which API a job is about, by its base URL, unless that is noted already; gives what is noted.
    fn api_of(&self, job: &str, api: &str) -> Result<String>;

    /// Forgets a job: all of its entries, and which API it was about.
    fn forget_job(&self, job: &str) -> Result<()>;

    /// Forgets events that were received before then.
    fn forget_events(&self, before: Timestamp) -> Result<()>;

    /// Holds a job for this process alone, where the store is not made for several; until the lock is dropped or the
    /// process ends, however it ends.
    fn lock(&self, job: &str) -> Result<JobLock>;

    /// For how long a company that was begun stays with who began it, if several processes may work on one job.
    fn lease(&self) -> Option<Duration>;
}

/// Asks a store on behalf of a future: off the runtime, since a store blocks.
pub(crate) async fn ask<T: Send + 'static>(
    store: &Arc<dyn Store>,
    question: impl FnOnce(&dyn Store) -> T + Send + 'static,
) -> T {
    let store = Arc::clone(store);
    world::errand(move || question(&*store)).await
}
