//! Reads the rows, and gives the workers those that something has to be sent for.

use std::sync::mpsc::SyncSender;
use std::time::Instant;

use super::shared::{Results, Shared, taken_over};
use super::{PortfolioOutcome, PortfolioResult, Row, RowProblem};
use crate::api::borrowers::NewBorrower;
use crate::enrollment::ResumeToken;
use crate::error::Result;
use crate::identity::Company;
use crate::model::Uuid;
use crate::store::{Begun, Claim, Entry, EntryState, When};
use crate::wire::read;
use crate::world;

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
}

pub(super) fn read_all(
    shared: &Shared,
    rows: impl Iterator<Item = Result<Row>>,
    tasks: &SyncSender<Task>,
    results: &Results,
) {
    for row in rows {
        if shared.cancel.is_cancelled() {
            return;
        }
        let task = row.and_then(|row| {
            shared.tally.a_row_was_read();
            task_of(shared, row, results)
        });
        match task {
            Ok(None) => {}
            Ok(Some(task)) => {
                if tasks.send(task).is_err() {
                    return;
                }
            }
            Err(error) => return shared.abort(error, results),
        }
    }
}

/// What there is to do for a row; nothing if its outcome is known.
fn task_of(shared: &Shared, row: Row, results: &Results) -> Result<Option<Task>> {
    let number = i64::try_from(row.number).unwrap_or(i64::MAX);
    let place = place_of(number);
    let invalid = row.is_invalid();
    let Row { request: Some(request), problems, .. } = row else {
        let result = PortfolioResult::new(number, None, PortfolioOutcome::Invalid);
        return shared
            .finish_row(&place, PortfolioResult { problems: row.problems, ..result }, results)
            .map(|()| None);
    };
    let request = request.normalized();
    let identity = Company::of_request(&request);
    let company = identity.kept_key(&request.identifier, |key| shared.store.hide(key))?;
    let shown = identity.shown(&request.identifier);
    let result = |outcome| PortfolioResult::new(number, Some(shown.clone()), outcome);
    if invalid {
        let result = PortfolioResult { problems, ..result(PortfolioOutcome::Invalid) };
        return shared.finish_row(&place, result, results).map(|()| None);
    }
    let begun = world::now();
    let claim = Claim::new(shared.name(), &company, Some(number), &shared.run).by(&shared.owner);
    let known = match shared.store.begin(&claim)? {
        Begun::Fresh => None,
        Begun::Known(entry) => Some(entry),
        Begun::Duplicate { row } => {
            let result = PortfolioResult { duplicate_of: row, ..result(PortfolioOutcome::Duplicate) };
            return shared.finish_row(&place, result, results).map(|()| None);
        }
        Begun::Busy => {
            shared.tell(taken_over(number, Some(shown)), results);
            return Ok(None);
        }
    };
    // What an earlier run said of this row, when it could not be read.
    shared.store.remove(shared.name(), &place, When::Always)?;
    let Some(entry) = known else {
        return Ok(Some(Task { row: number, company, shown, request, token: None, begun, problems }));
    };
    if entry.state == EntryState::Waiting {
        if shared.options.wait.is_none() {
            // Nobody looks after those who wait.
            let borrower_id = entry.token.as_deref().and_then(borrower_of);
            shared.tell(PortfolioResult { borrower_id, ..result(PortfolioOutcome::Pending) }, results);
        } else {
            shared.awaits(&company, number);
        }
        return Ok(None);
    }
    if let Some(result) = settled(&entry, number) {
        shared.finish(&company, entry.token.as_deref(), result, results)?;
        return Ok(None);
    }
    Ok(Some(Task { row: number, company, shown, request, token: entry.token, begun, problems }))
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
