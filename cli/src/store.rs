//! Where single enrolments are kept, so that the same command again goes on instead of beginning anew.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::builder::NonEmptyStringValueParser;
use defacto_sdk::store::Store;
use etcetera::BaseStrategy;

use crate::failure::Failure;
use crate::portfolio;

/// What the store is called in the folder of the program's state.
const FILE: &str = "intents.db";

/// Which store.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Store")]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
pub(crate) struct StoreChoice {
    /// Where the enrolment is kept: a file, or postgresql://USER@HOST/DATABASE for several machines. It outranks
    /// DEFACTO_STORE, which is the place for a URL with a password [default: intents.db in the program's state folder,
    /// $XDG_STATE_HOME/defacto as a rule]
    #[arg(long, value_name = "PATH|URL", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "no_store")]
    store: Option<String>,
    /// Keep nothing: a second command at the same time, or after this one was ended, may create a second borrower.
    #[arg(long)]
    no_store: bool,
}

impl StoreChoice {
    /// Opens the store, or makes it; `None` if nothing is to be kept.
    pub(crate) fn open(&self) -> Result<Option<Arc<dyn Store>>, Failure> {
        if self.no_store {
            return Ok(None);
        }
        let place = match portfolio::named_store(self.store.as_deref())? {
            Some(place) => place,
            None => portfolio::Place::File(default_file()?),
        };
        place.open().map(Some)
    }
}

/// The file in the folder for what programs remember; the folder is made for this user alone.
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
