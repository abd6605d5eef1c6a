//! A portfolio that is being enrolled.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use defacto_sdk_macros::model;

use super::reader::{self, Task};
use super::shared::{Results, Shared};
use super::{PortfolioOptions, PortfolioResult, Row, keeper, worker};
use crate::Client;
use crate::error::{DefactoError, ErrorKind, Result};
use crate::pacer::Pacer;
use crate::store::{JobLock, Store, check_api};
use crate::wait::{CancelToken, Deadline, Interrupt, InterruptCheck, SLICE};
use crate::world;

/// How many results may wait for the caller before the workers do.
const RESULTS_AHEAD: usize = 64;
/// Who is told an error waits no longer than this for what is under way.
const PROMPTLY: Duration = Duration::from_secs(1);

/// How far a portfolio is.
#[model]
pub struct PortfolioProgress {
    /// How many rows were read.
    pub read: i64,
    /// How many have their credit line.
    pub ready: i64,
    /// How many are declined.
    pub declined: i64,
    /// How many lack data.
    pub missing_data: i64,
    /// How many cannot pass.
    pub invalid: i64,
    /// How many stood in an earlier row.
    pub duplicate: i64,
    /// How many were given up waiting for.
    pub pending: i64,
    /// How many failed.
    pub failed: i64,
    /// How many may be one of several borrowers.
    pub ambiguous: i64,
}

impl PortfolioProgress {
    /// How many rows have an outcome.
    pub fn finished(&self) -> i64 {
        self.ready
            + self.declined
            + self.missing_data
            + self.invalid
            + self.duplicate
            + self.pending
            + self.failed
            + self.ambiguous
    }
}

/// A portfolio that is being enrolled: gives the result of each row as it is known, in no fixed order, and ends when all
/// are. An error ends it; what was reached is in the store, and the next run goes on from there.
///
/// Dropped, or stopped, it sends nothing more and waits for what is under way.
pub struct PortfolioRun {
    results: Option<Receiver<Result<PortfolioResult>>>,
    shared: Arc<Shared>,
    threads: Vec<JoinHandle<()>>,
    interrupt: Interrupt,
    /// The question that the caller's thread is asked while it waits.
    question: Option<InterruptCheck>,
    lock: Option<JobLock>,
    process: u32,
}

/// Looks at a run from another thread, and ends it. Cheap to clone.
#[derive(Clone)]
pub struct PortfolioMonitor(Arc<Shared>);

impl fmt::Debug for PortfolioMonitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PortfolioMonitor").field(&self.progress()).finish()
    }
}

impl PortfolioMonitor {
    /// How far the run is. Does not block.
    pub fn progress(&self) -> PortfolioProgress {
        self.0.tally.progress()
    }

    /// For how long nothing has got through to the API; zero while it answers. Does not block.
    pub fn down_for(&self) -> Duration {
        self.0.pacer.down_for()
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
    /// Enrols many companies: all rows of a portfolio, as many at a time as the options say. Does not block; the run that it
    /// gives does, in `next`.
    ///
    /// Every step stands in the store before it is taken. So a run may end at any moment, by an error, a signal or a power
    /// cut; the next one with the same store, name and rows goes on, sends nothing for companies that have their outcome,
    /// and looks up what was in doubt. There is one borrower a company, however often that happens. Companies are sent
    /// asynchronously, and their lines are asked for together, a hundred in a call. While the API is down the workers wait.
    /// Memory does not grow with the number of rows.
    ///
    /// With a store for several processes the parts of a run look after all who wait, and each tells the results of its own
    /// rows: it remembers which of its companies wait. A company that another process has begun is `Pending`.
    ///
    /// # Errors
    /// `Store` when the store cannot be used, or when another process works on the same portfolio. `Configuration` when
    /// the portfolio was begun with another API, production or a sandbox, when an option does not fit, or when threads
    /// cannot be started.
    pub fn enroll_many(
        &self,
        rows: impl Iterator<Item = Result<Row>> + Send + 'static,
        store: Arc<dyn Store>,
        options: &PortfolioOptions,
    ) -> Result<PortfolioRun> {
        if options.calls_per_second.is_some_and(|rate| !rate.is_finite() || rate <= 0.0) {
            let hint = "Give more than zero, or nothing for no limit.";
            return Err(DefactoError::configuration("the number of calls a second is no limit", hint));
        }
        let lock = store.lock(&options.name)?;
        check_api(&*store, &options.name, self.transport.base_url())?;
        let (pacer, cancel) = (Arc::new(Pacer::new(options.calls_per_second)), CancelToken::default());
        let workers = options.workers.max(1);
        let shared = Arc::new(Shared {
            run: options.run.clone().unwrap_or_else(|| world::new_uuid().to_string()),
            owner: world::new_uuid().to_string(),
            transport: self.transport.for_worker(cancel.clone(), Arc::clone(&pacer)),
            options: options.clone(),
            failed: AtomicBool::new(false),
            sending: AtomicUsize::new(workers + 1),
            tally: super::shared::Tally::default(),
            awaited: store.lease().map(|_| super::shared::Awaited::default()),
            store,
            pacer,
            cancel,
        });
        let (to_caller, results) = sync_channel(RESULTS_AHEAD);
        let mut run = PortfolioRun {
            results: Some(results),
            shared,
            threads: Vec::with_capacity(workers + 2),
            interrupt: self.transport.interrupt(),
            question: self.transport.interrupt_check().cloned(),
            lock: Some(lock),
            process: std::process::id(),
        };
        run.start(rows, workers, &to_caller)?;
        Ok(run)
    }
}

impl PortfolioRun {
    fn start(
        &mut self,
        rows: impl Iterator<Item = Result<Row>> + Send + 'static,
        workers: usize,
        results: &Results,
    ) -> Result<()> {
        let (to_workers, tasks) = sync_channel::<Task>(workers);
        let tasks = Arc::new(Mutex::new(tasks));
        for _ in 0..workers {
            let tasks = Arc::clone(&tasks);
            self.spawn("worker", results, move |shared, results| {
                let _at_work = AtWork(shared, results);
                worker::work(shared, &tasks, results);
            })?;
        }
        drop(tasks);
        self.spawn("reader", results, move |shared, results| {
            let _at_work = AtWork(shared, results);
            reader::read_all(shared, rows, &to_workers, results);
        })?;
        self.spawn("keeper", results, |shared, results| keeper::keep(shared, results))
    }

    fn spawn(
        &mut self,
        name: &str,
        results: &Results,
        work: impl FnOnce(&Arc<Shared>, &Results) + Send + 'static,
    ) -> Result<()> {
        let (shared, results) = (Arc::clone(&self.shared), results.clone());
        let thread = std::thread::Builder::new()
            .name(format!("defacto-{name}"))
            .spawn(move || work(&shared, &results));
        self.threads.push(thread.map_err(|error| {
            let detail = format!("a thread cannot be started: {error}");
            DefactoError::configuration(detail, "Use fewer workers.")
        })?);
        Ok(())
    }

    /// How far it is. Does not block.
    pub fn progress(&self) -> PortfolioProgress {
        self.shared.tally.progress()
    }

    /// The same question for another thread, while this one waits for results.
    pub fn monitor(&self) -> PortfolioMonitor {
        PortfolioMonitor(Arc::clone(&self.shared))
    }

    /// For how long nothing has got through to the API; zero while it answers. Does not block.
    pub fn down_for(&self) -> Duration {
        self.shared.pacer.down_for()
    }

    /// A token that ends the run: it sends nothing more, and what is under way is left as a crash would leave it, to be
    /// looked up by the next run. Nothing is lost.
    pub fn stopper(&self) -> CancelToken {
        self.shared.cancel.clone()
    }

    /// The next result, or nothing within this time.
    fn receive(&mut self) -> Option<Result<PortfolioResult>> {
        if self.is_inherited() {
            return self.results.take().map(|results| {
                std::mem::forget(results);
                Err(inherited())
            });
        }
        loop {
            match self.results.as_ref()?.recv_timeout(SLICE) {
                Ok(Err(error)) => {
                    // It has ended: what it holds is for the next one.
                    self.end(PROMPTLY);
                    return Some(Err(error));
                }
                Ok(result) => return Some(result),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) if self.is_interrupted() => {
                    self.end(PROMPTLY);
                    return Some(Err(interrupted()));
                }
                Err(RecvTimeoutError::Timeout) if self.down_for() >= self.shared.options.give_up_after => {
                    self.end(PROMPTLY);
                    return Some(Err(down(self.down_for())));
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
        let stopped = self.shared.cancel.is_cancelled();
        let told = self.results.take().is_none();
        self.end(Duration::MAX);
        (stopped && !told && self.interrupted_by_caller()).then(|| Err(interrupted()))
    }

    /// Whether it was stopped from outside: otherwise an error was given already.
    fn is_interrupted(&self) -> bool {
        self.interrupt.requested() || self.question.as_ref().is_some_and(|question| question())
    }

    fn interrupted_by_caller(&self) -> bool {
        !self.shared.failed.load(Ordering::Acquire)
    }

    /// Whether this is a forked child, which has neither the threads nor the lock.
    fn is_inherited(&self) -> bool {
        self.process != std::process::id()
    }

    /// Ends it, and waits so long at most: a thread may be stuck in the caller's rows, and holds the lock until it is not.
    fn end(&mut self, patience: Duration) {
        let Some((threads, lock)) = self.stop() else { return };
        let here = std::thread::current().id();
        // One of them may free what it was the last to hold: it cannot wait for itself.
        let is_own = threads.iter().any(|thread| thread.thread().id() == here);
        let has_ended = !is_own && have_ended(&threads, patience);
        let join = move || {
            for thread in threads {
                // A thread that panicked has nothing to say; the store knows where its company stands.
                let _ = thread.join();
            }
            // The next run may begin, whoever still holds this one.
            drop(lock);
        };
        if has_ended {
            join();
        } else {
            std::thread::spawn(join);
        }
    }

    /// Ends it when the program ends.
    #[cfg(feature = "python")]
    pub(crate) fn end_within(mut self, patience: Duration) {
        self.end(patience);
    }

    fn stop(&mut self) -> Option<(Vec<JoinHandle<()>>, Option<JobLock>)> {
        let (threads, lock) = (std::mem::take(&mut self.threads), self.lock.take());
        if self.is_inherited() {
            std::mem::forget((threads, lock, self.results.take()));
            return None;
        }
        self.shared.cancel.cancel();
        // Workers that wait for the caller to take a result learn from this that he does not.
        self.results = None;
        Some((threads, lock))
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

fn have_ended(threads: &[JoinHandle<()>], patience: Duration) -> bool {
    let deadline = Deadline::after(Some(patience));
    loop {
        if threads.iter().all(JoinHandle::is_finished) {
            return true;
        }
        if deadline.has_passed() {
            return false;
        }
        world::stand_still(Duration::from_millis(5));
    }
}

/// One of the threads that read and send. Whoever waits for all of them is not to wait for ever, however it ends.
struct AtWork<'a>(&'a Shared, &'a Results);

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let hint = "Nothing is lost: run it again with rows that can be read.";
            self.0.abort(DefactoError::configuration("the input of the portfolio panicked", hint), self.1);
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

fn inherited() -> DefactoError {
    let hint = "Take its results where it was begun, or begin another one here.";
    DefactoError::configuration("the run belongs to the process that this one was forked from", hint)
}

fn interrupted() -> DefactoError {
    let hint = "Run it again with the same store: it goes on where it stopped.";
    DefactoError::of(ErrorKind::Interrupted, "the portfolio was interrupted", hint)
}
