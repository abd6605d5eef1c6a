//! Portfolios for asynchronous programs.

use std::mem::replace;
use std::pin::{Pin, pin};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use pyo3::prelude::*;
use tokio::sync::Mutex;

use super::call::{Call, CallResult, call_result, done};
use crate::client::AsyncClient;
use crate::error::Result;
use crate::portfolio::{
    AsyncPortfolioRun, Ended, PortfolioMonitor, PortfolioOptions, PortfolioProgress, PortfolioResult,
    inherited, interrupted,
};
use crate::python::open_runs::{self, EndsWithInterpreter};
use crate::python::rows::{Companies, Raised};
use crate::store::Store;
use crate::wait::CancelToken;
use crate::wait::{Deadline, Interrupt};
use crate::world;

/// The time between two checks whether a run has ended, when the interpreter ends.
const CHECK_INTERVAL: Duration = Duration::from_millis(10);

type Beginning = Pin<Box<dyn Future<Output = Result<AsyncPortfolioRun>> + Send>>;

/// A portfolio that is enrolled for an event loop. It begins when the first result is requested.
///
/// The run pauses while some results have not been taken.
#[pyclass(frozen, module = "defacto_sdk._native")]
pub(in crate::python) struct PortfolioCalls(Arc<Slot>);

/// A run, from before its beginning to its end.
struct Slot {
    state: Mutex<State>,
    /// The monitor of the run, which can be used while a call takes a result.
    begun: OnceLock<(PortfolioMonitor, Arc<Ended>)>,
    /// Cancelled when the run is stopped.
    stop: CancelToken,
    raised: Raised,
    process: u32,
}

struct State {
    run: Run,
    /// The latest result, since a cancelled task may not have received it.
    last: Option<Result<Option<PortfolioResult>>>,
}

enum Run {
    ToBegin(Beginning),
    Beginning(Beginning),
    Begun(AsyncPortfolioRun),
    Ended,
}

impl PortfolioCalls {
    pub(super) fn new(
        py: Python<'_>,
        client: AsyncClient,
        companies: Companies,
        store: Arc<dyn Store>,
        options: PortfolioOptions,
        raised: Raised,
    ) -> PyResult<Self> {
        let beginning = Box::pin(async move {
            let rows = world::run_blocking(|| companies.hand_over()).await?;
            client.enroll_many(rows, store, &options).await
        });
        let slot = Arc::new(Slot {
            state: Mutex::new(State { run: Run::ToBegin(beginning), last: None }),
            begun: OnceLock::new(),
            stop: CancelToken::default(),
            raised,
            process: std::process::id(),
        });
        let open: Arc<dyn EndsWithInterpreter> = slot.clone();
        open_runs::remember(py, &open)?;
        Ok(Self(slot))
    }
}

#[pymethods]
impl PortfolioCalls {
    /// Returns the call that finds the next result, or None after the last one. If the call is cancelled, the
    /// run ends. `again`: whether the caller did not receive the result before.
    #[pyo3(signature = (again = false))]
    fn next(&self, again: bool) -> Call {
        let (slot, token) = (Arc::clone(&self.0), CancelToken::default());
        let interrupt = Interrupt { token: Some(token.clone()), driver: None };
        let work = async move {
            let found = interrupt.unless_asked(pin!(slot.next(again))).await.unwrap_or_else(|| {
                slot.stop();
                Err(interrupted())
            });
            slot.call_result(found)
        };
        Call::new(token, Box::pin(work))
    }

    /// Returns the progress of the run, or None before it has begun. Does not block.
    fn progress(&self) -> Option<PortfolioProgress> {
        self.0.begun.get().map(|(monitor, _)| monitor.progress())
    }

    /// Ends the run: it sends nothing more. Does not block.
    fn stop(&self) {
        self.0.stop();
    }

    /// Returns the call that ends the run, and waits until it has ended.
    fn close(&self) -> Call {
        let slot = Arc::clone(&self.0);
        let work = async move {
            slot.close().await;
            done(Ok(()))
        };
        Call::new(CancelToken::default(), Box::pin(work))
    }
}

impl Slot {
    fn is_inherited(&self) -> bool {
        self.process != std::process::id()
    }

    /// Ends the run. A run that begins at this moment finds that it was stopped.
    fn stop(&self) {
        self.stop.cancel();
        if let Some((monitor, _)) = self.begun.get() {
            monitor.stop();
        }
    }

    /// Returns the next result, or nothing after the last one. If it is dropped half-way, no result is lost.
    async fn next(&self, again: bool) -> Result<Option<PortfolioResult>> {
        // In a forked child the lock may belong to a call that the child does not have.
        if self.is_inherited() {
            return Err(inherited());
        }
        let mut state = self.state.lock().await;
        let found = match state.last.take().filter(|_| again) {
            Some(missed) => missed,
            None => self.find(&mut state.run).await,
        };
        state.last = Some(found.clone());
        found
    }

    async fn find(&self, run: &mut Run) -> Result<Option<PortfolioResult>> {
        self.begin(run).await?;
        let Run::Begun(begun) = run else { return Ok(None) };
        let found = begun.next_result().await;
        if !matches!(found, Ok(Some(_))) {
            *run = Run::Ended;
        }
        found
    }

    /// Begins the run, unless it was stopped before.
    async fn begin(&self, run: &mut Run) -> Result<()> {
        if matches!(run, Run::ToBegin(_)) {
            *run = match replace(run, Run::Ended) {
                Run::ToBegin(beginning) if !self.stop.is_cancelled() => Run::Beginning(beginning),
                _ => Run::Ended,
            };
        }
        let Run::Beginning(beginning) = run else { return Ok(()) };
        let begun = beginning.await;
        *run = Run::Ended;
        let begun = begun?;
        let _ = self.begun.set((begun.monitor(), begun.ended()));
        if self.stop.is_cancelled() {
            begun.monitor().stop();
        }
        *run = Run::Begun(begun);
        Ok(())
    }

    async fn close(&self) {
        if self.is_inherited() {
            return;
        }
        self.stop();
        let mut state = self.state.lock().await;
        // A run that could not begin needs no end.
        let _ = self.begin(&mut state.run).await;
        if let Run::Begun(begun) = replace(&mut state.run, Run::Ended) {
            begun.end().await;
        }
    }

    fn call_result(&self, found: Result<Option<PortfolioResult>>) -> CallResult {
        let Err(error) = found else { return call_result(found) };
        let raised = self.raised.clone();
        Ok(Box::new(move |py: Python<'_>| Err(raised.instead_of(py, error.into()))))
    }
}

impl EndsWithInterpreter for Slot {
    fn end_within(&self, patience: Duration) {
        self.stop();
        let deadline = Deadline::after(Some(patience));
        while !deadline.has_passed() {
            // If a call holds the state, it takes the run's results and ends with it.
            if let Ok(mut state) = self.state.try_lock() {
                leave_to_engine(replace(&mut state.run, Run::Ended));
            }
            if self.begun.get().is_none_or(|(_, ended)| ended.wait(CHECK_INTERVAL)) {
                break;
            }
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let run = replace(&mut self.state.get_mut().run, Run::Ended);
        if self.is_inherited() {
            std::mem::forget(run);
        } else {
            self.stop();
            leave_to_engine(run);
        }
    }
}

/// Ends a run without waiting for it. Its reader may need the GIL, which this thread may hold.
fn leave_to_engine(run: Run) {
    if let Run::Begun(_) | Run::Beginning(_) = run {
        let _ = world::spawn_and_forget(Box::pin(async move { drop(run) }));
    }
}
