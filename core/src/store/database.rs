//! What a store needs of a database. What it does with it stands in `sql.rs`, once for all of them.

use std::time::Duration;

use super::JobLock;
use crate::error::Result;

/// A value that a statement takes or gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SqlValue {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// Text.
    Text(String),
}

impl From<i64> for SqlValue {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<&str> for SqlValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for SqlValue {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl SqlValue {
    pub(super) fn integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A connection: runs one statement after the other, each a transaction of its own unless one was begun.
pub trait Database: Send + 'static {
    /// Runs a statement that gives rows. `?1` stands for the first value.
    ///
    /// # Errors
    /// `Store`, in words that repeat no value.
    fn query(&mut self, statement: &str, values: &[SqlValue]) -> Result<Vec<Vec<SqlValue>>>;

    /// Runs a statement that gives none; says how many rows it changed.
    ///
    /// # Errors
    /// `Store`, in words that repeat no value.
    fn execute(&mut self, statement: &str, values: &[SqlValue]) -> Result<u64>;

    /// Whether the next statement needs another connection.
    fn is_broken(&self) -> bool {
        false
    }
}

/// The time where nothing is leased.
#[cfg(any(feature = "sqlite", feature = "python"))]
pub(crate) const NO_LEASES: &str = "0";
/// The time of a PostgreSQL server.
#[cfg(any(feature = "postgres", feature = "python"))]
pub(crate) const POSTGRES_NOW: &str = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";

/// Where connections come from, and how its database differs from others.
pub trait Source: Send + Sync + 'static {
    /// What it connects by.
    type Connection: Database;

    /// Begins a transaction that will write.
    const BEGIN: &'static str;
    /// What is said behind a `SELECT` whose rows nobody else is to have.
    const LOCK_ROWS: &'static str;
    /// The time of the database, in microseconds since 1970, where several machines ask: their own clocks differ.
    const NOW: &'static str;
    /// Whether claims are leased by the clock of the database, since several machines may use it.
    const LEASES: bool = false;
    /// What is said before tables are made, so that one makes them for all.
    const LOCK_TABLES: &'static str;

    /// A new connection.
    ///
    /// # Errors
    /// `Store` when there is none to be had.
    fn connect(&self) -> Result<Self::Connection>;

    /// The place of the store, for people; without a password.
    fn place(&self) -> String;

    /// For how long a company that was begun stays with who began it, if several processes may work on one job.
    fn lease(&self) -> Option<Duration> {
        None
    }

    /// Tells other processes that this one is at work, until the lock is dropped or the process ends, however it ends.
    /// Only where nothing is leased: there a claim belongs to its process as long as that is at work.
    ///
    /// # Errors
    /// `Store` when others cannot be told.
    fn announce(&self, process: &str) -> Result<JobLock> {
        let _ = process;
        Ok(JobLock::none())
    }

    /// Whether a process that announced itself has not ended.
    fn is_at_work(&self, process: &str) -> bool {
        let _ = process;
        false
    }

    /// Holds a job for this process alone, where that is needed.
    ///
    /// # Errors
    /// `Store` when another process has it.
    fn lock(&self, job: &str) -> Result<JobLock> {
        let _ = job;
        Ok(JobLock::none())
    }
}
