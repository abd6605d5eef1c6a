//! Pending enrolments for Kotlin.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::asynchronous::until_stopped;
use super::client::NativeClient;
use super::store::NativeStore;
use crate::enrollment::Enrollment;
use crate::error::Result;
pub use crate::pending::pending_options_record::PendingOptions;
use crate::pending::{AsyncResolutions, PendingEnrollments, Resolution, Resolutions};
use crate::wait::CancelToken;
use crate::webhook::WebhookEvent;

/// Pending enrolments: companies that wait for their credit line.
#[derive(Debug, uniffi::Object)]
pub struct NativePendingEnrollments(PendingEnrollments);

#[uniffi::export]
impl NativePendingEnrollments {
    /// Opens the pending enrolments in `store` under the name in `options`. Sends nothing.
    #[uniffi::constructor]
    pub fn new(client: Arc<NativeClient>, store: Arc<NativeStore>, options: PendingOptions) -> Self {
        let (store, options) = (Arc::clone(&store.0), options.set());
        Self(PendingEnrollments::new(&client.client, store, options))
    }

    /// Adds a `Pending` enrolment. Returns `true` if it was added.
    ///
    /// # Errors
    /// `Store` when the store cannot be used; `Validation` when the token is invalid.
    pub fn add(&self, enrollment: &Enrollment) -> Result<bool> {
        self.0.add(enrollment)
    }

    /// Adds an enrolment by its resume token.
    ///
    /// # Errors
    /// `Store` when the store cannot be used; `Validation` when the token is invalid.
    pub fn add_token(&self, resume: &str) -> Result<()> {
        self.0.add_token(resume)
    }

    /// Schedules a poll if `event` may announce a credit line. Returns `true` if it does.
    pub fn notify(&self, event: &WebhookEvent) -> bool {
        self.0.notify(event)
    }

    /// Returns the number of pending enrolments.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub fn size(&self) -> Result<u64> {
        self.0.len()
    }

    /// Returns the resolutions one by one. Ends when no enrolment is pending, or after `wait` if it is set.
    pub fn resolutions(&self, wait: Option<Duration>) -> NativeResolutions {
        NativeResolutions(Mutex::new(self.0.resolutions(wait)))
    }

    /// As `resolutions`, but without an end.
    pub fn watch(&self) -> NativeResolutions {
        NativeResolutions(Mutex::new(self.0.watch()))
    }

    /// As `add`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `add`.
    pub async fn add_async(&self, enrollment: Enrollment, stop: Arc<CancelToken>) -> Result<bool> {
        let pending = self.0.stopped_by(&stop);
        until_stopped(Box::pin(async move { pending.add(&enrollment).await }), stop).await
    }

    /// As `add_token`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `add_token`.
    pub async fn add_token_async(&self, resume: String, stop: Arc<CancelToken>) -> Result<()> {
        let pending = self.0.stopped_by(&stop);
        until_stopped(Box::pin(async move { pending.add_token(&resume).await }), stop).await
    }

    /// As `size`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `size`.
    pub async fn size_async(&self, stop: Arc<CancelToken>) -> Result<u64> {
        let pending = self.0.stopped_by(&stop);
        until_stopped(Box::pin(async move { pending.len().await }), stop).await
    }

    /// As `resolutions`, without a thread; `stop` ends it.
    pub fn resolutions_async(
        &self,
        wait: Option<Duration>,
        stop: Arc<CancelToken>,
    ) -> NativeAsyncResolutions {
        let resolutions = self.0.stopped_by(&stop).resolutions(wait);
        NativeAsyncResolutions { resolutions: tokio::sync::Mutex::new(resolutions), stop }
    }

    /// As `watch`, without a thread; `stop` ends it.
    pub fn watch_async(&self, stop: Arc<CancelToken>) -> NativeAsyncResolutions {
        let resolutions = self.0.stopped_by(&stop).watch();
        NativeAsyncResolutions { resolutions: tokio::sync::Mutex::new(resolutions), stop }
    }
}

/// The resolutions one by one.
#[derive(Debug, uniffi::Object)]
pub struct NativeResolutions(Mutex<Resolutions>);

#[uniffi::export]
impl NativeResolutions {
    /// Returns the next resolution, or nothing after the last one. Blocks. The one before counts as
    /// delivered.
    ///
    /// # Errors
    /// `Store` when the store cannot be used; `Interrupted`; and errors that do not pass, such as
    /// `Authentication`.
    pub fn next(&self) -> Result<Option<Resolution>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).next().transpose()
    }
}

/// The resolutions one by one, without a thread.
#[derive(Debug, uniffi::Object)]
pub struct NativeAsyncResolutions {
    resolutions: tokio::sync::Mutex<AsyncResolutions>,
    stop: Arc<CancelToken>,
}

#[uniffi::export]
impl NativeAsyncResolutions {
    /// Returns the next resolution, or nothing after the last one. The one before counts as delivered.
    ///
    /// # Errors
    /// As those of `NativeResolutions`.
    pub async fn next(self: Arc<Self>) -> Result<Option<Resolution>> {
        let stop = Arc::clone(&self.stop);
        until_stopped(Box::pin(async move { self.resolutions.lock().await.next_resolution().await }), stop)
            .await
    }
}
