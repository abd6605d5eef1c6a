//! Lending for Kotlin and Swift.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::sync::{Arc, Mutex, PoisonError};

use super::asynchronous::until_stopped;
use super::client::NativeClient;
use crate::api::loans::{Loan, NewLoan};
use crate::error::{Problem, Result};
pub use crate::lending::loan_options_record::LoanOptions;
pub use crate::lending::track_options_record::TrackOptions;
use crate::lending::{AsyncLoanTracker, LoanOutcome, LoanTracker};
use crate::model::{Language, Uuid};
use crate::wait::CancelToken;

/// A loan that is followed.
#[derive(Debug, uniffi::Object)]
pub struct NativeLoanTracker(Mutex<LoanTracker>);

#[uniffi::export]
impl NativeLoanTracker {
    /// Returns the loan at its next status change, or nothing after the last one. Blocks.
    ///
    /// # Errors
    /// Those of `loans.get`.
    pub fn next(&self) -> Result<Option<Loan>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next().transpose()
    }
}

/// A loan that is followed without a thread.
#[derive(Debug, uniffi::Object)]
pub struct NativeLoanChanges {
    changes: tokio::sync::Mutex<AsyncLoanTracker>,
    stop: Arc<CancelToken>,
}

#[uniffi::export]
impl NativeLoanChanges {
    /// Returns the loan at its next status change, or nothing after the last one.
    ///
    /// # Errors
    /// Those of `loans.get`.
    pub async fn next(self: Arc<Self>) -> Result<Option<Loan>> {
        let stop = Arc::clone(&self.stop);
        until_stopped(Box::pin(async move { self.changes.lock().await.next_change().await }), stop).await
    }
}

#[uniffi::export]
impl NativeClient {
    /// Requests a loan and, with `wait`, waits for the decision.
    ///
    /// # Errors
    /// `Validation` with every problem when the request is invalid.
    pub fn request_loan(&self, new_loan: &NewLoan, options: LoanOptions) -> Result<LoanOutcome> {
        self.client.request_loan(new_loan, &options.set())
    }

    /// Follows a loan: returns it now and at each change of its status.
    pub fn track(&self, loan_id: Uuid, options: TrackOptions) -> NativeLoanTracker {
        NativeLoanTracker(Mutex::new(self.client.track(loan_id, &options.set())))
    }

    /// As `track`, without a thread; `stop` ends it.
    pub fn track_async(
        &self,
        loan_id: Uuid,
        options: TrackOptions,
        stop: Arc<CancelToken>,
    ) -> NativeLoanChanges {
        let changes = self.stopped_by(&stop).track(loan_id, &options.set());
        NativeLoanChanges { changes: tokio::sync::Mutex::new(changes), stop }
    }

    /// As `request_loan`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `request_loan`.
    pub async fn request_loan_async(
        &self,
        new_loan: NewLoan,
        options: LoanOptions,
        stop: Arc<CancelToken>,
    ) -> Result<LoanOutcome> {
        let (client, options) = (self.stopped_by(&stop), options.set());
        until_stopped(Box::pin(async move { client.request_loan(&new_loan, &options).await }), stop).await
    }

    /// As `explain`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `explain`.
    pub async fn explain_async(
        &self,
        code: String,
        language: Language,
        stop: Arc<CancelToken>,
    ) -> Result<Option<String>> {
        let client = self.stopped_by(&stop);
        until_stopped(Box::pin(async move { client.explain(&code, language).await }), stop).await
    }

    /// Returns the vendor's text for a denial code, or nothing for an unknown code.
    ///
    /// # Errors
    /// Those of every call.
    pub fn explain(&self, code: &str, language: &Language) -> Result<Option<String>> {
        self.client.explain(code, language.clone())
    }
}

#[uniffi::export]
impl LoanOutcome {
    /// Returns the outcome as JSON text, to store it. It holds the loan's accounts, but no key.
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
fn loan_outcome_from_json(text: &str) -> Result<LoanOutcome> {
    LoanOutcome::from_json(text)
}

/// Forgets the loans that this process has requested from the API at `base_url`. For tests that reset their
/// sandbox. Do not call it elsewhere: it removes the protection against a second loan.
#[uniffi::export]
fn forget_requests(base_url: &str) {
    crate::lending::forget_requests(base_url);
}

/// Creates a salt that no other request has.
#[uniffi::export]
fn new_salt() -> String {
    crate::intent::new_salt()
}

/// Derives the salt of a request from a key.
///
/// # Errors
/// `Validation` when the key is blank.
#[uniffi::export]
fn salt_for_key(key: &str) -> Result<String> {
    crate::intent::salt_for_key(key)
}

#[uniffi::export]
impl NewLoan {
    /// Returns all problems of the request. Does not block, sends nothing.
    #[uniffi::method(name = "validate")]
    pub fn validate_for_foreign(&self) -> Vec<Problem> {
        self.validate()
    }

    /// Returns the request as it is sent: without blanks in the IBAN.
    #[uniffi::method(name = "normalized")]
    #[must_use]
    pub fn normalized_for_foreign(&self) -> Self {
        self.normalized()
    }
}
