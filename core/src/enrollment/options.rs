//! How an enrolment is done.

use std::sync::Arc;
use std::time::Duration;

use defacto_sdk_macros::options;

use super::token::ResumeToken;
use super::{EnrollmentProgress, SETTLE_TIME};
use crate::api::credit_lines::{CreditLine, PaymentMethod};
use crate::error::{Problem, Result, Severity};
use crate::model::Uuid;
use crate::store::Store;

/// Whom an enrolment tells about its steps.
#[derive(Clone)]
pub(crate) enum Listener {
    /// A function that may block.
    Called(Arc<dyn Fn(&EnrollmentProgress) + Send + Sync>),
    /// One that passes the step on at once, and a future that ends when it has been heard.
    #[cfg(feature = "python")]
    Posted(Arc<dyn Fn(EnrollmentProgress) -> Heard + Send + Sync>),
}

/// Ends when a step has been heard.
#[cfg(feature = "python")]
pub(crate) type Heard = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

/// Writes down, before each attempt of `POST /borrowers`, the token with which the enrolment goes on after a crash.
pub(crate) type IntentCallback = Arc<dyn Fn(&ResumeToken) -> Result<()> + Send + Sync>;

/// How an enrolment is done: how long to wait, what to look up, which functions to call.
#[options]
pub struct EnrollOptions {
    /// How long to wait, all in all, for the credit line; without it the outcome is `Pending`.
    ///
    /// The API takes 4 to 8 seconds as a rule and 30 at most; allow 60 to survive a failure on the way.
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
    /// Whether your borrowers repay by direct debit: it needs more data, which is checked then.
    direct_debit: Option<bool>,
    /// Whether to look for an active borrower of the same company before creating one; true unless set.
    ///
    /// It costs one read. Turn it off only where you know that the company was never enrolled: the API does not say
    /// what a second enrolment does.
    #[initial(true)]
    look_up_existing: bool,
    /// How long to look the company up after a call whose outcome is unknown, before it may be sent again.
    ///
    /// 45 seconds unless set: longer than the 30 seconds after which the API gives up by itself, so that a late commit
    /// is seen. A shorter time risks a second borrower.
    #[initial(SETTLE_TIME)]
    settle_time: Duration,
    /// The first pause between two polls, 1 second unless set; the pauses grow to ten times as much.
    #[initial(Duration::from_secs(1))]
    poll_interval: Duration,
    /// The token of an earlier enrolment of the same company, to go on where it stopped.
    #[hidden]
    resume: Option<String>,
    /// Keeps the enrolment in a store before it is sent, in place of the client's own store.
    ///
    /// No other process that uses the store enrols the company meanwhile, and after a crash the same call goes on.
    #[held_by(NativeStore)]
    #[hidden]
    store: Option<Arc<dyn Store>>,
    /// The borrower to go on with: one of the candidates of `Ambiguous`, which is the company.
    borrower_id: Option<Uuid>,
    /// Whether to create a borrower although others exist that may be the company; false unless set.
    ///
    /// Set it if none of the candidates of `Ambiguous` is the company. If a borrower certainly is the company, the
    /// enrolment goes on with it all the same.
    create_new: bool,
    /// How your borrowers are expected to repay. A credit line that says otherwise is `Ready` with a warning.
    expect_repayment_method: Option<PaymentMethod>,
    #[own]
    progress: Option<Listener>,
    #[own]
    intent: Option<IntentCallback>,
}

impl EnrollOptions {
    /// Enrols and does not wait for the line: the outcome is `Pending`, unless something is known already.
    pub fn asynchronous() -> Self {
        Self::default()
    }

    /// Enrols synchronously (`wait_for_ready`), and waits at most this long, all in all, for the credit line.
    ///
    /// The API takes 4 to 8 seconds as a rule and 30 at most; allow 60 to survive a failure on the way.
    pub fn wait_until_ready(wait: Duration) -> Self {
        Self::default().wait(wait)
    }

    /// When the enrolment ends in any case.
    pub(crate) fn limit(&self) -> Option<Duration> {
        self.deadline.or(self.wait)
    }

    pub(crate) fn waits_for_line(&self) -> bool {
        self.wait.is_some()
    }

    /// Whether the API waits before it answers.
    pub(crate) fn is_synchronous(&self) -> bool {
        self.synchronous.unwrap_or_else(|| self.waits_for_line())
    }

    /// Is told what to write down before `POST /borrowers` is sent. Nothing is sent when that fails.
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

    /// Passes every step on, and goes on when it has been heard.
    #[cfg(feature = "python")]
    pub(crate) fn post_progress(
        mut self,
        post: impl Fn(EnrollmentProgress) -> Heard + Send + Sync + 'static,
    ) -> Self {
        self.progress = Some(Listener::Posted(Arc::new(post)));
        self
    }
}

/// What a credit line has that is not expected.
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
