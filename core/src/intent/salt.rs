//! Idempotency keys (salts): random, derived from a caller's key, or derived from the content of a row.

use uuid::{Uuid, Version};

use crate::error::{DefactoError, Problem, Result, Severity};
use crate::world;

/// The namespace of salts that are derived from a caller's key. It never changes: a later run, another
/// version and another language derive the same salt.
const KEYS: Uuid = Uuid::from_u128(0x6f1d_2c1b_8c0e_4d0a_9a55_0f3c_7e21_b9d4);

/// The namespace of salts that are derived from the content of a row. It never changes either.
const CONTENTS: Uuid = Uuid::from_u128(0xb2a7_95e0_3f6d_4c83_8d1e_64c0_5a9f_27e8);

/// The namespace of the marks by which a salt of this library is recognised.
const MARKS: Uuid = Uuid::from_u128(0x03c9_e8f4_71a2_4b6e_b0d7_2f58_9c1a_6e35);

/// The number of random bytes of a salt. The other four bytes are their mark.
const RANDOM: usize = 12;

/// Creates a salt that no other request has: a random UUID, version 4, whose last four bytes are a mark of
/// the others.
///
/// The mark tells it from a salt that the caller chose, in every language and after the request was stored.
pub(crate) fn new_salt() -> String {
    let mut bytes = world::new_uuid().into_bytes();
    let mark = mark(&bytes);
    bytes[RANDOM..].copy_from_slice(&mark);
    Uuid::from_bytes(bytes).to_string()
}

/// Returns `true` if `new_salt` made the salt, so that it is not a caller's key.
pub(super) fn is_made_here(salt: &str) -> bool {
    let Ok(id) = salt.parse::<Uuid>() else { return false };
    let bytes = id.as_bytes();
    id.get_version() == Some(Version::Random) && bytes[RANDOM..] == mark(bytes) && salt == id.to_string()
}

fn mark(bytes: &[u8; 16]) -> [u8; 4] {
    let [a, b, c, d, ..] = Uuid::new_v5(&MARKS, &bytes[..RANDOM]).into_bytes();
    [a, b, c, d]
}

/// Derives the salt of a request from a caller's key: a UUID, version 5, of the key's bytes in UTF-8.
///
/// # Errors
/// `Validation` if the key is blank.
pub(crate) fn salt_for_key(key: &str) -> Result<String> {
    if key.trim().is_empty() {
        return Err(DefactoError::invalid(vec![blank("/key")]));
    }
    Ok(Uuid::new_v5(&KEYS, key.as_bytes()).to_string())
}

/// Derives the salt of a row from its content, for an upload that may be repeated.
pub(crate) fn content_salt(content: &str) -> String {
    Uuid::new_v5(&CONTENTS, content.as_bytes()).to_string()
}

/// Returns the problem of a salt, if there is one. All requests with a blank salt would share it.
pub(crate) fn check_salt(salt: Option<&str>) -> Option<Problem> {
    salt.is_some_and(|salt| salt.trim().is_empty()).then(|| blank("/salt_id"))
}

fn blank(pointer: &str) -> Problem {
    Problem::new(
        pointer,
        "salt_blank",
        Severity::Error,
        "must not be blank: name the request, or leave it out",
    )
}
