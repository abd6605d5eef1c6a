//! The way of one enrolment. The reasons for its order are in `docs/adr/0004-unknown-outcomes-are-looked-up.md`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::look_up::{find_borrower, find_borrowers, find_line, is_declined, is_same_number, read_borrower};
use super::token::ResumeToken;
use super::{EnrollOptions, Enrollment, EnrollmentProgress, EnrollmentStage};
use crate::api::Borrowers;
use crate::api::borrowers::{Borrower, BorrowerStatus, NewBorrower};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::model::{IdentifierType, JsonObject, Timestamp};
use crate::transport::{BeforeWrite, Transport};
use crate::wait::{Deadline, Pause, Pauses, is_passing, pause};

/// How often the pauses between two looks may grow.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 10;
/// How often a call that was certainly not carried out is sent again when there is no deadline.
const ROUNDS_WITHOUT_DEADLINE: i64 = 3;

pub(super) struct Journey<'a> {
    transport: &'a Transport,
    options: &'a EnrollOptions,
    started: Instant,
    deadline: Deadline,
    attempts: i64,
}

/// What a step found: the borrower, or an outcome that ends the journey.
#[expect(clippy::large_enum_variant, reason = "it lives for one return")]
enum Step {
    Borrower(Option<Borrower>),
    End(Enrollment),
}

/// How the search after an unknown outcome ended.
#[expect(clippy::large_enum_variant, reason = "it lives for one return")]
enum Search {
    Found(Option<Borrower>),
    Absent,
    DeadlinePassed,
}

impl<'a> Journey<'a> {
    pub(super) fn new(transport: &'a Transport, options: &'a EnrollOptions) -> Self {
        let deadline = Deadline::after(options.deadline);
        Self { transport, options, started: Instant::now(), deadline, attempts: 0 }
    }

    pub(super) fn enroll(mut self, request: &NewBorrower) -> Result<Enrollment> {
        let mut request = request.ready_to_send(self.transport.is_production(), self.options.direct_debit)?;
        if self.options.synchronous {
            request.wait_for_ready = Some(true);
        }
        self.tell(EnrollmentStage::Validated, None);
        let mut token = match &self.options.resume {
            Some(text) => token_of(ResumeToken::parse_for(self.transport.base_url(), text)?, &request)?,
            None => self.token(&request.identifier, request.identifier_type.as_ref()),
        };
        let interrupt = self.transport.interrupt();
        let Some(pass) = self.transport.gate().enter(&request.company_key(), self.deadline, &interrupt)
        else {
            // Somebody else is enrolling the company, and how that ends is not known here.
            token.settles_at = token.settles_at.max(Some(self.settles_at()));
            return if self.deadline.has_passed() {
                Ok(pending(None, &token))
            } else {
                Err(interrupted(&token))
            };
        };
        // An earlier enrolment of this client that gave up without knowing its outcome, and whose token was not kept.
        token.settles_at = token.settles_at.max(pass.settles_at().filter(|_| !token.confirmed));
        let found = self.borrower_of(&request, &mut token);
        pass.leave_unsettled(token.settles_at);
        match found.map_err(|error| with_token(error, &token))? {
            Step::End(outcome) => Ok(outcome),
            Step::Borrower(borrower) => self.line_of(borrower, &mut token),
        }
    }

    pub(super) fn resume(mut self, text: &str) -> Result<Enrollment> {
        let mut token = ResumeToken::parse_for(self.transport.base_url(), text)?;
        if token.confirmed {
            return self.line_of(None, &mut token);
        }
        match self.search(&token).map_err(|error| with_token(error, &token))? {
            Search::Found(borrower) => self.line_of(borrower, &mut token),
            Search::DeadlinePassed => Ok(pending(None, &token)),
            Search::Absent => {
                let hint = "The call did not take effect: enrol the company again.";
                Err(DefactoError::of(ErrorKind::NotFound, "the API has no borrower of this company", hint))
            }
        }
    }

    /// Goes on by the company's number: whoever asks kept no token, so no call of theirs is in doubt.
    pub(super) fn follow(mut self, identifier: &str) -> Result<Enrollment> {
        let mut token = self.token(identifier, None);
        let look = |transport: &Transport| find_borrower(transport, identifier, None);
        let Some(borrower) = self.until_it_answers(look)? else {
            let detail = "the API has no active borrower with this company number";
            let hint = "Check the number, or enrol the company.";
            return Err(DefactoError::of(ErrorKind::NotFound, detail, hint));
        };
        self.tell(EnrollmentStage::FoundExisting, Some(&borrower));
        self.line_of(Some(borrower), &mut token)
    }

    fn token(&self, identifier: &str, identifier_type: Option<&IdentifierType>) -> ResumeToken {
        ResumeToken::new(self.transport.base_url(), identifier, identifier_type)
    }

    /// The borrower of the company: found or created.
    fn borrower_of(&mut self, request: &NewBorrower, token: &mut ResumeToken) -> Result<Step> {
        if token.confirmed {
            return Ok(Step::Borrower(None));
        }
        if token.settles_at.is_some() {
            match self.search(token)? {
                Search::Found(borrower) => return Ok(found(borrower, token)),
                Search::DeadlinePassed => return Ok(Step::End(pending(None, token))),
                Search::Absent => token.settles_at = None,
            }
        } else if self.options.look_up_existing {
            let kind = request.identifier_type.as_ref();
            let look = |transport: &Transport| find_borrower(transport, &request.identifier, kind);
            if let Some(borrower) = self.until_it_answers(look)? {
                self.tell(EnrollmentStage::FoundExisting, Some(&borrower));
                return Ok(Step::Borrower(Some(borrower)));
            }
        }
        self.create(request, token)
    }

    /// Sends `POST /borrowers` until its outcome is known.
    fn create(&mut self, request: &NewBorrower, token: &mut ResumeToken) -> Result<Step> {
        let mut pauses = self.pauses();
        // It may have been spelled otherwise before, and is looked up as it is sent.
        token.identifier.clone_from(&request.identifier);
        loop {
            self.attempts += 1;
            let stage =
                if self.attempts == 1 { EnrollmentStage::Sending } else { EnrollmentStage::SendingAgain };
            self.tell(stage, None);
            // The last moment at which stopping leaves nothing behind.
            if self.transport.interrupt().requested() {
                return Err(interrupted(token));
            }
            let transport = self.transport.until(self.deadline).before_write(self.intent(token));
            let error = match (Borrowers { transport }).post(request) {
                Ok(borrower) => {
                    self.tell(EnrollmentStage::Created, Some(&borrower));
                    return Ok(Step::Borrower(Some(borrower)));
                }
                Err(error) => error,
            };
            if let Some(outcome) = outcome_of(&error) {
                return Ok(Step::End(outcome));
            }
            if error.outcome_unknown() {
                token.settles_at = Some(self.settles_at());
                if error.kind() == ErrorKind::Interrupted {
                    return Err(error);
                }
                self.tell(EnrollmentStage::OutcomeUnknown, None);
                match self.search(token)? {
                    Search::Found(borrower) => return Ok(found(borrower, token)),
                    Search::DeadlinePassed => return Ok(Step::End(pending(None, token))),
                    Search::Absent => token.settles_at = None,
                }
            } else if !error.retryable() || error.kind() == ErrorKind::Store {
                return Err(error);
            }
            if !self.may_send_again(&mut pauses, token)? {
                return Err(if error.outcome_unknown() { settled(error) } else { error });
            }
        }
    }

    /// Pauses before the next attempt, as long as there is time for one.
    fn may_send_again(&self, pauses: &mut Pauses, token: &ResumeToken) -> Result<bool> {
        if self.options.deadline.is_none() && self.attempts >= ROUNDS_WITHOUT_DEADLINE {
            return Ok(false);
        }
        match pause(pauses.next().unwrap_or_default(), self.deadline, &self.transport.interrupt()) {
            Pause::Over => Ok(true),
            Pause::DeadlinePassed => Ok(false),
            Pause::Interrupted => Err(interrupted(token)),
        }
    }

    /// After a call of unknown outcome: looks the company up until it is found or the API must have finished.
    fn search(&mut self, token: &ResumeToken) -> Result<Search> {
        let mut pauses = self.pauses();
        loop {
            // Asked before the look, so that the last look is taken when the API must have finished.
            let settled = token.settles_at.is_none_or(|at| at <= Timestamp::now());
            let transport = self.transport.until(self.deadline);
            match find_proof(&transport, token) {
                Ok(Some(borrower)) => {
                    self.tell(EnrollmentStage::Recovered, borrower.as_ref());
                    return Ok(Search::Found(borrower));
                }
                Ok(None) if settled => return Ok(Search::Absent),
                Ok(None) => {}
                Err(error) => self.bear(error, settled)?,
            }
            match pause(pauses.next().unwrap_or_default(), self.deadline, &self.transport.interrupt()) {
                Pause::Over => {}
                Pause::DeadlinePassed => return Ok(Search::DeadlinePassed),
                Pause::Interrupted => return Err(interrupted(token)),
            }
        }
    }

    /// A look that failed for a passing reason is taken again; without a deadline only while the outcome may change.
    fn bear(&self, error: DefactoError, settled: bool) -> Result<()> {
        let endless = self.options.deadline.is_none() && settled;
        if is_passing(&error) && !endless { Ok(()) } else { Err(error) }
    }

    /// Repeats a read that fails for passing reasons, as long as there is time. Nothing was sent yet, so the error
    /// that remains is the outcome.
    fn until_it_answers<T>(&self, read: impl Fn(&Transport) -> Result<T>) -> Result<T> {
        let mut pauses = self.pauses();
        let mut rounds = 0;
        loop {
            let error = match read(&self.transport.until(self.deadline)) {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            rounds += 1;
            let enough = self.options.deadline.is_none() && rounds >= ROUNDS_WITHOUT_DEADLINE;
            if !is_passing(&error) || enough {
                return Err(error);
            }
            match pause(pauses.next().unwrap_or_default(), self.deadline, &self.transport.interrupt()) {
                Pause::Over => {}
                Pause::DeadlinePassed => return Err(error),
                Pause::Interrupted => {
                    return Err(DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", ""));
                }
            }
        }
    }

    /// The borrower is there: is it declined, and is its line there?
    fn line_of(&mut self, borrower: Option<Borrower>, token: &mut ResumeToken) -> Result<Enrollment> {
        token.confirmed = true;
        token.settles_at = None;
        if let Some(id) = borrower.as_ref().and_then(|borrower| borrower.id) {
            token.borrower_id = Some(id);
        }
        let fresh = self.attempts > 0;
        let result = if fresh && !self.options.wait_for_line {
            Ok(borrower.as_ref().and_then(declined).unwrap_or_else(|| pending(borrower, token)))
        } else {
            self.wait_for_line(borrower, token)
        };
        result.map_err(|error| with_token(error, token))
    }

    fn wait_for_line(
        &mut self,
        mut borrower: Option<Borrower>,
        token: &mut ResumeToken,
    ) -> Result<Enrollment> {
        let mut pauses = self.pauses();
        loop {
            match self.look(&mut borrower, token) {
                Ok(Some(outcome)) => return Ok(outcome),
                Ok(None) => {}
                Err(error) if is_passing(&error) && self.options.wait_for_line => {}
                Err(error) => return Err(error),
            }
            if !self.options.wait_for_line {
                return Ok(pending(borrower, token));
            }
            self.tell(EnrollmentStage::WaitingForLine, borrower.as_ref());
            match pause(pauses.next().unwrap_or_default(), self.deadline, &self.transport.interrupt()) {
                Pause::Over => {}
                Pause::DeadlinePassed => return Ok(pending(borrower, token)),
                Pause::Interrupted => return Err(interrupted(token)),
            }
        }
    }

    /// One look at the line and, unless that is all there is to know, at the borrower.
    fn look(&self, borrower: &mut Option<Borrower>, token: &mut ResumeToken) -> Result<Option<Enrollment>> {
        let transport = self.transport.until(self.deadline);
        let line = find_line(&transport, &token.identifier)?;
        let is_ready = |known: &Borrower| known.status == Some(BorrowerStatus::Ready);
        let enough = line.is_some() && borrower.as_ref().is_some_and(is_ready);
        if !enough && let Some(current) = current_borrower(&transport, token)? {
            token.borrower_id = token.borrower_id.or(current.id);
            *borrower = Some(current);
        }
        if let Some(outcome) = borrower.as_ref().and_then(declined) {
            return Ok(Some(outcome));
        }
        let (Some(credit_line), Some(known)) = (line, borrower.as_ref()) else { return Ok(None) };
        if credit_line.pool_amount == Some(0) {
            let reason =
                known.status_reason.clone().or_else(|| Some("the credit line has an amount of 0".to_owned()));
            return Ok(Some(Enrollment::Declined { borrower: Some(known.clone()), reason }));
        }
        self.tell(EnrollmentStage::Ready, Some(known));
        Ok(Some(Enrollment::Ready { borrower: known.clone(), credit_line }))
    }

    fn pauses(&self) -> Pauses {
        let first = self.options.poll_interval;
        Pauses::new(first, first.saturating_mul(LONGEST_PAUSE_IN_INTERVALS))
    }

    fn settles_at(&self) -> Timestamp {
        settles_after(self.options.settle_time)
    }

    /// What is written down before each attempt: that a call may be under way, and until when.
    fn intent(&self, token: &ResumeToken) -> Option<BeforeWrite> {
        let intent = self.options.intent.clone()?;
        let (token, settle_time) = (token.clone(), self.options.settle_time);
        Some(Arc::new(move || {
            intent(&ResumeToken { settles_at: Some(settles_after(settle_time)), ..token.clone() })
        }))
    }

    fn tell(&self, stage: EnrollmentStage, borrower: Option<&Borrower>) {
        tracing::debug!(target: "defacto_sdk", stage = stage.as_str(), attempts = self.attempts, "enrolment");
        let Some(callback) = &self.options.progress else { return };
        callback(&EnrollmentProgress {
            stage,
            elapsed_ms: i64::try_from(self.started.elapsed().as_millis()).unwrap_or(i64::MAX),
            attempts: self.attempts,
            borrower_status: borrower.and_then(|borrower| borrower.status.clone()),
            extra: JsonObject::default(),
        });
    }
}

fn settles_after(settle_time: Duration) -> Timestamp {
    Timestamp::now().checked_add(settle_time).unwrap_or(Timestamp::MAX)
}

/// The call took effect: its outcome is no longer in doubt.
fn found(borrower: Option<Borrower>, token: &mut ResumeToken) -> Step {
    token.confirmed = true;
    token.settles_at = None;
    Step::Borrower(borrower)
}

fn pending(borrower: Option<Borrower>, token: &ResumeToken) -> Enrollment {
    Enrollment::Pending { borrower, resume: token.text() }
}

fn declined(borrower: &Borrower) -> Option<Enrollment> {
    let outcome =
        || Enrollment::Declined { borrower: Some(borrower.clone()), reason: borrower.status_reason.clone() };
    is_declined(borrower).then(outcome)
}

/// The refusals that are results: missing data, and a decline that comes as an error.
fn outcome_of(error: &DefactoError) -> Option<Enrollment> {
    let details = error.details();
    if !details.missing_fields.is_empty() {
        let (fields, detail) = (details.missing_fields.clone(), details.detail.clone());
        return Some(Enrollment::MissingData { fields, detail });
    }
    details.denial_reason.clone().map(|reason| Enrollment::Declined { borrower: None, reason: Some(reason) })
}

/// The company was looked up long enough: the call had no effect.
fn settled(mut error: DefactoError) -> DefactoError {
    let details = error.details_mut();
    details.outcome_unknown = false;
    details.retryable = true;
    details.hint =
        Some("The company was looked up afterwards: no borrower was created. Enrol it again.".to_owned());
    error
}

fn token_of(token: ResumeToken, request: &NewBorrower) -> Result<ResumeToken> {
    if is_same_number(request.identifier_type.as_ref(), &token.identifier, &request.identifier) {
        return Ok(token);
    }
    Err(DefactoError::configuration(
        "the token belongs to another company",
        "Pass the token of this enrolment.",
    ))
}

/// What proves that the call took effect: the borrower, or at least the credit line of the company. A line proves
/// nothing where it may be left over from a borrower that was deactivated.
#[expect(clippy::option_option, reason = "the proof may come without the borrower")]
fn find_proof(transport: &Transport, token: &ResumeToken) -> Result<Option<Option<Borrower>>> {
    let known = find_borrowers(transport, &token.identifier, token.identifier_type.as_ref())?;
    if known.active.is_some() || known.deactivated {
        return Ok(known.active.map(Some));
    }
    Ok(find_line(transport, &token.identifier)?.map(|_| None))
}

fn current_borrower(transport: &Transport, token: &ResumeToken) -> Result<Option<Borrower>> {
    match token.borrower_id {
        Some(id) => read_borrower(transport, id),
        None => find_borrower(transport, &token.identifier, token.identifier_type.as_ref()),
    }
}

fn interrupted(token: &ResumeToken) -> DefactoError {
    let begun = token.confirmed || token.settles_at.is_some();
    let hint =
        if begun { "It may have taken effect: go on with the resume token." } else { "Nothing was sent." };
    with_token(DefactoError::of(ErrorKind::Interrupted, "the enrolment was interrupted", hint), token)
}

/// An error of an enrolment that may have begun carries the token to go on with.
fn with_token(mut error: DefactoError, token: &ResumeToken) -> DefactoError {
    if token.confirmed || token.settles_at.is_some() {
        let details = error.details_mut();
        details.outcome_unknown |= token.settles_at.is_some();
        details.resume_token.get_or_insert_with(|| token.text());
    }
    error
}
