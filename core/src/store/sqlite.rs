//! A store in one file.

use std::path::{Path, PathBuf};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Params, ToSql, params_from_iter};

use super::database::{Database, Source, SqlValue};
use super::entry::JobLock;
use super::faults::{FileFault, PATIENCE};
use super::sql::SqlStore;
use super::{faults, file_lock, place};
use crate::error::{DefactoError, Result};

/// A store in one SQLite file, safe against crashes of the process and of the machine.
///
/// Several processes may read and write it; one at a time works on a portfolio. It holds company numbers,
/// tokens and outcomes: no API key, no account, no data of a person. Protect the file all the same.
pub type SqliteStore = SqlStore<SqliteFile>;

/// An SQLite file.
#[derive(Debug)]
pub struct SqliteFile {
    path: PathBuf,
}

/// A connection to an SQLite file.
#[derive(Debug)]
pub struct SqliteDatabase {
    path: PathBuf,
    connection: Connection,
}

impl SqliteStore {
    /// Opens the file, or creates it. Blocks on the disk.
    ///
    /// Only the owner can read and write a new file (mode 0600) and the files beside it; an existing one
    /// keeps its mode. On Windows the folder decides.
    ///
    /// # Errors
    /// `Store` when the file cannot be opened, is not a store, or was written by a newer version of the
    /// library; `Configuration` if `path` does not name a file, or is the address of a database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self> {
        place::check(path.as_ref())?;
        Self::new(SqliteFile { path: path.as_ref().to_path_buf() })
    }

    /// Returns `true` if the last write was on the disk when it returned.
    #[cfg(test)]
    pub(super) fn wrote_to_disk(&self) -> bool {
        const FULL: i64 = 2;
        let level = self.read("PRAGMA synchronous", &[]).unwrap_or_default();
        level.first().and_then(|row| row.first()).and_then(SqlValue::integer) == Some(FULL)
    }

    /// Simulates a full disk.
    #[cfg(test)]
    pub(super) fn limit_pages(&self, most: i64) {
        let _ = self.write(super::sql::OnDisk::Now, |database| {
            database.run(|connection| connection.pragma_update(None, "max_page_count", most))
        });
    }
}

impl Source for SqliteFile {
    type Connection = SqliteDatabase;

    const BEGIN: &'static str = "BEGIN IMMEDIATE";
    const LOCK_ROWS: &'static str = "";
    const ON_DISK: Option<(&'static str, &'static str)> = super::database::SQLITE_ON_DISK;
    const NOW: &'static str = super::database::NO_LEASES;
    const LOCK_TABLES: &'static str = "";

    fn connect(&self) -> Result<SqliteDatabase> {
        place::make_private(&self.path);
        let connection = faults::retry_while_busy(is_busy, || prepare(&self.path));
        let connection = connection.map_err(|error| explain(&error, &self.path))?;
        Ok(SqliteDatabase { path: self.path.clone(), connection })
    }

    fn place(&self) -> String {
        self.path.display().to_string()
    }

    fn lock(&self, job: &str) -> Result<JobLock> {
        file_lock::lock(&self.path, job)
    }

    fn announce(&self, process: &str) -> Result<JobLock> {
        file_lock::announce(&self.path, process)
    }

    fn is_at_work(&self, process: &str) -> bool {
        file_lock::is_at_work(&self.path, process)
    }
}

fn prepare(path: &Path) -> rusqlite::Result<Connection> {
    // Without URIs: `file:...` is a name like others.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    // One file and its log. A committed step is on the disk, whatever happens to the machine, unless it may be later.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(connection)
}

fn is_busy(opened: &rusqlite::Result<Connection>) -> bool {
    let code = opened.as_ref().err().and_then(rusqlite::Error::sqlite_error_code);
    matches!(code, Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn explain(error: &rusqlite::Error, path: &Path) -> DefactoError {
    let code = error.sqlite_error_code();
    let fault = match code {
        Some(ErrorCode::DiskFull) => FileFault::DiskFull,
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => FileFault::NoStore,
        Some(ErrorCode::CannotOpen) => FileFault::CannotOpen,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => FileFault::ReadOnly,
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => FileFault::Busy,
        _ => FileFault::Other,
    };
    fault.error(path, &code.map_or_else(String::new, |code| format!("{code:?}")))
}

impl ToSql for SqlValue {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Null => ToSqlOutput::from(rusqlite::types::Null),
            Self::Integer(number) => ToSqlOutput::from(*number),
            Self::Text(text) => ToSqlOutput::from(text.as_str()),
        })
    }
}

fn value(value: ValueRef<'_>) -> SqlValue {
    match value {
        ValueRef::Integer(number) => SqlValue::Integer(number),
        ValueRef::Text(text) => SqlValue::Text(String::from_utf8_lossy(text).into_owned()),
        _ => SqlValue::Null,
    }
}

impl SqliteDatabase {
    fn run<T>(&mut self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        work(&self.connection).map_err(|error| explain(&error, &self.path))
    }
}

fn rows(
    connection: &Connection,
    statement: &str,
    values: impl Params,
) -> rusqlite::Result<Vec<Vec<SqlValue>>> {
    let mut statement = connection.prepare_cached(statement)?;
    let columns = statement.column_count();
    let mut found = statement.query(values)?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push((0..columns).map(|at| row.get_ref(at).map(value)).collect::<rusqlite::Result<_>>()?);
    }
    Ok(rows)
}

impl Database for SqliteDatabase {
    fn query(&mut self, statement: &str, values: &[SqlValue]) -> Result<Vec<Vec<SqlValue>>> {
        self.run(|connection| rows(connection, statement, params_from_iter(values)))
    }

    fn execute(&mut self, statement: &str, values: &[SqlValue]) -> Result<u64> {
        self.run(|connection| {
            let changed = connection.prepare_cached(statement)?.execute(params_from_iter(values))?;
            Ok(changed as u64)
        })
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by it")]

    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::SqliteStore;
    use crate::store::interface::Store;

    fn modes(folder: &std::path::Path) -> Vec<(String, u32)> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let mode = |entry: &fs::DirEntry| entry.metadata().unwrap().permissions().mode() & 0o777;
        let mut modes: Vec<_> =
            entries.map(|entry| (entry.file_name().to_string_lossy().into_owned(), mode(&entry))).collect();
        modes.sort_unstable();
        modes
    }

    #[test]
    fn a_new_store_and_the_files_beside_it_are_for_their_owner_alone() {
        let folder = std::env::temp_dir().join(format!("defacto-modes-{}", crate::world::new_uuid()));
        fs::create_dir(&folder).unwrap();
        let store = SqliteStore::open(folder.join("store.db")).unwrap();
        let lock = store.lock("customers").unwrap();
        let found = modes(&folder);
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert!(names.contains(&"store.db-wal") && names.contains(&"store.db-shm"), "{names:?}");
        assert!(found.len() >= 4, "{names:?}");
        assert!(found.iter().all(|(_, mode)| *mode == 0o600), "{found:?}");
        drop((lock, store));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_store_that_is_there_keeps_its_mode() {
        let folder = std::env::temp_dir().join(format!("defacto-modes-{}", crate::world::new_uuid()));
        fs::create_dir(&folder).unwrap();
        let file = folder.join("store.db");
        drop(SqliteStore::open(&file).unwrap());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let store = SqliteStore::open(&file).unwrap();
        assert!(modes(&folder).iter().all(|(_, mode)| *mode == 0o640), "{:?}", modes(&folder));
        drop(store);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn many_may_open_a_new_store_at_the_same_moment() {
        for _ in 0..20 {
            let folder = std::env::temp_dir().join(format!("defacto-opened-{}", crate::world::new_uuid()));
            fs::create_dir(&folder).unwrap();
            let file = folder.join("store.db");
            let together = std::sync::Barrier::new(8);
            std::thread::scope(|threads| {
                for _ in 0..8 {
                    threads.spawn(|| {
                        together.wait();
                        SqliteStore::open(&file).unwrap();
                    });
                }
            });
            fs::remove_dir_all(&folder).unwrap();
        }
    }
}
