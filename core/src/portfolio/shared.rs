//! The state that the threads of a run share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc::Sender;

use super::options::PortfolioOptions;
use super::progress::PortfolioProgress;
use super::result::{PortfolioOutcome, PortfolioResult};
use crate::enrollment::ResumeToken;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::lock::Unpoisoned;
use crate::rate_limiter::RateLimiter;
use crate::store::{Begun, Claim, Entry, EntryState, Store, When, ask};
use crate::transport::Transport;
use crate::wait::CancelToken;
use crate::wire::to_json;

/// The reason of a row whose company another process works on.
pub(super) const OTHER_WORKER: &str = "another worker has the company";

pub(super) struct Shared {
    pub(super) store: Arc<dyn Store>,
    pub(super) options: PortfolioOptions,
    pub(super) run: String,
    /// This process among those that share the run.
    pub(super) owner: String,
    pub(super) transport: Transport,
    pub(super) rate_limiter: Arc<RateLimiter>,
    pub(super) cancel: CancelToken,
    pub(super) tally: Tally,
    /// Whether an error was given to the caller.
    pub(super) failed: AtomicBool,
    /// The pending companies of this process, if the run has others: of other processes, or of earlier ones.
    pub(super) awaited: Option<Awaited>,
    /// The rows of this run without a company of their own, if the rows are the whole portfolio.
    pub(super) places: Option<Mutex<BTreeSet<i64>>>,
    /// The number of reading and sending threads that still work.
    pub(super) sending: AtomicUsize,
}

/// The channel of the results. It is closed if the caller takes no more.
pub(super) type Results = Sender<Result<PortfolioResult>>;

#[derive(Debug, Default)]
pub(super) struct Tally {
    read: AtomicU64,
    outcomes: [AtomicU64; OUTCOMES.len()],
}

const OUTCOMES: [PortfolioOutcome; 8] = [
    PortfolioOutcome::Ready,
    PortfolioOutcome::Declined,
    PortfolioOutcome::MissingData,
    PortfolioOutcome::Invalid,
    PortfolioOutcome::Duplicate,
    PortfolioOutcome::Pending,
    PortfolioOutcome::Failed,
    PortfolioOutcome::Ambiguous,
];

impl Tally {
    pub(super) fn a_row_was_read(&self) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }

    fn count(&self, outcome: &PortfolioOutcome) {
        if let Some(at) = OUTCOMES.iter().position(|known| known == outcome) {
            self.outcomes[at].fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(super) fn progress(&self) -> PortfolioProgress {
        let count = |at: usize| i64::try_from(self.outcomes[at].load(Ordering::Relaxed)).unwrap_or(i64::MAX);
        PortfolioProgress {
            read: i64::try_from(self.read.load(Ordering::Relaxed)).unwrap_or(i64::MAX),
            ready: count(0),
            declined: count(1),
            missing_data: count(2),
            invalid: count(3),
            duplicate: count(4),
            pending: count(5),
            failed: count(6),
            ambiguous: count(7),
            extra: crate::model::JsonObject::default(),
        }
    }
}

/// The pending companies of this process, with their rows.
///
/// Each process of a run polls all pending companies of the run, so another process may find the line of a
/// company. It has no row for the company, and may end before it reports the line. So each row is reported
/// where it was read. A company has several rows here if another run took it over between two of them.
#[derive(Debug, Default)]
pub(super) struct Awaited(Mutex<BTreeMap<String, Vec<i64>>>);

impl Awaited {
    fn with<T>(&self, change: impl FnOnce(&mut BTreeMap<String, Vec<i64>>) -> T) -> T {
        change(&mut self.0.lock().unpoisoned())
    }

    fn add(&self, company: &str, row: i64) {
        self.with(|companies| companies.entry(company.to_owned()).or_default().push(row));
    }

    fn remove(&self, company: &str) -> Vec<i64> {
        self.with(|companies| companies.remove(company)).unwrap_or_default()
    }

    pub(super) fn take_all(&self) -> BTreeMap<String, Vec<i64>> {
        self.with(std::mem::take)
    }
}

impl Shared {
    /// Adds a pending company of this process.
    pub(super) fn awaits(&self, company: &str, row: i64) {
        if let Some(awaited) = &self.awaited {
            awaited.add(company, row);
        }
    }

    /// Removes a company that is no longer pending. Returns its rows that are reported here.
    pub(super) fn awaits_no_longer(&self, entry: &Entry) -> Vec<i64> {
        match &self.awaited {
            Some(awaited) => awaited.remove(&entry.company),
            None => vec![entry.row.unwrap_or(0)],
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.options.name
    }

    /// Writes the state of a company of this process, then reports it to the caller.
    pub(super) async fn finish(
        &self,
        company: &str,
        token: Option<&str>,
        result: PortfolioResult,
        results: &Results,
    ) -> Result<()> {
        let written = self.write(company, token, &result, Kept::ByThis).await?;
        let result = if written {
            result
        } else {
            let label = result.label();
            taken_over(result.row, result.identifier).labelled(&label)
        };
        self.tell(result, results).await;
        Ok(())
    }

    /// Writes the outcome of a row without its own company, then reports it to the caller.
    pub(super) async fn finish_row(
        &self,
        place: &str,
        result: PortfolioResult,
        results: &Results,
    ) -> Result<()> {
        self.write(place, None, &result, Kept::Always).await?;
        if let Some(places) = &self.places {
            places.lock().unpoisoned().insert(result.row);
        }
        self.tell(result, results).await;
        Ok(())
    }

    /// Writes the state of a company, unless another process has continued with it. Returns `true` if it was
    /// written.
    pub(super) async fn write(
        &self,
        company: &str,
        token: Option<&str>,
        result: &PortfolioResult,
        kept: Kept,
    ) -> Result<bool> {
        let doubtful = token.is_some_and(is_doubtful);
        let state = match result.outcome {
            // A call may have been carried out: that is never forgotten, whatever was said of the row afterwards.
            _ if doubtful => EntryState::Begun,
            PortfolioOutcome::Pending => EntryState::Waiting,
            _ => EntryState::Finished,
        };
        let token = token.map(ResumeToken::text_to_keep);
        let entry = Entry::new(company, Some(result.row), state).token(token).outcome(Some(to_json(result)));
        self.save(entry, kept).await
    }

    /// Takes a company for this process, as the row with this number.
    pub(super) async fn begin(&self, company: &str, row: i64) -> Result<Begun> {
        let (name, run, owner) = (self.name().to_owned(), self.run.clone(), self.owner.clone());
        let company = company.to_owned();
        ask(&self.store, move |store| store.begin(&Claim::new(&name, &company, Some(row), &run).by(&owner)))
            .await
    }

    /// Saves an entry, unless another process has continued with it. Returns `true` if it was written.
    pub(super) async fn save(&self, entry: Entry, kept: Kept) -> Result<bool> {
        let (name, owner) = (self.name().to_owned(), self.owner.clone());
        ask(&self.store, move |store| {
            let when = match kept {
                Kept::ByThis => When::ClaimedBy(&owner),
                Kept::Waiting => When::In(EntryState::Waiting),
                Kept::Always => When::Always,
            };
            store.save(&name, &entry, when)
        })
        .await
    }

    pub(super) async fn tell(&self, result: PortfolioResult, results: &Results) {
        self.tally.count(&result.outcome);
        // A caller that takes no more results wants nothing more to be sent.
        if results.send(Ok(result)).await.is_err() {
            self.cancel.cancel();
        }
    }

    /// Ends the run. What is under way is written down already.
    pub(super) async fn abort(&self, error: DefactoError, results: &Results) {
        if self.is_first_to_abort() {
            let _ = results.send(Err(error)).await;
        }
    }

    /// The same on a thread of its own.
    pub(super) fn abort_now(&self, error: DefactoError, results: &Results) {
        if self.is_first_to_abort() {
            let _ = results.blocking_send(Err(error));
        }
    }

    /// Stops everything. The other threads end with `Interrupted`, which is not reported.
    fn is_first_to_abort(&self) -> bool {
        let first = !self.cancel.is_cancelled() && !self.failed.swap(true, Ordering::AcqRel);
        self.cancel.cancel();
        first
    }

    /// Whether an error concerns every row, not only this one.
    pub(super) fn ends_the_run(error: &DefactoError) -> bool {
        matches!(
            error.kind(),
            ErrorKind::Authentication | ErrorKind::Configuration | ErrorKind::Store | ErrorKind::Interrupted
        )
    }
}

/// Whose an entry still has to be when it is saved.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    /// This process has it.
    ByThis,
    /// It waits for its line.
    Waiting,
    /// Whichever process holds the claim.
    Always,
}

/// What is said of a company that another process works on.
pub(super) fn taken_over(row: i64, identifier: Option<String>) -> PortfolioResult {
    let result = PortfolioResult::new(row, identifier, PortfolioOutcome::Pending);
    PortfolioResult { reason: Some(OTHER_WORKER.to_owned()), ..result }
}

/// Whether a token is about a call that may have been carried out, or not.
fn is_doubtful(token: &str) -> bool {
    ResumeToken::parse(token).is_ok_and(|token| !token.confirmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_that_another_run_took_over_keeps_each_of_its_rows() {
        let awaited = Awaited::default();
        for (company, row) in [("one", 1), ("other", 2), ("one", 3)] {
            awaited.add(company, row);
        }
        assert_eq!(awaited.remove("one"), [1, 3]);
        assert!(awaited.remove("one").is_empty());
        assert_eq!(awaited.take_all().into_iter().collect::<Vec<_>>(), [("other".to_owned(), vec![2])]);
    }
}
