//! The steps of one enrolment. Reasons for their order: `docs/adr/0004-unknown-outcomes-are-looked-up.md`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::company_claim::{CompanyClaim, taken_over};
use super::ending::{
    SETTLE_TIME, ambiguous, interrupted, not_listed, outcome_of, pending, settled, skew, token_of, with_token,
};
use super::look_up::{Known, find_borrowers};
use super::options::{EnrollOptions, Listener};
use super::outcome::Enrollment;
use super::progress::{EnrollmentProgress, EnrollmentStage};
use super::search::Search;
use super::token::ResumeToken;
use crate::api::borrowers::{AsyncBorrowers, Borrower, NewBorrower};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::identity::{Company, CompanyMatch};
use crate::model::{JsonObject, Timestamp, Uuid};
use crate::transport::{BeforeWrite, Transport};
use crate::wait::{Deadline, Handover, Pause, Polls};
use crate::world;

/// The longest pause between two polls, as a multiple of the polling interval.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 10;
/// How many created borrowers are remembered for one number: several companies may share a number.
const MOST_CREATED: usize = 16;
/// How often an enrolment claims the company in all, if other processes take the claim over.
const MOST_CLAIMS: usize = 20;
/// How often a call that fails without effect is sent in all if there is no deadline.
pub(super) const ROUNDS_WITHOUT_DEADLINE: i64 = 3;

pub(super) struct Journey<'a> {
    pub(super) transport: &'a Transport,
    pub(super) options: &'a EnrollOptions,
    started: Instant,
    pub(super) deadline: Deadline,
    pub(super) attempts: i64,
    pub(super) company: Company,
    /// The spellings of the number with which the API is searched.
    spellings: Vec<String>,
    /// Until when a call of unknown outcome may still take effect, by the monotonic clock.
    pub(super) settles: Option<Instant>,
    /// The time to add to `settles` for other processes, whose clock may differ from this one's.
    margin: Duration,
    company_claim: Option<CompanyClaim>,
    /// Borrowers that are known to have been created for the company, even if no list shows them.
    pub(super) created: Vec<Uuid>,
    /// Whether the borrowers of other companies with the same number were listed before a call was sent.
    pub(super) others_are_known: bool,
}

/// The result of a step: the borrower, or an outcome that ends the journey.
#[expect(clippy::large_enum_variant, reason = "it lives for one return")]
enum Step {
    Borrower(Option<Borrower>),
    /// Boxed, as everywhere inside the journey: a future holds the values that it passes on several times.
    End(Box<Enrollment>),
}

impl Step {
    fn end(outcome: Enrollment) -> Self {
        Self::End(Box::new(outcome))
    }
}

impl<'a> Journey<'a> {
    pub(super) fn new(transport: &'a Transport, options: &'a EnrollOptions) -> Self {
        Self {
            transport,
            options,
            started: world::now(),
            deadline: Deadline::after(options.limit()),
            attempts: 0,
            company: Company::default(),
            spellings: Vec::new(),
            settles: None,
            margin: Duration::ZERO,
            company_claim: None,
            created: Vec::new(),
            others_are_known: false,
        }
    }

    pub(super) async fn enroll(mut self, request: &NewBorrower) -> Result<Enrollment> {
        let mut request = request.ready_to_send(self.transport.is_production(), self.options.direct_debit)?;
        if self.options.is_synchronous() {
            request.wait_for_ready = Some(true);
        }
        self.tell(EnrollmentStage::Validated, None).await;
        self.company = Company::of_request(&request);
        let mut token = match &self.options.resume {
            Some(text) => {
                token_of(ResumeToken::parse_for(self.transport.base_url(), text)?, &request, &self.company)?
            }
            None => ResumeToken::of_request(self.transport.base_url(), &request),
        };
        self.settles = token.settles(self.longest_settling());
        for _ in 0..MOST_CLAIMS {
            if let Some(outcome) = self.under_claim(&request, &mut token).await? {
                return Ok(*outcome);
            }
        }
        Err(with_token(taken_over(), &token))
    }

    /// Enrols the company under an exclusive claim. Returns `None` if another process took the claim over
    /// before the attempt was sent: the next claim finds what that process did.
    async fn under_claim(
        &mut self,
        request: &NewBorrower,
        token: &mut ResumeToken,
    ) -> Result<Option<Box<Enrollment>>> {
        let (store, interrupt) =
            (self.options.store.as_ref().or(self.transport.store()), self.transport.interrupt());
        // A caller without a deadline gets the token after the settle time instead of waiting without end.
        let patience =
            self.options.limit().map_or(Some(self.options.settle_time), |_| self.deadline.remaining());
        let deadline = Deadline::after(patience);
        let api = self.transport.base_url();
        let company_claim = match CompanyClaim::take(api, store, &self.company, deadline, &interrupt).await? {
            Ok(company_claim) => company_claim,
            Err(stopped) => {
                // Another caller is enrolling the company, with an outcome that is not known here.
                self.doubt(token);
                return if stopped == Pause::Interrupted {
                    Err(interrupted(token))
                } else {
                    Ok(Some(Box::new(pending(None, token))))
                };
            }
        };
        // An earlier enrolment may have ended with an unknown outcome, and its token may be lost.
        self.settles = self.settles.max(company_claim.left().settles.filter(|_| !token.confirmed));
        self.margin = self.margin.max(company_claim.left().margin);
        if self.settles.is_some() && token.settles_at.is_none() {
            token.settles_at = Some(self.settles_at());
        }
        self.spellings = self.company.spellings(&request.identifier, &company_claim.left().spellings);
        self.created.clone_from(&company_claim.left().created);
        self.company_claim = Some(company_claim);
        // Boxed, one phase after the other: a journey in flight is as large as its largest phase.
        let found = Box::pin(self.borrower_of(request, token)).await;
        let left = self.left(self.settles.filter(|_| token.settles_at.is_some()));
        let mut released = Ok(());
        if let Some(company_claim) = self.company_claim.take() {
            let is_lost = company_claim.claim().is_some_and(|claim| claim.is_lost());
            released = company_claim.release(&left).await;
            if found.is_err() && is_lost {
                self.attempts -= 1;
                return Ok(None);
            }
        }
        match found.map_err(|error| with_token(error, token))? {
            Step::End(outcome) => released.map(|()| Some(outcome)),
            Step::Borrower(borrower) => {
                // The borrower is worth more than an error of the store, which the next call reports as well.
                Box::pin(self.line_of(borrower, token)).await.map(Some)
            }
        }
    }

    pub(super) async fn resume(mut self, text: &str) -> Result<Enrollment> {
        let mut token = ResumeToken::parse_for(self.transport.base_url(), text)?;
        self.company = token.company();
        self.spellings = self.company.spellings(&token.identifier, &[]);
        self.settles = token.settles(self.longest_settling());
        if token.confirmed {
            return Box::pin(self.line_of(None, &mut token)).await.map(|outcome| *outcome);
        }
        match Box::pin(self.search(&token)).await.map_err(|error| with_token(error, &token))? {
            Search::Found(borrower) => {
                Box::pin(self.line_of(borrower, &mut token)).await.map(|outcome| *outcome)
            }
            Search::Ambiguous(borrowers) => Ok(ambiguous(&borrowers)),
            Search::DeadlinePassed => Ok(pending(None, &token)),
            Search::Absent => {
                let hint = "The call did not take effect: enrol the company again.";
                Err(DefactoError::of(ErrorKind::NotFound, "the API has no borrower of this company", hint))
            }
        }
    }

    /// Continues by the company's number. Without a token, no earlier call has an unknown outcome.
    pub(super) async fn follow(mut self, identifier: &str) -> Result<Enrollment> {
        let mut token = ResumeToken::new(self.transport.base_url(), identifier, None);
        self.company = token.company();
        self.spellings = self.company.spellings(identifier, &[]);
        let known = self.known_now().await?;
        let borrower = match (known.active, known.unclear.as_slice()) {
            (Some(borrower), _) => borrower,
            // The only borrower with this number.
            (None, [one]) if known.others.is_empty() => one.clone(),
            (None, [_, ..]) => return Ok(ambiguous(&known.unclear)),
            (None, []) => {
                let detail = "the API has no active borrower with this company number";
                let hint = "Check the number, or enrol the company.";
                return Err(DefactoError::of(ErrorKind::NotFound, detail, hint));
            }
        };
        self.company = Company::of_borrower(&borrower);
        self.tell(EnrollmentStage::FoundExisting, Some(&borrower)).await;
        Box::pin(self.line_of(Some(borrower), &mut token)).await.map(|outcome| *outcome)
    }

    pub(super) async fn known(&self, transport: &Transport) -> Result<Known> {
        find_borrowers(transport, &self.company, &self.spellings).await
    }

    /// Returns the data for the next enrolment of the company. A call may take effect until `settles`.
    fn left(&self, settles: Option<Instant>) -> Handover {
        let mut created = self.created.clone();
        created.sort_unstable();
        created.dedup();
        created.truncate(MOST_CREATED);
        Handover { settles, margin: self.margin, spellings: self.underivable(), created }
    }

    /// Returns the spellings that cannot be derived from others; none for a natural person.
    fn underivable(&self) -> Vec<String> {
        if self.company.is_personal() {
            return Vec::new();
        }
        self.spellings.iter().filter(|spelling| !self.company.derives(spelling)).cloned().collect()
    }

    /// Finds or creates the borrower of the company.
    async fn borrower_of(&mut self, request: &NewBorrower, token: &mut ResumeToken) -> Result<Step> {
        if token.confirmed {
            return Ok(Step::Borrower(None));
        }
        if let Some(id) = self.options.borrower_id {
            return self.chosen(id).await;
        }
        if token.settles_at.is_some() {
            match Box::pin(self.search(token)).await? {
                Search::Found(borrower) => return Ok(self.found(borrower, token)),
                Search::Ambiguous(borrowers) if !self.options.create_new => {
                    return Ok(Step::end(ambiguous(&borrowers)));
                }
                Search::DeadlinePassed => return Ok(Step::end(pending(None, token))),
                Search::Absent | Search::Ambiguous(_) => self.settle(token),
            }
        } else if self.options.look_up_existing {
            let known = self.known_now().await?;
            self.others_are_known = true;
            token.others = known.others.iter().chain(&known.unclear).filter_map(|other| other.id).collect();
            if let Some(borrower) = known.active {
                self.tell(EnrollmentStage::FoundExisting, Some(&borrower)).await;
                return Ok(Step::Borrower(Some(borrower)));
            }
            if !known.unclear.is_empty() && !self.options.create_new {
                return Ok(Step::end(ambiguous(&known.unclear)));
            }
        }
        if self.options.look_up_existing
            && let Some(borrower) = self.created_before().await?
        {
            self.tell(EnrollmentStage::FoundExisting, Some(&borrower)).await;
            return Ok(Step::Borrower(Some(borrower)));
        }
        self.create(request, token).await
    }

    /// Returns the borrower that the caller chose among the candidates.
    async fn chosen(&self, id: Uuid) -> Result<Step> {
        let borrower = self.borrower_now(id).await?;
        if self.company.compare(&Company::of_borrower(&borrower)) == CompanyMatch::Different {
            return Err(DefactoError::configuration(
                "the borrower that was chosen is another company",
                "Choose one of the candidates that the ambiguous outcome lists.",
            ));
        }
        self.tell(EnrollmentStage::FoundExisting, Some(&borrower)).await;
        Ok(Step::Borrower(Some(borrower)))
    }

    /// Records that the call took effect: its outcome is no longer unknown.
    fn found(&mut self, borrower: Option<Borrower>, token: &mut ResumeToken) -> Step {
        token.confirmed = true;
        self.created.extend(borrower.as_ref().and_then(|borrower| borrower.id));
        self.settle(token);
        Step::Borrower(borrower)
    }

    /// Records that a call of unknown outcome may take effect from now on.
    fn doubt(&mut self, token: &mut ResumeToken) {
        self.settles = self.settles.max(world::now().checked_add(self.options.settle_time));
        self.margin = skew(self.options.settle_time);
        token.settles_at = token.settles_at.max(Some(self.settles_at()));
    }

    /// Records that no outcome is unknown any more.
    pub(super) fn settle(&mut self, token: &mut ResumeToken) {
        (self.settles, token.settles_at) = (None, None);
    }

    /// Sends `POST /borrowers` until its outcome is known.
    async fn create(&mut self, request: &NewBorrower, token: &mut ResumeToken) -> Result<Step> {
        let mut polls = self.polls();
        // The token may have another spelling, but the search uses the one that is sent.
        token.identifier.clone_from(&request.identifier);
        loop {
            self.attempts += 1;
            let stage =
                if self.attempts == 1 { EnrollmentStage::Sending } else { EnrollmentStage::SendingAgain };
            self.tell(stage, None).await;
            // The last moment at which a cancelled call has no effect.
            if self.transport.interrupt().requested() {
                return Err(interrupted(token));
            }
            if let Some(company_claim) = &self.company_claim {
                // For the case that this call is dropped before its answer is known.
                company_claim.leave(&self.left(world::now().checked_add(self.options.settle_time)));
            }
            let transport = self.transport.until(self.deadline).before_write(self.intent(token));
            let error = match Box::pin((AsyncBorrowers { transport }).post(request)).await {
                Ok(borrower) => return Ok(self.created(borrower, token).await),
                Err(error) => error,
            };
            if let Some(outcome) = outcome_of(&error) {
                return Ok(Step::end(outcome));
            }
            if error.outcome_unknown() {
                self.doubt(token);
                if error.kind() == ErrorKind::Interrupted {
                    return Err(error);
                }
                self.tell(EnrollmentStage::OutcomeUnknown, None).await;
                match Box::pin(self.search(token)).await? {
                    Search::Found(borrower) => return Ok(self.found(borrower, token)),
                    Search::Ambiguous(borrowers) => return Ok(Step::end(ambiguous(&borrowers))),
                    Search::DeadlinePassed => return Ok(Step::end(pending(None, token))),
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
            polls.fail(error.clone());
            if !self.may_send_again(&mut polls, token).await? {
                return Err(if error.outcome_unknown() { settled(error) } else { error });
            }
        }
    }

    /// Handles the borrower in the API's answer. The API may answer with an existing borrower of another
    /// company under the same number: this one is never returned as the caller's.
    async fn created(&mut self, borrower: Borrower, token: &ResumeToken) -> Step {
        let is_known = borrower.id.is_some_and(|id| token.others.contains(&id));
        let answer = self.company.compare(&Company::of_borrower(&borrower));
        if answer == CompanyMatch::Different || (is_known && answer != CompanyMatch::Same) {
            return Step::end(ambiguous(&[borrower]));
        }
        self.created.extend(borrower.id);
        self.tell(EnrollmentStage::Created, Some(&borrower)).await;
        Step::Borrower(Some(borrower))
    }

    /// Waits before the next attempt. Returns `false` if there is no time for one before the deadline.
    async fn may_send_again(&self, polls: &mut Polls, token: &ResumeToken) -> Result<bool> {
        if self.options.limit().is_none() && self.attempts >= ROUNDS_WITHOUT_DEADLINE {
            return Ok(false);
        }
        polls.again(&self.transport.interrupt(), || interrupted(token)).await
    }

    pub(super) fn polls(&self) -> Polls {
        Polls::new(self.options.poll_interval, LONGEST_PAUSE_IN_INTERVALS, self.deadline)
    }

    /// Returns the time from which no outcome is unknown, also for machines whose clock differs.
    fn settles_at(&self) -> Timestamp {
        let left = self.settles.map(|at| at.saturating_duration_since(world::now())).unwrap_or_default();
        let at = left.saturating_add(skew(self.options.settle_time));
        world::wall_clock().checked_add(at).unwrap_or(Timestamp::MAX)
    }

    /// Returns the longest time to wait for a call of unknown outcome, whatever a token says.
    fn longest_settling(&self) -> Duration {
        let time = self.options.settle_time.max(SETTLE_TIME);
        time.saturating_add(skew(time))
    }

    /// Returns the function that writes, before each attempt, that a call may be under way, and until when.
    fn intent(&self, token: &ResumeToken) -> Option<BeforeWrite> {
        let (intent, claim) =
            (self.options.intent.clone(), self.company_claim.as_ref().and_then(CompanyClaim::claim));
        if intent.is_none() && claim.is_none() {
            return None;
        }
        let (token, settle_time, left) = (token.clone(), self.options.settle_time, self.left(None));
        Some(Arc::new(move || {
            let settles_in = settle_time.saturating_add(skew(settle_time));
            if let Some(claim) = &claim {
                claim.note(settles_in, &left)?;
            }
            let settles_at = world::wall_clock().checked_add(settles_in).unwrap_or(Timestamp::MAX);
            match &intent {
                Some(intent) => intent(&ResumeToken { settles_at: Some(settles_at), ..token.clone() }),
                None => Ok(()),
            }
        }))
    }

    /// Reports the progress of the enrolment to the caller's function.
    pub(super) async fn tell(&self, stage: EnrollmentStage, borrower: Option<&Borrower>) {
        tracing::debug!(target: "defacto_sdk", stage = stage.as_str(), attempts = self.attempts, "enrolment");
        let Some(listener) = self.options.progress.clone() else { return };
        let progress = EnrollmentProgress {
            stage,
            elapsed_ms: i64::try_from(world::elapsed(self.started).as_millis()).unwrap_or(i64::MAX),
            attempts: self.attempts,
            borrower_status: borrower.and_then(|borrower| borrower.status.clone()),
            extra: JsonObject::default(),
        };
        match listener {
            Listener::Called(callback) => world::run_blocking(move || callback(&progress)).await,
            #[cfg(feature = "python")]
            Listener::Posted(post) => post(progress).await,
        }
    }
}
