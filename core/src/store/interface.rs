//! What a store does.

use std::time::Duration;

use super::entry::{Begun, Claim, Entry, EntryState, JobLock, RowKey, When};
use super::intent::Intents;
use super::seen::SeenEvents;
use crate::error::Result;
use crate::model::Timestamp;

/// The lease of a company: how long it belongs to the worker that began it. An enrolment ends before.
#[cfg(any(feature = "postgres", feature = "python"))]
pub(crate) const LEASE: Duration = Duration::from_secs(180);

/// Keeps enrolments, intents and events. Every function is atomic, and committed when it returns: the end of
/// the process does not undo it. A power cut may undo the last writes that nothing was sent after, in their
/// order; never a note, the token of a company that is begun, or what is saved without a condition.
/// Safe for many threads at once; blocks on the disk or the network.
///
/// # Errors
/// Every function fails with `Store` when the store cannot be read or written: what was kept stays.
#[allow(clippy::missing_errors_doc)] // They are the same for all, and stand above.
pub trait Store: SeenEvents + Intents {
    /// Claims a company for a run, unless another worker holds it.
    fn begin(&self, claim: &Claim<'_>) -> Result<Begun>;

    /// Writes the entry of a company, but not its run, and releases the claim on it unless the state is
    /// `Begun`. Returns `true` if the entry was written; `false` if the condition `when` does not hold.
    fn save(&self, job: &str, entry: &Entry, when: When<'_>) -> Result<bool>;

    /// Returns the entry of a company, if there is one.
    fn find(&self, job: &str, company: &str) -> Result<Option<Entry>>;

    /// Removes a company from a job, if the condition `when` holds.
    fn remove(&self, job: &str, company: &str, when: When<'_>) -> Result<()>;

    /// Returns up to `most` waiting entries of one run or of all that were last polled before `not_since`,
    /// longest ago first. Marks them as polled now, so no two callers get the same entry.
    fn take_waiting(
        &self,
        job: &str,
        run: Option<&str>,
        not_since: Timestamp,
        most: usize,
    ) -> Result<Vec<Entry>>;

    /// Returns up to `most` entries of a job in the order of their rows, after the place `behind`.
    fn entries(&self, job: &str, behind: Option<&RowKey>, most: usize) -> Result<Vec<Entry>>;

    /// Returns how many entries of a job, of one run or of all, are in `state`.
    fn count(&self, job: &str, run: Option<&str>, state: EntryState) -> Result<u64>;

    /// Returns the names of all jobs.
    fn jobs(&self) -> Result<Vec<String>>;

    /// Records the base URL of a job's API, unless one is recorded. Returns the recorded one.
    fn api_of(&self, job: &str, api: &str) -> Result<String>;

    /// Forgets a job: all of its entries and its API.
    fn forget_job(&self, job: &str) -> Result<()>;

    /// Forgets the events that were received before `before`.
    fn forget_events(&self, before: Timestamp) -> Result<()>;

    /// Locks a job for this process alone, if the store is not made for several, until the lock is dropped or
    /// the process ends in any way.
    fn lock(&self, job: &str) -> Result<JobLock>;

    /// Returns the lease of a company, if several processes may work on one job; nothing otherwise.
    fn lease(&self) -> Option<Duration>;
}
