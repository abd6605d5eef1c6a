//! The store of a portfolio.

use std::path::Path;
use std::sync::Arc;

use clap::builder::NonEmptyStringValueParser;
use defacto_sdk::store::Store;

use super::source::is_standard_input;
use crate::outcome::failure::Failure;
use crate::settings::store::{Place, named_store};

/// The extension of the default store, which is beside the file with the companies.
const ENDING: &str = ".defacto.db";

/// The store, and the name of the portfolio in it.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Store")]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
pub(super) struct Journal {
    /// Where every step is written down: a file, or postgresql://USER@HOST/DATABASE for several machines. It
    /// overrides DEFACTO_STORE, which is the place for a URL with a password. A new file is readable by its
    /// owner alone [default: FILE.defacto.db]
    #[arg(long, value_name = "PATH|URL", value_parser = NonEmptyStringValueParser::new())]
    store: Option<String>,
    /// The name of the portfolio in the store [default: the name of the file]
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    name: Option<String>,
}

/// A portfolio in its store.
pub(super) struct Portfolio {
    pub(super) store: Arc<dyn Store>,
    pub(super) name: String,
    pub(super) place: Place,
}

impl Portfolio {
    /// Returns `true` if the store has this portfolio.
    pub(super) fn exists(&self) -> Result<bool, Failure> {
        Ok(!self.store.entries(&self.name, None, 1)?.is_empty())
    }
}

impl Journal {
    /// Opens the store, or creates it.
    pub(super) fn open(&self, file: &Path) -> Result<Portfolio, Failure> {
        let place = self.place(file)?;
        let store = place.open()?;
        Ok(Portfolio { store, name: self.name(file)?, place })
    }

    /// Opens the store of a portfolio that was started before. Creates nothing.
    pub(super) fn open_existing(&self, file: &Path) -> Result<Portfolio, Failure> {
        let place = self.place(file)?;
        if let Place::File(path) = &place
            && !path.exists()
        {
            return Err(not_begun(&self.name(file)?, &place));
        }
        let portfolio = self.open(file)?;
        if portfolio.exists()? { Ok(portfolio) } else { Err(not_begun(&portfolio.name, &portfolio.place)) }
    }

    /// Returns where the store is, or will be.
    pub(super) fn place(&self, file: &Path) -> Result<Place, Failure> {
        if let Some(place) = named_store(self.store.as_deref())? {
            return Ok(place);
        }
        if is_standard_input(file) {
            return Err(Failure::CommandLine(
                "standard input has no place for a store beside it".to_owned(),
                "Say where to write down what was done: --store customers.db.".to_owned(),
            ));
        }
        let mut path = file.as_os_str().to_owned();
        path.push(ENDING);
        Ok(Place::File(path.into()))
    }

    fn name(&self, file: &Path) -> Result<String, Failure> {
        if let Some(name) = &self.name {
            return Ok(name.clone());
        }
        let name = file.file_name().filter(|_| !is_standard_input(file));
        name.map(|name| name.to_string_lossy().into_owned()).ok_or_else(|| {
            Failure::CommandLine(
                "the portfolio has no name".to_owned(),
                "Give it one, --name customers, and keep to it.".to_owned(),
            )
        })
    }
}

fn not_begun(name: &str, place: &Place) -> Failure {
    Failure::configuration(
        format!("there is no portfolio '{name}' in {place}"),
        "Begin it with `defacto portfolio enroll`, or name its store and name as it was begun.",
    )
}

/// Returns the text quoted for a shell.
pub(super) fn quoted(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
