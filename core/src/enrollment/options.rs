//! The options of an enrolment.

use std::sync::Arc;
use std::time::Duration;

use super::token::ResumeToken;
use super::{EnrollmentProgress, SETTLE_TIME};
use crate::api::credit_lines::{CreditLine, PaymentMethod};
use crate::error::{Problem, Result, Severity};
use crate::model::Uuid;
use crate::store::Store;

/// The receiver of an enrolment's progress.
#[derive(Clone)]
pub(crate) enum Listener {
    /// A function that may block.
    Called(Arc<dyn Fn(&EnrollmentProgress) + Send + Sync>),
    /// A function that returns at once, with a future that ends when the step was handled.
    #[cfg(feature = "python")]
    Posted(Arc<dyn Fn(EnrollmentProgress) -> Heard + Send + Sync>),
}

/// A future that ends when a step was handled.
#[cfg(feature = "python")]
pub(crate) type Heard = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Stores the resume token before each attempt of `POST /borrowers`, for the case of a crash.
pub(crate) type IntentCallback = Arc<dyn Fn(&ResumeToken) -> Result<()> + Send + Sync>;

/// The options of an enrolment: how long to wait, what to look up, where to report progress.
#[derive(Clone)]
#[must_use]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct EnrollOptions {
    pub(crate) deadline: Option<Duration>,
    pub(crate) wait_for_line: bool,
    pub(crate) synchronous: bool,
    pub(crate) direct_debit: Option<bool>,
    pub(crate) look_up_existing: bool,
    pub(crate) settle_time: Duration,
    pub(crate) poll_interval: Duration,
    pub(crate) resume: Option<String>,
    pub(crate) progress: Option<Listener>,
    pub(crate) intent: Option<IntentCallback>,
    pub(crate) store: Option<Arc<dyn Store>>,
    pub(crate) borrower_id: Option<Uuid>,
    pub(crate) create_new: bool,
    pub(crate) repayment_method: Option<PaymentMethod>,
}

impl std::fmt::Debug for EnrollOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EnrollOptions")
            .field("deadline", &self.deadline)
            .field("wait_for_line", &self.wait_for_line)
            .field("synchronous", &self.synchronous)
            .finish_non_exhaustive()
    }
}

impl EnrollOptions {
    fn base() -> Self {
        Self {
            deadline: None,
            wait_for_line: false,
            synchronous: false,
            direct_debit: None,
            look_up_existing: true,
            settle_time: SETTLE_TIME,
            poll_interval: Duration::from_secs(1),
            resume: None,
            progress: None,
            intent: None,
            store: None,
            borrower_id: None,
            create_new: false,
            repayment_method: None,
        }
    }

    /// Enrols without waiting for the line: the outcome is `Pending`, unless it is known already.
    pub fn asynchronous() -> Self {
        Self::base()
    }

    /// Enrols synchronously (`wait_for_ready`) and waits for the credit line, for at most `deadline` in all.
    ///
    /// The API usually takes 4 to 8 seconds and at most 30; allow 60 seconds to survive a failure on the way.
    pub fn wait_until_ready(deadline: Duration) -> Self {
        Self { deadline: Some(deadline), wait_for_line: true, synchronous: true, ..Self::base() }
    }

    /// Sets whether the API waits before it answers (`wait_for_ready`). Otherwise the answer comes sooner and
    /// the line is found by polling.
    pub fn synchronous(mut self, synchronous: bool) -> Self {
        self.synchronous = synchronous;
        self
    }

    /// Sets the deadline of the enrolment. After it the outcome is `Pending`, or an error if nothing was
    /// sent.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets whether your borrowers repay by direct debit: it needs more data, which is then validated.
    pub fn direct_debit(mut self, direct_debit: bool) -> Self {
        self.direct_debit = Some(direct_debit);
        self
    }

    /// Sets whether to look for an active borrower of the same company before creating one; true by default.
    ///
    /// The look-up costs one read. Turn it off only if you know that the company was never enrolled: the
    /// effect of a second enrolment is not documented.
    pub fn look_up_existing(mut self, look_up: bool) -> Self {
        self.look_up_existing = look_up;
        self
    }

    /// Sets how long the company is looked up after a call of unknown outcome, before a new attempt.
    ///
    /// 45 seconds by default: longer than the 30 seconds after which the API stops by itself, so that a late
    /// commit is seen. A shorter time risks a second borrower.
    pub fn settle_time(mut self, settle_time: Duration) -> Self {
        self.settle_time = settle_time;
        self
    }

    /// Sets the first pause between two polls, 1 second by default. The pauses grow to ten times as much.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.poll_interval = interval;
        self
    }

    /// Continues an earlier enrolment of the same company, by its resume token.
    pub fn resume(mut self, token: impl Into<String>) -> Self {
        self.resume = Some(token.into());
        self
    }

    /// Keeps the enrolment in this store before it is sent, instead of the client's own store. No other
    /// process with the store enrols the company meanwhile, and after a crash the same call continues.
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = Some(store);
        self
    }

    /// Continues with this borrower: the candidate of `Enrollment::Ambiguous` that is the company.
    pub fn borrower_id(mut self, borrower_id: Uuid) -> Self {
        self.borrower_id = Some(borrower_id);
        self
    }

    /// Sets whether to create a borrower although others may be the company: none of the candidates of
    /// `Enrollment::Ambiguous` is. A borrower that certainly is the company is still used.
    pub fn create_new(mut self, create_new: bool) -> Self {
        self.create_new = create_new;
        self
    }

    /// Sets the repayment method that you expect. A credit line with another one is `Ready` with a warning.
    pub fn expect_repayment_method(mut self, method: PaymentMethod) -> Self {
        self.repayment_method = Some(method);
        self
    }

    /// Sets the function that stores the token before `POST /borrowers`. If it fails, nothing is sent.
    pub(crate) fn before_sending(
        mut self,
        intent: impl Fn(&ResumeToken) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.intent = Some(Arc::new(intent));
        self
    }

    /// Calls `callback` at every step: on the calling thread by a blocking client, on a thread of the runtime
    /// for blocking work by an asynchronous one.
    pub fn on_progress(mut self, callback: impl Fn(&EnrollmentProgress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Listener::Called(Arc::new(callback)));
        self
    }

    /// Calls `post` at every step, and continues when the step was handled.
    #[cfg(feature = "python")]
    pub(crate) fn post_progress(
        mut self,
        post: impl Fn(EnrollmentProgress) -> Heard + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Listener::Posted(Arc::new(post)));
        self
    }
}

/// Returns a warning if the repayment method of a credit line is not the expected one.
pub(crate) fn check_line(line: &CreditLine, expected: Option<&PaymentMethod>) -> Vec<Problem> {
    let found = line.default_repayment_method.as_ref();
    let Some(expected) = expected.filter(|expected| found != Some(*expected)) else { return Vec::new() };
    let found = found.map_or("no method", PaymentMethod::as_str);
    let detail = format!(
        "is {found}, and {} is expected: ask the vendor before a loan is requested",
        expected.as_str()
    );
    let pointer = "/credit_line/default_repayment_method";
    vec![Problem::new(pointer, "repayment_method_differs", Severity::Warning, detail)]
}
