//! Enrolment for Kotlin and Swift.

use std::sync::Arc;

use super::asynchronous::until_stopped;
use super::client::NativeClient;
use crate::api::borrowers::NewBorrower;
pub use crate::enrollment::enroll_options_record::EnrollOptions;
use crate::enrollment::{Enrollment, EnrollmentProgress};
use crate::error::Result;
use crate::wait::CancelToken;

/// Receives every step of an enrolment.
#[uniffi::export(callback_interface)]
pub trait NativeProgressListener: Send + Sync {
    /// Receives one step: on the calling thread if the call blocks, otherwise on a thread for such work. It
    /// must not block.
    fn on_progress(&self, progress: EnrollmentProgress);
}

fn options(
    options: EnrollOptions,
    progress: Option<Box<dyn NativeProgressListener>>,
) -> crate::enrollment::EnrollOptions {
    let options = options.set();
    match progress {
        Some(listener) => options.on_progress(move |step| listener.on_progress(step.clone())),
        None => options,
    }
}

#[uniffi::export]
impl NativeClient {
    /// Enrols a company and, with `wait`, waits for its credit line.
    ///
    /// # Errors
    /// `Validation` with every problem when the request is invalid.
    pub fn enroll(
        &self,
        new_borrower: &NewBorrower,
        options: EnrollOptions,
        progress: Option<Box<dyn NativeProgressListener>>,
    ) -> Result<Enrollment> {
        self.client.enroll(new_borrower, &self::options(options, progress))
    }

    /// Continues an enrolment that was `Pending`.
    ///
    /// # Errors
    /// `Validation` when `resume` is not a token; `NotFound` when the API has created no borrower.
    pub fn resume_enrollment(
        &self,
        resume: &str,
        options: EnrollOptions,
        progress: Option<Box<dyn NativeProgressListener>>,
    ) -> Result<Enrollment> {
        self.client.resume_enrollment(resume, &self::options(options, progress))
    }

    /// Continues the enrolment of a company by its number alone.
    ///
    /// # Errors
    /// `NotFound` when the API has no active borrower with this number.
    pub fn follow_enrollment(
        &self,
        identifier: &str,
        options: EnrollOptions,
        progress: Option<Box<dyn NativeProgressListener>>,
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
        progress: Option<Box<dyn NativeProgressListener>>,
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
        progress: Option<Box<dyn NativeProgressListener>>,
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
        progress: Option<Box<dyn NativeProgressListener>>,
        stop: Arc<CancelToken>,
    ) -> Result<Enrollment> {
        let (client, options) = (self.stopped_by(&stop), self::options(options, progress));
        until_stopped(Box::pin(async move { client.follow_enrollment(&identifier, &options).await }), stop)
            .await
    }
}

#[uniffi::export]
impl Enrollment {
    /// Returns the outcome as JSON text, to store it. It holds the borrower's personal data, but no key.
    #[uniffi::method(name = "to_json")]
    pub fn to_json_for_foreign(&self) -> String {
        self.to_json()
    }
}

/// Reads an outcome from the text of `to_json`.
///
/// # Errors
/// `Validation` when the text is not an outcome.
#[uniffi::export]
fn enrollment_from_json(text: &str) -> Result<Enrollment> {
    Enrollment::from_json(text)
}
