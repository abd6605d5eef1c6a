//! A run for asynchronous programs.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

#[cfg(feature = "python")]
use super::ended::Ended;
use super::options::PortfolioOptions;
use super::result::PortfolioResult;
use super::row::Row;
use super::run::{PROMPTLY, PortfolioMonitor, PortfolioRun, begin};
use crate::client::AsyncClient;
use crate::error::Result;
use crate::store::Store;
use crate::stream::{Finder, Findings};
use crate::world;

/// A running portfolio for asynchronous programs: a `Stream` of the results, see [`PortfolioRun`].
///
/// If it is dropped, it sends nothing more.
pub struct AsyncPortfolioRun {
    results: Findings<Taking>,
    monitor: PortfolioMonitor,
    #[cfg(feature = "python")]
    ended: Arc<Ended>,
}

/// Takes the results of a run.
struct Taking(PortfolioRun);

impl Finder for Taking {
    type Item = PortfolioResult;

    async fn find(&mut self) -> Result<Option<PortfolioResult>> {
        let caller = self.0.caller.clone();
        let found = self.0.find(caller).await;
        match &found {
            Ok(Some(_)) => {}
            Ok(None) => self.0.end_quietly(Duration::MAX).await,
            Err(_) => self.0.end_quietly(PROMPTLY).await,
        }
        found
    }
}

impl AsyncPortfolioRun {
    fn of(run: PortfolioRun) -> Self {
        Self {
            monitor: run.monitor(),
            #[cfg(feature = "python")]
            ended: run.ended(),
            results: Findings::of(Taking(run)),
        }
    }

    /// Takes the remaining results of a run asynchronously from now on. `stop` ends the run.
    #[cfg(feature = "uniffi")]
    pub(crate) fn from_here(mut run: PortfolioRun, stop: crate::wait::CancelToken) -> Self {
        run.caller = run.caller.driven_by(stop);
        Self::of(run)
    }

    /// Returns the next result, or nothing after the last one.
    ///
    /// # Errors
    /// The error that ended the run: of the store, the key, an interruption, an API that cannot be reached,
    /// or unreadable rows.
    pub async fn next_result(&mut self) -> Result<Option<PortfolioResult>> {
        self.results.next().await
    }

    /// Returns a monitor, which shows the progress of the run and can end it.
    pub fn monitor(&self) -> PortfolioMonitor {
        self.monitor.clone()
    }

    /// Returns the signal of the end of the run, which outlives the run.
    #[cfg(feature = "python")]
    pub(crate) fn ended(&self) -> Arc<Ended> {
        Arc::clone(&self.ended)
    }

    /// Ends the run: sends nothing more, and waits until its store is free for the next run. Suspends.
    #[cfg(feature = "python")]
    pub(crate) async fn end(self) {
        let Self { results, monitor, ended } = self;
        monitor.stop();
        // This ends the sending of a result that waits for its place.
        drop(results);
        ended.wait_without_thread(Duration::MAX).await;
    }
}

impl fmt::Debug for AsyncPortfolioRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncPortfolioRun")
            .field("progress", &self.monitor.progress())
            .finish_non_exhaustive()
    }
}

impl Stream for AsyncPortfolioRun {
    type Item = Result<PortfolioResult>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.results.poll_next(context)
    }
}

impl AsyncClient {
    /// Enrols many companies of a portfolio, up to `max_in_flight` at the same time. The returned run has the
    /// results.
    ///
    /// Every step is written to the store before it is taken, so a run may end at any moment, by an error, a
    /// signal or a power cut. The next run with the same store, name and rows continues: it sends nothing for
    /// companies that have an outcome, and looks up those whose outcome is unknown. A company gets one
    /// borrower, however often that happens. Companies are sent asynchronously, and their lines are listed
    /// together, a hundred a call. The run waits while the API is down. Memory does not grow with the number
    /// of rows.
    ///
    /// With a store for several processes, the parts of a run share the polling. Each returns the results of
    /// its own rows, and keeps in memory which of its companies are pending. A company that another process
    /// has begun is `Pending`.
    ///
    /// # Errors
    /// `Store` when the store cannot be used, or when another process works on the same portfolio.
    /// `Configuration` when the portfolio was begun with another API, when an option is invalid, or when
    /// threads cannot be started.
    pub async fn enroll_many(
        &self,
        rows: impl Iterator<Item = Result<Row>> + Send + 'static,
        store: Arc<dyn Store>,
        options: &PortfolioOptions,
    ) -> Result<AsyncPortfolioRun> {
        let (transport, options) = (self.transport.clone(), options.clone());
        let run = world::run_blocking(move || begin(&transport, rows, store, &options)).await?;
        Ok(AsyncPortfolioRun::of(run))
    }
}
