//! A portfolio that is being enrolled.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::ThreadId;
use std::time::Duration;

use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::ended::{Ended, Held};
use super::options::PortfolioOptions;
use super::progress::PortfolioProgress;
use super::reader::{self, Task};
use super::result::PortfolioResult;
use super::row::Row;
use super::shared::{Results, Shared};
use super::{poller, worker};
use crate::client::Client;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::rate_limiter::RateLimiter;
use crate::store::{JobLock, Store, check_api};
use crate::transport::Transport;
use crate::wait::CancelToken;
use crate::world;

/// The number of results that may wait for the caller before the run pauses.
const RESULTS_AHEAD: usize = 64;
/// The longest wait for calls under way when an error is returned.
pub(super) const PROMPTLY: Duration = Duration::from_secs(1);
/// The largest number of rows that are read ahead.
const ROWS_AHEAD: usize = 64;
/// The time between two checks whether the API has been down for too long.
const CHECK_INTERVAL: Duration = Duration::from_millis(250);
/// The number of senders: the thread that reads, and the task that enrols.
const READER_AND_SENDER: usize = 2;

/// A running portfolio: an iterator of the result of each row, in no fixed order. An error ends it. Its
/// progress is in the store, and the next run continues from there.
///
/// If it is dropped or stopped, it sends nothing more and waits for the calls under way.
pub struct PortfolioRun {
    results: Option<Receiver<Result<PortfolioResult>>>,
    shared: Arc<Shared>,
    /// For the waits of the caller, who may be asked meanwhile whether to stop.
    pub(super) caller: Transport,
    ended: Arc<Ended>,
    /// The thread that reads the rows.
    reader: ThreadId,
    process: u32,
}

/// Shows the progress of a run to another thread, and can end the run. Cheap to clone.
#[derive(Clone)]
pub struct PortfolioMonitor(Arc<Shared>);

impl fmt::Debug for PortfolioMonitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PortfolioMonitor").field(&self.progress()).finish()
    }
}

impl PortfolioMonitor {
    /// Returns the progress of the run. Does not block.
    pub fn progress(&self) -> PortfolioProgress {
        self.0.tally.progress()
    }

    /// Returns for how long no call has reached the API; zero while the API answers. Does not block.
    pub fn down_for(&self) -> Duration {
        self.0.rate_limiter.down_for()
    }

    /// Ends the run, as `PortfolioRun::stopper` does. Does not block.
    pub fn stop(&self) {
        self.0.cancel.cancel();
    }
}

impl fmt::Debug for PortfolioRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PortfolioRun").field("progress", &self.progress()).finish_non_exhaustive()
    }
}

impl Client {
    /// Enrols many companies of a portfolio, up to `max_in_flight` at the same time. Does not block; `next`
    /// of the returned run does.
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
    pub fn enroll_many(
        &self,
        rows: impl Iterator<Item = Result<Row>> + Send + 'static,
        store: Arc<dyn Store>,
        options: &PortfolioOptions,
    ) -> Result<PortfolioRun> {
        begin(&self.transport, rows, store, options)
    }
}

/// Begins a run. Blocks on the store.
pub(super) fn begin(
    transport: &Transport,
    rows: impl Iterator<Item = Result<Row>> + Send + 'static,
    store: Arc<dyn Store>,
    options: &PortfolioOptions,
) -> Result<PortfolioRun> {
    if options.calls_per_second.is_some_and(|rate| !rate.is_finite() || rate <= 0.0) {
        let hint = "Give more than zero, or nothing for no limit.";
        return Err(DefactoError::configuration("the number of calls a second is no limit", hint));
    }
    let lock = store.lock(&options.name)?;
    check_api(&*store, &options.name, transport.base_url())?;
    let (rate_limiter, cancel) =
        (Arc::new(RateLimiter::new(options.calls_per_second)), CancelToken::default());
    // A run with a name may have pending companies before it reads a row.
    let has_others = store.lease().is_some() || options.run.is_some();
    let shared = Arc::new(Shared {
        run: options.run.clone().unwrap_or_else(|| world::new_uuid().to_string()),
        owner: world::new_uuid().to_string(),
        transport: transport.for_portfolio(cancel.clone(), Arc::clone(&rate_limiter)),
        options: options.clone(),
        failed: AtomicBool::new(false),
        sending: AtomicUsize::new(READER_AND_SENDER),
        tally: super::shared::Tally::default(),
        places: options.whole.then(Default::default),
        awaited: has_others.then(super::shared::Awaited::default),
        store,
        rate_limiter,
        cancel,
    });
    PortfolioRun::start(shared, transport.clone(), rows, lock)
}

impl PortfolioRun {
    /// Begins to read on a thread of its own, since rows may come from anywhere, and to send on the engine.
    fn start(
        shared: Arc<Shared>,
        caller: Transport,
        rows: impl Iterator<Item = Result<Row>> + Send + 'static,
        lock: JobLock,
    ) -> Result<Self> {
        let (to_caller, results) = channel(RESULTS_AHEAD);
        let (to_senders, tasks) = channel(shared.options.places().min(ROWS_AHEAD));
        let ended = Arc::<Ended>::default();
        let held = Held::new(lock, &ended);
        let (here, told) = (Arc::clone(&shared), to_caller.clone());
        let reader = spawn_reader(here, rows, to_senders, told, Arc::clone(&held))?;
        let here = Arc::clone(&shared);
        world::spawn_and_forget(Box::pin(async move {
            let poller = Box::pin(poller::keep(&here, &to_caller));
            world::join(work(&here, tasks, &to_caller), poller).await;
            // The release of a lock may block.
            world::spawn_blocking(move || drop(held));
        }))?;
        let process = std::process::id();
        Ok(Self { results: Some(results), shared, caller, ended, reader, process })
    }

    /// Returns the progress of the run. Does not block.
    pub fn progress(&self) -> PortfolioProgress {
        self.shared.tally.progress()
    }

    /// Returns a monitor for another thread, while this one waits for results.
    pub fn monitor(&self) -> PortfolioMonitor {
        PortfolioMonitor(Arc::clone(&self.shared))
    }

    /// Returns for how long no call has reached the API; zero while the API answers. Does not block.
    pub fn down_for(&self) -> Duration {
        self.shared.rate_limiter.down_for()
    }

    /// Returns a token that ends the run: it sends nothing more, and the next run looks up the calls under
    /// way. Nothing is lost.
    pub fn stopper(&self) -> CancelToken {
        self.shared.cancel.clone()
    }

    fn receive(&mut self) -> Option<Result<PortfolioResult>> {
        let caller = self.caller.clone();
        let found = caller.block_on(|caller| self.find(caller));
        match &found {
            Ok(Some(_)) => {}
            Ok(None) => self.end(Duration::MAX),
            // It has ended: what it holds is for the next one.
            Err(_) => self.end(PROMPTLY),
        }
        found.transpose()
    }

    /// Returns the next result, or nothing after the last one. An error ends the run.
    pub(super) async fn find(&mut self, caller: Transport) -> Result<Option<PortfolioResult>> {
        if self.is_inherited() {
            let Some(results) = self.results.take() else { return Ok(None) };
            std::mem::forget(results);
            return Err(inherited());
        }
        let interrupt = caller.interrupt();
        loop {
            let Some(results) = &mut self.results else { return Ok(None) };
            let next = world::timeout(Some(CHECK_INTERVAL), results.recv());
            let next = interrupt.unless_asked(pin!(next)).await;
            match next {
                Some(Some(Some(result))) => return result.map(Some),
                Some(Some(None)) => break,
                Some(None) if self.down_for() >= self.shared.options.give_up_after => {
                    return Err(down(self.down_for()));
                }
                Some(None) => {}
                None => return Err(interrupted()),
            }
        }
        self.results = None;
        if self.shared.cancel.is_cancelled() && self.interrupted_by_caller() {
            return Err(interrupted());
        }
        Ok(None)
    }

    /// Returns `true` if it was stopped from outside; otherwise an error was returned before.
    fn interrupted_by_caller(&self) -> bool {
        !self.shared.failed.load(Ordering::Acquire)
    }

    /// Returns `true` in a forked child, which has neither the threads nor the lock.
    fn is_inherited(&self) -> bool {
        self.process != std::process::id()
    }

    /// Ends the run, and waits up to `patience`. The reader may be blocked in the caller's rows; it then
    /// keeps the lock.
    fn end(&mut self, patience: Duration) {
        if self.is_inherited() {
            std::mem::forget(self.results.take());
            return;
        }
        self.shared.cancel.cancel();
        // A task that waits until the caller takes a result ends by this.
        self.results = None;
        // The reader may drop the run itself: it cannot wait for itself, nor can a future.
        let is_own = std::thread::current().id() == self.reader;
        if !is_own && !world::is_in_runtime() {
            self.ended.wait(patience);
        }
    }

    /// Ends it, and waits for that without keeping a thread from its work.
    pub(super) async fn end_quietly(&mut self, patience: Duration) {
        self.shared.cancel.cancel();
        self.results = None;
        self.ended.wait_without_thread(patience).await;
    }

    /// Returns the signal of the end of the run, which outlives the run.
    #[cfg(feature = "python")]
    pub(super) fn ended(&self) -> Arc<Ended> {
        Arc::clone(&self.ended)
    }

    /// Ends the run when the program ends.
    #[cfg(feature = "python")]
    pub(crate) fn end_within(mut self, patience: Duration) {
        self.end(patience);
    }
}

impl Iterator for PortfolioRun {
    type Item = Result<PortfolioResult>;

    fn next(&mut self) -> Option<Result<PortfolioResult>> {
        self.receive()
    }
}

impl Drop for PortfolioRun {
    fn drop(&mut self) {
        self.end(Duration::MAX);
    }
}

/// Enrols the rows that were read, and reports when nothing more will be sent.
async fn work(shared: &Arc<Shared>, tasks: Receiver<Task>, results: &Results) {
    worker::work(shared, tasks, results).await;
    shared.sending.fetch_sub(1, Ordering::Release);
}

/// Reads the rows on a thread of its own, since they may come from anywhere. Returns its id.
fn spawn_reader(
    shared: Arc<Shared>,
    rows: impl Iterator<Item = Result<Row>> + Send + 'static,
    tasks: Sender<Task>,
    results: Results,
    held: Arc<Held>,
) -> Result<ThreadId> {
    #[cfg(feature = "simulation")]
    if world::simulated::world().is_some() {
        world::spawn_and_forget(Box::pin(async move {
            let _held = held;
            let _at_work = AtWork(&shared, &results);
            reader::read_all_on_a_task(&shared, rows, &tasks, &results).await;
        }))?;
        return Ok(std::thread::current().id());
    }
    let reader = std::thread::Builder::new().name("defacto-reader".to_owned()).spawn(move || {
        let _held = held;
        let _at_work = AtWork(&shared, &results);
        reader::read_all(&shared, rows, &tasks, &results);
    });
    let reader = reader.map_err(|error| {
        let detail = format!("a thread cannot be started: {error}");
        DefactoError::configuration(detail, "Check the system's limit of threads.")
    })?;
    Ok(reader.thread().id())
}

/// The reading thread. Its end is always signalled, so no waiting thread waits for ever.
struct AtWork<'a>(&'a Shared, &'a Results);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let hint = "Nothing is lost: run it again with rows that can be read.";
            self.0
                .abort_now(DefactoError::configuration("the input of the portfolio panicked", hint), self.1);
        }
        self.0.sending.fetch_sub(1, Ordering::Release);
    }
}

fn down(since: Duration) -> DefactoError {
    let detail = format!("nothing has got through to the API for {} seconds", since.as_secs());
    let hint = "Run it again with the same store when the API is back: it goes on where it stopped.";
    let mut error = DefactoError::of(ErrorKind::Api, detail, hint);
    error.details_mut().retryable = true;
    error
}

pub(crate) fn inherited() -> DefactoError {
    let hint = "Take its results where it was begun, or begin another one here.";
    DefactoError::configuration("the run belongs to the process that this one was forked from", hint)
}

pub(crate) fn interrupted() -> DefactoError {
    let hint = "Run it again with the same store: it goes on where it stopped.";
    DefactoError::of(ErrorKind::Interrupted, "the portfolio was interrupted", hint)
}
