//! Options of single calls.

use std::time::Duration;

use defacto_sdk_macros::options;

use crate::wait::CancelToken;

/// Time-outs, retries and cancellation of some calls. Options that are not set are those of the client.
#[options]
pub struct CallOptions {
    /// How long to wait for a connection.
    connect_timeout: Option<Duration>,
    /// How long to wait for the answer to begin, and then for each piece of it.
    read_timeout: Option<Duration>,
    /// How long a call may take in all, with its repetitions. Each page of a list is a call.
    total_timeout: Option<Duration>,
    /// How often a call may be sent again where that is safe.
    max_retries: Option<u32>,
    /// A token that stops the calls from another thread.
    #[rust_only]
    cancel: Option<CancelToken>,
}

impl CallOptions {
    /// Creates options that change nothing.
    pub fn new() -> Self {
        Self::default()
    }
}
