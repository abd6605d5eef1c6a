//! Pending enrolments, polled together.

mod deliveries;
mod look;
mod options;
mod resolution;
mod signal;

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use deliveries::{Deliveries, Found};
pub(crate) use look::{Look, Resolved};
pub use options::PendingOptions;
#[cfg(feature = "python")]
pub(crate) use options::pending_options;
#[cfg(feature = "uniffi")]
pub(crate) use options::pending_options_record;
#[cfg(feature = "python")]
pub use resolution::PyResolutionOutcome;
pub use resolution::{Resolution, ResolutionOutcome};
use signal::{Heard, Signal};

use defacto_sdk_macros::journeys;
use futures_core::Stream;
use tokio::sync::OwnedMutexGuard;

use crate::client::{AsyncClient, Client};
use crate::enrollment::{Enrollment, ResumeToken, leave_doubt};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::lock::Unpoisoned;
use crate::model::Timestamp;
use crate::store::{Entry, EntryState, RowKey, Store, When, ask, check_api};
use crate::stream::{Finder, Findings};
use crate::transport::Transport;
use crate::wait::{CancelToken, Deadline, Pause, Pauses, is_transient, pause};
use crate::webhook::WebhookEvent;
use crate::wire::to_json;
use crate::world;
#[cfg(feature = "simulation")]
use crate::world::simulated::Protection;

/// The longest pause between two polls, as a multiple of the polling interval.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 12;
/// The number of undelivered resolutions that are read from the store at once.
const PAGE: usize = 100;

/// Pending enrolments: companies that wait for their credit line.
///
/// The id in `CreditLine.CREATED` is not that of a borrower, so one event does not reliably tell whose line
/// exists. Therefore each poll lists the lines of all waiting companies, a hundred a call. An event only says
/// when to poll (`notify`); without events it polls by itself, with growing pauses. Events that come close
/// together cause one poll. The store keeps the enrolments, so they survive a restart; with a store for
/// several machines, these share the work. Cheap to clone; clones wait for the same enrolments.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, module = "defacto_sdk"))]
pub struct PendingEnrollments(AsyncPendingEnrollments);

/// Pending enrolments for asynchronous programs: see [`PendingEnrollments`].
#[derive(Clone)]
pub struct AsyncPendingEnrollments {
    transport: Transport,
    store: Arc<dyn Store>,
    options: PendingOptions,
    signal: Arc<Signal>,
    looking: Arc<tokio::sync::Mutex<Rounds>>,
    deliveries: Arc<Mutex<Deliveries>>,
}

/// The state of the polls.
#[derive(Debug, Default)]
struct Rounds {
    ready: VecDeque<Found>,
    /// Whether `ready` has all undelivered resolutions of the store.
    read_undelivered: bool,
    /// When the borrowers are read next, however many events come.
    thorough_at: Option<Instant>,
}

impl fmt::Debug for AsyncPendingEnrollments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingEnrollments").field("options", &self.options).finish_non_exhaustive()
    }
}

#[journeys]
impl PendingEnrollments {
    /// Adds a `Pending` enrolment; any other outcome needs no polling and is not added. Returns `true` if it
    /// was added. Blocks on the store; safe to repeat.
    ///
    /// # Errors
    /// `Store` when the store cannot be used; `Validation` when the token is invalid; `Configuration` when
    /// it, or the enrolments in the store under this name, belong to another API.
    pub async fn add(&self, enrollment: &Enrollment) -> Result<bool> {
        match enrollment {
            Enrollment::Pending { resume, .. } => self.add_token(resume).await.map(|()| true),
            _ => Ok(false),
        }
    }

    /// Adds an enrolment by its resume token. A company is kept once, however its number is spelled. Blocks
    /// on the store; safe to repeat.
    ///
    /// # Errors
    /// As `add`.
    pub async fn add_token(&self, resume: &str) -> Result<()> {
        let token = ResumeToken::parse_for(self.transport.base_url(), resume)?;
        self.check_api().await?;
        // A later enrolment with this store has to know of the call that may still take effect.
        leave_doubt(&self.store, self.transport.base_url(), &token).await?;
        let job = self.options.name.clone();
        ask(&self.store, move |store| {
            let company = token.company().kept_key(&token.identifier, |key| store.hide(key))?;
            let entry = Entry::new(company, None, EntryState::Waiting).token(Some(token.to_keep().text()));
            store.save(&job, &entry, When::Always).map(drop)
        })
        .await
    }

    /// Returns the number of pending enrolments. Blocks on the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub async fn len(&self) -> Result<u64> {
        let job = self.options.name.clone();
        ask(&self.store, move |store| store.count(&job, None, EntryState::Waiting)).await
    }

    /// Returns `true` if no enrolment is pending. Blocks on the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub async fn is_empty(&self) -> Result<bool> {
        self.len().await.map(|waiting| waiting == 0)
    }
}

impl PendingEnrollments {
    /// Opens the pending enrolments in `store` under the name in `options`. Sends nothing.
    pub fn new(client: &Client, store: Arc<dyn Store>, options: PendingOptions) -> Self {
        Self(AsyncPendingEnrollments::of(client.transport.clone(), store, options))
    }

    /// Returns the same enrolments, for calls that do not block.
    #[cfg(feature = "python")]
    pub(crate) fn asynchronous(&self) -> &AsyncPendingEnrollments {
        &self.0
    }

    fn driven<T, F>(&self, start: impl FnOnce(AsyncPendingEnrollments) -> F) -> Result<T>
    where
        F: Future<Output = Result<T>>,
    {
        let transport = &self.0.transport;
        transport.block_on(|transport| start(AsyncPendingEnrollments { transport, ..self.0.clone() }))
    }

    /// Returns the same enrolments, for a wait that `token` ends.
    #[must_use]
    pub fn cancelled_by(&self, token: CancelToken) -> Self {
        Self(self.0.cancelled_by(token))
    }

    /// Returns the asynchronous form, for waits that end by `token` or by the token of the client's options.
    #[cfg(feature = "uniffi")]
    pub(crate) fn stopped_by(&self, token: &CancelToken) -> AsyncPendingEnrollments {
        let transport = self.0.transport.driven_by(token.clone());
        AsyncPendingEnrollments { transport, ..self.0.clone() }
    }

    /// Schedules a poll in `resolutions` if `event` may announce a credit line. Returns `true` if it does.
    /// Does not block and sends nothing, so a webhook handler can call it before it answers.
    pub fn notify(&self, event: &WebhookEvent) -> bool {
        self.0.notify(event)
    }

    /// Returns the resolutions one by one. Ends when no enrolment is pending, or after `wait` if it is set.
    /// `next` blocks; several threads may share the work.
    ///
    /// A resolution counts as delivered when the next one is requested. Until then it is delivered again: by
    /// the next iterator if this one is dropped, and after a restart if the program dies. A passing error (a
    /// time-out, a 5xx) is not returned: a later poll follows.
    pub fn resolutions(&self, wait: Option<Duration>) -> Resolutions {
        Resolutions(self.0.begin(Deadline::after(wait), false))
    }

    /// As `resolutions`, but without an end: for a thread of a service that gets new enrolments at any time.
    pub fn watch(&self) -> Resolutions {
        Resolutions(self.0.begin(Deadline::after(None), true))
    }
}

impl AsyncPendingEnrollments {
    /// Opens the pending enrolments in `store` under the name in `options`. Sends nothing.
    pub fn new(client: &AsyncClient, store: Arc<dyn Store>, options: PendingOptions) -> Self {
        Self::of(client.transport.clone(), store, options)
    }

    fn of(transport: Transport, store: Arc<dyn Store>, options: PendingOptions) -> Self {
        let (signal, looking, deliveries) = (Arc::default(), Arc::default(), Arc::default());
        Self { transport, store, options, signal, looking, deliveries }
    }

    /// Returns the same enrolments, for a wait that `token` ends.
    #[must_use]
    pub fn cancelled_by(&self, token: CancelToken) -> Self {
        let mut options = self.transport.options().clone();
        options.cancel = Some(token);
        Self { transport: self.transport.with_options(options), ..self.clone() }
    }

    /// Schedules a poll in `resolutions` if `event` may announce a credit line. Returns `true` if it does.
    /// Does not block and sends nothing, so a webhook handler can call it before it answers.
    pub fn notify(&self, event: &WebhookEvent) -> bool {
        let kind = event.event_type.as_str();
        let tells_of_a_line = kind.starts_with("CreditLine.")
            || kind.starts_with("CreditLimit.")
            || kind.starts_with("BorrowerFinancialProduct");
        if tells_of_a_line {
            #[cfg(feature = "simulation")]
            world::simulated::announce(event.id.as_deref());
            self.signal.raise();
        }
        tells_of_a_line
    }

    /// Returns the resolutions one by one. Ends when no enrolment is pending, or after `wait` if it is set.
    /// Several tasks may share the work.
    ///
    /// A resolution counts as delivered when the next one is requested. Until then it is delivered again: by
    /// the next iterator if this one is dropped, and after a restart if the program dies. A passing error (a
    /// time-out, a 5xx) is not returned: a later poll follows.
    pub fn resolutions(&self, wait: Option<Duration>) -> AsyncResolutions {
        AsyncResolutions(Findings::of(self.begin(Deadline::after(wait), false)))
    }

    /// As `resolutions`, but without an end: for a task of a service that gets new enrolments at any time.
    pub fn watch(&self) -> AsyncResolutions {
        AsyncResolutions(Findings::of(self.begin(Deadline::after(None), true)))
    }

    fn begin(&self, deadline: Deadline, endless: bool) -> Watch {
        let pauses = self.pauses();
        Watch {
            pending: self.clone(),
            deadline,
            endless,
            pauses,
            handed_over: None,
            first: true,
            quiet_until: None,
        }
    }

    async fn check_api(&self) -> Result<()> {
        let (job, api) = (self.options.name.clone(), self.transport.base_url().to_owned());
        ask(&self.store, move |store| check_api(store, &job, &api)).await
    }

    fn longest_pause(&self) -> Duration {
        self.options.poll_interval.saturating_mul(LONGEST_PAUSE_IN_INTERVALS)
    }

    fn pauses(&self) -> Pauses {
        Pauses::new(self.options.poll_interval, self.longest_pause())
    }

    /// Polls all enrolments that were last polled before `not_since`. Keeps the resolutions until delivery.
    async fn look(
        &self,
        rounds: &mut Rounds,
        deadline: Deadline,
        not_since: Timestamp,
        thorough: bool,
    ) -> Result<()> {
        let (store, job) = (&self.store, self.options.name.as_str());
        // A caller without time to wait polls once all the same.
        let is_bounded = !deadline.has_passed();
        loop {
            let transport = if is_bounded { self.transport.until(deadline) } else { self.transport.clone() };
            let look = Look { transport: &transport, store, job, run: None, not_since, thorough };
            let Some(resolved) = look.next_batch().await? else { return Ok(()) };
            for Resolved { entry, resolution, shown } in resolved {
                let (company, outcome) = (entry.company.clone(), to_json(&resolution.to_keep(shown)));
                let finished = Entry { state: EntryState::Finished, ..entry }.outcome(Some(outcome.clone()));
                // Otherwise another process has resolved it as well, and delivers it.
                let job = job.to_owned();
                let save =
                    move |store: &dyn Store| store.save(&job, &finished, When::In(EntryState::Waiting));
                // A consumer that is dropped meanwhile leaves the entry to the next one.
                rounds.read_undelivered = false;
                if ask(store, save).await? {
                    rounds.ready.push_back(Found { resolution, company, outcome });
                }
                rounds.read_undelivered = true;
            }
        }
    }

    /// Reads the resolutions that were not delivered: by an earlier process, before the store failed, or
    /// because a consumer was dropped while it wrote them.
    async fn read_undelivered(&self, rounds: &mut Rounds) -> Result<()> {
        if rounds.read_undelivered {
            return Ok(());
        }
        // What is handed over by now may be removed from the store meanwhile.
        let on_the_way = self.deliveries().on_the_way();
        let key = |found: &Found| (found.company.clone(), found.outcome.clone());
        let known: HashSet<_> = on_the_way.iter().chain(&rounds.ready).map(key).collect();
        let (mut found, mut place) = (Vec::new(), None::<RowKey>);
        loop {
            let (job, behind) = (self.options.name.clone(), place.take());
            let page = move |store: &dyn Store| store.entries(&job, behind.as_ref(), PAGE);
            let entries = ask(&self.store, page).await?;
            let Some(last) = entries.last() else { break };
            place = Some(last.key());
            let finished = entries.into_iter().filter(|entry| entry.state == EntryState::Finished);
            found.extend(finished.filter_map(|entry| {
                let outcome = entry.outcome?;
                let resolution = crate::wire::read(outcome.as_bytes()).ok()?;
                Some(Found { resolution, company: entry.company, outcome })
            }));
        }
        found.retain(|found| !known.contains(&key(found)));
        rounds.ready.extend(found);
        rounds.read_undelivered = true;
        Ok(())
    }

    fn deliveries(&self) -> MutexGuard<'_, Deliveries> {
        self.deliveries.lock().unpoisoned()
    }
}

/// An iterator of resolutions: see [`PendingEnrollments::resolutions`].
#[derive(Debug)]
pub struct Resolutions(Watch);

/// A `Stream` of resolutions: see [`AsyncPendingEnrollments::resolutions`].
pub struct AsyncResolutions(Findings<Watch>);

/// The state of one consumer of resolutions.
#[derive(Debug)]
struct Watch {
    pending: AsyncPendingEnrollments,
    deadline: Deadline,
    endless: bool,
    pauses: Pauses,
    handed_over: Option<Found>,
    first: bool,
    /// Until when the API asked not to be called, even if events come.
    quiet_until: Option<Instant>,
}

impl Iterator for Resolutions {
    type Item = Result<Resolution>;

    fn next(&mut self) -> Option<Result<Resolution>> {
        let watch = &mut self.0;
        let transport = watch.pending.transport.clone();
        let found = transport.block_on(|driven| {
            watch.pending.transport = driven;
            watch.find()
        });
        self.0.pending.transport = transport;
        found.transpose()
    }
}

impl Resolutions {
    /// Replaces the token that ends the waits from now on.
    #[cfg(feature = "python")]
    pub(crate) fn cancelled_by(&mut self, token: CancelToken) {
        self.0.pending = self.0.pending.cancelled_by(token);
    }

    /// Returns the next resolution without blocking. Unlike the stream it continues after an error.
    #[cfg(feature = "python")]
    pub(crate) async fn next_resolution(&mut self) -> Result<Option<Resolution>> {
        self.0.find().await
    }
}

impl AsyncResolutions {
    /// Returns the next resolution, or nothing if no enrolment is pending any more or the time is over.
    ///
    /// # Errors
    /// Those of the calls and of the store; the stream ends then.
    pub async fn next_resolution(&mut self) -> Result<Option<Resolution>> {
        self.0.next().await
    }
}

impl fmt::Debug for AsyncResolutions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AsyncResolutions").finish_non_exhaustive()
    }
}

impl Stream for AsyncResolutions {
    type Item = Result<Resolution>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next(context)
    }
}

impl Finder for Watch {
    type Item = Resolution;

    async fn find(&mut self) -> Result<Option<Resolution>> {
        self.wait().await
    }
}

impl Watch {
    async fn wait(&mut self) -> Result<Option<Resolution>> {
        let pending = self.pending.clone();
        if self.first {
            pending.check_api().await?;
        }
        if let Some(found) = self.handed_over.clone() {
            let (company, outcome) = (found.company.clone(), found.outcome.clone());
            let job = pending.options.name.clone();
            // The condition keeps the entry if the company was added again meanwhile.
            let remove = move |store: &dyn Store| store.remove(&job, &company, When::Outcome(&outcome));
            ask(&pending.store, remove).await?;
            self.handed_over = None;
            pending.deliveries().close(&found);
        }
        loop {
            if let Some(found) = self.take_or_look(&pending).await? {
                let resolution = found.resolution.clone();
                #[cfg(feature = "simulation")]
                if world::simulated::is_without(Protection::KeptUntilDelivered) {
                    let (job, company) = (pending.options.name.clone(), found.company.clone());
                    ask(&pending.store, move |store| store.remove(&job, &company, When::Always)).await?;
                }
                pending.deliveries().hand_over(&found);
                self.handed_over = Some(found);
                return Ok(Some(resolution));
            }
            if !self.endless && pending.is_empty().await? {
                return Ok(None);
            }
            pending.transport.check_open()?;
            if !self.pause(&pending).await? {
                return Ok(None);
            }
        }
    }

    /// Returns a resolution that is not delivered yet, or one that a single poll finds.
    async fn take_or_look(&mut self, pending: &AsyncPendingEnrollments) -> Result<Option<Found>> {
        let Some(mut rounds) = self.turn(pending).await? else { return Ok(None) };
        pending.read_undelivered(&mut rounds).await?;
        let found = pending.deliveries().take_back().or_else(|| rounds.ready.pop_front());
        if found.is_some() {
            return Ok(found);
        }
        if self.quiet_until.is_some_and(|until| until > world::now()) {
            return Ok(None);
        }
        self.quiet_until = None;
        let heard = pending.signal.take();
        let due = std::mem::take(&mut self.first) || heard.is_some();
        if !due || pending.is_empty().await? {
            return Ok(None);
        }
        let now = world::now();
        let thorough = heard.is_none() || rounds.thorough_at.is_some_and(|at| at <= now);
        if thorough || rounds.thorough_at.is_none() {
            rounds.thorough_at = now.checked_add(pending.longest_pause());
        }
        let not_since = heard.filter(|_| !thorough).unwrap_or_else(world::wall_clock);
        match pending.look(&mut rounds, self.deadline, not_since, thorough).await {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::Store => {
                // A failed write may have taken effect, so the undelivered entries are read again.
                (rounds.ready, rounds.read_undelivered) = (VecDeque::new(), false);
                return Err(error);
            }
            Err(error) if is_transient(&error) => {
                tracing::info!(target: "defacto_sdk", kind = error.kind().as_str(), "the look failed, another follows");
                let asked = error.retry_after().map(|asked| world::now().checked_add(asked));
                self.quiet_until = asked.flatten();
                // The poll that the API refused is repeated after that time.
                self.first |= self.quiet_until.is_some();
            }
            Err(error) => {
                if heard.is_some() {
                    // The other consumers do not know of the event yet.
                    pending.signal.raise();
                }
                return Err(error);
            }
        }
        if !rounds.ready.is_empty() {
            self.pauses = pending.pauses();
        }
        Ok(rounds.ready.pop_front())
    }

    /// Waits for the permit to poll, which one consumer at a time holds; `None` at the deadline.
    async fn turn(&self, pending: &AsyncPendingEnrollments) -> Result<Option<OwnedMutexGuard<Rounds>>> {
        if let Ok(rounds) = Arc::clone(&pending.looking).try_lock_owned() {
            return Ok(Some(rounds));
        }
        let turn = world::timeout(self.deadline.remaining(), Arc::clone(&pending.looking).lock_owned());
        pending.transport.interrupt().unless_asked(pin!(turn)).await.ok_or_else(interrupted)
    }

    /// Waits for an event or for the next poll. Returns `false` if the time is over.
    async fn pause(&mut self, pending: &AsyncPendingEnrollments) -> Result<bool> {
        if let Some(until) = self.quiet_until {
            let left = until.saturating_duration_since(world::now());
            return match pause(left, self.deadline, &pending.transport.interrupt()).await {
                Pause::Over => Ok(true),
                Pause::DeadlinePassed => Ok(false),
                Pause::Interrupted => Err(interrupted()),
            };
        }
        let length = self.pauses.next().unwrap_or_default();
        let (gather, interrupt) = (pending.options.gather, pending.transport.interrupt());
        match pending.signal.wait(length, gather, self.deadline, &interrupt).await {
            Heard::Event => {}
            Heard::Nothing => self.first = true,
            Heard::Stopped(Pause::Interrupted) => return Err(interrupted()),
            Heard::Stopped(_) => return Ok(false),
        }
        Ok(true)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(found) = self.handed_over.take() {
            self.pending.deliveries().give_back(found);
        }
    }
}

fn interrupted() -> DefactoError {
    let hint = "Nothing is lost: the pending enrolments are in the store.";
    DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", hint)
}
