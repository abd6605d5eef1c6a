//! Polls all pending enrolments of a portfolio together.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::result::{PortfolioOutcome, PortfolioResult};
use super::row::{Label, RowProblem};
use super::shared::{Kept, Results, Shared};
use crate::api::credit_lines::PaymentMethod;
use crate::enrollment::{ResumeToken, check_line};
use crate::error::Result;
use crate::pending::{Look, Resolution, ResolutionOutcome, Resolved};
use crate::store::{Entry, EntryState, RowKey, ask};
use crate::wait::{Deadline, Pause, Pauses, is_transient, pause};
use crate::wire::read;
use crate::world;

/// The longest pause between two polls, as a multiple of the first.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 12;
/// The number of polls after which the borrowers are read as well: a declined one never gets a line.
const THOROUGH_EVERY: u64 = 3;
const PAGE: usize = 100;

pub(super) async fn keep(shared: &Shared, results: &Results) {
    if let Err(error) = look_until_nobody_waits(shared, results).await {
        shared.abort(error, results).await;
    }
}

async fn look_until_nobody_waits(shared: &Shared, results: &Results) -> Result<()> {
    if !shared.options.waits() {
        return Ok(());
    }
    let wait = shared.options.wait.unwrap_or_default();
    let first = shared.options.poll_interval;
    let pauses = || Pauses::new(first, first.saturating_mul(LONGEST_PAUSE_IN_INTERVALS));
    let (mut between, mut looks, mut deadline) = (pauses(), 0_u64, None);
    loop {
        // Read before the poll, so that the last poll happens when all companies were sent.
        let all_sent = shared.sending.load(Ordering::Acquire) == 0;
        if shared.cancel.is_cancelled() {
            return Ok(());
        }
        if all_sent {
            deadline.get_or_insert_with(|| Deadline::after(Some(wait)));
        }
        looks += 1;
        let resolved = look(shared, looks.is_multiple_of(THOROUGH_EVERY), results).await?;
        let waiting = count(shared).await?;
        if all_sent && waiting == 0 {
            return tell_the_rest(shared, results).await;
        }
        if deadline.is_some_and(Deadline::has_passed) {
            return give_up(shared, results).await;
        }
        if resolved || !all_sent {
            between = pauses();
        }
        let length = between.next().unwrap_or(first).max(Duration::from_millis(1));
        let stop = crate::wait::Interrupt { driver: None, token: Some(shared.cancel.clone()) };
        let deadline = deadline.unwrap_or(Deadline::after(None));
        if pause(length, deadline, &stop).await == Pause::Interrupted {
            return Ok(());
        }
    }
}

async fn count(shared: &Shared) -> Result<u64> {
    let (name, run) = (shared.name().to_owned(), shared.run.clone());
    ask(&shared.store, move |store| store.count(&name, Some(&run), EntryState::Waiting)).await
}

/// Polls all pending enrolments once. Returns `true` if one of them has ended.
async fn look(shared: &Shared, thorough: bool, results: &Results) -> Result<bool> {
    let look = Look {
        transport: &shared.transport,
        store: &shared.store,
        job: shared.name(),
        run: Some(&shared.run),
        not_since: world::wall_clock(),
        thorough,
    };
    let mut any = false;
    loop {
        let batch = match look.next_batch().await {
            Ok(None) => return Ok(any),
            Ok(Some(batch)) => batch,
            Err(error) if is_transient(&error) => return Ok(any),
            // The run was stopped, which reports its own error.
            Err(_) if shared.cancel.is_cancelled() => return Ok(any),
            Err(error) => return Err(error),
        };
        for Resolved { entry, resolution, shown } in batch {
            any = true;
            let expected = shared.options.expect_repayment_method.as_ref();
            let result = result_of(entry.row.unwrap_or(0), shown, resolution, expected);
            let result = result.labelled(&label_of(&entry));
            // Else another process has found it, and this one reads it in the end.
            if shared.write(&entry.company, None, &result, Kept::Waiting).await? {
                for row in shared.awaits_no_longer(&entry) {
                    shared.tell(PortfolioResult { row, ..result.clone() }, results).await;
                }
            }
        }
    }
}

fn result_of(
    row: i64,
    shown: String,
    resolution: Resolution,
    expected: Option<&PaymentMethod>,
) -> PortfolioResult {
    let outcome = match resolution.outcome {
        ResolutionOutcome::Ready => PortfolioOutcome::Ready,
        ResolutionOutcome::Declined => PortfolioOutcome::Declined,
        _ => PortfolioOutcome::Failed,
    };
    let result = PortfolioResult::new(row, Some(shown), outcome);
    let result = PortfolioResult { borrower_id: resolution.borrower_id, reason: resolution.reason, ..result };
    match &resolution.credit_line {
        Some(line) => {
            let warnings = check_line(line, expected).into_iter();
            let problems = warnings.map(|problem| RowProblem::new(None, problem)).collect();
            PortfolioResult { problems, ..result.line(line) }
        }
        None => result,
    }
}

/// Reports the rows that are still pending at the deadline. The next run polls them again.
async fn give_up(shared: &Shared, results: &Results) -> Result<()> {
    if shared.awaited.is_some() {
        return tell_the_rest(shared, results).await;
    }
    let mut place: Option<RowKey> = None;
    loop {
        let (name, behind) = (shared.name().to_owned(), place.take());
        let entries = ask(&shared.store, move |store| store.entries(&name, behind.as_ref(), PAGE)).await?;
        let Some(last) = entries.last() else { return Ok(()) };
        place = Some(last.key());
        for entry in entries {
            if entry.state == EntryState::Waiting && entry.run == shared.run {
                let row = entry.row.unwrap_or(0);
                let result = PortfolioResult::new(row, Some(spelling(&entry)), PortfolioOutcome::Pending);
                let result = result.labelled(&label_of(&entry));
                shared.write(&entry.company, entry.token.as_deref(), &result, Kept::Waiting).await?;
                shared.tell(result, results).await;
            }
        }
    }
}

/// The name and the reference of a pending company, as its entry holds them.
fn label_of(entry: &Entry) -> Label {
    let known = entry.outcome.as_deref().and_then(|text| read::<PortfolioResult>(text.as_bytes()).ok());
    known.map(|known| known.label()).unwrap_or_default()
}

/// The company's number as the input spells it; the entry has it as it is compared.
fn spelling(entry: &Entry) -> String {
    let token = entry.token.as_deref().and_then(|token| ResumeToken::parse(token).ok());
    token.map_or_else(|| entry.company.clone(), |token| token.identifier)
}

/// Reports the rows that another process of the run has resolved, and those that are still pending.
async fn tell_the_rest(shared: &Shared, results: &Results) -> Result<()> {
    let Some(awaited) = &shared.awaited else { return Ok(()) };
    for (company, rows) in awaited.take_all() {
        let (name, of) = (shared.name().to_owned(), company.clone());
        let entry = ask(&shared.store, move |store| store.find(&name, &of)).await?;
        let identifier = entry.as_ref().map_or(company, spelling);
        let label = entry.as_ref().map(label_of).unwrap_or_default();
        let finished = entry.filter(|entry| entry.state == EntryState::Finished);
        let outcome = finished.and_then(|entry| read::<PortfolioResult>(entry.outcome?.as_bytes()).ok());
        let pending =
            || PortfolioResult::new(0, Some(identifier), PortfolioOutcome::Pending).labelled(&label);
        let result = outcome.unwrap_or_else(pending);
        for row in rows {
            shared.tell(PortfolioResult { row, ..result.clone() }, results).await;
        }
    }
    Ok(())
}
