//! One company in a job.

use std::any::Any;
use std::fmt;

use crate::error::{DefactoError, Result};
use crate::model::Timestamp;
use crate::world;

/// Where a company stands in a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryState {
    /// It was begun. With a token a call may have been carried out; without one nothing was sent.
    Begun,
    /// The borrower is there, and its line is awaited.
    Waiting,
    /// The outcome is known.
    Finished,
}

impl EntryState {
    /// How it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Waiting => "waiting",
            Self::Finished => "finished",
        }
    }

    /// Reads how it was written.
    ///
    /// # Errors
    /// `Store` when it is none that this version knows.
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

/// What is kept of one company in a job: no request, no account, no person.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Entry {
    /// The company's number; for a row without a readable one, the place of the row.
    pub company: String,
    /// The row of the input that it came from; none outside portfolios.
    pub row: Option<i64>,
    /// The reading of the input that saw it last; empty outside portfolios.
    pub run: String,
    /// Where it stands.
    pub state: EntryState,
    /// The resume token of the enrolment.
    pub token: Option<String>,
    /// The outcome as JSON text, once there is one.
    pub outcome: Option<String>,
    /// When it was written last.
    pub updated_at: Timestamp,
}

impl fmt::Debug for Entry {
    /// Without the number, which may be that of a person.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("row", &self.row)
            .field("state", &self.state)
            .field("updated_at", &self.updated_at)
            .finish_non_exhaustive()
    }
}

impl Entry {
    /// An entry that is written now.
    pub fn new(company: impl Into<String>, row: Option<i64>, state: EntryState) -> Self {
        let (company, updated_at) = (company.into(), world::wall_clock());
        Self { company, row, run: String::new(), state, token: None, outcome: None, updated_at }
    }

    /// The token to go on with.
    #[must_use]
    pub fn token(mut self, token: Option<String>) -> Self {
        self.token = token;
        self
    }

    /// The outcome, as JSON text.
    #[must_use]
    pub fn outcome(mut self, outcome: Option<String>) -> Self {
        self.outcome = outcome;
        self
    }

    /// Its place in the order of rows.
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

/// Who wants to begin with which company.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Claim<'a> {
    /// The job.
    pub job: &'a str,
    /// The company's number.
    pub company: &'a str,
    /// The row that it comes from.
    pub row: Option<i64>,
    /// The run: one reading of the input. The same company in another row of the same run is a duplicate.
    pub run: &'a str,
    /// Who claims it, where several share a run; the run itself unless set.
    pub owner: &'a str,
}

impl<'a> Claim<'a> {
    /// A claim.
    pub fn new(job: &'a str, company: &'a str, row: Option<i64>, run: &'a str) -> Self {
        Self { job, company, row, run, owner: run }
    }

    /// The claim of one of those who share the run.
    #[must_use]
    pub fn by(mut self, owner: &'a str) -> Self {
        self.owner = owner;
        self
    }
}

/// What must hold of an entry for it to be changed: somebody else may have gone on with it meanwhile.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum When<'a> {
    /// Nothing; an entry that is not there yet is made.
    Always,
    /// Its company is still the one of this owner, who began it.
    ClaimedBy(&'a str),
    /// It stands there.
    In(EntryState),
    /// This is its outcome.
    Outcome(&'a str),
}

/// What came of a claim.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Begun {
    /// The company is new.
    Fresh,
    /// The company was begun before, and is yours now.
    Known(Entry),
    /// The company stood in another row of this run.
    Duplicate {
        /// That row.
        row: Option<i64>,
    },
    /// Somebody else works on the company.
    Busy,
}

/// Holds a job for one process, as long as it is kept.
pub struct JobLock(
    #[allow(dead_code, reason = "dropping it is what it is for")] Option<Box<dyn Any + Send + Sync>>,
);

impl JobLock {
    /// A lock that ends when `held` is dropped.
    pub fn new(held: impl Any + Send + Sync) -> Self {
        Self(Some(Box::new(held)))
    }

    /// No lock: several processes may work on the job.
    pub fn none() -> Self {
        Self(None)
    }
}

impl fmt::Debug for JobLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JobLock")
    }
}
