//! Waits for the credit line of an existing borrower.

use super::ending::{declined, interrupted, pending, with_token};
use super::journey::Journey;
use super::look_up::{find_line, read_borrower};
use super::options::check_line;
use super::outcome::Enrollment;
use super::progress::EnrollmentStage;
use super::token::ResumeToken;
use crate::api::borrowers::{Borrower, BorrowerStatus};
use crate::error::Result;
use crate::transport::Transport;

impl Journey<'_> {
    /// Continues with an existing borrower: finds out whether it is declined and whether its line exists.
    pub(super) async fn line_of(
        &mut self,
        borrower: Option<Borrower>,
        token: &mut ResumeToken,
    ) -> Result<Box<Enrollment>> {
        token.confirmed = true;
        self.settle(token);
        if let Some(borrower) = &borrower {
            token.record(borrower);
        }
        let fresh = self.attempts > 0;
        let result = if fresh && !self.options.waits_for_line() {
            Ok(Box::new(borrower.as_ref().and_then(declined).unwrap_or_else(|| pending(borrower, token))))
        } else {
            self.wait_for_line(borrower, token).await
        };
        result.map_err(|error| with_token(error, token))
    }

    async fn wait_for_line(
        &mut self,
        mut borrower: Option<Borrower>,
        token: &mut ResumeToken,
    ) -> Result<Box<Enrollment>> {
        let mut polls = self.polls();
        loop {
            let outcome = match self.look(&mut borrower, token).await {
                Err(error) if !self.options.waits_for_line() && borrower.is_none() => return Err(error),
                // The borrower exists, so the next poll reads what could not be read now.
                outcome => polls.take(outcome)?,
            };
            if let Some(outcome) = outcome.flatten() {
                return Ok(outcome);
            }
            if !self.options.waits_for_line() {
                return Ok(Box::new(pending(borrower, token)));
            }
            self.tell(EnrollmentStage::WaitingForLine, borrower.as_ref()).await;
            if !polls.again(&self.transport.interrupt(), || interrupted(token)).await? {
                return Ok(Box::new(pending(borrower, token)));
            }
        }
    }

    /// Polls the line once and, if that does not tell enough, the borrower.
    async fn look(
        &self,
        borrower: &mut Option<Borrower>,
        token: &mut ResumeToken,
    ) -> Result<Option<Box<Enrollment>>> {
        let transport = self.transport.until(self.deadline);
        let number = if borrower.is_some() { &token.identifier } else { token.listed_number() };
        let mut line = find_line(&transport, number, &self.company, borrower.as_ref()).await?;
        let is_ready = |known: &Borrower| known.status == Some(BorrowerStatus::Ready);
        let enough = line.is_some() && borrower.as_ref().is_some_and(is_ready);
        if !enough && let Some(current) = self.current_borrower(&transport, token).await? {
            let is_asked = [number, &token.identifier].contains(&current.identifier.as_str());
            if line.is_none() && borrower.is_none() && !is_asked {
                line = find_line(&transport, &current.identifier, &self.company, Some(&current)).await?;
            }
            token.record(&current);
            *borrower = Some(current);
        }
        if let Some(outcome) = borrower.as_ref().and_then(declined) {
            return Ok(Some(Box::new(outcome)));
        }
        let (Some(credit_line), Some(known)) = (line, borrower.as_ref()) else { return Ok(None) };
        if credit_line.pool_amount == Some(0) {
            let reason =
                known.status_reason.clone().or_else(|| Some("the credit line has an amount of 0".to_owned()));
            let borrower = Some(known.clone());
            return Ok(Some(Box::new(Enrollment::Declined { borrower, reason })));
        }
        self.tell(EnrollmentStage::Ready, Some(known)).await;
        let warnings = check_line(&credit_line, self.options.expect_repayment_method.as_ref());
        let borrower = known.clone();
        Ok(Some(Box::new(Enrollment::Ready { borrower, credit_line, warnings })))
    }

    async fn current_borrower(&self, transport: &Transport, token: &ResumeToken) -> Result<Option<Borrower>> {
        match token.borrower_id {
            Some(id) => read_borrower(transport, id).await,
            None => self.known(transport).await.map(|known| known.active),
        }
    }
}
