//! The way of one enrolment. The reasons for its order are in `docs/adr/0004-unknown-outcomes-are-looked-up.md`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::SETTLE_TIME;
use super::ending::{
    ambiguous, declined, interrupted, not_listed, outcome_of, pending, settled, skew, token_of, with_token,
};
use super::hold::{Claim, Hold, taken_over};
use super::look_up::{Known, find_borrowers, find_line, read_borrower};
use super::options::check_line;
use super::token::ResumeToken;
use super::{EnrollOptions, Enrollment, EnrollmentProgress, EnrollmentStage};
use crate::api::Borrowers;
use crate::api::borrowers::{Borrower, BorrowerStatus, NewBorrower};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::identity::{Company, CompanyMatch};
use crate::model::{JsonObject, Timestamp, Uuid};
use crate::transport::{BeforeWrite, Transport};
use crate::wait::{Deadline, Left, Pause, Pauses, is_passing};
use crate::world;

/// How often the pauses between two looks may grow.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 10;
/// How often a claim is taken anew that another process has taken over.
const MOST_CLAIMS: usize = 20;
/// How often a call that was certainly not carried out is sent again when there is no deadline.
const ROUNDS_WITHOUT_DEADLINE: i64 = 3;

pub(super) struct Journey<'a> {
    transport: &'a Transport,
    options: &'a EnrollOptions,
    started: Instant,
    deadline: Deadline,
    attempts: i64,
    company: Company,
    /// The spellings by which the API is asked for the company.
    spellings: Vec<String>,
    /// Until when a call of unknown outcome may still take effect, by the clock that nobody sets.
    settles: Option<Instant>,
    claim: Option<Arc<Claim>>,
    /// Whether the borrowers that have the number and are not the company were listed before something was sent.
    others_are_known: bool,
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
    Unclear(Vec<Borrower>),
    Absent,
    DeadlinePassed,
}

impl<'a> Journey<'a> {
    pub(super) fn new(transport: &'a Transport, options: &'a EnrollOptions) -> Self {
        Self {
            transport,
            options,
            started: world::now(),
            deadline: Deadline::after(options.deadline),
            attempts: 0,
            company: Company::default(),
            spellings: Vec::new(),
            settles: None,
            claim: None,
            others_are_known: false,
        }
    }

    pub(super) fn enroll(mut self, request: &NewBorrower) -> Result<Enrollment> {
        let mut request = request.ready_to_send(self.transport.is_production(), self.options.direct_debit)?;
        if self.options.synchronous {
            request.wait_for_ready = Some(true);
        }
        self.tell(EnrollmentStage::Validated, None);
        self.company = Company::of_request(&request);
        let mut token = match &self.options.resume {
            Some(text) => {
                token_of(ResumeToken::parse_for(self.transport.base_url(), text)?, &request, &self.company)?
            }
            None => ResumeToken::of_request(self.transport.base_url(), &request),
        };
        self.settles = token.settles(self.longest_settling());
        for _ in 0..MOST_CLAIMS {
            if let Some(outcome) = self.under_claim(&request, &mut token)? {
                return Ok(outcome);
            }
        }
        Err(with_token(taken_over(), &token))
    }

    /// Enrols the company under an exclusive claim. Returns `None` if another process took the claim over before the
    /// attempt was sent: what that process did is found under the next claim.
    fn under_claim(&mut self, request: &NewBorrower, token: &mut ResumeToken) -> Result<Option<Enrollment>> {
        let (store, interrupt) =
            (self.options.store.as_ref().or(self.transport.store()), self.transport.interrupt());
        // Whoever waits for somebody else without an end learns in time how to go on.
        let patience =
            self.options.deadline.map_or(Some(self.options.settle_time), |_| self.deadline.remaining());
        let turn = Deadline::after(patience);
        let api = self.transport.base_url();
        let hold = match Hold::take(api, store, &self.company, turn, &interrupt)? {
            Ok(hold) => hold,
            Err(stopped) => {
                // Somebody else is enrolling the company, and how that ends is not known here.
                self.doubt(token);
                return if stopped == Pause::Interrupted {
                    Err(interrupted(token))
                } else {
                    Ok(Some(pending(None, token)))
                };
            }
        };
        // An earlier enrolment that gave up without knowing its outcome, and whose token was not kept.
        self.settles = self.settles.max(hold.left().settles.filter(|_| !token.confirmed));
        if self.settles.is_some() && token.settles_at.is_none() {
            token.settles_at = Some(self.settles_at());
        }
        self.spellings = self.company.spellings(&request.identifier, &hold.left().spellings);
        self.claim = hold.claim();
        let found = self.borrower_of(request, token);
        let left = Left {
            settles: self.settles.filter(|_| token.settles_at.is_some()),
            spellings: self.underivable(),
        };
        let released = hold.release(&left);
        if found.is_err() && self.claim.as_ref().is_some_and(|claim| claim.is_lost()) {
            self.attempts -= 1;
            return Ok(None);
        }
        match found.map_err(|error| with_token(error, token))? {
            Step::End(outcome) => released.map(|()| Some(outcome)),
            Step::Borrower(borrower) => {
                // What is known is worth more than an error of the store, which the next one finds as well.
                self.line_of(borrower, token).map(Some)
            }
        }
    }

    pub(super) fn resume(mut self, text: &str) -> Result<Enrollment> {
        let mut token = ResumeToken::parse_for(self.transport.base_url(), text)?;
        self.company = token.company();
        self.spellings = self.company.spellings(&token.identifier, &[]);
        self.settles = token.settles(self.longest_settling());
        if token.confirmed {
            return self.line_of(None, &mut token);
        }
        match self.search(&token).map_err(|error| with_token(error, &token))? {
            Search::Found(borrower) => self.line_of(borrower, &mut token),
            Search::Unclear(borrowers) => Ok(ambiguous(&borrowers)),
            Search::DeadlinePassed => Ok(pending(None, &token)),
            Search::Absent => {
                let hint = "The call did not take effect: enrol the company again.";
                Err(DefactoError::of(ErrorKind::NotFound, "the API has no borrower of this company", hint))
            }
        }
    }

    /// Goes on by the company's number: whoever asks kept no token, so no call of theirs is in doubt.
    pub(super) fn follow(mut self, identifier: &str) -> Result<Enrollment> {
        let mut token = ResumeToken::new(self.transport.base_url(), identifier, None);
        self.company = token.company();
        self.spellings = self.company.spellings(identifier, &[]);
        let known = self.until_it_answers(|transport, journey| journey.known(transport))?;
        let borrower = match (known.active, known.unclear.as_slice()) {
            (Some(borrower), _) => borrower,
            // The only one with the number that was asked for.
            (None, [one]) if known.others.is_empty() => one.clone(),
            (None, [_, ..]) => return Ok(ambiguous(&known.unclear)),
            (None, []) => {
                let detail = "the API has no active borrower with this company number";
                let hint = "Check the number, or enrol the company.";
                return Err(DefactoError::of(ErrorKind::NotFound, detail, hint));
            }
        };
        self.company = Company::of_borrower(&borrower);
        self.tell(EnrollmentStage::FoundExisting, Some(&borrower));
        self.line_of(Some(borrower), &mut token)
    }

    fn known(&self, transport: &Transport) -> Result<Known> {
        find_borrowers(transport, &self.company, &self.spellings)
    }

    /// The spellings that nobody who does not know them can derive.
    fn underivable(&self) -> Vec<String> {
        if self.company.is_personal() {
            return Vec::new();
        }
        self.spellings.iter().filter(|spelling| !self.company.derives(spelling)).cloned().collect()
    }

    /// The borrower of the company: found or created.
    fn borrower_of(&mut self, request: &NewBorrower, token: &mut ResumeToken) -> Result<Step> {
        if token.confirmed {
            return Ok(Step::Borrower(None));
        }
        if let Some(id) = self.options.borrower_id {
            return self.chosen(id);
        }
        if token.settles_at.is_some() {
            match self.search(token)? {
                Search::Found(borrower) => return Ok(self.found(borrower, token)),
                Search::Unclear(borrowers) if !self.options.create_new => {
                    return Ok(Step::End(ambiguous(&borrowers)));
                }
                Search::DeadlinePassed => return Ok(Step::End(pending(None, token))),
                Search::Absent | Search::Unclear(_) => self.settle(token),
            }
        } else if self.options.look_up_existing {
            let known = self.until_it_answers(|transport, journey| journey.known(transport))?;
            self.others_are_known = true;
            token.others = known.others.iter().chain(&known.unclear).filter_map(|other| other.id).collect();
            if let Some(borrower) = known.active {
                self.tell(EnrollmentStage::FoundExisting, Some(&borrower));
                return Ok(Step::Borrower(Some(borrower)));
            }
            if !known.unclear.is_empty() && !self.options.create_new {
                return Ok(Step::End(ambiguous(&known.unclear)));
            }
        }
        self.create(request, token)
    }

    /// The borrower that the caller has chosen among those that the company may be.
    fn chosen(&self, id: Uuid) -> Result<Step> {
        let borrower =
            self.until_it_answers(|transport, _| Borrowers { transport: transport.clone() }.get(id))?;
        if self.company.compare(&Company::of_borrower(&borrower)) == CompanyMatch::Different {
            return Err(DefactoError::configuration(
                "the borrower that was chosen is another company",
                "Choose one of the candidates that the ambiguous outcome lists.",
            ));
        }
        self.tell(EnrollmentStage::FoundExisting, Some(&borrower));
        Ok(Step::Borrower(Some(borrower)))
    }

    /// The call took effect: its outcome is no longer in doubt.
    fn found(&mut self, borrower: Option<Borrower>, token: &mut ResumeToken) -> Step {
        token.confirmed = true;
        self.settle(token);
        Step::Borrower(borrower)
    }

    /// From now on a call may take effect that nobody knows the outcome of.
    fn doubt(&mut self, token: &mut ResumeToken) {
        self.settles = self.settles.max(world::now().checked_add(self.options.settle_time));
        token.settles_at = token.settles_at.max(Some(self.settles_at()));
    }

    /// Nothing is in doubt any more.
    fn settle(&mut self, token: &mut ResumeToken) {
        (self.settles, token.settles_at) = (None, None);
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
                Ok(borrower) => return Ok(self.created(borrower, token)),
                Err(error) => error,
            };
            if let Some(outcome) = outcome_of(&error) {
                return Ok(Step::End(outcome));
            }
            if error.outcome_unknown() {
                self.doubt(token);
                if error.kind() == ErrorKind::Interrupted {
                    return Err(error);
                }
                self.tell(EnrollmentStage::OutcomeUnknown, None);
                match self.search(token)? {
                    Search::Found(borrower) => return Ok(self.found(borrower, token)),
                    Search::Unclear(borrowers) => return Ok(Step::End(ambiguous(&borrowers))),
                    Search::DeadlinePassed => return Ok(Step::End(pending(None, token))),
                    Search::Absent => self.settle(token),
                }
                if error.was_carried_out() {
                    return Err(not_listed(error));
                }
                if !error.retryable() {
                    return Err(settled(error));
                }
            } else if !error.retryable() || error.kind() == ErrorKind::Store {
                return Err(error);
            }
            if !self.may_send_again(&mut pauses, &error, token)? {
                return Err(if error.outcome_unknown() { settled(error) } else { error });
            }
        }
    }

    /// The API answered that there is a borrower now. One that is another company's is nobody's line to give away: the
    /// API may give what exists under the same number.
    fn created(&self, borrower: Borrower, token: &ResumeToken) -> Step {
        let is_known = borrower.id.is_some_and(|id| token.others.contains(&id));
        let answer = self.company.compare(&Company::of_borrower(&borrower));
        if answer == CompanyMatch::Different || (is_known && answer != CompanyMatch::Same) {
            return Step::End(ambiguous(&[borrower]));
        }
        self.tell(EnrollmentStage::Created, Some(&borrower));
        Step::Borrower(Some(borrower))
    }

    /// Pauses before the next attempt, as long as there is time for one.
    fn may_send_again(&self, pauses: &mut Pauses, error: &DefactoError, token: &ResumeToken) -> Result<bool> {
        if self.options.deadline.is_none() && self.attempts >= ROUNDS_WITHOUT_DEADLINE {
            return Ok(false);
        }
        match pauses.wait(Some(error), self.deadline, &self.transport.interrupt()) {
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
            let settled = self.settles.is_none_or(|at| at <= world::now());
            let transport = self.transport.until(self.deadline);
            let failed = match self.proof(&transport, token) {
                Ok(Search::Found(borrower)) => {
                    self.tell(EnrollmentStage::Recovered, borrower.as_ref());
                    return Ok(Search::Found(borrower));
                }
                Ok(Search::Unclear(borrowers)) => return Ok(Search::Unclear(borrowers)),
                Ok(_) if settled => return Ok(Search::Absent),
                Ok(_) => None,
                Err(error) => Some(self.passing(error, settled)?),
            };
            match pauses.wait(failed.as_ref(), self.deadline, &self.transport.interrupt()) {
                Pause::Over => {}
                Pause::DeadlinePassed => return Ok(Search::DeadlinePassed),
                Pause::Interrupted => return Err(interrupted(token)),
            }
        }
    }

    /// What proves that the call took effect: the borrower, or at least the credit line of the company. A line proves
    /// nothing where it may be left over from a borrower that was deactivated.
    fn proof(&self, transport: &Transport, token: &ResumeToken) -> Result<Search> {
        let known = self.known(transport)?;
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
        let line = find_line(transport, &token.identifier, &self.company, None)?;
        Ok(if line.is_some() { Search::Found(None) } else { Search::Absent })
    }

    /// A look that failed for a passing reason is taken again; without a deadline only while the outcome may change.
    fn passing(&self, error: DefactoError, settled: bool) -> Result<DefactoError> {
        let endless = self.options.deadline.is_none() && settled;
        if is_passing(&error) && !endless { Ok(error) } else { Err(error) }
    }

    /// Repeats a read that fails for passing reasons, as long as there is time. Nothing was sent yet, so the error
    /// that remains is the outcome.
    fn until_it_answers<T>(&self, read: impl Fn(&Transport, &Self) -> Result<T>) -> Result<T> {
        let mut pauses = self.pauses();
        let mut rounds = 0;
        loop {
            let error = match read(&self.transport.until(self.deadline), self) {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            rounds += 1;
            let enough = self.options.deadline.is_none() && rounds >= ROUNDS_WITHOUT_DEADLINE;
            if !is_passing(&error) || enough {
                return Err(error);
            }
            match pauses.wait(Some(&error), self.deadline, &self.transport.interrupt()) {
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
        self.settle(token);
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
            let failed = match self.look(&mut borrower, token) {
                Ok(Some(outcome)) => return Ok(outcome),
                Ok(None) => None,
                // The borrower is there: what could not be read now is asked for later.
                Err(error) if is_passing(&error) && (self.options.wait_for_line || borrower.is_some()) => {
                    Some(error)
                }
                Err(error) => return Err(error),
            };
            if !self.options.wait_for_line {
                return Ok(pending(borrower, token));
            }
            self.tell(EnrollmentStage::WaitingForLine, borrower.as_ref());
            match pauses.wait(failed.as_ref(), self.deadline, &self.transport.interrupt()) {
                Pause::Over => {}
                Pause::DeadlinePassed => return Ok(pending(borrower, token)),
                Pause::Interrupted => return Err(interrupted(token)),
            }
        }
    }

    /// One look at the line and, unless that is all there is to know, at the borrower.
    fn look(&self, borrower: &mut Option<Borrower>, token: &mut ResumeToken) -> Result<Option<Enrollment>> {
        let transport = self.transport.until(self.deadline);
        let line = find_line(&transport, &token.identifier, &self.company, borrower.as_ref())?;
        let is_ready = |known: &Borrower| known.status == Some(BorrowerStatus::Ready);
        let enough = line.is_some() && borrower.as_ref().is_some_and(is_ready);
        if !enough && let Some(current) = self.current_borrower(&transport, token)? {
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
        let warnings = check_line(&credit_line, self.options.repayment_method.as_ref());
        Ok(Some(Enrollment::Ready { borrower: known.clone(), credit_line, warnings }))
    }

    fn current_borrower(&self, transport: &Transport, token: &ResumeToken) -> Result<Option<Borrower>> {
        match token.borrower_id {
            Some(id) => read_borrower(transport, id),
            None => self.known(transport).map(|known| known.active),
        }
    }

    fn pauses(&self) -> Pauses {
        let first = self.options.poll_interval;
        Pauses::new(first, first.saturating_mul(LONGEST_PAUSE_IN_INTERVALS))
    }

    /// The moment from which on nothing is in doubt, for others: their clocks may differ from this one.
    fn settles_at(&self) -> Timestamp {
        let left = self.settles.map(|at| at.saturating_duration_since(world::now())).unwrap_or_default();
        let at = left.saturating_add(skew(self.options.settle_time));
        world::wall_clock().checked_add(at).unwrap_or(Timestamp::MAX)
    }

    /// Nothing that was written down, by whatever clock, is waited for longer than this.
    fn longest_settling(&self) -> Duration {
        let time = self.options.settle_time.max(SETTLE_TIME);
        time.saturating_add(skew(time))
    }

    /// What is written down before each attempt: that a call may be under way, and until when.
    fn intent(&self, token: &ResumeToken) -> Option<BeforeWrite> {
        let (intent, claim) = (self.options.intent.clone(), self.claim.clone());
        if intent.is_none() && claim.is_none() {
            return None;
        }
        let (token, settle_time, spellings) = (token.clone(), self.options.settle_time, self.underivable());
        Some(Arc::new(move || {
            let settles_in = settle_time.saturating_add(skew(settle_time));
            if let Some(claim) = &claim {
                claim.note(settles_in, &spellings)?;
            }
            let settles_at = world::wall_clock().checked_add(settles_in).unwrap_or(Timestamp::MAX);
            match &intent {
                Some(intent) => intent(&ResumeToken { settles_at: Some(settles_at), ..token.clone() }),
                None => Ok(()),
            }
        }))
    }

    fn tell(&self, stage: EnrollmentStage, borrower: Option<&Borrower>) {
        tracing::debug!(target: "defacto_sdk", stage = stage.as_str(), attempts = self.attempts, "enrolment");
        let Some(callback) = &self.options.progress else { return };
        callback(&EnrollmentProgress {
            stage,
            elapsed_ms: i64::try_from(world::elapsed(self.started).as_millis()).unwrap_or(i64::MAX),
            attempts: self.attempts,
            borrower_status: borrower.and_then(|borrower| borrower.status.clone()),
            extra: JsonObject::default(),
        });
    }
}
