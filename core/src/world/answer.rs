//! Calls and answers of a test, which needs no network.

use std::time::Duration;

use serde::Serialize;

/// A call as it would be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SentCall {
    /// The operation: `GET /borrower/{borrower_id}`.
    pub operation: String,
    /// The HTTP method.
    pub method: String,
    /// The path, encoded.
    pub path: String,
    /// The query, encoded; empty without one.
    pub query: String,
    /// The body; empty without one.
    pub body: Vec<u8>,
}

/// What becomes of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Answer {
    /// The API answers.
    Answered {
        /// The HTTP status.
        status: u16,
        /// How long the API asks not to be called again; `None` if it does not ask.
        retry_after: Option<Duration>,
        /// The body.
        body: Vec<u8>,
    },
    /// The connection is never made.
    NotSent,
    /// The connection breaks after the call was sent.
    Broken,
    /// No answer comes in time. The test does not wait for it.
    TimedOut,
}

impl Answer {
    /// Returns an answer with this status and body. A body that JSON cannot express is empty. Does not block.
    pub fn json(status: u16, body: &impl Serialize) -> Self {
        let body = serde_json::to_vec(body).unwrap_or_default();
        Self::Answered { status, retry_after: None, body }
    }

    /// Returns an answer with this status and text. Does not block.
    pub fn text(status: u16, body: &str) -> Self {
        Self::Answered { status, retry_after: None, body: body.as_bytes().to_vec() }
    }
}
