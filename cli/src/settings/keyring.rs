//! The keyring of the operating system: the login keychain of macOS, the credential manager of Windows, and
//! the keyring of the Linux desktop, if this build includes it.

use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};

use super::ApiKey;
use crate::outcome::failure::Failure;
use crate::terminal::words;

/// The service name of the entries in the keyring.
const SERVICE: &str = "defacto";

/// The keyring, with one key for each profile.
pub(crate) struct Keyring {
    store: Arc<CredentialStore>,
}

impl Keyring {
    /// Opens the keyring of the current user.
    pub(crate) fn of_this_machine() -> Result<Self, Failure> {
        Ok(Self { store: open()? })
    }

    /// Returns the stored key of a profile.
    pub(crate) fn read(&self, profile: &str) -> Result<ApiKey, Failure> {
        match self.entry(profile)?.get_password() {
            Ok(key) => Ok(ApiKey::trimmed(&key)),
            Err(Error::NoEntry) => Err(Failure::configuration(
                format!("the keyring has no key for the profile {profile}"),
                "Store it with `defacto key set`.",
            )),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Stores the key of a profile. Replaces the previous one.
    pub(crate) fn write(&self, profile: &str, key: &ApiKey) -> Result<(), Failure> {
        self.entry(profile)?.set_password(key.reveal()).map_err(|error| failed(&error))
    }

    /// Removes the key of a profile. Returns `true` if there was one.
    pub(crate) fn remove(&self, profile: &str) -> Result<bool, Failure> {
        match self.entry(profile)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(Error::NoEntry) => Ok(false),
            Err(error) => Err(failed(&error)),
        }
    }

    fn entry(&self, profile: &str) -> Result<Entry, Failure> {
        Entry::new_in_store(&self.store, SERVICE, profile).map_err(|error| failed(&error))
    }
}

#[cfg(target_os = "macos")]
fn open() -> Result<Arc<CredentialStore>, Failure> {
    let store = apple_native_keyring_store::keychain::Store::new().map_err(|error| failed(&error))?;
    Ok(store)
}

#[cfg(windows)]
fn open() -> Result<Arc<CredentialStore>, Failure> {
    let store = windows_native_keyring_store::Store::new().map_err(|error| failed(&error))?;
    Ok(store)
}

#[cfg(all(unix, not(target_os = "macos"), feature = "secret-service"))]
fn open() -> Result<Arc<CredentialStore>, Failure> {
    let store = zbus_secret_service_keyring_store::Store::new().map_err(|error| failed(&error))?;
    Ok(store)
}

#[cfg(all(unix, not(target_os = "macos"), not(feature = "secret-service")))]
fn open() -> Result<Arc<CredentialStore>, Failure> {
    Err(Failure::configuration(
        "this build of `defacto` cannot use the keyring",
        "Keep the key in a file (DEFACTO_API_KEY_FILE or key_file), or build with --features secret-service.",
    ))
}

/// Describes an error without the content of the keyring. An error that holds content is described by its
/// kind.
fn failed(error: &Error) -> Failure {
    let what = match error {
        Error::PlatformFailure(error) | Error::NoStorageAccess(error) => words::plain(&error.to_string()),
        Error::Ambiguous(_) => "it has several such keys".to_owned(),
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            "what it holds is no key".to_owned()
        }
        _ => "it refused".to_owned(),
    };
    Failure::configuration(
        format!("the keyring cannot be used: {what}"),
        "Unlock it, or keep the key in a file (DEFACTO_API_KEY_FILE or key_file).",
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test says what is wrong by a panic")]
mod tests {
    use keyring_core::mock;

    use super::*;

    fn keyring() -> Keyring {
        Keyring { store: mock::Store::new().unwrap() }
    }

    #[test]
    fn each_profile_has_a_key_of_its_own() {
        let keyring = keyring();
        keyring.write("default", &ApiKey::trimmed("one\n")).unwrap();
        keyring.write("live", &ApiKey::trimmed("two")).unwrap();
        keyring.write("live", &ApiKey::trimmed("three")).unwrap();
        assert_eq!(keyring.read("default").unwrap().reveal(), "one");
        assert_eq!(keyring.read("live").unwrap().reveal(), "three");
    }

    #[test]
    fn a_key_that_is_removed_is_gone() {
        let keyring = keyring();
        keyring.write("default", &ApiKey::trimmed("one")).unwrap();
        assert!(keyring.remove("default").unwrap());
        assert!(!keyring.remove("default").unwrap());
        assert!(keyring.read("default").unwrap_err().text().contains("no key for the profile default"));
    }

    #[test]
    fn what_a_broken_entry_holds_is_not_told() {
        let failure = failed(&Error::BadEncoding(b"s3cret".to_vec()));
        assert!(!failure.text().contains("s3cret"));
        assert!(!failure.text().contains("115"));
    }
}
