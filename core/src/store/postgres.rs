//! A store for several machines.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use postgres::{Client, Config, Row, Transaction};
use rustls::ClientConfig;
use rustls::crypto::ring::default_provider;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::entry::check_version;
use super::{Begun, Claim, Entry, EntryState, JobLock, RowKey, Store, sql};
use crate::error::{DefactoError, Result};
use crate::model::Timestamp;
use crate::webhook::{EventKey, Freshness, SeenEvents};

/// A store in a PostgreSQL database, for workers on several machines.
///
/// A company that was begun stays with its worker for three minutes; if the worker has not said by then what became of
/// it, another one may go on, from what was written before anything was sent. It keeps what `SqliteStore` keeps, in the
/// tables `defacto_enrollments`, `defacto_events` and `defacto_store` of the schema that the connection sees first.
pub struct PostgresStore {
    config: Config,
    lease: Duration,
    connection: Mutex<Option<Connection>>,
}

/// A connection belongs to the process that made it: after a fork the child needs its own.
struct Connection {
    process: u32,
    client: Client,
}

impl fmt::Debug for PostgresStore {
    /// Without the URL, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").field("database", &self.config.get_dbname()).finish_non_exhaustive()
    }
}

impl PostgresStore {
    /// How long a company stays with the worker that began it, unless set. An enrolment ends before.
    pub const LEASE: Duration = Duration::from_secs(180);

    /// Connects and makes the tables if they are missing. `url` is `postgresql://user@host/database`, with
    /// `?sslmode=require` for a connection by TLS alone. Blocks; not for use inside an asynchronous task.
    ///
    /// # Errors
    /// `Store` when the database cannot be reached or used, or was written by a newer version of the library.
    pub fn connect(url: &str) -> Result<Self> {
        let config: Config = url.parse().map_err(|_| {
            let hint = "Pass postgresql://user:password@host:5432/database.";
            DefactoError::configuration("the address of the database cannot be read", hint)
        })?;
        let store = Self { config, lease: Self::LEASE, connection: Mutex::new(None) };
        store.make_tables()?;
        Ok(store)
    }

    /// How long a company stays with the worker that began it; three minutes unless set. A run sends nothing for it after
    /// that, so a short lease cuts calls short. All who share a job need the same.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.lease = lease;
        self
    }

    fn make_tables(&self) -> Result<()> {
        let version = self.run(|client| {
            let mut transaction = client.transaction()?;
            // Two workers that start at once would both make them.
            transaction.execute("SELECT pg_advisory_xact_lock(5206770441)", &[])?;
            transaction
                .batch_execute("CREATE TABLE IF NOT EXISTS defacto_store (version BIGINT NOT NULL)")?;
            let found = transaction.query_opt("SELECT version FROM defacto_store", &[])?;
            let version = match found {
                Some(row) => row.try_get(0)?,
                None => {
                    transaction.batch_execute(sql::TABLES)?;
                    transaction.execute("INSERT INTO defacto_store VALUES ($1)", &[&sql::VERSION])?;
                    sql::VERSION
                }
            };
            transaction.commit()?;
            Ok(version)
        })?;
        check_version(version, self.config.get_dbname().unwrap_or("of the database"))
    }

    /// Does one step. A connection that broke is made anew for the next one: whether this step has happened is not known
    /// then, and every step may be taken twice.
    fn run<T>(&self, work: impl FnOnce(&mut Client) -> Result<T, postgres::Error>) -> Result<T> {
        let mut slot = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if slot.as_ref().is_some_and(|connection| connection.process != process) {
            // Closing it here would end the parent's connection.
            std::mem::forget(slot.take());
        }
        let open = slot.take().filter(|connection| !connection.client.is_closed());
        let connection = match open {
            Some(connection) => connection,
            None => Connection { process, client: self.open()? },
        };
        let connection = slot.insert(connection);
        work(&mut connection.client).map_err(|error| explain(&error))
    }

    fn open(&self) -> Result<Client> {
        self.config.connect(MakeRustlsConnect::new(tls()?)).map_err(|error| explain(&error))
    }
}

/// The system's trust, as for the API.
fn tls() -> Result<ClientConfig> {
    use rustls_platform_verifier::BuilderVerifierExt;
    let builder = ClientConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(BuilderVerifierExt::with_platform_verifier);
    let config = builder.map_err(|_| {
        DefactoError::store("the system's certificates cannot be read", "Check the system's trust store.")
    })?;
    Ok(config.with_no_client_auth())
}

fn explain(error: &postgres::Error) -> DefactoError {
    // The server's own words may repeat values; its code does not.
    let (what, retryable) = match error.code() {
        Some(code) => {
            (format!("the database refuses (SQLSTATE {})", code.code()), code.code().starts_with("53"))
        }
        None if error.is_closed() => ("the connection to the database broke".to_owned(), true),
        None => ("the database cannot be reached".to_owned(), true),
    };
    let hint = "Check the address, the user and the database, then go on: what was written is kept.";
    let mut failed = DefactoError::store(what, hint);
    failed.details_mut().retryable = retryable;
    failed
}

fn postgres_style(statement: &str) -> String {
    statement.replace('?', "$")
}

fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

fn entry(row: &Row) -> Result<Entry, postgres::Error> {
    let number: i64 = row.try_get(1)?;
    let state: String = row.try_get(3)?;
    Ok(Entry {
        company: row.try_get(0)?,
        row: Some(number).filter(|number| *number != 0),
        // A newer version would have been refused when the store was opened.
        state: EntryState::parse(&state).unwrap_or(EntryState::Begun),
        run: row.try_get(2)?,
        token: row.try_get(4)?,
        outcome: row.try_get(5)?,
        updated_at: Timestamp::from_microsecond(row.try_get(6)?).unwrap_or(Timestamp::MIN),
    })
}

fn entries(rows: &[Row]) -> Result<Vec<Entry>, postgres::Error> {
    rows.iter().map(entry).collect()
}

fn begin(
    transaction: &mut Transaction<'_>,
    claim: &Claim<'_>,
    lease: Duration,
) -> Result<Begun, postgres::Error> {
    let (row, now) = (claim.row.unwrap_or(0), micros(Timestamp::now()));
    let until = now.saturating_add(i64::try_from(lease.as_micros()).unwrap_or(i64::MAX));
    let inserted = transaction.execute(
        &postgres_style(sql::INSERT),
        &[&claim.job, &claim.company, &row, &claim.run, &until, &now],
    )?;
    if inserted > 0 {
        return Ok(Begun::Fresh);
    }
    let taken = transaction.query_opt(
        &postgres_style(sql::TAKE),
        &[&claim.job, &claim.company, &row, &claim.run, &until, &now],
    )?;
    if let Some(found) = taken {
        return Ok(Begun::Known(entry(&found)?));
    }
    let whose = transaction.query_one(&postgres_style(sql::WHOSE), &[&claim.job, &claim.company])?;
    let (run, of_row): (String, i64) = (whose.try_get(0)?, whose.try_get(1)?);
    let duplicate = run == claim.run && of_row != row;
    Ok(if duplicate { Begun::Duplicate { row: Some(of_row).filter(|row| *row != 0) } } else { Begun::Busy })
}

impl SeenEvents for PostgresStore {
    fn record(&self, event: &EventKey) -> Result<Freshness> {
        let (at, now) = (event.timestamp.map(micros), micros(Timestamp::now()));
        self.run(|client| {
            let (name, entity) = (event.event(), event.entity());
            if client.execute(&postgres_style(sql::RECORD), &[&name, &entity, &at, &now])? == 0 {
                return Ok(Freshness::Duplicate);
            }
            let Some(at) = at else { return Ok(Freshness::New) };
            let newer: i64 = client.query_one(&postgres_style(sql::NEWER), &[&entity, &at])?.try_get(0)?;
            Ok(if newer == 0 { Freshness::New } else { Freshness::Outdated })
        })
    }

    fn forget(&self, event: &EventKey) -> Result<()> {
        self.run(|client| client.execute(&postgres_style(sql::FORGET_EVENT), &[&event.event()]).map(drop))
    }
}

impl Store for PostgresStore {
    fn begin(&self, claim: &Claim<'_>) -> Result<Begun> {
        self.run(|client| {
            let mut transaction = client.transaction()?;
            let begun = begin(&mut transaction, claim, self.lease)?;
            transaction.commit()?;
            Ok(begun)
        })
    }

    fn save(&self, job: &str, entry: &Entry) -> Result<()> {
        let (row, state, now) = (entry.row.unwrap_or(0), entry.state.as_str(), micros(Timestamp::now()));
        self.run(|client| {
            client
                .execute(
                    &postgres_style(sql::SAVE),
                    &[&job, &entry.company, &row, &state, &entry.token, &entry.outcome, &now],
                )
                .map(drop)
        })
    }

    fn find(&self, job: &str, company: &str) -> Result<Option<Entry>> {
        self.run(|client| {
            client.query_opt(&postgres_style(sql::FIND), &[&job, &company])?.as_ref().map(entry).transpose()
        })
    }

    fn remove(&self, job: &str, company: &str) -> Result<()> {
        self.run(|client| client.execute(&postgres_style(sql::REMOVE), &[&job, &company]).map(drop))
    }

    fn take_waiting(
        &self,
        job: &str,
        run: Option<&str>,
        not_since: Timestamp,
        most: usize,
    ) -> Result<Vec<Entry>> {
        let (most, now) = (i64::try_from(most).unwrap_or(i64::MAX), micros(Timestamp::now()));
        let statement = postgres_style(&sql::TAKE_WAITING.join(" FOR UPDATE SKIP LOCKED"));
        self.run(|client| {
            entries(
                &client
                    .query(&statement, &[&job, &micros(not_since), &most, &now, &run.unwrap_or_default()])?,
            )
        })
    }

    fn entries(&self, job: &str, behind: Option<&RowKey>, most: usize) -> Result<Vec<Entry>> {
        let (row, company) = behind.map_or((-1, ""), |key| (key.row, key.company.as_str()));
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        self.run(|client| {
            entries(&client.query(&postgres_style(sql::ENTRIES), &[&job, &row, &company, &most])?)
        })
    }

    fn count(&self, job: &str, run: Option<&str>, state: EntryState) -> Result<u64> {
        let count: i64 = self.run(|client| {
            client
                .query_one(&postgres_style(sql::COUNT), &[&job, &state.as_str(), &run.unwrap_or_default()])?
                .try_get(0)
        })?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    fn jobs(&self) -> Result<Vec<String>> {
        self.run(|client| client.query(sql::JOBS, &[])?.iter().map(|row| row.try_get(0)).collect())
    }

    fn forget_job(&self, job: &str) -> Result<()> {
        self.run(|client| client.execute(&postgres_style(sql::FORGET_JOB), &[&job]).map(drop))
    }

    fn forget_events(&self, before: Timestamp) -> Result<()> {
        self.run(|client| client.execute(&postgres_style(sql::FORGET_EVENTS), &[&micros(before)]).map(drop))
    }

    fn lock(&self, _job: &str) -> Result<JobLock> {
        Ok(JobLock::none())
    }

    fn lease(&self) -> Option<Duration> {
        Some(self.lease)
    }
}
