//! A store in a database: its tables, its statements, and the decisions by their results.

use std::fmt;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use super::database::{Database, Source, SqlValue};
use super::entry::{Begun, Claim, Entry, EntryState, JobLock, RowKey, When};
use super::interface::Store;
use super::seen::{EventKey, Freshness, SeenEvents};
use crate::error::{DefactoError, Result};
use crate::lock::Unpoisoned;
use crate::model::Timestamp;
use crate::world;

/// The version of the tables; a newer one is not touched. Version 2 added intents.
const VERSION: i64 = 2;

/// Times are microseconds since 1970, and 0 for never.
const TABLES: [&str; 9] = [
    "CREATE TABLE IF NOT EXISTS defacto_store (version BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS defacto_enrollments (job TEXT NOT NULL, company TEXT NOT NULL, \
     row_number BIGINT NOT NULL, run TEXT NOT NULL, state TEXT NOT NULL, token TEXT, outcome TEXT, \
     claimed_by TEXT NOT NULL, claimed_until BIGINT NOT NULL, looked_at BIGINT NOT NULL, \
     updated_at BIGINT NOT NULL, PRIMARY KEY (job, company))",
    "CREATE TABLE IF NOT EXISTS defacto_jobs (job TEXT NOT NULL PRIMARY KEY, api TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS defacto_enrollments_looked_at ON defacto_enrollments (job, state, looked_at)",
    "CREATE INDEX IF NOT EXISTS defacto_enrollments_row ON defacto_enrollments (job, row_number, company)",
    "CREATE TABLE IF NOT EXISTS defacto_events (event TEXT NOT NULL PRIMARY KEY, entity TEXT NOT NULL, \
     happened_at BIGINT, received_at BIGINT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS defacto_events_entity ON defacto_events (entity, happened_at)",
    super::sql_intents::TABLE,
    super::sql_intents::SECRET,
];

const COLUMNS: &str = "company, row_number, run, state, token, outcome, updated_at";

/// The columns that saving changes: an entry that is no longer begun loses its owner.
const CHANGES: &str = "row_number = ?3, state = ?4, token = ?5, outcome = ?6, updated_at = ?7, \
     claimed_by = CASE ?4 WHEN 'begun' THEN defacto_enrollments.claimed_by ELSE '' END, \
     claimed_until = CASE ?4 WHEN 'begun' THEN defacto_enrollments.claimed_until ELSE 0 END";

/// How long events are remembered; `forget_events` removes them earlier.
const EVENTS_ARE_KEPT: Duration = Duration::from_secs(90 * 24 * 60 * 60);
/// The number of new events after which old ones are removed.
const EVENTS_A_SWEEP: u32 = 1_000;

/// A store in a database. Each of its functions is one transaction.
pub struct SqlStore<S: Source> {
    pub(super) source: S,
    connection: Mutex<Option<Open<S::Connection>>>,
    events: AtomicU32,
    /// The announcement of this process to others.
    pub(super) announced: Mutex<Option<Arc<JobLock>>>,
    pub(super) secret: OnceLock<String>,
    /// Claims that could not be released.
    pub(super) unreleased: Mutex<Vec<super::sql_intents::Unreleased>>,
}

/// A connection belongs to the process that made it: after a fork the child needs its own.
struct Open<D> {
    process: u32,
    database: D,
    on_disk: OnDisk,
}

/// When a write must be on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OnDisk {
    /// When it returns: a call is sent because of it, or the caller keeps nothing else.
    Now,
    /// With the next write that is `Now`. If the power fails before, it is as if the process had died earlier,
    /// and what was sent is looked up again.
    Later,
}

impl<S: Source> fmt::Debug for SqlStore<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("place", &self.source.place()).finish_non_exhaustive()
    }
}

impl<S: Source> SqlStore<S> {
    /// Connects, and creates the tables if they are missing. Blocks.
    ///
    /// # Errors
    /// `Store` when the database cannot be used, or was written by a newer version of the library.
    pub fn new(source: S) -> Result<Self> {
        let (connection, announced) = (Mutex::new(None), Mutex::new(None));
        let store = Self {
            source,
            connection,
            events: AtomicU32::new(0),
            announced,
            secret: OnceLock::new(),
            unreleased: Mutex::default(),
        };
        let version = store.transaction(OnDisk::Now, make_tables::<S>)?;
        if version <= VERSION {
            return Ok(store);
        }
        let detail = format!(
            "the store {} was written by a newer version of this library (form {version}, known is {VERSION})",
            store.source.place()
        );
        Err(DefactoError::store(detail, "Update the library, or name another store."))
    }

    #[cfg(feature = "postgres")]
    pub(super) fn source_mut(&mut self) -> &mut S {
        &mut self.source
    }

    /// Runs one step. If the connection breaks, its outcome is unknown: every step is safe to repeat.
    fn run<T>(&self, work: impl FnOnce(&mut Open<S::Connection>) -> Result<T>) -> Result<T> {
        let mut slot = self.connection.lock().unpoisoned();
        let process = std::process::id();
        match slot.take() {
            // Closing it here would end the parent's connection and release its locks.
            Some(open) if open.process != process => std::mem::forget(open),
            Some(open) if !open.database.is_broken() => *slot = Some(open),
            _ => {}
        }
        let open = match slot.take() {
            Some(open) => open,
            None => Open { process, database: self.source.connect()?, on_disk: OnDisk::Now },
        };
        work(slot.insert(open))
    }

    pub(super) fn read(&self, statement: &str, values: &[SqlValue]) -> Result<Vec<Vec<SqlValue>>> {
        self.run(|open| open.database.query(statement, values))
    }

    /// Runs a step that writes.
    pub(super) fn write<T>(
        &self,
        on_disk: OnDisk,
        work: impl FnOnce(&mut S::Connection) -> Result<T>,
    ) -> Result<T> {
        #[cfg(feature = "simulation")]
        let on_disk = if world::simulated::is_without(world::simulated::Protection::OnDiskBeforeSend) {
            OnDisk::Later
        } else {
            on_disk
        };
        self.run(|open| {
            if let Some((now, later)) = S::ON_DISK.filter(|_| open.on_disk != on_disk) {
                open.database.execute(if on_disk == OnDisk::Now { now } else { later }, &[])?;
                open.on_disk = on_disk;
            }
            work(&mut open.database)
        })
    }

    pub(super) fn transaction<T>(
        &self,
        on_disk: OnDisk,
        work: impl FnOnce(&mut S::Connection) -> Result<T>,
    ) -> Result<T> {
        self.write(on_disk, |database| {
            database.execute(S::BEGIN, &[])?;
            let done = work(database).and_then(|done| database.execute("COMMIT", &[]).map(|_| done));
            if done.is_err() {
                // A connection that broke has forgotten the transaction already.
                let _ = database.execute("ROLLBACK", &[]);
            }
            done
        })
    }

    fn entries_by(&self, statement: &str, values: &[SqlValue]) -> Result<Vec<Entry>> {
        self.read(statement, values)?.iter().map(|row| entry(row)).collect()
    }

    fn noted_api(&self, job: &str) -> Result<Option<String>> {
        let rows = self.read("SELECT api FROM defacto_jobs WHERE job = ?1", &[job.into()])?;
        Ok(rows.first().and_then(|row| row.first()).and_then(SqlValue::text).map(ToOwned::to_owned))
    }
}

fn make_tables<S: Source>(database: &mut S::Connection) -> Result<i64> {
    if !S::LOCK_TABLES.is_empty() {
        database.query(S::LOCK_TABLES, &[])?;
    }
    database.execute(TABLES[0], &[])?;
    let found = database.query("SELECT version FROM defacto_store", &[])?;
    let version = found.first().and_then(|row| row.first()).and_then(SqlValue::integer);
    if version.is_some_and(|version| version >= VERSION) {
        return Ok(version.unwrap_or(VERSION));
    }
    TABLES[1..].iter().try_for_each(|statement| database.execute(statement, &[]).map(drop))?;
    let note = match version {
        Some(_) => "UPDATE defacto_store SET version = ?1",
        None => "INSERT INTO defacto_store (version) VALUES (?1)",
    };
    database.execute(note, &[VERSION.into()])?;
    Ok(VERSION)
}

/// Without a condition, the caller may keep nothing else: a pending enrolment is added so.
fn unless_known(when: When<'_>) -> OnDisk {
    if matches!(when, When::Always) { OnDisk::Now } else { OnDisk::Later }
}

/// Returns the column of a condition and its value.
fn condition(when: When<'_>) -> Option<(&'static str, SqlValue)> {
    match when {
        When::Always => None,
        When::ClaimedBy(owner) => Some(("claimed_by", owner.into())),
        When::In(state) => Some(("state", state.as_str().into())),
        When::Outcome(outcome) => Some(("outcome", outcome.into())),
    }
}

pub(super) fn now() -> i64 {
    world::wall_clock().as_microsecond()
}

fn most(number: usize) -> SqlValue {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

/// Converts 0 into `None`: rows count from 1.
fn row_of(number: i64) -> Option<i64> {
    Some(number).filter(|number| *number != 0)
}

fn entry(row: &[SqlValue]) -> Result<Entry> {
    let text = |at: usize| row.get(at).and_then(SqlValue::text).map(ToOwned::to_owned);
    let integer = |at: usize| row.get(at).and_then(SqlValue::integer).unwrap_or(0);
    Ok(Entry {
        company: text(0).unwrap_or_default(),
        row: row_of(integer(1)),
        run: text(2).unwrap_or_default(),
        state: EntryState::parse(&text(3).unwrap_or_default())?,
        token: text(4),
        outcome: text(5),
        updated_at: Timestamp::from_microsecond(integer(6)).unwrap_or(Timestamp::MIN),
    })
}

impl<S: Source> SeenEvents for SqlStore<S> {
    fn record(&self, event: &EventKey) -> Result<Freshness> {
        let at = event.timestamp.map(Timestamp::as_microsecond);
        let (name, entity) = (event.event(), event.entity());
        if self.events.fetch_add(1, Ordering::Relaxed).is_multiple_of(EVENTS_A_SWEEP) {
            self.forget_events(
                world::wall_clock().saturating_sub(EVENTS_ARE_KEPT).unwrap_or(Timestamp::MIN),
            )?;
        }
        self.transaction(OnDisk::Now, |database| {
            let new = database.execute(
                "INSERT INTO defacto_events (event, entity, happened_at, received_at) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (event) DO NOTHING",
                &[name.as_str().into(), entity.as_str().into(), at.into(), now().into()],
            )?;
            let Some(at) = at.filter(|_| new > 0) else {
                return Ok(if new > 0 { Freshness::New } else { Freshness::Duplicate });
            };
            let newer = database.query(
                "SELECT 1 FROM defacto_events WHERE entity = ?1 AND happened_at > ?2 LIMIT 1",
                &[entity.as_str().into(), at.into()],
            )?;
            Ok(if newer.is_empty() { Freshness::New } else { Freshness::Outdated })
        })
    }

    fn forget(&self, event: &EventKey) -> Result<()> {
        let name = event.event();
        self.write(OnDisk::Now, |database| {
            database.execute("DELETE FROM defacto_events WHERE event = ?1", &[name.as_str().into()]).map(drop)
        })
    }
}

impl<S: Source> Store for SqlStore<S> {
    fn begin(&self, claim: &Claim<'_>) -> Result<Begun> {
        let (job, company, run) = (claim.job.into(), claim.company.into(), claim.run.into());
        let (row, now) = (claim.row.unwrap_or(0), S::NOW);
        let lease =
            self.source.lease().map_or(0, |lease| i64::try_from(lease.as_micros()).unwrap_or(i64::MAX / 2));
        let mut values = vec![job, company, row.into(), run, claim.owner.into(), lease.into()];
        let begin = format!(
            "INSERT INTO defacto_enrollments (job, company, row_number, run, state, claimed_by, claimed_until, \
             looked_at, updated_at) VALUES (?1, ?2, ?3, ?4, 'begun', ?5, {now} + ?6, 0, ?7) \
             ON CONFLICT (job, company) DO NOTHING"
        );
        values.push(self::now().into());
        let inserted = self.write(OnDisk::Later, |database| database.execute(&begin, &values))?;
        if inserted > 0 {
            return Ok(Begun::Fresh);
        }
        self.transaction(OnDisk::Later, |database| {
            let found = database.query(
                &format!(
                    "SELECT {COLUMNS}, CAST(CASE WHEN claimed_until > {now} THEN 1 ELSE 0 END AS BIGINT) \
                     FROM defacto_enrollments WHERE job = ?1 AND company = ?2{}",
                    S::LOCK_ROWS
                ),
                &values[..2],
            )?;
            // Another worker removed the entry at this moment, so the company is theirs.
            let Some(found) = found.first() else { return Ok(Begun::Busy) };
            let known = entry(found)?;
            if known.run == claim.run && known.row.unwrap_or(0) != row {
                return Ok(Begun::Duplicate { row: known.row });
            }
            if found.get(7).and_then(SqlValue::integer) == Some(1) {
                return Ok(Begun::Busy);
            }
            // Nothing is sent for a waiting entry, so its owner stays.
            let take = format!(
                "UPDATE defacto_enrollments SET row_number = ?3, run = ?4, \
                 claimed_by = CASE state WHEN 'waiting' THEN claimed_by ELSE ?5 END, \
                 claimed_until = CASE state WHEN 'waiting' THEN claimed_until ELSE {now} + ?6 END \
                 WHERE job = ?1 AND company = ?2"
            );
            database.execute(&take, &values[..6])?;
            Ok(Begun::Known(Entry { row: claim.row, run: claim.run.to_owned(), ..known }))
        })
    }

    fn save(&self, job: &str, entry: &Entry, when: When<'_>) -> Result<bool> {
        let mut values = vec![
            job.into(),
            entry.company.as_str().into(),
            entry.row.unwrap_or(0).into(),
            entry.state.as_str().into(),
            entry.token.as_deref().into(),
            entry.outcome.as_deref().into(),
            now().into(),
        ];
        let statement = match condition(when) {
            None => format!(
                "INSERT INTO defacto_enrollments (job, company, row_number, run, state, token, outcome, claimed_by, \
                 claimed_until, looked_at, updated_at) VALUES (?1, ?2, ?3, '', ?4, ?5, ?6, '', 0, 0, ?7) \
                 ON CONFLICT (job, company) DO UPDATE SET {CHANGES}"
            ),
            Some((column, value)) => {
                values.push(value);
                format!(
                    "UPDATE defacto_enrollments SET {CHANGES} WHERE job = ?1 AND company = ?2 AND {column} = ?8"
                )
            }
        };
        let is_sent_next = entry.state == EntryState::Begun && entry.token.is_some();
        let on_disk = if is_sent_next { OnDisk::Now } else { unless_known(when) };
        Ok(self.write(on_disk, |database| database.execute(&statement, &values))? > 0)
    }

    fn find(&self, job: &str, company: &str) -> Result<Option<Entry>> {
        let statement = format!("SELECT {COLUMNS} FROM defacto_enrollments WHERE job = ?1 AND company = ?2");
        Ok(self.entries_by(&statement, &[job.into(), company.into()])?.pop())
    }

    fn remove(&self, job: &str, company: &str, when: When<'_>) -> Result<()> {
        let mut values = vec![job.into(), company.into()];
        let condition = condition(when).map_or_else(String::new, |(column, value)| {
            values.push(value);
            format!(" AND {column} = ?3")
        });
        let statement = format!("DELETE FROM defacto_enrollments WHERE job = ?1 AND company = ?2{condition}");
        self.write(unless_known(when), |database| database.execute(&statement, &values)).map(drop)
    }

    fn take_waiting(
        &self,
        job: &str,
        run: Option<&str>,
        not_since: Timestamp,
        number: usize,
    ) -> Result<Vec<Entry>> {
        let locked =
            if S::LOCK_ROWS.is_empty() { String::new() } else { format!("{} SKIP LOCKED", S::LOCK_ROWS) };
        let statement = format!(
            "SELECT {COLUMNS} FROM defacto_enrollments WHERE job = ?1 AND state = 'waiting' AND looked_at < ?2 \
             AND (?3 = '' OR run = ?3) ORDER BY looked_at LIMIT ?4{locked}"
        );
        let values =
            [job.into(), not_since.as_microsecond().into(), run.unwrap_or_default().into(), most(number)];
        self.transaction(OnDisk::Later, |database| {
            let taken: Vec<Entry> =
                database.query(&statement, &values)?.iter().map(|row| entry(row)).collect::<Result<_>>()?;
            let now = now();
            for entry in &taken {
                database.execute(
                    "UPDATE defacto_enrollments SET looked_at = ?3 WHERE job = ?1 AND company = ?2",
                    &[job.into(), entry.company.as_str().into(), now.into()],
                )?;
            }
            Ok(taken)
        })
    }

    fn entries(&self, job: &str, behind: Option<&RowKey>, number: usize) -> Result<Vec<Entry>> {
        let (row, company) = behind.map_or((-1, ""), |key| (key.row, key.company.as_str()));
        let statement = format!(
            "SELECT {COLUMNS} FROM defacto_enrollments WHERE job = ?1 AND (row_number, company) > (?2, ?3) \
             ORDER BY row_number, company LIMIT ?4"
        );
        self.entries_by(&statement, &[job.into(), row.into(), company.into(), most(number)])
    }

    fn count(&self, job: &str, run: Option<&str>, state: EntryState) -> Result<u64> {
        let rows = self.read(
            "SELECT count(*) FROM defacto_enrollments WHERE job = ?1 AND state = ?2 AND (?3 = '' OR run = ?3)",
            &[job.into(), state.as_str().into(), run.unwrap_or_default().into()],
        )?;
        let count = rows.first().and_then(|row| row.first()).and_then(SqlValue::integer).unwrap_or(0);
        Ok(u64::try_from(count).unwrap_or(0))
    }

    fn jobs(&self) -> Result<Vec<String>> {
        let rows = self.read("SELECT DISTINCT job FROM defacto_enrollments ORDER BY job", &[])?;
        Ok(rows.iter().filter_map(|row| row.first()?.text().map(ToOwned::to_owned)).collect())
    }

    fn api_of(&self, job: &str, api: &str) -> Result<String> {
        // Nearly always the API is recorded already, and nothing has to be written.
        if let Some(noted) = self.noted_api(job)? {
            return Ok(noted);
        }
        self.write(OnDisk::Now, |database| {
            database.execute(
                "INSERT INTO defacto_jobs (job, api) VALUES (?1, ?2) ON CONFLICT (job) DO NOTHING",
                &[job.into(), api.into()],
            )
        })?;
        Ok(self.noted_api(job)?.unwrap_or_else(|| api.to_owned()))
    }

    fn forget_job(&self, job: &str) -> Result<()> {
        self.transaction(OnDisk::Now, |database| {
            database.execute("DELETE FROM defacto_enrollments WHERE job = ?1", &[job.into()])?;
            database.execute("DELETE FROM defacto_jobs WHERE job = ?1", &[job.into()]).map(drop)
        })
    }

    fn forget_events(&self, before: Timestamp) -> Result<()> {
        let statement = "DELETE FROM defacto_events WHERE received_at < ?1";
        let values = [before.as_microsecond().into()];
        self.write(OnDisk::Now, |database| database.execute(statement, &values).map(drop))
    }

    fn lock(&self, job: &str) -> Result<JobLock> {
        self.source.lock(job)
    }

    fn lease(&self) -> Option<Duration> {
        self.source.lease()
    }
}
