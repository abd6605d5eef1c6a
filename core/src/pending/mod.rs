//! Enrolments that wait for their credit line, all of them together.

mod look;
mod options;
mod resolution;
mod signal;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

pub(crate) use look::{Look, Resolved};
pub use options::PendingOptions;
#[cfg(feature = "python")]
pub use resolution::PyResolutionOutcome;
pub use resolution::{Resolution, ResolutionOutcome};
use signal::{Heard, Signal};

use crate::Client;
use crate::enrollment::{Enrollment, ResumeToken};
use crate::error::{DefactoError, ErrorKind, Result};
use crate::model::Timestamp;
use crate::store::{Entry, EntryState, RowKey, Store, When, check_api};
use crate::transport::Transport;
use crate::wait::{CancelToken, Deadline, Pause, Pauses, is_passing};
use crate::webhook::WebhookEvent;
use crate::wire::to_json;

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
#[derive(Clone)]
#[cfg_attr(feature = "python", pyo3::pyclass(frozen, module = "defacto_sdk"))]
pub struct PendingEnrollments {
    transport: Transport,
    store: Arc<dyn Store>,
    options: PendingOptions,
    signal: Arc<Signal>,
    looking: Arc<Mutex<Rounds>>,
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
#[derive(Debug)]
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
        let (signal, looking) = (Arc::default(), Arc::default());
        Self { transport: client.transport.clone(), store, options, signal, looking }
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
        let company = ResumeToken::parse_for(self.transport.base_url(), resume)?.company_key();
        self.check_api()?;
        let entry = Entry::new(company, None, EntryState::Waiting).token(Some(resume.to_owned()));
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
    /// A resolution counts as handed over when the next one is asked for: if the program dies before, it comes once more
    /// after the restart. An error that passes (a time-out, a 5xx) is not given: it looks again later.
    pub fn resolutions(&self, wait: Option<Duration>) -> Resolutions {
        let pauses = self.pauses();
        Resolutions {
            pending: self.clone(),
            deadline: Deadline::after(wait),
            endless: false,
            pauses,
            handed_over: None,
            first: true,
        }
    }

    /// As `resolutions`, but it does not end when nobody waits: for a thread of a service that others add to.
    pub fn watch(&self) -> Resolutions {
        Resolutions { endless: true, ..self.resolutions(None) }
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
    fn look(&self, rounds: &mut Rounds, not_since: Timestamp, thorough: bool) -> Result<()> {
        let (store, job) = (&*self.store, self.options.name.as_str());
        let look = Look { transport: &self.transport, store, job, run: None, not_since, thorough };
        while let Some(resolved) = look.next_batch()? {
            for Resolved { entry, resolution } in resolved {
                let (company, outcome) = (entry.company.clone(), to_json(&resolution.to_keep()));
                let finished = Entry { state: EntryState::Finished, ..entry }.outcome(Some(outcome.clone()));
                // Else another process has found it as well, and hands it over.
                if store.save(job, &finished, When::In(EntryState::Waiting))? {
                    rounds.ready.push_back(Found { resolution, company, outcome });
                }
            }
        }
        Ok(())
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
        Ok(())
    }
}

/// Resolutions as they come.
#[derive(Debug)]
pub struct Resolutions {
    pending: PendingEnrollments,
    deadline: Deadline,
    endless: bool,
    pauses: Pauses,
    handed_over: Option<(String, String)>,
    first: bool,
}

impl Iterator for Resolutions {
    type Item = Result<Resolution>;

    fn next(&mut self) -> Option<Result<Resolution>> {
        self.wait().transpose()
    }
}

impl Resolutions {
    fn wait(&mut self) -> Result<Option<Resolution>> {
        let pending = self.pending.clone();
        if self.first {
            pending.check_api()?;
        }
        if let Some((company, outcome)) = &self.handed_over {
            // Unless the company was added again meanwhile.
            pending.store.remove(&pending.options.name, company, When::Outcome(outcome))?;
            self.handed_over = None;
        }
        loop {
            if let Some(Found { resolution, company, outcome }) = self.take_or_look(&pending)? {
                self.handed_over = Some((company, outcome));
                return Ok(Some(resolution));
            }
            if !self.endless && pending.is_empty()? {
                return Ok(None);
            }
            if !self.pause(&pending)? {
                return Ok(None);
            }
        }
    }

    /// What is there already, or what one look finds.
    fn take_or_look(&mut self, pending: &PendingEnrollments) -> Result<Option<Found>> {
        // One looks for all: whoever comes meanwhile finds what it found.
        let mut rounds = pending.looking.lock().unwrap_or_else(PoisonError::into_inner);
        pending.read_undelivered(&mut rounds)?;
        if let Some(found) = rounds.ready.pop_front() {
            return Ok(Some(found));
        }
        let heard = pending.signal.take();
        let due = std::mem::take(&mut self.first) || heard.is_some();
        if !due || pending.is_empty()? {
            return Ok(None);
        }
        let now = Instant::now();
        let thorough = heard.is_none() || rounds.thorough_at.is_some_and(|at| at <= now);
        if thorough || rounds.thorough_at.is_none() {
            rounds.thorough_at = now.checked_add(pending.longest_pause());
        }
        let not_since = heard.filter(|_| !thorough).unwrap_or_else(Timestamp::now);
        match pending.look(&mut rounds, not_since, thorough) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::Store => {
                // Something may have been written although it failed: what there is to hand over is read again.
                (rounds.ready, rounds.read_undelivered) = (VecDeque::new(), false);
                return Err(error);
            }
            Err(error) if is_passing(&error) => {
                tracing::info!(target: "defacto_sdk", kind = error.kind().as_str(), "the look failed, another follows");
            }
            Err(error) => return Err(error),
        }
        if !rounds.ready.is_empty() {
            self.pauses = pending.pauses();
        }
        Ok(rounds.ready.pop_front())
    }

    /// Waits for an event or for the next look of its own; `false` when the time is over.
    fn pause(&mut self, pending: &PendingEnrollments) -> Result<bool> {
        let length = self.pauses.next().unwrap_or_default();
        match pending.signal.wait(
            length,
            pending.options.gather,
            self.deadline,
            &pending.transport.interrupt(),
        ) {
            Heard::Event => {}
            Heard::Nothing => self.first = true,
            Heard::Stopped(Pause::Interrupted) => {
                let hint = "Nothing is lost: those who wait are in the store.";
                return Err(DefactoError::of(ErrorKind::Interrupted, "the wait was interrupted", hint));
            }
            Heard::Stopped(_) => return Ok(false),
        }
        Ok(true)
    }
}
