//! A store for several machines.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, Row};
use rustls::ClientConfig;
use rustls::crypto::ring::default_provider;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::database::{Database, Source, SqlValue};
use super::interface::LEASE;
use super::sql::SqlStore;
use super::{faults, place};
use crate::error::{DefactoError, Result};

/// A store in a PostgreSQL database, for workers on several machines.
///
/// A worker that begins a company has a lease of three minutes on it. If the lease expires without an
/// outcome, another worker may continue, from what was written before anything was sent. It keeps what
/// `SqliteStore` keeps, in tables named `defacto_...`, in the first schema of the connection's search path.
pub type PostgresStore = SqlStore<PostgresServer>;

/// A PostgreSQL server.
pub struct PostgresServer {
    config: Config,
    lease: Duration,
}

/// A connection to a PostgreSQL server.
pub struct PostgresDatabase(Option<Client>);

impl Drop for PostgresDatabase {
    /// Closes the connection on another thread: closing blocks, and a thread that drives futures must not.
    fn drop(&mut self) {
        let client = self.0.take();
        if tokio::runtime::Handle::try_current().is_ok() {
            // If no thread can be started, the server notices by itself that the client is gone.
            let _ = std::thread::Builder::new().spawn(move || drop(client));
        }
    }
}

impl PostgresDatabase {
    fn client(&mut self) -> Result<&mut Client> {
        self.0.as_mut().ok_or_else(faults::broken)
    }
}

impl fmt::Debug for PostgresServer {
    /// Omits the URL, which may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresServer").field("database", &self.config.get_dbname()).finish_non_exhaustive()
    }
}

impl fmt::Debug for PostgresDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgresDatabase")
    }
}

impl PostgresStore {
    /// Connects, and creates missing tables. `url` is `postgresql://user@host/database`, with
    /// `?sslmode=require` for TLS only, or keywords such as `host=db dbname=defacto`. Blocks; not for
    /// asynchronous tasks.
    ///
    /// # Errors
    /// `Store` when the database cannot be reached or used, or was written by a newer version of the library;
    /// `Configuration` if `url` is not the address of a PostgreSQL database. No error repeats more of it than
    /// its scheme.
    pub fn connect(url: &str) -> Result<Self> {
        place::check_database(url)?;
        let config: Config = url.parse().map_err(|_| {
            let hint = "Pass postgresql://user:password@host:5432/database.";
            DefactoError::configuration("the address of the database cannot be read", hint)
        })?;
        Self::new(PostgresServer { config, lease: LEASE })
    }

    /// Sets the lease of a company; three minutes by default. A run sends nothing for a company after its
    /// lease, so a short lease cuts calls short. All processes that share a job need the same lease.
    #[must_use]
    pub fn with_lease(mut self, lease: Duration) -> Self {
        self.source_mut().lease = lease;
        self
    }
}

impl Source for PostgresServer {
    type Connection = PostgresDatabase;

    const BEGIN: &'static str = "BEGIN";
    const LOCK_ROWS: &'static str = " FOR UPDATE";
    const NOW: &'static str = super::database::POSTGRES_NOW;
    const LEASES: bool = true;
    // Otherwise two workers that start at once would both create them.
    const LOCK_TABLES: &'static str = "SELECT 1 FROM pg_advisory_xact_lock(5206770441)";

    fn connect(&self) -> Result<PostgresDatabase> {
        let client = self.config.connect(MakeRustlsConnect::new(tls()?));
        client.map(|client| PostgresDatabase(Some(client))).map_err(|error| explain(&error))
    }

    fn place(&self) -> String {
        self.config.get_dbname().unwrap_or("of the database").to_owned()
    }

    fn lease(&self) -> Option<Duration> {
        Some(self.lease)
    }
}

/// Returns the TLS settings with the system's trust store, as for the API.
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
    match error.code() {
        Some(code) => faults::refused(code.code()),
        None if error.is_closed() => faults::broken(),
        None => faults::unreachable(),
    }
}

impl ToSql for SqlValue {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql(kind, out),
            Self::Text(text) => text.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        <i64 as ToSql>::accepts(kind) || <String as ToSql>::accepts(kind)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for SqlValue {
    fn from_sql(
        kind: &Type,
        raw: &'a [u8],
    ) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        if <i64 as FromSql>::accepts(kind) {
            return i64::from_sql(kind, raw).map(Self::Integer);
        }
        if <i32 as FromSql>::accepts(kind) {
            return i32::from_sql(kind, raw).map(|number| Self::Integer(number.into()));
        }
        String::from_sql(kind, raw).map(Self::Text)
    }

    fn from_sql_null(_: &Type) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn arguments(values: &[SqlValue]) -> Vec<&(dyn ToSql + Sync)> {
    values.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

fn values(row: &Row) -> Result<Vec<SqlValue>, postgres::Error> {
    (0..row.len()).map(|at| row.try_get(at)).collect()
}

impl Database for PostgresDatabase {
    fn query(&mut self, statement: &str, given: &[SqlValue]) -> Result<Vec<Vec<SqlValue>>> {
        let rows = self.client()?.query(&statement.replace('?', "$"), &arguments(given));
        let rows = rows.and_then(|rows| rows.iter().map(values).collect());
        rows.map_err(|error| explain(&error))
    }

    fn execute(&mut self, statement: &str, given: &[SqlValue]) -> Result<u64> {
        let statement = statement.replace('?', "$");
        self.client()?.execute(&statement, &arguments(given)).map_err(|error| explain(&error))
    }

    fn is_broken(&self) -> bool {
        self.0.as_ref().is_none_or(Client::is_closed)
    }
}
