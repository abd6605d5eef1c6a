//! The entry of one company in a job.

use std::any::Any;
use std::fmt;

use crate::error::{DefactoError, Result};
use crate::model::Timestamp;
use crate::world;

/// The state of a company in a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryState {
    /// The enrolment was begun. With a token, a call may have had an effect; without one, nothing was sent.
    Begun,
    /// The borrower exists, and its credit line is pending.
    Waiting,
    /// The outcome is known.
    Finished,
}

impl EntryState {
    /// Returns the state as text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Waiting => "waiting",
            Self::Finished => "finished",
        }
    }

    /// Reads a state from the text that `as_str` returned.
    ///
    /// # Errors
    /// `Store` when this version does not know it.
    pub fn parse(text: &str) -> Result<Self> {
        [Self::Begun, Self::Waiting, Self::Finished]
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or_else(|| {
                DefactoError::store(
                    "the store holds a state that this version does not know",
                    "Update the library.",
                )
            })
    }
}

/// The stored data of one company in a job: no request, no account, no data of a person.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// The company's key, made from its number; for a row without a readable number, the place of the row.
    pub company: String,
    /// The row of the input; absent outside portfolios.
    pub row: Option<i64>,
    /// The run that read the company last; empty outside portfolios.
    pub run: String,
    /// The state.
    pub state: EntryState,
    /// The resume token of the enrolment.
    pub token: Option<String>,
    /// The outcome as JSON text, once there is one.
    pub outcome: Option<String>,
    /// The time of the last change.
    pub updated_at: Timestamp,
}

impl fmt::Debug for Entry {
    /// Omits the number, which may be that of a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("row", &self.row)
            .field("state", &self.state)
            .field("updated_at", &self.updated_at)
            .finish_non_exhaustive()
    }
}

impl Entry {
    /// Creates an entry with the present time.
    pub fn new(company: impl Into<String>, row: Option<i64>, state: EntryState) -> Self {
        let (company, updated_at) = (company.into(), world::wall_clock());
        Self { company, row, run: String::new(), state, token: None, outcome: None, updated_at }
    }

    /// Sets the resume token.
    #[must_use]
    pub fn token(mut self, token: Option<String>) -> Self {
        self.token = token;
        self
    }

    /// Sets the outcome, as JSON text.
    #[must_use]
    pub fn outcome(mut self, outcome: Option<String>) -> Self {
        self.outcome = outcome;
        self
    }

    /// Returns its place in the order of rows.
    pub fn key(&self) -> RowKey {
        RowKey { row: self.row.unwrap_or(0), company: self.company.clone() }
    }
}

/// A place in the order of rows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct RowKey {
    /// The row; 0 without one.
    pub row: i64,
    /// The company, for rows of the same number.
    pub company: String,
}

/// A request to begin the enrolment of a company.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Claim<'a> {
    /// The job.
    pub job: &'a str,
    /// The company's key.
    pub company: &'a str,
    /// The row of the input; absent outside portfolios.
    pub row: Option<i64>,
    /// The run: one reading of the input. The same company in another row of the same run is a duplicate.
    pub run: &'a str,
    /// The owner of the claim, if several workers share a run; by default the run.
    pub owner: &'a str,
}

impl<'a> Claim<'a> {
    /// Creates a claim.
    pub fn new(job: &'a str, company: &'a str, row: Option<i64>, run: &'a str) -> Self {
        Self { job, company, row, run, owner: run }
    }

    /// Sets the owner of the claim: one of the workers that share the run.
    #[must_use]
    pub fn by(mut self, owner: &'a str) -> Self {
        self.owner = owner;
        self
    }
}

/// The condition for a change of an entry: another worker may have changed it meanwhile.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum When<'a> {
    /// No condition; a missing entry is created.
    Always,
    /// This owner still holds the claim on the company.
    ClaimedBy(&'a str),
    /// The entry is in this state.
    In(EntryState),
    /// The entry has this outcome.
    Outcome(&'a str),
}

/// The result of a claim.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Begun {
    /// The company is new.
    Fresh,
    /// The company was begun before, and the caller may continue.
    Known(Entry),
    /// The company was read in another row of this run.
    Duplicate {
        /// The other row.
        row: Option<i64>,
    },
    /// Another worker holds the company.
    Busy,
}

/// A lock on a job for one process, until it is dropped.
pub struct JobLock(
    #[allow(dead_code, reason = "dropping it is what it is for")] Option<Box<dyn Any + Send + Sync>>,
);

impl JobLock {
    /// Creates a lock that ends when `held` is dropped.
    pub fn new(held: impl Any + Send + Sync) -> Self {
        Self(Some(Box::new(held)))
    }

    /// Creates no lock: several processes may work on the job.
    pub fn none() -> Self {
        Self(None)
    }
}

impl fmt::Debug for JobLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JobLock")
    }
}
