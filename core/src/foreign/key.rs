//! The API key of a client in Kotlin or Swift: text, a file, or a function of the caller's.
#![allow(clippy::needless_pass_by_value, reason = "what crosses the boundary is ours already")]

use std::sync::Arc;

use crate::error::Result;
use crate::transport::ApiKey;

/// Provides the API key of a client.
#[uniffi::export(callback_interface)]
pub trait NativeKeyProvider: Send + Sync {
    /// Returns the key. Called when a client is made, and before each attempt of a call; it may block. Its
    /// error ends the call, and nothing is sent.
    ///
    /// # Errors
    /// `Configuration` whose detail names the caller's error, without its text.
    fn provide(&self) -> Result<String>;
}

/// An API key, or where it is read.
#[derive(Debug, uniffi::Object)]
pub struct NativeApiKey(pub(super) ApiKey);

#[uniffi::export]
impl NativeApiKey {
    /// The key as text.
    #[uniffi::constructor]
    pub fn text(key: String) -> Self {
        Self(key.into())
    }

    /// The key in a file, which is read again after it has changed. Does not block.
    #[uniffi::constructor]
    pub fn file(path: String) -> Self {
        Self(ApiKey::file(path))
    }

    /// The key that a function of the caller's provides. Does not call it.
    #[uniffi::constructor]
    pub fn provider(provider: Box<dyn NativeKeyProvider>) -> Self {
        let provider: Arc<dyn NativeKeyProvider> = Arc::from(provider);
        Self(ApiKey::provider(move || {
            provider.provide().map_err(|error| error.details().detail.clone().unwrap_or_default().into())
        }))
    }
}
