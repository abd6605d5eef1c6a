//! The store of all processes: the library's own statements on a database in memory.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::time::Duration;

use defacto_sdk::Result;
use defacto_sdk::error::store_error;
use defacto_sdk::store::{Database, JobLock, Source, SqlStore, SqlValue, Store};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, params_from_iter};
use tokio::time::Instant;

use crate::chaos::Chaos;

/// The statements that say when writes reach the disk.
const NOW: &str = "now";
const LATER: &str = "later";

type Locks = Arc<Mutex<HashMap<String, u64>>>;

/// The database that all processes of a seed share.
#[derive(Clone)]
pub(crate) struct Shared(Arc<State>);

struct State {
    connection: Mutex<Connection>,
    began: Instant,
    /// The processes by the names under which they announced themselves.
    announced: Mutex<HashMap<String, u64>>,
    /// The jobs that a process has for itself, with the process.
    locked: Locks,
    /// The data on the disk, if the database holds more.
    disk: Mutex<Option<Connection>>,
    /// Weak: the world holds the database, and neither would ever be freed.
    chaos: OnceLock<Weak<Chaos>>,
}

impl Shared {
    pub(crate) fn new() -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch("CREATE TEMP TABLE clock (now BIGINT); INSERT INTO clock VALUES (0)")
            .unwrap();
        connection.set_prepared_statement_cache_capacity(128);
        Self(Arc::new(State {
            connection: Mutex::new(connection),
            began: Instant::now(),
            announced: Mutex::default(),
            locked: Arc::default(),
            disk: Mutex::default(),
            chaos: OnceLock::new(),
        }))
    }

    pub(crate) fn live_in(&self, chaos: &Arc<Chaos>) {
        let _ = self.0.chaos.set(Arc::downgrade(chaos));
    }

    /// Opens a store for a process: with leases by the database's clock, or with claims of live processes.
    pub(crate) fn open(&self, leased: bool) -> Arc<dyn Store> {
        if leased {
            Arc::new(SqlStore::new(Leased(self.clone())).unwrap())
        } else {
            Arc::new(SqlStore::new(Local(self.clone())).unwrap())
        }
    }

    /// Returns `true` if the database holds a note.
    pub(crate) fn has_note_of_somebody(&self) -> bool {
        let statement = "SELECT COUNT(*) FROM defacto_intents WHERE note IS NOT NULL";
        let count = self.0.connection.lock().unwrap().query_row(statement, [], |row| row.get::<_, i64>(0));
        count.unwrap() > 0
    }

    /// Returns the number of claims that a process holds in a store without leases.
    pub(crate) fn claims_of(&self, process: u64) -> usize {
        let connection = self.0.connection.lock().unwrap();
        let mut statement =
            connection.prepare_cached("SELECT process FROM defacto_intents WHERE owner <> ''").unwrap();
        let names = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let announced = self.0.announced.lock().unwrap();
        names.filter(|name| announced.get(name.as_ref().unwrap()) == Some(&process)).count()
    }

    /// Returns the companies that a job has not finished with.
    pub(crate) fn open_in(&self, job: &str) -> Vec<String> {
        let connection = self.0.connection.lock().unwrap();
        let statement = "SELECT company || ' is ' || state FROM defacto_enrollments WHERE job = ?1 \
             AND company NOT LIKE '#row%' AND NOT (state = 'finished' AND outcome LIKE '%\"ready\"%')";
        let mut statement = connection.prepare_cached(statement).unwrap();
        let companies = statement.query_map([job], |row| row.get(0)).unwrap();
        companies.collect::<rusqlite::Result<_>>().unwrap()
    }

    /// Returns the number of entries of a job.
    pub(crate) fn entries_of(&self, job: &str) -> i64 {
        let statement = "SELECT COUNT(*) FROM defacto_enrollments WHERE job = ?1";
        self.0.connection.lock().unwrap().query_row(statement, [job], |row| row.get(0)).unwrap()
    }

    /// Forgets the writes that are not on the disk.
    pub(crate) fn cut_power(&self) -> bool {
        let Some(left) = self.0.disk.lock().unwrap().take() else { return false };
        copy(&left, &mut self.0.connection.lock().unwrap());
        true
    }

    fn chaos(&self) -> Arc<Chaos> {
        self.0.chaos.get().unwrap().upgrade().unwrap()
    }

    /// Fails if the process is dead: it must not write.
    fn check_alive(&self) -> Result<()> {
        let process = self.chaos().running.load(Ordering::Relaxed);
        if self.chaos().lives(process) {
            return Ok(());
        }
        Err(store_error("the process is dead"))
    }
}

/// A connection of a process.
pub(crate) struct Connected {
    shared: Shared,
    /// Whether its writes may reach the disk later.
    later: bool,
}

impl Connected {
    fn new(shared: &Shared) -> Self {
        Self { shared: shared.clone(), later: false }
    }

    /// Keeps what is on the disk before a write that may be lost.
    fn before_write(&self, connection: &Connection) {
        let mut disk = self.shared.0.disk.lock().unwrap();
        if self.later && disk.is_none() {
            let mut left = Connection::open_in_memory().unwrap();
            copy(connection, &mut left);
            *disk = Some(left);
        }
    }

    fn after_write(&self, connection: &Connection) {
        if !self.later && connection.is_autocommit() {
            *self.shared.0.disk.lock().unwrap() = None;
        }
    }

    fn run<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        self.shared.check_alive()?;
        let now = i64::try_from(self.shared.0.began.elapsed().as_micros()).unwrap() + 1_800_000_000_000_000;
        let connection = self.shared.0.connection.lock().unwrap();
        connection.prepare_cached("UPDATE clock SET now = ?1").unwrap().execute([now]).unwrap();
        work(&connection).map_err(|error| store_error(&error.to_string()))
    }
}

fn copy(from: &Connection, to: &mut Connection) {
    let backup = rusqlite::backup::Backup::new(from, to).unwrap();
    assert_eq!(backup.step(-1).unwrap(), rusqlite::backup::StepResult::Done);
}

fn value(value: &SqlValue) -> Value {
    match value {
        SqlValue::Null => Value::Null,
        SqlValue::Integer(number) => Value::Integer(*number),
        SqlValue::Text(text) => Value::Text(text.clone()),
    }
}

impl Database for Connected {
    fn query(&mut self, statement: &str, values: &[SqlValue]) -> Result<Vec<Vec<SqlValue>>> {
        self.run(|connection| {
            let mut statement = connection.prepare_cached(statement)?;
            let columns = statement.column_count();
            let mut found = statement.query(params_from_iter(values.iter().map(value)))?;
            let mut rows = Vec::new();
            while let Some(row) = found.next()? {
                let cell = |at| {
                    Ok(match row.get_ref(at)? {
                        ValueRef::Integer(number) => SqlValue::Integer(number),
                        ValueRef::Text(text) => SqlValue::Text(String::from_utf8_lossy(text).into_owned()),
                        _ => SqlValue::Null,
                    })
                };
                rows.push((0..columns).map(cell).collect::<rusqlite::Result<_>>()?);
            }
            Ok(rows)
        })
    }

    fn execute(&mut self, statement: &str, values: &[SqlValue]) -> Result<u64> {
        if [NOW, LATER].contains(&statement) {
            self.later = statement == LATER;
            return self.shared.check_alive().map(|()| 0);
        }
        self.run(|connection| {
            if connection.is_autocommit() {
                self.before_write(connection);
            }
            let changed =
                connection.prepare_cached(statement)?.execute(params_from_iter(values.iter().map(value)))?;
            self.after_write(connection);
            Ok(changed as u64)
        })
    }
}

/// The lock of a process on a job.
struct Locked {
    locks: Locks,
    job: String,
    process: u64,
}

impl Drop for Locked {
    fn drop(&mut self) {
        let mut locks = self.locks.lock().unwrap();
        if locks.get(&self.job) == Some(&self.process) {
            locks.remove(&self.job);
        }
    }
}

/// One file on one machine: a claim belongs to its process as long as that lives.
struct Local(Shared);

impl Source for Local {
    type Connection = Connected;

    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const LOCK_ROWS: &'static str = "";
    const ON_DISK: Option<(&'static str, &'static str)> = Some((NOW, LATER));
    const NOW: &'static str = "0";
    const LOCK_TABLES: &'static str = "";

    fn connect(&self) -> Result<Connected> {
        Ok(Connected::new(&self.0))
    }

    fn place(&self) -> String {
        "memory".to_owned()
    }

    fn lock(&self, job: &str) -> Result<JobLock> {
        let running = self.0.chaos().running.load(Ordering::Relaxed);
        let mut locked = self.0.0.locked.lock().unwrap();
        if locked.get(job).is_some_and(|holder| self.0.chaos().lives(*holder)) {
            return Err(store_error("another run works on the job"));
        }
        locked.insert(job.to_owned(), running);
        Ok(JobLock::new(Locked {
            locks: Arc::clone(&self.0.0.locked),
            job: job.to_owned(),
            process: running,
        }))
    }

    fn announce(&self, process: &str) -> Result<JobLock> {
        let running = self.0.chaos().running.load(Ordering::Relaxed);
        self.0.0.announced.lock().unwrap().insert(process.to_owned(), running);
        Ok(JobLock::none())
    }

    fn is_at_work(&self, process: &str) -> bool {
        let announced = self.0.0.announced.lock().unwrap();
        announced.get(process).is_some_and(|process| self.0.chaos().lives(*process))
    }
}

/// A server for several machines: a claim is leased by the server's clock.
struct Leased(Shared);

impl Source for Leased {
    type Connection = Connected;

    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const LOCK_ROWS: &'static str = "";
    const NOW: &'static str = "(SELECT now FROM clock)";
    const LEASES: bool = true;
    const LOCK_TABLES: &'static str = "";

    fn connect(&self) -> Result<Connected> {
        Ok(Connected::new(&self.0))
    }

    fn place(&self) -> String {
        "server".to_owned()
    }

    fn lease(&self) -> Option<Duration> {
        Some(Duration::from_secs(15))
    }
}
