//! Sends one company after the other.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::sync::mpsc::Receiver;
use tokio::task::{JoinError, JoinSet};

use super::reader::Task;
use super::result::{PortfolioOutcome, PortfolioResult};
use super::row::RowProblem;
use super::shared::{Kept, OTHER_WORKER, Results, Shared, taken_over};
use crate::client::AsyncClient;
use crate::enrollment::{EnrollOptions, Enrollment, ResumeToken};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::store::{Entry, EntryState, When};
use crate::wait::Interrupt;
use crate::wire::to_json;
use crate::world;

/// The reason of a row that was read long before it could be sent.
pub(super) const TOO_LATE: &str = "it was not its turn for too long";

/// Enrols the companies that are read, as many at the same time as `max_in_flight` says, until all are done or the run ends.
pub(super) async fn work(shared: &Arc<Shared>, mut tasks: Receiver<Task>, results: &Results) {
    let places = Arc::new(Semaphore::new(shared.options.places()));
    let mut at_work = JoinSet::new();
    let stop = Interrupt { driver: None, token: Some(shared.cancel.clone()) };
    while let Some(Some(task)) = stop.unless_asked(pin!(tasks.recv())).await {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        if shared.cancel.is_cancelled() {
            break;
        }
        let (here, told) = (Arc::clone(shared), results.clone());
        let company: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(async move {
            let _place = place;
            if let Err(error) = enroll(&here, &task, &told).await {
                here.abort(error, &told).await;
            }
        });
        at_work.spawn(world::carried_along(company));
        while let Some(ended) = at_work.try_join_next() {
            see_how_it_ended(&ended, shared, results).await;
        }
    }
    while let Some(ended) = at_work.join_next().await {
        see_how_it_ended(&ended, shared, results).await;
    }
}

async fn see_how_it_ended(ended: &std::result::Result<(), JoinError>, shared: &Shared, results: &Results) {
    if ended.as_ref().is_err_and(JoinError::is_panic) {
        let hint = "Nothing is lost: run it again with the same store.";
        let detail = "a function that the portfolio calls has panicked";
        shared.abort(DefactoError::configuration(detail, hint), results).await;
    }
}

/// Enrols a company and writes its outcome. An error ends the run.
async fn enroll(shared: &Arc<Shared>, task: &Task, results: &Results) -> Result<()> {
    let (company, identifier) = (&task.company, &task.shown);
    let Some(deadline) = deadline(shared, task) else {
        let reason = Some(TOO_LATE.to_owned());
        let result = PortfolioResult::new(task.row, Some(identifier.clone()), PortfolioOutcome::Pending);
        shared.tell(PortfolioResult { reason, ..result.labelled(&task.label) }, results).await;
        return Ok(());
    };
    let client = AsyncClient { transport: shared.transport.clone() };
    let lost = Arc::new(AtomicBool::new(false));
    let outcome = client.enroll(&task.request, &options(shared, task, &lost).deadline(deadline)).await;
    let result = |outcome| PortfolioResult {
        problems: task.problems.clone(),
        ..PortfolioResult::new(task.row, Some(identifier.clone()), outcome).labelled(&task.label)
    };
    match outcome {
        Ok(Enrollment::Ready { borrower, credit_line, warnings }) => {
            let mut result = PortfolioResult { borrower_id: borrower.id, ..result(PortfolioOutcome::Ready) };
            result.problems.extend(warnings.into_iter().map(|problem| RowProblem::new(None, problem)));
            shared.finish(company, None, result.line(&credit_line), results).await
        }
        Ok(Enrollment::Pending { borrower, resume }) => {
            let borrower_id = borrower.and_then(|borrower| borrower.id);
            let result = PortfolioResult { borrower_id, ..result(PortfolioOutcome::Pending) };
            wait(shared, company, &resume, result, results).await
        }
        Ok(Enrollment::MissingData { fields, detail }) => {
            let result = PortfolioResult { fields, reason: detail, ..result(PortfolioOutcome::MissingData) };
            shared.finish(company, None, result, results).await
        }
        Ok(Enrollment::Declined { borrower, reason }) => {
            let borrower_id = borrower.and_then(|borrower| borrower.id);
            let result = PortfolioResult { borrower_id, reason, ..result(PortfolioOutcome::Declined) };
            shared.finish(company, None, result, results).await
        }
        Ok(Enrollment::Ambiguous { candidates }) => {
            let result = PortfolioResult { candidates, ..result(PortfolioOutcome::Ambiguous) };
            shared.finish(company, None, result, results).await
        }
        Err(_) if lost.load(Ordering::Relaxed) => {
            let result = taken_over(task.row, Some(identifier.clone())).labelled(&task.label);
            shared.tell(result, results).await;
            Ok(())
        }
        Err(error) if Shared::ends_the_run(&error) => Err(error),
        Err(error) => {
            let token = error.details().resume_token.clone();
            let outcome = outcome_of(&error);
            shared.finish(company, token.as_deref(), result(outcome).failed(&error), results).await
        }
    }
}

/// A request that the API refuses needs a correction; other errors may pass later. With a token, the API did
/// not refuse the request, but a check of its outcome.
fn outcome_of(error: &DefactoError) -> PortfolioOutcome {
    match error.kind() {
        ErrorKind::Validation if error.details().resume_token.is_none() => PortfolioOutcome::Invalid,
        _ => PortfolioOutcome::Failed,
    }
}

/// Records that the borrower exists, or may exist. The poll of the pending enrolments reports its outcome.
async fn wait(
    shared: &Shared,
    company: &str,
    token: &str,
    result: PortfolioResult,
    results: &Results,
) -> Result<()> {
    let confirmed = ResumeToken::parse(token).is_ok_and(|token| token.confirmed);
    if !shared.options.waits() || !confirmed {
        return shared.finish(company, Some(token), result, results).await;
    }
    shared.awaits(company, result.row);
    let token = ResumeToken::text_to_keep(token);
    // The outcome holds the name and the reference for the poll, which does not know the row.
    let entry = Entry::new(company, Some(result.row), EntryState::Waiting).token(Some(token));
    let entry = entry.outcome(Some(to_json(&result)));
    if !shared.save(entry.clone(), Kept::ByThis).await? {
        let label = result.label();
        for row in shared.awaits_no_longer(&entry) {
            shared.tell(taken_over(row, result.identifier.clone()).labelled(&label), results).await;
        }
    }
    Ok(())
}

/// Returns the longest time for a row. The lease of a company begins when the row is read; after it, another
/// process may send at the same time. Returns `None` if hardly any of the lease is left.
fn deadline(shared: &Shared, task: &Task) -> Option<Duration> {
    let most = shared.options.row_deadline;
    let Some(lease) = shared.store.lease() else { return Some(most) };
    let left = lease.saturating_sub(world::elapsed(task.begun));
    (left > lease / 10).then(|| most.min(left))
}

fn options(shared: &Arc<Shared>, task: &Task, lost: &Arc<AtomicBool>) -> EnrollOptions {
    let given = &shared.options;
    let mut options = EnrollOptions::asynchronous()
        .store(Arc::clone(&shared.store))
        .settle_time(given.settle_time)
        .poll_interval(given.poll_interval.min(Duration::from_secs(1)));
    #[cfg(feature = "simulation")]
    if world::simulated::is_without(world::simulated::Protection::PortfolioClaim) {
        options = options.store(Arc::new(crate::store::MemoryStore::new()));
    }
    if let Some(method) = &given.expect_repayment_method {
        options = options.expect_repayment_method(method.clone());
    }
    if let Some(direct_debit) = given.direct_debit {
        options = options.direct_debit(direct_debit);
    }
    if let Some(token) = &task.token {
        options = options.resume(token.clone());
    }
    let (shared, company, row, lost) = (Arc::clone(shared), task.company.clone(), task.row, Arc::clone(lost));
    options.before_sending(move |token| {
        let entry =
            Entry::new(company.clone(), Some(row), EntryState::Begun).token(Some(token.to_keep().text()));
        if shared.store.save(shared.name(), &entry, When::ClaimedBy(&shared.owner))? {
            return Ok(());
        }
        // This process was suspended for so long that another one has continued with the company.
        lost.store(true, Ordering::Relaxed);
        Err(DefactoError::store(OTHER_WORKER, "Nothing was sent for it here."))
    })
}
