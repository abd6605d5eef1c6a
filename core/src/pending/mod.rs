//! Enrolments that wait for their credit line, all of them together.

mod look;
mod options;
mod resolution;
mod signal;

use std::collections::VecDeque;
use std::fmt;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

pub(crate) use look::{Look, Resolved};
pub use options::PendingOptions;
#[cfg(feature = "uniffi")]
pub(crate) use options::pending_options_record;
#[cfg(feature = "python")]
pub use resolution::PyResolutionOutcome;
pub use resolution::{Resolution, ResolutionOutcome};
use signal::{Heard, Signal};

use defacto_sdk_macros::journeys;
use futures_core::Stream;
use tokio::sync::OwnedMutexGuard;

use crate::enrollment::{Enrollment, ResumeToken, leave_doubt};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::model::Timestamp;
use crate::store::{Entry, EntryState, RowKey, Store, When, ask, check_api};
use crate::stream::{Finder, Findings};
use crate::transport::Transport;
use crate::wait::{CancelToken, Deadline, Pause, Pauses, is_passing, pause};
use crate::webhook::WebhookEvent;
use crate::wire::to_json;
use crate::world;
use crate::{AsyncClient, Client};

/// The pauses between two looks grow to so many times the first.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 12;
/// How many resolutions that were not handed over are read from the store at once.
const PAGE: usize = 100;

/// Enrolments that wait for their credit line.
///
/// `CreditLine.CREATED` names a borrower that nobody knows, so no single event can be trusted to tell whose line is there.
/// This asks for the lines of all companies that wait, a hundred in a call, and tells which are there. An event only says
/// when to ask (`notify`); without events it asks by itself, ever less often. Events that come close together lead to one
/// question. What waits is kept in the store, so it survives restarts; with a store for several machines they share the work.
/// Cheap to clone; clones wait for the same enrolments.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, module = "defacto_sdk"))]
pub struct PendingEnrollments(AsyncPendingEnrollments);

/// Enrolments that wait for their credit line, for asynchronous programs: see [`PendingEnrollments`].
#[derive(Clone)]
pub struct AsyncPendingEnrollments {
    transport: Transport,
    store: Arc<dyn Store>,
    options: PendingOptions,
    signal: Arc<Signal>,
    looking: Arc<tokio::sync::Mutex<Rounds>>,
    given_back: Arc<Mutex<VecDeque<Found>>>,
}

/// What is left of the rounds of looks.
#[derive(Debug, Default)]
struct Rounds {
    ready: VecDeque<Found>,
    read_undelivered: bool,
    /// When the borrowers are asked for next, however many events come.
    thorough_at: Option<Instant>,
}

/// A resolution, and how it stands in the store.
#[derive(Clone, Debug)]
struct Found {
    resolution: Resolution,
    company: String,
    outcome: String,
}

impl fmt::Debug for AsyncPendingEnrollments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingEnrollments").field("options", &self.options).finish_non_exhaustive()
    }
}

#[journeys]
impl PendingEnrollments {
    /// Adds an enrolment that is `Pending`; any other outcome needs no waiting, and is not added. Says whether it was.
    /// Blocks on the store; safe to repeat.
    ///
    /// # Errors
    /// `Store` when it cannot be kept; `Validation` when the token is none; `Configuration` when it, or those who wait in
    /// the store under this name, were enrolled with another API.
    pub async fn add(&self, enrollment: &Enrollment) -> Result<bool> {
        match enrollment {
            Enrollment::Pending { resume, .. } => self.add_token(resume).await.map(|()| true),
            _ => Ok(false),
        }
    }

    /// Adds an enrolment by its resume token; a company is kept once, however its number is spelled. Blocks on the store;
    /// safe to repeat.
    ///
    /// # Errors
    /// As `add`.
    pub async fn add_token(&self, resume: &str) -> Result<()> {
        let token = ResumeToken::parse_for(self.transport.base_url(), resume)?;
        self.check_api().await?;
        // Whoever enrols the company with this store has to know of the call that may still take effect.
        leave_doubt(&self.store, self.transport.base_url(), &token).await?;
        let job = self.options.name.clone();
        ask(&self.store, move |store| {
            let company = token.company().kept_key(&token.identifier, |key| store.hide(key))?;
            let entry = Entry::new(company, None, EntryState::Waiting).token(Some(token.to_keep().text()));
            store.save(&job, &entry, When::Always).map(drop)
        })
        .await
    }

    /// How many enrolments wait. Blocks on the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub async fn len(&self) -> Result<u64> {
        let job = self.options.name.clone();
        ask(&self.store, move |store| store.count(&job, None, EntryState::Waiting)).await
    }

    /// Whether no enrolment waits. Blocks on the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub async fn is_empty(&self) -> Result<bool> {
        self.len().await.map(|waiting| waiting == 0)
    }
}

impl PendingEnrollments {
    /// The enrolments that wait in the store, under the name of the options. Sends nothing.
    pub fn new(client: &Client, store: Arc<dyn Store>, options: PendingOptions) -> Self {
        Self(AsyncPendingEnrollments::of(client.transport.clone(), store, options))
    }

    /// The same enrolments, for calls that do not block.
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

    /// The same enrolments, for a wait that the token ends.
    #[must_use]
    pub fn cancelled_by(&self, token: CancelToken) -> Self {
        Self(self.0.cancelled_by(token))
    }

    /// The asynchronous ones, for waits that the token ends as well as that of the client's own options.
    #[cfg(feature = "uniffi")]
    pub(crate) fn stopped_by(&self, token: &CancelToken) -> AsyncPendingEnrollments {
        let transport = self.0.transport.driven_by(token.clone());
        AsyncPendingEnrollments { transport, ..self.0.clone() }
    }

    /// Hears of an event: one that may mean a new line leads to a look, soon, by whoever waits in `resolutions`. Says
    /// whether it does. Does not block and sends nothing, so it can be called while a webhook is answered.
    pub fn notify(&self, event: &WebhookEvent) -> bool {
        self.0.notify(event)
    }

    /// Gives each resolution as it comes, until nobody waits any longer or the time is over; then it ends. Blocks in
    /// `next`; several threads may share the work.
    ///
    /// A resolution counts as handed over when the next one is asked for. Until then it comes once more: from the next
    /// iterator when this one is dropped, and after the restart when the program dies. An error that passes (a time-out,
    /// a 5xx) is not given: it looks again later.
    pub fn resolutions(&self, wait: Option<Duration>) -> Resolutions {
        Resolutions(self.0.begin(Deadline::after(wait), false))
    }

    /// As `resolutions`, but it does not end when nobody waits: for a thread of a service that others add to.
    pub fn watch(&self) -> Resolutions {
        Resolutions(self.0.begin(Deadline::after(None), true))
    }
}

impl AsyncPendingEnrollments {
    /// The enrolments that wait in the store, under the name of the options. Sends nothing.
    pub fn new(client: &AsyncClient, store: Arc<dyn Store>, options: PendingOptions) -> Self {
        Self::of(client.transport.clone(), store, options)
    }

    fn of(transport: Transport, store: Arc<dyn Store>, options: PendingOptions) -> Self {
        let (signal, looking, given_back) = (Arc::default(), Arc::default(), Arc::default());
        Self { transport, store, options, signal, looking, given_back }
    }

    /// The same enrolments, for a wait that the token ends.
    #[must_use]
    pub fn cancelled_by(&self, token: CancelToken) -> Self {
        let mut options = self.transport.options().clone();
        options.cancel = Some(token);
        Self { transport: self.transport.with_options(options), ..self.clone() }
    }

    /// Hears of an event: one that may mean a new line leads to a look, soon, by whoever waits in `resolutions`. Says
    /// whether it does. Does not block and sends nothing, so it can be called while a webhook is answered.
    pub fn notify(&self, event: &WebhookEvent) -> bool {
        let kind = event.event_type.as_str();
        let tells_of_a_line = kind.starts_with("CreditLine.")
            || kind.starts_with("CreditLimit.")
            || kind.starts_with("BorrowerFinancialProduct");
        if tells_of_a_line {
            self.signal.raise();
        }
        tells_of_a_line
    }

    /// Gives each resolution as it comes, until nobody waits any longer or the time is over; then it ends. Several
    /// tasks may share the work.
    ///
    /// A resolution counts as handed over when the next one is asked for. Until then it comes once more: from the next
    /// iterator when this one is dropped, and after the restart when the program dies. An error that passes (a time-out,
    /// a 5xx) is not given: it looks again later.
    pub fn resolutions(&self, wait: Option<Duration>) -> AsyncResolutions {
        AsyncResolutions(Findings::of(self.begin(Deadline::after(wait), false)))
    }

    /// As `resolutions`, but it does not end when nobody waits: for a task of a service that others add to.
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

    /// Looks at all who wait and were not looked at since then; keeps what was resolved until it is handed over.
    async fn look(
        &self,
        rounds: &mut Rounds,
        deadline: Deadline,
        not_since: Timestamp,
        thorough: bool,
    ) -> Result<()> {
        let (store, job) = (&self.store, self.options.name.as_str());
        // Who does not want to wait looks once all the same.
        let is_bounded = !deadline.has_passed();
        loop {
            let transport = if is_bounded { self.transport.until(deadline) } else { self.transport.clone() };
            let look = Look { transport: &transport, store, job, run: None, not_since, thorough };
            let Some(resolved) = look.next_batch().await? else { return Ok(()) };
            for Resolved { entry, resolution, shown } in resolved {
                let (company, outcome) = (entry.company.clone(), to_json(&resolution.to_keep(shown)));
                let finished = Entry { state: EntryState::Finished, ..entry }.outcome(Some(outcome.clone()));
                // Else another process has found it as well, and hands it over.
                let job = job.to_owned();
                let save =
                    move |store: &dyn Store| store.save(&job, &finished, When::In(EntryState::Waiting));
                if ask(store, save).await? {
                    rounds.ready.push_back(Found { resolution, company, outcome });
                }
            }
        }
    }

    /// What was resolved and not handed over, by an earlier process or before the store failed.
    async fn read_undelivered(&self, rounds: &mut Rounds) -> Result<()> {
        if rounds.read_undelivered {
            return Ok(());
        }
        let (mut found, mut place) = (VecDeque::new(), None::<RowKey>);
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
        (rounds.ready, rounds.read_undelivered) = (found, true);
        // They were read with the others.
        self.given_back().clear();
        Ok(())
    }

    fn given_back(&self) -> MutexGuard<'_, VecDeque<Found>> {
        self.given_back.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Resolutions as they come.
#[derive(Debug)]
pub struct Resolutions(Watch);

/// The resolutions of enrolments that wait: a `Stream`, see [`PendingEnrollments::resolutions`].
pub struct AsyncResolutions(Findings<Watch>);

/// What is known by one who takes resolutions.
#[derive(Debug)]
struct Watch {
    pending: AsyncPendingEnrollments,
    deadline: Deadline,
    endless: bool,
    pauses: Pauses,
    handed_over: Option<Found>,
    first: bool,
    /// Until when the API asked not to be called, whatever events come.
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
    /// Lets the token end the waits that follow, in place of the one before.
    #[cfg(feature = "python")]
    pub(crate) fn cancelled_by(&mut self, token: CancelToken) {
        self.0.pending = self.0.pending.cancelled_by(token);
    }

    /// The next one, without blocking. Unlike the stream it goes on after an error.
    #[cfg(feature = "python")]
    pub(crate) async fn next_resolution(&mut self) -> Result<Option<Resolution>> {
        self.0.find().await
    }
}

impl AsyncResolutions {
    /// The next resolution, or nothing when nobody waits any longer or the time is over.
    ///
    /// # Errors
    /// Those of the calls and of the store; then it has ended.
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
        if let Some(Found { company, outcome, .. }) = self.handed_over.clone() {
            let job = pending.options.name.clone();
            // Unless the company was added again meanwhile.
            let remove = move |store: &dyn Store| store.remove(&job, &company, When::Outcome(&outcome));
            ask(&pending.store, remove).await?;
            self.handed_over = None;
        }
        loop {
            if let Some(found) = self.take_or_look(&pending).await? {
                let resolution = found.resolution.clone();
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

    /// What is there already, or what one look finds.
    async fn take_or_look(&mut self, pending: &AsyncPendingEnrollments) -> Result<Option<Found>> {
        let Some(mut rounds) = self.turn(pending).await? else { return Ok(None) };
        pending.read_undelivered(&mut rounds).await?;
        let found = pending.given_back().pop_front().or_else(|| rounds.ready.pop_front());
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
                // Something may have been written although it failed: what there is to hand over is read again.
                (rounds.ready, rounds.read_undelivered) = (VecDeque::new(), false);
                return Err(error);
            }
            Err(error) if is_passing(&error) => {
                tracing::info!(target: "defacto_sdk", kind = error.kind().as_str(), "the look failed, another follows");
                let asked = error.retry_after().map(|asked| world::now().checked_add(asked));
                self.quiet_until = asked.flatten();
                // What it was about is asked for when that time has passed.
                self.first |= self.quiet_until.is_some();
            }
            Err(error) => {
                if heard.is_some() {
                    // Others who wait have not heard of it yet.
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

    /// The right to look, which one of those who wait has at a time; nothing if the time is over before.
    async fn turn(&self, pending: &AsyncPendingEnrollments) -> Result<Option<OwnedMutexGuard<Rounds>>> {
        if let Ok(rounds) = Arc::clone(&pending.looking).try_lock_owned() {
            return Ok(Some(rounds));
        }
        let turn = world::at_most(self.deadline.remaining(), Arc::clone(&pending.looking).lock_owned());
        pending.transport.interrupt().unless_asked(pin!(turn)).await.ok_or_else(interrupted)
    }

    /// Waits for an event or for the next look of its own; `false` when the time is over.
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
        self.pending.given_back().extend(self.handed_over.take());
    }
}

fn interrupted() -> DefactoError {
    let hint = "Nothing is lost: those who wait are in the store.";
    DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", hint)
}
