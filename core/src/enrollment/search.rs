//! Looks a company up after the answer to its call was lost.

use super::ending::interrupted;
use super::journey::{Journey, ROUNDS_WITHOUT_DEADLINE};
use super::look_up::{Known, find_line, is_active};
use super::progress::EnrollmentStage;
use super::token::ResumeToken;
use crate::api::borrowers::{AsyncBorrowers, Borrower};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::identity::{Company, CompanyMatch};
use crate::model::Uuid;
use crate::transport::Transport;
use crate::wait::{Polls, is_transient};
use crate::world;
#[cfg(feature = "simulation")]
use crate::world::simulated::Protection;

/// The result of the search after an unknown outcome.
#[expect(clippy::large_enum_variant, reason = "it lives for one return")]
pub(super) enum Search {
    Found(Option<Borrower>),
    Ambiguous(Vec<Borrower>),
    Absent,
    DeadlinePassed,
}

impl Journey<'_> {
    /// Looks the company up after a call of unknown outcome, until it is found or the API must have finished.
    pub(super) async fn search(&self, token: &ResumeToken) -> Result<Search> {
        let mut polls = self.polls();
        loop {
            // Checked before the poll, so that the last poll comes after the API must have finished.
            let settled = self.settles.is_none_or(|at| at <= world::now());
            #[cfg(feature = "simulation")]
            let settled = settled || world::simulated::is_without(Protection::SettleWait);
            let transport = self.transport.until(self.deadline);
            // Without a deadline, polls that fail end when the call has settled.
            let proof = match self.proof(&transport, token).await {
                Err(error) if settled && self.options.limit().is_none() => return Err(error),
                proof => polls.take(proof)?,
            };
            match proof {
                Some(Search::Found(borrower)) => {
                    self.tell(EnrollmentStage::Recovered, borrower.as_ref()).await;
                    return Ok(Search::Found(borrower));
                }
                Some(Search::Ambiguous(borrowers)) => return Ok(Search::Ambiguous(borrowers)),
                Some(_) if settled => return Ok(Search::Absent),
                Some(_) | None => {}
            }
            if !polls.again(&self.transport.interrupt(), || interrupted(token)).await? {
                return Ok(Search::DeadlinePassed);
            }
        }
    }

    /// Looks for proof that the call took effect: the borrower, or at least the credit line of the company. A
    /// line is no proof if it may belong to a deactivated borrower.
    async fn proof(&self, transport: &Transport, token: &ResumeToken) -> Result<Search> {
        let known = self.known(transport).await?;
        if let Some(borrower) = known.active {
            return Ok(Search::Found(Some(borrower)));
        }
        // A borrower that was not listed before the call counts as created by it.
        let is_new = |borrower: &Borrower| borrower.id.is_none_or(|id| !token.others.contains(&id));
        let new: Vec<Borrower> = known.unclear.into_iter().filter(is_new).collect();
        match new.as_slice() {
            [] => {}
            [one] if self.others_are_known && self.attempts > 0 => {
                return Ok(Search::Found(Some(one.clone())));
            }
            _ => return Ok(Search::Ambiguous(new)),
        }
        if known.deactivated || !known.others.is_empty() {
            return Ok(Search::Absent);
        }
        let line = find_line(transport, &token.identifier, &self.company, None).await?;
        Ok(if line.is_some() { Search::Found(None) } else { Search::Absent })
    }

    /// Lists the company's borrowers, again after a passing failure. Nothing was sent yet, so the last error
    /// is the outcome.
    pub(super) async fn known_now(&self) -> Result<Known> {
        let mut asking = Asking::new(self);
        loop {
            match self.known(&self.transport.until(self.deadline)).await {
                Ok(known) => return Ok(known),
                Err(error) => asking.again(self, error).await?,
            }
        }
    }

    /// Returns the borrower that an earlier enrolment created, if no list shows it yet.
    pub(super) async fn created_before(&self) -> Result<Option<Borrower>> {
        for id in &self.created {
            let borrower = match self.borrower_now(*id).await {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                found => found?,
            };
            if is_active(&borrower)
                && self.company.compare(&Company::of_borrower(&borrower)) == CompanyMatch::Same
            {
                return Ok(Some(borrower));
            }
        }
        Ok(None)
    }

    /// Reads the borrower with this id, again after a passing failure.
    pub(super) async fn borrower_now(&self, id: Uuid) -> Result<Borrower> {
        let mut asking = Asking::new(self);
        loop {
            let area = AsyncBorrowers { transport: self.transport.until(self.deadline) };
            match area.get(id).await {
                Ok(borrower) => return Ok(borrower),
                Err(error) => asking.again(self, error).await?,
            }
        }
    }
}

/// The repetitions of a read that fails.
struct Asking {
    polls: Polls,
    rounds: i64,
}

impl Asking {
    fn new(journey: &Journey<'_>) -> Self {
        Self { polls: journey.polls(), rounds: 0 }
    }

    /// Waits until the read may be repeated. Returns `error` if it may not be.
    async fn again(&mut self, journey: &Journey<'_>, error: DefactoError) -> Result<()> {
        self.rounds += 1;
        let enough = journey.options.limit().is_none() && self.rounds >= ROUNDS_WITHOUT_DEADLINE;
        if !is_transient(&error) || enough {
            return Err(error);
        }
        self.polls.fail(error.clone());
        let interrupted = || DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", "");
        let is_time = self.polls.again(&journey.transport.interrupt(), interrupted).await?;
        if is_time { Ok(()) } else { Err(error) }
    }
}
