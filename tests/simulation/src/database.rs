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

/// The database that all processes of a seed share.
#[derive(Clone)]
pub(crate) struct Shared(Arc<State>);

struct State {
    connection: Mutex<Connection>,
    began: Instant,
    /// The processes by the names under which they announced themselves.
    announced: Mutex<HashMap<String, u64>>,
    /// Weak: the world holds the database, and neither would ever be freed.
    chaos: OnceLock<Weak<Chaos>>,
}

impl Shared {
    pub(crate) fn new() -> Self {
        let connection = Mutex::new(Connection::open_in_memory().unwrap());
        let state =
            State { connection, began: Instant::now(), announced: Mutex::default(), chaos: OnceLock::new() };
        Self(Arc::new(state))
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
pub(crate) struct Connected(Shared);

impl Connected {
    fn run<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        self.0.check_alive()?;
        let now = i64::try_from(self.0.0.began.elapsed().as_micros()).unwrap() + 1_800_000_000_000_000;
        let connection = self.0.0.connection.lock().unwrap();
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS clock (now BIGINT)", []).unwrap();
        connection.execute("DELETE FROM clock", []).unwrap();
        connection.execute("INSERT INTO clock VALUES (?1)", [now]).unwrap();
        work(&connection).map_err(|error| store_error(&error.to_string()))
    }
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
        self.run(|connection| {
            let changed =
                connection.prepare_cached(statement)?.execute(params_from_iter(values.iter().map(value)))?;
            Ok(changed as u64)
        })
    }
}

/// One file on one machine: a claim belongs to its process as long as that lives.
struct Local(Shared);

impl Source for Local {
    type Connection = Connected;

    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const LOCK_ROWS: &'static str = "";
    const NOW: &'static str = "0";
    const LOCK_TABLES: &'static str = "";

    fn connect(&self) -> Result<Connected> {
        Ok(Connected(self.0.clone()))
    }

    fn place(&self) -> String {
        "memory".to_owned()
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
        Ok(Connected(self.0.clone()))
    }

    fn place(&self) -> String {
        "server".to_owned()
    }

    fn lease(&self) -> Option<Duration> {
        Some(Duration::from_secs(15))
    }
}
