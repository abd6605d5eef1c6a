//! The address of a store: a file or a database.
//!
//! An address may hold a password, so no error repeats more of it than its scheme.

use std::path::{Path, PathBuf};

use crate::error::{DefactoError, Result};

/// Keywords of a connection string in the form of libpq, `host=db dbname=defacto`.
const KEYWORDS: [&str; 20] = [
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "passfile",
    "service",
    "sslmode",
    "sslcert",
    "sslkey",
    "sslrootcert",
    "sslnegotiation",
    "channel_binding",
    "connect_timeout",
    "application_name",
    "options",
    "keepalives",
    "target_session_attrs",
    "client_encoding",
];

/// Prefixes of addresses that need no `//`. Without this list `jdbc:postgresql:defacto` would be a file.
const PREFIXES: [&str; 9] =
    ["file", "jdbc", "mariadb", "mongodb", "mssql", "mysql", "postgres", "postgresql", "sqlite"];

/// The longest scheme that an error repeats.
const LONGEST_SCHEME: usize = 40;

const FILE_HINT: &str = "Name a file. For a store that forgets with the process there is the one in memory.";
const DATABASE_HINT: &str = "Give postgresql://USER@HOST/DATABASE, or the path of a file.";

/// The address of a store. `parse` reads it from text.
#[derive(Clone, PartialEq, Eq)]
pub enum StoreAddress {
    /// The path of an SQLite file.
    File(PathBuf),
    /// The address of a PostgreSQL database: a URL, or keywords such as `host=db dbname=defacto`. It may hold a password.
    Database(String),
}

impl std::fmt::Debug for StoreAddress {
    /// Omits the address of a database, which may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Database(_) => f.write_str("Database(***)"),
        }
    }
}

impl StoreAddress {
    /// Reads the address of a store: the path of a file, a URL of PostgreSQL, or its keywords. Does not
    /// block, opens nothing.
    ///
    /// A path that begins with `/`, `.` or `~`, or with a drive, is a file whatever it contains.
    ///
    /// # Errors
    /// `Configuration` if `text` is empty, begins or ends with a blank, or has another scheme than
    /// `postgresql` and `postgres`. The error names the scheme and repeats nothing else.
    pub fn parse(text: &str) -> Result<Self> {
        if text.trim() != text {
            let detail = "the address of the store begins or ends with a blank";
            return Err(DefactoError::configuration(detail, "Take the blank out."));
        }
        if is_path(text) {
            return Ok(Self::File(text.into()));
        }
        match scheme(text) {
            Scheme::None if has_keywords(text) => Ok(Self::Database(text.to_owned())),
            Scheme::None => {
                check(Path::new(text))?;
                Ok(Self::File(text.into()))
            }
            Scheme::Named(name) if is_postgres(text, name) => Ok(Self::Database(text.to_owned())),
            Scheme::Named(name) => Err(refused(name)),
            Scheme::Unreadable => Err(unreadable()),
        }
    }

    /// Returns `true` if the address of a database holds a password. A doubtful address counts as one that does.
    pub fn has_password(&self) -> bool {
        let Self::Database(address) = self else { return false };
        let Ok(url) = url::Url::parse(address) else {
            return address.contains('@') || address.to_ascii_lowercase().contains("password");
        };
        url.password().is_some()
            || url.query_pairs().any(|(name, _)| name.to_ascii_lowercase().contains("password"))
    }
}

/// Refuses a path that is not a file: a name for which SQLite stores nothing, such as an empty one, and the
/// address of a database, whose password would become part of a file's name.
///
/// # Errors
/// `Configuration`, without the address.
pub(crate) fn check(path: &Path) -> Result<()> {
    if path.as_os_str().is_empty() || path == Path::new(":memory:") {
        return Err(DefactoError::configuration("the store needs a file, and none is named", FILE_HINT));
    }
    let text = path.to_string_lossy();
    if is_path(&text) {
        return Ok(());
    }
    match scheme(&text) {
        Scheme::None if has_keywords(&text) => {
            let detail = "the store needs a file, and this is the address of a database";
            Err(DefactoError::configuration(detail, "Open it as a store in PostgreSQL."))
        }
        Scheme::None => Ok(()),
        // Some builds of SQLite take such a name for a URI, which may ask for memory.
        Scheme::Named("file") => {
            Err(DefactoError::configuration("the store needs a file, and none is named", FILE_HINT))
        }
        Scheme::Named(name) => {
            let detail = format!("the store needs a file, and this is an address that begins with '{name}:'");
            Err(DefactoError::configuration(detail, "Open it as a store in PostgreSQL, or name a file."))
        }
        Scheme::Unreadable => Err(unreadable()),
    }
}

/// Refuses a text that is not the address of a PostgreSQL database.
///
/// # Errors
/// `Configuration`, without the address.
#[cfg(any(feature = "postgres", feature = "python"))]
pub(crate) fn check_database(address: &str) -> Result<()> {
    match StoreAddress::parse(address)? {
        StoreAddress::Database(_) => Ok(()),
        StoreAddress::File(_) => {
            let hint = "Pass postgresql://user:password@host:5432/database.";
            Err(DefactoError::configuration("the address of the database cannot be read", hint))
        }
    }
}

/// Creates the file of a store for its owner alone; a file that exists keeps its mode. SQLite gives the files
/// beside it the same mode. A failure shows when SQLite opens the file.
#[cfg(any(feature = "sqlite", feature = "python"))]
pub(crate) fn make_private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // Never an existing file: closing it would release the locks that SQLite holds on it in this process.
        let _ = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// The text before the first colon.
enum Scheme<'a> {
    /// No beginning of an address.
    None,
    /// A valid name of a scheme.
    Named(&'a str),
    /// A text before `://` that is not a scheme, and may be anything.
    Unreadable,
}

fn scheme(text: &str) -> Scheme<'_> {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let is_name = |name: &str| {
        // Java has a scheme in front of the scheme.
        let inner = name.strip_prefix("jdbc:").unwrap_or(name);
        inner.starts_with(|c: char| c.is_ascii_alphabetic())
            && inner.len() <= LONGEST_SCHEME
            && inner.chars().all(is_letter)
    };
    if let Some((name, _)) = text.split_once("://") {
        return if is_name(name) { Scheme::Named(name) } else { Scheme::Unreadable };
    }
    let Some((name, _)) = text.split_once(':') else { return Scheme::None };
    let driver = name.split('+').next().unwrap_or_default().to_ascii_lowercase();
    let is_known = PREFIXES.contains(&driver.as_str());
    if is_known && is_name(name) { Scheme::Named(name) } else { Scheme::None }
}

fn is_postgres(text: &str, scheme: &str) -> bool {
    let is_known = ["postgresql", "postgres"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    is_known && text.get(scheme.len()..).is_some_and(|rest| rest.starts_with("://"))
}

/// Returns `true` for a path: one from the root, from here, from the user's folder, or from a drive.
fn is_path(text: &str) -> bool {
    let from_drive = matches!(text.as_bytes(), [drive, b':', b'\\' | b'/', next, ..]
        if drive.is_ascii_alphabetic() && *next != b'/');
    text.starts_with(['/', '\\', '.', '~']) || from_drive
}

/// Returns `true` if the text begins with a keyword of libpq and `=`, or holds a password as one.
fn has_keywords(text: &str) -> bool {
    let words = || text.split_ascii_whitespace().filter_map(|word| word.split_once('='));
    let first = text.split_once('=').map(|(name, _)| name.trim_end());
    first.is_some_and(|name| KEYWORDS.contains(&name))
        || words().any(|(name, _)| matches!(name, "password" | "host" | "dbname"))
}

fn refused(scheme: &str) -> DefactoError {
    let plain = scheme.to_ascii_lowercase();
    let hint = match plain.as_str() {
        "file" | "sqlite" => "Give the path of the file alone.",
        _ if plain.contains("postgres") => "Write postgresql:// instead.",
        _ => DATABASE_HINT,
    };
    let detail = format!("the address of the store begins with '{scheme}:', which is not supported");
    DefactoError::configuration(detail, hint)
}

fn unreadable() -> DefactoError {
    let detail = "the address of the store cannot be read: what stands before :// is no scheme";
    DefactoError::configuration(detail, DATABASE_HINT)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by it")]

    use super::*;

    #[test]
    fn a_path_is_a_file() {
        let paths = [
            "customers.db",
            "a/b.db",
            "/var/lib/a.db",
            "./host=db",
            "../x=y.db",
            "C:\\data\\a.db",
            "C:/data/a.db",
            "week=3.db",
            "a b.db",
            "2026:11.db",
            "résumé.db",
            "/a://b",
        ];
        for text in paths {
            assert_eq!(StoreAddress::parse(text).unwrap(), StoreAddress::File(text.into()));
            check(Path::new(text)).unwrap();
        }
    }

    #[test]
    fn postgresql_is_a_database_by_url_or_by_keywords() {
        for text in [
            "postgresql://me:s3cret@db/x",
            "POSTGRES://db/x",
            "host=db password=s3cret",
            "password = s3cret host=db",
            "application_name=a host=/run dbname=x",
        ] {
            let address = StoreAddress::parse(text).unwrap();
            assert_eq!(address, StoreAddress::Database(text.to_owned()));
            assert_eq!(address.has_password(), text.contains("s3cret"), "{text}");
            assert!(!format!("{address:?}").contains("s3cret"));
            // As a file it would have the password in its name.
            let error = check(Path::new(text)).unwrap_err().to_string();
            assert!(!error.contains("s3cret") && !error.contains("db/"), "{error}");
        }
    }

    #[test]
    fn other_addresses_are_refused_by_their_scheme_alone() {
        for (text, named) in [
            ("postgresql+psycopg2://me:s3cret@db/x", "'postgresql+psycopg2:'"),
            ("jdbc:postgresql://db/x?password=s3cret", "'jdbc:postgresql:'"),
            ("jdbc:postgresql:s3cret", "'jdbc:'"),
            ("mysql://me:s3cret@db/x", "'mysql:'"),
            ("postgresql:s3cret", "'postgresql:'"),
            ("sqlite:///s3cret.db", "'sqlite:'"),
            ("file:s3cret?mode=memory", "'file:'"),
            (" postgresql://me:s3cret@db/x", "a blank"),
            ("postgresql://me:s3cret@db/x\n", "a blank"),
            ("postgres ql://me:s3cret@db/x", "is no scheme"),
            ("me:s3cret@://db", "is no scheme"),
            ("me:s3cret://db", "is no scheme"),
            ("", "none is named"),
            (":memory:", "none is named"),
        ] {
            let error = StoreAddress::parse(text).unwrap_err().to_string();
            assert!(error.contains(named), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }

    #[test]
    #[cfg(any(feature = "postgres", feature = "python"))]
    fn a_file_is_no_address_of_a_database() {
        assert!(check_database("customers.db").is_err());
        assert!(check_database("postgresql://db/x").is_ok());
    }
}
