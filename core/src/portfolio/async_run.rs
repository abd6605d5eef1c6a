//! A run for asynchronous programs.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;

#[cfg(feature = "python")]
use super::ended::Ended;
use super::run::{PROMPTLY, begin};
use super::{PortfolioMonitor, PortfolioOptions, PortfolioResult, PortfolioRun, Row};
use crate::AsyncClient;
use crate::error::Result;
use crate::store::Store;
use crate::stream::{Finder, Findings};
use crate::world;

/// A portfolio that is being enrolled, for asynchronous programs: a `Stream` of the results, see [`PortfolioRun`].
///
/// Dropped, it sends nothing more.
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

    /// Takes the results of a run that are left asynchronously from now on. `stop` ends the run.
    #[cfg(feature = "uniffi")]
    pub(crate) fn from_here(mut run: PortfolioRun, stop: crate::CancelToken) -> Self {
        run.caller = run.caller.driven_by(stop);
        Self::of(run)
    }

    /// The next result, or nothing when all rows have theirs.
    ///
    /// # Errors
    /// What ended the run: the store, the key, an interruption, an API that stays out of reach, rows that cannot be read.
    pub async fn next_result(&mut self) -> Result<Option<PortfolioResult>> {
        self.results.next().await
    }

    /// Looks at the run while it is under way, and ends it.
    pub fn monitor(&self) -> PortfolioMonitor {
        self.monitor.clone()
    }

    /// Returns what tells the end of the run, also without the run itself.
    #[cfg(feature = "python")]
    pub(crate) fn ended(&self) -> Arc<Ended> {
        Arc::clone(&self.ended)
    }

    /// Sends nothing more, and waits until the run has ended and its store is free for the next one. Suspends.
    #[cfg(feature = "python")]
    pub(crate) async fn end(self) {
        let Self { results, monitor, ended } = self;
        monitor.stop();
        // A send of a result that waits for its place ends by this.
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
    /// Enrols many companies: all rows of a portfolio, as many at the same time as `max_in_flight` says. The
    /// results come from the run that it gives.
    ///
    /// Every step stands in the store before it is taken. So a run may end at any moment, by an error, a signal or a power
    /// cut; the next one with the same store, name and rows goes on, sends nothing for companies that have their outcome,
    /// and looks up what was in doubt. There is one borrower a company, however often that happens. Companies are sent
    /// asynchronously, and their lines are asked for together, a hundred in a call. While the API is down the run waits.
    /// Memory does not grow with the number of rows.
    ///
    /// With a store for several processes the parts of a run look after all who wait, and each tells the results of its own
    /// rows: it remembers which of its companies wait. A company that another process has begun is `Pending`.
    ///
    /// # Errors
    /// `Store` when the store cannot be used, or when another process works on the same portfolio. `Configuration` when
    /// the portfolio was begun with another API, production or a sandbox, when an option does not fit, or when threads
    /// cannot be started.
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
