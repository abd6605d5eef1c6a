//! What is wanted once, and by whom it is being done.

use crate::error::Result;
use crate::world;

/// Intents of one caller: what it wants once, under keys that no two callers hold at a time.
///
/// An intent belongs to an API (its base URL), not to a job: whoever wants the same finds it, whatever its job is named.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct IntentClaim<'a> {
    /// The base URL of the API.
    pub api: &'a str,
    /// The keys: all of them are held, or none.
    pub keys: &'a [String],
    /// Who holds them. No two claims have the same owner.
    pub owner: &'a str,
}

impl<'a> IntentClaim<'a> {
    /// A claim of these keys.
    pub fn new(api: &'a str, keys: &'a [String], owner: &'a str) -> Self {
        Self { api, keys, owner }
    }
}

/// What came of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Claimed {
    /// The keys are the caller's. With them come the notes that earlier holders left.
    Held(Vec<IntentNote>),
    /// Another caller holds one of the keys.
    Busy,
}

/// What a holder wrote about its intent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IntentNote {
    /// The key.
    pub key: String,
    /// What was written: JSON, without an account or a person.
    pub text: String,
    /// How long ago it was written, in microseconds of the store's clock; never negative.
    pub age: i64,
}

/// Keeps intents, so that nothing is done twice by several processes.
pub trait Intents {
    /// A text as a hash by a secret of the store, which was made with it: one text gives one hash. Numbers of persons are
    /// kept in this way. It protects what is read without the store, such as a log or a report, not a copy of the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read or written.
    fn hide(&self, text: &str) -> Result<String>;

    /// Takes all keys of a claim, unless another holder that is still at work has one of them. Blocks on the store.
    ///
    /// # Errors
    /// `Store` when the store cannot be read or written.
    fn claim(&self, claim: IntentClaim<'_>) -> Result<Claimed>;

    /// Writes a note under all keys of a claim, before something is sent. Returns `false`, and writes nothing, if the
    /// claim is no longer the caller's: nothing may be sent then. The claim holds for its whole time from now on.
    ///
    /// # Errors
    /// `Store` when the store cannot be read or written.
    fn note(&self, claim: IntentClaim<'_>, text: &str) -> Result<bool>;

    /// Gives the keys back, with a note for the next holder or without one.
    ///
    /// # Errors
    /// `Store` when the store cannot be read or written.
    fn release(&self, claim: IntentClaim<'_>, text: Option<&str>) -> Result<()>;
}

/// A text as a hash by a secret, in hexadecimal digits.
pub(super) fn hash(secret: &str, text: &str) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let hash = ring::hmac::sign(&key, text.as_bytes());
    let start: [u8; 16] = std::array::from_fn(|at| hash.as_ref()[at]);
    format!("{:032x}", u128::from_be_bytes(start))
}

/// A secret that nobody else has.
pub(super) fn new_secret() -> String {
    format!("{}{}", world::new_uuid().simple(), world::new_uuid().simple())
}
