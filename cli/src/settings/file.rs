//! The configuration file: profiles in TOML. It never holds a key.
//!
//! It is read member by member, not by serde: serde's errors repeat the value, which may be a misplaced key.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use toml::{Table, Value};

use super::variable;
use crate::outcome::failure::Failure;

const MEMBERS: &str = "A profile may have environment, key_file and key_in_keyring.";
const NO_KEY_HERE: &str = "Take it out and keep it in a file of its own (key_file), in the keyring \
    (key_in_keyring = true and `defacto key set`) or in DEFACTO_API_KEY.";

/// The content of the file.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct ConfigFile {
    /// Whether the file exists.
    pub(super) exists: bool,
    /// The profiles by name.
    pub(super) profiles: BTreeMap<String, Profile>,
}

/// The settings of one profile.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Profile {
    /// The environment: production, sandbox or a URL.
    pub(super) environment: Option<String>,
    /// The path of the file with the key.
    pub(super) key_file: Option<PathBuf>,
    /// Whether the key is in the keyring, under the name of the profile.
    pub(super) key_in_keyring: bool,
}

/// Returns the path of the file: `DEFACTO_CONFIG`, else the platform's folder for settings.
pub(super) fn path() -> Option<PathBuf> {
    let named = variable("DEFACTO_CONFIG").map(PathBuf::from);
    named.or_else(|| {
        let folders = etcetera::choose_base_strategy().ok()?;
        Some(folders.config_dir().join("defacto").join("config.toml"))
    })
}

impl ConfigFile {
    /// Reads the file. It may be missing unless `DEFACTO_CONFIG` names it.
    pub(super) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::default()) };
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text, path),
            Err(error) if error.kind() == ErrorKind::NotFound && variable("DEFACTO_CONFIG").is_none() => {
                Ok(Self::default())
            }
            Err(error) => Err(Failure::configuration(
                format!("cannot read the configuration file {}: {error}", path.display()),
                "Check the path and who may read it; DEFACTO_CONFIG names another one.",
            )),
        }
    }

    fn parse(text: &str, path: &Path) -> Result<Self, Failure> {
        let reader = Reader { path };
        let table: Table = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            reader.wrong(
                &format!("line {line} is not TOML"),
                "Text stands in quotes: environment = \"sandbox\".",
            )
        })?;
        let mut file = Self { exists: true, ..Self::default() };
        for (name, value) in table {
            match (name.as_str(), value) {
                ("profile", Value::Table(profiles)) => {
                    for (name, value) in profiles {
                        let profile = reader.profile(&name, value)?;
                        file.profiles.insert(name, profile);
                    }
                }
                ("profile", _) => {
                    return Err(reader.wrong("profile must be a table", "Write [profile.NAME]."));
                }
                _ => return Err(reader.unknown(&name, &name)),
            }
        }
        Ok(file)
    }
}

/// Reads one file. Its path is in every error.
struct Reader<'a> {
    path: &'a Path,
}

impl Reader<'_> {
    fn wrong(&self, what: &str, hint: &str) -> Failure {
        Failure::configuration(format!("the configuration file {}: {what}", self.path.display()), hint)
    }

    fn unknown(&self, name: &str, place: &str) -> Failure {
        if matches!(name, "api_key" | "api-key" | "key" | "DEFACTO_API_KEY") {
            return self.wrong(&format!("{place}: a key must not stand in this file"), NO_KEY_HERE);
        }
        self.wrong(&format!("{place} is not known"), MEMBERS)
    }

    fn profile(&self, name: &str, value: Value) -> Result<Profile, Failure> {
        let Value::Table(members) = value else {
            return Err(self.wrong(&format!("profile.{name} must be a table"), "Write [profile.NAME]."));
        };
        let mut profile = Profile::default();
        for (member, value) in members {
            let place = format!("profile.{name}.{member}");
            match (member.as_str(), value) {
                ("environment", Value::String(text)) => profile.environment = Some(text),
                ("key_file", Value::String(text)) => profile.key_file = Some(self.beside(&text)),
                ("key_in_keyring", Value::Boolean(wanted)) => profile.key_in_keyring = wanted,
                ("environment" | "key_file", _) => {
                    return Err(self.wrong(&format!("{place} must be text"), MEMBERS));
                }
                ("key_in_keyring", _) => {
                    return Err(self.wrong(&format!("{place} must be true or false"), MEMBERS));
                }
                _ => return Err(self.unknown(&member, &place)),
            }
        }
        if profile.key_in_keyring && profile.key_file.is_some() {
            let what = format!("profile.{name} names two places for the key");
            return Err(self.wrong(&what, "Keep one of key_file and key_in_keyring."));
        }
        Ok(profile)
    }

    /// Resolves a path of the file: relative to the file's folder, or to the user's folder with `~/`.
    fn beside(&self, text: &str) -> PathBuf {
        if let Some(rest) = text.strip_prefix("~/")
            && let Ok(home) = etcetera::home_dir()
        {
            return home.join(rest);
        }
        self.path.parent().unwrap_or(Path::new("")).join(text)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by a panic")]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<ConfigFile, String> {
        ConfigFile::parse(text, Path::new("/etc/defacto/config.toml")).map_err(|failure| failure.text())
    }

    #[test]
    fn a_profile_has_an_environment_and_a_place_for_the_key() {
        let file = parse(
            "[profile.default]\nenvironment = \"sandbox\"\nkey_file = \"key\"\n\
             [profile.live]\nenvironment = \"production\"\nkey_in_keyring = true",
        )
        .unwrap();
        let default = &file.profiles["default"];
        assert_eq!(default.environment.as_deref(), Some("sandbox"));
        assert_eq!(default.key_file.as_deref(), Some(Path::new("/etc/defacto/key")));
        assert!(file.profiles["live"].key_in_keyring);
    }

    #[test]
    fn what_is_wrong_is_named_and_its_value_is_not_shown() {
        for (text, wanted) in [
            ("[profile.a]\napi_key = \"s3cret\"", "profile.a.api_key: a key must not stand in this file"),
            ("api_key = \"s3cret\"", "api_key: a key must not stand in this file"),
            ("[profile.a]\nenviroment = \"s3cret\"", "profile.a.enviroment is not known"),
            ("retries = \"s3cret\"", "retries is not known"),
            ("[profile.a]\nkey_in_keyring = \"s3cret\"", "profile.a.key_in_keyring must be true or false"),
            ("[profile.a]\nenvironment = 7", "profile.a.environment must be text"),
            ("[profile]\na = \"s3cret\"", "profile.a must be a table"),
            ("profile = \"s3cret\"", "profile must be a table"),
            ("[profile.a]\n\nkey_file = s3cret", "line 3 is not TOML"),
            ("[profile.a]\nkey_file = \"s3cret\"\nkey_in_keyring = true", "two places for the key"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(wanted), "{error}");
            assert!(error.contains("/etc/defacto/config.toml"), "{error}");
            assert!(!error.contains("s3cret"), "{error}");
        }
    }
}
