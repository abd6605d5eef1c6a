//! Intents: work that must be done once, and the caller that does it.

use crate::error::Result;
use crate::world;

/// The claim of one caller on an intent, under keys that only one caller at a time holds.
///
/// An intent belongs to an API (its base URL), not to a job: it is one for all jobs and callers.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct IntentClaim<'a> {
    /// The base URL of the API.
    pub api: &'a str,
    /// The keys: the claim holds all of them, or none.
    pub keys: &'a [String],
    /// The owner of the claim. No two claims have the same owner.
    pub owner: &'a str,
}

impl<'a> IntentClaim<'a> {
    /// Creates a claim on these keys.
    pub fn new(api: &'a str, keys: &'a [String], owner: &'a str) -> Self {
        Self { api, keys, owner }
    }
}

/// The result of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claimed {
    /// The caller holds the keys. These are the notes of earlier holders.
    Held(Vec<IntentNote>),
    /// Another caller holds one of the keys.
    Busy,
}

/// A holder's note about its intent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IntentNote {
    /// The key.
    pub key: String,
    /// The text: JSON, without an account or data of a person.
    pub text: String,
    /// The time since the note was written, in microseconds of the store's clock; never negative.
    pub age: i64,
}

/// Keeps intents, so that several processes do nothing twice.
pub trait Intents {
    /// Returns the hash of `text` by the store's secret: equal texts have equal hashes. Personal numbers are
    /// kept as such hashes: safe in a log or a report, but not in a copy of the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read or written.
    fn hide(&self, text: &str) -> Result<String>;

    /// Takes all keys of a claim, unless another holder that still runs has one of them. Blocks on the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read or written.
    fn claim(&self, claim: IntentClaim<'_>) -> Result<Claimed>;

    /// Writes a note under all keys of a claim, before a call is sent, and renews the lease. Returns `false`,
    /// and writes nothing, if the claim is no longer the caller's: the caller must not send then.
    ///
    /// # Errors
    /// `Store` when the store cannot be read or written.
    fn note(&self, claim: IntentClaim<'_>, text: &str) -> Result<bool>;

    /// Releases the caller's keys, with a note for the next holder or without one.
    ///
    /// # Errors
    /// `Store` when the store cannot be read or written.
    fn release(&self, claim: IntentClaim<'_>, text: Option<&str>) -> Result<()>;
}

/// Returns the hash of `text` by a secret, in hexadecimal digits.
pub(super) fn hash(secret: &str, text: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let hash = ring::hmac::sign(&key, text.as_bytes());
    let start: [u8; 16] = std::array::from_fn(|at| hash.as_ref()[at]);
    format!("{:032x}", u128::from_be_bytes(start))
}

/// Creates a random secret.
pub(super) fn new_secret() -> String {
    format!("{}{}", world::new_uuid().simple(), world::new_uuid().simple())
}
