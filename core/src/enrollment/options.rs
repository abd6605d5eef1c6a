//! How an enrolment is done.

use std::sync::Arc;
use std::time::Duration;

use defacto_sdk_macros::options;

use super::progress::EnrollmentProgress;
use super::token::ResumeToken;
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
    Posted(Arc<dyn Fn(EnrollmentProgress) -> Handled + Send + Sync>),
}

/// A future that ends when a step was handled.
#[cfg(feature = "python")]
pub(crate) type Handled = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Stores the resume token before each attempt of `POST /borrowers`, for the case of a crash.
pub(crate) type IntentCallback = Arc<dyn Fn(&ResumeToken) -> Result<()> + Send + Sync>;

/// The options of an enrolment: how long to wait, what to look up, where to report progress.
#[options]
pub struct EnrollOptions {
    /// How long to wait, all in all, for the credit line; without it the outcome is `Pending`.
    ///
    /// The API usually takes 4 to 8 seconds and at most 30; allow 60 seconds to survive a failure on the way.
    wait: Option<Duration>,
    /// Whether the API itself waits before it answers (`wait_for_ready`); true with `wait` unless set.
    ///
    /// Without it the answer comes sooner, and the line is found by polling.
    synchronous: Option<bool>,
    /// How long the enrolment may take in all, instead of `wait`.
    ///
    /// After that the outcome is `Pending`, or the last error if nothing was sent.
    #[rust_only]
    deadline: Option<Duration>,
    /// Whether your borrowers repay by direct debit: it needs more data, which is then validated.
    direct_debit: Option<bool>,
    /// Whether to look for an active borrower of the same company before creating one; true unless set.
    ///
    /// The look-up costs one read. Turn it off only if you know that the company was never enrolled: the effect of a
    /// second enrolment is not documented.
    #[initial(true)]
    look_up_existing: bool,
    /// How long the company is looked up after a call of unknown outcome, before a new attempt.
    ///
    /// 45 seconds unless set: longer than the 30 seconds after which the API stops by itself, so that a late commit is
    /// seen. A shorter time risks a second borrower.
    #[initial(Duration::from_secs(45))]
    settle_time: Duration,
    /// The first pause between two polls, 1 second unless set; the pauses grow to ten times as much.
    #[initial(Duration::from_secs(1))]
    poll_interval: Duration,
    /// The resume token of an earlier enrolment of the same company, which is continued.
    #[hidden]
    resume: Option<String>,
    /// Keeps the enrolment in this store before it is sent, instead of the client's own store.
    ///
    /// No other process with the store enrols the company meanwhile, and after a crash the same call continues.
    #[held_by(NativeStore)]
    #[hidden]
    store: Option<Arc<dyn Store>>,
    /// The borrower to continue with: the candidate of `Ambiguous` that is the company.
    borrower_id: Option<Uuid>,
    /// Whether to create a borrower although others may be the company; false unless set.
    ///
    /// Set it if none of the candidates of `Ambiguous` is the company. A borrower that certainly is the company is still
    /// used.
    create_new: bool,
    /// The repayment method that you expect. A credit line with another one is `Ready` with a warning.
    expect_repayment_method: Option<PaymentMethod>,
    #[own]
    progress: Option<Listener>,
    #[own]
    intent: Option<IntentCallback>,
}

impl EnrollOptions {
    /// Enrols without waiting for the line: the outcome is `Pending`, unless it is known already.
    pub fn asynchronous() -> Self {
        Self::default()
    }

    /// Enrols synchronously (`wait_for_ready`) and waits for the credit line, for at most `wait` in all.
    ///
    /// The API usually takes 4 to 8 seconds and at most 30; allow 60 seconds to survive a failure on the way.
    pub fn wait_until_ready(wait: Duration) -> Self {
        Self::default().wait(wait)
    }

    /// Returns when the enrolment ends in any case.
    pub(crate) fn limit(&self) -> Option<Duration> {
        self.deadline.or(self.wait)
    }

    pub(crate) fn waits_for_line(&self) -> bool {
        self.wait.is_some()
    }

    /// Returns `true` if the API waits before it answers.
    pub(crate) fn is_synchronous(&self) -> bool {
        self.synchronous.unwrap_or_else(|| self.waits_for_line())
    }

    /// Sets the function that stores the token before `POST /borrowers`. If it fails, nothing is sent.
    pub(crate) fn before_sending(
        mut self,
        intent: impl Fn(&ResumeToken) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.intent = Some(Arc::new(intent));
        self
    }

    /// Calls `callback` at every step: on the calling thread by a blocking client, on a thread of the runtime for blocking
    /// work by an asynchronous one.
    pub fn on_progress(mut self, callback: impl Fn(&EnrollmentProgress) + Send + Sync + 'static) -> Self {
        self.progress = Some(Listener::Called(Arc::new(callback)));
        self
    }

    /// Calls `post` at every step, and continues when the step was handled.
    #[cfg(feature = "python")]
    pub(crate) fn post_progress(
        mut self,
        post: impl Fn(EnrollmentProgress) -> Handled + Send + Sync + 'static,
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
