//! The store of enrolments. With it, a repeated command continues the enrolment.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::NonEmptyStringValueParser;
use defacto_sdk::store::{PostgresStore, SqliteStore, Store, StoreAddress};
use etcetera::BaseStrategy;

use crate::outcome::failure::Failure;

/// The name of the default store in the program's state folder.
const FILE: &str = "intents.db";

/// The variable with the store. A variable, because the URL of a database may hold a password.
const VARIABLE: &str = "DEFACTO_STORE";

/// Where the store is.
pub(crate) enum Place {
    /// A file.
    File(PathBuf),
    /// A database.
    Database(String),
}

impl fmt::Display for Place {
    /// Leaves the URL out, because it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Database(_) => f.write_str("the database"),
        }
    }
}

impl From<StoreAddress> for Place {
    fn from(address: StoreAddress) -> Self {
        match address {
            StoreAddress::File(path) => Self::File(path),
            StoreAddress::Database(address) => Self::Database(address),
        }
    }
}

impl Place {
    /// Opens the store, or creates it.
    pub(crate) fn open(&self) -> Result<Arc<dyn Store>, Failure> {
        Ok(match self {
            Self::File(path) => Arc::new(SqliteStore::open(path)?),
            Self::Database(url) => Arc::new(PostgresStore::connect(url)?),
        })
    }
}

/// Returns the store that `--store` or the variable names; `None` if neither is set.
pub(crate) fn named_store(option: Option<&str>) -> Result<Option<Place>, Failure> {
    if let Some(store) = option {
        let address = StoreAddress::parse(store)?;
        if address.has_password() {
            return Err(Failure::configuration(
                "--store holds the password of the database, and others could read that",
                format!("Set {VARIABLE} to the URL, and leave --store out."),
            ));
        }
        return Ok(Some(address.into()));
    }
    let Some(store) = std::env::var(VARIABLE).ok().filter(|store| !store.is_empty()) else { return Ok(None) };
    Ok(Some(StoreAddress::parse(&store)?.into()))
}

/// The store options of the command line.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Store")]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
pub(crate) struct StoreChoice {
    /// Where the enrolment is kept: a file, or postgresql://USER@HOST/DATABASE for several machines. It
    /// overrides DEFACTO_STORE, which is the place for a URL with a password [default: intents.db in the
    /// program's state folder, usually $XDG_STATE_HOME/defacto]
    #[arg(long, value_name = "PATH|URL", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "no_store")]
    store: Option<String>,
    /// Keep nothing: a second command at the same time, or after an interruption, may create a second
    /// borrower.
    #[arg(long)]
    no_store: bool,
}

impl StoreChoice {
    /// Opens the store, or creates it; returns `None` with `--no-store`.
    pub(crate) fn open(&self) -> Result<Option<Arc<dyn Store>>, Failure> {
        if self.no_store {
            return Ok(None);
        }
        let place = match named_store(self.store.as_deref())? {
            Some(place) => place,
            None => Place::File(default_file()?),
        };
        place.open().map(Some)
    }
}

/// Returns the path of the file in the state folder. The folder is accessible to its owner alone.
fn default_file() -> Result<PathBuf, Failure> {
    let strategy = etcetera::choose_base_strategy().map_err(|error| {
        Failure::configuration(
            format!("the folder for the state of programs is not known: {error}"),
            "Say where to keep the enrolment: --store FILE, or --no-store.",
        )
    })?;
    let folder = strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("defacto");
    make_private(&folder).map_err(|error| {
        Failure::configuration(
            format!("cannot make the folder {}: {error}", folder.display()),
            "Say where to keep the enrolment: --store FILE, or --no-store.",
        )
    })?;
    Ok(folder.join(FILE))
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
