//! Reads the rows, and passes on those for which something must be sent.

use std::time::Instant;

use tokio::sync::mpsc::Sender;

use super::result::{PortfolioOutcome, PortfolioResult};
use super::row::{Label, Row, RowProblem};
use super::shared::{Kept, Results, Shared, taken_over};
use crate::api::borrowers::NewBorrower;
use crate::enrollment::ResumeToken;
use crate::error::Result;
use crate::identity::Company;
use crate::lock::Unpoisoned;
use crate::model::Uuid;
use crate::store::{Begun, Entry, EntryState, When, ask};
use crate::wire::read;
use crate::world;

/// The number of entries that are read at a time.
const PAGE: usize = 500;

/// A company to enrol, with the token of an earlier run.
pub(super) struct Task {
    pub(super) row: i64,
    /// Under what the company is kept.
    pub(super) company: String,
    /// Its number as results show it.
    pub(super) shown: String,
    pub(super) request: NewBorrower,
    pub(super) token: Option<String>,
    /// When the company was taken from the store.
    pub(super) begun: Instant,
    /// Warnings: it is sent in spite of them.
    pub(super) problems: Vec<RowProblem>,
    /// The name and the reference that its result repeats.
    pub(super) label: Label,
}

pub(super) fn read_all(
    shared: &Shared,
    rows: impl Iterator<Item = Result<Row>>,
    tasks: &Sender<Task>,
    results: &Results,
) {
    let drive = |row: Row| shared.transport.block_on(|_| task_of(shared, row, results));
    for row in rows {
        if shared.cancel.is_cancelled() {
            return;
        }
        let task = row.and_then(|row| {
            shared.tally.a_row_was_read();
            drive(row)
        });
        match task {
            Ok(None) => {}
            Ok(Some(task)) => {
                if tasks.blocking_send(task).is_err() {
                    return;
                }
            }
            Err(error) => {
                return shared.abort_now(error, results);
            }
        }
    }
    if let Err(error) = shared.transport.block_on(|_| forget_gone_rows(shared)) {
        shared.abort_now(error, results);
    }
}

/// The same on a task, for the simulated world, which has one thread.
#[cfg(feature = "simulation")]
pub(super) async fn read_all_on_a_task(
    shared: &Shared,
    rows: impl Iterator<Item = Result<Row>>,
    tasks: &Sender<Task>,
    results: &Results,
) {
    for row in rows {
        if shared.cancel.is_cancelled() {
            return;
        }
        let task = match row {
            Ok(row) => {
                shared.tally.a_row_was_read();
                task_of(shared, row, results).await
            }
            Err(error) => Err(error),
        };
        match task {
            Ok(None) => {}
            Ok(Some(task)) => {
                if tasks.send(task).await.is_err() {
                    return;
                }
            }
            Err(error) => return shared.abort(error, results).await,
        }
    }
    if let Err(error) = forget_gone_rows(shared).await {
        shared.abort(error, results).await;
    }
}

/// Forgets what an earlier run said of rows that this run has not read, if the rows are the whole portfolio:
/// of rows without a company of their own, and of companies for which nothing was created.
async fn forget_gone_rows(shared: &Shared) -> Result<()> {
    let Some(places) = &shared.places else { return Ok(()) };
    let read = std::mem::take(&mut *places.lock().unpoisoned());
    let (name, run) = (shared.name().to_owned(), shared.run.clone());
    ask(&shared.store, move |store| {
        let mut behind = None;
        loop {
            let page = store.entries(&name, behind.as_ref(), PAGE)?;
            let Some(last) = page.last() else { return Ok(()) };
            behind = Some(last.key());
            for entry in page {
                let row = entry.row.unwrap_or(0);
                let is_place = entry.company == place_of(row);
                let is_gone = if is_place { !read.contains(&row) } else { entry.run != run };
                if is_gone && (is_place || led_to_nothing(&entry)) {
                    store.remove(&name, &entry.company, When::Always)?;
                }
            }
        }
    })
    .await
}

/// Returns the task of a row; `None` if its outcome is known.
async fn task_of(shared: &Shared, row: Row, results: &Results) -> Result<Option<Task>> {
    let number = i64::try_from(row.number).unwrap_or(i64::MAX);
    let place = place_of(number);
    let invalid = row.is_invalid();
    let label = row.label(shared.options.reference.as_deref());
    let Row { request: Some(request), problems, .. } = row else {
        let result = PortfolioResult::new(number, None, PortfolioOutcome::Invalid).labelled(&label);
        let result = PortfolioResult { problems: row.problems, ..result };
        return shared.finish_row(&place, result, results).await.map(|()| None);
    };
    let request = request.normalized();
    let identity = Company::of_request(&request);
    let shown = identity.shown(&request.identifier);
    let number_as_given = request.identifier.clone();
    let company =
        ask(&shared.store, move |store| identity.kept_key(&number_as_given, |key| store.hide(key))).await?;
    let result = |outcome| PortfolioResult::new(number, Some(shown.clone()), outcome).labelled(&label);
    if invalid {
        let result = PortfolioResult { problems, ..result(PortfolioOutcome::Invalid) };
        return shared.finish_row(&place, result, results).await.map(|()| None);
    }
    let begun = world::now();
    let known = match shared.begin(&company, number).await? {
        Begun::Fresh => None,
        Begun::Known(entry) => Some(entry),
        Begun::Duplicate { row } => {
            let result = PortfolioResult { duplicate_of: row, ..result(PortfolioOutcome::Duplicate) };
            return shared.finish_row(&place, result, results).await.map(|()| None);
        }
        Begun::Busy => {
            shared.tell(taken_over(number, Some(shown)).labelled(&label), results).await;
            return Ok(None);
        }
    };
    // What an earlier run said of this row, when it could not be read.
    let name = shared.name().to_owned();
    ask(&shared.store, move |store| store.remove(&name, &place, When::Always)).await?;
    let Some(entry) = known else {
        return Ok(Some(Task { row: number, company, shown, request, token: None, begun, problems, label }));
    };
    if entry.state == EntryState::Waiting {
        relabel(shared, &entry, result(PortfolioOutcome::Pending)).await?;
        if shared.options.waits() {
            shared.awaits(&company, number);
        } else {
            let borrower_id = entry.token.as_deref().and_then(borrower_of);
            shared.tell(PortfolioResult { borrower_id, ..result(PortfolioOutcome::Pending) }, results).await;
        }
        return Ok(None);
    }
    if let Some(result) = settled(&entry, number) {
        let result = result.labelled(&label);
        shared.finish(&company, entry.token.as_deref(), result, results).await?;
        return Ok(None);
    }
    Ok(Some(Task { row: number, company, shown, request, token: entry.token, begun, problems, label }))
}

/// Writes the name and the reference of a pending company, if they differ from those of the earlier run.
async fn relabel(shared: &Shared, entry: &Entry, result: PortfolioResult) -> Result<()> {
    let known = entry.outcome.as_deref().and_then(|text| read::<PortfolioResult>(text.as_bytes()).ok());
    if known.as_ref().map(PortfolioResult::label).unwrap_or_default() == result.label() {
        return Ok(());
    }
    let borrower_id = entry.token.as_deref().and_then(borrower_of);
    let result = PortfolioResult { borrower_id, ..result };
    // If it is no longer pending, its outcome stays.
    shared.write(&entry.company, entry.token.as_deref(), &result, Kept::Waiting).await.map(drop)
}

/// Returns `true` if nothing was created for a company, and no call is in doubt.
fn led_to_nothing(entry: &Entry) -> bool {
    let text = entry.outcome.as_deref().filter(|_| entry.state == EntryState::Finished);
    let outcome = text.and_then(|text| read::<PortfolioResult>(text.as_bytes()).ok());
    entry.token.is_none()
        && outcome.is_some_and(|result| {
            matches!(
                result.outcome,
                PortfolioOutcome::Invalid | PortfolioOutcome::MissingData | PortfolioOutcome::Ambiguous
            )
        })
}

fn borrower_of(token: &str) -> Option<Uuid> {
    ResumeToken::parse(token).ok()?.borrower_id
}

/// The outcome of an earlier run, if it is one that stays, for a row of this one.
fn settled(entry: &Entry, row: i64) -> Option<PortfolioResult> {
    let text = entry.outcome.as_deref().filter(|_| entry.state == EntryState::Finished)?;
    let result: PortfolioResult = read(text.as_bytes()).ok()?;
    let stays = matches!(result.outcome, PortfolioOutcome::Ready | PortfolioOutcome::Declined);
    stays.then_some(PortfolioResult { row, known_before: true, ..result })
}

/// Under what a row is kept that has no company of its own.
fn place_of(row: i64) -> String {
    format!("#row {row}")
}
