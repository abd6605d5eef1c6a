//! Portfolios for Kotlin.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::asynchronous::until_stopped;
use super::client::NativeClient;
use super::store::NativeStore;
use crate::api::borrowers::NewBorrower;
use crate::error::Result;
pub use crate::portfolio::portfolio_options_record::PortfolioOptions;
use crate::portfolio::{
    AsyncPortfolioRun, PortfolioMonitor, PortfolioProgress, PortfolioResult, PortfolioRun, Row,
};
use crate::wait::CancelToken;

/// Supplies the companies of a portfolio.
#[uniffi::export(callback_interface)]
pub trait CompanySource: Send + Sync {
    /// Returns the next company, or nothing after the last one. Called on a thread of the run.
    ///
    /// # Errors
    /// Any error ends the run.
    fn next_company(&self) -> Result<Option<NewBorrower>>;
}

/// The caller's companies as rows, numbered from 1 on.
struct Rows {
    source: Box<dyn CompanySource>,
    number: u64,
}

impl Iterator for Rows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        self.number += 1;
        let company = self.source.next_company().transpose()?;
        Some(company.map(|company| Row::new(self.number, company)))
    }
}

/// A running portfolio.
#[derive(uniffi::Object)]
pub struct NativePortfolioRun {
    /// Absent after the run has ended.
    run: Mutex<Option<PortfolioRun>>,
    monitor: PortfolioMonitor,
    /// The results that take no thread, once a caller has requested them.
    to_come: OnceLock<Arc<NativePortfolioResultsToCome>>,
}

impl fmt::Debug for NativePortfolioRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NativePortfolioRun").field("monitor", &self.monitor).finish_non_exhaustive()
    }
}

impl NativePortfolioRun {
    pub(super) fn new(run: PortfolioRun) -> Self {
        Self { monitor: run.monitor(), run: Mutex::new(Some(run)), to_come: OnceLock::new() }
    }
}

#[uniffi::export]
impl NativePortfolioRun {
    /// Returns the next result, or nothing after the last one. Blocks.
    ///
    /// # Errors
    /// The error that ends the run.
    pub fn next(&self) -> Result<Option<PortfolioResult>> {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        run.as_mut().and_then(Iterator::next).transpose()
    }

    /// Returns the progress of the run. Does not block.
    pub fn progress(&self) -> PortfolioProgress {
        self.monitor.progress()
    }

    /// Ends the run: it sends nothing more. Does not block.
    pub fn stop(&self) {
        self.monitor.stop();
    }

    /// Returns the remaining results, which take no thread from now on; `stop` ends the run. Returns nothing
    /// if the run has ended, or if a caller has requested them before. Blocks while another thread takes a
    /// result.
    pub fn asynchronous(&self, stop: Arc<CancelToken>) -> Option<Arc<NativePortfolioResultsToCome>> {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        let left = AsyncPortfolioRun::from_here(run.take()?, CancelToken::clone(&stop));
        let to_come = Arc::new(NativePortfolioResultsToCome::new(left, stop));
        // Still locked, so that `end` finds the run in one of the two places.
        let _ = self.to_come.set(Arc::clone(&to_come));
        Some(to_come)
    }

    /// Ends the run, and waits for the calls under way.
    pub fn end(&self) {
        self.monitor.stop();
        drop(self.run.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(to_come) = self.to_come.get() {
            to_come.end();
        }
    }
}

/// A running portfolio whose results take no thread.
#[derive(Debug, uniffi::Object)]
pub struct NativePortfolioResultsToCome {
    /// Absent after the run has ended.
    run: tokio::sync::Mutex<Option<AsyncPortfolioRun>>,
    stop: Arc<CancelToken>,
}

impl NativePortfolioResultsToCome {
    pub(super) fn new(run: AsyncPortfolioRun, stop: Arc<CancelToken>) -> Self {
        Self { run: tokio::sync::Mutex::new(Some(run)), stop }
    }
}

#[uniffi::export]
impl NativePortfolioResultsToCome {
    /// Returns the next result, or nothing after the last one.
    ///
    /// # Errors
    /// The error that ends the run.
    pub async fn next(self: Arc<Self>) -> Result<Option<PortfolioResult>> {
        let stop = Arc::clone(&self.stop);
        let call = async move {
            match self.run.lock().await.as_mut() {
                Some(run) => run.next_result().await,
                None => Ok(None),
            }
        };
        until_stopped(Box::pin(call), stop).await
    }

    /// Ends the run, and waits for the calls under way. Blocks.
    pub fn end(&self) {
        let run = self.run.blocking_lock().take();
        if let Some(run) = &run {
            run.monitor().stop();
        }
        drop(run);
    }
}

#[uniffi::export]
impl NativeClient {
    /// Enrols many companies.
    ///
    /// # Errors
    /// `Store` when the store cannot be used, or when another process works on the same portfolio.
    pub fn enroll_many(
        &self,
        companies: Box<dyn CompanySource>,
        store: Arc<NativeStore>,
        options: PortfolioOptions,
    ) -> Result<NativePortfolioRun> {
        let (rows, options) = (Rows { source: companies, number: 0 }, options.set());
        self.client.enroll_many(rows, Arc::clone(&store.0), &options).map(NativePortfolioRun::new)
    }

    /// As `enroll_many`, without a thread; `stop` ends it.
    ///
    /// # Errors
    /// As `enroll_many`.
    pub async fn enroll_many_async(
        &self,
        companies: Box<dyn CompanySource>,
        store: Arc<NativeStore>,
        options: PortfolioOptions,
        stop: Arc<CancelToken>,
    ) -> Result<NativePortfolioResultsToCome> {
        let (client, store) = (self.stopped_by(&stop), Arc::clone(&store.0));
        let (rows, options) = (Rows { source: companies, number: 0 }, options.set());
        let begin = async move { client.enroll_many(rows, store, &options).await };
        let run = until_stopped(Box::pin(begin), Arc::clone(&stop)).await?;
        Ok(NativePortfolioResultsToCome::new(run, stop))
    }
}
