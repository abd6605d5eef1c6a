//! Pending enrolments, polled together.

mod deliveries;
mod look;
mod options;
mod resolution;
mod resolutions;
mod signal;

use std::collections::{HashSet, VecDeque};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};
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
use resolutions::Watch;
pub use resolutions::{AsyncResolutions, Resolutions};
use signal::Signal;

use defacto_sdk_macros::journeys;

use crate::client::{AsyncClient, Client};
use crate::enrollment::{Enrollment, ResumeToken, leave_doubt};
use crate::error::Result;
use crate::lock::Unpoisoned;
use crate::model::Timestamp;
use crate::store::{Entry, EntryState, RowKey, Store, When, ask, check_api};
use crate::transport::Transport;
use crate::wait::{CancelToken, Deadline, Pauses};
use crate::webhook::WebhookEvent;
use crate::wire::to_json;
#[cfg(feature = "simulation")]
use crate::world;

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
/// several machines, these share the work. Its copies wait for the same enrolments.
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
        Resolutions::of(self.0.begin(Deadline::after(wait), false))
    }

    /// As `resolutions`, but without an end: for a thread of a service that gets new enrolments at any time.
    pub fn watch(&self) -> Resolutions {
        Resolutions::of(self.0.begin(Deadline::after(None), true))
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
        AsyncResolutions::of(self.begin(Deadline::after(wait), false))
    }

    /// As `resolutions`, but without an end: for a task of a service that gets new enrolments at any time.
    pub fn watch(&self) -> AsyncResolutions {
        AsyncResolutions::of(self.begin(Deadline::after(None), true))
    }

    fn begin(&self, deadline: Deadline, endless: bool) -> Watch {
        Watch::new(self.clone(), deadline, endless)
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

    /// Takes the next resolution for a consumer. It is on its way before the rounds are free for the next one,
    /// so that no one else reads it from the store again.
    fn hand_over_next(&self, rounds: &mut Rounds) -> Option<Found> {
        let mut deliveries = self.deliveries();
        let found = deliveries.take_back().or_else(|| rounds.ready.pop_front())?;
        deliveries.hand_over(&found);
        Some(found)
    }

    fn deliveries(&self) -> MutexGuard<'_, Deliveries> {
        self.deliveries.lock().unpoisoned()
    }
}
