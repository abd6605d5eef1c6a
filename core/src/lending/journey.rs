//! The steps of one loan request.

use super::options::LoanOptions;
use super::{LoanOutcome, invoice};
use crate::api::loans::{AsyncLoans, Loan, LoanStatus, NewLoan};
use crate::error::{DefactoError, ErrorKind, Problem, Result, Severity};
use crate::intent::{Intent, Remembered, Sending, Settled, leaves_doubt, memory};
use crate::transport::Transport;
use crate::wait::{Deadline, Polls, is_transient};

/// The longest pause between two polls, as a multiple of the polling interval.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 10;

pub(super) struct Journey<'a> {
    pub(super) transport: &'a Transport,
    pub(super) options: &'a LoanOptions,
    pub(super) deadline: Deadline,
    pub(super) salt_id: String,
}

/// The result of a step: the value for the next step, or an outcome that ends the journey.
#[expect(clippy::large_enum_variant, reason = "it lives for one return")]
pub(super) enum Step<T> {
    On(T),
    End(LoanOutcome),
}

impl<'a> Journey<'a> {
    pub(super) fn new(transport: &'a Transport, options: &'a LoanOptions) -> Self {
        let deadline = Deadline::after(options.wait);
        Self { transport, options, deadline, salt_id: String::new() }
    }

    pub(super) async fn request(mut self, new_loan: &NewLoan) -> Result<LoanOutcome> {
        let mut request = new_loan.ready_to_send(self.transport.is_production())?;
        if self.options.waits() && request.wait_for_validation.is_none() {
            request.wait_for_validation = Some(true);
        }
        let has_invoice = !request.invoice_ids.is_empty() || !request.invoices.is_empty();
        if self.options.invoice.is_some() && has_invoice {
            let detail = "a loan finances one invoice at most, and the options have one";
            let problem = Problem::new("/invoice_ids", "several_invoices", Severity::Error, detail);
            return Err(DefactoError::invalid(vec![problem]));
        }
        let area = AsyncLoans { transport: self.transport.clone() };
        let intent = area.intent_of(&request, self.options.invoice.as_ref());
        let store = self.options.store.as_ref().or(self.transport.store());
        let remembered = Remembered::new(store, self.transport.base_url());
        self.salt_id = memory().look_up(&intent)?.salt_id;
        let outcome = self.go(&intent, &remembered, request).await;
        outcome.map_err(|error| error.with_salt(Some(self.salt_id)))
    }

    /// Sends a valid request and waits for the decision.
    async fn go(
        &mut self,
        intent: &Intent,
        remembered: &Remembered,
        mut request: NewLoan,
    ) -> Result<LoanOutcome> {
        if let Some(new_invoice) = &self.options.invoice {
            match invoice::verified(self, new_invoice).await? {
                Step::On(id) => request.invoice_ids = vec![id],
                Step::End(outcome) => return Ok(outcome),
            }
        }
        let noted = intent.begin(remembered).await?;
        self.salt_id.clone_from(&noted.sending.salt_id);
        let mut in_doubt = false;
        let outcome = match self.send(&noted.sending, &request, &mut in_doubt).await {
            Ok(Step::On(loan)) => {
                in_doubt = true;
                self.decide(loan).await
            }
            Ok(Step::End(outcome)) => Ok(outcome),
            Err(error) => Err(error),
        };
        noted
            .settle(match &outcome {
                // After an error the caller does not know of the loan, even if it exists.
                Err(_) | Ok(LoanOutcome::Pending { loan: None, .. }) if in_doubt => Settled::InDoubt,
                Err(_) | Ok(LoanOutcome::Declined { loan: None, .. }) => Settled::NotDone,
                Ok(_) => Settled::Done,
            })
            .await;
        outcome
    }

    /// Sends `POST /loans`, and again with the same salt until the deadline, as long as the outcome may
    /// change. Sets `in_doubt` to `true` if an attempt may have taken effect.
    async fn send(&self, sending: &Sending, request: &NewLoan, in_doubt: &mut bool) -> Result<Step<Loan>> {
        let mut polls = self.polls();
        loop {
            let area = AsyncLoans { transport: self.transport.until(self.deadline) };
            let mut error = match area.post(sending, request.clone()).await {
                Ok(loan) => return Ok(Step::On(loan)),
                Err(error) => error,
            };
            *in_doubt |= leaves_doubt(&error);
            if let Some(reason) = error.details().denial_reason.clone().filter(|_| !*in_doubt) {
                return Ok(Step::End(LoanOutcome::Declined { loan: None, reason: Some(reason) }));
            }
            if is_answered(&error) {
                error.details_mut().outcome_unknown = true;
                return Err(error);
            }
            if !is_transient(&error) {
                if *in_doubt {
                    doubt(&mut error);
                }
                return Err(error);
            }
            polls.fail(error.clone());
            let again = self.options.wait.is_some()
                && self.again(&mut polls).await.map_err(|mut error| {
                    error.details_mut().outcome_unknown = *in_doubt;
                    error
                })?;
            if !again && *in_doubt && self.options.wait.is_some() {
                return Ok(Step::End(self.pending(None)));
            }
            if !again {
                return Err(error);
            }
        }
    }

    /// Waits for the decision and accepts the offer, as far as the options say so.
    async fn decide(&self, mut loan: Loan) -> Result<LoanOutcome> {
        let mut polls = self.polls();
        loop {
            match &loan.status {
                LoanStatus::Declined => {
                    let reason = loan.denial_reason.clone();
                    return Ok(LoanOutcome::Declined { loan: Some(loan), reason });
                }
                LoanStatus::Canceled | LoanStatus::Deleted => return Ok(LoanOutcome::Canceled { loan }),
                LoanStatus::ToValidate if !self.options.accept => return Ok(LoanOutcome::Offered { loan }),
                LoanStatus::ToValidate => {
                    if let Some(accepted) = self.accept(&loan).await? {
                        loan = accepted;
                        continue;
                    }
                }
                LoanStatus::Submitted | LoanStatus::PendingValidation | LoanStatus::Unknown { .. } => {}
                _ => return Ok(LoanOutcome::Accepted { loan }),
            }
            if !self.options.waits() || !self.again(&mut polls).await? {
                return Ok(self.pending(Some(loan)));
            }
            let area = AsyncLoans { transport: self.transport.until(self.deadline) };
            loan = polls.take(area.get(loan.id).await)?.unwrap_or(loan);
        }
    }

    /// Accepts the offer. Returns `None` if the outcome is unknown: the next poll shows the loan's status,
    /// and an open offer can be accepted again.
    async fn accept(&self, loan: &Loan) -> Result<Option<Loan>> {
        let area = AsyncLoans { transport: self.transport.until(self.deadline) };
        let error = match area.validate(loan.id).await {
            Ok(loan) => return Ok(Some(loan)),
            Err(error) => error,
        };
        // The API may refuse because an earlier call took effect.
        if error.kind() == ErrorKind::Validation || error.outcome_unknown() {
            let current = area.get(loan.id).await;
            if let Ok(current) = current
                && current.status != LoanStatus::ToValidate
            {
                return Ok(Some(current));
            }
        }
        if is_transient(&error) && self.options.waits() { Ok(None) } else { Err(error) }
    }

    /// Waits before the next attempt. Returns `false` if there is no time for one before the deadline.
    pub(super) async fn again(&self, polls: &mut Polls) -> Result<bool> {
        let interrupted = || {
            let hint = "Send the same request again to go on: it holds its salt_id.";
            DefactoError::of(ErrorKind::Interrupted, "the loan request was interrupted", hint)
        };
        polls.again(&self.transport.interrupt(), interrupted).await
    }

    pub(super) fn polls(&self) -> Polls {
        Polls::new(self.options.poll_interval, LONGEST_PAUSE_IN_INTERVALS, self.deadline)
    }

    fn pending(&self, loan: Option<Loan>) -> LoanOutcome {
        LoanOutcome::Pending { loan, invoice: None, salt_id: self.salt_id.clone() }
    }
}

/// Returns `true` if the API accepted the request with an unreadable answer. It is not sent again.
fn is_answered(error: &DefactoError) -> bool {
    error.kind() == ErrorKind::Decode || error.status().is_some_and(|status| (200..300).contains(&status))
}

/// Marks the outcome of a refusal after an attempt of unknown outcome as unknown: the API may refuse the
/// salt, or a second loan for the same invoice, because the loan exists.
fn doubt(error: &mut DefactoError) {
    let details = error.details_mut();
    if details.status.is_some_and(|status| status < 500) {
        details.outcome_unknown = true;
        details.hint = Some(
            "An attempt before this one may have taken effect: look with loans.list before you request again."
                .to_owned(),
        );
    }
}
