//! A store in one file.

use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};

use super::{Begun, Claim, Entry, EntryState, JobLock, RowKey, Store, sql};
use crate::error::{DefactoError, Result};
use crate::model::Timestamp;
use crate::webhook::{EventKey, Freshness, SeenEvents};

/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(10);

/// A store in one SQLite file, safe against crashes of the process and of the machine.
///
/// Several processes may read and write it; a portfolio is worked on by one at a time. It holds company numbers, tokens
/// and outcomes: no key, no account, no person. Protect the file all the same.
pub struct SqliteStore {
    path: PathBuf,
    connection: Mutex<Option<Opened>>,
}

/// A connection belongs to the process that made it: after a fork the child needs its own.
struct Opened {
    process: u32,
    connection: Connection,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").field("path", &self.path).finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the file, or makes it. Blocks on the disk.
    ///
    /// # Errors
    /// `Store` when the file cannot be opened, is no store, or was written by a newer version of the library.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        let store = Self { path: path.as_ref().to_path_buf(), connection: Mutex::new(None) };
        store.check_version()?;
        Ok(store)
    }

    fn run<T>(&self, work: impl FnOnce(&mut Connection) -> rusqlite::Result<T>) -> Result<T> {
        let mut slot = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if slot.as_ref().is_some_and(|opened| opened.process != process) {
            // Closing it here would take the parent's locks away.
            std::mem::forget(slot.take());
        }
        let result = match &mut *slot {
            Some(opened) => work(&mut opened.connection),
            None => prepare(&self.path)
                .and_then(|connection| work(&mut slot.insert(Opened { process, connection }).connection)),
        };
        result.map_err(|error| explain(&error, &self.path))
    }

    fn check_version(&self) -> Result<()> {
        let version = self.run(|connection| {
            let transaction =
                connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let version: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if version == 0 {
                transaction.execute_batch(sql::TABLES)?;
                transaction.pragma_update(None, "user_version", sql::VERSION)?;
            }
            transaction.commit()?;
            Ok(version)
        })?;
        super::entry::check_version(version, &self.path.display().to_string())
    }

    /// Makes the disk full for the tests.
    #[cfg(test)]
    pub(super) fn limit_pages(&self, most: i64) {
        let _ = self.run(|connection| connection.pragma_update(None, "max_page_count", most));
    }

    /// Where the lock of a job stands: beside the file, so that it is gone with the process.
    fn lock_path(&self, job: &str) -> PathBuf {
        let name = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_OID, job.as_bytes()).simple().to_string();
        let mut path = self.path.clone().into_os_string();
        path.push(format!(".{}.lock", &name[..8]));
        path.into()
    }
}

fn prepare(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    // One file and its log. What is written is on the disk when a step returns, whatever happens to the machine.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

fn explain(error: &rusqlite::Error, path: &Path) -> DefactoError {
    let code = error.sqlite_error_code();
    let (what, hint) = match code {
        Some(ErrorCode::DiskFull) => (
            "the disk is full",
            "Make room and go on: what was written is kept, and nothing was sent that is not in it.",
        ),
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => (
            "it is no store, or is damaged",
            "Name the file that an earlier run made, or one that does not exist yet.",
        ),
        Some(ErrorCode::CannotOpen) => {
            ("it cannot be opened", "Check that its folder exists and may be written to.")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            ("it may not be written to", "Check who may write to the file and to its folder.")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            ("another process is writing to it all the time", "Wait for the other process to end.")
        }
        _ => ("it cannot be used", "Check the file and its folder."),
    };
    let code = code.map_or_else(String::new, |code| format!(" ({code:?})"));
    let mut failed = DefactoError::store(format!("the store {}: {what}{code}", path.display()), hint);
    failed.details_mut().retryable = matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DiskFull | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    );
    failed
}

fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

fn entry(row: &Row<'_>) -> rusqlite::Result<(Entry, String)> {
    let state: String = row.get(3)?;
    let number: i64 = row.get(1)?;
    let entry = Entry {
        company: row.get(0)?,
        row: Some(number).filter(|number| *number != 0),
        state: EntryState::Begun,
        run: row.get(2)?,
        token: row.get(4)?,
        outcome: row.get(5)?,
        updated_at: Timestamp::from_microsecond(row.get(6)?).unwrap_or(Timestamp::MIN),
    };
    Ok((entry, state))
}

/// With its state, which may be one that only a newer version knows.
fn known((entry, state): (Entry, String)) -> Result<Entry> {
    Ok(Entry { state: EntryState::parse(&state)?, ..entry })
}

impl SeenEvents for SqliteStore {
    fn record(&self, event: &EventKey) -> Result<Freshness> {
        let at = event.timestamp.map(micros);
        self.run(|connection| {
            let transaction =
                connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let now = micros(Timestamp::now());
            let new = transaction.prepare_cached(sql::RECORD)?.execute(params![
                event.event(),
                event.entity(),
                at,
                now
            ])?;
            let newer: i64 = match at {
                Some(at) => transaction
                    .prepare_cached(sql::NEWER)?
                    .query_row(params![event.entity(), at], |row| row.get(0))?,
                None => 0,
            };
            transaction.commit()?;
            Ok(match (new, newer) {
                (0, _) => Freshness::Duplicate,
                (_, 0) => Freshness::New,
                _ => Freshness::Outdated,
            })
        })
    }

    fn forget(&self, event: &EventKey) -> Result<()> {
        self.run(|connection| connection.execute(sql::FORGET_EVENT, params![event.event()]).map(drop))
    }
}

impl Store for SqliteStore {
    fn begin(&self, claim: &Claim<'_>) -> Result<Begun> {
        let row = claim.row.unwrap_or(0);
        let now = micros(Timestamp::now());
        let taken = self.run(|connection| {
            let values = params![claim.job, claim.company, row, claim.run, 0, now];
            if connection.prepare_cached(sql::INSERT)?.execute(values)? > 0 {
                return Ok(Ok(Begun::Fresh));
            }
            if let Some(found) = connection.prepare_cached(sql::TAKE)?.query_row(values, entry).optional()? {
                return Ok(known(found).map(Begun::Known));
            }
            let of_this_run =
                |row: &Row<'_>| -> rusqlite::Result<(String, i64)> { Ok((row.get(0)?, row.get(1)?)) };
            let (run, row) = connection
                .prepare_cached(sql::WHOSE)?
                .query_row(params![claim.job, claim.company], of_this_run)?;
            let duplicate = Begun::Duplicate { row: Some(row).filter(|row| *row != 0) };
            Ok(Ok(if run == claim.run { duplicate } else { Begun::Busy }))
        })?;
        taken
    }

    fn save(&self, job: &str, entry: &Entry) -> Result<()> {
        self.run(|connection| {
            connection
                .prepare_cached(sql::SAVE)?
                .execute(params![
                    job,
                    entry.company,
                    entry.row.unwrap_or(0),
                    entry.state.as_str(),
                    entry.token,
                    entry.outcome,
                    micros(Timestamp::now())
                ])
                .map(drop)
        })
    }

    fn find(&self, job: &str, company: &str) -> Result<Option<Entry>> {
        self.run(|connection| {
            connection.prepare_cached(sql::FIND)?.query_row(params![job, company], entry).optional()
        })?
        .map(known)
        .transpose()
    }

    fn remove(&self, job: &str, company: &str) -> Result<()> {
        self.run(|connection| {
            connection.prepare_cached(sql::REMOVE)?.execute(params![job, company]).map(drop)
        })
    }

    fn take_waiting(
        &self,
        job: &str,
        run: Option<&str>,
        not_since: Timestamp,
        most: usize,
    ) -> Result<Vec<Entry>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = self.run(|connection| {
            let mut statement = connection.prepare_cached(&sql::TAKE_WAITING.concat())?;
            let now = micros(Timestamp::now());
            statement
                .query_map(params![job, micros(not_since), most, now, run.unwrap_or_default()], entry)?
                .collect::<rusqlite::Result<Vec<_>>>()
        })?;
        found.into_iter().map(known).collect()
    }

    fn entries(&self, job: &str, behind: Option<&RowKey>, most: usize) -> Result<Vec<Entry>> {
        let (row, company) = behind.map_or((-1, ""), |key| (key.row, key.company.as_str()));
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = self.run(|connection| {
            let mut statement = connection.prepare_cached(sql::ENTRIES)?;
            statement
                .query_map(params![job, row, company, most], entry)?
                .collect::<rusqlite::Result<Vec<_>>>()
        })?;
        found.into_iter().map(known).collect()
    }

    fn count(&self, job: &str, run: Option<&str>, state: EntryState) -> Result<u64> {
        let count: i64 = self.run(|connection| {
            connection
                .prepare_cached(sql::COUNT)?
                .query_row(params![job, state.as_str(), run.unwrap_or_default()], |row| row.get(0))
        })?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    fn jobs(&self) -> Result<Vec<String>> {
        self.run(|connection| {
            connection
                .prepare_cached(sql::JOBS)?
                .query_map([], |row| row.get(0))?
                .collect::<rusqlite::Result<Vec<_>>>()
        })
    }

    fn forget_job(&self, job: &str) -> Result<()> {
        self.run(|connection| connection.execute(sql::FORGET_JOB, params![job]).map(drop))
    }

    fn forget_events(&self, before: Timestamp) -> Result<()> {
        self.run(|connection| connection.execute(sql::FORGET_EVENTS, params![micros(before)]).map(drop))
    }

    fn lock(&self, job: &str) -> Result<JobLock> {
        let path = self.lock_path(job);
        let failed = |error: &dyn fmt::Display| {
            let detail = format!("the lock {} cannot be made: {error}", path.display());
            DefactoError::store(detail, "Check who may write to the folder of the store.")
        };
        let mut file: File = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|error| failed(&error))?;
        match file.try_lock() {
            Ok(()) => {
                // For people who wonder who has it; the lock itself is the system's.
                let note = file.set_len(0).and_then(|()| file.rewind());
                note.and_then(|()| writeln!(file, "{}", std::process::id()))
                    .map_err(|error| failed(&error))?;
                Ok(JobLock::new(file))
            }
            Err(TryLockError::WouldBlock) => {
                let holder = std::fs::read_to_string(&path).unwrap_or_default();
                let holder = holder.trim();
                let holder = if holder.is_empty() { String::new() } else { format!(" ({holder})") };
                let detail =
                    format!("another process{holder} works on '{job}' in the store {}", self.path.display());
                Err(DefactoError::store(detail, "Wait for it to end, or end it: nothing is lost."))
            }
            Err(TryLockError::Error(error)) => Err(failed(&error)),
        }
    }

    fn lease(&self) -> Option<Duration> {
        None
    }
}
