//! The interface between a store and its database. `sql.rs` has the statements, once for all databases.

use std::time::Duration;

use super::entry::JobLock;
use crate::error::Result;

/// An argument or a result of a statement.
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

/// A connection: runs one statement after the other, each in a transaction of its own unless one was begun.
pub trait Database: Send + 'static {
    /// Runs a statement and returns its rows. `?1` is the first value.
    ///
    /// # Errors
    /// `Store`, with a text that repeats no value.
    fn query(&mut self, statement: &str, values: &[SqlValue]) -> Result<Vec<Vec<SqlValue>>>;

    /// Runs a statement without rows and returns the number of rows that it changed.
    ///
    /// # Errors
    /// `Store`, with a text that repeats no value.
    fn execute(&mut self, statement: &str, values: &[SqlValue]) -> Result<u64>;

    /// Returns `true` if the next statement needs another connection.
    fn is_broken(&self) -> bool {
        false
    }
}

/// The time for a database without leases.
#[cfg(any(feature = "sqlite", feature = "python"))]
pub(crate) const NO_LEASES: &str = "0";
/// The statements for a write-ahead log: its writes reach the disk in their order.
#[cfg(any(feature = "sqlite", feature = "python"))]
pub(crate) const SQLITE_ON_DISK: Option<(&str, &str)> =
    Some(("PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL"));
/// The time of a PostgreSQL server.
#[cfg(any(feature = "postgres", feature = "python"))]
pub(crate) const POSTGRES_NOW: &str = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)";

/// Opens connections to a database, and describes how it differs from others.
pub trait Source: Send + Sync + 'static {
    /// The type of its connections.
    type Connection: Database;

    /// The statement that begins a writing transaction.
    const BEGIN: &'static str;
    /// The end of a `SELECT` that locks its rows for this transaction.
    const LOCK_ROWS: &'static str;
    /// The time of the database, in microseconds since 1970, for machines whose clocks differ.
    const NOW: &'static str;
    /// Whether claims are leased by the clock of the database, because several machines may use it.
    const LEASES: bool = false;
    /// The statement before the tables are created: it lets one connection create them for all.
    const LOCK_TABLES: &'static str;

    /// The statement after which a write is on the disk when it returns, and the one after which it is at the
    /// latest with the next write of the first kind. Without them, every write is on the disk when it returns.
    const ON_DISK: Option<(&'static str, &'static str)> = None;

    /// Opens a connection.
    ///
    /// # Errors
    /// `Store` when no connection can be opened.
    fn connect(&self) -> Result<Self::Connection>;

    /// Returns the place of the store as text for people, without a password.
    fn place(&self) -> String;

    /// Returns the lease of a company, if several processes may work on one job; nothing otherwise.
    fn lease(&self) -> Option<Duration> {
        None
    }

    /// Announces this process to others, until the lock is dropped or the process ends in any way. Only for
    /// databases without leases: there a claim belongs to its process as long as that runs.
    ///
    /// # Errors
    /// `Store` when the process cannot be announced.
    fn announce(&self, process: &str) -> Result<JobLock> {
        let _ = process;
        Ok(JobLock::none())
    }

    /// Returns `true` if a process that announced itself has not ended.
    fn is_at_work(&self, process: &str) -> bool {
        let _ = process;
        false
    }

    /// Locks a job for this process alone, if the database needs it.
    ///
    /// # Errors
    /// `Store` when another process holds the job.
    fn lock(&self, job: &str) -> Result<JobLock> {
        let _ = job;
        Ok(JobLock::none())
    }
}
