//! An answer of the API.

use reqwest::header::HeaderMap;

use crate::error::RetryAfter;

/// A complete answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    /// How long the API asks not to be called again.
    pub(crate) retry_after: Option<RetryAfter>,
    /// The target of a redirect.
    pub(crate) location: Option<String>,
    pub(crate) content_type: Option<String>,
    /// All headers, until the client keeps them.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}
