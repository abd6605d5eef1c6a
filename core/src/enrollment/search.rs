//! Finding out what became of a call whose answer was lost.

use super::EnrollmentStage;
use super::ending::interrupted;
use super::journey::{Journey, ROUNDS_WITHOUT_DEADLINE};
use super::look_up::{Known, find_line, is_active};
use super::token::ResumeToken;
use crate::api::AsyncBorrowers;
use crate::api::borrowers::Borrower;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::identity::{Company, CompanyMatch};
use crate::model::Uuid;
use crate::transport::Transport;
use crate::wait::{Pause, Pauses, is_passing};
use crate::world;
#[cfg(feature = "simulation")]
use crate::world::simulated::Protection;

/// How the search after an unknown outcome ended.
#[expect(clippy::large_enum_variant, reason = "it lives for one return")]
pub(super) enum Search {
    Found(Option<Borrower>),
    Unclear(Vec<Borrower>),
    Absent,
    DeadlinePassed,
}

impl Journey<'_> {
    /// After a call of unknown outcome: looks the company up until it is found or the API must have finished.
    pub(super) async fn search(&self, token: &ResumeToken) -> Result<Search> {
        let mut pauses = self.pauses();
        loop {
            // Asked before the look, so that the last look is taken when the API must have finished.
            let settled = self.settles.is_none_or(|at| at <= world::now());
            #[cfg(feature = "simulation")]
            let settled = settled || world::simulated::is_without(Protection::SettleWait);
            let transport = self.transport.until(self.deadline);
            let failed = match self.proof(&transport, token).await {
                Ok(Search::Found(borrower)) => {
                    self.tell(EnrollmentStage::Recovered, borrower.as_ref()).await;
                    return Ok(Search::Found(borrower));
                }
                Ok(Search::Unclear(borrowers)) => return Ok(Search::Unclear(borrowers)),
                Ok(_) if settled => return Ok(Search::Absent),
                Ok(_) => None,
                Err(error) => Some(self.passing(error, settled)?),
            };
            match pauses.wait(failed.as_ref(), self.deadline, &self.transport.interrupt()).await {
                Pause::Over => {}
                Pause::DeadlinePassed => return Ok(Search::DeadlinePassed),
                Pause::Interrupted => return Err(interrupted(token)),
            }
        }
    }

    /// What proves that the call took effect: the borrower, or at least the credit line of the company. A line proves
    /// nothing where it may be left over from a borrower that was deactivated.
    async fn proof(&self, transport: &Transport, token: &ResumeToken) -> Result<Search> {
        let known = self.known(transport).await?;
        if let Some(borrower) = known.active {
            return Ok(Search::Found(Some(borrower)));
        }
        // One that was not there before the call is what the call created, or as good as that.
        let is_new = |borrower: &Borrower| borrower.id.is_none_or(|id| !token.others.contains(&id));
        let new: Vec<Borrower> = known.unclear.into_iter().filter(is_new).collect();
        match new.as_slice() {
            [] => {}
            [one] if self.others_are_known && self.attempts > 0 => {
                return Ok(Search::Found(Some(one.clone())));
            }
            _ => return Ok(Search::Unclear(new)),
        }
        if known.deactivated || !known.others.is_empty() {
            return Ok(Search::Absent);
        }
        let line = find_line(transport, &token.identifier, &self.company, None).await?;
        Ok(if line.is_some() { Search::Found(None) } else { Search::Absent })
    }

    /// A look that failed for a passing reason is taken again; without a deadline only while the outcome may change.
    fn passing(&self, error: DefactoError, settled: bool) -> Result<DefactoError> {
        let endless = self.options.limit().is_none() && settled;
        if is_passing(&error) && !endless { Ok(error) } else { Err(error) }
    }

    /// The borrowers that the API has, asked for again while it fails for passing reasons. Nothing was sent yet, so the
    /// error that remains is the outcome.
    pub(super) async fn known_now(&self) -> Result<Known> {
        let mut asking = Asking::new(self);
        loop {
            match self.known(&self.transport.until(self.deadline)).await {
                Ok(known) => return Ok(known),
                Err(error) => asking.again(self, error).await?,
            }
        }
    }

    /// The borrower of the company that an enrolment before this one created, where no list has it yet.
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

    /// The borrower with this id, asked for in the same way.
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

/// The repetitions of a read.
struct Asking {
    pauses: Pauses,
    rounds: i64,
}

impl Asking {
    fn new(journey: &Journey<'_>) -> Self {
        Self { pauses: journey.pauses(), rounds: 0 }
    }

    /// Waits until the read may be repeated; the error if it may not be.
    async fn again(&mut self, journey: &Journey<'_>, error: DefactoError) -> Result<()> {
        self.rounds += 1;
        let enough = journey.options.limit().is_none() && self.rounds >= ROUNDS_WITHOUT_DEADLINE;
        if !is_passing(&error) || enough {
            return Err(error);
        }
        match self.pauses.wait(Some(&error), journey.deadline, &journey.transport.interrupt()).await {
            Pause::Over => Ok(()),
            Pause::DeadlinePassed => Err(error),
            Pause::Interrupted => {
                Err(DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", ""))
            }
        }
    }
}
