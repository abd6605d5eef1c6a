//! The main job for Kotlin and Swift.

use std::sync::Arc;
use std::time::Duration;

use super::{NativeClient, NativeStore, until_stopped};
use crate::CancelToken;
use crate::api::borrowers::NewBorrower;
use crate::api::credit_lines::PaymentMethod;
use crate::enrollment::{Enrollment, EnrollmentProgress};
use crate::error::Result;
use crate::model::Uuid;

/// How an enrolment is done: how long to wait, what to look up.
#[derive(Clone, uniffi::Record)]
#[uniffi::export(Debug)]
pub struct EnrollOptions {
    /// How long to wait, all in all, for the credit line; without it the outcome is `Pending`.
    ///
    /// The API takes 4 to 8 seconds as a rule and 30 at most; allow 60 to survive a failure on the way.
    #[uniffi(default = None)]
    pub wait: Option<Duration>,
    /// Whether the API itself waits before it answers; true with `wait` unless set.
    #[uniffi(default = None)]
    pub synchronous: Option<bool>,
    /// Whether your borrowers repay by direct debit: it needs more data, which is checked then.
    #[uniffi(default = None)]
    pub direct_debit: Option<bool>,
    /// Whether to look for an active borrower of the same company before creating one; true unless set.
    #[uniffi(default = None)]
    pub look_up_existing: Option<bool>,
    /// How long to look the company up after a call whose outcome is unknown, before it may be sent again.
    ///
    /// 45 seconds unless set: longer than the 30 seconds after which the API gives up by itself.
    #[uniffi(default = None)]
    pub settle_time: Option<Duration>,
    /// The first pause between two looks, 1 second unless set; the pauses grow to ten times as much.
    #[uniffi(default = None)]
    pub poll_interval: Option<Duration>,
    /// The token of an earlier enrolment of the same company, to go on where it stopped.
    #[uniffi(default = None)]
    pub resume: Option<String>,
    /// Keeps the enrolment here before it is sent, in place of the client's own store.
    ///
    /// No other process that uses the store enrols the company meanwhile, and after a crash the same call goes on.
    #[uniffi(default = None)]
    pub store: Option<Arc<NativeStore>>,
    /// The borrower to go on with: one of the candidates of `Ambiguous`, which is the company.
    #[uniffi(default = None)]
    pub borrower_id: Option<Uuid>,
    /// Whether to create a borrower although others exist that may be the company; false unless set.
    ///
    /// Set it if none of the candidates of `Ambiguous` is the company. A borrower that certainly is the company is gone
    /// on with all the same.
    #[uniffi(default = None)]
    pub create_new: Option<bool>,
    /// How your borrowers are expected to repay. A credit line that says otherwise is `Ready` with a warning.
    #[uniffi(default = None)]
    pub expect_repayment_method: Option<PaymentMethod>,
}

impl std::fmt::Debug for EnrollOptions {
    /// The token holds the company's number, which may be that of a person.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EnrollOptions")
            .field("wait", &self.wait)
            .field("synchronous", &self.synchronous)
            .field("direct_debit", &self.direct_debit)
            .field("look_up_existing", &self.look_up_existing)
            .field("settle_time", &self.settle_time)
            .field("poll_interval", &self.poll_interval)
            .field("borrower_id", &self.borrower_id)
            .field("create_new", &self.create_new)
            .field("expect_repayment_method", &self.expect_repayment_method)
            .finish_non_exhaustive()
    }
}

/// Is told about every step of an enrolment.
#[uniffi::export(callback_interface)]
pub trait ProgressListener: Send + Sync {
    /// One step: of a blocking call on the calling thread, of another one on a thread for such work. It must not block.
    fn on_progress(&self, progress: EnrollmentProgress);
}

fn options(
    options: EnrollOptions,
    progress: Option<Box<dyn ProgressListener>>,
) -> crate::enrollment::EnrollOptions {
    use crate::enrollment::EnrollOptions as Options;
    let mut set = options.wait.map_or_else(Options::asynchronous, Options::wait_until_ready);
    if let Some(synchronous) = options.synchronous {
        set = set.synchronous(synchronous);
    }
    if let Some(direct_debit) = options.direct_debit {
        set = set.direct_debit(direct_debit);
    }
    if let Some(look_up) = options.look_up_existing {
        set = set.look_up_existing(look_up);
    }
    if let Some(settle_time) = options.settle_time {
        set = set.settle_time(settle_time);
    }
    if let Some(interval) = options.poll_interval {
        set = set.poll_interval(interval);
    }
    if let Some(token) = options.resume {
        set = set.resume(token);
    }
    if let Some(store) = options.store {
        set = set.store(Arc::clone(&store.0));
    }
    if let Some(borrower_id) = options.borrower_id {
        set = set.borrower_id(borrower_id);
    }
    if let Some(create_new) = options.create_new {
        set = set.create_new(create_new);
    }
    if let Some(method) = options.expect_repayment_method {
        set = set.expect_repayment_method(method);
    }
    match progress {
        Some(listener) => set.on_progress(move |step| listener.on_progress(step.clone())),
        None => set,
    }
}

#[uniffi::export]
impl NativeClient {
    /// Enrols a company and, with `wait`, waits for its credit line.
    ///
    /// # Errors
    /// `Validation` with every problem when the request cannot pass.
    pub fn enroll(
        &self,
        new_borrower: &NewBorrower,
        options: EnrollOptions,
        progress: Option<Box<dyn ProgressListener>>,
    ) -> Result<Enrollment> {
        self.client.enroll(new_borrower, &self::options(options, progress))
    }

    /// Goes on with an enrolment that was `Pending`.
    ///
    /// # Errors
    /// `Validation` when the token is none; `NotFound` when there is no borrower after all.
    pub fn resume_enrollment(
        &self,
        resume: &str,
        options: EnrollOptions,
        progress: Option<Box<dyn ProgressListener>>,
    ) -> Result<Enrollment> {
        self.client.resume_enrollment(resume, &self::options(options, progress))
    }

    /// Goes on with the enrolment of a company by its number alone.
    ///
    /// # Errors
    /// `NotFound` when the API has no active borrower with this number.
    pub fn follow_enrollment(
        &self,
        identifier: &str,
        options: EnrollOptions,
        progress: Option<Box<dyn ProgressListener>>,
    ) -> Result<Enrollment> {
        self.client.follow_enrollment(identifier, &self::options(options, progress))
    }

    /// As `enroll`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `enroll`.
    pub async fn enroll_async(
        &self,
        new_borrower: NewBorrower,
        options: EnrollOptions,
        progress: Option<Box<dyn ProgressListener>>,
        stop: Arc<CancelToken>,
    ) -> Result<Enrollment> {
        let (client, options) = (self.stopped_by(&stop), self::options(options, progress));
        until_stopped(Box::pin(async move { client.enroll(&new_borrower, &options).await }), stop).await
    }

    /// As `resume_enrollment`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `resume_enrollment`.
    pub async fn resume_enrollment_async(
        &self,
        resume: String,
        options: EnrollOptions,
        progress: Option<Box<dyn ProgressListener>>,
        stop: Arc<CancelToken>,
    ) -> Result<Enrollment> {
        let (client, options) = (self.stopped_by(&stop), self::options(options, progress));
        until_stopped(Box::pin(async move { client.resume_enrollment(&resume, &options).await }), stop).await
    }

    /// As `follow_enrollment`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `follow_enrollment`.
    pub async fn follow_enrollment_async(
        &self,
        identifier: String,
        options: EnrollOptions,
        progress: Option<Box<dyn ProgressListener>>,
        stop: Arc<CancelToken>,
    ) -> Result<Enrollment> {
        let (client, options) = (self.stopped_by(&stop), self::options(options, progress));
        until_stopped(Box::pin(async move { client.follow_enrollment(&identifier, &options).await }), stop)
            .await
    }
}

#[uniffi::export]
impl Enrollment {
    /// The outcome as JSON text, to store it. It holds the borrower's personal data, but no key.
    #[uniffi::method(name = "to_json")]
    pub fn to_json_for_foreign(&self) -> String {
        self.to_json()
    }
}

/// Reads an outcome that `to_json` wrote.
///
/// # Errors
/// `Validation` when the text is none.
#[uniffi::export]
fn enrollment_from_json(text: &str) -> Result<Enrollment> {
    Enrollment::from_json(text)
}
