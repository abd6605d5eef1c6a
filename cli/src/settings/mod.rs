//! Resolves the settings: command line, environment variable, configuration file, in this order.

mod api_key;
pub(crate) mod connect;
mod file;
mod keyring;
pub(crate) mod sandbox;
pub(crate) mod store;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

pub(crate) use api_key::{ApiKey, KeySource};
pub(crate) use keyring::Keyring;

use crate::outcome::failure::Failure;
use file::{ConfigFile, Profile};

/// The profile that is used if none is named.
const DEFAULT_PROFILE: &str = "default";

/// The connection options of the command line.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Connection")]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
pub(crate) struct Connection {
    /// production, sandbox or a URL. It overrides DEFACTO_ENVIRONMENT, which overrides the profile.
    #[arg(long, value_name = "ENVIRONMENT")]
    environment: Option<String>,
    #[command(flatten)]
    profile: ProfileChoice,
}

/// The profile option of the command line.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Connection")]
#[expect(clippy::doc_markdown, reason = "clap shows doc comments as they are")]
pub(crate) struct ProfileChoice {
    /// The profile of the configuration file [default: DEFACTO_PROFILE, or `default`].
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
}

/// The source of a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// An option of the command line.
    CommandLine,
    /// An environment variable.
    Variable(&'static str),
    /// A profile of the configuration file.
    File,
    /// The built-in default.
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

/// A value and its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sourced {
    /// The value.
    pub(crate) value: String,
    /// The source of the value.
    pub(crate) origin: Origin,
}

/// The settings of one run. They hold the source of the key, not the key.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The path of the configuration file, whether it exists or not; `None` if the platform has no folder for
    /// it.
    pub(crate) file: Option<PathBuf>,
    /// Whether that file exists.
    pub(crate) file_exists: bool,
    /// The profile.
    pub(crate) profile: Sourced,
    /// The environment: production, sandbox or a URL.
    pub(crate) environment: Option<Sourced>,
    /// The source of the key.
    pub(crate) key: Option<KeySource>,
}

impl Settings {
    /// Resolves the settings from command line, variables and configuration file. Does not read the key.
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

    /// Returns the environment. It has no default, so that production is never used by accident.
    pub(crate) fn environment(&self) -> Result<&str, Failure> {
        self.environment.as_ref().map(|environment| environment.value.as_str()).ok_or_else(|| {
            Failure::configuration(
                "DEFACTO_ENVIRONMENT is not set, and neither --environment nor the profile names one",
                "Set it to production, sandbox or a URL.",
            )
        })
    }

    /// Reads the key from its source.
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
    /// Returns the name of the profile, whether the profile exists or not.
    pub(crate) fn resolve(&self) -> Sourced {
        given(self.profile.as_deref(), "DEFACTO_PROFILE")
            .unwrap_or_else(|| Sourced { value: DEFAULT_PROFILE.to_owned(), origin: Origin::Default })
    }
}

/// Returns the path of the configuration file, whether it exists or not.
pub(crate) fn file_path() -> Option<PathBuf> {
    file::path()
}

/// Returns an environment variable; `None` if it is empty.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Returns the option if it is given, else the variable.
fn given(option: Option<&str>, name: &'static str) -> Option<Sourced> {
    let option = option.map(|value| Sourced { value: value.to_owned(), origin: Origin::CommandLine });
    option.or_else(|| {
        let value = variable(name)?.into_string().ok()?;
        Some(Sourced { value, origin: Origin::Variable(name) })
    })
}

/// Returns the profile with this name. Only the default profile may be missing.
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
