//! Which settings hold, and where each comes from: command line, environment variable, configuration file.

mod api_key;
pub(crate) mod connect;
mod file;
mod keyring;
pub(crate) mod store;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

pub(crate) use api_key::{ApiKey, KeySource};
pub(crate) use keyring::Keyring;

use crate::outcome::failure::Failure;
use file::{ConfigFile, Profile};

/// The profile that holds when none is named.
const DEFAULT_PROFILE: &str = "default";

/// What the command line says about the connection.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Connection")]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
pub(crate) struct Connection {
    /// production, sandbox or a URL. It outranks DEFACTO_ENVIRONMENT, which outranks the profile.
    #[arg(long, value_name = "ENVIRONMENT")]
    environment: Option<String>,
    #[command(flatten)]
    profile: ProfileChoice,
}

/// Which profile the command line names.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Connection")]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
pub(crate) struct ProfileChoice {
    /// The profile of the configuration file [default: DEFACTO_PROFILE, or `default`].
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

/// Where a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An option of the command line.
    CommandLine,
    /// An environment variable.
    Variable(&'static str),
    /// A profile of the configuration file.
    File,
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::CommandLine => "command line",
            Self::Variable(name) => name,
            Self::File => "configuration file",
            Self::Default => "default",
        })
    }
}

/// A value and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sourced {
    /// The value.
    pub(crate) value: String,
    /// Where it comes from.
    pub(crate) origin: Origin,
}

/// The settings of one run. The key is not in them, only where it is.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The configuration file, there or not; nothing where the platform names no folder for it.
    pub(crate) file: Option<PathBuf>,
    /// Whether that file is there.
    pub(crate) file_exists: bool,
    /// The profile.
    pub(crate) profile: Sourced,
    /// Which system to talk to.
    pub(crate) environment: Option<Sourced>,
    /// Where the key is.
    pub(crate) key: Option<KeySource>,
}

impl Settings {
    /// Reads what the variables and the configuration file say. It does not read the key.
    pub(crate) fn resolve(connection: &Connection) -> Result<Self, Failure> {
        let path = file::path();
        let file = ConfigFile::read(path.as_deref())?;
        let name = connection.profile.resolve();
        let profile = choose(&file, &name)?;
        let environment = given(connection.environment.as_deref(), "DEFACTO_ENVIRONMENT")
            .or_else(|| profile.environment.clone().map(|value| Sourced { value, origin: Origin::File }));
        let key = key_source(&profile, &name.value);
        Ok(Self { file: path, file_exists: file.exists, profile: name, environment, key })
    }

    /// Which system to talk to; it has no default, so that nobody talks to production by accident.
    pub(crate) fn environment(&self) -> Result<&str, Failure> {
        self.environment.as_ref().map(|environment| environment.value.as_str()).ok_or_else(|| {
            Failure::configuration(
                "DEFACTO_ENVIRONMENT is not set, and neither --environment nor the profile names one",
                "Set it to production, sandbox or a URL.",
            )
        })
    }

    /// The key, read from where it is.
    pub(crate) fn api_key(&self) -> Result<ApiKey, Failure> {
        let source = self.key.as_ref().ok_or_else(|| {
            Failure::configuration(
                "DEFACTO_API_KEY is not set, and neither DEFACTO_API_KEY_FILE nor the profile says where it is",
                "Set one of them; `defacto --help` explains where a key may be.",
            )
        })?;
        source.read()
    }
}

impl ProfileChoice {
    /// The name of the profile, whether there is one of that name or not.
    pub(crate) fn resolve(&self) -> Sourced {
        given(self.profile.as_deref(), "DEFACTO_PROFILE")
            .unwrap_or_else(|| Sourced { value: DEFAULT_PROFILE.to_owned(), origin: Origin::Default })
    }
}

/// The configuration file that holds, there or not.
pub(crate) fn file_path() -> Option<PathBuf> {
    file::path()
}

/// An environment variable; an empty one is none.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// What the command line says, else what the variable says.
fn given(option: Option<&str>, name: &'static str) -> Option<Sourced> {
    let option = option.map(|value| Sourced { value: value.to_owned(), origin: Origin::CommandLine });
    option.or_else(|| {
        let value = variable(name)?.into_string().ok()?;
        Some(Sourced { value, origin: Origin::Variable(name) })
    })
}

/// The profile of this name. Only the default one may be missing.
fn choose(file: &ConfigFile, name: &Sourced) -> Result<Profile, Failure> {
    match file.profiles.get(&name.value) {
        Some(profile) => Ok(profile.clone()),
        None if name.origin == Origin::Default => Ok(Profile::default()),
        None => {
            let names: Vec<_> = file.profiles.keys().map(String::as_str).collect();
            let known = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            Err(Failure::configuration(
                format!(
                    "the configuration file has no profile {}, which the {} names",
                    name.value, name.origin
                ),
                format!("Its profiles: {known}. `defacto config` shows which file that is."),
            ))
        }
    }
}

fn key_source(profile: &Profile, name: &str) -> Option<KeySource> {
    const FILE: &str = "DEFACTO_API_KEY_FILE";
    if variable(api_key::VARIABLE).is_some() {
        return Some(KeySource::Variable);
    }
    if let Some(path) = variable(FILE) {
        return Some(KeySource::File { path: path.into(), origin: Origin::Variable(FILE) });
    }
    if let Some(path) = &profile.key_file {
        return Some(KeySource::File { path: path.clone(), origin: Origin::File });
    }
    profile.key_in_keyring.then(|| KeySource::Keyring { profile: name.to_owned() })
}
