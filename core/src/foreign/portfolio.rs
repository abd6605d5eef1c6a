//! Portfolios for Kotlin.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use super::{NativeClient, NativeStore, until_stopped};
use crate::CancelToken;
use crate::api::borrowers::NewBorrower;
use crate::api::credit_lines::PaymentMethod;
use crate::error::Result;
use crate::portfolio::{
    AsyncPortfolioRun, PortfolioMonitor, PortfolioProgress, PortfolioResult, PortfolioRun, Row,
};

/// How a portfolio is enrolled.
#[derive(Clone, Debug, uniffi::Record)]
pub struct PortfolioOptions {
    /// The name of the portfolio in the store; `portfolio` unless set. Under the same name it goes on where it stopped.
    #[uniffi(default = None)]
    pub name: Option<String>,
    /// The most companies that are enrolled at the same time: their calls are in flight, and no company takes a thread.
    ///
    /// From 1 to 10,000; a value outside is set to the nearest of these. 8 unless set: enough to keep an API busy that
    /// answers within seconds, few enough for any environment. It does not limit the rate: `callsPerSecond` does.
    #[uniffi(default = None)]
    pub max_in_flight: Option<u32>,
    /// The most calls a second that the run makes, over all companies in flight; no limit unless set.
    ///
    /// What the API asks for (`Retry-After`) always holds, for all of them.
    #[uniffi(default = None)]
    pub calls_per_second: Option<f64>,
    /// How long to wait for credit lines after the last company was sent, 10 minutes unless set; zero does not wait.
    ///
    /// Those without a line by then are `Pending`, and the next run looks at them again.
    #[uniffi(default = None)]
    pub wait: Option<Duration>,
    /// Whether the borrowers repay by direct debit: it needs more data, which is checked then.
    #[uniffi(default = None)]
    pub direct_debit: Option<bool>,
    /// How the borrowers are expected to repay; a credit line that says otherwise has a warning in its result.
    #[uniffi(default = None)]
    pub expect_repayment_method: Option<PaymentMethod>,
    /// How long to look a company up after a call whose outcome is unknown, before it may be sent again.
    ///
    /// 45 seconds unless set. A shorter time risks a second borrower.
    #[uniffi(default = None)]
    pub settle_time: Option<Duration>,
    /// The first pause between two looks at those who wait, 2 seconds unless set.
    ///
    /// The pauses grow to twelve times as much while nothing happens.
    #[uniffi(default = None)]
    pub poll_interval: Option<Duration>,
    /// How long the API may be down before the run ends with an error; 5 minutes unless set.
    ///
    /// Until then nothing is sent but a probe, ever less often.
    #[uniffi(default = None)]
    pub give_up_after: Option<Duration>,
    /// One name for the parts of a run that several machines share, so that a company in two parts is found.
    #[uniffi(default = None)]
    pub run: Option<String>,
}

pub(super) fn portfolio_options(options: PortfolioOptions) -> crate::portfolio::PortfolioOptions {
    let mut set = crate::portfolio::PortfolioOptions::new().direct_debit(options.direct_debit);
    if let Some(name) = options.name {
        set = set.name(name);
    }
    if let Some(method) = options.expect_repayment_method {
        set = set.expect_repayment_method(method);
    }
    if let Some(most) = options.max_in_flight {
        set = set.max_in_flight(usize::try_from(most).unwrap_or(usize::MAX));
    }
    if let Some(rate) = options.calls_per_second {
        set = set.calls_per_second(rate);
    }
    if let Some(wait) = options.wait {
        set = set.wait(Some(wait).filter(|wait| !wait.is_zero()));
    }
    if let Some(settle_time) = options.settle_time {
        set = set.settle_time(settle_time);
    }
    if let Some(interval) = options.poll_interval {
        set = set.poll_interval(interval);
    }
    if let Some(time) = options.give_up_after {
        set = set.give_up_after(time);
    }
    match options.run {
        Some(run) => set.run(run),
        None => set,
    }
}

/// Gives the companies of a portfolio.
#[uniffi::export(callback_interface)]
pub trait CompanySource: Send + Sync {
    /// The next company; nothing after the last. Asked on a thread of the run.
    ///
    /// # Errors
    /// Any: it ends the run.
    fn next_company(&self) -> Result<Option<NewBorrower>>;
}

/// Companies from outside as rows, numbered from 1 on.
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

/// A portfolio that is being enrolled.
#[derive(uniffi::Object)]
pub struct NativePortfolioRun {
    /// Nothing once it has been ended.
    run: Mutex<Option<PortfolioRun>>,
    monitor: PortfolioMonitor,
    /// The results that are taken without a thread, once a caller has asked for them.
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
    /// The next result; nothing after the last. Blocks.
    ///
    /// # Errors
    /// What ends the run.
    pub fn next(&self) -> Result<Option<PortfolioResult>> {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        run.as_mut().and_then(Iterator::next).transpose()
    }

    /// How far it is. Does not block.
    pub fn progress(&self) -> PortfolioProgress {
        self.monitor.progress()
    }

    /// Sends nothing more. Does not block.
    pub fn stop(&self) {
        self.monitor.stop();
    }

    /// Returns the results that are left, which take no thread from now on; `stop` ends the run. Returns `None` if the run
    /// was ended, or if a caller takes them so already. Blocks while another thread takes a result.
    pub fn asynchronous(&self, stop: Arc<CancelToken>) -> Option<Arc<NativePortfolioResultsToCome>> {
        let mut run = self.run.lock().unwrap_or_else(PoisonError::into_inner);
        let left = AsyncPortfolioRun::from_here(run.take()?, CancelToken::clone(&stop));
        let to_come = Arc::new(NativePortfolioResultsToCome::new(left, stop));
        // Still locked, so that `end` finds the run in one of the two places.
        let _ = self.to_come.set(Arc::clone(&to_come));
        Some(to_come)
    }

    /// Stops, and waits for what is under way.
    pub fn end(&self) {
        self.monitor.stop();
        drop(self.run.lock().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(to_come) = self.to_come.get() {
            to_come.end();
        }
    }
}

/// A portfolio that is being enrolled, whose results come without a thread.
#[derive(Debug, uniffi::Object)]
pub struct NativePortfolioResultsToCome {
    /// Nothing once it has been ended.
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
    /// The next result; nothing after the last.
    ///
    /// # Errors
    /// What ends the run.
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

    /// Sends nothing more, and waits for what is under way. Blocks.
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
        let (rows, options) = (Rows { source: companies, number: 0 }, portfolio_options(options));
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
        let (rows, options) = (Rows { source: companies, number: 0 }, portfolio_options(options));
        let begin = async move { client.enroll_many(rows, store, &options).await };
        let run = until_stopped(Box::pin(begin), Arc::clone(&stop)).await?;
        Ok(NativePortfolioResultsToCome::new(run, stop))
    }
}
