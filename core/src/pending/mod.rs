//! Enrolments that wait for their credit line, all of them together.

mod look;
mod options;
mod resolution;
mod signal;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

pub(crate) use look::{Look, Resolved};
pub use options::PendingOptions;
#[cfg(feature = "python")]
pub use resolution::PyResolutionOutcome;
pub use resolution::{Resolution, ResolutionOutcome};
use signal::{Heard, Signal};

use crate::Client;
use crate::enrollment::{Enrollment, ResumeToken, leave_doubt};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::model::Timestamp;
use crate::store::{Entry, EntryState, RowKey, Store, When, check_api};
use crate::transport::Transport;
use crate::wait::{CancelToken, Deadline, Pause, Pauses, is_passing, pause};
use crate::webhook::WebhookEvent;
use crate::wire::to_json;
use crate::world;

/// The pauses between two looks grow to so many times the first.
const LONGEST_PAUSE_IN_INTERVALS: u32 = 12;
/// How long to wait before asking again whether somebody else has ended its look.
const TURN: Duration = Duration::from_millis(10);
/// How many resolutions that were not handed over are read from the store at once.
const PAGE: usize = 100;

/// Enrolments that wait for their credit line.
///
/// `CreditLine.CREATED` names a borrower that nobody knows, so no single event can be trusted to tell whose line is there.
/// This asks for the lines of all companies that wait, a hundred in a call, and tells which are there. An event only says
/// when to ask (`notify`); without events it asks by itself, ever less often. Events that come close together lead to one
/// question. What waits is kept in the store, so it survives restarts; with a store for several machines they share the work.
/// Cheap to clone; clones wait for the same enrolments.
#[derive(Clone)]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, module = "defacto_sdk"))]
pub struct PendingEnrollments {
    transport: Transport,
    store: Arc<dyn Store>,
    options: PendingOptions,
    signal: Arc<Signal>,
    looking: Arc<Mutex<Rounds>>,
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

impl fmt::Debug for PendingEnrollments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingEnrollments").field("options", &self.options).finish_non_exhaustive()
    }
}

impl PendingEnrollments {
    /// The enrolments that wait in the store, under the name of the options. Sends nothing.
    pub fn new(client: &Client, store: Arc<dyn Store>, options: PendingOptions) -> Self {
        let (signal, looking, given_back) = (Arc::default(), Arc::default(), Arc::default());
        Self { transport: client.transport.clone(), store, options, signal, looking, given_back }
    }

    /// The same enrolments, for a wait that the token ends.
    #[must_use]
    pub fn cancelled_by(&self, token: CancelToken) -> Self {
        let mut options = self.transport.options().clone();
        options.cancel = Some(token);
        Self { transport: self.transport.with_options(options), ..self.clone() }
    }

    /// Adds an enrolment that is `Pending`; any other outcome needs no waiting, and is not added. Says whether it was.
    /// Blocks on the store; safe to repeat.
    ///
    /// # Errors
    /// `Store` when it cannot be kept; `Validation` when the token is none; `Configuration` when it, or those who wait in
    /// the store under this name, were enrolled with another API.
    pub fn add(&self, enrollment: &Enrollment) -> Result<bool> {
        match enrollment {
            Enrollment::Pending { resume, .. } => self.add_token(resume).map(|()| true),
            _ => Ok(false),
        }
    }

    /// Adds an enrolment by its resume token; a company is kept once, however its number is spelled. Blocks on the store;
    /// safe to repeat.
    ///
    /// # Errors
    /// As `add`.
    pub fn add_token(&self, resume: &str) -> Result<()> {
        let token = ResumeToken::parse_for(self.transport.base_url(), resume)?;
        self.check_api()?;
        // Whoever enrols the company with this store has to know of the call that may still take effect.
        leave_doubt(&self.store, self.transport.base_url(), &token)?;
        let company = token.company().kept_key(&token.identifier, |key| self.store.hide(key))?;
        let entry = Entry::new(company, None, EntryState::Waiting).token(Some(token.to_keep().text()));
        self.store.save(&self.options.name, &entry, When::Always).map(drop)
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

    /// How many enrolments wait. Blocks on the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub fn len(&self) -> Result<u64> {
        self.store.count(&self.options.name, None, EntryState::Waiting)
    }

    /// Whether no enrolment waits. Blocks on the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read.
    pub fn is_empty(&self) -> Result<bool> {
        self.len().map(|waiting| waiting == 0)
    }

    /// Gives each resolution as it comes, until nobody waits any longer or the time is over; then it ends. Blocks in
    /// `next`; several threads may share the work.
    ///
    /// A resolution counts as handed over when the next one is asked for. Until then it comes once more: from the next
    /// iterator when this one is dropped, and after the restart when the program dies. An error that passes (a time-out,
    /// a 5xx) is not given: it looks again later.
    pub fn resolutions(&self, wait: Option<Duration>) -> Resolutions {
        self.begin(Deadline::after(wait), false)
    }

    /// As `resolutions`, but it does not end when nobody waits: for a thread of a service that others add to.
    pub fn watch(&self) -> Resolutions {
        self.begin(Deadline::after(None), true)
    }

    fn begin(&self, deadline: Deadline, endless: bool) -> Resolutions {
        let pauses = self.pauses();
        Resolutions {
            pending: self.clone(),
            deadline,
            endless,
            pauses,
            handed_over: None,
            first: true,
            quiet_until: None,
        }
    }

    fn check_api(&self) -> Result<()> {
        check_api(&*self.store, &self.options.name, self.transport.base_url())
    }

    fn longest_pause(&self) -> Duration {
        self.options.poll_interval.saturating_mul(LONGEST_PAUSE_IN_INTERVALS)
    }

    fn pauses(&self) -> Pauses {
        Pauses::new(self.options.poll_interval, self.longest_pause())
    }

    /// Looks at all who wait and were not looked at since then; keeps what was resolved until it is handed over.
    fn look(
        &self,
        rounds: &mut Rounds,
        deadline: Deadline,
        not_since: Timestamp,
        thorough: bool,
    ) -> Result<()> {
        let (store, job) = (&*self.store, self.options.name.as_str());
        // Who does not want to wait looks once all the same.
        let is_bounded = !deadline.has_passed();
        loop {
            let transport = if is_bounded { self.transport.until(deadline) } else { self.transport.clone() };
            let look = Look { transport: &transport, store, job, run: None, not_since, thorough };
            let Some(resolved) = look.next_batch()? else { return Ok(()) };
            for Resolved { entry, resolution, shown } in resolved {
                let (company, outcome) = (entry.company.clone(), to_json(&resolution.to_keep(shown)));
                let finished = Entry { state: EntryState::Finished, ..entry }.outcome(Some(outcome.clone()));
                // Else another process has found it as well, and hands it over.
                if store.save(job, &finished, When::In(EntryState::Waiting))? {
                    rounds.ready.push_back(Found { resolution, company, outcome });
                }
            }
        }
    }

    /// What was resolved and not handed over, by an earlier process or before the store failed.
    fn read_undelivered(&self, rounds: &mut Rounds) -> Result<()> {
        if rounds.read_undelivered {
            return Ok(());
        }
        let (mut found, mut place) = (VecDeque::new(), None::<RowKey>);
        loop {
            let entries = self.store.entries(&self.options.name, place.as_ref(), PAGE)?;
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
pub struct Resolutions {
    pending: PendingEnrollments,
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
        self.wait().transpose()
    }
}

impl Resolutions {
    /// Lets the token end the waits that follow, in place of the one before.
    #[cfg(feature = "python")]
    pub(crate) fn cancelled_by(&mut self, token: CancelToken) {
        self.pending = self.pending.cancelled_by(token);
    }

    fn wait(&mut self) -> Result<Option<Resolution>> {
        let pending = self.pending.clone();
        if self.first {
            pending.check_api()?;
        }
        if let Some(Found { company, outcome, .. }) = &self.handed_over {
            // Unless the company was added again meanwhile.
            pending.store.remove(&pending.options.name, company, When::Outcome(outcome))?;
            self.handed_over = None;
        }
        loop {
            if let Some(found) = self.take_or_look(&pending)? {
                let resolution = found.resolution.clone();
                self.handed_over = Some(found);
                return Ok(Some(resolution));
            }
            if !self.endless && pending.is_empty()? {
                return Ok(None);
            }
            pending.transport.check_open()?;
            if !self.pause(&pending)? {
                return Ok(None);
            }
        }
    }

    /// What is there already, or what one look finds.
    fn take_or_look(&mut self, pending: &PendingEnrollments) -> Result<Option<Found>> {
        let Some(mut rounds) = self.turn(pending)? else { return Ok(None) };
        pending.read_undelivered(&mut rounds)?;
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
        if !due || pending.is_empty()? {
            return Ok(None);
        }
        let now = world::now();
        let thorough = heard.is_none() || rounds.thorough_at.is_some_and(|at| at <= now);
        if thorough || rounds.thorough_at.is_none() {
            rounds.thorough_at = now.checked_add(pending.longest_pause());
        }
        let not_since = heard.filter(|_| !thorough).unwrap_or_else(world::wall_clock);
        match pending.look(&mut rounds, self.deadline, not_since, thorough) {
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

    /// One looks for all: whoever comes meanwhile finds what it found. Nothing when the time is over before.
    fn turn<'a>(&self, pending: &'a PendingEnrollments) -> Result<Option<MutexGuard<'a, Rounds>>> {
        loop {
            match pending.looking.try_lock() {
                Ok(rounds) => return Ok(Some(rounds)),
                Err(TryLockError::Poisoned(poisoned)) => return Ok(Some(poisoned.into_inner())),
                Err(TryLockError::WouldBlock) => {}
            }
            match pause(TURN, self.deadline, &pending.transport.interrupt()) {
                Pause::Over => {}
                Pause::DeadlinePassed => return Ok(None),
                Pause::Interrupted => return Err(interrupted()),
            }
        }
    }

    /// Waits for an event or for the next look of its own; `false` when the time is over.
    fn pause(&mut self, pending: &PendingEnrollments) -> Result<bool> {
        if let Some(until) = self.quiet_until {
            let left = until.saturating_duration_since(world::now());
            return match pause(left, self.deadline, &pending.transport.interrupt()) {
                Pause::Over => Ok(true),
                Pause::DeadlinePassed => Ok(false),
                Pause::Interrupted => Err(interrupted()),
            };
        }
        let length = self.pauses.next().unwrap_or_default();
        match pending.signal.wait(
            length,
            pending.options.gather,
            self.deadline,
            &pending.transport.interrupt(),
        ) {
            Heard::Event => {}
            Heard::Nothing => self.first = true,
            Heard::Stopped(Pause::Interrupted) => return Err(interrupted()),
            Heard::Stopped(_) => return Ok(false),
        }
        Ok(true)
    }
}

impl Drop for Resolutions {
    fn drop(&mut self) {
        self.pending.given_back().extend(self.handed_over.take());
    }
}

fn interrupted() -> DefactoError {
    let hint = "Nothing is lost: those who wait are in the store.";
    DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", hint)
}
