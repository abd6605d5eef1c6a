//! The API key of a client. It may change while the client is used.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::SystemTime;

use crate::error::{DefactoError, Result};
use crate::lock::Unpoisoned;
use crate::scrub::{Secret, scrub};
use crate::world::run_blocking;

/// How many keys are kept out of texts: the present one, and those that calls under way may have.
const KEPT: usize = 4;

type Provider = Arc<dyn Fn() -> Result<String, ProviderError> + Send + Sync>;

/// The error of a function that provides the key.
type ProviderError = Box<dyn std::error::Error + Send + Sync>;

/// An API key, or where it is read: text, a file, or a function.
#[derive(Clone)]
pub struct ApiKey(Source);

#[derive(Clone)]
enum Source {
    Text(Secret),
    File(PathBuf),
    Provider(Provider),
}

impl ApiKey {
    /// Reads the key from a file, without blanks and line breaks around it, and again after the file has changed. A
    /// secret that a platform mounts and rotates needs no restart.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(Source::File(path.into()))
    }

    /// Asks a function for the key when the client is made, and before each attempt of a call. It may block; keep the key for a while if it is slow.
    /// Its error ends the call, and nothing is sent.
    pub fn provider(
        provide: impl Fn() -> Result<String, Box<dyn std::error::Error + Send + Sync>> + Send + Sync + 'static,
    ) -> Self {
        Self(Source::Provider(Arc::new(provide)))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Source::Text(_) => "ApiKey(text)",
            Source::File(_) => "ApiKey(a file)",
            Source::Provider(_) => "ApiKey(a function)",
        })
    }
}

impl From<&str> for ApiKey {
    fn from(key: &str) -> Self {
        Self(Source::Text(Secret::new(key)))
    }
}

impl From<String> for ApiKey {
    fn from(key: String) -> Self {
        Self(Source::Text(Secret::new(key)))
    }
}

impl From<&String> for ApiKey {
    fn from(key: &String) -> Self {
        key.as_str().into()
    }
}

impl From<&Path> for ApiKey {
    fn from(path: &Path) -> Self {
        Self::file(path)
    }
}

impl From<PathBuf> for ApiKey {
    fn from(path: PathBuf) -> Self {
        Self::file(path)
    }
}

/// The key of a client, and those that it had.
pub(crate) struct Keys {
    first: Secret,
    current: RwLock<Current>,
}

struct Current {
    source: Source,
    /// The latest keys; the last one is the present one.
    secrets: Vec<Secret>,
    /// When its file was written, as far as the system tells.
    written: Option<SystemTime>,
}

impl Keys {
    /// Reads the key for the first time.
    ///
    /// # Errors
    /// `Configuration` when there is no key, or none that can be sent.
    pub(crate) fn new(key: ApiKey) -> Result<Self> {
        let (secret, written) = key.0.read()?;
        let current = Current { source: key.0, secrets: vec![secret.clone()], written };
        Ok(Self { first: secret, current: RwLock::new(current) })
    }

    /// Returns the first key. A client keeps its account when its key changes.
    pub(crate) fn first(&self) -> &Secret {
        &self.first
    }

    /// Replaces the key. Calls under way keep the old one.
    ///
    /// # Errors
    /// As `new`; the old key stays.
    pub(crate) fn replace(&self, key: ApiKey) -> Result<()> {
        let (secret, written) = key.0.read()?;
        let mut current = self.current.write().unpoisoned();
        current.source = key.0;
        current.keep(secret, written);
        Ok(())
    }

    /// Returns the key for an attempt of a call.
    ///
    /// # Errors
    /// `Configuration` when it cannot be read any more.
    pub(super) async fn present(&self) -> Result<Secret> {
        let (source, known) = {
            let current = self.current.read().unpoisoned();
            let known = current.secrets.last().cloned();
            match &current.source {
                Source::Text(secret) => return Ok(secret.clone()),
                Source::File(path) if is_unchanged(path, current.written) => {
                    return known.ok_or_else(|| no_key("the API key is empty"));
                }
                source => (source.clone(), known),
            }
        };
        let (secret, written) = run_blocking(move || source.read()).await?;
        if known.is_none_or(|known| known.reveal() != secret.reveal()) || written.is_some() {
            self.current.write().unpoisoned().keep(secret.clone(), written);
        }
        Ok(secret)
    }

    /// Returns `text` without the keys.
    pub(super) fn hide_in(&self, text: &str) -> String {
        let current = self.current.read().unpoisoned();
        current.secrets.iter().fold(text.to_owned(), |text, secret| secret.hide_in(&text))
    }

    /// Returns the keys, to keep them out of texts.
    pub(super) fn revealed(&self) -> Vec<String> {
        let current = self.current.read().unpoisoned();
        current.secrets.iter().map(|secret| secret.reveal().to_owned()).collect()
    }
}

impl Current {
    fn keep(&mut self, secret: Secret, written: Option<SystemTime>) {
        self.written = written;
        self.secrets.retain(|known| known.reveal() != secret.reveal());
        self.secrets.push(secret);
        let surplus = self.secrets.len().saturating_sub(KEPT);
        self.secrets.drain(..surplus);
    }
}

impl Source {
    fn read(&self) -> Result<(Secret, Option<SystemTime>)> {
        match self {
            Self::Text(secret) => Ok((checked(secret.reveal())?, None)),
            Self::File(path) => {
                // Before the text, so that a change in between is seen the next time.
                let written = written(path);
                let text = std::fs::read_to_string(path).map_err(|error| {
                    let detail = format!("the file of the API key cannot be read: {}", error.kind());
                    DefactoError::configuration(detail, "Check the path and who may read the file.")
                })?;
                Ok((checked(text.trim())?, written))
            }
            Self::Provider(provide) => {
                let key = provide().map_err(|error| {
                    let detail = format!("the function of the API key failed: {}", scrub(&error.to_string()));
                    DefactoError::configuration(detail, "Nothing was sent. Repeat the call when it works.")
                })?;
                Ok((checked(&key)?, None))
            }
        }
    }
}

fn written(path: &Path) -> Option<SystemTime> {
    std::fs::metadata(path).and_then(|data| data.modified()).ok()
}

fn is_unchanged(path: &Path, known: Option<SystemTime>) -> bool {
    known.is_some() && written(path) == known
}

fn no_key(detail: &str) -> DefactoError {
    let hint = "Make a key in the dashboard and set DEFACTO_API_KEY, or pass it as api_key in a program.";
    DefactoError::configuration(detail, hint)
}

fn checked(key: &str) -> Result<Secret> {
    if key.is_empty() {
        return Err(no_key("the API key is empty"));
    }
    if key.to_ascii_lowercase().starts_with("bearer ") {
        let detail = "the API key begins with 'Bearer', which is not part of it";
        return Err(DefactoError::configuration(detail, "Pass the key alone."));
    }
    if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(no_key("the API key holds blanks, line breaks or other foreign signs"));
    }
    Ok(Secret::new(key))
}
