//! Decides whether a call repeats an earlier one: keys of intents, and a memory of those that were sent.
//!
//! An intent is what a caller wants once, such as one loan, paid out once. Its key is the salt of the
//! request. A repetition with the salt is the same intent. So is an equal request without a caller's key,
//! while the outcome of the first is unknown.

mod durable;
mod memory;
mod named_lock;
mod salt;
#[cfg(test)]
mod tests;

use serde_json::Value;
use uuid::Uuid;

use crate::error::{DefactoError, ErrorKind, Problem, Result, Severity};
use crate::transport::Transport;

pub(crate) use durable::Remembered;
pub(crate) use memory::memory;
pub(crate) use named_lock::{NamedLock, named_lock};
pub(crate) use salt::{check_salt, content_salt, new_salt, salt_for_key};

/// The identity of a request: its salt, and hashes of the rest.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Intent {
    /// A hash of the API's URL.
    api: Uuid,
    /// A hash of the API's URL and the key.
    account: Uuid,
    /// A hash of the request without its salt, under the account.
    fingerprint: Uuid,
    salt_id: String,
    /// Whether the API is asked to wait for the decision. It is not part of the identity.
    wait: Option<bool>,
}

/// How a request is sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sending {
    pub(crate) salt_id: String,
    /// The value of the first call: what the API does with one salt and two bodies is unknown.
    pub(crate) wait: Option<bool>,
}

/// The outcome of a request that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It took effect.
    Done,
    /// It took no effect.
    NotDone,
    /// It may have taken effect.
    InDoubt,
}

impl Intent {
    /// Creates the intent of a request. `parts` are its JSON texts, without the salt.
    pub(crate) fn new(transport: &Transport, salt_id: &str, wait: Option<bool>, parts: &[&str]) -> Self {
        let (api, account) = (api(transport.base_url()), transport.account());
        let mut text = String::new();
        for part in parts {
            // The order of members does not matter, since each language has its own.
            text.push_str(
                &serde_json::from_str(part).map_or_else(|_| (*part).to_owned(), |value| sorted(&value)),
            );
            text.push('\n');
        }
        let fingerprint = Uuid::new_v5(&account, text.as_bytes());
        Self { api, account, fingerprint, salt_id: salt_id.to_owned(), wait }
    }

    /// Records that the request is about to be sent. Its outcome is unknown until the guard is settled, and
    /// stays unknown if it never is.
    ///
    /// # Errors
    /// `Validation` at `/salt_id` if the salt was sent with another request. Nothing may be sent then.
    pub(crate) async fn begin<'a>(&'a self, remembered: &'a Remembered) -> Result<Noted<'a>> {
        let sending = remembered.note(self).await?;
        Ok(Noted { remembered, intent: self, sending, is_settled: false })
    }
}

/// A request that is being sent. If it is dropped before it is settled, it stays in doubt.
pub(crate) struct Noted<'a> {
    remembered: &'a Remembered,
    intent: &'a Intent,
    pub(crate) sending: Sending,
    is_settled: bool,
}

impl Noted<'_> {
    /// Records the outcome.
    pub(crate) async fn settle(mut self, settled: Settled) {
        self.is_settled = true;
        self.remembered.settle(self.intent, &self.sending, settled).await;
    }
}

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        if !self.is_settled {
            memory().settle(self.intent, &self.sending, Settled::InDoubt);
        }
    }
}

/// Returns `true` if the request may have taken effect in spite of the error, now or in an earlier attempt.
pub(crate) fn leaves_doubt(error: &DefactoError) -> bool {
    error.outcome_unknown() || error.kind() == ErrorKind::Decode || error.details().attempts > 1
}

/// Returns a hash of an API's URL.
fn api(base_url: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, base_url.trim_end_matches('/').as_bytes())
}

/// Forgets what this process has sent to an API: loans, and what enrolments left.
pub(crate) fn forget(base_url: &str) {
    memory().forget(api(base_url));
    crate::wait::forget_companies(base_url);
}

/// Creates the error of a salt that was sent with another request.
fn reused() -> DefactoError {
    let detail = "was sent with other values, and a loan may exist under it: send the values of the first time, \
                  the dates too; a new key or salt makes a new loan";
    DefactoError::invalid(vec![Problem::new("/salt_id", "salt_reused", Severity::Error, detail)])
}

/// Returns the value as text, with its members in alphabetical order.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<(&String, &Value)> = members.iter().collect();
            members.sort_unstable_by_key(|(name, _)| *name);
            let members: Vec<String> = members
                .into_iter()
                .map(|(name, value)| format!("{}:{}", Value::String(name.clone()), sorted(value)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(sorted).collect();
            format!("[{}]", items.join(","))
        }
        plain => plain.to_string(),
    }
}
